-- 0052 supply steps: what the office did about a need hangs on what the need is, not on its place in a list.
--
-- A correction may say the needs of a record in another order, say more of them or fewer. A step belongs to (committee,
-- date, kind, part, item, unit): in a list of needs the same item in the same unit stands once (proto/check_supply_needs.c).
-- Where a correction takes a need away its steps stay, and are shown apart until the office settles them.

ALTER TABLE daybook.supply_step ADD COLUMN item int2;
ALTER TABLE daybook.supply_step ADD COLUMN unit text;

-- The need that the office saw: of the revision that stood when the step was taken, else of the first that came after.
UPDATE daybook.supply_step t SET item = n.item, unit = n.unit
  FROM (SELECT DISTINCT ON (s.committee_id, s.report_date, s.kind, s.part, s.position, s.state)
               s.committee_id, s.report_date, s.kind, s.part, s.position, s.state, d.item, d.unit
          FROM daybook.supply_step s
          JOIN daybook.record r ON r.committee_id = s.committee_id AND r.report_date = s.report_date AND r.kind = s.kind
                               AND r.part = s.part
          JOIN daybook.supply_need d ON d.committee_id = r.committee_id AND d.record_id = r.id AND d.position = s.position
         ORDER BY s.committee_id, s.report_date, s.kind, s.part, s.position, s.state, r.received_at <= s.at DESC,
                  CASE WHEN r.received_at <= s.at THEN -r.revision ELSE r.revision END) n
 WHERE (t.committee_id, t.report_date, t.kind, t.part, t.position, t.state)
     = (n.committee_id, n.report_date, n.kind, n.part, n.position, n.state);

-- A step of a need that no revision has cannot come about; should there be one, it is kept as an item without a name.
UPDATE daybook.supply_step SET item = 0, unit = position::text WHERE item IS NULL;

-- ---------------------------------------------------------------- the views, by item

-- A need of a report that stands, what the office did last about it, and what the committee answered last about its item:
-- since then, or before.
CREATE VIEW daybook.need AS
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
              ORDER BY committee_id, report_date, kind, part, item, unit, at DESC,
                       array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) DESC) t
    ON t.committee_id = s.committee_id AND t.report_date = s.report_date AND t.kind = s.kind AND t.part = s.part
   AND t.item = n.item AND t.unit = n.unit
  LEFT JOIN daybook.last_answer l ON l.committee_id = s.committee_id AND l.item = n.open_item AND l.item LIKE 's%';

CREATE OR REPLACE VIEW office.supply_needs AS
SELECT n.committee_id, c.committee, c.subdistrict, c.branch, n.report_date, n.revision, n.position, i.name AS item,
       i.label_zh AS item_zh, i.label_en AS item_en, n.unit, n.on_hand, n.daily_use,
       round(n.on_hand::numeric / nullif(n.daily_use, 0), 1) AS days_left, n.quantity, n.needed_by, n.urgency, n.reason,
       k.name AS kind, n.part, coalesce(n.state, 'OPEN') AS state, n.at AS state_since, n.step_quantity AS state_quantity,
       n.by AS state_by, coalesce(n.state = 'PROMISED' AND n.at < now() - interval '48 hours', false) AS stalled,
       n.received_at, n.open_item, CASE WHEN n.since THEN n.said END AS said, CASE WHEN n.since THEN n.said_zh END AS said_zh,
       CASE WHEN n.since THEN n.said_en END AS said_en, CASE WHEN n.since THEN n.said_night END AS said_night,
       CASE WHEN n.since THEN n.answered_at END AS said_at, CASE WHEN n.since THEN n.said_by END AS said_by,
       CASE WHEN n.since THEN n.said_text END AS said_text, n.open
  FROM daybook.need n
  JOIN office.committees c ON c.committee_id = n.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = n.kind;

