-- 0003 office: what the office sees and does, and who may.
--
-- Views are a public interface: sql/README.md. They keep to shapes that a distributed server runs too: joins on
-- (committee_id, id), no ROLLUP, no LATERAL, no correlated sub-query over campaign tables.
-- Acts are functions that run as their owner; each leaves a row in daybook.audit and wakes the daemons. Their
-- search_path is pinned with pg_temp last: left out, it would come first, and a caller's temporary type would be run
-- as the owner. Errors for people: SQLSTATE class DB, the message in English, the same in Chinese in DETAIL.

-- What later migrations add is nobody's until they grant it.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- ---------------------------------------------------------------- the roster

CREATE VIEW office.committees AS
SELECT c.committee_id, c.name AS committee, d.subdistrict_id, d.name AS subdistrict, b.branch_id, b.name AS branch,
       c.telephone
  FROM daybook.committee c
  JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
  JOIN daybook.branch b ON b.branch_id = c.branch_id;
COMMENT ON VIEW office.committees IS '居委会名册 | the committees of the roster';

CREATE VIEW office.postings AS
SELECT p.committee_id, c.name AS committee, q.code AS person_code, q.name AS person, q.telephone, p.secretary,
       p.valid_from, p.valid_to, h.name AS batch
  FROM daybook.posting p
  JOIN daybook.committee c ON c.committee_id = p.committee_id
  JOIN daybook.person q ON q.person_id = p.person_id
  LEFT JOIN daybook.batch h ON h.batch_id = q.batch_id;
COMMENT ON VIEW office.postings IS '派驻名册 | the roster: who is posted where, from which day to which day';

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
COMMENT ON COLUMN office.expected.contact_code IS
    '联系人:有支部书记则为书记,否则为编号最前者 | whom to call: the secretary if there is one, else the first by code';

-- The newest revision of every committee, night and kind.
CREATE VIEW office.standing AS
SELECT DISTINCT ON (r.committee_id, r.report_date, r.kind)
       r.committee_id, r.report_date, r.kind, r.id AS record_id, r.revision, r.form_version, r.timeliness,
       r.received_at, r.sealed_at, r.person_id, r.code
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
COMMENT ON COLUMN office.held.status IS
    'FORBIDDEN 无权 / CLOSED 已关闭 / CONFLICT 冲突 / FAULT 故障 | why it waits; reason is the daemon''s stable code';

CREATE VIEW office.committee_night AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch,
       CASE WHEN s.record_id IS NOT NULL THEN 'ACCEPTED' WHEN h.committee_id IS NOT NULL THEN 'HELD'
            ELSE 'NOT_SEEN' END AS state,
       s.revision, t.name AS timeliness, s.received_at, q.name AS sender, s.code,
       h.status AS held_status, h.reason AS held_reason, h.first_at AS held_since,
       k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
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
COMMENT ON VIEW office.committee_night IS
    '每晚每个应报居委会一行及其状态 | a row per night and expected committee, with its state';
COMMENT ON COLUMN office.committee_night.state IS
    'ACCEPTED 已受理 / HELD 被挡下 / NOT_SEEN 未见 | accepted, held, not seen: together they are the roster of that date';
COMMENT ON COLUMN office.committee_night.held_status IS
    '仍被挡下的一份(已受理的也可能另有更正被挡) | what still waits; also beside an accepted report, e.g. a correction';
COMMENT ON COLUMN office.committee_night.contact_secretary IS '当日支部书记,可空 | the secretary of that date, if any';

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
       count(*) FILTER (WHERE c.state <> 'ACCEPTED') AS missing,
       coalesce(u.reports, 0) AS unexpected
  FROM daybook.night n
  LEFT JOIN office.committee_night c ON c.report_date = n.report_date
  LEFT JOIN (SELECT s.report_date, count(*) AS reports
               FROM office.standing s
               LEFT JOIN office.expected e ON e.committee_id = s.committee_id AND e.report_date = s.report_date
              WHERE s.kind = 1 AND e.committee_id IS NULL
              GROUP BY s.report_date) u ON u.report_date = n.report_date
 GROUP BY n.report_date, n.opens, n.deadline, n.closed_at, u.reports;
COMMENT ON VIEW office.night IS
    '每晚汇总:应报、已报、按时、迟报、未报 | each night: expected, reported, on time, late, missing';
COMMENT ON COLUMN office.night.missing IS
    '应报减已报,含被挡下的 | expected less reported, so with the held ones: expected = reported + missing';
