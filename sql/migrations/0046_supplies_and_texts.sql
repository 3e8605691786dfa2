-- 0046 supplies moved, texts removed: what the office does about a need, and redact and purge for every kind of record.
--
-- A need is met by what was received, not by a step: what was sent short stays lacking until the committee says otherwise.

-- ---------------------------------------------------------------- supplies, by item and place

-- A committee's last word about an item, and how far the office has come with it.
CREATE VIEW office.supply_places AS
SELECT l.committee_id, l.committee, l.subdistrict, l.branch, l.report_date, l.item, l.item_zh, l.item_en, l.unit,
       l.on_hand, l.daily_use, l.days_left, l.quantity AS wanted, t.promised, t.sent, t.received,
       CASE WHEN l.state = 'CLOSED' AND NOT l.open OR l.said = 'SOLVED' THEN 0
            WHEN l.state = 'CLOSED' THEN l.quantity
            ELSE greatest(l.quantity - coalesce(l.state_quantity, 0), 0) END AS gap,
       l.state, l.state_since, l.stalled, l.needed_by, l.urgency, l.reason, k.name AS kind, l.part, l.position,
       l.state = 'CLOSED' AND NOT l.open OR coalesce(l.said = 'SOLVED', false) AS settled
  FROM (SELECT DISTINCT ON (committee_id, item, unit) *
          FROM office.supply_needs
         ORDER BY committee_id, item, unit, report_date DESC, received_at DESC) l
  JOIN daybook.code_list k ON k.list = 'kind' AND k.name = l.kind
  LEFT JOIN (SELECT committee_id, report_date, kind, part, position,
                    max(quantity) FILTER (WHERE state = 'PROMISED') AS promised,
                    max(quantity) FILTER (WHERE state = 'SENT') AS sent,
                    max(quantity) FILTER (WHERE state = 'RECEIVED') AS received
               FROM daybook.supply_step GROUP BY committee_id, report_date, kind, part, position) t
    ON t.committee_id = l.committee_id AND t.report_date = l.report_date AND t.kind = k.number AND t.part = l.part
   AND t.position = l.position;
COMMENT ON VIEW office.supply_places IS
    '各居委会对各类物资最近一次的需求,及答应、发出、收到多少 | each committee''s last word about an item; promised, sent, received';
COMMENT ON COLUMN office.supply_places.gap IS
    '还差多少:需要的减去收到的(未收到则减已发出的,未发出则减已答应的);已了结为 0 | what is lacking: wanted less what was received, else sent, else promised; 0 once settled';
COMMENT ON COLUMN office.supply_places.settled IS
    '办公室已了结,或居委会答复已解决 | the office closed it, or the committee answered SOLVED';

CREATE OR REPLACE VIEW office.supply_gap AS
SELECT item, item_zh, item_en, unit, count(*) AS committees, sum(on_hand) AS on_hand, sum(daily_use) AS daily_use,
       round(sum(on_hand)::numeric / nullif(sum(daily_use), 0), 1) AS days_left, sum(wanted) AS wanted,
       coalesce(sum(promised) FILTER (WHERE state = 'PROMISED'), 0) AS promised,
       coalesce(sum(sent) FILTER (WHERE state = 'SENT'), 0) AS on_the_way, sum(gap) AS gap,
       count(*) FILTER (WHERE urgency = 3) AS urgent, min(needed_by) AS needed_by,
       count(*) FILTER (WHERE stalled) AS stalled, coalesce(sum(received), 0) AS received
  FROM office.supply_places
 WHERE NOT settled AND NOT (state = 'RECEIVED' AND gap = 0)
 GROUP BY item, item_zh, item_en, unit;
COMMENT ON COLUMN office.supply_gap.gap IS
    '还差多少:需要的减去已答应、已发出或已收到的 | wanted, less what is promised, on the way or received';
COMMENT ON COLUMN office.supply_gap.received IS
    '其中已收到、但没有收够的 | of it received, where it was not enough';

