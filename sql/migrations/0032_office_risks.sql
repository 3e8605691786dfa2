-- 0032 office risks: risk points until they are closed, search, what a correction changed, receipts, the doctor's list.

-- ---------------------------------------------------------------- risk points

-- The same words from the same committee are the same risk, whatever the night, position or revision: reported again it
-- grows older, and reported after it was closed it is open again.
CREATE VIEW daybook.risk AS
SELECT o.committee_id, left(encode(sha256(convert_to(o.place || E'\n' || o.text, 'UTF8')), 'hex'), 8) AS risk_id,
       min(r.received_at) AS raised_at,
       min(r.report_date) FILTER (WHERE s.record_id IS NOT NULL) AS first_night,
       max(r.report_date) FILTER (WHERE s.record_id IS NOT NULL) AS last_night,
       count(DISTINCT r.report_date) FILTER (WHERE s.record_id IS NOT NULL) AS nights,
       max(o.severity) FILTER (WHERE s.record_id IS NOT NULL) AS severity,
       bool_or(o.needs_office) FILTER (WHERE s.record_id IS NOT NULL) AS needs_office,
       (array_agg(o.category ORDER BY r.report_date DESC, r.revision DESC, o.position))[1] AS category,
       min(o.place) AS place, min(o.text) AS text
  FROM daybook.observation o
  JOIN daybook.record r ON r.committee_id = o.committee_id AND r.id = o.record_id
  LEFT JOIN office.standing s ON s.committee_id = o.committee_id AND s.record_id = o.record_id
 WHERE o.kind = 1
 GROUP BY 1, 2;

CREATE VIEW office.risks AS
SELECT r.committee_id, c.committee, c.subdistrict, c.branch, r.risk_id,
       CASE WHEN f.closed_night >= r.last_night THEN 'CLOSED' WHEN f.closed_night IS NOT NULL THEN 'RAISED_AGAIN'
            WHEN f.owner IS NOT NULL THEN 'ASSIGNED' ELSE 'OPEN' END AS state,
       r.severity, w.name AS category, w.label_zh AS category_zh, w.label_en AS category_en, r.place, r.text,
       r.needs_office, r.first_night, r.last_night, r.nights, r.raised_at, f.owner, f.assigned_at, f.closed_at,
       f.closed_by, f.answer,
       CASE WHEN f.closed_night >= r.last_night THEN f.closed_at ELSE now() END - r.raised_at AS age,
       CASE WHEN f.closed_night >= r.last_night THEN f.closed_at - r.raised_at END AS response
  FROM daybook.risk r
  JOIN office.committees c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = r.category
  LEFT JOIN daybook.risk_follow_up f ON f.committee_id = r.committee_id AND f.risk_id = r.risk_id
 WHERE r.last_night IS NOT NULL;
COMMENT ON VIEW office.risks IS '风险点:状态、责任人、已有多久 | risk points: state, owner, age';
COMMENT ON COLUMN office.risks.state IS
    'OPEN 未处理 / ASSIGNED 已有责任人 / CLOSED 已了结 / RAISED_AGAIN 了结后又报 | open, assigned, closed, reported again after it was closed';
COMMENT ON COLUMN office.risks.raised_at IS '首次受理的时刻 | when it was accepted first';
COMMENT ON COLUMN office.risks.age IS '自首次受理至今,已了结则至了结 | since then, until it was closed';
COMMENT ON COLUMN office.risks.response IS '了结用时,未了结为空 | how long it took to close; NULL while it is open';

-- The last night a risk that stands was reported; an error when there is none of that id, or it is closed.
CREATE FUNCTION daybook.need_risk(number int, id text) RETURNS date
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    found_risk record;
BEGIN
    PERFORM daybook.need_committee(number);
    SELECT r.state, r.last_night, r.closed_by INTO found_risk
      FROM office.risks r WHERE r.committee_id = number AND r.risk_id = lower(id);
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB038', format('committee %s has no risk %s', number, left(id, 20)),
                             format('%s 号居委会没有风险点 %s', number, left(id, 20)));
    END IF;
    IF found_risk.state = 'CLOSED' THEN
        PERFORM daybook.fail('DB038', format('risk %s was closed already, by %s', id, found_risk.closed_by),
                             format('风险点 %s 已由 %s 了结', id, found_risk.closed_by));
    END IF;
    RETURN found_risk.last_night;
