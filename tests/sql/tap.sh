# tap: the scripts of tap/, written with pgTAP. Each runs in a transaction that is rolled back, and takes the part of
# the roles with SET SESSION AUTHORIZATION; every line `ok` or `not ok` of it is one test.

sql 'CREATE SCHEMA tap; GRANT USAGE ON SCHEMA tap TO PUBLIC; CREATE EXTENSION pgtap SCHEMA tap'
for script in "$here"/tap/*.sql; do
    name="$(basename "$script" .sql)"
    said="$(psql -X -q -At -v ON_ERROR_STOP=1 -v VERBOSITY=terse -d "$url options=-csearch_path=tap" \
        -f "$script" 2>&1)" ||
        said="$said"$'\nnot ok - it broke off'
    passed=$((passed + $(grep -c '^ok ' <<<"$said")))
    while read -r line; do
        bad "$name.sql" "$line$(grep -A4 -F "$line" <<<"$said" | grep '^# ' | tr '\n' ' ')" ok
    done < <(grep -E '^not ok|ERROR' <<<"$said")
done
