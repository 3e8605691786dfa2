-- The other kinds of record: what the office reads of them, what it does about them, what can be redacted and purged; as
-- the office, the health officer and the daemon. On the roster of roster.sh: on 2020-02-20 are posted S1 (secretary) and P3
-- at committee 1, S1 and A1 at 2, P4 and P5 at 3, P6 at 5 and at 6.
BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.id_of(n int) RETURNS uuid LANGUAGE sql AS
$$ SELECT format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '7'))::uuid $$;
CREATE FUNCTION pg_temp.record(n int, committee int, kind int, part int, revision int DEFAULT 1) RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            person_id, code, hash, sealed, part)
SELECT committee, pg_temp.id_of(n), kind, '2020-02-20', revision, CASE WHEN revision > 1 THEN pg_temp.id_of(n - 1) END, 0, 1,
       '2020-02-20 10:00Z', person_id, 'SAMPLE00', sha256(n::text::bytea), 'bytes', part
  FROM daybook.person WHERE code = 'S1'
$$;
CREATE FUNCTION pg_temp.person(said text) RETURNS int LANGUAGE sql AS
$$ SELECT person_id FROM daybook.person WHERE code = said $$;
CREATE FUNCTION pg_temp.called(committee int, n int, place int, code text, state int, note text) RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.roll_call_entry VALUES (committee, pg_temp.id_of(n), place, pg_temp.person(code), state,
    CASE WHEN state < 3 THEN 740 END, NULL, 366, NULL, NULL, note)
$$;
CREATE FUNCTION pg_temp.well(committee int, n int, place int, code text, evening int, note text) RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.health_entry VALUES (committee, pg_temp.id_of(n), place, pg_temp.person(code),
    CASE WHEN evening < 373 THEN 1 ELSE 2 END, 365, evening, 0, false, false, false, false, false, note)
$$;

SELECT pg_temp.record(1, 1, 2, 1), pg_temp.record(2, 1, 2, 1, 2), pg_temp.record(3, 2, 2, 1), pg_temp.record(4, 5, 2, 1);
SELECT pg_temp.called(1, 1, 1, 'P3', 1, '样例旧备注'), pg_temp.called(1, 2, 1, 'P3', 8, '样例电话三次'),
       pg_temp.called(2, 3, 1, 'A1', 2, ''), pg_temp.called(5, 4, 1, 'P6', 1, '');
SELECT pg_temp.record(11, 1, 3, 0), pg_temp.record(12, 2, 3, 0), pg_temp.record(13, 5, 3, 0);
SELECT pg_temp.well(1, 11, 1, 'S1', 366, ''), pg_temp.well(1, 11, 2, 'P3', 375, '样例病情'),
       pg_temp.well(2, 12, 1, 'A1', 365, ''), pg_temp.well(5, 13, 1, 'P6', 364, '');
SELECT pg_temp.record(21, 2, 4, 1), pg_temp.record(31, 1, 5, 1), pg_temp.record(41, 1, 6, 1);
INSERT INTO daybook.supply_need VALUES (2, pg_temp.id_of(21), 1, 2, '只', 0, 9, 100, '2020-02-22', 3, '样例理由'),
                                       (2, pg_temp.id_of(21), 2, 2, '盒', 0, 1, 5, '2020-02-22', 3, '');
INSERT INTO daybook.supply_movement VALUES (2, pg_temp.id_of(21), 1, 2, 1, '套', 50, '样例企业', '样例签收人', ''),
                                           (2, pg_temp.id_of(21), 2, 7, 1, '套', 2, '', '样例签收人', '破损');
INSERT INTO daybook.explanation VALUES (2, pg_temp.id_of(21), 1, 'supply.short', '样例说明文字');
INSERT INTO daybook.meeting VALUES (1, pg_temp.id_of(31), 3, 1, 1900, 2000, '样例书记', '样例记录人', 9, 8, '样例议题', '样例文件',
                                    NULL);
