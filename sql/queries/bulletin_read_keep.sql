-- bulletin_read_keep: the new receipts of bulletins.
--   $1 committee  $2 id  $3 number  $4 read_at (a claim) or NULL
INSERT INTO daybook.bulletin_read (committee_id, record_id, number, read_at)
SELECT a.committee_id, a.id, a.number, a.read_at
  FROM unnest($1::int4[], $2::uuid[], $3::int4[], $4::timestamptz[]) AS a (committee_id, id, number, read_at)
