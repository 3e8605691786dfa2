-- 0042 called and well: what the office reads of roll calls and health reports.
--
-- Each total stands beside its hole: committees without a roll call, persons whose health nobody reported.

-- ---------------------------------------------------------------- roll calls

-- What the roll calls of a committee and night say of a person: on post in any shift, else as the last shift has it.
CREATE VIEW daybook.called AS
SELECT DISTINCT ON (s.committee_id, s.report_date, e.person_id)
       s.committee_id, s.report_date, e.person_id, e.state, s.part, s.received_at
  FROM office.standing s
  JOIN daybook.roll_call_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
 WHERE s.kind = 2
 ORDER BY s.committee_id, s.report_date, e.person_id, e.state > 2, s.part DESC;
COMMENT ON VIEW daybook.called IS
    '点名结果,每人一行 | what the roll calls of a committee and night say, a row a person';

-- Whom a roll call has to name: who is posted there, secretaries apart.
CREATE VIEW daybook.to_be_called AS
SELECT DISTINCT n.report_date, p.committee_id, p.person_id
  FROM daybook.night n
  JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
 WHERE NOT p.secretary;

CREATE VIEW office.roll_call_night AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, coalesce(l.lists, 0) AS roll_calls,
       coalesce(p.people, 0) AS people, coalesce(p.present, 0) AS present, coalesce(p.late, 0) AS late,
       coalesce(p.on_leave, 0) AS on_leave, coalesce(p.sick, 0) AS sick, coalesce(p.swapped, 0) AS swapped,
       coalesce(p.transferred, 0) AS transferred, coalesce(p.off_duty, 0) AS off_duty,
       coalesce(p.unreached, 0) AS unreached, coalesce(p.not_asked, 0) AS not_asked, l.received_at,
       k.name AS contact, k.telephone AS contact_telephone
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  LEFT JOIN daybook.person k ON k.code = e.contact_code
  LEFT JOIN (SELECT committee_id, report_date, count(*) AS lists, max(received_at) AS received_at
               FROM office.standing WHERE kind = 2 GROUP BY committee_id, report_date) l
    ON l.committee_id = e.committee_id AND l.report_date = e.report_date
  LEFT JOIN (SELECT coalesce(d.report_date, t.report_date) AS report_date,
                    coalesce(d.committee_id, t.committee_id) AS committee_id, count(*) AS people,
                    count(*) FILTER (WHERE t.state = 1) AS present, count(*) FILTER (WHERE t.state = 2) AS late,
                    count(*) FILTER (WHERE t.state = 3) AS on_leave, count(*) FILTER (WHERE t.state = 4) AS sick,
                    count(*) FILTER (WHERE t.state = 5) AS swapped, count(*) FILTER (WHERE t.state = 6) AS transferred,
                    count(*) FILTER (WHERE t.state = 7) AS off_duty, count(*) FILTER (WHERE t.state = 8) AS unreached,
                    count(*) FILTER (WHERE t.state IS NULL) AS not_asked
               FROM daybook.to_be_called d
               FULL JOIN daybook.called t ON t.committee_id = d.committee_id AND t.report_date = d.report_date
                                         AND t.person_id = d.person_id
              GROUP BY 1, 2) p
    ON p.committee_id = e.committee_id AND p.report_date = e.report_date;
COMMENT ON VIEW office.roll_call_night IS
    '每晚每居委会点名汇总:各状态人数加起来就是该点的人 | roll calls by night and committee: the states add up to the people to be called';
COMMENT ON COLUMN office.roll_call_night.roll_calls IS '收到几份点名,0 为没有点名 | lists that came; 0: no roll call';
COMMENT ON COLUMN office.roll_call_night.people IS
    '派驻的人(书记除外)与点到的人;0 为无人可点 | those posted, secretaries apart, and those called; 0: nobody to call';

-- ---------------------------------------------------------------- health: counts, and whom nobody reported

-- Who is named, and nothing else of it.
CREATE VIEW daybook.health_named AS
SELECT s.committee_id, s.report_date, e.person_id
  FROM office.standing s
  JOIN daybook.health_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
 WHERE s.kind = 3;
COMMENT ON VIEW daybook.health_named IS
    '健康报告里有谁,不含内容 | who is named in the health reports, without the content';

-- Everybody posted on a night has to be named in one health report, of whichever committee. Named NULL: rows of that night
-- were purged, and nobody knows.
CREATE VIEW daybook.health_due AS
SELECT DISTINCT n.report_date, p.committee_id, p.person_id,
       CASE WHEN h.person_id IS NOT NULL THEN true WHEN g.report_date IS NULL THEN false END AS named
  FROM daybook.night n
  JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to
  LEFT JOIN (SELECT DISTINCT report_date, person_id FROM daybook.health_named) h
    ON h.report_date = n.report_date AND h.person_id = p.person_id
  LEFT JOIN (SELECT DISTINCT s.report_date
               FROM office.standing s
               LEFT JOIN daybook.health_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
              WHERE s.kind = 3 AND e.record_id IS NULL) g ON g.report_date = n.report_date;

