-- 0045 open items: what earlier nights left open, what the committee says of it, and remarks of the office.
--
-- A risk point, a need of supplies, a remark and a returned report are open until the committee answers SOLVED or the
-- office ends them. An item has a name of nine characters: a letter (r risk, s supplies, m remark, b returned) and eight
-- digits, which both ends can work out. STILL_THERE and ESCALATED are as good as reporting it again; what is reported
-- again after its end is open again. The last night's word counts, and of a night its newest revision.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('item_answer', 1, 'STILL_THERE', '仍存在', 'still there'),
    ('item_answer', 2, 'SOLVED', '已解决', 'solved'),
    ('item_answer', 3, 'ESCALATED', '已升级', 'escalated to the office');

CREATE TABLE daybook.answered_item (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 100),
    item text NOT NULL CHECK (item ~ '^[a-z][0-9a-f]{8}$'),
    answer int2 NOT NULL CHECK (answer > 0),
    text text NOT NULL CHECK (length(text) <= 200),
    CONSTRAINT answered_item_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT answered_item_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.answered_item IS '对未了事项的答复 | answers to open items';
GRANT INSERT ON daybook.answered_item TO daybook_daemon;

CREATE TABLE daybook.remark (
    committee_id int4 NOT NULL,
    remark_id text NOT NULL CHECK (remark_id ~ '^[0-9a-f]{8}$'),
    report_date date NOT NULL,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 200),
    at timestamptz NOT NULL DEFAULT now(),
    by text NOT NULL DEFAULT session_user,
    withdrawn_at timestamptz,
    CONSTRAINT remark_pkey PRIMARY KEY (committee_id, remark_id),
    CONSTRAINT remark_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
COMMENT ON TABLE daybook.remark IS
    '办公室给居委会的意见:答复已解决或收回即了结 | remarks of the office: ended by SOLVED, or withdrawn';
COMMENT ON COLUMN daybook.remark.report_date IS '自哪一晚起要答复 | the first night that answers it';

-- ---------------------------------------------------------------- what the committees answered

-- The answers of the reports that stand. One that a correction repeats was given at the first acceptance.
CREATE VIEW daybook.answer AS
SELECT a.committee_id, a.item, a.report_date, a.position, a.answer, a.text, s.person_id, a.answered_at
  FROM (SELECT b.committee_id, b.record_id, b.position, b.item, b.answer, b.text, r.report_date,
               min(r.received_at) OVER (PARTITION BY b.committee_id, r.report_date, b.item, b.answer) AS answered_at
          FROM daybook.answered_item b
          JOIN daybook.record r ON r.committee_id = b.committee_id AND r.id = b.record_id) a
  JOIN office.standing s ON s.committee_id = a.committee_id AND s.record_id = a.record_id;

CREATE VIEW daybook.last_answer AS
SELECT DISTINCT ON (a.committee_id, a.item)
       a.committee_id, a.item, a.report_date, a.answer, a.text, a.answered_at, w.name AS said, w.label_zh AS said_zh,
       w.label_en AS said_en, q.name AS said_by,
       max(CASE WHEN a.answer = 2 THEN a.report_date END) OVER (PARTITION BY a.committee_id, a.item) AS solved_night
  FROM daybook.answer a
  LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = a.answer
  LEFT JOIN daybook.person q ON q.person_id = a.person_id
 ORDER BY a.committee_id, a.item, a.report_date DESC;

-- ---------------------------------------------------------------- risk points

-- A risk is there on the nights that report it and on those that answer that it is. Of the nights that there are; a report
-- is taken for no other.
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
               o.text, s.record_id IS NOT NULL AS stands, true AS reported
          FROM daybook.night n
          JOIN daybook.record r ON r.report_date = n.report_date AND r.kind = 1
          JOIN daybook.observation o ON o.committee_id = r.committee_id AND o.record_id = r.id AND o.kind = 1
                                 AND o.text <> '(已隐去)'       -- whose text is gone is no risk to follow
          LEFT JOIN office.standing s ON s.committee_id = o.committee_id AND s.record_id = o.record_id
         UNION ALL
        SELECT a.committee_id, right(a.item, 8), a.report_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true,
               false
          FROM daybook.answer a WHERE left(a.item, 1) = 'r' AND a.answer <> 2) u
 GROUP BY u.committee_id, u.risk_id
HAVING bool_or(u.reported AND u.stands);

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
                  LEFT JOIN daybook.last_answer l ON l.committee_id = k.committee_id AND l.item = 'r' || k.risk_id) e) r
  JOIN office.committees c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = r.category;
