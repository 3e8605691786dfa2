# shellcheck shell=bash disable=SC2154  # dir, home, bin are the sourcing script's
# terminal: a person at a terminal (tmux) who runs daybook; sourced by the scripts that test its screens.
#
# The sourcing script has $dir, $home and the functions of tests/stack/lib.sh. It counts in $passed and $failed.
socket="$dir/tmux"
passed=0 failed=0
size=80x24 environment=''
PATIENCE_S=${PATIENCE_S:-30}

unset LANGUAGE LC_ALL LC_MESSAGES DAYBOOK_LOCALEDIR DAYBOOK_LANG NO_COLOR TMUX XDG_DATA_HOME VISUAL
export LANG=C.UTF-8 EDITOR=true

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED %s\n' "$1"; [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/    /'; }
has() { case "$2" in *"$3"*) ok ;; *) bad "$1: without $3" "$2" ;; esac; }                 # name, text, part
lacks() { case "$2" in *"$3"*) bad "$1: with $3" "$2" ;; *) ok ;; esac; }
is() { if [ "$2" = "$3" ]; then ok; else bad "$1: $2, not $3"; fi; }

terminal() { tmux -S "$socket" "$@"; }
cleanup() {
    terminal kill-server 2>/dev/null
    stop_daemon
    "$cluster" stop "$dir" --remove
    rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# ---------------------------------------------------------------- a person at a terminal

# Start the program in a window of $size, with the $environment of env(1); its end is seen as "EXIT=status" on the screen.
open_screen() { # LANG ARGUMENT...
    local lang="$1"
    shift
    terminal kill-session -t evening 2>/dev/null
    terminal -u new-session -d -s evening -x "${size%x*}" -y "${size#*x}" \
        "env $environment $bin/daybook --home $home --lang $lang $*; echo EXIT=\$?; exec tail -f /dev/null"
}
# The process id of that program.
running() { cut -d ' ' -f 1 "/proc/$(terminal display-message -p -t evening '#{pane_pid}')/task/"*/children; }
seen() { terminal capture-pane -p -t evening; }
press() { terminal send-keys -t evening "$@"; }
write() { terminal send-keys -t evening -l "$1"; }
# A number, and on to the next field.
number() { write "$1"; press Enter; }

# Wait until the screen shows TEXT.
await() { # NAME TEXT
    local until=$((SECONDS + PATIENCE_S))
    while ! seen | grep -qF -- "$2"; do
        if [ $SECONDS -ge $until ]; then
            bad "$1: never shows $2" "$(seen)"
            return 1
        fi
        sleep 0.05
    done
    ok
}

# The line with the cursor, and which it is.
cursor_line() {
    local row

    row=$(($(terminal display-message -p -t evening '#{cursor_y}') + 1))
    seen | sed -n "${row}{s/^/$row /;p;}"
}

# Press Down until the cursor's line holds LABEL. A key is pressed when the one before was obeyed: else they add up. A line
# counts when it is read twice: the screen may be drawn between the looks at its cursor and at its text. Whoever has gone
# past it all the same comes to an end where nothing moves, and goes back.
go_to() { # LABEL
    local until=$((SECONDS + PATIENCE_S)) line='' before='' key=Down still=0

    while [ $SECONDS -lt $until ]; do
        line="$(cursor_line)"
        if [ "$line" = "$before" ]; then
            sleep 0.03
            still=$((still + 1))
            [ $still -lt 100 ] || { [ $key = Down ] && key=Up || key=Down; press $key; still=0; }
        elif [ "$line" = "$(cursor_line)" ]; then
            [[ "$line" != *"$1"* ]] || return 0
            before="$line" still=0
            press $key
        fi
    done
    bad "go to $1" "$(seen)"
    return 1
}

# The screen without what differs from night to night.
plain() {
    seen | sed -E -e 's/[0-9]+月[0-9]+日\(星期.\)/NIGHT/g' -e 's/[A-Z][a-z]+day [0-9]+ [A-Z][a-z]+,/NIGHT,/g' \
        -e 's/ *(saved here|已存本机) [0-9:]{8}$/ SAVED/' -e 's/[0-9]+ (字节|of at most)/N \1/; s/大小 [0-9]+/大小 N/; s/measures [0-9]+/measures N/' \
        -e 's/[0-9]{2}-[0-9]{2}(，已|, [0-9]+ d old)/DAY\1/' -e 's/ +$//'
}
# Is it as in $screens/LANG-NAME.txt? With $accept it is kept there instead, to be looked at and committed.
compare() { # LANG NAME
    local file="$screens/$1-$2.txt"
    if [ "${accept:-}" = --accept ]; then
        sleep 0.5
        plain >"$file"
    fi
    local until=$((SECONDS + PATIENCE_S))
    while ! plain | diff -u "$file" - >"$dir/diff"; do
        [ $SECONDS -lt $until ] || { bad "screen $1-$2" "$(cat "$dir/diff")"; return 1; }
        sleep 0.05
    done
    ok
}

daybook() { "$bin/daybook" --home "$home" "$@" 2>&1; }

# A session that stays: the server would end with the last one, and the next one would meet it dying.
terminal -f /dev/null -u new-session -d -s keeper -x 80 -y 24 'exec tail -f /dev/null' || fail "no tmux"
