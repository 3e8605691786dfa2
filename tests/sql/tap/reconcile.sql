-- Not one person missing: 120 members of 60 committees stand in the roster, the roll calls, the health reports and the
-- head-counts of a night. Whichever row of the four is deleted or doubled, that name is printed, and no other. And what the
-- office is told says nothing of anybody's health.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = warning;

INSERT INTO daybook.night VALUES ('2020-06-01', '2020-06-01 08:00Z', '2020-06-01 14:00Z', NULL, NULL);
INSERT INTO daybook.committee SELECT 1000 + n, '核对' || n || '居委会', 1, 1, NULL FROM generate_series(1, 60) n;
INSERT INTO daybook.person (code, name, telephone)
SELECT 'R' || n, '样例核对' || to_char(n, 'FM000'), '100-9' || to_char(n, 'FM000') FROM generate_series(0, 120) n;
-- Member n is at committee 1000 + (n + 1) / 2: the odd ones on post, the even ones on leave or sick. R0 is the secretary.
CREATE TEMP TABLE member AS
SELECT n, 1000 + (n + 1) / 2 AS committee, q.person_id, q.name,
       CASE WHEN n % 2 = 1 THEN 1 WHEN n % 4 = 0 THEN 3 ELSE 4 END AS state
  FROM generate_series(1, 120) n JOIN daybook.person q ON q.code = 'R' || n;
INSERT INTO daybook.posting SELECT committee, person_id, '2020-06-01', '2020-06-01', false FROM member;
INSERT INTO daybook.posting SELECT 1000 + n, person_id, '2020-06-01', '2020-06-01', true
  FROM generate_series(1, 60) n JOIN daybook.person ON code = 'R0';
CREATE FUNCTION pg_temp.id_of(kind int, committee int, part int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(format('%s/%s/%s', kind, committee, part))::uuid $$;
CREATE FUNCTION pg_temp.keep(kind int, committee int, part int) RETURNS void LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed, part)
SELECT committee, pg_temp.id_of(kind, committee, part), kind, '2020-06-01', 1, 1, 1, '2020-06-01 12:00Z', person_id,
       'SAMPLE00', sha256(''), '', part
  FROM daybook.person WHERE code = 'R0'
$$;
SELECT count(pg_temp.keep(k.kind, 1000 + n, k.part))
  FROM generate_series(1, 60) n CROSS JOIN (VALUES (1, 0), (2, 1), (3, 0)) AS k (kind, part);
INSERT INTO daybook.nightly_report
SELECT committee, pg_temp.id_of(1, committee, 0), ARRAY[2, 1, count(*) FILTER (WHERE state = 3),
       count(*) FILTER (WHERE state = 4), 0]::int[], '今夜平稳,门岗与楼道都已巡查。', true, true
  FROM member GROUP BY committee;
INSERT INTO daybook.roll_call_entry
SELECT committee, pg_temp.id_of(2, committee, 1), 1 + n % 2, person_id, state, CASE state WHEN 1 THEN 740 END, NULL, NULL,
       NULL, NULL, '' FROM member;
INSERT INTO daybook.health_entry
SELECT committee, pg_temp.id_of(3, committee, 0), 1 + n % 2, person_id, 1, 365, 366, 0, false, false, false, false, false, ''
  FROM member
 UNION ALL
SELECT 1001, pg_temp.id_of(3, 1001, 0), 9, person_id, 1, 365, 366, 0, false, false, false, false, false, ''
  FROM daybook.person WHERE code = 'R0';

