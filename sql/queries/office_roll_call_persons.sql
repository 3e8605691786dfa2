-- office_roll_call_persons: everybody posted on a night, and what the roll calls say of them.
--   $1 date
SELECT report_date, committee_id, committee, subdistrict, branch, person_code, person, telephone, shift, shift_zh, shift_en,
       state, state_zh, state_en, to_char(arrived_at, 'HH24:MI') AS arrived_at, note
  FROM office.posted
 WHERE report_date = $1::date
 ORDER BY committee_id, person_code, shift
