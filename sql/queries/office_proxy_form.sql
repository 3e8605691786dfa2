-- office_proxy_form: a committee and the form that is in force on a date, as the packed message in hexadecimal.
--   $1 committee  $2 date;  one row; message is NULL when no form is in force
SELECT c.committee, (SELECT encode(office.form_message(max(f.version)), 'hex') FROM office.form f
                      WHERE $2::date BETWEEN f.active_from AND coalesce(f.active_to, 'infinity')) AS message
  FROM office.committees c
 WHERE c.committee_id = $1::int4
