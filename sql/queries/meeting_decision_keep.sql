-- meeting_decision_keep: what was decided.
--   $1 committee  $2 id  $3 hash  $4 position  $5 what  $6 owner  $7 due
INSERT INTO daybook.meeting_decision (committee_id, record_id, position, what, owner, due)
SELECT r.committee_id, r.id, a.position, a.what, a.owner, a.due
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::text[], $6::text[], $7::date[])
       AS a (committee_id, id, hash, position, what, owner, due)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
