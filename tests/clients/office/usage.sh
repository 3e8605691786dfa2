# shellcheck shell=bash
# needs: roster
# usage: what is wrong with a command line, and the help for it; the language it is said in.

has 'help' "$(office help)" 'roster import FILE.csv'
has 'help of a verb' "$(office key approve --help)" 'daybook-office key approve HEX --person CODE'
has 'help of a verb: an example' "$(office help reopen)" 'daybook-office reopen 12 2020-02-18'
for verb in night missing report cases observations close reopen 'key approve' 'key revoke' 'key list' \
            'roster import'; do
    # shellcheck disable=SC2086  # words
    has "help $verb in Chinese" "$(office --lang zh help $verb)" '例如'
done
has 'version' "$(office version)" 'daybook-office 1'
is 'no verb: exit status' "$(status_of office)" 64
has 'the nearest verb' "$(office nigth)" 'did you mean "night"?'
has 'the nearest of two words' "$(office key aprove)" 'did you mean "key approve"?'
has 'half a verb' "$(office roster)" 'did you mean "roster list"?'
has 'no such option' "$(office night --date 2020-02-18)" 'there is no option --date'
has 'an option without its value' "$(office night --format)" '--format needs a value'
has 'a format that is none' "$(office night --format xml)" 'table, csv, json or xlsx'
has 'a date that is none' "$(office night 2020-02-30)" '"2020-02-30" is no date'
has 'a date in another shape' "$(office --lang zh night 20200218)" '不是日期'
has 'too many words' "$(office night 2020-02-18 2020-02-19)" 'too many words; it is: daybook-office night [DATE]'
has 'too few' "$(office report)" 'something is missing'
has 'an option of another verb' "$(office night --reason x)" '--reason does not belong here'
is 'usage: exit status' "$(status_of office night --reason x)" 64
has 'options before the verb too' "$(office --format json night 2020-02-18)" '"expected": 6'
has 'words behind --' "$(office -- night 2020-02-18)" 'expected 6'
has 'the business date' "$(office night)" "$(TZ=Asia/Shanghai date -d '4 hours ago' +%F)"

speaks() { env "$@" "$program" -d "$url user=office_sample" night 2020-02-18; }
has 'language of LC_ALL' "$(speaks LC_ALL=zh_CN.UTF-8)" '应报 6'
has 'language of LANG' "$(speaks LANG=zh_CN.UTF-8)" '应报 6'
has 'LC_ALL beats LANG' "$(speaks LC_ALL=C LANG=zh_CN.UTF-8)" 'expected 6'

# A range the wrong way round, nights that are none, and a level that there is not.
has 'total: from after to' "$(office total branch 2020-02-19 2020-02-18)" '2020-02-18 is before 2020-02-19'
has 'board: from after to' "$(office --lang zh board 2020-02-19 2020-02-18)" '2020-02-18 早于 2020-02-19'
is 'total of nights that are none' "$(office total branch 2019-01-01 2019-01-02)" 'no night of these has begun'
has 'completeness by what there is not' "$(office completeness village)" 'no completeness by "village"'
is 'and that is a wrong command line' "$(status_of office completeness village)" 64

# Help of every verb: each word and option of its usage is explained, and it fits one screen, in both languages.
help_lines="$(office help | sed -n 's/^  \([a-z]\{1,\}\( [a-z]\{1,\}\)\{0,1\}\)\( [[A-Z-].*\)\{0,1\}$/\1/p')"
while read -r verb; do
    for language in en zh; do
        # shellcheck disable=SC2086  # words
        said="$(office --lang $language help $verb)"
        is "help $verb, $language: one screen" "$(python3 - "$said" <<'PY'
import re, sys, unicodedata
lines = sys.argv[1].split("\n")
wide = [l for l in lines if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in l) > 80]
usage = re.split(r"\n  [^ -]", sys.argv[1].replace("\n[", " ["), maxsplit=1)[0]
words = {w.strip("[].|") for w in usage.split()[1:]}
words = {w for w in words if re.fullmatch(r"--[a-z-]+|[A-Z]{2,}(\.[a-z]+)?", w)}
valued = set(re.findall(r"--[a-z-]+ ([A-Z]+)", usage)) - set(re.findall(r"(?<![a-z] )\b([A-Z]{2,})\b", usage))
told = "\n".join(l for l in lines if re.match(r"  [A-Z-]", l))
print(len(lines) <= 24, wide, sorted(w for w in words - valued if not re.search(r"^  " + re.escape(w) + r"( |$)", told, re.M)))
PY
)" 'True [] []'
    done
done <<<"$help_lines"
