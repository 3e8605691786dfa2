# rights: who may do what, asked of the server as each role. Everything that is not listed here is refused.

sql 'CREATE ROLE stranger LOGIN'
tables="SELECT c.oid, c.relname FROM pg_class c WHERE c.relnamespace = 'daybook'::regnamespace
    AND c.relkind IN ('r', 'v', 'S')"

is 'rights of the daemon on tables' "$(sql "SELECT format('%s %s', t.relname, string_agg(p.privilege, ' ' ORDER BY p.n))
    FROM ($tables) t CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
    'TRIGGER'])
         WITH ORDINALITY AS p (privilege, n)
   WHERE has_table_privilege('daybook_daemon', t.oid, p.privilege) GROUP BY t.relname ORDER BY t.relname")" \
   "$(cat <<'RIGHTS'
answered_item INSERT
batch SELECT
branch SELECT
bulletin SELECT
bulletin_read INSERT
client_key SELECT
code_list SELECT
committee SELECT
daemon SELECT INSERT UPDATE DELETE
epoch SELECT
explanation INSERT
form_group SELECT
form_indicator SELECT
form_rule SELECT
form_rule_term SELECT
form_version SELECT
health_entry INSERT
held SELECT INSERT UPDATE DELETE
indicator SELECT
meeting INSERT
meeting_absence INSERT
meeting_decision INSERT
meeting_practice INSERT
meeting_settled INSERT
night SELECT
nightly_report INSERT
observation INSERT
open_item SELECT
outage SELECT INSERT UPDATE
person SELECT
posting SELECT
presence SELECT INSERT UPDATE DELETE
proxy_entry SELECT
record SELECT INSERT
reopening SELECT
report_return SELECT
roll_call_entry INSERT
schema_migration SELECT
subdistrict SELECT
supply_movement INSERT
supply_need INSERT
typical_case INSERT
RIGHTS
)"
is 'nobody else has rights on tables' "$(sql "SELECT DISTINCT a.grantee::regrole FROM pg_class c CROSS
    JOIN aclexplode(c.relacl) a
    WHERE c.relnamespace = 'daybook'::regnamespace
    AND a.grantee NOT IN ('daybook_owner'::regrole, 'daybook_daemon'::regrole)")" \
       ''
is 'nothing is PUBLIC'\''s' "$(sql "
    SELECT 'schema', n.nspname FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
    WHERE n.nspname IN ('daybook', 'office') AND a.grantee = 0
     UNION ALL SELECT 'table', c.relname FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
                WHERE c.relnamespace IN ('daybook'::regnamespace, 'office'::regnamespace) AND a.grantee = 0
     UNION ALL SELECT 'function', p.proname FROM pg_proc p CROSS
     JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE p.pronamespace IN ('daybook'::regnamespace, 'office'::regnamespace) AND a.grantee = 0
     UNION ALL SELECT 'database', d.datname FROM pg_database d CROSS
     JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                WHERE d.datname = current_database() AND a.grantee = 0")" ''
is 'nor of what a later migration adds' "$(sql "BEGIN; SET LOCAL ROLE daybook_owner;
    CREATE FUNCTION office.later() RETURNS int
    LANGUAGE sql AS 'SELECT 1'; CREATE TABLE office.later ();
    SELECT has_function_privilege('public', 'office.later()', 'EXECUTE'),
    has_table_privilege('public', 'office.later', 'SELECT'); ROLLBACK")" 'f|f'
is 'the office reads every view' "$(sql "SELECT string_agg(relname, ' ') FROM pg_class
    WHERE relnamespace = 'office'::regnamespace
    AND relkind = 'v' AND NOT has_table_privilege('daybook_office', oid, 'SELECT')")" ''
is 'and calls every act' "$(sql "SELECT string_agg(proname, ' ') FROM pg_proc
    WHERE pronamespace = 'office'::regnamespace
    AND NOT has_function_privilege('daybook_office', oid, 'EXECUTE')")" ''
is 'nobody logs in as owner or group' "$(sql "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles
    WHERE rolname LIKE 'daybook\_%' AND rolcanlogin AND NOT rolsuper")" daybook_daemon

for table in record nightly_report person client_key audit held; do
    has "the office: no $table" "$(as clerk "SELECT * FROM daybook.$table")" \
       '42501: permission denied for schema daybook'
done
sql 'CREATE ROLE nurse LOGIN IN ROLE daybook_health' >/dev/null
is 'the health officer reads who is ill' "$(as nurse 'SELECT count(*) FROM health.entry; SELECT count(*) > 0
    FROM health.missing')" $'0\nt'
has 'the office does not' "$(as clerk 'SELECT * FROM health.entry')" '42501: '
has 'nor who is missing there' "$(as clerk 'SELECT * FROM health.missing')" '42501: '
has 'nor does the daemon read it back' "$(as daybook_daemon 'SELECT * FROM daybook.health_entry')" '42501: '
has 'the health officer reads nothing else' "$(as nurse 'SELECT * FROM office.report')" '42501: '
is 'no view of the office names a column of a person'\''s health' "$(sql "SELECT string_agg(v.relname || '.' || a.attname, ' ')
    FROM pg_class v JOIN pg_attribute a ON a.attrelid = v.oid JOIN pg_rewrite w ON w.ev_class = v.oid
    JOIN pg_depend d ON d.objid = w.oid AND d.refobjid = 'daybook.health_entry'::regclass
    WHERE v.relnamespace = 'office'::regnamespace AND a.attname IN ('person', 'person_code', 'note', 'morning', 'evening')")" ''
