-- 0033 form changes: the form as rows that people edit in a spreadsheet, and the act that loads them as a new version.
--
-- A row is a group, a figure or a rule. A version is never changed: a new one takes effect from a date on, the one
-- before ends the day before, and clients get it by themselves. A figure that is new must say who wants it, in which output it
-- is used and until when it is asked. All errors are told at once, and nothing is loaded unless all is right.

CREATE VIEW office.form AS
SELECT *
  FROM (SELECT version, active_from, active_to FROM daybook.form_version) v
  JOIN (SELECT g.version, 1 AS part, g.position, 'group' AS "row", g.code, NULL::text AS "group", g.label_zh,
               g.label_en, NULL::text AS unit_zh, NULL::text AS unit_en, NULL::int4 AS least, NULL::int4 AS most,
               NULL::boolean AS required, NULL::boolean AS alarm, NULL::boolean AS stock, NULL::text AS owner,
               NULL::text AS output, NULL::date AS until, NULL::text AS severity, NULL::text AS formula,
               NULL::text AS text_zh, NULL::text AS text_en
          FROM daybook.form_group g
         UNION ALL
        SELECT f.version, 2, f.position, 'figure', i.code, f.group_code, f.label_zh, f.label_en, f.unit_zh, f.unit_en,
               f.least, f.most, f.required, f.alarm, coalesce(q.stock, false), q.owner, q.output, q.asked_until,
               NULL, NULL, NULL, NULL
          FROM daybook.form_indicator f
          JOIN daybook.indicator i ON i.number = f.number
          LEFT JOIN daybook.question q ON q.number = f.number
         UNION ALL
        SELECT r.version, 3, r.position, 'rule', r.code, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, lower(s.name), t.formula || ' ' || r.relation || ' ' || r.bound, r.text_zh, r.text_en
          FROM daybook.form_rule r
          JOIN daybook.code_list s ON s.list = 'severity' AND s.number = r.severity
          JOIN (SELECT t.version, t.rule_code,
                       ltrim(string_agg(CASE WHEN t.coefficient < 0 THEN '- ' ELSE '+ ' END
                                        || CASE WHEN abs(t.coefficient) = 1 THEN '' ELSE abs(t.coefficient) || '*' END
                                        || i.code, ' ' ORDER BY t.coefficient < 0, t.number), '+ ') AS formula
                  FROM daybook.form_rule_term t
                  JOIN daybook.indicator i ON i.number = t.number
                 GROUP BY t.version, t.rule_code) t ON t.version = r.version AND t.rule_code = r.code) r
 USING (version);
COMMENT ON VIEW office.form IS
    '表单各版本:组、指标、规则各一行 | the versions of the form: a row a group, figure and rule';
COMMENT ON COLUMN office.form.until IS '问到哪天为止 | the last day on which it is asked';

-- One row of the file. What cannot be read is NULL here, and an error in form_errors.
CREATE TYPE daybook.form_row AS (
    line int4, "row" text, code text, "group" text, label_zh text, label_en text, unit_zh text, unit_en text,
    least int8, most int8, required boolean, alarm boolean, stock boolean, owner text, output text, until date, severity text,
    formula text, text_zh text, text_en text
);

