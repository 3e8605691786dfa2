-- Briefs: what is kept and stays as it was, what is said of it later, who may, and input that is wrong. The rows are those
-- of rows.sql: of 2020-02-20 committee 1 sent its report at 13:11 Z and a correction at 13:12, 2 at 13:21, 6 at 14:01;
-- 4 reported at 13:41 and was not expected; 3 and 5 sent none.
BEGIN;
SELECT no_plan();
UPDATE daybook.record SET sealed = 'bytes';
CREATE FUNCTION tap.one(day date, moment timestamptz) RETURNS int LANGUAGE sql AS
    $$SELECT brief_id FROM office.make_brief(day, moment)$$;
CREATE FUNCTION tap.counted(brief int, wanted text) RETURNS int8 LANGUAGE sql AS
    $$SELECT coalesce((SELECT total FROM office.brief_totals WHERE brief_id = brief AND subject = 'count' AND code = wanted), 0)$$;
-- Everything a brief says, as one text.
CREATE FUNCTION tap.page(brief int) RETURNS text LANGUAGE sql AS
    $$SELECT concat((SELECT string_agg(b::text, E'\n') FROM office.briefs b WHERE b.brief_id = brief),
                    (SELECT string_agg(c::text, E'\n' ORDER BY committee_id) FROM office.brief_committees c WHERE c.brief_id = brief),
                    (SELECT string_agg(n::text, E'\n' ORDER BY subject, code, committee_id) FROM office.brief_numbers n
                      WHERE n.brief_id = brief),
                    (SELECT string_agg(t::text, E'\n' ORDER BY subject, code) FROM office.brief_totals t WHERE t.brief_id = brief),
                    (SELECT string_agg(i::text, E'\n' ORDER BY subject, committee_id, record_id, position)
                       FROM office.brief_items i WHERE i.brief_id = brief),
                    (SELECT string_agg(r::text, E'\n' ORDER BY committee_id, record_id) FROM office.brief_records r
                      WHERE r.brief_id = brief))$$;
CREATE TEMP TABLE made (name text, brief int, page text);
GRANT ALL ON made TO clerk;

-- ---------------------------------------------------------------- made, and found again
SET SESSION AUTHORIZATION clerk;
SELECT results_eq($$SELECT made FROM office.make_brief('2020-02-20', '2020-02-20 13:11:30Z')$$, 'VALUES (true)', 'made');
SELECT results_eq($$SELECT made FROM office.make_brief('2020-02-20', '2020-02-20 13:11:30Z')$$, 'VALUES (false)',
                  'asked again it is found');
INSERT INTO made SELECT 'early', tap.one('2020-02-20', '2020-02-20 13:11:30Z');
INSERT INTO made SELECT 'late', tap.one(NULL, '2020-02-20 14:30Z');
UPDATE made SET page = tap.page(brief);
SELECT is((SELECT count(DISTINCT brief)::int FROM made), 2, 'another moment is another brief');
SELECT is((SELECT report_date FROM office.briefs JOIN made ON brief = brief_id WHERE name = 'late'), '2020-02-20',
          'the night of a moment is its business date');
SELECT results_eq($$SELECT DISTINCT act, who, subject FROM office.audit WHERE act = 'make_brief'$$,
                  $$VALUES ('make_brief', 'clerk', '2020-02-20')$$, 'the audit has who made it');
SELECT is((SELECT count(*)::int FROM office.audit WHERE act = 'make_brief'), 2, 'finding one is no act');

-- ---------------------------------------------------------------- what it counts
SELECT is(tap.counted(brief, 'reported'), CASE name WHEN 'early' THEN 1::int8 ELSE 3 END, 'reported: ' || name) FROM made;
SELECT is(tap.counted(brief, 'expected'), 5::int8, 'expected: ' || name) FROM made;
SELECT is(tap.counted(brief, 'expected'), tap.counted(brief, 'reported') + tap.counted(brief, 'missing')
          + tap.counted(brief, 'excused'), 'roster = reported + missing + excused: ' || name) FROM made;
SELECT is(tap.counted(brief, 'reported'), tap.counted(brief, 'on_time') + tap.counted(brief, 'on_time_outage')
          + tap.counted(brief, 'late'), 'reported = on time + late: ' || name) FROM made;
