-- 0031 office figures: every figure with its hole; totals, completeness, the quarantine ledger across nights.
--
-- A cell is a number (0 is one), or NOT_FILLED, NOT_ASKED, NOT_REPORTED or EXCUSED: these five are never mixed. A total
-- comes with who is missing in it, and an estimate stands apart from it. Nights that have not begun are in none.

-- ---------------------------------------------------------------- what a figure is asked for

-- A stock (people in quarantine, passes issued so far) is not added up over nights: of several nights the last counts.
CREATE TABLE daybook.question (
    number int4 NOT NULL,
    stock boolean NOT NULL,
    owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 40),
    output text NOT NULL CHECK (length(output) BETWEEN 1 AND 80),
    asked_until date,
    CONSTRAINT question_pkey PRIMARY KEY (number),
    CONSTRAINT question_number_fkey FOREIGN KEY (number) REFERENCES daybook.indicator
);
COMMENT ON TABLE daybook.question IS
    '每个指标由谁要、用在哪张表、问到哪天 | who wants a figure, in which output it is used, until when it is asked';

INSERT INTO daybook.question (number, stock, owner, output)
SELECT i.number, i.number IN (7, 15, 20, 24, 25),
       CASE f.group_code WHEN 'staff' THEN '组织部门' WHEN 'quarantine' THEN '卫生健康部门' WHEN 'publicity' THEN '宣传部门'
            ELSE '街道办事处' END,
       CASE f.group_code WHEN 'quarantine' THEN '卫健 14:00 表' WHEN 'publicity' THEN '宣传日报'
            WHEN 'delivery' THEN '物资保障表' ELSE '街道 10:30 表' END
  FROM daybook.indicator i
  JOIN daybook.form_indicator f ON f.version = 1 AND f.number = i.number;

-- ---------------------------------------------------------------- the ground all of these stand on

CREATE VIEW daybook.form_on AS
SELECT n.report_date, max(v.version) AS version
  FROM daybook.night n
  JOIN daybook.form_version v ON n.report_date BETWEEN v.active_from AND coalesce(v.active_to, 'infinity')
 GROUP BY n.report_date;
COMMENT ON VIEW daybook.form_on IS '每晚所用的表单版本 | the form version in force each night';

-- asked[number]: that version has the figure. As long as the longest list of figures.
CREATE VIEW daybook.form_asks AS
SELECT v.version, array_agg(f.number IS NOT NULL ORDER BY n.number) AS asked
  FROM daybook.form_version v
 CROSS JOIN generate_series(1, (SELECT max(number) FROM daybook.indicator)) AS n (number)
  LEFT JOIN daybook.form_indicator f ON f.version = v.version AND f.number = n.number
 GROUP BY v.version;

CREATE VIEW daybook.batch_on AS
SELECT n.report_date, min(b.batch_id) AS batch_id
  FROM daybook.night n
  JOIN daybook.batch b ON n.report_date BETWEEN b.valid_from AND b.valid_to
 GROUP BY n.report_date;

-- One row per begun night and committee expected in it.
CREATE VIEW daybook.roster_night AS
SELECT e.report_date, e.committee_id, n.deadline, s.record_id, s.revision, s.form_version, s.timeliness, s.received_at,
       CASE WHEN s.record_id IS NOT NULL THEN 'REPORTED' WHEN x.committee_id IS NOT NULL THEN 'EXCUSED'
            ELSE 'MISSING' END AS status
  FROM (SELECT DISTINCT n.report_date, p.committee_id
          FROM daybook.night n
          JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to) e
  JOIN daybook.night n ON n.report_date = e.report_date AND n.report_date <= office.business_date()
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date) committee_id, report_date, id AS record_id, revision,
                    form_version, timeliness, received_at
               FROM daybook.record
              WHERE kind = 1
              ORDER BY committee_id, report_date, revision DESC) s
    ON s.committee_id = e.committee_id AND s.report_date = e.report_date
  LEFT JOIN daybook.excuse x ON x.committee_id = e.committee_id AND x.report_date = e.report_date;

