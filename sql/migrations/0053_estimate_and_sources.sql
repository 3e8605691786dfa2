-- 0053 estimate and sources: an estimate says of how many that are missing nothing is known; a number of a brief says that its
-- report was dictated over the telephone; and the views that took longest read what they need once.
--
-- Names and meanings are as before; columns are added at the end.

-- ---------------------------------------------------------------- risks and what is open, read once

-- Whether a revision stands is asked beside it, not looked up anew.
CREATE OR REPLACE VIEW daybook.risk AS
SELECT u.committee_id, u.risk_id, min(u.received_at) AS raised_at,
       min(u.report_date) FILTER (WHERE u.stands) AS first_night,
       max(u.report_date) FILTER (WHERE u.stands) AS last_night,
       count(DISTINCT u.report_date) FILTER (WHERE u.stands) AS nights,
       max(u.severity) FILTER (WHERE u.stands) AS severity,
       bool_or(u.needs_office) FILTER (WHERE u.stands) AS needs_office,
       (array_agg(u.category ORDER BY u.report_date DESC, u.revision DESC, u.position) FILTER (WHERE u.reported))[1]
           AS category,
       min(u.place) AS place, min(u.text) AS text
  FROM (SELECT o.committee_id,
               left(encode(sha256(convert_to(o.place || E'\n' || o.text, 'UTF8')), 'hex'), 8) AS risk_id,
               r.report_date, r.received_at, r.revision, o.position, o.category, o.severity, o.needs_office, o.place,
               o.text, x.committee_id IS NULL AS stands, true AS reported
          FROM daybook.night n
          JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1
          JOIN daybook.observation o ON o.committee_id = r.committee_id AND o.record_id = r.id AND o.kind = 1
                                 AND o.text <> '(已隐去)'
          LEFT JOIN daybook.record x ON x.committee_id = r.committee_id AND x.report_date = r.report_date
                                    AND x.kind = r.kind AND x.part = r.part AND x.revision > r.revision
         UNION ALL
        SELECT a.committee_id, right(a.item, 8), a.report_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true,
               false
          FROM daybook.answer a WHERE a.item LIKE 'r%' AND a.answer <> 2) u
 GROUP BY u.committee_id, u.risk_id
HAVING bool_or(u.reported AND u.stands);

-- The letter of an item narrows what is read of the answers.
CREATE OR REPLACE VIEW office.risks AS
SELECT r.committee_id, c.committee, c.subdistrict, c.branch, r.risk_id, r.state, r.severity, w.name AS category,
       w.label_zh AS category_zh, w.label_en AS category_en, r.place, r.text, r.needs_office, r.first_night, r.last_night,
       r.nights, r.raised_at, r.owner, r.assigned_at, r.closed_at, r.closed_by, r.answer,
       coalesce(r.ended_at, now()) - r.raised_at AS age, r.ended_at - r.raised_at AS response,
       r.said, r.said_zh, r.said_en, r.said_night, r.said_at, r.said_by, r.said_text
  FROM (SELECT e.*, CASE e.state WHEN 'CLOSED' THEN least(e.closed_at, e.solved_at) WHEN 'SOLVED' THEN e.solved_at END
                        AS ended_at
          FROM (SELECT k.*, f.owner, f.assigned_at, f.closed_at, f.closed_by, f.answer, l.said, l.said_zh, l.said_en,
                       l.report_date AS said_night, l.answered_at AS said_at, l.said_by, l.text AS said_text,
                       CASE WHEN l.answer = 2 AND l.report_date > k.last_night THEN l.answered_at END AS solved_at,
                       CASE WHEN f.closed_night >= k.last_night THEN 'CLOSED'
                            WHEN l.answer = 2 AND l.report_date > k.last_night THEN 'SOLVED'
                            WHEN l.answer = 3 AND coalesce(f.assigned_at < l.answered_at, true) THEN 'ESCALATED'
                            WHEN f.closed_night IS NOT NULL OR l.solved_night IS NOT NULL THEN 'RAISED_AGAIN'
                            WHEN f.owner IS NOT NULL THEN 'ASSIGNED' ELSE 'OPEN' END AS state
                  FROM daybook.risk k
                  LEFT JOIN daybook.risk_follow_up f ON f.committee_id = k.committee_id AND f.risk_id = k.risk_id
                  LEFT JOIN daybook.last_answer l ON l.committee_id = k.committee_id AND l.item = 'r' || k.risk_id
                                                 AND l.item LIKE 'r%') e) r
  JOIN office.committees c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = r.category;

