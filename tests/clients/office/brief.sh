# shellcheck shell=bash
# needs: roster rights
# brief: made once, found again, the same to the byte whatever happens later; its errata; what is wrong in a command line.
# After the parts before, 1 and 2 have reported on time and late, 6 on time, 3, 4 and 5 are missing or excused.

brief() { under "$program" -d "$url user=office_sample" "$@" 2> "$state/brief.err"; }
at='--night 2020-02-18 --as-of 22:30'

has 'brief list: none' "$(office brief list)" 'no brief was made yet'
has 'errata of none' "$(office --lang zh brief --errata)" '还没有做过简报'
# shellcheck disable=SC2086  # words
page="$(brief brief $at)"
has 'brief: made' "$(cat "$state/brief.err")" 'brief 1 is made'
has 'brief: of which night, as of when' "$page" 'the night of 2020-02-18 Tuesday, as of 18 Feb 22:30, deadline 18 Feb 22:00'
has 'brief: n of N' "$page" 'expected 6, reported 2 (on time 2,'
has 'brief: who is missing, and whom to call' "$(grep -E '^ +2 ' <<< "$page" | tr -s ' ')" 样例二居委会
has 'brief: sums beside their hole' "$(grep -E '^on duty|^people on duty' <<< "$page" | tr -s ' ')" '2/6'
has 'brief: in Chinese' "$(brief brief $at --lang zh)" '应报 6，已报 2'
has 'brief: found' "$(cat "$state/brief.err")" '第 1 号简报已于 '
is 'brief list' "$(json '[(b["brief_id"], b["report_date"], b["expected"], b["reported"], b["made_by"]) for b in j["briefs"]]' \
    brief list)" "[(1, '2020-02-18', 6, 2, 'office_sample')]"
is 'brief: the audit has it' "$(json '[(a["act"], a["who"], a["subject"]) for a in j["acts"]][0]' audit)" \
    "('make_brief', 'office_sample', '2020-02-18')"
brief brief $at > "$state/found.txt"
brief brief show 1 | cmp - "$state/found.txt"
is 'brief: found and shown are the same' $? 0
is 'brief: every number is the sum of its cells, with revision and code' "$(json 'all(t["total"] == (sum(n["value"] or 0
    for n in j["numbers"] if (n["subject"], n["code"]) == (t["subject"], t["code"])) if any(n["value"] is not None
    for n in j["numbers"] if (n["subject"], n["code"]) == (t["subject"], t["code"])) else None) for t in j["totals"]),
    all(n["revision"] and len(n["receipt"]) == 8 for n in j["numbers"] if n["subject"] == "figure" and n["value"] is not None)' \
    brief show 1)" '(True, True)'
is 'brief: the records it counted' "$(json 'sorted({(r["committee_id"], r["revision"]) for r in j["records"]})' brief show 1)" \
    '[(1, 2), (6, 1)]'
brief brief --night 2020-02-18 --format json > "$state/now.json"
is 'brief: as of now it says what the night says' "$(python3 -c '
import json, sys
brief, night = json.load(open(sys.argv[1])), json.load(sys.stdin)
print([k for k in ("expected", "reported", "on_time", "late", "missing", "excused", "returned") if brief[k] != night[k]])' \
    "$state/now.json" < <(office --format json night 2020-02-18))" '[]'

# On paper: one file, nothing from elsewhere; every link has its place, and every number of the JSON stands in it.
brief brief show 1 --format html > "$state/brief.html"
brief brief show 1 --format html --lang zh > "$state/brief.zh.html"
for page in brief brief.zh; do
    is "$page: what HTML must be" "$(python3 "$here/paper.py" "$state/$page.html")" ok
done
has 'html: in Chinese' "$(cat "$state/brief.zh.html")" '每晚简报'
lacks 'html: no text of people is a tag' "$(cat "$state/brief.html")" '<b>样例'
has 'html: no escape' "$(tr -d '\033' < "$state/brief.html" | cmp - "$state/brief.html" && echo none)" none
if command -v weasyprint > /dev/null; then
    brief brief show 1 --format pdf > "$state/brief.pdf"
    is 'pdf' "$(head -c 5 "$state/brief.pdf")" '%PDF-'
fi
has 'pdf: without weasyprint' "$(PATH=/nowhere office brief show 1 --format pdf | tr -d '\0')" 'Debian package weasyprint'
has 'pdf: without weasyprint, in Chinese' "$(PATH=/nowhere office brief show 1 --format pdf --lang zh)" '软件包 weasyprint'
has 'xlsx' "$(brief brief show 1 --format xlsx | head -c 2)" PK
has 'csv' "$(brief brief show 1 --format csv)" on_duty_count

