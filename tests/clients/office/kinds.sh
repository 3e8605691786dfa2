# shellcheck shell=bash
# needs: roster acts brief verbs
# kinds: roll calls, health, supplies, minutes and bulletins: what is shown, to whom, and what may be done.

sql -1 -f "$here/kinds.sql" > /dev/null || exit 1
nurse() { office_as nurse_sample "$@"; }
day=2020-02-19

has 'roll call: of how many' "$(office rollcall $day)" 'roll calls of 2 of 6 committees; without one 1'
has 'roll call: who has none, and whom to call' "$(office rollcall $day)" '样例东居委会'
has 'roll call: who was not reached' "$(office rollcall $day)" '100-1002'
lacks 'roll call: no escape' "$(office rollcall $day)" $'\e'
has 'roll call in Chinese' "$(office --lang zh rollcall $day)" '没有点名（1）'
is 'roll call: the states add up' "$(json 'j["called"], j["people"], sum(j[k] for k in ("present", "late", "on_leave", "sick",
    "swapped", "transferred", "off_duty", "unreached", "not_asked"))' rollcall $day)" '(2, 4, 4)'
is 'roll call: by name' "$(json '[(p["person"], p["state"]) for p in j["persons"]]' rollcall persons $day)" \
    "[('样例志愿甲', 'PRESENT'), ('样例志愿乙', 'UNREACHED'), ('样例志愿丙', 'ON_POST_LATE'), ('样例志愿丁', 'NOT_ASKED')]"
is 'roll call: as CSV, the committees' "$(csv_facts '[(r["no."], r["people"], r["not called"]) for r in rows][:2], raw[:3].hex()' \
    rollcall $day)" "([('1', '2', '0'), ('2', '1', '0')], 'efbbbf')"
has 'roll call: a note is no formula' "$(office --format csv rollcall persons $day)" "'=1+1"
has 'roll call of no night' "$(office rollcall 2031-01-01)" 'no posting of the roster covers it'
is 'roll call of no night: exit status' "$(status_of office rollcall 2031-01-01)" 65

has 'health: counts' "$(COLUMNS=140 office health $day)" 'health reports of 2 of 6 committees; persons posted 6, of these reported 4, not reported 2'
has 'health: alarms' "$(COLUMNS=140 office health $day)" 'fever 1, met a case 0; alarms 1'
for format in table csv json; do
    lacks "health: no name for the office ($format)" "$(office --format $format health $day)" 样例志愿乙
    lacks "health: no note for the office ($format)" "$(office --format $format health $day)" 样例已就诊
done
has 'health: persons for the officer' "$(nurse health $day)" 样例志愿乙
has 'health: alarms first' "$(nurse health $day | sed -n '/^alarm/{n;p;}')" '36.5 / 37.5'
has 'health: who is missing' "$(nurse health $day)" 样例志愿丁
has 'health: in Chinese' "$(nurse --lang zh health $day)" '发热 干咳'
has 'the officer is asked for a date too' "$(nurse health)" 'no posting of the roster covers it'
has 'the officer sees nothing else' "$(nurse rollcall $day)" 'this role may not do that'
has 'nor acts' "$(nurse supply promise 2 防护服 1)" 'this role may not do that'

has 'supplies: what is lacking' "$(office supplies)" 'protective suit'
has 'supplies: gifts and who signed' "$(COLUMNS=140 office supplies)" 样例签收人
is 'supplies: one item' "$(json '{p["item"] for p in j["places"]}' supplies 防护服)" "{'PROTECTIVE_SUIT'}"
has 'supplies: no such item' "$(office supplies 防护衣)" 'did you mean "防护服"?'
has 'supplies: no such item, in Chinese' "$(office --lang zh supplies xyz)" '没有“xyz”这种物资'
has 'supply promise' "$(office supply promise 2 防护服 15 --reason 样例调拨)" 'promised to committee: 2'
has 'supply promise again' "$(office supply promise 样例二居委会 防护服 15)" 'is promised already'
has 'supply send' "$(office supply send 2 'protective suit' 12)" 'supply step'
has 'supply receive: too many' "$(office supply receive 2 防护服 13)" 'no more is received than was sent (12)'
has 'supply receive' "$(office supply receive 2 防护服 10)" 'received by committee'
is 'what was not enough is lacking' "$(json '[(p["promised"], p["sent"], p["received"], p["gap"]) for p in j["places"]]' \
    supplies 防护服)" '[(15, 12, 10, 10)]'