CREATE OR REPLACE VIEW daybook.shortage AS
SELECT DISTINCT ON (n.committee_id, n.open_item)
       n.committee_id, n.open_item, n.report_date, i.name AS item, n.unit, n.quantity, n.reason, n.open, n.at AS state_since,
       CASE WHEN n.since THEN n.said END AS said, CASE WHEN n.since THEN n.answered_at END AS said_at,
       coalesce(min(n.short_since) OVER same, min(n.report_date) OVER same) AS night,
       coalesce(min(n.short_at) OVER same, min(n.received_at) OVER same) AS raised_at, n.item AS number, n.answer,
       n.said_night, n.answered_at, n.said_text, n.said AS last_said, n.said_zh, n.said_en, n.said_by
  FROM (SELECT e.*, CASE WHEN e.report_date > e.ended THEN e.report_date END AS short_since,
               CASE WHEN e.report_date > e.ended THEN e.received_at END AS short_at
          FROM (SELECT d.*, greatest(max(CASE WHEN NOT d.open THEN d.report_date END)
                                         OVER (PARTITION BY d.committee_id, d.open_item),
                                     d.solved_night, date '-infinity') AS ended
                  FROM daybook.need d) e) n
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
WINDOW same AS (PARTITION BY n.committee_id, n.open_item)
 ORDER BY n.committee_id, n.open_item, n.report_date DESC, n.received_at DESC, n.kind DESC, n.position DESC;

-- What was answered last stands beside each item.
CREATE OR REPLACE VIEW daybook.raised AS
SELECT committee_id, 'r' || risk_id AS item, 'RISK' AS kind, first_night AS night, last_night, raised_at, place, text,
       severity::int4 AS severity, NULL::int4 AS supply, NULL::text AS unit, NULL::int4 AS quantity,
       state NOT IN ('CLOSED', 'SOLVED') AND text <> '(已隐去)' AS open, state = 'ESCALATED' AS escalated,
       said, said_zh, said_en, said_night, said_at, said_by, said_text
  FROM office.risks
 UNION ALL
SELECT n.committee_id, n.open_item, 'SUPPLY', n.night, n.report_date, n.raised_at, '', n.reason, NULL, i.number::int4,
       n.unit, n.quantity, n.open,
       n.open AND coalesce(n.said = 'ESCALATED' AND coalesce(n.state_since < n.said_at, true), false),
       n.last_said, n.said_zh, n.said_en, n.said_night, n.answered_at, n.said_by, n.said_text
  FROM daybook.shortage n
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.number
 UNION ALL
SELECT m.committee_id, 'm' || m.remark_id, 'REMARK', m.report_date, m.report_date, m.at, '', m.text, NULL, NULL, NULL,
       NULL, m.withdrawn_at IS NULL AND l.answer IS DISTINCT FROM 2, m.withdrawn_at IS NULL AND l.answer IS NOT DISTINCT FROM 3,
       l.said, l.said_zh, l.said_en, l.report_date, l.answered_at, l.said_by, l.text
  FROM daybook.remark m
  LEFT JOIN daybook.last_answer l ON l.committee_id = m.committee_id AND l.item = 'm' || m.remark_id AND l.item LIKE 'm%'
 UNION ALL
SELECT v.committee_id, 'b' || right(replace(v.record_id::text, '-', ''), 8), 'RETURNED', s.report_date, s.report_date,
       v.returned_at, '', v.reason, NULL, NULL, NULL, NULL, l.answer IS DISTINCT FROM 2, l.answer IS NOT DISTINCT FROM 3,
       l.said, l.said_zh, l.said_en, l.report_date, l.answered_at, l.said_by, l.text
  FROM daybook.report_return v
  JOIN office.standing s ON s.committee_id = v.committee_id AND s.record_id = v.record_id
  LEFT JOIN daybook.last_answer l ON l.committee_id = v.committee_id AND l.item LIKE 'b%'
                                 AND l.item = 'b' || right(replace(v.record_id::text, '-', ''), 8);

CREATE OR REPLACE VIEW daybook.open_item AS
SELECT i.committee_id, i.item, i.night, i.last_night, i.place, i.text, i.severity, i.supply, i.unit, i.quantity,
       CASE WHEN w.number <> 2 THEN w.number END AS answer, CASE WHEN w.number <> 2 THEN i.said_night END AS answered
  FROM daybook.raised i
  LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.name = i.said
 WHERE i.open;

