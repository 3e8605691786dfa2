-- 0048 office speed: the same views, in shapes that read what is asked for and nothing else.
--
-- Names, columns and meanings are as before. Three things cost time, whatever the number of reports:
-- - DISTINCT ON is a wall: only a condition on its own columns gets through it, so that one receipt's code or one night's
--   range had every record sorted. The newest revision is now the one that no newer one stands beside: a join, which
--   the planner turns round as it likes, and which reads the key on (committee, date, kind, part, revision).
-- - Reports of a night are looked up from its roster by that key, never the roster from all reports.
-- - A figure's names are laid beside it before the figures become rows, not joined to each of them after.

-- ---------------------------------------------------------------- the newest revision

CREATE OR REPLACE VIEW office.standing AS
SELECT r.committee_id, r.report_date, r.kind, r.id AS record_id, r.revision, r.form_version, r.timeliness, r.received_at,
       r.sealed_at, r.person_id, r.code, r.part
  FROM daybook.record r
  LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date AND n.kind = r.kind
                            AND n.part = r.part AND n.revision > r.revision
 WHERE n.committee_id IS NULL;

CREATE OR REPLACE VIEW office.receipts AS
SELECT r.code, r.committee_id, c.name AS committee, k.name AS kind, k.label_zh AS kind_zh, k.label_en AS kind_en,
       r.report_date, r.revision, t.name AS timeliness, r.received_at, q.name AS sender, r.id AS record_id,
       encode(r.hash, 'hex') AS hash, length(r.sealed) AS sealed_bytes, s.record_id IS NOT NULL AS standing
  FROM daybook.record r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = r.kind
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
  LEFT JOIN office.standing s ON s.committee_id = r.committee_id AND s.record_id = r.id;

-- ---------------------------------------------------------------- a night's roster and its reports

-- A row a night, begun or not, and committee expected in it, with its newest nightly report when there is one.
CREATE VIEW daybook.expected_report AS
SELECT e.report_date, e.committee_id, e.deadline, e.contact_code, e.secretary_code, r.id AS record_id, r.revision,
       r.form_version, r.timeliness, r.received_at, r.person_id, r.code
  FROM (SELECT n.report_date, n.deadline, p.committee_id,
               coalesce(min(q.code) FILTER (WHERE p.secretary), min(q.code)) AS contact_code,
               min(q.code) FILTER (WHERE p.secretary) AS secretary_code
          FROM daybook.night n
          JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
          JOIN daybook.person q ON q.person_id = p.person_id
         GROUP BY n.report_date, p.committee_id) e
  LEFT JOIN daybook.record r ON r.committee_id = e.committee_id AND r.report_date = e.report_date AND r.kind = 1
  LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date AND n.kind = r.kind
                            AND n.part = r.part AND n.revision > r.revision
 WHERE n.committee_id IS NULL;

-- A row a night and committee that nobody expected to report, and that did.
CREATE VIEW daybook.unexpected_report AS
SELECT DISTINCT r.report_date, r.committee_id
  FROM daybook.night n
  JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1
  LEFT JOIN daybook.posting p ON p.committee_id = r.committee_id AND r.report_date BETWEEN p.valid_from AND p.valid_to
 WHERE p.committee_id IS NULL;

CREATE OR REPLACE VIEW daybook.roster_night AS
SELECT e.report_date, e.committee_id, e.deadline, e.record_id, e.revision, e.form_version, e.timeliness, e.received_at,
       CASE WHEN e.record_id IS NOT NULL THEN 'REPORTED' WHEN x.committee_id IS NOT NULL THEN 'EXCUSED'
            ELSE 'MISSING' END AS status
  FROM daybook.expected_report e
  LEFT JOIN daybook.excuse x ON x.committee_id = e.committee_id AND x.report_date = e.report_date
 WHERE e.report_date <= (SELECT office.business_date());

-- ---------------------------------------------------------------- figures

