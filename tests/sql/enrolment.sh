# enrolment: invitations and keys, as the daemon and a person of the office ask for them; every verdict, twice where twice
# must be harmless.

code="$(printf '11%.0s' $(seq 32))" second="$(printf '22%.0s' $(seq 32))" third="$(printf '33%.0s' $(seq 32))"
mine="$(printf 'a1%.0s' $(seq 32))" other="$(printf 'b2%.0s' $(seq 32))" fresh="$(printf 'c3%.0s' $(seq 32))"

redeem() { as daybook_daemon "SELECT verdict, since IS NOT NULL, person <> 0
    FROM daybook.redeem(decode('$1', 'hex'), decode('$2', 'hex'))"; }
change() {                                     # asking key, added or NULL, retired or NULL
    as daybook_daemon "SELECT daybook.change_key(decode('$1', 'hex'), decode($2, 'hex'), decode($3, 'hex'))"
}

has 'an invitation for nobody' "$(as clerk "SELECT office.invite('P99', '$code')")" 'DB008: there is no person'
has 'an invitation without a hash' "$(as clerk "SELECT office.invite('P3', 'abc')")" 'DB040: '
is 'invite' "$(as clerk "SELECT office.invite('P3', '$code', '换电脑') - now() = interval '24 hours'")" t
has 'the same code twice' "$(as clerk "SELECT office.invite('P4', '$code')")" 'invitation_pkey'
is 'the office sees it, and no code' "$(as clerk "SELECT person_code, made_by, state, other_keys
    FROM office.invitations")" 'P3|clerk|OPEN|0'

is 'a code that nobody made' "$(redeem "$second" "$mine")" 'code.unknown|f|f'
is 'and it is not kept' "$(as clerk 'SELECT count(*) FROM office.invitation_attempts')" 0
is 'redeem' "$(redeem "$code" "$mine")" 'enrolled|t|t'
is 'again by the same key: the same answer' "$(redeem "$code" "$mine")" 'enrolled|t|t'
is 'one key, one act' "$(as clerk "SELECT count(*), min(subject), min(who) FROM office.audit WHERE act = 'redeem'")" \
   '1|P3|daybook_daemon'
is 'whose key it is, and who invited' "$(as clerk "SELECT person_code, approved_by FROM office.keys
    WHERE public_key = '$mine'")" 'P3|clerk'
is 'by another key: used' "$(redeem "$code" "$other")$(redeem "$code" "$other")" $'code.used|t|fcode.used|t|f'
is 'the office sees who came, and how often' "$(as clerk "SELECT person_code, public_key, verdict, tries
    FROM office.invitation_attempts")" "P3|$other|used|2"
is 'and beside the invitation' "$(as clerk 'SELECT state, used_key, other_keys FROM office.invitations')" "USED|$mine|1"
is 'the other key did not get in' "$(as clerk "SELECT count(*) FROM office.keys WHERE public_key = '$other'")" 0
is 'not without end' "$(sql "SELECT count(daybook.redeem(decode('$code', 'hex'), sha256(n::text::bytea)))
    FROM generate_series(1, 60) n; SELECT count(*) FROM daybook.invitation_attempt")" $'60\n50'

as clerk "SELECT office.invite('P3', '$second')" >/dev/null
sql "UPDATE daybook.invitation SET made_at = now() - interval '25 hours', expires_at = now() - interval '1 hour'
    WHERE code_hash = decode('$second', 'hex')"
is 'expired' "$(redeem "$second" "$other")" 'code.expired|t|f'
is 'used before it expired: the same answer still' "$(sql "UPDATE daybook.invitation
    SET made_at = now() - interval '25 hours', expires_at = now() - interval '1 hour'
    WHERE code_hash = decode('$code', 'hex')")$(redeem "$code" "$mine")" 'enrolled|t|t'

as clerk "SELECT office.invite('P4', '$third')" >/dev/null
is 'a key of another person' "$(redeem "$third" "$mine")" 'key.taken|f|f'
has 'withdraw wants a reason' "$(as clerk "SELECT office.withdraw_invitations('P4', '')")" 'DB006: '
has 'withdraw for nobody' "$(as clerk "SELECT office.withdraw_invitations('P99', 'r')")" 'DB008: '
is 'withdraw' "$(as clerk "SELECT office.withdraw_invitations('P4', '发错群')")" 1
is 'withdraw again: none left' "$(as clerk "SELECT office.withdraw_invitations('P4', '发错群')")" 0
is 'withdrawn is expired' "$(redeem "$third" "$fresh")" 'code.expired|t|f'

is 'a key adds another one' "$(change "$mine" "'$fresh'" NULL)" added
is 'again: harmless' "$(change "$mine" "'$fresh'" NULL)" added
is 'of the same person' "$(as clerk "SELECT person_code, approved_by FROM office.keys WHERE public_key = '$fresh'")" \
   "P3|key ${mine:0:16}"
is 'who is not known adds none' "$(change "$other" "'$third'" NULL)" key.revoked
is 'a key does not retire itself' "$(change "$fresh" NULL "'$fresh'")" key.taken
is 'the new one retires the old one' "$(change "$fresh" NULL "'$mine'")" retired
is 'again: harmless' "$(change "$fresh" NULL "'$mine'")" retired
is 'it is cut off, and by whom' "$(as clerk "SELECT revoked_by FROM office.keys WHERE public_key = '$mine'")" \
   "key ${fresh:0:16}"
is 'a retired key asks for nothing' "$(change "$mine" "'$other'" NULL)" key.revoked
is 'nor does it come in by its invitation' "$(redeem "$code" "$mine")" 'key.revoked|f|f'
is 'a retired key is not added again' "$(change "$fresh" "'$mine'" NULL)" key.taken
is 'to retire what nobody knows is harmless' "$(change "$fresh" NULL "'$other'")" retired
as clerk "SELECT office.approve_key('$other', 'P4')" >/dev/null
is 'another person'\''s key stays' "$(change "$fresh" NULL "'$other'")$(change "$fresh" "'$other'" NULL)" \
   key.takenkey.taken
is 'eight keys are enough' "$(for n in 1 2 3 4 5 6 7 8 9; do
        change "$fresh" "'$(printf "d$n%.0s" $(seq 32))'" NULL; done | sort | uniq -c | tr -s ' ')" \
   $' 7 added\n 2 keys.many'
