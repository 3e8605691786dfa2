-- What the office did about a need stays with it when a correction says the needs in another order, more of them or fewer;
-- what a correction has taken away is listed until it is settled. On the roster of roster.sh, as the office.
BEGIN;
SELECT no_plan();

-- Revision n of committee 3's first sheet of 2020-02-20; needs as item, unit and quantity, in their order.
CREATE FUNCTION pg_temp.sheet(revision int, needs jsonb) RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            person_id, code, hash, sealed, part)
SELECT 3, format('00000000-0000-7000-8000-0000000052%s', lpad(revision::text, 2, '0'))::uuid, 4, '2020-02-20', revision,
       CASE WHEN revision > 1 THEN format('00000000-0000-7000-8000-0000000052%s', lpad((revision - 1)::text, 2, '0'))::uuid END,
       0, 1, timestamptz '2020-02-20 10:00Z' + make_interval(mins => revision), person_id, 'SAMPLE00',
       sha256(('52' || revision)::bytea), 'bytes', 1
  FROM daybook.person WHERE code = 'S1';
INSERT INTO daybook.supply_need
SELECT 3, format('00000000-0000-7000-8000-0000000052%s', lpad(revision::text, 2, '0'))::uuid, n, (need->>0)::int, need->>1,
       1, 1, (need->>2)::int, '2020-02-22', 2, ''
  FROM jsonb_array_elements(needs) WITH ORDINALITY AS d (need, n)
$$;
CREATE FUNCTION pg_temp.place(word text) RETURNS text LANGUAGE sql AS
$$ SELECT concat_ws(' ', position, wanted, state, promised, sent, received, gap) FROM office.supply_places
    WHERE committee_id = 3 AND item = word AND report_date = '2020-02-20' $$;
GRANT EXECUTE ON FUNCTION pg_temp.place(text) TO PUBLIC;

SELECT pg_temp.sheet(1, '[[2, "只", 100], [6, "副", 40], [7, "副", 8]]');
SET SESSION AUTHORIZATION clerk;
SELECT lives_ok($$SELECT office.move_supply(3, '医用口罩', 'PROMISED', 80, '调拨')$$, 'masks are promised');
SELECT lives_ok($$SELECT office.move_need(3, '2020-02-20', 1, 2, 'PROMISED', 30)$$, 'gloves, by their place');
SELECT lives_ok($$SELECT office.move_supply(3, 'GLOVES', 'SENT', 25)$$, 'and sent');
SELECT is(pg_temp.place('MASK_MEDICAL'), '1 100 PROMISED 80 20', 'masks');
SELECT is(pg_temp.place('GLOVES'), '2 40 SENT 30 25 15', 'gloves');
SELECT is(pg_temp.place('GOGGLES'), '3 8 OPEN 8', 'goggles');
SELECT is_empty('SELECT FROM office.supply_removed WHERE committee_id = 3', 'nothing is taken away');

-- The other way round, with one more before them.
RESET SESSION AUTHORIZATION;
SELECT pg_temp.sheet(2, '[[8, "件", 5], [7, "副", 8], [6, "副", 50], [2, "只", 100]]');
SET SESSION AUTHORIZATION clerk;
SELECT is(pg_temp.place('MASK_MEDICAL'), '4 100 PROMISED 80 20', 'masks keep their promise');
SELECT is(pg_temp.place('GLOVES'), '3 50 SENT 30 25 25', 'gloves what was sent, of more');
SELECT is(pg_temp.place('GOGGLES'), '2 8 OPEN 8', 'goggles nothing');
SELECT is(pg_temp.place('RAINCOAT'), '1 5 OPEN 5', 'what is new nothing');
SELECT throws_ok($$SELECT office.move_need(3, '2020-02-20', 1, 3, 'PROMISED', 1)$$, 'DB052', NULL, 'gloves are sent already');
SELECT lives_ok($$SELECT office.move_need(3, '2020-02-20', 1, 1, 'PROMISED', 5)$$, 'raincoats stand where masks stood');
SELECT is(pg_temp.place('MASK_MEDICAL'), '4 100 PROMISED 80 20', 'and masks do not move by it');

