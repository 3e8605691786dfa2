-- office_audience: whom a word means, by number or exact name.
--   $1 subdistrict, branch or committee;  $2 the word
--   rows: id and name; more than one: several have that name
SELECT DISTINCT a.id, a.name
  FROM (SELECT CASE $1::text WHEN 'subdistrict' THEN subdistrict_id WHEN 'branch' THEN branch_id ELSE committee_id END AS id,
               CASE $1::text WHEN 'subdistrict' THEN subdistrict WHEN 'branch' THEN branch ELSE committee END AS name
          FROM office.committees) a
 WHERE $2::text IN (a.id::text, a.name)
 ORDER BY a.id
