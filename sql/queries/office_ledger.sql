-- office_ledger: home quarantine at one committee, night after night.
--   $1 committee
SELECT report_date, revision, opening, new, released, transferred, closing, nullif(opening_off, 0) AS opening_off,
       CASE WHEN closing_due <> closing THEN closing_due END AS closing_due, after_hole
  FROM office.ledger
 WHERE committee_id = $1::int4
 ORDER BY report_date
