-- 0059 rounds and speed: a step about a need that is taken again stands beside the first; a night is closed before its
-- deadline for a reason only; and views that looked for the same thing row by row look for it once.
--
-- What was overwritten before this stands in the audit alone.

-- ---------------------------------------------------------------- steps, round by round

-- After a settlement the committee may say that a need is still there, and the office begins again: another round. Within
-- a round a need only moves forward, so a state is there once.
ALTER TABLE daybook.supply_step ADD COLUMN round int2 NOT NULL DEFAULT 1;
ALTER TABLE daybook.supply_step ADD CONSTRAINT supply_step_round CHECK (round > 0);
COMMENT ON COLUMN daybook.supply_step.round IS
    '第几轮:了结之后又提出,办公室重新办理的为下一轮 | which round: after a settlement, when the need was still there, the next one';
UPDATE daybook.supply_step t SET round = 2
  FROM daybook.supply_step c
 WHERE (c.committee_id, c.report_date, c.kind, c.part, c.item, c.unit, c.state)
     = (t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit, 'CLOSED') AND t.at > c.at;
ALTER TABLE daybook.supply_step DROP CONSTRAINT supply_step_pkey;
ALTER TABLE daybook.supply_step ADD CONSTRAINT supply_step_pkey
    PRIMARY KEY (committee_id, report_date, kind, part, item, unit, round, state);
COMMENT ON TABLE daybook.supply_step IS
    '办公室对物资需求的处理,每轮每个状态一行,只增不改 | what the office did about a need, a row a round and state, never changed';

CREATE OR REPLACE VIEW daybook.need AS
SELECT s.committee_id, s.report_date, s.kind, s.part, s.revision, s.received_at, n.position, n.item, n.unit, n.on_hand,
       n.daily_use, n.quantity, n.needed_by, n.urgency, n.reason, n.open_item, t.state, t.at, t.quantity AS step_quantity,
       t.by, l.report_date > s.report_date AS since, l.answer, l.answered_at, l.report_date AS said_night, l.text AS said_text,
       l.said, l.said_zh, l.said_en, l.said_by, l.solved_night,
       CASE WHEN l.report_date > s.report_date AND l.answer = 2 THEN false
            WHEN t.state = 'CLOSED' OR t.state = 'RECEIVED' AND t.quantity >= n.quantity
            THEN coalesce(l.report_date > s.report_date AND l.answered_at > t.at, false) ELSE true END AS open
  FROM office.standing s
  JOIN (SELECT *, 's' || left(encode(sha256(convert_to(item || E'\n' || unit, 'UTF8')), 'hex'), 8) AS open_item
          FROM daybook.supply_need) n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date, kind, part, item, unit)
                    committee_id, report_date, kind, part, item, unit, state, quantity, at, by
               FROM daybook.supply_step
              ORDER BY committee_id, report_date, kind, part, item, unit, round DESC, at DESC,
                       array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) DESC) t
    ON t.committee_id = s.committee_id AND t.report_date = s.report_date AND t.kind = s.kind AND t.part = s.part
   AND t.item = n.item AND t.unit = n.unit
  LEFT JOIN daybook.last_answer l ON l.committee_id = s.committee_id AND l.item = n.open_item AND l.item LIKE 's%';

-- Of the last round.
CREATE OR REPLACE VIEW daybook.supply_moved AS
SELECT t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit,
       's' || left(encode(sha256(convert_to(t.item || E'\n' || t.unit, 'UTF8')), 'hex'), 8) AS open_item,
       max(t.quantity) FILTER (WHERE t.state = 'PROMISED') AS promised,
       max(t.quantity) FILTER (WHERE t.state = 'SENT') AS sent, max(t.quantity) FILTER (WHERE t.state = 'RECEIVED') AS received,
       (array_agg(t.state ORDER BY t.at DESC, array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], t.state) DESC))[1]
           AS state, max(t.at) AS state_since
  FROM (SELECT s.*, max(s.round) OVER (PARTITION BY s.committee_id, s.report_date, s.kind, s.part, s.item, s.unit) AS last
          FROM daybook.supply_step s) t
 WHERE t.round = t.last
 GROUP BY t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit;