CREATE OR REPLACE VIEW office.open_items AS
SELECT i.committee_id, c.committee, c.subdistrict, c.branch, i.item, i.kind, i.night, i.last_night, i.raised_at,
       now() - i.raised_at AS age, now() - i.raised_at > interval '48 hours' AS overdue, i.escalated, i.severity,
       u.name AS supply, u.label_zh AS supply_zh, u.label_en AS supply_en, i.unit, i.quantity, i.place, i.text, i.said,
       i.said_zh, i.said_en, i.said_night, i.said_at, i.said_by, i.said_text
  FROM daybook.raised i
  JOIN office.committees c ON c.committee_id = i.committee_id
  LEFT JOIN daybook.code_list u ON u.list = 'supply_item' AND u.number = i.supply
 WHERE i.open;

-- ---------------------------------------------------------------- what a correction changed

-- A correction is read once, and has two sides; who sent it and when goes with them.
CREATE OR REPLACE VIEW daybook.side AS
SELECT r.committee_id, CASE WHEN s.is_new THEN r.id ELSE r.corrects END AS record_id, r.report_date, r.revision, s.is_new,
       r.received_at, r.person_id
  FROM daybook.night n
  JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1 AND r.corrects IS NOT NULL
 CROSS JOIN (VALUES (false), (true)) AS s (is_new);

CREATE OR REPLACE VIEW daybook.side_item AS
SELECT i.committee_id, i.report_date, i.revision, i.is_new, i.field, CASE WHEN i.once THEN '' ELSE i.said END AS key, i.said,
       i.received_at, i.person_id
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, 'case' AS field, false AS once,
               format('%s(%s)%s %s', k.title, k.place, k.story, k.result) || CASE WHEN k.may_publish THEN ' ✓' ELSE '' END
                   AS said
          FROM daybook.side s
          JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, lower(x.name), false,
               format('%s %s %s', o.severity, o.place, o.text)
          FROM daybook.side s
          JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
          JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, 'supply', false,
               format('%s %s%s, %s + %s/d, %s', i.label_zh, n.quantity, n.unit, n.on_hand, n.daily_use, n.needed_by)
          FROM daybook.side s
          JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
          LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, 'explanation', false, format('%s: %s', e.rule, e.text)
          FROM daybook.side s
          JOIN daybook.explanation e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, 'answer', false,
               format('%s %s', a.item, concat_ws(': ', w.label_zh, nullif(a.text, '')))
          FROM daybook.side s
          JOIN daybook.answered_item a ON a.committee_id = s.committee_id AND a.record_id = s.record_id
          LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = a.answer
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, s.is_new, s.received_at, s.person_id, f.field, true,
               CASE f.field WHEN 'situation' THEN n.situation WHEN 'no_case' THEN n.no_case::text
                            ELSE n.zero_report::text END
          FROM daybook.side s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
         CROSS JOIN (VALUES ('situation'), ('no_case'), ('zero_report')) AS f (field)) i;

CREATE OR REPLACE VIEW office.differences AS
SELECT d.committee_id, c.committee, c.subdistrict, c.branch, d.report_date, d.revision, d.received_at,
       q.name AS sender, d.field, d.was, d.now
  FROM (SELECT f.committee_id, f.report_date, f.revision, f.received_at, f.person_id,
               coalesce(i.code, 'figure_' || f.number) AS field, f.was::text AS was, f.now::text AS now
          FROM (SELECT p.committee_id, p.report_date, p.revision, p.received_at, p.person_id, unnest(o.figures) AS was,
                       unnest(n.figures) AS now,
                       generate_series(1, greatest(cardinality(o.figures), cardinality(n.figures))) AS number
                  FROM daybook.night t
                  JOIN daybook.record p ON p.report_date = t.report_date AND p.kind = 1 AND p.corrects IS NOT NULL
                  JOIN daybook.nightly_report o ON o.committee_id = p.committee_id AND o.record_id = p.corrects
                  JOIN daybook.nightly_report n ON n.committee_id = p.committee_id AND n.record_id = p.id) f
          LEFT JOIN daybook.indicator i ON i.number = f.number
         WHERE f.was IS DISTINCT FROM f.now
         UNION ALL
        SELECT i.committee_id, i.report_date, i.revision, min(i.received_at), min(i.person_id), i.field,
               min(i.said) FILTER (WHERE NOT i.is_new), min(i.said) FILTER (WHERE i.is_new)
          FROM daybook.side_item i
         GROUP BY i.committee_id, i.report_date, i.revision, i.field, i.key
        HAVING min(i.said) FILTER (WHERE NOT i.is_new) IS DISTINCT FROM min(i.said) FILTER (WHERE i.is_new)) d
  JOIN office.committees c ON c.committee_id = d.committee_id
  LEFT JOIN daybook.person q ON q.person_id = d.person_id;

