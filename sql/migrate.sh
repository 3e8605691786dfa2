#!/bin/sh
# migrate: bring a database to the newest schema. Safe to repeat, and for two at once.
#
#   migrate.sh CONNINFO [--zone=ZONE]   apply roles.sql and every migration that is missing, in order
#   migrate.sh CONNINFO --restored      the same, for a database that was just restored from a backup: a new epoch, so that
#                                       the clients send again what the backup does not have
#   migrate.sh CONNINFO --status        say which are applied, and change nothing; exit 1 when that is not all of them
#
# CONNINFO names the database, which must be there and in UTF-8, as a superuser. ZONE is the zone of the nights; it is
# kept with the database (first Asia/Shanghai), and stays as it is when not given.
#
# Promise: each migration is one transaction together with its row in daybook.schema_migration, and one advisory lock
# is held from the first look to the last statement. A released migration that was edited afterwards is an error, and
# so is a database that a newer daybook has migrated; nothing is changed then.
set -eu

usage() {
    sed -n '4,7s/^# *//p' "$0" >&2
    exit 64
}

fail() {
    echo "migrate.sh: $*" >&2
    exit 1
}

here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
conninfo='' status=no zone='' restored=no
for word; do
    case "$word" in
        --status) status=yes ;;
        --zone=*) zone="${word#--zone=}" ;;
        --restored) restored=yes ;;
        -*)       usage ;;
        *)        [ -z "$conninfo" ] || usage; conninfo="$word" ;;
    esac
done
[ -n "$conninfo" ] || usage

# The files that this daybook has, as rows (number, name, checksum) of a VALUES list. The names need no quoting: only
# those of this shape are migrations.
shipped=''
previous=''
for file in "$here"/migrations/[0-9][0-9][0-9][0-9]_*.sql; do
    name="${file##*/}"
    [ -z "$(printf %s "$name" | tr -d a-z0-9_.)" ] || fail "$name: a migration's name has a-z, 0-9 and _ only"
    [ "${name%%_*}" != "$previous" ] || fail "$name: there is another migration of this number"
    previous="${name%%_*}"
    checksum="$(sha256sum <"$file")"
    shipped="$shipped${shipped:+, }(int '${name%%_*}', '$name', '${checksum%% *}')"
done
[ -n "$shipped" ] || fail "there are no migrations in $here/migrations"

run_psql() {
    PGCLIENTENCODING=UTF8 psql -X -q -At -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v SHOW_CONTEXT=never \
        -v dir="$here" -v shipped="$shipped" -v zone="$zone" -d "$conninfo"
}

# Before the first migration the table of migrations is not there; a view of the session stands in for it.
script_ledger() {
    cat <<'SQL'
SET client_min_messages = warning;
SELECT to_regclass('daybook.schema_migration') IS NULL AS fresh \gset
\if :fresh
    \set ledger '(SELECT 0 AS number, NULL AS name, NULL AS checksum, NULL::timestamptz AS applied_at WHERE false)'
\else
    \set ledger daybook.schema_migration
\endif
SQL
}

script_status() {
    script_ledger
    cat <<'SQL'
SELECT coalesce(s.name, m.name),
       CASE WHEN m.number IS NULL THEN 'missing' WHEN s.number IS NULL THEN 'newer'
            WHEN s.checksum <> m.checksum THEN 'edited' ELSE 'applied' END,
       coalesce(to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '-')
  FROM (VALUES :shipped) AS s (number, name, checksum)
  FULL JOIN :ledger AS m ON m.number = s.number
 ORDER BY coalesce(s.number, m.number);
SQL
}

