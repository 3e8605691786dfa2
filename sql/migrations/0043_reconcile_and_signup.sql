-- 0043 reconciling and signing up: who does not agree between roster, roll call, health and head-count, by name; and how
-- volunteers signed up and were sent out.

-- ---------------------------------------------------------------- reconciling by name

-- Four views of a night must agree: the roster, the roll calls, the health reports and the head-count of each report. Who
-- is in one of them and not in another, or twice, is named. A head-count has no names: most of the three others say who is
-- there (in doubt the roster), and of these they are named whose group (on duty, on leave, sick, unaccounted) the report
-- counts otherwise; when no group differs, all. Of a health report only who is named counts: daybook.health_named.
CREATE FUNCTION office.reconcile(day date)
    RETURNS TABLE (committee_id int, committee text, subdistrict text, branch text, what text, names text, telephone text,
                   people int, said int)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH here AS (
    SELECT p.committee_id, p.person_id, bool_and(p.secretary) AS secretary, count(*) AS postings
      FROM daybook.posting p
     WHERE day BETWEEN p.valid_from AND p.valid_to
     GROUP BY p.committee_id, p.person_id
), stands AS (
    SELECT DISTINCT ON (r.committee_id, r.kind, r.part) r.committee_id, r.kind, r.part, r.id
      FROM daybook.record r
     WHERE r.report_date = day AND r.kind <= 3
     ORDER BY r.committee_id, r.kind, r.part, r.revision DESC
), called AS (                                   -- on post in any shift, else as the last shift has it
    SELECT e.committee_id, e.person_id, (array_agg(e.state ORDER BY e.state > 2, s.part DESC))[1] AS state,
           count(*) FILTER (WHERE e.state <= 2) AS on_post
      FROM stands s
      JOIN daybook.roll_call_entry e ON e.committee_id = s.committee_id AND e.record_id = s.id
     WHERE s.kind = 2
     GROUP BY e.committee_id, e.person_id
), well AS (
    SELECT h.committee_id, h.person_id FROM daybook.health_named h WHERE h.report_date = day
), member AS (
    SELECT k.committee_id, k.person_id, t.state, h.person_id IS NOT NULL AS posted,
           num_nonnulls(h.person_id, t.person_id, coalesce(w.person_id, h.person_id + n.person_id)) AS votes,
           1 + coalesce(s.calls, 0) + greatest(s.wells, num_nonnulls(n.person_id)) AS voices
      FROM (SELECT committee_id, person_id FROM here UNION SELECT committee_id, person_id FROM called
             UNION SELECT committee_id, person_id FROM well) k
      LEFT JOIN here h ON h.committee_id = k.committee_id AND h.person_id = k.person_id
      LEFT JOIN called t ON t.committee_id = k.committee_id AND t.person_id = k.person_id
      LEFT JOIN well w ON w.committee_id = k.committee_id AND w.person_id = k.person_id
      LEFT JOIN (SELECT DISTINCT person_id FROM well) n ON n.person_id = k.person_id
      LEFT JOIN (SELECT committee_id, max((kind = 2)::int) AS calls, max((kind = 3)::int) AS wells FROM stands
                  GROUP BY committee_id) s ON s.committee_id = k.committee_id
     WHERE h.secretary IS NOT TRUE
), heads AS (                                    -- each who is there, and how many the report has in their group
    SELECT m.committee_id, m.person_id, n.figures[a.assigned] AS assigned,
           n.figures[CASE WHEN m.state <= 2 THEN a.on_duty WHEN m.state = 3 THEN a.on_leave WHEN m.state = 4 THEN a.sick
                          WHEN m.state = 8 THEN a.unaccounted END]
           <> count(*) OVER (PARTITION BY m.committee_id, CASE WHEN m.state <= 2 THEN 1 ELSE m.state END) AS differs
      FROM member m
      JOIN stands s ON s.committee_id = m.committee_id AND s.kind = 1
      JOIN daybook.nightly_report n ON n.committee_id = s.committee_id AND n.record_id = s.id
     CROSS JOIN (SELECT max(number) FILTER (WHERE code = 'assigned_count') AS assigned,
                        max(number) FILTER (WHERE code = 'on_duty_count') AS on_duty,
                        max(number) FILTER (WHERE code = 'leave_count') AS on_leave,
                        max(number) FILTER (WHERE code = 'sick_count') AS sick,
                        max(number) FILTER (WHERE code = 'unaccounted_count') AS unaccounted
                   FROM daybook.indicator) a
     WHERE m.votes * 2 + m.posted::int > m.voices
), found AS (
    SELECT h.committee_id, h.person_id, 'POSTED_TWICE' AS what FROM here h WHERE h.postings > 1
     UNION ALL
    SELECT min(h.committee_id), h.person_id, 'NOT_ASKED'
      FROM here h
      LEFT JOIN called t ON t.person_id = h.person_id
     WHERE NOT h.secretary AND t.person_id IS NULL
     GROUP BY h.person_id
     UNION ALL
    SELECT min(t.committee_id), t.person_id, 'UNREACHED'
      FROM called t
     GROUP BY t.person_id
    HAVING bool_or(t.state = 8) AND sum(t.on_post) = 0
     UNION ALL
    SELECT t.committee_id, t.person_id, 'CALLED_TWICE' FROM called t WHERE t.on_post > 1
     UNION ALL
    SELECT min(h.committee_id), h.person_id, 'HEALTH_MISSING'
      FROM here h
      LEFT JOIN well w ON w.person_id = h.person_id
     WHERE w.person_id IS NULL
       AND NOT EXISTS (SELECT FROM daybook.health_due d WHERE d.report_date = day AND d.named IS NULL)    -- purged
     GROUP BY h.person_id
     UNION ALL
    SELECT min(w.committee_id), w.person_id, 'HEALTH_TWICE' FROM well w GROUP BY w.person_id HAVING count(*) > 1
     UNION ALL
    SELECT min(k.committee_id), k.person_id, 'NOT_ON_ROSTER'
      FROM (SELECT committee_id, person_id FROM called UNION SELECT committee_id, person_id FROM well) k
      LEFT JOIN here h ON h.committee_id = k.committee_id AND h.person_id = k.person_id
     WHERE h.person_id IS NULL
     GROUP BY k.person_id
), answer AS (
    SELECT f.committee_id, f.what, q.name AS names, q.telephone, NULL::int AS people, NULL::int AS said
      FROM found f
      JOIN daybook.person q ON q.person_id = f.person_id
     UNION ALL
    SELECT h.committee_id, 'HEADCOUNT',
           coalesce(string_agg(q.name, '、' ORDER BY q.code) FILTER (WHERE h.differs),
                    string_agg(q.name, '、' ORDER BY q.code)), NULL, count(*)::int, h.assigned
      FROM heads h
      JOIN daybook.person q ON q.person_id = h.person_id
     GROUP BY h.committee_id, h.assigned
    HAVING count(*) <> h.assigned
     UNION ALL
    SELECT h.committee_id, 'NO_REPORT', string_agg(q.name, '、' ORDER BY q.code), NULL, count(*)::int, NULL
      FROM here h
      JOIN daybook.person q ON q.person_id = h.person_id
      JOIN daybook.night d ON d.report_date = day AND d.report_date <= office.business_date()
      LEFT JOIN stands s ON s.committee_id = h.committee_id AND s.kind = 1
      LEFT JOIN daybook.excuse x ON x.committee_id = h.committee_id AND x.report_date = day
     WHERE NOT h.secretary AND s.id IS NULL AND x.committee_id IS NULL
     GROUP BY h.committee_id
)
SELECT a.committee_id, c.committee, c.subdistrict, c.branch, a.what, a.names, a.telephone, a.people, a.said
  FROM answer a
  JOIN office.committees c ON c.committee_id = a.committee_id
 ORDER BY a.committee_id, a.what, a.names;
