#!/bin/bash
# The schema against a real server: migrations, roles, catalogue rules, limits, acts. Last line: "sql: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
state=$(mktemp -d)
passed=0 failed=0
trap 'tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
tests/harness/cluster.sh start "$state" --fast || exit 1
url=$(tests/harness/cluster.sh url "$state")
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" -c "$1" 2>&1; }
as() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$(tests/harness/cluster.sh url "$state" "$1")" -c "$2" 2>&1; }
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n  found  %s\n  wanted %s\n' "$1" "$2" "$3"; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1" "$2" "$3"; fi; }
has() { case $2 in *"$3"*) ok ;; *) bad "$1" "$2" "...$3..." ;; esac; }

# --- migrations
sql/migrate.sh "$url" > "$state/a" 2>&1 & one=$!
sql/migrate.sh "$url" > "$state/b" 2>&1 & two=$!
wait $one; is 'one of two at once' $? 0
wait $two; is 'the other of two at once' $? 0
is 'each applied once' "$(cat "$state/a" "$state/b" | grep -c '^applied 0001')" 1
is 'again: nothing' "$(sql/migrate.sh "$url" 2>&1)" ''
cp -r sql "$state/sql"
echo '-- edited' >> "$state/sql/migrations/0002_default_form.sql"
has 'an edited migration is refused' "$("$state/sql/migrate.sh" "$url" 2>&1)" '0002_default_form.sql was edited after it was applied'
rm "$state/sql/migrations/0003_office.sql"; cp sql/migrations/0002_default_form.sql "$state/sql/migrations/"
has 'a newer database is refused' "$("$state/sql/migrate.sh" "$url" 2>&1)" 'install the newer daybook'
sql "CREATE DATABASE other ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0" > /dev/null
has 'another encoding is refused' "$(sql/migrate.sh "${url/dbname=daybook/dbname=other}" 2>&1)" "create it with ENCODING 'UTF8'"

# --- catalogue rules of campaign data
campaign="'record','nightly_report','typical_case','observation','supply_need','explanation','held','posting','reopening'"
is 'committee_id leads every key' "$(sql "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'daybook'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE i.indisunique AND c.relname IN ($campaign) AND a.attname <> 'committee_id'")" 0
is 'no trigger but those of foreign keys' "$(sql "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'daybook' AND NOT t.tgisinternal")" 0
is 'one type of committee_id' "$(sql "SELECT string_agg(DISTINCT format_type(atttypid, atttypmod), ',') FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'daybook' AND attname = 'committee_id'")" integer
is 'foreign keys are named as we name them' "$(sql "SELECT count(*) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE n.nspname = 'daybook' AND k.contype = 'f' AND k.conname !~ '_fkey$'")" 0
is 'no shape that a distributed server refuses' "$(grep -ciE '(ROLLUP|CUBE|GROUPING SETS|WITH RECURSIVE)' <(sed -n '/CREATE VIEW/,/;$/p' sql/migrations/*.sql))" 0
is 'every view is explained' "$(sql "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'office' AND c.relkind = 'v' AND obj_description(c.oid) IS NULL")" 0
is 'acts pin their search_path' "$(sql "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('office', 'daybook') AND NOT coalesce(p.proconfig::text LIKE '%search_path=pg_catalog%', false)")" 0

# --- code lists are those of daybook.proto
enum() {
    awk -v e="$1" '$0 ~ "^enum " e " " { on = 1; next } on && /^}/ { exit }
        on && $2 == "=" && $3 + 0 > 0 { sub(/;.*/, "", $3); print $3 "|" $1 }' proto/daybook.proto
}
for pair in Kind:kind Timeliness:timeliness Severity:severity WorkKind:work_kind ObservationKind:observation_kind SupplyItem:supply_item; do
    is "code list ${pair#*:}" "$(sql "SELECT number, name FROM daybook.code_list WHERE list = '${pair#*:}' ORDER BY number")" "$(enum "${pair%:*}")"
done