INSERT INTO daybook.meeting_absence VALUES (1, pg_temp.id_of(31), 1, '样例缺席人', '发烧');
INSERT INTO daybook.meeting_practice VALUES (1, pg_temp.id_of(31), 1, '样例地', '样例做法一条', '样例成效', '各处');
INSERT INTO daybook.meeting_decision VALUES (1, pg_temp.id_of(31), 1, '样例决议', '样例负责人', '2020-02-21');
INSERT INTO daybook.meeting_settled VALUES (1, pg_temp.id_of(31), 1, 1, '2020-02-20', 1, 1, '样例办结');
SELECT pg_temp.record(51, 2, 1, 9);
UPDATE daybook.record SET report_date = '2020-02-21', part = 0 WHERE id = pg_temp.id_of(51);
INSERT INTO daybook.answered_item
SELECT 2, pg_temp.id_of(51), 1, open_item, 2, '样例答复' FROM office.supply_needs WHERE committee_id = 2 AND item = 'DISINFECTANT';
INSERT INTO daybook.bulletin_read VALUES (1, pg_temp.id_of(41), 1, '2020-02-20 12:00Z');

-- ---------------------------------------------------------------- roll calls and health
SET SESSION AUTHORIZATION clerk;
SELECT results_eq($$SELECT committee_id, roll_calls::int, people::int, present::int, late::int, unreached::int,
                           not_asked::int FROM office.roll_call_night WHERE report_date = '2020-02-20' ORDER BY 1$$,
                  $$VALUES (1, 1, 1, 0, 0, 1, 0), (2, 1, 1, 0, 1, 0, 0), (3, 0, 2, 0, 0, 0, 2), (5, 1, 1, 1, 0, 0, 0),
                           (6, 0, 1, 0, 0, 0, 1)$$, 'the newest roll call counts; nobody is left out');
SELECT is_empty($$SELECT FROM office.roll_call_night WHERE people <> present + late + on_leave + sick + swapped +
                  transferred + off_duty + unreached + not_asked$$, 'the states add up to the people');
SELECT results_eq($$SELECT committee_id, reported, persons::int, alarms::int, posted::int, unreported::int
                    FROM office.health WHERE report_date = '2020-02-20' ORDER BY 1$$,
                  $$VALUES (1, true, 2, 1, 2, 0), (2, true, 1, 0, 2, 0), (3, false, 0, 0, 2, 2), (5, true, 1, 0, 1, 0),
                           (6, false, 0, 0, 1, 0)$$, 'who is posted twice stands in one health report');
SELECT results_eq($$SELECT expected::int, reported::int, posted::int, named::int, unreported::int, alarms::int
                    FROM office.health_night WHERE report_date = '2020-02-20'$$, $$VALUES (5, 3, 6, 4, 2, 1)$$,
                  'and counts once in the night');
SELECT results_eq($$SELECT committee_id, contact_person FROM office.health_alarms WHERE report_date = '2020-02-20'$$,
                  $$VALUES (1, '样例书记')$$, 'an alarm says whom to call');
SELECT throws_ok(q, '42501', NULL, 'the office may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM health.night', 'SELECT health.business_date()', 'SELECT * FROM daybook.health_named',
                    'SELECT * FROM daybook.called', 'SELECT * FROM daybook.text_field', 'SELECT daybook.need_field(''case:1'')',
                    'DELETE FROM daybook.supply_step']) q;
SET SESSION AUTHORIZATION nurse;
SELECT results_eq($$SELECT person_code FROM health.missing WHERE report_date = '2020-02-20' ORDER BY 1$$,
                  $$VALUES ('P4'), ('P5')$$, 'the health officer has their names');
SELECT results_eq($$SELECT person_code, note, alarm FROM health.entry WHERE report_date = '2020-02-20' AND alarm$$,
                  $$VALUES ('P3', '样例病情', true)$$, 'and what they said');
SELECT is((SELECT posted::int FROM health.night WHERE report_date = '2020-02-20'), 6, 'and the counts');
SELECT isnt(health.business_date(), NULL, 'and the date');
SELECT throws_ok(q, '42501', NULL, 'the health officer may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM office.health', 'SELECT office.move_supply(2, ''防护服'', ''PROMISED'', 1)',
                    'SELECT office.redact(1, ''2020-02-20'', ''health.note:1'', ''r'')', 'SELECT office.purge(''2020-01-01'', ''r'')',
                    'SELECT * FROM daybook.health_entry', 'SELECT * FROM office.roll_call']) q;

