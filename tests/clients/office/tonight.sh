# shellcheck shell=bash
# tonight: before the deadline nothing is missing, only not due yet; after it, it is; --in counts the place alone; the watch
# of a place ends with the place. A database of its own: tonight.sql.

tonight="$url dbname=tonight"
sql -c 'CREATE DATABASE tonight'
"$root/sql/migrate.sh" "$tonight" > /dev/null
psql -X -q -v ON_ERROR_STOP=1 -d "$tonight" -f "$here/tonight.sql" > "$state/tonight.out" 2>&1 || cat "$state/tonight.out"
late() { under "$program" -d "$tonight user=office_sample" "$@" 2>&1; }
of_tonight() { sql -d "$tonight" "$@"; }
value() { late --format json "${@:2}" | python3 -c "import json, sys; j = json.load(sys.stdin); print(($1))"; }
export TZ=Asia/Shanghai
due="$(of_tonight -c "SET timezone = 'Asia/Shanghai'" -c "SELECT max(deadline) FROM office.night")"
en="$(LC_ALL=C date -d "$due" '+%-d %b %H:%M')" zh="$(date -d "$due" '+%-m月%-d日 %H:%M')"
night="$(of_tonight -c 'SELECT office.business_date()')" before="$(of_tonight -c 'SELECT office.business_date() - 1')"
unset TZ

for columns in 80 140; do
    export COLUMNS=$columns
    has "$columns: the night: not due yet, until when" "$(late night)" "not due yet 3 (of these held: 1): due at $en"
    has "$columns: in Chinese" "$(late --lang zh night | tr -d '\n')" "待报 3（其中被挡 1），$zh 到时限"
    has "$columns: the list under it" "$(late night)" "not due yet, until $en (3):"
    lacks "$columns: nobody is missing" "$(late night | grep -v 'neither reported nor missing')" missing
    lacks "$columns: in Chinese" "$(late --lang zh night | grep -v ^免报)" 未报
    has "$columns: who is to come, and whom to call" "$(late missing | tr -s ' ')" '样例书记5 100-5'
    has "$columns: the board: its own sign, its word, its hour" "$(late board)" "○ not due yet, until $en 2"
    lacks "$columns: the board of tonight: nobody is missing" "$(late board "$night")" '✗'
    has "$columns: held is held" "$(late board "$night")" '! held 1'
    has "$columns: the board of the night before" "$(late board "$before" "$before")" '✗ missing 2'
    has "$columns: in Chinese" "$(late --lang zh board)" "○ 待报，$zh 到时限 2"
    has "$columns: roll call" "$(late rollcall | tr -s '\n ' ' ')" "without one yet 1, with nobody to call 4; not due before $en"
    has "$columns: in Chinese" "$(late --lang zh rollcall | tr -d '\n')" "待点名 1 个，无人可点 4 个；$zh 到时限"
    lacks "$columns: nobody is not called" "$(late --lang zh rollcall)" 未点到
    has "$columns: health" "$(late health | tr -s '\n ' ' ')" "of these reported 2, not yet 8; not due before $en"
    has "$columns: in Chinese" "$(late --lang zh health | tr -d '\n')" "待报 8 人；$zh 到时限"
    lacks "$columns: health: no word of a lack" "$(late --lang zh health)" 无健康报告
    has "$columns: reconcile: apart, and until when" "$(late reconcile)" "not due yet, until $en ("
    has "$columns: what does not agree stands first" "$(late reconcile | sed -n 2p | tr -s ' ')" ' 1 样例1居委会 heads: roster'
    has "$columns: what has come agrees" "$(late --lang zh reconcile --in 样例2)" '已到的各方相符'
    for word in 未点到 无健康报告 未报; do
        lacks "$columns: reconcile: not $word" "$(late --lang zh reconcile)" $word
    done
    has "$columns: totals: who may still report" "$(late total night | tr -s '\n ' ' ')" "the last night is not due before $en"
    has "$columns: in Chinese" "$(late --lang zh trend 测温人次 | tr -d '\n')" "最后一晚要到 $zh 才到时限"
    lacks "$columns: a night that is over" "$(late total night "$before" "$before")" 'not due'
    lacks "$columns: nor its page" "$(late night "$before")" 'not due'
    has "$columns: a form" "$(late render publicity "$night" --lang zh | tr -d '\n')" "最后一晚要到 $zh 才到时限"
