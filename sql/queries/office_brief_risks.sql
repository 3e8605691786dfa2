-- office_brief_risks: risk points that were open, grave ones first.
--   $1 brief
SELECT committee_id, committee, subdistrict, branch, risk_id, state, severity, category_zh, category_en, place, text,
       owner, first_night, nights, to_char(raised_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS raised_at,
       round(extract(epoch FROM age) / 86400, 1) AS age_days, record_id, report_date, revision, receipt, redacted,
       entered_by_proxy
  FROM office.brief_items
 WHERE brief_id = $1::int4 AND subject = 'risk'
 ORDER BY severity DESC, brief_items.raised_at, committee_id, risk_id