SELECT results_eq($$SELECT total, reported, expected FROM office.brief_totals JOIN made ON brief = brief_id
                    WHERE name = 'early' AND code = 'on_duty_count' AND subject = 'figure'$$, 'VALUES (11::int8, 1::int8, 5::int8)',
                  'a revision counts as of the moment, beside the hole');
SELECT results_eq($$SELECT t.code, t.total, t.reported, t.not_filled, t.not_asked, t.carried, t.estimate
                      FROM office.brief_totals t JOIN made ON brief = brief_id AND name = 'late'
                     WHERE subject = 'figure' ORDER BY code$$,
                  $$SELECT code, total, reported::int8, not_filled::int8, not_asked::int8, nullif(carried, 0)::int8, estimate
                      FROM office.total('night', '2020-02-20', '2020-02-20') ORDER BY code$$,
                  'with all that is known now it says what office.total says');
SELECT is((SELECT state FROM office.brief_committees JOIN made ON brief = brief_id WHERE name = 'early' AND committee_id = 5),
          'MISSING', 'of a moment that is past nobody says that nothing was seen');
SELECT is((SELECT state FROM office.brief_committees JOIN made ON brief = brief_id WHERE name = 'early' AND committee_id = 3),
          'HELD', 'what was held then is held');
SELECT results_eq($$SELECT committee_id, revision, receipt FROM office.brief_numbers JOIN made ON brief = brief_id
                    WHERE name = 'early' AND subject = 'figure' AND code = 'on_duty_count' AND value > 0$$,
                  $$VALUES (1, 1, 'CCCCCC11')$$, 'a number leads to committee, revision and telephone code');
SELECT is_empty($$SELECT t.code FROM office.brief_totals t
                    LEFT JOIN (SELECT brief_id, subject, code, sum(value) AS total FROM office.brief_numbers GROUP BY 1, 2, 3) n
                   USING (brief_id, subject, code) WHERE n.total IS DISTINCT FROM t.total$$,
                'every total is the sum of its cells');
SELECT is_empty($$SELECT n.brief_id, n.record_id FROM office.brief_numbers n LEFT JOIN office.brief_records r
                   USING (brief_id, committee_id, record_id) WHERE n.record_id IS NOT NULL AND r.record_id IS NULL$$,
                'every record of a number is in the list');
SELECT is((SELECT count(*)::int FROM office.brief_items JOIN made ON brief = brief_id WHERE name = 'early'), 0,
          'what only the correction says is not in the brief before it');
SELECT results_eq($$SELECT subject, committee_id, severity::int, state FROM office.brief_items JOIN made ON brief = brief_id
                    WHERE name = 'late' ORDER BY 1$$, $$VALUES ('case', 1, NULL::int, NULL), ('risk', 1, 3, 'OPEN')$$,
                  'cases that may be published, and open risk points');
SELECT results_eq($$SELECT code, total, names FROM office.brief_totals JOIN made ON brief = brief_id
                    WHERE name = 'late' AND subject = 'supply.gap' AND code LIKE 'PROT%'$$,
                  $$SELECT 'PROTECTIVE_SUIT/套', 20::int8, committee FROM office.committees WHERE committee_id = 2$$, 'supply gaps');
SELECT is((SELECT count(*)::int FROM office.brief_numbers WHERE subject = 'health' AND state <> 'NOT_REPORTED'), 0,
          'health is counted, and nobody has reported it');
SELECT hasnt_column('office', 'brief_numbers', 'person', 'and nobody is named');

-- ---------------------------------------------------------------- what changed since
SELECT is_empty($$SELECT * FROM office.brief_errata((SELECT brief FROM made WHERE name = 'late'))$$, 'nothing since');
SELECT results_eq($$SELECT was, was_reported, now, reported, expected FROM office.brief_errata((SELECT brief FROM made WHERE name =
                    'early')) WHERE subject = 'figure' AND code = 'on_duty_count'$$,
                  'VALUES (11::int8, 1::int8, 29::int8, 3::int8, 5::int8)', 'a correction and late reports: sums with their hole');
