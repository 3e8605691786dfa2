-- office_committees: the roster's committees, to find one, or those of a place, by number or name.
SELECT committee_id, committee, subdistrict_id, subdistrict, branch_id, branch
  FROM office.committees
 ORDER BY committee_id
