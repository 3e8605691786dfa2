#!/bin/bash
# bench: how fast daybookd takes reports, as ratios measured in one run on one machine. README.md here says how and why.
#
#   run.sh [PART ...]     reports lone instructions submit crowd country clients stored; without a word all of them, in this order
#
# Every part may run alone; each prints its rows. At the end, and in $DBK_BENCH_OUT (default build/bench), the table as text and as
# JSON, and the chart. Rounds alternate what is compared, and medians count. ROUNDS=5, COUNTRY=650000 committees,
# STORED="0 1000000 5000000" reports stored before (17 GB for the last). A private cluster with fsync on is made and removed.
set -eu
cd "$(dirname "$0")/../.."
all='reports lone instructions submit crowd country clients stored'
rounds=${ROUNDS:-5} country=${COUNTRY:-650000} stored=${STORED:-0 1000000 5000000}
parts=${*:-$all}
for part in $parts; do
    case " $all " in *" $part "*) ;; *) sed -n '4s/^# *//p' "$0" >&2; exit 64 ;; esac
done
B=$PWD/build/release
load=$B/tests/bench/load
out=${DBK_BENCH_OUT:-build/bench}
state=$(mktemp -d)
daemon=
raw=$out/rounds                                # a line a round, by part: what the medians are of
mkdir -p "$raw"
figures=$out/figures.tsv
ulimit -n "$(ulimit -Hn)"
stop_daemon() { [ -z "$daemon" ] || { kill "$daemon" 2> /dev/null || true; wait "$daemon" || true; }; daemon=; }
trap 'stop_daemon; tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
trap 'exit 130' INT TERM HUP
tests/harness/cluster.sh start "$state"
url=$(tests/harness/cluster.sh url "$state")
daemon_url=$(tests/harness/cluster.sh url "$state" daybook_daemon)
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" "$@"; }
sql/migrate.sh "$url" > /dev/null
sql -c "INSERT INTO daybook.subdistrict VALUES (1, 'bench'); INSERT INTO daybook.branch VALUES (1, 'bench');
        UPDATE daybook.form_version SET active_from = '2000-01-01';
        INSERT INTO daybook.night SELECT d, d + interval '8 hours', d + interval '60 years'
          FROM generate_series('2000-01-01'::timestamptz, now(), '1 day') d"
key=$("$B/daybookd" --keygen "$state/server.key")
kept='record nightly_report typical_case observation'          # the tables that a report of the load fills
day=2000-01-01

# ---------------------------------------------------------------- words

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
forget() { sql -c "TRUNCATE daybook.record CASCADE" -c CHECKPOINT; }
wal() { sql -c "SELECT pg_current_wal_insert_lsn() - '0/0'"; }
orphans() { sql -f sql/orphans.sql; }           # the daemon does not check what it proves: here it is checked

# The rows that are there, out and in again by psql's \copy, constraints on: microseconds and bytes of write-ahead log.
copy() {
    local from to log
    for t in $kept; do sql -c "\\copy daybook.$t TO '$state/$t'"; done
    forget
    log=$(wal)
    from=$(date +%s%N)
    for t in $kept; do echo "\\copy daybook.$t FROM '$state/$t'"; done | sql
    to=$(date +%s%N)
    echo $(((to - from) / 1000)) $(($(wal) - log))
    for t in $kept; do rm -f "$state/$t"; done
}

median() { awk -v c="$2" '{ print $c }' "$raw/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f\n", a / b }'; }

# FIGURE, VALUE, AGAINST, RATIO, TARGET: "-" where there is none. A target is ">= 1.3" or "<= 1.3".
figure() {
    local IFS=$'\t'
    echo "$*" >> "$figures"
    unset IFS
    printf '%-66s %12s %12s %8s %9s\n' "$@"
}

# ---------------------------------------------------------------- parts

