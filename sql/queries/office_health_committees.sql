-- office_health_committees: health by committee, counts alone: alarms first, then where somebody is not reported.
--   $1 date, or NULL: the business date
SELECT report_date, committee_id, committee, subdistrict, branch, reported,
       to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, posted, unreported, persons, well, watched,
       resting, in_hospital, with_symptoms, fever, contact, alarms, contact_person, contact_telephone,
       to_char(office.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.health
 WHERE report_date = coalesce($1::date, office.business_date())
 ORDER BY alarms = 0, unreported = 0, committee_id
