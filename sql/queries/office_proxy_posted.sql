-- office_proxy_posted: who may dictate a committee's report of a night: whoever is posted there, whom one calls first.
--   $1 committee  $2 date
SELECT person_code, person, telephone
  FROM office.postings
 WHERE committee_id = $1::int4 AND $2::date BETWEEN valid_from AND valid_to
 ORDER BY secretary DESC, person_code
