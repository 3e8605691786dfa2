#!/bin/sh
#
# lay: put a template of the sample night on the calendar.
#
#   lay.sh DATE < template > file
#
# DATE is the business date, YYYY-MM-DD. Every placeholder @N@, @+N@ or @-N@ becomes the date N days after or before
# it; all else passes through unchanged, @ID@ too. Whether the result is a good roster or report is daybook's to say.

set -eu

fail()
{
    echo "lay.sh: $1" >&2
    exit 64
}

[ $# -eq 1 ] || fail "usage: lay.sh YYYY-MM-DD < template > file"
case $1 in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
    *) fail "not a date as YYYY-MM-DD: $1" ;;
esac
noon=$(date -u -d "$1 12:00" +%s 2>/dev/null) || fail "no such day: $1"

# Seconds since 1970 rather than "DATE +N days": date(1) may take a sign after a time for a zone.
exec awk -v noon="$noon" '
function laid(days,    command)
{
    if (!(days in day)) {
        command = sprintf("date -u -d @%.0f +%%Y-%%m-%%d", noon + days * 86400)
        command | getline day[days]
        close(command)
    }
    return day[days]
}
{
    rest = $0
    line = ""
    while (match(rest, /@[-+]?[0-9]+@/)) {
        line = line substr(rest, 1, RSTART - 1) laid(substr(rest, RSTART + 1, RLENGTH - 2) + 0)
        rest = substr(rest, RSTART + RLENGTH)
    }
    print line rest
}'
