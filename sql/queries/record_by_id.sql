-- record_by_id: what stands under these ids. Asked inside BEGIN and COMMIT, because it writes.
--   $1 committee  $2 id  $3 hash: arrays of one length
--   rows: committee_id, id, same bytes, person, report_date YYYYMMDD, revision, received_at ms, timeliness, code
-- The last column is not read. A receipt that is given again must be as sure as the first one, but the row may be here while its
-- COMMIT never reached the synchronous standby: its wait was cancelled, or the server died in it. So each row that gets a
-- receipt puts a message of its own into the log, and this COMMIT waits for the standby: everything before it is there then too.
SELECT r.committee_id, r.id, r.hash = a.hash, r.person_id, to_char(r.report_date, 'YYYYMMDD')::int4, r.revision,
       (extract(epoch FROM r.received_at) * 1000)::int8, r.timeliness, r.code,
       CASE WHEN r.hash = a.hash THEN pg_logical_emit_message(true, 'daybook', '') END
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[]) AS a (committee_id, id, hash)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id
 WHERE r.committee_id = ANY ($1)
