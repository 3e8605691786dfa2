-- office_roll_call_night: the roll calls of a night on one line. No row: nobody is expected on that date.
--   $1 date
SELECT min(report_date) AS report_date, count(*) AS expected, count(*) FILTER (WHERE roll_calls > 0) AS called,
       count(*) FILTER (WHERE roll_calls = 0 AND people > 0) AS without,
       count(*) FILTER (WHERE roll_calls = 0 AND people = 0) AS nobody, sum(people) AS people, sum(present) AS present,
       sum(late) AS late, sum(on_leave) AS on_leave, sum(sick) AS sick, sum(swapped) AS swapped,
       sum(transferred) AS transferred, sum(off_duty) AS off_duty, sum(unreached) AS unreached,
       sum(not_asked) AS not_asked
  FROM office.roll_call_night
 WHERE report_date = $1::date
HAVING count(*) > 0
