# shellcheck shell=bash
# widths: a whole campaign on terminals of 80 and of 140 columns, in both languages; no line of any reading verb is wider.

protoc --proto_path="$root/proto" --python_out="$state" "$root/proto/daybook.proto"
sql -d "$url dbname=postgres" -c 'CREATE DATABASE campaign' &&
    "$root/sql/migrate.sh" "$url dbname=campaign" >/dev/null &&
    sql -d "$url dbname=campaign" -c "ALTER DATABASE campaign SET daybook.zone = 'Asia/Shanghai'" &&
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$state:$root/tests/flow" /usr/bin/python3 "$root/tests/campaign/generate.py" 1 |
        sql -d "$url dbname=campaign" >/dev/null &&
    sql -d "$url dbname=campaign" -v seed=1 -f "$root/tests/campaign/kinds.sql" >/dev/null
campaign="$url dbname=campaign user=office_sample"
"$program" -d "$campaign" form show --format csv | sed 's/2020-03-31/2099-12-31/; s/,60,/,61,/' > "$state/wider.csv"
said="$(DAYBOOK_TEMPLATES="$root/clients/office/templates" /usr/bin/python3 "$here/widths.py" "$program" "$campaign" "$state/wider.csv" \
    80 140)"
passed=$((passed + $(sed -n 's/^widths: \([0-9]*\) passed.*/\1/p' <<<"$said" | grep . || echo 0)))
if grep -v '^widths:' <<<"$said" || [ -z "$said" ]; then failed=$((failed + 1)); fi

# What a correction changed of a declaration is said in words.
read -r committee night < <(sql -d "$url dbname=campaign" -F ' ' -c "SELECT committee_id, report_date FROM office.differences
    WHERE field = 'no_case' ORDER BY 2, 1 LIMIT 1")
said="$("$program" -d "$campaign" --lang zh history "$committee" "$night" | grep 无典型)"
has 'history: a declaration, in words' "$said" '是'
lacks 'history: no program speaks' "$said" true
