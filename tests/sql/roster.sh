# roster: import_roster says all that is wrong at once and changes nothing then; what is right it imports, once.
# Leaves the sample roster of this file: six committees, two batches (17 to 23 and 24 to 29 February 2020).

# Rows as the client sends them, from CSV on standard input: all values text, the line of the file beside them.
rows() {
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; printf "["; next }
        { printf("%s{\"line\": %d", (NR > 2) ? ",\n" : "", NR)
          for (i = 1; i <= NF; i++) printf ", \"%s\": \"%s\"", name[i], $i
          printf "}" } END { print "]" }'
}
import() { ask "$url" -v rows="$(rows)" -f - <<<"SELECT * FROM office.import_roster(:'rows')"; }
header='committee_id,committee,subdistrict,branch,batch,batch_from,batch_to,person_code,person,telephone,secretary'
header="$header,valid_from,valid_to"
b1='2020-02-17,2020-02-23'
b2='2020-02-24,2020-02-29'
good="$header
1,样例一居委会,样例甲街道,样例一支部,1,$b1,S1,样例书记,100-0001,yes,$b1
1,样例一居委会,样例甲街道,样例一支部,1,$b1,P3,样例丙,100-0003,no,$b1
2,样例二居委会,样例甲街道,样例一支部,1,$b1,S1,样例书记,100-0001,yes,$b1
2,样例二居委会,样例甲街道,样例一支部,1,$b1,A1,样例甲,100-0004,no,$b1
3,样例三居委会,样例乙街道,样例二支部,1,$b1,P5,样例戊,100-0005,no,$b1
3,样例三居委会,样例乙街道,样例二支部,1,$b1,P4,样例丁,100-0006,no,$b1
5,样例五居委会,样例乙街道,样例二支部,1,$b1,P6,样例己,,no,2020-02-17,2020-02-20
6,样例六居委会,样例乙街道,样例二支部,1,$b1,P6,样例己,,no,$b1
1,样例一居委会,样例甲街道,样例一支部,2,$b2,P7,样例庚,100-0007,no,$b2
4,样例四居委会,样例丙街道,样例二支部,2,$b2,P8,样例辛,100-0008,no,$b2"

# Each of these changes one thing in `good` (with sed), and the import answers with that sentence.
refuses() {                                           # name, sed script, part of the message
    has "$1" "$(sed -e "$2" <<<"$good" | import)" "$3"
}
has 'no rows' "$(import <<<"$header")" 'DB011: the roster has no rows'
has 'not an array' "$(sql "SELECT office.import_roster('{}')")" 'DB011: '
has 'nothing' "$(sql 'SELECT office.import_roster(NULL)')" 'DB011: '
has 'rows that are no objects' "$(sql "SELECT office.import_roster('[1, null, [2]]')")" 'line 4: committee_id is empty'
refuses 'a number' '2s/^1/one/' 'line 2: committee_id "one": must be a number from 1 to 999999999'
refuses 'a number out of range' '2s/^1/0/' 'line 2: committee_id "0"'
refuses 'an empty name' '3s/样例一居委会//' 'line 3: committee is empty'
refuses 'a long name' "3s/样例一居委会/$(printf '长%.0s' $(seq 41))/" 'must be 1 to 40 characters'
refuses 'a control character' '3s/样例丙/样例\\u0007丙/' 'line 3: person'
refuses 'a day that does not exist' '4s/2020-02-23$/2020-02-30/' \
    'line 4: valid_to "2020-02-30": must be a date as 2020-02-17'
refuses 'a date of another shape' '4s/2020-02-23$/23.2.2020/' 'line 4: valid_to "23.2.2020"'
refuses 'a code' '4s/S1/S 1/' 'line 4: person_code "S 1": must be 1 to 20 letters'
refuses 'a word that is not yes or no' '4s/yes/maybe/' 'line 4: secretary "maybe": must be yes or no'
refuses 'a column nobody knows' '1s/telephone/phone/' 'line 1: column "phone" is unknown'
refuses 'two subdistricts' '3s/样例甲街道/样例丁街道/' 'committee_id 1: subdistrict is "样例丁街道" here and "样例甲街道" in line 2'
refuses 'two branches' '3s/样例一支部/样例三支部/' 'committee_id 1: branch is "样例三支部" here'
refuses 'two names of a committee' '3s/样例一居委会/样例九居委会/' 'committee_id 1: committee is "样例九居委会" here'
refuses 'two numbers of a committee' '3s/^1/9/' 'committee 样例甲街道 样例一居委会: committee_id is "9" here'
refuses 'two names of a person' '4s/样例书记/样例别人/' 'person_code S1: person is "样例别人" here and "样例书记" in line 2'
refuses 'two telephones of a person' '4s/100-0001/100-9999/' 'person_code S1: telephone is "100-9999" here'
refuses 'two spans of a batch' '4s/1,2020-02-17,/1,2020-02-16,/' 'batch 1: batch_from is "2020-02-16" here'
refuses 'from after to' '6s/2020-02-17,2020-02-23$/2020-02-23,2020-02-17/' \
    'line 6: valid_to 2020-02-17 is before valid_from 2020-02-23'
