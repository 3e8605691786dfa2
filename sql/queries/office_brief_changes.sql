-- office_brief_changes: the same cell by cell.
--   $1 brief, NULL: the last
SELECT subject, code, committee_id, committee, was, was_state, now, now_state, report_date, revision, receipt
  FROM office.brief_changes($1::int4)
