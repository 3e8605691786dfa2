# shellcheck shell=bash
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
is 'as a workbook' "$(book form.xlsx 'sheets["table"][0][:4]')" "['of', 'reported', '应到人数', '实到值守']"
printf '[table]\ntitle = t\nby = village\n[columns]\na = on_duty_count\n' > "$state/t.ini"
has 'grouped by nothing there is' "$(office render "$state/t.ini" 2020-02-18)" 'no totals by "village"'
printf '[table]\ntitle = t\nby = branch\n[columns]\na = nothing_count\n' > "$state/t.ini"
has 'a figure that is none' "$(office render "$state/t.ini" 2020-02-18)" 'has a figure "nothing_count"'
printf '[table]\ntitel = t\n' > "$state/t.ini"
has 'a line that is none' "$(office --lang zh render "$state/t.ini" 2020-02-18)" '第 2 行'
printf '[table]\ntitle = t\n' > "$state/t.ini"
has 'a template without columns' "$(office render "$state/t.ini")" 'needs a title'
has 'no template' "$(office render /nowhere.ini)" '/nowhere.ini'
has 'a form by its name' "$(DAYBOOK_TEMPLATES="$templates" COLUMNS=200 office render health-1400 2020-02-18)" '居家隔离'
has 'and with its ending' "$(DAYBOOK_TEMPLATES="$templates" COLUMNS=200 office render health-1400.ini 2020-02-18)" '居家隔离'
has 'a name that is none' "$(DAYBOOK_TEMPLATES="$templates" office render health 2020-02-18)" 'these are health-1400'
is 'lesson 15: every question of the default form is used by a template' "$(comm -23 \
    <(sql -c "SELECT code FROM office.form WHERE version = 1 AND \"row\" = 'figure'" | sort) \
    <(sed -n 's/^[^;=]*= *\([a-z_]*_[a-z]*\) *$/\1/p' "$templates"/*.ini | sort -u))" ''
