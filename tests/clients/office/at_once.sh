# shellcheck shell=bash
# at_once: two logins of the office do each act at the same moment; see at_once.py. And what is wrong with each act.

protoc --proto_path="$root/proto" --python_out="$state" "$root/proto/daybook.proto"
sql -d "$url dbname=postgres" -c 'CREATE DATABASE at_once' && "$root/sql/migrate.sh" "$url dbname=at_once" >/dev/null &&
    sql -d "$url dbname=at_once" -c "ALTER DATABASE at_once SET daybook.zone = 'Asia/Shanghai'" \
        -c 'CREATE ROLE office_second LOGIN IN ROLE daybook_office' &&
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$state:$root/tests/flow" /usr/bin/python3 "$root/tests/campaign/generate.py" 3 \
        --nights 6 --committees 9 | sql -d "$url dbname=at_once" >/dev/null &&
    sql -d "$url dbname=at_once" -v seed=3 -f "$root/tests/campaign/kinds.sql" >/dev/null &&
    sql -d "$url dbname=at_once" -c "SELECT setval(pg_get_serial_sequence('daybook.person', 'person_id'), 100000)" >/dev/null
once() { under "$program" -d "$url dbname=at_once user=office_sample" --lang "$@" 2>&1; }

# Bad input to every act: who hears what, in both languages; and nothing is done.
files="$state/files"
mkdir "$files"
once en form show --format csv > "$files/form.csv"
sed 's/2020-03-[0-9]*/2099-12-31/; s/^\(figure,assigned_count,.*\),0,60,/\1,0,61,/' "$files/form.csv" > "$files/more.csv"
sed 's/^\(figure,on_duty_count,.*\),0,60,/\1,70,60,/; s/^\(figure,leave_count,\)/figure,sick_count,/' "$files/more.csv" > "$files/wrong.csv"
cp "$files/more.csv" "$files/form.csv"
columns='committee_id,committee,subdistrict,branch,batch,batch_from,batch_to,person_code,person,telephone,secretary,valid_from'
row='样例居委会,田林街道,第一临时党支部,1,2020-02-17,2020-02-22'
printf '%s,valid_to\n90,%s,Z1,样例志愿者甲,100-9001,yes,2020-02-17,2020-02-22\n' "$columns" "$row" > "$files/roster.csv"
{ cat "$files/roster.csv"; printf 'x,%s,Z2,样例志愿者乙,100-9002,yes,2020-02-17,2020-02-22\n' "$row"; } > "$files/half.csv"
printf 'code,name,telephone,unit,party_member,signed_up_at,batch,branch\nN1,样例甲,,样例单位,no,2020-02-14 09:00,,\n' \
    > "$files/volunteers.csv"
{ cat "$files/volunteers.csv"; printf 'N2,样例乙,,样例单位,maybe,2020-13-14 09:00,,\n'; } > "$files/half-volunteers.csv"
printf 'kind: notice\ntitle: 样例通报\nmust_ack: yes\naudience: all\n\n样例正文。\n' > "$files/bulletin.txt"
printf 'kind: notice\ntitle: 样例通报\naudience: branch 77\n\n样例正文。\n' > "$files/nobody.txt"
printf '%s\n' field,value assigned_count,12 on_duty_count,12 leave_count,0 sick_count,0 unaccounted_count,0 temp_check_count,100 \
    temp_abnormal_count,0 hq_open_count,5 hq_new_count,1 hq_released_count,1 hq_transferred_count,0 hq_current_count,5 \
    situation,今晚门岗与楼道都已巡查测温没有异常居民情绪平稳 no_case,yes > "$files/dictated.csv"
sed 's/assigned_count,12/assigned_count,many/; s/no_case/no_cause/' "$files/dictated.csv" > "$files/half-dictated.csv"
once en close 2020-02-18 > /dev/null
audit_before="$(sql -d "$url dbname=at_once" -c 'SELECT count(*) FROM daybook.audit')"
while IFS='|' read -r english chinese line; do
    line="${line//FILES/$files}"
    eval "words=($line)"
    # shellcheck disable=SC2154  # by eval
    said="$(once en "${words[@]}" </dev/null)"
    has "$line" "$said" "$english"
    is "$line: exit status" "$(under "$program" -d "$url dbname=at_once user=office_sample" "${words[@]}" </dev/null >/dev/null 2>&1
        echo $?)" "$(case $line in 'close 202x'*) echo 64 ;; *) echo 65 ;; esac)"
    has "$line, in Chinese" "$(once zh "${words[@]}" </dev/null)" "$chinese"