-- ---------------------------------------------------------------- figures, one column each

-- office.figures is made from the form: a column a figure, in the order in which they came into the form, so that a
-- later form only adds columns at the end and whoever has built on the view is not disturbed.
CREATE FUNCTION daybook.refresh_figures() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    figure record;
    columns text := '';
    comments text := '';
BEGIN
    FOR figure IN
        SELECT i.number, i.code, min(f.version) AS since,
               max(f.label_zh || '(' || f.unit_zh || ')') FILTER (WHERE f.version = l.version) AS zh,
               max(f.label_en || ' (' || f.unit_en || ')') FILTER (WHERE f.version = l.version) AS en,
               string_agg(f.version::text, ', ' ORDER BY f.version) AS versions
          FROM daybook.indicator i
          JOIN daybook.form_indicator f ON f.number = i.number
          JOIN (SELECT number, max(version) AS version FROM daybook.form_indicator GROUP BY number) l
            ON l.number = i.number
         GROUP BY i.number, i.code
         ORDER BY min(f.version), i.number
    LOOP
        columns := columns || format(E',\n       n.figures[%s] AS %I', figure.number, figure.code);
        comments := comments || format('COMMENT ON COLUMN office.figures.%I IS %L;', figure.code,
                                       format('%s,表单版本 %s | %s, form version %s',
                                              figure.zh, figure.versions, figure.en, figure.versions));
    END LOOP;
    EXECUTE 'CREATE OR REPLACE VIEW office.figures AS
        SELECT r.report_date, r.committee_id, c.committee, c.subdistrict, c.branch, r.status, r.revision,
               r.form_version, t.name AS timeliness' || columns || '
          FROM daybook.roster_night r
          JOIN office.committees c ON c.committee_id = r.committee_id
          LEFT JOIN daybook.code_list t ON t.list = ''timeliness'' AND t.number = r.timeliness
          LEFT JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.record_id';
    EXECUTE comments;
END
$$;
COMMENT ON FUNCTION daybook.refresh_figures() IS '按表单重建 office.figures | makes office.figures anew from the form';

DO $$ BEGIN PERFORM daybook.refresh_figures(); END $$;
COMMENT ON VIEW office.figures IS
    '每晚每个应报居委会一行,一个指标一列;求和前先看 status | a row per night and expected committee, a column per figure; look at status before you add up';
COMMENT ON COLUMN office.figures.status IS
    'REPORTED 已报 / MISSING 未报 / EXCUSED 免报;已报而数字为空是未填,或该版表单未问(见 office.cell)| reported, missing, excused; NULL in a reported row is not filled, or not asked by that form version (see office.cell)';

CREATE VIEW office.cell AS
SELECT k.report_date, k.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch,
       k.number, i.code, k.value,
       CASE WHEN k.value IS NOT NULL THEN 'NUMBER' WHEN k.asked IS NOT TRUE THEN 'NOT_ASKED'
            WHEN k.status = 'REPORTED' THEN 'NOT_FILLED' WHEN k.status = 'EXCUSED' THEN 'EXCUSED'
            ELSE 'NOT_REPORTED' END AS state,
       k.revision, k.form_version
  FROM (SELECT r.report_date, r.committee_id, r.status, r.revision, a.version AS form_version,
               unnest(n.figures) AS value, unnest(a.asked) AS asked,
               generate_series(1, greatest(cardinality(n.figures), cardinality(a.asked))) AS number
          FROM daybook.roster_night r
          JOIN daybook.form_on v ON v.report_date = r.report_date
          JOIN daybook.form_asks a ON a.version = coalesce(r.form_version, v.version)
          LEFT JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.record_id) k
  JOIN daybook.indicator i ON i.number = k.number
  JOIN office.committees c ON c.committee_id = k.committee_id;
COMMENT ON VIEW office.cell IS
    '每晚每居委会每指标一格 | a cell per night, expected committee and figure';
