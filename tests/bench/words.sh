# words: what the parts of a measurement say; sourced, from the top of the tree. Of the shell that sources it:
#
#   open_stage DIR     a private cluster with fsync on, migrated, nights since 2000, a server's key; it is the stage from then on
#   set_stage DIR      another one that was opened before
#   close_stage        stops daemon and cluster, and removes what open_stage made
#
# A stage is $state (its folder), $url, $daemon_url, $key; with a daemon $endpoint and $daemon. $day is the next night that nobody has
# reported for.
# shellcheck shell=bash disable=SC2034
B=$PWD/build/release
load=$B/tests/bench/load
daemon=
kept='record nightly_report typical_case observation'          # the tables that a report of the load fills
day=2000-01-01
ulimit -n "$(ulimit -Hn)"
export PGOPTIONS='-c client_min_messages=warning'

sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" "$@"; }
set_stage() {
    state=$1
    url=$(tests/harness/cluster.sh url "$state")
    daemon_url=$(tests/harness/cluster.sh url "$state" daybook_daemon)
    key=$(cat "$state/server.public")
}
open_stage() {
    mkdir -p "$1"
    tests/harness/cluster.sh start "$1"
    "$B/daybookd" --keygen "$1/server.key" > "$1/server.public"
    set_stage "$1"
    sql/migrate.sh "$url" > /dev/null
    sql -c "INSERT INTO daybook.subdistrict VALUES (1, 'bench'); INSERT INTO daybook.branch VALUES (1, 'bench');
            UPDATE daybook.form_version SET active_from = '2000-01-01';
            INSERT INTO daybook.night SELECT d, d + interval '8 hours', d + interval '60 years'
              FROM generate_series('2000-01-01'::timestamptz, now(), '1 day') d"
}
stop_daemon() { [ -z "$daemon" ] || { kill "$daemon" 2> /dev/null || true; wait "$daemon" || true; }; daemon=; }
close_stage() {
    stop_daemon
    tests/harness/cluster.sh stop "$state" --remove
    rm -rf "$state"
}

# $1 clients with a key each, $2 committees for each of them: the roster of a part.
roster() {
    rm -rf "$state/keys"
    mkdir -m 700 "$state/keys"
    "$load" keys "$1" "$state/keys" > "$state/public"
    sql <<SQL
TRUNCATE daybook.committee, daybook.person, daybook.posting, daybook.client_key CASCADE;
INSERT INTO daybook.committee SELECT n, 'bench ' || n, 1, 1 FROM generate_series(1, $1 * $2) n;
INSERT INTO daybook.person (code, name) SELECT 'B' || n, 'bench ' || n FROM generate_series(1, $1) n;
INSERT INTO daybook.posting SELECT n, p.person_id, '2000-01-01', '2099-12-31', true
  FROM generate_series(1, $1 * $2) n JOIN daybook.person p ON p.code = 'B' || (n - 1) / $2 + 1;
CREATE TEMP TABLE k (n int, hex text);
\\copy k FROM '$state/public' (DELIMITER ' ')
INSERT INTO daybook.client_key (public_key, person_id)
SELECT decode(hex, 'hex'), person_id FROM k JOIN daybook.person ON code = 'B' || n;
ANALYZE daybook.committee, daybook.person, daybook.posting;
SQL
}

# Starts daybookd, with a command in front of it when there are words.
start_daemon() {
    rm -f "$state/log"
    "$@" "$B/daybookd" --key_file="$state/server.key" --listen=tcp://127.0.0.1:* --database="$daemon_url" \
        --intake.key_rate=1000000 --intake.key_burst=1000000 2> "$state/log" &
    daemon=$!
    for _ in $(seq 1200); do grep -qs accepting=yes "$state/log" && break; sleep 0.1; done
    endpoint=$(sed -n 's/.*event=ready .*endpoint=\([^ ]*\).*/\1/p' "$state/log" | head -n 1)
}

report() {                                      # CLIENTS WINDOW COMMITTEES NIGHTS: n seconds rate p50 p99
    "$load" run "$endpoint" "$key" "$state/keys" "$1" "$2" "$4" "$day" "$3"
}
later() { day=$(date -u -d "$day + $1 days" +%F); }      # the next nights that nobody has reported for yet
wal() { sql -c "SELECT pg_current_wal_insert_lsn() - '0/0'"; }
forget() { sql -c "TRUNCATE daybook.record CASCADE" -c CHECKPOINT; }

median() { awk -v c="$2" '{ print $c }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f\n", a / b }'; }
