#!/bin/bash
# bench: acknowledged reports a second, end to end, beside `psql \copy` of the same rows into the same tables: alternating rounds of one
# run on one machine, load, daemon and database on the same cores. The ratio counts, not the figures.
#   run.sh [ROUNDS] [NIGHTS]      53 clients, NIGHTS reports each a round (default 5 rounds of 200 nights)
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-5} nights=${2:-200} clients=53 window=16
B=build/${KIND:-release}
state=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2> /dev/null || true; wait; tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
tests/harness/cluster.sh start "$state"
url=$(tests/harness/cluster.sh url "$state")
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" "$@"; }
sql/migrate.sh "$url" > /dev/null

mkdir -m 700 "$state/keys"
"$B/tests/bench/load" keys $clients "$state/keys" > "$state/public"
sql <<SQL
INSERT INTO daybook.subdistrict VALUES (1, 'bench');
INSERT INTO daybook.branch VALUES (1, 'bench');
INSERT INTO daybook.committee SELECT n, 'bench ' || n, 1, 1 FROM generate_series(1, $clients) n;
INSERT INTO daybook.person (code, name) SELECT 'B' || n, 'bench ' || n FROM generate_series(1, $clients) n;
INSERT INTO daybook.posting SELECT n, (SELECT person_id FROM daybook.person WHERE code = 'B' || n), '2000-01-01', '2099-12-31', true
  FROM generate_series(1, $clients) n;
INSERT INTO daybook.night SELECT d, d + interval '8 hours', d + interval '60 years' FROM generate_series('2000-01-01'::timestamptz, now(), '1 day') d;
UPDATE daybook.form_version SET active_from = '2000-01-01';
CREATE TEMP TABLE k (n int, hex text);
\\copy k FROM '$state/public' (DELIMITER ' ')
INSERT INTO daybook.client_key (public_key, person_id) SELECT decode(hex, 'hex'), person_id FROM k JOIN daybook.person ON code = 'B' || n;
SQL
key=$("$B/daybookd" --keygen "$state/server.key")
"$B/daybookd" --key_file="$state/server.key" --listen=tcp://127.0.0.1:* \
    --database="$(tests/harness/cluster.sh url "$state" daybook_daemon)" 2> "$state/log" &
daemon=$!
for _ in $(seq 100); do grep -qs accepting=yes "$state/log" && break; sleep 0.1; done
endpoint=$(sed -n 's/.*event=ready endpoint=\([^ ]*\).*/\1/p' "$state/log")

tables="record nightly_report typical_case observation"
day=2000-01-01
load() {                                        # window: rate, p50, p99
    "$B/tests/bench/load" run "$endpoint" "$key" "$state/keys" $clients "$1" "$2" $day > "$state/line"
    day=$(date -u -d "$day + $2 days" +%F)
}
copy() {                                        # the rows of the last round, out and in again
    for t in $tables; do sql -c "\\copy daybook.$t TO '$state/$t'"; done
    sql -c "TRUNCATE daybook.record CASCADE"
    sql -c CHECKPOINT
    local from to
    from=$(date +%s%N)
    for t in $tables; do echo "\\copy daybook.$t FROM '$state/$t'"; done | sql
    to=$(date +%s%N)
    echo $(((to - from) / 1000))
    sql -c "TRUNCATE daybook.record CASCADE"
}
: > "$state/rounds"
for _ in $(seq "$rounds"); do
    sql -c CHECKPOINT
    load $window "$nights"; read -r n _ rate p50 p99 < "$state/line"
    us=$(copy)
    load 1 40; read -r _ _ rate1 one50 one99 < "$state/line"
    sql -c "TRUNCATE daybook.record CASCADE"
    echo "$rate $((n * 1000000 / us)) $p50 $p99 $rate1 $one50 $one99" >> "$state/rounds"
done
median() { cut -d' ' -f"$1" "$state/rounds" | sort -n | sed -n "$(((rounds + 1) / 2))p"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
printf 'acknowledged reports/s, %d clients, window %d   %8d   p50 %d us, p99 %d us\n' $clients $window "$(median 1)" "$(median 3)" "$(median 4)"
printf 'acknowledged reports/s, %d clients, window 1    %8d   p50 %d us, p99 %d us\n' $clients "$(median 5)" "$(median 6)" "$(median 7)"
printf 'psql \\copy of the same rows, reports/s          %8d\n' "$(median 2)"
printf 'ratio                                          %8s\n' "$(ratio "$(median 1)" "$(median 2)")"
printf '{"reports_per_s": %d, "window_1_reports_per_s": %d, "copy_reports_per_s": %d, "ratio": %s, "rounds": %d}\n' \
    "$(median 1)" "$(median 5)" "$(median 2)" "$(ratio "$(median 1)" "$(median 2)")" "$rounds"
