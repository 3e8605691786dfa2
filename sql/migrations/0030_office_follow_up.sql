-- 0030 office follow-up: reports returned, nights excused, line failures, risks followed up, texts redacted and purged.
--
-- Acts as in 0003: they run as their owner, leave a row in daybook.audit and wake the daemons. None of them touches a
-- figure, a receipt or whether a report was on time. Tables here are the office's; the ingest path does not know them.

CREATE TABLE daybook.report_return (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    returned_at timestamptz NOT NULL DEFAULT now(),
    returned_by text NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    CONSTRAINT report_return_pkey PRIMARY KEY (committee_id, record_id),
    CONSTRAINT report_return_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.report_return IS
    '退回的报告:有更正即了结 | reports returned for a correction; a newer revision settles it';

CREATE TABLE daybook.excuse (
    committee_id int4 NOT NULL,
    report_date date NOT NULL,
    excused_at timestamptz NOT NULL DEFAULT now(),
    excused_by text NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    CONSTRAINT excuse_pkey PRIMARY KEY (committee_id, report_date),
    CONSTRAINT excuse_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee,
    CONSTRAINT excuse_night_fkey FOREIGN KEY (report_date) REFERENCES daybook.night
);
COMMENT ON TABLE daybook.excuse IS '当晚免报的居委会 | committees that need not report that night';

CREATE TABLE daybook.line_failure (
    committee_id int4 NOT NULL,
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    entered_by text NOT NULL,
    note text NOT NULL CHECK (length(note) BETWEEN 1 AND 200),
    CONSTRAINT line_failure_pkey PRIMARY KEY (committee_id, begins),
    CONSTRAINT line_failure_order CHECK (begins < ends),
    CONSTRAINT line_failure_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
COMMENT ON TABLE daybook.line_failure IS
    '某居委会的线路故障,由办公室登记 | a line failure of one committee, entered by the office';

CREATE TABLE daybook.risk_follow_up (
    committee_id int4 NOT NULL,
    risk_id text NOT NULL CHECK (risk_id ~ '^[0-9a-f]{8}$'),
    owner text CHECK (length(owner) BETWEEN 1 AND 40),
    assigned_at timestamptz,
    closed_at timestamptz,
    closed_by text,
    closed_night date,
    answer text CHECK (length(answer) BETWEEN 1 AND 200),
    CONSTRAINT risk_follow_up_pkey PRIMARY KEY (committee_id, risk_id),
    CONSTRAINT risk_follow_up_assigned CHECK ((owner IS NULL) = (assigned_at IS NULL)),
    CONSTRAINT risk_follow_up_closed CHECK (num_nulls(closed_at, closed_by, closed_night, answer) IN (0, 4)),
    CONSTRAINT risk_follow_up_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
COMMENT ON TABLE daybook.risk_follow_up IS '风险点由谁跟进、如何了结 | who follows a risk up, and how it was closed';
COMMENT ON COLUMN daybook.risk_follow_up.closed_night IS
    '了结时最后一次上报之夜;此后再报即重新打开 | the last night it had been reported; reported later, it is open again';

CREATE TABLE daybook.redaction (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    field text NOT NULL,
    redacted_at timestamptz NOT NULL DEFAULT now(),
    redacted_by text NOT NULL,
    CONSTRAINT redaction_pkey PRIMARY KEY (committee_id, record_id, field),
    CONSTRAINT redaction_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.redaction IS
    '隐去了哪些文字;原封存字节随之清空,指纹保留 | which texts are gone; the sealed bytes with them, the hash stays';

-- ---------------------------------------------------------------- the states of a night

CREATE OR REPLACE VIEW office.committee_night AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch,
       CASE WHEN v.record_id IS NOT NULL THEN 'RETURNED' WHEN s.record_id IS NOT NULL THEN 'ACCEPTED'
            WHEN x.committee_id IS NOT NULL THEN 'EXCUSED' WHEN h.committee_id IS NOT NULL THEN 'HELD'
            ELSE 'NOT_SEEN' END AS state,
       s.revision, t.name AS timeliness, s.received_at, q.name AS sender, s.code,
       h.status AS held_status, h.reason AS held_reason, h.first_at AS held_since,
       k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary,
       v.returned_at, v.reason AS return_reason, x.reason AS excuse_reason
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  LEFT JOIN office.standing s ON s.committee_id = e.committee_id AND s.report_date = e.report_date AND s.kind = 1
  LEFT JOIN daybook.report_return v ON v.committee_id = s.committee_id AND v.record_id = s.record_id
  LEFT JOIN daybook.excuse x ON x.committee_id = e.committee_id AND x.report_date = e.report_date
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date) committee_id, report_date, status, reason, first_at
               FROM office.held
              WHERE report_date IS NOT NULL
              ORDER BY committee_id, report_date, last_at DESC) h
    ON h.committee_id = e.committee_id AND h.report_date = e.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code
  LEFT JOIN daybook.person w ON w.code = e.secretary_code;
COMMENT ON COLUMN office.committee_night.state IS
    'ACCEPTED 已受理 / RETURNED 已受理、被退回待更正 / EXCUSED 免报 / HELD 被挡下 / NOT_SEEN 未见 | accepted, returned for a correction, excused, held, not seen: together they are the roster of that date';

CREATE OR REPLACE VIEW office.missing AS
SELECT * FROM office.committee_night WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED');

CREATE OR REPLACE VIEW office.night AS
SELECT n.report_date, n.opens, n.deadline, n.closed_at,
       count(c.committee_id) AS expected,
       count(*) FILTER (WHERE c.state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME_OUTAGE') AS on_time_outage,
       count(*) FILTER (WHERE c.timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE c.state = 'HELD') AS held,
       count(*) FILTER (WHERE c.state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       coalesce(u.reports, 0) AS unexpected,
       count(*) FILTER (WHERE c.state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE c.state = 'RETURNED') AS returned
  FROM daybook.night n
  LEFT JOIN office.committee_night c ON c.report_date = n.report_date
  LEFT JOIN (SELECT s.report_date, count(*) AS reports
               FROM office.standing s
               LEFT JOIN office.expected e ON e.committee_id = s.committee_id AND e.report_date = s.report_date
              WHERE s.kind = 1 AND e.committee_id IS NULL
              GROUP BY s.report_date) u ON u.report_date = n.report_date
 GROUP BY n.report_date, n.opens, n.deadline, n.closed_at, u.reports;
COMMENT ON COLUMN office.night.missing IS
    '应报减已报减免报,含被挡下的 | expected = reported + missing + excused; the held ones are missing';
COMMENT ON COLUMN office.night.returned IS
    '已报之中被退回、尚未更正的 | of the reported: returned, and not corrected yet';

CREATE OR REPLACE VIEW office.night_by_subdistrict AS
SELECT report_date, subdistrict_id, subdistrict, count(*) AS expected,
       count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held,
       count(*) FILTER (WHERE state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE state = 'RETURNED') AS returned
  FROM office.committee_night
 GROUP BY report_date, subdistrict_id, subdistrict;

CREATE OR REPLACE VIEW office.night_by_branch AS
SELECT report_date, branch_id, branch, count(*) AS expected,
       count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held,
       count(*) FILTER (WHERE state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE state = 'RETURNED') AS returned
  FROM office.committee_night
 GROUP BY report_date, branch_id, branch;

CREATE VIEW office.returned AS
SELECT n.report_date, n.committee_id, n.committee, n.subdistrict, n.branch, n.revision, n.returned_at, v.returned_by,
       n.return_reason, n.contact, n.contact_telephone, n.contact_secretary
  FROM office.committee_night n
  JOIN office.standing s ON s.committee_id = n.committee_id AND s.report_date = n.report_date AND s.kind = 1
  JOIN daybook.report_return v ON v.committee_id = s.committee_id AND v.record_id = s.record_id
 WHERE n.state = 'RETURNED';
COMMENT ON VIEW office.returned IS '被退回、等待更正的报告 | reports returned, waiting for a correction';

-- Accepted, but on that date nobody was posted there: in no total, and ought not to be.
CREATE VIEW office.unexpected AS
SELECT s.report_date, s.committee_id, c.committee, c.subdistrict, c.branch, s.revision, s.received_at, q.name AS sender,
       s.code
  FROM office.standing s
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN office.expected e ON e.committee_id = s.committee_id AND e.report_date = s.report_date
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
 WHERE s.kind = 1 AND e.committee_id IS NULL;
COMMENT ON VIEW office.unexpected IS
    '已受理但当日名册上没有派驻:不计入任何合计 | accepted, but not on the roster of that date: in no total';

CREATE OR REPLACE VIEW office.outages AS
SELECT begins, ends, ends - begins AS lasted, note, NULL::int4 AS committee_id, NULL::text AS committee
  FROM daybook.outage
 UNION ALL
SELECT f.begins, f.ends, f.ends - f.begins, f.note, f.committee_id, c.name
  FROM daybook.line_failure f
  JOIN daybook.committee c ON c.committee_id = f.committee_id;
COMMENT ON VIEW office.outages IS
    '服务中断,以及某居委会的线路故障 | times in which no daemon accepted, and line failures of committees';

-- ---------------------------------------------------------------- acts

CREATE FUNCTION daybook.need_committee(number int) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.committee WHERE committee_id = number) THEN
        PERFORM daybook.fail('DB004', format('there is no committee %s', number),
                             format('没有编号为 %s 的居委会', number));
    END IF;
END
$$;

CREATE FUNCTION daybook.need_night(day date) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.night WHERE report_date = day) THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', day), format('没有 %s 这一晚', day));
    END IF;
END
$$;

-- The report that stands for a committee and night; an error when there is none.
CREATE FUNCTION daybook.need_report(number int, day date) RETURNS uuid
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    found_id uuid;
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_night(day);
    SELECT id INTO found_id FROM daybook.record
     WHERE committee_id = number AND report_date = day AND kind = 1 ORDER BY revision DESC LIMIT 1;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB030', format('committee %s has no accepted report of %s', number, day),
                             format('%s 号居委会 %s 没有已受理的报告', number, day));
    END IF;
    RETURN found_id;
END
$$;

CREATE FUNCTION office.return_report(number int, day date, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    record_of uuid := daybook.need_report(number, day);
    first daybook.report_return;
BEGIN
    PERFORM daybook.need_reason(reason);
    INSERT INTO daybook.report_return (committee_id, record_id, returned_by, reason)
    VALUES (number, record_of, session_user, return_report.reason)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO first FROM daybook.report_return WHERE committee_id = number AND record_id = record_of;
        PERFORM daybook.fail('DB031',
                             format('the report of committee %s of %s was returned already, by %s: %s',
                                    number, day, first.returned_by, first.reason),
                             format('%s 号居委会 %s 的报告已由 %s 退回:%s', number, day, first.returned_by, first.reason));
    END IF;
    PERFORM daybook.note_act('return_report', format('%s %s', number, day), reason,
                             jsonb_build_object('record_id', record_of));
END
$$;
COMMENT ON FUNCTION office.return_report(int, date, text) IS
    '退回报告,请其更正;报告仍在、仍计入合计 | asks for a correction; the report stays and counts until one comes';

CREATE FUNCTION office.excuse(number int, day date, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_night(day);
    PERFORM daybook.need_reason(reason);
    IF NOT EXISTS (SELECT FROM daybook.posting WHERE committee_id = number AND day BETWEEN valid_from AND valid_to) THEN
        PERFORM daybook.fail('DB032', format('committee %s is not expected on %s: nothing to excuse', number, day),
                             format('%s 号居委会 %s 本不应报,无需免报', number, day));
    END IF;
    IF EXISTS (SELECT FROM daybook.record WHERE committee_id = number AND report_date = day AND kind = 1) THEN
        PERFORM daybook.fail('DB033', format('committee %s has reported for %s: nothing to excuse', number, day),
                             format('%s 号居委会 %s 已报,无需免报', number, day));
    END IF;
    INSERT INTO daybook.excuse (committee_id, report_date, excused_by, reason)
    VALUES (number, day, session_user, excuse.reason)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB034', format('committee %s is excused for %s already', number, day),
                             format('%s 号居委会 %s 已经免报', number, day));
    END IF;
    PERFORM daybook.note_act('excuse', format('%s %s', number, day), reason);
END
$$;
COMMENT ON FUNCTION office.excuse(int, date, text) IS
    '当晚免报;仍报来的照收 | a committee need not report that night; a report that comes all the same is taken';

CREATE FUNCTION office.withdraw_excuse(number int, day date, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_committee(number);
    PERFORM daybook.need_reason(reason);
    DELETE FROM daybook.excuse WHERE committee_id = number AND report_date = day;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB034', format('committee %s is not excused for %s', number, day),
                             format('%s 号居委会 %s 没有免报', number, day));
    END IF;
    PERFORM daybook.note_act('withdraw_excuse', format('%s %s', number, day), reason);
END
$$;
COMMENT ON FUNCTION office.withdraw_excuse(int, date, text) IS '收回免报 | takes an excuse back';

CREATE FUNCTION office.enter_outage(begins timestamptz, ends timestamptz, reason text, number int DEFAULT NULL)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF NOT coalesce(begins < ends AND ends <= now() + interval '2 days' AND ends - begins <= interval '7 days', false)
    THEN
        PERFORM daybook.fail('DB035',
                             format('an outage cannot last from %s to %s: at most 7 days, and not far ahead',
                                    begins, ends),
                             format('中断不能从 %s 到 %s:最长 7 天,且不能远在将来', begins, ends));
    END IF;
    PERFORM daybook.need_reason(reason);
    IF number IS NULL THEN
        INSERT INTO daybook.outage (begins, ends, note) VALUES (enter_outage.begins, enter_outage.ends, reason);
    ELSE
        PERFORM daybook.need_committee(number);
        INSERT INTO daybook.line_failure (committee_id, begins, ends, entered_by, note)
        VALUES (number, enter_outage.begins, enter_outage.ends, session_user, reason)
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            PERFORM daybook.fail('DB035', format('committee %s has a line failure from %s already', number, begins),
                                 format('%s 号居委会自 %s 起的线路故障已经登记', number, begins));
        END IF;
    END IF;
    PERFORM daybook.note_act('enter_outage', coalesce(number::text, 'all'), reason,
                             jsonb_build_object('begins', begins, 'ends', ends));
END
$$;
COMMENT ON FUNCTION office.enter_outage(timestamptz, timestamptz, text, int) IS
    '登记中断:不写居委会则为全体,之后到的报告按受中断影响判定;写了则只作说明,不改按时与否 | enters an outage: of all (reports that come after it are judged by it), or of one committee (shown beside a late report, which stays late)';

-- ---------------------------------------------------------------- redact and purge

-- What stands where a text was: long enough for every column that has a least length.
CREATE FUNCTION daybook.blank(room int) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE WHEN room <= 5 THEN '(已隐去)' ELSE '(此处文字已由办公室依规定隐去,何人因何隐去见操作留痕,原回执仍然有效。)' END;

-- Blanks one part of a record, or one item of it (position NULL: all of them). False: the record has no such item.
CREATE FUNCTION daybook.blank_part(number int, record_of uuid, part text, item int) RETURNS boolean
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    CASE part
    WHEN 'situation' THEN
        UPDATE daybook.nightly_report SET situation = daybook.blank(10)
         WHERE committee_id = number AND record_id = record_of;
    WHEN 'case' THEN
        UPDATE daybook.typical_case
           SET title = daybook.blank(4), place = '', story = daybook.blank(30), result = '', may_publish = false
         WHERE committee_id = number AND record_id = record_of AND position = coalesce(item, position);
    WHEN 'observation' THEN
        UPDATE daybook.observation SET place = '', text = daybook.blank(5)
         WHERE committee_id = number AND record_id = record_of AND position = coalesce(item, position);
    WHEN 'supply' THEN
        UPDATE daybook.supply_need SET reason = ''
         WHERE committee_id = number AND record_id = record_of AND position = coalesce(item, position);
    WHEN 'explanation' THEN
        UPDATE daybook.explanation SET text = daybook.blank(4)
         WHERE committee_id = number AND record_id = record_of AND position = coalesce(item, position);
    END CASE;
    RETURN FOUND;
END
$$;

CREATE FUNCTION office.redact(number int, day date, field text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    newest uuid := daybook.need_report(number, day);
    part text := substring(field from '^(situation|case|observation|supply|explanation)(?::[1-9][0-9]?)?$');
    item int := substring(field from ':([1-9][0-9]?)$')::int;
    revision daybook.record;
BEGIN
    PERFORM daybook.need_reason(reason);
    IF part IS NULL OR (part = 'situation') <> (item IS NULL) THEN
        PERFORM daybook.fail('DB036',
                             format('"%s" is no field: situation, case:N, observation:N, supply:N or explanation:N',
                                    left(field, 40)),
                             format('没有"%s"这一项:应为 situation、case:N、observation:N、supply:N 或 explanation:N',
                                    left(field, 40)));
    END IF;
    IF NOT daybook.blank_part(number, newest, part, item) THEN
        PERFORM daybook.fail('DB036', format('the report of committee %s of %s has no %s', number, day, field),
                             format('%s 号居委会 %s 的报告里没有 %s', number, day, field));
    END IF;
    -- Revisions that were corrected may say the same at another place: there the whole part goes.
    FOR revision IN SELECT * FROM daybook.record
                     WHERE committee_id = number AND report_date = day AND kind = 1 ORDER BY id LOOP
        IF revision.id <> newest THEN
            PERFORM daybook.blank_part(number, revision.id, part, NULL);
        END IF;
        UPDATE daybook.record SET sealed = '' WHERE committee_id = number AND id = revision.id;
        INSERT INTO daybook.redaction (committee_id, record_id, field, redacted_by)
        VALUES (number, revision.id, CASE WHEN revision.id = newest THEN field ELSE part END, session_user)
            ON CONFLICT DO NOTHING;
    END LOOP;
    PERFORM daybook.note_act('redact', format('%s %s', number, day), reason, jsonb_build_object('field', field));
END
$$;
COMMENT ON FUNCTION office.redact(int, date, text, text) IS
    '隐去一段文字,各版次都隐去;封存字节清空,指纹与回执保留 | removes a text from every revision; the sealed bytes go, hash and receipt stay';

CREATE FUNCTION office.purge(before date, reason text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    purged int;
BEGIN
    PERFORM daybook.need_reason(reason);
    IF NOT coalesce(before <= office.business_date() - 30, false) THEN
        PERFORM daybook.fail('DB037',
                             format('%s is too recent: texts are kept for at least 30 nights', before),
                             format('%s 太近:文字至少保留 30 晚', before));
    END IF;
    UPDATE daybook.nightly_report n SET situation = daybook.blank(10)
      FROM daybook.record r
     WHERE r.committee_id = n.committee_id AND r.id = n.record_id AND r.report_date < before
       AND n.situation <> daybook.blank(10);
    UPDATE daybook.typical_case k
       SET title = daybook.blank(4), place = '', story = daybook.blank(30), result = '', may_publish = false
      FROM daybook.record r
     WHERE r.committee_id = k.committee_id AND r.id = k.record_id AND r.report_date < before
       AND k.story <> daybook.blank(30);
    UPDATE daybook.observation o SET place = '', text = daybook.blank(5)
      FROM daybook.record r
     WHERE r.committee_id = o.committee_id AND r.id = o.record_id AND r.report_date < before
       AND o.text <> daybook.blank(5);
    UPDATE daybook.supply_need n SET reason = ''
      FROM daybook.record r
     WHERE r.committee_id = n.committee_id AND r.id = n.record_id AND r.report_date < before AND n.reason <> '';
    UPDATE daybook.explanation e SET text = daybook.blank(4)
      FROM daybook.record r
     WHERE r.committee_id = e.committee_id AND r.id = e.record_id AND r.report_date < before
       AND e.text <> daybook.blank(4);
    UPDATE daybook.record SET sealed = '' WHERE kind = 1 AND report_date < before AND sealed <> '';
    GET DIAGNOSTICS purged = ROW_COUNT;
    PERFORM daybook.note_act('purge', format('before %s', before), reason, jsonb_build_object('records', purged));
    RETURN purged;
END
$$;
COMMENT ON FUNCTION office.purge(date, text) IS
    '清除某日之前所有夜报的文字;数字、指纹与回执保留,返回清除的份数 | removes every text of nightly reports before a date; figures, hashes and receipts stay; says how many';

GRANT SELECT ON office.returned, office.unexpected TO daybook_office;
GRANT EXECUTE ON FUNCTION office.return_report(int, date, text), office.excuse(int, date, text),
                          office.withdraw_excuse(int, date, text),
                          office.enter_outage(timestamptz, timestamptz, text, int),
                          office.redact(int, date, text, text), office.purge(date, text) TO daybook_office;
