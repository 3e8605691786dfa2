-- The other records of a day, laid on a campaign that is there: roll calls, health, supplies, minutes, bulletins. Seeded by
-- :seed; holes, corrections and what does not agree included. All names are samples; the sealed bytes are not real, since
-- nothing here is read from them.
BEGIN;
SET client_min_messages = warning;
SELECT set_config('campaign.seed', :'seed', false);

-- The same words always fall the same: 0 to 1.
CREATE FUNCTION pg_temp.dice(VARIADIC words text[]) RETURNS float8 LANGUAGE sql STABLE AS
$$ SELECT (hashtextextended(array_to_string(words, '/'), current_setting('campaign.seed')::int8) & 1048575) / 1048576.0 $$;

CREATE FUNCTION pg_temp.id_of(kind int, committee int, day date, part int, revision int) RETURNS uuid LANGUAGE sql AS
$$ SELECT md5(format('%s/%s/%s/%s/%s', kind, committee, day, part, revision))::uuid $$;

-- Records of a kind: corrections share date and part, and name the one before.
CREATE TEMP TABLE made (kind int, committee_id int, report_date date, part int, revision int, person_id int);
CREATE TEMP TABLE here AS
SELECT DISTINCT n.report_date, p.committee_id, p.person_id, p.secretary
  FROM daybook.night n JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to;
CREATE TEMP TABLE place AS
SELECT h.report_date, h.committee_id, min(h.person_id) AS anyone, min(h.person_id) FILTER (WHERE h.secretary) AS secretary,
       min(c.branch_id) AS branch_id
  FROM here h JOIN daybook.committee c USING (committee_id) GROUP BY h.report_date, h.committee_id;

INSERT INTO made
SELECT 2, committee_id, report_date, shift, 1, anyone FROM place CROSS JOIN generate_series(1, 3) shift
 WHERE pg_temp.dice('call', committee_id::text, report_date::text, shift::text) < CASE shift WHEN 1 THEN .94 ELSE .04 END
 UNION ALL
SELECT 3, committee_id, report_date, 0, 1, secretary FROM place
 WHERE secretary IS NOT NULL AND pg_temp.dice('health', committee_id::text, report_date::text) < .93
 UNION ALL
SELECT 4, committee_id, report_date, 1, 1, anyone FROM place
 WHERE pg_temp.dice('sheet', committee_id::text, report_date::text) < .2
 UNION ALL
SELECT 5, committee_id, report_date, 1, 1, secretary
  FROM (SELECT DISTINCT ON (branch_id, report_date) * FROM place WHERE secretary IS NOT NULL
         ORDER BY branch_id, report_date, committee_id) p
 WHERE pg_temp.dice('minutes', branch_id::text, report_date::text) < .2;
INSERT INTO made
SELECT kind, committee_id, report_date, part, 2, person_id FROM made
 WHERE pg_temp.dice('corrected', kind::text, committee_id::text, report_date::text) < .06;

INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            sealed_at, person_id, code, hash, sealed, part)
SELECT committee_id, pg_temp.id_of(kind, committee_id, report_date, part, revision), kind, report_date, revision,
       CASE WHEN revision > 1 THEN pg_temp.id_of(kind, committee_id, report_date, part, revision - 1) END, 0, 1,
       report_date + time '01:00' + make_interval(hours => kind * 2, mins => revision * 9), NULL, person_id, 'SAMPLE00',
       sha256(format('%s/%s/%s/%s/%s', kind, committee_id, report_date, part, revision)::bytea), 'sample', part
  FROM made;

