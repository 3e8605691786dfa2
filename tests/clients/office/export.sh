# shellcheck shell=bash
# needs: roster
# export: workbooks, read again from their XML; by LibreOffice too where it is installed.

has 'export a night' "$(office export night 2020-02-18 "$state/night.xlsx")" "written: $state/night.xlsx"
inside() { python3 -c 'import re, sys, zipfile; print(re.findall(sys.argv[3], zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())[0])' \
    "$state/$1" "$2" "$3"; }
is 'a night: heads have room for two lines' "$(inside night.xlsx xl/worksheets/sheet1.xml '<row r="1"[^>]* ht="([0-9]+)"')" 32
is 'a night: the chart stands below, from the first column' "$(inside night.xlsx xl/drawings/drawing1.xml '<xdr:from><xdr:col>([0-9]+)<')" 0
is 'a night: its sheets' "$(book night.xlsx 'list(sheets)[:5] + list(sheets)[-8:]')" \
    "['overview', 'missing', 'by telephone', 'totals', 'totals by branch', 'cases', 'observations', 'supply needs', 'outside the form', 'reconciliation', 'roll call', 'not reached or not called', 'health, counts']"
is 'a night: the roll call and health of every expected committee' \
    "$(book night.xlsx 'len(sheets["roll call"]), len(sheets["health, counts"])')" '(7, 7)'
is 'a night: a sheet for each group of the form' "$(book night.xlsx '"home quarantine" in sheets or sorted(sheets)')" True
is 'a night: every expected committee in it' "$(book night.xlsx 'len(sheets["staff"])')" 7
is 'a number is a number' "$(book night.xlsx '{type(r[4]).__name__ for r in sheets["staff"][1:] if r[4] != "not reported"}')" \
    "{'float'}"
is 'not reported, not filled and 0 are three cells' "$(book night.xlsx 'sorted({str(c) for rows in sheets.values()
    for r in rows for c in r} & {"not reported", "not filled", "0.0"})')" "['0.0', 'not filled', 'not reported']"
is 'a total stands beside its hole' "$(book night.xlsx '[r[sheets["totals"][0].index("reported")] for r in
    sheets["totals"][1:]] == [3.0] * (len(sheets["totals"]) - 1)')" True
is 'heads are frozen, and filters set' "$(book night.xlsx 'all("<pane " in x for x in raw.values()),
    sum("<autoFilter" in x for x in raw.values()) > 5')" '(True, True)'
is 'no formula anywhere' "$(book night.xlsx 'any("<f>" in x for x in raw.values())')" False
is 'a chart' "$(book night.xlsx charts)" 1
has 'export the campaign' "$(office --lang zh export campaign "$state/campaign.xlsx")" '已写入'
is 'the campaign: in Chinese' "$(book campaign.xlsx 'list(sheets)[:3]')" "['概览', '按支部', '按居委会']"
is 'the campaign: the other records of the days' "$(book campaign.xlsx 'list(sheets)[-9:]')" \
    "['物资缺口汇总', '各居委会物资缺口', '更正取消的需求', '物资出入库', '支部会议', '会议决定', '经验做法', '通报', '通报未读']"
is 'the campaign: days on the axis' "$(inside campaign.xlsx xl/charts/chart1.xml '<c:numFmt formatCode="(mm-dd)"')" mm-dd
is 'the campaign: charts' "$(book campaign.xlsx charts)" 3
has 'export where nobody can write' "$(office export night 2020-02-18 /nowhere/n.xlsx)" '/nowhere/n.xlsx'
has 'export a night that is none' "$(office export night 2031-01-01 "$state/none.xlsx")" 'there is no night'
is 'nothing half done is left' "$(ls "$state"/none* /nowhere 2>/dev/null)" ''
office total branch --format xlsx > "$state/total.xlsx"
is 'any list as a workbook' "$(book total.xlsx 'list(sheets), len(sheets["totals"]) > 40')" "(['totals'], True)"
has 'an act is not a workbook' "$(office close 2020-02-18 --format xlsx)" 'only what is read'

if command -v soffice > /dev/null; then
    (cd "$state" && timeout 300 soffice "-env:UserInstallation=file://$state/lo" --headless \
        --convert-to csv:"Text - txt - csv (StarCalc)":44,34,76,1,,0,false,true,false,false,false,2 night.xlsx) \
        > /dev/null 2>&1
    is 'LibreOffice reads the same missing' "$(tail -n +2 "$state"/night-missing.csv | wc -l)" \
        "$(json 'len(j["missing_committees"])' missing 2020-02-18)"
fi

# A pipe or a device is written to; it stays what it is.
mkfifo "$state/pipe"
cat "$state/pipe" > "$state/piped.xlsx" &
has 'export into a pipe' "$(office export night 2020-02-18 "$state/pipe")" written
wait $!
is 'the pipe stays a pipe' "$(stat -c %F "$state/pipe")" fifo
is 'and what came through is a workbook' "$(head -c 2 "$state/piped.xlsx")" PK
