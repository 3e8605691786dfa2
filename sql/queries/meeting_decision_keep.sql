-- meeting_decision_keep: what was decided.
--   $1 committee  $2 id  $3 position  $4 what  $5 owner  $6 due
INSERT INTO daybook.meeting_decision (committee_id, record_id, position, what, owner, due)
SELECT a.committee_id, a.id, a.position, a.what, a.owner, a.due
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::text[], $6::date[])
       AS a (committee_id, id, position, what, owner, due)
