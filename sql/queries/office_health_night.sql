-- office_health_night: the health reports of a night on one line, counts alone.
--   $1 date, or NULL: the business date
SELECT report_date, expected, reported, posted, named, unreported, well, watched, resting, in_hospital, with_symptoms,
       fever, contact, alarms
  FROM office.health_night
 WHERE report_date = coalesce($1::date, office.business_date())