COMMENT ON COLUMN office.cell.state IS
    'NUMBER 有数(0 也是数)/ NOT_FILLED 未填 / NOT_ASKED 未问 / NOT_REPORTED 未报 / EXCUSED 免报 | a number (0 is one), not filled, not asked by that form version, not reported, excused';

-- As in 0003, and faster: the numbers are counted beside the figures, not all 255 for every report.
CREATE OR REPLACE VIEW office.report_figure AS
SELECT k.committee_id, k.report_date, k.revision, coalesce(f.position, 1000 + k.number) AS position,
       coalesce(g.label_zh, '表单以外') AS group_zh, coalesce(g.label_en, 'not on the form') AS group_en,
       coalesce(i.code, 'figure_' || k.number) AS code, coalesce(f.label_zh, '指标 ' || k.number) AS label_zh,
       coalesce(f.label_en, 'figure ' || k.number) AS label_en, coalesce(f.unit_zh, '') AS unit_zh,
       coalesce(f.unit_en, '') AS unit_en, k.value, f.number IS NOT NULL AS asked, f.least, f.most
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.form_version, unnest(n.figures) AS value,
               generate_series(1, greatest(cardinality(n.figures), cardinality(a.asked))) AS number
          FROM office.standing s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
          LEFT JOIN daybook.form_asks a ON a.version = s.form_version) k
  LEFT JOIN daybook.form_indicator f ON f.version = k.form_version AND f.number = k.number
  LEFT JOIN daybook.form_group g ON g.version = f.version AND g.code = f.group_code
  LEFT JOIN daybook.indicator i ON i.number = k.number
 WHERE f.number IS NOT NULL OR k.value IS NOT NULL;

-- ---------------------------------------------------------------- totals with their hole

CREATE FUNCTION office.total(level text, first date DEFAULT NULL, last date DEFAULT NULL, only_code text DEFAULT NULL)
    RETURNS TABLE (key text, name text, first_night date, last_night date, number int, code text,
                   label_zh text, label_en text, unit_zh text, unit_en text, stock boolean,
                   total int8, reported int, expected int, missing int, excused int,
                   filled int, not_filled int, not_asked int, missing_names text, not_filled_names text,
                   carried int, estimate int8)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    flows boolean[] := ARRAY(SELECT NOT coalesce(q.stock, false)
                               FROM generate_series(1, (SELECT max(i.number) FROM daybook.indicator i)) n
                               LEFT JOIN daybook.question q ON q.number = n ORDER BY n);
    one int := (SELECT i.number FROM daybook.indicator i WHERE i.code = only_code);
