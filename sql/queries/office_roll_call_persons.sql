-- office_roll_call_persons: everybody posted on a night, and what the roll calls say of them.
--   $1 date
SELECT report_date, committee_id, committee, subdistrict, branch, person_code, person, telephone, shift, shift_zh, shift_en,
       state, CASE WHEN early THEN '待点名' ELSE state_zh END AS state_zh,
       CASE WHEN early THEN 'not called yet' ELSE state_en END AS state_en, to_char(arrived_at, 'HH24:MI') AS arrived_at,
       note
  FROM (SELECT *, state = 'NOT_ASKED' AND (SELECT office.due_at($1::date)) IS NOT NULL AS early FROM office.posted) p
 WHERE report_date = $1::date
 ORDER BY committee_id, person_code, shift
