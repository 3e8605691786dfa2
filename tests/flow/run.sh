#!/bin/sh
#
# run: the flow tests, real programs against a real PostgreSQL.
#
#   run.sh [WORD ...]      all, or those in whose name one of the words stands, e.g. run.sh test_promise kill
#
# The programs are those of build/$KIND (default debug), or of $DBK_BUILD. For KIND=valgrind the daemon runs under
# valgrind, and every wait is longer. Nothing of it stays behind, whichever way it ends.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
KIND=${KIND:-debug}
DBK_BUILD=${DBK_BUILD:-$root/build/$KIND}
if [ "$KIND" = valgrind ]; then
    : "${DBK_WRAP:=valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite}"
    : "${DBK_PATIENCE:=6}"
    export DBK_WRAP DBK_PATIENCE
fi
for program in daybookd daybook; do
    [ -x "$DBK_BUILD/$program" ] || { echo "run.sh: $DBK_BUILD/$program is not built: make KIND=$KIND" >&2; exit 1; }
done

DBK_CLUSTER=$(mktemp -d /tmp/dbkflow-XXXXXX)
python=
cleanup()
{
    [ -z "$python" ] || kill -TERM "$python" 2>/dev/null || true
    [ -z "$python" ] || wait "$python" 2>/dev/null || true
    "$root/tests/harness/cluster.sh" stop "$DBK_CLUSTER" --remove || true
    rm -rf "$DBK_CLUSTER"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

generated=$DBK_BUILD/tests/flow
"$root/tests/harness/messages.sh" "$generated"

export DBK_BUILD DBK_CLUSTER PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$generated:$here:$root/tests/faults"
/usr/bin/python3 "$here/run_tests.py" "$@" &
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
