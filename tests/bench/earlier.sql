-- earlier: the nightly reports of the campaign that is here, with all their revisions, stored again under the nights of
-- :copies earlier campaigns after the first :have, 21 nights apart. Nobody is posted and no night opened there: the tables
-- are full, and the campaign is what it was. psql variables have, copies.
SET synchronous_commit = off;
SET session_replication_role = replica;
CREATE TEMP TABLE earlier AS SELECT n FROM generate_series(:have + 1, :have + :copies) n;
CREATE TEMP TABLE source AS
SELECT r.* FROM daybook.record r JOIN daybook.night n ON n.report_date = r.report_date WHERE r.kind = 1;
CREATE FUNCTION pg_temp.again(id uuid, n int) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN overlay(id::text PLACING lpad(to_hex(n), 8, '0') FROM 1 FOR 8)::uuid;

INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            sealed_at, person_id, code, hash, sealed, part)
SELECT committee_id, pg_temp.again(id, n), kind, report_date - 21 * n, revision, pg_temp.again(corrects, n), form_version,
       timeliness, received_at - make_interval(days => 21 * n), sealed_at - make_interval(days => 21 * n), person_id, code,
       hash, sealed, part
  FROM earlier CROSS JOIN source;
INSERT INTO daybook.nightly_report (committee_id, record_id, figures, situation, no_case, zero_report)
SELECT t.committee_id, pg_temp.again(t.record_id, n), figures, situation, no_case, zero_report
  FROM earlier CROSS JOIN source s
  JOIN daybook.nightly_report t ON t.committee_id = s.committee_id AND t.record_id = s.id;
INSERT INTO daybook.typical_case (committee_id, record_id, position, title, category, place, story, result, may_publish)
SELECT t.committee_id, pg_temp.again(t.record_id, n), position, title, category, place, story, result, may_publish
  FROM earlier CROSS JOIN source s
  JOIN daybook.typical_case t ON t.committee_id = s.committee_id AND t.record_id = s.id;
INSERT INTO daybook.observation (committee_id, record_id, position, kind, category, severity, place, text, needs_office)
SELECT t.committee_id, pg_temp.again(t.record_id, n), position, t.kind, category, severity, place, text, needs_office
  FROM earlier CROSS JOIN source s
  JOIN daybook.observation t ON t.committee_id = s.committee_id AND t.record_id = s.id;