done
export COLUMNS=80
is 'no date is broken between its number and its unit' "$(late --lang zh health | grep -c '^[月日]')" 0
is 'the persons: not called yet' "$(value '[p["person_code"] for p in j["persons"] if p["state"] == "NOT_ASKED"]' \
    rollcall persons)" "['V2', 'V3', 'V4']"
has 'in words' "$(late rollcall persons)" 'not called yet'
is 'JSON says until when' "$(value 'sorted({d["what"] for d in j["differences"]}), {d["due_at"] is None for d in
    j["differences"]}' reconcile)" "(['HEADCOUNT', 'HEALTH_MISSING_YET', 'NOT_ASKED_YET', 'NO_REPORT_YET'], {False, True})"
is 'and of a night that is over that it is' "$(value '{b["due_at"] for b in j["board"] if b["report_date"] == "'"$before"'"}' board)" '{None}'
late night --format xlsx > "$state/tonight.xlsx"
has 'a workbook too' "$(python3 "$here/book.py" "$state/tonight.xlsx" 'sheets["branches"][0]')" 'not due yet'

# The place alone.
has 'night --in: of how many' "$(late night --in 田林)" 'expected 3, reported 1, not due yet 1 (of these held: 1)'
has 'in Chinese' "$(late --lang zh night --in 田林)" '只看田林街道（街道），共 3 个居委会'
lacks 'night --in: no other place' "$(late night --in 田林)" 康健街道
is 'as a sheet' "$(late night --in 田林 --format csv | cut -d, -f3 | tr -d '\r' | tail -n +2 | tr '\n' ' ')" '田林街道 样例一支部 样例2居委会 '
is 'as JSON' "$(value '[(p["expected"], p["reported"], p["missing"], p["excused"]) for p in j["in_place"]]' night --in 田林)" '[(3, 1, 1, 1)]'
has 'roll call --in' "$(late rollcall --in 康健)" 'roll calls of 0 of 3 committees'
has 'health --in' "$(late health --in 康健 | tr -s '\n ' ' ')" 'health reports of 0 of 3 committees; persons posted 5, of these reported 0'
has 'a form of one subdistrict' "$(late render subdistrict-1030 "$before" --in 田林)" '3/3'
lacks 'and no other' "$(late render subdistrict-1030 "$before" --in 田林)" 康健
is 'of its committees' "$(value '[r["share"] for r in j["table"]]' render health-1400 "$before" --in 康健)" "['1/1', '0/1', '0/1']"
has 'a form whose lines are something else' "$(late render publicity --in 田林 | tail -n 1)" 'each line here is a branch; name one of those'
has 'in Chinese' "$(late --lang zh render publicity --in 田林 | tail -n 1)" '而这里一行一个支部'
late render subdistrict-1030 "$before" --in 田林 --format xlsx > "$state/form.xlsx"
is 'a sheet bears the name of the form' "$(python3 "$here/book.py" "$state/form.xlsx" 'list(sheets)')" "['街道疫情防控日报表(样表)']"
printf '[table]\ntitle = 样/表:[很长]*的?名字,共有三十多个字,所以在第三十一个字后面被截断了不会出错\nby = branch\n[columns]\na = on_duty_count\n' > "$state/long.ini"
late render "$state/long.ini" "$before" --format xlsx > "$state/form.xlsx"
is 'without marks, of 31 characters' "$(python3 "$here/book.py" "$state/form.xlsx" 'list(sheets)')" "['样表很长的名字,共有三十多个字,所以在第三十一个字后面被截断了']"
is 'a trend of the place' "$(value '[(n["total"], n["reported"], n["expected"]) for n in j["nights"]]' trend 测温人次 --in 田林)" '[(240, 3, 3), (80, 1, 3)]'
is 'the campaign of the place' "$(value '[(t["name"], t["total"], t["reported"], t["expected"]) for t in j["totals"]]' total campaign \
    --figure 测温人次 --in 田林)" "[('田林街道', 320, 4, 6)]"
