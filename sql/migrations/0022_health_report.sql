-- 0022 health report: everybody's health in the evening, one list for each committee and date.
--
-- A person's row is for the secretary who sends it and for the health officer. So there is a schema of its own,
-- `health`, which daybook_health alone reads; schema `office` has counts, and whom to call where there is an alarm.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 3, 'HEALTH_REPORT', '晚间健康报告', 'health report'),
    ('health_state', 1, 'WELL', '正常', 'well'),
    ('health_state', 2, 'WATCHED', '观察', 'watched'),
    ('health_state', 3, 'RESTING', '离岗休息', 'resting'),
    ('health_state', 4, 'IN_HOSPITAL', '就医', 'in hospital'),
    ('symptom', 1, 'FEVER', '发热', 'fever'),
    ('symptom', 2, 'COUGH', '干咳', 'cough'),
    ('symptom', 3, 'FATIGUE', '乏力', 'fatigue'),
    ('symptom', 4, 'SORE_THROAT', '咽痛', 'sore throat'),
    ('symptom', 5, 'SHORT_BREATH', '气促', 'short of breath'),
    ('symptom', 6, 'DIARRHEA', '腹泻', 'diarrhea');

CREATE TABLE daybook.health_entry (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 60),
    person_id int4 NOT NULL,
    state int2 NOT NULL CHECK (state > 0),
    morning int2 CHECK (morning BETWEEN 340 AND 420),
    evening int2 CHECK (evening BETWEEN 340 AND 420),
    symptoms int2 NOT NULL CHECK (symptoms BETWEEN 0 AND 63),
    household_symptom boolean NOT NULL,
    contact_confirmed boolean NOT NULL,
    contact_key_area boolean NOT NULL,
    seen_doctor boolean NOT NULL,
    by_proxy boolean NOT NULL,
    note text NOT NULL CHECK (length(note) <= 60),
    CONSTRAINT health_entry_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT health_entry_person_key UNIQUE (committee_id, record_id, person_id),
    CONSTRAINT health_entry_measured CHECK (state = 4 OR morning IS NOT NULL OR evening IS NOT NULL),
    CONSTRAINT health_entry_alarm CHECK (state <> 1 OR NOT (contact_confirmed OR coalesce(morning, 0) >= 373
                                                            OR coalesce(evening, 0) >= 373)),
    CONSTRAINT health_entry_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.health_entry IS '健康报告:一人一行,仅健康专员可见 | health: a row a person, for the health officer';
COMMENT ON COLUMN daybook.health_entry.symptoms IS
    '症状:每位一种,代码表 symptom 的编号减一 | a bit a symptom: its number in the code list, less one';
GRANT INSERT ON daybook.health_entry TO daybook_daemon;

CREATE SCHEMA health;
COMMENT ON SCHEMA health IS '健康专员的视图 | what the health officer sees';
REVOKE ALL ON SCHEMA health FROM PUBLIC;
GRANT USAGE ON SCHEMA health TO daybook_health;

CREATE VIEW health.entry AS
SELECT s.committee_id, c.committee, c.subdistrict, c.branch, s.report_date, s.revision, e.position,
       q.code AS person_code, q.name AS person, q.telephone, t.name AS state, t.label_zh AS state_zh,
       t.label_en AS state_en, round(e.morning / 10.0, 1) AS morning, round(e.evening / 10.0, 1) AS evening,
       concat_ws(' ', CASE WHEN e.symptoms & 1 > 0 THEN '发热' END, CASE WHEN e.symptoms & 2 > 0 THEN '干咳' END,
                 CASE WHEN e.symptoms & 4 > 0 THEN '乏力' END, CASE WHEN e.symptoms & 8 > 0 THEN '咽痛' END,
                 CASE WHEN e.symptoms & 16 > 0 THEN '气促' END, CASE WHEN e.symptoms & 32 > 0 THEN '腹泻' END)
           AS symptoms_zh,
       e.symptoms, e.household_symptom, e.contact_confirmed, e.contact_key_area, e.seen_doctor, e.by_proxy, e.note,
       e.contact_confirmed OR coalesce(e.morning, 0) >= 373 OR coalesce(e.evening, 0) >= 373 AS alarm,
       s.received_at, u.name AS sender
  FROM office.standing s
  JOIN daybook.health_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
  JOIN office.committees c ON c.committee_id = s.committee_id
  LEFT JOIN daybook.code_list t ON t.list = 'health_state' AND t.number = e.state
  LEFT JOIN daybook.person q ON q.person_id = e.person_id
  LEFT JOIN daybook.person u ON u.person_id = s.person_id;
COMMENT ON VIEW health.entry IS '每人每晚的健康情况,最新版 | each person''s health, newest revision';
COMMENT ON COLUMN health.entry.alarm IS '体温达 37.3℃ 或接触过病例 | 37.3 degrees or more, or a contact with a case';

CREATE VIEW health.missing AS
SELECT n.report_date, q.code AS person_code, q.name AS person, q.telephone, min(c.committee) AS committee,
       min(c.branch) AS branch
  FROM daybook.night n
  JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
  JOIN daybook.person q ON q.person_id = p.person_id
  JOIN office.committees c ON c.committee_id = p.committee_id
  LEFT JOIN health.entry e ON e.report_date = n.report_date AND e.person_code = q.code
 WHERE e.person_code IS NULL
 GROUP BY n.report_date, q.code, q.name, q.telephone;
COMMENT ON VIEW health.missing IS '当日派驻而没有健康报告的人 | posted that night, and nobody reported their health';
GRANT SELECT ON health.entry, health.missing TO daybook_health;

-- Counts only. A person counts where the report names them.
CREATE VIEW office.health AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, s.record_id IS NOT NULL AS reported,
       s.received_at, count(h.position) AS persons, count(h.position) FILTER (WHERE h.state = 1) AS well,
       count(h.position) FILTER (WHERE h.state = 2) AS watched, count(h.position) FILTER (WHERE h.state = 3) AS resting,
       count(h.position) FILTER (WHERE h.state = 4) AS in_hospital,
       count(h.position) FILTER (WHERE h.symptoms > 0) AS with_symptoms,
       count(h.position) FILTER (WHERE greatest(h.morning, h.evening) >= 373) AS fever,
       count(h.position) FILTER (WHERE h.contact_confirmed) AS contact,
       count(h.position) FILTER (WHERE h.contact_confirmed OR greatest(h.morning, h.evening) >= 373) AS alarms
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  LEFT JOIN office.standing s ON s.committee_id = e.committee_id AND s.report_date = e.report_date AND s.kind = 3
  LEFT JOIN daybook.health_entry h ON h.committee_id = s.committee_id AND h.record_id = s.record_id
 GROUP BY e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, s.record_id, s.received_at;
COMMENT ON VIEW office.health IS
    '晚间健康汇总:只有人数,没有姓名 | evening health by committee: counts, no names';

CREATE VIEW office.health_alarms AS
SELECT h.report_date, h.committee_id, h.committee, h.subdistrict, h.branch, h.alarms, h.fever, h.contact, h.received_at,
       k.name AS contact_person, k.telephone AS contact_telephone
  FROM office.health h
  JOIN office.expected e ON e.committee_id = h.committee_id AND e.report_date = h.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code
 WHERE h.alarms > 0;
COMMENT ON VIEW office.health_alarms IS
    '健康警报:哪个居委会、几人、打给谁 | health alarms: which committee, how many, whom to call';
GRANT SELECT ON office.health, office.health_alarms TO daybook_office;
