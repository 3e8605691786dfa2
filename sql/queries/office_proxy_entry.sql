-- office_proxy_entry: what an entry says, field by field.
--   $1 committee  $2 date
SELECT f.code, f.value::text AS value
  FROM office.report_figure f
 WHERE f.committee_id = $1::int4 AND f.report_date = $2::date AND f.value IS NOT NULL
 UNION ALL
SELECT t.code, t.value
  FROM office.report r
 CROSS JOIN LATERAL (VALUES ('situation', r.situation), ('no_case', CASE WHEN r.no_case THEN 'yes' END),
                            ('zero_report', CASE WHEN r.zero_report THEN 'yes' END)) AS t (code, value)
 WHERE r.committee_id = $1::int4 AND r.report_date = $2::date AND t.value IS NOT NULL
 UNION ALL
SELECT 'cases[1].' || t.code, t.value
  FROM office.cases k
 CROSS JOIN LATERAL (VALUES ('title', k.title), ('category', k.category), ('place', k.place), ('story', k.story),
                            ('result', k.result), ('may_publish', CASE WHEN k.may_publish THEN 'yes' END)) AS t (code, value)
 WHERE k.committee_id = $1::int4 AND k.report_date = $2::date AND k.position = 1 AND t.value <> ''
 UNION ALL
SELECT 'explanations.' || e.rule, e.text
  FROM office.explanations e
 WHERE e.committee_id = $1::int4 AND e.report_date = $2::date
