-- Reports that the office enters by telephone: who may, what it refuses, what is kept. Committee 5 has not reported the
-- night of 2020-02-20, committee 1 has; P6 is posted at 5.
BEGIN;
SELECT no_plan();
UPDATE daybook.night SET closed_at = NULL, closed_by = NULL WHERE report_date = '2020-02-20';

-- ---------------------------------------------------------------- the reader of messages
SELECT results_eq($$SELECT place, field::int, number, bytes FROM daybook.wire('\x08ac021203616263'::bytea)$$,
                  $$VALUES (1, 1, 300::int8, NULL::bytea), (2, 2, NULL, 'abc'::bytea)$$, 'a number and a text');
SELECT is((SELECT count(*)::int FROM daybook.wire('')), 0, 'an empty message');
SELECT is(daybook.wire_number('\x08010802', 1), 2::int8, 'the last one of two counts');
SELECT is(daybook.wire_number('\x08ffffffffffffffff7f', 1), 9223372036854775807, 'the greatest number');
SELECT throws_ok($$SELECT * FROM daybook.wire('\x08ffffffffffffffffff01')$$, 'DB070', NULL, 'ten bytes of a number');
SELECT throws_ok($$SELECT * FROM daybook.wire('\x08')$$, 'DB070', NULL, 'cut in a number');
SELECT throws_ok($$SELECT * FROM daybook.wire('\x1205616263')$$, 'DB070', NULL, 'cut in a text');
SELECT throws_ok($$SELECT * FROM daybook.wire('\x0d00000000')$$, 'DB070', NULL, 'a type that the contract has not');
SELECT is(daybook.wire_number(daybook.wire_field(7, n), 7), n, format('there and back: %s', n))
  FROM unnest(ARRAY[0, 1, 127, 128, 16383, 16384, 2147483648, 9223372036854775807]) AS n;
SELECT is(daybook.wire_pack(-1), '\xffffffffffffffffff01', 'a number below 0 has ten bytes');
SELECT is(daybook.wire_date(daybook.wire_field(4, 20200230), 4), NULL, 'no such day');

-- ---------------------------------------------------------------- a report, sealed by hand
CREATE FUNCTION pg_temp.sealed(committee int, day int, id text, figures bytea DEFAULT NULL, base bytea DEFAULT NULL)
    RETURNS bytea LANGUAGE sql AS
$$
SELECT daybook.wire_field(1, decode(id, 'hex')) || daybook.wire_field(2, committee) || daybook.wire_field(3, 1)
       || daybook.wire_field(4, day) || daybook.wire_field(5, 1) || daybook.wire_field(7, base)
       || daybook.wire_field(16, coalesce(figures, (SELECT string_agg(daybook.wire_field(1,
              daybook.wire_field(1, f.number) || daybook.wire_field(2, f.least)), '' ORDER BY f.number)
              FROM daybook.form_indicator f WHERE f.version = 1 AND f.required))
              || daybook.wire_field(2, '今夜平稳,门岗与楼道都已巡查。'::text) || daybook.wire_field(4, 1))
$$;
CREATE FUNCTION pg_temp.entry(sealed bytea, person text DEFAULT 'P6', telephone text DEFAULT '13800000000') RETURNS text
    LANGUAGE sql AS
$$ SELECT format('SELECT office.enter_by_proxy(%L::bytea, %L::bytea, %L, %L, %L)', sealed, sha256(sealed), '0123ABCD', person,
                 telephone) $$;
CREATE TEMP TABLE try AS
SELECT pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a1', 16))) AS good,
       pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a2', 16))) AS again,
       pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a3', 16), NULL, decode(repeat('a1', 16), 'hex'))) AS correction,
       pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a4', 16)), 'P8') AS not_posted,
       pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a4', 16)), 'P6', ' 1') AS no_telephone,
       pg_temp.entry(pg_temp.sealed(1, 20200220, repeat('a4', 16)), 'S1') AS stands,
       pg_temp.entry(pg_temp.sealed(5, 20200220, repeat('a4', 16), '\x0a0408011005'::bytea)) AS few_figures,
       pg_temp.entry('\x') AS nothing;
