# queries: every statement that a program embeds can be prepared and planned by the role that program logs in as. A plan
# is made with the rights checked, and nothing is run. Those of daybook-office are named office_*, those for the health
# officer health_*, all others are the daemon's.

for file in sql/queries/*.sql; do
    name="$(basename "$file" .sql)"
    case "$name" in
        office_*) role=clerk ;;
        health_entry_keep) role=daybook_daemon ;;
        health_*) role=nurse ;;
        *)        role=daybook_daemon ;;
    esac
    has "$role may run $name" "$(ask "$url user=$role" -f - <<SQL
PREPARE q AS $(cat "$file");
SELECT format('EXPLAIN EXECUTE q%s', '(' || nullif(array_to_string(array_fill('NULL'::text,
    ARRAY[cardinality(parameter_types)]), ', '), '') || ')')
  FROM pg_prepared_statements WHERE name = 'q' \gexec
SQL
)" 'cost='
done

is 'branches stand in the order of their numbers, not of their names' "$(grep -E 'ORDER BY' sql/queries/*.sql |
    awk '/[ ,.]branch([ ,]|$)/ && !/branch_id/')" ''