-- The office's steps about a need side by side, and the one that it took last.
CREATE VIEW daybook.supply_moved AS
SELECT committee_id, report_date, kind, part, item, unit,
       's' || left(encode(sha256(convert_to(item || E'\n' || unit, 'UTF8')), 'hex'), 8) AS open_item, max(quantity) FILTER (WHERE state = 'PROMISED') AS promised,
       max(quantity) FILTER (WHERE state = 'SENT') AS sent, max(quantity) FILTER (WHERE state = 'RECEIVED') AS received,
       (array_agg(state ORDER BY at DESC, array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) DESC))[1]
           AS state, max(at) AS state_since
  FROM daybook.supply_step
 GROUP BY committee_id, report_date, kind, part, item, unit;

CREATE OR REPLACE VIEW office.supply_places AS
SELECT l.committee_id, l.committee, l.subdistrict, l.branch, l.report_date, l.item, l.item_zh, l.item_en, l.unit,
       l.on_hand, l.daily_use, l.days_left, l.quantity AS wanted, t.promised, t.sent, t.received,
       CASE WHEN l.state = 'CLOSED' AND NOT l.open OR l.said = 'SOLVED' THEN 0
            WHEN l.state = 'CLOSED' THEN l.quantity
            ELSE greatest(l.quantity - coalesce(l.state_quantity, 0), 0) END AS gap,
       l.state, l.state_since, l.stalled, l.needed_by, l.urgency, l.reason, k.name AS kind, l.part, l.position,
       l.state = 'CLOSED' AND NOT l.open OR coalesce(l.said = 'SOLVED', false) AS settled
  FROM (SELECT DISTINCT ON (committee_id, item, unit) *
          FROM office.supply_needs
         ORDER BY committee_id, item, unit, report_date DESC, received_at DESC, kind DESC, position DESC) l
  JOIN daybook.code_list k ON k.list = 'kind' AND k.name = l.kind
  LEFT JOIN daybook.supply_moved t
    ON t.committee_id = l.committee_id AND t.report_date = l.report_date AND t.kind = k.number AND t.part = l.part
   AND t.open_item = l.open_item;

-- And what a brief says of them.
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
     ORDER BY t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit, t.at DESC,
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

-- ---------------------------------------------------------------- every step, and those of needs that are gone

CREATE VIEW daybook.supply_standing AS
SELECT s.committee_id, s.report_date, s.kind, s.part, n.item, n.unit, min(n.position) AS position
  FROM office.standing s
  JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
 GROUP BY s.committee_id, s.report_date, s.kind, s.part, n.item, n.unit;

CREATE VIEW office.supply_steps AS
SELECT t.committee_id, c.committee, c.subdistrict, c.branch, t.report_date, k.name AS kind, t.part,
       coalesce(i.name, 'ITEM_' || t.item) AS item, coalesce(i.label_zh, '物资 ' || t.item) AS item_zh,
       coalesce(i.label_en, 'item ' || t.item) AS item_en, t.unit, t.state, t.quantity, t.reason, t.at, t.by,
       n.position, n.position IS NULL AS removed
  FROM daybook.supply_step t
  JOIN office.committees c ON c.committee_id = t.committee_id
  LEFT JOIN daybook.supply_standing n ON n.committee_id = t.committee_id AND n.report_date = t.report_date
                                     AND n.kind = t.kind AND n.part = t.part AND n.item = t.item AND n.unit = t.unit
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = t.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = t.kind;
COMMENT ON VIEW office.supply_steps IS
    '办公室对物资需求的每一步处理:答应、发出、收到、了结 | every step of the office about a need: promised, sent, received, settled';
COMMENT ON COLUMN office.supply_steps.position IS
    '该项在现行版中的位置,为空即现行版已无此项 | where the need stands in the newest revision; NULL: it is not there any more';
COMMENT ON COLUMN office.supply_steps.removed IS
    '更正后已无此项需求 | a correction has taken the need away';

-- A later word of the committee about the same item, where there is one, is what the office acts on.
CREATE VIEW daybook.supply_gone AS
SELECT DISTINCT ON (m.committee_id, m.item, m.unit)
       m.*, coalesce(i.name, 'ITEM_' || m.item) AS name, coalesce(i.label_zh, '物资 ' || m.item) AS name_zh,
       coalesce(i.label_en, 'item ' || m.item) AS name_en
  FROM daybook.supply_moved m
  LEFT JOIN daybook.supply_standing n ON n.committee_id = m.committee_id AND n.item = m.item AND n.unit = m.unit
                                     AND (n.report_date > m.report_date
                                          OR n.report_date = m.report_date AND n.kind = m.kind AND n.part = m.part)
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = m.item
 WHERE n.committee_id IS NULL AND m.state <> 'CLOSED'
 ORDER BY m.committee_id, m.item, m.unit, m.report_date DESC, m.state_since DESC;