-- As in 0023; now two who act at once come one after the other, and nothing is promised, sent or received with 0.
CREATE OR REPLACE FUNCTION office.move_need(number int, day date, part int, "position" int, state text, quantity int,
                                            reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    states CONSTANT text[] := ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'];
    need record;
    sent int;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('daybook supply'), number);
    SELECT s.kind, n.state, n.open INTO need
      FROM office.supply_needs n
      JOIN office.standing s ON s.committee_id = n.committee_id AND s.report_date = n.report_date AND s.part = n.part
      JOIN daybook.code_list k ON k.list = 'kind' AND k.number = s.kind AND k.name = n.kind
     WHERE n.committee_id = move_need.number AND n.report_date = move_need.day AND n.part = move_need.part
       AND n.position = move_need.position;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB050',
                             format('committee %s has no need %s on sheet %s of %s', number, "position", part, day),
                             format('%s 号居委会 %s 第 %s 份物资单没有第 %s 项需求', number, day, part, "position"));
    END IF;
    IF array_position(states, state) IS NULL THEN
        PERFORM daybook.fail('DB051',
                             format('state "%s": must be PROMISED, SENT, RECEIVED or CLOSED', left(state, 40)),
                             format('状态"%s":须为 PROMISED、SENT、RECEIVED 或 CLOSED', left(state, 40)));
    END IF;
    IF array_position(states, need.state) >= array_position(states, state)
       AND NOT (need.open AND need.state = 'CLOSED') THEN      -- but the committee has said since that it is still there
        PERFORM daybook.fail('DB052', format('the need is %s already', need.state),
                             format('该需求已经是 %s', need.state));
    END IF;
    IF length(reason) > 200 THEN
        PERFORM daybook.need_reason(reason);
    END IF;
    SELECT t.quantity INTO sent FROM daybook.supply_step t
     WHERE t.committee_id = move_need.number AND t.report_date = move_need.day AND t.kind = need.kind
       AND t.part = move_need.part AND t.position = move_need.position AND t.state = 'SENT';
    IF quantity IS NULL OR quantity > 1000000 OR quantity < (state <> 'CLOSED')::int
       OR (state = 'RECEIVED' AND quantity > coalesce(sent, 0)) THEN
        PERFORM daybook.fail('DB053', format('quantity %s: 1 to 1000000, and no more is received than was sent (%s)',
                                             quantity, coalesce(sent, 0)),
                             format('数量 %s:应为 1 到 1000000,收到的不能多于发出的(%s)', quantity, coalesce(sent, 0)));
    END IF;
    INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, position, state, quantity, reason)
    VALUES (number, day, need.kind, part, "position", state, quantity, coalesce(reason, ''))
    ON CONFLICT ON CONSTRAINT supply_step_pkey
    DO UPDATE SET quantity = excluded.quantity, reason = excluded.reason, at = excluded.at, by = excluded.by;
    PERFORM daybook.note_act('move_need', format('%s %s/%s/%s', number, day, part, "position"), coalesce(reason, ''),
                             jsonb_build_object('state', state, 'quantity', quantity));
END
$$;

