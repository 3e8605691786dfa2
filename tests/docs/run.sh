#!/bin/bash
# The documents against the programs they speak of: packages, targets, settings, verbs, migrations.
#
#   tests/docs/run.sh       last line "docs: N passed, N failed", exit 1 unless all passed
#
# Promise: whatever can be listed by a program or a folder is looked for in the document that explains it, by name. That
# what is said of it is true is the reader's to judge. PROTOCOL.md has a test of its own (tests/proto), so have the verbs of
# daybook (tests/clients/secretary), and views, functions and grants (tests/sql).
set -u
cd "$(dirname "$0")/../.." || exit 1
programs="${DBK_BUILD:-build/${KIND:-debug}}"
export LC_ALL=C.UTF-8
passed=0 failed=0

# Every name of a list must stand in the text. A list that is empty proves nothing, so it fails too.
knows() { # DOCUMENT WHAT TEXT NAME...
    local document="$1" what="$2" text="$3" name
    shift 3
    [ $# -gt 0 ] || { failed=$((failed + 1)); echo "FAILED $what: there is none to look for"; }
    for name; do
        if [[ $text == *"$name"* ]]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED $document does not tell of $what: $name"
        fi
    done
}

# A section of a manual page, without its fonts and quotes.
section() { sed -n "/^\.SH $2/,/^\.SH /p" "$1" | sed 's/\\f[A-Z]//g; s/\\-/-/g; s/["\\,]//g'; }

# README.md: every package, in the first column of its table; every target that people call.
packages="$(sed -n '/^## What it leans on/,/^## /s/^| \([^|]*\) |.*/, \1,/p' README.md)"
mapfile -t names < <(tests/stack/deps.sh --lint --list | sed 's/.*/ &,/')
knows README.md 'the package' "$packages" "${names[@]}"
mapfile -t names < <(sed -n 's/^\.PHONY: \(all .*\)/\1/p' Makefile | tr ' ' '\n' | grep -vxE 'all|tests|deps|install-files|FORCE' |
    sed 's/.*/make &/')
knows README.md 'the target' "$(cat README.md)" "${names[@]}"

# tests/README.md: every folder of tests; each lesson, and a test of that name in the file that comes first.
mapfile -t names < <(cd tests && printf '`%s`\n' */ | tr -d /)
knows tests/README.md 'the folder' "$(cat tests/README.md)" "${names[@]}"
mapfile -t names < <(seq -f '| %02g |' 15)
knows tests/README.md 'the lesson' "$(cat tests/README.md)" "${names[@]}"
while read -r number file; do
    case "$file" in *.py) name="test_lesson_$number" ;; *) name="lesson $number" ;; esac
    knows "tests/$file" 'a test of' "$(cat "tests/$file")" "$name"
done < <(sed -n 's/^| \([0-9][0-9]\) | [^|]* | `\([^`]*\)`.*/\1 \2/p' tests/README.md)

# sql/README.md: every migration by its file, and the next number.
mapfile -t names < <(cd sql && printf '`%s`\n' migrations/*.sql)
last="$(cd sql/migrations && printf '%s\n' [0-9]*.sql | tail -n 1)"
knows sql/README.md 'the migration' "$(cat sql/README.md)" "${names[@]}" \
    "migrations/$(printf '%04d' $((10#${last%%_*} + 1)))_what_it_does.sql"
mapfile -t names < <(sed -n 's/^--   \(daybook_[a-z]*\) .*/| `\1` |/p' sql/roles.sql)
knows sql/README.md 'the role' "$(cat sql/README.md)" "${names[@]}"

# daybookd.ini.example: every setting, with its default where it is commented out.
example="$(cat daemon/daybookd.ini.example)"
mapfile -t names < <("$programs/daybookd" --help-config | sed -n 's/^\([a-z].*\)/\n\1 = /p' | grep .)
knows daybookd.ini.example 'the setting' "$(printf '%s\n' "$example" | sed 's/^/\n/')" "${names[@]}"
while read -r name value; do
    grep -q "^;$name = " <<<"$example" || continue
    knows daybookd.ini.example 'the default' "$example"$'\n' ";$name = $value"$'\n'
done < <("$programs/daybookd" --help-config | awk '/^[a-z]/ { name = $1 } / default: / && !/default: (empty|none)/ {
    sub(/.* default: /, ""); sub(/ ms$/, ""); print name, $0 }')

# The manuals: every setting (those with a dot tune a part, and stand there by the part's name), every verb.
mapfile -t names < <("$programs/daybookd" --help-config | sed -n 's/^\([a-z_]*\)$/\1/p; s/^\([a-z]*\)\..*/\1.*/p' | sort -u)
knows daybookd.8 'the setting' "$(section daemon/daybookd.8 SETTINGS)" "${names[@]}"
verbs="$(section clients/office/daybook-office.1 VERBS)"
mapfile -t names < <("$programs/daybook-office" --lang en help | sed -n 's/^  \([a-z][a-z ]*[a-z]\).*/\1/p' | sort -u)
knows daybook-office.1 'the verb' "$verbs" "${names[@]}"

printf 'docs: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
