-- office_proxy_night: the reports of a night that were entered by telephone and whose original is awaited.
--   $1 date
SELECT report_date, committee_id, committee, subdistrict, branch, revision, record_id, state, entered_by,
       to_char(entered_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS entered_at, timeliness, person_code, dictated_by,
       telephone, code, original_revision, to_char(original_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS original_at
  FROM office.proxy_entries
 WHERE report_date = $1::date AND standing
 ORDER BY committee_id