END
$$;

CREATE FUNCTION office.assign_risk(number int, id text, owner text, reason text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_risk(number, id);
    IF length(btrim(coalesce(owner, ''))) NOT BETWEEN 1 AND 40 THEN
        PERFORM daybook.fail('DB038', 'say who follows it up, in at most 40 characters', '请写明责任人,不超过 40 字');
    END IF;
    INSERT INTO daybook.risk_follow_up AS f (committee_id, risk_id, owner, assigned_at)
    VALUES (number, lower(id), assign_risk.owner, now())
        ON CONFLICT (committee_id, risk_id) DO UPDATE SET owner = excluded.owner, assigned_at = excluded.assigned_at;
    PERFORM daybook.note_act('assign_risk', format('%s %s', number, lower(id)), reason,
                             jsonb_build_object('owner', owner));
END
$$;
COMMENT ON FUNCTION office.assign_risk(int, text, text, text) IS '指定风险点的责任人 | names who follows a risk up';

CREATE FUNCTION office.close_risk(number int, id text, answer text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    night date := daybook.need_risk(number, id);
BEGIN
    PERFORM daybook.need_reason(answer);
    INSERT INTO daybook.risk_follow_up AS f (committee_id, risk_id, closed_at, closed_by, closed_night, answer)
    VALUES (number, lower(id), now(), session_user, night, close_risk.answer)
        ON CONFLICT (committee_id, risk_id) DO UPDATE
       SET closed_at = excluded.closed_at, closed_by = excluded.closed_by, closed_night = excluded.closed_night,
           answer = excluded.answer
     WHERE f.closed_night IS NULL OR f.closed_night < excluded.closed_night;
    IF NOT FOUND THEN                              -- somebody else was first, in the same moment
        PERFORM daybook.need_risk(number, id);
    END IF;
    PERFORM daybook.note_act('close_risk', format('%s %s', number, lower(id)), answer);
END
$$;
COMMENT ON FUNCTION office.close_risk(int, text, text) IS '了结风险点,写明如何处理 | closes a risk, saying what was done';

-- ---------------------------------------------------------------- search

-- A plain scan. Measured on 100,000 cases of 330 characters (114 MB): a word is found in 0.11 s. An index of bigrams
-- finds it in 0.3 ms, but is 355 MB and costs the transaction that takes a report 1.8 ms a case, many times all the rest.
CREATE FUNCTION office.search(words text, first date DEFAULT NULL, last date DEFAULT NULL)
    RETURNS TABLE (report_date date, committee_id int, committee text, subdistrict text, branch text, part text,
                   "position" int, category_zh text, category_en text, title text, place text, said text,
                   may_publish boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    patterns text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                               FROM unnest(regexp_split_to_array(btrim(words), '[\s　]+')) w WHERE w <> '');
BEGIN
    IF cardinality(patterns) = 0 OR length(words) > 200 THEN
        PERFORM daybook.fail('DB041', 'search for what? at most 200 characters', '请写要找的词,不超过 200 字');
    END IF;
    RETURN QUERY
    SELECT s.report_date, s.committee_id, c.committee, c.subdistrict, c.branch, f.part, f.position::int, w.label_zh,
           w.label_en, f.title, f.place, f.said, f.may_publish
      FROM (SELECT k.committee_id, k.record_id, 'CASE' AS part, k.position, k.category, k.title, k.place,
                   CASE WHEN k.result = '' THEN k.story ELSE k.story || E'\n' || k.result END AS said, k.may_publish
              FROM daybook.typical_case k
             WHERE k.title || E'\n' || k.place || E'\n' || k.story || E'\n' || k.result ILIKE ALL (patterns)
             UNION ALL
            SELECT o.committee_id, o.record_id, x.name, o.position, o.category, NULL, o.place, o.text, NULL
              FROM daybook.observation o
              JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
             WHERE o.place || E'\n' || o.text ILIKE ALL (patterns)
             UNION ALL
            SELECT n.committee_id, n.record_id, 'SITUATION', 0, NULL, NULL, '', n.situation, NULL
              FROM daybook.nightly_report n WHERE n.situation ILIKE ALL (patterns)) f
      JOIN office.standing s ON s.committee_id = f.committee_id AND s.record_id = f.record_id
      JOIN office.committees c ON c.committee_id = s.committee_id
      LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = f.category
     WHERE s.report_date BETWEEN coalesce(search.first, '-infinity') AND coalesce(search.last, 'infinity')
     ORDER BY s.report_date DESC, s.committee_id, f.part, f.position;
END
$$;
COMMENT ON FUNCTION office.search(text, date, date) IS
    '在案例、体会、总体情况的最新版里找词,几个词以空格分开、须同时出现,part 说明出自哪一部分 | finds words in the newest cases, observations and situations; several, apart by blanks, must all be there';

-- ---------------------------------------------------------------- what a correction changed

-- What a record says beside its figures. Items of a list are told apart by their words, so a correction removes one and
-- adds another; what is there once is changed.
CREATE VIEW daybook.item AS
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
        SELECT committee_id, record_id, 'situation', true, situation FROM daybook.nightly_report
         UNION ALL
        SELECT committee_id, record_id, 'no_case', true, no_case::text FROM daybook.nightly_report
         UNION ALL
        SELECT committee_id, record_id, 'zero_report', true, zero_report::text FROM daybook.nightly_report) i;

-- Both sides of every correction: of which revision of which night a record is what was, or what is now.
CREATE VIEW daybook.side AS
SELECT committee_id, corrects AS record_id, report_date, revision, false AS is_new
  FROM daybook.record WHERE kind = 1 AND corrects IS NOT NULL
 UNION ALL
SELECT committee_id, id, report_date, revision, true FROM daybook.record WHERE kind = 1 AND corrects IS NOT NULL;

CREATE VIEW office.differences AS
SELECT d.committee_id, c.committee, c.subdistrict, c.branch, d.report_date, d.revision, r.received_at,
       q.name AS sender, d.field, d.was, d.now
  FROM (SELECT f.committee_id, f.report_date, f.revision, coalesce(i.code, 'figure_' || f.number) AS field,
               f.was::text AS was, f.now::text AS now
          FROM (SELECT p.committee_id, p.report_date, p.revision, unnest(o.figures) AS was, unnest(n.figures) AS now,
                       generate_series(1, greatest(cardinality(o.figures), cardinality(n.figures))) AS number
                  FROM daybook.record p
                  JOIN daybook.nightly_report o ON o.committee_id = p.committee_id AND o.record_id = p.corrects
                  JOIN daybook.nightly_report n ON n.committee_id = p.committee_id AND n.record_id = p.id) f
          LEFT JOIN daybook.indicator i ON i.number = f.number
         WHERE f.was IS DISTINCT FROM f.now
         UNION ALL
        SELECT s.committee_id, s.report_date, s.revision, i.field, min(i.said) FILTER (WHERE NOT s.is_new),
               min(i.said) FILTER (WHERE s.is_new)
          FROM daybook.side s
          JOIN daybook.item i ON i.committee_id = s.committee_id AND i.record_id = s.record_id
         GROUP BY s.committee_id, s.report_date, s.revision, i.field, i.key
        HAVING min(i.said) FILTER (WHERE NOT s.is_new) IS DISTINCT FROM min(i.said) FILTER (WHERE s.is_new)) d
  JOIN daybook.record r ON r.committee_id = d.committee_id AND r.report_date = d.report_date AND r.kind = 1
                       AND r.revision = d.revision
  JOIN office.committees c ON c.committee_id = d.committee_id
  LEFT JOIN daybook.person q ON q.person_id = r.person_id;
COMMENT ON VIEW office.differences IS
    '每次更正改了什么:一处一行 | what each correction changed: a row a place';
COMMENT ON COLUMN office.differences.was IS
    '原来的;空为原来没有(数字则为未填)| before; NULL: it was not there (of a figure: not filled)';

-- ---------------------------------------------------------------- receipts

CREATE VIEW office.receipts AS
SELECT r.code, r.committee_id, c.name AS committee, k.name AS kind, k.label_zh AS kind_zh, k.label_en AS kind_en,
       r.report_date, r.revision, t.name AS timeliness, r.received_at, q.name AS sender, r.id AS record_id,
       encode(r.hash, 'hex') AS hash, length(r.sealed) AS sealed_bytes, s.record_id IS NOT NULL AS standing
  FROM daybook.record r
  JOIN daybook.committee c ON c.committee_id = r.committee_id
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = r.kind
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.person q ON q.person_id = r.person_id
  LEFT JOIN office.standing s ON s.committee_id = r.committee_id AND s.record_id = r.id;
COMMENT ON VIEW office.receipts IS '电话核对码对应的回执,各类记录 | receipts by telephone code, of every kind of record';
COMMENT ON COLUMN office.receipts.sealed_bytes IS '封存字节数,0 为已隐去 | 0: a text was redacted, the bytes are gone';
COMMENT ON COLUMN office.receipts.standing IS '是现行版 | it is the newest revision';

-- ---------------------------------------------------------------- the doctor's list

CREATE FUNCTION office.note_backup(note text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_reason(note);
    PERFORM daybook.note_act('note_backup', 'database', note);
END
$$;
COMMENT ON FUNCTION office.note_backup(text) IS
    '备份完成后登记一笔,体检据此算备份的新旧 | a backup was made; the doctor counts its age from here';

CREATE VIEW office.doctor AS
SELECT n AS "position", check_name AS "check", state, zh AS text_zh, en AS text_en
  FROM (SELECT 1 AS n, 'daemons' AS check_name,
               CASE WHEN count(*) FILTER (WHERE accepting AND alive_at > now() - interval '1 minute') > 0 THEN 'OK'
                    ELSE 'BAD' END AS state,
               format('在受理的守护进程 %s 个,最后心跳 %s',
                      count(*) FILTER (WHERE accepting AND alive_at > now() - interval '1 minute'),
                      coalesce(to_char(max(alive_at), 'MM-DD HH24:MI:SS'), '无')) AS zh,
               format('%s daemons accept; last heartbeat %s',
                      count(*) FILTER (WHERE accepting AND alive_at > now() - interval '1 minute'),
                      coalesce(to_char(max(alive_at), 'MM-DD HH24:MI:SS'), 'none')) AS en
          FROM daybook.daemon
         UNION ALL
        SELECT 2, 'outages', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END,
               format('一周内中断 %s 次,共 %s', count(*), coalesce(sum(ends - begins), interval '0')),
               format('%s outages in the last week, %s altogether', count(*),
                      coalesce(sum(ends - begins), interval '0'))
          FROM daybook.outage WHERE ends > now() - interval '7 days'
         UNION ALL
        SELECT 3, 'held', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END, format('被挡下、仍在发件箱的 %s 份', count(*)),
               format('%s records are held in an outbox', count(*))
          FROM office.held
         UNION ALL
        SELECT 4, 'unexpected', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'BAD' END,
               format('名册之外已受理 %s 份,不计入合计', count(*)),
               format('%s reports outside the roster, in no total', count(*))
          FROM office.unexpected
         UNION ALL
        SELECT 5, 'outside_form', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END,
               format('表单以外或越界的数字 %s 个', count(*)), format('%s figures outside their form', count(*))
          FROM office.outside_form
         UNION ALL
        SELECT 6, 'open_nights', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END,
               format('三天以前仍未关闭的夜 %s 个', count(*)), format('%s nights more than 3 days old are not closed', count(*))
          FROM daybook.night WHERE closed_at IS NULL AND report_date < office.business_date() - 3
         UNION ALL
        SELECT 7, 'backup', CASE WHEN max(at) > now() - interval '26 hours' THEN 'OK' ELSE 'BAD' END,
               coalesce('最近一次备份 ' || to_char(max(at), 'YYYY-MM-DD HH24:MI'), '没有登记过备份'),
               coalesce('last backup ' || to_char(max(at), 'YYYY-MM-DD HH24:MI'), 'no backup was ever noted')
          FROM (SELECT at FROM daybook.audit WHERE act = 'note_backup'
                 UNION ALL SELECT last_archived_time FROM pg_stat_archiver) b) d;
COMMENT ON VIEW office.doctor IS '体检:各项是否正常 | the doctor''s list: OK, WARN or BAD, and what is seen';

GRANT SELECT ON office.risks, office.differences, office.receipts, office.doctor TO daybook_office;
GRANT EXECUTE ON FUNCTION office.assign_risk(int, text, text, text), office.close_risk(int, text, text),
                          office.search(text, date, date), office.note_backup(text) TO daybook_office;
