-- office_brief_make: makes a brief, or finds it.
--   $1 night, NULL: of the moment  $2 as of this moment, NULL: now
--   one row: its number, and whether it was made now
SELECT brief_id, made FROM office.make_brief($1::date, $2::timestamptz)
