-- office_outside_form: accepted figures outside the bounds of their form, or not on it.
--   $1 date
SELECT report_date, committee_id, committee, code, label_zh, label_en, value, least, most, asked
  FROM office.outside_form
 WHERE report_date = $1::date
 ORDER BY committee_id, code
