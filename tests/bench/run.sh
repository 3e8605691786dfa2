#!/bin/bash
# bench: how fast daybookd takes reports, as ratios measured in one run on one machine. README.md here says how and why.
#
#   run.sh [PART ...]     reports lone instructions submit crowd country clients stored views; without a word all of them, in this
#                         order and anew; some of them take their place among the figures that are there
#
# Every part may run alone; each prints its rows. At the end, and in $DBK_BENCH_OUT (default build/bench), the table as text and as
# JSON, and the chart. Rounds alternate what is compared, and medians count. ROUNDS=5, NIGHTS=850 of each of 53 clients,
# COUNTRY=650000 committees, STORED="0 1000000 5000000" reports stored before (17 GB for the last) and for the views VIEWS="0 5000000".
# A private cluster with fsync on is made and removed. A part that fails is named at the end, and the others are measured all the same.
set -eu
cd "$(dirname "$0")/../.."
all='reports lone instructions submit crowd country clients stored views'
rounds=${ROUNDS:-5} country=${COUNTRY:-650000} stored=${STORED:-0 1000000 5000000} views=${VIEWS:-0 5000000}
parts=${*:-$all}
for part in $parts; do
    case " $all " in *" $part "*) ;; *) sed -n '4,5s/^# *//p' "$0" >&2; exit 64 ;; esac