COMMENT ON COLUMN office.night.unexpected IS
    '已受理但当日名册上没有派驻,应为 0 | accepted, but not on the roster of that date: ought to be 0, not in reported';

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
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, s.record_id, s.form_version,
       t.name AS timeliness, s.received_at, s.sealed_at, q.name AS sender, s.code, n.situation, n.no_case, n.zero_report
  FROM office.standing s
  JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id;
COMMENT ON VIEW office.report IS '每晚报告(最新版) | the nightly reports, newest revision';
COMMENT ON COLUMN office.report.sealed_at IS '填报人电脑的时钟,仅供参考 | the laptop''s clock: a claim';
COMMENT ON COLUMN office.report.code IS '电话核对码 | the telephone code';

-- Every indicator that the report's form version asks for, and every filled one that it does not.
CREATE VIEW office.report_figure AS
SELECT s.committee_id, s.report_date, s.revision, coalesce(f.position, 1000 + k.number) AS position,
       coalesce(g.label_zh, '表单以外') AS group_zh, coalesce(g.label_en, 'not on the form') AS group_en,
       coalesce(i.code, 'figure_' || k.number) AS code, coalesce(f.label_zh, '指标 ' || k.number) AS label_zh,
       coalesce(f.label_en, 'figure ' || k.number) AS label_en, coalesce(f.unit_zh, '') AS unit_zh,
       coalesce(f.unit_en, '') AS unit_en, n.figures[k.number] AS value, f.number IS NOT NULL AS asked, f.least, f.most
  FROM office.standing s
  JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
 CROSS JOIN generate_series(1, 255) AS k (number)
  LEFT JOIN daybook.form_indicator f ON f.version = s.form_version AND f.number = k.number
  LEFT JOIN daybook.form_group g ON g.version = f.version AND g.code = f.group_code
  LEFT JOIN daybook.indicator i ON i.number = k.number
 WHERE f.number IS NOT NULL OR n.figures[k.number] IS NOT NULL;
COMMENT ON VIEW office.report_figure IS '报告中的数字 | figures of the reports';
COMMENT ON COLUMN office.report_figure.value IS '空为未填,不是 0 | NULL is not filled, which is not 0';
COMMENT ON COLUMN office.report_figure.asked IS '该版表单问到此项 | the report''s form version asks for it';

CREATE VIEW office.outside_form AS
SELECT f.committee_id, c.committee, f.report_date, f.revision, f.code, f.label_zh, f.label_en, f.value, f.least, f.most,
       f.asked
  FROM office.report_figure f
  JOIN office.committees c ON c.committee_id = f.committee_id
 WHERE f.value IS NOT NULL AND (NOT f.asked OR f.value NOT BETWEEN f.least AND f.most);
COMMENT ON VIEW office.outside_form IS
    '超出表单范围或表单以外的数字 | accepted figures outside the bounds of their form, or not on it';

CREATE VIEW office.cases AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, k.position, k.title,
       w.name AS category, w.label_zh AS category_zh, w.label_en AS category_en, k.place, k.story, k.result,
       k.may_publish
  FROM office.standing s
  JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = k.category;
COMMENT ON VIEW office.cases IS '典型案例 | typical cases';

CREATE VIEW office.observations AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, o.position,
       x.name AS kind, x.label_zh AS kind_zh, x.label_en AS kind_en,
       w.name AS category, w.label_zh AS category_zh, w.label_en AS category_en, o.severity, o.place, o.text,
       o.needs_office
  FROM office.standing s
  JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = o.category;
COMMENT ON VIEW office.observations IS '工作体会 | observations';
COMMENT ON COLUMN office.observations.severity IS
    '仅风险点:1 低 2 中 3 高 | risk points only: 1 low, 2 middle, 3 high';

CREATE VIEW office.supply_needs AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, n.position, i.name AS item,
       i.label_zh AS item_zh, i.label_en AS item_en, n.unit, n.on_hand, n.daily_use,
       round(n.on_hand::numeric / nullif(n.daily_use, 0), 1) AS days_left, n.quantity, n.needed_by, n.urgency, n.reason
  FROM office.standing s
  JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item;
COMMENT ON VIEW office.supply_needs IS '物资缺口 | supply needs';
COMMENT ON COLUMN office.supply_needs.days_left IS
    '现有量可用天数,无日耗则空 | how many days the stock lasts; NULL without daily use';
COMMENT ON COLUMN office.supply_needs.urgency IS '1 可等 2 尽快 3 立即 | 1 can wait, 2 soon, 3 at once';

CREATE VIEW office.explanations AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, e.position, e.rule,
       r.text_zh AS rule_zh, r.text_en AS rule_en, e.text
  FROM office.standing s
  JOIN daybook.explanation e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.form_rule r ON r.version = s.form_version AND r.code = e.rule;
