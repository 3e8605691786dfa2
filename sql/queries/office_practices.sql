-- office_practices: practices told at the meetings, the newest first.
--   $1 branch, or NULL: all
SELECT report_date, branch, committee_id, committee, part, position, place, what, effect, copy_to
  FROM office.practices
 WHERE $1::text IS NULL OR branch = $1
 ORDER BY report_date DESC, branch, part, position
