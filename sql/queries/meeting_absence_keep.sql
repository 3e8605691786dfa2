-- meeting_absence_keep: who was absent.
--   $1 committee  $2 id  $3 hash  $4 position  $5 name  $6 reason
INSERT INTO daybook.meeting_absence (committee_id, record_id, position, name, reason)
SELECT r.committee_id, r.id, a.position, a.name, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::text[], $6::text[])
       AS a (committee_id, id, hash, position, name, reason)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
