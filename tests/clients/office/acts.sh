# shellcheck shell=bash
# needs: roster
# acts: keys and nights. What is refused says why in the reader's language; what is done stands in the audit by name.

hex="$(printf 'ab%.0s' {1..32})"
other="$(printf 'cd%.0s' {1..32})"
has 'no key yet' "$(office key list)" 'no key was approved yet'
has 'a key that is none' "$(office key approve abc --person S1)" 'is not a public key'
has 'a person that is none' "$(office key approve "$hex" --person S9)" 'there is no person "S9" in the roster'
has 'the same in Chinese' "$(office --lang zh key approve "$hex" --person S9)" '花名册里没有'
is 'refused: exit status' "$(status_of office key approve "$hex" --person S9)" 65
has 'approve' "$(office key approve "${hex^^}" --person S1 --reason 第一把)" '样例书记'
is 'approve again' "$(json '[(k["person_code"], k["revoked_at"]) for k in j["keys"]]' key approve "$hex" --person S1)" \
    "[('S1', None)]"
office key approve "$other" --person S2 > /dev/null
has 'revoke wants a reason' "$(office key revoke "$other")" '--reason is needed'
has 'revoke' "$(office key revoke "$other" --reason 样例:电脑遗失)" 'key revoked and cut off'
has 'revoke again' "$(office key revoke "$other" --reason x)" 'revoked already'
is 'list: in force first' \
    "$(json '[(k["person"], k["public_key"][:4], k["revoked_by"]) for k in j["keys"]]' key list)" \
    "[('样例书记', 'abab', None), ('样例支书', 'cdcd', 'office_sample')]"
is 'list: fingerprints as the client prints them' "$(json 'j["keys"][0]["fingerprint"]' key list)" \
    "$(python3 -c 'import hashlib; h = hashlib.blake2b(b"\xab" * 32, digest_size=32).hexdigest()[:20]
print("-".join(h[i:i + 4] for i in range(0, 20, 4)))')"

has 'reopen an open night' "$(office reopen 3 2020-02-18 --reason x)" 'is not closed'
has 'close' "$(office close 2020-02-18 --reason 样例)" 'expected 6, reported 3, missing 3'
has 'close again' "$(office --lang zh close 2020-02-18)" '已经关闭'
has 'a closed night says so' "$(office night 2020-02-18)" ', closed '
has 'reopen wants a reason' "$(office reopen 3 2020-02-18)" '--reason is needed'
has 'reopen by name' "$(office reopen 样例三居委会 2020-02-18 --reason 补报)" 'open again for committee: 3'
is 'close as JSON' "$(json 'j["report_date"], j["closed_at"] is not None' close 2020-02-18)" "('2020-02-18', True)"
has 'close a night that is none' "$(office close 2020-05-01)" 'no night of 2020-05-01'
sql -c "INSERT INTO daybook.night VALUES ('2099-01-01', '2099-01-01 16:00+08', '2099-01-01 22:00+08', NULL, NULL)" > /dev/null
has 'close before the deadline wants a reason' "$(office close 2099-01-01)" 'the night of 2099-01-01 ends at 2099-01-01 22:00, which is still to come'
has 'in Chinese' "$(office --lang zh close 2099-01-01)" '2099-01-01 这一晚到 2099-01-01 22:00 才截止'
is 'close before the deadline: status' "$(status_of office close 2099-01-01)" 65
is 'and is not closed' "$(json 'j["closed_at"]' night 2099-01-01)" 'None'
has 'with a reason' "$(office close 2099-01-01 --reason 样例)" 'night closed: 2099-01-01'
sql -c "DELETE FROM daybook.night WHERE report_date = '2099-01-01'" > /dev/null
has 'a control character' "$(office close 2020-02-19 --reason $'a\eb')" 'control character'
is 'audit: who' "$(sql -c "SELECT string_agg(DISTINCT who, ',') FROM daybook.audit")" office_sample
is 'audit: why' "$(sql -c "SELECT reason FROM daybook.audit WHERE act = 'revoke_key'")" 样例:电脑遗失
