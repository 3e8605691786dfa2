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

# The other records of a day, on a campaign that is there.
lay_kinds() { # name, seed
    sql -d "$url dbname=$1" -v seed="$2" -f "$here/kinds.sql" >/dev/null
}

# name, what is expected of the recount: 0 all equal, 1 it finds a difference; which one
recount() {
    local said status=0
    said="$(/usr/bin/python3 "$here/${3:-recount.py}" "$url dbname=$1" 2>&1)" || status=1
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
    lay_kinds large 1 || exit 1
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

# The same of the other kinds of record.
for seed in 1 2 3; do
    lay "kinds_$seed" "$seed" --nights $((24 - 7 * seed)) --committees $((70 - 17 * seed)) &&
        lay_kinds "kinds_$seed" "$seed" || exit 1
    recount "kinds_$seed" 0 recount_kinds.py
    recount "kinds_$seed" 0 recount_rest.py
done
# And it sees what is there to see: a view that takes everybody for reported.
sql -d "$url dbname=kinds_3" -c "CREATE OR REPLACE VIEW daybook.health_due AS
    SELECT DISTINCT n.report_date, p.committee_id, p.person_id, true AS named FROM daybook.night n
      JOIN daybook.posting p ON n.report_date BETWEEN p.valid_from AND p.valid_to"
recount kinds_3 1 recount_kinds.py
sql -d "$url dbname=kinds_3" -c "UPDATE daybook.supply_movement SET quantity = quantity + 1 WHERE source = 2;
    CREATE OR REPLACE VIEW daybook.supply_standing AS SELECT s.committee_id, s.report_date, s.kind, s.part, n.item, n.unit,
    n.position FROM office.standing s JOIN daybook.supply_need n ON n.committee_id = s.committee_id AND n.record_id = s.record_id
    WHERE n.position = 1"
recount kinds_3 1 recount_rest.py
printf 'campaign: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
