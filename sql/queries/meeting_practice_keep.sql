-- meeting_practice_keep: what was told at the meetings.
--   $1 committee  $2 id  $3 position  $4 place  $5 what  $6 effect  $7 copy_to
INSERT INTO daybook.meeting_practice (committee_id, record_id, position, place, what, effect, copy_to)
SELECT a.committee_id, a.id, a.position, a.place, a.what, a.effect, a.copy_to
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS a (committee_id, id, position, place, what, effect, copy_to)
