-- 0003 office: what the office sees and does, and who may.
--
-- Views are a public interface: sql/README.md. They keep to shapes that a distributed server runs too: joins on
-- (committee_id, id), no ROLLUP, no LATERAL, no correlated sub-query over campaign tables.
-- Acts are functions that run as their owner; each leaves a row in daybook.audit and wakes the daemons. Their search_path is
-- pinned with pg_temp last: left out, it would come first, and a caller's temporary type would be run as the owner.
-- Errors for people: SQLSTATE class DB, the message in English, the same in Chinese in DETAIL.

-- What later migrations add is nobody's until they grant it.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- ---------------------------------------------------------------- nights and who is expected

CREATE FUNCTION office.business_date() RETURNS date
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN (now() AT TIME ZONE current_setting('daybook.zone') - interval '4 hours')::date;
COMMENT ON FUNCTION office.business_date() IS '业务日期:凌晨四点前算前一天 | the business date: until 04:00 the day before';

-- One row per committee and night it is expected in: a posting is valid on that date.
CREATE VIEW office.expected AS
SELECT n.report_date, p.committee_id,
       coalesce(min(q.code) FILTER (WHERE p.secretary), min(q.code)) AS contact_code,
       min(q.code) FILTER (WHERE p.secretary) AS secretary_code
  FROM daybook.night n
  JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
  JOIN daybook.person q ON q.person_id = p.person_id
 GROUP BY n.report_date, p.committee_id;
COMMENT ON VIEW office.expected IS '应报:当日有派驻的居委会 | expected: committees with a posting valid on that date';

-- The newest revision of every committee, night and kind.
CREATE VIEW office.standing AS
SELECT DISTINCT ON (r.committee_id, r.report_date, r.kind)
       r.committee_id, r.report_date, r.kind, r.id AS record_id, r.revision, r.form_version, r.timeliness, r.received_at,
       r.sealed_at, r.person_id, r.code
  FROM daybook.record r
 ORDER BY r.committee_id, r.report_date, r.kind, r.revision DESC;
COMMENT ON VIEW office.standing IS '每个居委会每晚的最新版 | the newest revision of each committee and night';

CREATE VIEW office.held AS
SELECT h.committee_id, c.name AS committee, h.report_date, h.id AS record_id, h.status, h.reason, q.name AS sender,
       h.first_at, h.last_at, h.tries
  FROM daybook.held h
  JOIN daybook.committee c ON c.committee_id = h.committee_id
  JOIN daybook.person q ON q.person_id = h.person_id
  LEFT JOIN daybook.record r ON r.committee_id = h.committee_id AND r.id = h.id
 WHERE r.id IS NULL;
COMMENT ON VIEW office.held IS '被挡下的报告:仍在发件箱,未入库 | held records: in an outbox, not in the database';

CREATE VIEW office.committee_night AS
SELECT e.report_date, e.committee_id, c.name AS committee, d.subdistrict_id, d.name AS subdistrict, b.branch_id, b.name AS branch,
       CASE WHEN s.record_id IS NOT NULL THEN 'ACCEPTED' WHEN h.committee_id IS NOT NULL THEN 'HELD' ELSE 'NOT_SEEN' END AS state,
       s.revision, t.name AS timeliness, s.received_at, q.name AS sender, s.code,
       h.status AS held_status, h.reason AS held_reason, h.first_at AS held_since,
       k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary
  FROM office.expected e
  JOIN daybook.committee c ON c.committee_id = e.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id
  LEFT JOIN office.standing s ON s.committee_id = e.committee_id AND s.report_date = e.report_date AND s.kind = 1
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date) committee_id, report_date, status, reason, first_at
               FROM office.held
              WHERE report_date IS NOT NULL
              ORDER BY committee_id, report_date, last_at DESC) h
    ON h.committee_id = e.committee_id AND h.report_date = e.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code
  LEFT JOIN daybook.person w ON w.code = e.secretary_code;