done <<'TABLE'
there is no committee "77"|没有居委会“77”|return 77 2020-02-17 --reason x
there is no committee "77"|没有居委会“77”|excuse 77 2020-02-17 --reason x
there is no committee "77"|没有居委会“77”|excuse withdraw 77 2020-02-17 --reason x
there is no committee "77"|没有居委会“77”|reopen 77 2020-02-18 --reason x
there is no committee "77"|没有居委会“77”|proxy 77 2020-02-17 --person P1 --file FILES/dictated.csv
there is no committee "77"|没有居委会“77”|risk close 77 a42df8fd --reason x
there is no committee "77"|没有居委会“77”|risk assign 77 a42df8fd x
there is no committee "77"|没有居委会“77”|supply promise 77 防护服 1
there is no committee "77"|没有居委会“77”|supply close 77 防护服 --reason x
there is no committee "77"|没有居委会“77”|remark 77 x
there is no committee "77"|没有居委会“77”|remark withdraw 77 a42df8fd --reason x
there is no committee "77"|没有居委会“77”|redact 77 2020-02-17 situation --reason x
there is no committee "77"|没有居委会“77”|outage "2020-02-18 21:00" "2020-02-18 21:30" 77 --reason x
is closed already|已经关闭|close 2020-02-18
no night of 2021-01-01|2021-01-01|close 2021-01-01
2021-01-01|2021-01-01|reopen 1 2021-01-01 --reason x
2021-01-01|2021-01-01|return 1 2021-01-01 --reason x
2021-01-01|2021-01-01|excuse 1 2021-01-01 --reason x
2021-01-01|2021-01-01|proxy 1 2021-01-01 --person P1 --file FILES/dictated.csv
2021-01-01|2021-01-01|redact 1 2021-01-01 situation --reason x
no night|没有|brief --night 2021-01-01
is no date|不是日期|close 202x
no date or time|不是|outage soon later --reason x
"x"|"x"|roster import FILES/half.csv
nothing was imported|什么也没有导入|signup import FILES/half-volunteers.csv
nothing was imported|什么也没有导入|form load FILES/wrong.csv 2099-01-01 --reason x
tomorrow or later|明天|form load FILES/more.csv 2020-02-19 --reason x
77|77|bulletin publish FILES/nobody.txt
77|77|bulletin revoke 77 --reason x
there is no person "Z9"|没有“Z9”|invite Z9
there is no person "Z9"|没有“Z9”|key withdraw Z9 --reason x
there is no person "Z9"|没有“Z9”|key approve 5f3c --person Z9
not a public key|公钥|key revoke 5f3c --reason x
is too recent|太近|purge --before 2099-01-01 --reason x
TABLE
is 'what is refused is not done' "$(sql -d "$url dbname=at_once" -c 'SELECT count(*) FROM daybook.audit')" "$audit_before"
has 'a form: which contradiction' "$(once en form load "$files/wrong.csv" 2099-01-01 --reason x)" 'least not above most'
has 'a form: each of them' "$(once en form load "$files/wrong.csv" 2099-01-01 --reason x)" 'sick_count'
sql -d "$url dbname=at_once" -c "UPDATE daybook.night SET closed_at = NULL, closed_by = NULL WHERE report_date = '2020-02-18'"

# The same files in GB18030 are taken.
for file in roster.csv volunteers.csv dictated.csv bulletin.txt form.csv; do
    iconv -f UTF-8 -t GB18030 "$files/$file" > "$files/$file.gb" && mv "$files/$file.gb" "$files/$file"
done
sql -d "$url dbname=at_once" -c "INSERT INTO daybook.daemon (name, started_at, alive_at, accepting, endpoint, server_key, version, counters,
    enrol_endpoint) VALUES ('sample', now(), now(), true, 'tcp://127.0.0.1:5570', decode(repeat('cd', 32), 'hex'), 'x', '{}',
    'tcp://Daybook.Example.org:5571')"
said="$(/usr/bin/python3 "$here/at_once.py" "$program" "$url dbname=at_once" "$files")"
passed=$((passed + $(sed -n 's/^at once: \([0-9]*\) passed.*/\1/p' <<<"$said" | grep . || echo 0)))
if grep -v '^at once:' <<<"$said" || [ -z "$said" ]; then failed=$((failed + 1)); fi
is 'and what they say in it' "$(sql -d "$url dbname=at_once" -c "SELECT person FROM office.postings WHERE person_code = 'Z1'")" 样例志愿者甲
