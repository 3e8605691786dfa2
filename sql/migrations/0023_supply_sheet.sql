-- 0023 supply sheet: what is needed, what came and went, and what the office has done about it.
--
-- A need is a row of daybook.supply_need whether it came with a nightly report or on a sheet. The office's steps hang on
-- the need's place, (committee, date, kind, part, position), so that they outlive a correction.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 4, 'SUPPLY_SHEET', '物资单', 'sheet of supplies'),
    ('supply_source', 1, 'ALLOCATED', '调拨', 'allocated'),
    ('supply_source', 2, 'DONATED', '捐赠', 'donated'),
    ('supply_source', 3, 'PURCHASED', '采购', 'purchased'),
    ('supply_source', 4, 'USED', '领用', 'used'),
    ('supply_source', 5, 'HANDED_ON', '转出', 'handed on'),
    ('supply_source', 6, 'COUNTED_MORE', '盘盈', 'counted more'),
    ('supply_source', 7, 'COUNTED_LESS', '盘亏', 'counted less');

CREATE TABLE daybook.supply_movement (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 20),
    source int2 NOT NULL CHECK (source > 0),
    item int2 NOT NULL CHECK (item > 0),
    unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 8),
    quantity int4 NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    party text NOT NULL CHECK (length(party) <= 60),
    signed_by text NOT NULL CHECK (length(signed_by) BETWEEN 1 AND 20),
    reason text NOT NULL CHECK (length(reason) <= 200),
    CONSTRAINT supply_movement_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT supply_movement_party CHECK (source NOT IN (2, 5) OR party <> ''),
    CONSTRAINT supply_movement_counted CHECK (source NOT IN (6, 7) OR reason <> ''),
    CONSTRAINT supply_movement_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.supply_movement IS '物资出入库 | stock that came or went';
GRANT INSERT ON daybook.supply_movement TO daybook_daemon;

CREATE TABLE daybook.supply_step (
    committee_id int4 NOT NULL,
    report_date date NOT NULL,
    kind int2 NOT NULL,
    part int2 NOT NULL,
    position int2 NOT NULL,
    state text NOT NULL CHECK (state IN ('PROMISED', 'SENT', 'RECEIVED', 'CLOSED')),
    quantity int4 NOT NULL CHECK (quantity BETWEEN 0 AND 1000000),
    reason text NOT NULL CHECK (length(reason) <= 200),
    at timestamptz NOT NULL DEFAULT now(),
    by text NOT NULL DEFAULT session_user,
    CONSTRAINT supply_step_pkey PRIMARY KEY (committee_id, report_date, kind, part, position, state),
    CONSTRAINT supply_step_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
COMMENT ON TABLE daybook.supply_step IS '办公室对物资需求的处理,每个状态一行 | what the office did about a need, a row a state';

CREATE OR REPLACE VIEW office.supply_needs AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, n.position, i.name AS item,
       i.label_zh AS item_zh, i.label_en AS item_en, n.unit, n.on_hand, n.daily_use,
       round(n.on_hand::numeric / nullif(n.daily_use, 0), 1) AS days_left, n.quantity, n.needed_by, n.urgency, n.reason,
       k.name AS kind, s.part, coalesce(t.state, 'OPEN') AS state, t.at AS state_since, t.quantity AS state_quantity,
       t.by AS state_by, coalesce(t.state = 'PROMISED' AND t.at < now() - interval '48 hours', false) AS stalled,
       s.received_at
  FROM office.standing s
  JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = s.kind
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date, kind, part, position) *
               FROM daybook.supply_step
              ORDER BY committee_id, report_date, kind, part, position, at DESC,
                       array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], state) DESC) t
    ON t.committee_id = s.committee_id AND t.report_date = s.report_date AND t.kind = s.kind AND t.part = s.part
   AND t.position = n.position;
