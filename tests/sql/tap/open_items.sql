-- Open items: what a committee answers ends, keeps or raises a risk, a need, a remark, a returned report; what the daemon
-- is told of them, and what the office sees. The rows are those of rows.sql and a few nights more.
BEGIN;
SELECT no_plan();

-- A report of committee n's night, received when it says; and one answer in it.
CREATE FUNCTION pg_temp.night(number int, n int, day date, revision int, at timestamptz) RETURNS uuid LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            person_id, code, hash, sealed)
SELECT number, format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid, 1, day, revision,
       CASE WHEN revision > 1 THEN format('00000000-0000-7000-8000-%s', lpad((n - 1)::text, 12, '0'))::uuid END, 1, 1,
       at, q.person_id, lpad(n::text, 8, 'D'), sha256(n::text::bytea), ''
  FROM daybook.person q WHERE q.code = 'P6'
RETURNING id
$$;
CREATE FUNCTION pg_temp.says(number int, n int, day date, revision int, item text, answer int, text text DEFAULT '')
    RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.answered_item
SELECT number, pg_temp.night(number, n, day, revision, day + time '13:00' + make_interval(mins => n)), 1, item, answer, text
$$;
CREATE FUNCTION pg_temp.risk() RETURNS text LANGUAGE sql AS
$$ SELECT 'r' || left(encode(sha256(convert_to('北门' || E'\n' || '北门夜间照明不足', 'UTF8')), 'hex'), 8) $$;
CREATE FUNCTION pg_temp.suits() RETURNS text LANGUAGE sql AS
$$ SELECT 's' || left(encode(sha256(convert_to('1' || E'\n' || '套', 'UTF8')), 'hex'), 8) $$;

-- ---------------------------------------------------------------- a risk, night by night
SELECT results_eq($$SELECT item, night, text, answer FROM daybook.open_item WHERE committee_id = 1$$,
                  $$VALUES (pg_temp.risk(), date '2020-02-20', '北门夜间照明不足', NULL::int2)$$, 'a risk is open');
SELECT pg_temp.says(1, 901, '2020-02-21', 1, pg_temp.risk(), 1);
SELECT results_eq($$SELECT state, last_night, nights::int, said, said_night FROM office.risks WHERE committee_id = 1$$,
                  $$VALUES ('OPEN', date '2020-02-21', 2, 'STILL_THERE', date '2020-02-21')$$,
                  'still there is as good as reporting it again');
SELECT results_eq($$SELECT answer, answered, last_night FROM daybook.open_item WHERE committee_id = 1$$,
                  $$VALUES (1::int2, date '2020-02-21', date '2020-02-21')$$, 'and the next draft says so');
SELECT pg_temp.says(1, 902, '2020-02-22', 1, pg_temp.risk(), 3, '要找物业');
SELECT results_eq($$SELECT state, said_text FROM office.risks WHERE committee_id = 1$$, $$VALUES ('ESCALATED', '要找物业')$$,
                  'escalated');
SELECT results_eq($$SELECT escalated FROM office.open_items WHERE committee_id = 1$$, $$VALUES (true)$$, 'it waits for the office');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.assign_risk(1, risk_id, '王主任') FROM office.risks WHERE committee_id = 1$$, 'which acts');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT state FROM office.risks WHERE committee_id = 1$$, $$VALUES ('ASSIGNED')$$, 'and it waits no more');
SELECT pg_temp.says(1, 903, '2020-02-23', 1, pg_temp.risk(), 2);
SELECT results_eq($$SELECT state, response = said_at - raised_at, age = response FROM office.risks WHERE committee_id = 1$$,
                  $$VALUES ('SOLVED', true, true)$$, 'solved: how long it took is known');
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 1), 0, 'and the next draft does not ask');
SELECT results_eq($$SELECT said, response = said_at - raised_at FROM office.answers WHERE committee_id = 1
                     ORDER BY report_date$$, $$VALUES ('STILL_THERE', NULL), ('ESCALATED', NULL), ('SOLVED', true)$$,
                  'every answer, and what it ended');
SELECT pg_temp.says(1, 904, '2020-02-23', 2, pg_temp.risk(), 1);
SELECT results_eq($$SELECT state, response FROM office.risks WHERE committee_id = 1$$, $$VALUES ('ASSIGNED', NULL::interval)$$,
                  'a correction takes it back');
