-- record_by_id: what stands under these ids.
--   $1 committee  $2 id  $3 hash: arrays of one length
--   rows: committee_id, id, same bytes, person, report_date YYYYMMDD, revision, received_at ms, timeliness, code
SELECT r.committee_id, r.id, r.hash = a.hash, r.person_id, to_char(r.report_date, 'YYYYMMDD')::int4, r.revision,
       (extract(epoch FROM r.received_at) * 1000)::int8, r.timeliness, r.code
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[]) AS a (committee_id, id, hash)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id
 WHERE r.committee_id = ANY ($1)
