-- office_night: the head of a night's page.
--   $1 date;  one row, none when there is no such night
SELECT report_date, to_char(opens, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS opens,
       to_char(deadline, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS deadline,
       to_char(closed_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS closed_at,
       expected, reported, on_time, on_time_outage, late, missing, held, unexpected, excused, returned,
       to_char(office.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.night
 WHERE report_date = $1::date
