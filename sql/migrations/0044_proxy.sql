-- 0044 proxy: a report whose line is dead, dictated over the telephone and entered by the office.
--
-- It is a record like any other: sealed bytes, packed and checked by the contract's code, and what is drawn from them. The
-- act takes the bytes and nothing beside them that the bytes could contradict: what stands in the tables is read out of
-- them here. A row of proxy_entry says that the office entered it, who, and whom it telephoned with. When the laptop's own
-- report comes, daybookd takes it as a correction of the newest entry (proto/PROTOCOL.md, "Entered by the office").

CREATE TABLE daybook.proxy_entry (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    entered_by text NOT NULL,
    telephone text NOT NULL CHECK (length(telephone) BETWEEN 3 AND 40),
    CONSTRAINT proxy_entry_pkey PRIMARY KEY (committee_id, record_id),
    CONSTRAINT proxy_entry_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.proxy_entry IS
    '电话口述、由办公室代填的报告 | reports dictated over the telephone and entered by the office';

-- ---------------------------------------------------------------- protobuf, as far as the contract uses it

-- A number of seven bits a byte, the lowest first, and where the next field begins.
CREATE FUNCTION daybook.wire_varint(message bytea, INOUT at int, OUT number int8)
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    bits int := 0;
    byte int;
BEGIN
    number := 0;
    LOOP
        IF at >= length(message) OR bits > 56 THEN
            PERFORM daybook.fail('DB070', 'these bytes are no message of the contract', '这些字节不是约定格式的内容');
        END IF;
        byte := get_byte(message, at);
        at := at + 1;
        number := number | ((byte & 127)::int8 << bits);
        EXIT WHEN byte < 128;
        bits := bits + 7;
    END LOOP;
END
$$;

-- The fields of a message, in their order: a number, or the bytes of a text or of a message within.
CREATE FUNCTION daybook.wire(message bytea) RETURNS TABLE (place int, field int8, number int8, bytes bytea)
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    at int := 0;
    tag int8;
BEGIN
    place := 0;
    WHILE at < length(message) LOOP
        SELECT v.at, v.number INTO at, tag FROM daybook.wire_varint(message, at) v;
        SELECT v.at, v.number INTO at, number FROM daybook.wire_varint(message, at) v;
        bytes := NULL;
        IF tag & 7 = 2 AND number <= length(message) - at THEN
            bytes := substr(message, at + 1, number::int);
            at := at + number::int;
            number := NULL;
        ELSIF tag & 7 <> 0 THEN
            PERFORM daybook.fail('DB070', 'these bytes are no message of the contract', '这些字节不是约定格式的内容');
        END IF;
        place := place + 1;
        field := tag >> 3;
        RETURN NEXT;
    END LOOP;
END
$$;

-- One field; of one that is there twice the last, as every reader of protobuf takes it. NULL: it is not there.
CREATE FUNCTION daybook.wire_number(message bytea, wanted int) RETURNS int8
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN (SELECT w.number FROM daybook.wire(message) w WHERE w.field = wanted ORDER BY w.place DESC LIMIT 1);

CREATE FUNCTION daybook.wire_bytes(message bytea, wanted int) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN (SELECT w.bytes FROM daybook.wire(message) w WHERE w.field = wanted ORDER BY w.place DESC LIMIT 1);

CREATE FUNCTION daybook.wire_text(message bytea, wanted int) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN coalesce(convert_from(daybook.wire_bytes(message, wanted), 'UTF8'), '');

CREATE FUNCTION daybook.wire_flag(message bytea, wanted int) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN coalesce(daybook.wire_number(message, wanted), 0) <> 0;

-- YYYYMMDD; NULL: there is no such day.
CREATE FUNCTION daybook.wire_date(message bytea, wanted int) RETURNS date
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN daybook.date_of(regexp_replace(daybook.wire_number(message, wanted)::text, '^(....)(..)(..)$', '\1-\2-\3'));

-- And the other way: a field of a number, a field of bytes. NULL: it is left out.
CREATE FUNCTION daybook.wire_pack(number int8) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    bytes bytea := '';
    rest int8 := number;
    more int8;
BEGIN
    LOOP
        more := (rest >> 7) & 144115188075855871;               -- a shift that brings no sign in
        bytes := bytes || set_byte('\x00', 0, (rest & 127)::int | CASE WHEN more <> 0 THEN 128 ELSE 0 END);
        EXIT WHEN more = 0;
        rest := more;
    END LOOP;
    RETURN bytes;
END
$$;

CREATE FUNCTION daybook.wire_field(field int, number int8) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN coalesce(daybook.wire_pack(field << 3) || daybook.wire_pack(number), '');

CREATE FUNCTION daybook.wire_field(field int, bytes bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN coalesce(daybook.wire_pack((field << 3) | 2) || daybook.wire_pack(length(bytes)) || bytes, '');

CREATE FUNCTION daybook.wire_field(field int, said text) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN daybook.wire_field(field, convert_to(said, 'UTF8'));

-- ---------------------------------------------------------------- the form, as clients get it

CREATE FUNCTION office.form_message(wanted int) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
SELECT daybook.wire_field(1, v.version) || daybook.wire_field(2, to_char(v.active_from, 'YYYYMMDD')::int8)
       || daybook.wire_field(3, to_char(v.active_to, 'YYYYMMDD')::int8)
       || (SELECT string_agg(daybook.wire_field(4, daybook.wire_field(1, g.code) || daybook.wire_field(2, g.label_zh)
                                                   || daybook.wire_field(3, g.label_en)), '' ORDER BY g.position)
             FROM daybook.form_group g WHERE g.version = v.version)
       || (SELECT string_agg(daybook.wire_field(5,
                      daybook.wire_field(1, f.number) || daybook.wire_field(2, i.code)
                      || daybook.wire_field(3, f.label_zh) || daybook.wire_field(4, f.label_en)
                      || daybook.wire_field(5, f.group_code) || daybook.wire_field(6, f.unit_zh)
                      || daybook.wire_field(7, f.unit_en) || daybook.wire_field(8, f.least)
                      || daybook.wire_field(9, f.most) || daybook.wire_field(10, f.required::int)
                      || daybook.wire_field(11, f.alarm::int)), '' ORDER BY f.position)
             FROM daybook.form_indicator f
             JOIN daybook.indicator i ON i.number = f.number
            WHERE f.version = v.version)
       || coalesce((SELECT string_agg(daybook.wire_field(6,
                      daybook.wire_field(1, r.code) || daybook.wire_field(2, r.severity)
                      || daybook.wire_field(3, CASE r.relation WHEN '=' THEN 1 WHEN '<=' THEN 2 ELSE 3 END)
                      || daybook.wire_field(4, r.bound) || t.terms || daybook.wire_field(6, r.text_zh)
                      || daybook.wire_field(7, r.text_en)), '' ORDER BY r.position)
             FROM daybook.form_rule r
             JOIN (SELECT version, rule_code,
                          string_agg(daybook.wire_field(5, daybook.wire_field(1, number)
                                     || daybook.wire_field(2, CASE WHEN coefficient < 0 THEN -2 * coefficient - 1
                                                                   ELSE 2 * coefficient END)), '' ORDER BY number) AS terms
                     FROM daybook.form_rule_term
                    GROUP BY version, rule_code) t ON t.version = r.version AND t.rule_code = r.code
            WHERE r.version = v.version), '')
  FROM daybook.form_version v
 WHERE v.version = wanted
$$;
COMMENT ON FUNCTION office.form_message(int) IS
    '某版表单的报文,与客户端收到的相同 | a version of the form as the message that clients get';

-- ---------------------------------------------------------------- what stands in a nightly report

CREATE FUNCTION daybook.wire_figures(body bytea) RETURNS TABLE (number int4, value int8)
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT daybook.wire_number(w.bytes, 1)::int4, daybook.wire_number(w.bytes, 2)
  FROM daybook.wire(body) w
 WHERE w.field = 1
$$;

-- The rows that daybookd draws from the same bytes (daemon/kind_nightly_report.c, kind_any.c); tests/flow compares the two.
CREATE FUNCTION daybook.draw_nightly_report(committee int4, record uuid, body bytea) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    INSERT INTO daybook.nightly_report (committee_id, record_id, figures, situation, no_case, zero_report)
    SELECT committee, record,
           coalesce((SELECT array_agg(f.value::int4 ORDER BY n.number)
                       FROM generate_series(1, (SELECT max(number) FROM daybook.wire_figures(body))) AS n (number)
                       LEFT JOIN daybook.wire_figures(body) f ON f.number = n.number), '{}'),
           daybook.wire_text(body, 2), daybook.wire_flag(body, 4), daybook.wire_flag(body, 8);

    INSERT INTO daybook.typical_case (committee_id, record_id, position, title, category, place, story, result, may_publish)
    SELECT committee, record, row_number() OVER (ORDER BY w.place), daybook.wire_text(w.bytes, 1),
           daybook.wire_number(w.bytes, 2)::int2, daybook.wire_text(w.bytes, 3), daybook.wire_text(w.bytes, 4),
           daybook.wire_text(w.bytes, 5), daybook.wire_flag(w.bytes, 6)
      FROM daybook.wire(body) w
     WHERE w.field = 3;

    INSERT INTO daybook.observation (committee_id, record_id, position, kind, category, severity, place, text, needs_office)
    SELECT committee, record, row_number() OVER (ORDER BY w.place), daybook.wire_number(w.bytes, 1)::int2,
           daybook.wire_number(w.bytes, 2)::int2, daybook.wire_number(w.bytes, 3)::int2, daybook.wire_text(w.bytes, 4),
           daybook.wire_text(w.bytes, 5), daybook.wire_flag(w.bytes, 6)
      FROM daybook.wire(body) w
     WHERE w.field = 5;

    INSERT INTO daybook.supply_need (committee_id, record_id, position, item, unit, on_hand, daily_use, quantity, needed_by,
                                     urgency, reason)
    SELECT committee, record, row_number() OVER (ORDER BY w.place), daybook.wire_number(w.bytes, 1)::int2,
           daybook.wire_text(w.bytes, 2), daybook.wire_number(w.bytes, 3)::int4, daybook.wire_number(w.bytes, 4)::int4,
           daybook.wire_number(w.bytes, 5)::int4, daybook.wire_date(w.bytes, 6), daybook.wire_number(w.bytes, 7)::int2,
           daybook.wire_text(w.bytes, 8)
      FROM daybook.wire(body) w
     WHERE w.field = 6;

    INSERT INTO daybook.explanation (committee_id, record_id, position, rule, text)
    SELECT committee, record, row_number() OVER (ORDER BY w.place), daybook.wire_text(w.bytes, 1),
           daybook.wire_text(w.bytes, 2)
      FROM daybook.wire(body) w
     WHERE w.field = 7;

    INSERT INTO daybook.answered_item (committee_id, record_id, position, item, answer, text)      -- a table of 0045
    SELECT committee, record, row_number() OVER (ORDER BY w.place), daybook.wire_text(w.bytes, 1),
           daybook.wire_number(w.bytes, 2)::int2, daybook.wire_text(w.bytes, 3)
      FROM daybook.wire(body) w
     WHERE w.field = 9;
END
$$;
COMMENT ON FUNCTION daybook.draw_nightly_report(int4, uuid, bytea) IS
    '从封存字节取出各表的内容 | the rows that a nightly report leaves beside its record';

-- ---------------------------------------------------------------- what an entry has to be

-- The form's bounds once more: what the checker of the contract says is the office's program's to ask before.
CREATE FUNCTION daybook.need_figures(body bytea, version int4, day date) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    wrong text;
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.form_version v WHERE v.version = need_figures.version
                      AND day BETWEEN v.active_from - 3 AND coalesce(v.active_to, 'infinity') + 3) THEN
        PERFORM daybook.fail('DB071', format('form version %s is not used on %s', version, day),
                             format('表单第 %s 版不用于 %s', version, day));
    END IF;
    SELECT string_agg(coalesce(i.code, f.number::text, '?'), ', ' ORDER BY f.number) INTO wrong
      FROM (SELECT number, value, count(*) OVER (PARTITION BY number) AS times FROM daybook.wire_figures(body)) f
      FULL JOIN (SELECT * FROM daybook.form_indicator q WHERE q.version = need_figures.version) q ON q.number = f.number
      LEFT JOIN daybook.indicator i ON i.number = coalesce(f.number, q.number)
     WHERE CASE WHEN f.times IS NULL THEN q.required
                ELSE NOT coalesce(f.times = 1 AND f.value BETWEEN q.least AND q.most, false) END;
    IF wrong IS NOT NULL THEN
        PERFORM daybook.fail('DB072', format('figures that are missing or outside the form: %s', wrong),
                             format('缺少或超出表单范围的数字:%s', wrong));
    END IF;
END
$$;

-- On time as daybookd decides it (dbk_directory_timeliness): at the deadline, or within 30 minutes of the end of an outage
-- over it.
CREATE FUNCTION daybook.timeliness_of(day date, received timestamptz) RETURNS int2
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN (SELECT CASE WHEN received <= n.deadline THEN 1
                        WHEN EXISTS (SELECT FROM daybook.outage o WHERE n.deadline BETWEEN o.begins AND o.ends
                                        AND received <= o.ends + interval '30 minutes') THEN 2
                        ELSE 3 END
              FROM daybook.night n WHERE n.report_date = day);

-- A person may dictate what this person's key could send: posted there on that date, the night there and not closed.
CREATE FUNCTION daybook.need_proxy_night(number int4, day date, person_code text) RETURNS int4
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    who daybook.person;
    closed timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.committee WHERE committee_id = number) THEN
        PERFORM daybook.fail('DB004', format('there is no committee %s', number),
                             format('没有编号为 %s 的居委会', number));
    END IF;
    SELECT closed_at INTO closed FROM daybook.night WHERE report_date = day FOR SHARE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', day), format('没有 %s 这一晚', day));
    END IF;
    IF day > office.business_date() THEN
        PERFORM daybook.fail('DB073', format('%s has not come yet: today is %s', day, office.business_date()),
                             format('%s 还没有到:今天是 %s', day, office.business_date()));
    END IF;
    IF closed IS NOT NULL AND NOT EXISTS (SELECT FROM daybook.reopening WHERE committee_id = number AND report_date = day) THEN
        PERFORM daybook.fail('DB074', format('the night of %s is closed: reopen it for committee %s first', day, number),
                             format('%s 已经关闭:请先为 %s 号居委会重开', day, number));
    END IF;
    SELECT * INTO who FROM daybook.person WHERE code = person_code;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB008', format('there is no person with the code "%s" in the roster', person_code),
                             format('花名册里没有编号"%s"', person_code));
    END IF;
    IF NOT EXISTS (SELECT FROM daybook.posting WHERE committee_id = number AND person_id = who.person_id
                      AND day BETWEEN valid_from AND valid_to) THEN
        PERFORM daybook.fail('DB075', format('%s (%s) has no posting at committee %s on %s', who.name, who.code, number, day),
                             format('%s(%s)在 %s 没有派驻 %s 号居委会', who.name, who.code, day, number));
    END IF;
    RETURN who.person_id;