COMMENT ON COLUMN office.supply_needs.state IS
    'OPEN 待处理 / PROMISED 已答应 / SENT 已发出 / RECEIVED 已收到 / CLOSED 已了结 | what the office did last';
COMMENT ON COLUMN office.supply_needs.stalled IS '答应了 48 小时还没有发出 | promised 48 hours ago and not sent';

CREATE VIEW office.supply_movements AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.part, s.revision, m.position,
       o.name AS source, o.label_zh AS source_zh, o.label_en AS source_en, i.name AS item, i.label_zh AS item_zh,
       i.label_en AS item_en, m.unit, m.quantity, CASE WHEN m.source IN (1, 2, 3, 6) THEN m.quantity ELSE -m.quantity END
           AS change, m.party, m.signed_by, m.reason, s.received_at, q.name AS sender
  FROM office.standing s
  JOIN daybook.supply_movement m ON m.committee_id = s.committee_id AND m.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list o ON o.list = 'supply_source' AND o.number = m.source
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = m.item
  LEFT JOIN daybook.person q ON q.person_id = s.person_id;
COMMENT ON VIEW office.supply_movements IS '物资出入库:谁给的、谁签收 | movements of stock: from whom, who signed';
COMMENT ON COLUMN office.supply_movements.change IS '对存量的影响,出库为负 | what it does to the stock: less than 0 went out';

-- Each time a committee counts an item: does what came and went since it counted last explain the difference?
CREATE VIEW office.supply_balance AS
SELECT b.committee_id, b.committee, b.report_date, b.item, b.item_zh, b.item_en, b.unit, b.on_hand, b.previous_date,
       b.previous_on_hand, coalesce(sum(m.change) FILTER (WHERE m.change > 0), 0) AS came,
       coalesce(-sum(m.change) FILTER (WHERE m.change < 0), 0) AS went,
       b.on_hand - b.previous_on_hand - coalesce(sum(m.change), 0) AS unexplained
  FROM (SELECT n.committee_id, n.committee, n.report_date, n.item, n.item_zh, n.item_en, n.unit, n.on_hand,
               lag(n.report_date) OVER counted AS previous_date, lag(n.on_hand) OVER counted AS previous_on_hand
          FROM (SELECT DISTINCT ON (committee_id, report_date, item, unit) *
                  FROM office.supply_needs
                 ORDER BY committee_id, report_date, item, unit, received_at DESC) n
        WINDOW counted AS (PARTITION BY n.committee_id, n.item, n.unit ORDER BY n.report_date)) b
  LEFT JOIN office.supply_movements m ON m.committee_id = b.committee_id AND m.item = b.item AND m.unit = b.unit
                                     AND m.report_date > b.previous_date AND m.report_date <= b.report_date
 WHERE b.previous_date IS NOT NULL
 GROUP BY b.committee_id, b.committee, b.report_date, b.item, b.item_zh, b.item_en, b.unit, b.on_hand, b.previous_date,
          b.previous_on_hand;
COMMENT ON VIEW office.supply_balance IS
    '存量核对:两次盘点之差减去出入库 | stock: the difference of two counts, less what came and went between';
COMMENT ON COLUMN office.supply_balance.unexplained IS '出入库说明不了的差额 | what no movement explains';

-- The last word of each committee about each item counts: a need that is said again every night is one need.
CREATE VIEW office.supply_gap AS
SELECT l.item, l.item_zh, l.item_en, l.unit, count(*) AS committees, sum(l.on_hand) AS on_hand,
       sum(l.daily_use) AS daily_use, round(sum(l.on_hand)::numeric / nullif(sum(l.daily_use), 0), 1) AS days_left,
       sum(l.quantity) AS wanted, coalesce(sum(l.state_quantity) FILTER (WHERE l.state = 'PROMISED'), 0) AS promised,
       coalesce(sum(l.state_quantity) FILTER (WHERE l.state = 'SENT'), 0) AS on_the_way,
       sum(l.quantity) - coalesce(sum(least(l.state_quantity, l.quantity)) FILTER (WHERE l.state IN ('PROMISED', 'SENT')), 0)
           AS gap,
       count(*) FILTER (WHERE l.urgency = 3) AS urgent, min(l.needed_by) AS needed_by,
       count(*) FILTER (WHERE l.stalled) AS stalled
  FROM (SELECT DISTINCT ON (committee_id, item, unit) *
          FROM office.supply_needs
         ORDER BY committee_id, item, unit, report_date DESC, received_at DESC) l
 WHERE l.state NOT IN ('RECEIVED', 'CLOSED')
 GROUP BY l.item, l.item_zh, l.item_en, l.unit;
