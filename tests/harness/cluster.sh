#!/bin/sh
# cluster — a private PostgreSQL for tests, the demo and `make up`.
#
#   cluster.sh start DIR [--fast]     make it if it is not there, start it if it does not run; with a database `daybook`
#   cluster.sh stop DIR [--remove]    stop it; with --remove nothing of it stays behind
#   cluster.sh url DIR [ROLE]         print a conninfo string for ROLE (default: the superuser)
#   cluster.sh pid DIR                print the server's process id, if it runs
#
# Promise: a Unix socket and no port; UTF-8 whatever LANG says; never the system's cluster; safe to repeat, also by two
# at once. `--fast` (at the first start) gives durability up for speed: for tests only.
#
# Where it lies: in a short folder /tmp/dbk-XXXXXX, named by the link DIR/cluster. DIR may be deep, and a socket's path
# must stay under 107 bytes; DIR may lie in root's home, where the server's user cannot go. Not XDG_RUNTIME_DIR: that is
# memory, and gone at logout.
#
# Who runs it: the caller; for root, who may not run PostgreSQL, the user $DBK_PG_USER (default postgres). Whoever
# reaches the socket is trusted, so the folder is the lock: mode 0700 for an ordinary user; for root 0770 with the group
# of the server's user, who owns the data anyway. The owner is the caller in both cases, so that a folder somebody else
# made under an old name is recognised and not used.
set -eu

readonly BIN="${DBK_PG_BIN:-/usr/lib/postgresql/15/bin}"
readonly SUPERUSER=daybook_admin
readonly WAIT_S=60

# The caller's environment names other servers, and PGPORT would move our socket.
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS PGDATA
unset PGAPPNAME PGCLIENTENCODING PGSSLMODE PGCHANNELBINDING PGTZ PGDATESTYLE
export LC_ALL=C

fail() {
    echo "cluster.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '4,7s/^# *//p' "$0" >&2
    exit 64
}

# Run a command as the user of the server; from /, because that user may not enter the caller's folder.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid="$server_user" --regid="$server_group" --init-groups -- "$@")
    else
        (cd / && exec "$@")
    fi
}

choose_server_user() {
    if [ "$(id -u)" -eq 0 ]; then
        server_user="${DBK_PG_USER:-postgres}"
        id -u "$server_user" >/dev/null 2>&1 ||
            fail "there is no user $server_user to run PostgreSQL as: install postgresql-15"
    else
        server_user="$(id -un)"
    fi
    server_group="$(id -g "$server_user")"
}

# The folder that DIR's link names, if it is there and ours; empty otherwise.
find_base() {
    base="$(readlink "$dir/cluster" || true)"
    if [ -n "$base" ] && ! { [ -d "$base" ] && [ ! -L "$base" ] && [ -O "$base" ]; }; then
        base=
    fi
}

running() {
    as_server "$BIN/pg_ctl" status -D "$base/data" >/dev/null 2>&1
}

conninfo() {
    echo "host=$base port=5432 dbname=$1 user=$2"
}

write_settings() {
    cat <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$base'
port = 5432
timezone = 'UTC'
log_timezone = 'UTC'
shared_buffers = 128MB
max_wal_size = 2GB
log_line_prefix = '%m [%p] %u@%d '
SETTINGS
    if [ "$fast" = yes ]; then
        printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off'
    fi
}

# initdb into a new folder. The link comes first, so that `stop --remove` finds what an interrupted start left behind.
make_base() {
    base="$(mktemp -d /tmp/dbk-XXXXXX)"
    ln -sfn "$base" "$dir/cluster"
    if [ "$(id -u)" -eq 0 ]; then
        chgrp "$server_group" "$base"
        chmod 0770 "$base"
    fi
    as_server "$BIN/initdb" --pgdata="$base/data" --username=$SUPERUSER --auth=trust --encoding=UTF8 \
        --lc-collate=C --lc-ctype=C.UTF-8 --lc-messages=C --lc-monetary=C --lc-numeric=C --lc-time=C \
        --no-instructions --no-sync >"$base/initdb.log" 2>&1 || fail "initdb: $(tail -n 3 "$base/initdb.log")"
    write_settings | as_server tee -a "$base/data/postgresql.conf" >/dev/null
}

# Descriptor 9 is the lock: a server that inherited it would hold it for ever.
start_server() {
    as_server "$BIN/pg_ctl" start -D "$base/data" -l "$base/log" -w -t $WAIT_S >/dev/null 9>&- ||
        fail "PostgreSQL does not start: $(tail -n 3 "$base/log" 2>/dev/null)"
}

make_database() {
    "$BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "$(conninfo postgres $SUPERUSER)" -c 'CREATE DATABASE daybook'
    touch "$base/ready"
}

stop_server() {
    if [ -n "$base" ] && running; then
        as_server "$BIN/pg_ctl" stop -D "$base/data" -m fast -w -t $WAIT_S >/dev/null ||
            as_server "$BIN/pg_ctl" stop -D "$base/data" -m immediate -w -t $WAIT_S >/dev/null
    fi
}

remove_base() {
    [ -z "$base" ] || rm -rf "$base"
    rm -f "$dir/cluster"
}

cluster_start() {
    mkdir -p "$dir"
    exec 9>"$dir/.cluster.lock"
    flock 9
    find_base
    if [ -z "$base" ] || [ ! -e "$base/ready" ]; then
        stop_server
        remove_base
        trap 'stop_server; remove_base' EXIT
        trap 'exit 130' INT TERM HUP
        make_base
        start_server
        make_database
        trap - EXIT INT TERM HUP
    elif ! running; then
        start_server
    fi
}

cluster_stop() {
    [ -d "$dir" ] || return 0
    exec 9>"$dir/.cluster.lock"
    flock 9
    find_base
    stop_server
    if [ "$remove" = yes ]; then
        remove_base
        rm -f "$dir/.cluster.lock"
    fi
}

cluster_url() {
    find_base
    [ -n "$base" ] || fail "no cluster in $dir: cluster.sh start $dir"
    conninfo daybook "${role:-$SUPERUSER}"
}

cluster_pid() {
    find_base
    if [ -z "$base" ] || ! running; then
        fail "no cluster runs in $dir"
    fi
    as_server head -n 1 "$base/data/postmaster.pid"
}

verb='' dir='' role='' fast=no remove=no
for word; do
    case "$verb:$word" in
        start:--fast)  fast=yes ;;
        stop:--remove) remove=yes ;;
        *:-*)          usage ;;
        :*)            verb="$word" ;;
        *)             if [ -z "$dir" ]; then dir="$word"; else role="$word"; fi ;;
    esac
done
[ -n "$dir" ] || usage
[ -x "$BIN/postgres" ] || fail "PostgreSQL 15 is not in $BIN: install postgresql-15, or set DBK_PG_BIN"
choose_server_user

case "$verb" in
    start) cluster_start ;;
    stop)  cluster_stop ;;
    url)   cluster_url ;;
    pid)   cluster_pid ;;
    *)     usage ;;
esac
