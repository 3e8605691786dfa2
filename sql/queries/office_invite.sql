-- office_invite: a person is invited to enrol a key.
--   $1 person's code  $2 hash of the invitation's code in hexadecimal  $3 reason
SELECT to_char(office.invite($1, $2, $3), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS expires_at