is 'who is named there reaches reconciling, and nothing they said' "$(sql "SELECT string_agg(DISTINCT a.attname, ' ' ORDER BY a.attname)
    FROM pg_rewrite w JOIN pg_depend d ON d.objid = w.oid AND d.refobjid = 'daybook.health_entry'::regclass AND d.refobjsubid > 0
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE w.ev_class = 'daybook.health_named'::regclass")" 'committee_id person_id record_id'
has 'the office is not the health group' "$(as clerk 'SET ROLE daybook_health')" '42501: '
has 'a stranger does not come in' "$(as stranger 'SELECT 1')" 'permission denied for database'
has 'the office does not become the owner' "$(as clerk 'SET ROLE daybook_owner')" '42501: '
has 'the office changes no view' "$(as clerk "UPDATE office.daemons SET accepting = false")" '42501: '
has 'the office deletes no audit' "$(as clerk 'DELETE FROM office.audit')" '42501: '
has 'the office writes no outage by hand' "$(as clerk "INSERT INTO office.outages (begins, note) VALUES (now(), '')")" \
   '55000: cannot insert into view'
has 'the office calls no inner function' "$(as clerk "SELECT daybook.note_act('a', 'b', 'c')")" '42501: '
has 'the office makes no table' "$(as clerk 'CREATE TABLE office.mine ()')" '42501: '
has 'nor a temporary one' "$(as clerk 'CREATE TEMP TABLE mine ()')" '42501: '
has 'the daemon deletes no record' "$(as daybook_daemon 'DELETE FROM daybook.record')" '42501: '
has 'the daemon changes no record' "$(as daybook_daemon 'UPDATE daybook.record SET revision = 9')" '42501: '
has 'the daemon reads no text back' "$(as daybook_daemon 'SELECT situation FROM daybook.nightly_report')" '42501: '
has 'nor what else was raised' "$(as daybook_daemon 'SELECT * FROM daybook.raised')" '42501: '
has 'the daemon closes no night' "$(as daybook_daemon "SELECT office.close_night('2020-02-21')")" '42501: '
has 'the daemon approves no key' \
    "$(as daybook_daemon "INSERT INTO daybook.client_key (public_key, person_id) VALUES (sha256(''), 1)")" '42501: '
has 'the daemon changes no migration' "$(as daybook_daemon 'DELETE FROM daybook.schema_migration')" '42501: '
is 'the daemon'\''s settings come with the role' "$(as daybook_daemon "SELECT current_setting('synchronous_commit'),
    current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('TimeZone')")" \
       'on|5s|12s|UTC'

# Values are values.
evil="x'); DROP TABLE daybook.record; --"
ask "$url user=clerk" -v evil="$evil" -f - >/dev/null <<<"SELECT office.close_night('2020-02-21', :'evil');
    SELECT office.reopen(1, '2020-02-21', :'evil');"
is 'a reason is not SQL' "$(sql "SELECT count(DISTINCT reason), min(reason) FROM daybook.audit
    WHERE act IN ('close_night', 'reopen') AND subject LIKE '%2020-02-21'")" "1|$evil"
has 'a person code is not SQL' \
    "$(ask "$url user=clerk" -v evil="$evil" -f - <<<"SELECT office.approve_key(repeat('ab', 32), :'evil')")" \
   'DB008: '
has 'a key is not SQL' "$(ask "$url user=clerk" -v evil="$evil" -f - <<<"SELECT office.revoke_key(:'evil', 'r')")" \
   'DB007: '
is 'a name in the roster is not SQL' "$(ask "$url user=clerk" -v evil="$evil" -f - <<<"SELECT r.*
    FROM office.import_roster(jsonb_build_array(
    jsonb_build_object('committee_id', '8', 'committee', :'evil', 'subdistrict', :'evil', 'branch', :'evil',
                       'batch', '2', 'batch_from', '2020-02-24', 'batch_to', '2020-02-29',
                       'person_code', 'P11', 'person', :'evil', 'secretary', 'no',
                       'valid_from', '2020-02-24', 'valid_to', '2020-02-24'))) r")" '1|1|1|0'
is 'it is stored as it was said' "$(sql 'SELECT name FROM daybook.committee WHERE committee_id = 8')" "$evil"

# Even where the office may have temporary objects, a look-alike of a type or a function is not run as the owner.
sql 'GRANT TEMPORARY ON DATABASE daybook TO clerk'
is 'look-alikes are not run' "$(as clerk "
    CREATE FUNCTION pg_temp.steal(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS
        'BEGIN INSERT INTO daybook.audit (act, subject, reason) VALUES (''stolen'', current_user, ''''); RETURN true;
        END';
    CREATE DOMAIN pg_temp.date AS pg_catalog.date CHECK (pg_temp.steal(VALUE::pg_catalog.text));
    CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.steal(VALUE));
    CREATE FUNCTION pg_temp.format(pg_catalog.text, pg_catalog.date) RETURNS pg_catalog.text LANGUAGE sql
        AS 'SELECT pg_temp.steal(\$1)::pg_catalog.text';
    SELECT office.close_night('2020-02-22'); SELECT office.open_nights('2020-05-01', '2020-05-01');
    SELECT office.approve_key(repeat('cd', 32), 'P4'); SELECT count(*)
    FROM office.import_roster('$(rows <<<"$good")')" |
    grep -v '^$')$(sql "SELECT count(*) FROM daybook.audit WHERE act = 'stolen'")" $'1\n10'
sql 'REVOKE TEMPORARY ON DATABASE daybook FROM clerk'