COMMENT ON COLUMN office.risks.state IS
    'OPEN 未处理 / ESCALATED 居委会已升级,待街道 / ASSIGNED 已有责任人 / SOLVED 居委会称已解决 / CLOSED 办公室已了结 / RAISED_AGAIN 了结或解决后又报 | open, escalated by the committee and nobody assigned since, assigned, solved as the committee says, closed by the office, reported again after it was ended';
COMMENT ON COLUMN office.risks.age IS '自首次受理至今,已解决或了结则至其时 | since then, until it was solved or closed';
COMMENT ON COLUMN office.risks.response IS '解决或了结用时,未了为空 | how long it took to solve or close; NULL while it is open';
COMMENT ON COLUMN office.risks.said IS '居委会最近一次答复 | what the committee answered last';

-- ---------------------------------------------------------------- supplies

-- Needs of one item and unit are one item, as in supply_gap.
CREATE OR REPLACE VIEW office.supply_needs AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, n.position, i.name AS item,
       i.label_zh AS item_zh, i.label_en AS item_en, n.unit, n.on_hand, n.daily_use,
       round(n.on_hand::numeric / nullif(n.daily_use, 0), 1) AS days_left, n.quantity, n.needed_by, n.urgency, n.reason,
       k.name AS kind, s.part, coalesce(t.state, 'OPEN') AS state, t.at AS state_since, t.quantity AS state_quantity,
       t.by AS state_by, coalesce(t.state = 'PROMISED' AND t.at < now() - interval '48 hours', false) AS stalled,
       s.received_at, n.open_item, l.said, l.said_zh, l.said_en, l.report_date AS said_night, l.answered_at AS said_at,
       l.said_by, l.text AS said_text,
       CASE WHEN l.answer = 2 THEN false
            WHEN t.state = 'CLOSED' OR t.state = 'RECEIVED' AND t.quantity >= n.quantity
            THEN coalesce(l.answered_at > t.at, false) ELSE true END AS open
  FROM office.standing s
  JOIN (SELECT *, 's' || left(encode(sha256(convert_to(item || E'\n' || unit, 'UTF8')), 'hex'), 8) AS open_item
          FROM daybook.supply_need) n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = s.kind
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date, kind, part, position) *
               FROM daybook.supply_step
              ORDER BY committee_id, report_date, kind, part, position, at DESC,
                       array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) DESC) t
    ON t.committee_id = s.committee_id AND t.report_date = s.report_date AND t.kind = s.kind AND t.part = s.part
   AND t.position = n.position
  LEFT JOIN daybook.last_answer l ON l.committee_id = s.committee_id AND l.item = n.open_item
                                 AND l.report_date > s.report_date;
COMMENT ON COLUMN office.supply_needs.said IS '居委会此后最近一次答复 | what the committee answered last, since then';
COMMENT ON COLUMN office.supply_needs.open IS
    '未了:没有收足或了结,居委会也没有答复已解决 | neither received in full nor closed, nor solved as the committee says';

-- The last word of each committee about an item and unit, with the night since which it has been short.
CREATE VIEW daybook.shortage AS
SELECT DISTINCT ON (n.committee_id, n.open_item)
       n.committee_id, n.open_item, n.report_date, n.item, n.unit, n.quantity, n.reason, n.open, n.state_since, n.said,
       n.said_at, coalesce(min(n.since) OVER same, min(n.report_date) OVER same) AS night,
       coalesce(min(n.since_at) OVER same, min(n.received_at) OVER same) AS raised_at
  FROM (SELECT e.*, CASE WHEN e.report_date > e.ended THEN e.report_date END AS since,
               CASE WHEN e.report_date > e.ended THEN e.received_at END AS since_at
          FROM (SELECT d.*, greatest(max(CASE WHEN NOT d.open THEN d.report_date END)
                                         OVER (PARTITION BY d.committee_id, d.open_item),
                                     l.solved_night, date '-infinity') AS ended
                  FROM office.supply_needs d
                  LEFT JOIN daybook.last_answer l ON l.committee_id = d.committee_id AND l.item = d.open_item) e) n
WINDOW same AS (PARTITION BY n.committee_id, n.open_item)
 ORDER BY n.committee_id, n.open_item, n.report_date DESC, n.received_at DESC;

-- ---------------------------------------------------------------- all of them

-- Every item ever raised, open or not. What was redacted is asked about no more.
CREATE VIEW daybook.raised AS
SELECT committee_id, 'r' || risk_id AS item, 'RISK' AS kind, first_night AS night, last_night, raised_at, place, text,
       severity::int4 AS severity, NULL::int4 AS supply, NULL::text AS unit, NULL::int4 AS quantity,
       state NOT IN ('CLOSED', 'SOLVED') AND text <> '(已隐去)' AS open, state = 'ESCALATED' AS escalated
  FROM office.risks
 UNION ALL