CREATE OR REPLACE VIEW office.supply_steps AS
SELECT t.committee_id, c.committee, c.subdistrict, c.branch, t.report_date, k.name AS kind, t.part,
       coalesce(i.name, 'ITEM_' || t.item) AS item, coalesce(i.label_zh, '物资 ' || t.item) AS item_zh,
       coalesce(i.label_en, 'item ' || t.item) AS item_en, t.unit, t.state, t.quantity, t.reason, t.at, t.by,
       n.position, n.position IS NULL AS removed, t.round
  FROM daybook.supply_step t
  JOIN office.committees c ON c.committee_id = t.committee_id
  LEFT JOIN daybook.supply_standing n ON n.committee_id = t.committee_id AND n.report_date = t.report_date
                                     AND n.kind = t.kind AND n.part = t.part AND n.item = t.item AND n.unit = t.unit
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = t.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = t.kind;
COMMENT ON COLUMN office.supply_steps.round IS
    '第几轮:了结之后居委会又提出,办公室重新办理的为下一轮 | which round: after a settlement, when the committee said it was still there, the next one';

CREATE OR REPLACE FUNCTION daybook.take_step(number int, day date, kind int, part int, item int, unit text, is_now text,
                                  still_there boolean, state text, quantity int, reason text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    states CONSTANT text[] := ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'];
    words CONSTANT text[] := ARRAY['promised', 'on the way', 'received', 'settled'];
    words_zh CONSTANT text[] := ARRAY['答应', '在途', '收到', '了结'];
    nth int;
    sent int;
    name text;
BEGIN
    IF array_position(states, state) IS NULL THEN
        PERFORM daybook.fail('DB051',
                             format('state "%s": must be PROMISED, SENT, RECEIVED or CLOSED', left(state, 40)),
                             format('状态"%s":须为 PROMISED、SENT、RECEIVED 或 CLOSED', left(state, 40)));
    END IF;
    IF array_position(states, is_now) >= array_position(states, state) AND NOT (still_there AND is_now = 'CLOSED') THEN
        PERFORM daybook.fail('DB052', format('the need is %s already', words[array_position(states, is_now)]),
                             format('该需求已经%s', words_zh[array_position(states, is_now)]));
    END IF;
    IF length(reason) > 200 THEN
        PERFORM daybook.need_reason(reason);
    END IF;
    SELECT coalesce(max(t.round), 1) + (is_now IS NOT DISTINCT FROM 'CLOSED')::int INTO nth FROM daybook.supply_step t
     WHERE t.committee_id = number AND t.report_date = day AND t.kind = take_step.kind AND t.part = take_step.part
       AND t.item = take_step.item AND t.unit = take_step.unit;
    SELECT t.quantity INTO sent FROM daybook.supply_step t
     WHERE t.committee_id = number AND t.report_date = day AND t.kind = take_step.kind AND t.part = take_step.part
       AND t.item = take_step.item AND t.unit = take_step.unit AND t.round = nth AND t.state = 'SENT';
    IF quantity IS NULL OR quantity > 1000000 OR quantity < (state <> 'CLOSED')::int
       OR (state = 'RECEIVED' AND quantity > coalesce(sent, 0)) THEN
        PERFORM daybook.fail('DB053', format('quantity %s: 1 to 1000000, and no more is received than was sent (%s)',
                                             quantity, coalesce(sent, 0)),
                             format('数量 %s:应为 1 到 1000000,收到的不能多于发出的(%s)', quantity, coalesce(sent, 0)));
    END IF;
    INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, item, unit, round, state, quantity, reason)
    VALUES (number, day, kind, part, item, unit, nth, state, quantity, coalesce(reason, ''));
    SELECT c.name INTO name FROM daybook.code_list c WHERE c.list = 'supply_item' AND c.number = item;
    PERFORM daybook.note_act('move_need', format('%s %s/%s/%s/%s', number, day, part, coalesce(name, item::text), unit),
                             coalesce(reason, ''), jsonb_build_object('state', state, 'quantity', quantity));
END
$$;

