-- directory_returned: reports of the last 30 days that the office has returned, where no newer revision stands.
--   row: committee, kind, report_date as a day number, record id in hexadecimal, revision, returned ms, reason
SELECT r.committee_id, r.kind, r.report_date - DATE '1970-01-01', replace(r.id::text, '-', ''), r.revision,
       (extract(epoch FROM v.returned_at) * 1000)::int8, v.reason
  FROM daybook.report_return v
  JOIN daybook.record r ON r.committee_id = v.committee_id AND r.id = v.record_id
  LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date AND n.kind = r.kind
                            AND n.revision > r.revision AND n.part = r.part
 WHERE n.id IS NULL AND v.returned_at > now() - interval '30 days'
 ORDER BY v.returned_at DESC