COMMENT ON VIEW office.committee_night IS '每晚每个应报居委会一行及其状态 | a row per night and expected committee, with its state';
COMMENT ON COLUMN office.committee_night.state IS
    'ACCEPTED 已受理 / HELD 被挡下 / NOT_SEEN 未见 | accepted, held, not seen: together they are the roster of that date';

CREATE VIEW office.missing AS
SELECT * FROM office.committee_night WHERE state <> 'ACCEPTED';
COMMENT ON VIEW office.missing IS '未报名单:该打电话的人 | who is missing, and whom to call';

CREATE VIEW office.night AS
SELECT n.report_date, n.opens, n.deadline, n.closed_at,
       count(c.committee_id) AS expected,
       count(*) FILTER (WHERE c.state = 'ACCEPTED') AS reported,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME_OUTAGE') AS on_time_outage,
       count(*) FILTER (WHERE c.timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE c.state = 'HELD') AS held,
       count(*) FILTER (WHERE c.state IN ('HELD', 'NOT_SEEN')) AS missing
  FROM daybook.night n
  LEFT JOIN office.committee_night c ON c.report_date = n.report_date
 GROUP BY n.report_date, n.opens, n.deadline, n.closed_at;
COMMENT ON VIEW office.night IS '每晚汇总:应报、已报、按时、迟报、未报 | each night: expected, reported, on time, late, missing';

CREATE VIEW office.night_by_subdistrict AS
SELECT report_date, subdistrict_id, subdistrict, count(*) AS expected,
       count(*) FILTER (WHERE state = 'ACCEPTED') AS reported,
       count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state <> 'ACCEPTED') AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held
  FROM office.committee_night
 GROUP BY report_date, subdistrict_id, subdistrict;
COMMENT ON VIEW office.night_by_subdistrict IS '每晚按街道 | each night by subdistrict';

CREATE VIEW office.night_by_branch AS
SELECT report_date, branch_id, branch, count(*) AS expected,
       count(*) FILTER (WHERE state = 'ACCEPTED') AS reported,
       count(*) FILTER (WHERE timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE state <> 'ACCEPTED') AS missing,
       count(*) FILTER (WHERE state = 'HELD') AS held
  FROM office.committee_night
 GROUP BY report_date, branch_id, branch;
COMMENT ON VIEW office.night_by_branch IS '每晚按临时党支部 | each night by branch';

-- ---------------------------------------------------------------- the reports

CREATE VIEW office.report AS
SELECT s.committee_id, c.name AS committee, d.name AS subdistrict, b.name AS branch, s.report_date, s.revision, s.record_id,
       s.form_version, t.name AS timeliness, s.received_at, s.sealed_at, q.name AS sender, s.code,
       n.situation, n.no_case, n.zero_report
  FROM office.standing s
  JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
 WHERE s.kind = 1;
COMMENT ON VIEW office.report IS '每晚报告(最新版) | the nightly reports, newest revision';

-- Every indicator that the report's form version asks for, and every filled one that it does not.
CREATE VIEW office.report_figure AS
SELECT s.committee_id, s.report_date, s.revision, f.position, g.label_zh AS group_zh, g.label_en AS group_en, i.code,
       f.label_zh, f.label_en, f.unit_zh, f.unit_en, n.figures[f.number] AS value, true AS asked
  FROM office.standing s
  JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN daybook.form_indicator f ON f.version = s.form_version
  JOIN daybook.indicator i ON i.number = f.number
  JOIN daybook.form_group g ON g.version = f.version AND g.code = f.group_code
 UNION ALL
SELECT u.committee_id, u.report_date, u.revision, 1000 + u.number, '表单以外', 'not on this form',
       coalesce(i.code, 'figure_' || u.number), coalesce(i.code, 'figure_' || u.number), coalesce(i.code, 'figure_' || u.number),
       '', '', u.value, false
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.form_version, generate_subscripts(n.figures, 1) AS number,
               unnest(n.figures) AS value
          FROM office.standing s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id) u
  LEFT JOIN daybook.form_indicator f ON f.version = u.form_version AND f.number = u.number
  LEFT JOIN daybook.indicator i ON i.number = u.number
 WHERE u.value IS NOT NULL AND f.number IS NULL;