CREATE OR REPLACE FUNCTION daybook.brief_need_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (committee_id int4, code text, item text, item_zh text, item_en text, unit text, record_id uuid,
                   state text, step int4, on_hand int4, daily_use int4, quantity int4, gap int4, urgency int2)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH said AS (
    SELECT DISTINCT ON (n.committee_id, n.item, n.unit) n.*, s.report_date, s.kind, s.part
      FROM daybook.standing_at('-infinity', day, known) s
      JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
     ORDER BY n.committee_id, n.item, n.unit, s.report_date DESC, s.received_at DESC, s.kind DESC, n.position DESC
), step AS (
    SELECT DISTINCT ON (t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit) t.*
      FROM daybook.supply_step t
     WHERE t.at <= moment
     ORDER BY t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit, t.round DESC, t.at DESC,
              array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], t.state) DESC
), need AS (
    SELECT n.*, coalesce(t.state, 'OPEN') AS state, coalesce(t.quantity, 0) AS step,
           greatest(n.quantity - CASE t.state WHEN 'CLOSED' THEN 0 ELSE coalesce(t.quantity, 0) END, 0) AS gap,
           t.state = 'CLOSED' AND NOT coalesce(a.answer <> 2 AND a.answered_at > t.at, false) AS closed,
           coalesce(a.answer = 2, false) AS solved
      FROM said n
      LEFT JOIN step t ON t.committee_id = n.committee_id AND t.report_date = n.report_date AND t.kind = n.kind
                      AND t.part = n.part AND t.item = n.item AND t.unit = n.unit
      LEFT JOIN daybook.answer_at(day, known) a
        ON a.committee_id = n.committee_id AND a.report_date > n.report_date
       AND a.item = 's' || left(encode(sha256(convert_to(n.item || E'\n' || n.unit, 'UTF8')), 'hex'), 8)
)
SELECT n.committee_id, coalesce(i.name, 'ITEM_' || n.item) || '/' || n.unit, coalesce(i.name, 'ITEM_' || n.item),
       coalesce(i.label_zh, '物资 ' || n.item), coalesce(i.label_en, 'item ' || n.item), n.unit, n.record_id, n.state,
       n.step, n.on_hand, n.daily_use, n.quantity, n.gap, n.urgency
  FROM need n
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
 WHERE n.closed IS NOT TRUE AND NOT n.solved AND NOT (n.state = 'RECEIVED' AND n.gap = 0)
$$;

-- ---------------------------------------------------------------- a night is closed

