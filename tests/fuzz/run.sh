#!/bin/bash
# run: the fuzzing targets of tests/fuzz.
#
#   run.sh                    replay the seeds, whole and damaged; the last line is `fuzz: N passed, N failed`
#   run.sh SECONDS [NAME...]  fuzz each for so long, from the seeds; a line of executions, speed and findings for each
#
# With SECONDS new inputs are kept in build/fuzz/corpus, and what breaks a promise in build/fuzz/findings.
set -uo pipefail

here="$(cd "$(dirname -- "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cd "$root" || exit 1
passed=0 failed=0

names() { # the targets
    local source
    for source in "$here"/fuzz_*.c; do
        source="${source##*/fuzz_}"
        echo "${source%.c}"
    done
}

count() { # STATUS
    if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

replay() { # NAME
    local status=0
    "${DBK_BUILD:-build/debug}/tests/fuzz/fuzz_$1" "$here/corpus/$1" 2>"$said" || status=$?
    [ $status -eq 0 ] || { echo "$1: exit status $status"; tail -n 40 "$said"; }
    count $status
}

statistic() { # NAME
    sed -n "s/^stat::$1: *//p" "$said"
}

fuzz() { # NAME
    local status=0 found="build/fuzz/findings/$1"
    mkdir -p "build/fuzz/corpus/$1" "$found"
    # The daemon's own log goes to standard error, which is closed; libFuzzer keeps its own.
    "build/fuzz/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -close_fd_mask=2 \
        -artifact_prefix="$found/" "build/fuzz/corpus/$1" "$here/corpus/$1" >"$said" 2>&1 || status=$?
    printf '%-10s %12s executions %9s a second %6s MB  %s\n' "$1" "$(statistic number_of_executed_units)" \
        "$(statistic average_exec_per_sec)" "$(statistic peak_rss_mb)" \
        "$([ $status -eq 0 ] && echo 'nothing found' || echo "FOUND, see $found")"
    [ $status -eq 0 ] || grep -aE 'does not hold|ERROR:|SUMMARY:|runtime error' "$said"
    count $status
}

said="$(mktemp /tmp/dbk-fuzz-XXXXXX)"
trap 'rm -f "$said"' EXIT

if [ $# -eq 0 ]; then
    for name in $(names); do replay "$name"; done
else
    seconds="$1"
    shift
    [ $# -gt 0 ] || read -r -d '' -a all < <(names)
    for name in "${@:-${all[@]}}"; do fuzz "$name"; done
fi
echo "fuzz: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