CREATE OR REPLACE VIEW office.cell AS
WITH form AS MATERIALIZED (SELECT version, asked FROM daybook.form_asks)
SELECT r.report_date, r.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch, i.number,
       i.code, n.figures[i.number] AS value,
       CASE WHEN n.figures[i.number] IS NOT NULL THEN 'NUMBER' WHEN a.asked[i.number] IS NOT TRUE THEN 'NOT_ASKED'
            WHEN r.status = 'REPORTED' THEN 'NOT_FILLED' WHEN r.status = 'EXCUSED' THEN 'EXCUSED'
            ELSE 'NOT_REPORTED' END AS state,
       r.revision, a.version AS form_version
  FROM daybook.roster_night r
  JOIN office.committees c ON c.committee_id = r.committee_id
  JOIN daybook.form_on v ON v.report_date = r.report_date
  JOIN form a ON a.version = coalesce(r.form_version, v.version)
  LEFT JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.record_id
 CROSS JOIN daybook.indicator i;

-- What each version says of every figure there is, asked by it or not.
CREATE VIEW daybook.form_figure AS
SELECT v.version, i.number, i.code, f.number IS NOT NULL AS asked, f.position, g.label_zh AS group_zh,
       g.label_en AS group_en, f.label_zh, f.label_en, f.unit_zh, f.unit_en, f.least, f.most
  FROM daybook.form_version v
 CROSS JOIN daybook.indicator i
  LEFT JOIN daybook.form_indicator f ON f.version = v.version AND f.number = i.number
  LEFT JOIN daybook.form_group g ON g.version = f.version AND g.code = f.group_code;

CREATE OR REPLACE VIEW office.report_figure AS
SELECT k.committee_id, k.report_date, k.revision, coalesce(f.position, 1000 + k.number) AS position,
       coalesce(f.group_zh, '表单以外') AS group_zh, coalesce(f.group_en, 'not on the form') AS group_en,
       coalesce(f.code, 'figure_' || k.number) AS code, coalesce(f.label_zh, '指标 ' || k.number) AS label_zh,
       coalesce(f.label_en, 'figure ' || k.number) AS label_en, coalesce(f.unit_zh, '') AS unit_zh,
       coalesce(f.unit_en, '') AS unit_en, k.value, coalesce(f.asked, false) AS asked, f.least, f.most
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.form_version, unnest(n.figures) AS value,
               generate_series(1, greatest(cardinality(n.figures), m.number)) AS number
          FROM office.standing s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
         CROSS JOIN (SELECT max(number) AS number FROM daybook.indicator) m) k
  LEFT JOIN daybook.form_figure f ON f.version = k.form_version AND f.number = k.number
 WHERE f.asked OR k.value IS NOT NULL;

-- A figure's cells are counted once, each with what it is: reported or carried, asked for or not.
CREATE OR REPLACE FUNCTION office.total(level text, first date DEFAULT NULL, last date DEFAULT NULL, only_code text DEFAULT NULL)
    RETURNS TABLE (key text, name text, first_night date, last_night date, number int, code text,
                   label_zh text, label_en text, unit_zh text, unit_en text, stock boolean,
                   total int8, reported int, expected int, missing int, excused int,
                   filled int, not_filled int, not_asked int, missing_names text, not_filled_names text,
                   carried int, estimate int8)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    -- The names of 2,000 groups stay in memory; and a plan that knows the dates is the better one every time.
    SET work_mem = '32MB' SET plan_cache_mode = force_custom_plan AS