END
$$;

-- Why no entry may stand there: what does, and since when.
CREATE FUNCTION daybook.refuse_proxy(number int4, day date) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    r record;
BEGIN
    SELECT s.revision, q.name AS sender, e.entered_by,
           to_char(s.received_at AT TIME ZONE current_setting('daybook.zone'), 'YYYY-MM-DD HH24:MI') AS at
      INTO r
      FROM office.standing s
      JOIN daybook.person q ON q.person_id = s.person_id
      LEFT JOIN daybook.proxy_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
     WHERE s.committee_id = number AND s.report_date = day AND s.kind = 1;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB070', 'these bytes are no nightly report', '这些字节不是每日工作报告');
    ELSIF r.entered_by IS NULL THEN
        PERFORM daybook.fail('DB076',
            format('the report of committee %s of %s is here: revision %s from %s, received %s', number, day, r.revision,
                   r.sender, r.at),
            format('%s 号居委会 %s 的报告已经收到:第 %s 版,%s 发,%s 受理', number, day, r.revision, r.sender, r.at));
    END IF;
    PERFORM daybook.fail('DB077',
        format('%s has entered the report of committee %s of %s by telephone already, at %s (revision %s)', r.entered_by,
               number, day, r.at, r.revision),
        format('%s 号居委会 %s 的报告,%s 已于 %s 电话代填(第 %s 版)', number, day, r.entered_by, r.at, r.revision));