-- ---------------------------------------------------------------- supplies
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.move_supply(2, '防护服', 'PROMISED', 15, '调拨')$$, 'promised by the word of the item');
SELECT results_eq($$SELECT wanted, promised, sent, received, gap, state FROM office.supply_places
                    WHERE committee_id = 2 AND item = 'PROTECTIVE_SUIT'$$,
                  $$VALUES (20, 15, NULL::int, NULL::int, 5, 'PROMISED')$$, 'five are lacking');
SELECT lives_ok($$SELECT office.move_supply(2, 'protective suit', 'SENT', 12)$$, 'sent, less than promised');
SELECT throws_ok($$SELECT office.move_supply(2, 'PROTECTIVE_SUIT', 'RECEIVED', 13)$$, 'DB053', NULL,
                 'no more is received than was sent');
SELECT lives_ok($$SELECT office.move_supply(2, 'PROTECTIVE_SUIT', 'RECEIVED', 10)$$, 'received, less than sent');
SELECT results_eq($$SELECT wanted::int, promised::int, on_the_way::int, received::int, gap::int FROM office.supply_gap
                    WHERE item = 'PROTECTIVE_SUIT'$$, $$VALUES (20, 0, 0, 10, 10)$$, 'what was not enough stays lacking');
SELECT throws_ok($$SELECT office.move_supply(2, '防护服', 'SENT', 1)$$, 'DB052', NULL, 'never back');
SELECT lives_ok($$SELECT office.move_supply(2, '防护服', 'CLOSED', 0, '另行采购')$$, 'settled');
SELECT is_empty($$SELECT FROM office.supply_gap WHERE item = 'PROTECTIVE_SUIT'$$, 'and no more lacking');
SELECT throws_ok($$SELECT office.move_supply(2, '医用口罩', 'PROMISED', 1)$$, 'DB080',
                 'committee 2 counts 医用口罩 in several units: say which of 只, 盒', 'which unit?');
SELECT lives_ok($$SELECT office.move_supply(2, '医用口罩', 'PROMISED', 1, '', '盒')$$, 'this one');
SELECT throws_ok(format('SELECT office.move_supply(%s)', q), state, NULL, 'bad input: ' || q)
  FROM (VALUES ($$99, '防护服', 'PROMISED', 1$$, 'DB004'), ($$NULL, '防护服', 'PROMISED', 1$$, 'DB004'),
               ($$2, '手套', 'PROMISED', 1$$, 'DB050'), ($$2, NULL, 'PROMISED', 1$$, 'DB050'),
               ($$2, '医用口罩', 'PROMISED', 1, '', '箱'$$, 'DB050'), ($$2, '消毒液', 'LOST', 1$$, 'DB051'),
               ($$2, '消毒液', NULL, 1$$, 'DB051'), ($$2, '消毒液', 'PROMISED', 0$$, 'DB053'),
               ($$2, '消毒液', 'PROMISED', -1$$, 'DB053'), ($$2, '消毒液', 'PROMISED', NULL$$, 'DB053'),
               ($$2, '消毒液', 'SENT', 1000001$$, 'DB053'), ($$2, '消毒液', 'RECEIVED', 1$$, 'DB053'),
               ($$2, '消毒液', 'SENT', 1, repeat('长', 201)$$, 'DB006'),
               ($$2, '消毒液'' OR true --', 'SENT', 1$$, 'DB050')) AS bad (q, state);
SELECT results_eq($$SELECT gap, settled FROM office.supply_places WHERE committee_id = 2 AND item = 'DISINFECTANT'$$,
                  $$VALUES (0, true)$$, 'the committee says that it is solved');
SELECT is_empty($$SELECT FROM office.supply_gap WHERE item = 'DISINFECTANT'$$, 'and so it lacks nothing');
SELECT is((SELECT count(*)::int FROM office.audit WHERE act = 'move_need' AND who = 'clerk'), 5, 'each step by name');
RESET SESSION AUTHORIZATION;
UPDATE daybook.supply_step SET at = '2020-02-19 15:00Z';
INSERT INTO daybook.answered_item
SELECT 2, pg_temp.id_of(51), 9, 's' || left(encode(sha256(convert_to('1' || E'\n' || '套', 'UTF8')), 'hex'), 8), 3, '';
SET SESSION AUTHORIZATION clerk;
SELECT results_eq($$SELECT state, gap, settled FROM office.supply_places WHERE committee_id = 2 AND item = 'PROTECTIVE_SUIT'$$,
                  $$VALUES ('CLOSED', 20, false)$$, 'closed, but the committee says since that it is still there');
