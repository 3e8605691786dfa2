# presence: what open clients say stands behind what is known for certain, adds up to the roster, and goes with the night.

night='2021-05-05'
sql "INSERT INTO daybook.posting (committee_id, person_id, valid_from, valid_to, secretary)
    SELECT c.committee_id, (SELECT min(person_id) FROM daybook.person), '$night', '$night', true
    FROM daybook.committee c WHERE c.committee_id BETWEEN 1 AND 6"
as clerk "SELECT office.open_nights('$night', '$night')" >/dev/null
someone="$(sql 'SELECT min(person_id) FROM daybook.person')"
another="$(sql 'SELECT max(person_id) FROM daybook.person')"
# committee, person, state, percent, since and last in seconds of some night
say() {
    ask "$url user=daybook_daemon" -v c="$1" -v p="$2" -v s="$3" -v n="$4" -v a="${5}000" -v b="${6}000" -f - <<SQL
PREPARE q AS $(cat sql/queries/presence_keep.sql);
EXECUTE q(:'c', '$night', :'p', :'s', :'n', :'a', :'b');
SQL
}
states() { as clerk "SELECT string_agg(committee_id || ' ' || state, ', ' ORDER BY committee_id)
    FROM office.committee_night WHERE report_date = '$night'"; }

is 'nothing is seen at first' "$(states)" '1 NOT_SEEN, 2 NOT_SEEN, 3 NOT_SEEN, 4 NOT_SEEN, 5 NOT_SEEN, 6 NOT_SEEN'
for said in '1 OPENED' '2 FILLING' '3 SEALED' '4 REFUSED' '5 FILLING'; do
    say "${said% *}" "$someone" "${said#* }" 40 1000 1000
done
is 'what the clients say' "$(states)" '1 OPENED, 2 FILLING, 3 SEALED, 4 REFUSED, 5 FILLING, 6 NOT_SEEN'
say 2 "$someone" FILLING 55 1060 1060
is 'the same again: since then, seen now' "$(as clerk "SELECT percent, extract(epoch FROM since)::int,
    extract(epoch FROM last_seen)::int FROM office.presence WHERE committee_id = 2 AND report_date = '$night'")" \
   '55|1000|1060'
say 2 "$someone" OPENED 55 1010 1010
is 'what another daemon heard before does not undo it' "$(states | cut -d, -f2)" ' 2 FILLING'
say 6 "$someone" OPENED 0 1300 1250
is 'a daemon whose clock was set back is heard' "$(as clerk "SELECT state, extract(epoch FROM since)::int
    FROM office.presence WHERE committee_id = 6 AND report_date = '$night'")" 'OPENED|1250'
sql "DELETE FROM daybook.presence WHERE committee_id = 6 AND report_date = '$night'"
say 5 "$another" OPENED 0 1200 1200
is 'of two clients the one that spoke last' "$(states | cut -d, -f5)" ' 5 OPENED'
is 'a committee that is not there is nobody'\''s' "$(say 999 "$someone" OPENED 0 1 1)" ''

sql "SET TimeZone = 'UTC'; INSERT INTO daybook.held (committee_id, id, report_date, status, reason, person_id, first_at, last_at,
    tries) VALUES (1, gen_random_uuid(), '$night', 'FORBIDDEN', 'scope.none', $someone, '$night', '$night', 1)"
sql "INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at,
    person_id, code, hash, sealed)
    SELECT n, md5('presence' || n)::uuid, 1, '$night', 1, 1, 1, '$night', $someone, 'C000000' || n, sha256('x'), ''
    FROM unnest(ARRAY[3, 4]) n"
as clerk "SELECT office.return_report(4, '$night', '数字对不上'); SELECT office.excuse(6, '$night', '停电')" >/dev/null
is 'what is known stands before what is said' "$(states)" \
   '1 HELD, 2 FILLING, 3 ACCEPTED, 4 RETURNED, 5 OPENED, 6 EXCUSED'
is 'the nine states add up to the roster' "$(as clerk "SELECT expected, reported, excused, missing, held, refused,
    sealed, filling, opened, not_seen, expected = reported + excused + held + refused + sealed + filling + opened + not_seen
    FROM office.night WHERE report_date = '$night'")" '6|2|1|3|1|0|0|1|1|0|t'
is 'on every night' "$(as clerk "SELECT count(*) FROM office.night WHERE expected <> reported + excused + missing
    OR missing <> held + refused + sealed + filling + opened + not_seen")" 0
is 'who is missing, and how far' "$(as clerk "SELECT committee_id, state, percent, extract(epoch FROM last_seen)::int
    FROM office.missing WHERE report_date = '$night' ORDER BY 1")" $'1|HELD||1000\n2|FILLING|55|1060\n5|OPENED|0|1200'
is 'the daemon reads what was returned' "$(ask "$url user=daybook_daemon" -f sql/queries/directory_returned.sql |
    grep -c '数字对不上')" 1

as clerk "SELECT office.close_night('$night')" >/dev/null
is 'closed: nobody is there any more' "$(states)" '1 HELD, 2 NOT_SEEN, 3 ACCEPTED, 4 RETURNED, 5 NOT_SEEN, 6 EXCUSED'
as clerk "SELECT office.reopen(2, '$night', '补报')" >/dev/null
is 'but where it is open again' "$(states | cut -d, -f2)" ' 2 FILLING'
ask "$url user=daybook_daemon" -f sql/queries/presence_clear.sql
is 'and the rows go' "$(sql "SELECT string_agg(committee_id::text, ' ') FROM daybook.presence WHERE report_date = '$night'")" 2
has 'no state that only the office knows' "$(say 2 "$someone" ACCEPTED 0 1300 1300)" 'presence_state_check'
has 'no more than all' "$(say 2 "$someone" FILLING 101 1300 1300)" 'presence_percent_check'

# The parts that follow count what is there.
sql "DELETE FROM daybook.presence; DELETE FROM daybook.report_return WHERE reason = '数字对不上';
    DELETE FROM daybook.excuse WHERE report_date = '$night'; DELETE FROM daybook.held WHERE report_date = '$night';
    DELETE FROM daybook.record WHERE report_date = '$night'; DELETE FROM daybook.reopening WHERE report_date = '$night';
    DELETE FROM daybook.posting WHERE valid_from = '$night'; DELETE FROM daybook.night WHERE report_date = '$night'"
