# migrations: applied once, twice, by two at once; what is refused, and with which sentence. Leaves the database
# migrated.

has 'status of an empty database' "$(sql/migrate.sh "$url" --status)" $'0001_tables.sql\tmissing'
sql/migrate.sh "$url" >"$state/a" 2>&1 & one=$!
sql/migrate.sh "$url" >"$state/b" 2>&1 & two=$!
wait $one; is 'one of two at once' $? 0
wait $two; is 'the other of two at once' $? 0
is 'each is applied once' "$(cat "$state/a" "$state/b" | sort | uniq -d)" ''
is 'and all of them' "$(cat "$state/a" "$state/b" | sort | sed 's/^applied //')" "$(cd sql/migrations && ls)"
is 'again: nothing to do' "$(sql/migrate.sh "$url" 2>&1; echo $?)" 0
is 'status: all applied' "$(sql/migrate.sh "$url" --status | cut -f2 | sort -u)" applied
is 'what is recorded is the SHA-256 of the file' \
   "$(sql 'SELECT checksum, name FROM daybook.schema_migration ORDER BY number' | tr '|' ' ')" \
   "$(cd sql/migrations && sha256sum -- *.sql | sed 's/  / /')"

# Elsewhere, under a name that needs quoting, and from another folder: an installed copy.
copy="$state/it's a \"copy\""
cp -r sql "$copy"
is 'an installed copy, from another folder' "$(cd / && "$copy/migrate.sh" "$url" 2>&1; echo $?)" 0
echo '-- edited' >>"$copy/migrations/0002_default_form.sql"
found="$("$copy/migrate.sh" "$url" 2>&1; echo "status $?")"
has 'an edited migration is refused by name' "$found" '0002_default_form.sql was edited after it was applied'
has 'and that is a failure' "$found" 'status 3'
has 'status says so too' "$("$copy/migrate.sh" "$url" --status)" $'0002_default_form.sql\tedited'
cp sql/migrations/0002_default_form.sql "$copy/migrations/"
newest="$(printf "%s\n" sql/migrations/*.sql | sed "s|.*/||" | tail -n 1)"
rm "$copy/migrations/$newest"
has 'a database of a newer daybook is refused' "$("$copy/migrate.sh" "$url" 2>&1)" \
   "a newer daybook has migrated this database ($newest"
cp "sql/migrations/$newest" "$copy/migrations/"
echo 'CREATE TABLE daybook.half (a int); SELECT 1 / 0;' >"$copy/migrations/0900_broken.sql"
has 'a broken migration is an error' "$("$copy/migrate.sh" "$url" 2>&1)" 'division by zero'
is 'and leaves nothing behind' "$(sql "SELECT to_regclass('daybook.half') IS NULL,
    (SELECT count(*) FROM daybook.schema_migration WHERE number = 900)")" 't|0'
cp "$copy/migrations/0900_broken.sql" "$copy/migrations/0900_twin.sql"
has 'two migrations of one number are refused' "$("$copy/migrate.sh" "$url" 2>&1)" 'another migration of this number'
has 'no database: psql says why' "$(sql/migrate.sh 'host=/nowhere' 2>&1)" '/nowhere'
is 'no argument: usage' "$(sql/migrate.sh >/dev/null 2>&1; echo $?)" 64

other() { sql "CREATE DATABASE $1 TEMPLATE template0 ENCODING '$2' LC_COLLATE 'C' LC_CTYPE '$3'"; }
other latin LATIN1 C
has 'another encoding is refused' "$(sql/migrate.sh "$url dbname=latin" 2>&1)" \
   'is in LATIN1, and daybook keeps Chinese text'
other narrow UTF8 C
has 'a ctype without Chinese is refused' "$(sql/migrate.sh "$url dbname=narrow" 2>&1)" 'knows no Chinese letters'
is 'a refused database is untouched' "$(ask "$url dbname=narrow" -c "SELECT to_regnamespace('daybook') IS NULL")" t
other elsewhere UTF8 C.UTF-8
is 'LANG=C migrates all the same' "$(LC_ALL=C sql/migrate.sh "$url dbname=elsewhere" >/dev/null 2>&1; echo $?)" 0
is 'with the same Chinese words' "$(ask "$url dbname=elsewhere" -c 'SELECT md5(string_agg(label_zh, NULL
    ORDER BY number))
    FROM daybook.form_indicator')" \
       "$(sql 'SELECT md5(string_agg(label_zh, NULL ORDER BY number)) FROM daybook.form_indicator')"

