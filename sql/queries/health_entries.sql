-- health_entries: each person's health of a night, alarms first, then who is not well.
--   $1 date, or NULL: the business date
SELECT report_date, committee_id, committee, subdistrict, branch, position, person_code, person, telephone, alarm, state,
       state_zh, state_en, morning, evening, concat_ws(' / ', morning, evening) AS degrees, symptoms_zh AS complaint_zh,
       concat_ws(', ', CASE WHEN symptoms & 1 > 0 THEN 'fever' END, CASE WHEN symptoms & 2 > 0 THEN 'cough' END,
                 CASE WHEN symptoms & 4 > 0 THEN 'fatigue' END, CASE WHEN symptoms & 8 > 0 THEN 'sore throat' END,
                 CASE WHEN symptoms & 16 > 0 THEN 'short of breath' END,
                 CASE WHEN symptoms & 32 > 0 THEN 'diarrhea' END) AS complaint_en, symptoms, household_symptom, contact_confirmed, contact_key_area,
       seen_doctor, by_proxy, note
  FROM health.entry
 WHERE report_date = coalesce($1::date, health.business_date())
 ORDER BY alarm DESC, entry.state = 'WELL', symptoms DESC, committee_id, position
