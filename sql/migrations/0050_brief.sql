-- 0050 brief: the night as of a moment, kept as it was counted; and what has changed of it since.
--
-- Making a brief is an act. It keeps every number as the cells it is the sum of, a row a committee, each with the
-- record it was read from, so that every number leads to committees and revisions, and the brief prints the same for
-- ever: names, labels, states and telephones are kept as they were. Texts are not copied. They are read from the record
-- that was counted, which no correction changes; so what redact or purge removes is gone from briefs too, and its place
-- says so.
--
-- As of a moment means: reports, excuses and returns known then, the office's steps taken by then. The roster has no
-- history: it is that of the moment the brief is made. How far a report that is missing had come is not kept either:
-- where that moment is past and nothing is known of it, the state is MISSING and no more is said.
--
-- What has changed since is found by counting again what the same moment would say with all that is known now, and
-- comparing cell by cell: the same functions make both sides.

CREATE TABLE daybook.brief (
    brief_id int4 NOT NULL GENERATED ALWAYS AS IDENTITY,
    report_date date NOT NULL,
    as_of timestamptz NOT NULL,
    opens timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    made_by text NOT NULL DEFAULT session_user,
    CONSTRAINT brief_pkey PRIMARY KEY (brief_id),
    CONSTRAINT brief_moment_key UNIQUE (report_date, as_of),
    CONSTRAINT brief_moment CHECK (as_of <= made_at),
    CONSTRAINT brief_night_fkey FOREIGN KEY (report_date) REFERENCES daybook.night
);
COMMENT ON TABLE daybook.brief IS '简报:哪一晚、截至何时、谁做的 | briefs: of which night, as of when, made by whom';

CREATE TABLE daybook.brief_label (
    brief_id int4 NOT NULL,
    subject text NOT NULL,
    code text NOT NULL,
    position int4 NOT NULL,
    group_zh text NOT NULL,
    group_en text NOT NULL,
    label_zh text NOT NULL,
    label_en text NOT NULL,
    unit_zh text NOT NULL,
    unit_en text NOT NULL,
    CONSTRAINT brief_label_pkey PRIMARY KEY (brief_id, subject, code),
    CONSTRAINT brief_label_brief_fkey FOREIGN KEY (brief_id) REFERENCES daybook.brief
);
COMMENT ON TABLE daybook.brief_label IS '简报中各数的名称,按当时表单 | what the numbers of a brief are called, by the form of then';

