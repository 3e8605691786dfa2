-- office_place_night: the head of a night's page for some committees alone.
--   $1 date  $2 committees, "12,13"
SELECT count(*) AS expected, count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held, count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE state = 'RETURNED') AS returned, 0 AS unexpected,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.committee_night
 WHERE report_date = $1::date AND committee_id = ANY (string_to_array($2, ',')::int4[])