is 'the zone of the nights, first' "$(sql 'SHOW daybook.zone')" Asia/Shanghai
sql/migrate.sh "$url" --zone=Asia/Urumqi
sql/migrate.sh "$url"
is 'a zone that was set stays' "$(sql 'SHOW daybook.zone')" Asia/Urumqi
has 'a zone that does not exist is refused' "$(sql/migrate.sh "$url" --zone=Mars/Base 2>&1)" \
   'time zone "Mars/Base" not recognized'
sql/migrate.sh "$url" --zone=Asia/Shanghai

# Steps of the office about needs of supplies hung on the place of a need: each goes to what stood there when it was taken.
old="$state/before steps"
mkdir "$old" && cp -r sql/. "$old" && rm "$old"/migrations/00{5[2-9],[6-9]?}_*.sql 2>/dev/null
other steps UTF8 C.UTF-8
is 'a database of before' "$("$old/migrate.sh" "$url dbname=steps" 2>&1 | tail -n 1)" 'applied 0051_record_by_night.sql'
is 'with steps by place' "$(ask "$url dbname=steps" -c "
    INSERT INTO daybook.subdistrict VALUES (1, '样例街道'); INSERT INTO daybook.branch VALUES (1, '样例支部');
    INSERT INTO daybook.committee VALUES (1, '样例居委会', 1, 1, NULL);
    INSERT INTO daybook.batch VALUES (1, '样例批', '2020-02-17', '2020-02-23');
    INSERT INTO daybook.person (code, name, batch_id) VALUES ('P1', '样例', 1);
    INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness,
                                received_at, person_id, code, hash, sealed, part)
    SELECT 1, id, 4, '2020-02-20', n, CASE WHEN n > 1 THEN lag(id) OVER (ORDER BY n) END, 0, 1,
           timestamptz '2020-02-20 10:00Z' + make_interval(hours => n), 1, 'SAMPLE00', sha256(n::text::bytea), '', 1
      FROM (SELECT n, lpad(n::text, 32, '0')::uuid AS id FROM generate_series(1, 2) n) r;
    INSERT INTO daybook.supply_need
    SELECT 1, lpad(n::text, 32, '0')::uuid, p, item, '只', 0, 1, 9, '2020-02-21', 1, ''
      FROM (VALUES (1, 1, 2), (1, 2, 6), (1, 3, 6), (2, 1, 6), (2, 2, 7), (2, 3, 2)) AS s (n, p, item);
    INSERT INTO daybook.supply_step (committee_id, report_date, kind, part, position, state, quantity, reason, at, by)
    SELECT 1, '2020-02-20', 4, 1, p, state, q, '', timestamptz '2020-02-20 10:00Z' + make_interval(mins => at), 'clerk'
      FROM (VALUES (1, 'PROMISED', 5, 70), (2, 'PROMISED', 6, 70), (3, 'PROMISED', 7, 80), (1, 'SENT', 8, 130),
                   (9, 'SENT', 9, 130)) AS t (p, state, q, at)")" ''
is 'is migrated' "$(sql/migrate.sh "$url dbname=steps" 2>&1 | head -n 1)" 'applied 0052_supply_steps.sql'
is 'and no step has changed its item' "$(ask "$url dbname=steps" -c "SELECT item, unit, state, quantity, by
    FROM daybook.supply_step ORDER BY item, state")" \
   $'0|9|SENT|9|clerk\n2|只|PROMISED|5|clerk\n6|只|PROMISED|7|clerk\n6|只|SENT|8|clerk'
is 'what no revision has is shown too' "$(ask "$url dbname=steps" -c "SELECT item, unit, removed, quantity FROM office.supply_steps
    WHERE item = 'ITEM_0'")" 'ITEM_0|9|t|9'
sql 'DROP DATABASE steps'
