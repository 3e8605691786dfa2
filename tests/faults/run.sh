#!/bin/sh
#
# run: faults against real programs and a real PostgreSQL, and the three ledgers compared after each.
#
#   run.sh                    one run of every kind of fault: what `make check` does
#   run.sh --runs N ...       random ones; the options are faults.py's
#   run.sh restore            a restore from backups instead: restore.py
#
# The programs are those of build/$KIND (default debug), or of $DBK_BUILD. Nothing of it stays behind, whichever way it ends,
# but the logs of a run that failed, in the build's folder.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
KIND=${KIND:-debug}
DBK_BUILD=${DBK_BUILD:-$root/build/$KIND}
if [ "$KIND" = valgrind ]; then
    # Under valgrind a daemon takes longer than the faults last, and the memory that it looks at is the flow tests' as well.
    echo "not under valgrind: 0 passed, 0 failed"
    exit 0
fi
for file in daybookd daybook tests/faults/preload.so; do
    [ -e "$DBK_BUILD/$file" ] || { echo "run.sh: $DBK_BUILD/$file is not built: make KIND=$KIND" >&2; exit 1; }
done

generated=$DBK_BUILD/tests/flow
"$root/tests/harness/messages.sh" "$generated"

export DBK_BUILD DBK_PRELOAD="$DBK_BUILD/tests/faults/preload.so" DBK_CLUSTER=/nonexistent
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$generated:$root/tests/flow:$here"
case ${1:-} in
    '')      exec /usr/bin/python3 "$here/faults.py" --each ;;
    restore) exec /usr/bin/python3 "$here/restore.py" ;;
    *)       exec /usr/bin/python3 "$here/faults.py" "$@" ;;
esac