COMMENT ON VIEW office.explanations IS '情况说明 | explanations of warnings';
COMMENT ON COLUMN office.explanations.rule_zh IS
    '表单规则的原句;程序自带的规则为空 | the rule''s sentence; NULL for a rule that is not the form''s';

CREATE VIEW office.revisions AS
SELECT r.committee_id, c.name AS committee, r.report_date, r.revision, r.id AS record_id, r.corrects,
       t.name AS timeliness, r.received_at, r.sealed_at, q.name AS sender, r.code, r.form_version
  FROM daybook.record r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
 WHERE r.kind = 1;
COMMENT ON VIEW office.revisions IS '所有版次 | every revision of every report';

-- ---------------------------------------------------------------- the service

CREATE VIEW office.outages AS
SELECT begins, ends, ends - begins AS lasted, note FROM daybook.outage;
COMMENT ON VIEW office.outages IS '服务中断 | times in which no daemon accepted';

CREATE VIEW office.daemons AS
SELECT name, started_at, alive_at, accepting, endpoint, encode(server_key, 'hex') AS server_key, version, counters
  FROM daybook.daemon;
COMMENT ON VIEW office.daemons IS '守护进程 | daemons';

CREATE VIEW office.keys AS
SELECT encode(k.public_key, 'hex') AS public_key, q.code AS person_code, q.name AS person, k.approved_at, k.approved_by,
       k.revoked_at, k.revoked_by
  FROM daybook.client_key k
  JOIN daybook.person q ON q.person_id = k.person_id;
COMMENT ON VIEW office.keys IS '客户端密钥 | keys of clients';

CREATE VIEW office.audit AS
SELECT at, who, act, subject, reason, detail FROM daybook.audit;
COMMENT ON VIEW office.audit IS '操作留痕 | every act: who, when, what, why';

-- ---------------------------------------------------------------- acts

