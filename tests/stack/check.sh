#!/bin/bash
# check: run test programs and count.
#
#   check.sh PROGRAM...   as many at a time as there are processors, at most four, or $DBK_JOBS; what a failing one said
#                         follows its line; the last line is `N passed, N failed`
#
# A program that ends with a line `suite: N passed, N failed` counts with these numbers, any other as one. A program
# that fails counts as one failure at least, whatever it said: it may have died before its last line. With KIND=valgrind
# programs that are not scripts run under valgrind; but for test_guard, because valgrind keeps the limit on descriptors
# to itself. Scripts lay out a business night, which ends at 04:00 in the zone of the nights: none is begun in its last
# minutes. The longest begin first, so that none is waited for alone.
set -uo pipefail

readonly PATIENCE_S=1500
readonly LAST_S=180
readonly LONGEST=(flow campaign floods)
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}"

jobs="${DBK_JOBS:-$(nproc)}"
[ -n "${DBK_JOBS:-}" ] || [ "$jobs" -le 4 ] || jobs=4
passed=0 failed=0
declare -A program_of=() began_of=()    # of what runs, by process id
folder="$(mktemp -d /tmp/dbk-check-XXXXXX)"

leave() { # EXIT STATUS: whatever still runs is told, and waited for
    trap '' INT TERM HUP
    [ ${#program_of[@]} -eq 0 ] || kill -TERM "${!program_of[@]}" 2>/dev/null
    wait
    exit "$1"
}
trap 'rm -rf "$folder"' EXIT
trap 'leave 130' INT
trap 'leave 143' TERM HUP

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

begin() { # PROGRAM
    [[ "$1" != *.sh ]] || await_night
    # shellcheck disable=SC2046  # a command line
    timeout --foreground $PATIENCE_S $(under "$1") "$1" >"$folder/${1//\//_}" 2>&1 </dev/null &
    program_of[$!]="$1" began_of[$!]=$SECONDS
}

end() { # until one of those that run has ended: counted and told
    local pid status=0 good=0 bad=0 line program said

    wait -n -p pid "${!program_of[@]}" || status=$?
    program="${program_of[$pid]}" said="$folder/${program_of[$pid]//\//_}"
    line="$(grep -aoE '(^|: )[0-9]+ passed, [0-9]+ failed' "$said" | tail -n 1 | tr -dc '0-9 ')"
    if [ -n "$line" ]; then
        read -r good bad <<<"$line"
    elif [ $status -eq 0 ]; then
        good=1
    fi
    [ $status -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    printf '%-6s %4d passed %3d failed %4d s  %s\n' "$([ "$bad" -eq 0 ] && echo ok || echo FAILED)" "$good" "$bad" \
        $((SECONDS - began_of[$pid])) "$program"
    [ "$bad" -eq 0 ] || { [ $status -eq 0 ] || echo "       exit status $status"; sed 's/^/       /' "$said"; }
    unset "program_of[$pid]" "began_of[$pid]"
}

in_order() { # PROGRAM...: the longest first
    local name program

    for name in "${LONGEST[@]}"; do
        for program; do [[ "$program" != tests/$name/run.sh ]] || echo "$program"; done
    done
    for program; do
        [[ " ${LONGEST[*]/%//run.sh} " == *" ${program#tests/} "* ]] || echo "$program"
    done
}

mapfile -t programs < <(in_order "$@")
for program in "${programs[@]}"; do
    [ ${#program_of[@]} -lt "$jobs" ] || end
    begin "$program"
done
while [ ${#program_of[@]} -gt 0 ]; do end; done
echo "in $SECONDS s, $jobs at a time"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
