-- office_audit: acts of the office, the newest first.
--   $1 since this date, NULL: the last 30 days
SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS at, who, act, subject, reason, detail::text AS detail
  FROM office.audit
 WHERE at >= coalesce($1::date, now() - interval '30 days')
 ORDER BY audit.at DESC
