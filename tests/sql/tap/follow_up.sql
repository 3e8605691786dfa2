-- What the office does about reports, nights, lines, texts and risks; as a person of the office, as the daemon, and
-- with input that means harm. The rows are those of rows.sql: committee 1 has two revisions of 2020-02-20, 2 was late.
BEGIN;
SELECT no_plan();
UPDATE daybook.record SET sealed = 'bytes';

-- ---------------------------------------------------------------- return
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.return_report(1, '2020-02-20', '人数对不上')$$, 'a report is returned');
SELECT results_eq($$SELECT state, return_reason FROM office.committee_night WHERE committee_id = 1
                    AND report_date = '2020-02-20'$$, $$VALUES ('RETURNED', '人数对不上')$$, 'its state says so');
SELECT results_eq($$SELECT reported::int, returned::int, missing::int FROM office.night
                    WHERE report_date = '2020-02-20'$$, $$VALUES (3, 1, 2)$$, 'it still counts as reported');
SELECT results_eq($$SELECT committee_id, returned_by FROM office.returned$$, $$VALUES (1, 'clerk')$$, 'by whom');
SELECT throws_ok($$SELECT office.return_report(1, '2020-02-20', '再次')$$, 'DB031', NULL, 'not twice');
SELECT throws_ok($$SELECT office.return_report(5, '2020-02-20', 'r')$$, 'DB030',
                 'committee 5 has no accepted report of 2020-02-20', 'nothing to return');
SELECT throws_ok($$SELECT office.return_report(99, '2020-02-20', 'r')$$, 'DB004', NULL, 'unknown committee');
SELECT throws_ok($$SELECT office.return_report(NULL, '2020-02-20', 'r')$$, 'DB004', NULL, 'no committee');
SELECT throws_ok($$SELECT office.return_report(1, '2031-01-01', 'r')$$, 'DB002', NULL, 'no such night');
SELECT throws_ok($$SELECT office.return_report(2, '2020-02-20', '  ')$$, 'DB006', NULL, 'a reason is needed');
SELECT throws_ok($$SELECT office.return_report(2, '2020-02-20', repeat('长', 201))$$, 'DB006', NULL, 'not a long one');

-- ---------------------------------------------------------------- excuse
SELECT lives_ok($$SELECT office.excuse(5, '2020-02-20', '当晚撤岗')$$, 'a committee is excused');
SELECT results_eq($$SELECT state, excuse_reason FROM office.committee_night WHERE committee_id = 5
                    AND report_date = '2020-02-20'$$, $$VALUES ('EXCUSED', '当晚撤岗')$$, 'its state');
SELECT results_eq($$SELECT expected::int, reported::int, missing::int, excused::int FROM office.night
                    WHERE report_date = '2020-02-20'$$, $$VALUES (5, 3, 1, 1)$$,
                  'roster = reported + missing + excused');
SELECT throws_ok($$SELECT office.excuse(5, '2020-02-20', 'r')$$, 'DB034', NULL, 'not twice');
SELECT throws_ok($$SELECT office.excuse(1, '2020-02-20', 'r')$$, 'DB033', NULL, 'not when it has reported');
SELECT throws_ok($$SELECT office.excuse(4, '2020-02-20', 'r')$$, 'DB032', NULL, 'not when nobody expects it');
SELECT lives_ok($$SELECT office.withdraw_excuse(5, '2020-02-20', '仍在岗')$$, 'taken back');
SELECT throws_ok($$SELECT office.withdraw_excuse(5, '2020-02-20', 'r')$$, 'DB034', NULL, 'nothing to take back');

-- ---------------------------------------------------------------- outage: on time is never rewritten
SELECT lives_ok($$SELECT office.enter_outage('2020-02-20 21:30+08', '2020-02-20 23:00+08', '线路中断', 2)$$,
                'a line failure of one committee');
SELECT results_eq($$SELECT timeliness FROM office.report WHERE committee_id = 2 AND report_date = '2020-02-20'$$,
                  $$VALUES ('LATE')$$, 'late stays late');
SELECT is((SELECT count(*)::int FROM office.outages WHERE committee_id = 2), 1, 'it is listed');
SELECT throws_ok($$SELECT office.enter_outage('2020-02-20 21:30+08', '2020-02-20 23:00+08', 'r', 2)$$, 'DB035', NULL,
                 'not twice');
