-- directory_nights: day (since 1970), opens ms, deadline ms, closed
SELECT report_date - date '1970-01-01', (extract(epoch FROM opens) * 1000)::int8, (extract(epoch FROM deadline) * 1000)::int8,
       closed_at IS NOT NULL
  FROM daybook.night
