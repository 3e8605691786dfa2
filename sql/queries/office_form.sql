-- office_form: the form as the rows of its file.
--   $1 version, NULL: the newest
SELECT "row", code, "group", label_zh, label_en, unit_zh, unit_en, least, most, required, alarm, stock, owner, output,
       until, severity, formula, text_zh, text_en, version, active_from, active_to
  FROM office.form
 WHERE version = coalesce($1::int4, (SELECT max(version) FROM office.form))
 ORDER BY part, position