-- A roll call names who is posted, now and then without somebody.
INSERT INTO daybook.roll_call_entry
SELECT committee_id, id, row_number() OVER (PARTITION BY committee_id, id ORDER BY person_id), person_id, state,
       CASE WHEN state <= 2 THEN 740 END, CASE WHEN state <= 2 THEN 1 END, CASE WHEN state <= 2 THEN 363 + (dice * 9)::int END,
       CASE WHEN state <= 2 THEN dice > .05 END, NULL, CASE WHEN state > 2 THEN '样例:电话说明' ELSE '' END
  FROM (SELECT m.committee_id, pg_temp.id_of(2, m.committee_id, m.report_date, m.part, m.revision) AS id, h.person_id, d.dice,
               CASE WHEN d.dice < .86 THEN 1 WHEN d.dice < .9 THEN 2 WHEN d.dice < .93 THEN 3 WHEN d.dice < .95 THEN 4
                    WHEN d.dice < .97 THEN 7 ELSE 8 END AS state
          FROM made m
          JOIN here h USING (committee_id, report_date)
         CROSS JOIN LATERAL (SELECT pg_temp.dice('state', h.person_id::text, m.report_date::text, m.part::text,
                                                 m.revision::text)) AS d (dice)
         WHERE m.kind = 2 AND NOT h.secretary
           AND pg_temp.dice('left out', h.person_id::text, m.report_date::text, m.part::text) < .97) e;

-- Everybody stands in the health report of the first committee where they are posted.
INSERT INTO daybook.health_entry
SELECT committee_id, id, row_number() OVER (PARTITION BY committee_id, id ORDER BY person_id), person_id,
       CASE WHEN dice > .995 THEN 4 WHEN dice > .98 THEN 2 ELSE 1 END, 362 + (dice * 8)::int,
       CASE WHEN dice > .985 THEN 374 ELSE 363 + (dice * 7)::int END, CASE WHEN dice > .97 THEN 3 ELSE 0 END,
       dice > .99, false, dice BETWEEN .2 AND .21, dice > .99, dice < .1, CASE WHEN dice > .98 THEN '样例:已就医' ELSE '' END
  FROM (SELECT m.committee_id, pg_temp.id_of(3, m.committee_id, m.report_date, m.part, m.revision) AS id, h.person_id,
               pg_temp.dice('well', h.person_id::text, m.report_date::text) AS dice
          FROM made m
          JOIN (SELECT report_date, person_id, min(committee_id) AS committee_id FROM here GROUP BY report_date, person_id) h
         USING (committee_id, report_date)
         WHERE m.kind = 3 AND pg_temp.dice('forgotten', h.person_id::text, m.report_date::text) < .97) e;
-- A health report names somebody: where there is nobody to name there is none.
DELETE FROM daybook.record r
 WHERE r.kind = 3 AND NOT EXISTS (SELECT FROM daybook.health_entry e WHERE e.committee_id = r.committee_id AND e.record_id = r.id);

-- Where a correction says the needs anew, the second comes first.
INSERT INTO daybook.supply_need
SELECT committee_id, pg_temp.id_of(4, committee_id, report_date, part, revision), CASE revision WHEN 2 THEN 3 - n ELSE n END,
       1 + ((pg_temp.dice('item', committee_id::text, report_date::text) * 9)::int + n * 4) % 9, '件',
       (pg_temp.dice('hand', committee_id::text, report_date::text, n::text) * 60)::int, 5,
       10 + (pg_temp.dice('quantity', committee_id::text, report_date::text, n::text) * 50)::int, report_date + 2,
       1 + (pg_temp.dice('urgency', committee_id::text, report_date::text, n::text) * 2)::int, '样例:门岗每日更换'
  FROM made CROSS JOIN generate_series(1, 2) n WHERE kind = 4;
INSERT INTO daybook.supply_movement
SELECT committee_id, pg_temp.id_of(4, committee_id, report_date, part, revision), n, 1 + n, 1 + (committee_id + n) % 8, '件',
       20 + n, CASE n WHEN 1 THEN '样例爱心企业' ELSE '' END, '样例签收人', ''
  FROM made CROSS JOIN generate_series(1, 2) n WHERE kind = 4;
-- The office acts on the first need of a sheet.
INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, item, unit, state, quantity, reason, at, by)
SELECT m.committee_id, m.report_date, 4, m.part, m.item, m.unit, s.state, 10, '', m.report_date + make_interval(days => s.n),
       'clerk'
  FROM (SELECT r.committee_id, r.report_date, r.part, n.item, n.unit
          FROM daybook.record r
          JOIN daybook.supply_need n ON n.committee_id = r.committee_id AND n.record_id = r.id AND n.position = 1
         WHERE r.kind = 4 AND r.revision = 1) m
 CROSS JOIN (VALUES (1, 'PROMISED'), (2, 'SENT'), (3, 'RECEIVED')) AS s (n, state)
 WHERE pg_temp.dice('step', m.committee_id::text, m.report_date::text) * 4 > s.n;

