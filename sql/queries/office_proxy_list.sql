-- office_proxy_list: what the office has entered by telephone, the newest first, and whether the original is here.
--   $1 first date, NULL: all
SELECT report_date, committee_id, committee, subdistrict, branch, revision, record_id, state, entered_by,
       to_char(entered_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS entered_at, timeliness, person_code, dictated_by,
       telephone, code, original_revision, to_char(original_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS original_at
  FROM office.proxy_entries
 WHERE report_date >= coalesce($1::date, '-infinity')
 ORDER BY proxy_entries.entered_at DESC
