-- office_brief_cases: typical cases that may be published.
--   $1 brief
SELECT committee_id, committee, subdistrict, branch, record_id, report_date, revision, receipt, brief_items.position, title,
       category_zh, category_en, place, text AS story, result, redacted, entered_by_proxy
  FROM office.brief_items
 WHERE brief_id = $1::int4 AND subject = 'case'
 ORDER BY committee_id, brief_items.position