done
# shellcheck source=tests/bench/words.sh
. tests/bench/words.sh
out=${DBK_BENCH_OUT:-build/bench}
raw=$out/rounds                                # a line a round, by part: what the medians are of
figures=$out/figures.tsv
[ $# -gt 0 ] || rm -rf "$figures" "$raw"       # parts alone take their place among the others, a whole run begins anew
mkdir -p "$raw"
running=                                       # the shell of the part that is being measured
trap '[ -z "$running" ] || kill "$running" 2> /dev/null || true; close_stage; tests/bench/stored.sh "$state.stored" close' EXIT
trap 'exit 130' INT TERM HUP
open_stage "$(mktemp -d)"

# ---------------------------------------------------------------- words

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

middle() { median "$raw/$1" "$2"; }             # of a part's rounds

# FIGURE, VALUE, AGAINST, RATIO, TARGET: "-" where there is none. A target is ">= 1.3" or "<= 1.3".
figure() {
    local IFS=$'\t'
    echo "$*" >> "$figures"
    unset IFS
    printf '%-66s %12s %12s %8s %9s\n' "$@"
}

# ---------------------------------------------------------------- parts

# Three windows of each of 1,000 clients: with one, nobody would have waited for an answer before it sends, and the figure were the
# first second of a crowd. Both figures are of as many reports.
part_reports() {
    day=2000-01-01
    local n=${NIGHTS:-850} log before rate p50 p99 us copied
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
    figure 'acknowledged reports/s, 53 clients, window 16, against \copy' "$(middle rounds 1)" "$(middle rounds 2)" \
        "$(ratio "$(middle rounds 1)" "$(middle rounds 2)")" '>= 1.3'
    figure '  its latency p50, p99 in us' "$(middle rounds 3)" "$(middle rounds 4)" - -
    figure '  53 clients, window 1: reports/s' "$(middle rounds1 1)" "$(middle rounds 2)" \
        "$(ratio "$(middle rounds1 1)" "$(middle rounds 2)")" -
    figure '  its latency p50, p99 in us' "$(middle rounds1 2)" "$(middle rounds1 3)" - -
    figure 'acknowledged reports/s, 1000 clients, against 53' "$(middle rounds1000 1)" "$(middle rounds 1)" \
        "$(ratio "$(middle rounds1000 1)" "$(middle rounds 1)")" '>= 0.9'
    figure 'write-ahead log bytes a report, against \copy' "$(middle rounds 5)" "$(middle rounds 6)" \
        "$(ratio "$(middle rounds 5)" "$(middle rounds 6)")" '<= 1.25'
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
    local against=$(($(middle lone 4) + $(middle lone 3)))
    figure 'lone report p50 in us, against pgbench + CURVE echo' "$(middle lone 1)" "$against" "$(ratio "$(middle lone 1)" $against)" '<= 1.3'
    figure '  of these: pgbench, CURVE echo' "$(middle lone 4)" "$(middle lone 3)" - -
    figure 'lone report p99 in us, against its p50' "$(middle lone 2)" "$(middle lone 1)" "$(ratio "$(middle lone 2)" "$(middle lone 1)")" '<= 2'
    figure '  the p99 of that transaction by pgbench, against its p50' "$(middle lone 5)" "$(middle lone 4)" \
        "$(ratio "$(middle lone 5)" "$(middle lone 4)")" -
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
    figure 'daybook submit, a process: start to delivered in ms, p50 and largest' "$(middle submits 1)" \
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
    figure "one night of $country committees in s, against \\copy" "$(middle country 1)" "$(middle country 2)" \
        "$(ratio "$(middle country 1)" "$(middle country 2)")" '<= 1.0'
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
        figure "clients $n, window $window: reports/s, p99 in us" "$(middle "clients.$n" 1)" "$(middle "clients.$n" 3)" - -
    done
    stop_daemon
}

# Two clusters side by side, one of them with so many stored; rounds in turn, so that the machine's drift counts for both.
part_stored() {
    local n who rate p99 log none p99_none log_none
    local -A words=([few]='53 committees' [all]='5300 committees')
    tests/bench/stored.sh "$state.stored" open
    for n in $stored; do
        tests/bench/stored.sh "$state.stored" grow "$n"
        for who in few all; do
            tests/bench/stored.sh "$state.stored" compare "$rounds" $who > "$raw/stored.$who.$n"
            read -r none rate p99_none p99 log_none log < <(for c in 1 2 3 4 5 6; do middle "stored.$who.$n" $c; done | paste -s -d' ')
            figure "reports/s with $n stored of ${words[$who]}, against none" "$rate" "$none" "$(ratio "$rate" "$none")" '>= 0.9'
            figure "  its latency p99 in us, against none" "$p99" "$p99_none" "$(ratio "$p99" "$p99_none")" -
            figure "  write-ahead log bytes a report, against none" "$log" "$log_none" "$(ratio "$log" "$log_none")" -
        done
    done
    tests/bench/stored.sh "$state.stored" close
}

# Median of nine runs of a verb of daybook-office as a process, in milliseconds.
verb() {
    local from to
    rm -f "$raw/verb"
    for _ in $(seq 9); do
        from=$(date +%s%N)
        "$B/daybook-office" --database "$campaign" "$@" > "$state/said"
        to=$(date +%s%N)
        ratio $((to - from)) 1000000 >> "$raw/verb"
    done
    middle verb 1
}

# The campaign of tests/campaign (21 nights, 53 committees) in a database of its own, then the same with earlier campaigns stored.
part_views() {
    local first last reports have=0 against=none most kind ms what
    campaign="$url dbname=campaign"
    sql -c 'CREATE DATABASE campaign'
    sql/migrate.sh "$campaign" > /dev/null
    protoc --proto_path=proto --python_out="$state" proto/daybook.proto
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$state:tests/flow" /usr/bin/python3 tests/campaign/generate.py 1 |
        psql -X -q -v ON_ERROR_STOP=1 -d "$campaign" > /dev/null
    read -r first last reports < <(psql -X -q -At -F ' ' -d "$campaign" -c "SELECT min(report_date), max(report_date), count(*)
        FROM daybook.record")
    for n in $views; do
        if [ "$n" -gt $((have * reports)) ]; then
            psql -X -q -v ON_ERROR_STOP=1 -v have=$have -v copies=$(((n - 1) / reports - have)) -d "$campaign" -f tests/bench/earlier.sql
            have=$(((n - 1) / reports))
        fi
        psql -X -q -d "$campaign" -c 'VACUUM ANALYZE' -c CHECKPOINT
        tests/bench/views.py "$campaign" "$first" "$last" > "$raw/views.$n"
        [ "$have" = 0 ] && most=20 || most=2000
        for kind in view total; do
            read -r ms what < <(grep -"$([ $kind = view ] && echo v)"e '[.]total(' "$raw/views.$n")
            figure "the slowest $kind of the office, 53 x 21 nights, $n reports stored: ms ($what)" "$ms" $most "$(ratio "$ms" $most)" '<= 1'
        done
        ms=$(verb night "$last")
        figure "daybook-office night, a process, $n reports stored: ms" "$ms" 100 "$(ratio "$ms" 100)" '<= 1'
        for v in "missing $last" board 'total branch' 'trend hq_current_count' doctor; do
            # shellcheck disable=SC2086  # a verb and its words
            figure "  daybook-office ${v%% *}" "$(verb $v)" - - -
        done
        while read -r ms what; do
            figure "  view $what, $n stored: ms, with $against" "$ms" \
                "$(awk -F '\t' -v what="$what" '$2 == what { print $1 }' "$raw/views.$against" 2> /dev/null || echo -)" - -
        done < "$raw/views.$n"
        against=$n
    done
}

printf '%-66s %12s %12s %8s %9s\n' figure value against ratio target
failed=
for part in $parts; do
    began=$SECONDS
    (trap stop_daemon EXIT; trap 'exit 130' TERM; part_"$part") &          # a shell of its own: set -e ends the part alone
    running=$!
    wait "$running" || failed="$failed $part"
    running=
    echo "part $part: $((SECONDS - began)) s"
done
tests/bench/report.py "$figures" "$out"
[ -z "$failed" ] || { echo "bench: not measured to the end:$failed" >&2; exit 1; }
