# shellcheck shell=bash
# needs: roster acts brief
# verbs: what follows a night up. Totals never without their hole; acts that are kept; the form as a file; the board.

has 'total: n of N beside the sum' "$(COLUMNS=140 office total night 2020-02-18 2020-02-18 --figure on_duty_count)" '3/6'
is 'total: by label' "$(json 'j["totals"][0]["code"]' total campaign --figure 实到值守人数)" on_duty_count
is 'total: the hole adds up' "$(json 'all(t["reported"] + t["missing"] + t["excused"] == t["expected"]
    for t in j["totals"])' total subdistrict)" True
has 'total by nothing' "$(office total village)" 'no totals by "village"'
has 'total of nothing, in Chinese' "$(office --lang zh total night --figure nothing_count)" '这个指标'
has 'completeness' "$(office completeness branch)" 'complete %'
is 'completeness: adds up' "$(json 'all(c["reported"] + c["missing"] + c["excused"] == c["expected"]
    for c in j["completeness"])' completeness night)" True
has 'trend' "$(office trend on_duty_count --svg "$state/trend.svg")" '3/6'
has 'trend: a picture' "$(cat "$state/trend.svg")" '<rect'
is 'trend: the picture is XML' "$(python3 -c 'import sys, xml.dom.minidom as x
x.parse(sys.argv[1])' "$state/trend.svg" 2>&1)" ''
has 'trend: a file that cannot be written' "$(office trend on_duty_count --svg /nowhere/x.svg)" '/nowhere/x.svg'

has 'board' "$(office board 2020-02-18 2020-02-18)" '✗ missing'
is 'board: every committee and night once' "$(json 'len(j["board"]) == len({(b["committee_id"], b["report_date"])
    for b in j["board"]}) > 6' board 2020-02-17 2020-02-18)" True
has 'history: what a correction changed' "$(COLUMNS=140 office history 1 2020-02-18)" 'revision'
has 'history of nothing' "$(office history 3 2020-02-18)" 'no report was accepted'
has 'receipt: as it is said on the telephone' "$(COLUMNS=140 office receipt cccc cc12)" '样例一居委会'
has 'receipt of nothing' "$(office receipt 0000 0000)" 'no record has this code'
has 'search' "$(office search 老人)" 2020-02-18
has 'search for nothing that is there' "$(office search 月球)" 'nothing was found'
has 'ledger' "$(office ledger 1)" 2020-02-18
has 'ledger nights' "$(office ledger nights)" '3/6'
has 'ledger releases' "$(office ledger releases 2020-03-03)" '2020-02-18'
has 'doctor' "$(office doctor)" backup
has 'reconcile' "$(office reconcile 2020-02-18)" 'agree'

has 'return' "$(office return 1 2020-02-18 --reason 样例:人数对不上)" 'of the reported: 1 returned'
has 'return again' "$(office return 1 2020-02-18 --reason x)" 'was returned already'
has 'the report is still there' "$(office report 1 2020-02-18)" 'revision 2, received'
has 'return what is not there' "$(office --lang zh return 5 2020-02-18 --reason x)" '没有已受理的报告'
has 'return wants a reason' "$(office return 2 2020-02-18)" '--reason is needed'
has 'excuse' "$(office excuse 5 2020-02-18 --reason 样例:撤岗)" 'excused: 1, neither reported nor missing'
is 'excuse: the night adds up' "$(json 'j["expected"] - j["reported"] - j["missing"] - j["excused"]' night 2020-02-18)" 0
lacks 'excuse: nobody calls them' "$(office missing 2020-02-18)" 样例西居委会
has 'excuse who has reported' "$(office excuse 2 2020-02-18 --reason x)" 'nothing to excuse'
has 'withdraw' "$(office excuse withdraw 5 2020-02-18 --reason 样例:仍在岗)" 'missing 3'
has 'outage of one' "$(office outage '2020-02-18 21:30' '2020-02-18 22:40' 2 --reason 样例:线路)" 'line failure'
has 'outage without time' "$(office outage soon later --reason x)" 'no date or time'
has 'outage the wrong way round' "$(office outage '2020-02-18 23:30' '2020-02-18 22:40' --reason x)" 'cannot last from'
has 'redact' "$(office redact 1 2020-02-18 case:1 --reason 样例:本人要求)" 'text removed'
lacks 'redacted texts are gone' "$(office cases 2020-02-18 --format csv | grep 样例一)" 老人说
has 'redact a field that is none' "$(office redact 1 2020-02-18 case:77 --reason x)" 'has no case:77'
has 'purge what is too recent' "$(office purge --before "$(date +%F)" --reason x)" 'is too recent'
risk="$(json 'j["risks"][0]["risk_id"]' risks 1)"
has 'risk assign' "$(office risk assign 1 "$risk" 样例王主任)" 'risk assigned'
has 'risks: owner' "$(COLUMNS=140 office risks)" 样例王主任
has 'risk close' "$(office risk close 1 "$risk" --reason 样例:已换灯)" 'risk closed'
lacks 'risks: closed ones are not listed' "$(office risks 1)" "$risk"
office remark 1 '样例:请补报' >/dev/null
has 'items: what is open' "$(COLUMNS=140 office items 1)" 样例:请补报
remark="$(office --format json items 1 | sed -n 's/.*"item": "m\([0-9a-f]*\)".*/\1/p' | head -n 1)"
office remark withdraw 1 "$remark" --reason '样例:不必了' >/dev/null
lacks 'items: nothing that was withdrawn' "$(office items 1)" 样例:请补报
has 'risks --all' "$(COLUMNS=140 office risks 1 --all)" 样例:已换灯
has 'risk close again' "$(office --lang zh risk close 1 "$risk" --reason x)" '已由'
has 'audit: all of it, by name' "$(COLUMNS=140 office audit)" office_sample
is 'audit' "$(json 'sorted({a["act"] for a in j["acts"]} & {"return_report", "excuse", "redact", "close_risk"})' audit)" \
    "['close_risk', 'excuse', 'redact', 'return_report']"