SELECT matches((SELECT text_zh FROM office.brief_errata((SELECT brief FROM made WHERE name = 'early')) WHERE code = 'on_duty_count'),
               '^更正:实到值守人数 11 \(1/5\) → 29 \(3/5\) \(.*第2版 11 → 12、.*第1版 未报 → 8、.*第1版 未报 → 9\)$', 'in a sentence');
SELECT results_eq($$SELECT committee_id, was, was_state, now, revision FROM office.brief_changes((SELECT brief FROM made WHERE
                    name = 'early')) WHERE code = 'gate_post_count' AND now IS NOT NULL$$,
                  $$VALUES (1, NULL::int8, 'NOT_FILLED', 3::int8, 2)$$, 'cell by cell');
SELECT results_eq($$SELECT subject, code FROM office.brief_errata((SELECT brief FROM made WHERE name = 'early'))
                    WHERE subject IN ('case', 'risk') ORDER BY 1$$, $$VALUES ('case', 'added'), ('risk', 'added')$$, 'and items');

SELECT office.excuse(5, '2020-02-20', '样例');
SELECT office.return_report(1, '2020-02-20', '样例');
SELECT results_eq($$SELECT code, was, now FROM office.brief_errata((SELECT brief FROM made WHERE name = 'late'))$$,
                  $$VALUES ('missing', 2::int8, 1::int8), ('excused', 0, 1), ('returned', 0, 1)$$, 'an excuse and a return, no more');
SELECT is(tap.counted(tap.one('2020-02-20', '2020-02-20 14:20Z'), 'excused'), 0::int8, 'an excuse of later does not count before');
SELECT office.withdraw_excuse(5, '2020-02-20', '样例');
SELECT is((SELECT count(*)::int FROM office.brief_errata((SELECT brief FROM made WHERE name = 'late'))), 1, 'taken back again');

-- ---------------------------------------------------------------- health, risks and supplies, as their views have them
RESET SESSION AUTHORIZATION;
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            person_id, code, hash, sealed)
SELECT h.committee, h.id::uuid, 3, '2020-02-20', h.revision, h.corrects::uuid, 1, 1, h.at::timestamptz, q.person_id,
       'HHHHHHH' || h.revision, sha256(h.id::bytea), 'bytes'
  FROM (VALUES (1, '00000000-0000-7000-8000-00000000a001', 1, NULL, '2020-02-20 13:00Z'),
               (1, '00000000-0000-7000-8000-00000000a002', 2, '00000000-0000-7000-8000-00000000a001', '2020-02-20 14:25Z'))
       AS h (committee, id, revision, corrects, at)
  JOIN daybook.person q ON q.code = 'S1';
INSERT INTO daybook.health_entry
SELECT 1, e.id::uuid, e.position, q.person_id, e.state, 365, e.evening, e.symptoms, false, false, false, false, false, ''
  FROM (VALUES ('00000000-0000-7000-8000-00000000a001', 1, 'S1', 1, 366, 0),
               ('00000000-0000-7000-8000-00000000a002', 1, 'S1', 2, 374, 1),
               ('00000000-0000-7000-8000-00000000a002', 2, 'P3', 1, 366, 0)) AS e (id, position, code, state, evening, symptoms)
  JOIN daybook.person q ON q.code = e.code;
SET SESSION AUTHORIZATION clerk;
SELECT office.move_need(2, '2020-02-20', 0, 1, 'PROMISED', 15, '');
SELECT office.assign_risk(1, risk_id, '样例王主任') FROM office.risks WHERE committee_id = 1;
INSERT INTO made SELECT 'health', tap.one('2020-02-20', '2020-02-20 14:29Z');
INSERT INTO made SELECT 'now', tap.one('2020-02-20', now());
SELECT results_eq($$SELECT code, total, reported, expected FROM office.brief_totals JOIN made ON brief = brief_id WHERE name = 'now'
                    AND subject = 'health' AND code IN ('persons', 'well', 'watched', 'fever') ORDER BY code$$,
                  $$VALUES ('fever', 1::int8, 1::int8, 5::int8), ('persons', 2, 1, 5), ('watched', 1, 1, 5), ('well', 1, 1, 5)$$,
                  'health is counted, of so many committees');