END
$$;

-- ---------------------------------------------------------------- the act

-- The record of an entry: the first of its night, or a correction of the newest when that is an entry too.
CREATE FUNCTION daybook.keep_proxy(sealed bytea, hash bytea, code text, person int4) RETURNS uuid
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    committee int4 := daybook.wire_number(sealed, 2);
    day date := daybook.wire_date(sealed, 4);
    made uuid := encode(daybook.wire_bytes(sealed, 1), 'hex');
    base_id uuid := encode(daybook.wire_bytes(sealed, 7), 'hex');
    base office.standing;
BEGIN
    IF base_id IS NOT NULL THEN
        SELECT s.* INTO base
          FROM office.standing s
          JOIN daybook.proxy_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
         WHERE s.committee_id = committee AND s.report_date = day AND s.kind = 1 AND s.record_id = base_id;
        IF NOT FOUND THEN
            PERFORM daybook.refuse_proxy(committee, day);
        END IF;
    END IF;
    INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness,
                                received_at, sealed_at, person_id, code, hash, sealed)
    VALUES (committee, made, 1, day, coalesce(base.revision, 0) + 1, base_id, daybook.wire_number(sealed, 5),
            coalesce(base.timeliness, daybook.timeliness_of(day, now())), now(),
            to_timestamp(daybook.wire_number(sealed, 6) / 1000.0), person, code, hash, sealed)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM daybook.refuse_proxy(committee, day);
    END IF;
    PERFORM daybook.draw_nightly_report(committee, made, daybook.wire_bytes(sealed, 16));
    RETURN made;
