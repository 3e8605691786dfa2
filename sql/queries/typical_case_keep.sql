-- typical_case_keep: the typical cases of new records.
--   $1 committee  $2 id  $3 position  $4 title  $5 category  $6 place  $7 story  $8 result  $9 may_publish
INSERT INTO daybook.typical_case (committee_id, record_id, position, title, category, place, story, result, may_publish)
SELECT a.committee_id, a.id, a.position, a.title, a.category, a.place, a.story, a.result, a.may_publish
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::int2[], $6::text[], $7::text[], $8::text[],
              $9::bool[])
       AS a (committee_id, id, position, title, category, place, story, result, may_publish)
