-- directory_committees: committee_id, name, subdistrict, branch
SELECT c.committee_id, c.name, s.name, b.name
  FROM daybook.committee c
  JOIN daybook.subdistrict s ON s.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id