BEGIN
    IF level IS NULL OR level NOT IN ('committee', 'subdistrict', 'branch', 'batch', 'night', 'week', 'campaign') THEN
        PERFORM daybook.fail('DB039',
                             format('no totals by "%s": committee, subdistrict, branch, batch, night, week or campaign',
                                    left(level, 40)),
                             format('不能按"%s"合计:应为 committee、subdistrict、branch、batch、night、week 或 campaign',
                                    left(level, 40)));
    END IF;
    IF only_code IS NOT NULL AND one IS NULL THEN
        PERFORM daybook.fail('DB039', format('there is no figure "%s"', left(only_code, 40)),
                             format('没有"%s"这个指标', left(only_code, 40)));
    END IF;
    RETURN QUERY
    WITH known AS MATERIALIZED (                -- from a week before: what is carried forward lies there
        SELECT r.report_date, r.committee_id, r.record_id, r.form_version, r.status,
               max(r.report_date) FILTER (WHERE r.status = 'REPORTED') OVER (
                   PARTITION BY r.committee_id ORDER BY r.report_date
                   RANGE BETWEEN interval '7 days' PRECEDING AND interval '1 day' PRECEDING) AS carry_from
          FROM daybook.roster_night r
         WHERE r.report_date BETWEEN coalesce(total.first, '-infinity') - 7 AND coalesce(total.last, 'infinity')
    ), night AS MATERIALIZED (                  -- the last night of its group is where stocks are counted
        SELECT n.*, CASE level WHEN 'night' THEN n.report_date
                               WHEN 'week' THEN max(n.report_date) OVER (PARTITION BY n.week)
                               WHEN 'batch' THEN max(n.report_date) OVER (PARTITION BY n.batch_id)
                               ELSE max(n.report_date) OVER () END = n.report_date AS at_end
          FROM (SELECT d.report_date, v.version AS form_on, b.batch_id,
                       date_trunc('week', d.report_date::timestamp)::date AS week
                  FROM (SELECT DISTINCT k.report_date FROM known k
                         WHERE k.report_date >= coalesce(total.first, '-infinity')) d
                  LEFT JOIN daybook.form_on v ON v.report_date = d.report_date
                  LEFT JOIN daybook.batch_on b ON b.report_date = d.report_date) n
    ), placed AS MATERIALIZED (                 -- `place` is the group, as a number
        SELECT k.report_date, k.committee_id, c.name AS committee, k.record_id, k.form_version, k.status, k.carry_from,
               n.form_on, n.at_end, c.subdistrict_id, c.branch_id, n.batch_id,
               CASE level WHEN 'committee' THEN c.committee_id WHEN 'subdistrict' THEN c.subdistrict_id
                          WHEN 'branch' THEN c.branch_id WHEN 'batch' THEN coalesce(n.batch_id, 0)
                          WHEN 'night' THEN k.report_date - date '2000-01-01'
                          WHEN 'week' THEN n.week - date '2000-01-01' ELSE 0 END AS place
          FROM known k
          JOIN night n ON n.report_date = k.report_date
          JOIN daybook.committee c ON c.committee_id = k.committee_id
    ), span AS MATERIALIZED (
        SELECT p.place, CASE level WHEN 'committee' THEN max(p.committee) WHEN 'subdistrict' THEN max(d.name)
                                   WHEN 'branch' THEN max(b.name) WHEN 'batch' THEN coalesce(max(t.name), '-')
                                   WHEN 'night' THEN (date '2000-01-01' + p.place)::text
                                   WHEN 'week' THEN to_char(date '2000-01-01' + p.place, 'IYYY-"W"IW')
                                   ELSE 'campaign' END AS name
          FROM placed p
          JOIN daybook.subdistrict d ON d.subdistrict_id = p.subdistrict_id
          JOIN daybook.branch b ON b.branch_id = p.branch_id
          LEFT JOIN daybook.batch t ON t.batch_id = p.batch_id
         GROUP BY p.place
    ), hole AS (
        SELECT h.place, h.stock, sum(h.nights) AS expected,
               sum(h.nights) FILTER (WHERE h.status = 'REPORTED') AS reported,
               sum(h.nights) FILTER (WHERE h.status = 'MISSING') AS missing,
               sum(h.nights) FILTER (WHERE h.status = 'EXCUSED') AS excused,
               string_agg(CASE WHEN h.nights > 1 THEN h.committee || '×' || h.nights ELSE h.committee END, '、'
                          ORDER BY h.committee_id) FILTER (WHERE h.status = 'MISSING') AS missing_names,
               min(h.first_night) AS first_night, max(h.last_night) AS last_night
          FROM (SELECT r.place, s.stock, r.status, r.committee_id, r.committee, count(*) AS nights,
                       min(r.report_date) AS first_night, max(r.report_date) AS last_night
                  FROM placed r
                  JOIN (VALUES (false), (true)) AS s (stock) ON r.at_end OR NOT s.stock
                 GROUP BY r.place, s.stock, r.status, r.committee_id, r.committee) h
         GROUP BY h.place, h.stock
    ), said AS (                                -- a row a figure of every report: generate_series runs beside unnest
        SELECT r.place, r.at_end, r.form_version AS version, r.committee, unnest(n.figures) AS value,
               generate_series(1, greatest(cardinality(n.figures), cardinality(flows))) AS number
          FROM placed r
          JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.record_id
         WHERE r.status = 'REPORTED'
         UNION ALL                              -- and of the last report of the week before, where one is missing
        SELECT r.place, r.at_end, -r.form_on, NULL, unnest(n.figures),
               generate_series(1, greatest(cardinality(n.figures), cardinality(flows)))
          FROM placed r
          JOIN known k ON k.committee_id = r.committee_id AND k.report_date = r.carry_from
          JOIN daybook.nightly_report n ON n.committee_id = k.committee_id AND n.record_id = k.record_id
         WHERE r.status = 'MISSING'
    ), summed AS MATERIALIZED (                 -- version < 0: carried forward into a night of that form
        SELECT s.place, s.version, s.number, sum(s.value) AS total, count(s.value) AS filled, count(*) AS cells,
               string_agg(s.committee, '、') FILTER (WHERE s.value IS NULL) AS empty_names
          FROM said s
         WHERE (s.at_end OR flows[s.number]) AND (one IS NULL OR s.number = one)
         GROUP BY s.place, s.version, s.number
    ), cell AS (                                -- UNION rather than joins, so that each part is read once
        SELECT s.place, s.number, s.total, s.filled, CASE WHEN f.number IS NOT NULL THEN s.cells ELSE 0 END AS asked,
               CASE WHEN f.number IS NOT NULL THEN s.filled ELSE 0 END AS filled_asked,
               CASE WHEN f.number IS NOT NULL THEN s.empty_names END AS not_filled_names,
               0 AS carried, NULL::int8 AS carried_total
          FROM summed s
          LEFT JOIN daybook.form_indicator f ON f.version = s.version AND f.number = s.number
         WHERE s.version > 0 AND (f.number IS NOT NULL OR s.filled > 0)
         UNION ALL
        SELECT s.place, s.number, NULL, 0, 0, 0, NULL, s.filled, s.total
          FROM summed s
          JOIN daybook.form_indicator f ON f.version = -s.version AND f.number = s.number
         UNION ALL
        SELECT DISTINCT r.place, f.number, NULL::int8, 0, 0, 0, NULL, 0, NULL::int8
          FROM (SELECT DISTINCT p.place, p.form_on FROM placed p) r
          JOIN daybook.form_indicator f ON f.version = r.form_on
    ), figure AS MATERIALIZED (
        SELECT c.place, c.number, sum(c.total)::int8 AS total, sum(c.filled)::int AS filled, sum(c.asked)::int AS asked,
               sum(c.filled_asked)::int AS filled_asked, string_agg(c.not_filled_names, '、') AS not_filled_names,
               sum(c.carried)::int AS carried, sum(c.carried_total)::int8 AS carried_total
          FROM cell c
         GROUP BY c.place, c.number
    )
    SELECT CASE WHEN level IN ('night', 'week') THEN (date '2000-01-01' + w.place)::text
                WHEN level = 'campaign' THEN 'campaign' ELSE w.place::text END,
           p.name,
           h.first_night, h.last_night, i.number, i.code, l.label_zh, l.label_en, l.unit_zh, l.unit_en,
           coalesce(q.stock, false), w.total, coalesce(h.reported, 0)::int, coalesce(h.expected, 0)::int,
           coalesce(h.missing, 0)::int, coalesce(h.excused, 0)::int, w.filled, w.asked - w.filled_asked,
           (coalesce(h.reported, 0) - w.asked - (w.filled - w.filled_asked))::int, h.missing_names, w.not_filled_names,
           w.carried,
           CASE WHEN w.total IS NOT NULL OR w.carried_total IS NOT NULL
                THEN coalesce(w.total, 0) + coalesce(w.carried_total, 0) END
      FROM figure w
      JOIN span p ON p.place = w.place
      JOIN daybook.indicator i ON i.number = w.number
      LEFT JOIN daybook.question q ON q.number = w.number
      JOIN (SELECT DISTINCT ON (f.number) f.number, f.label_zh, f.label_en, f.unit_zh, f.unit_en
              FROM daybook.form_indicator f ORDER BY f.number, f.version DESC) l ON l.number = w.number
      LEFT JOIN hole h ON h.place = w.place AND h.stock = coalesce(q.stock, false)
     WHERE one IS NULL OR w.number = one
     ORDER BY w.place, i.number;
