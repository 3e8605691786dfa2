-- office_cases: typical cases of a night.
--   $1 date  $2 committee, or NULL: all of them
SELECT report_date, committee_id, committee, subdistrict, branch, position, title, category, category_zh, category_en,
       place, story, result, may_publish
  FROM office.cases
 WHERE report_date = $1::date AND ($2::int4 IS NULL OR committee_id = $2::int4)
 ORDER BY committee_id, position
