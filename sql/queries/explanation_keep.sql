-- explanation_keep: the sentences that explain warnings, of new records.
--   $1 committee  $2 id  $3 position  $4 rule  $5 text
INSERT INTO daybook.explanation (committee_id, record_id, position, rule, text)
SELECT a.committee_id, a.id, a.position, a.rule, a.text
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::text[])
       AS a (committee_id, id, position, rule, text)
