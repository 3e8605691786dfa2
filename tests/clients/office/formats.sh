# shellcheck shell=bash
# needs: roster
# formats: CSV for spreadsheets, JSON for programs; the same facts as on the pages.

is 'csv: BOM' "$(csv_facts 'raw[:3].hex()' missing 2020-02-18)" efbbbf
is 'csv: CRLF everywhere' "$(csv_facts 'raw.count(b"\r\n") - raw.count(b"\n")' missing 2020-02-18)" 0
is 'csv: rows of missing' "$(csv_facts '[r["no."] for r in rows]' missing 2020-02-18)" "['3', '4', '5']"
is 'csv: heads in Chinese' "$(csv_facts 'rows[0]["联系人"], rows[0]["状态"]' --lang zh missing 2020-02-18)" \
    "('样例书记', '被挡下')"
is 'csv: times in full' "$(csv_facts 'rows[0]["held since"]' missing 2020-02-18)" '2020-02-18 21:50:00'
is 'csv: levels of a night' "$(csv_facts 'sorted(set(r["level"] for r in rows))' night 2020-02-18)" \
    "['branch', 'committee', 'subdistrict', 'the whole night']"
is 'csv: each level sums to the whole' "$(csv_facts '[sum(int(r["missing"]) for r in rows if r["level"] == l)
    for l in ("the whole night", "subdistrict", "branch", "committee")]' night 2020-02-18)" '[3, 3, 3, 3]'
is 'csv: a formula is no formula' "$(csv_facts 'rows[0]["title"]' cases 2020-02-18)" "'=1+1 独居老人买药"
is 'csv: the story in full' "$(csv_facts '"老人说" in rows[0]["story"], "\n" in rows[0]["story"]' cases 2020-02-18)" \
    '(True, True)'
is 'csv: nor a telephone number' "$(csv_facts '[r["what was seen"][:4] for r in rows][2]' observations 2020-02-18)" \
    "'+86"
is 'csv: a report by lines' \
    "$(csv_facts '[r["value"] for r in rows if r["part"] == "figures"][:6]' report 1 2020-02-18)" \
    "['12', '12', '0', '0', '0', 'not filled']"
is 'csv: a telephone code is no number' \
    "$(csv_facts '[r["value"] for r in rows if r["label"] == "telephone code"][0]' report 1 2020-02-18)" 'CCCC CC12'
is 'csv: no escape' "$(csv_facts 'b"\x1b" in raw' report 1 2020-02-18)" False

is 'json: night' \
    "$(json '[j[k] for k in ("expected", "reported", "missing", "held", "late", "closed_at")]' night 2020-02-18)" \
    '[6, 3, 3, 2, 1, None]'
is 'json: instants' "$(json 'j["deadline"]' night 2020-02-18)" '2020-02-18T22:00:00+08:00'
is 'json: arrays' "$(json '[len(j[k]) for k in ("subdistricts", "branches", "missing_committees")]' night 2020-02-18)" \
    '[2, 2, 3]'
is 'json: codes, whatever the language' \
    "$(json '[m["held_reason"] for m in j["missing_committees"]]' --lang zh missing 2020-02-18)" \
    "['scope.none', 'night.moonless', None]"
is 'json: cases' \
    "$(json '[tuple(c[k] for k in ("committee_id", "category", "category_zh", "may_publish")) for c in j["cases"]]' \
        cases 2020-02-18)" \
    "[(1, 'HQ_SUPPLY', '隔离户保障', True), (2, 'PARCEL', '快递代送', False)]"
is 'json: of n of N' "$(json 'j["reported"], j["expected"]' cases 2020-02-18)" '(3, 6)'
is 'json: observations' \
    "$(json '[(o["kind"], o["severity"], o["needs_office"]) for o in j["observations"]]' observations 2020-02-18)" \
    "[('RISK', 3, True), ('THANKS', None, False), ('SUGGESTION', None, False)]"
is 'json: a report' \
    "$(json 'j["revision"], j["state"], j["zero_report"], j["code"], len(j["revisions"])' report 1 2020-02-18)" \
    "(2, 'ACCEPTED', False, 'CCCCCC12', 2)"
is 'json: 0, not filled, not asked' "$(json '[(f["value"], f["state"]) for f in j["figures"]
    if f["code"] in ("leave_count", "duty_hours", "doorbell_count")]' report 1 2020-02-18)" \
    "[(0, 'NUMBER'), (None, 'NOT_FILLED'), (None, 'NOT_ASKED')]"
is 'json: not reported' "$(json 'j["state"], j["revision"], j["figures"], j["held_reason"]' report 3 2020-02-18)" \
    "('HELD', None, [], 'scope.none')"
is 'json: text as it was said' "$(json 'chr(27) in j["situation"]' report 1 2020-02-18)" True
lacks 'json: and harmless' "$(office --format json report 1 2020-02-18)" $'\e'