SELECT lives_ok($$SELECT office.move_supply(2, '防护服', 'PROMISED', 20)$$, 'so the office may act again');
SELECT results_eq($$SELECT state, gap, settled FROM office.supply_places WHERE committee_id = 2 AND item = 'PROTECTIVE_SUIT'$$,
                  $$VALUES ('PROMISED', 0, false)$$, 'and it is promised anew');
RESET SESSION AUTHORIZATION;
DELETE FROM daybook.answered_item WHERE position = 9;
SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok($$SELECT office.move_supply(2, '防护服', 'PROMISED', 1)$$, '42501', NULL, 'the daemon promises nothing');

-- ---------------------------------------------------------------- redact, every kind
RESET SESSION AUTHORIZATION;
SELECT lives_ok(format('SELECT office.redact(%s, %L, %L, %L)', committee, '2020-02-20', field, '本人要求'), field)
  FROM (VALUES (1, 'roll_call.1.note:1'), (1, 'health.note:2'), (2, 'sheet.1.supply:1'), (2, 'sheet.1.movement:1'),
               (2, 'sheet.1.explanation:1'), (1, 'minutes.1.agenda'), (1, 'minutes.1.studied'), (1, 'minutes.1.absence:1'),
               (1, 'minutes.1.practice:1'), (1, 'minutes.1.decision:1'), (1, 'minutes.1.settled:1')) AS f (committee, field);
SELECT lives_ok($$SELECT office.redact(2, '2020-02-21', 'answer:1', '本人要求')$$, 'answer:1');
SELECT is((SELECT text FROM daybook.answered_item WHERE record_id = pg_temp.id_of(51)), '', 'an answer');
SELECT results_eq($$SELECT note, temperature FROM daybook.roll_call_entry WHERE committee_id = 1$$,
                  $$VALUES ('', NULL::int2), ('', NULL)$$, 'the note and the temperature, of every revision');
SELECT results_eq($$SELECT note, evening::int FROM daybook.health_entry WHERE committee_id = 1 ORDER BY position$$,
                  $$VALUES ('', 366), ('', 375)$$, 'a health note, and nothing else of it');
SELECT results_eq($$SELECT party, signed_by, reason FROM daybook.supply_movement ORDER BY position$$,
                  $$VALUES ('(已隐去)', '(已隐去)', ''), ('', '样例签收人', '破损')$$, 'who gave and who signed');
SELECT is_empty($$SELECT FROM daybook.meeting m JOIN daybook.meeting_absence a USING (record_id) JOIN daybook.meeting_practice p
                  USING (record_id) JOIN daybook.meeting_decision d USING (record_id) JOIN daybook.meeting_settled s
                  USING (record_id) WHERE concat(m.agenda, m.studied, a.name, a.reason, p.place, p.what, p.effect, p.copy_to,
                  d.what, d.owner, s.result) ~ '样例|发烧'$$, 'the texts of minutes');
SELECT is((SELECT reason FROM daybook.supply_need WHERE record_id = pg_temp.id_of(21) AND position = 1), '', 'why it is needed');
SELECT results_eq($$SELECT DISTINCT sealed = '', length(hash) FROM daybook.record WHERE id IN (pg_temp.id_of(1), pg_temp.id_of(2),
                    pg_temp.id_of(11), pg_temp.id_of(21), pg_temp.id_of(31))$$, $$VALUES (true, 32)$$,
                  'their bytes are gone, the hashes stay');
SELECT is((SELECT sealed FROM daybook.record WHERE id = pg_temp.id_of(12)), 'bytes'::bytea, 'no others are');
SET SESSION AUTHORIZATION clerk;
SELECT throws_ok(format('SELECT office.redact(1, %L, %L, %L)', '2020-02-20', f, 'r'), state, NULL, 'no field: ' || f)
  FROM (VALUES ('roll_call.note:1', 'DB036'), ('roll_call.1.note', 'DB036'), ('roll_call.2.note:1', 'DB030'),
               ('roll_call.1.note:9', 'DB036'), ('health.1.note:1', 'DB036'), ('minutes.1.title', 'DB036'),
               ('minutes.0.agenda', 'DB036'), ('sheet.1.reason:1', 'DB036'), ('read.1.at', 'DB036'),
               ('minutes.1.agenda; DROP TABLE daybook.record', 'DB036'), ('health.note:1 OR true', 'DB036')) AS n (f, state);