COMMENT ON VIEW office.report_figure IS '报告中的数字,空为未填 | figures of the reports; NULL is not filled';

CREATE VIEW office.cases AS
SELECT s.committee_id, c.name AS committee, d.name AS subdistrict, b.name AS branch, s.report_date, s.revision, k.position,
       k.title, w.name AS category, w.label_zh AS category_zh, w.label_en AS category_en, k.place, k.story, k.result, k.may_publish
  FROM office.standing s
  JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = k.category;
COMMENT ON VIEW office.cases IS '典型案例 | typical cases';

CREATE VIEW office.observations AS
SELECT s.committee_id, c.name AS committee, d.name AS subdistrict, b.name AS branch, s.report_date, s.revision, o.position,
       x.name AS kind, x.label_zh AS kind_zh, x.label_en AS kind_en, w.name AS category, w.label_zh AS category_zh,
       w.label_en AS category_en, o.severity, o.place, o.text, o.needs_office
  FROM office.standing s
  JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id
  LEFT JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = o.category;
COMMENT ON VIEW office.observations IS '工作体会 | observations';

CREATE VIEW office.supply_needs AS
SELECT s.committee_id, c.name AS committee, d.name AS subdistrict, s.report_date, s.revision, n.position, i.name AS item,
       i.label_zh AS item_zh, i.label_en AS item_en, n.unit, n.on_hand, n.daily_use, n.quantity, n.needed_by, n.urgency, n.reason
  FROM office.standing s
  JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item;
COMMENT ON VIEW office.supply_needs IS '物资缺口 | supply needs';

CREATE VIEW office.explanations AS
SELECT s.committee_id, c.name AS committee, d.name AS subdistrict, s.report_date, s.revision, e.position, e.rule, e.text
  FROM office.standing s
  JOIN daybook.explanation e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id;
COMMENT ON VIEW office.explanations IS '情况说明 | explanations of warnings';

CREATE VIEW office.revisions AS
SELECT r.committee_id, c.name AS committee, r.report_date, r.revision, r.id AS record_id, r.corrects, t.name AS timeliness,
       r.received_at, q.name AS sender, r.code
  FROM daybook.record r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
 WHERE r.kind = 1;
COMMENT ON VIEW office.revisions IS '所有版次 | every revision of every report';

CREATE VIEW office.outside_form AS
SELECT s.committee_id, c.name AS committee, s.report_date, s.revision, coalesce(i.code, 'figure_' || s.number) AS code, s.value,
       f.least, f.most, f.number IS NOT NULL AS asked
  FROM (SELECT s.committee_id, s.report_date, s.revision, s.form_version, generate_subscripts(n.figures, 1) AS number,
               unnest(n.figures) AS value
          FROM office.standing s
          JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id) s
  JOIN daybook.committee c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.form_indicator f ON f.version = s.form_version AND f.number = s.number
  LEFT JOIN daybook.indicator i ON i.number = s.number
 WHERE s.value IS NOT NULL AND (f.number IS NULL OR s.value NOT BETWEEN f.least AND f.most);
COMMENT ON VIEW office.outside_form IS '超出表单范围或表单以外的数字 | accepted figures outside the bounds of their form, or not on it';

-- ---------------------------------------------------------------- the service

CREATE VIEW office.outages AS
SELECT begins, ends, ends - begins AS lasted, note FROM daybook.outage;
COMMENT ON VIEW office.outages IS '服务中断 | times in which no daemon accepted';

CREATE VIEW office.daemons AS
SELECT name, started_at, alive_at, accepting, endpoint, encode(server_key, 'hex') AS server_key, version, counters FROM daybook.daemon;
COMMENT ON VIEW office.daemons IS '守护进程 | daemons';