-- Who is due and who is written of are counted in one pass: two lists of counts, joined, were gone through once for each
-- committee and night. A report names somebody: where none is left, it was purged, and its counts are NULL.
CREATE OR REPLACE VIEW office.health AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, h.received_at IS NOT NULL AS reported,
       h.received_at, h.persons + h.known AS persons, h.well + h.known AS well, h.watched + h.known AS watched,
       h.resting + h.known AS resting, h.in_hospital + h.known AS in_hospital,
       h.with_symptoms + h.known AS with_symptoms, h.fever + h.known AS fever, h.contact + h.known AS contact,
       h.alarms + h.known AS alarms, h.posted, h.unreported, k.name AS contact_person, k.telephone AS contact_telephone
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  JOIN (SELECT report_date, committee_id, max(received_at) AS received_at, count(state) AS persons,
               count(*) FILTER (WHERE state = 1) AS well, count(*) FILTER (WHERE state = 2) AS watched,
               count(*) FILTER (WHERE state = 3) AS resting, count(*) FILTER (WHERE state = 4) AS in_hospital,
               count(*) FILTER (WHERE symptoms > 0) AS with_symptoms, count(*) FILTER (WHERE highest >= 373) AS fever,
               count(*) FILTER (WHERE contact_confirmed) AS contact,
               count(*) FILTER (WHERE contact_confirmed OR highest >= 373) AS alarms,
               count(*) FILTER (WHERE due) AS posted,
               CASE WHEN bool_and(named IS NOT NULL) FILTER (WHERE due) THEN count(*) FILTER (WHERE NOT named) END AS unreported,
               CASE WHEN max(received_at) IS NULL OR count(state) > 0 THEN 0 END AS known
          FROM (SELECT report_date, committee_id, true AS due, named, NULL::timestamptz AS received_at, NULL::int AS state,
                       NULL::int AS symptoms, NULL::int AS highest, NULL::boolean AS contact_confirmed
                  FROM daybook.health_due
                 UNION ALL
                SELECT s.report_date, s.committee_id, false, NULL, s.received_at, e.state, e.symptoms,
                       greatest(e.morning, e.evening), e.contact_confirmed
                  FROM office.standing s
                  LEFT JOIN daybook.health_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
                 WHERE s.kind = 3) line
         GROUP BY report_date, committee_id) h
    ON h.committee_id = e.committee_id AND h.report_date = e.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code;
COMMENT ON COLUMN office.health.unreported IS
    '当日派驻而没有任何健康报告写到的人数 | posted there, and in no health report of that night';

CREATE OR REPLACE VIEW office.health_alarms AS
SELECT report_date, committee_id, committee, subdistrict, branch, alarms, fever, contact, received_at, contact_person,
       contact_telephone
  FROM office.health
 WHERE alarms > 0;

CREATE VIEW office.health_night AS
SELECT n.report_date, c.expected, c.reported, c.well + c.known AS well, c.watched + c.known AS watched,
       c.resting + c.known AS resting, c.in_hospital + c.known AS in_hospital,
       c.with_symptoms + c.known AS with_symptoms, c.fever + c.known AS fever, c.contact + c.known AS contact,
       c.alarms + c.known AS alarms, p.posted, CASE WHEN p.known THEN p.posted - p.unreported END AS named,
       CASE WHEN p.known THEN p.unreported END AS unreported
  FROM daybook.night n
  JOIN (SELECT report_date, count(*) AS expected, count(*) FILTER (WHERE reported) AS reported, sum(well) AS well,
               sum(watched) AS watched, sum(resting) AS resting, sum(in_hospital) AS in_hospital,
               sum(with_symptoms) AS with_symptoms, sum(fever) AS fever, sum(contact) AS contact, sum(alarms) AS alarms,
               CASE WHEN bool_or(reported AND persons IS NULL) THEN NULL ELSE 0 END AS known      -- purged
          FROM office.health GROUP BY report_date) c ON c.report_date = n.report_date
  JOIN (SELECT report_date, count(DISTINCT person_id) AS posted,
               count(DISTINCT person_id) FILTER (WHERE NOT named) AS unreported, bool_and(named IS NOT NULL) AS known
          FROM daybook.health_due GROUP BY report_date) p ON p.report_date = n.report_date;
COMMENT ON VIEW office.health_night IS
    '每晚健康汇总:几个居委会已报,派驻的人中几人有报告 | health by night: committees that reported, persons who are named of those posted';
COMMENT ON COLUMN office.health_night.posted IS
    '当日派驻的人,驻两处的算一个 | persons posted; who is posted twice is one';

CREATE OR REPLACE VIEW health.missing AS
SELECT d.report_date, q.code AS person_code, q.name AS person, q.telephone, min(c.committee) AS committee,
       min(c.branch) AS branch
  FROM daybook.health_due d
  JOIN daybook.person q ON q.person_id = d.person_id
  JOIN office.committees c ON c.committee_id = d.committee_id
 WHERE NOT d.named
 GROUP BY d.report_date, q.code, q.name, q.telephone;

CREATE FUNCTION health.business_date() RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN office.business_date();
COMMENT ON FUNCTION health.business_date() IS '业务日期 | the business date';
CREATE VIEW health.night AS SELECT * FROM office.health_night;
COMMENT ON VIEW health.night IS '每晚健康汇总 | health by night';
GRANT SELECT ON health.night TO daybook_health;
GRANT EXECUTE ON FUNCTION health.business_date() TO daybook_health;

GRANT SELECT ON office.roll_call_night, office.health_night TO daybook_office;