CREATE FUNCTION daybook.fail(state text, en text, zh text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = state, MESSAGE = en, DETAIL = zh; END $$;
COMMENT ON FUNCTION daybook.fail(text, text, text) IS '给人看的错误,中英文各一句 | an error for a person, in two languages';

-- Runs with the rights of the act that calls it; session_user is the login behind both.
CREATE FUNCTION daybook.note_act(act text, subject text, reason text, detail jsonb DEFAULT '{}') RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    INSERT INTO daybook.audit (who, act, subject, reason, detail)
    VALUES (session_user, act, subject, coalesce(reason, ''), detail);
    PERFORM pg_notify('daybook_directory', '');
END
$$;
COMMENT ON FUNCTION daybook.note_act(text, text, text, jsonb) IS
    '留痕并唤醒守护进程 | writes the audit row and wakes the daemons';

CREATE FUNCTION daybook.need_reason(reason text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF length(btrim(coalesce(reason, ''))) NOT BETWEEN 1 AND 200 THEN
        PERFORM daybook.fail('DB006', 'give a reason of at most 200 characters', '请写明理由,不超过 200 字');
    END IF;
END
$$;

-- opens and deadline count from midnight of the night's date, in the zone of the nights.
CREATE FUNCTION daybook.add_nights(days date[], opens time, deadline interval) RETURNS int
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    zone text := current_setting('daybook.zone');
    added int;
BEGIN
    INSERT INTO daybook.night (report_date, opens, deadline)
    SELECT day, (day + add_nights.opens) AT TIME ZONE zone, (day + add_nights.deadline) AT TIME ZONE zone
      FROM unnest(days) AS d (day)
     ORDER BY day
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    RETURN added;
END
$$;

CREATE FUNCTION office.open_nights(first date, last date, opens time DEFAULT '16:00', deadline interval DEFAULT '22:00')
    RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    added int;
BEGIN
    IF NOT coalesce(last - first BETWEEN 0 AND 1000, false) THEN
        PERFORM daybook.fail('DB001',
                             format('nights from %s to %s: give a first and a last day, at most 1000 apart',
                                    first, last),
                             format('从 %s 到 %s:请给出起止日期,相差不超过 1000 天', first, last));
    END IF;
    IF NOT coalesce(opens < deadline AND deadline <= interval '48 hours', false) THEN
        PERFORM daybook.fail('DB001',
                             format('a night cannot open at %s and end at %s: both count from midnight of its date',
                                    opens, deadline),
                             format('不能 %s 开始、%s 截止:两者都从当日零点起算', opens, deadline));
    END IF;
    added := daybook.add_nights(ARRAY(SELECT first + n FROM generate_series(0, last - first) n), opens, deadline);
    PERFORM daybook.note_act('open_nights', format('%s..%s', first, last), '',
                             jsonb_build_object('added', added, 'opens', opens, 'deadline', deadline));
    RETURN added;
END
$$;
COMMENT ON FUNCTION office.open_nights(date, date, time, interval) IS
    '建立尚无的夜:开始与截止从当日零点起算 | makes the nights that are not there; opens and deadline count from midnight of the date';

CREATE FUNCTION office.close_night(day date, reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    was timestamptz;
BEGIN
    SELECT closed_at INTO was FROM daybook.night WHERE report_date = day FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', day), format('没有 %s 这一晚', day));
    END IF;
    IF was IS NOT NULL AND NOT EXISTS (SELECT FROM daybook.reopening WHERE report_date = day) THEN
        PERFORM daybook.fail('DB003', format('the night of %s is closed already', day), format('%s 已经关闭', day));
    END IF;
    DELETE FROM daybook.reopening WHERE report_date = day;
    UPDATE daybook.night SET closed_at = now(), closed_by = session_user WHERE report_date = day;
    PERFORM daybook.note_act('close_night', day::text, reason);
END
$$;
COMMENT ON FUNCTION office.close_night(date, text) IS
    '关闭一晚;再次关闭会收回已开的口子 | closes a night; closing it again takes its reopenings back';

CREATE FUNCTION office.reopen(number int, day date, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    closed timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM daybook.committee WHERE committee_id = number) THEN
        PERFORM daybook.fail('DB004', format('there is no committee %s', number),
                             format('没有编号为 %s 的居委会', number));
    END IF;
    SELECT closed_at INTO closed FROM daybook.night WHERE report_date = day FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB002', format('there is no night of %s', day), format('没有 %s 这一晚', day));
    END IF;
    IF closed IS NULL THEN
        PERFORM daybook.fail('DB005', format('the night of %s is not closed', day), format('%s 没有关闭,无需重开', day));
    END IF;
    PERFORM daybook.need_reason(reason);
    INSERT INTO daybook.reopening AS r (committee_id, report_date, reopened_by, reason)
    VALUES (number, day, session_user, reopen.reason)
        ON CONFLICT (committee_id, report_date) DO UPDATE
       SET reason = excluded.reason, reopened_at = now(), reopened_by = excluded.reopened_by;
    PERFORM daybook.note_act('reopen', format('%s %s', number, day), reason);
END
$$;
COMMENT ON FUNCTION office.reopen(int, date, text) IS '对某居委会重新开放已关闭之夜 | opens a closed night for one committee';

CREATE FUNCTION daybook.key_of(hex text) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF hex IS NULL OR hex !~ '^[0-9A-Fa-f]{64}$' THEN
        PERFORM daybook.fail('DB007',
                             format('"%s" is not a public key: 64 hexadecimal digits, as daybook keygen prints them',
                                    left(hex, 70)),
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
    INSERT INTO daybook.client_key (public_key, person_id, approved_by) VALUES (key, owner, session_user)
        ON CONFLICT DO NOTHING;
    SELECT * INTO holder FROM daybook.client_key WHERE public_key = key;
    IF holder.revoked_at IS NOT NULL THEN
        PERFORM daybook.fail('DB009', 'this key was revoked: let the person make a new one', '此密钥已吊销,请另生成一把');
    ELSIF holder.person_id <> owner THEN
        PERFORM daybook.fail('DB009', 'this key belongs to another person', '此密钥属于另一人');
    END IF;
    PERFORM daybook.note_act('approve_key', person_code, reason, jsonb_build_object('public_key', lower(hex)));
END
$$;
COMMENT ON FUNCTION office.approve_key(text, text, text) IS '批准某人的公钥,可重复 | lets a person''s key in; safe to repeat';

CREATE FUNCTION office.revoke_key(hex text, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    key bytea := daybook.key_of(hex);
    was timestamptz;
BEGIN
    PERFORM daybook.need_reason(reason);
    SELECT revoked_at INTO was FROM daybook.client_key WHERE public_key = key FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB010', 'this key was never approved', '从未批准过这把密钥');
    END IF;
    IF was IS NOT NULL THEN
        PERFORM daybook.fail('DB010', format('this key was revoked already, at %s', was), format('这把密钥已于 %s 吊销', was));
    END IF;
    UPDATE daybook.client_key SET revoked_at = now(), revoked_by = session_user WHERE public_key = key;
    PERFORM daybook.note_act('revoke_key', lower(hex), reason);
END
$$;
COMMENT ON FUNCTION office.revoke_key(text, text) IS '吊销公钥,即刻生效 | cuts a key at once';

-- ---------------------------------------------------------------- importing a roster

-- One row of the roster as it is stored. A cell that cannot be read is NULL here, and an error in roster_errors.
CREATE TYPE daybook.roster_row AS (
    line int4, committee_id int4, committee text, subdistrict text, branch text, committee_telephone text,
    batch int4, batch_from date, batch_to date, person_code text, person text, telephone text,
    secretary boolean, valid_from date, valid_to date
);

-- The columns of a roster file: what a cell may hold.
CREATE VIEW daybook.roster_column AS
SELECT field, kind, required
  FROM (VALUES ('committee_id', 'number', true), ('committee', 'name', true), ('subdistrict', 'name', true),
               ('branch', 'name', true), ('batch', 'number', true), ('batch_from', 'date', true),
               ('batch_to', 'date', true), ('person_code', 'code', true), ('person', 'name', true),
               ('telephone', 'name', false), ('secretary', 'flag', true), ('valid_from', 'date', true),
               ('valid_to', 'date', true), ('committee_telephone', 'name', false)) AS c (field, kind, required);

CREATE VIEW daybook.roster_kind AS
SELECT kind, en, zh
  FROM (VALUES ('number', 'a number from 1 to 999999999', '应为 1 到 999999999 的数'),
               ('name', '1 to 40 characters', '应为 1 到 40 个字'),
               ('code', '1 to 20 letters, digits, - or _', '应为 1 到 20 个字母、数字、- 或 _'),
               ('flag', 'yes or no', '应为 yes 或 no(是 或 否)'),
               ('date', 'a date as 2020-02-17', '应为日期,如 2020-02-17')) AS k (kind, en, zh);

-- A date between 2000 and 2099, as proto/limits.h has it; NULL when the text is none.
CREATE FUNCTION daybook.date_of(said text) RETURNS date
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF said ~ '^20\d\d-\d\d-\d\d$' THEN
        RETURN make_date(left(said, 4)::int, substr(said, 6, 2)::int, right(said, 2)::int);
    END IF;
    RETURN NULL;
EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
END
$$;

CREATE FUNCTION daybook.roster_cell_ok(kind text, said text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE kind WHEN 'number' THEN said ~ '^[1-9][0-9]{0,8}$'
                     WHEN 'name' THEN length(said) <= 40 AND said !~ '[[:cntrl:]]'
                     WHEN 'code' THEN said ~ '^[A-Za-z0-9_-]{1,20}$'
                     WHEN 'flag' THEN lower(said) IN ('yes', 'no', 'true', 'false', '1', '0', '是', '否')
                     WHEN 'date' THEN daybook.date_of(said) IS NOT NULL END;

-- Every cell of the file: what it says (NULL: nothing), and its value where that can be read. `place` counts the rows,
-- since nothing makes the caller's line numbers unique; without them the first row is line 2, after the header.
CREATE FUNCTION daybook.roster_cells(roster jsonb)
    RETURNS TABLE (place int8, line int4, field text, kind text, required boolean, said text, value text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH cell AS (
    SELECT r.place,
           CASE WHEN r.cells->>'line' ~ '^[0-9]{1,9}$' THEN (r.cells->>'line')::int4 ELSE r.place::int4 + 1 END AS line,
           c.field, c.kind, c.required, nullif(btrim(r.cells->>c.field, U&' \0009\3000'), '') AS said
      FROM jsonb_array_elements(roster) WITH ORDINALITY AS r (cells, place)
     CROSS JOIN daybook.roster_column c
)
SELECT place, line, field, kind, required, said, CASE WHEN daybook.roster_cell_ok(kind, said) THEN said END FROM cell
$$;

CREATE FUNCTION daybook.roster_rows(roster jsonb) RETURNS SETOF daybook.roster_row
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT line,
       (max(value) FILTER (WHERE field = 'committee_id'))::int4,
       max(value) FILTER (WHERE field = 'committee'),
       max(value) FILTER (WHERE field = 'subdistrict'),
       max(value) FILTER (WHERE field = 'branch'),
       max(value) FILTER (WHERE field = 'committee_telephone'),
       (max(value) FILTER (WHERE field = 'batch'))::int4,
       daybook.date_of(max(value) FILTER (WHERE field = 'batch_from')),
       daybook.date_of(max(value) FILTER (WHERE field = 'batch_to')),
       max(value) FILTER (WHERE field = 'person_code'),
       max(value) FILTER (WHERE field = 'person'),
       max(value) FILTER (WHERE field = 'telephone'),
       lower(max(value) FILTER (WHERE field = 'secretary')) IN ('yes', 'true', '1', '是'),
       daybook.date_of(max(value) FILTER (WHERE field = 'valid_from')),
       daybook.date_of(max(value) FILTER (WHERE field = 'valid_to'))
  FROM daybook.roster_cells(roster)
 GROUP BY place, line
 ORDER BY place
$$;

-- A cell that is empty or cannot be read, and a column that nobody knows.
CREATE FUNCTION daybook.roster_cell_errors(roster jsonb) RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT c.line,
       CASE WHEN c.said IS NULL THEN format('%s is empty', c.field)
            ELSE format('%s "%s": must be %s', c.field, left(c.said, 40), k.en) END,
       CASE WHEN c.said IS NULL THEN format('%s 未填', c.field)
            ELSE format('%s"%s":%s', c.field, left(c.said, 40), k.zh) END
  FROM daybook.roster_cells(roster) c
  JOIN daybook.roster_kind k ON k.kind = c.kind
 WHERE c.value IS NULL AND (c.required OR c.said IS NOT NULL)
 UNION ALL
SELECT 1, format('column "%s" is unknown', left(e.key, 40)), format('没有"%s"这一列', left(e.key, 40))
  FROM (SELECT DISTINCT o.key
          FROM jsonb_array_elements(roster) AS r (cells)
         CROSS JOIN jsonb_object_keys(CASE jsonb_typeof(r.cells) WHEN 'object' THEN r.cells ELSE '{}' END) AS o (key)
         WHERE o.key <> 'line' AND o.key NOT IN (SELECT field FROM daybook.roster_column)) e
$$;

-- What the file says twice and not the same: a committee in two subdistricts, a person with two names.
CREATE FUNCTION daybook.roster_contradictions(said daybook.roster_row[]) RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH fact AS (
    SELECT r.line, f.*
      FROM unnest(said) r
     CROSS JOIN LATERAL (VALUES
           ('committee_id', r.committee_id::text, 'committee', r.committee),
           ('committee_id', r.committee_id::text, 'subdistrict', r.subdistrict),
           ('committee_id', r.committee_id::text, 'branch', r.branch),
           ('committee_id', r.committee_id::text, 'committee_telephone', r.committee_telephone),
           ('committee', r.subdistrict || ' ' || r.committee, 'committee_id', r.committee_id::text),
           ('person_code', r.person_code, 'person', r.person),
           ('person_code', r.person_code, 'telephone', r.telephone),
           ('batch', r.batch::text, 'batch_from', r.batch_from::text),
           ('batch', r.batch::text, 'batch_to', r.batch_to::text)) AS f (thing, key, field, value)
     WHERE f.key IS NOT NULL AND f.value IS NOT NULL
), compared AS (
    SELECT fact.*, first_value(value) OVER same AS first, first_value(line) OVER same AS first_line
      FROM fact WINDOW same AS (PARTITION BY thing, key, field ORDER BY line)
)
SELECT line, format('%s %s: %s is "%s" here and "%s" in line %s', thing, key, field, value, first, first_line),
       format('%s %s:%s 此处为"%s",第 %s 行为"%s"', thing, key, field, value, first_line, first)
  FROM compared WHERE value <> first
$$;

-- Dates in the wrong order, postings of a person at a committee that overlap in the file or with those that stand, and
-- names that another committee has.
CREATE FUNCTION daybook.roster_clashes(said daybook.roster_row[]) RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT line, format('valid_to %s is before valid_from %s', valid_to, valid_from),
       format('valid_to %s 早于 valid_from %s', valid_to, valid_from)
  FROM unnest(said) WHERE valid_to < valid_from
 UNION ALL
SELECT line, format('batch_to %s is before batch_from %s', batch_to, batch_from),
       format('batch_to %s 早于 batch_from %s', batch_to, batch_from)
  FROM unnest(said) WHERE batch_to < batch_from
 UNION ALL
SELECT line, format('a posting from %s to %s is longer than a year', valid_from, valid_to),
       format('派驻从 %s 到 %s,超过一年', valid_from, valid_to)
  FROM unnest(said) WHERE valid_to - valid_from > 366
 UNION ALL
SELECT b.line, format('%s at committee %s: overlaps the posting in line %s', b.person_code, b.committee_id, a.line),
       format('%s 在 %s 号居委会:与第 %s 行的派驻日期重叠', b.person_code, b.committee_id, a.line)
  FROM unnest(said) WITH ORDINALITY AS a
  JOIN unnest(said) WITH ORDINALITY AS b
    ON b.person_code = a.person_code AND b.committee_id = a.committee_id AND a.ordinality < b.ordinality
   AND a.valid_from <= b.valid_to AND b.valid_from <= a.valid_to
 UNION ALL
SELECT r.line,
       format('%s at committee %s: overlaps the posting from %s to %s that is in the roster',
              r.person_code, r.committee_id, p.valid_from, p.valid_to),
       format('%s 在 %s 号居委会:与花名册中 %s 至 %s 的派驻重叠',
              r.person_code, r.committee_id, p.valid_from, p.valid_to)
  FROM unnest(said) r
  JOIN daybook.person q ON q.code = r.person_code
  JOIN daybook.posting p ON p.person_id = q.person_id AND p.committee_id = r.committee_id
                        AND p.valid_from <= r.valid_to AND r.valid_from <= p.valid_to
 WHERE NOT EXISTS (SELECT FROM unnest(said) n                        -- a posting that the file itself sets anew
                    WHERE n.person_code = r.person_code AND n.committee_id = p.committee_id
                      AND n.valid_from = p.valid_from)
 UNION ALL
SELECT min(r.line),
       format('committee "%s" of %s is number %s in the roster, not %s',
              r.committee, r.subdistrict, c.committee_id, r.committee_id),
       format('%s的"%s"在花名册中是 %s 号,不是 %s 号', r.subdistrict, r.committee, c.committee_id, r.committee_id)
  FROM unnest(said) r
  JOIN daybook.subdistrict d ON d.name = r.subdistrict
  JOIN daybook.committee c ON c.subdistrict_id = d.subdistrict_id AND c.name = r.committee
                          AND c.committee_id <> r.committee_id
 GROUP BY r.committee, r.subdistrict, c.committee_id, r.committee_id
$$;

-- Store rows that have no error. What stands already and is the same is not touched; an empty telephone keeps the old
-- one. A subdistrict and a branch get the next free number, in the order of their committees.
CREATE FUNCTION daybook.roster_store(said daybook.roster_row[]) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
INSERT INTO daybook.subdistrict (subdistrict_id, name)
SELECT (SELECT coalesce(max(subdistrict_id), 0) FROM daybook.subdistrict)
       + row_number() OVER (ORDER BY min(r.committee_id), r.subdistrict), r.subdistrict
  FROM unnest(said) r
 WHERE r.subdistrict NOT IN (SELECT name FROM daybook.subdistrict)
 GROUP BY r.subdistrict;

INSERT INTO daybook.branch (branch_id, name)
SELECT (SELECT coalesce(max(branch_id), 0) FROM daybook.branch)
       + row_number() OVER (ORDER BY min(r.committee_id), r.branch), r.branch
  FROM unnest(said) r
 WHERE r.branch NOT IN (SELECT name FROM daybook.branch)
 GROUP BY r.branch;

INSERT INTO daybook.batch AS b (batch_id, name, valid_from, valid_to)
SELECT DISTINCT r.batch, format('第%s批', r.batch), r.batch_from, r.batch_to
  FROM unnest(said) r
    ON CONFLICT (batch_id) DO UPDATE SET valid_from = excluded.valid_from, valid_to = excluded.valid_to
 WHERE (b.valid_from, b.valid_to) <> (excluded.valid_from, excluded.valid_to);

INSERT INTO daybook.committee AS c (committee_id, name, subdistrict_id, branch_id, telephone)
SELECT r.committee_id, r.committee, d.subdistrict_id, b.branch_id, max(r.committee_telephone)
  FROM unnest(said) r
  JOIN daybook.subdistrict d ON d.name = r.subdistrict
  JOIN daybook.branch b ON b.name = r.branch
 GROUP BY r.committee_id, r.committee, d.subdistrict_id, b.branch_id
    ON CONFLICT (committee_id) DO UPDATE
   SET name = excluded.name, subdistrict_id = excluded.subdistrict_id, branch_id = excluded.branch_id,
       telephone = coalesce(excluded.telephone, c.telephone)
 WHERE (c.name, c.subdistrict_id, c.branch_id, c.telephone)
       IS DISTINCT FROM
       (excluded.name, excluded.subdistrict_id, excluded.branch_id, coalesce(excluded.telephone, c.telephone));

INSERT INTO daybook.person AS p (code, name, telephone, batch_id)
SELECT r.person_code, r.person, max(r.telephone), max(r.batch)              -- who comes again belongs to the last batch
  FROM unnest(said) r
 GROUP BY r.person_code, r.person
    ON CONFLICT (code) DO UPDATE
   SET name = excluded.name, telephone = coalesce(excluded.telephone, p.telephone), batch_id = excluded.batch_id
 WHERE (p.name, p.telephone, p.batch_id)
       IS DISTINCT FROM (excluded.name, coalesce(excluded.telephone, p.telephone), excluded.batch_id);

INSERT INTO daybook.posting AS p (committee_id, person_id, valid_from, valid_to, secretary)
SELECT r.committee_id, q.person_id, r.valid_from, r.valid_to, r.secretary
  FROM unnest(said) r
  JOIN daybook.person q ON q.code = r.person_code
    ON CONFLICT (committee_id, person_id, valid_from) DO UPDATE
   SET valid_to = excluded.valid_to, secretary = excluded.secretary
 WHERE (p.valid_to, p.secretary) <> (excluded.valid_to, excluded.secretary);
$$;

-- Errors come sorted by line; a file that is wrong from end to end does not need more than 200 of them.
CREATE FUNCTION office.import_roster(roster jsonb)
    RETURNS TABLE (committees int, persons int, postings int, nights int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    said daybook.roster_row[];
    lines_en text;
    lines_zh text;
BEGIN
    IF coalesce(jsonb_typeof(roster), '') <> 'array' OR roster = '[]' THEN
        PERFORM daybook.fail('DB011', 'the roster has no rows', '花名册没有内容');
    END IF;
    LOCK TABLE daybook.posting IN SHARE ROW EXCLUSIVE MODE;            -- imports come one after the other
    said := ARRAY(SELECT r FROM daybook.roster_rows(roster) r);
    SELECT string_agg(format('line %s: %s', e.line, e.en), E'\n' ORDER BY e.line, e.en),
           string_agg(format('第 %s 行:%s', e.line, e.zh), E'\n' ORDER BY e.line, e.en)
      INTO lines_en, lines_zh
      FROM (SELECT * FROM daybook.roster_cell_errors(roster)
            UNION ALL SELECT * FROM daybook.roster_contradictions(said)
            UNION ALL SELECT * FROM daybook.roster_clashes(said)
            ORDER BY 1, 2 LIMIT 200) e;
    IF lines_en IS NOT NULL THEN
        PERFORM daybook.fail('DB012', lines_en, lines_zh);
    END IF;

    PERFORM daybook.roster_store(said);
    nights := daybook.add_nights(ARRAY(SELECT DISTINCT r.valid_from + n
                                         FROM unnest(said) r
                                        CROSS JOIN LATERAL generate_series(0, r.valid_to - r.valid_from) n),
                                 '16:00', '22:00');
    SELECT count(DISTINCT r.committee_id), count(DISTINCT r.person_code), count(*)
      INTO committees, persons, postings FROM unnest(said) r;
    PERFORM daybook.note_act('import_roster', format('%s..%s', min(r.valid_from), max(r.valid_to)), '',
                             jsonb_build_object('committees', committees, 'persons', persons, 'postings', postings,
                                                'nights', nights))
       FROM unnest(said) r;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION office.import_roster(jsonb) IS
    '导入花名册:一次报全所有错误,要么全部要么全不;重复导入不改变什么 | imports a roster: all errors at once, all or nothing; safe to repeat';

-- ---------------------------------------------------------------- who may

-- Nothing is PUBLIC's. The daemon writes what ingest needs and reads no text back; the office has no right on the
-- tables, its views and acts reach them as their owner.
REVOKE ALL ON SCHEMA daybook, office FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA daybook, office FROM PUBLIC;
GRANT USAGE ON SCHEMA office TO daybook_office;
GRANT SELECT ON ALL TABLES IN SCHEMA office TO daybook_office;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA office TO daybook_office;

GRANT USAGE ON SCHEMA daybook TO daybook_daemon;
GRANT SELECT ON daybook.schema_migration, daybook.epoch, daybook.code_list, daybook.subdistrict, daybook.branch,
                daybook.batch, daybook.committee, daybook.person, daybook.posting, daybook.night, daybook.reopening,
                daybook.indicator, daybook.form_version, daybook.form_group, daybook.form_indicator, daybook.form_rule,
                daybook.form_rule_term, daybook.client_key TO daybook_daemon;
GRANT SELECT, INSERT ON daybook.record TO daybook_daemon;
GRANT INSERT ON daybook.nightly_report, daybook.typical_case, daybook.observation, daybook.supply_need,
                daybook.explanation TO daybook_daemon;
GRANT SELECT, INSERT, UPDATE ON daybook.outage TO daybook_daemon;
GRANT SELECT, INSERT, UPDATE, DELETE ON daybook.held, daybook.daemon TO daybook_daemon;
