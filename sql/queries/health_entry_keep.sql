-- health_entry_keep: the persons of new health reports.
--   $1 committee  $2 id  $3 position  $4 person  $5 state  $6 morning or NULL  $7 evening or NULL  $8 symptoms
--   $9 household_symptom  $10 contact_confirmed  $11 contact_key_area  $12 seen_doctor  $13 by_proxy  $14 note
INSERT INTO daybook.health_entry (committee_id, record_id, position, person_id, state, morning, evening, symptoms,
                                  household_symptom, contact_confirmed, contact_key_area, seen_doctor, by_proxy, note)
SELECT a.committee_id, a.id, a.position, a.person_id, a.state, a.morning, a.evening, a.symptoms, a.household_symptom,
       a.contact_confirmed, a.contact_key_area, a.seen_doctor, a.by_proxy, a.note
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int4[], $5::int2[], $6::int2[], $7::int2[], $8::int2[],
              $9::bool[], $10::bool[], $11::bool[], $12::bool[], $13::bool[], $14::text[])
       AS a (committee_id, id, position, person_id, state, morning, evening, symptoms, household_symptom,
             contact_confirmed, contact_key_area, seen_doctor, by_proxy, note)
