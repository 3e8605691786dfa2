# acts: what the office does, as a person of the office; what is refused, and with which words; what the audit keeps.

act() { as clerk "$1"; }

is 'close' "$(act "SELECT office.close_night('2020-02-20', '全部核对完毕')")" ''
is 'it is closed, by whom' "$(sql "SELECT closed_at IS NOT NULL, closed_by FROM daybook.night
    WHERE report_date = '2020-02-20'")" \
   't|clerk'
has 'close twice' "$(act "SELECT office.close_night('2020-02-20')")" 'DB003: the night of 2020-02-20 is closed already'
has 'close a night that is not there' "$(act "SELECT office.close_night('2021-01-01')")" \
   'DB002: there is no night of 2021-01-01'
has 'and in Chinese' "$(act "SELECT office.close_night('2021-01-01')")" 'DETAIL:  没有 2021-01-01 这一晚'
has 'close nothing' "$(act 'SELECT office.close_night(NULL)')" 'DB002: '
has 'reopen without a reason' "$(act "SELECT office.reopen(3, '2020-02-20', ' ')")" 'DB006: give a reason'
has 'reopen with a long one' "$(act "SELECT office.reopen(3, '2020-02-20', repeat('长', 201))")" 'DB006: give a reason'
has 'reopen an open night' "$(act "SELECT office.reopen(3, '2020-02-21', 'r')")" \
   'DB005: the night of 2020-02-21 is not closed'
has 'reopen a night that is not there' "$(act "SELECT office.reopen(3, '2021-01-01', 'r')")" 'DB002: '
has 'reopen for nobody' "$(act "SELECT office.reopen(99, '2020-02-20', 'r')")" 'DB004: there is no committee 99'
is 'reopen' "$(act "SELECT office.reopen(3, '2020-02-20', '支部核实后补报')")" ''
is 'reopen again: the last reason stands' "$(act "SELECT office.reopen(3, '2020-02-20',
    '再次核实')")$(sql 'SELECT committee_id, reason
    FROM daybook.reopening')" '3|再次核实'
is 'close again: the reopening ends' "$(act "SELECT office.close_night('2020-02-20')")$(sql 'SELECT count(*)
    FROM daybook.reopening')" 0
has 'and then it is closed for all' "$(act "SELECT office.close_night('2020-02-20')")" 'DB003: '

key="$(printf 'ab%.0s' $(seq 32))"
for wrong in '' xyz "${key}ab" "${key%?}g"; do
    has "no key: $wrong" "$(act "SELECT office.approve_key('$wrong', 'P3')")" 'DB007: '
done
has 'no key at all' "$(act "SELECT office.approve_key(NULL, 'P3')")" 'DB007: '
has 'no such person' "$(act "SELECT office.approve_key('$key', 'P99')")" 'DB008: there is no person with the code "P99"'
is 'approve' "$(act "SELECT office.approve_key('${key^^}', 'P3', '电话核对过')")" ''
is 'approve again' "$(act "SELECT office.approve_key('$key', 'P3')")$(act 'SELECT person_code, approved_by,
    revoked_at FROM office.keys')" \
   'P3|clerk|'
has 'a key of another person' "$(act "SELECT office.approve_key('$key', 'P4')")" \
   'DB009: this key belongs to another person'
has 'revoke without a reason' "$(act "SELECT office.revoke_key('$key', '')")" 'DB006: '
has 'revoke what is not there' "$(act "SELECT office.revoke_key('${key/ab/cd}', 'lost')")" \
   'DB010: this key was never approved'
is 'revoke' "$(act "SELECT office.revoke_key('$key', '电脑遗失')")$(act 'SELECT revoked_by FROM office.keys')" clerk
has 'revoke twice' "$(act "SELECT office.revoke_key('$key', 'lost')")" 'DB010: this key was revoked already'
has 'a revoked key stays revoked' "$(act "SELECT office.approve_key('$key', 'P3')")" 'DB009: this key was revoked'

is 'open nights' "$(act "SELECT office.open_nights('2020-03-01', '2020-03-03', '18:00', '26:00')")" 3
is 'a deadline after midnight' "$(sql "SET TimeZone = 'Asia/Shanghai'; SELECT opens, deadline FROM daybook.night
    WHERE report_date = '2020-03-03'")" \
   '2020-03-03 18:00:00+08|2020-03-04 02:00:00+08'
is 'nights that are there stay' "$(act "SELECT office.open_nights('2020-03-02',
    '2020-03-04')")$(sql "SET TimeZone = 'Asia/Shanghai';
    SELECT deadline FROM daybook.night WHERE report_date = '2020-03-03'")" '12020-03-04 02:00:00+08'
has 'nights backwards' "$(act "SELECT office.open_nights('2020-03-02', '2020-03-01')")" 'DB001: '
has 'nights for ever' "$(act "SELECT office.open_nights('2020-03-02', '2999-03-01')")" 'DB001: '
has 'nights without an end' "$(act "SELECT office.open_nights('2020-03-02', NULL)")" 'DB001: '
has 'a deadline before the opening' "$(act "SELECT office.open_nights('2020-04-01', '2020-04-01', '16:00',
    '6 hours')")" \
    'DB001: a night cannot open at 16:00:00 and end at 06:00:00'

is 'every act left its row, with the login behind it' "$(act "SELECT act, who, reason FROM office.audit
    WHERE act <> 'import_roster' AND reason <> '' ORDER BY at")" "$(cat <<'ROWS'
close_night|clerk|全部核对完毕
reopen|clerk|支部核实后补报
reopen|clerk|再次核实
approve_key|clerk|电话核对过
revoke_key|clerk|电脑遗失
ROWS
)"
is 'what was refused left none' "$(act "SELECT act, count(*) FROM office.audit WHERE act <> 'import_roster'
    GROUP BY 1 ORDER BY 1")" \
   $'approve_key|2\nclose_night|2\nopen_nights|2\nreopen|2\nrevoke_key|1'

# psql says what it was notified of after each statement, its own notices too.
wakes() {
    ask "$url" -c 'LISTEN daybook_directory' -c "$1" | grep -c 'Asynchronous notification "daybook_directory"'
}
is 'acts wake the daemons: nights' "$(wakes "SELECT office.close_night('2020-03-01')")" 1
is 'acts wake the daemons: reopening' "$(wakes "SELECT office.reopen(1, '2020-03-01', 'r')")" 1
is 'acts wake the daemons: keys' "$(wakes "SELECT office.approve_key(repeat('0f', 32), 'P4')")" 1
is 'acts wake the daemons: keys that go' "$(wakes "SELECT office.revoke_key(repeat('0f', 32), 'r')")" 1
is 'acts wake the daemons: roster' "$(wakes "SELECT office.import_roster('$(rows <<<"$good")')")" 1