SELECT pg_temp.says(1, 905, '2020-02-23', 3, pg_temp.risk(), 2);
SELECT results_eq($$SELECT state, said_at FROM office.risks WHERE committee_id = 1$$,
                  $$VALUES ('SOLVED', timestamptz '2020-02-23 13:00' + interval '903 minutes')$$,
                  'another gives it again: it was solved when that was said first');
SELECT pg_temp.night(1, 906, '2020-02-24', 1, '2020-02-24 13:00+00');
INSERT INTO daybook.observation VALUES
    (1, '00000000-0000-7000-8000-000000000906', 1, 1, 8, 2, '北门', '北门夜间照明不足', false);
SELECT results_eq($$SELECT state, last_night FROM office.risks WHERE committee_id = 1$$,
                  $$VALUES ('RAISED_AGAIN', date '2020-02-24')$$, 'reported after it was solved: raised again');
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 1), 1, 'and asked about again');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.close_risk(1, risk_id, '已换灯') FROM office.risks WHERE committee_id = 1$$, 'the office closes it');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 1), 0, 'closed: nobody is asked');
SELECT pg_temp.says(1, 907, '2020-02-25', 1, pg_temp.risk(), 1);
SELECT results_eq($$SELECT state FROM office.risks WHERE committee_id = 1$$, $$VALUES ('RAISED_AGAIN')$$,
                  'it is there all the same: open again');

-- ---------------------------------------------------------------- supplies
SELECT results_eq($$SELECT item, night, unit, quantity, text FROM daybook.open_item WHERE committee_id = 2 ORDER BY supply$$,
                  $$VALUES (pg_temp.suits(), date '2020-02-20', '套', 20, ''),
                           ('s' || left(encode(sha256(convert_to('5' || E'\n' || '桶', 'UTF8')), 'hex'), 8),
                            date '2020-02-20', '桶', 5, '备用')$$, 'needs are open');
SELECT pg_temp.says(2, 911, '2020-02-21', 1, pg_temp.suits(), 2);
SELECT results_eq($$SELECT open FROM office.supply_needs WHERE committee_id = 2 ORDER BY position$$,
                  $$VALUES (false), (true)$$, 'one is answered');
SELECT pg_temp.night(2, 912, '2020-02-22', 1, '2020-02-22 13:00+00');
INSERT INTO daybook.supply_need VALUES
    (2, '00000000-0000-7000-8000-000000000912', 1, 1, '套', 0, 2, 30, '2020-02-24', 3, '');
SELECT results_eq($$SELECT night, quantity FROM daybook.open_item WHERE committee_id = 2 AND item = pg_temp.suits()$$,
                  $$VALUES (date '2020-02-22', 30)$$, 'needed again: open since then');
SELECT pg_temp.says(2, 913, '2020-02-23', 1, pg_temp.suits(), 3);
SELECT results_eq($$SELECT night, escalated FROM office.open_items WHERE committee_id = 2 AND item = pg_temp.suits()$$,
                  $$VALUES (date '2020-02-22', true)$$, 'escalated, and as old as before');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.move_need(2, '2020-02-22', 0, 1, 'PROMISED', 30)$$, 'the office promises');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT escalated FROM office.open_items WHERE committee_id = 2 AND item = pg_temp.suits()$$,
                  $$VALUES (false)$$, 'it does not wait for the office any more');
SELECT office.move_need(2, '2020-02-22', 0, 1, 'SENT', 30);
SAVEPOINT short;
SELECT office.move_need(2, '2020-02-22', 0, 1, 'RECEIVED', 29);
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 2 AND item = pg_temp.suits()), 1, 'received short: still open');
ROLLBACK TO short;
SELECT office.move_need(2, '2020-02-22', 0, 1, 'RECEIVED', 30);
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 2 AND item = pg_temp.suits()), 0, 'received: ended');

-- ---------------------------------------------------------------- remarks
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.make_remark(6, '请补报消毒楼道数')$$, 'a remark');
SELECT results_eq($$SELECT state, text, by, report_date FROM office.remarks WHERE committee_id = 6$$,
                  $$VALUES ('OPEN', '请补报消毒楼道数', 'clerk', office.business_date())$$, 'is open from tonight on');
SELECT results_eq($$SELECT kind, text FROM office.open_items WHERE committee_id = 6$$,
                  $$VALUES ('REMARK', '请补报消毒楼道数')$$, 'and an open item');
