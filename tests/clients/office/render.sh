# shellcheck shell=bash
# needs: roster
# render: other offices' forms from what is stored, with no program change; and no question that nobody uses.

templates="$root/clients/office/templates"
for template in "$templates"/*.ini; do
    has "render $(basename "$template")" "$(COLUMNS=200 office render "$template" 2020-02-18)" '样表'
done
has 'a line says of how many it is' "$(COLUMNS=200 office render "$templates/publicity.ini" 2020-02-18)" '1/3'
is 'a figure as stored' "$(json '[r["temp_abnormal_count"] is not None for r in j["table"]].count(True)' \
    render "$templates/health-1400.ini" 2020-02-18)" 6
has 'who did not report stands there by name' "$(COLUMNS=200 office render "$templates/supplies.ini" 2020-02-18)" 样例西居委会
office render "$templates/subdistrict-1030.ini" 2020-02-18 --format xlsx > "$state/form.xlsx"
is 'as a workbook' "$(book form.xlsx 'sheets["街道疫情防控日报表(样表)"][1][:4]')" "['of', 'reported', '应到人数', '实到值守']"
printf '[table]\ntitle = t\nby = village\n[columns]\na = on_duty_count\n' > "$state/t.ini"
has 'grouped by nothing there is' "$(office render "$state/t.ini" 2020-02-18)" 'no totals by "village"'
printf '[table]\ntitle = t\nby = branch\n[columns]\na = nothing_count\n' > "$state/t.ini"
has 'a figure that is none' "$(office render "$state/t.ini" 2020-02-18)" 'has a figure "nothing_count"'
printf '[table]\ntitel = t\n' > "$state/t.ini"
has 'a line that is none' "$(office --lang zh render "$state/t.ini" 2020-02-18)" '第 2 行'
printf '[table]\ntitle\nby = branch\nnothing = t\n' > "$state/t.ini"
has 'the first line that is none' "$(office render "$state/t.ini" 2020-02-18)" 'line 2: neither [SECTION] nor NAME = VALUE'
printf '[table]\ntitle = t\ntitle = u\n' > "$state/t.ini"
has 'a title that is there twice' "$(office render "$state/t.ini" 2020-02-18)" 'line 3: what is "[table] title"? '
{ printf '[columns]\n'; printf 'a%d = on_duty_count\n' {1..41}; } > "$state/t.ini"
has 'too many columns' "$(office render "$state/t.ini" 2020-02-18)" 'line 42: "a41" is one column too many, 40 are the most'
printf '[table]\ntitle = \xb2\xe2\xca\xd4\n' > "$state/t.ini"
has 'a template in GBK' "$(office render "$state/t.ini" 2020-02-18)" 'line 2: it is no text in UTF-8'
printf '[table]\ntitle = \033[2J\n' > "$state/t.ini"
has 'a template that plays with the terminal' "$(office render "$state/t.ini" 2020-02-18)" 'control character: title'
printf '[table]\ntitle = t\n' > "$state/t.ini"
has 'a template without columns' "$(office render "$state/t.ini")" 'needs a title'
has 'no template' "$(office render /nowhere.ini)" '/nowhere.ini'
has 'a form by its name' "$(DAYBOOK_TEMPLATES="$templates" COLUMNS=200 office render health-1400 2020-02-18)" '居家隔离'
has 'and with its ending' "$(DAYBOOK_TEMPLATES="$templates" COLUMNS=200 office render health-1400.ini 2020-02-18)" '居家隔离'
mkdir "$state/forms" && cp "$templates/supplies.ini" "$state/forms/other-0900.ini"
has 'a name that is none: those there are' "$(DAYBOOK_TEMPLATES="$state/forms" office render health 2020-02-18)" \
    'there are: other-0900'
has 'no forms at all' "$(DAYBOOK_TEMPLATES="$state/none" office --lang zh render health)" '没有安装任何表'
has 'render list' "$(DAYBOOK_TEMPLATES="$templates" office render list)" 'health-1400'
has 'a program that is not installed finds the forms beside itself' "$(unset DAYBOOK_TEMPLATES; office render list)" 'health-1400'
has 'render list: by when' "$(DAYBOOK_TEMPLATES="$templates" office --lang zh render list)" '14:00'
is 'render list: a broken one among others is told' "$(printf '[table]\ntitel = t\n' > "$state/forms/a.ini"
    DAYBOOK_TEMPLATES="$state/forms" status_of office render list)" 65

# Without a date: the form of the night that is due by the form's hour today, and it says so.
printf '[table]\ntitle = t\nby = branch\ndeadline = 14:00\n[columns]\na = on_duty_count\n' > "$state/noon.ini"
sed 's/14:00/23:59/' "$state/noon.ini" > "$state/late.ini"
sed '/deadline/d' "$state/noon.ini" > "$state/any.ini"
sql -c "SELECT office.open_nights(d - 2, d) FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS d) t" >/dev/null
today="$(TZ=Asia/Shanghai date +%F)" before="$(TZ=Asia/Shanghai date -d yesterday +%F)"
has 'wanted at 14:00: of the night before' "$(office render "$state/noon.ini")" "the night of $before, the last one that is due before 14:00"
has 'wanted at midnight: of tonight' "$(office --lang zh render "$state/late.ini")" "$today 之夜"
lacks 'wanted at no hour: of tonight, as everywhere' "$(office render "$state/any.ini")" 'is due before'
lacks 'with a date nothing needs saying' "$(office render "$state/noon.ini" 2020-02-18)" 'is due before'
is 'a sheet holds the form alone' "$("$program" -d "$url user=office_sample" render "$state/noon.ini" --format csv 2>/dev/null |
    head -n 1 | tr -d '\r')" $'\xEF\xBB\xBFof,reported,a,missing'
is 'lesson 15: every question of the default form is used by a template' "$(comm -23 \
    <(sql -c "SELECT code FROM office.form WHERE version = 1 AND \"row\" = 'figure'" | sort) \
    <(sed -n 's/^[^;=]*= *\([a-z_]*_[a-z]*\) *$/\1/p' "$templates"/*.ini | sort -u))" ''
