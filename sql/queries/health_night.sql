-- health_night: as office_health_night, for the health officer.
--   $1 date, or NULL: the business date
SELECT report_date, expected, reported, posted, named, unreported, well, watched, resting, in_hospital, with_symptoms,
       fever, contact, alarms
  FROM health.night
 WHERE report_date = coalesce($1::date, health.business_date())