END
$$;
COMMENT ON FUNCTION office.reconcile(date) IS
    '四方核对:名册、点名、晚间健康、报告人数,对不上的一人一行,不含健康内容 | roster, roll calls, health and head-count of a night: who does not agree, by name; nothing of anybody''s health';
GRANT EXECUTE ON FUNCTION office.reconcile(date) TO daybook_office;

-- ---------------------------------------------------------------- volunteers

CREATE TABLE daybook.volunteer (
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{1,20}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    telephone text CHECK (length(telephone) <= 40),
    unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
    party_member boolean NOT NULL,
    signed_up_at timestamptz NOT NULL,
    batch int4 CHECK (batch > 0),
    branch text CHECK (length(branch) BETWEEN 1 AND 40),
    withdrawn_on date,
    CONSTRAINT volunteer_pkey PRIMARY KEY (code),
    CONSTRAINT volunteer_withdrawn CHECK (withdrawn_on IS NULL OR batch IS NULL)
);
COMMENT ON TABLE daybook.volunteer IS
    '报名的志愿者;编号与花名册相同 | who signed up; the code is the roster''s';

CREATE VIEW office.volunteers AS
SELECT v.code, v.name, v.telephone, v.unit, v.party_member, v.signed_up_at, v.batch, v.branch, v.withdrawn_on,
       p.valid_from, p.valid_to, p.places,
       CASE WHEN v.withdrawn_on IS NOT NULL THEN 'WITHDRAWN' WHEN p.valid_to < office.business_date() THEN 'ENDED'
            WHEN p.valid_from <= office.business_date() THEN 'ACTIVE' WHEN p.valid_from IS NOT NULL THEN 'POSTED'
            WHEN v.batch IS NOT NULL THEN 'SELECTED' ELSE 'SIGNED' END AS state
  FROM daybook.volunteer v
  LEFT JOIN (SELECT q.code, min(p.valid_from) AS valid_from, max(p.valid_to) AS valid_to,
                    count(DISTINCT p.committee_id) AS places
               FROM daybook.posting p
               JOIN daybook.person q ON q.person_id = p.person_id
              GROUP BY q.code) p ON p.code = v.code;
