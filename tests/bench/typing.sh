#!/bin/bash
# typing: how long a prefilled report takes to type, estimated from the keys of a real run.
#
#   tests/bench/typing.sh     needs build/release (or $DBK_BUILD) and tmux; prints five lines, exit 1 above 8 minutes
#   K=0.20 M=1.35 PINYIN=4 tests/bench/typing.sh      for another typist, or another input method
#
# A person fills 12 figures, the situation, 2 typical cases and 1 observation of tests/sample/night/07.yaml into the form,
# behind three nights that were reported, and seals it; the run counts only when the report is delivered.
# The estimate is that of the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23, 1980, pages
# 396-410): K, a key of an average typist who is no secretary, 0.28 s; M, a thought before a field or a command, 1.35 s. A
# Chinese character is taken for 3 keys, its choice included. It is an estimate of typing alone: what to write, and where a
# number stands on paper, is not in it.
set -u
: "${DBK_BUILD:=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)/build/release}"
: "${K:=0.28}" "${M:=1.35}" "${PINYIN:=3}"
export DBK_BUILD
here="$(CDPATH='' cd -- "$(dirname -- "$0")/../stack" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
readonly COMMITTEE=7 LIMIT_MIN=8
need_programs
dir="$(mktemp -d /tmp/dbk-typing-XXXXXX)"
home="$dir/home"
# shellcheck source=tests/clients/secretary/terminal.sh
. "$root/tests/clients/secretary/terminal.sh"

date="$(business_date)"
day() { date -u -d "@$(($(date -u -d "$date 12:00" +%s) + $1 * 86400))" +%F; }
open_database >"$dir/open.log" 2>&1 || { cat "$dir/open.log"; exit 1; }
make_home "$home" $COMMITTEE
write_settings
start_daemon
point_home "$home"
for n in 3 2 1; do
    lay "$(day -$n)" night/07.yaml | sed '/^observations:/,$d' >"$dir/$n.yaml"
    daybook --lang en submit "$dir/$n.yaml" >/dev/null
done

# ---------------------------------------------------------------- a person, and what it costs

keys=0 thoughts=0 screens=0 characters=0
think() { thoughts=$((thoughts + 1)); }
key() { press "$@"; keys=$((keys + $#)); }                       # each is one key, F5 as well as Enter
digits() { write "$1"; keys=$((keys + ${#1})); }
chinese() { # TEXT: by Pinyin; what is no Chinese character is a key
    local ascii="${1//[^ -~]/}"
    write "$1"
    characters=$((characters + ${#1} - ${#ascii}))
    keys=$((keys + PINYIN * (${#1} - ${#ascii}) + ${#ascii}))
}
figure() { think; digits "$1"; key "$2"; }
line() { think; chinese "$1"; key Enter; }                       # a field of one line
shows() { await "$1" "$1" || exit 1; screens=$((screens + 1)); }
narrative() { # TEXT: on a screen of its own
    think; key Enter
    shows '要求'
    chinese "$1"
    await 'all of it' "已写 ${#1} 字" || exit 1
    key F2
}
choice() { think; digits "$1"; key Enter; }
entry() { think; key F3; shows '加什么'; digits "$1"; key Enter; await 'a card' "$2" || exit 1; }

# The nth text of a key in the sample.
of() { # KEY [N]
    lay "$date" night/07.yaml | awk -v key="$1" -v n="${2:-1}" '
        wanted { sub(/^ +/, ""); print; exit }
        { line = $0; sub(/^[ -]*/, "", line) }
        index(line, key ":") == 1 && ++seen == n {
            sub(/^[^:]*: */, "", line)
            if (line == "|") { wanted = 1; next }
            print line
            exit
        }'
}

open_screen zh fill $COMMITTEE "$date"
shows '还要手填 12 项'
for value in 10 1 1 0 1540 0 2 1 0; do figure $value F6; done
figure '=' Enter; figure 6 Enter; figure 28 F6
narrative "$(of situation)"
for n in 1 2; do
    entry 1 "典型案例 $n"
    line "$(of title $n)"
    choice $n
    line "$(of place $n)"
    narrative "$(of story $n)"
    narrative "$(of result $n)"
    think; digits y
done
entry 2 '工作体会 1'
choice 2; choice 7
key Enter; key Enter                                             # neither a risk nor a place
narrative "$(of text)"
think; digits y
think; key F5; shows '全部检查通过'
think; key F5
await 'delivered' '已送达' || exit 1

awk -v k="$K" -v m="$M" -v pinyin="$PINYIN" -v keys=$keys -v thoughts=$thoughts -v screens=$screens \
    -v characters=$characters -v limit=$LIMIT_MIN 'BEGIN {
    minutes = (keys * k + thoughts * m) / 60
    printf "keys                %6d       of them %d for %d Chinese characters\n", keys, pinyin * characters, characters
    printf "thoughts            %6d       before a field or a command\n", thoughts
    printf "screens             %6d       the form, its questions, long texts and the review\n", screens
    printf "typing, estimated   %6.1f min   (limit %d)\n", minutes, limit
    printf "of it the form      %6.1f min   all keys and thoughts but those of the Chinese characters\n",
           minutes - pinyin * characters * k / 60
    exit minutes > limit
}'
