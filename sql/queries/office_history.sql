-- office_history: every revision of a report, the first one first, and what each changed of the one before.
--   $1 committee  $2 date;  a revision that changed nothing, and the first, have one row without a field
-- Of an explanation `what` is the rule that it explains.
SELECT r.revision, to_char(r.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, r.sender, r.entered_by, r.code,
       r.timeliness, d.field, coalesce(d.rule, d.field) AS what, coalesce(f.label_zh, q.text_zh) AS what_zh,
       coalesce(f.label_en, q.text_en) AS what_en, d.was, d.now
  FROM office.revisions r
  LEFT JOIN (SELECT *, CASE field WHEN 'explanation' THEN split_part(coalesce(was, now), ': ', 1) END AS rule
               FROM office.differences) d ON d.committee_id = r.committee_id AND d.report_date = r.report_date
                                         AND d.revision = r.revision
  LEFT JOIN office.form f ON f."row" = 'figure' AND f.code = d.field AND f.version = r.form_version
  LEFT JOIN office.form q ON q."row" = 'rule' AND q.code = d.rule AND q.version = r.form_version
 WHERE r.committee_id = $1::int4 AND r.report_date = $2::date
 ORDER BY r.revision, f.position, d.field, d.was