$$
DECLARE
    flows boolean[] := ARRAY(SELECT NOT coalesce(q.stock, false)
                               FROM generate_series(1, (SELECT max(i.number) FROM daybook.indicator i)) n
                               LEFT JOIN daybook.question q ON q.number = n ORDER BY n);
    one int := (SELECT i.number FROM daybook.indicator i WHERE i.code = only_code);
    since date := coalesce(total.first, (SELECT min(n.report_date) FROM daybook.night n));
    until date := coalesce(total.last, (SELECT max(n.report_date) FROM daybook.night n));
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
         WHERE r.report_date BETWEEN since - 7 AND until
    ), night AS MATERIALIZED (                  -- the last night of its group is where stocks are counted
        SELECT n.*, CASE level WHEN 'night' THEN n.report_date
                               WHEN 'week' THEN max(n.report_date) OVER (PARTITION BY n.week)
                               WHEN 'batch' THEN max(n.report_date) OVER (PARTITION BY n.batch_id)
                               ELSE max(n.report_date) OVER () END = n.report_date AS at_end
          FROM (SELECT d.report_date, v.version AS form_on, b.batch_id,
                       date_trunc('week', d.report_date::timestamp)::date AS week
                  FROM (SELECT DISTINCT k.report_date FROM known k WHERE k.report_date >= since) d
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
    ), form AS MATERIALIZED (
        SELECT v.version, v.asked FROM daybook.form_asks v
    ), figure AS MATERIALIZED (                 -- a row a figure of every report: generate_series runs beside unnest
        SELECT s.place, s.number, sum(s.value)::int8 AS total, count(s.value)::int AS filled,
               count(s.nobody)::int AS not_filled, string_agg(s.nobody, '、') AS not_filled_names
          FROM (SELECT c.place, c.number, c.value, CASE WHEN c.value IS NULL THEN c.committee END AS nobody
                  FROM (SELECT p.place, p.at_end, p.committee, unnest(n.figures) AS value, unnest(v.asked) AS asked,
                               generate_series(1, greatest(cardinality(n.figures), cardinality(flows))) AS number
                          FROM placed p
                          JOIN daybook.nightly_report n ON n.committee_id = p.committee_id AND n.record_id = p.record_id
                          LEFT JOIN form v ON v.version = p.form_version) c
                 WHERE (c.value IS NOT NULL OR c.asked) AND (c.at_end OR flows[c.number])
                   AND (one IS NULL OR c.number = one)) s
         GROUP BY s.place, s.number
    ), carry AS MATERIALIZED (                  -- and of the last report of the week before, where one is missing
        SELECT c.place, c.number, count(*)::int AS carried, sum(c.value)::int8 AS total
          FROM (SELECT p.place, p.at_end, unnest(n.figures) AS value, unnest(v.asked) AS asked,
                       generate_series(1, greatest(cardinality(n.figures), cardinality(flows))) AS number
                  FROM placed p
                  JOIN known k ON k.committee_id = p.committee_id AND k.report_date = p.carry_from
                  JOIN daybook.nightly_report n ON n.committee_id = k.committee_id AND n.record_id = k.record_id
                  JOIN form v ON v.version = p.form_on
                 WHERE p.status = 'MISSING') c
         WHERE c.value IS NOT NULL AND c.asked AND (c.at_end OR flows[c.number])
         GROUP BY c.place, c.number
    ), shown AS MATERIALIZED (                  -- what a form asks for stands there, though nobody reported
        SELECT DISTINCT p.place, f.number
          FROM (SELECT DISTINCT r.place, r.form_on FROM placed r) p
          JOIN daybook.form_indicator f ON f.version = p.form_on
    ), label AS MATERIALIZED (
        SELECT DISTINCT ON (i.number) i.number, i.code, f.label_zh, f.label_en, f.unit_zh, f.unit_en,
               coalesce(q.stock, false) AS stock
          FROM daybook.indicator i
          JOIN daybook.form_indicator f ON f.number = i.number
          LEFT JOIN daybook.question q ON q.number = i.number
         ORDER BY i.number, f.version DESC
    )
    SELECT CASE WHEN level IN ('night', 'week') THEN (date '2000-01-01' + p.place)::text
                WHEN level = 'campaign' THEN 'campaign' ELSE p.place::text END,
           p.name, h.first_night, h.last_night, l.number, l.code, l.label_zh, l.label_en, l.unit_zh, l.unit_en, l.stock,
           w.total, coalesce(h.reported, 0)::int, coalesce(h.expected, 0)::int, coalesce(h.missing, 0)::int,
           coalesce(h.excused, 0)::int, coalesce(w.filled, 0), coalesce(w.not_filled, 0),
           (coalesce(h.reported, 0) - coalesce(w.filled + w.not_filled, 0))::int, h.missing_names, w.not_filled_names,
           coalesce(c.carried, 0),
           CASE WHEN w.total IS NOT NULL OR c.total IS NOT NULL THEN coalesce(w.total, 0) + coalesce(c.total, 0) END
      FROM shown s
      FULL JOIN figure w ON w.place = s.place AND w.number = s.number
      JOIN span p ON p.place = coalesce(s.place, w.place)
      JOIN label l ON l.number = coalesce(s.number, w.number)
      LEFT JOIN carry c ON c.place = p.place AND c.number = l.number
      LEFT JOIN hole h ON h.place = p.place AND h.stock = l.stock
     WHERE one IS NULL OR l.number = one
     ORDER BY p.place, l.number;
END
$$;

-- ---------------------------------------------------------------- nights

CREATE OR REPLACE VIEW office.committee_night AS
SELECT s.report_date, s.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch,
       CASE WHEN v.record_id IS NOT NULL THEN 'RETURNED' WHEN s.record_id IS NOT NULL THEN 'ACCEPTED'
            WHEN x.committee_id IS NOT NULL THEN 'EXCUSED' WHEN h.committee_id IS NOT NULL THEN 'HELD'
            ELSE coalesce(p.state, 'NOT_SEEN') END AS state,
       s.revision, t.name AS timeliness, s.received_at, q.name AS sender, s.code,
       h.status AS held_status, h.reason AS held_reason, h.first_at AS held_since,
       k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary,
       v.returned_at, v.reason AS return_reason, x.reason AS excuse_reason,
       CASE WHEN v.record_id IS NOT NULL THEN v.returned_at WHEN s.record_id IS NOT NULL THEN s.received_at
            WHEN x.committee_id IS NOT NULL THEN x.excused_at WHEN h.committee_id IS NOT NULL THEN h.first_at
            ELSE p.since END AS state_since,
       CASE WHEN s.record_id IS NULL AND x.committee_id IS NULL AND h.committee_id IS NULL THEN p.percent END AS percent,
       p.last_seen
  FROM daybook.expected_report s
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.report_return v ON v.committee_id = s.committee_id AND v.record_id = s.record_id
  LEFT JOIN daybook.excuse x ON x.committee_id = s.committee_id AND x.report_date = s.report_date
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date) committee_id, report_date, status, reason, first_at
               FROM office.held
              WHERE report_date IS NOT NULL
              ORDER BY committee_id, report_date, last_at DESC) h
    ON h.committee_id = s.committee_id AND h.report_date = s.report_date
  LEFT JOIN office.presence p ON p.committee_id = s.committee_id AND p.report_date = s.report_date
  LEFT JOIN daybook.person k ON k.code = s.contact_code
  LEFT JOIN daybook.person w ON w.code = s.secretary_code;

