-- record_by_night: every revision that stands for the nights of these records, themselves left out.
--   $1 committee  $2 id  $3 kind  $4 report_date  $5 part: arrays of one length; the date is NULL when it is no date
--   rows: committee_id, id of the asking record, id, person, report_date YYYYMMDD, revision, received_at ms, timeliness, code,
--   whether the office entered it
SELECT r.committee_id, a.id, r.id, r.person_id, to_char(r.report_date, 'YYYYMMDD')::int4, r.revision,
       (extract(epoch FROM r.received_at) * 1000)::int8, r.timeliness, r.code, e.record_id IS NOT NULL
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::date[], $5::int2[]) AS a (committee_id, id, kind, report_date, part)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.report_date = a.report_date AND r.kind = a.kind
                       AND r.part = a.part
  LEFT JOIN daybook.proxy_entry e ON e.committee_id = r.committee_id AND e.record_id = r.id
 WHERE r.committee_id = ANY ($1) AND r.id <> a.id
