#!/bin/bash
# The schema against a real server of its own: migrations, catalogue rules, limits, roster, views, acts, rights.
#
#   tests/sql/run.sh        every part; last line "sql: N passed, N failed", exit 1 unless all passed
#
# A part is a file that is read here and uses the words below. Parts run in this order on one database: `migrations`
# makes it, `roster` fills it, and the later ones look at that roster and at the rows of rows.sql.
set -u
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cd "$root" || exit 1

parts='embed migrations catalogue codes limits roster views acts enrolment presence rights queries orphans backup tap'
state="$(mktemp -d)"
passed=0 failed=0
trap 'tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
trap 'exit 130' INT TERM HUP
tests/harness/cluster.sh start "$state" --fast || exit 1
url="$(tests/harness/cluster.sh url "$state")"

# psql as the superuser, as a role, or on another database. Errors come with their SQLSTATE.
ask() { psql -X -q -At -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -v SHOW_CONTEXT=never -d "$1" "${@:2}" 2>&1; }
sql() { ask "$url" -c "$1"; }
as() { ask "$url user=$1" -c "$2"; }

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n  found  %s\n  wanted %s\n' "$1" "$2" "$3"; }

is() { if [ "$2" = "$3" ]; then ok; else bad "$1" "$2" "$3"; fi; }                # name, found, wanted
has() { case $2 in *"$3"*) ok ;; *) bad "$1" "$2" "... $3 ..." ;; esac; }          # name, found, part of it

for part in $parts; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done
printf 'sql: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
