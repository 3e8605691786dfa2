-- office_reconcile: where the roster of a night, its roll calls, health and reports do not agree, by name.
--   $1 date;  before its deadline what has not come is "what"_YET, with due_at, and comes last
SELECT committee_id, committee, branch, CASE WHEN due_at IS NULL THEN what ELSE what || '_YET' END AS what, names,
       people AS roster, said, telephone, to_char(due_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM (SELECT r.*, CASE WHEN what IN ('NO_REPORT', 'NOT_ASKED', 'HEALTH_MISSING') THEN d.at END AS due_at
          FROM office.reconcile($1::date) r
         CROSS JOIN (SELECT office.due_at($1::date) AS at) d) r
 ORDER BY r.due_at IS NOT NULL, committee_id, what, names
