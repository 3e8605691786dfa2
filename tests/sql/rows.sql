-- Rows by hand on the roster of roster.sh, so that views.sh can say beforehand what each view must show.
--
-- Night of 2020-02-20, expected 1 2 3 5 6:
--   1  on time, then corrected: revision 2 stands;  a second correction is held (CONFLICT)
--   2  late
--   3  held twice, CLOSED last
--   4  accepted, although nobody is posted there on that date
--   5  not seen
--   6  on time (outage); it had been held (CLOSED) and was let in, so its held row is spent
-- Night of 2020-02-25, expected 1 4: committee 4 on time, figures outside the form.
CREATE FUNCTION pg_temp.record(committee int, n int, day date, revision int, timeliness int, person text) RETURNS uuid
    LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness,
    received_at, sealed_at,
                            person_id, code, hash, sealed)
SELECT committee, format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid, 1, day, revision,
       CASE WHEN revision > 1 THEN format('00000000-0000-7000-8000-%s', lpad((n - 1)::text, 12, '0'))::uuid END, 1,
       timeliness,
       day + time '13:00' + make_interval(mins => n), day + time '12:59', q.person_id, lpad(n::text, 8, 'C'),
       sha256(n::text::bytea), ''
  FROM daybook.person q WHERE q.code = person
RETURNING id
$$;
CREATE FUNCTION pg_temp.report(committee int, record_id uuid, figures int[]) RETURNS void LANGUAGE sql AS
$$ INSERT INTO daybook.nightly_report VALUES (committee, record_id, figures, '今夜平稳,门岗与楼道都已巡查。', false, true) $$;

SELECT pg_temp.report(1, pg_temp.record(1, 11, '2020-02-20', 1, 1, 'S1'), ARRAY[12, 11, 1, 0, 0]);
SELECT pg_temp.report(1, pg_temp.record(1, 12, '2020-02-20', 2, 1, 'S1'), ARRAY[12, 12, 0, 0, 0, NULL, 3]);
SELECT pg_temp.report(2, pg_temp.record(2, 21, '2020-02-20', 1, 3, 'A1'), ARRAY[8, 8, 0, 0, 0]);
SELECT pg_temp.report(4, pg_temp.record(4, 41, '2020-02-20', 1, 1, 'P8'), ARRAY[5]);
SELECT pg_temp.report(6, pg_temp.record(6, 61, '2020-02-20', 1, 2, 'P6'), ARRAY[9, 9, 0, 0, 0]);
SELECT pg_temp.report(4, pg_temp.record(4, 42, '2020-02-25', 1, 1, 'P8'), array_fill(NULL::int, ARRAY[49]) || 7);
UPDATE daybook.nightly_report SET figures[1] = 61, figures[2] = 60
    WHERE record_id = '00000000-0000-7000-8000-000000000042';

INSERT INTO daybook.typical_case VALUES
    (1, '00000000-0000-7000-8000-000000000011', 1, '被更正的案例', 1, '', repeat('旧', 30), '', false),
    (1, '00000000-0000-7000-8000-000000000012', 1, '现行的案例', 9, '三号楼', repeat('新', 30), '已办结', true);
INSERT INTO daybook.observation VALUES
    (1, '00000000-0000-7000-8000-000000000012', 1, 1, 8, 3, '北门', '北门夜间照明不足', true),
    (1, '00000000-0000-7000-8000-000000000012', 2, 4, 11, NULL, '', '感谢志愿者送来热饮', false);
INSERT INTO daybook.supply_need VALUES
    (2, '00000000-0000-7000-8000-000000000021', 1, 1, '套', 3, 2, 20, '2020-02-22', 2, ''),
    (2, '00000000-0000-7000-8000-000000000021', 2, 5, '桶', 3, 0, 5, '2020-02-22', 1, '备用');
INSERT INTO daybook.explanation VALUES
    (2, '00000000-0000-7000-8000-000000000021', 1, 'W_HALF', '两人临时支援邻近小区'),
    (2, '00000000-0000-7000-8000-000000000021', 2, 'text.personal', '号码为公开的值班电话');

INSERT INTO daybook.held (committee_id, id, report_date, status, reason, person_id, first_at, last_at, tries)
SELECT h.committee, format('00000000-0000-7000-8000-%s', lpad(h.n::text, 12, '0'))::uuid, '2020-02-20', h.status,
    'reason', q.person_id,
       timestamptz '2020-02-20 13:00Z', timestamptz '2020-02-20 13:00Z' + make_interval(mins => h.n), 2
  FROM (VALUES (1, 13, 'CONFLICT'), (3, 31, 'FORBIDDEN'), (3, 32, 'CLOSED'), (6, 61, 'CLOSED')) AS h (committee, n,
      status)
  JOIN daybook.person q ON q.code = 'P6';
INSERT INTO daybook.held
SELECT 5, '00000000-0000-7000-8000-000000000051', NULL, 'FAULT', 'no date', person_id, now(), now(), 1
    FROM daybook.person WHERE code = 'P6';
INSERT INTO daybook.daemon VALUES ('d1', now(), now(), true, 'tcp://127.0.0.1:5570', sha256(''), '1.0',
    '{"accepted": 6}');
INSERT INTO daybook.outage (begins, ends, note) VALUES ('2020-02-20 13:50Z', '2020-02-20 14:20Z', 'no daemon accepted');
