#!/bin/sh
# cluster: a private PostgreSQL 15 cluster for tests, the demo and `make up`: a Unix socket, no port, nothing of the system's.
#
#   cluster.sh start DIR [--fast]   make it if need be, start it, make the database `daybook`; safe to repeat
#   cluster.sh stop DIR             stop it by its pid;  --remove takes its files away too
#   cluster.sh url DIR [USER]       print the connection string, for the owner or for USER
#
# DIR/cluster names a short folder below /tmp that holds data and socket: a socket's path may have 107 bytes, and root's
# home is no place where an ordinary user can reach its data. As root PostgreSQL runs as user postgres. The folder is 0700 of
# the user that runs the server, so `trust` on the socket admits that user and root, nobody else.
set -eu

BIN=${PG_BINDIR:-/usr/lib/postgresql/15/bin}
verb=${1:-} dir=${2:-} option=${3:-}
[ -n "$verb" ] && [ -n "$dir" ] || { sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 64; }

home() { cat "$dir/cluster" 2>/dev/null || true; }

# Run as the user that owns the server; from /, because that user may not enter the caller's folder.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid postgres --regid postgres --init-groups env -u LANG LC_ALL=C.UTF-8 HOME=/ "$@")
    else
        (cd / && env LC_ALL=C.UTF-8 "$@")
    fi
}

make() {
    mkdir -p "$dir"
    short=$(mktemp -d /tmp/dbk-XXXXXX)
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$short"
    as_server "$BIN/initdb" -D "$short/data" -U daybook_admin -A trust -E UTF8 --locale=C.UTF-8 --no-instructions \
        ${1:+--no-sync} > "$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; rm -rf "$short"; exit 1; }
    as_server tee -a "$short/data/postgresql.conf" > /dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$short'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
max_wal_size = 2GB
log_min_messages = warning
timezone = 'UTC'
${1:+fsync = off}
CONF
    echo "$short" > "$dir/cluster"
}

running() { [ -n "$(home)" ] && as_server "$BIN/pg_ctl" -D "$(home)/data" status > /dev/null 2>&1; }

case $verb in
start)
    [ -x "$BIN/initdb" ] || { echo "cluster: PostgreSQL 15 is not installed in $BIN: run make deps" >&2; exit 69; }
    [ -d "$(home)/data" ] || make "${option#--}"
    running || as_server "$BIN/pg_ctl" -D "$(home)/data" -l "$(home)/server.log" -w -t 60 start > /dev/null ||
        { tail -n 20 "$(home)/server.log" >&2; exit 69; }
    psql -X -q -h "$(home)" -U daybook_admin -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'daybook'" | grep -q 1 ||
        psql -X -q -h "$(home)" -U daybook_admin -d postgres -c "CREATE DATABASE daybook ENCODING 'UTF8' TEMPLATE template0"
    ;;
stop)
    ! running || as_server "$BIN/pg_ctl" -D "$(home)/data" -m fast -w stop > /dev/null
    [ "$option" != --remove ] || [ -z "$(home)" ] || { rm -rf "$(home)"; rm -f "$dir/cluster" "$dir/initdb.log"; }
    ;;
url)
    echo "host=$(home) dbname=daybook user=${option:-daybook_admin}"
    ;;
*)
    echo "cluster: $verb: no such verb" >&2
    exit 64
    ;;
esac
