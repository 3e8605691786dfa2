# shellcheck shell=bash
# needs: roster acts brief verbs kinds
# proxy: a report dictated over the telephone, by questions and from a file; what is refused, in both languages; how it is shown.
# Night 2020-02-17 of committees 4 and 5, which have not reported it; S2 is posted there. Its form is version 1.

# Answers to the questions: person, telephone, the 40 figures in their order (here by "N=VALUE"), then the rest.
dictated() { # FIGURES LINE...
    python3 - "$@" <<'PY'
import sys
figures = dict(pair.split("=") for pair in sys.argv[1].split())
print("\n".join(["", "１３８-0000", *(figures.get(str(n), "") for n in range(1, 41)), *sys.argv[2:]]))
PY
}
# A file: FIELD=VALUE a line.
filled() { printf 'field,value\n'; printf '%s\n' "$@" | sed 's/=/,/'; }
good='1=12 2=12 3=0 4=0 5=0 8=100 9=0 20=5 21=1 22=1 23=0 24=5'
situation='今晚门岗与楼道都已巡查,测温没有异常,居民情绪平稳,各项工作照常进行。'
file_good=(assigned_count=12 on_duty_count=12 leave_count=0 sick_count=0 unaccounted_count=0 temp_check_count=１００
           temp_abnormal_count=0 hq_open_count=5 hq_new_count=1 hq_released_count=1 hq_transferred_count=0 hq_current_count=5
           "situation=\"$situation\"" no_case=yes zero_report=是)
proxy() { office proxy 5 2020-02-17 "$@"; }

sql -c "UPDATE daybook.night SET closed_at = NULL, closed_by = NULL; DELETE FROM daybook.reopening"

# What is refused before anything is asked.
has 'no such committee' "$(office proxy 99 2020-02-17 < /dev/null)" 'there is no committee "99"'
has 'in Chinese' "$(office --lang zh proxy 99 2020-02-17 < /dev/null)" '花名册里没有'
has 'outside the campaign' "$(office proxy 5 2019-02-21 < /dev/null)" 'no form is in force on 2019-02-21'
has 'a night that is not there' "$(office proxy 5 2031-01-01 --person S2 < /dev/null)" 'there is no night of 2031-01-01'
has 'in Chinese' "$(office --lang zh proxy 5 2031-01-01 --person S2 < /dev/null)" '没有 2031-01-01 这一晚'
has 'nobody is posted' "$(office proxy 4 2020-03-01 < /dev/null)" 'nobody is posted at committee 4 on 2020-03-01'
has 'a person who is not posted there' "$(proxy --person S1 < /dev/null)" 'has no posting at committee 5 on 2020-02-17'
has 'in Chinese' "$(office --lang zh proxy 5 2020-02-17 --person S1 < /dev/null)" '没有派驻 5 号居委会'
has 'a person nobody knows' "$(proxy --person P77 < /dev/null)" 'no person with the code "P77"'
has 'where a report stands' "$(office proxy 1 2020-02-18 --person S1 < /dev/null)" 'is here: revision'
has 'in Chinese' "$(office --lang zh proxy 1 2020-02-18 --person S1 < /dev/null)" '的报告已经收到'
has 'nothing to correct' "$(proxy --correct --person S2 < /dev/null)" 'nothing was entered for committee 5'
office close 2020-02-22 > /dev/null
has 'a closed night' "$(office proxy 5 2020-02-22 --person S2 < /dev/null)" 'is closed: reopen it for committee 5 first'
has 'in Chinese' "$(office --lang zh proxy 5 2020-02-22 --person S2 < /dev/null)" '已经关闭：请先为 5 号居委会重开'
has 'an option that belongs elsewhere' "$(office night --correct)" '--file, --telephone and --correct do not belong here'
has 'as a workbook' "$(office proxy 5 --format xlsx)" 'only what is read comes as xlsx'
has 'the daemon may not' "$(office_as daybook_daemon proxy 5 2020-02-17 < /dev/null)" 'member of daybook_office'