-- ---------------------------------------------------------------- totals

-- As in 0048. A night that has come is asked for in a way that the planner does not take for the lower end of a range: it
-- took the nights of a campaign for one.
CREATE OR REPLACE VIEW daybook.roster_night AS
SELECT e.report_date, e.committee_id, e.deadline, e.record_id, e.revision, e.form_version, e.timeliness, e.received_at,
       CASE WHEN e.record_id IS NOT NULL THEN 'REPORTED' WHEN x.committee_id IS NOT NULL THEN 'EXCUSED'
            ELSE 'MISSING' END AS status
  FROM daybook.expected_report e
  LEFT JOIN daybook.excuse x ON x.committee_id = e.committee_id AND x.report_date = e.report_date
 WHERE (e.report_date <= (SELECT office.business_date())) IS TRUE;

-- As in 0048; and of the missing, for how many the estimate has nothing, and who they are: those without a report in the
-- week before, and those whose report of then does not have the figure. What takes long is one pass through 44,000 cells.
DROP FUNCTION office.total(text, date, date, text);
CREATE FUNCTION office.total(level text, first date DEFAULT NULL, last date DEFAULT NULL, only_code text DEFAULT NULL)
    RETURNS TABLE (key text, name text, first_night date, last_night date, number int, code text,
                   label_zh text, label_en text, unit_zh text, unit_en text, stock boolean,
                   total int8, reported int, expected int, missing int, excused int,
                   filled int, not_filled int, not_asked int, missing_names text, not_filled_names text,
                   carried int, estimate int8, not_carried int, not_carried_names text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    -- The names of 2,000 groups stay in memory; and a plan that knows the dates is the better one every time.
    SET work_mem = '32MB' SET plan_cache_mode = force_custom_plan AS
$$
DECLARE
    flows boolean[] := ARRAY(SELECT NOT coalesce(q.stock, false)
                               FROM generate_series(1, (SELECT max(i.number) FROM daybook.indicator i)) n
                               LEFT JOIN daybook.question q ON q.number = n ORDER BY n);
    one int := (SELECT i.number FROM daybook.indicator i WHERE i.code = only_code);
    since date := greatest(total.first, (SELECT min(n.report_date) FROM daybook.night n));
    until date := least(total.last, (SELECT max(n.report_date) FROM daybook.night n));
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
                   PARTITION BY r.committee_id ORDER BY r.report_date - date '2000-01-01'
                   RANGE BETWEEN 7 PRECEDING AND 1 PRECEDING) AS carry_from
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
    ), counted AS (                             -- nights of a committee, of stocks the last one
        SELECT r.place, s.stock, r.status, r.committee_id, min(r.committee) AS committee, count(*) AS nights,
               count(*) FILTER (WHERE r.status = 'MISSING' AND r.carry_from IS NULL) AS lost,
               min(r.report_date) AS first_night, max(r.report_date) AS last_night
          FROM placed r
          JOIN (VALUES (false), (true)) AS s (stock) ON r.at_end OR NOT s.stock
         GROUP BY r.place, s.stock, r.status, r.committee_id
    ), hole AS (
        SELECT h.place, h.stock, sum(h.nights) AS expected,
               sum(h.nights) FILTER (WHERE h.status = 'REPORTED') AS reported,
               sum(h.nights) FILTER (WHERE h.status = 'MISSING') AS missing,
               sum(h.nights) FILTER (WHERE h.status = 'EXCUSED') AS excused,
               string_agg(h.committee || CASE WHEN h.nights > 1 THEN '×' || h.nights ELSE '' END, '、'
                          ORDER BY h.committee_id) FILTER (WHERE h.status = 'MISSING') AS missing_names,
               string_agg(h.committee || CASE WHEN h.lost > 1 THEN '×' || h.lost ELSE '' END, '、'
                          ORDER BY h.committee_id) FILTER (WHERE h.lost > 0) AS lost_names,
               min(h.first_night) AS first_night, max(h.last_night) AS last_night
          FROM counted h
         GROUP BY h.place, h.stock
    ), form AS MATERIALIZED (
        SELECT v.version, v.asked FROM daybook.form_asks v
    ), figure AS MATERIALIZED (                 -- a row a figure of every report: generate_series runs beside unnest
        SELECT c.place, c.number, sum(c.value)::int8 AS total, count(c.value)::int AS filled,
               (count(*) - count(c.value))::int AS not_filled,
               string_agg(c.committee, '、') FILTER (WHERE c.value IS NULL) AS not_filled_names
          FROM (SELECT p.place, p.at_end, p.committee, v.asked, unnest(n.figures) AS value,
                       generate_series(1, greatest(cardinality(n.figures), cardinality(flows))) AS number
                  FROM placed p
                  JOIN daybook.nightly_report n ON n.committee_id = p.committee_id AND n.record_id = p.record_id
                  LEFT JOIN form v ON v.version = p.form_version) c
         WHERE (c.value IS NOT NULL OR c.asked[c.number]) AND (c.at_end OR flows[c.number])
           AND (one IS NULL OR c.number = one)
         GROUP BY c.place, c.number
    ), carry AS MATERIALIZED (                  -- and of the last report of the week before, where one is missing
        SELECT o.place, o.number, sum(o.carried)::int AS carried, sum(o.total)::int8 AS total,
               string_agg(o.committee || CASE WHEN o.nothing > 1 THEN '×' || o.nothing ELSE '' END, '、'
                          ORDER BY o.committee_id) FILTER (WHERE o.nothing > 0) AS empty_names
          FROM (SELECT c.place, c.number, c.committee_id, min(c.committee) AS committee, count(c.value) AS carried,
                       sum(c.value) AS total, count(*) - count(c.value) AS nothing
                  FROM (SELECT p.place, p.committee_id, p.committee, i.number,
                               CASE WHEN v.asked[i.number] THEN n.figures[i.number] END AS value
                          FROM placed p
                          JOIN known k ON k.committee_id = p.committee_id AND k.report_date = p.carry_from
                          JOIN daybook.nightly_report n ON n.committee_id = k.committee_id AND n.record_id = k.record_id
                          JOIN form v ON v.version = p.form_on
                         CROSS JOIN daybook.indicator i
                         WHERE p.status = 'MISSING' AND (p.at_end OR flows[i.number])
                           AND (one IS NULL OR i.number = one)) c
                 GROUP BY c.place, c.number, c.committee_id) o
         GROUP BY o.place, o.number
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
           CASE WHEN w.total IS NOT NULL OR c.total IS NOT NULL THEN coalesce(w.total, 0) + coalesce(c.total, 0) END,
           (coalesce(h.missing, 0) - coalesce(c.carried, 0))::int, nullif(concat_ws('、', h.lost_names, c.empty_names), '')
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

COMMENT ON FUNCTION office.total(text, date, date, text) IS
    '合计及其缺口,按 committee、subdistrict、branch、batch、night、week 或 campaign;存量类指标取区间最后一晚,不跨夜相加;estimate 把未报者最近一周内的上一份数字带入,另列,未报中 carried 个有数可沿用,not_carried 个无从得知 | totals with their hole; a stock is that of the last night and never added up over nights; the estimate carries each missing committee''s last report of the week before forward, and stands apart: of the missing it could carry that many, and knows nothing of not_carried';
REVOKE ALL ON FUNCTION office.total(text, date, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.total(text, date, date, text) TO daybook_office;

-- ---------------------------------------------------------------- where a number of a brief is from

-- An entry stands in proxy_entry for ever: what came later in its place is another record, and in no brief made before.
CREATE OR REPLACE VIEW office.brief_numbers AS
SELECT n.brief_id, n.subject, n.code, n.committee_id, c.committee, n.value, n.state, n.record_id, r.report_date,
       r.revision, r.code AS receipt, x.record_id IS NOT NULL AS entered_by_proxy
  FROM daybook.brief_number n
  JOIN daybook.brief_committee c ON c.committee_id = n.committee_id AND c.brief_id = n.brief_id
  LEFT JOIN daybook.record r ON r.committee_id = n.committee_id AND r.id = n.record_id
  LEFT JOIN daybook.proxy_entry x ON x.committee_id = n.committee_id AND x.record_id = n.record_id;
COMMENT ON COLUMN office.brief_numbers.entered_by_proxy IS
    '该数出自电话口述、由办公室代填的报告 | from a report that was dictated over the telephone and entered by the office';

CREATE OR REPLACE VIEW office.brief_totals AS
SELECT t.brief_id, t.subject, t.code, l.position, l.group_zh, l.group_en, l.label_zh, l.label_en, l.unit_zh, l.unit_en,
       t.total, t.committees,
       CASE WHEN t.subject IN ('figure', 'ledger.before', 'health') THEN t.reported END AS reported,
       CASE WHEN t.subject IN ('figure', 'ledger.before', 'health') THEN b.expected END AS expected, t.filled,
       t.not_filled, t.not_asked,
       t.names, t.missing_names, t.not_filled_names, e.carried,
       CASE WHEN t.subject = 'figure' AND (t.total IS NOT NULL OR e.total IS NOT NULL)
            THEN coalesce(t.total, 0) + coalesce(e.total, 0) END AS estimate,
       CASE WHEN t.subject = 'figure' THEN t.not_carried END AS not_carried,
       CASE WHEN t.subject = 'figure' THEN t.not_carried_names END AS not_carried_names, t.by_proxy, t.proxy_names
  FROM (SELECT n.brief_id, n.subject, n.code, sum(n.value)::int8 AS total, count(*) AS committees,
               count(n.record_id) AS reported, count(n.value) AS filled,
               count(*) FILTER (WHERE n.state = 'NOT_FILLED') AS not_filled,
               count(*) FILTER (WHERE n.state = 'NOT_ASKED' AND n.record_id IS NOT NULL) AS not_asked,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.value > 0) AS names,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.state = 'NOT_REPORTED')
                   AS missing_names,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.state = 'NOT_FILLED')
                   AS not_filled_names,
               count(*) FILTER (WHERE n.state = 'NOT_REPORTED' AND k.code IS NULL) AS not_carried,
               string_agg(c.committee, '、' ORDER BY n.committee_id)
                   FILTER (WHERE n.state = 'NOT_REPORTED' AND k.code IS NULL) AS not_carried_names,
               count(x.record_id) AS by_proxy,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE x.record_id IS NOT NULL) AS proxy_names
          FROM daybook.brief_number n
          JOIN daybook.brief_committee c ON c.committee_id = n.committee_id AND c.brief_id = n.brief_id
          LEFT JOIN daybook.brief_number k ON k.committee_id = n.committee_id AND k.brief_id = n.brief_id
                                          AND k.code = n.code AND k.subject = 'figure.carried' AND n.subject = 'figure'
          LEFT JOIN daybook.proxy_entry x ON x.committee_id = n.committee_id AND x.record_id = n.record_id
         WHERE n.subject <> 'figure.carried'
         GROUP BY n.brief_id, n.subject, n.code) t
  JOIN daybook.brief_label l ON l.brief_id = t.brief_id AND l.subject = split_part(t.subject, '.', 1)
                            AND l.code = t.code
  JOIN office.briefs b ON b.brief_id = t.brief_id
  LEFT JOIN (SELECT brief_id, code, count(*) AS carried, sum(value)::int8 AS total
               FROM daybook.brief_number WHERE subject = 'figure.carried' GROUP BY brief_id, code) e
    ON e.brief_id = t.brief_id AND e.code = t.code AND t.subject = 'figure';
