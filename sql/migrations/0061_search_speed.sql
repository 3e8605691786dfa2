-- 0061 search speed: a search of some nights reads what these nights say.
--
-- The planner takes looking for a word for cheap and its finds for few: it looked through all that is stored, and then for the
-- nights. With 100,000 reports stored a search of 21 nights took as long as one of all. A search of all nights is the plain scan
-- as before.

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
    bounded boolean := search.first IS NOT NULL OR search.last IS NOT NULL;
    until date := coalesce(search.last, (SELECT max(n.report_date) FROM daybook.night n));
BEGIN
    IF cardinality(patterns) = 0 OR length(words) > 200 THEN
        PERFORM daybook.fail('DB041', 'search for what? at most 200 characters', '请写要找的词,不超过 200 字');
    END IF;
    RETURN QUERY
    WITH newest AS NOT MATERIALIZED (
        SELECT s.report_date, s.committee_id, s.record_id, c.committee, c.subdistrict, c.branch
          FROM daybook.night n
          JOIN office.standing s ON s.report_date = n.report_date
          JOIN office.committees c ON c.committee_id = s.committee_id
         WHERE n.report_date BETWEEN since AND until
    )
    SELECT f.report_date, f.committee_id, f.committee, f.subdistrict, f.branch, f.part, f.position::int, f.label_zh, f.label_en,
           f.title, f.place, f.said, f.may_publish
      FROM (SELECT s.*, 'CASE' AS part, k.position, w.label_zh, w.label_en, k.title, k.place,
                   CASE WHEN k.result = '' THEN k.story ELSE k.story || E'\n' || k.result END AS said, k.may_publish,
                   k.title || E'\n' || k.place || E'\n' || k.story || E'\n' || k.result AS read
              FROM newest s
              JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id
              LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = k.category
             WHERE bounded OR k.title || E'\n' || k.place || E'\n' || k.story || E'\n' || k.result ILIKE ALL (patterns)
             UNION ALL
            SELECT s.*, x.name, o.position, w.label_zh, w.label_en, NULL, o.place, o.text, NULL, o.place || E'\n' || o.text
              FROM newest s
              JOIN daybook.observation o ON o.committee_id = s.committee_id AND o.record_id = s.record_id
              JOIN daybook.code_list x ON x.list = 'observation_kind' AND x.number = o.kind
              LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = o.category
             WHERE bounded OR o.place || E'\n' || o.text ILIKE ALL (patterns)
             UNION ALL
            SELECT s.*, 'SITUATION', 0, NULL, NULL, NULL, '', t.situation, NULL, t.situation
              FROM newest s
              JOIN daybook.nightly_report t ON t.committee_id = s.committee_id AND t.record_id = s.record_id
             WHERE bounded OR t.situation ILIKE ALL (patterns)
            OFFSET 0) f
     WHERE NOT bounded OR f.read ILIKE ALL (patterns)
     ORDER BY f.report_date DESC, f.committee_id, f.part, f.position;
END
$$;
