-- office_missing: who has not reported, how far that is, and whom to call.
--   $1 date;  by branch, because a branch's secretary is called once for all of them
SELECT report_date, committee_id, committee, subdistrict, branch, state, held_status, held_reason,
       to_char(held_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS held_since,
       contact, contact_telephone, contact_secretary,
       to_char(state_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS state_since, percent,
       to_char(last_seen, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS last_seen,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.missing
 WHERE report_date = $1::date
 ORDER BY branch_id, committee_id