CREATE FUNCTION office.move_supply(number int, item text, state text, quantity int, reason text DEFAULT '',
                                   unit text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    need office.supply_places;
    units text;
BEGIN
    PERFORM daybook.need_committee(number);
    SELECT string_agg(p.unit, ', ' ORDER BY p.unit) INTO units FROM office.supply_places p
     WHERE p.committee_id = number AND move_supply.item IN (p.item, p.item_zh, p.item_en)
       AND p.unit = coalesce(move_supply.unit, p.unit);
    IF units IS NULL THEN
        PERFORM daybook.fail('DB050',
                             format('committee %s has named no need of %s', number, left(concat_ws(' ', item, unit), 60)),
                             format('%s 号居委会没有提出过对 %s 的需求', number, left(concat_ws(' ', item, unit), 60)));
    END IF;
    IF strpos(units, ', ') > 0 THEN
        PERFORM daybook.fail('DB080',
                             format('committee %s counts %s in several units: say which of %s', number, item, units),
                             format('%s 号居委会的 %s 有几种单位,请写明是哪一种:%s', number, item, units));
    END IF;
    SELECT * INTO need FROM office.supply_places p
     WHERE p.committee_id = number AND move_supply.item IN (p.item, p.item_zh, p.item_en) AND p.unit = units;
    PERFORM office.move_need(number, need.report_date, need.part, need.position, state, quantity, reason);
END
$$;
COMMENT ON FUNCTION office.move_supply(int, text, text, int, text, text) IS
    '处理某居委会最近一次提出的某类物资需求 | moves on what a committee last said it needs of an item';

-- ---------------------------------------------------------------- redact and purge, every kind

-- The texts of each kind: how a person names them, [prefix.[part.]]word[:item], where they lie and what stands there
-- afterwards. Of a movement of stock a purge takes the reason alone: who gave and who signed stays traceable.
CREATE VIEW daybook.text_field AS
SELECT kind, prefix, has_part, word, has_items, lies_in, becomes, named, purged
  FROM (VALUES
    (1, '', false, 'situation', false, 'nightly_report', 'situation = daybook.blank(10)', true, true),
    (1, '', false, 'case', true, 'typical_case', $$title = daybook.blank(4), place = '', story = daybook.blank(30),
        result = '', may_publish = false$$, true, true),
    (1, '', false, 'observation', true, 'observation', $$place = '', text = daybook.blank(5)$$, true, true),
    (1, '', false, 'supply', true, 'supply_need', $$reason = ''$$, true, true),
    (1, '', false, 'explanation', true, 'explanation', 'text = daybook.blank(4)', true, true),
    (1, '', false, 'answer', true, 'answered_item', $$text = ''$$, true, true),
    (2, 'roll_call', true, 'note', true, 'roll_call_entry', $$note = '', temperature = NULL$$, true, true),
    (2, 'roll_call', true, 'explanation', true, 'explanation', 'text = daybook.blank(4)', true, true),
    (3, 'health', false, 'note', true, 'health_entry', $$note = ''$$, true, false),
    (4, 'sheet', true, 'supply', true, 'supply_need', $$reason = ''$$, true, true),
    (4, 'sheet', true, 'movement', true, 'supply_movement', $$party = CASE party WHEN '' THEN '' ELSE daybook.blank(1) END,
        signed_by = daybook.blank(1), reason = CASE reason WHEN '' THEN '' ELSE daybook.blank(1) END$$, true, false),
    (4, 'sheet', true, 'reason', true, 'supply_movement', $$reason = CASE reason WHEN '' THEN '' ELSE daybook.blank(1)
        END$$, false, true),
    (4, 'sheet', true, 'explanation', true, 'explanation', 'text = daybook.blank(4)', true, true),
    (5, 'minutes', true, 'agenda', false, 'meeting', 'agenda = daybook.blank(4)', true, true),
    (5, 'minutes', true, 'studied', false, 'meeting', $$studied = ''$$, true, true),
    (5, 'minutes', true, 'absence', true, 'meeting_absence', 'name = daybook.blank(1), reason = daybook.blank(1)', true,
        true),
    (5, 'minutes', true, 'practice', true, 'meeting_practice', $$place = '', what = daybook.blank(5), effect = '',
        copy_to = ''$$, true, true),
    (5, 'minutes', true, 'decision', true, 'meeting_decision', 'what = daybook.blank(4), owner = daybook.blank(1)', true,
        true),
    (5, 'minutes', true, 'settled', true, 'meeting_settled', 'result = daybook.blank(4)', true, true),
    (5, 'minutes', true, 'explanation', true, 'explanation', 'text = daybook.blank(4)', true, true),
    (6, 'read', true, 'at', false, 'bulletin_read', 'read_at = NULL', false, true))
       AS f (kind, prefix, has_part, word, has_items, lies_in, becomes, named, purged);
COMMENT ON VIEW daybook.text_field IS
    '可以隐去的文字,在哪里、改成什么 | the texts that can be redacted, where they lie, what they become';

-- Blanks a text of these records, or one item of it (NULL: all). False: none of them has such an item.
CREATE FUNCTION daybook.blank_field(field daybook.text_field, numbers int[], ids uuid[], item int) RETURNS boolean
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    blanked int;
BEGIN
    EXECUTE format('UPDATE daybook.%I t SET %s FROM unnest($1, $2) AS r (committee_id, id)
                     WHERE t.committee_id = r.committee_id AND t.record_id = r.id %s', field.lies_in, field.becomes,
                   CASE WHEN item IS NOT NULL THEN 'AND t.position = $3' ELSE '' END) USING numbers, ids, item;
    GET DIAGNOSTICS blanked = ROW_COUNT;
    RETURN blanked > 0;
END
$$;

-- What a person named, e.g. minutes.1.decision:2; an error when there is no such text.
CREATE FUNCTION daybook.need_field(said text, OUT field daybook.text_field, OUT part int, OUT item int)
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    piece text[] := regexp_match(said, '^(?:([a-z_]{1,20})\.(?:([1-9][0-9]?)\.)?)?([a-z]{1,20})(?::([1-9][0-9]{0,2}))?$');
BEGIN
    SELECT f.* INTO field FROM daybook.text_field f
     WHERE f.prefix = coalesce(piece[1], '') AND f.has_part = (piece[2] IS NOT NULL) AND f.word = piece[3]
       AND f.has_items = (piece[4] IS NOT NULL) AND f.named;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB036',
            format('"%s" is no field: situation, case:N, observation:N, supply:N, explanation:N, answer:N; roll_call.SHIFT.note:N; '
                   'health.note:N; sheet.N.supply:N, sheet.N.movement:N; minutes.N.agenda, studied, absence:N, practice:N, '
                   'decision:N or settled:N', left(said, 40)),
            format('没有"%s"这一项:应为 situation、case:N、observation:N、supply:N、explanation:N、answer:N;roll_call.班次.note:N;'
                   'health.note:N;sheet.N.supply:N、sheet.N.movement:N;minutes.N.agenda、studied、absence:N、practice:N、'
                   'decision:N 或 settled:N', left(said, 40)));
    END IF;
    part := coalesce(piece[2]::int, 0);
    item := piece[4]::int;
END
$$;