# --- a roster of three, two nights
import="SELECT * FROM office.import_roster('[
 {\"line\":2,\"committee_id\":\"1\",\"committee\":\"样例甲居委会\",\"subdistrict\":\"康健街道\",\"branch\":\"第一临时党支部\",\"batch\":\"1\",\"batch_from\":\"2020-02-17\",\"batch_to\":\"2020-02-23\",\"person_code\":\"P1\",\"person\":\"样例一\",\"telephone\":\"1\",\"secretary\":\"yes\",\"valid_from\":\"2020-02-17\",\"valid_to\":\"2020-02-18\"},
 {\"line\":3,\"committee_id\":\"2\",\"committee\":\"样例乙居委会\",\"subdistrict\":\"田林街道\",\"branch\":\"第一临时党支部\",\"batch\":\"1\",\"batch_from\":\"2020-02-17\",\"batch_to\":\"2020-02-23\",\"person_code\":\"P2\",\"person\":\"样例二\",\"telephone\":\"2\",\"secretary\":\"no\",\"valid_from\":\"2020-02-18\",\"valid_to\":\"2020-02-18\"}]')"
is 'import' "$(sql "$import")" '2|2|2|2'
is 'import again changes nothing' "$(sql "$import")" '2|2|2|0'
is 'expected are those of that date' "$(sql "SELECT report_date, expected, missing FROM office.night ORDER BY 1")" \
   $'2020-02-17|1|1\n2020-02-18|2|2'
wrong=${import/2020-02-18\"\},/2020-02-31\"\},}
wrong=${wrong/\"secretary\":\"no\"/\"secretary\":\"maybe\"}
out=$(sql "$wrong")
has 'all errors at once: a date' "$out" 'line 2: valid_to "2020-02-31": a date as 2020-02-17'
has 'all errors at once: a word' "$out" 'line 3: secretary "maybe": yes or no'
has 'in Chinese too' "$out" '第 3 行:secretary "maybe":应为 yes 或 no'

# --- limits: the edge is allowed, one more is not; the same numbers as proto/limits.h
limit() { awk -v n="DBK_$1" '$2 == n { gsub(/u$/, "", $3); print $3 }' proto/limits.h; }
sql "INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id, code, hash, sealed)
     VALUES (1, '00000000-0000-7000-8000-000000000001', 1, '2020-02-17', 1, 1, 1, now(), 1, 'ABCDEFGH', sha256(''), '')" > /dev/null
id="1, '00000000-0000-7000-8000-000000000001'"
edge() {                                        # name, limit, statement with %s for repeat('汉', n) or n
    local at over
    at=$(sql "BEGIN; ${3//%s/$2}; ROLLBACK"); over=$(sql "BEGIN; ${3//%s/$(($2 + 1))}; ROLLBACK")
    is "$1 at its most" "$at" ''
    has "$1 above it" "$over" 'violates check constraint'
}
report="INSERT INTO daybook.nightly_report VALUES ($id"
edge situation "$(limit SITUATION_MAX)" "$report, '{1}', repeat('汉', %s), true, true)"
edge figure "$(limit FIGURE_MAX)" "$report, array[%s]::int4[], repeat('汉', 10), true, true)"
edge figures "$(limit INDICATOR_MAX)" "$report, array_fill(1, array[%s]), repeat('汉', 10), true, true)"
kase="INSERT INTO daybook.typical_case VALUES ($id"
edge 'case title' "$(limit CASE_TITLE_MAX)" "$kase, 1, repeat('汉', %s), 1, '', repeat('汉', 30), '', true)"
edge 'case story' "$(limit CASE_STORY_MAX)" "$kase, 1, repeat('汉', 4), 1, '', repeat('汉', %s), '', true)"
edge 'case result' "$(limit CASE_RESULT_MAX)" "$kase, 1, repeat('汉', 4), 1, '', repeat('汉', 30), repeat('汉', %s), true)"
edge 'case place' "$(limit PLACE_MAX)" "$kase, 1, repeat('汉', 4), 1, repeat('汉', %s), repeat('汉', 30), '', true)"
edge 'cases' "$(limit CASES_MAX)" "$kase, %s, repeat('汉', 4), 1, '', repeat('汉', 30), '', true)"
edge 'observation' "$(limit OBSERVATION_MAX)" "INSERT INTO daybook.observation VALUES ($id, 1, 2, 1, NULL, '', repeat('汉', %s), true)"
edge 'observations' "$(limit OBSERVATIONS_MAX)" "INSERT INTO daybook.observation VALUES ($id, %s, 2, 1, NULL, '', repeat('汉', 5), true)"
edge 'supply quantity' "$(limit SUPPLY_QUANTITY_MAX)" "INSERT INTO daybook.supply_need VALUES ($id, 1, 1, '套', 0, 0, %s, '2020-02-18', 1, '')"
edge 'supply unit' "$(limit SUPPLY_UNIT_MAX)" "INSERT INTO daybook.supply_need VALUES ($id, 1, 1, repeat('汉', %s), 0, 0, 1, '2020-02-18', 1, '')"
edge 'supply needs' "$(limit SUPPLY_NEEDS_MAX)" "INSERT INTO daybook.supply_need VALUES ($id, %s, 1, '套', 0, 0, 1, '2020-02-18', 1, '')"
edge 'explanation' "$(limit EXPLANATION_MAX)" "INSERT INTO daybook.explanation VALUES ($id, 1, 'E01', repeat('汉', %s))"
edge 'explanations' "$(limit EXPLANATIONS_MAX)" "INSERT INTO daybook.explanation VALUES ($id, %s, 'E01', repeat('汉', 4))"
edge 'sealed' "$(limit SEALED_MAX_BYTES)" "UPDATE daybook.record SET sealed = convert_to(repeat('a', %s), 'UTF8')"

# --- views on rows that we know
sql "$report, '{14,13,1,0,0,NULL,NULL,200,0}', '一个平常的夜晚,一切安好。', true, true)" > /dev/null
sql "INSERT INTO daybook.held VALUES (2, '00000000-0000-7000-8000-000000000002', '2020-02-18', 'FORBIDDEN', 'scope.none', 1, now(), now(), 1),
     (1, '00000000-0000-7000-8000-000000000001', '2020-02-17', 'CLOSED', 'night.closed', 1, now(), now(), 1)" > /dev/null
is 'a night adds up' "$(sql "SELECT report_date, expected, reported, held, missing FROM office.night ORDER BY 1")" \
   $'2020-02-17|1|1|0|0\n2020-02-18|2|0|1|2'
is 'states add up to the roster' "$(sql "SELECT state, count(*) FROM office.committee_night GROUP BY 1 ORDER BY 1")" $'ACCEPTED|1\nHELD|1\nNOT_SEEN|1'
is 'held goes when it is in' "$(sql "SELECT committee_id FROM office.held")" 2
is 'not filled is not 0' "$(sql "SELECT coalesce(value::text, 'not filled') FROM office.report_figure WHERE code IN ('sick_count', 'duty_hours') ORDER BY position")" $'0\nnot filled'
sql "UPDATE daybook.nightly_report SET figures = figures || array_fill(NULL::int4, array[40]) || 5" > /dev/null
is 'a figure that the form does not ask for is listed' "$(sql "SELECT code, value, asked FROM office.outside_form")" 'figure_50|5|f'

# --- acts
is 'close' "$(sql "SELECT office.close_night('2020-02-17', 'done')")" ''
has 'close twice' "$(sql "SELECT office.close_night('2020-02-17', '')")" 'the night of 2020-02-17 is closed already'
has 'close no night' "$(sql "SELECT office.close_night('2021-01-01', '')")" 'there is no night of 2021-01-01'
has 'reopen without a reason' "$(sql "SELECT office.reopen(1, '2020-02-17', '')")" 'give a reason'
has 'reopen an open night' "$(sql "SELECT office.reopen(1, '2020-02-18', 'r')")" 'is not closed'
has 'reopen nobody' "$(sql "SELECT office.reopen(9, '2020-02-17', 'r')")" 'there is no committee 9'
is 'reopen' "$(sql "SELECT office.reopen(1, '2020-02-17', 'late')")" ''
is 'closing again takes it back' "$(sql "SELECT office.close_night('2020-02-17', ''); SELECT count(*) FROM daybook.reopening")" $'\n0'
key=$(printf 'ab%.0s' $(seq 32))
has 'no key' "$(sql "SELECT office.approve_key('xyz', 'P1')")" 'is not a public key'
has 'no person' "$(sql "SELECT office.approve_key('$key', 'P9')")" 'no person with the code "P9"'
is 'approve' "$(sql "SELECT office.approve_key('$key', 'P1')")" ''
is 'approve again' "$(sql "SELECT office.approve_key('$key', 'P1')")" ''
has 'of another person' "$(sql "SELECT office.approve_key('$key', 'P2')")" 'belongs to another person'
is 'revoke' "$(sql "SELECT office.revoke_key('$key', 'lost')")" ''
has 'revoked stays revoked' "$(sql "SELECT office.approve_key('$key', 'P1')")" 'this key was revoked'

# --- roles
sql "CREATE ROLE clerk LOGIN IN ROLE daybook_office" > /dev/null
sql "CREATE ROLE stranger LOGIN" > /dev/null
is 'the office reads' "$(as clerk 'SELECT count(*) FROM office.missing')" 2
is 'the office acts, and the audit knows who' "$(as clerk "SELECT office.reopen(1, '2020-02-17', 'late')"; sql "SELECT who FROM office.audit WHERE act = 'reopen' ORDER BY at DESC LIMIT 1")" clerk
for table in record nightly_report person client_key audit; do
    has "the office has no right on $table" "$(as clerk "SELECT * FROM daybook.$table")" 'permission denied for schema daybook'
    has "a stranger has no right on $table" "$(as stranger "SELECT * FROM daybook.$table")" 'permission denied for schema daybook'
done
has 'a stranger has no right on office' "$(as stranger 'SELECT * FROM office.night')" 'permission denied for schema office'
has 'the office cannot change a view' "$(as clerk 'DELETE FROM office.audit')" 'permission denied'
has 'a value is not SQL' "$(as clerk "SELECT office.close_night('2020-02-18', 'x''); DROP TABLE daybook.record; --'); SELECT count(*) FROM office.report")" 1
has 'the daemon deletes nothing' "$(as daybook_daemon 'DELETE FROM daybook.record')" 'permission denied'
has 'the daemon changes no record' "$(as daybook_daemon 'UPDATE daybook.record SET revision = 9')" 'permission denied'
has 'the daemon closes no night' "$(as daybook_daemon "SELECT office.close_night('2020-02-18', '')")" 'permission denied'
has 'the daemon approves no key' "$(as daybook_daemon "INSERT INTO daybook.client_key (public_key, person_id) VALUES ('', 1)")" 'permission denied'
has 'a function of a look-alike schema is not found' "$(as clerk "CREATE FUNCTION pg_temp.format(text, date) RETURNS text LANGUAGE sql AS 'SELECT 1::text'; SELECT office.close_night('2021-01-01', '')")" 'there is no night of 2021-01-01'

printf 'sql: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
