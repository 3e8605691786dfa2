# open_items: what one laptop raised yesterday is the first thing that another one asks about today, on the screen and in
# the template, until it is solved; read by run.sh.

day() { date -u -d "@$(($(date -u -d "$date 12:00" +%s) + $1 * 86400))" +%F; }
readonly OPEN_AT=1
risk='帐篷支架是临时绑的'
other="$dir/other"
make_home "$other" $OPEN_AT
make_home "$dir/earlier" $OPEN_AT
point_home "$other"
point_home "$dir/earlier"
there() { "$bin/daybook" --home "$other" "$@" 2>&1; }
# What the template of a later night asks: names, one a line.
asked() { there template --committee $OPEN_AT --date "$(day "$1")" | sed -n 's/^  - item: \([a-z][0-9a-f]*\)$/\1/p'; }

lay "$(day -1)" night/01.yaml >"$dir/yesterday.yaml"
has 'raised yesterday' "$("$bin/daybook" --home "$dir/earlier" --lang zh submit "$dir/yesterday.yaml" 2>&1)" '已送达'
said="$(there --lang zh template --committee $OPEN_AT)"
has 'the template lists it' "$said" "$risk"
has 'with its age' "$said" '已 1 天'
has 'and what is needed' "$said" '雨衣 10 件: 现有四件'
has 'and what may be answered' "$said" '# 仍存在, 已解决, 已升级'
lacks 'asked just now' "$said" '此后没有再问到'
has 'start tells how many' "$(there --lang zh)" '上几晚的未了事项 2 项'
has 'in English' "$(there --lang en template --committee $OPEN_AT)" ', 1 d old: 南门岗'

# ---------------------------------------------------------------- nothing is sealed that leaves one out

lay "$date" night/01.yaml | sed -e '/^observations:/,$d' >"$dir/today.yaml"
said="$(there --lang zh submit "$dir/today.yaml")"
has 'which one has no answer' "$said" "$risk"
has 'and its name' "$said" "未了事项 r"
is 'and nothing is kept' "$(there outbox --json | grep -c '"state": "waiting"')" 0
{ cat "$dir/today.yaml"; echo 'answers:'; for item in $(asked 0); do printf '  - item: %s\n    answer:\n' "$item"; done; } >"$dir/empty.yaml"
line="$(grep -n 'answer:$' "$dir/empty.yaml" | head -n 1 | cut -d: -f1)"
has 'an empty answer, by its line' "$(there --lang zh submit "$dir/empty.yaml")" "empty.yaml:$line: answers[1].answer (现在怎样): 未了事项还没有答复"

# ---------------------------------------------------------------- on the screen

terminal kill-session -t evening 2>/dev/null
home_of_the_form="$home"
home="$other"
for lang in en zh; do
    rm -f "$other"/drafts/*.yaml
    open_screen $lang fill $OPEN_AT "$date"
    await 'it is the first group' "$([ $lang = zh ] && echo '-- 上几晚的未了事项' || echo '-- open items of earlier nights')"
    compare $lang open
done
left="$(seen | sed -n 's/.*还要手填 \([0-9]*\) 项.*/\1/p')"
press Space
await 'chosen' '仍存在'
press Enter; press Enter
await 'how many are left' "还要手填 $((left - 1)) 项"
press F4
await 'an open item is not removed' '可以删'
press Space; press Space; press Space; press Enter
write '街道已答应周四送来'
press Enter
await 'how many are left' "还要手填 $((left - 2)) 项"
compare zh answered
press F10
await 'left' 'EXIT=0'
draft="$(cat "$other"/drafts/*.yaml)"
has 'the draft keeps the first' "$draft" 'answer: STILL_THERE'
has 'and the second' "$draft" 'answer: ESCALATED'
has 'and its sentence' "$draft" '街道已答应周四送来'
open_screen zh fill $OPEN_AT "$date"
await 'it is there again' "还要手填 $((left - 2)) 项"
press F10
await 'left again' 'EXIT=0'
home="$home_of_the_form"

# ---------------------------------------------------------------- answered, night by night

answered() { # ANSWER OF THE RISK, OF THE NEED: today's report with both
    cat "$dir/today.yaml"
    echo 'answers:'
    for item in $names; do
        case $item in r*) answer="$1" ;; *) answer="$2" ;; esac
        printf '  - item: %s\n    answer: %s\n' "$item" "$answer"
    done
}
names="$(asked 0)"
is 'two are open' "$(wc -w <<<"$names")" 2
answered STILL_THERE ESCALATED >"$dir/answered.yaml"
has 'sealed' "$(there --lang zh submit "$dir/answered.yaml")" '已送达'
has 'the office sees the risk' "$(office --format json risks $OPEN_AT)" '"state": "OPEN"'
is 'and what waits for it' "$(admin_sql "SELECT string_agg(kind || escalated, ' ' ORDER BY kind) FROM office.open_items
    WHERE committee_id = $OPEN_AT")" 'RISKfalse SUPPLYtrue'
said="$(there --lang zh template --committee $OPEN_AT --date "$(day 1)")"
has 'tomorrow it is two days old' "$said" '已 2 天'
has 'and was answered' "$said" '上次答复：仍存在'
stop_daemon
said="$(there --lang zh template --committee $OPEN_AT --date "$(day 1)")"
has 'without a line it is listed too' "$said" "$risk"
has 'and of when' "$said" '此后没有再问到'
corrects="$(there status --json --offline | sed -n 's/.*"id": "\([0-9a-f-]*\)".*/\1/p' | head -n 1)"
{ echo "corrects: $corrects"; answered SOLVED SOLVED; } >"$dir/solved.yaml"
has 'solved, and kept' "$(there --lang zh submit "$dir/solved.yaml")" '已保存'
is 'what was sealed here is not contradicted' "$(asked 1)" ''
start_daemon
point_home "$other"
has 'delivered' "$(there --lang zh flush)" '已送达'
is 'tomorrow nothing is asked' "$(asked 1)" ''
is 'nor is it open at the office' "$(admin_sql "SELECT count(*) FROM office.open_items WHERE committee_id = $OPEN_AT")" 0
office remark $OPEN_AT '请补报消毒楼道数' >/dev/null
has 'a remark of the office' "$(there --lang zh template --committee $OPEN_AT --date "$(day 1)")" '请补报消毒楼道数'
point_home "$home"
