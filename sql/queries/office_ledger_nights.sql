-- office_ledger_nights: home quarantine at all committees, or at some, night after night.
--   $1 of these committees alone, "12,13", or NULL
SELECT report_date, opening, new, released, transferred, closing,
       CASE WHEN closing_due <> closing THEN closing_due END AS closing_due, reported || '/' || expected AS share, reported,
       expected, excused, missing_names, to_char(office.due_at(report_date), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM (SELECT report_date, opening, new, released, transferred, closing, closing_due, reported, expected, excused,
               missing_names
          FROM office.ledger_night
         WHERE $1::text IS NULL
         UNION ALL
        SELECT n.report_date, sum(l.opening), sum(l.new), sum(l.released), sum(l.transferred), sum(l.closing),
               sum(l.closing_due), count(*) FILTER (WHERE n.state IN ('ACCEPTED', 'RETURNED')), count(*),
               count(*) FILTER (WHERE n.state = 'EXCUSED'),
               string_agg(n.committee, '、' ORDER BY n.committee_id)
                   FILTER (WHERE n.state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED'))
          FROM office.committee_night n
          LEFT JOIN office.ledger l ON l.committee_id = n.committee_id AND l.report_date = n.report_date
         WHERE $1::text IS NOT NULL AND n.committee_id = ANY (string_to_array($1, ',')::int4[])
           AND n.report_date <= office.business_date()
         GROUP BY n.report_date) night
 ORDER BY report_date
