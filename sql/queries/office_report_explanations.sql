-- office_report_explanations: the sentences that explain warnings of a report.
--   $1 committee  $2 date
SELECT position, rule, rule_zh, rule_en, text
  FROM office.explanations
 WHERE committee_id = $1::int4 AND report_date = $2::date
 ORDER BY position
