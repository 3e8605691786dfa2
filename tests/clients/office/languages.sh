# shellcheck shell=bash
# languages: every verb in both languages; see languages.py. One campaign as it was made, and twice with all that people wrote in
# Latin letters (latin.sql).

protoc --proto_path="$root/proto" --python_out="$state" "$root/proto/daybook.proto"
han="$url dbname=han" latin="$url dbname=latin" words="$state/words"
mkdir "$words"
sql -d "$url dbname=postgres" -c 'CREATE DATABASE han' && "$root/sql/migrate.sh" "$han" >/dev/null &&
    sql -d "$han" -c "ALTER DATABASE han SET daybook.zone = 'Asia/Shanghai'" -c "ALTER DATABASE han SET synchronous_commit = off" &&
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$state:$root/tests/flow" /usr/bin/python3 "$root/tests/campaign/generate.py" 3 \
        --nights 6 --committees 9 | sql -d "$han" >/dev/null &&
    sql -d "$han" -v seed=3 -f "$root/tests/campaign/kinds.sql" >/dev/null &&
    sql -d "$han" -c "SELECT setval(pg_get_serial_sequence('daybook.person', 'person_id'), 100000)" >/dev/null &&
    sql -d "$url dbname=postgres" -c 'CREATE DATABASE latin TEMPLATE han' &&
    sql -d "$latin" -c "ALTER DATABASE latin SET daybook.zone = 'Asia/Shanghai'" -f "$here/latin.sql" >/dev/null &&
    sql -d "$url dbname=postgres" -c 'CREATE DATABASE punctuation TEMPLATE latin' \
        -c "ALTER DATABASE punctuation SET daybook.zone = 'Asia/Shanghai'" || exit 1

under "$program" -d "$latin user=office_sample" form show --format csv |
    sed 's/2020-03-[0-9]*/2099-12-31/; s/^\(figure,assigned_count,.*\),0,60,/\1,0,61,/' > "$words/form.csv"
printf '%s\n' \
    committee_id,committee,subdistrict,branch,batch,batch_from,batch_to,person_code,person,telephone,secretary,valid_from,valid_to \
    '90,90,District 1,Branch 1,1,2020-02-17,2020-02-22,Z1,7,100-9001,yes,2020-02-17,2020-02-22' > "$words/roster.csv"
printf 'code,name,telephone,unit,party_member,signed_up_at,batch,branch\nN1,7,,8,no,2020-02-14 09:00,,\n' > "$words/volunteers.csv"
printf 'kind: notice\ntitle: 1234\nmust_ack: yes\naudience: all\n\n123456.\n' > "$words/bulletin.txt"
printf '[table]\ntitle = 1\nby = subdistrict\ndeadline = 14:00\n[columns]\n1 = on_duty_count\n2 = duty_hours\n' > "$words/sample.ini"
printf '%s\n' field,value assigned_count,12 on_duty_count,5 leave_count,7 sick_count,0 unaccounted_count,0 temp_check_count,100 \
    temp_abnormal_count,0 hq_open_count,5 hq_new_count,1 hq_released_count,1 hq_transferred_count,0 hq_current_count,5 \
    'situation,1234567890 1234567890 1234567890' no_case,yes explanations.W_HALF,12345 > "$words/dictated.csv"
sed 's/on_duty_count,5/on_duty_count,6/; s/^explanations.*//; s/123456789.*/12345678901/' "$words/dictated.csv" > "$words/half.csv"
said="$(PYTHONDONTWRITEBYTECODE=1 PAGER=cat COLUMNS=200 DAYBOOK_TEMPLATES="$words" /usr/bin/python3 "$here/languages.py" \
    "$program" "$latin" "$han" "$url dbname=punctuation" "$words")"
passed=$((passed + $(sed -n 's/^languages: \([0-9]*\) passed.*/\1/p' <<<"$said" | grep . || echo 0)))
if grep -v '^languages:' <<<"$said" || [ -z "$said" ]; then failed=$((failed + 1)); fi
