-- health_entry_keep: the persons of the health reports that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 person  $6 state  $7 morning or NULL  $8 evening or NULL  $9 symptoms
--   $10 household_symptom  $11 contact_confirmed  $12 contact_key_area  $13 seen_doctor  $14 by_proxy  $15 note
INSERT INTO daybook.health_entry (committee_id, record_id, position, person_id, state, morning, evening, symptoms,
                                  household_symptom, contact_confirmed, contact_key_area, seen_doctor, by_proxy, note)
SELECT r.committee_id, r.id, a.position, a.person_id, a.state, a.morning, a.evening, a.symptoms, a.household_symptom,
       a.contact_confirmed, a.contact_key_area, a.seen_doctor, a.by_proxy, a.note
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int4[], $6::int2[], $7::int2[], $8::int2[], $9::int2[],
              $10::bool[], $11::bool[], $12::bool[], $13::bool[], $14::bool[], $15::text[])
       AS a (committee_id, id, hash, position, person_id, state, morning, evening, symptoms, household_symptom,
             contact_confirmed, contact_key_area, seen_doctor, by_proxy, note)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