-- Gloves are taken away; masks are counted in boxes now, which is another need.
RESET SESSION AUTHORIZATION;
SELECT pg_temp.sheet(3, '[[8, "件", 5], [2, "盒", 2]]');
SET SESSION AUTHORIZATION clerk;
SELECT is(pg_temp.place('RAINCOAT'), '1 5 PROMISED 5 0', 'raincoats keep theirs');
SELECT is(pg_temp.place('MASK_MEDICAL'), '2 2 OPEN 2', 'boxes have none');
SELECT results_eq($$SELECT item, unit, promised, sent, received, state FROM office.supply_removed
                     WHERE committee_id = 3 ORDER BY item$$,
                  $$VALUES ('GLOVES', '副', 30, 25, NULL::int, 'SENT'), ('MASK_MEDICAL', '只', 80, NULL, NULL, 'PROMISED')$$,
                  'what was promised and sent for needs that are gone');
SELECT results_eq($$SELECT item, unit, state, quantity, by::text, position::int, removed FROM office.supply_steps
                     WHERE committee_id = 3 ORDER BY item, unit, at, state$$,
                  $$VALUES ('GLOVES', '副', 'PROMISED', 30, 'clerk', NULL::int, true), ('GLOVES', '副', 'SENT', 25, 'clerk', NULL, true),
                           ('MASK_MEDICAL', '只', 'PROMISED', 80, 'clerk', NULL, true),
                           ('RAINCOAT', '件', 'PROMISED', 5, 'clerk', 1, false)$$, 'no step is lost');
SELECT is_empty($$SELECT FROM office.supply_gap WHERE item = 'GLOVES'$$, 'and they lack nothing');
SELECT throws_ok($$SELECT office.move_supply(3, '手套', 'RECEIVED', 26)$$, 'DB053', NULL, 'no more comes in than was sent');
SELECT lives_ok($$SELECT office.move_supply(3, '手套', 'RECEIVED', 25)$$, 'what was sent comes in all the same');
SELECT throws_ok($$SELECT office.move_supply(3, '手套', 'SENT', 1)$$, 'DB052', NULL, 'never back');
SELECT throws_ok($$SELECT office.move_supply(3, '医用口罩', 'SENT', 1)$$, 'DB080',
                 'committee 3 counts 医用口罩 in several units: say which of 只, 盒', 'which masks?');
SELECT lives_ok($$SELECT office.move_supply(3, '医用口罩', 'CLOSED', 0, '已改报', '只')$$, 'settled');
SELECT lives_ok($$SELECT office.move_supply(3, '手套', 'CLOSED', 0, '已交接')$$, 'and settled');
SELECT is_empty('SELECT FROM office.supply_removed WHERE committee_id = 3', 'no more listed');
SELECT lives_ok($$SELECT office.move_supply(3, '医用口罩', 'PROMISED', 2)$$, 'now the boxes are meant');

-- A correction brings gloves back.
RESET SESSION AUTHORIZATION;
SELECT pg_temp.sheet(4, '[[6, "副", 50], [8, "件", 5]]');
SET SESSION AUTHORIZATION clerk;
SELECT is(pg_temp.place('GLOVES'), '1 50 CLOSED 30 25 25 0', 'with all their steps');
SELECT is(pg_temp.place('RAINCOAT'), '2 5 PROMISED 5 0', 'raincoats keep theirs');
SELECT results_eq($$SELECT item, state FROM office.supply_removed WHERE committee_id = 3$$,
                  $$VALUES ('MASK_MEDICAL', 'PROMISED')$$, 'the boxes are gone');

-- What a later night says of the item is newer than what was taken away.
RESET SESSION AUTHORIZATION;
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed, part)
SELECT 3, '00000000-0000-7000-8000-000000005299', 4, '2020-02-21', 1, 0, 1, '2020-02-21 10:00Z', person_id, 'SAMPLE00',
       sha256('5299'), 'bytes', 1 FROM daybook.person WHERE code = 'S1';