SELECT throws_ok($$SELECT office.enter_outage('2020-02-20 23:30+08', '2020-02-20 23:00+08', 'r')$$, 'DB035', NULL,
                 'ends before it begins');
SELECT throws_ok($$SELECT office.enter_outage('2020-02-01', '2020-02-20', 'r')$$, 'DB035', NULL, 'too long');
SELECT throws_ok($$SELECT office.enter_outage(NULL, '2020-02-20', 'r')$$, 'DB035', NULL, 'without a beginning');

-- ---------------------------------------------------------------- risks
SELECT is((SELECT state FROM office.risks WHERE committee_id = 1), 'OPEN', 'a risk is open');
SELECT lives_ok($$SELECT office.assign_risk(1, risk_id, '王主任') FROM office.risks WHERE committee_id = 1$$, 'assigned');
SELECT results_eq($$SELECT state, owner FROM office.risks WHERE committee_id = 1$$, $$VALUES ('ASSIGNED', '王主任')$$,
                  'to whom');
SELECT throws_ok($$SELECT office.close_risk(1, 'ffffffff', 'r')$$, 'DB038', 'committee 1 has no risk ffffffff',
                 'no such risk');
SELECT lives_ok($$SELECT office.close_risk(1, upper(risk_id), '已换灯') FROM office.risks WHERE committee_id = 1$$,
                'closed');
SELECT results_eq($$SELECT state, closed_by, answer, response = closed_at - raised_at FROM office.risks
                    WHERE committee_id = 1$$, $$VALUES ('CLOSED', 'clerk', '已换灯', true)$$, 'by whom, how, how long');
SELECT throws_ok($$SELECT office.close_risk(1, risk_id, 'r') FROM office.risks WHERE committee_id = 1$$, 'DB038', NULL,
                 'not twice');
RESET SESSION AUTHORIZATION;
UPDATE daybook.risk_follow_up SET closed_night = closed_night - 1;
SET SESSION AUTHORIZATION clerk;
SELECT is((SELECT state FROM office.risks WHERE committee_id = 1), 'RAISED_AGAIN', 'reported again later: open again');

-- ---------------------------------------------------------------- what a correction changed, and receipts
SELECT results_eq($$SELECT field, was, now FROM office.differences WHERE committee_id = 1
                    AND field ~ '^(on_duty|leave|gate)' ORDER BY field$$,
                  $$VALUES ('gate_post_count', NULL, '3'), ('leave_count', '1', '0'), ('on_duty_count', '11', '12')$$,
                  'the figures a correction changed, and only these');
SELECT is((SELECT count(*)::int FROM office.differences WHERE committee_id = 1 AND field = 'case'), 2,
          'a case went, another came');
SELECT results_eq($$SELECT committee_id, revision, standing FROM office.receipts WHERE code = 'CCCCCC11'$$,
                  $$VALUES (1, 1, false)$$, 'which report a telephone code means');
SELECT is((SELECT count(*)::int FROM office.search('照明')), 1, 'search finds a word inside a sentence');
SELECT is((SELECT count(*)::int FROM office.search('照明 北门')), 1, 'two words');
SELECT is((SELECT count(*)::int FROM office.search('照明 西门')), 0, 'both must be there');
SELECT is((SELECT count(*)::int FROM office.search('100%')), 0, 'a sign is a sign, not a pattern');
SELECT is((SELECT count(*)::int FROM office.search('旧旧')), 0, 'a corrected revision is not found');
SELECT throws_ok($$SELECT * FROM office.search('  ')$$, 'DB041', NULL, 'search for nothing');

-- ---------------------------------------------------------------- redact and purge
SELECT lives_ok($$SELECT office.redact(1, '2020-02-20', 'observation:1', '含个人信息')$$, 'a text is removed');
SELECT is((SELECT text FROM office.observations WHERE committee_id = 1 AND position = 1), '(已隐去)', 'it is gone');
SELECT isnt((SELECT text FROM office.observations WHERE committee_id = 1 AND position = 2), '(已隐去)', 'no other is');
SELECT results_eq($$SELECT DISTINCT sealed_bytes, length(hash) FROM office.receipts WHERE committee_id = 1$$,
                  $$VALUES (0, 64)$$, 'the bytes are gone, the hash stays');