SELECT throws_ok(format('SELECT office.redact(%s)', q), state, NULL, 'bad input: ' || q)
  FROM (VALUES ($$99, '2020-02-20', 'health.note:1', 'r'$$, 'DB004'), ($$1, '2031-01-01', 'health.note:1', 'r'$$, 'DB002'),
               ($$3, '2020-02-20', 'health.note:1', 'r'$$, 'DB030'), ($$1, '2020-02-20', 'health.note:1', ' '$$, 'DB006'))
       AS bad (q, state);

-- ---------------------------------------------------------------- purge, every kind
SELECT cmp_ok(office.purge('2020-02-21', '留存期满'), '>=', 5, 'purged: those that had bytes left');
RESET SESSION AUTHORIZATION;
SELECT is_empty($$SELECT FROM daybook.health_entry h JOIN daybook.record r ON r.id = h.record_id
                  WHERE r.report_date < '2020-02-21'$$, 'no health row is left');
SELECT is((SELECT count(*)::int FROM daybook.record WHERE kind = 3 AND report_date = '2020-02-20'), 3, 'their receipts are');
SELECT results_eq($$SELECT reported, persons, alarms, unreported FROM office.health
                     WHERE report_date = '2020-02-20' AND committee_id = 1$$,
                  $$VALUES (true, NULL::bigint, NULL::bigint, NULL::bigint)$$, 'what was purged is not none');
SELECT results_eq($$SELECT reported::int, well, named, unreported FROM office.health_night WHERE report_date = '2020-02-20'$$,
                  $$VALUES (3, NULL::numeric, NULL::bigint, NULL::bigint)$$, 'nor in the sum of the night');
SELECT is_empty($$SELECT FROM office.reconcile('2020-02-20') WHERE what LIKE 'HEALTH%'$$, 'and nobody is missing for it');
SELECT results_eq($$SELECT count(*)::int, bool_and(sealed = ''), min(length(hash)) FROM daybook.record
                    WHERE report_date = '2020-02-20' AND kind > 1$$, $$VALUES (10, true, 32)$$, 'every receipt, no bytes');
SELECT results_eq($$SELECT party, signed_by, reason FROM daybook.supply_movement ORDER BY position$$,
                  $$VALUES ('(已隐去)', '(已隐去)', ''), ('', '样例签收人', '(已隐去)')$$, 'who signed stays traceable');
SELECT is_empty($$SELECT FROM daybook.roll_call_entry WHERE note <> '' OR temperature IS NOT NULL$$, 'roll calls');
SELECT is((SELECT text FROM daybook.explanation WHERE record_id = pg_temp.id_of(21)), '(已隐去)', 'explanations');
SELECT results_eq($$SELECT number, read_at FROM daybook.bulletin_read$$, $$VALUES (1, NULL::timestamptz)$$, 'when it was read');
SELECT results_eq($$SELECT state::int FROM daybook.roll_call_entry ORDER BY committee_id, record_id$$,
                  $$VALUES (1), (8), (2), (1)$$, 'states stay: they are counted');
SELECT is(office.purge('2020-02-21', '再来一次'), 0, 'once is enough');

-- ---------------------------------------------------------------- a posting that was entered twice
INSERT INTO daybook.posting SELECT 1, person_id, '2020-02-20', '2020-02-20', false FROM daybook.person WHERE code = 'P3';
SELECT results_eq($$SELECT committee_id, state FROM office.posted WHERE report_date = '2020-02-20' AND person_code = 'P3'$$,
                  $$VALUES (1, 'UNREACHED')$$, 'is one person on post');
SELECT results_eq($$SELECT names FROM office.reconcile('2020-02-20') WHERE what = 'POSTED_TWICE'$$, $$VALUES ('样例丙')$$,
                  'and is told by name');
SELECT * FROM finish();
ROLLBACK;
