-- office_roster: who is posted where, whom to call, and whether there is a key.
--   $1 part of a name, a code or a telephone number, NULL for all;  the newest posting first
SELECT p.committee_id, p.committee, c.subdistrict, c.branch, p.person_code, p.person, p.telephone, p.secretary,
       min(p.valid_from) AS valid_from, max(p.valid_to) AS valid_to,
       EXISTS (SELECT FROM office.keys k WHERE k.person_code = p.person_code AND k.revoked_at IS NULL) AS has_key
  FROM office.postings p
  JOIN office.committees c USING (committee_id)
 WHERE $1::text IS NULL OR strpos(p.person, $1) > 0 OR p.person_code = $1 OR strpos(p.telephone, $1) > 0
 GROUP BY p.committee_id, p.committee, c.subdistrict, c.branch, p.person_code, p.person, p.telephone, p.secretary
 ORDER BY p.committee_id, max(p.valid_to) DESC, p.secretary DESC, p.person_code