END
$$;
COMMENT ON FUNCTION office.total(text, date, date, text) IS
    '合计及其缺口,按 committee、subdistrict、branch、batch、night、week 或 campaign;存量类指标取区间最后一晚,不跨夜相加;estimate 把未报者最近一周内的上一份数字带入,另列 | totals with their hole; a stock is that of the last night and never added up over nights; the estimate carries each missing committee''s last report of the week before forward, and stands apart';

-- ---------------------------------------------------------------- completeness and timeliness

-- Of nights whose deadline has passed. A late report is excused when a line failure of its committee, or an outage
-- entered afterwards, covers the deadline and the report came within 30 minutes after its end: it stays late.
CREATE VIEW daybook.due AS
SELECT r.report_date, r.committee_id, r.status, r.timeliness,
       r.timeliness = 3 AND coalesce(o.ends, f.ends) IS NOT NULL AS late_excused
  FROM daybook.roster_night r
  LEFT JOIN (SELECT n.report_date, max(o.ends) AS ends
               FROM daybook.night n
               JOIN daybook.outage o ON n.deadline BETWEEN o.begins AND o.ends
              GROUP BY n.report_date) o
    ON o.report_date = r.report_date AND r.received_at <= o.ends + interval '30 minutes'
  LEFT JOIN (SELECT n.report_date, f.committee_id, max(f.ends) AS ends
               FROM daybook.night n
               JOIN daybook.line_failure f ON n.deadline BETWEEN f.begins AND f.ends
              GROUP BY n.report_date, f.committee_id) f
    ON f.report_date = r.report_date AND f.committee_id = r.committee_id
   AND r.received_at <= f.ends + interval '30 minutes'
 WHERE r.deadline <= now()
 UNION ALL