part_reports() {
    day=2000-01-01
    local n=${NIGHTS:-300} log before rate p50 p99 us copied
    rm -f "$raw"/rounds*
    roster 1000 1
    start_daemon
    report 53 16 1 50 > /dev/null                # both sides warm
    for _ in $(seq "$rounds"); do
        forget
        before=$(wal)
        read -r reports _ rate p50 p99 < <(report 53 16 1 "$n")
        log=$(($(wal) - before))
        read -r us copied < <(copy)
        echo "$rate $((reports * 1000000 / us)) $p50 $p99 $((log / reports)) $((copied / reports))" >> "$raw/rounds"
        forget
        read -r _ _ rate p50 p99 < <(report 1000 16 1 $((n * 53 / 1000)))
        echo "$rate $p50 $p99" >> "$raw/rounds1000"
        forget
        read -r _ _ rate p50 p99 < <(report 53 1 1 60)
        echo "$rate $p50 $p99" >> "$raw/rounds1"
    done
    test -z "$(orphans)"
    stop_daemon
    figure 'acknowledged reports/s, 53 clients, window 16, against \copy' "$(median rounds 1)" "$(median rounds 2)" \
        "$(ratio "$(median rounds 1)" "$(median rounds 2)")" '>= 1.3'
    figure '  its latency p50, p99 in us' "$(median rounds 3)" "$(median rounds 4)" - -
    figure '  53 clients, window 1: reports/s' "$(median rounds1 1)" "$(median rounds 2)" \
        "$(ratio "$(median rounds1 1)" "$(median rounds 2)")" -
    figure '  its latency p50, p99 in us' "$(median rounds1 2)" "$(median rounds1 3)" - -
    figure 'acknowledged reports/s, 1000 clients, against 53' "$(median rounds1000 1)" "$(median rounds 1)" \
        "$(ratio "$(median rounds1000 1)" "$(median rounds 1)")" '>= 0.9'
    figure 'write-ahead log bytes a report, against \copy' "$(median rounds 5)" "$(median rounds 6)" \
        "$(ratio "$(median rounds 5)" "$(median rounds 6)")" '<= 1.25'
}

# One transaction by pgbench, prepared: the rows that the load's first report left, with ids and nights of its own.
lone_script() {
    echo '\set n :n + 1'
    echo 'BEGIN;'
    for t in $kept; do
        sql <<SQL
SELECT format('INSERT INTO daybook.$t (%s) VALUES (%s);', string_agg(quote_ident(key), ', '),
              string_agg(CASE WHEN key IN ('id', 'record_id')
                              THEN format('overlay(%L PLACING lpad(:n::text, 12, ''0'') FROM 25)::uuid', '00000000-0000-7000-8000-000000000000')
                              WHEN key = 'report_date' THEN 'date ''2100-01-01'' + :n::int'
                              ELSE quote_nullable(value) END, ', '))
  FROM (SELECT row_number() OVER () AS n, to_jsonb(t) AS row FROM daybook.$t t
         WHERE committee_id = 1 AND (to_jsonb(t) ->> 'id' = '$1' OR to_jsonb(t) ->> 'record_id' = '$1')) r
 CROSS JOIN LATERAL (SELECT key, CASE WHEN jsonb_typeof(r.row -> key) = 'array'
                                      THEN translate(value, '[]', '{}') ELSE value END AS value
                       FROM jsonb_each_text(r.row)) c GROUP BY n
SQL
    done
    echo 'COMMIT;'
}

part_lone() {
    local id p50 p99 echo50 pg
    day=2000-01-01
    rm -f "$raw/lone"
    roster 1 1
    start_daemon
    forget
    report 1 1 1 2000 > /dev/null               # on empty tables the plans of the key checks read every row, pgbench's too
    later 2000
    sql -c 'VACUUM ANALYZE' -c CHECKPOINT
    id=$(sql -c "SELECT id FROM daybook.record WHERE committee_id = 1 LIMIT 1")
    lone_script "$id" > "$state/lone.sql"
    local from=0
    for _ in $(seq "$rounds"); do
        read -r _ _ _ p50 p99 < <(report 1 1 1 500)
        later 500
        (cd "$state" && pgbench -n -M prepared -c 1 -t 500 -D n=$from -f lone.sql -l --log-prefix=lone_log "$url" > "$state/lone_out" 2>&1) ||
            { cat "$state/lone_out"; exit 1; }
        from=$((from + 500))
        pg=$(awk '{ print $3 }' "$state"/lone_log.* | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR / 2)], v[int(NR * .99)] }')
        rm -f "$state"/lone_log.*
        read -r echo50 _ < <("$load" echo 2000)
        echo "$p50 $p99 $echo50 $pg" >> "$raw/lone"
    done
    stop_daemon
    local against=$(($(median lone 4) + $(median lone 3)))
    figure 'lone report p50 in us, against pgbench + CURVE echo' "$(median lone 1)" "$against" "$(ratio "$(median lone 1)" $against)" '<= 1.3'
    figure '  of these: pgbench, CURVE echo' "$(median lone 4)" "$(median lone 3)" - -
    figure 'lone report p99 in us, against its p50' "$(median lone 2)" "$(median lone 1)" "$(ratio "$(median lone 2)" "$(median lone 1)")" '<= 2'
    figure '  the p99 of that transaction by pgbench, against its p50' "$(median lone 5)" "$(median lone 4)" \
        "$(ratio "$(median lone 5)" "$(median lone 4)")" -
}

