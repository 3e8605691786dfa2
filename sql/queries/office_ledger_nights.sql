-- office_ledger_nights: home quarantine at all committees, night after night.
SELECT report_date, opening, new, released, transferred, closing, CASE WHEN closing_due <> closing THEN closing_due END AS closing_due,
       reported || '/' || expected AS share, reported, expected, excused, missing_names
  FROM office.ledger_night
 ORDER BY report_date
