-- office_brief_records: every record that a brief has counted.
--   $1 brief
SELECT committee_id, committee, record_id, kind, report_date, part, revision, receipt,
       to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, entered_by_proxy
  FROM office.brief_records
 WHERE brief_id = $1::int4
 ORDER BY committee_id, report_date, kind, part, revision
