# shellcheck shell=bash disable=SC2154  # here, dir and date are the sourcing script's
# lib: what stack.sh and demo.sh share; sourced by them, with `set -eu` in force.
#
# A stack is a folder DIR with all of its state: a private cluster, the daemon's key, settings, log and process id, the
# roster laid on the calendar, and the secretaries' homes. Nothing listens beyond 127.0.0.1, on a port that the
# system picks.
# Promise: the daemon is stopped by a process id that is checked to be ours; whatever is started here leaves no
# descriptor of the caller open.

root="$(CDPATH='' cd -- "$here/../.." && pwd)"
bin="${DBK_BUILD:-$root/build/debug}"
cluster="$root/tests/harness/cluster.sh"
sample="$root/tests/sample"
readonly READY_S=20

# The caller's own settings would send the samples to a real server, or to another database.
unset DAYBOOK_HOME DAYBOOK_ENDPOINT DAYBOOK_SERVER_KEY PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE
unset PGSERVICE PGSERVICEFILE PGOPTIONS PGTZ PGDATESTYLE PGCLIENTENCODING
# psql is a Perl script on Debian, which complains at length about a locale that is not installed.
export PERL_BADLANG=0

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

need_programs() {
    for program in daybookd daybook daybook-office; do
        [ -x "$bin/$program" ] || fail "$bin/$program is not built: run make"
    done
}

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# The night that now belongs to: until 04:00 in Shanghai it is the day before.
business_date() {
    TZ=Asia/Shanghai date -d '4 hours ago' +%F
}

# Lay a sample file around the night of DATE.
lay() { # DATE FILE
    "$sample/lay.sh" "$1" <"$sample/$2"
}

url() { # [ROLE]
    "$cluster" url "$dir" "$@"
}

office() {
    "$bin/daybook-office" -d "$office_url" "$@"
}

admin_sql() { # STATEMENT
    psql -X -q -At -v ON_ERROR_STOP=1 -d "$(url)" -c "$1"
}

# Who reports for COMMITTEE on DATE: a member of its own where it has one, else the branch's secretary.
reporter() { # COMMITTEE DATE
    awk -F, -v committee="$1" -v date="$2" '
        NR > 1 && $1 == committee && $12 <= date && date <= $13 { if ($11 == "no") own = $8; else secretary = $8 }
        END { print own ? own : secretary }' "$dir/roster.csv"
}

# The same for all 53 of tonight, once, in a file: COMMITTEE PERSON SHIFT. Whoever reports for two committees stands at
# the first one's gate in the morning and at the second one's in the day.
who_is_where() {
    for n in $(seq 53); do echo "$n $(reporter "$n" "$date")"; done |
        awk '{ print $0, seen[$2]++ ? 2 : 1 }' >"$dir/who"
}

person_of() { # COMMITTEE
    awk -v n="$1" '$1 == n { print $2 }' "$dir/who"
}

shift_of() { # COMMITTEE
    awk -v n="$1" '$1 == n { print $3 }' "$dir/who"
}

# The committees of the branch whose secretary reports for COMMITTEE.
committees_of() { # COMMITTEE
    awk -F, -v person="$(person_of "$1")" -v date="$date" '
        $8 == person && $11 == "yes" && $12 <= date && date <= $13 { print $1 }' "$dir/roster.csv"
}

# Cluster, schema, the office's login, the roster. Safe to repeat. On a later day the roster of the first day still
# holds, until its postings have run out.
open_database() {
    mkdir -p "$dir"
    "$cluster" start "$dir" 8>&-
    "$root/sql/migrate.sh" "$(url)" >>"$dir/migrate.log"
    admin_sql "DO \$\$ BEGIN IF to_regrole('office') IS NULL THEN CREATE ROLE office LOGIN IN ROLE daybook_office; END IF; END \$\$"
    office_url="$(url office)"
    if [ ! -e "$dir/roster.csv" ] || [ -z "$(reporter 1 "$date")" ]; then
        lay "$date" roster.csv >"$dir/roster.new"
        office roster import "$dir/roster.new"
        mv "$dir/roster.new" "$dir/roster.csv"
    fi
}

write_settings() {
    if [ ! -e "$dir/daybookd.key" ]; then
        "$bin/daybookd" --keygen "$dir/daybookd.key" >"$dir/daybookd.pub"
    fi
    cat >"$dir/daybookd.ini" <<SETTINGS
listen = tcp://127.0.0.1:*
enrol_listen = tcp://127.0.0.1:*
key_file = $dir/daybookd.key
database = $(url daybook_daemon)
SETTINGS
}

# The daemon's process id, if it runs and is the one of this folder; a number alone may be somebody else's by now.
daemon_pid() {
    pid="$(cat "$dir/daybookd.pid" 2>/dev/null || true)"
    [ -n "$pid" ] && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "$dir/daybookd.ini" && echo "$pid"
}

# Start it, wait until it takes reports, learn where: sets `endpoint`.
start_daemon() {
    if ! daemon_pid >/dev/null; then
        : >"$dir/daybookd.log"
        setsid "$bin/daybookd" --config "$dir/daybookd.ini" </dev/null >"$dir/daybookd.log" 2>&1 8>&- &
        echo $! >"$dir/daybookd.pid"
    fi
    tries=0
    until grep -q accepting=yes "$dir/daybookd.log"; do
        tries=$((tries + 1))
        if ! daemon_pid >/dev/null || [ $tries -gt $((READY_S * 20)) ]; then
            fail "daybookd does not serve: $(tail -n 3 "$dir/daybookd.log")"
        fi
        sleep 0.05
    done
    endpoint="$(sed -n 's/.*event=ready endpoint=\([^ ]*\).*/\1/p' "$dir/daybookd.log")"
}

stop_daemon() {
    pid="$(daemon_pid)" || { rm -f "$dir/daybookd.pid"; return 0; }
    kill -TERM "$pid" 2>/dev/null || true
    tries=0
    while daemon_pid >/dev/null; do
        tries=$((tries + 1))
        [ $tries -le 400 ] || { kill -KILL "$pid" 2>/dev/null || true; }
        sleep 0.05
    done
    rm -f "$dir/daybookd.pid"
}

# A secretary's HOME for COMMITTEE: a key of its own, approved by the office.
make_home() { # HOME COMMITTEE
    [ ! -e "$1/key" ] || return 0
    mkdir -p "$1"
    "$bin/daybook" --home "$1" keygen >"$1/keygen.txt"
    office key approve "$(sed -n 1p "$1/keygen.txt")" --person "$(reporter "$2" "$date")" --reason 'sample night' >"$1/approved.txt"
}

# Tell HOME where the daemon is; its port is another at every start.
point_home() { # HOME
    printf 'endpoint = %s\nserver_key = %s\nzone = Asia/Shanghai\n' "$endpoint" "$(cat "$dir/daybookd.pub")" >"$1/settings.ini"
}
