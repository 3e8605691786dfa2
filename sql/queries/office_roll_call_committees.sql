-- office_roll_call_committees: the states of a night's roll calls by committee.
--   $1 date
SELECT report_date, committee_id, committee, subdistrict, branch, roll_calls, people, present, late, on_leave, sick,
       swapped, transferred, off_duty, unreached, not_asked,
       to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, contact, contact_telephone,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.roll_call_night
 WHERE report_date = $1::date
 ORDER BY committee_id