COMMENT ON VIEW office.volunteers IS '报名的志愿者及去向 | who signed up, and where that led';
COMMENT ON COLUMN office.volunteers.state IS
    'SIGNED 已报名 / SELECTED 已入批 / POSTED 已定派驻 / ACTIVE 在岗 / ENDED 已结束 / WITHDRAWN 已退出 | how far it has come';

CREATE VIEW office.signup_hours AS
SELECT h.hour, h.signed_up, sum(h.signed_up) OVER (ORDER BY h.hour) AS so_far,
       sum(h.signed_up) OVER (ORDER BY h.hour RANGE BETWEEN interval '23 hours' PRECEDING AND CURRENT ROW) AS of_24_hours
  FROM (SELECT date_trunc('hour', signed_up_at) AS hour, count(*) AS signed_up FROM daybook.volunteer GROUP BY 1) h;
COMMENT ON VIEW office.signup_hours IS '每小时报名人数 | sign-ups by the hour';
COMMENT ON COLUMN office.signup_hours.of_24_hours IS '截至该小时的 24 小时内 | in the 24 hours that end with this one';

CREATE VIEW office.dispatch AS
SELECT unit, count(*) AS signed_up, count(*) FILTER (WHERE state = 'WITHDRAWN') AS withdrawn,
       count(*) FILTER (WHERE batch IS NOT NULL) AS selected,
       count(*) FILTER (WHERE valid_from IS NOT NULL) AS dispatched, count(*) FILTER (WHERE state = 'ACTIVE') AS active,
       round(100.0 * count(*) FILTER (WHERE valid_from IS NOT NULL)
             / nullif(count(*) FILTER (WHERE state <> 'WITHDRAWN' OR valid_from IS NOT NULL), 0), 1) AS percent
  FROM office.volunteers
 GROUP BY unit;
COMMENT ON VIEW office.dispatch IS '各单位派出率 | how many of each department were sent out';
COMMENT ON COLUMN office.dispatch.percent IS
    '已派驻占报名未退出的百分比 | dispatched, in percent of those who signed up and did not withdraw';

CREATE VIEW office.batch_forming AS
SELECT v.batch, v.branch, count(*) AS selected, count(*) FILTER (WHERE v.party_member) AS party_members,
       count(v.valid_from) AS dispatched, NULL::int8 AS off
  FROM office.volunteers v
 WHERE v.batch IS NOT NULL
 GROUP BY v.batch, v.branch
 UNION ALL
