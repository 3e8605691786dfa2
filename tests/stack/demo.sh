#!/bin/bash
# demo: the main job for real. 53 committees, 53 keys, one daemon, one database, and what the office sees of it.
#
#   demo.sh                   the whole night, in var/demo, fresh each time; nothing of it runs on afterwards
#
# The campaign is laid around today, and tonight's deadline is moved ahead when it has passed, so that it works at any
# hour. Each act says in one line what it shows; what follows are the programs' own words. An act that ends otherwise than
# it should ends the demo with an error. $DBK_BUILD names the folder of the programs (default build/debug).
set -euo pipefail

here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
dir="$root/var/demo"
readonly AT_ONCE=16
readonly PATIENCE_S=60
readonly -a MISSING=(52 53)     # these two send nothing
readonly PUT_RIGHT=7            # sends a wrong report first

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# ---------------------------------------------------------------- the stack

tear_down() {
    stop_daemon
    "$cluster" stop "$dir" --remove 8>&-
}

finish() {
    status=$?
    trap '' INT TERM HUP
    tear_down
    [ $status -eq 0 ] || echo "demo.sh: ended with $status; the logs are in $dir" >&2
    exit $status
}

# A demo that was killed outright has left its server running: it is found by the folder's own links.
set_up() {
    mkdir -p "$dir"
    exec 8>"$dir.lock"
    flock -n 8 || fail 'another demo is running'
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    tear_down
    rm -rf "$dir"
    mkdir -p "$dir/reports" "$dir/out"
    open_database
    admin_sql "UPDATE daybook.night SET deadline = greatest(deadline, now() + interval '1 hour') WHERE report_date = '$date'"
    for n in $(seq -w 53); do
        make_home "$dir/homes/$n" $((10#$n))
        lay "$date" "night/$n.yaml" >"$dir/reports/$n.yaml"
    done
    write_settings
    start_daemon
    for home in "$dir"/homes/*; do point_home "$home"; done
}

# ---------------------------------------------------------------- acts

act() {
    printf '\n== %s\n' "$*"
}

expect() { # STATUS COMMAND...: run it; any other exit status is the end
    local wanted="$1" got=0
    shift
    timeout --foreground $PATIENCE_S "$@" 2>&1 || got=$?
    [ "$got" -eq "$wanted" ] || fail "exit status $got where $wanted was due: ${*/#"$root/"/}"
}

secretary() { # STATUS NN VERB...: `daybook VERB...` at the home of committee NN
    local wanted="$1" home="$2"
    shift 2
    printf '$ daybook --home homes/%s %s\n' "$home" "${*/#"$dir/"/}"
    expect "$wanted" "$bin/daybook" --home "$dir/homes/$home" "$@"
}

see() { # VERB...: what the office sees
    printf '$ daybook-office %s\n' "$*"
    expect 0 "$bin/daybook-office" -d "$office_url" "$@"
}

special() { # DATE NAME: lay a special report, print where
    lay "$date" "special/$1.yaml" >"$dir/reports/$1.yaml"
    echo "$dir/reports/$1.yaml"
}

id_in() { # FILE: the record's id in what `submit` said
    grep -oEm1 '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' "$1" | head -n 1
}

# One client of the crowd, in a process of its own: what it said goes to out/NN.txt, status and milliseconds to out/NN.
send_one() { # NN
    local began got=0
    began="$(now_ms)"
    timeout --foreground $PATIENCE_S "$bin/daybook" --home "$dir/homes/$1" submit "$dir/reports/$1.yaml" >"$dir/out/$1.txt" 2>&1 || got=$?
    echo "$1 $got $(($(now_ms) - began))" >"$dir/out/$1"
}

send_all() {
    local began took failed
    local -a senders=()
    for n in $(seq -w 53); do
        [[ " ${MISSING[*]} $PUT_RIGHT " == *" $((10#$n)) "* ]] || senders+=("$n")
    done
    act "${#senders[@]} committees send at once, each a process of its own with its own key, $AT_ONCE at a time"
    began="$(now_ms)"
    printf '%s\n' "${senders[@]}" | xargs -P $AT_ONCE -n 1 "$here/demo.sh" --send
    took=$(($(now_ms) - began))
    for n in "${senders[@]}"; do cat "$dir/out/$n"; done >"$dir/out/times"
    cat "$dir/out/01.txt"
    failed="$(awk '$2 != 0 { print $1 }' "$dir/out/times")"
    [ -z "$failed" ] || { for n in $failed; do cat "$dir/out/$n.txt"; done; fail "not delivered: $failed"; }
    echo "(the first of ${#senders[@]} answers)"
    sort -n -k3 "$dir/out/times" | awk -v all="$took" '{ ms[NR] = $3 }
        END { printf "%d delivered in %d ms; one process took %d ms at least, %d ms in the middle, %d ms at most\n",
                     NR, all, ms[1], ms[int((NR + 1) / 2)], ms[NR] }'
}

acts_of_tonight() {
    act 'The same report once more, as after a lost answer: duplicate, and the receipt is the same'
    secretary 0 05 flush --again "$(id_in "$dir/out/05.txt")"
    echo "first answer: $(cat "$dir/out/05.txt")"

    act 'Committee 7 sends a report that does not add up: rejected, with every violation'
    secretary 65 07 submit "$(special rejected)"
    act '... and puts it right'
    secretary 0 07 submit "$dir/reports/07.yaml"

    act 'Committee 12 corrects what it reported: revision 2'
    special correction >/dev/null
    sed -i "s/@ID@/$(id_in "$dir/out/12.txt")/" "$dir/reports/correction.yaml"
    secretary 0 12 submit "$dir/reports/correction.yaml"

    act 'A key that may not report for committee 30: the report is kept for the office, held as forbidden'
    secretary 77 29 submit "$(special forbidden)"
}

acts_of_earlier_nights() {
    act 'Committee 20 reports for the night before, after its deadline: taken, and marked late'
    secretary 0 20 submit "$(special late)"

    act "The office closes the night of $before_last; committee 33 reports for it after all: held"
    see close "$before_last"
    secretary 77 33 submit "$(special closed)"
    act '... until the office opens that night again for committee 33'
    see reopen 33 "$before_last" --reason 'sent after the telephone call'
    # The daemon learns of it by NOTIFY, a moment later; until then the answer is still "held".
    local tries=0
    until timeout --foreground $PATIENCE_S "$bin/daybook" --home "$dir/homes/33" flush >"$dir/out/flush.txt" 2>&1 || [ $tries -ge 20 ]; do
        tries=$((tries + 1))
        sleep 0.25
    done
    printf '$ daybook --home homes/33 flush\n'
    cat "$dir/out/flush.txt"
    [ "$(admin_sql "SELECT count(*) FROM office.report WHERE committee_id = 33 AND report_date = '$before_last'")" = 1 ] ||
        fail 'the report for the closed night did not get in'
}

what_the_office_sees() {
    act 'The office: tonight'
    see night
    act 'Who is missing'
    see missing
    act 'The nights before: one late, one let in'
    see night "$last"
    see night "$before_last"
    see report 12
    local missing
    missing="$(admin_sql "SELECT string_agg(committee_id::text, ' ' ORDER BY committee_id) FROM office.missing WHERE report_date = '$date'")"
    [ "$missing" = "${MISSING[*]}" ] || fail "missing should be ${MISSING[*]}, and are: $missing"
}

if [ "${1:-}" = --send ]; then
    send_one "$2"
    exit
fi
[ $# -eq 0 ] || { sed -n '4s/^# *//p' "$0" >&2; exit 64; }

need_programs
date="$(business_date)"
last="$(date -u -d "$date 12:00 1 day ago" +%F)"
before_last="$(date -u -d "$date 12:00 2 days ago" +%F)"
started="$(now_ms)"
act "Night of $date: a private PostgreSQL, the sample roster of 53 committees, a daemon, 53 keys"
set_up
echo "daybookd serves at $endpoint; 53 homes with a key each; ready in $(($(now_ms) - started)) ms"
send_all
acts_of_tonight
acts_of_earlier_nights
what_the_office_sees
printf '\nThe whole night took %d s. All that was started is stopped; reports, answers and logs stay in %s\n' \
    $((($(now_ms) - started) / 1000)) "${dir#"$root/"}"
