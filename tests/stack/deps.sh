#!/bin/sh
# deps: install what Debian has and daybook needs.
#
#   deps.sh [--lint] [--list]    --lint: also what `make lint` and `make fuzz` need;  --list: print the packages, install nothing
#
# Promise: silent and quick when nothing is missing; the command line is printed before it runs; nothing is asked. A
# PostgreSQL cluster of the system is neither made nor touched: Debian's package makes one when it is first installed,
# unless a file in /etc says otherwise, so such a file is put there first, and only then.
set -eu

# What builds it, what it runs on, what its tests use.
readonly PACKAGES='
    gcc libc6-dev make pkg-config gettext
    libzmq3-dev libprotobuf-c-dev protobuf-c-compiler libpq-dev libsodium-dev
    libutf8proc-dev libyaml-dev libinih-dev libsmartcols-dev libxlsxwriter-dev libncurses-dev libcunit1-dev
    postgresql-15 postgresql-client-15 postgresql-15-pgtap
    python3 python3-zmq python3-protobuf protobuf-compiler tmux'
readonly LINT_PACKAGES='clang clang-tidy libclang-rt-14-dev cppcheck shellcheck valgrind'
readonly NO_MAIN_CLUSTER=/etc/postgresql-common/createcluster.d/daybook.conf

fail() {
    echo "deps.sh: $*" >&2
    exit 1
}

# The packages of a list that are not installed, one a line. dpkg-query fails when it has never heard of one of them.
missing_of() {
    have="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)"
    for package; do
        case "
$have
" in
            *"
installed $package
"*) ;;
            *) echo "$package" ;;
        esac
    done
}

choose_root() {
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        # shellcheck disable=SC2086
        fail "missing: $(printf '%s, ' $missing)become root or install sudo, then again"
    fi
}

# Nobody reads standard input here: a package that asks would take the next lines of whoever called us.
run_as_root() {
    echo "+ ${as_root:+$as_root }$*"
    $as_root "$@" </dev/null
}

forbid_main_cluster() {
    if [ -z "$(missing_of postgresql-15)" ] || [ -e "$NO_MAIN_CLUSTER" ]; then
        return 0
    fi
    run_as_root mkdir -p "${NO_MAIN_CLUSTER%/*}"
    echo "+ echo 'create_main_cluster = false' > $NO_MAIN_CLUSTER"
    printf '%s\n' '# daybook: it makes clusters of its own. Remove this file to have one made with the next PostgreSQL.' \
        'create_main_cluster = false' | $as_root tee "$NO_MAIN_CLUSTER" >/dev/null
}

apt() {
    verb="$1"
    shift
    run_as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -o DPkg::Lock::Timeout=300 "$verb" -q -y "$@"
}

# apt's lists may be absent, as in a fresh container, or so old that the files they name are gone from the mirror.
install_missing() {
    updated=no
    # shellcheck disable=SC2086  # a list
    if ! apt-get install --simulate -q --no-install-recommends $missing >/dev/null 2>&1; then
        apt update
        updated=yes
    fi
    # shellcheck disable=SC2086
    apt install --no-install-recommends $missing && return 0
    [ "$updated" = no ] || fail 'apt-get could not install them; its own words are above'
    apt update
    # shellcheck disable=SC2086
    apt install --no-install-recommends $missing
}

wanted="$PACKAGES"
list=no
for word; do
    case "$word" in
        --lint) wanted="$wanted $LINT_PACKAGES" ;;
        --list) list=yes ;;
        *)      sed -n '4s/^# *//p' "$0" >&2; exit 64 ;;
    esac
done
# shellcheck disable=SC2086
if [ "$list" = yes ]; then
    printf '%s\n' $wanted
    exit 0
fi
command -v dpkg-query >/dev/null || fail "this is not Debian; install what \`deps.sh --list\` names by hand"

# shellcheck disable=SC2086
missing="$(missing_of $wanted)"
if [ -n "$missing" ]; then
    choose_root
    forbid_main_cluster
    install_missing
fi
