-- directory_outages: begins ms, ends ms; of the last 60 days, which is as far back as a night can still be reported
SELECT (extract(epoch FROM begins) * 1000)::int8, (extract(epoch FROM ends) * 1000)::int8
  FROM daybook.outage
 WHERE ends > now() - interval '60 days'