CREATE OR REPLACE VIEW office.returned AS
SELECT n.report_date, n.committee_id, n.committee, n.subdistrict, n.branch, n.revision, n.returned_at, v.returned_by,
       n.return_reason, n.contact, n.contact_telephone, n.contact_secretary
  FROM daybook.report_return v
  JOIN daybook.record r ON r.committee_id = v.committee_id AND r.id = v.record_id AND r.kind = 1
  JOIN office.committee_night n ON n.committee_id = r.committee_id AND n.report_date = r.report_date
                               AND n.revision = r.revision
 WHERE n.state = 'RETURNED';

-- Each of the three parts is read for the nights that are asked for: a night is there also when nobody is expected.
CREATE OR REPLACE VIEW office.night AS
SELECT a.report_date, max(a.opens) AS opens, max(a.deadline) AS deadline, max(a.closed_at) AS closed_at,
       count(*) FILTER (WHERE a.state <> 'UNEXPECTED') AS expected,
       count(*) FILTER (WHERE a.state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE a.timeliness = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE a.timeliness = 'ON_TIME_OUTAGE') AS on_time_outage,
       count(*) FILTER (WHERE a.timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE a.state = 'HELD') AS held,
       count(*) FILTER (WHERE a.state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED', 'UNEXPECTED')) AS missing,
       count(*) FILTER (WHERE a.state = 'UNEXPECTED') AS unexpected,
       count(*) FILTER (WHERE a.state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE a.state = 'RETURNED') AS returned,
       count(*) FILTER (WHERE a.state = 'REFUSED') AS refused,
       count(*) FILTER (WHERE a.state = 'SEALED') AS sealed,
       count(*) FILTER (WHERE a.state = 'FILLING') AS filling,
       count(*) FILTER (WHERE a.state = 'OPENED') AS opened,
       count(*) FILTER (WHERE a.state = 'NOT_SEEN') AS not_seen
  FROM (SELECT report_date, opens, deadline, closed_at, NULL AS state, NULL AS timeliness
          FROM daybook.night
         UNION ALL
        SELECT report_date, NULL, NULL, NULL, state, timeliness
          FROM office.committee_night
         UNION ALL
        SELECT report_date, NULL, NULL, NULL, 'UNEXPECTED', NULL
          FROM daybook.unexpected_report) a
 GROUP BY a.report_date;

CREATE OR REPLACE VIEW daybook.due AS
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
  FROM daybook.unexpected_report u
  JOIN daybook.night n ON n.report_date = u.report_date AND n.deadline <= now();

-- ---------------------------------------------------------------- what a correction changed

-- Both sides of every correction, and what each says beside its figures. Items of a list are told apart by their words,
-- so a correction removes one and adds another; what is there once is changed.
CREATE OR REPLACE VIEW daybook.side AS
SELECT r.committee_id, r.corrects AS record_id, r.report_date, r.revision, false AS is_new
  FROM daybook.night n
  JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1 AND r.corrects IS NOT NULL
 UNION ALL
SELECT r.committee_id, r.id, r.report_date, r.revision, true
  FROM daybook.night n
  JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1 AND r.corrects IS NOT NULL;

CREATE VIEW daybook.side_item AS
SELECT i.committee_id, i.report_date, i.revision, i.is_new, i.field, CASE WHEN i.once THEN '' ELSE i.said END AS key, i.said
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.is_new, 'case' AS field, false AS once,
               format('%s(%s)%s %s', k.title, k.place, k.story, k.result) || CASE WHEN k.may_publish THEN ' ✓' ELSE '' END
                   AS said
          FROM daybook.side s
          JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, lower(x.name), false,
               format('%s %s %s', o.severity, o.place, o.text)
          FROM daybook.side s
          JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
          JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, 'supply', false,
               format('%s %s%s, %s + %s/d, %s', i.label_zh, n.quantity, n.unit, n.on_hand, n.daily_use, n.needed_by)
          FROM daybook.side s
          JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
          LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, 'explanation', false, format('%s: %s', e.rule, e.text)
          FROM daybook.side s
          JOIN daybook.explanation e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, 'answer', false,
               format('%s %s', a.item, concat_ws(': ', w.label_zh, nullif(a.text, '')))
          FROM daybook.side s
          JOIN daybook.answered_item a ON a.committee_id = s.committee_id AND a.record_id = s.record_id
          LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = a.answer
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, f.field, true,
               CASE f.field WHEN 'situation' THEN n.situation WHEN 'no_case' THEN n.no_case::text
                            ELSE n.zero_report::text END
          FROM daybook.side s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
         CROSS JOIN (VALUES ('situation'), ('no_case'), ('zero_report')) AS f (field)) i;

