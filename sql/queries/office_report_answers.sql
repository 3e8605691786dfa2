-- office_report_answers: what a report says of the open items of earlier nights.
--   $1 committee  $2 date
SELECT position, item, kind, night, place, text,
       coalesce(supply_zh || ' ' || quantity || unit, text, item) AS what_zh,
       coalesce(supply_en || ' ' || quantity || unit, text, item) AS what_en,
       said, said_zh, said_en, said_text, round(extract(epoch FROM response) / 3600, 1) AS response_hours
  FROM office.answers
 WHERE committee_id = $1::int4 AND report_date = $2::date
 ORDER BY position
