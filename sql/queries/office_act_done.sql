-- office_act_done: what this login did last.
SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS at, who, act, subject, reason, detail::text AS detail
  FROM office.audit
 WHERE who = session_user
 ORDER BY audit.at DESC
 LIMIT 1