-- The names that reconciling prints after one change, which is taken back.
CREATE FUNCTION pg_temp.after(change text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
    printed text;
BEGIN
    BEGIN
        EXECUTE change;
        SELECT string_agg(DISTINCT r.names, ' | ') INTO printed FROM office.reconcile('2020-06-01') r;
        RAISE EXCEPTION USING ERRCODE = 'DB999';
    EXCEPTION WHEN SQLSTATE 'DB999' THEN
        RETURN coalesce(printed, '');
    END;
END
$$;
CREATE TEMP VIEW change AS
SELECT m.n, m.name, c.what, format(c.sql, m.committee, m.person_id, m.state, pg_temp.id_of(1, m.committee, 0),
                                   pg_temp.id_of(2, m.committee, 1), pg_temp.id_of(3, m.committee, 0),
                                   CASE m.state WHEN 1 THEN 2 ELSE m.state END, 1001 + (m.committee - 1000) % 60,
                                   pg_temp.id_of(2, 1001 + (m.committee - 1000) % 60, 1),
                                   pg_temp.id_of(3, 1001 + (m.committee - 1000) % 60, 0),
                                   pg_temp.id_of(2, m.committee, 2)) AS sql
  FROM member m
 CROSS JOIN (VALUES
    ('roster, deleted', 'DELETE FROM daybook.posting WHERE committee_id = %1$s AND person_id = %2$s'),
    ('roster, doubled', $$INSERT INTO daybook.posting VALUES (%1$s, %2$s, '2020-05-31', '2020-06-01', false)$$),
    ('roll call, deleted', 'DELETE FROM daybook.roll_call_entry WHERE committee_id = %1$s AND person_id = %2$s'),
    ('roll call, in another list too', $$INSERT INTO daybook.roll_call_entry
        SELECT %8$s, '%9$s', 7, person_id, state, arrived_at, NULL, NULL, NULL, NULL, '' FROM daybook.roll_call_entry
         WHERE committee_id = %1$s AND person_id = %2$s$$),
    ('health, deleted', 'DELETE FROM daybook.health_entry WHERE committee_id = %1$s AND person_id = %2$s'),
    ('health, in another list too', $$INSERT INTO daybook.health_entry
        SELECT %8$s, '%10$s', 7, person_id, 1, 365, 366, 0, false, false, false, false, false, '' FROM daybook.health_entry
         WHERE committee_id = %1$s AND person_id = %2$s$$),
    ('head-count, one too few', $$UPDATE daybook.nightly_report SET figures[1] = figures[1] - 1,
        figures[%7$s] = figures[%7$s] - 1 WHERE record_id = '%4$s'$$),
    ('head-count, one too many', $$UPDATE daybook.nightly_report SET figures[1] = figures[1] + 1,
        figures[%7$s] = figures[%7$s] + 1 WHERE record_id = '%4$s'$$)) AS c (what, sql);

SELECT is((SELECT count(*)::int FROM office.reconcile('2020-06-01')), 0, 'all four agree');
SELECT is((SELECT string_agg(format('%s: %s printed', name, printed), ', ')
             FROM (SELECT name, pg_temp.after(sql) AS printed FROM change WHERE change.what = w.what) t
            WHERE printed <> name), NULL, format('120 members, %s: that name and only that', w.what))
  FROM (SELECT DISTINCT what FROM change ORDER BY what) w;

-- What else it says.
SELECT is(pg_temp.after($$SELECT pg_temp.keep(2, 1001, 2); INSERT INTO daybook.roll_call_entry
    SELECT 1001, pg_temp.id_of(2, 1001, 2), 1, person_id, 1, 740, NULL, NULL, NULL, NULL, '' FROM daybook.person
     WHERE code = 'R1'$$), '样例核对001', 'on post in two shifts');
SELECT is(pg_temp.after($$UPDATE daybook.roll_call_entry SET state = 8, arrived_at = NULL WHERE person_id =
    (SELECT person_id FROM daybook.person WHERE code = 'R7')$$), '样例核对007', 'not reached');
SELECT is(pg_temp.after($$DELETE FROM daybook.nightly_report WHERE committee_id = 1003;
    DELETE FROM daybook.record WHERE committee_id = 1003 AND kind = 1$$), '样例核对005、样例核对006', 'no report: its people');
SELECT is(pg_temp.after($$DELETE FROM daybook.health_entry WHERE person_id =
    (SELECT person_id FROM daybook.person WHERE code = 'R0')$$), '样例核对000', 'the secretary''s health is asked for too');
SELECT is(pg_temp.after($$UPDATE daybook.roll_call_entry SET state = 2 WHERE state = 1$$), '', 'late is on post');

INSERT INTO daybook.health_entry
SELECT 1002, pg_temp.id_of(3, 1002, 0), 7, person_id, 4, NULL, NULL, 63, true, true, true, true, true, '样例病情'
  FROM member WHERE n = 1;
SET SESSION AUTHORIZATION clerk;
SELECT results_eq($$SELECT names, what FROM office.reconcile('2020-06-01') ORDER BY 2$$,
                  $$VALUES ('样例核对001', 'HEALTH_TWICE'), ('样例核对001', 'NOT_ON_ROSTER')$$, 'the office hears who');
SELECT is((SELECT count(*)::int FROM office.reconcile('2020-06-01') r WHERE r::text ~ '病情|63'), 0, 'and nothing of what');
SELECT is((SELECT count(*)::int FROM office.reconcile(NULL)), 0, 'no date, no answer');
SELECT is((SELECT count(*)::int FROM office.reconcile('2031-01-01')), 0, 'nor of a night that is none');
SET SESSION AUTHORIZATION nurse;
SELECT throws_ok($$SELECT * FROM office.reconcile('2020-06-01')$$, '42501', NULL, 'the office''s, not the health officer''s');
SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok($$SELECT * FROM office.reconcile('2020-06-01')$$, '42501', NULL, 'nor the daemon''s');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
