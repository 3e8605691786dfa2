#!/bin/bash
# demo: a whole day for real. 53 committees, 53 keys, one daemon, one database, and what the office sees of it.
#
#   demo.sh [DIR]             the day, in DIR (default var/demo), fresh each time; nothing of it runs on afterwards
#
# The campaign is laid around today, and tonight's deadline is moved ahead when it has passed, so that it works at any
# hour. Each act says in one line what it shows; what follows are the programs' own words, or the first of them. An act
# that ends otherwise than it should ends the demo with an error, and so does a number that is not the one due.
# $DBK_BUILD names the folder of the programs (default build/debug). Here: the stage; the acts are in acts.sh, what each
# of the 53 does in crowd.sh.
set -euo pipefail

here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
# shellcheck source=tests/stack/acts.sh
. "$here/acts.sh"
readonly AT_ONCE=16
readonly PATIENCE_S=60
export PAGER=cat          # the acts follow each other, whoever looks on

# ---------------------------------------------------------------- the stack

tear_down() {
    stop_daemon
    "$cluster" stop "$dir" --remove 8>&-
}

group_of() { # PROCESS, a folder of /proc
    sed 's/.*) //' "$1/stat" 2>/dev/null | cut -d ' ' -f 3
}

# Who is still at it in our folder and our group: whom a signal met while it was being started may have lost it.
call_off() {
    local process ours busy=1
    ours="$(group_of "/proc/$$")"
    while [ $busy -gt 0 ]; do
        busy=0
        for process in /proc/[0-9]*; do
            [ "$process" != "/proc/$$" ] && [ "$(readlink "$process/cwd")" = "$(readlink -f "$dir")" ] || continue
            [ "$(group_of "$process")" = "$ours" ] || continue
            busy=1
            kill -TERM "${process#/proc/}" || true
        done 2>/dev/null
        [ $busy -eq 0 ] || sleep 0.1
    done
}

# By another shell: one that was interrupted while it waited may not know its own children any more.
finish() {
    status=$?
    trap '' INT TERM HUP
    trap - EXIT
    set +e
    close_forms
    exec "$here/demo.sh" --end $status "$dir"
}

end() { # STATUS
    call_off
    tear_down
    [ "$1" -eq 0 ] || echo "demo.sh: ended with $1; the logs are in $dir" >&2
    exit "$1"
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
    mkdir -p "$dir/homes" "$dir/reports" "$dir/out"
    cd "$dir"
    open_database
    admin_sql "UPDATE daybook.night SET deadline = greatest(deadline, now() + interval '1 hour')
        WHERE report_date = '$date'"
    who_is_where
    for n in $(seq -w 53); do lay "$date" "night/$n.yaml" >"reports/$n.yaml"; done
    write_settings
    start_daemon
    export dir date office_url
}

# ---------------------------------------------------------------- what acts are made of

act() {
    printf '\n== %s\n' "$*"
}

# A command as one would type it.
show() { # WORD...
    local word
    printf '$'
    for word; do
        case "$word" in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    echo
}

expect() { # STATUS COMMAND...: run it; any other exit status is the end
    local wanted="$1" got=0
    shift
    timeout --foreground $PATIENCE_S "$@" 2>&1 || got=$?
    [ "$got" -eq "$wanted" ] || fail "exit status $got where $wanted was due: $*"
}

secretary() { # STATUS NN VERB...: `daybook VERB...` at the home of committee NN
    local wanted="$1" home="$2"
    shift 2
    show daybook --home "homes/$home" "$@"
    expect "$wanted" "$bin/daybook" --home "homes/$home" "$@" </dev/null         # a terminal would be asked
}

see() { # VERB...: what the office sees, or does
    show daybook-office "$@"
    expect 0 "$bin/daybook-office" -d "$office_url" "$@"
}

see_first() { # LINES VERB...: the beginning of what the office sees
    local lines="$1"
    shift
    see "$@" >out/seen.txt
    head -n "$lines" out/seen.txt
    printf '(... and %d lines more)\n' $(($(wc -l <out/seen.txt) - lines))
}

