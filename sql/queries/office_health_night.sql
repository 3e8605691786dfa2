-- office_health_night: the health reports of a night on one line, counts alone.
--   $1 date, or NULL: the business date  $2 of these committees alone, "12,13", or NULL
SELECT report_date, expected, reported, posted, named, unreported, well, watched, resting, in_hospital, with_symptoms,
       fever, contact, alarms, to_char(office.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM (SELECT report_date, expected, reported, posted, named, unreported, well, watched, resting, in_hospital,
               with_symptoms, fever, contact, alarms
          FROM office.health_night
         WHERE $2::text IS NULL AND report_date = coalesce($1::date, office.business_date())
         UNION ALL
        SELECT h.report_date, h.expected, h.reported, h.posted, h.named, h.unreported, h.well, h.watched, h.resting,
               h.in_hospital, h.with_symptoms, h.fever, h.contact, h.alarms
          FROM office.night n
         CROSS JOIN LATERAL office.health_night_of(n.report_date, string_to_array($2, ',')::int4[]) h
         WHERE $2::text IS NOT NULL AND n.report_date = coalesce($1::date, office.business_date())) night
