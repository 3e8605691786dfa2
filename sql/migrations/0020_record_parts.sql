-- 0020 record parts: more than one record of a kind a committee and date, and which kind it is that waits.
--
-- A kind says what `part` counts: the shift of a roll call, the sheet of supplies or the meeting of that day; 0 where
-- there can be only one. So (committee, date, kind, part) is what a correction corrects, and two persons who report the
-- same thing meet in one key, whatever the kind.

ALTER TABLE daybook.record ADD COLUMN part int2 NOT NULL DEFAULT 0;
ALTER TABLE daybook.record ADD CONSTRAINT record_part CHECK (part >= 0);
ALTER TABLE daybook.record ADD CONSTRAINT record_part_revision_key
    UNIQUE (committee_id, report_date, kind, part, revision);
ALTER TABLE daybook.record DROP CONSTRAINT record_revision_key;
COMMENT ON COLUMN daybook.record.part IS
    '当日第几份,含义由种类而定;点名为班次 | which of that kind and date; what it counts is the kind''s';

ALTER TABLE daybook.held ADD COLUMN kind int2 NOT NULL DEFAULT 1;
ALTER TABLE daybook.held ADD COLUMN part int2 NOT NULL DEFAULT 0;
ALTER TABLE daybook.held ADD CONSTRAINT held_kind CHECK (kind > 0 AND part >= 0);

CREATE OR REPLACE VIEW office.standing AS
SELECT DISTINCT ON (r.committee_id, r.report_date, r.kind, r.part)
       r.committee_id, r.report_date, r.kind, r.id AS record_id, r.revision, r.form_version, r.timeliness,
       r.received_at, r.sealed_at, r.person_id, r.code, r.part
  FROM daybook.record r
 ORDER BY r.committee_id, r.report_date, r.kind, r.part, r.revision DESC;
COMMENT ON VIEW office.standing IS
    '每个居委会每晚每种每份的最新版 | the newest revision of each committee, night, kind and part';

-- What the states of a night look at: nightly reports only.
CREATE OR REPLACE VIEW office.held AS
SELECT h.committee_id, c.name AS committee, h.report_date, h.id AS record_id, h.status, h.reason, q.name AS sender,
       h.first_at, h.last_at, h.tries
  FROM daybook.held h
  JOIN daybook.committee c ON c.committee_id = h.committee_id
  JOIN daybook.person q ON q.person_id = h.person_id
  LEFT JOIN daybook.record r ON r.committee_id = h.committee_id AND r.id = h.id
 WHERE r.id IS NULL AND h.kind = 1;
COMMENT ON VIEW office.held IS
    '被挡下的每日报告:仍在发件箱,未入库 | held nightly reports: in an outbox, not in the database';

CREATE VIEW office.held_records AS
SELECT h.committee_id, c.name AS committee, h.report_date, k.name AS kind, k.label_zh AS kind_zh,
       k.label_en AS kind_en, h.part, h.id AS record_id, h.status, h.reason, q.name AS sender, h.first_at, h.last_at,
       h.tries
  FROM daybook.held h
  JOIN daybook.committee c ON c.committee_id = h.committee_id
  JOIN daybook.person q ON q.person_id = h.person_id
  LEFT JOIN daybook.code_list k ON k.list = 'kind' AND k.number = h.kind
  LEFT JOIN daybook.record r ON r.committee_id = h.committee_id AND r.id = h.id
 WHERE r.id IS NULL;
COMMENT ON VIEW office.held_records IS
    '被挡下的各类记录:仍在发件箱,未入库 | held records of every kind: in an outbox, not in the database';
GRANT SELECT ON office.held_records TO daybook_office;
