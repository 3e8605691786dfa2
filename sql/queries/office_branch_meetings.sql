-- office_branch_meetings: when each branch met last, who has not for more than 8 days first.
--   $1 branch, or NULL: all
SELECT branch_id, branch, last_meeting, days_since, overdue, next_meeting
  FROM office.branch_meetings
 WHERE $1::text IS NULL OR branch = $1
 ORDER BY overdue DESC, branch_id