COMMENT ON COLUMN office.brief_totals.not_carried IS
    '未报中没有可沿用的数、估计里也没有的 | of the missing, those of whom nothing could be carried into the estimate';
COMMENT ON COLUMN office.brief_totals.by_proxy IS
    '其中出自电话代填报告的居委会数 | committees whose part is from a report dictated over the telephone';

CREATE OR REPLACE VIEW office.brief_items AS
SELECT i.brief_id, i.subject, i.committee_id, c.committee, c.subdistrict, c.branch, i.record_id, r.report_date,
       r.revision, r.code AS receipt, i.position, i.category_zh, i.category_en, t.title, t.place, t.text, t.result, t.redacted,
       i.risk_id, i.severity, i.state, i.owner, i.first_night, i.nights, i.raised_at, b.as_of - i.raised_at AS age,
       x.record_id IS NOT NULL AS entered_by_proxy
  FROM daybook.brief_item i
  JOIN daybook.brief b ON b.brief_id = i.brief_id
  JOIN daybook.brief_committee c ON c.committee_id = i.committee_id AND c.brief_id = i.brief_id
  JOIN daybook.record r ON r.committee_id = i.committee_id AND r.id = i.record_id
  JOIN daybook.brief_text t ON t.committee_id = i.committee_id AND t.record_id = i.record_id AND t.subject = i.subject
                           AND t.position = i.position
  LEFT JOIN daybook.proxy_entry x ON x.committee_id = i.committee_id AND x.record_id = i.record_id;

