-- office_board: every committee and begun night of the campaign, and where it stands.
--   $1 first and $2 last night, each NULL for all
SELECT c.committee_id, c.committee, n.report_date, coalesce(s.state, 'NOT_EXPECTED') AS state, s.timeliness
  FROM office.committees c
 CROSS JOIN office.night n
  LEFT JOIN office.committee_night s ON s.committee_id = c.committee_id AND s.report_date = n.report_date
 WHERE n.report_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, office.business_date())
 ORDER BY c.committee_id, n.report_date
