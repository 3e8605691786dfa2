-- office_roll_call_without: committees with people to call and no roll call, and whom to ring up.
--   $1 date
SELECT n.committee_id, n.committee, n.subdistrict, n.branch, people, contact, contact_telephone
  FROM office.roll_call_night n
  JOIN office.committees c ON c.committee_id = n.committee_id
 WHERE report_date = $1::date AND roll_calls = 0 AND people > 0
 ORDER BY c.branch_id, n.committee_id
