-- office_report_observations: the observations of one report.  $1 zh or en  $2 committee  $3 date
SELECT CASE $1 WHEN 'zh' THEN kind_zh ELSE kind_en END || coalesce(' ' || severity, '') || ' (' ||
       CASE $1 WHEN 'zh' THEN category_zh ELSE category_en END || ')' AS kind, place, text,
       CASE WHEN needs_office THEN CASE $1 WHEN 'zh' THEN '(需街道协调)' ELSE '(needs the office)' END END AS needs_office
  FROM office.observations
 WHERE committee_id = $2::int4 AND report_date = $3::date
 ORDER BY position
