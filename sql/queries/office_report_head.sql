-- office_report_head: one committee's night: its report's newest revision when there is one, else where it stands.
--   $1 committee  $2 date;  one row, none when the roster has no such committee
-- state is NOT_EXPECTED when there is neither posting nor report
SELECT c.committee_id, c.committee, c.subdistrict, c.branch, to_char($2::date, 'YYYY-MM-DD') AS report_date,
       coalesce(n.state, CASE WHEN r.record_id IS NOT NULL THEN 'ACCEPTED' ELSE 'NOT_EXPECTED' END) AS state,
       r.revision, r.record_id, r.form_version, r.timeliness,
       to_char(r.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at,
       to_char(r.sealed_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS sealed_at, r.sender, r.code,
       r.entered_by_proxy, r.entered_by,
       n.held_status, n.held_reason, to_char(n.held_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS held_since,
       n.contact, n.contact_telephone, r.situation, r.no_case, r.zero_report,
       to_char((SELECT office.due_at($2::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.committees c
  LEFT JOIN office.committee_night n ON n.committee_id = c.committee_id AND n.report_date = $2::date
  LEFT JOIN office.report r ON r.committee_id = c.committee_id AND r.report_date = $2::date
 WHERE c.committee_id = $1::int4
