-- office_report_revisions: every revision of a report, the first one first.
--   $1 committee  $2 date
SELECT revision, record_id, to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, sender, entered_by, code
  FROM office.revisions
 WHERE committee_id = $1::int4 AND report_date = $2::date
 ORDER BY revision