CREATE OR REPLACE FUNCTION office.redact(number int, day date, field text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    text_of daybook.text_field;
    said record;
    ids uuid[];                                  -- the newest first
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_night(day);
    PERFORM daybook.need_reason(reason);
    SELECT * INTO said FROM daybook.need_field(field);
    text_of := said.field;
    PERFORM FROM daybook.record r
      WHERE r.committee_id = number AND r.report_date = day AND r.kind = text_of.kind AND r.part = said.part
      ORDER BY r.id FOR NO KEY UPDATE;
    ids := ARRAY(SELECT r.id FROM daybook.record r
                  WHERE r.committee_id = number AND r.report_date = day AND r.kind = text_of.kind AND r.part = said.part
                  ORDER BY r.revision DESC);
    IF cardinality(ids) = 0 THEN
        PERFORM daybook.fail('DB030', format('committee %s has no accepted report of %s with %s', number, day, field),
                             format('%s 号居委会 %s 没有已受理的报告含 %s', number, day, field));
    END IF;
    IF NOT daybook.blank_field(text_of, ARRAY[number], ids[1:1], said.item) THEN
        PERFORM daybook.fail('DB036', format('the report of committee %s of %s has no %s', number, day, field),
                             format('%s 号居委会 %s 的报告里没有 %s', number, day, field));
    END IF;
    -- Revisions that were corrected may say the same at another place: there the whole part goes.
    PERFORM daybook.blank_field(text_of, array_fill(number, ARRAY[cardinality(ids) - 1]), ids[2:], NULL);
    UPDATE daybook.record SET sealed = '' WHERE committee_id = number AND id = ANY (ids);
    INSERT INTO daybook.redaction (committee_id, record_id, field, redacted_by)
    SELECT number, r.id, CASE r.place WHEN 1 THEN redact.field ELSE split_part(redact.field, ':', 1) END, session_user
      FROM unnest(ids) WITH ORDINALITY AS r (id, place)
        ON CONFLICT DO NOTHING;
    PERFORM daybook.note_act('redact', format('%s %s', number, day), reason, jsonb_build_object('field', field));
END
$$;
COMMENT ON FUNCTION office.redact(int, date, text, text) IS
    '隐去任何一类记录中的一段文字,各版次都隐去;封存字节清空,指纹与回执保留 | removes a text of any kind of record from every revision; the sealed bytes go, hash and receipt stay';

-- Night by night, so that no list grows with the campaign. What was redacted has no bytes left, but other texts.
CREATE OR REPLACE FUNCTION office.purge(before date, reason text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    night record;
    field daybook.text_field;
    emptied int;
    purged int := 0;
BEGIN
    PERFORM daybook.need_reason(reason);
    IF NOT coalesce(before <= office.business_date() - 30, false) THEN
        PERFORM daybook.fail('DB037',
                             format('%s is too recent: texts are kept for at least 30 nights', before),
                             format('%s 太近:文字至少保留 30 晚', before));
    END IF;
    FOR night IN SELECT r.report_date, r.kind, array_agg(r.committee_id) AS numbers, array_agg(r.id) AS ids
                  FROM daybook.record r
                  LEFT JOIN (SELECT DISTINCT committee_id, record_id FROM daybook.redaction) x
                    ON x.committee_id = r.committee_id AND x.record_id = r.id
                 WHERE r.report_date < before AND (r.sealed <> '' OR x.record_id IS NOT NULL)
                 GROUP BY r.report_date, r.kind ORDER BY r.report_date, r.kind LOOP
        FOR field IN SELECT f.* FROM daybook.text_field f WHERE f.kind = night.kind AND f.purged LOOP
            PERFORM daybook.blank_field(field, night.numbers, night.ids, NULL);
        END LOOP;
        IF night.kind = 3 THEN
            DELETE FROM daybook.health_entry t USING unnest(night.numbers, night.ids) AS r (committee_id, id)
             WHERE t.committee_id = r.committee_id AND t.record_id = r.id;
        END IF;
        UPDATE daybook.record t SET sealed = '' FROM unnest(night.numbers, night.ids) AS r (committee_id, id)
         WHERE t.committee_id = r.committee_id AND t.id = r.id AND t.sealed <> '';
        GET DIAGNOSTICS emptied = ROW_COUNT;
        purged := purged + emptied;
    END LOOP;
    PERFORM daybook.note_act('purge', format('before %s', before), reason, jsonb_build_object('records', purged));
    RETURN purged;
END
$$;
COMMENT ON FUNCTION office.purge(date, text) IS
    '清除某日之前各类记录的文字,健康情况整行删除;数字、指纹与回执保留,返回清除的份数 | removes the texts of every kind of record before a date, and health rows altogether; figures, hashes and receipts stay; says how many';
DROP FUNCTION daybook.blank_part(int, uuid, text, int);

GRANT SELECT ON office.supply_places TO daybook_office;
GRANT EXECUTE ON FUNCTION office.move_supply(int, text, text, int, text, text) TO daybook_office;
