-- office_board: every committee and begun night of the campaign, and where it stands.
--   $1 first and $2 last night, each NULL for all
SELECT c.committee_id, c.committee, n.report_date, coalesce(s.state, 'NOT_EXPECTED') AS state, s.timeliness,
       to_char(n.due_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.committees c
 CROSS JOIN (SELECT report_date, office.due_at(report_date) AS due_at FROM office.night OFFSET 0) n
  LEFT JOIN office.committee_night s ON s.committee_id = c.committee_id AND s.report_date = n.report_date
 WHERE n.report_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, office.business_date())
 ORDER BY c.committee_id, n.report_date
