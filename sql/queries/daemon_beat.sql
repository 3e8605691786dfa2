-- daemon_beat: the daemon's own row. alive_at moves only while it accepts: a gap in it is an outage. So a daemon that is there but
-- cannot write yet must not close the gap that the last one left: neither in its own row, nor with a new one.
--   $1 name  $2 started_at ms  $3 accepting  $4 endpoint  $5 server key in hexadecimal  $6 version  $7 counters as JSON
--   $8 enrolment endpoint, or empty  $9 whether it accepted at its last beat, so until now
--   row: the database's clock, ms
INSERT INTO daybook.daemon AS d (name, started_at, alive_at, accepting, endpoint, server_key, version, counters, enrol_endpoint)
VALUES ($1, to_timestamp($2::int8 / 1000.0),
        coalesce(CASE WHEN NOT $3::bool THEN (SELECT max(alive_at) FROM daybook.daemon) END, clock_timestamp()),
        $3::bool, $4, decode($5, 'hex'), $6, $7::jsonb, $8)
    ON CONFLICT (name) DO UPDATE
   SET started_at = excluded.started_at,
       alive_at = CASE WHEN excluded.accepting OR $9::bool THEN clock_timestamp() ELSE d.alive_at END,
       accepting = excluded.accepting, endpoint = excluded.endpoint, server_key = excluded.server_key,
       version = excluded.version, counters = excluded.counters,
       enrol_endpoint = excluded.enrol_endpoint
RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::int8