# The daemon's main thread under callgrind, twice; the difference is what the second run's further reports cost. Objects of
# the database, of libzmq and of the kernel's loader are left out, whatever they call in libc stays in.
part_instructions() {
    local few=200 many=1200
    roster 53 1
    for n in $few $many; do
        forget
        start_daemon valgrind --tool=callgrind --separate-threads=yes --callgrind-out-file="$state/callgrind.$n"
        report 53 4 1 $((n / 53 + 1)) > "$state/count.$n"
        stop_daemon
    done
    local reports=$(($(cut -d' ' -f1 "$state/count.$many") - $(cut -d' ' -f1 "$state/count.$few")))
    tests/bench/instructions.py "$state/callgrind.$few-01" "$state/callgrind.$many-01" "$reports" > "$state/instructions"
    read -r own unpack < "$state/instructions"
    figure "instructions a report in daybookd's own code, against its unpacking" "$own" "$unpack" "$(ratio "$own" "$unpack")" '<= 4'
}

# `daybook submit` as a process, from its start to its "delivered".
part_submit() {
    local from to home=$state/home
    rm -rf "$raw/submits" "$home"
    roster 1 1
    start_daemon
    forget
    mkdir -m 700 "$home"
    cp -p "$state/keys/1.key" "$home/key"
    printf 'endpoint = %s\nserver_key = %s\nzone = Asia/Shanghai\n' "$endpoint" "$key" > "$home/settings.ini"
    for n in $(seq 2 22); do
        tests/sample/lay.sh "$(date -d "-$n days" +%F)" < tests/sample/night/01.yaml > "$state/report.yaml"
        from=$(date +%s%N)
        "$B/daybook" --home "$home" submit "$state/report.yaml" > "$state/said" 2>&1 || { cat "$state/said"; exit 1; }
        to=$(date +%s%N)
        ratio $((to - from)) 1000000 >> "$raw/submits"
    done
    stop_daemon
    figure 'daybook submit, a process: start to delivered in ms, p50 and largest' "$(median submits 1)" \
        "$(sort -n "$raw/submits" | tail -n 1)" - -
    DBK_BUILD=$B tests/bench/client.sh > "$state/client" || [ -s "$state/client" ]
    while read -r name value limit; do
        figure "daybook, the program: $name" "$value" "$limit" "$(ratio "$value" "$limit")" '<= 1'
    done < <(sed -nE 's/^client start +([0-9.]+) ms .*limit ([0-9]+).*/start-in-ms \1 \2/p
                      s/^client memory +([0-9.]+) MiB .*limit ([0-9]+).*/memory-in-MiB \1 \2/p
                      s/^one delivery +([0-9]+) bytes .*limit ([0-9]+).*/bytes-beyond-the-report \1 \2/p' "$state/client")
}

part_crowd() {
    local most p99
    roster 10000 1
    start_daemon
    forget
    "$load" run "$endpoint" "$key" "$state/keys" 1-5000 1 1 $day 1 60 > "$state/crowd.1" &
    local first=$!
    "$load" run "$endpoint" "$key" "$state/keys" 5001-10000 1 1 $day 1 60 > "$state/crowd.2"
    wait $first
    most=$(awk '/VmHWM/ { print $2 }' "/proc/$daemon/status")
    stop_daemon
    test "$(sql -c "SELECT count(*) FROM daybook.record")" = 10000
    p99=$(awk '{ print $5 }' "$state"/crowd.? | sort -n | tail -n 1)
    figure 'memory in KiB, 10000 clients, each once in a minute, every receipt in' "$most" $((48 * 1024 + 40 * 10000)) \
        "$(ratio "$most" $((48 * 1024 + 40 * 10000)))" '<= 1'
    figure '  latency p99 in us' "$p99" - - -
}

part_country() {
    local us seconds clients=500
    rm -f "$raw/country"
    roster $clients $((country / clients))
    for _ in $(seq $(((rounds + 1) / 2))); do
        forget
        start_daemon
        read -r reports seconds _ < <(report $clients 16 $((country / clients)) 1)
        stop_daemon
        read -r us _ < <(copy)
        echo "$seconds $(ratio "$us" 1000000)" >> "$raw/country"
    done
    forget
    figure "one night of $country committees in s, against \\copy" "$(median country 1)" "$(median country 2)" \
        "$(ratio "$(median country 1)" "$(median country 2)")" '<= 1.0'
}

part_clients() {
    local window rate p50 p99
    roster 5000 1
    start_daemon
    for n in 1 10 53 200 1000 5000; do
        window=$((16000 / n < 16 ? 16000 / n : 16))
        rm -f "$raw/clients.$n"
        for _ in $(seq "$rounds"); do
            forget
            read -r _ _ rate p50 p99 < <(report $n $window 1 $((n < 10 ? 3000 : n < 200 ? 15000 / n : n < 5000 ? 20000 / n : 4)))
            echo "$rate $p50 $p99" >> "$raw/clients.$n"
        done
        figure "clients $n, window $window: reports/s, p99 in us" "$(median "clients.$n" 1)" "$(median "clients.$n" 3)" - -
    done
    stop_daemon
}

# As many reports more, copies of the first 53 under other ids and earlier nights.
store_more() {
    sql <<SQL
SET synchronous_commit = off; SET session_replication_role = replica;
CREATE TEMP TABLE more AS SELECT r AS old, n, gen_random_uuid() AS id
  FROM daybook.record r CROSS JOIN generate_series(1, ($1 + 52) / 53) n WHERE revision = 1 AND report_date = '$2';
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, sealed_at, person_id, code, hash, sealed)
SELECT (old).committee_id, id, (old).kind, (old).report_date - $3 - n, 1, (old).form_version, (old).timeliness, (old).received_at,
       (old).sealed_at, (old).person_id, (old).code, (old).hash, (old).sealed FROM more;
INSERT INTO daybook.nightly_report SELECT t.committee_id, m.id, figures, situation, no_case, zero_report
  FROM daybook.nightly_report t JOIN more m ON t.committee_id = (old).committee_id AND t.record_id = (old).id;
INSERT INTO daybook.typical_case SELECT t.committee_id, m.id, position, title, category, place, story, result, may_publish
  FROM daybook.typical_case t JOIN more m ON t.committee_id = (old).committee_id AND t.record_id = (old).id;
INSERT INTO daybook.observation SELECT t.committee_id, m.id, position, kind, category, severity, place, text, needs_office
  FROM daybook.observation t JOIN more m ON t.committee_id = (old).committee_id AND t.record_id = (old).id;
SQL
}

part_stored() {
    local rate first=0 have=0 base
    day=2005-01-01
    roster 53 1
    start_daemon
    forget
    base=$day
    report 53 1 1 1 > /dev/null
    later 1
    for n in $stored; do
        [ "$n" -le "$have" ] || store_more $((n - have)) "$base" $((have / 53 + 10))
        have=$n
        sql -c 'VACUUM ANALYZE' -c CHECKPOINT
        rm -f "$raw/stored.$n"
        for _ in $(seq "$rounds"); do
            read -r _ _ rate _ _ < <(report 53 16 1 200)
            later 200
            echo "$rate" >> "$raw/stored.$n"
        done
        [ "$first" != 0 ] || first=$(median "stored.$n" 1)
        figure "reports/s with $n stored, against none" "$(median "stored.$n" 1)" "$first" "$(ratio "$(median "stored.$n" 1)" "$first")" '>= 0.9'
    done
    stop_daemon
    forget
}

printf '%-66s %12s %12s %8s %9s\n' figure value against ratio target
for part in $parts; do
    part_"$part"
done
tests/bench/report.py "$figures" "$out"
