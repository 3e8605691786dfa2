-- typical_case_keep: the typical cases of the records that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 title  $6 category  $7 place  $8 story  $9 result  $10 may_publish
INSERT INTO daybook.typical_case (committee_id, record_id, position, title, category, place, story, result, may_publish)
SELECT r.committee_id, r.id, a.position, a.title, a.category, a.place, a.story, a.result, a.may_publish
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::text[], $6::int2[], $7::text[], $8::text[], $9::text[],
              $10::bool[])
       AS a (committee_id, id, hash, position, title, category, place, story, result, may_publish)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
