-- office_health_unreported: committees where somebody is posted whom no health report names, and whom to ring up.
--   $1 date, or NULL: the business date
SELECT h.committee_id, h.committee, h.subdistrict, h.branch, reported, posted, unreported, contact_person, contact_telephone,
       to_char(office.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.health h
  JOIN office.committees c ON c.committee_id = h.committee_id
 WHERE report_date = coalesce($1::date, office.business_date()) AND unreported > 0
 ORDER BY c.branch_id, h.committee_id