SELECT v.batch, NULL, count(*), count(*) FILTER (WHERE v.party_member), count(v.valid_from), count(*) - 30
  FROM office.volunteers v
 WHERE v.batch IS NOT NULL
 GROUP BY v.batch;
COMMENT ON VIEW office.batch_forming IS '各批次、各支部的组成 | how batches and their branches are formed';
COMMENT ON COLUMN office.batch_forming.off IS
    '与每批 30 人之差,仅全批一行有 | of the whole batch: more or less than the 30 it ought to have';

-- What sign-up and roster say that does not go together.
CREATE VIEW office.signup_differences AS
SELECT v.code, v.name, 'SELECTED_NOT_POSTED' AS what, v.batch::text AS signup_says, NULL::text AS roster_says
  FROM office.volunteers v
  JOIN daybook.batch b ON b.batch_id = v.batch AND b.valid_from <= office.business_date()
 WHERE v.valid_from IS NULL
 UNION ALL
SELECT q.code, q.name, 'POSTED_NOT_SIGNED', NULL, min(p.valid_from)::text
  FROM daybook.posting p
  JOIN daybook.person q ON q.person_id = p.person_id
  LEFT JOIN daybook.volunteer v ON v.code = q.code
 WHERE v.code IS NULL OR v.withdrawn_on < p.valid_from
 GROUP BY q.code, q.name
 UNION ALL
SELECT v.code, v.name, 'BATCH', v.batch::text, q.batch_id::text
  FROM daybook.volunteer v
  JOIN daybook.person q ON q.code = v.code AND q.batch_id <> v.batch
 UNION ALL
SELECT v.code, v.name, 'BRANCH', v.branch, string_agg(DISTINCT c.branch, '、')
  FROM daybook.volunteer v
  JOIN daybook.person q ON q.code = v.code
  JOIN daybook.posting p ON p.person_id = q.person_id
  JOIN office.committees c ON c.committee_id = p.committee_id AND c.branch <> v.branch
 GROUP BY v.code, v.name, v.branch
 UNION ALL
SELECT q.code, q.name, 'TWO_BRANCHES', NULL, string_agg(DISTINCT format('%s %s', c.branch, a.valid_from), '、')
  FROM daybook.posting a
  JOIN daybook.posting b ON b.person_id = a.person_id AND b.valid_from <= a.valid_to AND a.valid_from <= b.valid_to
  JOIN office.committees c ON c.committee_id = a.committee_id
  JOIN office.committees d ON d.committee_id = b.committee_id AND d.branch_id <> c.branch_id
  JOIN daybook.person q ON q.person_id = a.person_id
 GROUP BY q.code, q.name;
COMMENT ON VIEW office.signup_differences IS
    '报名与派驻对不上的人 | persons of whom sign-up and roster say different things';
COMMENT ON COLUMN office.signup_differences.what IS
    'SELECTED_NOT_POSTED 入批未派驻 / POSTED_NOT_SIGNED 派驻未报名 / BATCH 批次不同 / BRANCH 支部不同 / TWO_BRANCHES 同日两个支部 | what does not go together';
GRANT SELECT ON office.volunteers, office.signup_hours, office.dispatch, office.batch_forming, office.signup_differences
    TO daybook_office;

-- ---------------------------------------------------------------- importing volunteers

CREATE VIEW daybook.volunteer_column AS
SELECT field, kind, required
  FROM (VALUES ('code', 'code', true), ('name', 'name', true), ('telephone', 'name', false), ('unit', 'name', true),
               ('party_member', 'flag', true), ('signed_up_at', 'instant', true), ('batch', 'number', false),
               ('branch', 'name', false), ('withdrawn_on', 'date', false)) AS c (field, kind, required);

