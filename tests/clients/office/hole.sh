# shellcheck shell=bash
# hole: with 50 of 53 reported, nothing that is printed, in any format or language, has a sum without 50/53 beside it.
# A database of its own: last night all 53 have reported, tonight 50; every figure of every report tells the figure and the
# night, so that a sum gives itself away wherever it stands (hole.py).

sql -c 'CREATE DATABASE hole'
full="$url dbname=hole"
"$root/sql/migrate.sh" "$full" > /dev/null
psql -X -q -v ON_ERROR_STOP=1 -d "$full" > "$state/hole.out" 2>&1 <<'SQL' || cat "$state/hole.out"
INSERT INTO daybook.subdistrict SELECT n, '样例街道' || n FROM generate_series(1, 3) n;
INSERT INTO daybook.branch SELECT n, '样例支部' || n FROM generate_series(1, 4) n;
INSERT INTO daybook.committee
SELECT n, '样例' || n || '居委会', (n - 1) * 3 / 53 + 1, (n - 1) * 4 / 53 + 1 FROM generate_series(1, 53) n;
INSERT INTO daybook.batch VALUES (1, '样例批', '2020-01-01', '2099-12-31');
INSERT INTO daybook.person (code, name, telephone, batch_id)
SELECT 'P' || n, '样例人' || n, '100-' || n, 1 FROM generate_series(1, 53) n;
INSERT INTO daybook.posting
SELECT c.committee_id, p.person_id, office.business_date() - 1, office.business_date() + 1, false
  FROM daybook.committee c JOIN daybook.person p ON p.code = 'P' || c.committee_id;
UPDATE daybook.form_version SET active_from = '2020-01-01';
INSERT INTO daybook.night
SELECT d, d + time '16:00' AT TIME ZONE 'Asia/Shanghai', d + time '22:00' AT TIME ZONE 'Asia/Shanghai', NULL, NULL
  FROM unnest(ARRAY[office.business_date() - 1, office.business_date()]) d;
CREATE TEMP TABLE said AS
SELECT c.committee_id, gen_random_uuid() AS id, n.night, office.business_date() - 1 + n.night AS report_date
  FROM daybook.committee c CROSS JOIN (VALUES (0), (1)) AS n (night)
 WHERE n.night = 0 OR c.committee_id NOT IN (7, 27, 47);
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id,
                            code, hash, sealed)
SELECT s.committee_id, s.id, 1, s.report_date, 1, 1, 1, now() - interval '1 hour', p.person_id,
       upper(left(md5(s.id::text), 8)), sha256(s.id::text::bytea), ''
  FROM said s JOIN daybook.person p ON p.code = 'P' || s.committee_id;
INSERT INTO daybook.nightly_report
SELECT committee_id, id, ARRAY(SELECT 100000 * k + 33 + 44 * night FROM generate_series(1, 40) k), '样例:今夜平稳,均已巡查。',
       true, false
  FROM said;
INSERT INTO daybook.observation SELECT committee_id, id, 1, 1, 1, 3, '小区', '样例:东门夜间无人值守', true FROM said;
INSERT INTO daybook.supply_need
SELECT committee_id, id, 1, 1, '只', 10, 5, 20, report_date + 1, 3, '样例' FROM said;
ANALYZE;
SQL
while read -r said; do
    case $said in
        ok) ok ;;
        *) bad 'no sum without n/N' "$said" 'n/N in the same row' ;;
    esac
done < <(COLUMNS=1000 python3 "$here/hole.py" "$full user=office_sample" "$program" "$root/clients/office/templates" "$state")