SELECT n.committee_id, n.open_item, 'SUPPLY', n.night, n.report_date, n.raised_at, '', n.reason, NULL, i.number::int4,
       n.unit, n.quantity, n.open,
       n.open AND coalesce(n.said = 'ESCALATED' AND coalesce(n.state_since < n.said_at, true), false)
  FROM daybook.shortage n
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.name = n.item
 UNION ALL
SELECT m.committee_id, 'm' || m.remark_id, 'REMARK', m.report_date, m.report_date, m.at, '', m.text, NULL, NULL, NULL,
       NULL, m.withdrawn_at IS NULL AND l.answer IS DISTINCT FROM 2, m.withdrawn_at IS NULL AND l.answer IS NOT DISTINCT FROM 3
  FROM daybook.remark m
  LEFT JOIN daybook.last_answer l ON l.committee_id = m.committee_id AND l.item = 'm' || m.remark_id
 UNION ALL
SELECT v.committee_id, 'b' || right(replace(v.record_id::text, '-', ''), 8), 'RETURNED', s.report_date, s.report_date,
       v.returned_at, '', v.reason, NULL, NULL, NULL, NULL, l.answer IS DISTINCT FROM 2, l.answer IS NOT DISTINCT FROM 3
  FROM daybook.report_return v
  JOIN office.standing s ON s.committee_id = v.committee_id AND s.record_id = v.record_id
  LEFT JOIN daybook.last_answer l ON l.committee_id = v.committee_id
                                 AND l.item = 'b' || right(replace(v.record_id::text, '-', ''), 8);

-- What a client is told.
CREATE VIEW daybook.open_item AS
SELECT i.committee_id, i.item, i.night, i.last_night, i.place, i.text, i.severity, i.supply, i.unit, i.quantity,
       CASE WHEN l.answer <> 2 THEN l.answer END AS answer, CASE WHEN l.answer <> 2 THEN l.report_date END AS answered
  FROM daybook.raised i
  LEFT JOIN daybook.last_answer l ON l.committee_id = i.committee_id AND l.item = i.item
 WHERE i.open;
GRANT SELECT ON daybook.open_item TO daybook_daemon;

CREATE VIEW office.open_items AS
SELECT i.committee_id, c.committee, c.subdistrict, c.branch, i.item, i.kind, i.night, i.last_night, i.raised_at,
       now() - i.raised_at AS age, now() - i.raised_at > interval '48 hours' AS overdue, i.escalated, i.severity,
       u.name AS supply, u.label_zh AS supply_zh, u.label_en AS supply_en, i.unit, i.quantity, i.place, i.text, l.said,
       l.said_zh, l.said_en, l.report_date AS said_night, l.answered_at AS said_at, l.said_by, l.text AS said_text
  FROM daybook.raised i
  JOIN office.committees c ON c.committee_id = i.committee_id
  LEFT JOIN daybook.last_answer l ON l.committee_id = i.committee_id AND l.item = i.item
  LEFT JOIN daybook.code_list u ON u.list = 'supply_item' AND u.number = i.supply
 WHERE i.open;
COMMENT ON VIEW office.open_items IS
    '未了事项:风险点、物资、意见、退回,每晚的报告须逐项答复 | what is open: each night''s report answers every item';
COMMENT ON COLUMN office.open_items.kind IS
    'RISK 风险点 / SUPPLY 物资 / REMARK 办公室意见 / RETURNED 退回的报告 | risk, supplies, remark of the office, returned report';
COMMENT ON COLUMN office.open_items.overdue IS '超过 48 小时未了 | open for more than 48 hours';
COMMENT ON COLUMN office.open_items.escalated IS
    '居委会已升级,此后办公室还没有处理 | the committee asks the office, which has done nothing since';

CREATE VIEW office.answers AS
SELECT a.committee_id, c.committee, c.subdistrict, c.branch, a.report_date, a.position, a.item, i.kind, i.place, i.text,
       u.name AS supply, u.label_zh AS supply_zh, u.label_en AS supply_en, i.unit, i.quantity, w.name AS said,
       w.label_zh AS said_zh, w.label_en AS said_en, a.text AS said_text, a.answered_at AS said_at, q.name AS said_by,
       i.night, i.raised_at, CASE WHEN a.answer = 2 THEN a.answered_at - i.raised_at END AS response
  FROM daybook.answer a
  JOIN office.committees c ON c.committee_id = a.committee_id
  LEFT JOIN daybook.raised i ON i.committee_id = a.committee_id AND i.item = a.item
  LEFT JOIN daybook.code_list u ON u.list = 'supply_item' AND u.number = i.supply
  LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = a.answer
  LEFT JOIN daybook.person q ON q.person_id = a.person_id;
