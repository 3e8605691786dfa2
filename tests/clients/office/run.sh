#!/bin/bash
# The office's program against a real server: what it shows, in all formats and languages; what it changes; who may.
#
#   tests/clients/office/run.sh    last line "office: N passed, N failed", exit 1 unless all passed
#
# The program is that of build/$KIND (default debug), or of $DBK_BUILD. With KIND=valgrind it runs under valgrind.
set -u
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
KIND="${KIND:-debug}"
program="${DBK_BUILD:-$root/build/$KIND}/daybook-office"
[ -x "$program" ] || { echo "run.sh: $program is not built: make KIND=$KIND" >&2; exit 1; }
cluster="$root/tests/harness/cluster.sh"

# What the caller has set must not send these tests to a real database, nor change their language.
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS
unset PGTZ PGDATESTYLE PGAPPNAME PGCONNECT_TIMEOUT
unset LANGUAGE LC_ALL LC_MESSAGES DAYBOOK_LOCALEDIR
export LANG=C.UTF-8 COLUMNS=80 PERL_BADLANG=0

state="$(mktemp -d)"
passed=0 failed=0
trap '"$cluster" stop "$state" --remove; rm -rf "$state"' EXIT
trap 'exit 130' INT TERM HUP

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n  found  %s\n  wanted %s\n' "$1" "$2" "$3"; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1" "$2" "$3"; fi; }                 # name, found, wanted
has() { case $2 in *"$3"*) ok ;; *) bad "$1" "$2" "... $3 ..." ;; esac; }           # name, found, part of it
lacks() { case $2 in *"$3"*) bad "$1" "$2" "without $3" ;; *) ok ;; esac; }

under() {
    if [ "$KIND" = valgrind ]; then
        valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "$@"
    else
        "$@"
    fi
}
office() { under "$program" -d "$url user=office_sample" "$@" 2>&1; }
office_as() { under "$program" -d "$url user=$1" "${@:2}" 2>&1; }
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$url" "$@"; }
status_of() { "$@" > /dev/null; echo $?; }
# The value of a Python expression over the JSON `j` that a verb prints.
json() { office --format json "${@:2}" | python3 -c "import json, sys; j = json.load(sys.stdin); print(($1))"; }

# The same over what it prints as CSV: `rows`, and `raw`. What stands in a workbook: book FILE EXPRESSION (book.py).
csv_facts() {
    office --format csv "${@:2}" > "$state/out.csv"
    python3 -c "
import csv, io, sys
raw = open('$state/out.csv', 'rb').read()
rows = list(csv.DictReader(io.StringIO(raw.decode('utf-8-sig'), newline='')))
print(($1))"
}
book() { python3 "$here/book.py" "$state/$1" "$2" 2>&1; }

"$cluster" start "$state" --fast && url="$("$cluster" url "$state")" \
    && "$root/sql/migrate.sh" "$url" > /dev/null || exit 1
sql -c 'CREATE ROLE office_sample LOGIN IN ROLE daybook_office' -c 'CREATE ROLE stranger LOGIN' \
    -c 'CREATE ROLE nurse_sample LOGIN IN ROLE daybook_health' || exit 1

# Each part runs alone: what it finds in the database, the parts of its line "# needs:" leave there, which run before it.
run_part() {
    local part
    case " $done_parts " in *" $1 "*) return ;; esac
    for part in $(sed -n 's/^# needs: //p' "$here/$1.sh"); do run_part "$part"; done
    done_parts="$done_parts $1"
    # shellcheck source=/dev/null
    . "$here/$1.sh"
}

done_parts=''
for part in ${PARTS:-roster pages formats acts invite rights usage export render pager brief places verbs kinds proxy hole tonight widths at_once languages}; do run_part "$part"; done
printf 'office: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
