# shellcheck shell=bash
# roster: a file with faults changes nothing and hears all of them; a good one is taken in any encoding.
# Leaves six committees of two subdistricts and two branches, and the rows of rows.sql.

head='committee_id,committee,subdistrict,branch,batch,batch_from,batch_to,person_code,person,telephone,secretary'
head="$head,valid_from,valid_to"
week='2020-02-17,2020-02-23'
csv="$state/roster.csv"
good_roster() {
    printf '%s\r\n' "$head"
    for committee in 1:样例一居委会:样例甲街道 2:样例二居委会:样例甲街道 3:样例三居委会:样例甲街道 \
                     4:样例东居委会:样例乙街道 5:样例西居委会:样例乙街道 6:样例一居委会:样例乙街道; do
        IFS=: read -r number name subdistrict <<< "$committee"
        branch=样例一支部 person=S1,样例书记,100-0001
        [ "$number" -lt 4 ] || branch=样例二支部 person=S2,样例支书,100-0002
        printf '%s,%s,%s,%s,1,%s,%s,yes,%s\r\n' "$number" "$name" "$subdistrict" "$branch" "$week" "$person" "$week"
    done
}
count() { sql -c 'SELECT count(*) FROM daybook.posting'; }

cat > "$csv" <<ROSTER
$head
1,样例一居委会,样例甲街道,样例一支部,1,$week,S1,样例书记,100-0001,yes,2020-02-17,2020-02-30
2,样例二居委会,样例甲街道,样例一支部,1,$week,S1,样例书记,100-0001,yes
3,"样例三居委会,样例甲街道
4,x,y,z,1,$week,S1,样例书记,100-0001,perhaps,$week"
x,样例四居委会,样例乙街道,样例二支部,1,$week,S2,样例支书,100-0002,yes,$week
,,,,,,,,,,,,
ROSTER
faults="$(office roster import "$csv")"
has 'a fault the database finds' "$faults" 'line 2: valid_to "2020-02-30"'
has 'a fault of the file' "$faults" 'line 3: 11 fields, the head has 13'
has 'a fault in a record of two lines' "$faults" 'line 4: '
has 'a fault behind it' "$faults" 'line 6: committee_id "x"'
has 'faults: counted, nothing done' "$faults" 'nothing was imported; faults: 4'
is 'faults: in the order of lines' \
    "$(grep -c '^line' <<< "$faults") $(grep '^line' <<< "$faults" | sort -c -t' ' -k2n && echo sorted)" '4 sorted'
has 'faults: in Chinese' "$(office --lang zh roster import "$csv")" '第 2 行'
is 'faults: nothing in the database' "$(count)" 0
is 'faults: exit status' "$(status_of office roster import "$csv")" 65

printf '%s\n' "${head/subdistrict/subdistict},extra" > "$csv"
faults="$(office roster import "$csv")"
has 'an unknown column, and the nearest' "$faults" '"subdistict" is unknown; did you mean "subdistrict"?'
has 'another unknown column' "$faults" '"extra" is unknown'
has 'a missing column' "$faults" '"subdistrict" is missing'
: > "$csv"
has 'an empty file' "$(office roster import "$csv")" 'the file is empty'
printf '%s\n' "$head" > "$csv"
has 'a head alone' "$(office roster import "$csv")" 'the roster has no rows'
good_roster | iconv -t UTF-16 > "$csv"
has 'UTF-16' "$(office roster import "$csv")" 'UTF-16'
is 'no such file' "$(status_of office roster import "$state/none.csv")" 66
is 'a folder' "$(status_of office roster import "$state")" 66

good_roster > "$csv"
has 'a good roster' "$(office roster import "$csv")" 'imported: 6 postings of 2 persons at 6 committees; new nights: 7'
is 'a good roster: names' "$(sql -c 'SELECT committee FROM office.committees WHERE committee_id = 4')" 样例东居委会
printf '\xEF\xBB\xBF%s\n' "$(good_roster | tr -d '\r')" > "$csv"
has 'again, with BOM and LF' "$(office roster import "$csv")" 'new nights: 0'
good_roster | iconv -t GB18030 > "$csv"
is 'again, in GB18030' "$(json 'j["committees"], j["nights"]' roster import "$csv")" '(6, 0)'
is 'nothing doubled' \
    "$(count) $(sql -c 'SELECT string_agg(committee, chr(32) ORDER BY committee_id) FROM office.committees')" \
    '6 样例一居委会 样例二居委会 样例三居委会 样例东居委会 样例西居委会 样例一居委会'
sql -1 -f "$here/rows.sql" > /dev/null || exit 1
