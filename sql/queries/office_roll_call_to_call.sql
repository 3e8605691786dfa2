-- office_roll_call_to_call: whom the roll calls that came did not reach or did not name.
--   $1 date
SELECT p.committee_id, p.committee, p.branch, p.person_code, p.person, p.telephone, p.state,
       CASE WHEN e.early AND p.state = 'NOT_ASKED' THEN '待点名' ELSE p.state_zh END AS state_zh,
       CASE WHEN e.early AND p.state = 'NOT_ASKED' THEN 'not called yet' ELSE p.state_en END AS state_en, p.note
  FROM office.posted p
  JOIN office.roll_call_night n ON n.committee_id = p.committee_id AND n.report_date = p.report_date AND n.roll_calls > 0
 CROSS JOIN (SELECT office.due_at($1::date) IS NOT NULL AS early) e
 WHERE p.report_date = $1::date AND p.to_call
 ORDER BY p.state DESC, p.committee_id, p.person_code