COMMENT ON VIEW office.answers IS '各报告对未了事项的答复 | what each report says of the open items';
COMMENT ON COLUMN office.answers.response IS
    '提出到解决的用时,答复已解决时才有 | from its raising to this answer, when that is SOLVED';

CREATE VIEW office.remarks AS
SELECT m.committee_id, c.committee, c.subdistrict, c.branch, m.report_date, m.remark_id, m.text, m.at, m.by,
       CASE WHEN m.withdrawn_at IS NOT NULL THEN 'WITHDRAWN' WHEN l.answer = 2 THEN 'SOLVED'
            WHEN l.answer = 3 THEN 'ESCALATED' ELSE 'OPEN' END AS state,
       m.withdrawn_at, l.said, l.said_zh, l.said_en, l.report_date AS said_night, l.answered_at AS said_at, l.said_by,
       l.text AS said_text
  FROM daybook.remark m
  JOIN office.committees c ON c.committee_id = m.committee_id
  LEFT JOIN daybook.last_answer l ON l.committee_id = m.committee_id AND l.item = 'm' || m.remark_id;
COMMENT ON VIEW office.remarks IS '办公室的意见及其答复 | remarks of the office, and what was answered';
GRANT SELECT ON office.open_items, office.answers, office.remarks TO daybook_office;

-- ---------------------------------------------------------------- remarks

CREATE FUNCTION office.make_remark(number int, remark text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    made text := left(encode(sha256(convert_to(remark || clock_timestamp(), 'UTF8')), 'hex'), 8);
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_reason(remark);
    INSERT INTO daybook.remark (committee_id, remark_id, report_date, text)
    VALUES (number, made, office.business_date(), remark);
    PERFORM daybook.note_act('make_remark', format('%s %s', number, made), remark);
    RETURN made;
END
$$;
COMMENT ON FUNCTION office.make_remark(int, text) IS
    '给居委会提意见:自当晚起列入每晚的报告,直到答复已解决 | a remark to a committee: in every report from tonight on, until SOLVED';

CREATE FUNCTION office.withdraw_remark(number int, id text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_reason(reason);
    UPDATE daybook.remark SET withdrawn_at = now()
     WHERE committee_id = number AND remark_id = lower(id) AND withdrawn_at IS NULL;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB038', format('committee %s has no remark %s in force', number, left(id, 20)),
                             format('%s 号居委会没有在办的意见 %s', number, left(id, 20)));
    END IF;
    PERFORM daybook.note_act('withdraw_remark', format('%s %s', number, lower(id)), reason);
END
$$;
COMMENT ON FUNCTION office.withdraw_remark(int, text, text) IS '收回意见 | withdraws a remark';
REVOKE ALL ON FUNCTION office.make_remark(int, text), office.withdraw_remark(int, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.make_remark(int, text), office.withdraw_remark(int, text, text) TO daybook_office;

-- ---------------------------------------------------------------- what a correction changed

CREATE OR REPLACE VIEW daybook.item AS
SELECT i.committee_id, i.record_id, i.field, CASE WHEN i.once THEN '' ELSE i.said END AS key, i.said
  FROM (SELECT committee_id, record_id, 'case' AS field, false AS once,
               format('%s(%s)%s %s', title, place, story, result) || CASE WHEN may_publish THEN ' ✓' ELSE '' END AS said
          FROM daybook.typical_case
         UNION ALL
        SELECT o.committee_id, o.record_id, lower(x.name), false, format('%s %s %s', o.severity, o.place, o.text)
          FROM daybook.observation o
          JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
         UNION ALL
        SELECT n.committee_id, n.record_id, 'supply', false,
               format('%s %s%s, %s + %s/d, %s', i.label_zh, n.quantity, n.unit, n.on_hand, n.daily_use, n.needed_by)
          FROM daybook.supply_need n
          LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
         UNION ALL
        SELECT committee_id, record_id, 'explanation', false, format('%s: %s', rule, text) FROM daybook.explanation
         UNION ALL
        SELECT a.committee_id, a.record_id, 'answer', false,
               format('%s %s', a.item, concat_ws(': ', w.label_zh, nullif(a.text, '')))
          FROM daybook.answered_item a
          LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = a.answer
         UNION ALL
        SELECT committee_id, record_id, 'situation', true, situation FROM daybook.nightly_report
         UNION ALL
        SELECT committee_id, record_id, 'no_case', true, no_case::text FROM daybook.nightly_report
         UNION ALL
        SELECT committee_id, record_id, 'zero_report', true, zero_report::text FROM daybook.nightly_report) i;
