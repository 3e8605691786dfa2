-- roll_call_entry_keep: the persons of new roll calls.
--   $1 committee  $2 id  $3 position  $4 person  $5 state  $6 arrived_at or NULL  $7 work or NULL
--   $8 temperature or NULL  $9 ppe or NULL  $10 swapped_with or NULL  $11 note
INSERT INTO daybook.roll_call_entry (committee_id, record_id, position, person_id, state, arrived_at, work, temperature,
                                     ppe, swapped_with, note)
SELECT a.committee_id, a.id, a.position, a.person_id, a.state, a.arrived_at, a.work, a.temperature, a.ppe,
       a.swapped_with, a.note
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int4[], $5::int2[], $6::int2[], $7::int2[], $8::int2[],
              $9::bool[], $10::int4[], $11::text[])
       AS a (committee_id, id, position, person_id, state, arrived_at, work, temperature, ppe, swapped_with, note)
