-- office_brief_head: of which night, as of when, made by whom; the counts.
--   $1 brief   no row: there is none
SELECT b.brief_id, b.report_date, to_char(b.as_of, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS as_of,
       to_char(b.opens, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS opens,
       to_char(b.deadline, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS deadline,
       extract(epoch FROM b.as_of)::int8 AS as_of_s, extract(epoch FROM b.opens)::int8 AS opens_s,
       extract(epoch FROM b.deadline)::int8 AS deadline_s,
       to_char(b.made_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS made_at, b.made_by, b.expected, b.reported,
       coalesce(sum(t.total) FILTER (WHERE t.code = 'on_time'), 0) AS on_time,
       coalesce(sum(t.total) FILTER (WHERE t.code = 'on_time_outage'), 0) AS on_time_outage,
       coalesce(sum(t.total) FILTER (WHERE t.code = 'late'), 0) AS late, b.missing, b.excused,
       coalesce(sum(t.total) FILTER (WHERE t.code = 'returned'), 0) AS returned,
       coalesce(sum(t.total) FILTER (WHERE t.code = 'unexpected'), 0) AS unexpected
  FROM office.briefs b
  LEFT JOIN office.brief_totals t ON t.brief_id = b.brief_id AND t.subject = 'count'
 WHERE b.brief_id = $1::int4
 GROUP BY b.brief_id, b.report_date, b.as_of, b.opens, b.deadline, b.made_at, b.made_by, b.expected, b.reported, b.missing,
          b.excused
