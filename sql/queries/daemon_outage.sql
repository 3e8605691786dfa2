-- daemon_outage: before the first beat that accepts: was there a time in which no daemon did? Thirty seconds without a beat
-- are one. Under the advisory lock of its transaction, so that two daemons that start together find it once.
INSERT INTO daybook.outage (begins, ends, note)
SELECT max(alive_at), clock_timestamp(), 'no daemon accepted'
  FROM daybook.daemon
HAVING max(alive_at) < clock_timestamp() - interval '30 seconds'
