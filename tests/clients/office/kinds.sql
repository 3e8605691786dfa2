-- The other records of 2020-02-19, by hand (samples): two volunteers at committee 1, one each at 2 and 4.
--   roll calls of 1 (one on post, one not reached) and 2; none of 4        health of 1 (one alarm) and 2; nobody of 4
--   a sheet of 2: 20 suits, 100 masks by the piece and 5 by the box; 50 suits given, signed for
--   a meeting of the first branch with a decision that is overdue
INSERT INTO daybook.person (code, name, telephone) VALUES ('V1', '样例志愿甲', '100-1001'), ('V2', '样例志愿乙', '100-1002'),
    ('V3', '样例志愿丙', '100-1003'), ('V4', '样例志愿丁', '100-1004');
INSERT INTO daybook.posting SELECT p.committee, q.person_id, '2020-02-19', '2020-02-19', false
  FROM (VALUES (1, 'V1'), (1, 'V2'), (2, 'V3'), (4, 'V4')) AS p (committee, code) JOIN daybook.person q USING (code);
CREATE FUNCTION pg_temp.kept(n int, committee int, kind int, part int) RETURNS uuid LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed, part)
SELECT committee, format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '6'))::uuid, kind, '2020-02-19', 1, 0, 1,
       '2020-02-19 10:00Z', person_id, 'SAMPLE00', sha256(n::text::bytea), 'bytes', part
  FROM daybook.person WHERE code = 'S1'
RETURNING id
$$;
CREATE FUNCTION pg_temp.who(said text) RETURNS int LANGUAGE sql AS $$ SELECT person_id FROM daybook.person WHERE code = said $$;
INSERT INTO daybook.roll_call_entry
SELECT 1, r, n, pg_temp.who('V' || n), CASE n WHEN 1 THEN 1 ELSE 8 END, CASE n WHEN 1 THEN 740 END, NULL, NULL, NULL, NULL,
       CASE n WHEN 1 THEN '' ELSE E'=1+1 电话\x1b三次' END
  FROM pg_temp.kept(1, 1, 2, 1) r CROSS JOIN generate_series(1, 2) n;
INSERT INTO daybook.roll_call_entry SELECT 2, r, 1, pg_temp.who('V3'), 2, 820, NULL, NULL, NULL, NULL, ''
  FROM pg_temp.kept(2, 2, 2, 1) r;
INSERT INTO daybook.health_entry
SELECT 1, r, e.n, pg_temp.who(e.code), e.state, 365, e.evening, e.symptoms, false, false, false, false, false, e.note
  FROM pg_temp.kept(3, 1, 3, 0) r
 CROSS JOIN (VALUES (1, 'S1', 1, 366, 0, ''), (2, 'V1', 1, 365, 0, ''), (3, 'V2', 2, 375, 3, '样例已就诊'))
       AS e (n, code, state, evening, symptoms, note);
INSERT INTO daybook.health_entry SELECT 2, r, 1, pg_temp.who('V3'), 1, 365, 366, 0, false, false, false, false, false, ''
  FROM pg_temp.kept(4, 2, 3, 0) r;
WITH sheet AS (SELECT pg_temp.kept(5, 2, 4, 1) AS id), need AS (
    INSERT INTO daybook.supply_need
    SELECT 2, id, v.* FROM sheet CROSS JOIN (VALUES (1, 1, '套', 3, 2, 20, date '2020-02-22', 2, ''),
        (2, 2, '只', 0, 9, 100, '2020-02-22', 3, ''), (3, 2, '盒', 0, 1, 5, '2020-02-22', 1, '')) v)
INSERT INTO daybook.supply_movement SELECT 2, id, 1, 2, 1, '套', 50, '样例爱心企业', '样例签收人', '' FROM sheet;
WITH meeting AS (SELECT pg_temp.kept(6, 1, 5, 1) AS id), decided AS (
    INSERT INTO daybook.meeting_decision SELECT 1, id, 1, '样例补齐额温枪', '样例负责人', '2020-02-21' FROM meeting), told AS (
    INSERT INTO daybook.meeting_practice SELECT 1, id, 1, '北门', '样例错峰代送', '等候少了', '' FROM meeting)
INSERT INTO daybook.meeting SELECT 1, id, 3, 1, 1900, 2020, '样例书记', '样例记录人', 9, 9, '样例交流工作', '', NULL FROM meeting;
