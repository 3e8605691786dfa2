#!/bin/bash
# stored: does ingest slow down as the tables grow? Two stages side by side, with and without a past, take the same load in turn.
#
#   stored.sh DIR open                   makes both, empty: 53 clients, and a hundred committees for each of them
#   stored.sh DIR grow N                 the second holds N reports at least; may take long, be broken off, and be repeated
#   stored.sh DIR compare ROUNDS few     a line a round: reports/s without and with, p99 in us without and with, and bytes of
#                                        write-ahead log a report without and with, when 53 committees report for many nights
#   stored.sh DIR compare ROUNDS all     the same when 5,300 report for a few
#   stored.sh DIR close                  stops and removes both
#
# What is stored is a past as it would be: every committee night after night, ids by time, codes at random, in order of arrival.
# `few` writes to the ends of 53 places of each index; `all` to as many as there are committees, which is the harder case: after a
# checkpoint the first row of a page carries the page with it into the log. Needs build/release and 3.5 KiB of disk a report.
# shellcheck disable=SC2119 # start_daemon has no words in front of it here
set -eu
cd "$(dirname "$0")/../.."
[ $# -ge 2 ] || { sed -n '4,9s/^# *//p' "$0" >&2; exit 64; }
# shellcheck source=tests/bench/words.sh
. tests/bench/words.sh
dir=$1
readonly CLIENTS=53 COMMITTEES=100 BEGIN=2025-01-01               # a night of all is 5,300 reports
readonly NIGHTS_AT_ONCE=20

# One night that clients have really reported; the past is copies of it.
open_side() {
    open_stage "$1"
    sql -c "ALTER SYSTEM SET shared_buffers = '1GB'"       # the pages that 5,300 committees write to are 260 MB
    tests/harness/cluster.sh stop "$1"
    tests/harness/cluster.sh start "$1"
    roster $CLIENTS $COMMITTEES
    sql -c "INSERT INTO daybook.posting SELECT n, person_id, '2000-01-01', '2099-12-31', false
              FROM generate_series(2, $CLIENTS) n JOIN daybook.person ON code = 'B' || n"      # also of the committee of his number
    day=$BEGIN
    start_daemon
    report $CLIENTS 16 $COMMITTEES 1 > /dev/null
    stop_daemon
    date -u -d "$BEGIN + 1 day" +%F > "$1/day.all"         # the next nights that nobody has reported for
    echo 2000-01-01 > "$1/day.few"
}

# The nights $1 to $2 before BEGIN.
store_nights() {
    sql <<SQL
BEGIN;
SET LOCAL synchronous_commit = off; SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB';
CREATE TEMP TABLE past ON COMMIT DROP AS
SELECT committee_id, r.id AS old, d::date AS night,
       overlay(gen_random_uuid()::text PLACING lpad(to_hex(ms >> 16), 8, '0') || '-' || lpad(to_hex(ms & 65535), 4, '0') || '-7' FROM 1)::uuid AS id,
       upper(substr(md5(random()::text), 1, 8)) AS code
  FROM generate_series('$BEGIN'::timestamptz - $2 * interval '1 day', '$BEGIN'::timestamptz - $1 * interval '1 day', '1 day') d
 CROSS JOIN LATERAL (SELECT id, committee_id, row_number() OVER (ORDER BY id) AS n FROM daybook.record WHERE report_date = '$BEGIN') r
 CROSS JOIN LATERAL (SELECT (extract(epoch FROM d) * 1000)::bigint + n AS ms) t ORDER BY ms;
ANALYZE past;
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, sealed_at, person_id, code, hash, sealed)
SELECT committee_id, p.id, kind, night, 1, form_version, timeliness, night + (received_at - report_date), night + (sealed_at - report_date),
       person_id, p.code, sha256(uuid_send(p.id)), sealed FROM past p JOIN daybook.record r USING (committee_id) WHERE r.id = old;
INSERT INTO daybook.nightly_report SELECT committee_id, p.id, figures, situation, no_case, zero_report
  FROM past p JOIN daybook.nightly_report t USING (committee_id) WHERE record_id = old;
INSERT INTO daybook.typical_case SELECT committee_id, p.id, position, title, category, place, story, result, may_publish
  FROM past p JOIN daybook.typical_case t USING (committee_id) WHERE record_id = old;
INSERT INTO daybook.observation SELECT committee_id, p.id, position, kind, category, severity, place, text, needs_office
  FROM past p JOIN daybook.observation t USING (committee_id) WHERE record_id = old;
COMMIT;
SQL
}

# What is there is counted, not remembered; twenty nights are one transaction.
grow() {
    local have want=$((($1 + CLIENTS * COMMITTEES - 1) / (CLIENTS * COMMITTEES))) first last
    set_stage "$dir/full"
    have=$(sql -c "SELECT coalesce(max('$BEGIN' - report_date), 0) FROM daybook.record WHERE report_date < '$BEGIN'")
    for ((last = have + 1; last <= want; last = first + 1)); do
        first=$((last + NIGHTS_AT_ONCE - 1 < want ? last + NIGHTS_AT_ONCE - 1 : want))
        store_nights $last $first
    done
    sql -c 'VACUUM ANALYZE' -c CHECKPOINT
}

# One round of a side, its daemon at $endpoint: rate, p99 in us, bytes of log a report; 15,900 or 31,800 reports.
round() {
    local before rate p99 nights committees reports
    case $1 in few) committees=1 nights=300 ;; all) committees=$COMMITTEES nights=6 ;; esac
    day=$(cat "$state/day.$1")
    before=$(wal)
    read -r reports _ rate _ p99 < <(report $CLIENTS 16 $committees $nights)
    later $nights
    echo "$day" > "$state/day.$1"
    echo "$rate $p99 $((($(wal) - before) / reports))"
}

# The same nights on both sides, one after the other, the order changing from round to round.
compare() {
    local side i
    local -A said
    declare -gA port
    set_stage "$dir/none"
    forget
    for side in none full; do
        set_stage "$dir/$side"
        start_daemon
        port[$side]="$daemon $endpoint"
    done
    trap 'for side in none full; do daemon=${port[$side]%% *}; stop_daemon; done' EXIT
    for ((i = 0; i < $1; i++)); do
        for side in $([ $((i % 2)) = 0 ] && echo none full || echo full none); do
            set_stage "$dir/$side"
            endpoint=${port[$side]#* }
            said[$side]=$(round "$2")
        done
        echo "${said[none]} ${said[full]}" | awk '{ print $1, $4, $2, $5, $3, $6 }'
    done
}

case $2 in
    open)    open_side "$dir/none" && open_side "$dir/full" ;;
    grow)    grow "$3" ;;
    compare) compare "$3" "$4" ;;
    close)   for side in none full; do
                 [ ! -e "$dir/$side" ] || { state=$dir/$side; close_stage; }
             done
             [ ! -d "$dir" ] || rmdir "$dir" ;;
    *)       sed -n '4,9s/^# *//p' "$0" >&2; exit 64 ;;
esac