is 'the ledger of the place' "$(value '[(n["reported"], n["expected"], n["missing_names"]) for n in j["nights"]]' ledger nights --in 康健)" \
    "[(1, 3, '样例5居委会、样例6居委会'), (1, 3, '样例5居委会、样例6居委会')]"
is 'completeness of the place' "$(value '[(c["name"], c["reported"], c["expected"]) for c in j["completeness"]]' completeness subdistrict \
    --in 康健)" "[('康健街道', 1, 3)]"
while IFS='|' read -r line english chinese; do
    # shellcheck disable=SC2086  # words
    has "no place: $line" "$(late $line --in 田林)" "$english"
    # shellcheck disable=SC2086
    has "no place: $line, in Chinese" "$(late --lang zh $line --in 田林)" "$chinese"
done <<'TABLE'
report 1|a report is one committee's, name that|报告是一个居委会的
history 1|a report is one committee's|报告是一个居委会的
ledger 1|ledger nights takes a place|ledger nights 可按地方
minutes|meetings are a branch's|会议是支部的
brief|a brief counts every committee|简报统计全部居委会
export campaign x.xlsx|its sheets can be filtered|可在表中筛选
close 2020-02-18|an act names what it is done to|操作要写明对谁
audit|what is shown is not of a place|所列内容不分地方
TABLE

# The watch of a place ends with the place, though elsewhere somebody is awaited.
has 'missing --in --watch ends when nobody in it is missing, and says why' "$(timeout 60 "$program" -d "$tonight user=office_sample" \
    missing --in 田林 --watch 2>&1 & pid=$!; sleep 1; late excuse 2 "$night" --reason 样例 > /dev/null; wait $pid; echo "status $?")" \
    $'nobody is missing; excused: 2\nstatus 0'
has 'and there elsewhere is somebody' "$(late missing)" 'not due yet 2'
for committee in 5 6; do late --lang zh excuse $committee "$night" --reason 样例 > "$state/excused"; done
has 'an excuse, in Chinese' "$(cat "$state/excused")" '已免报的居委会：6'
has 'nobody is missing, some are excused' "$(late missing)" 'nobody is missing; excused: 4'
has 'in Chinese' "$(late --lang zh night)" '没有未报的；另有免报 4 个'
has 'all of a place are excused' "$(late missing --in 样例5)" 'nobody has to report: all are excused'
has 'in Chinese' "$(late --lang zh night --in 样例5)" '全部免报，没有要报的'
of_tonight -c "INSERT INTO daybook.night SELECT d, d + time '16:00', d + time '22:00', NULL, NULL FROM (SELECT office.business_date() - 9 AS d) n"
has 'nobody was expected' "$(late missing "$(date -d "$night - 9 days" +%F)")" 'nobody is expected to report'
has 'in Chinese' "$(late --lang zh night "$(date -d "$night - 9 days" +%F)")" '当晚没有要报的居委会'

# No meeting: nothing is said to be done.
has 'no meeting was held' "$(late minutes)" 'no meeting was held'
lacks 'so no decision is done' "$(late --lang zh minutes)" 办结
has 'in Chinese' "$(late --lang zh minutes)" '没有开过会'

# When the hour has come it is missing.
of_tonight -c "UPDATE daybook.night SET deadline = now() WHERE report_date = '$night'"
late excuse withdraw 5 "$night" --reason 样例 > /dev/null
has 'the deadline has passed: missing' "$(late night)" 'missing 1 (of these held: 0), late 0'
has 'the board too' "$(late board "$night")" '✗ missing 1'
is 'reconcile: by what it is' "$(value 'sorted({d["what"] for d in j["differences"] if d["committee_id"] == 5})' reconcile)" \
    "['HEALTH_MISSING', 'NOT_ASKED', 'NO_REPORT']"
