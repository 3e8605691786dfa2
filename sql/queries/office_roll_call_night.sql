-- office_roll_call_night: the roll calls of a night on one line. No row: nobody is expected on that date.
--   $1 date  $2 of these committees alone, "12,13", or NULL
SELECT min(report_date) AS report_date, count(*) AS expected, count(*) FILTER (WHERE roll_calls > 0) AS called,
       count(*) FILTER (WHERE roll_calls = 0 AND people > 0) AS without,
       count(*) FILTER (WHERE roll_calls = 0 AND people = 0) AS nobody, sum(people) AS people, sum(present) AS present,
       sum(late) AS late, sum(on_leave) AS on_leave, sum(sick) AS sick, sum(swapped) AS swapped,
       sum(transferred) AS transferred, sum(off_duty) AS off_duty, sum(unreached) AS unreached,
       sum(not_asked) AS not_asked,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.roll_call_night
 WHERE report_date = $1::date AND ($2::text IS NULL OR committee_id = ANY (string_to_array($2, ',')::int4[]))
HAVING count(*) > 0
