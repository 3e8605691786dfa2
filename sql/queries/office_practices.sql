-- office_practices: practices told at the meetings, the newest first.
--   $1 branch, or NULL: all
SELECT report_date, p.branch, p.committee_id, p.committee, part, position, place, what, effect, copy_to
  FROM office.practices p
  JOIN office.committees c ON c.committee_id = p.committee_id
 WHERE $1::text IS NULL OR p.branch = $1
 ORDER BY report_date DESC, c.branch_id, part, position
