# backup: what sql/README.md says about saving and restoring a database is true.

pg_dump --format=custom --dbname="$url" >"$state/dump"
sql "CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
restored="$url dbname=restored"
is 'restore' "$(pg_restore --exit-on-error --dbname="$restored" "$state/dump" 2>&1)" ''
before="$(ask "$restored" -c 'SELECT epoch FROM daybook.epoch')"
has 'then migrate: nothing to apply, rights and zone are set, a new epoch' "$(sql/migrate.sh "$restored" --restored 2>&1)" 'new epoch'
is 'one row, another value' "$(ask "$restored" -c "SELECT count(*) || ' ' || (min(epoch::text) <> '$before') FROM daybook.epoch")" '1 true'
nights='SELECT md5(string_agg(n::text, NULL ORDER BY report_date)) FROM office.night n'
is 'the same nights' "$(ask "$restored user=clerk" -c "$nights")" "$(as clerk "$nights")"
has 'the same rights' "$(ask "$restored user=clerk" -c 'SELECT * FROM daybook.record')" '42501: '
has 'strangers stay out' "$(ask "$restored user=stranger" -c 'SELECT 1')" 'permission denied for database'
epoch="$(ask "$restored" -c 'SELECT epoch FROM daybook.epoch')"
is 'migrated again, the epoch stays' "$(sql/migrate.sh "$restored" 2>&1; ask "$restored" -c 'SELECT epoch FROM daybook.epoch')" "$epoch"
