-- meeting_settled_keep: decisions of earlier meetings that are done.
--   $1 committee  $2 id  $3 position  $4 of_committee_id  $5 of_date  $6 of_part  $7 of_position
--    $8 result
INSERT INTO daybook.meeting_settled (committee_id, record_id, position, of_committee_id, of_date, of_part,
                                     of_position, result)
SELECT a.committee_id, a.id, a.position, a.of_committee_id, a.of_date, a.of_part, a.of_position, a.result
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int4[], $5::date[], $6::int2[], $7::int2[],
              $8::text[])
       AS a (committee_id, id, position, of_committee_id, of_date, of_part, of_position, result)
