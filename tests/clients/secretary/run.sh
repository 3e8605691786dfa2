#!/bin/bash
# The secretary's evening, with the real program in a real terminal (tmux) against a real daemon: fill in Chinese, break
# rules, be warned, be killed, seal with the server away, deliver later, correct; the screens in both languages.
#
#   tests/clients/secretary/run.sh            last line "evening: N passed, N failed", exit 1 unless all passed
#   tests/clients/secretary/run.sh --accept   keep the screens as they are now, to be looked at and committed
#
# The screens of screens/LANG-NAME.txt are compared without dates and times. Names are those of the sample roster.
set -u
here="$(CDPATH='' cd -- "$(dirname -- "$0")/../../stack" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
screens="$root/tests/clients/secretary/screens"
accept="${1:-}"
readonly COMMITTEE=7
need_programs
dir="$(mktemp -d /tmp/dbk-evening-XXXXXX)"
home="$dir/home"
# shellcheck source=tests/clients/secretary/terminal.sh
. "$root/tests/clients/secretary/terminal.sh"

field() { sed -n "s/^ *$1: *//p" "$home/drafts/$COMMITTEE-${date//-/}.yaml"; }

# ---------------------------------------------------------------- the stack

date="$(business_date)"
open_database >"$dir/open.log" 2>&1 || { cat "$dir/open.log"; fail "no database"; }
make_home "$home" $COMMITTEE
write_settings
start_daemon
point_home "$home"

# ---------------------------------------------------------------- a new person looks around

said="$(daybook --lang zh)"
has 'start tells the night' "$said" '晚班'
has 'start tells what is missing' "$said" '未填'
has 'start tells what to do' "$said" "daybook fill"
has 'start in English' "$(daybook --lang en)" 'not filled in yet'
lacks 'no colours in a pipe' "$said" $'\033'
exec 9> >(exec true)
wait $!
"$bin/daybook" --home "$home" help 2>"$dir/unread" >&9
lacks 'a reader who has had enough is no error' "$(cat "$dir/unread")" 'daybook:'
exec 9>&-
said="$("$bin/daybook" --lang en --home "$home" help 2>&1 >/dev/full)"
has 'what cannot be written is said' "$said" 'cannot write the output'
lacks 'without an errno that is gone' "$said" 'Success'

# ---------------------------------------------------------------- begun before 04:00, gone on with after it

