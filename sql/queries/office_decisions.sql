-- office_decisions: decisions that are not settled, overdue ones first; or all.
--   $1 branch, or NULL: all;  $2 NULL: only what is open
SELECT d.branch, d.committee_id, report_date, part, position, what, owner, due, overdue, settled, settled_on, result
  FROM office.decisions d
  JOIN office.committees c ON c.committee_id = d.committee_id
 WHERE ($1::text IS NULL OR d.branch = $1) AND ($2::text IS NOT NULL OR NOT settled)
 ORDER BY settled, overdue DESC, due, c.branch_id, report_date, part, position