# What is wrong with a figure is said at once, and the figure asked again.
said="$(dictated "$good" | sed '3s/.*/x\n61\n1２/' | proxy)"
has 'not a number' "$said" '"x" is no whole number: digits only, 0 for none'
has 'above its bound' "$said" '61 is outside 0 to 60: a digit too many or too few?'
has 'the input ended' "$said" 'the input ended: nothing was entered'
said="$(dictated "$good" | sed '3s/.*/x\n61\n12/' | office --lang zh proxy 5 2020-02-17)"
has 'not a number, in Chinese' "$said" '“x”不是整数'
has 'above its bound, in Chinese' "$said" '61 不在 0 到 60 之内'
has 'the input ended, in Chinese' "$said" '什么也没有入库'
is 'nothing was entered' "$(sql -c "SELECT count(*) FROM daybook.proxy_entry")" 0
is 'exit status' "$(status_of office proxy 5 2020-02-17 < /dev/null)" 65

# Rules: 13 is not 12 + 0 + 0 + 0; asked again are the figures of the rule. Then yes.
said="$(dictated "${good/1=12/1=13}" "$situation" n perhaps y 12 '' '' '' '' yes | proxy)"
has 'a rule that is broken, as a secretary reads it' "$said" 'not one may be'
has 'and what it adds up to' "$(tr -s '\n ' ' ' <<<"$said")" '= 12, 1 fewer than people assigned 13)'
lacks 'no code' "$said" 'E03'
has 'what is not filled is told' "$said" 'not filled, which is not 0 (28):'
has 'entered' "$said" 'Entered. Tell them the telephone code.'
is 'it stands, marked' "$(sql -c "SELECT revision, entered_by_proxy, entered_by FROM office.report
    WHERE committee_id = 5 AND report_date = '2020-02-17'")" '1|t|office_sample'
is 'its figures' "$(sql -c "SELECT figures[1:9] FROM daybook.nightly_report n JOIN daybook.proxy_entry USING (committee_id, record_id)")" \
    '{12,12,0,0,0,NULL,NULL,100,0}'
is 'who dictated, by which telephone' "$(json '[(e["person_code"], e["telephone"], e["state"], e["entered_by"]) for e in j["entries"]]' proxy list)" \
    "[('S2', '138-0000', 'WAITING', 'office_sample')]"
is 'the code is that of the bytes' "$(python3 - "$(sql -c "SELECT encode(sealed, 'hex'), replace(id::text, '-', ''), encode(hash, 'hex'), code
    FROM daybook.record JOIN daybook.proxy_entry ON record_id = id")" <<'PY'
import hashlib, sys
sealed, record_id, digest, code = sys.argv[1].split("|")
made = hashlib.blake2b(bytes.fromhex(sealed), digest_size=32).hexdigest()
print(made == digest and record_id in sealed and len(code) == 8)
PY
)" True
has 'the audit knows' "$(COLUMNS=140 office audit)" 'entered by telephone'
has 'night' "$(office night 2020-02-17)" 'reported by telephone, the original is awaited (1):'
has 'report' "$(office report 5 2020-02-17)" 'dictated by 样例支书 over the telephone, entered by'
has 'report in Chinese' "$(office --lang zh report 5 2020-02-17)" '电话口述，office_sample 代填；原件未到'
is 'as JSON' "$(json 'j["entered_by_proxy"], j["entered_by"]' report 5 2020-02-17)" "(True, 'office_sample')"
has 'history' "$(office history 5 2020-02-17)" 'office_sample'
lacks 'it is not missing' "$(office missing 2020-02-17)" '样例西居委会'
has 'not twice' "$(proxy --person S2 < /dev/null)" 'office_sample has entered the report of committee 5 of 2020-02-17'
has 'not twice, in Chinese' "$(office --lang zh proxy 5 2020-02-17 --person S2 < /dev/null)" 'office_sample 已于'

# Corrected over the entry: Enter keeps what stands.
said="$(dictated '8=140' '' '' '' yes | proxy --correct)"
has 'corrected' "$said" 'Entered.'
is 'only that figure changed' "$(json '[(r["revision"], r["field"], r["was"], r["now"]) for r in j["history"] if r["revision"] == 2]' \
    history 5 2020-02-17)" "[(2, 'temp_check_count', '100', '140')]"
is 'the first is entered again' "$(json '[e["state"] for e in j["entries"]]' proxy list)" "['WAITING', 'ENTERED_AGAIN']"