CREATE OR REPLACE FUNCTION office.close_night(day date, reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    was timestamptz;
    until timestamptz;
    said text;
BEGIN
    SELECT closed_at, deadline INTO was, until FROM daybook.night WHERE report_date = day FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', day), format('没有 %s 这一晚', day));
    END IF;
    IF was IS NOT NULL AND NOT EXISTS (SELECT FROM daybook.reopening WHERE report_date = day) THEN
        PERFORM daybook.fail('DB003', format('the night of %s is closed already', day), format('%s 已经关闭', day));
    END IF;
    IF until > clock_timestamp() THEN
        IF btrim(coalesce(reason, '')) = '' THEN
            said := to_char(until AT TIME ZONE current_setting('daybook.zone'), 'YYYY-MM-DD HH24:MI');
            PERFORM daybook.fail('DB006',
                                 format('the night of %s ends at %s, which is still to come, and what comes after it is closed is held: is that the night you mean? If so, give a reason of at most 200 characters',
                                        day, said),
                                 format('%s 这一晚到 %s 才截止,关闭以后送来的都会挂起:是这一晚吗?若是,请写明理由,不超过 200 字',
                                        day, said));
        END IF;
        PERFORM daybook.need_reason(reason);
    END IF;
    DELETE FROM daybook.reopening WHERE report_date = day;
    UPDATE daybook.night SET closed_at = now(), closed_by = session_user WHERE report_date = day;
    PERFORM daybook.note_act('close_night', day::text, reason);
END
$$;
COMMENT ON FUNCTION office.close_night(date, text) IS
    '关闭一晚,截止时刻之前须写明理由;再次关闭会收回已开的口子 | closes a night, before its deadline for a reason only; closing it again takes its reopenings back';

-- ---------------------------------------------------------------- speed

-- By the numbers of items, not by names and digests: the planner knows how many there are, and looks no row up twice.
CREATE OR REPLACE VIEW office.supply_places AS
SELECT l.committee_id, c.committee, c.subdistrict, c.branch, l.report_date, i.name AS item, i.label_zh AS item_zh,
       i.label_en AS item_en, l.unit, l.on_hand, l.daily_use,
       round(l.on_hand::numeric / nullif(l.daily_use, 0), 1) AS days_left, l.quantity AS wanted, t.promised, t.sent, t.received,
       CASE WHEN l.settled OR l.solved THEN 0 WHEN l.state = 'CLOSED' THEN l.quantity
            ELSE greatest(l.quantity - coalesce(l.step_quantity, 0), 0) END AS gap,
       coalesce(l.state, 'OPEN') AS state, l.at AS state_since,
       coalesce(l.state = 'PROMISED' AND l.at < now() - interval '48 hours', false) AS stalled, l.needed_by, l.urgency,
       l.reason, k.name AS kind, l.part, l.position, l.settled OR l.solved AS settled
  FROM (SELECT DISTINCT ON (n.committee_id, n.item, n.unit)
               n.*, coalesce(n.state = 'CLOSED', false) AND NOT n.open AS settled, coalesce(n.since AND n.answer = 2, false) AS solved
          FROM daybook.need n
         ORDER BY n.committee_id, n.item, n.unit, n.report_date DESC, n.received_at DESC, n.kind DESC, n.position DESC) l
  JOIN office.committees c ON c.committee_id = l.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = l.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = l.kind
  LEFT JOIN daybook.supply_moved t
    ON t.committee_id = l.committee_id AND t.report_date = l.report_date AND t.kind = l.kind AND t.part = l.part
   AND t.item = l.item AND t.unit = l.unit;

-- What came and went is added up along the nights, and two counts are as far apart as their sums.
CREATE OR REPLACE VIEW office.supply_balance AS
SELECT b.committee_id, c.committee, b.report_date, i.name AS item, i.label_zh AS item_zh, i.label_en AS item_en, b.unit,
       b.on_hand, b.previous_date, b.previous_on_hand, b.came, b.went, b.on_hand - b.previous_on_hand - (b.came - b.went) AS unexplained
  FROM (SELECT d.committee_id, d.report_date, d.item, d.unit, d.on_hand, lag(d.report_date) OVER counted AS previous_date,
               lag(d.on_hand) OVER counted AS previous_on_hand, d.came - lag(d.came) OVER counted AS came,
               d.went - lag(d.went) OVER counted AS went
          FROM (SELECT e.committee_id, e.report_date, e.item, e.unit, e.on_hand,
                       coalesce(sum(e.change) FILTER (WHERE e.change > 0) OVER known, 0) AS came,
                       coalesce(-sum(e.change) FILTER (WHERE e.change < 0) OVER known, 0) AS went
                  FROM ((SELECT DISTINCT ON (s.committee_id, s.report_date, n.item, n.unit)
                                s.committee_id, s.report_date, n.item, n.unit, n.on_hand, NULL::int4 AS change
                           FROM office.standing s
                           JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
                          ORDER BY s.committee_id, s.report_date, n.item, n.unit, s.received_at DESC)
                         UNION ALL
                        SELECT s.committee_id, s.report_date, m.item, m.unit, NULL,
                               m.quantity * CASE WHEN m.source IN (1, 2, 3, 6) THEN 1 ELSE -1 END
                          FROM office.standing s
                          JOIN daybook.supply_movement m ON m.committee_id = s.committee_id AND m.record_id = s.record_id) e
                WINDOW known AS (PARTITION BY e.committee_id, e.item, e.unit ORDER BY e.report_date)) d
         WHERE d.on_hand IS NOT NULL
        WINDOW counted AS (PARTITION BY d.committee_id, d.item, d.unit ORDER BY d.report_date)) b
  JOIN office.committees c ON c.committee_id = b.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = b.item
 WHERE b.previous_date IS NOT NULL;

-- From the returns, which are few; whether one stands, and whether its committee is expected, is asked of each.
CREATE OR REPLACE VIEW office.returned AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, e.revision, e.returned_at, e.returned_by,
       e.return_reason, k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary
  FROM (SELECT r.report_date, r.committee_id, r.revision, v.returned_at, v.returned_by, v.reason AS return_reason,
               coalesce(min(q.code) FILTER (WHERE p.secretary), min(q.code)) AS contact_code,
               min(q.code) FILTER (WHERE p.secretary) AS secretary_code
          FROM daybook.report_return v
          JOIN daybook.record r ON r.committee_id = v.committee_id AND r.id = v.record_id AND r.kind = 1
          JOIN daybook.night t ON t.report_date = r.report_date
          JOIN daybook.posting p ON p.committee_id = r.committee_id AND r.report_date BETWEEN p.valid_from AND p.valid_to
          JOIN daybook.person q ON q.person_id = p.person_id
          LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date
                                    AND n.kind = r.kind AND n.part = r.part AND n.revision > r.revision
         WHERE n.committee_id IS NULL
         GROUP BY r.report_date, r.committee_id, r.revision, v.returned_at, v.returned_by, v.reason) e
  JOIN office.committees c ON c.committee_id = e.committee_id
  LEFT JOIN daybook.person k ON k.code = e.contact_code
  LEFT JOIN daybook.person w ON w.code = e.secretary_code;

-- One order serves the first moment of an answer, the last solved night and the last answer; names come last.
CREATE OR REPLACE VIEW daybook.answer AS
SELECT a.committee_id, a.item, a.report_date, a.position, a.answer, a.text, a.person_id, a.answered_at
  FROM (SELECT b.committee_id, b.item, r.report_date, b.position, b.answer, b.text, r.person_id,
               min(r.received_at) OVER (PARTITION BY b.committee_id, b.item, r.report_date, b.answer) AS answered_at,
               n.committee_id IS NULL AS stands
          FROM daybook.answered_item b
          JOIN daybook.record r ON r.committee_id = b.committee_id AND r.id = b.record_id
          LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date
                                    AND n.kind = r.kind AND n.part = r.part AND n.revision > r.revision) a
 WHERE a.stands;

CREATE OR REPLACE VIEW daybook.last_answer AS
SELECT l.committee_id, l.item, l.report_date, l.answer, l.text, l.answered_at, w.name AS said, w.label_zh AS said_zh,
       w.label_en AS said_en, q.name AS said_by, l.solved_night
  FROM (SELECT DISTINCT ON (a.committee_id, a.item)
               a.committee_id, a.item, a.report_date, a.answer, a.text, a.answered_at, a.person_id,
               max(CASE WHEN a.answer = 2 THEN a.report_date END) OVER (PARTITION BY a.committee_id, a.item) AS solved_night
          FROM daybook.answer a
         ORDER BY a.committee_id, a.item, a.report_date DESC) l
  LEFT JOIN daybook.code_list w ON w.list = 'item_answer' AND w.number = l.answer
  LEFT JOIN daybook.person q ON q.person_id = l.person_id;

-- How far each has come, before names are laid beside it.
CREATE VIEW daybook.risk_state AS
SELECT e.*, CASE e.state WHEN 'CLOSED' THEN least(e.closed_at, e.solved_at) WHEN 'SOLVED' THEN e.solved_at END
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
                                         AND l.item LIKE 'r%') e;
