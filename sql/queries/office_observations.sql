-- office_observations: what was observed in a night; grave risks first.
--   $1 date  $2 committee, or NULL: all of them
SELECT report_date, committee_id, committee, subdistrict, branch, position, kind, kind_zh, kind_en, category,
       category_zh, category_en, severity, place, text, needs_office
  FROM office.observations
 WHERE report_date = $1::date AND ($2::int4 IS NULL OR committee_id = $2::int4)
 ORDER BY severity DESC NULLS LAST, needs_office DESC, committee_id, position
