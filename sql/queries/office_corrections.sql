-- office_corrections: what every correction of the campaign changed, the newest first.
SELECT to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, report_date, committee_id, committee, subdistrict,
       branch, revision, sender, field, was, now
  FROM office.differences
 ORDER BY differences.received_at DESC, committee_id, field
