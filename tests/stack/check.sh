#!/bin/bash
# check: run test programs and count.
#
#   check.sh PROGRAM...   each in turn; what a failing one said follows its line; the last line is `N passed, N failed`
#
# A program that ends with a line `suite: N passed, N failed` counts with these numbers, any other as one. A program
# that fails counts as one failure at least, whatever it said: it may have died before its last line. With KIND=valgrind
# programs that are not scripts run under valgrind; but for test_guard, because valgrind keeps the limit on descriptors
# to itself. Scripts lay out a business night, which ends at 04:00 in the zone of the nights: none is begun in its last
# minutes.
set -uo pipefail

readonly PATIENCE_S=1500
readonly LAST_S=180
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}"

passed=0 failed=0
said="$(mktemp /tmp/dbk-check-XXXXXX)"
trap 'rm -f "$said"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

under() { # PROGRAM: what it runs under
    if [ "${KIND:-}" = valgrind ] && [[ "$1" != *.sh && "$1" != */test_guard ]]; then
        echo valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
    fi
}

await_night() { # until a night is there that does not end soon
    local left=$((86400 - ($(date +%s) + 4 * 3600) % 86400))    # 04:00 in Shanghai is 20:00 UTC, the whole year

    if [ $left -le $LAST_S ]; then
        echo "the business night ends in $left s: the next suite waits for it"
        sleep $((left + 1))
    fi
}

run_one() { # PROGRAM
    local status=0 began good=0 bad=0 line

    [[ "$1" != *.sh ]] || await_night
    began=$SECONDS
    # shellcheck disable=SC2046  # a command line
    timeout --foreground $PATIENCE_S $(under "$1") "$1" >"$said" 2>&1 </dev/null || status=$?
    line="$(grep -aoE '(^|: )[0-9]+ passed, [0-9]+ failed' "$said" | tail -n 1 | tr -dc '0-9 ')"
    if [ -n "$line" ]; then
        read -r good bad <<<"$line"
    elif [ $status -eq 0 ]; then
        good=1
    fi
    [ $status -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    printf '%-6s %4d passed %3d failed %4d s  %s\n' "$([ "$bad" -eq 0 ] && echo ok || echo FAILED)" "$good" "$bad" $((SECONDS - began)) "$1"
    [ "$bad" -eq 0 ] || { [ $status -eq 0 ] || echo "       exit status $status"; sed 's/^/       /' "$said"; }
}

for program; do
    run_one "$program"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
