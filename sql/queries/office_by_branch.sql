-- office_by_branch: one night by branch.  $1 zh or en (not used)  $2 date
SELECT branch, expected, reported, missing, held, late
  FROM office.night_by_branch
 WHERE report_date = $2::date AND $1::text IS NOT NULL
 ORDER BY branch_id