CREATE FUNCTION daybook.form_cell(cells jsonb, field text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN nullif(btrim(cells->>field, U&' \0009\3000'), '');

CREATE FUNCTION daybook.form_flag(cells jsonb, field text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE WHEN daybook.form_cell(cells, field) IS NULL THEN false
                WHEN lower(daybook.form_cell(cells, field)) IN ('yes', 'true', '1', 't', '是') THEN true
                WHEN lower(daybook.form_cell(cells, field)) IN ('no', 'false', '0', 'f', '否') THEN false END;

CREATE FUNCTION daybook.form_number(cells jsonb, field text) RETURNS int8
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE WHEN daybook.form_cell(cells, field) ~ '^[0-9]{1,10}$' THEN daybook.form_cell(cells, field)::int8 END;

CREATE FUNCTION daybook.form_rows(said jsonb) RETURNS SETOF daybook.form_row
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT CASE WHEN r.cells->>'line' ~ '^[0-9]{1,9}$' THEN (r.cells->>'line')::int4 ELSE r.place::int4 + 1 END,
       lower(daybook.form_cell(r.cells, 'row')), daybook.form_cell(r.cells, 'code'),
       daybook.form_cell(r.cells, 'group'),
       daybook.form_cell(r.cells, 'label_zh'), daybook.form_cell(r.cells, 'label_en'),
       daybook.form_cell(r.cells, 'unit_zh'), daybook.form_cell(r.cells, 'unit_en'),
       daybook.form_number(r.cells, 'least'), daybook.form_number(r.cells, 'most'),
       daybook.form_flag(r.cells, 'required'), daybook.form_flag(r.cells, 'alarm'), daybook.form_flag(r.cells, 'stock'),
       daybook.form_cell(r.cells, 'owner'), daybook.form_cell(r.cells, 'output'),
       daybook.date_of(daybook.form_cell(r.cells, 'until')), lower(daybook.form_cell(r.cells, 'severity')),
       daybook.form_cell(r.cells, 'formula'), daybook.form_cell(r.cells, 'text_zh'),
       daybook.form_cell(r.cells, 'text_en')
  FROM jsonb_array_elements(said) WITH ORDINALITY AS r (cells, place)
 ORDER BY r.place
$$;

-- A formula as terms, all on the left: "2*a - b + 3 >= c" is a 2, b -1, c -1, and NULL -3 as the bound. No rows: it is
-- no formula.
CREATE FUNCTION daybook.form_terms(formula text) RETURNS TABLE (code text, coefficient int8)
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH half AS (
    SELECT s.side, s.said
      FROM (SELECT regexp_replace(formula, '\s', '', 'g') AS whole) f
     CROSS JOIN LATERAL (VALUES (1, substring(f.whole FROM '^([^<>=]+)(?:<=|>=|=)[^<>=]+$')),
                                (-1, substring(f.whole FROM '^[^<>=]+(?:<=|>=|=)([^<>=]+)$'))) AS s (side, said)
)
SELECT t.m[3],
       sum(h.side * CASE t.m[1] WHEN '-' THEN -1 ELSE 1 END * coalesce(t.m[2], '1')::int8 * coalesce(t.m[4], '1')::int8)
           ::int8 * CASE WHEN t.m[3] IS NULL THEN -1 ELSE 1 END
  FROM half h
 CROSS JOIN LATERAL regexp_matches(h.said, '([+-]?)(?:(?:([0-9]{1,7})\*)?([a-z][a-z0-9_]{2,39})|([0-9]{1,12}))', 'g')
            AS t (m)
 WHERE (SELECT bool_and(coalesce(said ~
           '^[+-]?(([0-9]{1,7}\*)?[a-z][a-z0-9_]{2,39}|[0-9]{1,12})([+-](([0-9]{1,7}\*)?[a-z][a-z0-9_]{2,39}|[0-9]{1,12}))*$',
           false)) FROM half)
 GROUP BY t.m[3]
$$;

CREATE FUNCTION daybook.form_relation(formula text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN substring(formula FROM '<=|>=|=');

CREATE FUNCTION daybook.form_errors(said daybook.form_row[], day date) RETURNS TABLE (line int4, en text, zh text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT r.line, c.en, c.zh
  FROM unnest(said) r
 CROSS JOIN LATERAL (VALUES
       (coalesce(r.row, '') NOT IN ('group', 'figure', 'rule'), 'row must be group, figure or rule',
        'row 应为 group、figure 或 rule'),
       (coalesce(r.row, '') IN ('group', 'figure')
        AND coalesce(r.code, '') !~ CASE r.row WHEN 'group' THEN '^[a-z][a-z0-9_]{1,39}$'
                                               ELSE '^[a-z][a-z0-9_]{2,39}$' END,
        format('code "%s": must be a-z, 0-9 and _, beginning with a letter', left(r.code, 50)),
        format('code"%s":应为小写字母、数字和 _,以字母开头', left(r.code, 50))),
       (r.row = 'rule' AND coalesce(r.code, '') !~ '^[A-Za-z0-9._-]{1,40}$',
        format('code "%s": must be letters, digits, . _ and -', left(r.code, 50)),
        format('code"%s":应为字母、数字、. _ 或 -', left(r.code, 50))),
       (r.row IN ('group', 'figure') AND (coalesce(length(r.label_zh), 0) NOT BETWEEN 1 AND 40
                                          OR coalesce(length(r.label_en), 0) NOT BETWEEN 1 AND 80),
        'label_zh is 1 to 40 characters, label_en 1 to 80', 'label_zh 为 1 到 40 字,label_en 为 1 到 80 字'),
       (r.row = 'figure' AND (coalesce(length(r.unit_zh), 0) NOT BETWEEN 1 AND 8
                              OR coalesce(length(r.unit_en), 0) NOT BETWEEN 1 AND 16),
        'unit_zh is 1 to 8 characters, unit_en 1 to 16', 'unit_zh 为 1 到 8 字,unit_en 为 1 到 16 字'),
       (r.row = 'figure' AND NOT coalesce(r.least <= r.most AND r.most <= 1000000000, false),
        'least and most are numbers from 0 to 1000000000, least not above most',
        'least 和 most 应为 0 到 1000000000 的数,least 不大于 most'),
       (r.row = 'figure' AND (r.required IS NULL OR r.alarm IS NULL OR r.stock IS NULL),
        'required, alarm and stock are yes or no', 'required、alarm、stock 应为 yes 或 no(是 或 否)'),
       (r.row = 'figure' AND NOT EXISTS (SELECT FROM unnest(said) g WHERE g.row = 'group' AND g.code = r.group),
        format('there is no group "%s" in the file', left(coalesce(r.group, ''), 40)),
        format('文件里没有"%s"这一组', left(coalesce(r.group, ''), 40))),
       (r.row = 'figure' AND NOT EXISTS (SELECT FROM daybook.indicator i JOIN daybook.question q USING (number)
                                             WHERE i.code = r.code)
        AND (r.owner IS NULL OR r.output IS NULL OR r.until IS NULL),
        format('%s is a new question: it needs an owner, an output and a date until which it is asked', r.code),
        format('%s 是新问题:须写明 owner(谁要)、output(用在哪张表)、until(问到哪天)', r.code)),
       (r.row = 'figure' AND (length(r.owner) > 40 OR length(r.output) > 80),
        'owner is at most 40 characters, output 80', 'owner 不超过 40 字,output 不超过 80 字'),
       (r.row = 'figure' AND r.until < day,
        format('%s is asked until %s: leave it out from %s on, or give a later date', r.code, r.until, day),
        format('%s 只问到 %s:自 %s 起应去掉,或改为更晚的日期', r.code, r.until, day)),
       (r.row = 'rule' AND coalesce(r.severity, '') NOT IN ('error', 'warning'), 'severity is error or warning',
        'severity 应为 error 或 warning'),
       (r.row = 'rule' AND (coalesce(length(r.text_zh), 0) NOT BETWEEN 4 AND 200
                            OR coalesce(length(r.text_en), 0) NOT BETWEEN 4 AND 300),
        'text_zh is 4 to 200 characters, text_en 4 to 300', 'text_zh 为 4 到 200 字,text_en 为 4 到 300 字'),
       (r.row = 'rule' AND NOT EXISTS (SELECT FROM daybook.form_terms(r.formula) t
                                        WHERE t.code IS NOT NULL AND t.coefficient <> 0),
        format('formula "%s": write it as on_duty_count + leave_count <= assigned_count', left(r.formula, 60)),
        format('formula"%s":应写成 on_duty_count + leave_count <= assigned_count 这样', left(r.formula, 60)))
       ) AS c (wrong, en, zh)
 WHERE c.wrong
 UNION ALL
SELECT r.line, format('rule %s: there is no figure "%s" in the file', r.code, t.code),
       format('规则 %s:文件里没有"%s"这个指标', r.code, t.code)
  FROM unnest(said) r
 CROSS JOIN LATERAL daybook.form_terms(r.formula) t
 WHERE r.row = 'rule' AND t.code IS NOT NULL
   AND t.code NOT IN (SELECT f.code FROM unnest(said) f WHERE f.row = 'figure' AND f.code IS NOT NULL)
 UNION ALL
SELECT r.line, format('rule %s: more than 16 figures', r.code), format('规则 %s:指标多于 16 个', r.code)
  FROM unnest(said) r
 WHERE r.row = 'rule' AND (SELECT count(t.code) FROM daybook.form_terms(r.formula) t) > 16
 UNION ALL                                          -- what no report could ever satisfy
SELECT x.line, format('rule %s can never hold: its sum lies between %s and %s', x.code, x.low, x.high),
       format('规则 %s 永远不成立:其和只能在 %s 到 %s 之间', x.code, x.low, x.high)
  FROM (SELECT r.line, r.code, daybook.form_relation(r.formula) AS relation,
               coalesce(max(t.coefficient) FILTER (WHERE t.code IS NULL), 0) AS bound,
               sum(t.coefficient * CASE WHEN t.coefficient > 0 THEN f.least ELSE f.most END) AS low,
               sum(t.coefficient * CASE WHEN t.coefficient > 0 THEN f.most ELSE f.least END) AS high
          FROM unnest(said) r
         CROSS JOIN LATERAL daybook.form_terms(r.formula) t
          LEFT JOIN unnest(said) f ON f.row = 'figure' AND f.code = t.code
         WHERE r.row = 'rule'
         GROUP BY r.line, r.code, r.formula) x
 WHERE (x.relation <> '>=' AND x.low > x.bound) OR (x.relation <> '<=' AND x.high < x.bound)
 UNION ALL
SELECT x.line, format('%s %s stands in line %s already', x.row, x.code, x.first),
       format('%s %s 已在第 %s 行', x.row, x.code, x.first)
  FROM (SELECT r.line, r.row, r.code, first_value(r.line) OVER (PARTITION BY r.row, r.code ORDER BY r.line) AS first
          FROM unnest(said) r WHERE r.code IS NOT NULL) x
 WHERE x.line <> x.first
 UNION ALL
SELECT 1, format('%s figures and %s rules: at most 160 and 128', x.figures, x.rules),
       format('指标 %s 个、规则 %s 条:最多 160 个、128 条', x.figures, x.rules)
  FROM (SELECT count(*) FILTER (WHERE r.row = 'figure') AS figures, count(*) FILTER (WHERE r.row = 'rule') AS rules
          FROM unnest(said) r) x
 WHERE x.figures NOT BETWEEN 1 AND 160 OR x.rules > 128
$$;

-- Reads and checks a file; its errors are told at once.
CREATE FUNCTION daybook.need_form(said jsonb, day date) RETURNS daybook.form_row[]
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    form_rows daybook.form_row[];
    lines_en text;
    lines_zh text;
BEGIN
    IF coalesce(jsonb_typeof(said), '') <> 'array' OR said = '[]' THEN
        PERFORM daybook.fail('DB042', 'the form has no rows', '表单没有内容');
    END IF;
    form_rows := ARRAY(SELECT r FROM daybook.form_rows(said) r);
    SELECT string_agg(format('line %s: %s', e.line, e.en), E'\n' ORDER BY e.line, e.en),
           string_agg(format('第 %s 行:%s', e.line, e.zh), E'\n' ORDER BY e.line, e.en)
      INTO lines_en, lines_zh
      FROM (SELECT * FROM daybook.form_errors(form_rows, day) ORDER BY 1, 2 LIMIT 200) e;
    IF lines_en IS NOT NULL THEN
        PERFORM daybook.fail('DB042', lines_en, lines_zh);
    END IF;
    RETURN form_rows;
END
$$;

CREATE FUNCTION office.form_changes(said jsonb)
    RETURNS TABLE ("row" text, code text, field text, was text, now text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    RETURN QUERY
    WITH current AS (
        SELECT f.row, f.code, jsonb_strip_nulls(to_jsonb(f) - ARRAY['version', 'active_from', 'active_to', 'part',
                                                                    'position', 'row', 'code']) AS cells
          FROM office.form f WHERE f.version = (SELECT max(v.version) FROM daybook.form_version v)
    ), wanted AS (
        SELECT r.row, r.code,
               jsonb_strip_nulls(to_jsonb(r) - ARRAY['line', 'row', 'code']
                                 - CASE WHEN r.row = 'figure' THEN '{}'::text[] ELSE ARRAY['required', 'alarm', 'stock']
                                   END) AS cells
          FROM unnest(daybook.need_form(said, office.business_date())) r
    )
    SELECT coalesce(a.row, b.row), coalesce(a.code, b.code), k.key, a.cells->>k.key, b.cells->>k.key
      FROM current a
      FULL JOIN wanted b ON b.row = a.row AND b.code = a.code
     CROSS JOIN LATERAL (SELECT jsonb_object_keys(coalesce(a.cells, '{}') || coalesce(b.cells, '{}')) AS key) k
     WHERE a.cells->>k.key IS DISTINCT FROM b.cells->>k.key
       AND NOT (a.code IS NOT NULL AND b.code IS NOT NULL AND k.key IN ('owner', 'output', 'until')
                AND b.cells->>k.key IS NULL)
     ORDER BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION office.form_changes(jsonb) IS
    '一份表单文件与现行最新版相比改了什么,不载入 | what a file would change of the newest version; loads nothing';

CREATE FUNCTION office.load_form(day date, said jsonb, reason text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    form_rows daybook.form_row[];
    newest daybook.form_version;
    made int;
BEGIN
    PERFORM daybook.need_reason(reason);
    LOCK TABLE daybook.form_version IN SHARE ROW EXCLUSIVE MODE;          -- forms are loaded one after the other
    SELECT * INTO newest FROM daybook.form_version ORDER BY version DESC LIMIT 1;
    IF NOT coalesce(day > office.business_date() AND day > newest.active_from, false) THEN
        PERFORM daybook.fail('DB043',
            format('a form takes effect tomorrow or later, and after %s, when version %s does; not on %s',
                   newest.active_from, newest.version, day),
            format('表单最早明天生效,且须晚于第 %s 版的 %s;不能是 %s', newest.version, newest.active_from, day));
    END IF;
    form_rows := daybook.need_form(said, day);
    made := newest.version + 1;
    INSERT INTO daybook.form_version (version, active_from, note) VALUES (made, day, reason);
    UPDATE daybook.form_version SET active_to = day - 1
     WHERE version < made AND coalesce(active_to, 'infinity') >= day;

    INSERT INTO daybook.indicator (number, code)
    SELECT (SELECT max(i.number) FROM daybook.indicator i) + row_number() OVER (ORDER BY r.line), r.code
      FROM unnest(form_rows) r
     WHERE r.row = 'figure' AND r.code NOT IN (SELECT i.code FROM daybook.indicator i);
    INSERT INTO daybook.question AS q (number, stock, owner, output, asked_until)
    SELECT i.number, r.stock, r.owner, r.output, r.until
      FROM unnest(form_rows) r
      JOIN daybook.indicator i ON i.code = r.code
      LEFT JOIN daybook.question k ON k.number = i.number
     WHERE r.row = 'figure' AND k.number IS NULL;
    UPDATE daybook.question q
       SET stock = r.stock, owner = coalesce(r.owner, q.owner), output = coalesce(r.output, q.output),
           asked_until = coalesce(r.until, q.asked_until)
      FROM unnest(form_rows) r
      JOIN daybook.indicator i ON i.code = r.code
     WHERE q.number = i.number AND r.row = 'figure';

    INSERT INTO daybook.form_group (version, position, code, label_zh, label_en)
    SELECT made, row_number() OVER (ORDER BY r.line), r.code, r.label_zh, r.label_en
      FROM unnest(form_rows) r WHERE r.row = 'group';
    INSERT INTO daybook.form_indicator (version, number, position, group_code, label_zh, label_en, unit_zh, unit_en,
                                        least, most, required, alarm)
    SELECT made, i.number, row_number() OVER (ORDER BY g.position, r.line), r.group, r.label_zh, r.label_en, r.unit_zh,
           r.unit_en, r.least, r.most, r.required, r.alarm
      FROM unnest(form_rows) r
      JOIN daybook.indicator i ON i.code = r.code
      JOIN daybook.form_group g ON g.version = made AND g.code = r.group
     WHERE r.row = 'figure';
    INSERT INTO daybook.form_rule (version, position, code, severity, relation, bound, text_zh, text_en)
    SELECT made, row_number() OVER (ORDER BY r.line), r.code, CASE r.severity WHEN 'error' THEN 1 ELSE 2 END,
           daybook.form_relation(r.formula),
           coalesce((SELECT t.coefficient FROM daybook.form_terms(r.formula) t WHERE t.code IS NULL), 0),
           r.text_zh, r.text_en
      FROM unnest(form_rows) r WHERE r.row = 'rule';
    INSERT INTO daybook.form_rule_term (version, rule_code, number, coefficient)
    SELECT made, r.code, i.number, t.coefficient
      FROM unnest(form_rows) r
     CROSS JOIN LATERAL daybook.form_terms(r.formula) t
      JOIN daybook.indicator i ON i.code = t.code
     WHERE r.row = 'rule' AND t.coefficient <> 0;

    PERFORM daybook.refresh_figures();
    PERFORM daybook.note_act('load_form', format('version %s from %s', made, day), reason,
                             jsonb_build_object('figures', (SELECT count(*) FROM daybook.form_indicator
                                                             WHERE version = made)));
    RETURN made;
END
$$;
COMMENT ON FUNCTION office.load_form(date, jsonb, text) IS
    '载入表单新版,自某日起生效,返回版本号;一次报全所有错误,要么全部要么全不 | loads a new version of the form that takes effect from a date on; all errors at once, all or nothing';

GRANT SELECT ON office.form TO daybook_office;
GRANT EXECUTE ON FUNCTION office.form_changes(jsonb), office.load_form(date, jsonb, text) TO daybook_office;