CREATE VIEW office.keys AS
SELECT encode(k.public_key, 'hex') AS public_key, q.code AS person_code, q.name AS person, k.approved_at, k.approved_by,
       k.revoked_at, k.revoked_by
  FROM daybook.client_key k
  JOIN daybook.person q ON q.person_id = k.person_id;
COMMENT ON VIEW office.keys IS '客户端密钥 | keys of clients';

CREATE VIEW office.committees AS
SELECT c.committee_id, c.name AS committee, d.name AS subdistrict, b.name AS branch, c.telephone
  FROM daybook.committee c
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id;
COMMENT ON VIEW office.committees IS '居委会名册 | the committees of the roster';

CREATE VIEW office.audit AS
SELECT at, who, act, subject, reason, detail FROM daybook.audit;
COMMENT ON VIEW office.audit IS '操作留痕 | every act: who, when, what, why';

-- ---------------------------------------------------------------- acts

CREATE FUNCTION daybook.fail(state text, en text, zh text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = state, MESSAGE = en, DETAIL = zh; END $$;
COMMENT ON FUNCTION daybook.fail(text, text, text) IS 'an error for a person, in two languages';

CREATE FUNCTION daybook.note_act(act text, subject text, reason text, detail jsonb DEFAULT '{}') RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    INSERT INTO daybook.audit (act, subject, reason, detail) VALUES (act, subject, coalesce(reason, ''), detail);
    PERFORM pg_notify('daybook_directory', '');
END
$$;

CREATE FUNCTION office.open_nights(first date, last date, opens time DEFAULT '16:00', deadline interval DEFAULT '22:00')
    RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    zone text := current_setting('daybook.zone');
    added int;
BEGIN
    IF first IS NULL OR last IS NULL OR first > last OR last - first > 1000 THEN
        PERFORM daybook.fail('DB001', format('nights from %s to %s: give a first and a last day, at most 1000 apart', first, last),
                             format('从 %s 到 %s:请给出起止日期,相差不超过 1000 天', first, last));
    END IF;
    INSERT INTO daybook.night (report_date, opens, deadline)
    SELECT day, (day + open_nights.opens) AT TIME ZONE zone, (day + open_nights.deadline) AT TIME ZONE zone
      FROM (SELECT first + n AS day FROM generate_series(0, last - first) n) d
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    PERFORM daybook.note_act('open_nights', format('%s..%s', first, last), '', jsonb_build_object('added', added));
    RETURN added;
END
$$;
COMMENT ON FUNCTION office.open_nights(date, date, time, interval) IS '建立每晚的开始与截止 | makes the nights that are not there';

CREATE FUNCTION office.close_night(night date, reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    was timestamptz;
BEGIN
    SELECT closed_at INTO was FROM daybook.night WHERE report_date = night FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', night), format('没有 %s 这一晚', night));
    END IF;
    IF was IS NOT NULL AND NOT EXISTS (SELECT FROM daybook.reopening WHERE report_date = night) THEN
        PERFORM daybook.fail('DB003', format('the night of %s is closed already', night), format('%s 已经关闭', night));
    END IF;
    DELETE FROM daybook.reopening WHERE report_date = night;
    UPDATE daybook.night SET closed_at = now(), closed_by = session_user WHERE report_date = night;
    PERFORM daybook.note_act('close_night', night::text, reason);
END
$$;
COMMENT ON FUNCTION office.close_night(date, text) IS
    '关闭一晚;再次关闭会收回已开的口子 | closes a night; closing it again takes its reopenings back';

CREATE FUNCTION office.reopen(committee int, night date, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.committee WHERE committee_id = committee) THEN
        PERFORM daybook.fail('DB004', format('there is no committee %s', committee), format('没有编号为 %s 的居委会', committee));
    END IF;
    IF NOT EXISTS (SELECT FROM daybook.night WHERE report_date = night) THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', night), format('没有 %s 这一晚', night));
    END IF;
    IF NOT EXISTS (SELECT FROM daybook.night WHERE report_date = night AND closed_at IS NOT NULL) THEN
        PERFORM daybook.fail('DB005', format('the night of %s is not closed', night), format('%s 没有关闭,无需重开', night));
    END IF;
    IF length(coalesce(reason, '')) NOT BETWEEN 1 AND 200 THEN
        PERFORM daybook.fail('DB006', 'give a reason of at most 200 characters', '请写明理由,不超过 200 字');
    END IF;
    INSERT INTO daybook.reopening (committee_id, report_date, reopened_by, reason) VALUES (committee, night, session_user, reason)
        ON CONFLICT (committee_id, report_date) DO UPDATE SET reason = excluded.reason, reopened_at = now(), reopened_by = session_user;
    PERFORM daybook.note_act('reopen', format('%s %s', committee, night), reason);
END
$$;
COMMENT ON FUNCTION office.reopen(int, date, text) IS '对某居委会重新开放已关闭之夜 | opens a closed night for one committee';

CREATE FUNCTION daybook.key_of(hex text) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF hex IS NULL OR hex !~ '^[0-9A-Fa-f]{64}$' THEN
        PERFORM daybook.fail('DB007', format('"%s" is not a public key: 64 hexadecimal digits, as daybook keygen prints them', left(hex, 70)),
                             format('"%s"不是公钥:应为 64 位十六进制数,即 daybook keygen 所显示的', left(hex, 70)));
    END IF;
    RETURN decode(hex, 'hex');
END
$$;

CREATE FUNCTION office.approve_key(hex text, person_code text, reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    key bytea := daybook.key_of(hex);
    owner int;
    holder daybook.client_key;
BEGIN
    SELECT person_id INTO owner FROM daybook.person WHERE code = person_code;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB008', format('there is no person with the code "%s" in the roster', person_code),
                             format('花名册里没有编号"%s"', person_code));
    END IF;
    SELECT * INTO holder FROM daybook.client_key WHERE public_key = key;
    IF FOUND AND (holder.person_id <> owner OR holder.revoked_at IS NOT NULL) THEN
        PERFORM daybook.fail('DB009', CASE WHEN holder.revoked_at IS NOT NULL THEN 'this key was revoked; make a new one'
                                           ELSE 'this key belongs to another person' END,
                             CASE WHEN holder.revoked_at IS NOT NULL THEN '此密钥已吊销,请另生成一把' ELSE '此密钥属于另一人' END);
    END IF;
    INSERT INTO daybook.client_key (public_key, person_id, approved_by) VALUES (key, owner, session_user) ON CONFLICT DO NOTHING;
    PERFORM daybook.note_act('approve_key', person_code, reason, jsonb_build_object('public_key', lower(hex)));
END
$$;
COMMENT ON FUNCTION office.approve_key(text, text, text) IS '批准某人的公钥 | lets a person''s key in';

CREATE FUNCTION office.revoke_key(hex text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    key bytea := daybook.key_of(hex);
BEGIN
    IF length(coalesce(reason, '')) = 0 THEN
        PERFORM daybook.fail('DB006', 'give a reason of at most 200 characters', '请写明理由,不超过 200 字');
    END IF;
    UPDATE daybook.client_key SET revoked_at = now(), revoked_by = session_user WHERE public_key = key AND revoked_at IS NULL;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB010', 'there is no such key in force', '没有这把有效的密钥');
    END IF;
    PERFORM daybook.note_act('revoke_key', lower(hex), reason);
END
$$;
COMMENT ON FUNCTION office.revoke_key(text, text) IS '吊销公钥,即刻生效 | cuts a key at once';

-- ---------------------------------------------------------------- the roster

-- A date as the import reads it: NULL when the text is none.
CREATE FUNCTION daybook.date_of(said text) RETURNS date
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF said !~ '^\d{4}-\d{2}-\d{2}$' THEN
        RETURN NULL;
    END IF;
    RETURN make_date(left(said, 4)::int, substr(said, 6, 2)::int, right(said, 2)::int);
EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
END
$$;

-- What is wrong with these rows, one line of words each; nothing when they can be imported.
CREATE FUNCTION daybook.roster_errors(roster jsonb) RETURNS TABLE (line int, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH said AS (
    SELECT * FROM jsonb_to_recordset(roster) AS r (line int, committee_id text, committee text, subdistrict text, branch text,
           batch text, batch_from text, batch_to text, person_code text, person text, telephone text, secretary text,
           valid_from text, valid_to text)
), row_of AS (
    SELECT s.*, daybook.date_of(batch_from) AS bf, daybook.date_of(batch_to) AS bt, daybook.date_of(valid_from) AS vf,
           daybook.date_of(valid_to) AS vt
      FROM said s
)
SELECT line, format('%s "%s": %s', field, coalesce(value, ''), en), format('%s "%s":%s', field, coalesce(value, ''), zh)
  FROM row_of, LATERAL (VALUES
       ('committee_id', committee_id, committee_id !~ '^[1-9][0-9]{0,8}$', 'a number from 1 to 999999999', '应为 1 到 999999999 的编号'),
       ('committee', committee, length(committee) NOT BETWEEN 1 AND 40, '1 to 40 characters', '应为 1 到 40 个字'),
       ('subdistrict', subdistrict, length(subdistrict) NOT BETWEEN 1 AND 40, '1 to 40 characters', '应为 1 到 40 个字'),
       ('branch', branch, length(branch) NOT BETWEEN 1 AND 40, '1 to 40 characters', '应为 1 到 40 个字'),
       ('batch', batch, batch !~ '^[1-9][0-9]{0,3}$', 'a number from 1 to 9999', '应为 1 到 9999 的批次'),
       ('batch_from', batch_from, bf IS NULL, 'a date as 2020-02-17', '应为日期,如 2020-02-17'),
       ('batch_to', batch_to, bt IS NULL, 'a date as 2020-02-17', '应为日期,如 2020-02-17'),
       ('batch_to', batch_to, bt < bf, 'before batch_from', '早于 batch_from'),
       ('person_code', person_code, person_code !~ '^[A-Za-z0-9_-]{1,20}$', '1 to 20 letters, digits, - or _', '应为 1 到 20 个字母、数字、- 或 _'),
       ('person', person, length(person) NOT BETWEEN 1 AND 40, '1 to 40 characters', '应为 1 到 40 个字'),
       ('telephone', telephone, length(telephone) > 40, 'at most 40 characters', '不超过 40 个字符'),
       ('secretary', secretary, secretary NOT IN ('yes', 'no'), 'yes or no', '应为 yes 或 no'),
       ('valid_from', valid_from, vf IS NULL, 'a date as 2020-02-17', '应为日期,如 2020-02-17'),
       ('valid_to', valid_to, vt IS NULL, 'a date as 2020-02-17', '应为日期,如 2020-02-17'),
       ('valid_to', valid_to, vt < vf, 'before valid_from', '早于 valid_from')
       ) AS c (field, value, wrong, en, zh)
 WHERE coalesce(wrong, value IS NULL)
 UNION ALL
SELECT max(line), format('committee_id %s: has two names, subdistricts or branches in this file', committee_id),
       format('committee_id %s:本文件中有两种名称、街道或支部', committee_id)
  FROM row_of GROUP BY committee_id HAVING count(DISTINCT (committee, subdistrict, branch)) > 1
 UNION ALL
SELECT max(line), format('person_code %s: has two names or telephones in this file', person_code),
       format('person_code %s:本文件中有两种姓名或电话', person_code)
  FROM row_of GROUP BY person_code HAVING count(DISTINCT (person, telephone)) > 1
 UNION ALL
SELECT max(line), format('batch %s: has two spans of days in this file', batch), format('batch %s:本文件中有两种起止日期', batch)
  FROM row_of GROUP BY batch HAVING count(DISTINCT (batch_from, batch_to)) > 1
 UNION ALL
SELECT max(line), format('committee "%s" of %s: has two numbers in this file', committee, subdistrict),
       format('%2$s 的"%1$s":本文件中有两个编号', committee, subdistrict)
  FROM row_of GROUP BY committee, subdistrict HAVING count(DISTINCT committee_id) > 1
 UNION ALL
SELECT b.line, format('%s at committee %s: overlaps the posting in line %s', b.person_code, b.committee_id, a.line),
       format('%s 在 %s 号居委会:与第 %s 行的派驻日期重叠', b.person_code, b.committee_id, a.line)
  FROM row_of a
  JOIN row_of b ON a.person_code = b.person_code AND a.committee_id = b.committee_id AND a.line < b.line
               AND a.vf <= b.vt AND b.vf <= a.vt
 UNION ALL
SELECT r.line, format('%s at committee %s: overlaps a posting from %s to %s that is in the roster', r.person_code, r.committee_id, p.valid_from, p.valid_to),
       format('%s 在 %s 号居委会:与花名册中 %s 至 %s 的派驻重叠', r.person_code, r.committee_id, p.valid_from, p.valid_to)
  FROM row_of r
  JOIN daybook.person q ON q.code = r.person_code
  JOIN daybook.posting p ON p.person_id = q.person_id AND p.committee_id::text = r.committee_id
                        AND p.valid_from <> r.vf AND p.valid_from <= r.vt AND r.vf <= p.valid_to
$$;

CREATE FUNCTION office.import_roster(roster jsonb)
    RETURNS TABLE (committees int, persons int, postings int, nights int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    lines_en text;
    lines_zh text;
    first date;
    last date;
BEGIN
    IF jsonb_typeof(roster) <> 'array' OR jsonb_array_length(roster) = 0 THEN
        PERFORM daybook.fail('DB011', 'the roster has no rows', '花名册没有内容');
    END IF;
    SELECT string_agg(format('line %s: %s', e.line, e.en), E'\n' ORDER BY e.line, e.en),
           string_agg(format('第 %s 行:%s', e.line, e.zh), E'\n' ORDER BY e.line, e.en)
      INTO lines_en, lines_zh FROM daybook.roster_errors(roster) e;
    IF lines_en IS NOT NULL THEN
        PERFORM daybook.fail('DB012', lines_en, lines_zh);
    END IF;

    CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT r.committee_id::int AS committee_id, r.committee, r.subdistrict, r.branch, r.batch::int AS batch,
           r.batch_from::date AS batch_from, r.batch_to::date AS batch_to, r.person_code, r.person,
           nullif(r.telephone, '') AS telephone, r.secretary = 'yes' AS secretary, r.valid_from::date AS valid_from,
           r.valid_to::date AS valid_to, nullif(r.committee_telephone, '') AS committee_telephone
      FROM jsonb_to_recordset(roster) AS r (committee_id text, committee text, subdistrict text, branch text, batch text,
           batch_from text, batch_to text, person_code text, person text, telephone text, secretary text, valid_from text,
           valid_to text, committee_telephone text);

    LOCK TABLE daybook.subdistrict, daybook.branch IN SHARE ROW EXCLUSIVE MODE;      -- two imports number one after the other
    INSERT INTO daybook.subdistrict (subdistrict_id, name)
    SELECT (SELECT coalesce(max(subdistrict_id), 0) FROM daybook.subdistrict) + row_number() OVER (ORDER BY n.first), n.name
      FROM (SELECT s.subdistrict AS name, min(s.committee_id) AS first FROM pg_temp.said s GROUP BY s.subdistrict) n
     WHERE NOT EXISTS (SELECT FROM daybook.subdistrict d WHERE d.name = n.name);
    INSERT INTO daybook.branch (branch_id, name)
    SELECT (SELECT coalesce(max(branch_id), 0) FROM daybook.branch) + row_number() OVER (ORDER BY n.first, n.name), n.name
      FROM (SELECT s.branch AS name, min(s.committee_id) AS first FROM pg_temp.said s GROUP BY s.branch) n
     WHERE NOT EXISTS (SELECT FROM daybook.branch b WHERE b.name = n.name);
    INSERT INTO daybook.batch AS b (batch_id, name, valid_from, valid_to)
    SELECT DISTINCT s.batch, format('第%s批', s.batch), s.batch_from, s.batch_to FROM pg_temp.said s
        ON CONFLICT (batch_id) DO UPDATE SET valid_from = excluded.valid_from, valid_to = excluded.valid_to;
    INSERT INTO daybook.committee AS c (committee_id, name, subdistrict_id, branch_id, telephone)
    SELECT s.committee_id, s.committee, d.subdistrict_id, b.branch_id, max(s.committee_telephone)
      FROM pg_temp.said s
      JOIN daybook.subdistrict d ON d.name = s.subdistrict
      JOIN daybook.branch b ON b.name = s.branch
     GROUP BY s.committee_id, s.committee, d.subdistrict_id, b.branch_id
        ON CONFLICT (committee_id) DO UPDATE
       SET name = excluded.name, subdistrict_id = excluded.subdistrict_id, branch_id = excluded.branch_id,
           telephone = coalesce(excluded.telephone, c.telephone);
    INSERT INTO daybook.person AS p (code, name, telephone, batch_id)
    SELECT s.person_code, s.person, s.telephone, min(s.batch) FROM pg_temp.said s GROUP BY s.person_code, s.person, s.telephone
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, telephone = coalesce(excluded.telephone, p.telephone),
           batch_id = excluded.batch_id;
    INSERT INTO daybook.posting AS p (committee_id, person_id, valid_from, valid_to, secretary)
    SELECT s.committee_id, q.person_id, s.valid_from, s.valid_to, s.secretary
      FROM pg_temp.said s
      JOIN daybook.person q ON q.code = s.person_code
        ON CONFLICT (committee_id, person_id, valid_from) DO UPDATE
       SET valid_to = excluded.valid_to, secretary = excluded.secretary;
    SELECT min(s.valid_from), max(s.valid_to) INTO first, last FROM pg_temp.said s;
    nights := office.open_nights(first, last);
    committees := (SELECT count(DISTINCT s.committee_id) FROM pg_temp.said s);
    persons := (SELECT count(DISTINCT s.person_code) FROM pg_temp.said s);
    postings := (SELECT count(*) FROM pg_temp.said s);
    DROP TABLE pg_temp.said;
    PERFORM daybook.note_act('import_roster', format('%s..%s', first, last), '',
                             jsonb_build_object('committees', committees, 'persons', persons, 'postings', postings));
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION office.import_roster(jsonb) IS '导入花名册:一次报全所有错误,要么全部要么全不 | imports a roster: all errors at once, all or nothing';

-- ---------------------------------------------------------------- who may

REVOKE ALL ON SCHEMA daybook, office FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA daybook, office FROM PUBLIC;
GRANT USAGE ON SCHEMA office TO daybook_office;
GRANT SELECT ON ALL TABLES IN SCHEMA office TO daybook_office;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA office TO daybook_office;

GRANT USAGE ON SCHEMA daybook TO daybook_daemon;
GRANT SELECT ON daybook.schema_migration, daybook.epoch, daybook.subdistrict, daybook.branch, daybook.committee, daybook.person,
                daybook.posting, daybook.night, daybook.reopening, daybook.indicator, daybook.form_version, daybook.form_group,
                daybook.form_indicator, daybook.form_rule, daybook.form_rule_term, daybook.client_key TO daybook_daemon;
GRANT SELECT, INSERT ON daybook.record, daybook.outage TO daybook_daemon;
GRANT INSERT ON daybook.nightly_report, daybook.typical_case, daybook.observation, daybook.supply_need, daybook.explanation
                TO daybook_daemon;
GRANT SELECT, INSERT, UPDATE ON daybook.held, daybook.daemon TO daybook_daemon;
