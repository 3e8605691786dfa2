-- office_due_night: the newest night that is due when a form is wanted today.
--   $1 by when it is wanted, a time of day;  NULL when there is none
SELECT max(report_date) AS night
  FROM office.night
 WHERE deadline <= (current_date + $1::time)::timestamptz
