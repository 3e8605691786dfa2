-- office_reconcile: where the roster of a night, its roll calls and its reports do not agree, by name.
--   $1 date
SELECT h.committee_id, h.committee, h.branch, 'HEADCOUNT' AS what, h.roster_names AS names,
       h.roster AS roster, h.assigned AS said, NULL::text AS telephone
  FROM office.headcount h
 WHERE h.report_date = $1::date AND h.off <> 0
 UNION ALL
SELECT h.committee_id, h.committee, h.branch, 'NO_REPORT', h.roster_names, h.roster, NULL, NULL
  FROM office.headcount h
 WHERE h.report_date = $1::date AND h.status = 'MISSING'
 UNION ALL
SELECT p.committee_id, p.committee, p.branch, p.state, p.person, NULL, NULL, p.telephone
  FROM office.posted p
 WHERE p.report_date = $1::date AND p.to_call
 ORDER BY 1, 4, 5
