-- held_keep: what was refused for its standing and waits in an outbox.
--   $1 committee  $2 id  $3 report_date or NULL  $4 status  $5 reason  $6 person  $7 at ms  $8 kind  $9 part; committees that do not exist are left out
INSERT INTO daybook.held AS h (committee_id, id, report_date, status, reason, person_id, first_at, last_at, tries, kind, part)
SELECT c.committee_id, $2::uuid, $3::date, $4, $5, $6::int4, to_timestamp($7::int8 / 1000.0), to_timestamp($7::int8 / 1000.0), 1,
       $8::int2, $9::int2
  FROM daybook.committee c
 WHERE c.committee_id = $1::int4
    ON CONFLICT (committee_id, id) DO UPDATE
   SET status = excluded.status, reason = excluded.reason, person_id = excluded.person_id, last_at = excluded.last_at,
       tries = h.tries + 1
