# shellcheck shell=bash
# needs: roster
# places: what of a verb concerns one subdistrict, branch or committee; and figures by a part of their name.

missing_of() { json 'sorted({(m["subdistrict"], m["branch"]) for m in j["missing_committees"]})' missing 2020-02-18 "$@"; }
has 'missing in a subdistrict: whom to call' "$(COLUMNS=140 office missing 2020-02-18 --in 样例乙)" '100-0'
read -r subdistrict branch < <(sql -F ' ' -c "SELECT subdistrict, branch FROM office.missing
    WHERE report_date = '2020-02-18' ORDER BY committee_id LIMIT 1")
for place in "$subdistrict" "${subdistrict%街道}" "$branch"; do
    level=subdistrict
    [ "$place" != "$branch" ] || level=branch
    is "missing --in $place: those of it, all of them" \
        "$(office --format json missing 2020-02-18 --in "$place" |
           python3 -c 'import json, sys; print(sorted(m["committee_id"] for m in json.load(sys.stdin)["missing_committees"]))')" \
        "[$(sql -c "SELECT string_agg(committee_id::text, ', ' ORDER BY committee_id) FROM office.missing
            WHERE report_date = '2020-02-18' AND $level LIKE '$place%'")]"
done
is 'missing --in: the place adds up' "$(json 'j["in_place"][0]["expected"] == j["in_place"][0]["reported"] +
    j["in_place"][0]["missing"] + j["in_place"][0]["excused"]' missing 2020-02-18 --in "$subdistrict")" True
lacks 'missing --in: n of N is that of the place' "$(office missing 2020-02-18 --in "$subdistrict")" 'expected 6'
has 'cases --in: of how many' "$(office cases 2020-02-18 --in 1)" 'from 1 of 1 committees'
has 'in Chinese' "$(office --lang zh missing 2020-02-18 --in "$subdistrict")" '只看'
has 'no such place: which there are' "$(office missing --in Tianlin)" "$subdistrict"
has 'no such place, in Chinese' "$(office --lang zh missing --in 月球)" '没有这个地方'
sql -c "INSERT INTO daybook.subdistrict SELECT max(subdistrict_id) + 1, '样例田林街道' FROM daybook.subdistrict
    RETURNING subdistrict_id" -c "UPDATE daybook.committee SET subdistrict_id = (SELECT max(subdistrict_id) FROM
    daybook.subdistrict) WHERE committee_id = 2" > /dev/null
has 'a wrong character: which was meant' "$(office missing --in 样例天林)" 'there is no such place; did you mean "样例田林街道"?'
has 'the same in Chinese' "$(office --lang zh missing --in 天林)" '没有这个地方；是不是“样例田林街道”？'
sql -c "UPDATE daybook.committee SET subdistrict_id = (SELECT subdistrict_id FROM daybook.committee WHERE committee_id = 1)
    WHERE committee_id = 2" -c "DELETE FROM daybook.subdistrict WHERE name = '样例田林街道'"
has 'a committee: which was meant' "$(office report 样例二局委会)" 'did you mean "样例二居委会"?'
has 'in Chinese' "$(office --lang zh ledger 样例二局委会)" '是不是“样例二居委会”？'
has 'a figure: which was meant' "$(office --lang zh trend 消毒楼到)" '是不是“消毒楼道”？'
has 'several places' "$(office missing --in 样例一居委会)" 'several places are called so'
has 'nothing' "$(office missing --in '')" 'there is no such place'
is 'a wrong place: exit status' "$(status_of office missing --in 月球)" 65
has 'in does not belong everywhere' "$(office audit --in "$subdistrict")" '--in does not belong here'
is 'total committee --in' "$(json 'len(j["totals"])' total committee 2020-02-18 2020-02-18 --figure on_duty_count --in 2)" 1
has 'total of a level that the place is not' "$(office total night --in "$subdistrict")" 'by subdistrict, committee and campaign it is counted'
is 'total of the place itself' "$(json '{t["name"] for t in j["totals"]}' total subdistrict --in "$subdistrict")" "{'$subdistrict'}"
for verb in risks items 'rollcall 2020-02-18' 'rollcall persons 2020-02-18' 'health 2020-02-18' supplies board 'reconcile 2020-02-18' 'search 老人' 'ledger notices'; do
    # shellcheck disable=SC2086  # words
    is "$verb --in: no line of another place" "$(office --format json $verb --in 2 |
        grep -oE '"committee_id": [0-9]+' | grep -v ': 2$')" ''
    # shellcheck disable=SC2086  # words
    has "$verb --in: says so" "$(office $verb --in 2)" 'alone, committees: 1'
done

has 'a figure by a part of its name' "$(COLUMNS=140 office total night 2020-02-18 2020-02-18 --figure stairwell)" 'stairwells'
has 'in Chinese' "$(COLUMNS=140 office --lang zh trend 消毒楼道)" '2020-02-18'
has 'a part of several: which' "$(office total night --figure disinfected)" 'is part of the names of 2 figures'
has 'an exact code is meant, whatever it is part of' "$(office trend stat_entry_count)" '2020-02-18'
has 'a part of none' "$(office --lang zh total night --figure nothing)" '没有“nothing”这个指标'
has 'total of the whole, in Chinese' "$(office --lang zh total campaign)" '全程'
