-- 0021 roll call: who is on post, one list for each committee, date and shift.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 2, 'ROLL_CALL', '晨间点名', 'roll call'),
    ('shift', 1, 'MORNING', '早班', 'morning'),
    ('shift', 2, 'DAY', '中班', 'day'),
    ('shift', 3, 'NIGHT', '晚班', 'night'),
    ('roll_call_state', 1, 'PRESENT', '到岗', 'present'),
    ('roll_call_state', 2, 'ON_POST_LATE', '迟到', 'late'),
    ('roll_call_state', 3, 'ON_LEAVE', '请假', 'on leave'),
    ('roll_call_state', 4, 'SICK', '因病', 'sick'),
    ('roll_call_state', 5, 'SWAPPED', '换班', 'swapped'),
    ('roll_call_state', 6, 'TRANSFERRED', '调岗', 'transferred'),
    ('roll_call_state', 7, 'OFF_DUTY', '轮休', 'off duty'),
    ('roll_call_state', 8, 'UNREACHED', '联系不上', 'not reached');

CREATE TABLE daybook.roll_call_entry (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 60),
    person_id int4 NOT NULL,
    state int2 NOT NULL CHECK (state > 0),
    arrived_at int2 CHECK (arrived_at / 100 BETWEEN 0 AND 23 AND arrived_at % 100 BETWEEN 0 AND 59),
    work int2 CHECK (work > 0),
    temperature int2 CHECK (temperature BETWEEN 340 AND 420),
    ppe boolean,
    swapped_with int4,
    note text NOT NULL CHECK (length(note) <= 60),
    CONSTRAINT roll_call_entry_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT roll_call_entry_person_key UNIQUE (committee_id, record_id, person_id),
    CONSTRAINT roll_call_entry_arrived CHECK (state NOT IN (1, 2) OR arrived_at IS NOT NULL),
    CONSTRAINT roll_call_entry_fever CHECK (state NOT IN (1, 2) OR coalesce(temperature, 0) < 373),
    CONSTRAINT roll_call_entry_swapped CHECK ((state = 5) = (swapped_with IS NOT NULL)),
    CONSTRAINT roll_call_entry_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.roll_call_entry IS '点名:一人一行 | roll calls: a row a person';
COMMENT ON COLUMN daybook.roll_call_entry.arrived_at IS '到岗时刻,时分合写,如 740 | hours and minutes as one number';
COMMENT ON COLUMN daybook.roll_call_entry.temperature IS '体温,单位 0.1℃ | tenths of a degree Celsius';
GRANT INSERT ON daybook.roll_call_entry TO daybook_daemon;

CREATE VIEW office.roll_call AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, f.name AS shift, f.label_zh AS shift_zh,
       f.label_en AS shift_en, s.revision, e.position, q.code AS person_code, q.name AS person, q.telephone,
       t.name AS state, t.label_zh AS state_zh, t.label_en AS state_en,
       make_time(e.arrived_at / 100, e.arrived_at % 100, 0) AS arrived_at,
       w.name AS work, w.label_zh AS work_zh, w.label_en AS work_en, round(e.temperature / 10.0, 1) AS temperature, e.ppe,
       o.name AS swapped_with, e.note,
       e.state IN (1, 2)
       AND count(*) FILTER (WHERE e.state IN (1, 2)) OVER (PARTITION BY s.report_date, s.part, e.person_id) > 1
           AS elsewhere_too,
       s.received_at, u.name AS sender
  FROM office.standing s
  JOIN daybook.roll_call_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list f ON f.list = 'shift' AND f.number = s.part
  LEFT JOIN daybook.code_list t ON t.list = 'roll_call_state' AND t.number = e.state
  LEFT JOIN daybook.code_list w ON w.list = 'work_kind' AND w.number = e.work
  LEFT JOIN daybook.person q ON q.person_id = e.person_id
  LEFT JOIN daybook.person o ON o.person_id = e.swapped_with
  LEFT JOIN daybook.person u ON u.person_id = s.person_id;
COMMENT ON VIEW office.roll_call IS '点名表,每班最新版 | the roll calls, newest revision of each shift';
COMMENT ON COLUMN office.roll_call.elsewhere_too IS
    '同一班次在别的居委会也点到 | on post at another committee in the same shift too';

-- Every person posted at a committee on a night, with what its roll calls say; a secretary only where one was called.
CREATE VIEW office.posted AS
SELECT n.report_date, p.committee_id, c.committee, c.subdistrict, c.branch, q.code AS person_code, q.name AS person,
       q.telephone, p.secretary, r.shift, r.shift_zh, r.shift_en, coalesce(r.state, 'NOT_ASKED') AS state,
       coalesce(r.state_zh, '未点到') AS state_zh, coalesce(r.state_en, 'not asked') AS state_en, r.arrived_at, r.note,
       coalesce(r.state IN ('PRESENT', 'ON_POST_LATE'), false) AS on_post,
       coalesce(r.state = 'UNREACHED', true) AS to_call
  FROM daybook.night n
  JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
  JOIN daybook.person q ON q.person_id = p.person_id
  JOIN office.committees c ON c.committee_id = p.committee_id
  LEFT JOIN office.roll_call r ON r.committee_id = p.committee_id AND r.report_date = n.report_date
                              AND r.person_code = q.code
 WHERE NOT p.secretary OR r.person_code IS NOT NULL;
COMMENT ON VIEW office.posted IS
    '在岗名单:当日派驻的人及点名结果,一个不漏 | everyone posted on a night and what the roll calls say, nobody left out';
COMMENT ON COLUMN office.posted.to_call IS '未点到或联系不上:马上联系 | not asked or not reached: somebody must call';
GRANT SELECT ON office.roll_call, office.posted TO daybook_office;
