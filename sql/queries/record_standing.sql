-- record_standing: the newest record of a committee, date, kind and part, whole. Asked outside a transaction, it only reads.
--   $1 committee  $2 report_date YYYY-MM-DD  $3 kind  $4 part
--   rows: one, or none: id, person, revision, received_at ms, timeliness, code, hash, sealed; the last two in hexadecimal, sealed
--   is empty when its texts were removed
SELECT r.id, r.person_id, r.revision, (extract(epoch FROM r.received_at) * 1000)::int8, r.timeliness, r.code,
       encode(r.hash, 'hex'), encode(r.sealed, 'hex')
  FROM daybook.record r
 WHERE r.committee_id = $1::int4 AND r.report_date = $2::date AND r.kind = $3::int2 AND r.part = $4::int2
 ORDER BY r.revision DESC
 LIMIT 1