END
$$;

CREATE FUNCTION office.enter_by_proxy(sealed bytea, hash bytea, code text, person_code text, telephone text,
                                      reason text DEFAULT '')
    RETURNS TABLE (committee_id int4, report_date date, revision int4, record_id uuid, received_at timestamptz,
                   timeliness text, receipt text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    said text := btrim(coalesce(telephone, ''));
    person int4;
BEGIN
    committee_id := daybook.wire_number(sealed, 2);
    report_date := daybook.wire_date(sealed, 4);
    IF NOT coalesce(daybook.wire_number(sealed, 3) = 1 AND coalesce(daybook.wire_number(sealed, 8), 0) = 0
                    AND length(daybook.wire_bytes(sealed, 1)) = 16 AND daybook.wire_bytes(sealed, 16) IS NOT NULL
                    AND length(coalesce(daybook.wire_bytes(sealed, 7), daybook.wire_bytes(sealed, 1))) = 16
                    AND length(sealed) <= 61440 AND length(hash) = 32 AND code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'
                    AND NOT EXISTS (SELECT FROM daybook.wire(daybook.wire_bytes(sealed, 16)) w WHERE w.field > 9)
                    AND committee_id > 0 AND report_date IS NOT NULL, false) THEN
        PERFORM daybook.fail('DB070', 'these bytes are no nightly report', '这些字节不是每日工作报告');
    END IF;
    IF length(said) NOT BETWEEN 3 AND 40 THEN
        PERFORM daybook.fail('DB078', 'say by which telephone it was dictated, in 3 to 40 characters',
                             '请写明口述所用的电话,3 到 40 字');
    END IF;
    person := daybook.need_proxy_night(committee_id, report_date, person_code);
    PERFORM daybook.need_figures(daybook.wire_bytes(sealed, 16), daybook.wire_number(sealed, 5)::int4, report_date);
    record_id := daybook.keep_proxy(sealed, hash, code, person);
    INSERT INTO daybook.proxy_entry VALUES (committee_id, record_id, session_user, said);
    PERFORM daybook.note_act('enter_by_proxy', format('%s %s', committee_id, report_date), reason,
                             jsonb_build_object('record_id', record_id, 'person_code', person_code, 'telephone', said));
    SELECT r.revision, r.received_at, t.name, r.code INTO revision, received_at, timeliness, receipt
      FROM daybook.record r
      JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
     WHERE r.committee_id = enter_by_proxy.committee_id AND r.id = enter_by_proxy.record_id;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION office.enter_by_proxy(bytea, bytea, text, text, text, text) IS
    '电话代填:封存好的每日报告,由谁口述、用哪部电话 | enters a sealed nightly report that was dictated: by whom, by which telephone';

-- Asked before the figures are: nobody dictates forty of them to be refused then.
CREATE FUNCTION office.check_proxy(number int, day date, person_code text, again boolean DEFAULT false) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    entry uuid;
    stands boolean;
BEGIN
    PERFORM daybook.need_proxy_night(number, day, person_code);
    SELECT e.record_id INTO entry
      FROM office.standing s
      LEFT JOIN daybook.proxy_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
     WHERE s.committee_id = number AND s.report_date = day AND s.kind = 1;
    stands := FOUND;
    IF stands AND (entry IS NULL OR NOT again) THEN
        PERFORM daybook.refuse_proxy(number, day);
    ELSIF again AND NOT stands THEN
        PERFORM daybook.fail('DB079', format('nothing was entered for committee %s on %s yet', number, day),
                             format('%s 号居委会 %s 还没有代填过', number, day));
    END IF;
    RETURN entry;
END
$$;
COMMENT ON FUNCTION office.check_proxy(int, date, text, boolean) IS
    '此人此夜可否电话代填;again 为改正已代填的,返回其编号 | may this person dictate that night; again: to correct the entry, whose id it returns';

-- ---------------------------------------------------------------- what the office sees of it

CREATE VIEW office.proxy_entries AS
SELECT r.committee_id, c.committee, c.subdistrict, c.branch, r.report_date, r.revision, r.id AS record_id,
       e.entered_by, r.received_at AS entered_at, q.code AS person_code, q.name AS dictated_by, e.telephone, r.code,
       t.name AS timeliness, s.record_id = r.id AS standing,
       CASE WHEN s.record_id = r.id THEN 'WAITING' WHEN x.record_id IS NOT NULL THEN 'ENTERED_AGAIN'
            ELSE 'ORIGINAL_HERE' END AS state,
       CASE WHEN x.record_id IS NULL THEN n.revision END AS original_revision,
       CASE WHEN x.record_id IS NULL THEN n.received_at END AS original_at
  FROM daybook.proxy_entry e
  JOIN daybook.record r ON r.committee_id = e.committee_id AND r.id = e.record_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  JOIN office.committees c ON c.committee_id = r.committee_id
  JOIN office.standing s ON s.committee_id = r.committee_id AND s.report_date = r.report_date AND s.kind = r.kind
                        AND s.part = r.part
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
  LEFT JOIN daybook.record n ON n.committee_id = r.committee_id AND n.report_date = r.report_date AND n.kind = r.kind
                            AND n.part = r.part AND n.revision = r.revision + 1
  LEFT JOIN daybook.proxy_entry x ON x.committee_id = n.committee_id AND x.record_id = n.id;
COMMENT ON VIEW office.proxy_entries IS
    '电话代填的报告,及原件是否已到 | reports entered by telephone, and whether the original has come';
COMMENT ON COLUMN office.proxy_entries.state IS
    'WAITING 等原件 / ENTERED_AGAIN 又代填过 / ORIGINAL_HERE 原件已到 | the original is awaited, was entered again, or is here';

CREATE OR REPLACE VIEW office.report AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, s.record_id, s.form_version,
       t.name AS timeliness, s.received_at, s.sealed_at, q.name AS sender, s.code, n.situation, n.no_case, n.zero_report,
       e.record_id IS NOT NULL AS entered_by_proxy, e.entered_by
  FROM office.standing s
  JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
  LEFT JOIN daybook.proxy_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id;
COMMENT ON COLUMN office.report.entered_by_proxy IS
    '电话口述、由办公室代填,原件未到 | dictated over the telephone and entered by the office; the original is not here yet';

CREATE OR REPLACE VIEW office.revisions AS
SELECT r.committee_id, c.name AS committee, r.report_date, r.revision, r.id AS record_id, r.corrects,
       t.name AS timeliness, r.received_at, r.sealed_at, q.name AS sender, r.code, r.form_version,
       e.record_id IS NOT NULL AS entered_by_proxy, e.entered_by
  FROM daybook.record r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
  LEFT JOIN daybook.proxy_entry e ON e.committee_id = r.committee_id AND e.record_id = r.id
 WHERE r.kind = 1;
COMMENT ON COLUMN office.revisions.entered_by_proxy IS
    '电话代填的版次 | a revision that the office entered by telephone';

GRANT SELECT ON office.proxy_entries TO daybook_office;
GRANT EXECUTE ON FUNCTION office.form_message(int), office.check_proxy(int, date, text, boolean),
                          office.enter_by_proxy(bytea, bytea, text, text, text, text) TO daybook_office;
GRANT SELECT ON daybook.proxy_entry TO daybook_daemon;