INSERT INTO daybook.supply_need
VALUES (3, '00000000-0000-7000-8000-000000005299', 1, 2, '盒', 0, 1, 3, '2020-02-22', 3, '');
SET SESSION AUTHORIZATION clerk;
SELECT is_empty('SELECT FROM office.supply_removed WHERE committee_id = 3', 'a new word about the boxes');
SELECT lives_ok($$SELECT office.move_supply(3, '医用口罩', 'SENT', 3)$$, 'which the office acts on');
SELECT results_eq($$SELECT report_date, state, removed FROM office.supply_steps
                     WHERE committee_id = 3 AND unit = '盒' ORDER BY at, report_date$$,
                  $$VALUES (date '2020-02-20', 'PROMISED', true), ('2020-02-21', 'SENT', false)$$, 'the old step is still shown');
-- The committee says after the settlement that gloves are still lacking, and the office begins again: the first round stays as
-- it was, here and in what was known at an earlier moment.
RESET SESSION AUTHORIZATION;
UPDATE daybook.supply_step
   SET at = timestamptz '2020-02-20 12:00Z' + array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) * interval '1 hour'
 WHERE committee_id = 3 AND item = 6;
CREATE FUNCTION pg_temp.known(moment timestamptz) RETURNS text LANGUAGE sql AS
$$ SELECT string_agg(concat_ws(' ', state, step, gap), ', ') FROM daybook.brief_need_at('2020-02-20', moment, 'infinity')
    WHERE committee_id = 3 AND item = 'GLOVES' $$;
SELECT is(pg_temp.known('2020-02-20 13:30Z'), 'PROMISED 30 20', 'promised, as of then');
SELECT is(pg_temp.known('2020-02-20 14:30Z'), 'SENT 25 25', 'sent, as of then');
SELECT is(pg_temp.known('2020-02-20 16:30Z'), NULL, 'settled, as of then');
INSERT INTO daybook.answered_item
SELECT 3, '00000000-0000-7000-8000-000000005299', 1, 's' || left(encode(sha256(convert_to('6' || E'\n' || '副', 'UTF8')), 'hex'), 8), 3, '';
SET SESSION AUTHORIZATION clerk;
SELECT is(pg_temp.place('GLOVES'), '1 50 CLOSED 30 25 25 50', 'still there');
SELECT lives_ok($$SELECT office.move_supply(3, '手套', 'PROMISED', 50, '再调拨')$$, 'promised anew');
SELECT is(pg_temp.place('GLOVES'), '1 50 PROMISED 50 0', 'nothing of it is sent yet');
SELECT throws_ok($$SELECT office.move_supply(3, '手套', 'PROMISED', 40)$$, 'DB052', NULL, 'once a round');
SELECT throws_ok($$SELECT office.move_supply(3, '手套', 'RECEIVED', 25)$$, 'DB053', NULL, 'what was sent before came in before');
SELECT results_eq($$SELECT round::int, state, quantity FROM office.supply_steps WHERE committee_id = 3 AND item = 'GLOVES'
                     ORDER BY round, at$$,
                  $$VALUES (1, 'PROMISED', 30), (1, 'SENT', 25), (1, 'RECEIVED', 25), (1, 'CLOSED', 0), (2, 'PROMISED', 50)$$,
                  'and every step of both rounds is there');
RESET SESSION AUTHORIZATION;
SELECT is(pg_temp.known('2020-02-20 13:30Z'), 'PROMISED 30 20', 'as of then it is what it was');
SELECT is(pg_temp.known('2020-02-20 14:30Z'), 'SENT 25 25', 'and an hour later');
SELECT is(pg_temp.known('infinity'), 'PROMISED 50 0', 'and now it is promised anew');
SET SESSION AUTHORIZATION clerk;
SELECT throws_ok(q, '42501', NULL, 'the office may not: ' || q)
  FROM unnest(ARRAY['SELECT * FROM daybook.supply_step', 'SELECT * FROM daybook.supply_gone',
                    $$SELECT daybook.take_step(3, '2020-02-21', 4, 1, 2, '盒', 'SENT', false, 'CLOSED', 0, '')$$]) q;
SELECT * FROM finish();
ROLLBACK;
