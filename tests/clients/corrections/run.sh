#!/bin/bash
# Corrections and conflicts, with the real program in a real terminal (tmux) against a real daemon: another laptop has sent
# the report, the office returns one, a field is emptied, the network goes and comes; in both languages.
#
#   tests/clients/corrections/run.sh          last line "corrections: N passed, N failed", exit 1 unless all passed
#
# Names are those of the sample roster. A laptop is a HOME with a key of its own.
set -u
here="$(CDPATH='' cd -- "$(dirname -- "$0")/../../stack" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
need_programs
dir="$(mktemp -d /tmp/dbk-corrections-XXXXXX)"
home="$dir/none"
# shellcheck source=tests/clients/secretary/terminal.sh
. "$root/tests/clients/secretary/terminal.sh"

date="$(business_date)"
open_database >"$dir/open.log" 2>&1 || { cat "$dir/open.log"; fail "no database"; }
write_settings
start_daemon

laptop() { # NAME COMMITTEE: from now on it is this one's turn
    home="$dir/$1"
    make_home "$home" "$2"
    point_home "$home"
}

# A report of COMMITTEE as a file; further arguments are sed's.
report() { # COMMITTEE FILE [SED...]
    local committee="$1" file="$2"
    shift 2
    lay "$date" "night/$(printf %02d "$committee").yaml" | sed -E "$@" -e '' >"$file"
}
calls() { # COMMITTEE: how many the office sees; "" when not filled
    admin_sql "SELECT value FROM office.report_figure WHERE committee_id = $1 AND report_date = '$date' AND code = 'hotline_count'"
}
revision() { admin_sql "SELECT max(revision) FROM daybook.record WHERE committee_id = $1 AND kind = 1"; }

# COMMITTEE's report delivered from one laptop, and another one sealed and refused on a second: `theirs` and `mine` say
# how many telephone calls.
conflict() { # COMMITTEE
    report "$1" "$dir/theirs-$1.yaml" -e 's/^(  hotline_count:).*/\1 41/'
    report "$1" "$dir/mine-$1.yaml" -e 's/^(  hotline_count:).*/\1 57/'
    laptop "theirs-$1" "$1"
    has 'theirs is delivered' "$(daybook --lang en submit "$dir/theirs-$1.yaml")" 'delivered'
    laptop "mine-$1" "$1"
    said="$(daybook --lang en submit "$dir/mine-$1.yaml")"
    has 'mine is in conflict' "$said" 'another report stands for that night: revision 1, sent by'
}

# ---------------------------------------------------------------- a conflict: the difference, then theirs

conflict 7
has 'start says so' "$(daybook --lang zh)" '已有另一份报告'
said="$(daybook --lang en correct --difference 7 "$date" </dev/null)"
has 'the difference without a screen' "$said" 'What stands there -> what you have sealed (1):'
has 'field by field' "$said" ': 41 -> 57'
has 'in Chinese' "$(daybook --lang zh correct --difference 7 "$date" </dev/null)" '服务器上那份 -> 您封存的这份（1 处不同）'
is 'nobody to choose' "$(daybook --lang en correct --file "$dir/mine-7.yaml" 7 "$date" </dev/null >/dev/null; echo $?)" 65

for lang in zh en; do
    open_screen $lang correct 7 "$date"
    case $lang in zh) question='以后再定' difference='41 -> 57' ;; en) question='decide later' difference='41 -> 57' ;; esac
    await 'three choices' "$question"
    write 3; press Enter
    await 'the difference, on a page of its own' "$difference"
    case $lang in zh) has 'who sent it' "$(seen)" '发送' ;; en) has 'who sent it' "$(seen)" 'sent by' ;; esac
    press Escape
    await 'the question again' "$question"
    press Enter
    await 'later' 'EXIT=0'
done
is 'nothing was decided' "$(daybook outbox --json | grep -c '"state": "conflict"')" 1

open_screen zh correct 7 "$date"
await 'three choices' '以后再定'
write 1; press Enter
await 'theirs stands' 'EXIT=0'
has 'mine is set aside' "$(seen)" 'refused/'
is 'nothing waits' "$(daybook outbox --json | grep -c '"state": "conflict"')" 0
is 'theirs stands' "$(calls 7)" 41
is 'one revision' "$(revision 7)" 1

# ---------------------------------------------------------------- a conflict: mine, as a correction

conflict 8
open_screen en correct 8 "$date"
await 'three choices' 'decide later'
write 2; press Enter
await 'what it changes is shown first' 'What the correction changes (1):'
await 'and it is asked' 'Seal the correction and send it?'
write n; press Enter
await 'nothing was sealed: the question again' 'nothing was sealed'
is 'theirs still stands' "$(calls 8)" 41
write 2; press Enter
write y; press Enter
await 'delivered' 'EXIT=0'
has 'as revision 2' "$(seen)" 'revision 2'
is 'mine stands' "$(calls 8)" 57
is 'two revisions' "$(revision 8)" 2
is 'nothing waits' "$(daybook outbox --json | grep -c '"state": "conflict"')" 0