CREATE OR REPLACE VIEW office.brief_records AS
SELECT d.brief_id, d.committee_id, c.committee, d.record_id, k.name AS kind, r.report_date, r.part, r.revision,
       r.code AS receipt, r.received_at, x.record_id IS NOT NULL AS entered_by_proxy
  FROM (SELECT brief_id, committee_id, record_id FROM daybook.brief_number WHERE record_id IS NOT NULL
         UNION SELECT brief_id, committee_id, record_id FROM daybook.brief_item) d
  JOIN daybook.brief_committee c ON c.committee_id = d.committee_id AND c.brief_id = d.brief_id
  JOIN daybook.record r ON r.committee_id = d.committee_id AND r.id = d.record_id
  JOIN daybook.code_list k ON k.list = 'kind' AND k.number = r.kind
  LEFT JOIN daybook.proxy_entry x ON x.committee_id = d.committee_id AND x.record_id = d.record_id;

-- ---------------------------------------------------------------- branches in the order of their numbers

-- Which place a person who is posted twice is listed at: the lowest number, and the branch of that place.
CREATE OR REPLACE VIEW health.missing AS
SELECT m.report_date, q.code AS person_code, q.name AS person, q.telephone, c.committee, c.branch, m.committee_id,
       c.branch_id
  FROM (SELECT report_date, person_id, min(committee_id) AS committee_id
          FROM daybook.health_due WHERE NOT named GROUP BY report_date, person_id) m
  JOIN daybook.person q ON q.person_id = m.person_id
  JOIN office.committees c ON c.committee_id = m.committee_id;

