#!/bin/bash
# crowd: one client of the demo's crowd, in a process of its own, so that 53 of them are at it at once.
#
#   crowd.sh DEED NN          what the client at the home of committee NN does; DEED is a function below
#
# What its terminal showed goes to out/DEED/NN.txt, its exit status and the milliseconds it took to out/DEED/NN. The
# demo starts it in its folder, and exports dir, date and office_url. What people answer, sample people answer here.
set -euo pipefail

here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
: "${dir:?}" "${date:?}" "${office_url:?}"
readonly PATIENCE_S=60
# Without a trap a shell goes on when what it waited for ended well though both were interrupted.
trap 'exit 130' INT
trap 'exit 143' TERM HUP
deed="$1" nn="$2" committee=$((10#$2))

daybook() {
    printf '$ daybook --home homes/%s %s\n' "$nn" "$*"
    timeout --foreground $PATIENCE_S "$bin/daybook" --home "homes/$nn" "$@"
}

# More than the longest list of a committee: what is left over nobody asks for.
for_everybody() { # ANSWERS OF ONE
    # shellcheck disable=SC2059  # a format, for its line ends
    for _ in 1 2 3 4 5 6; do printf "$1"; done
}

enrol() {
    local person
    person="$(person_of "$committee")"
    printf '$ daybook-office invite %s\n' "$person"
    daybook enrol "$(office invite "$person")"
}

# Who stands at two gates is called at the second one for the day shift.
rollcall() {
    {
        case $nn in
            09) printf '2\n08:15\n36.4\n路上堵车\n' ;;
            23) printf '8\n电话无人接听\n' ;;
            31) printf '3\n事假\n' ;;
        esac
        for_everybody '1\n07:40\n36.5\n\n'
    } | daybook rollcall --part "$(shift_of "$committee")" "$committee" "$date"
}

report() {
    daybook submit "reports/$nn.yaml"
}

# A branch's secretary, for each committee of the branch.
health() {
    local each
    for each in $(committees_of "$committee"); do
        {
            [ "$each" != 16 ] || printf '3\n37.6\n发热 干咳\nno\n在家休息\n'
            for_everybody '1\n36.6\nnone\n\n\n'
        } | daybook health "$each" "$date"
    done
}

bulletin() {
    daybook bulletins "$(cat "bulletin")"
}

began="$(now_ms)" got=0
"$deed" >"out/$deed/$nn.txt" 2>&1 || got=$?
echo "$nn $got $(($(now_ms) - began))" >"out/$deed/$nn"
