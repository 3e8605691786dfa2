-- office_form_changes: what a form file would change of the newest version.
--   $1 its rows as JSON
SELECT "row", code, field, was, now FROM office.form_changes($1::jsonb)
