#!/bin/bash
# The office's views over whole campaigns: what they say is counted again from the sealed records.
#
#   run.sh              21 nights of 53 committees, then small random ones; last line "campaign: N passed, N failed"
#   run.sh --times      only the large one, and how long each view takes over all of it (tests/bench/views.py)
#
# DBK_CAMPAIGNS says how many random campaigns (default 8), DBK_SEED the first seed (default 1).
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cd "$root" || exit 1
state="$(mktemp -d)"
passed=0 failed=0
trap 'tests/harness/cluster.sh stop "$state" --remove; rm -rf "$state"' EXIT
trap 'exit 130' INT TERM HUP

protoc --proto_path=proto --python_out="$state" proto/daybook.proto || exit 1
export PYTHONPATH="$state:$root/tests/flow" PYTHONDONTWRITEBYTECODE=1
tests/harness/cluster.sh start "$state" --fast || exit 1
url="$(tests/harness/cluster.sh url "$state")"
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
sql/migrate.sh "$url" >/dev/null || exit 1

# A campaign of its own database, made from the migrated one.
lay() { # name, arguments of generate.py
    sql -d "$url dbname=postgres" -c "CREATE DATABASE $1 TEMPLATE daybook" \
        -c "ALTER DATABASE $1 SET daybook.zone = 'Asia/Shanghai'" &&
        /usr/bin/python3 "$here/generate.py" "${@:2}" | sql -d "$url dbname=$1" >/dev/null
}

# name, what is expected of the recount: 0 all equal, 1 it finds a difference
recount() {
    local said status=0
    said="$(/usr/bin/python3 "$here/recount.py" "$url dbname=$1" 2>&1)" || status=1
    passed=$((passed + $(sed -n 's/^recount: \([0-9]*\) passed.*/\1/p' <<<"$said" | grep . || echo 0)))
    if [ $status -ne "$2" ]; then
        failed=$((failed + 1))
        printf 'FAILED campaign %s\n%s\n' "$1" "$said"
    fi
}

# name, seed, what is expected: briefs of random nights are counted again, and so is what is told of them later
briefs() {
    local said status=0
    said="$(/usr/bin/python3 "$here/briefs.py" "$url dbname=$1" "$2" 2>&1)" || status=1
    passed=$((passed + $(sed -n 's/^briefs: \([0-9]*\) passed.*/\1/p' <<<"$said" | grep . || echo 0)))
    if [ $status -ne "$3" ]; then
        failed=$((failed + 1))
        printf 'FAILED briefs of campaign %s\n%s\n' "$1" "$said"
    fi
}

lay large "${DBK_SEED:-1}" || exit 1
if [ "${1:-}" = --times ]; then
    tests/bench/views.py "$url dbname=large"
    exit
fi
recount large 0
briefs large "${DBK_SEED:-1}" 0

for seed in $(seq "${DBK_SEED:-1}" $((${DBK_SEED:-1} + ${DBK_CAMPAIGNS:-8} - 1))); do
    lay "small_$seed" "$seed" --nights $((5 + seed % 12)) --committees $((4 + seed % 9)) || exit 1
    recount "small_$seed" 0
    [ "$seed" -gt $((${DBK_SEED:-1} + 1)) ] || briefs "small_$seed" "$seed" 0
done

# The recount sees what it is there to see: one figure that is not what was sealed.
lay wrong 7 --nights 6 --committees 5 || exit 1
sql -d "$url dbname=wrong" -c "UPDATE daybook.nightly_report SET figures[32] = coalesce(figures[32], 0) + 1
    WHERE (committee_id, record_id) IN (SELECT committee_id, record_id FROM daybook.roster_night
    WHERE record_id IS NOT NULL ORDER BY 1, 2 LIMIT 1)"
recount wrong 1
sql -d "$url dbname=wrong" -c "UPDATE daybook.nightly_report SET figures[32] = coalesce(figures[32], 0) + 1"
briefs wrong 7 1
printf 'campaign: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