COMMENT ON VIEW office.supply_gap IS '各类物资缺口,以各居委会最近一次为准 | what is short, item by item, by each committee''s last word';
COMMENT ON COLUMN office.supply_gap.gap IS '需要的减去已答应和已发出的 | wanted, less what is promised or on the way';

CREATE FUNCTION office.move_need(number int, day date, part int, "position" int, state text, quantity int,
                                 reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    states CONSTANT text[] := ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'];
    need record;
    sent int;
BEGIN
    SELECT s.kind, n.state INTO need
      FROM office.supply_needs n
      JOIN office.standing s ON s.committee_id = n.committee_id AND s.report_date = n.report_date AND s.part = n.part
      JOIN daybook.code_list k ON k.list = 'kind' AND k.number = s.kind AND k.name = n.kind
     WHERE n.committee_id = move_need.number AND n.report_date = move_need.day AND n.part = move_need.part
       AND n.position = move_need.position;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB050', format('committee %s has no need %s on sheet %s of %s', number, "position", part, day),
                             format('%s 号居委会 %s 第 %s 份物资单没有第 %s 项需求', number, day, part, "position"));
    END IF;
    IF array_position(states, state) IS NULL THEN
        PERFORM daybook.fail('DB051', format('state "%s": must be PROMISED, SENT, RECEIVED or CLOSED', left(state, 40)),
                             format('状态"%s":须为 PROMISED、SENT、RECEIVED 或 CLOSED', left(state, 40)));
    END IF;
    IF array_position(states, need.state) >= array_position(states, state) THEN
        PERFORM daybook.fail('DB052', format('the need is %s already', need.state), format('该需求已经是 %s', need.state));
    END IF;
    SELECT t.quantity INTO sent FROM daybook.supply_step t
     WHERE t.committee_id = move_need.number AND t.report_date = move_need.day AND t.kind = need.kind
       AND t.part = move_need.part AND t.position = move_need.position AND t.state = 'SENT';
    IF quantity IS NULL OR quantity NOT BETWEEN 0 AND 1000000 OR (state = 'RECEIVED' AND quantity > coalesce(sent, 0)) THEN
        PERFORM daybook.fail('DB053', format('quantity %s: nothing below 0, and no more is received than was sent (%s)',
                                             quantity, coalesce(sent, 0)),
                             format('数量 %s:不能小于 0,收到的不能多于发出的(%s)', quantity, coalesce(sent, 0)));
    END IF;
    INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, position, state, quantity, reason)
    VALUES (number, day, need.kind, part, "position", state, quantity, coalesce(reason, ''));
    PERFORM daybook.note_act('move_need', format('%s %s/%s/%s', number, day, part, "position"), coalesce(reason, ''),
                             jsonb_build_object('state', state, 'quantity', quantity));
END
$$;
COMMENT ON FUNCTION office.move_need(int, date, int, int, text, int, text) IS
    '处理物资需求:答应、发出、收到、了结;状态只进不退 | moves a need on: promised, sent, received, closed; never back';
REVOKE ALL ON FUNCTION office.move_need(int, date, int, int, text, int, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.move_need(int, date, int, int, text, int, text) TO daybook_office;
GRANT SELECT ON office.supply_movements, office.supply_balance, office.supply_gap TO daybook_office;
