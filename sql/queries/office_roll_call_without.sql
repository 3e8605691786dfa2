-- office_roll_call_without: committees with people to call and no roll call, and whom to ring up.
--   $1 date
SELECT committee_id, committee, subdistrict, branch, people, contact, contact_telephone
  FROM office.roll_call_night
 WHERE report_date = $1::date AND roll_calls = 0 AND people > 0
 ORDER BY branch, committee_id
