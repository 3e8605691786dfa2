-- office_corrections: what every correction of the campaign changed, the newest first.
-- Of an explanation `what` is the rule that it explains.
SELECT to_char(d.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, d.report_date, d.committee_id, d.committee,
       d.subdistrict, d.branch, d.revision, d.sender, d.field, d.what, coalesce(f.label_zh, f.text_zh) AS what_zh,
       coalesce(f.label_en, f.text_en) AS what_en, d.was, d.now
  FROM (SELECT *, CASE field WHEN 'explanation' THEN split_part(coalesce(was, now), ': ', 1) ELSE field END AS what
          FROM office.differences) d
  LEFT JOIN (SELECT DISTINCT ON ("row", code) "row", code, label_zh, label_en, text_zh, text_en FROM office.form
              WHERE "row" IN ('figure', 'rule') ORDER BY "row", code, version DESC) f
    ON f.code = d.what AND f."row" = CASE d.field WHEN 'explanation' THEN 'rule' ELSE 'figure' END
 ORDER BY d.received_at DESC, d.committee_id, d.field