SELECT u.report_date, u.committee_id, 'UNEXPECTED', NULL, false
  FROM office.unexpected u
  JOIN daybook.night n ON n.report_date = u.report_date AND n.deadline <= now();

-- The same figures at four levels.
DO $$
DECLARE
    level text[];
BEGIN
    FOREACH level SLICE 1 IN ARRAY ARRAY[
        ['committee', 'c.committee_id, c.committee, c.subdistrict, c.branch', '各居委会', 'each committee'],
        ['subdistrict', 'c.subdistrict_id, c.subdistrict', '各街道', 'each subdistrict'],
        ['branch', 'c.branch_id, c.branch', '各临时党支部', 'each branch'],
        ['night', 'd.report_date', '各晚', 'each night']]
    LOOP
        EXECUTE format($view$
            CREATE VIEW office.completeness_by_%1$s AS
            SELECT %2$s, count(*) FILTER (WHERE d.status <> 'UNEXPECTED') AS expected,
                   count(*) FILTER (WHERE d.status = 'REPORTED') AS reported,
                   count(*) FILTER (WHERE d.timeliness = 1) AS on_time,
                   count(*) FILTER (WHERE d.timeliness = 2) AS on_time_outage,
                   count(*) FILTER (WHERE d.timeliness = 3) AS late,
                   count(*) FILTER (WHERE d.late_excused) AS late_excused,
                   count(*) FILTER (WHERE d.status = 'EXCUSED') AS excused,
                   count(*) FILTER (WHERE d.status = 'MISSING') AS missing,
                   count(*) FILTER (WHERE d.status = 'UNEXPECTED') AS unexpected,
                   round(100.0 * count(*) FILTER (WHERE d.status IN ('REPORTED', 'UNEXPECTED'))
                         / nullif(count(*) FILTER (WHERE d.status IN ('REPORTED', 'MISSING')), 0), 1)
                       AS complete_percent,
                   round(100.0 * count(*) FILTER (WHERE d.timeliness IN (1, 2))
                         / nullif(count(*) FILTER (WHERE d.status IN ('REPORTED', 'MISSING')), 0), 1) AS timely_percent
              FROM daybook.due d
              JOIN office.committees c ON c.committee_id = d.committee_id
             GROUP BY %2$s;
            COMMENT ON VIEW office.completeness_by_%1$s IS
                '%3$s的完成率与及时率,只算截止时间已过的夜 | completeness and timeliness of %4$s, of nights whose deadline has passed';
            COMMENT ON COLUMN office.completeness_by_%1$s.complete_percent IS
                '(已报 + 名册外已受理)/(应报 - 免报);不封顶,超过 100 说明名册有误 | never clamped: above 100 the roster is wrong';
            COMMENT ON COLUMN office.completeness_by_%1$s.late_excused IS
                '迟报之中,因线路故障或事后登记的中断而情有可原的;仍算迟报 | of the late: excused by a line failure or an outage; late all the same';
            $view$, level[1], level[2], level[3], level[4]);
    END LOOP;