# What may stand in the way, each as one sentence in `migrate.refusal`; the DO block turns it into an error, which psql
# itself cannot raise. The encoding first: in another one the letter of the next question does not exist.
script_look() {
    cat <<'SQL'
\set said 'current_setting(''migrate.refusal'')'
\set refuse 'DO $$ BEGIN IF ' :said ' <> '''' THEN RAISE EXCEPTION USING MESSAGE = ' :said '; END IF; END $$;'
\set create 'create it with TEMPLATE template0 ENCODING ''UTF8'' LC_CTYPE ''C.UTF-8'''
SELECT set_config('migrate.refusal', CASE WHEN getdatabaseencoding() = 'UTF8' THEN '' ELSE
       format('database %s is in %s, and daybook keeps Chinese text: %s', current_database(), getdatabaseencoding(),
              :'create') END, false) AS refusal \gset
:refuse
SELECT set_config('migrate.refusal', CASE WHEN chr(23621) ~ '[[:alpha:]]' THEN '' ELSE
       format('database %s has an LC_CTYPE that knows no Chinese letters: %s', current_database(), :'create') END,
       false) AS refusal \gset
:refuse
SELECT pg_advisory_lock(hashtext('daybook migrate')) AS locked \gset
SQL
    script_ledger
    cat <<'SQL'
SELECT set_config('migrate.refusal', coalesce((
    SELECT CASE WHEN s.number IS NULL
                THEN format('a newer daybook has migrated this database (%s is not among these files): '
                            'use its migrate.sh', m.name)
                ELSE format('%s was edited after it was applied: put it back and write a new migration', m.name) END
      FROM :ledger AS m
      LEFT JOIN (VALUES :shipped) AS s (number, name, checksum) ON s.number = m.number
     WHERE s.checksum IS DISTINCT FROM m.checksum
     ORDER BY m.number DESC
     LIMIT 1), ''), false) AS refusal \gset
:refuse
SQL
}

# Rights on the database, its zone, and the table of migrations. ALTER DATABASE only when it changes something: setting
# a name that the server does not know takes a superuser.
script_settings() {
    cat <<'SQL'
\i :dir/roles.sql
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()),
       format('GRANT CONNECT ON DATABASE %I TO daybook_daemon, daybook_office, daybook_health', current_database()),
       format('GRANT CREATE ON DATABASE %I TO daybook_owner', current_database())
\gexec
SELECT coalesce(max(substr(setting, length('daybook.zone=') + 1)), '') AS kept
  FROM pg_db_role_setting r, unnest(r.setconfig) AS setting
 WHERE r.setrole = 0 AND r.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND setting LIKE 'daybook.zone=%' \gset
SELECT coalesce(nullif(:'zone', ''), nullif(:'kept', ''), 'Asia/Shanghai') AS zone \gset
SELECT now() AT TIME ZONE :'zone' AS local_now \gset
SELECT format('ALTER DATABASE %I SET daybook.zone = %L', current_database(), :'zone') WHERE :'zone' <> :'kept'
\gexec
\if :fresh
    BEGIN;
    CREATE SCHEMA daybook AUTHORIZATION daybook_owner;
    SET LOCAL ROLE daybook_owner;
    CREATE TABLE daybook.schema_migration (
        number int4 NOT NULL,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT schema_migration_pkey PRIMARY KEY (number)
    );
    COMMENT ON TABLE daybook.schema_migration IS
        '已应用的迁移 | the migrations that were applied, with the SHA-256 of their files';
    COMMIT;
\endif
SQL
}

script_migrations() {
    for file in "$here"/migrations/[0-9][0-9][0-9][0-9]_*.sql; do
        name="${file##*/}"
        cat <<SQL
SELECT number, checksum, number NOT IN (SELECT number FROM daybook.schema_migration) AS missing
  FROM (VALUES :shipped) AS s (number, name, checksum) WHERE name = '$name' \\gset
\\if :missing
    BEGIN;
    SET LOCAL ROLE daybook_owner;
    \\i :dir/migrations/$name
    INSERT INTO daybook.schema_migration (number, name, checksum) VALUES (:number, '$name', :'checksum');
    COMMIT;
    \\echo applied $name
\\endif
SQL
    done
}

# The daemons tell it with every answer.
script_restored() {
    cat <<'SQL'
UPDATE daybook.epoch SET epoch = gen_random_uuid(), since = now();
NOTIFY daybook_directory;
\echo new epoch: the clients send again what they have receipts of
SQL
}

if [ "$status" = yes ]; then
    found="$(script_status | run_psql)"
    printf '%s\n' "$found" | tr '|' '\t'
    if printf '%s\n' "$found" | grep -qv '|applied|'; then
        exit 1
    fi
else
    { script_look; script_settings; script_migrations; [ "$restored" = no ] || script_restored; } | run_psql
fi