SELECT results_eq($$SELECT code, was, now FROM office.brief_errata((SELECT brief FROM made WHERE name = 'late'))
                    WHERE subject = 'health' AND code IN ('persons', 'fever') ORDER BY code$$,
                  $$VALUES ('fever', NULL::int8, 1::int8), ('persons', NULL, 2)$$, 'and its corrections are told');
SELECT results_eq($$SELECT committee_id, risk_id, state, severity, owner, nights, first_night, raised_at FROM office.brief_items
                      JOIN made ON brief = brief_id WHERE name = 'now' AND subject = 'risk' ORDER BY 1, 2$$,
                  $$SELECT committee_id, risk_id, state, severity, owner, nights::int, first_night, raised_at FROM office.risks
                     WHERE state NOT IN ('CLOSED', 'SOLVED') AND last_night <= '2020-02-20' ORDER BY 1, 2$$, 'risk points as office.risks has them');
SELECT is((SELECT state FROM office.brief_items JOIN made ON brief = brief_id WHERE name = 'health' AND subject = 'risk'), 'OPEN',
          'as of then it was assigned to nobody');
SELECT results_eq($$SELECT total FROM office.brief_totals JOIN made ON brief = brief_id AND name = 'now' WHERE code = 'PROTECTIVE_SUIT/套'
                    AND subject IN ('supply.gap', 'supply.promised', 'supply.wanted') ORDER BY subject$$,
                  $$SELECT unnest(ARRAY[gap, promised, wanted]::int8[]) FROM office.supply_gap WHERE item = 'PROTECTIVE_SUIT'$$,
                  'supplies as office.supply_gap has them');
SELECT is((SELECT count(*)::int FROM office.brief_totals JOIN made ON brief = brief_id WHERE name = 'health'
            AND subject = 'supply.promised'), 0, 'as of then nothing was promised');
SELECT office.close_risk(1, risk_id, '样例:已修') FROM office.risks WHERE committee_id = 1;
SELECT is((SELECT count(*)::int FROM office.brief_errata((SELECT brief FROM made WHERE name = 'health')) WHERE subject = 'risk'), 0,
          'closing a risk later is no correction');
UPDATE made SET page = tap.page(brief) WHERE name IN ('health', 'now');

-- ---------------------------------------------------------------- it stays as it was
RESET SESSION AUTHORIZATION;
UPDATE daybook.committee SET name = name || '改', telephone = '1';
UPDATE daybook.subdistrict SET name = name || '改';
UPDATE daybook.branch SET name = name || '改';
UPDATE daybook.person SET name = name || '改', telephone = '2';
UPDATE daybook.posting SET valid_to = valid_from WHERE committee_id <> 1;
UPDATE daybook.form_indicator SET label_zh = '改', unit_zh = '改', position = position + 500;
UPDATE daybook.code_list SET label_zh = '改' WHERE list IN ('supply_item', 'work_kind');
UPDATE daybook.night SET deadline = deadline + interval '1 hour';
DELETE FROM daybook.held;
SET SESSION AUTHORIZATION clerk;
SELECT is(tap.page(brief), page, 'names, labels, roster and night have changed, the brief has not: ' || name) FROM made;
SELECT office.redact(1, '2020-02-20', 'observation:1', '样例');
SELECT results_eq($$SELECT text, redacted FROM office.brief_items JOIN made ON brief = brief_id WHERE name = 'late'
                    AND subject = 'risk'$$, $$VALUES ('(已隐去)', true)$$, 'a text that was removed is gone here too');
SELECT is(replace(replace(tap.page(brief), '(已隐去)', ''), ',t,', ''),
          replace(replace(replace(page, '北门夜间照明不足', ''), '北门', ''), ',t,', ''),
          'and nothing else: ' || name) FROM made WHERE name = 'early';
SELECT is((SELECT count(*)::int FROM office.brief_errata((SELECT brief FROM made WHERE name = 'late'))
            WHERE subject = 'risk' AND code <> 'removed_text'), 0, 'a removed text is no correction');
SELECT lives_ok($$SELECT office.purge('2020-02-21', '样例')$$, 'purge');
SELECT is((SELECT count(*)::int FROM office.brief_items JOIN made ON brief = brief_id WHERE name = 'late' AND NOT redacted), 0,
          'what is purged is gone from briefs');
