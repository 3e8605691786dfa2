-- observation_keep: the observations of the records that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 kind  $6 category  $7 severity or NULL  $8 place  $9 text  $10 needs_office
INSERT INTO daybook.observation (committee_id, record_id, position, kind, category, severity, place, text, needs_office)
SELECT r.committee_id, r.id, a.position, a.kind, a.category, a.severity, a.place, a.text, a.needs_office
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int2[], $6::int2[], $7::int2[], $8::text[], $9::text[],
              $10::bool[])
       AS a (committee_id, id, hash, position, kind, category, severity, place, text, needs_office)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
