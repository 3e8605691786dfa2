-- office_place_night: the head of a night's page for some committees alone.
--   $1 date  $2 committees, "12,13"
SELECT count(*) AS expected, count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held, count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state = 'EXCUSED') AS excused
  FROM office.committee_night
 WHERE report_date = $1::date AND committee_id = ANY (string_to_array($2, ',')::int4[])