-- ---------------------------------------------------------------- who is on post

-- As in 0021; whose posting at a committee was entered twice stands there once (reconcile() says POSTED_TWICE).
CREATE OR REPLACE VIEW office.posted AS
SELECT p.report_date, p.committee_id, c.committee, c.subdistrict, c.branch, q.code AS person_code, q.name AS person,
       q.telephone, p.secretary, r.shift, r.shift_zh, r.shift_en, coalesce(r.state, 'NOT_ASKED') AS state,
       coalesce(r.state_zh, '未点到') AS state_zh, coalesce(r.state_en, 'not asked') AS state_en, r.arrived_at, r.note,
       coalesce(r.state IN ('PRESENT', 'ON_POST_LATE'), false) AS on_post,
       coalesce(r.state = 'UNREACHED', true) AS to_call
  FROM (SELECT n.report_date, p.committee_id, p.person_id, bool_and(p.secretary) AS secretary
          FROM daybook.night n
          JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
         GROUP BY n.report_date, p.committee_id, p.person_id) p
  JOIN daybook.person q ON q.person_id = p.person_id
  JOIN office.committees c ON c.committee_id = p.committee_id
  LEFT JOIN office.roll_call r ON r.committee_id = p.committee_id AND r.report_date = p.report_date
                              AND r.person_code = q.code
 WHERE NOT p.secretary OR r.person_code IS NOT NULL;

-- ---------------------------------------------------------------- hours

-- An hour is one of the nights' zone, whatever zone the reader's session is in.
CREATE OR REPLACE VIEW office.signup_hours AS
SELECT h.hour, h.signed_up, sum(h.signed_up) OVER (ORDER BY h.hour) AS so_far,
       sum(h.signed_up) OVER (ORDER BY h.hour RANGE BETWEEN interval '23 hours' PRECEDING AND CURRENT ROW) AS of_24_hours
  FROM (SELECT date_trunc('hour', signed_up_at, current_setting('daybook.zone')) AS hour, count(*) AS signed_up
          FROM daybook.volunteer GROUP BY 1) h;