before="$(date -u -d "@$(($(date -u -d "$date 12:00" +%s) - 86400))" +%F)"
mkdir -p "$home/drafts"
begun() { printf 'committee: %s\ndate: %s\nform: 1\nfigures:\n  assigned_count: 47\n' $COMMITTEE "$before" >"$home/drafts/$COMMITTEE-${before//-/}.yaml"; }
late() { # LANG QUESTION: goes on with the evening before
    begun
    open_screen "$1" fill $COMMITTEE
    await 'the evening before is offered' "$2"
    press Enter
    await 'and gone on with' '47'
    press F10; await 'left' 'EXIT=0'
}
late zh '接着填那一份吗'
late en 'Go on with that one?'
is 'it is that one' "$(find "$home/drafts" -name '*.yaml' | wc -l)" 1
begun
open_screen en fill $COMMITTEE "$date"
await 'a night that is named is that night' 'F10'
lacks 'a night that is named is that night' "$(seen)" '47 people'
press F10; await 'left' 'EXIT=0'
rm -f "$home"/drafts/*.yaml

# ---------------------------------------------------------------- filling in, in both languages

fill_staff() { # LANG: the first group, one person too many
    await 'the form' "$2"
    compare "$1" form
    number 12; number 10; number 1; number 1; number 1
    await 'a violation at once' "$3"
    compare "$1" violation
    press Up
    press BSpace
    await 'a suggestion' "$4"
    write '='
    press Enter
}
open_screen en fill $COMMITTEE "$date"
fill_staff en 'on duty' '1 more than people assigned' 'by the sum it would be 0'
press F10
await 'left' 'EXIT=0'
has 'what to do next' "$(seen)" "daybook fill $COMMITTEE"
rm -f "$home"/drafts/*.yaml

open_screen zh fill $COMMITTEE "$date"
fill_staff zh '应到人数' '多 1' '按合计应为 0'
press Down; press Down
number 1560
write '３'                                       # full-width, as an input method types it
press Enter
await 'a warning asks for a sentence' '要写一句说明'
compare zh warning
write '三人已由街道转送发热门诊'
press Enter
await 'the sentence is taken' '异常已报告移送'

# ---------------------------------------------------------------- kill -9: at most the field that is being typed

pid="$(running)"
write 99
kill -KILL "$pid"
await 'killed' 'EXIT=137'
is 'an earlier field' "$(field temp_check_count)" 1560
is 'the last field that was left' "$(field temp_abnormal_count)" 3
has 'the sentence' "$(cat "$home"/drafts/*.yaml)" '三人已由街道转送发热门诊'
open_screen zh fill $COMMITTEE "$date"
await 'it is there again' '还要手填 7 项'

# ---------------------------------------------------------------- two windows do not fight

said="$(timeout $PATIENCE_S script -qec "$bin/daybook --home $home --lang zh fill $COMMITTEE $date" /dev/null </dev/null; echo "EXIT=$?")"
has 'the second window is told' "$said" '另一个窗口'
has 'with a status of its own' "$said" 'EXIT=75'

# ---------------------------------------------------------------- the rest, and a review that finds something

go_to '居家隔离昨日在管'; number 9; number 1; number 2; number 0
await 'the sum' '按合计应为 8'
write '='; press Enter
number 4; number 8; number 0; number 4
press F5
await 'the review' '需改正'
compare zh review
press Escape
go_to '整体情况'
press Enter
await 'the editor' '要求 10 到 1000 字'
write '今天小雨，两个门岗照常值守，'
press Enter
write '测温一千五百六十人次，三人体温异常已转送，其余一切平稳有序。'
await 'the editor' '其余一切平稳有序'
compare zh editor
press F2
await 'back in the form' '今日无典型案例'
press F3
await 'what to add' '加什么'
write 1; press Enter
await 'a case' '标题'
write '深夜送药上门'; press Enter
press Space; press Enter
write '三号楼'; press Enter
press Enter
await 'the editor of the story' '要求 30 到 1500 字'
write '晚上九点，隔离户来电说孩子发烧需要退烧药，值班的两位同志冒雨到药店买来，放在门口后电话告知，随访无异常。'
press F2
await 'the case' '回车 写长文'
compare zh case
press F5
await 'nothing is wrong' '全部检查通过'
compare zh seal

# ---------------------------------------------------------------- sealed with the server away, delivered later

stop_daemon
press F5
await 'kept' '已封存并保存'
await 'kept, and why it is not sent' 'EXIT=75'
has 'not said to be delivered' "$(seen)" '还没有送达'
is 'the draft has served' "$(find "$home/drafts" -name '*.yaml')" ''
said="$(daybook --lang zh)"
has 'start tells what waits' "$said" '待发送（已等'
has 'and why' "$said" '原因：'
has 'and what to do' "$said" 'daybook flush'
is 'one waits' "$(daybook outbox --json | grep -c '"state": "waiting"')" 1

open_screen zh flush --watch
await 'in the background' '正在后台发送'
has 'start knows the watcher' "$(daybook --lang zh)" '重试）'
second="$(daybook --lang en flush --watch)"
has 'one is enough' "$second" 'runs already'
start_daemon
point_home "$home"
press C-c
await 'ended by Ctrl-C' 'EXIT=0'
open_screen zh flush --watch
await 'delivered by itself' '已送达'
press C-c
await 'ended by Ctrl-C' 'EXIT=0'
has 'start tells the receipt' "$(daybook --lang zh)" '核对码'
said="$(daybook --lang zh show $COMMITTEE)"
has 'the report stays readable' "$said" '深夜送药上门'
has 'a rule by its sentence, the code behind it' "$said" '有体温异常，请说明如何处置（W_ABNORMAL）'
has 'the office has it' "$(office --format json report $COMMITTEE "$date")" '深夜送药上门'

# ---------------------------------------------------------------- a correction

is 'a sealed report is not filled in again' \
    "$(timeout $PATIENCE_S script -qec "$bin/daybook --home $home --lang en fill $COMMITTEE $date" /dev/null </dev/null >"$dir/said"; echo $?)" 65
has 'it says how to change it' "$(cat "$dir/said")" "daybook correct $COMMITTEE"
open_screen zh correct $COMMITTEE "$date"
await 'as it was sealed' '1560'
go_to '测温人次'; number 1650
press F10
await 'left' 'EXIT=0'
said="$(daybook --lang zh)"
has 'start tells the correction that is begun' "$said" '更正已开始填写'
has 'beside what is delivered' "$said" '核对码'
has 'and how to go on with it' "$said" "daybook correct $COMMITTEE"
has 'for programs too' "$(daybook status --offline --json)" '"draft_is_correction": true'
has 'start tells it in English' "$(daybook --lang en)" 'go on with the correction'
open_screen zh correct $COMMITTEE "$date"
await 'what was typed' '1650'
press F5
await 'the difference' '测温人次: 1560 -> 1650'
await 'asked for' '封存并发送这份更正吗'
press Enter
await 'delivered' 'EXIT=0'
has 'revision 2' "$(seen)" '第 2 版'
has 'the doctor' "$(daybook --lang zh doctor)" '握手'

# ---------------------------------------------------------------- whoever is faster, the person hears the truth

terminal new-session -d -s watcher "exec $bin/daybook --home $home --lang zh flush --watch"
until=$((SECONDS + PATIENCE_S))
until daybook status --offline --json | grep -q '"delivers_in_background": true' || [ $SECONDS -ge $until ]; do sleep 0.05; done
lay "$date" night/07.yaml >"$dir/again.yaml"
for n in 1 2 3; do
    sed "s/^  hotline_count:.*/  hotline_count: 4$n/" "$dir/again.yaml" >"$dir/again-$n.yaml"
    said="$(daybook --lang zh correct --confirm-clear --file "$dir/again-$n.yaml" $COMMITTEE "$date" </dev/null)"
    has "delivered, whoever sent it ($n)" "$said" '已送达'
    lacks "delivered, whoever sent it ($n)" "$said" '还没有'
