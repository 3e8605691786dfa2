#!/bin/bash
# The form on the screen under tired hands: every screen in both languages, keys, paste, windows of every size, terminals
# that can do little, an editor that is killed; with the real program in a real terminal (tmux) against a real daemon.
#
#   tests/clients/form/run.sh            last line "form: N passed, N failed", exit 1 unless all passed
#   tests/clients/form/run.sh --accept   keep the screens as they are now, to be looked at and committed
#
# The screens of screens/LANG-NAME.txt are compared without dates and times. Names are those of the sample roster.
set -u
here="$(CDPATH='' cd -- "$(dirname -- "$0")/../../stack" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
# shellcheck disable=SC2034  # terminal.sh compares with them
screens="$root/tests/clients/form/screens" accept="${1:-}"
readonly COMMITTEE=7
need_programs
dir="$(mktemp -d /tmp/dbk-form-XXXXXX)"
home="$dir/home"
# shellcheck source=tests/clients/secretary/terminal.sh
. "$root/tests/clients/secretary/terminal.sh"

# ---------------------------------------------------------------- the stack, and three nights that were reported

date="$(business_date)"
day() { date -u -d "@$(($(date -u -d "$date 12:00" +%s) + $1 * 86400))" +%F; }
open_database >"$dir/open.log" 2>&1 || { cat "$dir/open.log"; fail "no database"; }
make_home "$home" $COMMITTEE
write_settings
start_daemon
point_home "$home"
for n in 3 2 1; do
    lay "$(day -$n)" night/07.yaml | sed -e '/^observations:/,$d' -e "s/^  temp_check_count:.*/  temp_check_count: 15${n}0/" >"$dir/$n.yaml"
    has "$n nights ago" "$(daybook --lang en submit "$dir/$n.yaml")" 'delivered'