CREATE OR REPLACE VIEW daybook.roster_kind AS
SELECT kind, en, zh
  FROM (VALUES ('number', 'a number from 1 to 999999999', '应为 1 到 999999999 的数'),
               ('name', '1 to 40 characters', '应为 1 到 40 个字'),
               ('code', '1 to 20 letters, digits, - or _', '应为 1 到 20 个字母、数字、- 或 _'),
               ('flag', 'yes or no', '应为 yes 或 no(是 或 否)'),
               ('date', 'a date as 2020-02-17', '应为日期,如 2020-02-17'),
               ('instant', 'a day and time as 2020-02-14 09:31', '应为日期和时刻,如 2020-02-14 09:31')) AS k (kind, en, zh);

-- "2020-02-14 09:31", also with seconds and with a slash or T between; in the zone of the nights. NULL: it is none.
CREATE FUNCTION daybook.instant_of(said text) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE WHEN said ~ '^20\d\d-\d\d-\d\d[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
                THEN (daybook.date_of(left(said, 10)) + substr(said, 12)::time) AT TIME ZONE current_setting('daybook.zone')
           END;

CREATE OR REPLACE FUNCTION daybook.roster_cell_ok(kind text, said text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE kind WHEN 'number' THEN said ~ '^[1-9][0-9]{0,8}$'
                     WHEN 'name' THEN length(said) <= 40 AND said !~ '[[:cntrl:]]'
                     WHEN 'code' THEN said ~ '^[A-Za-z0-9_-]{1,20}$'
                     WHEN 'flag' THEN lower(said) IN ('yes', 'no', 'true', 'false', '1', '0', '是', '否')
                     WHEN 'date' THEN daybook.date_of(said) IS NOT NULL
                     WHEN 'instant' THEN daybook.date_of(left(said, 10)) IS NOT NULL
                                         AND said ~ '^.{10}[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$' END;

-- As roster_cells, for this file: what each cell says, and its value where it can be read.
CREATE FUNCTION daybook.volunteer_cells(said jsonb)
    RETURNS TABLE (place int8, line int4, field text, kind text, required boolean, said text, value text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH cell AS (
    SELECT r.place,
           CASE WHEN r.cells->>'line' ~ '^[0-9]{1,9}$' THEN (r.cells->>'line')::int4 ELSE r.place::int4 + 1 END AS line,
           c.field, c.kind, c.required, nullif(btrim(r.cells->>c.field, U&' \0009\3000'), '') AS said
      FROM jsonb_array_elements(volunteer_cells.said) WITH ORDINALITY AS r (cells, place)
     CROSS JOIN daybook.volunteer_column c
)
SELECT place, line, field, kind, required, said, CASE WHEN daybook.roster_cell_ok(kind, said) THEN said END FROM cell
$$;

CREATE TYPE daybook.volunteer_row AS (
    line int4, code text, name text, telephone text, unit text, party_member boolean, signed_up_at timestamptz, batch int4,
    branch text, withdrawn_on date
);

CREATE FUNCTION daybook.volunteer_rows(said jsonb) RETURNS SETOF daybook.volunteer_row
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT line, max(value) FILTER (WHERE field = 'code'), max(value) FILTER (WHERE field = 'name'),
       max(value) FILTER (WHERE field = 'telephone'), max(value) FILTER (WHERE field = 'unit'),
       lower(max(value) FILTER (WHERE field = 'party_member')) IN ('yes', 'true', '1', '是'),
       daybook.instant_of(max(value) FILTER (WHERE field = 'signed_up_at')),
       (max(value) FILTER (WHERE field = 'batch'))::int4, max(value) FILTER (WHERE field = 'branch'),
       daybook.date_of(max(value) FILTER (WHERE field = 'withdrawn_on'))
  FROM daybook.volunteer_cells(said)
 GROUP BY place, line
 ORDER BY place
$$;

CREATE FUNCTION daybook.volunteer_errors(file jsonb, said daybook.volunteer_row[])
    RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT c.line,
       CASE WHEN c.said IS NULL THEN format('%s is empty', c.field)
            ELSE format('%s "%s": must be %s', c.field, left(c.said, 40), k.en) END,
       CASE WHEN c.said IS NULL THEN format('%s 未填', c.field)
            ELSE format('%s"%s":%s', c.field, left(c.said, 40), k.zh) END
  FROM daybook.volunteer_cells(file) c
  JOIN daybook.roster_kind k ON k.kind = c.kind
 WHERE c.value IS NULL AND (c.required OR c.said IS NOT NULL)
 UNION ALL
SELECT 1, format('column "%s" is unknown', left(e.key, 40)), format('没有"%s"这一列', left(e.key, 40))
  FROM (SELECT DISTINCT o.key
          FROM jsonb_array_elements(file) AS r (cells)
         CROSS JOIN jsonb_object_keys(CASE jsonb_typeof(r.cells) WHEN 'object' THEN r.cells ELSE '{}' END) AS o (key)
         WHERE o.key <> 'line' AND o.key NOT IN (SELECT field FROM daybook.volunteer_column)) e
 UNION ALL
SELECT b.line, format('%s stands in line %s too', b.code, min(a.line)), format('%s 在第 %s 行已有', b.code, min(a.line))
  FROM unnest(said) WITH ORDINALITY AS a
  JOIN unnest(said) WITH ORDINALITY AS b ON b.code = a.code AND a.ordinality < b.ordinality
 GROUP BY b.ordinality, b.line, b.code
 UNION ALL
SELECT b.line, format('%s %s signed up as %s already, line %s', b.name, b.telephone, min(a.code), min(a.line)),
       format('%s %s 已以编号 %s 报名,第 %s 行', b.name, b.telephone, min(a.code), min(a.line))
  FROM unnest(said) WITH ORDINALITY AS a
  JOIN unnest(said) WITH ORDINALITY AS b
    ON b.name = a.name AND b.telephone = a.telephone AND b.code <> a.code AND a.ordinality < b.ordinality
 GROUP BY b.ordinality, b.line, b.name, b.telephone
 UNION ALL
SELECT r.line, format('%s %s signed up as %s already', r.name, r.telephone, min(v.code)),
       format('%s %s 已以编号 %s 报名', r.name, r.telephone, min(v.code))
  FROM unnest(said) r
  JOIN daybook.volunteer v ON v.name = r.name AND v.telephone = r.telephone AND v.code <> r.code
  LEFT JOIN unnest(said) n ON n.code = v.code                         -- one that the file itself sets anew
 WHERE n.code IS NULL
 GROUP BY r.line, r.name, r.telephone
 UNION ALL
SELECT r.line, format('%s is %s in the roster, not %s', r.code, q.name, r.name),
       format('%s 在花名册中是 %s,不是 %s', r.code, q.name, r.name)
  FROM unnest(said) r
  JOIN daybook.person q ON q.code = r.code AND q.name <> r.name
 UNION ALL
SELECT line, format('signed_up_at %s is still to come', to_char(a.at, 'YYYY-MM-DD HH24:MI')),
       format('signed_up_at %s 还没有到', to_char(a.at, 'YYYY-MM-DD HH24:MI'))
  FROM (SELECT line, signed_up_at, signed_up_at AT TIME ZONE current_setting('daybook.zone') AS at FROM unnest(said)) a
 WHERE signed_up_at > now() + interval '1 hour'
 UNION ALL
SELECT line, format('withdrawn on %s, so in no batch', withdrawn_on), format('已于 %s 退出,不能再入批', withdrawn_on)
  FROM unnest(said) WHERE withdrawn_on IS NOT NULL AND batch IS NOT NULL
$$;

CREATE FUNCTION office.import_volunteers(said jsonb) RETURNS TABLE (volunteers int, added int, changed int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    read daybook.volunteer_row[];
    lines_en text;
    lines_zh text;
    stored int;
BEGIN
    IF coalesce(jsonb_typeof(said), '') <> 'array' OR said = '[]' THEN
        PERFORM daybook.fail('DB081', 'the file has no volunteers', '文件里没有志愿者');
    END IF;
    LOCK TABLE daybook.volunteer IN SHARE ROW EXCLUSIVE MODE;          -- imports come one after the other
    read := ARRAY(SELECT r FROM daybook.volunteer_rows(said) r);
    SELECT string_agg(format('line %s: %s', e.line, e.en), E'\n' ORDER BY e.line, e.en),
           string_agg(format('第 %s 行:%s', e.line, e.zh), E'\n' ORDER BY e.line, e.en)
      INTO lines_en, lines_zh
      FROM (SELECT * FROM daybook.volunteer_errors(said, read) ORDER BY 1, 2 LIMIT 200) e;
    IF lines_en IS NOT NULL THEN
        PERFORM daybook.fail('DB082', lines_en, lines_zh);
    END IF;
    volunteers := cardinality(read);
    SELECT count(*) INTO added FROM unnest(read) r LEFT JOIN daybook.volunteer v ON v.code = r.code WHERE v.code IS NULL;
    INSERT INTO daybook.volunteer AS v (code, name, telephone, unit, party_member, signed_up_at, batch, branch, withdrawn_on)
    SELECT code, name, telephone, unit, party_member, signed_up_at, batch, branch, withdrawn_on FROM unnest(read)
        ON CONFLICT (code) DO UPDATE
       SET name = excluded.name, telephone = coalesce(excluded.telephone, v.telephone), unit = excluded.unit,
           party_member = excluded.party_member, signed_up_at = excluded.signed_up_at, batch = excluded.batch,
           branch = excluded.branch, withdrawn_on = excluded.withdrawn_on
     WHERE (v.name, v.telephone, v.unit, v.party_member, v.signed_up_at, v.batch, v.branch, v.withdrawn_on)
           IS DISTINCT FROM
           (excluded.name, coalesce(excluded.telephone, v.telephone), excluded.unit, excluded.party_member,
            excluded.signed_up_at, excluded.batch, excluded.branch, excluded.withdrawn_on);
    GET DIAGNOSTICS stored = ROW_COUNT;
    changed := stored - added;
    PERFORM daybook.note_act('import_volunteers', format('%s', volunteers), '',
                             jsonb_build_object('added', added, 'changed', changed));
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION office.import_volunteers(jsonb) IS
    '导入报名的志愿者:一次报全所有错误,要么全部要么全不;重复导入不改变什么 | imports who signed up: all errors at once, all or nothing; safe to repeat';
GRANT EXECUTE ON FUNCTION office.import_volunteers(jsonb) TO daybook_office;

-- ---------------------------------------------------------------- no overlapping postings

-- Nobody is posted in two branches on the same day. At several committees of one branch a person may be.
ALTER FUNCTION daybook.roster_clashes(daybook.roster_row[]) RENAME TO roster_posting_clashes;

CREATE FUNCTION daybook.roster_clashes(said daybook.roster_row[]) RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH place AS (
    SELECT DISTINCT committee_id, branch FROM unnest(said)
     UNION
    SELECT c.committee_id, c.branch FROM office.committees c WHERE c.committee_id NOT IN (SELECT committee_id FROM unnest(said)
                                                                                          WHERE committee_id IS NOT NULL)
), post AS (
    SELECT line, person_code, committee_id, valid_from, valid_to FROM unnest(said)
     UNION ALL
    SELECT NULL, q.code, p.committee_id, p.valid_from, p.valid_to
      FROM daybook.posting p
      JOIN daybook.person q ON q.person_id = p.person_id
     WHERE NOT EXISTS (SELECT FROM unnest(said) n                        -- one that the file itself sets anew
                        WHERE n.person_code = q.code AND n.committee_id = p.committee_id AND n.valid_from = p.valid_from)
)
SELECT * FROM daybook.roster_posting_clashes(said)
 UNION ALL
SELECT b.line,
       format('%s is posted in %s from %s to %s, and on the same days in %s', b.person_code, min(y.branch), b.valid_from,
              b.valid_to, min(x.branch)),
       format('%s 在 %s 派驻 %s 至 %s,同时又在 %s', b.person_code, min(y.branch), b.valid_from, b.valid_to, min(x.branch))
  FROM post a
  JOIN post b ON b.person_code = a.person_code AND b.line IS NOT NULL AND (a.line IS NULL OR a.line < b.line)
             AND a.valid_from <= b.valid_to AND b.valid_from <= a.valid_to
  JOIN place x ON x.committee_id = a.committee_id
  JOIN place y ON y.committee_id = b.committee_id AND y.branch <> x.branch
 GROUP BY b.line, b.person_code, b.valid_from, b.valid_to
$$;
