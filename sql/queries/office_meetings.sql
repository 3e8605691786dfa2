-- office_meetings: the meetings of the branches, the newest first.
--   $1 branch, or NULL: all
SELECT report_date, branch, committee_id, committee, part, kind, kind_zh, kind_en, mode, mode_zh, mode_en,
       to_char(started_at, 'HH24:MI') AS started_at, to_char(ended_at, 'HH24:MI') AS ended_at, chair, recorder, expected,
       present, format('%s/%s', present, expected) AS share, absent, agenda, studied, next_date
  FROM office.meetings
 WHERE $1::text IS NULL OR branch = $1
 ORDER BY report_date DESC, branch_id, part
