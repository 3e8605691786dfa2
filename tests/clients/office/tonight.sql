-- A night that goes on, by hand (samples): six committees of two subdistricts, the deadline in three hours.
--   1 田林, reported; with a roll call that names one of its two volunteers, and the health of both
--   2 田林, held      3 田林, excused      4 康健, returned for a correction      5 and 6 康健, nothing yet
-- The night before is over: 1 to 4 have reported it. Each committee has a secretary, 1 and 5 have two volunteers each.
INSERT INTO daybook.subdistrict VALUES (1, '田林街道'), (2, '康健街道');
INSERT INTO daybook.branch VALUES (1, '样例一支部'), (2, '样例二支部');
INSERT INTO daybook.committee
SELECT n, '样例' || n || '居委会', (n - 1) / 3 + 1, (n - 1) / 3 + 1 FROM generate_series(1, 6) n;
INSERT INTO daybook.batch VALUES (1, '样例批', '2020-01-01', '2099-12-31');
INSERT INTO daybook.person (code, name, telephone, batch_id)
SELECT 'S' || n, '样例书记' || n, '100-' || n, 1 FROM generate_series(1, 6) n
 UNION ALL
SELECT 'V' || n, '样例志愿' || n, '200-' || n, 1 FROM generate_series(1, 4) n;
INSERT INTO daybook.posting
SELECT p.committee_id, q.person_id, office.business_date() - 1, office.business_date(), q.code LIKE 'S%'
  FROM (SELECT n AS committee_id, 'S' || n AS code FROM generate_series(1, 6) n
        UNION ALL VALUES (1, 'V1'), (1, 'V2'), (5, 'V3'), (5, 'V4')) p
  JOIN daybook.person q ON q.code = p.code;
UPDATE daybook.form_version SET active_from = '2020-01-01';
INSERT INTO daybook.night
VALUES (office.business_date(), now() - interval '5 hours', date_trunc('minute', now()) + interval '3 hours', NULL, NULL),
       (office.business_date() - 1, now() - interval '29 hours', now() - interval '21 hours', NULL, NULL);
CREATE FUNCTION pg_temp.kept(committee int, kind int, night int) RETURNS uuid LANGUAGE sql AS
$$
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed, part)
SELECT committee, gen_random_uuid(), kind, office.business_date() - night, 1, 1, 1, now() - interval '1 hour', person_id,
       upper(left(md5(random()::text), 8)), sha256(random()::text::bytea), '', CASE kind WHEN 2 THEN 1 ELSE 0 END
  FROM daybook.person WHERE code = 'S' || committee
RETURNING id
$$;
INSERT INTO daybook.nightly_report
SELECT c, pg_temp.kept(c, 1, n), ARRAY(SELECT 10 * k FROM generate_series(1, 40) k), '样例:今夜平稳,均已巡查。', true, false
  FROM (VALUES (1, 0), (4, 0), (1, 1), (2, 1), (3, 1), (4, 1)) AS r (c, n);
INSERT INTO daybook.roll_call_entry
SELECT 1, pg_temp.kept(1, 2, 0), 1, person_id, 1, 740, NULL, NULL, NULL, NULL, '' FROM daybook.person WHERE code = 'V1';
INSERT INTO daybook.health_entry
SELECT 1, r.id, (row_number() OVER (ORDER BY q.code))::int, q.person_id, 1, 365, 366, 0, false, false, false, false, false, ''
  FROM (SELECT pg_temp.kept(1, 3, 0) AS id) r JOIN daybook.person q ON q.code IN ('V1', 'V2');
INSERT INTO daybook.held (committee_id, id, report_date, status, reason, person_id, first_at, last_at, tries)
SELECT 2, gen_random_uuid(), office.business_date(), 'FORBIDDEN', 'scope.none', person_id, now(), now(), 1
  FROM daybook.person WHERE code = 'S2';
SELECT office.excuse(3, office.business_date(), '样例:撤岗');
SELECT office.return_report(4, office.business_date(), '样例:人数对不上');