SELECT lives_ok($$SELECT office.redact(1, '2020-02-20', 'case:1', '本人要求')$$, 'a case too');
SELECT is((SELECT position('新新' IN story) FROM office.cases WHERE committee_id = 1), 0, 'from the standing revision');
SELECT throws_ok(format('SELECT office.redact(1, %L, %L, %L)', '2020-02-20', f, 'r'), 'DB036', NULL, 'no field: ' || f)
  FROM unnest(ARRAY['', 'case', 'case:0', 'case:9', 'situation:1', 'sealed', 'case:1; DROP TABLE x',
                    'observation:-1']) f;
SELECT throws_ok($$SELECT office.redact(1, '2020-02-20', NULL, 'r')$$, 'DB036', NULL, 'no field at all');
SELECT throws_ok($$SELECT office.purge(office.business_date() - 29, 'r')$$, 'DB037', NULL, 'too recent to purge');
SELECT throws_ok($$SELECT office.purge(NULL, 'r')$$, 'DB037', NULL, 'no date');
SET LOCAL datestyle = 'German, DMY';
SELECT cmp_ok(office.purge('2020-02-21', '留存期满'), '>', 0, 'purged');
RESET datestyle;
SELECT is((SELECT subject FROM office.audit WHERE act = 'purge'), 'before 2020-02-21', 'a date in the audit is as everywhere');
SELECT is_empty($$SELECT FROM office.risks WHERE text = '(已隐去)'$$, 'a risk without its words is followed no more');
SELECT is((SELECT count(*)::int FROM office.report WHERE situation LIKE '今夜平稳%' AND report_date < '2020-02-21'), 0,
          'texts are gone');
SELECT results_eq($$SELECT value FROM office.report_figure WHERE committee_id = 1 AND code = 'on_duty_count'$$,
                  $$VALUES (12)$$, 'figures stay');
SELECT is(office.purge('2020-02-21', '再来一次'), 0, 'once is enough');

-- ---------------------------------------------------------------- the audit, and who may not
SELECT results_eq($$SELECT DISTINCT act FROM office.audit WHERE who = 'clerk' AND act IN ('return_report', 'excuse',
                    'withdraw_excuse', 'enter_outage', 'assign_risk', 'close_risk', 'redact', 'purge') ORDER BY act$$,
                  $$VALUES ('assign_risk'), ('close_risk'), ('enter_outage'), ('excuse'), ('purge'), ('redact'),
                           ('return_report'), ('withdraw_excuse')$$, 'each act leaves a row with the login');
SELECT is((SELECT count(*)::int FROM office.audit WHERE detail::text LIKE '%照明%'), 0, 'without the text');
SELECT lives_ok($$SELECT office.return_report(2, '2020-02-20', 'x''); DROP TABLE daybook.record; --')$$,
                'a reason is not SQL');
SELECT is((SELECT reason FROM office.audit ORDER BY at DESC, subject LIMIT 1) IS NOT NULL, true, 'it is kept as said');
SELECT throws_ok(format('SELECT * FROM daybook.%I', t), '42501', NULL, 'the office reads no ' || t)
  FROM unnest(ARRAY['report_return', 'excuse', 'line_failure', 'risk_follow_up', 'redaction', 'question', 'record',
                    'roster_night', 'cell', 'risk']) t WHERE t <> 'cell';
SELECT throws_ok('SELECT daybook.blank_field(NULL, NULL, NULL, 1)', '42501', NULL, 'nor calls what is inside');
SELECT throws_ok('SELECT daybook.refresh_figures()', '42501', NULL, 'nor rebuilds a view');
SELECT throws_ok('CREATE OR REPLACE VIEW office.figures AS SELECT 1', '42501', NULL, 'nor changes one');

SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok(q, '42501', NULL, 'the daemon may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM office.total(''night'')', 'SELECT office.purge(''2020-01-01'', ''r'')',
                    'DELETE FROM daybook.report_return', 'SELECT * FROM office.risks',
                    'INSERT INTO daybook.excuse VALUES (1, ''2020-02-20'', now(), ''x'', ''r'')']) q;
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
