-- office_keys: every key that was ever approved; those in force first.
--   $1 one public key in hexadecimal, or NULL: all of them
SELECT public_key, person_code, person,
       to_char(approved_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS approved_at, approved_by,
       to_char(revoked_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS revoked_at, revoked_by
  FROM office.keys
 WHERE $1::text IS NULL OR public_key = lower($1::text)
 ORDER BY revoked_at IS NOT NULL, person_code, approved_at
