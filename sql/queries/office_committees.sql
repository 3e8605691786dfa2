-- office_committees: the roster's committees, to find one by its number or its name.
SELECT committee_id, committee, subdistrict
  FROM office.committees
 ORDER BY committee_id
