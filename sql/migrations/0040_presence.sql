-- 0040 presence: how far a report has come that is not here yet, as open clients say; and what the daemon tells clients of
-- returned reports.
--
-- A hint, not a record: one row a committee, night and person, overwritten, and gone when the night is closed. It stands
-- behind everything that is known for certain, and it never makes a report reported.

CREATE TABLE daybook.presence (
    committee_id int4 NOT NULL,
    report_date date NOT NULL,
    person_id int4 NOT NULL,
    state text NOT NULL CHECK (state IN ('OPENED', 'FILLING', 'SEALED', 'HELD', 'REFUSED')),
    percent int2 CHECK (percent BETWEEN 0 AND 100),
    since timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    CONSTRAINT presence_pkey PRIMARY KEY (committee_id, report_date, person_id),
    CONSTRAINT presence_order CHECK (since <= last_at),
    CONSTRAINT presence_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
COMMENT ON TABLE daybook.presence IS
    '填报进度:打开着的客户端所说,关闭当晚即清 | how far a report has come, as open clients say; gone with the night';

CREATE VIEW office.presence AS
SELECT DISTINCT ON (p.committee_id, p.report_date)
       p.committee_id, p.report_date, q.name AS person, p.state, p.percent, p.since, p.last_at AS last_seen
  FROM daybook.presence p
  JOIN daybook.night n ON n.report_date = p.report_date
  JOIN daybook.person q ON q.person_id = p.person_id
  LEFT JOIN daybook.reopening o ON o.committee_id = p.committee_id AND o.report_date = p.report_date
 WHERE n.closed_at IS NULL OR o.committee_id IS NOT NULL
 ORDER BY p.committee_id, p.report_date, p.last_at DESC, p.person_id;
COMMENT ON VIEW office.presence IS
    '填报进度:最近一次所说 | how far a report has come, as the client that spoke last says';
COMMENT ON COLUMN office.presence.percent IS '要填的已填百分之几 | how much of what is to be filled';
COMMENT ON COLUMN office.presence.last_seen IS
    '最近一次听到;客户端开着时每分钟一次 | heard of last; an open client speaks once a minute';

CREATE OR REPLACE VIEW office.committee_night AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict_id, c.subdistrict, c.branch_id, c.branch,
       CASE WHEN v.record_id IS NOT NULL THEN 'RETURNED' WHEN s.record_id IS NOT NULL THEN 'ACCEPTED'
            WHEN x.committee_id IS NOT NULL THEN 'EXCUSED' WHEN h.committee_id IS NOT NULL THEN 'HELD'
            ELSE coalesce(p.state, 'NOT_SEEN') END AS state,
       s.revision, t.name AS timeliness, s.received_at, q.name AS sender, s.code,
       h.status AS held_status, h.reason AS held_reason, h.first_at AS held_since,
       k.name AS contact, k.telephone AS contact_telephone, w.name AS contact_secretary,
       v.returned_at, v.reason AS return_reason, x.reason AS excuse_reason,
       CASE WHEN v.record_id IS NOT NULL THEN v.returned_at WHEN s.record_id IS NOT NULL THEN s.received_at
            WHEN x.committee_id IS NOT NULL THEN x.excused_at WHEN h.committee_id IS NOT NULL THEN h.first_at
            ELSE p.since END AS state_since,
       CASE WHEN s.record_id IS NULL AND x.committee_id IS NULL AND h.committee_id IS NULL THEN p.percent END AS percent,
       p.last_seen
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  LEFT JOIN office.standing s ON s.committee_id = e.committee_id AND s.report_date = e.report_date AND s.kind = 1
  LEFT JOIN daybook.report_return v ON v.committee_id = s.committee_id AND v.record_id = s.record_id
  LEFT JOIN daybook.excuse x ON x.committee_id = e.committee_id AND x.report_date = e.report_date
  LEFT JOIN daybook.code_list t ON t.list = 'timeliness' AND t.number = s.timeliness
  LEFT JOIN daybook.person q ON q.person_id = s.person_id
  LEFT JOIN (SELECT DISTINCT ON (committee_id, report_date) committee_id, report_date, status, reason, first_at
               FROM office.held
              WHERE report_date IS NOT NULL
              ORDER BY committee_id, report_date, last_at DESC) h
    ON h.committee_id = e.committee_id AND h.report_date = e.report_date
  LEFT JOIN office.presence p ON p.committee_id = e.committee_id AND p.report_date = e.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code
  LEFT JOIN daybook.person w ON w.code = e.secretary_code;
COMMENT ON COLUMN office.committee_night.state IS
    'ACCEPTED 已受理 / RETURNED 已退回待更正 / EXCUSED 免报 / HELD 被挡下 / REFUSED 有错待改 / SEALED 已封存待发 / FILLING 填写中 / OPENED 已打开 / NOT_SEEN 未见 | one of nine; together they are the roster of that date';
COMMENT ON COLUMN office.committee_night.last_seen IS
    '最近一次听到打开着的客户端 | when an open client was last heard of';

CREATE OR REPLACE VIEW office.missing AS
SELECT * FROM office.committee_night WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED');

CREATE OR REPLACE VIEW office.night AS
SELECT n.report_date, n.opens, n.deadline, n.closed_at,
       count(c.committee_id) AS expected,
       count(*) FILTER (WHERE c.state IN ('ACCEPTED', 'RETURNED')) AS reported,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE c.timeliness = 'ON_TIME_OUTAGE') AS on_time_outage,
       count(*) FILTER (WHERE c.timeliness = 'LATE') AS late,
       count(*) FILTER (WHERE c.state = 'HELD') AS held,
       count(*) FILTER (WHERE c.state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
       coalesce(u.reports, 0) AS unexpected,
       count(*) FILTER (WHERE c.state = 'EXCUSED') AS excused,
       count(*) FILTER (WHERE c.state = 'RETURNED') AS returned,
       count(*) FILTER (WHERE c.state = 'REFUSED') AS refused,
       count(*) FILTER (WHERE c.state = 'SEALED') AS sealed,
       count(*) FILTER (WHERE c.state = 'FILLING') AS filling,
       count(*) FILTER (WHERE c.state = 'OPENED') AS opened,
       count(*) FILTER (WHERE c.state = 'NOT_SEEN') AS not_seen
  FROM daybook.night n
  LEFT JOIN office.committee_night c ON c.report_date = n.report_date
  LEFT JOIN (SELECT s.report_date, count(*) AS reports
               FROM office.standing s
               LEFT JOIN office.expected e ON e.committee_id = s.committee_id AND e.report_date = s.report_date
              WHERE s.kind = 1 AND e.committee_id IS NULL
              GROUP BY s.report_date) u ON u.report_date = n.report_date
 GROUP BY n.report_date, n.opens, n.deadline, n.closed_at, u.reports;
COMMENT ON COLUMN office.night.not_seen IS
    '未见 | nothing seen; missing = held + refused + sealed + filling + opened + not_seen';

GRANT SELECT ON office.presence TO daybook_office;
GRANT SELECT, INSERT, UPDATE, DELETE ON daybook.presence TO daybook_daemon;
GRANT SELECT ON daybook.report_return TO daybook_daemon;