# The office's own acts reach the daemon a moment later, by NOTIFY.
until_true() { # WHAT COMMAND...
    local what="$1" until=$((SECONDS + PATIENCE_S))
    shift
    until "$@" >out/tried.txt 2>&1; do
        [ $SECONDS -lt $until ] || fail "not within $PATIENCE_S s: $what"
        sleep 0.1
    done
}

counts() { # WHAT WANTED STATEMENT: one number of the database, or the end
    local seen
    seen="$(admin_sql "$3")"
    [ "$seen" = "$2" ] || fail "$1: $seen, and should be $2"
    printf 'in the database, %s: %s\n' "$1" "$seen"
}

special() { # FILE: lay a special file of the sample around tonight, print where
    lay "$date" "special/$1" >"reports/$1"
    echo "reports/$1"
}

id_in() { # FILE: the record's id in what `submit` said
    grep -oEm1 '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' "$1" | head -n 1
}

# DEED of crowd.sh at the homes of these committees, many at once; LINES of what the first one's terminal showed, then
# how long they took.
crowd() { # LINES DEED NN...
    local lines="$1" deed="$2" began took failed
    shift 2
    mkdir -p "out/$deed"
    began="$(now_ms)"
    printf '%s\n' "$@" | xargs -P $AT_ONCE -n 1 "$here/crowd.sh" "$deed"
    took=$(($(now_ms) - began))
    failed="$(awk '$2 != 0 { print $1 }' "out/$deed"/[0-9][0-9])"
    [ -z "$failed" ] || { for n in $failed; do cat "out/$deed/$n.txt"; done; fail "$deed: failed: $failed"; }
    sed -n "$lines" "out/$deed/$1.txt"
    sort -n -k3 "out/$deed"/[0-9][0-9] | awk -v all="$took" '{ ms[NR] = $3 }
        END { printf "(and %d more, in %d ms; one took %d to %d ms, %d in the middle)\n",
                     NR - 1, all, ms[1], ms[NR], ms[int((NR + 1) / 2)] }'
}

# ---------------------------------------------------------------- forms on a screen

forms=() keyboards=()

# `daybook fill` on a terminal of its own; what is typed there comes by type_in.
open_form() { # NN
    local keys command
    mkfifo "out/keys.$1"
    exec {keys}<>"out/keys.$1"
    keyboards[10#$1]=$keys
    show daybook --home "homes/$1" fill $((10#$1)) "$date"
    command="stty rows 24 cols 80; exec $(printf '%q ' "$bin/daybook" --home "homes/$1" fill $((10#$1)) "$date")"
    TERM=xterm LC_ALL=C.UTF-8 DAYBOOK_LANG=en SHELL=/bin/sh script -qfc "$command" "out/screen.$1" \
        <&"$keys" >/dev/null 2>&1 8>&- &
    forms+=($!)
}

type_in() { # NN KEYS
    printf '%b' "$2" >&"${keyboards[10#$1]}"
}

close_forms() {
    for form in "${forms[@]}"; do kill "$form" 2>/dev/null || true; done
    for form in "${forms[@]}"; do wait "$form" 2>/dev/null || true; done
    forms=()
}

is_state() { # NN STATE: the committee's, tonight
    [ "$(admin_sql "SELECT state FROM office.committee_night
        WHERE report_date = '$date' AND committee_id = $((10#$1))")" = "$2" ]
}

# ---------------------------------------------------------------- the day

if [ "${1:-}" = --end ]; then
    dir="$3"
    end "$2"
fi
case $# in
    0) dir="$root/var/demo" ;;
    1) mkdir -p "$1" && dir="$(cd -- "$1" && pwd)" ;;
    *) sed -n '4s/^# *//p' "$0" >&2; exit 64 ;;
esac
need_programs
bin="$(cd -- "$bin" && pwd)"
date="$(business_date)"
before_last="$(date -u -d "$date 12:00 2 days ago" +%F)"
started="$(now_ms)"
act "The day of $date: PostgreSQL, a daemon, a roster of 53 sample committees"
set_up
echo "daybookd serves at $endpoint; ready in $(($(now_ms) - started)) ms"
the_morning
the_evening
the_screen
earlier_nights
the_health
what_the_office_sees
printf '\nThe whole day took %d s. Nothing runs on; homes, reports and logs are in %s\n' \
    $((($(now_ms) - started) / 1000)) "${dir#"$root/"}"