refuses 'a posting of years' '6s/2020-02-23$/2022-02-23/' \
    'line 6: a posting from 2020-02-17 to 2022-02-23 is longer than a year'
refuses 'the same posting twice' '3s/P3,样例丙,100-0003,no/S1,样例书记,100-0001,no/' \
    'line 3: S1 at committee 1: overlaps the posting in line 2'
found="$(sed -e '2s/^1/x/' -e '4s/yes/y/' -e '6s/2020-02-23$/2020-02-31/' <<<"$good" | import)"
has 'all errors at once, in order' "$found" \
    $'line 2: committee_id "x": must be a number from 1 to 999999999\nline 4: secretary "y"'
has 'the last of them' "$found" 'line 6: valid_to "2020-02-31"'
has 'the same in Chinese' "$found" $'DETAIL:  第 2 行:committee_id"x":应为 1 到 999999999 的数\n第 4 行'
is 'nothing was imported' "$(sql 'SELECT count(*) FROM daybook.committee')$(sql 'SELECT count(*)
    FROM daybook.night')" 00

is 'import' "$(import <<<"$good")" '6|8|10|13'
all="SELECT md5(string_agg(t::text, E'\n' ORDER BY t::text)) FROM (
    SELECT xmin, c::text FROM daybook.committee c UNION ALL SELECT xmin, c::text FROM daybook.person c
     UNION ALL SELECT xmin, c::text FROM daybook.posting c UNION ALL SELECT xmin, c::text FROM daybook.batch c
     UNION ALL SELECT xmin, c::text FROM daybook.night c UNION ALL SELECT xmin, c::text FROM daybook.subdistrict c) t"
before="$(sql "$all")"
is 'import again' "$(import <<<"$good")" '6|8|10|0'
is 'touches no row' "$(sql "$all")" "$before"
is 'subdistricts get numbers in order' "$(sql "SELECT string_agg(name, ' ' ORDER BY subdistrict_id)
    FROM daybook.subdistrict")" \
   '样例甲街道 样例乙街道 样例丙街道'
is 'nights open at 16:00 and end at 22:00 there' "$(sql "SET TimeZone = 'Asia/Shanghai';
    SELECT DISTINCT opens::time, deadline::time FROM daybook.night")" '16:00:00|22:00:00'
is 'a person without a telephone' "$(sql "SELECT telephone IS NULL FROM daybook.person WHERE code = 'P6'")" t

has 'a posting that overlaps one that stands' "$(import <<<"$header
5,样例五居委会,样例乙街道,样例二支部,1,$b1,P6,样例己,,no,2020-02-19,2020-02-22")" \
    'line 2: P6 at committee 5: overlaps the posting from 2020-02-17 to 2020-02-20 that is in the roster'
has 'a person in two branches on the same days, in the file' "$(import <<<"$header
1,样例一居委会,样例甲街道,样例一支部,1,$b1,P9,样例壬,,no,$b1
3,样例三居委会,样例乙街道,样例二支部,1,$b1,P9,样例壬,,no,2020-02-23,2020-02-24")" \
    'line 3: P9 is posted in 样例二支部 from 2020-02-23 to 2020-02-24, and on the same days in 样例一支部'
has 'and with a posting that stands' "$(import <<<"$header
3,样例三居委会,样例乙街道,样例二支部,1,$b1,S1,样例书记,100-0001,no,2020-02-23,2020-02-23")" \
    'line 2: S1 is posted in 样例二支部 from 2020-02-23 to 2020-02-23, and on the same days in 样例一支部'
has 'a name that another committee has' "$(import <<<"$header
9,样例五居委会,样例乙街道,样例二支部,1,$b1,P9,样例壬,,no,$b1")" 'is number 5 in the roster, not 9'
is 'the same posting with another end, telephone added, 是 for yes,
    spaces around' "$(import <<<"$header,committee_telephone
5, 样例五居委会 ,样例乙街道,样例二支部,1,$b1,P6,样例己, 100-0066,是,2020-02-17,2020-02-21,021-5")" '1|1|1|0'
is 'is changed in place' "$(sql "SELECT valid_to, secretary, q.telephone, c.telephone FROM daybook.posting p
    JOIN daybook.person q USING (person_id) JOIN daybook.committee c USING (committee_id) WHERE committee_id = 5")" \
   '2020-02-21|t|100-0066|021-5'
import <<<"$good" >/dev/null
is 'and back; an empty telephone keeps the old one' "$(sql "SELECT valid_to, secretary, q.telephone
    FROM daybook.posting p
    JOIN daybook.person q USING (person_id) WHERE committee_id = 5")" '2020-02-20|f|100-0066'

# Two imports at once of what nobody has yet: one waits for the other.
new="$header
7,样例七居委会,样例丁街道,样例三支部,2,$b2,P10,样例子,,no,$b2"
import <<<"$new" >"$state/a" & one=$!
import <<<"$new" >"$state/b" & two=$!
wait $one $two
is 'two imports at once' "$(sort "$state/a" "$state/b")" $'1|1|1|0\n1|1|1|0'
sql "DELETE FROM daybook.posting WHERE committee_id = 7; DELETE FROM daybook.committee WHERE committee_id = 7"
