-- Before its deadline a night is not due yet, for the office and for the health officer alike. On the roster of roster.sh.
BEGIN;
SELECT no_plan();
INSERT INTO daybook.night VALUES ('2020-03-20', now() - interval '1 hour', date_trunc('minute', now() + interval '2 hours')),
                                 ('2020-03-21', now() - interval '9 hours', now() - interval '1 minute');
CREATE FUNCTION pg_temp.ends() RETURNS timestamptz LANGUAGE sql AS $$ SELECT date_trunc('minute', now() + interval '2 hours') $$;
GRANT EXECUTE ON FUNCTION pg_temp.ends() TO PUBLIC;
CREATE TEMP TABLE counted AS SELECT * FROM office.health_night;
GRANT SELECT ON counted TO PUBLIC;

SET SESSION AUTHORIZATION nurse;
SELECT is(health.due_at('2020-03-20'), pg_temp.ends(), 'the health officer knows until when');
SELECT throws_ok($$SELECT office.due_at('2020-03-20')$$, '42501', NULL, 'by a function of theirs');
RESET SESSION AUTHORIZATION;

SET SESSION AUTHORIZATION clerk;
SELECT is(office.due_at('2020-03-20'), pg_temp.ends(), 'until its deadline');
SELECT is(office.due_at('2020-03-21'), NULL, 'which has passed');
SELECT is(office.due_at('2031-01-01'), NULL, 'there is no such night');
SELECT lives_ok($$SELECT office.close_night('2020-03-20', '全部核对完毕')$$, 'closed early');
SELECT is(office.due_at('2020-03-20'), NULL, 'a closed night waits for nobody');
SELECT cmp_ok((SELECT count(*) FROM counted), '>', 2::int8, 'nights are compared');
SELECT is((SELECT count(*) FROM counted c
             JOIN office.health_night_of(c.report_date,
                      ARRAY(SELECT committee_id FROM office.health WHERE report_date = c.report_date)) h ON h IS NOT DISTINCT FROM c),
          (SELECT count(*) FROM counted), 'health at all committees is that of the night');
SELECT is((SELECT expected FROM office.health_night_of('2020-03-20', '{}')), 0::int8, 'and at none of nobody');
SELECT * FROM finish();
ROLLBACK;
