-- office_report_cases: the cases of one report.  $1 zh or en  $2 committee  $3 date
SELECT title || ' (' || CASE $1 WHEN 'zh' THEN category_zh ELSE category_en END || ')' AS title, place, story, result,
       CASE WHEN may_publish THEN CASE $1 WHEN 'zh' THEN '(可宣传)' ELSE '(may be published)' END END AS may_publish
  FROM office.cases
 WHERE committee_id = $2::int4 AND report_date = $3::date
 ORDER BY position
