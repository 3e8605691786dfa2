#!/bin/bash
# daybook-office against a real database: roster, keys, nights, every format, both languages. Last line: "office: N passed, N failed".
set -u
cd "$(dirname "$0")/../../.." || exit 1
build=${DBK_BUILD:-build/${KIND:-debug}}
state=$(mktemp -d)
passed=0 failed=0
trap 'tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
tests/harness/cluster.sh start "$state" --fast || exit 1
url=$(tests/harness/cluster.sh url "$state")
sql/migrate.sh "$url" > /dev/null || exit 1
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" -c "$1" 2>&1; }
sql 'CREATE ROLE clerk LOGIN IN ROLE daybook_office' > /dev/null
clerk=$(tests/harness/cluster.sh url "$state" clerk)
office() { timeout 60 "$build/daybook-office" -d "$clerk" --lang en "$@" 2>&1; }
zh() { timeout 60 "$build/daybook-office" -d "$clerk" --lang zh "$@" 2>&1; }
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n  found  %s\n  wanted %s\n' "$1" "$2" "$3"; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1" "$2" "$3"; fi; }
has() { case $2 in *"$3"*) ok ;; *) bad "$1" "$2" "...$3..." ;; esac; }

# --- the roster: all or nothing, every error at once, in the encodings that spreadsheets write
day=2020-02-18
tests/sample/lay.sh $day < tests/sample/roster.csv > "$state/roster.csv"
sed -e "3s/@\|yes\|no$/&/" -e '3s/,yes,/,maybe,/' -e '5s/^[0-9]*,/none,/' "$state/roster.csv" > "$state/wrong.csv"
out=$(office roster import "$state/wrong.csv"); status=$?
is 'a wrong roster is refused' $status 65
has 'the first error' "$out" 'line 3'
has 'the second error, at once' "$out" 'line 5'
is 'nothing of it is there' "$(sql 'SELECT count(*) FROM daybook.committee')" 0
has 'in Chinese' "$(zh roster import "$state/wrong.csv")" '第 3 行'
has 'a file that is not there' "$(office roster import "$state/none.csv"; echo $?)" 66
(printf '\xef\xbb\xbf'; sed 's/$/\r/' "$state/roster.csv") > "$state/bom.csv"
out=$(office roster import "$state/bom.csv"); status=$?
is 'with BOM and CRLF' $status 0
has 'counts are said' "$out" '306'
iconv -f UTF-8 -t GB18030 "$state/roster.csv" > "$state/gb.csv"
office roster import "$state/gb.csv" > /dev/null; is 'in GB18030, again' $? 0
is '53 committees' "$(sql 'SELECT count(*) FROM daybook.committee')" 53
is 'and their names' "$(sql "SELECT name FROM daybook.committee WHERE committee_id = 1")" '样例一村居委会'

# --- one report, by hand
sql "INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, person_id, code, hash, sealed)
     VALUES (1, '00000000-0000-7000-8000-000000000001', 1, '$day', 1, 1, 3, '2020-02-18T15:00Z', 1, 'ABCDEFGH', sha256(''), '');
     INSERT INTO daybook.nightly_report VALUES (1, '00000000-0000-7000-8000-000000000001', '{14,13,1,0,0,NULL,2,1860,0}', '一个平常的夜晚,一切安好。', false, true);
     INSERT INTO daybook.typical_case VALUES (1, '00000000-0000-7000-8000-000000000001', 1, '=雨夜送药', 2, '三号门岗', repeat('送药上门', 10), '送达', true)" > /dev/null
json() { /usr/bin/python3 -c "import json, sys; d = json.load(sys.stdin); print($1)"; }
out=$(office night $day)
has 'a night is n of N' "$out" '53'
has 'its weekday in words' "$out" 'Tuesday'
has 'in Chinese too' "$(zh night $day)" '星期二'
is 'as JSON' "$(office --format json night $day | json 'd["expected"], d["reported"], d["missing"], d["late"]')" '53 1 52 1'
is 'missing as JSON' "$(office --format json missing $day | grep -c '"committee_id"')" 52
is 'missing as CSV has BOM and CRLF' "$(office --format csv missing $day | head -c 3 | od -An -tx1 | tr -d ' ')$(office --format csv missing $day | grep -c $'\r$')" efbbbf53
has 'a formula is not one' "$(office --format csv cases $day)" "'=雨夜送药"
has 'a case in a table' "$(zh cases $day)" '三号门岗'
has 'not filled is not 0' "$(office report 1 $day)" 'not filled'
has 'a committee by its name' "$(office report 样例一村居委会 $day)" 'ABCD'
is 'no table is wider than the terminal' "$(for verb in night missing cases; do COLUMNS=80 zh $verb $day; done | /usr/bin/python3 -c "
import sys, unicodedata
print(max(sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in l.rstrip('\n')) for l in sys.stdin) <= 80)")" True

# --- acts
key=$(printf 'ab%.0s' $(seq 32))
office key approve "$key" --person P101 > /dev/null; is 'approve' $? 0
has 'the list has it' "$(office --format json key list)" "$key"
has 'no such person' "$(office key approve "$key" --person P999)" 'P999'
office key revoke "$key" --reason 'lost' > /dev/null; is 'revoke' $? 0
office close $day > /dev/null; is 'close' $? 0
has 'close twice, in Chinese' "$(zh close $day)" '已经关闭'
office reopen 33 $day --reason 'line was dead' > /dev/null; is 'reopen' $? 0
is 'the audit knows who' "$(sql "SELECT DISTINCT who FROM office.audit WHERE act IN ('reopen', 'close_night')")" clerk

# --- what is wrong is said
has 'no such day' "$(office night 2020-02-30; echo $?)" 64
has 'no such verb' "$(office nigth)" 'night'
has 'no such committee' "$(office report 99 $day)" '99'
has 'no right' "$(timeout 20 "$build/daybook-office" -d "$(tests/harness/cluster.sh url "$state" daybook_daemon)" --lang en night $day 2>&1; echo $?)" 77
has 'no database' "$(timeout 20 "$build/daybook-office" -d 'host=/nowhere' --lang en night 2>&1; echo $?)" 69

printf 'office: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