COMMENT ON VIEW daybook.risk_state IS '风险点及其状态 | risk points and how far each has come';

CREATE OR REPLACE VIEW office.risks AS
SELECT r.committee_id, c.committee, c.subdistrict, c.branch, r.risk_id, r.state, r.severity, w.name AS category,
       w.label_zh AS category_zh, w.label_en AS category_en, r.place, r.text, r.needs_office, r.first_night, r.last_night,
       r.nights, r.raised_at, r.owner, r.assigned_at, r.closed_at, r.closed_by, r.answer,
       coalesce(r.ended_at, now()) - r.raised_at AS age, r.ended_at - r.raised_at AS response,
       r.said, r.said_zh, r.said_en, r.said_night, r.said_at, r.said_by, r.said_text
  FROM daybook.risk_state r
  JOIN office.committees c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = r.category;

CREATE OR REPLACE VIEW daybook.raised AS
SELECT committee_id, 'r' || risk_id AS item, 'RISK' AS kind, first_night AS night, last_night, raised_at, place, text,
       severity::int4 AS severity, NULL::int4 AS supply, NULL::text AS unit, NULL::int4 AS quantity,
       state NOT IN ('CLOSED', 'SOLVED') AND text <> '(已隐去)' AS open, state = 'ESCALATED' AS escalated,
       said, said_zh, said_en, said_night, said_at, said_by, said_text
  FROM daybook.risk_state
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
