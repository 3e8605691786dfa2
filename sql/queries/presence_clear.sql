-- presence_clear: a closed night has no presence any more, but for a committee for which it is open again.
DELETE FROM daybook.presence p
 USING daybook.night n
 WHERE n.report_date = p.report_date AND n.closed_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM daybook.reopening o
                    WHERE o.committee_id = p.committee_id AND o.report_date = p.report_date)
