-- office_night_by_branch: $1 date;  a row for each branch that is expected that night
SELECT branch_id, branch, expected, reported, missing, held, late, excused
  FROM office.night_by_branch
 WHERE report_date = $1::date
 ORDER BY branch_id
