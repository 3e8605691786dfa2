-- meeting_absence_keep: who was absent.
--   $1 committee  $2 id  $3 position  $4 name  $5 reason
INSERT INTO daybook.meeting_absence (committee_id, record_id, position, name, reason)
SELECT a.committee_id, a.id, a.position, a.name, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::text[])
       AS a (committee_id, id, position, name, reason)
