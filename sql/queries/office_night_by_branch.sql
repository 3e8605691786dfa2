-- office_night_by_branch: a row for each branch that is expected that night.
--   $1 date  $2 of these committees alone, "12,13", or NULL
SELECT branch_id, branch, count(*) AS expected, count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held, count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state = 'EXCUSED') AS excused,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.committee_night
 WHERE report_date = $1::date AND ($2::text IS NULL OR committee_id = ANY (string_to_array($2, ',')::int4[]))
 GROUP BY branch_id, branch
 ORDER BY branch_id
