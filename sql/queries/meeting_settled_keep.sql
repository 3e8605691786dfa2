-- meeting_settled_keep: decisions of earlier meetings that are done.
--   $1 committee  $2 id  $3 hash  $4 position  $5 of_committee_id  $6 of_date  $7 of_part  $8 of_position
--    $9 result
INSERT INTO daybook.meeting_settled (committee_id, record_id, position, of_committee_id, of_date, of_part,
                                     of_position, result)
SELECT r.committee_id, r.id, a.position, a.of_committee_id, a.of_date, a.of_part, a.of_position, a.result
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int4[], $6::date[], $7::int2[], $8::int2[],
              $9::text[])
       AS a (committee_id, id, hash, position, of_committee_id, of_date, of_part, of_position, result)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
