# shellcheck shell=bash
# needs: roster
# invite: the line that is printed, where it leads, what the office sees of it, and what is refused.

has 'no daemon enrols' "$(office invite S1)" 'set enrol_listen'
is 'no daemon enrols: exit status' "$(status_of office invite S1)" 78
sql -c "INSERT INTO daybook.daemon (name, started_at, alive_at, accepting, endpoint, server_key, version, counters, enrol_endpoint)
    VALUES ('sample', now(), now(), true, 'tcp://127.0.0.1:5570', sha256('sample'), '1', '{}', 'tcp://0.0.0.0')"
has 'a daemon that does not say where' "$(office invite S1)" 'set enrol_public'
sql -c "UPDATE daybook.daemon SET enrol_endpoint = 'tcp://Daybook.Example.org:5571'"
line="$(under "$program" -d "$url user=office_sample" invite S1 --reason 样例:新电脑 2> "$state/said")"
has 'the line' "$line" 'daybook:daybook.example.org:5571:'
is 'the line alone' "$(printf '%s\n' "$line" | wc -l)" 1
has 'what it is good for' "$(cat "$state/said")" 'for S1 样例书记 alone, once, until'
is 'the database has the hash of its code' \
    "$(sql -c "SELECT encode(code_hash, 'hex') FROM daybook.invitation")" \
    "$(python3 -c '
import hashlib, sys
digits, code = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", sys.argv[1].split(":")[4]
bits = "".join(f"{digits.index(c):05b}" for c in code[:26])[:128]
print(hashlib.blake2b(int(bits, 2).to_bytes(16, "big"), digest_size=32).hexdigest())' "$line")"
is 'why' "$(sql -c "SELECT reason FROM daybook.audit WHERE act = 'invite'")" 样例:新电脑
has 'as JSON' "$(json 'j["invitation"]' invite S2)" 'daybook:daybook.example.org:5571:'
has 'nobody of that code' "$(office invite S9)" 'there is no person "S9" in the roster'
has 'the same in Chinese' "$(office --lang zh invite S9)" '花名册里没有'
has 'it says so in Chinese' "$(office --lang zh invite S2)" '仅供 S2 样例支书 使用一次'
is 'listed' "$(json 'sorted((i["person_code"], i["state"], i["other_keys"]) for i in j["invitations"])' key invitations)" \
    "[('S1', 'OPEN', 0), ('S2', 'OPEN', 0), ('S2', 'OPEN', 0)]"
sql -c "SELECT daybook.redeem(code_hash, sha256('mine')), daybook.redeem(code_hash, sha256('other'))
    FROM daybook.invitation i JOIN daybook.person p USING (person_id) WHERE p.code = 'S1'" > /dev/null
has 'by name' "$(office invite 样例支书)" 'for S2 样例支书 alone'
has 'half a name: who is meant' "$(office invite 样例)" 'give the code or the whole name: S1 样例书记'
sql -c "INSERT INTO daybook.person (code, name, telephone) VALUES ('S7', '样例支书', '100-0007')" \
    -c "INSERT INTO daybook.posting (person_id, committee_id, valid_from, valid_to, secretary)
        SELECT (SELECT person_id FROM daybook.person WHERE code = 'S7'), 3, valid_from, valid_to, false
          FROM daybook.posting WHERE committee_id = 3 LIMIT 1"
said="$(office invite 样例支书)"
has 'two of one name: how many' "$said" '2 persons are called'
has 'two of one name: one of them' "$said" 'S2 样例支书 ('
has 'two of one name: the other, told apart' "$said" 'S7 样例支书 (3 样例三居委会; 100-0007)'
has 'in Chinese' "$(office --lang zh key withdraw 样例支书 --reason 样例)" '有 2 人叫'
has 'a key by name wants one person too' "$(office key approve "$(printf 9%.0s {1..64})" --person 样例支书)" '2 persons'
has 'roster list' "$(office roster list 支书)" '100-0007'
is 'roster list: who has a key' "$(json '{p["person_code"]: p["has_key"] for p in j["postings"]}' roster list S7)" "{'S7': False}"
lacks 'roster list --in: of the place alone' "$(office roster list --in 3)" 样例一居委会
has 'roster list of nobody' "$(office --lang zh roster list 月球)" '没有这样的派驻人员'
sql -c "DELETE FROM daybook.posting WHERE person_id = (SELECT person_id FROM daybook.person WHERE code = 'S7')" \
    -c "DELETE FROM daybook.person WHERE code = 'S7'"
has 'redeemed' "$(office key invitations)" 'redeemed'
has 'somebody else came with it' "$(office key invitations)" 'other keys that came with an invitation, and were not let in (1)'
is 'which key it was' "$(json 'j["attempts"][0]["public_key"], j["attempts"][0]["verdict"]' key invitations)" \
    "('$(printf other | sha256sum | cut -d' ' -f1)', 'used')"
has 'withdraw wants a reason' "$(office key withdraw S2)" '--reason is needed'
has 'withdraw' "$(office key withdraw S2 --reason 样例:发错)" 'invitations of S2 that hold no longer: 3'
has 'they are over' "$(office --format csv key invitations)" 'expired'
has 'an empty list says so' "$(sql -c 'DELETE FROM daybook.invitation_attempt' -c 'DELETE FROM daybook.invitation'
    office key invitations)" 'nobody was invited yet'
sql -c 'DELETE FROM daybook.daemon' -c "DELETE FROM daybook.client_key WHERE public_key = sha256('mine')"