INSERT INTO daybook.meeting
SELECT committee_id, pg_temp.id_of(5, committee_id, report_date, part, revision), 3, 1, 1900, 2020, '样例书记', '样例记录人', 9, 8,
       '交流一周工作,学习防护知识', '样例文件', report_date + 6
  FROM made WHERE kind = 5;
INSERT INTO daybook.meeting_absence
SELECT committee_id, pg_temp.id_of(5, committee_id, report_date, part, revision), 1, '样例缺席人', '值夜班' FROM made WHERE kind = 5;
INSERT INTO daybook.meeting_practice
SELECT committee_id, pg_temp.id_of(5, committee_id, report_date, part, revision), 1, '北门', '错峰代送快递,每栋一人', '等候少了', '各居委会'
  FROM made WHERE kind = 5;
INSERT INTO daybook.meeting_decision
SELECT committee_id, pg_temp.id_of(5, committee_id, report_date, part, revision), n, '补齐额温枪第' || n || '批', '样例负责人',
       report_date + 2 * n
  FROM made CROSS JOIN generate_series(1, 2) n WHERE kind = 5;

INSERT INTO daybook.bulletin (number, kind, title, body, source, source_url, effective_from, supersedes, superseded_by,
                              audience, audience_id, must_ack, published_at, published_by, revoked_at, revoked_by)
SELECT n, 1 + n % 4, '样例通报第' || n || '号', '样例正文。' || n, '样例街道办', '', f.first + n, CASE n WHEN 5 THEN 4 END,
       CASE n WHEN 4 THEN 5 END, CASE n % 3 WHEN 0 THEN 'branch' ELSE 'all' END, CASE n % 3 WHEN 0 THEN 1 + n % 4 END,
       n % 2 = 0, f.first + n + time '12:00', 'clerk', CASE n WHEN 7 THEN f.first + n + time '13:00' END,
       CASE n WHEN 7 THEN 'clerk' END
  FROM generate_series(1, 12) n CROSS JOIN (SELECT min(report_date) AS first FROM daybook.night) f;
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed, part)
SELECT p.committee_id, pg_temp.id_of(6, p.committee_id, p.report_date, b.number, 1), 6, p.report_date, 1, 0, 1,
       b.published_at + interval '7 hours' * pg_temp.dice('read', p.committee_id::text, b.number::text), p.anyone, 'SAMPLE00',
       sha256(format('6/%s/%s', p.committee_id, b.number)::bytea), 'sample', b.number
  FROM place p JOIN daybook.bulletin b ON p.report_date = (b.published_at + interval '4 hours')::date
 WHERE pg_temp.dice('reads', p.committee_id::text, b.number::text) < .8;
INSERT INTO daybook.bulletin_read
SELECT committee_id, id, part, received_at FROM daybook.record WHERE kind = 6;

-- Those who are posted signed up, but for a few, and as many more who were not chosen.
INSERT INTO daybook.volunteer
SELECT q.code, q.name, q.telephone, '样例单位' || 1 + q.person_id % 7, q.person_id % 3 > 0,
       f.first - 4 + time '09:00' + interval '30 hours' * pg_temp.dice('signs up', q.code), q.batch_id, NULL, NULL
  FROM daybook.person q CROSS JOIN (SELECT min(report_date) AS first FROM daybook.night) f
 WHERE pg_temp.dice('never signed up', q.code) < .97
 UNION ALL
SELECT 'N' || n, '样例未派' || n, NULL, '样例单位' || 1 + n % 7, n % 2 = 0,
       f.first - 4 + time '09:00' + interval '30 hours' * pg_temp.dice('signs up', n::text), NULL, NULL,
       CASE WHEN n % 11 = 0 THEN f.first - 2 END
  FROM generate_series(1, 110) n CROSS JOIN (SELECT min(report_date) AS first FROM daybook.night) f;
COMMIT;
ANALYZE;