has 'supply: which unit?' "$(office supply promise 2 医用口罩 1)" 'say which of'
has 'supply: this one' "$(office supply promise 2 医用口罩 1 盒)" 'promised to committee'
has 'supply: no number' "$(office supply promise 2 医用口罩 many 只)" 'that is no number'
has 'supply: nothing' "$(office --lang zh supply promise 2 医用口罩 0 只)" '应为 1 到 1000000'
has 'supply: no such committee' "$(office supply promise 77 防护服 1)" 'there is no committee "77"'
has 'supply: no such need' "$(office --lang zh supply promise 1 防护服 1)" '没有提出过对'
has 'supply close wants a reason' "$(office supply close 2 防护服)" '--reason is needed'
has 'supply close' "$(office supply close 2 防护服 --reason 样例自购)" 'settled, of committee'
office supply promise 2 医用口罩 90 只 > "$state/promised"
sql -f "$here/corrected.sql" || bad 'corrected.sql' 'an error' 'rows'
is 'a correction in another order: steps stay with their items' "$(json '[(p["item"], p["unit"], p["wanted"], p["promised"])
    for p in j["places"]]' supplies 医用口罩)" "[('MASK_MEDICAL', '盒', 6, 1)]"
is 'and one of a need that it took away is shown' "$(json '[(p["item"], p["unit"], p["promised"], p["state"])
    for p in j["removed"]]' supplies)" "[('MASK_MEDICAL', '只', 90, 'PROMISED')]"
has 'in a table' "$(office --lang zh supplies)" '更正后已无此项'
has 'and is settled' "$(office supply close 2 医用口罩 只 --reason 样例已改报)" 'settled, of committee'
is 'then it is no more' "$(json 'j["removed"]' supplies)" '[]'
has 'movements' "$(office supplies movements)" '50 套'
is 'balance: 3 before, 50 came, 3 are there' "$(json '[(b["came"], b["unexplained"]) for b in j["unexplained"]]' \
    supplies balance)" '[(50, -50)]'

has 'minutes: overdue branches' "$(office minutes)" 'none for 8 days'
has 'minutes: of one branch' "$(office minutes 样例一支部)" 样例补齐额温枪
lacks 'minutes: of another' "$(office minutes 2)" 样例补齐额温枪
has 'minutes: no such branch' "$(office minutes 样例一支)" 'did you mean "样例一支部"?'
is 'minutes: decisions' "$(json '[(d["what"], d["overdue"]) for d in j["decisions"]]' minutes decisions)" "[('样例补齐额温枪', True)]"
has 'minutes: practices' "$(office minutes practices 1)" 样例错峰代送

letter="$state/letter.txt"
printf 'kind: notice\r\ntitle: 样例口罩发放\r\nmust_ack: yes\r\naudience: branch 样例一支部\r\n\r\n明天上午九点。\r\n每户五只。\r\n' > "$letter"
sql -c "INSERT INTO daybook.posting SELECT committee_id, person_id, office.business_date(), office.business_date(), true
    FROM daybook.posting JOIN daybook.person USING (person_id) WHERE code = 'S1' AND valid_from = '2020-02-17'"
has 'bulletin publish' "$(office bulletin publish "$letter")" 'bulletin 1 is published; it is for 3 committees'
is 'bulletin: as it was written' "$(json '[(b["title"], b["body"], b["must_ack"], b["state"]) for b in j["bulletins"]]' \
    bulletin list 1)" "[('样例口罩发放', '明天上午九点。\n每户五只。', True, 'IN_FORCE')]"
