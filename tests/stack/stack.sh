#!/bin/sh
# stack: database, daemon and one secretary's home, kept running in the background.
#
#   stack.sh up               make what is not there, start what does not run, print what to try next
#   stack.sh down [--remove]  stop it; its data stays for the next `up`, unless --remove
#   stack.sh dir | url        print the folder of its state | the conninfo of the office's login
#
# All state lies in var/up; $DBK_BUILD names the folder of the programs (default build/debug). Safe to repeat, both ways.
set -eu

here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
dir="$root/var/up"
readonly COMMITTEE=7            # a committee with a member of its own, who reports for no other

short() { # PATH
    case "$1" in "$PWD"/*) echo "${1#"$PWD"/}" ;; *) echo "$1" ;; esac
}

# A batch of volunteers lasts a week, and a key belongs to one person: whoever comes next starts with an empty home.
hand_over() {
    person="$(reporter $COMMITTEE "$date")"
    home="$dir/home"
    if [ -e "$home" ] && [ "$(cat "$home.person")" != "$person" ]; then
        mv "$home" "$home.$(cat "$home.person").$(date +%s)"
    fi
    echo "$person" >"$home.person"
}

up() {
    need_programs
    date="$(business_date)"
    mkdir -p "$dir"
    exec 8>"$dir/.lock"
    flock 8
    open_database
    hand_over
    make_home "$home" $COMMITTEE
    write_settings
    start_daemon
    point_home "$home"
    print_next
}

print_next() {
    daybook="$(short "$bin/daybook") --home $(short "$home")"
    report="$(short "$dir")/report.yaml"
    cat <<NEXT
daybookd serves at $endpoint; its log is $(short "$dir")/daybookd.log. Night of $date. Try next:

  $daybook template --committee $COMMITTEE > $report      # then fill it in
  $daybook submit $report
  $(short "$bin/daybook-office") -d '$office_url' night

\`make down\` stops it.
NEXT
}

down() { # [--remove]
    [ -d "$dir" ] || return 0
    exec 8>"$dir/.lock"
    flock 8
    stop_daemon
    "$cluster" stop "$dir" "$@" 8>&-
    [ "${1:-}" != --remove ] || rm -rf "$dir"
}

case "$*" in
    up)                      up ;;
    down | 'down --remove')  shift; down "$@" ;;
    dir)                     echo "$dir" ;;
    url)                     url office ;;
    *)                       sed -n '4,6s/^# *//p' "$0" >&2; exit 64 ;;
esac
