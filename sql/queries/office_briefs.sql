-- office_briefs: the briefs that were made, the newest first.
SELECT brief_id, report_date, to_char(as_of, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS as_of, expected, reported,
       reported || '/' || expected AS share, missing, excused,
       to_char(made_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS made_at, made_by
  FROM office.briefs
 ORDER BY brief_id DESC
