-- 0024 minutes: the meetings of the branches, filed under one of their committees.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 5, 'MINUTES', '支部会议纪要', 'minutes of a meeting'),
    ('meeting_kind', 1, 'ALL_MEMBERS', '党员大会', 'all members'),
    ('meeting_kind', 2, 'BRANCH_COMMITTEE', '支委会', 'branch committee'),
    ('meeting_kind', 3, 'EXCHANGE', '交流会', 'exchange'),
    ('meeting_kind', 4, 'STUDY', '专题学习', 'study'),
    ('meeting_mode', 1, 'ON_SITE', '现场', 'on site'),
    ('meeting_mode', 2, 'ONLINE', '线上', 'online');

CREATE TABLE daybook.meeting (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    kind int2 NOT NULL CHECK (kind > 0),
    mode int2 NOT NULL CHECK (mode > 0),
    started_at int2 NOT NULL CHECK (started_at / 100 BETWEEN 0 AND 23 AND started_at % 100 BETWEEN 0 AND 59),
    ended_at int2 NOT NULL CHECK (ended_at / 100 BETWEEN 0 AND 23 AND ended_at % 100 BETWEEN 0 AND 59),
    chair text NOT NULL CHECK (length(chair) BETWEEN 1 AND 20),
    recorder text NOT NULL CHECK (length(recorder) BETWEEN 1 AND 20),
    expected int2 NOT NULL CHECK (expected BETWEEN 1 AND 500),
    present int2 NOT NULL CHECK (present >= 0),
    agenda text NOT NULL CHECK (length(agenda) BETWEEN 4 AND 1000),
    studied text NOT NULL CHECK (length(studied) <= 500),
    next_date date,
    CONSTRAINT meeting_pkey PRIMARY KEY (committee_id, record_id),
    CONSTRAINT meeting_times CHECK (ended_at > started_at AND (ended_at / 100 - started_at / 100) * 60
                                    + ended_at % 100 - started_at % 100 <= 360),
    CONSTRAINT meeting_people CHECK (present <= expected AND expected - present <= 60),
    CONSTRAINT meeting_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.meeting IS '支部会议 | meetings of the branches';

CREATE TABLE daybook.meeting_absence (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 60),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
    CONSTRAINT meeting_absence_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT meeting_absence_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);

CREATE TABLE daybook.meeting_practice (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 10),
    place text NOT NULL CHECK (length(place) <= 60),
    what text NOT NULL CHECK (length(what) BETWEEN 5 AND 500),
    effect text NOT NULL CHECK (length(effect) <= 300),
    copy_to text NOT NULL CHECK (length(copy_to) <= 60),
    CONSTRAINT meeting_practice_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT meeting_practice_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);

CREATE TABLE daybook.meeting_decision (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 20),
    what text NOT NULL CHECK (length(what) BETWEEN 4 AND 200),
    owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 20),
    due date NOT NULL,
    CONSTRAINT meeting_decision_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT meeting_decision_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);

CREATE TABLE daybook.meeting_settled (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 20),
    of_committee_id int4 NOT NULL CHECK (of_committee_id > 0),
    of_date date NOT NULL,
    of_part int2 NOT NULL CHECK (of_part BETWEEN 1 AND 9),
    of_position int2 NOT NULL CHECK (of_position BETWEEN 1 AND 20),
    result text NOT NULL CHECK (length(result) BETWEEN 4 AND 200),
    CONSTRAINT meeting_settled_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT meeting_settled_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.meeting_settled IS '后来会议上报告办结的决议 | decisions that later minutes call done';
GRANT INSERT ON daybook.meeting, daybook.meeting_absence, daybook.meeting_practice, daybook.meeting_decision,
                daybook.meeting_settled TO daybook_daemon;

CREATE VIEW office.meetings AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch_id, c.branch, s.report_date, s.part, s.revision,
       k.name AS kind, k.label_zh AS kind_zh, k.label_en AS kind_en, o.name AS mode, o.label_zh AS mode_zh,
       o.label_en AS mode_en, make_time(m.started_at / 100, m.started_at % 100, 0) AS started_at,
       make_time(m.ended_at / 100, m.ended_at % 100, 0) AS ended_at, m.chair, m.recorder, m.expected, m.present,
       a.absent, m.agenda, m.studied, m.next_date, s.record_id, s.received_at, q.name AS sender
  FROM office.standing s
  JOIN daybook.meeting m ON m.committee_id = s.committee_id AND m.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN (SELECT committee_id, record_id, string_agg(format('%s(%s)', name, reason), '、' ORDER BY position) AS absent
               FROM daybook.meeting_absence GROUP BY committee_id, record_id) a
    ON a.committee_id = s.committee_id AND a.record_id = s.record_id
  LEFT JOIN daybook.code_list k ON k.list = 'meeting_kind' AND k.number = m.kind
  LEFT JOIN daybook.code_list o ON o.list = 'meeting_mode' AND o.number = m.mode
  LEFT JOIN daybook.person q ON q.person_id = s.person_id;
COMMENT ON VIEW office.meetings IS '支部会议纪要 | the meetings of the branches';

CREATE VIEW office.branch_meetings AS
SELECT b.branch_id, b.name AS branch, max(m.report_date) AS last_meeting, max(m.next_date) AS next_meeting,
       office.business_date() - max(m.report_date) AS days_since,
       coalesce(office.business_date() - max(m.report_date) > 8, true) AS overdue
  FROM daybook.branch b
  LEFT JOIN office.meetings m ON m.branch_id = b.branch_id
 GROUP BY b.branch_id, b.name;
COMMENT ON VIEW office.branch_meetings IS '各支部上次开会;超过 8 天未开为逾期 | each branch''s last meeting; more than 8 days is overdue';

CREATE VIEW office.decisions AS
SELECT m.branch, m.committee_id, m.committee, m.report_date, m.part, d.position, d.what, d.owner, d.due,
       z.of_date IS NOT NULL AS settled, z.settled_on, z.result,
       z.of_date IS NULL AND d.due < office.business_date() AS overdue
  FROM office.meetings m
  JOIN daybook.meeting_decision d ON d.committee_id = m.committee_id AND d.record_id = m.record_id
  LEFT JOIN (SELECT DISTINCT ON (t.of_committee_id, t.of_date, t.of_part, t.of_position)
                    n.branch_id, t.of_committee_id, t.of_date, t.of_part, t.of_position, n.report_date AS settled_on, t.result
               FROM office.meetings n
               JOIN daybook.meeting_settled t ON t.committee_id = n.committee_id AND t.record_id = n.record_id
              ORDER BY t.of_committee_id, t.of_date, t.of_part, t.of_position, n.report_date) z
    ON z.branch_id = m.branch_id AND z.of_committee_id = m.committee_id AND z.of_date = m.report_date
   AND z.of_part = m.part AND z.of_position = d.position;
COMMENT ON VIEW office.decisions IS '会议决议:谁负责、何时、办结否 | decisions: whose, by when, whether they are done';
COMMENT ON COLUMN office.decisions.overdue IS '到期未办结,下次会议自动列入 | past its day and not done: on the next agenda';

CREATE VIEW office.practices AS
SELECT m.branch, m.committee_id, m.committee, m.report_date, m.part, p.position, p.place, p.what, p.effect, p.copy_to
  FROM office.meetings m
  JOIN daybook.meeting_practice p ON p.committee_id = m.committee_id AND p.record_id = m.record_id;
COMMENT ON VIEW office.practices IS '会上交流的做法 | practices told at the meetings';
GRANT SELECT ON office.meetings, office.branch_meetings, office.decisions, office.practices TO daybook_office;
