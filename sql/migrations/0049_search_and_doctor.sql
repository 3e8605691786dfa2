-- 0049 search and doctor: they read the nights that there are; the doctor looks for what stands outside a form in the last 30
-- of them.

-- ---------------------------------------------------------------- search

-- From the nights asked for to what their reports say; of all nights it is the plain scan of 0032.

CREATE OR REPLACE FUNCTION office.search(words text, first date DEFAULT NULL, last date DEFAULT NULL)
    RETURNS TABLE (report_date date, committee_id int, committee text, subdistrict text, branch text, part text,
                   "position" int, category_zh text, category_en text, title text, place text, said text,
                   may_publish boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS
$$
DECLARE
    patterns text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                               FROM unnest(regexp_split_to_array(btrim(words), '[\s　]+')) w WHERE w <> '');
    since date := coalesce(search.first, (SELECT min(n.report_date) FROM daybook.night n));
    until date := coalesce(search.last, (SELECT max(n.report_date) FROM daybook.night n));
BEGIN
    IF cardinality(patterns) = 0 OR length(words) > 200 THEN
        PERFORM daybook.fail('DB041', 'search for what? at most 200 characters', '请写要找的词,不超过 200 字');
    END IF;
    RETURN QUERY
    SELECT f.report_date, f.committee_id, c.committee, c.subdistrict, c.branch, f.part, f.position::int, w.label_zh,
           w.label_en, f.title, f.place, f.said, f.may_publish
      FROM (SELECT s.report_date, k.committee_id, 'CASE' AS part, k.position, k.category, k.title, k.place,
                   CASE WHEN k.result = '' THEN k.story ELSE k.story || E'\n' || k.result END AS said, k.may_publish
              FROM daybook.night n
              JOIN office.standing s ON s.report_date = n.report_date
              JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
             WHERE n.report_date BETWEEN since AND until
               AND k.title || E'\n' || k.place || E'\n' || k.story || E'\n' || k.result ILIKE ALL (patterns)
             UNION ALL
            SELECT s.report_date, o.committee_id, x.name, o.position, o.category, NULL, o.place, o.text, NULL
              FROM daybook.night n
              JOIN office.standing s ON s.report_date = n.report_date
              JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
              JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
             WHERE n.report_date BETWEEN since AND until AND o.place || E'\n' || o.text ILIKE ALL (patterns)
             UNION ALL
            SELECT s.report_date, t.committee_id, 'SITUATION', 0, NULL, NULL, '', t.situation, NULL
              FROM daybook.night n
              JOIN office.standing s ON s.report_date = n.report_date
              JOIN daybook.nightly_report t ON t.committee_id = s.committee_id AND t.record_id = s.record_id
             WHERE n.report_date BETWEEN since AND until AND t.situation ILIKE ALL (patterns)) f
      JOIN office.committees c ON c.committee_id = f.committee_id
      LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = f.category
     ORDER BY f.report_date DESC, f.committee_id, f.part, f.position;
END
$$;

-- ---------------------------------------------------------------- the doctor's list

-- A report of no night at all is outside the roster too: a restore may bring it back before its night is opened again.
CREATE OR REPLACE VIEW office.doctor AS
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
          FROM (SELECT report_date FROM daybook.unexpected_report
                 UNION ALL
                SELECT r.report_date
                  FROM daybook.record r
                  LEFT JOIN daybook.night n ON n.report_date = r.report_date
                 WHERE r.kind = 1 AND r.revision = 1 AND n.report_date IS NULL) u
         UNION ALL
        SELECT 5, 'outside_form', CASE WHEN count(*) = 0 THEN 'OK' ELSE 'WARN' END,
               format('近 30 夜表单以外或越界的数字 %s 个', count(*)),
               format('%s figures outside their form in the last 30 nights', count(*))
          FROM office.outside_form
         WHERE report_date > office.business_date() - 30
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