END
$$;

-- ---------------------------------------------------------------- the ledger of home quarantine

-- opening, new, released, transferred and closing as reported; what they ought to be follows from the night before.
-- Opening is compared with the closing of the night before only where that was reported: over a hole the ledger begins
-- anew with what is reported, and says so in `after_hole`.
CREATE VIEW office.ledger AS
SELECT b.*, b.closing - sum(coalesce(b.opening_off, 0) + coalesce(b.balance_off, 0)) OVER chain AS closing_due
  FROM (SELECT a.*, a.opening - a.closing_before AS opening_off,
               a.closing - (a.opening + a.new - a.released - a.transferred) AS balance_off,
               sum(CASE WHEN a.after_hole THEN 1 ELSE 0 END) OVER (PARTITION BY a.committee_id ORDER BY a.report_date)
                   AS chain
          FROM (SELECT f.report_date, f.committee_id, f.committee, f.subdistrict, f.branch, f.revision,
                       f.hq_open_count AS opening, f.hq_new_count AS new, f.hq_released_count AS released,
                       f.hq_transferred_count AS transferred, f.hq_current_count AS closing,
                       CASE WHEN lag(f.report_date) OVER before = f.report_date - 1
                            THEN lag(f.hq_current_count) OVER before END AS closing_before,
                       CASE WHEN lag(f.report_date) OVER before = f.report_date - 1
                            THEN lag(f.revision) OVER before END AS revision_before,
                       coalesce(lag(f.report_date) OVER before, f.report_date) <> f.report_date - 1 AS after_hole
                  FROM office.figures f
                 WHERE f.status = 'REPORTED'
                WINDOW before AS (PARTITION BY f.committee_id ORDER BY f.report_date)) a) b
WINDOW chain AS (PARTITION BY b.committee_id, b.chain ORDER BY b.report_date);
COMMENT ON VIEW office.ledger IS
    '居家隔离台账:各居委会逐晚的期初、新增、解除、转出、期末 | the ledger of home quarantine: opening, new, released, transferred, closing, a row per report';
COMMENT ON COLUMN office.ledger.closing_before IS '前一晚所报的期末;前一晚未报则空 | the closing of the night before, if reported';
COMMENT ON COLUMN office.ledger.opening_off IS '期初减前一晚期末,应为 0 | opening less the closing before: ought to be 0';
COMMENT ON COLUMN office.ledger.balance_off IS
    '期末减(期初+新增-解除-转出),应为 0 | closing less what the night''s figures give: ought to be 0';
COMMENT ON COLUMN office.ledger.closing_due IS
    '照此前各晚推算应有的期末:前面某晚更正后,后面各晚在此显出差额 | what closing ought to be by all nights before: where an earlier night was corrected, the later ones show it here';