SELECT is((SELECT total FROM office.brief_totals JOIN made ON brief = brief_id WHERE name = 'now' AND subject = 'health'
            AND code = 'persons'), 2::int8, 'the counts stay');
SELECT is((SELECT count(*)::int FROM office.brief_errata((SELECT brief FROM made WHERE name = 'now')) WHERE subject = 'health'
            AND was IS DISTINCT FROM now), 0, 'and a purge is no correction of them');
INSERT INTO made SELECT 'purged', tap.one('2020-02-20', '2020-02-20 14:28Z');
SELECT is((SELECT DISTINCT n.state FROM office.brief_numbers n JOIN made ON brief = brief_id AND name = 'purged'
            WHERE subject = 'health' AND committee_id = 1), 'REMOVED', 'a brief made after it says so');

-- ---------------------------------------------------------------- input that is wrong
SELECT throws_ok($$SELECT office.make_brief('2020-02-20', now() + interval '1 second')$$, 'DB090', NULL, 'a moment to come');
SELECT throws_ok($$SELECT office.make_brief('2020-02-20', 'infinity')$$, 'DB090', NULL, 'the end of time');
SELECT throws_like($$SELECT office.make_brief('2031-01-01', '2020-02-20 14:30Z')$$,
                   'there is no night of 2031-01-01: the nights are from %', 'a night that is none');
SELECT throws_ok($$SELECT office.make_brief(NULL, '2001-01-01')$$, 'DB002', NULL, 'a moment of no night');
SELECT throws_ok($$SELECT office.make_brief('2020-02-20', '-infinity')$$, 'DB091', NULL, 'before everything');
SELECT throws_ok($$SELECT office.make_brief('2020-02-20', '2020-02-20 13:10Z')$$, 'DB091', NULL, 'nothing was reported yet');
SELECT throws_ok(format('SELECT * FROM %s(%s)', f, n), 'DB092', NULL, f || ' of none: ' || n)
  FROM unnest(ARRAY['office.brief_errata', 'office.brief_changes']) f, unnest(ARRAY['0', '-1', '2147483647']) n;
SELECT is((SELECT count(*)::int FROM office.audit WHERE act = 'make_brief'), 6, 'what was refused left nothing');

-- ---------------------------------------------------------------- who may not
SELECT throws_ok(format('SELECT * FROM daybook.%I', t), '42501', NULL, 'the office reads no ' || t)
  FROM unnest(ARRAY['brief', 'brief_committee', 'brief_number', 'brief_item', 'brief_label', 'brief_text']) t;
SELECT throws_ok($$UPDATE office.briefs SET as_of = now()$$, '55000', NULL, 'nor is anything changed through a view');
SELECT throws_ok($$SELECT daybook.brief_item_at('2020-02-20', now(), now())$$, '42501', NULL, 'nor calls what is inside');
RESET SESSION AUTHORIZATION;
CREATE ROLE brief_nurse LOGIN IN ROLE daybook_health;
CREATE ROLE brief_stranger LOGIN;
GRANT USAGE ON SCHEMA tap TO brief_nurse, brief_stranger;
CREATE FUNCTION tap.refused(role name) RETURNS SETOF text LANGUAGE plpgsql AS
$$
DECLARE
    q text;
BEGIN
    EXECUTE format('SET SESSION AUTHORIZATION %I', role);
    FOREACH q IN ARRAY ARRAY['SELECT * FROM office.briefs', 'SELECT * FROM office.brief_numbers',
                             'SELECT * FROM office.make_brief(''2020-02-20'', ''2020-02-20 14:30Z'')',
                             'SELECT * FROM office.brief_errata()', 'SELECT * FROM daybook.brief_number'] LOOP
        RETURN NEXT tap.throws_ok(q, '42501', NULL, role || ' may not: ' || q);
    END LOOP;
    RESET SESSION AUTHORIZATION;
END
$$;
SELECT tap.refused(role) FROM unnest(ARRAY['daybook_daemon', 'brief_nurse', 'brief_stranger']::name[]) role;
SELECT * FROM finish();
ROLLBACK;
