-- office_corrections: what every correction of the campaign changed, the newest first.
SELECT to_char(d.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, d.report_date, d.committee_id, d.committee,
       d.subdistrict, d.branch, d.revision, d.sender, d.field AS what, f.label_zh AS what_zh, f.label_en AS what_en,
       coalesce(was.zh, d.was) AS was_zh, coalesce(was.en, d.was) AS was_en, d.was,
       coalesce("is".zh, d.now) AS now_zh, coalesce("is".en, d.now) AS now_en, d.now
  FROM office.differences d
  LEFT JOIN (SELECT DISTINCT ON (code) code, label_zh, label_en FROM office.form WHERE "row" = 'figure'
              ORDER BY code, version DESC) f ON f.code = d.field
  LEFT JOIN (VALUES ('true', '是', 'yes'), ('false', '否', 'no')) was (said, zh, en)
    ON was.said = d.was AND d.field IN ('no_case', 'zero_report')
  LEFT JOIN (VALUES ('true', '是', 'yes'), ('false', '否', 'no')) "is" (said, zh, en)
    ON "is".said = d.now AND d.field IN ('no_case', 'zero_report')
 ORDER BY d.received_at DESC, d.committee_id, d.field
