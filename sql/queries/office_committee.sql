-- office_committee: the committees whose number or exact name is $1
SELECT committee_id, committee, subdistrict
  FROM office.committees
 WHERE committee_id::text = $1 OR committee = $1
 ORDER BY committee_id
