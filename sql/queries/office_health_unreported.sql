-- office_health_unreported: committees where somebody is posted whom no health report names, and whom to ring up.
--   $1 date, or NULL: the business date
SELECT committee_id, committee, subdistrict, branch, reported, posted, unreported, contact_person, contact_telephone
  FROM office.health
 WHERE report_date = coalesce($1::date, office.business_date()) AND unreported > 0
 ORDER BY branch, committee_id
