-- nightly_report_keep: figures and the day as a whole of the records that stand, in the transaction that keeps them.
--   $1 committee  $2 id  $3 hash  $4 figures as text, '{12,NULL,3}'  $5 situation  $6 no_case  $7 zero_report
-- Joined by id and hash: other bytes under the same id get nothing. Also said again after a lost answer: then it is there.
INSERT INTO daybook.nightly_report (committee_id, record_id, figures, situation, no_case, zero_report)
SELECT r.committee_id, r.id, a.figures::int4[], a.situation, a.no_case, a.zero_report
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::bool[], $7::bool[])
       AS a (committee_id, id, hash, figures, situation, no_case, zero_report)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
