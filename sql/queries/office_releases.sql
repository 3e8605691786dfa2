-- office_releases: who is to be released from home quarantine on a date, 14 days after the night of entering.
--   $1 date
SELECT release_date, entered_on, committee_id, committee, subdistrict, branch, people, status
  FROM office.release_foreseen
 WHERE release_date = $1::date
 ORDER BY committee_id