CREATE TABLE daybook.brief_committee (
    committee_id int4 NOT NULL,
    brief_id int4 NOT NULL,
    committee text NOT NULL,
    subdistrict text NOT NULL,
    branch text NOT NULL,
    status text NOT NULL CHECK (status IN ('REPORTED', 'EXCUSED', 'MISSING', 'UNEXPECTED', 'NOT_EXPECTED')),
    state text NOT NULL,
    state_since timestamptz,
    percent int2,
    held_reason text,
    reason text,
    contact text,
    contact_telephone text,
    record_id uuid,
    sender text,
    CONSTRAINT brief_committee_pkey PRIMARY KEY (committee_id, brief_id),
    CONSTRAINT brief_committee_reported CHECK ((record_id IS NULL) = (status NOT IN ('REPORTED', 'UNEXPECTED'))),
    CONSTRAINT brief_committee_brief_fkey FOREIGN KEY (brief_id) REFERENCES daybook.brief,
    CONSTRAINT brief_committee_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee,
    CONSTRAINT brief_committee_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
CREATE INDEX brief_committee_brief ON daybook.brief_committee (brief_id);
COMMENT ON TABLE daybook.brief_committee IS
    '简报中的居委会:名称、状态、联系人,按当时 | the committees of a brief: name, state, whom to call, as of then';

CREATE TABLE daybook.brief_number (
    committee_id int4 NOT NULL,
    brief_id int4 NOT NULL,
    subject text NOT NULL,
    code text NOT NULL,
    value int8,
    state text NOT NULL CHECK (state IN ('NUMBER', 'NOT_FILLED', 'NOT_ASKED', 'NOT_REPORTED', 'EXCUSED', 'REMOVED')),
    record_id uuid,
    CONSTRAINT brief_number_pkey PRIMARY KEY (committee_id, brief_id, subject, code),
    CONSTRAINT brief_number_value CHECK ((value IS NULL) = (state <> 'NUMBER')),
    CONSTRAINT brief_number_committee_fkey FOREIGN KEY (committee_id, brief_id) REFERENCES daybook.brief_committee,
    CONSTRAINT brief_number_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
CREATE INDEX brief_number_brief ON daybook.brief_number (brief_id);
COMMENT ON TABLE daybook.brief_number IS
    '简报中每个数的来处:一个居委会一格 | what each number of a brief is the sum of: a cell a committee';

CREATE TABLE daybook.brief_item (
    committee_id int4 NOT NULL,
    brief_id int4 NOT NULL,
    subject text NOT NULL CHECK (subject IN ('case', 'risk')),
    record_id uuid NOT NULL,
    position int2 NOT NULL,
    category_zh text NOT NULL,
    category_en text NOT NULL,
    risk_id text,
    severity int2,
    state text,
    owner text,
    first_night date,
    nights int4,
    raised_at timestamptz,
    CONSTRAINT brief_item_pkey PRIMARY KEY (committee_id, brief_id, subject, record_id, position),
    CONSTRAINT brief_item_committee_fkey FOREIGN KEY (committee_id, brief_id) REFERENCES daybook.brief_committee,
    CONSTRAINT brief_item_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
CREATE INDEX brief_item_brief ON daybook.brief_item (brief_id);
COMMENT ON TABLE daybook.brief_item IS
    '简报中的案例和风险点:出自哪份报告的第几条 | cases and risk points of a brief: which item of which record';

-- ---------------------------------------------------------------- what was known at a moment

CREATE FUNCTION daybook.standing_at(first date, last date, known timestamptz)
    RETURNS TABLE (committee_id int4, report_date date, kind int2, part int2, record_id uuid, revision int4,
                   form_version int4, timeliness int2, received_at timestamptz, person_id int4)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT DISTINCT ON (r.committee_id, r.report_date, r.kind, r.part)
       r.committee_id, r.report_date, r.kind, r.part, r.id, r.revision, r.form_version, r.timeliness, r.received_at,
       r.person_id
  FROM daybook.record r
 WHERE r.report_date BETWEEN first AND last AND r.received_at <= known
 ORDER BY r.committee_id, r.report_date, r.kind, r.part, r.revision DESC
$$;
COMMENT ON FUNCTION daybook.standing_at(date, date, timestamptz) IS
    '某一时刻各份的最新版 | the newest revisions, as of a moment';

-- An excuse that was withdrawn leaves no row, but its acts stand in the audit.
CREATE FUNCTION daybook.excused_at(day date, known timestamptz)
    RETURNS TABLE (committee_id int4, since timestamptz, reason text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH act AS (
    SELECT DISTINCT ON (a.subject) split_part(a.subject, ' ', 1)::int4 AS committee_id, a.act, a.at, a.reason
      FROM daybook.audit a
     WHERE a.act IN ('excuse', 'withdraw_excuse') AND a.subject LIKE '% ' || day AND a.at <= known
     ORDER BY a.subject, a.at DESC, a.audit_id DESC
)
SELECT act.committee_id, act.at, act.reason FROM act WHERE act.act = 'excuse'
 UNION ALL
SELECT x.committee_id, x.excused_at, x.reason
  FROM daybook.excuse x
  LEFT JOIN act ON act.committee_id = x.committee_id
 WHERE x.report_date = day AND x.excused_at <= known AND act.committee_id IS NULL
$$;

-- Every committee of the roster and where it stood. The state of what is missing: held; else as an open client said,
-- where that was said by then and holds still; else nothing is known of it.
CREATE FUNCTION daybook.brief_committee_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (committee_id int4, committee text, subdistrict text, branch text, status text, state text,
                   state_since timestamptz, percent int2, held_reason text, reason text, contact text,
                   contact_telephone text, record_id uuid, sender text, form_version int4, timeliness int2)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH expected AS (
    SELECT p.committee_id, coalesce(min(q.code) FILTER (WHERE p.secretary), min(q.code)) AS contact_code
      FROM daybook.posting p
      JOIN daybook.person q ON q.person_id = p.person_id
     WHERE day BETWEEN p.valid_from AND p.valid_to
     GROUP BY p.committee_id
), held AS (
    SELECT DISTINCT ON (h.committee_id) h.committee_id, h.reason, h.first_at
      FROM daybook.held h
      LEFT JOIN daybook.record r ON r.committee_id = h.committee_id AND r.id = h.id AND r.received_at <= known
     WHERE h.kind = 1 AND h.report_date = day AND h.first_at <= moment AND r.id IS NULL
     ORDER BY h.committee_id, h.last_at DESC, h.id
), opened AS (
    SELECT DISTINCT ON (p.committee_id) p.committee_id, p.state, p.since, p.percent
      FROM daybook.presence p
     WHERE p.report_date = day AND p.since <= moment
     ORDER BY p.committee_id, p.last_at DESC, p.person_id
), placed AS (
    SELECT c.committee_id, c.name AS committee, d.name AS subdistrict, b.name AS branch, e.contact_code,
           s.record_id, s.form_version, s.timeliness, s.received_at, s.person_id, x.since AS excused_at,
           x.reason AS excuse_reason, v.returned_at, v.reason AS return_reason,
           CASE WHEN s.record_id IS NOT NULL THEN CASE WHEN e.committee_id IS NULL THEN 'UNEXPECTED' ELSE 'REPORTED' END
                WHEN e.committee_id IS NULL THEN 'NOT_EXPECTED' WHEN x.committee_id IS NOT NULL THEN 'EXCUSED'
                ELSE 'MISSING' END AS status
      FROM daybook.committee c
      JOIN daybook.subdistrict d ON d.subdistrict_id = c.subdistrict_id
      JOIN daybook.branch b ON b.branch_id = c.branch_id
      LEFT JOIN expected e ON e.committee_id = c.committee_id
      LEFT JOIN daybook.standing_at(day, day, known) s ON s.committee_id = c.committee_id AND s.kind = 1
      LEFT JOIN daybook.excused_at(day, known) x ON x.committee_id = c.committee_id
      LEFT JOIN daybook.report_return v ON v.committee_id = c.committee_id AND v.record_id = s.record_id
                                       AND v.returned_at <= known
)
SELECT p.committee_id, p.committee, p.subdistrict, p.branch, p.status,
       CASE p.status WHEN 'MISSING' THEN CASE WHEN h.committee_id IS NOT NULL THEN 'HELD'
                                              WHEN o.committee_id IS NOT NULL THEN o.state
                                              WHEN moment >= date_trunc('second', now()) THEN 'NOT_SEEN'
                                              ELSE 'MISSING' END
                     WHEN 'EXCUSED' THEN 'EXCUSED' WHEN 'NOT_EXPECTED' THEN 'NOT_EXPECTED'
                     ELSE CASE WHEN p.returned_at IS NOT NULL THEN 'RETURNED' ELSE 'ACCEPTED' END END,
       CASE p.status WHEN 'MISSING' THEN coalesce(h.first_at, o.since) WHEN 'EXCUSED' THEN p.excused_at
                     WHEN 'NOT_EXPECTED' THEN NULL ELSE coalesce(p.returned_at, p.received_at) END,
       CASE WHEN p.status = 'MISSING' AND h.committee_id IS NULL THEN o.percent END,
       CASE WHEN p.status = 'MISSING' THEN h.reason END,
       CASE WHEN p.status = 'EXCUSED' THEN p.excuse_reason ELSE p.return_reason END,
       k.name, k.telephone, p.record_id, q.name, p.form_version, p.timeliness
  FROM placed p
  LEFT JOIN held h ON h.committee_id = p.committee_id
  LEFT JOIN opened o ON o.committee_id = p.committee_id
  LEFT JOIN daybook.person k ON k.code = p.contact_code
  LEFT JOIN daybook.person q ON q.person_id = p.person_id
$$;

-- What each committee answered last to an open item, and the last night on which it said that it is solved.
CREATE FUNCTION daybook.answer_at(day date, known timestamptz)
    RETURNS TABLE (committee_id int4, item text, report_date date, answer int2, answered_at timestamptz,
                   solved_night date)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT DISTINCT ON (a.committee_id, a.item) a.committee_id, a.item, s.report_date, a.answer, f.answered_at,
       max(CASE WHEN a.answer = 2 THEN s.report_date END) OVER (PARTITION BY a.committee_id, a.item)
  FROM daybook.standing_at('-infinity', day, known) s
  JOIN daybook.answered_item a ON a.committee_id = s.committee_id AND a.record_id = s.record_id
  JOIN (SELECT b.committee_id, r.report_date, b.item, b.answer, min(r.received_at) AS answered_at
          FROM daybook.answered_item b
          JOIN daybook.record r ON r.committee_id = b.committee_id AND r.id = b.record_id
         WHERE r.received_at <= known
         GROUP BY b.committee_id, r.report_date, b.item, b.answer) f
    ON f.committee_id = a.committee_id AND f.report_date = s.report_date AND f.item = a.item AND f.answer = a.answer
 ORDER BY a.committee_id, a.item, s.report_date DESC
$$;

-- The last word of each committee about each item, as office.supply_gap has it, and what the office did about it by
-- then.
CREATE FUNCTION daybook.brief_need_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (committee_id int4, code text, item text, item_zh text, item_en text, unit text, record_id uuid,
                   state text, step int4, on_hand int4, daily_use int4, quantity int4, gap int4, urgency int2)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH said AS (
    SELECT DISTINCT ON (n.committee_id, n.item, n.unit) n.*, s.report_date, s.kind, s.part
      FROM daybook.standing_at('-infinity', day, known) s
      JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
     ORDER BY n.committee_id, n.item, n.unit, s.report_date DESC, s.received_at DESC, s.kind DESC, n.position DESC
), step AS (
    SELECT DISTINCT ON (t.committee_id, t.report_date, t.kind, t.part, t.position) t.*
      FROM daybook.supply_step t
     WHERE t.at <= moment
     ORDER BY t.committee_id, t.report_date, t.kind, t.part, t.position, t.at DESC,
              array_position(ARRAY['PROMISED', 'SENT', 'RECEIVED', 'CLOSED'], t.state) DESC
), need AS (
    SELECT n.*, coalesce(t.state, 'OPEN') AS state, coalesce(t.quantity, 0) AS step,
           greatest(n.quantity - CASE t.state WHEN 'CLOSED' THEN 0 ELSE coalesce(t.quantity, 0) END, 0) AS gap,
           t.state = 'CLOSED' AND NOT coalesce(a.answer <> 2 AND a.answered_at > t.at, false) AS closed, coalesce(a.answer = 2, false) AS solved
      FROM said n
      LEFT JOIN step t ON t.committee_id = n.committee_id AND t.report_date = n.report_date AND t.kind = n.kind
                      AND t.part = n.part AND t.position = n.position
      LEFT JOIN daybook.answer_at(day, known) a
        ON a.committee_id = n.committee_id AND a.report_date > n.report_date
       AND a.item = 's' || left(encode(sha256(convert_to(n.item || E'\n' || n.unit, 'UTF8')), 'hex'), 8)
)
SELECT n.committee_id, coalesce(i.name, 'ITEM_' || n.item) || '/' || n.unit, coalesce(i.name, 'ITEM_' || n.item),
       coalesce(i.label_zh, '物资 ' || n.item), coalesce(i.label_en, 'item ' || n.item), n.unit, n.record_id, n.state,
       n.step, n.on_hand, n.daily_use, n.quantity, n.gap, n.urgency
  FROM need n
  LEFT JOIN daybook.code_list i ON i.list = 'supply_item' AND i.number = n.item
 WHERE n.closed IS NOT TRUE AND NOT n.solved AND NOT (n.state = 'RECEIVED' AND n.gap = 0)
$$;

-- Every number of the brief as the cells that it is the sum of. A subject with a dot belongs to the one before the dot:
-- figure.carried is what the estimate adds to the sum of figure.
CREATE FUNCTION daybook.brief_number_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (committee_id int4, subject text, code text, value int8, state text, record_id uuid)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH place AS MATERIALIZED (
    SELECT * FROM daybook.brief_committee_at(day, moment, known)
), roster AS (
    SELECT * FROM place WHERE status IN ('REPORTED', 'EXCUSED', 'MISSING')
), form AS (
    SELECT max(version) AS version FROM daybook.form_on WHERE report_date = day
), before AS MATERIALIZED (                         -- of the week before, nights in which the committee was expected
    SELECT s.*
      FROM daybook.standing_at(day - 7, day - 1, known) s
      JOIN (SELECT DISTINCT n.report_date, p.committee_id
              FROM daybook.night n
              JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
             WHERE n.report_date BETWEEN day - 7 AND day - 1) e
        ON e.committee_id = s.committee_id AND e.report_date = s.report_date
     WHERE s.kind = 1
), carried AS (
    SELECT DISTINCT ON (b.committee_id) b.committee_id, b.record_id
      FROM before b
      JOIN roster r ON r.committee_id = b.committee_id AND r.status = 'MISSING'
     ORDER BY b.committee_id, b.report_date DESC
), asked AS (
    SELECT r.committee_id, r.status, r.record_id, unnest(n.figures) AS value, unnest(a.asked) AS asked,
           generate_series(1, greatest(cardinality(n.figures), cardinality(a.asked))) AS number
      FROM roster r
     CROSS JOIN form v
      LEFT JOIN daybook.form_asks a ON a.version = coalesce(r.form_version, v.version)
      LEFT JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.record_id
), cell AS (
    SELECT k.committee_id, k.number, k.value, k.record_id,
           CASE WHEN k.value IS NOT NULL THEN 'NUMBER' WHEN k.asked IS NOT TRUE THEN 'NOT_ASKED'
                WHEN k.status = 'REPORTED' THEN 'NOT_FILLED' WHEN k.status = 'EXCUSED' THEN 'EXCUSED'
                ELSE 'NOT_REPORTED' END AS state,
           bool_or(k.value IS NOT NULL OR k.asked) OVER (PARTITION BY k.number) AS counts
      FROM asked k
), health AS (
    SELECT r.committee_id, s.record_id, nullif(count(h.position), 0) AS persons, count(*) FILTER (WHERE h.state = 1) AS well,
           count(*) FILTER (WHERE h.state = 2) AS watched, count(*) FILTER (WHERE h.state = 3) AS resting,
           count(*) FILTER (WHERE h.state = 4) AS in_hospital, count(*) FILTER (WHERE h.symptoms > 0) AS with_symptoms,
           count(*) FILTER (WHERE greatest(h.morning, h.evening) >= 373) AS fever,
           count(*) FILTER (WHERE h.contact_confirmed) AS contact,
           count(*) FILTER (WHERE h.contact_confirmed OR greatest(h.morning, h.evening) >= 373) AS alarms
      FROM roster r
      LEFT JOIN daybook.standing_at(day, day, known) s ON s.committee_id = r.committee_id AND s.kind = 3
      LEFT JOIN daybook.health_entry h ON h.committee_id = s.committee_id AND h.record_id = s.record_id
     GROUP BY r.committee_id, s.record_id
)
SELECT p.committee_id, 'count', c.code, 1, 'NUMBER', p.record_id
  FROM place p
 CROSS JOIN LATERAL (VALUES ('expected', p.status IN ('REPORTED', 'EXCUSED', 'MISSING')),
                            ('reported', p.status = 'REPORTED'),
                            ('on_time', p.status = 'REPORTED' AND p.timeliness = 1),
                            ('on_time_outage', p.status = 'REPORTED' AND p.timeliness = 2),
                            ('late', p.status = 'REPORTED' AND p.timeliness = 3),
                            ('returned', p.status = 'REPORTED' AND p.state = 'RETURNED'),
                            ('excused', p.status = 'EXCUSED'), ('missing', p.status = 'MISSING'),
                            ('unexpected', p.status = 'UNEXPECTED')) AS c (code, counts)
 WHERE c.counts
 UNION ALL
SELECT c.committee_id, 'figure', i.code, c.value, c.state, c.record_id
  FROM cell c
  JOIN daybook.indicator i ON i.number = c.number
 WHERE c.counts
 UNION ALL
SELECT c.committee_id, 'figure.carried', i.code, n.figures[f.number], 'NUMBER', c.record_id
  FROM carried c
 CROSS JOIN form v
  JOIN daybook.form_indicator f ON f.version = v.version
  JOIN daybook.indicator i ON i.number = f.number
  JOIN daybook.nightly_report n ON n.committee_id = c.committee_id AND n.record_id = c.record_id
 WHERE n.figures[f.number] IS NOT NULL
 UNION ALL                                          -- what tonight's opening has to follow from
SELECT r.committee_id, 'ledger.before', 'hq_open_count', n.figures[i.number],
       CASE WHEN n.figures[i.number] IS NULL THEN 'NOT_FILLED' ELSE 'NUMBER' END, b.record_id
  FROM roster r
  JOIN before b ON b.committee_id = r.committee_id AND b.report_date = day - 1
  JOIN daybook.nightly_report n ON n.committee_id = b.committee_id AND n.record_id = b.record_id
  JOIN daybook.indicator i ON i.code = 'hq_current_count'
 WHERE r.status = 'REPORTED'
 UNION ALL
SELECT h.committee_id, 'health', c.code, CASE WHEN h.persons IS NOT NULL THEN c.value END,
       CASE WHEN h.record_id IS NULL THEN 'NOT_REPORTED' WHEN h.persons IS NULL THEN 'REMOVED' ELSE 'NUMBER' END,
       h.record_id
  FROM health h
 CROSS JOIN LATERAL (VALUES ('persons', h.persons), ('well', h.well), ('watched', h.watched), ('resting', h.resting),
                            ('in_hospital', h.in_hospital), ('with_symptoms', h.with_symptoms), ('fever', h.fever),
                            ('contact', h.contact), ('alarms', h.alarms)) AS c (code, value)
 UNION ALL
SELECT n.committee_id, 'supply.' || c.part, n.code, c.value, 'NUMBER', n.record_id
  FROM daybook.brief_need_at(day, moment, known) n
 CROSS JOIN LATERAL (VALUES ('on_hand', n.on_hand), ('daily_use', n.daily_use), ('wanted', n.quantity),
                            ('promised', CASE WHEN n.state = 'PROMISED' THEN n.step ELSE 0 END),
                            ('on_the_way', CASE WHEN n.state = 'SENT' THEN n.step ELSE 0 END),
                            ('received', CASE WHEN n.state = 'RECEIVED' THEN n.step ELSE 0 END), ('gap', n.gap),
                            ('urgent', CASE WHEN n.urgency = 3 THEN 1 ELSE 0 END)) AS c (part, value)
 WHERE c.value > 0 OR c.part IN ('wanted', 'gap')
$$;

CREATE FUNCTION daybook.brief_label_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (subject text, code text, "position" int4, group_zh text, group_en text, label_zh text, label_en text,
                   unit_zh text, unit_en text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT l.subject, l.code, row_number() OVER (PARTITION BY l.subject)::int4, l.group_zh, l.group_en, l.label_zh,
       l.label_en, l.unit_zh, l.unit_en
  FROM (VALUES ('count', 'expected', '上报', 'reports', '应报', 'expected', '个', 'committees'),
               ('count', 'reported', '上报', 'reports', '已报', 'reported', '个', 'committees'),
               ('count', 'on_time', '上报', 'reports', '按时', 'on time', '个', 'committees'),
               ('count', 'on_time_outage', '上报', 'reports', '按时(受中断影响)', 'on time (outage)', '个', 'committees'),
               ('count', 'late', '上报', 'reports', '迟报', 'late', '个', 'committees'),
               ('count', 'missing', '上报', 'reports', '未报', 'missing', '个', 'committees'),
               ('count', 'excused', '上报', 'reports', '免报', 'excused', '个', 'committees'),
               ('count', 'returned', '上报', 'reports', '已退回待更正', 'returned for a correction', '个', 'committees'),
               ('count', 'unexpected', '上报', 'reports', '名册外已受理', 'accepted, not on the roster', '个', 'committees'),
               ('health', 'persons', '健康', 'health', '报告人数', 'people reported', '人', 'people'),
               ('health', 'well', '健康', 'health', '正常', 'well', '人', 'people'),
               ('health', 'watched', '健康', 'health', '观察', 'watched', '人', 'people'),
               ('health', 'resting', '健康', 'health', '离岗休息', 'resting', '人', 'people'),
               ('health', 'in_hospital', '健康', 'health', '就医', 'in hospital', '人', 'people'),
               ('health', 'with_symptoms', '健康', 'health', '有症状', 'with symptoms', '人', 'people'),
               ('health', 'fever', '健康', 'health', '体温达 37.3℃', '37.3 degrees or more', '人', 'people'),
               ('health', 'contact', '健康', 'health', '接触过病例', 'contact with a case', '人', 'people'),
               ('health', 'alarms', '健康', 'health', '健康警报', 'alarms', '人', 'people'),
               ('ledger', 'hq_open_count', '台账', 'ledger', '前一晚期末在管', 'in quarantine at the end of the night before',
                '人', 'people'))
       AS l (subject, code, group_zh, group_en, label_zh, label_en, unit_zh, unit_en)
 UNION ALL
SELECT 'figure', f.code, f.position, f.group_zh, f.group_en, f.label_zh, f.label_en, f.unit_zh, f.unit_en
  FROM (SELECT DISTINCT ON (i.number) i.code, g.label_zh AS group_zh, g.label_en AS group_en, f.label_zh, f.label_en,
               f.unit_zh, f.unit_en,
               CASE WHEN f.version = v.version THEN f.position ELSE 1000 + i.number END AS position
          FROM (SELECT max(version) AS version FROM daybook.form_on WHERE report_date = day) v
         CROSS JOIN daybook.form_indicator f
          JOIN daybook.indicator i ON i.number = f.number
          JOIN daybook.form_group g ON g.version = f.version AND g.code = f.group_code
         ORDER BY i.number, f.version = v.version DESC NULLS LAST, f.version DESC) f
 UNION ALL
SELECT 'supply', n.code, (row_number() OVER (ORDER BY n.code))::int4, '物资', 'supplies', n.item_zh, n.item_en, n.unit,
       n.unit
  FROM (SELECT DISTINCT code, item_zh, item_en, unit FROM daybook.brief_need_at(day, moment, known)) n
$$;

-- Cases of the night that may be published, and risk points open at that moment, from whatever night. What the office
-- did about a risk is read from the audit, which keeps every step.
CREATE FUNCTION daybook.brief_item_at(day date, moment timestamptz, known timestamptz)
    RETURNS TABLE (committee_id int4, subject text, record_id uuid, "position" int2, category_zh text, category_en text,
                   risk_id text, severity int2, state text, owner text, first_night date, nights int4,
                   raised_at timestamptz)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH standing AS MATERIALIZED (
    SELECT * FROM daybook.standing_at('-infinity', day, known) WHERE kind = 1
), step AS (
    SELECT split_part(a.subject, ' ', 1)::int4 AS committee_id, split_part(a.subject, ' ', 2) AS risk_id,
           max(a.at) FILTER (WHERE a.act = 'close_risk') AS closed_at,
           max(a.at) FILTER (WHERE a.act = 'assign_risk') AS assigned_at,
           (array_agg(a.detail->>'owner' ORDER BY a.audit_id DESC) FILTER (WHERE a.act = 'assign_risk'))[1] AS owner
      FROM daybook.audit a
     WHERE a.act IN ('assign_risk', 'close_risk') AND a.at <= moment
     GROUP BY a.subject
), said AS (                                        -- a risk is there on nights that report it or answer that it is
    SELECT o.committee_id, left(encode(sha256(convert_to(o.place || E'\n' || o.text, 'UTF8')), 'hex'), 8) AS risk_id,
           o.record_id, o.position, o.category, o.severity, r.report_date, r.received_at,
           s.record_id IS NOT NULL AS stands, true AS reported
      FROM daybook.observation o
      JOIN daybook.record r ON r.committee_id = o.committee_id AND r.id = o.record_id
      LEFT JOIN standing s ON s.committee_id = o.committee_id AND s.record_id = o.record_id
     WHERE o.kind = 1 AND r.report_date <= day AND r.received_at <= known
       AND (o.text <> daybook.blank(5) OR known > moment)       -- a text that is gone before a brief is made is in none
     UNION ALL
    SELECT a.committee_id, right(a.item, 8), NULL, NULL, NULL, NULL, s.report_date, s.received_at, true, false
      FROM standing s
      JOIN daybook.answered_item a ON a.committee_id = s.committee_id AND a.record_id = s.record_id
     WHERE left(a.item, 1) = 'r' AND a.answer <> 2
), risk AS (
    SELECT d.committee_id, d.risk_id, min(d.received_at) FILTER (WHERE d.reported) AS raised_at,
           min(d.report_date) FILTER (WHERE d.stands) AS first_night,
           max(d.report_date) FILTER (WHERE d.stands) AS last_night,
           count(DISTINCT d.report_date) FILTER (WHERE d.stands) AS nights,
           max(d.severity) FILTER (WHERE d.stands) AS severity,
           (array_agg(d.record_id ORDER BY d.report_date DESC, d.position) FILTER (WHERE d.reported AND d.stands))[1]
               AS record_id,
           (array_agg(d.position ORDER BY d.report_date DESC, d.position) FILTER (WHERE d.reported AND d.stands))[1]
               AS position,
           (array_agg(d.category ORDER BY d.report_date DESC, d.position) FILTER (WHERE d.reported AND d.stands))[1]
               AS category,
           t.owner, t.assigned_at, t.closed_at,
           coalesce(f.closed_night, max(d.report_date) FILTER (WHERE d.received_at <= t.closed_at)) AS closed_night
      FROM said d
      LEFT JOIN step t ON t.committee_id = d.committee_id AND t.risk_id = d.risk_id
      LEFT JOIN daybook.risk_follow_up f ON f.committee_id = d.committee_id AND f.risk_id = d.risk_id
                                        AND f.closed_at <= moment
     GROUP BY d.committee_id, d.risk_id, t.owner, t.assigned_at, t.closed_at, f.closed_night
    HAVING bool_or(d.reported AND d.stands)
)
SELECT k.committee_id, 'case', k.record_id, k.position, coalesce(w.label_zh, ''), coalesce(w.label_en, ''), NULL::text,
       NULL::int2, NULL::text, NULL::text, NULL::date, NULL::int4, NULL::timestamptz
  FROM standing s
  JOIN daybook.typical_case k ON k.committee_id = s.committee_id AND k.record_id = s.record_id AND k.may_publish
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = k.category
 WHERE s.report_date = day
 UNION ALL
SELECT r.committee_id, 'risk', r.record_id, r.position, coalesce(w.label_zh, ''), coalesce(w.label_en, ''), r.risk_id,
       r.severity, CASE WHEN l.answer = 3 AND coalesce(r.assigned_at < l.answered_at, true) THEN 'ESCALATED'
                        WHEN r.closed_at IS NOT NULL OR l.solved_night IS NOT NULL THEN 'RAISED_AGAIN'
                        WHEN r.owner IS NOT NULL THEN 'ASSIGNED' ELSE 'OPEN' END,
       r.owner, r.first_night, r.nights::int4, r.raised_at
  FROM risk r
  LEFT JOIN daybook.answer_at(day, known) l ON l.committee_id = r.committee_id AND l.item = 'r' || r.risk_id
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = r.category
 WHERE (r.closed_at IS NULL OR r.last_night > coalesce(r.closed_night, '-infinity'))
   AND NOT coalesce(l.answer = 2 AND l.report_date > r.last_night, false)
$$;

-- The texts of cases and risk points, and whether they were removed.
CREATE VIEW daybook.brief_text AS
SELECT committee_id, record_id, 'case' AS subject, position, category, title, place, story AS text, result,
       story = daybook.blank(30) AS redacted
  FROM daybook.typical_case
 UNION ALL
SELECT committee_id, record_id, 'risk', position, category, '', place, text, '', text = daybook.blank(5)
  FROM daybook.observation WHERE kind = 1;

-- ---------------------------------------------------------------- the act

CREATE FUNCTION daybook.need_brief_night(day date, moment timestamptz) RETURNS daybook.night
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    zone text := current_setting('daybook.zone');
    said text := to_char(moment AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS');
    found_night daybook.night;
    first date;
    last date;
BEGIN
    IF NOT coalesce(moment <= now(), false) THEN
        PERFORM daybook.fail('DB090', format('a brief cannot be as of %s: that is still to come', said),
                             format('简报不能截至 %s:那一刻还没有到', said));
    END IF;
    SELECT * INTO found_night FROM daybook.night WHERE report_date = day;
    IF NOT FOUND THEN
        SELECT min(report_date), max(report_date) INTO first, last FROM daybook.night;
        IF first IS NULL THEN
            PERFORM daybook.fail('DB002', format('there is no night of %s: no night was opened yet', day),
                                 format('没有 %s 这一晚:还没有建立任何一晚', day));
        END IF;
        PERFORM daybook.fail('DB002', format('there is no night of %s: the nights are from %s to %s', day, first, last),
                             format('没有 %s 这一晚:各晚从 %s 到 %s', day, first, last));
    END IF;
    IF NOT EXISTS (SELECT FROM daybook.record WHERE report_date = day AND kind = 1 AND received_at <= moment) THEN
        PERFORM daybook.fail('DB091', format('no report of %s was accepted by %s: there is nothing to brief',
                                             day, said),
                             format('截至 %s,%s 没有任何已受理的报告,无从做简报', said, day));
    END IF;
    RETURN found_night;
END
$$;

CREATE FUNCTION office.make_brief(day date DEFAULT NULL, moment timestamptz DEFAULT NULL)
    RETURNS TABLE (brief_id int4, made boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    at timestamptz := coalesce(moment, date_trunc('second', now()));
    night daybook.night := daybook.need_brief_night(
        coalesce(day, (at AT TIME ZONE current_setting('daybook.zone') - interval '4 hours')::date), at);
BEGIN
    SELECT b.brief_id INTO brief_id FROM daybook.brief b WHERE b.report_date = night.report_date AND b.as_of = at;
    made := NOT FOUND;
    IF made THEN                                     -- somebody else may be first, in the same moment
        INSERT INTO daybook.brief (report_date, as_of, opens, deadline)
        VALUES (night.report_date, at, night.opens, night.deadline)
            ON CONFLICT DO NOTHING RETURNING brief.brief_id INTO brief_id;
        made := FOUND;
    END IF;
    IF NOT made THEN
        SELECT b.brief_id INTO brief_id FROM daybook.brief b WHERE b.report_date = night.report_date AND b.as_of = at;
        RETURN NEXT;
        RETURN;
    END IF;
    WITH place AS (                                  -- one statement: all of it sees the same moment
        INSERT INTO daybook.brief_committee
        SELECT c.committee_id, make_brief.brief_id, c.committee, c.subdistrict, c.branch, c.status, c.state,
               c.state_since, c.percent, c.held_reason, c.reason, c.contact, c.contact_telephone, c.record_id, c.sender
          FROM daybook.brief_committee_at(night.report_date, at, at) c
    ), label AS (
        INSERT INTO daybook.brief_label
        SELECT make_brief.brief_id, l.* FROM daybook.brief_label_at(night.report_date, at, at) l
    ), item AS (
        INSERT INTO daybook.brief_item
        SELECT i.committee_id, make_brief.brief_id, i.subject, i.record_id, i.position, i.category_zh, i.category_en,
               i.risk_id, i.severity, i.state, i.owner, i.first_night, i.nights, i.raised_at
          FROM daybook.brief_item_at(night.report_date, at, at) i
    )
    INSERT INTO daybook.brief_number
    SELECT n.committee_id, make_brief.brief_id, n.subject, n.code, n.value, n.state, n.record_id
      FROM daybook.brief_number_at(night.report_date, at, at) n;
    PERFORM daybook.note_act('make_brief', night.report_date::text, '',
                             jsonb_build_object('brief_id', brief_id, 'as_of', at));
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION office.make_brief(date, timestamptz) IS
    '做简报:某一晚截至某一刻,存下所计的每个数及其出处;同晚同刻再做,得到已存的那一份 | makes the brief of a night as of a moment and keeps every number with where it is from; asked again for the same, it finds the one that is there';

-- ---------------------------------------------------------------- what a brief says

CREATE VIEW office.briefs AS
SELECT b.brief_id, b.report_date, b.as_of, b.opens, b.deadline, b.made_at, b.made_by,
       count(*) FILTER (WHERE c.status IN ('REPORTED', 'EXCUSED', 'MISSING')) AS expected,
       count(*) FILTER (WHERE c.status = 'REPORTED') AS reported,
       count(*) FILTER (WHERE c.status = 'MISSING') AS missing,
       count(*) FILTER (WHERE c.status = 'EXCUSED') AS excused
  FROM daybook.brief b
  JOIN daybook.brief_committee c ON c.brief_id = b.brief_id
 GROUP BY b.brief_id;
COMMENT ON VIEW office.briefs IS '已做的简报 | the briefs that were made';

CREATE VIEW office.brief_committees AS
SELECT c.brief_id, c.committee_id, c.committee, c.subdistrict, c.branch, c.status, c.state, c.state_since, c.percent,
       c.held_reason, c.reason, c.contact, c.contact_telephone, c.record_id, r.revision, r.form_version,
       t.name AS timeliness, r.received_at, c.sender, r.code, x.record_id IS NOT NULL AS entered_by_proxy
  FROM daybook.brief_committee c
  LEFT JOIN daybook.record r ON r.committee_id = c.committee_id AND r.id = c.record_id
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = r.timeliness
  LEFT JOIN daybook.proxy_entry x ON x.committee_id = c.committee_id AND x.record_id = c.record_id;
COMMENT ON VIEW office.brief_committees IS
    '简报中的居委会:名称、状态、联系人,以及所计的那一版 | the committees of a brief, as of then, and the revision that was counted';
COMMENT ON COLUMN office.brief_committees.state IS
    '同 committee_night;MISSING 为未报,进度已无从得知 | as in committee_night; MISSING: how far it had come is not known any more';

CREATE VIEW office.brief_numbers AS
SELECT n.brief_id, n.subject, n.code, n.committee_id, c.committee, n.value, n.state, n.record_id, r.report_date,
       r.revision, r.code AS receipt
  FROM daybook.brief_number n
  JOIN daybook.brief_committee c ON c.committee_id = n.committee_id AND c.brief_id = n.brief_id
  LEFT JOIN daybook.record r ON r.committee_id = n.committee_id AND r.id = n.record_id;
COMMENT ON VIEW office.brief_numbers IS
    '简报中每个数的来处:各居委会一格,出自哪一版 | what each number of a brief is the sum of: a cell a committee, and the revision it is from';
COMMENT ON COLUMN office.brief_numbers.state IS
    '同 cell;REMOVED:做简报时健康情况已清除 | as in cell; REMOVED: the health rows had been purged before the brief was made';
COMMENT ON COLUMN office.brief_numbers.receipt IS '电话核对码 | the telephone code';

CREATE VIEW office.brief_totals AS
SELECT t.brief_id, t.subject, t.code, l.position, l.group_zh, l.group_en, l.label_zh, l.label_en, l.unit_zh, l.unit_en,
       t.total, t.committees,
       CASE WHEN t.subject IN ('figure', 'ledger.before', 'health') THEN t.reported END AS reported,
       CASE WHEN t.subject IN ('figure', 'ledger.before', 'health') THEN b.expected END AS expected, t.filled,
       t.not_filled, t.not_asked,
       t.names, t.missing_names, t.not_filled_names, e.carried,
       CASE WHEN t.subject = 'figure' AND (t.total IS NOT NULL OR e.total IS NOT NULL)
            THEN coalesce(t.total, 0) + coalesce(e.total, 0) END AS estimate
  FROM (SELECT n.brief_id, n.subject, n.code, sum(n.value)::int8 AS total, count(*) AS committees,
               count(n.record_id) AS reported, count(n.value) AS filled,
               count(*) FILTER (WHERE n.state = 'NOT_FILLED') AS not_filled,
               count(*) FILTER (WHERE n.state = 'NOT_ASKED' AND n.record_id IS NOT NULL) AS not_asked,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.value > 0) AS names,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.state = 'NOT_REPORTED')
                   AS missing_names,
               string_agg(c.committee, '、' ORDER BY n.committee_id) FILTER (WHERE n.state = 'NOT_FILLED')
                   AS not_filled_names
          FROM daybook.brief_number n
          JOIN daybook.brief_committee c ON c.committee_id = n.committee_id AND c.brief_id = n.brief_id
         WHERE n.subject <> 'figure.carried'
         GROUP BY n.brief_id, n.subject, n.code) t
  JOIN daybook.brief_label l ON l.brief_id = t.brief_id AND l.subject = split_part(t.subject, '.', 1)
                            AND l.code = t.code
  JOIN office.briefs b ON b.brief_id = t.brief_id
  LEFT JOIN (SELECT brief_id, code, count(*) AS carried, sum(value)::int8 AS total
               FROM daybook.brief_number WHERE subject = 'figure.carried' GROUP BY brief_id, code) e
    ON e.brief_id = t.brief_id AND e.code = t.code AND t.subject = 'figure';
COMMENT ON VIEW office.brief_totals IS
    '简报中的合计及其缺口,沿用估计另列 | the totals of a brief with their hole, and apart the estimate';

CREATE VIEW office.brief_items AS
SELECT i.brief_id, i.subject, i.committee_id, c.committee, c.subdistrict, c.branch, i.record_id, r.report_date,
       r.revision, r.code AS receipt, i.position, i.category_zh, i.category_en, t.title, t.place, t.text, t.result, t.redacted,
       i.risk_id, i.severity, i.state, i.owner, i.first_night, i.nights, i.raised_at, b.as_of - i.raised_at AS age
  FROM daybook.brief_item i
  JOIN daybook.brief b ON b.brief_id = i.brief_id
  JOIN daybook.brief_committee c ON c.committee_id = i.committee_id AND c.brief_id = i.brief_id
  JOIN daybook.record r ON r.committee_id = i.committee_id AND r.id = i.record_id
  JOIN daybook.brief_text t ON t.committee_id = i.committee_id AND t.record_id = i.record_id AND t.subject = i.subject
                           AND t.position = i.position;
COMMENT ON VIEW office.brief_items IS
    '简报中的可宣传案例和未了结风险点 | cases that may be published and open risk points of a brief';
COMMENT ON COLUMN office.brief_items.redacted IS
    '文字已依规定隐去,简报中也不再有 | the text was removed, and is gone from the brief too';

CREATE VIEW office.brief_records AS
SELECT d.brief_id, d.committee_id, c.committee, d.record_id, k.name AS kind, r.report_date, r.part, r.revision,
       r.code AS receipt, r.received_at
  FROM (SELECT brief_id, committee_id, record_id FROM daybook.brief_number WHERE record_id IS NOT NULL
         UNION SELECT brief_id, committee_id, record_id FROM daybook.brief_item) d
  JOIN daybook.brief_committee c ON c.committee_id = d.committee_id AND c.brief_id = d.brief_id
  JOIN daybook.record r ON r.committee_id = d.committee_id AND r.id = d.record_id
  JOIN daybook.code_list k ON k.list = 'kind' AND k.number = r.kind;
COMMENT ON VIEW office.brief_records IS '简报所计的每一份记录 | every record that a brief has counted';

-- ---------------------------------------------------------------- what has changed since

-- The brief of that number; NULL: the one that was made last.
CREATE FUNCTION daybook.need_brief(number int4) RETURNS daybook.brief
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    found_brief daybook.brief;
BEGIN
    SELECT * INTO found_brief FROM daybook.brief b
     WHERE b.brief_id = coalesce(number, b.brief_id) ORDER BY b.brief_id DESC LIMIT 1;
    IF NOT FOUND AND number IS NULL THEN
        PERFORM daybook.fail('DB092', 'no brief was made yet', '还没有做过简报');
    ELSIF NOT FOUND THEN
        PERFORM daybook.fail('DB092', format('there is no brief %s; brief list has them all', number),
                             format('没有编号为 %s 的简报;brief list 列出全部', number));
    END IF;
    RETURN found_brief;
END
$$;

-- The cells as they would be counted now. Of the same health report the brief's own count stands: a purge takes the
-- rows away, and is no correction.
CREATE FUNCTION daybook.brief_now(said daybook.brief)
    RETURNS TABLE (committee_id int4, subject text, code text, value int8, state text, record_id uuid)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
SELECT f.committee_id, f.subject, f.code, CASE WHEN o.record_id IS NULL THEN f.value ELSE o.value END,
       coalesce(o.state, f.state), f.record_id
  FROM daybook.brief_number_at(said.report_date, said.as_of, 'infinity') f
  LEFT JOIN daybook.brief_number o
    ON f.subject = 'health' AND o.brief_id = said.brief_id AND o.committee_id = f.committee_id AND o.subject = f.subject
   AND o.code = f.code AND (o.record_id = f.record_id OR f.state = 'REMOVED')
$$;

-- That a committee that is missing was excused changes who is missing, not what it is missing in.
CREATE FUNCTION office.brief_changes(brief int4 DEFAULT NULL)
    RETURNS TABLE (subject text, code text, committee_id int4, committee text, was int8, was_state text, now int8,
                   now_state text, report_date date, revision int4, receipt text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    said daybook.brief := daybook.need_brief(brief);
BEGIN
    RETURN QUERY
    SELECT d.subject, d.code, d.committee_id, coalesce(c.committee, k.name), d.was, d.was_state, d.now, d.now_state,
           r.report_date, r.revision, r.code
      FROM (SELECT coalesce(o.subject, f.subject) AS subject, coalesce(o.code, f.code) AS code,
                   coalesce(o.committee_id, f.committee_id) AS committee_id, o.value AS was, o.state AS was_state,
                   f.value AS now, f.state AS now_state, f.record_id
              FROM (SELECT * FROM daybook.brief_number n WHERE n.brief_id = said.brief_id) o
              FULL JOIN daybook.brief_now(said) f
                ON f.committee_id = o.committee_id AND f.subject = o.subject AND f.code = o.code
             WHERE o.value IS DISTINCT FROM f.value
                OR replace(o.state, 'EXCUSED', 'NOT_REPORTED')
                   IS DISTINCT FROM replace(f.state, 'EXCUSED', 'NOT_REPORTED')) d
      JOIN daybook.committee k ON k.committee_id = d.committee_id
      LEFT JOIN daybook.brief_committee c ON c.committee_id = d.committee_id AND c.brief_id = said.brief_id
      LEFT JOIN daybook.record r ON r.committee_id = d.committee_id AND r.id = d.record_id
     ORDER BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION office.brief_changes(int4) IS
    '简报之后,每个数的哪一格变了,因哪一版 | which cells of the numbers of a brief are not what they were, and by which revision';

CREATE FUNCTION daybook.brief_word(value int8, state text, zh boolean) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN coalesce(to_char(value, 'FM999,999,999,999,990'),
                    CASE state WHEN 'NOT_FILLED' THEN CASE WHEN zh THEN '未填' ELSE 'not filled' END
                               WHEN 'NOT_ASKED' THEN CASE WHEN zh THEN '未问' ELSE 'not asked' END
                               WHEN 'NOT_REPORTED' THEN CASE WHEN zh THEN '未报' ELSE 'not reported' END
                               WHEN 'EXCUSED' THEN CASE WHEN zh THEN '免报' ELSE 'excused' END
                               WHEN 'REMOVED' THEN CASE WHEN zh THEN '已清除' ELSE 'removed' END
                               ELSE CASE WHEN zh THEN '无' ELSE 'none' END END);

-- Who changed one number: "样例二居委会 第2版 30 → 66"; of a count who came and who went.
CREATE FUNCTION daybook.brief_cause(subject text, committee text, revision int4, was int8, was_state text, now int8,
                                    now_state text, zh boolean) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN CASE WHEN subject = 'count' THEN CASE WHEN now IS NULL THEN '-' ELSE '+' END ELSE '' END || committee
           || CASE WHEN revision IS NULL OR (subject = 'count' AND now IS NULL) THEN ''
                   WHEN zh THEN format(' 第%s版', revision) ELSE format(' revision %s', revision) END
           || CASE WHEN subject = 'count' THEN ''
                   ELSE format(CASE WHEN subject <> 'figure.carried' THEN ' %s → %s' WHEN zh THEN ' 沿用 %s → %s'
                                    ELSE ' carried %s → %s' END,
                               daybook.brief_word(was, was_state, zh), daybook.brief_word(now, now_state, zh)) END;

-- Items are told apart by title or risk, as the brief names them. A text that was removed after the brief was made is
-- not compared: nobody knows any more what it said.
CREATE FUNCTION daybook.brief_item_changes(said daybook.brief)
    RETURNS TABLE (subject text, code text, committee_id int4, committee text, name text, report_date date,
                   revision int4, turn_zh text, turn_en text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
WITH removed AS MATERIALIZED (
    SELECT DISTINCT r.committee_id, s.subject
      FROM (SELECT x.committee_id, x.record_id, NULL::date AS before, substring(x.field FROM '^[a-z]+') AS part
              FROM daybook.redaction x WHERE x.redacted_at >= said.made_at
             UNION ALL
            SELECT NULL, NULL, substring(a.subject FROM '[0-9-]+$')::date, NULL
              FROM daybook.audit a WHERE a.act = 'purge' AND a.at >= said.made_at) g
      JOIN daybook.record r ON (r.committee_id = g.committee_id AND r.id = g.record_id) OR r.report_date < g.before
     CROSS JOIN (VALUES ('case', 'case'), ('risk', 'observation')) AS s (subject, part)
     WHERE r.kind = 1 AND coalesce(g.part, s.part) = s.part
       AND CASE s.subject WHEN 'case' THEN r.report_date = said.report_date ELSE r.report_date <= said.report_date END
), item AS (
    SELECT i.*, false AS is_new FROM daybook.brief_item i WHERE i.brief_id = said.brief_id
     UNION ALL
    SELECT i.committee_id, said.brief_id, i.subject, i.record_id, i.position, i.category_zh, i.category_en, i.risk_id,
           i.severity, i.state, i.owner, i.first_night, i.nights, i.raised_at, true
      FROM daybook.brief_item_at(said.report_date, said.as_of, 'infinity') i
), told AS (
    SELECT i.committee_id, i.subject, i.is_new, i.record_id, coalesce(i.risk_id, t.title) AS key,
           row_number() OVER (PARTITION BY i.committee_id, i.subject, i.is_new, coalesce(i.risk_id, t.title)
                              ORDER BY i.position) AS n,
           CASE i.subject WHEN 'case' THEN t.title ELSE t.text END AS name,
           CASE i.subject WHEN 'case' THEN concat_ws(E'\n', t.category, t.place, t.text, t.result)
                          ELSE concat_ws(' ', t.category, i.severity, i.nights, i.first_night, i.state) END AS content,
           format('严重程度 %s,%s 晚,自 %s,%s,%s', i.severity, i.nights, i.first_night, i.category_zh,
                  CASE i.state WHEN 'OPEN' THEN '未处理' WHEN 'ASSIGNED' THEN '已有责任人' WHEN 'ESCALATED' THEN '已升级'
                               ELSE '又报' END) AS zh,
           format('severity %s, %s nights, since %s, %s, %s', i.severity, i.nights, i.first_night, i.category_en,
                  replace(lower(i.state), '_', ' ')) AS en,
           r.report_date
      FROM item i
      JOIN daybook.record r ON r.committee_id = i.committee_id AND r.id = i.record_id
      JOIN daybook.brief_text t ON t.committee_id = i.committee_id AND t.record_id = i.record_id
                               AND t.subject = i.subject AND t.position = i.position
), pair AS (
    SELECT coalesce(o.committee_id, f.committee_id) AS committee_id, coalesce(o.subject, f.subject) AS subject,
           coalesce(f.name, o.name) AS name, coalesce(f.report_date, o.report_date) AS report_date, o.content AS was,
           f.content AS now, format(' %s → %s', o.zh, f.zh) AS turn_zh, format(' %s → %s', o.en, f.en) AS turn_en
      FROM (SELECT * FROM told WHERE NOT is_new) o
      FULL JOIN (SELECT * FROM told WHERE is_new) f
        ON f.committee_id = o.committee_id AND f.subject = o.subject AND f.key = o.key AND f.n = o.n
     WHERE o.content IS DISTINCT FROM f.content
)
SELECT p.subject, CASE WHEN p.was IS NULL THEN 'added' WHEN p.now IS NULL THEN 'removed' ELSE 'changed' END,
       p.committee_id, c.committee, p.name, p.report_date, s.revision, p.turn_zh, p.turn_en
  FROM pair p
  JOIN daybook.brief_committee c ON c.committee_id = p.committee_id AND c.brief_id = said.brief_id
  JOIN daybook.standing_at('-infinity', said.report_date, 'infinity') s
    ON s.committee_id = p.committee_id AND s.report_date = p.report_date AND s.kind = 1
  LEFT JOIN removed g ON g.committee_id = p.committee_id AND g.subject = p.subject
 WHERE g.committee_id IS NULL
 UNION ALL                                          -- removed, and there is something that it would be compared with
SELECT g.subject, 'removed_text', g.committee_id, c.committee, '', NULL, NULL, NULL, NULL
  FROM removed g
  JOIN daybook.brief_committee c ON c.committee_id = g.committee_id AND c.brief_id = said.brief_id
  JOIN (SELECT DISTINCT s.committee_id, d.subject
          FROM daybook.standing_at('-infinity', said.report_date, 'infinity') s
         CROSS JOIN (VALUES ('case'), ('risk')) AS d (subject)
         WHERE s.kind = 1 AND s.received_at > said.as_of
           AND (d.subject = 'risk' OR s.report_date = said.report_date)) m
    ON m.committee_id = g.committee_id AND m.subject = g.subject
$$;

-- "1,204 (50/53)": a sum is never said without its hole.
CREATE FUNCTION daybook.brief_sum(value int8, reported int8, expected int8, estimate int8, zh boolean) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN daybook.brief_word(value, NULL, zh)
           || CASE WHEN expected IS NULL THEN '' ELSE format(' (%s/%s)', reported, expected) END
           || CASE WHEN estimate IS NOT DISTINCT FROM value THEN ''
                       ELSE format(CASE WHEN zh THEN ' [估计 %s]' ELSE ' [estimate %s]' END,
                                   daybook.brief_word(estimate, NULL, zh)) END;

CREATE FUNCTION office.brief_errata(brief int4 DEFAULT NULL)
    RETURNS TABLE ("position" int8, subject text, code text, committee_id int4, label_zh text, label_en text, was int8,
                   was_reported int8, was_expected int8, was_estimate int8, now int8, reported int8, expected int8,
                   estimate int8, text_zh text, text_en text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    said daybook.brief := daybook.need_brief(brief);
BEGIN
    RETURN QUERY
    WITH cell AS MATERIALIZED (
        SELECT n.subject, n.code, n.value, n.record_id, false AS is_new
          FROM daybook.brief_number n WHERE n.brief_id = said.brief_id
         UNION ALL
        SELECT f.subject, f.code, f.value, f.record_id, true
          FROM daybook.brief_now(said) f
    ), roster AS (
        SELECT count(*) FILTER (WHERE NOT c.is_new) AS was, count(*) FILTER (WHERE c.is_new) AS now
          FROM cell c WHERE c.subject = 'count' AND c.code = 'expected'
    ), whole AS (                                  -- the estimate is the sum, and what was carried forward
        SELECT replace(c.subject, 'figure.carried', 'figure') AS subject, c.code,
               (sum(c.value) FILTER (WHERE NOT c.is_new AND c.subject <> 'figure.carried'))::int8 AS was,
               (sum(c.value) FILTER (WHERE c.is_new AND c.subject <> 'figure.carried'))::int8 AS now,
               count(c.record_id) FILTER (WHERE NOT c.is_new AND c.subject <> 'figure.carried') AS was_reported,
               count(c.record_id) FILTER (WHERE c.is_new AND c.subject <> 'figure.carried') AS reported,
               (sum(c.value) FILTER (WHERE NOT c.is_new))::int8 AS was_estimate,
               (sum(c.value) FILTER (WHERE c.is_new))::int8 AS estimate
          FROM cell c GROUP BY 1, 2
    ), changed AS (
        SELECT replace(c.subject, 'figure.carried', 'figure') AS subject, c.code,
               string_agg(daybook.brief_cause(c.subject, c.committee, c.revision, c.was, c.was_state, c.now,
                                              c.now_state, true), '、' ORDER BY c.subject, c.committee_id) AS zh,
               string_agg(daybook.brief_cause(c.subject, c.committee, c.revision, c.was, c.was_state, c.now,
                                              c.now_state, false), ', ' ORDER BY c.subject, c.committee_id) AS en
          FROM office.brief_changes(said.brief_id) c GROUP BY 1, 2
    ), label AS (
        SELECT l.subject, l.code, l.position, l.label_zh, l.label_en FROM daybook.brief_label l
         WHERE l.brief_id = said.brief_id
         UNION ALL
        SELECT f.subject, f.code, f.position, f.label_zh, f.label_en
          FROM daybook.brief_label_at(said.report_date, said.as_of, 'infinity') f
          LEFT JOIN daybook.brief_label l ON l.brief_id = said.brief_id AND l.subject = f.subject AND l.code = f.code
         WHERE l.code IS NULL
    ), number AS (
        SELECT p.rank, l.position, w.subject, w.code, l.label_zh || p.zh AS label_zh, l.label_en || p.en AS label_en,
               CASE w.subject WHEN 'count' THEN coalesce(w.was, 0) ELSE w.was END AS was,
               CASE w.subject WHEN 'count' THEN coalesce(w.now, 0) ELSE w.now END AS now,
               CASE WHEN p.holes THEN w.was_reported END AS was_reported,
               CASE WHEN p.holes THEN r.was END AS was_expected,
               CASE WHEN p.holes THEN w.reported END AS reported, CASE WHEN p.holes THEN r.now END AS expected,
               CASE WHEN w.subject = 'figure' THEN w.was_estimate END AS was_estimate,
               CASE WHEN w.subject = 'figure' THEN w.estimate END AS estimate, c.zh, c.en
          FROM changed c
         CROSS JOIN roster r
          JOIN whole w ON w.subject = c.subject AND w.code = c.code
          JOIN label l ON l.subject = split_part(c.subject, '.', 1) AND l.code = c.code
          JOIN (VALUES ('count', 1, false, '', ''), ('figure', 2, true, '', ''), ('ledger.before', 3, true, '', ''),
                       ('health', 4, true, '', ''), ('supply.wanted', 5, false, ' 需要', ': wanted'),
                       ('supply.promised', 6, false, ' 已答应', ': promised'),
                       ('supply.on_the_way', 7, false, ' 在途', ': on the way'),
                       ('supply.received', 8, false, ' 已收到', ': received'),
                       ('supply.gap', 9, false, ' 缺口', ': gap'), ('supply.on_hand', 10, false, ' 现有', ': on hand'),
                       ('supply.daily_use', 11, false, ' 日耗', ': a day'),
                       ('supply.urgent', 12, false, ' 急需', ': at once')) AS p (subject, rank, holes, zh, en)
            ON p.subject = c.subject
    )
    SELECT row_number() OVER (ORDER BY n.rank, n.position, n.code), n.subject, n.code, NULL::int4, n.label_zh,
           n.label_en, n.was, n.was_reported, n.was_expected, n.was_estimate, n.now, n.reported, n.expected, n.estimate,
           format('更正:%s %s → %s (%s)', n.label_zh,
                  daybook.brief_sum(n.was, n.was_reported, n.was_expected, coalesce(n.was_estimate, n.was), true),
                  daybook.brief_sum(n.now, n.reported, n.expected, coalesce(n.estimate, n.now), true), n.zh),
           format('Correction: %s %s → %s (%s)', n.label_en,
                  daybook.brief_sum(n.was, n.was_reported, n.was_expected, coalesce(n.was_estimate, n.was), false),
                  daybook.brief_sum(n.now, n.reported, n.expected, coalesce(n.estimate, n.now), false), n.en)
      FROM number n
     UNION ALL
    SELECT 10000 + row_number() OVER (ORDER BY i.subject, i.code, i.committee_id, i.report_date, i.name), i.subject,
           i.code, i.committee_id, i.name, i.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           CASE i.code WHEN 'removed_text'
                THEN format('%s:%s的文字已有隐去,不再比较', CASE i.subject WHEN 'case' THEN '案例' ELSE '风险点' END, i.committee)
                ELSE format('更正:%s%s“%s”%s (%s %s 第%s版)', CASE i.subject WHEN 'case' THEN '可宣传案例' ELSE '风险点' END,
                            CASE i.code WHEN 'added' THEN '增' WHEN 'removed' THEN '减' ELSE '改' END, i.name,
                            CASE WHEN i.subject = 'risk' AND i.code = 'changed' THEN i.turn_zh ELSE '' END, i.committee,
                            i.report_date, i.revision) END,
           CASE i.code WHEN 'removed_text'
                THEN format('%s of %s: texts were removed, they are not compared',
                            CASE i.subject WHEN 'case' THEN 'cases' ELSE 'risk points' END, i.committee)
                ELSE format('Correction: %s %s "%s"%s (%s %s revision %s)',
                            CASE i.subject WHEN 'case' THEN 'case' ELSE 'risk point' END, i.code, i.name,
                            CASE WHEN i.subject = 'risk' AND i.code = 'changed' THEN i.turn_en ELSE '' END, i.committee,
                            i.report_date, i.revision) END
      FROM daybook.brief_item_changes(said) i
     ORDER BY 1;
END
$$;
COMMENT ON FUNCTION office.brief_errata(int4) IS
    '简报之后的更正、补报、免报、退回改了简报里的什么,一处一句;不写编号则为最近一份 | what corrections, late reports, excuses and returns have changed of a brief, a sentence each; of the last one when no number is given';

-- A function in a view runs with the reader's rights; without USAGE on the schema nobody calls it by name.
GRANT EXECUTE ON FUNCTION daybook.blank(int) TO daybook_office;
GRANT SELECT ON office.briefs, office.brief_committees, office.brief_numbers, office.brief_totals, office.brief_items,
                office.brief_records TO daybook_office;
GRANT EXECUTE ON FUNCTION office.make_brief(date, timestamptz), office.brief_changes(int4), office.brief_errata(int4)
    TO daybook_office;
