-- daemon_outage: before the first beat that accepts: was there a time in which no daemon did? Thirty seconds without a beat
-- are one, unless this daemon has accepted all the while and only could not say so. Under the advisory lock of its
-- transaction, so that two daemons that start together find it once.
--   $1 how long this daemon has accepted without a break, ms
INSERT INTO daybook.outage (begins, ends, note)
SELECT max(alive_at), clock_timestamp() - $1::int8 * interval '1 millisecond', 'no daemon accepted'
  FROM daybook.daemon
HAVING max(alive_at) < clock_timestamp() - $1::int8 * interval '1 millisecond' - interval '30 seconds'
