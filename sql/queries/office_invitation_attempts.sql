-- office_invitation_attempts: other keys that came with an invitation, the newest first.
SELECT person_code, person, to_char(made_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS made_at, public_key, verdict,
       to_char(first_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS first_at,
       to_char(last_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS last_at, tries
  FROM office.invitation_attempts a
 ORDER BY a.last_at DESC
