-- bulletin_read_keep: the receipts of bulletins that stand.
--   $1 committee  $2 id  $3 hash  $4 number  $5 read_at (a claim) or NULL
INSERT INTO daybook.bulletin_read (committee_id, record_id, number, read_at)
SELECT r.committee_id, r.id, a.number, a.read_at
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int4[], $5::timestamptz[]) AS a (committee_id, id, hash, number, read_at)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