CREATE VIEW office.supply_removed AS
SELECT t.committee_id, c.committee, c.subdistrict, c.branch, t.report_date, k.name AS kind, t.part, t.name AS item,
       t.name_zh AS item_zh, t.name_en AS item_en, t.unit, t.promised, t.sent, t.received, t.state, t.state_since
  FROM daybook.supply_gone t
  JOIN office.committees c ON c.committee_id = t.committee_id
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = t.kind;
COMMENT ON VIEW office.supply_removed IS
    '办公室已答应、发出或收到,而更正后已无此项的需求;了结后不再列出 | promised, sent or received, and a correction has taken the need away; listed until it is settled';

-- ---------------------------------------------------------------- the key

ALTER TABLE daybook.supply_step DROP CONSTRAINT supply_step_pkey;

-- Where an old record had the same item twice, both had steps: the one that was taken last stays. The audit has all.
DELETE FROM daybook.supply_step t USING daybook.supply_step later
 WHERE (later.committee_id, later.report_date, later.kind, later.part, later.item, later.unit, later.state)
     = (t.committee_id, t.report_date, t.kind, t.part, t.item, t.unit, t.state)
   AND (later.at, later.position) > (t.at, t.position);

ALTER TABLE daybook.supply_step DROP COLUMN position;
ALTER TABLE daybook.supply_step ALTER COLUMN item SET NOT NULL;
ALTER TABLE daybook.supply_step ALTER COLUMN unit SET NOT NULL;
ALTER TABLE daybook.supply_step ADD CONSTRAINT supply_step_unit CHECK (length(unit) BETWEEN 1 AND 8);
ALTER TABLE daybook.supply_step ADD CONSTRAINT supply_step_pkey
    PRIMARY KEY (committee_id, report_date, kind, part, item, unit, state);

-- ---------------------------------------------------------------- the acts

-- Moves a need on from where it is. `still_there`: the committee has said since a settlement that it is.
CREATE FUNCTION daybook.take_step(number int, day date, kind int, part int, item int, unit text, is_now text,
                                  still_there boolean, state text, quantity int, reason text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    states CONSTANT text[] := ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'];
    words CONSTANT text[] := ARRAY['promised', 'on the way', 'received', 'settled'];
    words_zh CONSTANT text[] := ARRAY['答应', '在途', '收到', '了结'];
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
    SELECT t.quantity INTO sent FROM daybook.supply_step t
     WHERE t.committee_id = number AND t.report_date = day AND t.kind = take_step.kind AND t.part = take_step.part
       AND t.item = take_step.item AND t.unit = take_step.unit AND t.state = 'SENT';
    IF quantity IS NULL OR quantity > 1000000 OR quantity < (state <> 'CLOSED')::int
       OR (state = 'RECEIVED' AND quantity > coalesce(sent, 0)) THEN
        PERFORM daybook.fail('DB053', format('quantity %s: 1 to 1000000, and no more is received than was sent (%s)',
                                             quantity, coalesce(sent, 0)),
                             format('数量 %s:应为 1 到 1000000,收到的不能多于发出的(%s)', quantity, coalesce(sent, 0)));
    END IF;
    INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, item, unit, state, quantity, reason)
    VALUES (number, day, kind, part, item, unit, state, quantity, coalesce(reason, ''))
    ON CONFLICT ON CONSTRAINT supply_step_pkey
    DO UPDATE SET quantity = excluded.quantity, reason = excluded.reason, at = excluded.at, by = excluded.by;
    SELECT c.name INTO name FROM daybook.code_list c WHERE c.list = 'supply_item' AND c.number = item;
    PERFORM daybook.note_act('move_need', format('%s %s/%s/%s/%s', number, day, part, coalesce(name, item::text), unit),
                             coalesce(reason, ''), jsonb_build_object('state', state, 'quantity', quantity));
