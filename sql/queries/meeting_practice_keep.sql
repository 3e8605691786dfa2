-- meeting_practice_keep: what was told at the meetings.
--   $1 committee  $2 id  $3 hash  $4 position  $5 place  $6 what  $7 effect  $8 copy_to
INSERT INTO daybook.meeting_practice (committee_id, record_id, position, place, what, effect, copy_to)
SELECT r.committee_id, r.id, a.position, a.place, a.what, a.effect, a.copy_to
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS a (committee_id, id, hash, position, place, what, effect, copy_to)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
