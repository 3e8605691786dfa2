-- office_invitations: invitations, those that still hold first, then the newest.
SELECT person_code, person, state, to_char(made_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS made_at, made_by,
       to_char(expires_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS expires_at,
       to_char(used_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS used_at, used_key, other_keys,
       to_char(other_last_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS other_last_at
  FROM office.invitations i
 ORDER BY state <> 'OPEN', i.made_at DESC