-- What a reader has to be told: from which night on the ledger does not follow, what is and what ought to be.
CREATE VIEW office.ledger_notice AS
SELECT report_date, committee_id, committee, subdistrict, branch, opening AS is, closing_before AS should_be,
       opening_off AS off, report_date - 1 AS cause_night, revision_before AS cause_revision,
       format('%s %s起在管数应为 %s,现为 %s(%s第 %s 版)', committee, to_char(report_date, 'FMMM"月"FMDD"日"'),
              closing_before, opening, to_char(report_date - 1, 'FMMM"月"FMDD"日"'), revision_before) AS text_zh,
       format('%s: from %s on the number in quarantine ought to be %s, is %s (%s, revision %s)', committee, report_date,
              closing_before, opening, report_date - 1, revision_before) AS text_en
  FROM office.ledger
 WHERE opening_off <> 0;
COMMENT ON VIEW office.ledger_notice IS
    '台账不接续之处:哪一晚起、应为多少、现为多少、因哪一晚哪一版 | where the ledger does not follow: from which night, what it ought to be, and because of which revision';

CREATE VIEW office.ledger_night AS
SELECT r.report_date, sum(l.opening) AS opening, sum(l.new) AS new, sum(l.released) AS released,
       sum(l.transferred) AS transferred, sum(l.closing) AS closing, sum(l.closing_due) AS closing_due,
       count(*) FILTER (WHERE r.status = 'REPORTED') AS reported, count(*) AS expected,
       count(*) FILTER (WHERE r.status = 'EXCUSED') AS excused,
       string_agg(c.name, '、' ORDER BY c.committee_id) FILTER (WHERE r.status = 'MISSING') AS missing_names
  FROM daybook.roster_night r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  LEFT JOIN office.ledger l ON l.committee_id = r.committee_id AND l.report_date = r.report_date
 GROUP BY r.report_date;
COMMENT ON VIEW office.ledger_night IS
    '居家隔离台账每晚合计及其缺口 | the ledger of each night, with its hole';

-- Who entered home quarantine on a night is released 14 days after. NULL: that night was not reported, or not filled.
CREATE VIEW office.release_foreseen AS
SELECT f.report_date + 14 AS release_date, f.report_date AS entered_on, f.committee_id, f.committee, f.subdistrict,
       f.branch, f.hq_new_count AS people, f.status
  FROM office.figures f
 WHERE f.hq_new_count IS DISTINCT FROM 0;
COMMENT ON VIEW office.release_foreseen IS
    '预计解除:新增之夜后第 14 天 | releases foreseen, 14 days after the night of entering';
COMMENT ON COLUMN office.release_foreseen.people IS
    '空为未知:那一晚未报或未填 | NULL is unknown: that night was not reported or not filled';

-- ---------------------------------------------------------------- head-count

CREATE VIEW office.headcount AS
SELECT f.report_date, f.committee_id, f.committee, f.subdistrict, f.branch, f.revision, f.status,
       p.people AS roster, f.assigned_count AS assigned, f.on_duty_count AS on_duty, f.leave_count AS on_leave,
       f.sick_count AS sick, f.unaccounted_count AS unaccounted, f.assigned_count - p.people AS off,
       p.names AS roster_names
  FROM office.figures f
  JOIN (SELECT n.report_date, p.committee_id, count(DISTINCT p.person_id) AS people,
               string_agg(DISTINCT q.name, '、') AS names
          FROM daybook.night n
          JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to AND NOT p.secretary
          JOIN daybook.person q ON q.person_id = p.person_id
         GROUP BY n.report_date, p.committee_id) p
    ON p.committee_id = f.committee_id AND p.report_date = f.report_date;
COMMENT ON VIEW office.headcount IS
    '人数核对:名册上派驻的人(书记除外)与报告中的应到、实到 | heads: those posted by the roster, secretaries apart, beside what the report says';
COMMENT ON COLUMN office.headcount.off IS '报告应到减名册人数,应为 0 | assigned less the roster: ought to be 0';

GRANT SELECT ON office.figures, office.cell, office.completeness_by_committee, office.completeness_by_subdistrict,
                office.completeness_by_branch, office.completeness_by_night, office.ledger, office.ledger_notice,
                office.ledger_night, office.release_foreseen, office.headcount TO daybook_office;
GRANT EXECUTE ON FUNCTION office.total(text, date, date, text) TO daybook_office;