# ---------------------------------------------------------------- another laptop corrects what stands

laptop fresh 8
open_screen en correct 8 "$date"
await 'what stands is opened' 'correction:'
go_to 'calls answered'
has 'it is as sealed elsewhere' "$(seen)" '57'
number 61
press F5
await 'the difference' '57 -> 61'
is 'asked once whether to seal' "$(seen | grep -ciE 'seal .*\?')" 1
press Enter
await 'delivered' 'EXIT=0'
has 'it was said' "$(seen)" 'not sealed on this computer'
is 'revision 3' "$(revision 8)" 3
is 'the new number' "$(calls 8)" 61

# The laptop that sent revision 2 opens revision 3, and not its own.
laptop mine-8 8
open_screen zh correct 8 "$date"
await 'the form' '更正'
go_to '接听电话'
has 'the newest is opened' "$(seen)" '61'
press F10
await 'left' 'EXIT=0'
rm -f "$home"/drafts/*.yaml
is 'with the server away it is told' "$(stop_daemon; daybook --lang en correct --difference 9 "$date" </dev/null; echo $?)" \
   'daybook: nothing is sealed here that could be compared
66'
laptop fresh 9
has 'and why nothing can be opened' "$(daybook --lang en correct --file "$dir/mine-8.yaml" 9 "$date" </dev/null)" \
    'has not been sealed here, and the server cannot be asked'
start_daemon

# ---------------------------------------------------------------- returned by the office, an emptied field, the network cut

# What the screens of a language say; read by name.
# shellcheck disable=SC2034
declare -A zh=([correction]=更正 [calls]=接听电话 [seal]=封存并发送这份更正吗 [kept]=已封存并保存
    [delivered]=已送达 [second]='第 2 版' [returned]=办公室退回)
# shellcheck disable=SC2034
declare -A en=([correction]='correction:' [calls]='calls answered' [seal]='Seal the correction and send it'
    [kept]='sealed and saved' [delivered]='delivered:' [second]='revision 2' [returned]='returned by the office')

returned_and_corrected() { # LANG COMMITTEE
    local lang="$1" committee="$2" until
    local -n says="$1"
    laptop "returned-$lang" "$committee"
    report "$committee" "$dir/returned-$lang.yaml" -e 's/^(  hotline_count:).*/\1 12/'
    has 'delivered' "$(daybook --lang "$lang" submit "$dir/returned-$lang.yaml")" "${says[delivered]}"
    office return "$committee" "$date" --reason '热线数字请核对' >"$dir/returned" 2>&1 || bad 'return' "$(cat "$dir/returned")"
    until="$((SECONDS + PATIENCE_S))"
    until daybook --lang "$lang" | grep -q '热线数字请核对' || [ $SECONDS -ge "$until" ]; do sleep 0.1; done
    has 'the reason at the next start' "$(daybook --lang "$lang")" "${says[returned]}"
    has 'the reason at the next start' "$(daybook --lang "$lang")" '热线数字请核对'
    has 'and what to do' "$(daybook --lang "$lang")" "daybook correct $committee"
    open_screen "$lang" correct "$committee" "$date"
    await 'the form' "${says[correction]}"
    go_to "${says[calls]}"; press BSpace; press BSpace; press Down
    stop_daemon
    press F5
    await 'the difference' "${says[calls]}: 12 -> "
    await 'the emptied field is asked about' '[y/N]'
    write n; press Enter
    await 'not meant so' 'EXIT=65'
    has 'the reason is told with the form' "$(seen)" "${says[returned]}"
    is 'nothing is sealed' "$(daybook outbox --json | grep -c '"state": "waiting"')" 0
    open_screen "$lang" correct "$committee" "$date"
    await 'what was typed is there' "${says[correction]}"
    press F5
    await 'asked again' '[y/N]'
    write y; press Enter
    await 'sealed?' "${says[seal]}"
    press Enter
    await 'kept' "${says[kept]}"
    await 'and not delivered' 'EXIT=7'
    lacks 'never said to be' "$(seen)" "${says[delivered]}"
    start_daemon
    point_home "$home"
    open_screen "$lang" flush
    await 'delivered when the line is back' "${says[second]}"
    has 'with its receipt' "$(daybook --lang "$lang" show "$committee" "$date")" "${says[second]}"
    is 'the field is empty' "$(calls "$committee")" ''
    lacks 'it is returned no more' "$(daybook --lang "$lang")" '热线数字请核对'
}
returned_and_corrected zh 10
returned_and_corrected en 11

printf 'corrections: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