# From a file: all faults at once, with their lines.
sheet="$(office proxy sheet 1 2020-02-19 --format csv)"
has 'a sheet to fill' "$sheet" 'on_duty_count,,people on duty,people,0,60,yes,12,2'
has 'a sheet on paper' "$(office proxy sheet 1 2020-02-19)" 'must be filled'
from_file() { office proxy 4 2020-02-17 --person S2 --file "$@"; }
has 'nobody dictated' "$(office proxy 4 2020-02-17 --file "$state/none.csv")" 'say who dictated: --person CODE'
has 'no such file' "$(from_file "$state/none.csv")" 'No such file'
filled 'on_duty_cont=1' 'on_duty_count=x' 'leave_count=70' 'sick_count=0' 'sick_count=1' > "$state/bad.csv"
said="$(from_file "$state/bad.csv")"
has 'no such field' "$said" 'line 2: on_duty_cont: there is no field "on_duty_cont"; did you mean "on_duty_count"?'
has 'no number' "$said" 'line 3: on_duty_count: "x" is no whole number'
has 'above its bound' "$said" 'line 4: leave_count: 70 is outside 0 to 60'
has 'twice' "$said" 'line 6: figures.sick_count stands in line 5 already'
has 'how many' "$said" 'nothing was entered; faults: 4'
printf 'name,value\na,b\n' > "$state/head.csv"
has 'no heads' "$(from_file "$state/head.csv")" 'columns field and value'
filled "${file_good[@]/assigned_count=12/assigned_count=30}" > "$state/rules.csv"
said="$(from_file "$state/rules.csv")"
has 'a rule, at its line' "$said" 'line 2: absent, reason unknown: on duty, on leave'
has 'a rule: what it adds up to' "$said" '= 12, 18 fewer than people assigned 30)'
lacks 'a rule: no code' "$said" 'E03'
has 'a warning: where it is explained' "$said" 'if it is so, explain it in the field explanations.W_HALF'
is 'nothing was entered from these' "$(sql -c "SELECT count(*) FROM daybook.record WHERE committee_id = 4 AND report_date = '2020-02-17'")" 0
filled "${file_good[@]}" > "$state/good.csv"
is 'entered, as JSON' "$(json '[(e["committee_id"], e["report_date"], e["revision"], e["timeliness"]) for e in j["entered"]]' \
    proxy 4 2020-02-17 --person S2 --telephone 138 --file "$state/good.csv")" "[(4, '2020-02-17', 1, 'LATE')]"
iconv -f UTF-8 -t GB18030 "$state/good.csv" > "$state/gb.csv"
has 'from standard input, in GB18030' "$(office proxy 4 2020-02-17 --person S2 --telephone 138 --correct --file - < "$state/gb.csv")" \
    'Entered.'
is 'its situation' "$(sql -c "SELECT situation FROM office.report WHERE committee_id = 4 AND report_date = '2020-02-17'")" "$situation"

# A brief of that night: every number of it that was dictated says so, in every format.
while [ "$(sql -c "SELECT max(received_at) <= date_trunc('second', now()) FROM daybook.record")" = f ]; do sleep 0.1; done
brief_json="$(office --format json brief --night 2020-02-17 2> /dev/null | sed -n '/^{/,$p')"
is 'brief: the cells of those that were dictated, and no others' "$(python3 -c 'import json, sys
j = json.load(sys.stdin)
cells = [n for n in j["numbers"] if n["record_id"]]
print(sorted({n["committee_id"] for n in cells if n["entered_by_proxy"]}),
      {n["record_id"] for n in cells if n["entered_by_proxy"]} == {c["record_id"] for c in j["committees"] if c["entered_by_proxy"]},
      {r["record_id"] for r in j["records"] if r["entered_by_proxy"]} == {n["record_id"] for n in cells if n["entered_by_proxy"]},
      {t["by_proxy"] for t in j["totals"] if t["code"] == "on_duty_count"})' <<< "$brief_json")" '[4, 5] True True {2}'
made="$(sql -c 'SELECT max(brief_id) FROM office.briefs')"
has 'brief: in the text' "$(office brief show "$made" | grep -A6 'Dictated over the telephone' | tr -s ' ')" '5 样例'
has 'brief: in Chinese' "$(office --lang zh brief show "$made")" '电话口述、办公室代填'
office brief show "$made" --format html > "$state/dictated.html"
is 'brief: on paper, in each table of figures' "$(($(grep -c 'by telephone</span></td><td class="n' "$state/dictated.html") >=
    $(grep -c 'estimate, with what is carried' "$state/dictated.html") * 2))" 1
office brief show "$made" --format xlsx > "$state/dictated.xlsx"
has 'brief: as a workbook' "$(python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import book
sheets = book.read(sys.argv[2])[0]; print([h for h in sheets["numbers"][0]])' "$here" "$state/dictated.xlsx")" 'by telephone'
