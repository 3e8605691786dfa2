-- office_proxy_last: the figures of a committee's report before a night, of the last week.
--   $1 committee  $2 date
SELECT f.code, f.value
  FROM office.report_figure f
 WHERE f.committee_id = $1::int4 AND f.value IS NOT NULL
   AND f.report_date = (SELECT max(report_date) FROM office.report
                         WHERE committee_id = $1::int4 AND report_date >= $2::date - 7 AND report_date < $2::date)
