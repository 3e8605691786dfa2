#!/bin/sh
# migrate: bring a database to the newest schema. Safe to repeat, and for two at once.
#
#   migrate.sh CONNINFO             apply roles.sql and every migration that is missing, in order
#   migrate.sh CONNINFO --status    say which are applied, and change nothing
#   migrate.sh ... --zone=ZONE      zone of the nights, kept with the database (default Asia/Shanghai)
#
# Each migration runs in one transaction with its row in daybook.schema_migration, under an advisory lock. A released
# migration that was edited afterwards is an error; so is a database that a newer daybook has migrated.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
conninfo=${1:-}
[ -n "$conninfo" ] || { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 64; }
shift
status= zone=Asia/Shanghai
for option; do
    case $option in
    --status) status=1 ;;
    --zone=*) zone=${option#--zone=} ;;
    *) echo "migrate: $option: no such option" >&2; exit 64 ;;
    esac
done

sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$conninfo" "$@"; }
fail() { echo "migrate: $*" >&2; exit 1; }

encoding=$(sql -c 'SHOW server_encoding') || fail "cannot connect: see the line above"
[ "$encoding" = UTF8 ] || fail "the database is $encoding; create it with ENCODING 'UTF8' TEMPLATE template0"
[ "$(sql -c "SELECT upper('é')")" = 'É' ] || fail "the database's LC_CTYPE knows no UTF-8; create it with LC_CTYPE 'C.UTF-8'"

applied() { sql -c "SELECT checksum FROM daybook.schema_migration WHERE number = $1" 2>/dev/null || true; }

newest=0
for file in "$here"/migrations/[0-9][0-9][0-9][0-9]_*.sql; do
    number=$(basename "$file" | cut -c1-4 | sed 's/^0*//')
    checksum=$(sha256sum "$file" | cut -d' ' -f1)
    was=$(applied "$number")
    newest=$number
    [ -z "$was" ] || [ "$was" = "$checksum" ] ||
        fail "$(basename "$file") was edited after it was applied; put it back and write a new migration"
    state=missing
    [ -z "$was" ] || state=applied
    [ -z "$status" ] || echo "$(basename "$file") $state"
done
have=$(sql -c 'SELECT max(number) FROM daybook.schema_migration' 2>/dev/null || echo 0)
[ "${have:-0}" -le "$newest" ] || fail "this database stands at migration $have, these files end at $newest: install the newer daybook"
[ -z "$status" ] || exit 0

# A session's advisory lock is held from the first to the last statement: the second of two waits here.
{
    echo "SELECT pg_advisory_lock(hashtext('daybook migrate')) AS locked \\gset"
    echo "\\i '$here/roles.sql'"
    cat <<'SQL'
SET client_min_messages = warning;
SELECT to_regclass('daybook.schema_migration') IS NULL AS fresh \gset
\if :fresh
    BEGIN;
    CREATE SCHEMA IF NOT EXISTS daybook AUTHORIZATION daybook_owner;
    SET LOCAL ROLE daybook_owner;
    CREATE TABLE daybook.schema_migration (
        number int4 NOT NULL,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT schema_migration_pkey PRIMARY KEY (number)
    );
    COMMIT;
\endif
SELECT format('ALTER DATABASE %I SET daybook.zone = %L', current_database(), :'zone') \gexec
SELECT format('GRANT CREATE ON DATABASE %I TO daybook_owner', current_database()) \gexec
SQL
    for file in "$here"/migrations/[0-9][0-9][0-9][0-9]_*.sql; do
        name=$(basename "$file")
        number=$(echo "$name" | cut -c1-4 | sed 's/^0*//')
        cat <<SQL
SELECT NOT EXISTS (SELECT FROM daybook.schema_migration WHERE number = $number) AS missing \\gset
\\if :missing
    BEGIN;
    SET LOCAL ROLE daybook_owner;
    \\i '$file'
    INSERT INTO daybook.schema_migration (number, name, checksum) VALUES ($number, '$name', '$(sha256sum "$file" | cut -d' ' -f1)');
    COMMIT;
    \\echo applied $name
\\endif
SQL
    done
} | sql -v zone="$zone" -f - | grep -v '^$' || true

[ "$(applied "$newest")" != "" ] || fail "not every migration was applied: see the lines above"