CREATE OR REPLACE VIEW office.differences AS
SELECT d.committee_id, c.committee, c.subdistrict, c.branch, d.report_date, d.revision, r.received_at,
       q.name AS sender, d.field, d.was, d.now
  FROM (SELECT f.committee_id, f.report_date, f.revision, coalesce(i.code, 'figure_' || f.number) AS field,
               f.was::text AS was, f.now::text AS now
          FROM (SELECT p.committee_id, p.report_date, p.revision, unnest(o.figures) AS was, unnest(n.figures) AS now,
                       generate_series(1, greatest(cardinality(o.figures), cardinality(n.figures))) AS number
                  FROM daybook.night t
                  JOIN daybook.record p ON p.report_date = t.report_date AND p.kind = 1 AND p.corrects IS NOT NULL
                  JOIN daybook.nightly_report o ON o.committee_id = p.committee_id AND o.record_id = p.corrects
                  JOIN daybook.nightly_report n ON n.committee_id = p.committee_id AND n.record_id = p.id) f
          LEFT JOIN daybook.indicator i ON i.number = f.number
         WHERE f.was IS DISTINCT FROM f.now
         UNION ALL
        SELECT i.committee_id, i.report_date, i.revision, i.field, min(i.said) FILTER (WHERE NOT i.is_new),
               min(i.said) FILTER (WHERE i.is_new)
          FROM daybook.side_item i
         GROUP BY i.committee_id, i.report_date, i.revision, i.field, i.key
        HAVING min(i.said) FILTER (WHERE NOT i.is_new) IS DISTINCT FROM min(i.said) FILTER (WHERE i.is_new)) d
  JOIN daybook.record r ON r.committee_id = d.committee_id AND r.report_date = d.report_date AND r.kind = 1
                       AND r.revision = d.revision
  JOIN office.committees c ON c.committee_id = d.committee_id
  LEFT JOIN daybook.person q ON q.person_id = r.person_id;
DROP VIEW daybook.item;
