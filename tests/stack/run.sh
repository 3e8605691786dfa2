#!/bin/bash
# The demo itself: it ends well wherever and in whatever language it runs, twice in a row, and counts what it says; a
# client that fails fails the demo; Ctrl-C leaves nothing running, at whatever act it comes.
#
#   tests/stack/run.sh        last line "demo: N passed, N failed", exit 1 unless all passed
set -um                       # -m: what runs in the background hears Ctrl-C
here="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
root="$(cd -- "$here/../.." && pwd)"
bin="${DBK_BUILD:-$root/build/${KIND:-debug}}"
bin="$(cd -- "$bin" && pwd)" || exit 1
unset LC_ALL LC_MESSAGES LANGUAGE DAYBOOK_LANG
export LANG=C DAYBOOK_LOCALEDIR="$bin/locale"
readonly PATIENCE_S=300
readonly COUNTED=10           # numbers that the demo looks up in the database
readonly LINES_MOST=300       # of a day, for its reader
top="$(mktemp -d /tmp/dbk-demo-XXXXXX)"
said="$top/said"
# A socket's path must be short, a demo's folder need not; a blank in it is no reason to fail either.
dir="$top/$(printf 'deep%.0s' {1..25})/a folder"
mkdir -p "$dir"
demo=
passed=0 failed=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n' "$1"; [ -z "${2:-}" ] || tail -n 15 "$2" | sed 's/^/    /'; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1: $2, not $3" "$said"; fi; }

cleanup() {
    [ -z "$demo" ] || { kill -TERM -- "-$demo"; wait "$demo"; } 2>/dev/null
    rm -rf "$top"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# Processes that have to do with the folder, and its cluster.
left() {
    local process
    for process in /proc/[0-9]*; do
        [[ "$(readlink "$process/cwd")" == "$dir"* ]] || tr '\0' ' ' <"$process/cmdline" | grep -qF "$dir" || continue
        tr '\0' ' ' <"$process/cmdline"
    done 2>/dev/null
    readlink "$dir/cluster"
}

start() { # [NAME=VALUE]...
    env DBK_BUILD="$bin" "$@" "$here/demo.sh" "$dir" >"$said" 2>&1 </dev/null &
    demo=$!
}

ended() { # sets `status`
    wait "$demo"
    status=$?
    demo=
}

# Interrupted as soon as it has said so much.
interrupted() { # SIGNAL STATUS TEXT [NAME=VALUE]...
    local until=$((SECONDS + PATIENCE_S))
    start "${@:4}"
    until grep -qF "$3" "$said" || ! kill -0 "$demo" 2>/dev/null || [ $SECONDS -ge $until ]; do sleep 0.05; done
    kill -"$1" -- "-$demo"
    ended
    is "status after SIG$1 at '$3'" "$status" "$2"
    is "left behind by SIG$1 at '$3'" "$(left)" ''
}

# ---------------------------------------------------------------- the whole day, twice

for language in en zh; do
    start DAYBOOK_LANG=$language LANGUAGE=$language
    ended
    is "status of the day in $language" "$status" 0
    is "left behind by the day in $language" "$(left)" ''
    is "numbers of the day in $language" "$(grep -c '^in the database, ' "$said")" "$COUNTED"
    if [ "$(wc -l <"$said")" -le $LINES_MOST ]; then ok; else bad "a day of $(wc -l <"$said") lines"; fi
done

# ---------------------------------------------------------------- what goes wrong is said

mkdir "$top/bin"
ln -s "$bin"/* "$top/bin"
rm "$top/bin/daybook"
cat >"$top/bin/daybook" <<PROGRAM
#!/bin/sh
case "\$*" in *' rollcall '*' 23 '*) exit 75 ;; esac
exec '$bin/daybook' "\$@"
PROGRAM
chmod +x "$top/bin/daybook"
start DBK_BUILD="$top/bin"
ended
is 'status of a day in which committee 23 fails' "$status" 1
is 'and which it was' "$(grep -c 'rollcall: failed: 23$' "$said")" 1
is 'left behind by it' "$(left)" ''

# ---------------------------------------------------------------- interrupted

interrupted INT 130 '== The day of'
interrupted INT 130 '== Roll call'
interrupted TERM 143 '== Evening'
interrupted INT 130 'homes/52 fill'
cat >"$top/bin/daybook" <<PROGRAM
#!/bin/sh
case "\$*" in *' rollcall '*' 23 '*) trap '' INT; echo deaf >>'$said'; sleep 1000 ;; esac
exec '$bin/daybook' "\$@"
PROGRAM
interrupted INT 130 'deaf' DBK_BUILD="$top/bin"                         # a client that the signal does not reach

printf 'demo: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
