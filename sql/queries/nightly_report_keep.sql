-- nightly_report_keep: figures and the day as a whole of new records, in the transaction that keeps them.
--   $1 committee  $2 id  $3 figures as text, '{12,NULL,3}'  $4 situation  $5 no_case  $6 zero_report
INSERT INTO daybook.nightly_report (committee_id, record_id, figures, situation, no_case, zero_report)
SELECT a.committee_id, a.id, a.figures::int4[], a.situation, a.no_case, a.zero_report
  FROM unnest($1::int4[], $2::uuid[], $3::text[], $4::text[], $5::bool[], $6::bool[])
       AS a (committee_id, id, figures, situation, no_case, zero_report)
