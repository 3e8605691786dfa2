-- health_missing: who is posted on a night and in no health report.
--   $1 date, or NULL: the business date
SELECT person_code, person, telephone, committee, branch
  FROM health.missing
 WHERE report_date = coalesce($1::date, health.business_date())
 ORDER BY branch_id, committee_id, person_code