iconv -t GB18030 "$letter" > "$letter.gb"
has 'bulletin: GB18030, and one like it' "$(office bulletin publish "$letter.gb")" 'bulletin 1 has the same title'
sed 's/^title.*/标题:样例更正/; s/^audience/supersedes: 1\naudience/' "$letter" > "$letter.2"
has 'bulletin: supersedes' "$(office --lang zh bulletin publish "$letter.2")" '第 3 号通报已发布'
is 'bulletin: the old one is void' "$(json 'j["bulletins"][0]["state"], j["bulletins"][0]["superseded_by"]' bulletin list 1)" \
    "('SUPERSEDED', 3)"
has 'bulletin: once only' "$(office bulletin publish "$letter.2")" 'superseded already'
printf 'kind notice\nttile: x\ntitle: a\ntitle: b\neffective_from: 2020-02-30\nmust_ack: perhaps\nsupersedes: one\naudience: branch 9\n' > "$letter.3"
said="$(office bulletin publish "$letter.3")"
for fault in 'line 1: no "name: value"' 'line 2: "ttile" is unknown; did you mean "title"?' 'line 4: "title" is there twice' \
             'line 5: "2020-02-30" is no date' 'line 6: must_ack "perhaps"' 'line 7: "one" is no number' \
             'line 8: there is no branch "9"' '"kind" is missing' 'there is no text' 'nothing was published; faults: 9'; do
    has "bulletin: $fault" "$said" "$fault"
done
is 'bulletin: exit status' "$(status_of office bulletin publish "$letter.3")" 65
is 'bulletin: no such file' "$(status_of office bulletin publish "$state/none")" 66
printf 'kind: policy\ntitle: 样例政策\n\n正文\n' > "$letter.4"
has 'bulletin: a policy says who and from when' "$(office bulletin publish "$letter.4")" 'who issued it'
printf 'kind: gossip\ntitle: 样例\naudience: village 3\n\n正文\n' > "$letter.5"
has 'bulletin: no such audience' "$(office bulletin publish "$letter.5")" 'audience "village 3": all, or'
has 'bulletin unread: by name and telephone' "$(office bulletin unread 2)" "$(sql -c "SELECT telephone FROM daybook.person
    WHERE code = 'S1'")"
has 'bulletin list' "$(office bulletin list)" 'superseded'
has 'bulletin revoke' "$(office bulletin revoke 2 --reason 样例取消)" 'bulletin revoked: 2'
has 'bulletin revoke again' "$(office bulletin revoke 2 --reason x)" 'revoked already'
is 'bulletin: revoked ones are not waited for' "$(json 'j["unread"]' bulletin unread 2)" '[]'
is 'nothing half done' "$(sql -c 'SELECT count(*) FROM daybook.bulletin')" 3

has 'reconcile: by name' "$(COLUMNS=140 office reconcile $day)" 'in no health report'
is 'reconcile: who' "$(json 'sorted((d["names"], d["what"]) for d in j["differences"] if d["names"].startswith("样例志愿"))' \
    reconcile $day)" "[('样例志愿丁', 'HEALTH_MISSING'), ('样例志愿丁', 'NOT_ASKED'), ('样例志愿丁', 'NO_REPORT'), \
('样例志愿丙', 'NO_REPORT'), ('样例志愿乙', 'UNREACHED'), ('样例志愿甲、样例志愿乙', 'NO_REPORT')]"
lacks 'reconcile: nothing of health' "$(office --format json reconcile $day)" 37.5