END
$$;
COMMENT ON FUNCTION daybook.take_step(int, date, int, int, int, text, text, boolean, text, int, text) IS
    '记下对物资需求的一步处理 | notes a step about a need';

CREATE OR REPLACE FUNCTION office.move_need(number int, day date, part int, "position" int, state text, quantity int,
                                            reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    need record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('daybook supply'), number);
    SELECT s.kind, d.item, d.unit, n.state, n.open INTO need
      FROM office.supply_needs n
      JOIN office.standing s ON s.committee_id = n.committee_id AND s.report_date = n.report_date AND s.part = n.part
      JOIN daybook.code_list k ON k.list = 'kind' AND k.number = s.kind AND k.name = n.kind
      JOIN daybook.supply_need d ON d.committee_id = s.committee_id AND d.record_id = s.record_id
                                AND d.position = n.position
     WHERE n.committee_id = move_need.number AND n.report_date = move_need.day AND n.part = move_need.part
       AND n.position = move_need.position;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB050',
                             format('committee %s has no need %s on sheet %s of %s', number, "position", part, day),
                             format('%s 号居委会 %s 第 %s 份物资单没有第 %s 项需求', number, day, part, "position"));
    END IF;
    PERFORM daybook.take_step(number, day, need.kind, part, need.item, need.unit, need.state, need.open, state, quantity,
                              reason);
END
$$;

-- What a correction took away is newer than what still stands of that item, or office.supply_removed does not have it.
CREATE OR REPLACE FUNCTION office.move_supply(number int, item text, state text, quantity int, reason text DEFAULT '',
                                              unit text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    need record;
    units text[];
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM pg_advisory_xact_lock(hashtext('daybook supply'), number);
    units := ARRAY(SELECT p.unit FROM (SELECT l.committee_id, l.item, l.item_zh, l.item_en, l.unit FROM office.supply_places l
                                        UNION
                                       SELECT g.committee_id, g.name, g.name_zh, g.name_en, g.unit
                                         FROM daybook.supply_gone g) p
                    WHERE p.committee_id = move_supply.number AND move_supply.item IN (p.item, p.item_zh, p.item_en)
                      AND p.unit = coalesce(move_supply.unit, p.unit) ORDER BY p.unit);
    IF cardinality(units) = 0 THEN
        PERFORM daybook.fail('DB050',
                             format('committee %s has named no need of %s', number, left(concat_ws(' ', item, unit), 60)),
                             format('%s 号居委会没有提出过对 %s 的需求', number, left(concat_ws(' ', item, unit), 60)));
    END IF;
    IF cardinality(units) > 1 THEN
        PERFORM daybook.fail('DB080',
                             format('committee %s counts %s in several units: say which of %s', number, item,
                                    array_to_string(units, ', ')),
                             format('%s 号居委会的 %s 有几种单位,请写明是哪一种:%s', number, item,
                                    array_to_string(units, ', ')));
    END IF;
    SELECT g.* INTO need
      FROM daybook.supply_gone g
     WHERE g.committee_id = move_supply.number AND move_supply.item IN (g.name, g.name_zh, g.name_en) AND g.unit = units[1];
    IF FOUND THEN
        PERFORM daybook.take_step(number, need.report_date, need.kind, need.part, need.item, need.unit, need.state,
                                  false, state, quantity, reason);
        RETURN;
    END IF;
    SELECT * INTO need FROM office.supply_places p
     WHERE p.committee_id = move_supply.number AND move_supply.item IN (p.item, p.item_zh, p.item_en) AND p.unit = units[1];
    PERFORM office.move_need(number, need.report_date, need.part, need.position, state, quantity, reason);
END
$$;
COMMENT ON FUNCTION office.move_supply(int, text, text, int, text, text) IS
    '处理某居委会最近一次提出的某类物资需求;更正后已无此项、而尚未了结的也在内 | moves on what a committee last said it needs of an item, also where a correction has taken it away and it is not settled';

GRANT SELECT ON office.supply_steps, office.supply_removed TO daybook_office;