SELECT throws_ok($$SELECT office.make_remark(99, 'r')$$, 'DB004', NULL, 'to nobody');
SELECT throws_ok($$SELECT office.make_remark(6, ' ')$$, 'DB006', NULL, 'nothing said');
SELECT throws_ok($$SELECT office.make_remark(6, repeat('长', 201))$$, 'DB006', NULL, 'too long');
SELECT throws_ok($$SELECT office.withdraw_remark(6, '00000000', 'r')$$, 'DB038', NULL, 'no such remark');
RESET SESSION AUTHORIZATION;
UPDATE daybook.remark SET report_date = '2020-02-21';
SELECT pg_temp.says(6, 921, '2020-02-21', 1, (SELECT 'm' || remark_id FROM daybook.remark), 2, '已补报');
SELECT results_eq($$SELECT state, said_text FROM office.remarks WHERE committee_id = 6$$, $$VALUES ('SOLVED', '已补报')$$,
                  'answered');
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 6), 0, 'and asked about no more');
SELECT pg_temp.says(6, 922, '2020-02-22', 1, (SELECT 'm' || remark_id FROM daybook.remark), 1);
SELECT results_eq($$SELECT state FROM office.remarks WHERE committee_id = 6$$, $$VALUES ('OPEN')$$, 'the last word counts');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.withdraw_remark(6, upper(remark_id), '不必了') FROM office.remarks WHERE committee_id = 6$$,
                'withdrawn');
SELECT throws_ok($$SELECT office.withdraw_remark(6, remark_id, 'r') FROM office.remarks WHERE committee_id = 6$$, 'DB038',
                 NULL, 'not twice');
SELECT is((SELECT count(*)::int FROM office.open_items WHERE committee_id = 6), 0, 'it is no open item');

-- ---------------------------------------------------------------- a returned report
SELECT lives_ok($$SELECT office.return_report(4, '2020-02-20', '人数对不上')$$, 'a report is returned');
SELECT results_eq($$SELECT item, kind, night, text FROM office.open_items WHERE committee_id = 4 AND kind = 'RETURNED'$$,
                  $$VALUES ('b00000041', 'RETURNED', date '2020-02-20', '人数对不上')$$, 'an open item until it is corrected');
RESET SESSION AUTHORIZATION;
SELECT pg_temp.night(4, 42 + 900, '2020-02-20', 2, '2020-02-21 13:00+00');
SELECT is((SELECT count(*)::int FROM daybook.open_item WHERE committee_id = 4 AND item LIKE 'b%'), 0, 'corrected: ended');

-- ---------------------------------------------------------------- age
SELECT pg_temp.night(3, 931, '2020-02-20', 1, now() - interval '47 hours 59 minutes');
SELECT pg_temp.night(5, 951, '2020-02-20', 1, now() - interval '48 hours 1 minute');
INSERT INTO daybook.observation VALUES
    (3, '00000000-0000-7000-8000-000000000931', 1, 1, 8, 2, '南门', '南门门锁损坏', false),
    (5, '00000000-0000-7000-8000-000000000951', 1, 1, 8, 2, '南门', '南门门锁损坏', false);
SELECT results_eq($$SELECT committee_id, overdue FROM office.open_items WHERE committee_id IN (3, 5) ORDER BY 1$$,
                  $$VALUES (3, false), (5, true)$$, 'overdue after 48 hours, not before');

-- ---------------------------------------------------------------- texts, strangers, differences
SELECT lives_ok($$SELECT pg_temp.says(3, 932, '2020-02-21', 1, 'z12345678', 3, '不认识的事项')$$, 'an item that nobody knows is kept');
SELECT results_eq($$SELECT kind, said FROM office.answers WHERE committee_id = 3$$, $$VALUES (NULL::text, 'ESCALATED')$$,
                  'and shown');
SELECT results_eq($$SELECT was, now FROM office.differences WHERE committee_id = 1 AND field = 'answer'
                       AND revision = 2 ORDER BY was$$,
                  $$VALUES (pg_temp.risk() || ' 已解决', NULL), (NULL, pg_temp.risk() || ' 仍存在')$$,
                  'a correction of an answer is a difference');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.redact(3, '2020-02-20', 'observation:1', '含个人信息')$$, 'a risk is redacted');
SELECT is((SELECT count(*)::int FROM office.open_items WHERE committee_id = 3), 0, 'and asked about no more');
RESET SESSION AUTHORIZATION;

-- ---------------------------------------------------------------- who may not
SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok(q, '42501', NULL, 'the daemon may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM daybook.answered_item', 'SELECT * FROM daybook.remark', 'SELECT * FROM daybook.answer',
                    'SELECT office.make_remark(1, ''r'')', 'SELECT * FROM office.open_items']) q;
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
