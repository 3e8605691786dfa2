-- roll_call_entry_keep: the persons of the roll calls that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 person  $6 state  $7 arrived_at or NULL  $8 work or NULL
--   $9 temperature or NULL  $10 ppe or NULL  $11 swapped_with or NULL  $12 note
INSERT INTO daybook.roll_call_entry (committee_id, record_id, position, person_id, state, arrived_at, work, temperature,
                                     ppe, swapped_with, note)
SELECT r.committee_id, r.id, a.position, a.person_id, a.state, a.arrived_at, a.work, a.temperature, a.ppe,
       a.swapped_with, a.note
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int4[], $6::int2[], $7::int2[], $8::int2[], $9::int2[],
              $10::bool[], $11::int4[], $12::text[])
       AS a (committee_id, id, hash, position, person_id, state, arrived_at, work, temperature, ppe, swapped_with, note)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
