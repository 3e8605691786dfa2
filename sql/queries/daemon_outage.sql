-- daemon_outage: before the first beat that accepts: was there a time in which no daemon did? Thirty seconds without a beat are
-- one. Two daemons that start together find it once: the second waits for the lock and sees the first one's beat.
INSERT INTO daybook.outage (begins, ends, note)
SELECT max(alive_at), clock_timestamp(), 'no daemon accepted'
  FROM daybook.daemon, (SELECT pg_advisory_xact_lock(hashtext('daybook outage'))) AS locked
HAVING max(alive_at) < clock_timestamp() - interval '30 seconds'