is 'each change left one row' "$(as clerk "SELECT act, count(*) FROM office.audit WHERE act LIKE '%\_key'
    AND who = 'daybook_daemon' GROUP BY 1 ORDER BY 1")" $'add_key|8\nretire_key|1'
# Two keys of a person retire each other at once, through two daemons: the later one is no key any more.
soon() { for _ in $(seq 400); do "$@" && return; sleep 0.05; done; }                # wait until it holds
one_waits() { [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")" = 1 ]; }
d1="$(printf 'd1%.0s' $(seq 32))" d2="$(printf 'd2%.0s' $(seq 32))"
{ echo "BEGIN; SELECT daybook.change_key(decode('$d1', 'hex'), NULL, decode('$d2', 'hex'));"
  soon one_waits
  echo 'COMMIT;'; } | ask "$url user=daybook_daemon" >"$state/first" &
soon test -s "$state/first"
answer="$(change "$d2" NULL "'$d1'")"
wait $!
is 'two keys that retire each other' "$(cat "$state/first") $answer" 'retired key.revoked'

is 'a redemption wakes the daemons' "$(sql "SELECT office.invite('P4', repeat('44', 32))" >/dev/null
    wakes "SELECT daybook.redeem(decode(repeat('44', 32), 'hex'), sha256('woken'))")" 1

for table in invitation invitation_attempt; do
    has "the daemon reads no $table" "$(as daybook_daemon "SELECT * FROM daybook.$table")" '42501: '
done
has 'the daemon invites nobody' "$(as daybook_daemon "SELECT office.invite('P3', '$code')")" '42501: '
has 'the office redeems nothing' "$(as clerk "SELECT daybook.redeem('', '')")" '42501: '
