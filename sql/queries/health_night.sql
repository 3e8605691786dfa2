-- health_night: as office_health_night, for the health officer, who asks for no place: her list names the committees.
--   $1 date, or NULL: the business date
SELECT report_date, expected, reported, posted, named, unreported, well, watched, resting, in_hospital, with_symptoms,
       fever, contact, alarms,
       to_char(health.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM health.night
 WHERE report_date = coalesce($1::date, health.business_date())
