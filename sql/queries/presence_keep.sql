-- presence_keep: how far a committee's report has come, as a client says. What another daemon heard later stands.
--   $1 committee  $2 report_date  $3 person  $4 state  $5 percent or NULL  $6 since ms  $7 last heard ms; a clock that was set back may
--   have put since after it
INSERT INTO daybook.presence AS p (committee_id, report_date, person_id, state, percent, since, last_at)
SELECT c.committee_id, $2::date, $3::int4, $4, $5::int2, to_timestamp(least($6::int8, $7::int8) / 1000.0), to_timestamp($7::int8 / 1000.0)
  FROM daybook.committee c
 WHERE c.committee_id = $1::int4
    ON CONFLICT (committee_id, report_date, person_id) DO UPDATE
   SET state = excluded.state, percent = excluded.percent, last_at = excluded.last_at,
       since = CASE WHEN p.state = excluded.state THEN least(p.since, excluded.since) ELSE excluded.since END
 WHERE p.last_at <= excluded.last_at
