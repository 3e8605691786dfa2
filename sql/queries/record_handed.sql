-- record_handed: the newest record of each committee, kind and part of one night, without its text, at the committees where a
-- person is posted on it. Asked outside a transaction, it only reads.
--   $1 person  $2 report_date YYYY-MM-DD  $3 kinds that anybody posted there is told of  $4 kinds that only a secretary is
--   rows: committee, kind, part, id, person, revision, received_at ms; at most 401, of which the last one
--   only says that there are more (DBK_HANDED_MOST)
SELECT DISTINCT ON (r.committee_id, r.kind, r.part)
       r.committee_id, r.kind, r.part, r.id, r.person_id, r.revision, (extract(epoch FROM r.received_at) * 1000)::int8
  FROM daybook.posting p
  JOIN daybook.record r ON r.committee_id = p.committee_id
 WHERE p.person_id = $1::int4 AND $2::date BETWEEN p.valid_from AND p.valid_to AND r.report_date = $2::date
   AND (r.kind = ANY($3::int2[]) OR p.secretary AND r.kind = ANY($4::int2[]))
 ORDER BY r.committee_id, r.kind, r.part, r.revision DESC
 LIMIT 401