GRANT SELECT ON try TO PUBLIC;
CREATE FUNCTION pg_temp.run(statement text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE statement; END $$;

-- ---------------------------------------------------------------- who may
SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok((SELECT good FROM try), '42501', NULL, 'the daemon may not');
SELECT throws_ok('INSERT INTO daybook.proxy_entry VALUES (5, gen_random_uuid(), ''x'', ''123'')', '42501', NULL,
                 'nor does it write an entry');
SET SESSION AUTHORIZATION nurse;
SELECT throws_ok((SELECT good FROM try), '42501', NULL, 'the health officer may not');
SET SESSION AUTHORIZATION clerk;
SELECT throws_ok('SELECT * FROM daybook.proxy_entry', '42501', NULL, 'the office reads no table');
SELECT throws_ok('SELECT daybook.draw_nightly_report(5, gen_random_uuid(), '''')', '42501', NULL, 'draws nothing by itself');
SELECT throws_ok('SELECT daybook.keep_proxy('''', '''', '''', 1)', '42501', NULL, 'and keeps nothing by itself');

-- ---------------------------------------------------------------- what it refuses
SELECT throws_ok((SELECT nothing FROM try), 'DB070', NULL, 'no bytes');
SELECT throws_ok((SELECT not_posted FROM try), 'DB075', NULL, 'a person who is not posted there');
SELECT throws_ok((SELECT no_telephone FROM try), 'DB078', NULL, 'no telephone');
SELECT throws_ok((SELECT stands FROM try), 'DB076', NULL, 'where a report stands');
SELECT throws_ok((SELECT few_figures FROM try), 'DB072', NULL, 'without the figures that are required');

-- ---------------------------------------------------------------- what it keeps
SELECT is((SELECT state FROM office.committee_night WHERE committee_id = 5 AND report_date = '2020-02-20'), 'NOT_SEEN',
          'nothing seen before');
SELECT lives_ok((SELECT good FROM try), 'the office enters it');
SELECT results_eq($$SELECT revision, timeliness, sender, entered_by_proxy, entered_by, no_case FROM office.report
                    WHERE committee_id = 5 AND report_date = '2020-02-20'$$,
                  $$SELECT 1, 'LATE', name, true, 'clerk', true FROM office.postings p
                    JOIN (SELECT 'P6' AS code, p.person AS name FROM office.postings p WHERE p.person_code = 'P6' LIMIT 1) q
                    ON true WHERE p.person_code = 'P6' LIMIT 1$$, 'it stands, marked');
SELECT is((SELECT state FROM office.committee_night WHERE committee_id = 5 AND report_date = '2020-02-20'), 'ACCEPTED',
          'the committee is not missing any more');
SELECT results_eq($$SELECT who, subject, detail->>'person_code', detail->>'telephone' FROM office.audit
                    WHERE act = 'enter_by_proxy'$$, $$VALUES ('clerk', '5 2020-02-20', 'P6', '13800000000')$$, 'the audit knows');
SELECT results_eq($$SELECT entered_by, person_code, telephone, standing, state FROM office.proxy_entries$$,
                  $$VALUES ('clerk', 'P6', '13800000000', true, 'WAITING')$$, 'it is listed');
SELECT throws_ok((SELECT again FROM try), 'DB077', NULL, 'not twice');
SELECT lives_ok((SELECT correction FROM try), 'but an entry may be corrected by one');
SELECT results_eq($$SELECT revision, state FROM office.proxy_entries ORDER BY 1$$,
                  $$VALUES (1, 'ENTERED_AGAIN'), (2, 'WAITING')$$, 'the newest waits for the original');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*)::int FROM daybook.nightly_report n JOIN daybook.proxy_entry e USING (committee_id, record_id)), 2,
          'each has its figures');

-- ---------------------------------------------------------------- a closed night
UPDATE daybook.night SET closed_at = now(), closed_by = 'clerk' WHERE report_date = '2020-02-20';
SET SESSION AUTHORIZATION clerk;
SELECT throws_ok((SELECT again FROM try), 'DB074', NULL, 'a closed night takes none');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
