-- Volunteers: what is imported, refused and counted; postings that overlap. On the roster of roster.sh (batch 1 from 17, batch
-- 2 from 24 February 2020; everything of it is over by now).
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = warning;
CREATE FUNCTION pg_temp.row_of(code text, name text, unit text, at text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object('code', code, 'name', name, 'unit', unit, 'party_member', '是', 'signed_up_at', at) || more $$;
CREATE FUNCTION pg_temp.good() RETURNS jsonb LANGUAGE sql AS
$$
SELECT jsonb_build_array(
    pg_temp.row_of('P3', '样例丙', '样例甲单位', '2020-02-14 09:31', '{"batch": "1", "branch": "样例一支部", "telephone": "100-1"}'),
    pg_temp.row_of('P5', '样例戊', '样例甲单位', '2020-02-14 09:59:30', '{"batch": "1", "branch": "样例一支部"}'),
    pg_temp.row_of('X1', '样例未派', '样例乙单位', '2020-02-14T10:00', '{"batch": "2", "party_member": "no"}'),
    pg_temp.row_of('X2', '样例退出', '样例乙单位', '2020-02-15 09:00', '{"withdrawn_on": "2020-02-16"}'),
    pg_temp.row_of('X3', '样例未选', '样例乙单位', '2020-02-15 09:30', '{}'))
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_temp TO clerk;
GRANT TEMPORARY ON DATABASE daybook TO clerk;

SET SESSION AUTHORIZATION clerk;
SET daybook.zone = 'Asia/Shanghai';
SELECT results_eq('SELECT * FROM office.import_volunteers(pg_temp.good())', 'VALUES (5, 5, 0)', 'imported');
SELECT results_eq('SELECT * FROM office.import_volunteers(pg_temp.good())', 'VALUES (5, 0, 0)', 'again: nothing changes');
SELECT results_eq($$SELECT signed_up::int, so_far::int, of_24_hours::int FROM office.signup_hours ORDER BY hour$$,
                  $$VALUES (2, 2, 2), (1, 3, 3), (2, 5, 3)$$, 'by the hour, so far, and in 24 hours');
SET TimeZone = 'Asia/Kolkata';
SELECT results_eq($$SELECT signed_up::int, so_far::int, of_24_hours::int FROM office.signup_hours ORDER BY hour$$,
                  $$VALUES (2, 2, 2), (1, 3, 3), (2, 5, 3)$$, 'whatever zone the reader is in');
RESET TimeZone;
SELECT results_eq($$SELECT unit, signed_up::int, withdrawn::int, selected::int, dispatched::int, percent FROM office.dispatch
                    ORDER BY unit$$, $$VALUES ('样例乙单位', 3, 1, 1, 0, 0.0), ('样例甲单位', 2, 0, 2, 2, 100.0)$$, 'by department');
SELECT results_eq($$SELECT batch, branch, selected::int, party_members::int, dispatched::int, off::int FROM office.batch_forming
                    ORDER BY batch, off$$,
                  $$VALUES (1, NULL, 2, 2, 2, -28), (1, '样例一支部', 2, 2, 2, NULL), (2, NULL, 1, 0, 0, -29),
                           (2, NULL, 1, 0, 0, NULL)$$, 'batches and branches, and how far from 30');
SELECT results_eq($$SELECT code, state FROM office.volunteers ORDER BY code$$,
                  $$VALUES ('P3', 'ENDED'), ('P5', 'ENDED'), ('X1', 'SELECTED'), ('X2', 'WITHDRAWN'), ('X3', 'SIGNED')$$, 'states');
SELECT results_eq($$SELECT what, code FROM office.signup_differences WHERE what <> 'POSTED_NOT_SIGNED' ORDER BY what, code$$,
                  $$VALUES ('BRANCH', 'P5'), ('SELECTED_NOT_POSTED', 'X1')$$, 'what does not go together');
SELECT is((SELECT count(*)::int FROM office.signup_differences WHERE what = 'POSTED_NOT_SIGNED' AND code IN ('P3', 'S1')), 1,
          'who is posted and never signed up');

-- Each of these is one sentence, and then nothing is stored.
SELECT throws_ok(format('SELECT office.import_volunteers(%L)', pg_temp.good() || pg_temp.row_of('Y1', '样例新', '样例', '2020-02-14 09:00') || bad),
                 'DB082', said, said)
  FROM (VALUES (pg_temp.row_of('Y 2', '样例', '样例', '2020-02-14 09:00'), 'line 8: code "Y 2": must be 1 to 20 letters, digits, - or _'),
               (pg_temp.row_of('Y2', '', '样例', '2020-02-14 09:00'), 'line 8: name is empty'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-30 09:00'), 'line 8: signed_up_at "2020-02-30 09:00": must be a day and time as 2020-02-14 09:31'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14 24:00'), 'line 8: signed_up_at "2020-02-14 24:00": must be a day and time as 2020-02-14 09:31'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14'), 'line 8: signed_up_at "2020-02-14": must be a day and time as 2020-02-14 09:31'),
               (pg_temp.row_of('Y2', '样例', '样例', '2031-02-14 09:00'), 'line 8: signed_up_at 2031-02-14 09:00 is still to come'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14 09:00', '{"batch": "0"}'), 'line 8: batch "0": must be a number from 1 to 999999999'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14 09:00', '{"party_member": "perhaps"}'), 'line 8: party_member "perhaps": must be yes or no'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14 09:00', '{"batch": "1", "withdrawn_on": "2020-02-15"}'), 'line 8: withdrawn on 2020-02-15, so in no batch'),
               (pg_temp.row_of('Y2', '样例', '样例', '2020-02-14 09:00', '{"faction": "x"}'), 'line 1: column "faction" is unknown'),
               (pg_temp.row_of('P3', '样例丙', '样例', '2020-02-14 09:00'), 'line 8: P3 stands in line 2 too'),
               (pg_temp.row_of('Y2', '样例丙', '样例', '2020-02-14 09:00', '{"telephone": "100-1"}'), 'line 8: 样例丙 100-1 signed up as P3 already, line 2'),
               (pg_temp.row_of('P4', '样例别人', '样例', '2020-02-14 09:00'), 'line 8: P4 is 样例丁 in the roster, not 样例别人')) AS b (bad, said);
SELECT throws_ok($$SELECT office.import_volunteers(jsonb_build_array(pg_temp.row_of('', '样例', '样例', 'x'), 7, NULL))$$, 'DB082', NULL,
                 'rows that are none');
SELECT throws_ok(format('SELECT office.import_volunteers(%s)', f), 'DB081', NULL, 'no rows: ' || f)
  FROM unnest(ARRAY['NULL', '''{}''', '''[]''', '''"x"''']) f;
SELECT is((SELECT count(*)::int FROM office.volunteers), 5, 'nothing half done');
SELECT lives_ok($$SELECT office.import_volunteers(jsonb_build_array(pg_temp.row_of('Z1', 'x''); DROP TABLE daybook.volunteer; --', '样例',
                  '2020-02-14 09:00')))$$, 'a name is not SQL');
SELECT is((SELECT name FROM office.volunteers WHERE code = 'Z1'), 'x''); DROP TABLE daybook.volunteer; --', 'it is kept as said');
SELECT results_eq($$SELECT subject, detail->>'added' FROM office.audit WHERE act = 'import_volunteers' AND who = 'clerk'
                    ORDER BY detail->>'added' DESC LIMIT 1$$, $$VALUES ('5', '5')$$, 'the audit keeps who, and how many');
SELECT throws_ok('SELECT * FROM daybook.volunteer', '42501', NULL, 'the office reads no table');
SET SESSION AUTHORIZATION nurse;
SELECT throws_ok(q, '42501', NULL, 'the health officer may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM office.volunteers', 'SELECT office.import_volunteers(''[]'')']) q;
SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok('SELECT office.import_volunteers(''[]'')', '42501', NULL, 'nor the daemon');
SELECT throws_ok('SELECT * FROM daybook.volunteer', '42501', NULL, 'which reads no volunteer');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
