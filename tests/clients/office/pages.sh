# shellcheck shell=bash
# needs: roster
# pages: what a person reads, in both languages: every number beside the number it is of, names and telephones, words.

page="$(office night 2020-02-18)"
has 'night: date, deadline, state' "$page" '2020-02-18 Tuesday, deadline 18 Feb 22:00, not closed'
has 'night: n of N' "$page" 'expected 6, reported 3, missing 3 (of these held: 2), late 1'
is 'night: by subdistrict' "$(grep -E '^样例甲街道' <<< "$page" | tr -s ' ')" '样例甲街道 3 2 1 1 1 0'
is 'night: by branch' "$(grep -E '^样例二支部' <<< "$page" | tr -s ' ')" '样例二支部 3 1 2 1 0 0'
has 'night: the missing' "$page" 'missing (3):'
is 'night: whom to call' "$(grep -E '^ +5 ' <<< "$page" | tr -s ' ')" \
    ' 5 样例西居委会 样例乙街道 nothing seen 样例支书 100-0002'
page="$(office --lang zh night 2020-02-18)"
has 'night in Chinese: head' "$page" '2020-02-18 星期二'
has 'night in Chinese: n of N' "$page" '应报 6，已报 3，未报 3（其中被挡 2），迟报 1'
has 'night of nobody' "$(office night 2020-02-19)" 'expected 6, reported 0, missing 6'
has 'a night that is none' "$(office night 2020-03-30)" 'there is no night of 2020-03-30'
is 'a night that is none: exit status' "$(status_of office night 2020-03-30)" 65

page="$(COLUMNS=100 office missing 2020-02-18)"
has 'missing: why' "$page" 'sender not posted there'
has 'missing: a reason that is newer than we are' "$page" 'night.moonless'
lacks 'missing: nobody else' "$page" 样例二居委会
has 'missing in Chinese' "$(office --lang zh missing 2020-02-18)" '当日未派驻该处'

page="$(office cases 2020-02-18)"
has 'cases: of n of N' "$page" 'cases: 2, from 3 of 6 committees'
lacks 'cases: newest revision only' "$page" 被更正
has 'cases: the beginning of the story' "$page" '…'
is 'cases: a story is one line' "$(grep -c 老人说 <<< "$page")" 0
page="$(office observations 2020-02-18 --lang zh)"
has 'observations: of n of N' "$page" '工作体会 3 条，来自 3/6 个居委会的报告'
is 'observations: grave ones first' "$(awk 'NR == 6 { print $3, $4 }' <<< "$page")" '风险点 高'

page="$(office report 1 2020-02-18)"
receipt="$(sed -n 3,4p <<< "$page" | tr '\n' ' ')"
has 'report: head' "$page" '1 样例一居委会 (样例甲街道, 样例一支部)'
has 'report: receipt' \
    "$receipt" 'revision 2, received 18 Feb 21:40, on time; form version 1 sent by 样例书记; telephone code CCCC CC12'
is 'report: zero is zero' "$(grep '  on leave' <<< "$page" | awk '{ print $(NF - 1) }')" 0
has 'report: not filled is not zero' "$page" 'not filled'
has 'report: not asked is neither' "$(grep 'doorbells' <<< "$page")" 'not asked'
has 'report: may be published' "$page" '1. =1+1 独居老人买药 (may be published)'
has 'report: revisions' "$page" 'CCCC CC11'
lacks 'report: no escape reaches the terminal' "$page" $'\e'
has 'report: the other form asks other figures' "$(office report 2 2020-02-18 | grep 'hotline\|calls')" 'not asked'
has 'report: supply needs' "$(office --lang zh report 样例二居委会 2020-02-18)" '急需'
has 'report: no case declared' "$(office report 6 2020-02-18)" 'declared: none tonight'
has 'report: zero report' "$(office --lang zh report 6 2020-02-18)" '零报告：无异常'
has 'report: none, and why' "$(office report 3 2020-02-18)" 'no report (held)'
has 'report: none, whom to call' "$(office report 5 2020-02-18)" 'contact: 样例支书 100-0002'
has 'report: two of one name' "$(office report 样例一居委会 2020-02-18)" 'give a number: 1 样例甲街道, 6 样例乙街道'
has 'report: the nearest name' "$(office report 样例三居委 2020-02-18)" 'did you mean "样例三居委会"?'
has 'report: no such number' "$(office report 99 2020-02-18)" 'there is no committee "99"'

# Every line of every table has the same width at most as the terminal, as the terminal counts.
widths() {
    python3 -c '
import sys, unicodedata as u
w = lambda s: sum(0 if u.combining(c) else 2 if u.east_asian_width(c) in "WF" else 1 for c in s)
print(max((w(line.rstrip("\n")) for line in sys.stdin), default=0))'
}
for verb in 'night 2020-02-18' 'missing 2020-02-18' 'cases 2020-02-18' 'observations 2020-02-18' 'report 1 2020-02-18' \
            'report 2 2020-02-18' 'key list' help; do
    for lang in zh en; do
        # shellcheck disable=SC2086  # words
        width="$(office --lang $lang $verb | widths)"
        if [ "$width" -le 80 ]; then ok; else bad "$verb fits 80 columns in $lang" "$width" 80; fi
    done
done