# 202 volunteers in 24 hours, as they came; two of them are posted.
volunteers="$state/volunteers.csv"
python3 - > "$volunteers" <<'PY'
import datetime as dt
print('code,name,telephone,unit,party_member,signed_up_at,batch,branch\r')
for n in range(202):
    at = dt.datetime(2020, 2, 14, 9, 0) + dt.timedelta(minutes=7 * n)
    code = ('V1', 'V3')[n] if n < 2 else f'N{n}'
    name = ('样例志愿甲', '样例志愿丙')[n] if n < 2 else f'样例{n}'
    print(f'{code},{name},,样例单位{n % 4},{"是" if n % 2 else "no"},{at:%Y-%m-%d %H:%M},{1 + n // 30 if n < 90 else ""},样例一支部\r')
PY
has 'signup: nobody yet' "$(office signup)" 'nobody has signed up'
sed '3,110s/,2020-02-1/,2020-13-1/; 2s/^V1/V 1/; 150s/$/,x/' "$volunteers" > "$volunteers.bad"
said="$(office signup import "$volunteers.bad")"
has 'signup import: half the rows wrong, counted' "$said" 'nothing was imported; faults: 110'
is 'signup import: one sentence a row' "$(grep -c '^line' <<< "$said")" 110
has 'signup import: the field, the value, the remedy' "$said" 'line 3: signed_up_at "2020-13-14 09:07": must be a day and time as'
is 'signup import: nothing half done' "$(sql -c 'SELECT count(*) FROM daybook.volunteer')" 0
iconv -t GB18030 "$volunteers" > "$volunteers.gb"
has 'signup import: GB18030' "$(office signup import "$volunteers.gb")" 'imported: 202 volunteers; new 202, changed 0'
printf '\xEF\xBB\xBF%s\n' "$(tr -d '\r' < "$volunteers")" > "$volunteers.bom"
is 'signup import: again, with BOM' "$(json '[(i["added"], i["changed"]) for i in j["imported"]]' signup import "$volunteers.bom")" \
    '[(0, 0)]'
is 'signup: 202 in 24 hours' "$(json 'j["signed_up"], j["in_first_24_hours"], j["hours"][-1]["of_24_hours"]' signup)" '(202, 202, 202)'
is 'signup: departments add up' "$(json 'sum(d["signed_up"] for d in j["departments"]), sum(d["dispatched"] for d in
    j["departments"])' signup)" '(202, 2)'
is 'signup: three batches of 30' "$(json '[(b["batch"], b["selected"], b["off"]) for b in j["batches"] if b["off"] is not None]' \
    signup)" '[(1, 30, 0), (2, 30, 0), (3, 30, 0)]'
has 'signup: who was never sent' "$(office signup)" 'in a batch, and not posted'
has 'signup in Chinese' "$(office --lang zh signup)" '报名 202 人（头 24 小时 202 人）'
is 'signup list' "$(json 'len(j["volunteers"]), j["volunteers"][0]["state"]' signup list)" "(202, 'ENDED')"

has 'redact: any kind' "$(office redact 1 $day minutes.1.decision:1 --reason 样例)" 'text removed'
lacks 'redacted' "$(office minutes)" 样例补齐额温枪
has 'redact: what it may be' "$(office redact 1 $day minutes.1.title --reason x)" 'is no field: situation'
has 'purge: every kind' "$(office purge --before 2020-02-20 --reason 样例到期)" purge
has 'purge wants a date' "$(office purge --reason x)" '--before is needed'
has 'purge: no date' "$(office purge --before 2020-02-30 --reason x)" '"2020-02-30" is no date'
has 'before is no option of another' "$(office night --before 2020-02-20)" '--before does not belong here'
has 'purged: nobody'\''s health is left' "$(nurse health $day)" 'nobody is in a health report'
has 'purged: receipts are' "$(office health $day)" 'health reports of 2 of 6 committees'
for verb in "rollcall $day" "rollcall persons $day" "health $day" supplies 'supplies movements' 'supplies balance' minutes \
            'minutes decisions' 'minutes practices' 'bulletin list' 'bulletin unread' signup 'signup list'; do
    # shellcheck disable=SC2086  # words
    has "$verb as a workbook" "$(office --format xlsx $verb | head -c 2)" PK
done
