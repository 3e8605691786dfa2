-- Rows by hand on the roster of run.sh (samples, no real places or people), so that run.sh can say what must be shown.
--
-- Night of 2020-02-18, expected 1..6, reported 3:
--   1  revision 2 stands, on time; figures 0, filled and not filled; texts that a terminal or a spreadsheet would obey
--   2  late; asked by form version 2, which has one figure less and one more
--   3  held: the sender is not posted there        4  held, for a reason that is newer than the program
--   5  nothing seen                                6  on time; no case declared, zero report
CREATE FUNCTION pg_temp.record(committee int, n int, revision int, timeliness int, version int, at timestamptz)
    RETURNS uuid LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness,
                            received_at, sealed_at, person_id, code, hash, sealed)
SELECT committee, format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid, 1, '2020-02-18', revision,
       CASE WHEN revision > 1 THEN format('00000000-0000-7000-8000-%s', lpad((n - 1)::text, 12, '0'))::uuid END,
       version, timeliness, at, at - interval '1 minute', q.person_id, lpad(n::text, 8, 'C'), sha256(n::text::bytea), ''
  FROM daybook.person q WHERE q.code = 'S1'
RETURNING id
$$;

INSERT INTO daybook.form_version SELECT 2, '2020-02-18', NULL, 'hotline out, doorbell in';
INSERT INTO daybook.form_group SELECT 2, code, position, label_zh, label_en FROM daybook.form_group WHERE version = 1;
INSERT INTO daybook.indicator VALUES (41, 'doorbell_count');
INSERT INTO daybook.question VALUES (41, false, '样例物业', '样例表', NULL);
INSERT INTO daybook.form_indicator
SELECT 2, number, position, group_code, label_zh, label_en, unit_zh, unit_en, least, most, required, alarm
  FROM daybook.form_indicator WHERE version = 1 AND number <> 40
 UNION ALL
SELECT 2, 41, 41, group_code, '门铃检修', 'doorbells mended', unit_zh, unit_en, 0, 100, false, false
  FROM daybook.form_indicator WHERE version = 1 AND number = 40;

INSERT INTO daybook.nightly_report VALUES
    (1, pg_temp.record(1, 11, 1, 1, 1, '2020-02-18 20:00+08'), ARRAY[12, 11, 1, 0, 0],
     '第一稿，已被更正，不应出现。', false, false),
    (1, pg_temp.record(1, 12, 2, 1, 1, '2020-02-18 21:40:05+08'), ARRAY[12, 12, 0, 0, 0, NULL, 3],
     E'白天门岗平稳，测温无异常。下午三点在东门劝返快递车两辆，司机配合，已指引到北门统一交接点。\n'
     '晚间巡楼，二号楼道声控灯损坏，已报修。\x1b[31m红字\x1b[0m', false, false),
    (2, pg_temp.record(2, 21, 1, 3, 2, '2020-02-18 23:15+08'), ARRAY[8, 8, 0, 0, 0],
     '补报，当晚网络中断，恢复后立即发送。', false, false),
    (6, pg_temp.record(6, 61, 1, 1, 1, '2020-02-18 21:00+08'), ARRAY[9, 9, 0, 0, 0],
     '一切正常，无需协调事项。', true, true);
INSERT INTO daybook.typical_case VALUES
    (1, '00000000-0000-7000-8000-000000000011', 1, '被更正的案例', 1, '', repeat('旧', 30), '', false),
    (1, '00000000-0000-7000-8000-000000000012', 1, '=1+1 独居老人买药', 8, '三号楼 402 室',
     E'独居老人降压药只剩两天的量，出门又不放心。志愿者先打电话问清药名，再到社区卫生服务中心代配，'
     '当天下午送到门口，并约好下周三再来。\n'
     '"老人说：这下心里踏实了。"', '药已送到，列入每周代配名单', true),
    (2, '00000000-0000-7000-8000-000000000021', 1, '快递堆放点改到东门外', 2, '东门',
     '快递在门口堆成一片，居民扎堆翻找。值守人员画线分区，按楼号摆放，'
     '并在群里通知分时段来取，第二天起不再拥挤。', '', false);
INSERT INTO daybook.observation VALUES
    (1, '00000000-0000-7000-8000-000000000012', 1, 4, 11, NULL, '', '感谢居民送来的热姜茶', false),
    (1, '00000000-0000-7000-8000-000000000012', 2, 1, 1, 3, '北门',
     '北门夜间无照明，测温时看不清读数，建议加装临时灯', true),
    (2, '00000000-0000-7000-8000-000000000021', 1, 2, 2, NULL, '东门', '+86 开头的号码建议统一登记', false);
INSERT INTO daybook.supply_need VALUES
    (2, '00000000-0000-7000-8000-000000000021', 1, 1, '套', 3, 2, 20, '2020-02-20', 3, '本周隔离户增加');
INSERT INTO daybook.explanation VALUES
    (2, '00000000-0000-7000-8000-000000000021', 1, 'W_HALF', '两人临时支援邻近小区');
INSERT INTO daybook.held (committee_id, id, report_date, status, reason, person_id, first_at, last_at, tries)
SELECT h.committee, gen_random_uuid(), '2020-02-18', h.status, h.reason, q.person_id, '2020-02-18 21:50+08',
       '2020-02-18 21:50+08', 2
  FROM (VALUES (3, 'FORBIDDEN', 'scope.none'), (4, 'CLOSED', 'night.moonless')) AS h (committee, status, reason)
  JOIN daybook.person q ON q.code = 'S1';
