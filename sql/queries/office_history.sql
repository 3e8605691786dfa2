-- office_history: every revision of a report, the first one first, and what each changed of the one before.
--   $1 committee  $2 date;  a revision that changed nothing, and the first, have one row without a field
SELECT r.revision, to_char(r.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, r.sender, r.entered_by, r.code,
       r.timeliness, d.field, d.field AS what, f.label_zh AS what_zh, f.label_en AS what_en, d.was, d.now,
       coalesce(was.zh, d.was) AS was_zh, coalesce(was.en, d.was) AS was_en,
       coalesce("is".zh, d.now) AS now_zh, coalesce("is".en, d.now) AS now_en
  FROM office.revisions r
  LEFT JOIN office.differences d ON d.committee_id = r.committee_id AND d.report_date = r.report_date
                                AND d.revision = r.revision
  LEFT JOIN office.form f ON f."row" = 'figure' AND f.code = d.field AND f.version = r.form_version
  LEFT JOIN (VALUES ('true', '是', 'yes'), ('false', '否', 'no')) was (said, zh, en)
    ON was.said = d.was AND d.field IN ('no_case', 'zero_report')
  LEFT JOIN (VALUES ('true', '是', 'yes'), ('false', '否', 'no')) "is" (said, zh, en)
    ON "is".said = d.now AND d.field IN ('no_case', 'zero_report')
 WHERE r.committee_id = $1::int4 AND r.report_date = $2::date
 ORDER BY r.revision, f.position, d.field, d.was
