-- office_report: the head of one report.  $1 zh or en  $2 committee  $3 date
SELECT committee_id, committee, subdistrict, branch, report_date, revision, record_id,
       CASE WHEN $1 <> 'zh' THEN lower(replace(timeliness, '_', ' '))
            ELSE CASE timeliness WHEN 'ON_TIME' THEN '按时' WHEN 'LATE' THEN '迟报' ELSE '按时(受中断影响)' END END AS timeliness,
       to_char(received_at AT TIME ZONE current_setting('daybook.zone'), 'YYYY-MM-DD HH24:MI:SS') AS received_at, sender,
       left(code, 4) || ' ' || right(code, 4) AS code, form_version, situation, no_case, zero_report
  FROM office.report
 WHERE committee_id = $2::int4 AND report_date = $3::date