done
drafts="$home/drafts"
draft() { cat "$drafts/$COMMITTEE-${date//-/}.yaml"; }
drafted() { # NAME TEXT: the draft on the disk comes to hold it
    local until=$((SECONDS + PATIENCE_S))
    until draft 2>/dev/null | grep -qF -- "$2" || [ $SECONDS -ge $until ]; do sleep 0.05; done
    has "$1" "$(draft)" "$2"
}
# A fresh form.
fresh() { # LANG
    rm -f "$drafts"/*
    open_screen "$1" fill $COMMITTEE "$date"
    await 'the form' "F10"
}
leave() { press F10; await 'left' 'EXIT=0'; }
colours() { terminal capture-pane -e -p -t evening | grep -cE $'\033''\[([0-9]+;)*3[1-7]m'; }
resize() { terminal resize-window -t evening -x "${1%x*}" -y "${1#*x}"; }

# What the screens of a language say; read by name.
# shellcheck disable=SC2034
declare -A zh=([next]=应到人数 [help]='daybook fill 可接着填' [what]=加什么 [remove]=删去 [long]='要求 10 到 1000 字' [sum]='多 1'
    [warning]=要写一句说明 [wrong]=需改正 [sound]=全部检查通过 [back]='F10 离开' [small]='请把窗口放大' [title]=标题 [short]='还差')
# shellcheck disable=SC2034
declare -A en=([next]='people assigned' [help]='goes on there' [what]='Add what' [remove]=Remove [long]='(10 to 1000)' [sum]='1 more than'
    [warning]='it wants a sentence' [wrong]='To be put right' [sound]='Nothing is wrong' [back]='F10 leave' [small]='make this window larger' [title]=title [short]='more')

# ---------------------------------------------------------------- every screen, in both languages

every_screen() { # LANG
    local -n words="$1"

    fresh "$1"
    compare "$1" prefilled
    resize 140x50; compare "$1" prefilled-wide
    resize 60x15; compare "$1" prefilled-small
    resize 30x8; await 'too small, and how large' "${words[small]}"
    resize 80x24; compare "$1" prefilled
    press F1; await 'the keys' "${words[help]}"; compare "$1" help
    press Enter; await 'back' "${words[next]}"
    number 10; number 1; number 1; number 1
    await 'the sum' "${words[sum]}"; compare "$1" sum
    press BSpace; press Up
    number 0; press F6
    number 1540
    number 2; await 'a warning' "${words[warning]}"; write '三'; await 'so short' "${words[short]}"; compare "$1" warning
    write '人已转送发热门诊'; press Enter
    press F5; await 'the review' "${words[wrong]}"; compare "$1" review
    press Escape; await 'back' "${words[back]}"
    press F3; await 'what to add' "${words[what]}"; compare "$1" add
    write 2; press Enter; await 'an observation' '-- '
    compare "$1" observation
    press F4; await 'remove it?' "${words[remove]}"; compare "$1" remove
    write y; press Enter; await 'back' "${words[back]}"
    leave
}
every_screen zh
every_screen en

# ---------------------------------------------------------------- typed ahead, or where something else is wanted

# shellcheck source=tests/clients/form/tired_hands.sh
. "$root/tests/clients/form/tired_hands.sh"

# ---------------------------------------------------------------- keys

fresh en
write 77; press Escape
await 'escape takes back' 'taken back; ^Z brings it again'
press C-z; await '^Z brings it again' '77 people'
press C-z
press Escape; await 'escape says the way out' 'F10 leaves the form'
press C-s; await 'nobody needs to save' 'all is saved on this computer'
number 10
press Up; press BSpace; press BSpace; press Tab
press C-z; await 'a cleared field is taken back, from the next one' '10 people'
press C-n; press C-n
await 'the next that must be filled' 'on leave'
press C-c; await '^C leaves, and nothing is lost' 'EXIT=0'
drafted 'what was typed is kept' 'on_duty_count: 10'

# ---------------------------------------------------------------- what is pasted is text, never keys

fresh zh
go_to '整体情况'
printf '今天小雨，两个门岗照常值守。\n\t测温一千五百六十人次。\n其余一切平稳有序，没有异常。' >"$dir/pasted"
terminal load-buffer -b pasted "$dir/pasted"
terminal paste-buffer -p -b pasted -t evening
await 'all of it, in one text' '没有异常。'
await 'counted' '已写 42 字'
press BSpace; press BSpace
await 'a wide character at a time' '已写 40 字'
for at in 41x12 140x50 80x24; do
    resize $at
    await "the text in $at" '其余一切平稳有序，没有异'
done
press F2
press F3; await 'what to add' '加什么'; write 1; press Enter
await 'a case' '典型案例 1'
terminal paste-buffer -p -b pasted -t evening
await 'in one line, seen where it is typed' '没有异常。'
press Enter
drafted 'a line ends nothing' 'title: "今天小雨，两个门岗照常值守。  测温一千五百六十人次。 其余一切平稳有序，没有异常。"'
leave

# A long line is seen where it is typed.
fresh zh
press F3; await 'what to add' '加什么'; write 1; press Enter; await 'a case' '典型案例 1'
write '一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十终'
await 'its end' '十终'
press Home; await 'its beginning' '一二三四'
leave

# ---------------------------------------------------------------- terminals that can do little

environment='TERM=vt100'; fresh en
is 'vt100: no colours' "$(colours)" 0
terminal send-keys -t evening -H 1b 5b 31 35 7e             # F5 as most terminals send it, whatever TERM says
await 'vt100: the function keys' 'To be put right'
press Escape; await 'vt100: back' 'F10 leave'; leave
environment=''; fresh en
number 10; number 1; number 1; number 1; await 'a violation' '1 more than'
[ "$(colours)" -gt 0 ]; is 'elsewhere there are some' $? 0
leave
environment='NO_COLOR=1'; fresh en; environment=''
number 10; number 1; number 1; number 1; await 'a violation' '1 more than'
is 'NO_COLOR' "$(colours)" 0
leave
refused() { # NAME ENVIRONMENT LANG TEXT
    environment="$2"; size=200x24
    open_screen "$3" fill $COMMITTEE "$date"
    await "$1" "$4"
    await "$1" 'EXIT=78'
    lacks "$1: it is no matter of usage" "$(seen)" 'daybook help'
    environment='' size=80x24
}
refused 'dumb' 'TERM=dumb' en 'this terminal (TERM=dumb) cannot show a form'
refused 'dumb, and the way out' 'TERM=dumb' en 'TERM=xterm daybook fill; without a form'
refused 'dumb, in Chinese' 'TERM=dumb' zh '不用表单：daybook template'
refused 'unset' '-u TERM' en 'this terminal (TERM=) cannot show a form'
refused 'other characters' 'LC_ALL=zh_CN.GB18030' zh '语言环境 zh_CN.GB18030 不是 UTF-8'
refused 'other characters' 'LC_ALL=zh_CN.GBK' en 'LC_ALL=C.UTF-8 daybook fill'
environment='LC_ALL=C'; fresh en; environment=''
await 'no locale at all' '样例锦绣苑居委会'
leave

# ---------------------------------------------------------------- kill -9 while another editor has the text

# An editor that saves what its person has typed so far, and waits.
cat >"$dir/editor" <<'EDITOR'
#!/bin/sh
printf '写到一半，机器就没电了，但这一段已经存过盘。' >"$1"
exec sleep 60
EDITOR
chmod +x "$dir/editor"
environment="EDITOR=$dir/editor"; fresh zh; environment=''
go_to '整体情况'; press Enter; await 'the text' '要求 10 到 1000 字'
write '开头。'; await 'typed' '已写 3 字'
press C-e
until=$((SECONDS + PATIENCE_S))
until grep -q '机器就没电了' "$drafts"/*.situation.txt 2>/dev/null || [ $SECONDS -ge $until ]; do sleep 0.05; done
drafted 'what was typed before is in the draft' '开头。'
pid="$(running)"
child="$(cat "/proc/$pid/task/$pid/children")"
kill -KILL "$pid"
# shellcheck disable=SC2086  # one number a word
kill -KILL $child 2>/dev/null
await 'killed' 'EXIT=137'
open_screen zh fill $COMMITTEE "$date"
await 'what the editor had saved is taken back' '已取回编辑器里存下的文字：整体情况'
drafted 'and in the draft at once' '机器就没电了，但这一段已经存过盘'
is 'and the file has served' "$(find "$drafts" -name '*.txt')" ''
leave

# An editor that saves what cannot stand there: it is not thrown away.
# shellcheck disable=SC2016  # the editor's own $1
printf '#!/bin/sh\nprintf "\\261\\261" >"$1"\n' >"$dir/editor"
environment="EDITOR=$dir/editor"; fresh en; environment=''
go_to 'the day as a whole'; press Enter; await 'the text' '(10 to 1000)'
press C-e
await 'not taken, and where it is' 'drafts/7-'
is 'it lies there' "$(find "$drafts" -name '*.situation.txt' | wc -l)" 1
press F2; leave

# ---------------------------------------------------------------- a review longer than its window

fresh zh
resize 60x15
press F5; await 'the review' '需改正'
for _ in 1 2 3 4 5 6 7 8 9 10 11; do press Down; done
await 'the chosen one is seen, to the last' '> 典型案例'
press Up; await 'and upwards' '> 整体情况'
press Enter; await 'it goes there' 'F10 离开'
leave

# ---------------------------------------------------------------- kill -9 while an editor has a whole correction

rm -f "$drafts"/*
lay "$date" night/07.yaml | sed '/^observations:/,$d' >"$dir/tonight.yaml"
has 'tonight is delivered' "$(daybook --lang en submit "$dir/tonight.yaml")" 'delivered'
cat >"$dir/editor" <<'EDITOR'
#!/bin/sh
sed -i 's/^\( *hotline_count:\).*/\1 99/' "$1"
exec sleep 60
EDITOR
environment="EDITOR=$dir/editor"; open_screen en correct --editor $COMMITTEE "$date"; environment=''
until=$((SECONDS + PATIENCE_S))
until grep -q 'hotline_count: 99' "$drafts"/*.correction.yaml 2>/dev/null || [ $SECONDS -ge $until ]; do sleep 0.05; done
pid="$(running)"
child="$(cat "/proc/$pid/task/$pid/children")"
kill -KILL "$pid"
# shellcheck disable=SC2086  # one number a word
kill -KILL $child 2>/dev/null
await 'killed' 'EXIT=137'
open_screen en correct --editor $COMMITTEE "$date"
await 'what had been written is what is sealed' '22 -> 99'
write y; press Enter
await 'delivered' 'revision 2'
is 'nothing is left beside it' "$(find "$drafts" -name '*.yaml')" ''

printf 'form: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