# ---------------------------------------------------------------- later
brief brief show 1 --format json > "$state/brief.json"
sql -c 'CREATE SCHEMA kept; CREATE TABLE kept.form AS TABLE daybook.form_indicator; CREATE TABLE kept.person AS TABLE daybook.person'
sql -c "UPDATE daybook.committee SET name = name || '改'" -c "UPDATE daybook.person SET telephone = '9'" \
    -c "UPDATE daybook.form_indicator SET label_zh = '改', label_en = 'changed'" -c "UPDATE daybook.posting SET valid_to = valid_from"
for format in json html; do
    brief brief show 1 --format $format | cmp - "$state/brief.$format"
    is "$format: the same to the byte, after all names have changed" $? 0
done
brief brief show 1 --format html --lang zh | cmp - "$state/brief.zh.html"
is 'html in Chinese: the same' $? 0
sql -c "UPDATE daybook.committee SET name = replace(name, '改', '')" -c "UPDATE daybook.posting SET valid_to = '2020-02-23'"
errata="$(COLUMNS=200 office brief --errata 1)"
has 'errata: a late report' "$errata" 'Correction: reported 2 → 3 (+样例二居委会 revision 1)'
has 'errata: sums with their hole' "$errata" '(2/6)'
has 'errata in Chinese' "$(COLUMNS=200 office brief --errata 1 --lang zh)" '更正：已报 2 → 3（+样例二居委会 第1版）'
is 'errata: each sentence has its cells' "$(json '{(e["subject"], e["code"]) for e in j["errata"] if e["subject"] not in
    ("case", "risk")} == {(c["subject"].replace(".carried", ""), c["code"]) for c in j["changes"]}' brief --errata 1)" True
has 'errata of the last: nothing' "$(office brief --errata)" 'nothing has changed'

# ---------------------------------------------------------------- what is wrong
wrong() { # what is said in English, in Chinese, words
    has "brief ${*:3}" "$(office brief "${@:3}")" "$1"
    has "brief ${*:3}, in Chinese" "$(office --lang zh brief "${@:3}")" "$2"
}
wrong 'is no time; write it as 22:30' '不是时间' --as-of soon
wrong 'is no time; write it as 22:30' '不是时间' --as-of 24:00
wrong 'is no time; write it as 22:30' '不是时间' --as-of '2020-02-30 22:30'
wrong 'still to come' '还没有到' --as-of '2090-01-01 22:30'
wrong 'there is no night of 2031-01-01: the nights are from' '没有 2031-01-01 这一晚' --night 2031-01-01
wrong 'is no date' '不是日期' --night 18.2.2020
wrong 'there is nothing to brief' '无从做简报' --night 2020-02-19
wrong 'there is no brief 99' '没有第 99 号简报' show 99
wrong 'there is no brief 99' '没有编号为 99 的简报' --errata 99
wrong 'is no number of a brief' '不是简报编号' show x
wrong 'is no number of a brief' '不是简报编号' --errata -- -1
wrong 'a number goes with --errata' '--errata 同用' 1
wrong 'belong to brief' '只用于 brief' list --night 2020-02-18
has 'html of something else' "$(office night 2020-02-18 --format html)" 'only a brief comes as html or pdf'
has 'as-of of something else' "$(office night --as-of 22:30)" 'belong to brief'
is 'a stranger makes none' "$(status_of office_as stranger brief --night 2020-02-18)" 77
is 'what was refused was not made' "$(json 'len(j["briefs"])' brief list)" 2

# The parts after this one find labels and telephones as they were.
sql -c 'UPDATE daybook.form_indicator f SET label_zh = k.label_zh, label_en = k.label_en FROM kept.form k
    WHERE k.version = f.version AND k.number = f.number' \
    -c 'UPDATE daybook.person q SET telephone = k.telephone FROM kept.person k WHERE k.person_id = q.person_id' \
    -c 'DROP SCHEMA kept CASCADE' 2> /dev/null

mkdir "$state/mute" && printf '#!/bin/sh\nexec cat > /dev/null\n' > "$state/mute/weasyprint" && chmod +x "$state/mute/weasyprint"
is 'a weasyprint that makes nothing is no success' "$(PATH="$state/mute:$PATH" status_of office brief show 1 --format pdf)" 71
