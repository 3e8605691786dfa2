# backup: what sql/README.md says about saving and restoring a database is true.

pg_dump --format=custom --dbname="$url" >"$state/dump"
sql "CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
restored="$url dbname=restored"
is 'restore' "$(pg_restore --exit-on-error --dbname="$restored" "$state/dump" 2>&1)" ''
is 'then migrate: nothing to apply, rights and zone are set' "$(sql/migrate.sh "$restored" 2>&1)" ''
nights='SELECT md5(string_agg(n::text, NULL ORDER BY report_date)) FROM office.night n'
is 'the same nights' "$(ask "$restored user=clerk" -c "$nights")" "$(as clerk "$nights")"
has 'the same rights' "$(ask "$restored user=clerk" -c 'SELECT * FROM daybook.record')" '42501: '
has 'strangers stay out' "$(ask "$restored user=stranger" -c 'SELECT 1')" 'permission denied for database'
is 'a new epoch' "$(ask "$restored" -c 'UPDATE daybook.epoch SET epoch = gen_random_uuid(), since = now()' \
    -c 'SELECT count(*) FROM daybook.epoch')" 1
