-- office_persons: persons of the roster that a code or a name means, and where they are or were posted last.
--   $1 a code or a name;  persons called exactly so first, then those with it in their name
SELECT p.person_code, p.person, p.telephone, p.exact,
       string_agg(DISTINCT p.committee_id || ' ' || p.committee, ', ') AS posted
  FROM (SELECT person_code, person, telephone, committee_id, committee, $1 IN (person_code, person) AS exact,
               valid_to = max(valid_to) OVER (PARTITION BY person_code) AS last
          FROM office.postings
         WHERE person_code = $1 OR strpos(person, $1) > 0) p
 WHERE p.last
 GROUP BY p.person_code, p.person, p.telephone, p.exact
 ORDER BY p.person_code = $1 DESC, p.exact DESC, p.person_code
