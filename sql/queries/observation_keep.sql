-- observation_keep: the observations of new records.
--   $1 committee  $2 id  $3 position  $4 kind  $5 category  $6 severity or NULL  $7 place  $8 text  $9 needs_office
INSERT INTO daybook.observation (committee_id, record_id, position, kind, category, severity, place, text, needs_office)
SELECT a.committee_id, a.id, a.position, a.kind, a.category, a.severity, a.place, a.text, a.needs_office
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int2[], $5::int2[], $6::int2[], $7::text[], $8::text[],
              $9::bool[])
       AS a (committee_id, id, position, kind, category, severity, place, text, needs_office)