# No code of a program stands in what a person reads; JSON keeps them.
office excuse 4 2020-02-18 --reason 样例 >/dev/null
office excuse withdraw 4 2020-02-18 --reason 样例 >/dev/null
for verb in 'history 1 2020-02-18' 'audit 2020-01-01' doctor; do
    for language in zh en; do
        # shellcheck disable=SC2086  # words
        is "$verb in $language: no codes" "$(COLUMNS=200 office --lang $language $verb | grep -oE '[a-z]+_[a-z_]+' |
            grep -vE '_(sample|admin)$')" ''
    done
done
has 'audit in Chinese' "$(COLUMNS=140 office --lang zh audit)" '办结风险点'
has 'audit: whose, by name' "$(COLUMNS=140 office audit)" '4 样例东居委会 2020-02-18'
is 'doctor: JSON keeps codes' "$(json '"open_nights" in [c["check"] for c in j["checks"]]' doctor)" True
has 'doctor in Chinese' "$(office --lang zh doctor)" '备份'
has 'backup note' "$(office backup note --reason /srv/sample.dump)" 'backup noted'

file="$state/form.csv"
office form show --format csv > "$file"
has 'form show' "$(office form show)" 'on_duty_count'
has 'form: its file changes nothing' "$(office form diff "$file")" 'the file changes nothing'
has 'form: in Chinese the same file' "$(office --lang zh form show --format csv | cmp - "$file" && echo same)" same
sed 's/\(figure,doorbell_count,[^,]*,\)[^,]*,/\1样例门铃,/' "$file" > "$file.2"
printf 'figure,elderly_count,visits,样例走访老人,elderly visited,人,people,0,2000,no,no,no,样例民政,样例表,2099-12-31,,,,\r\n' >> "$file.2"
has 'form diff' "$(office form diff "$file.2")" 样例门铃
sed 's/样例民政/ /; s/,0,2000,/,9,2,/' "$file.2" > "$file.3"
said="$(office form load "$file.3" "$(date -d '2 days' +%F)" --reason 样例)"
has 'form load: every fault at once' "$said" 'needs an owner'
lacks 'form load: in Chinese one colon' "$(office --lang zh form load "$file.3" 2099-01-01 --reason 样例)" '：:'
has 'form load: and this one' "$said" 'least not above most'
has 'form load: nothing half done' "$(office form show)" 'version 2, in force'
has 'form load: not for today' "$(office form load "$file.2" 2020-02-20 --reason 样例)" 'tomorrow or later'
has 'form load' "$(office form load "$file.2" "$(date -d '2 days' +%F)" --reason 样例)" 'version 3 takes effect'
iconv -t GB18030 "$file.2" | sed 's/hotline/hotline/' > "$file.4"
has 'form diff: a GB18030 file' "$(office form diff "$file.4")" 'the file changes nothing'
has 'figures of the new form' "$(office trend elderly_count --format json)" '"nights"'

has 'missing --watch ends when nobody is missing' "$(timeout 60 "$program" -d "$url user=office_sample" missing \
    2020-02-18 --watch 2>&1 & pid=$!; sleep 1; sql -c "SELECT office.excuse(c, '2020-02-18', '样例')
    FROM (SELECT committee_id AS c FROM office.missing WHERE report_date = '2020-02-18') m" > /dev/null; wait $pid)" \
    'nobody is missing'