done
terminal kill-session -t watcher

# ---------------------------------------------------------------- what earlier nights left open

# shellcheck source=tests/clients/secretary/open_items.sh
. "$root/tests/clients/secretary/open_items.sh"

# ---------------------------------------------------------------- completion of the shell

completed() { # WORD...: what bash would offer for the last one
    daybook completion bash >"$dir/completion"
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _daybook; echo "${COMPREPLY[*]}"' "$dir/completion" daybook "$@"
}
is 'a verb' "$(completed fl)" flush
is 'an option of a verb' "$(completed flush --w)" --watch
is 'a verb behind an option' "$(completed --lang zh doc)" doctor
has 'zsh knows the verbs' "$(daybook completion zsh)" "'flush:"

# In a real zsh, where there is one: what the line is after Tab, and what it lists.
tab() { # LINE
    press C-c C-l
    write "$1"
    press Tab
}
if command -v zsh >/dev/null; then
    mkdir "$dir/site"
    daybook --lang zh completion zsh >"$dir/site/_daybook"
    terminal kill-session -t evening 2>/dev/null
    terminal -u new-session -d -s evening -x 80 -y 24 "exec zsh -f -i"
    write "PS1='zsh> ' fpath=($dir/site \$fpath); autoload -Uz compinit; compinit -u -D; echo COMP''INIT"
    press Enter
    await 'zsh is ready' 'COMPINIT'
    tab 'daybook fl'
    await 'zsh: a verb' 'daybook flush'
    tab 'daybook flush --w'
    await 'zsh: an option of a verb' 'daybook flush --watch'
    tab 'daybook --lang zh doc'
    await 'zsh: a verb behind an option' 'daybook --lang zh doctor'
    tab 'daybook correct --'
    await 'zsh: what options are for, in Chinese' '只显示与服务器上那份的不同之处'
    tab "daybook correct --file $dir/again.y"
    await 'zsh: a file behind an option' "again.yaml"
    tab 'daybook --lang z'
    await 'zsh: a word behind an option' 'daybook --lang zh'
else
    echo 'no zsh here: its completion is not tried'
fi

printf 'evening: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
