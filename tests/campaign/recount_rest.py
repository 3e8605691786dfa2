"""What the views of schema office say beside the numbers that recount.py and recount_kinds.py count: lists of records and their
parts, where supplies stand, meetings, bulletins, sign-up; counted again from the base tables, row by row.

    recount_rest.py CONNINFO      last line "recount: N passed, N failed", exit 1 unless all passed

And no view of the office is left out: one that no recount reads, and that is not named here as a plain list, is a failure.
"""
import collections
import datetime as dt
import glob
import os
import re
import sys

from recount import Check, Database, day, instant
from recount_kinds import Kinds

# What these show is what a table has, or is held to be true elsewhere (tests/sql).
PLAIN = """audit brief_committees brief_records committees daemons doctor form held_records invitation_attempts invitations keys
outages postings presence proxy_entries remarks""".split()
STEPS = ("PROMISED", "SENT", "RECEIVED", "CLOSED")


class Rest(Kinds):
    def __init__(self, db, ok):
        super().__init__(db)
        self.ok = ok
        self.words = {(r["list"], int(r["number"])): r["name"] for r in db.rows("SELECT * FROM daybook.code_list")}
        self.committees = {int(r["committee_id"]): r for r in db.rows("SELECT * FROM daybook.committee")}
        self.branches = {r["branch_id"]: r["name"] for r in db.rows("SELECT * FROM daybook.branch")}
        self.persons = {int(r["person_id"]): r for r in db.rows("SELECT * FROM daybook.person")}
        self.records = db.rows("SELECT committee_id, id, report_date, kind, part, revision, received_at, code, corrects, "
                               "timeliness, person_id, length(sealed) AS bytes FROM daybook.record")
        self.place = {r["id"]: key for key, r in self.stands.items()}          # of the records that stand

    def same(self, view, columns, wanted, where=""):
        """The rows of a view as tuples of text, '' for NULL, against those that were counted."""
        text = lambda v: "" if v is None else ("t" if v else "f") if isinstance(v, bool) else str(v)
        found = collections.Counter(tuple(r[c] for c in columns.split()) for r in self.db.rows(
            f"SELECT {', '.join(columns.split())} FROM office.{view} {where}"))
        counted = collections.Counter(tuple(map(text, row)) for row in wanted)
        self.ok.same(view, {r: n for r, n in found.items() if counted[r] != n},
                     {r: n for r, n in counted.items() if found[r] != n})

    def rows(self, table):
        """The rows of a table that belong to a record that stands, with its (committee, date, kind, part)."""
        for r in self.db.rows(f"SELECT * FROM daybook.{table}"):
            if r["record_id"] in self.place:
                yield r, self.place[r["record_id"]]

    # ------------------------------------------------------------ records

    def check_records(self):
        standing = {r["id"] for r in self.stands.values()}
        self.same("standing", "committee_id report_date part record_id revision",
                  ((c, d, part, r["id"], r["revision"]) for (c, d, _, part), r in self.stands.items()))
        self.same("report", "committee_id report_date record_id revision",
                  ((c, d, r["id"], r["revision"]) for (c, d, kind, _), r in self.stands.items() if kind == 1))
        self.same("revisions", "committee_id report_date revision record_id corrects code",
                  ((r["committee_id"], r["report_date"], r["revision"], r["id"], r["corrects"], r["code"])
                   for r in self.records if r["kind"] == "1"))
        self.same("receipts", "code committee_id kind report_date revision record_id sealed_bytes standing",
                  ((r["code"], r["committee_id"], self.words["kind", int(r["kind"])], r["report_date"], r["revision"], r["id"],
                    r["bytes"], r["id"] in standing) for r in self.records))
        expected = {(c, n) for n in self.nights for c, _, _ in self.posted(n)}
        self.same("expected", "committee_id report_date", expected)
        excused = {(int(r["committee_id"]), day(r["report_date"])) for r in self.db.rows("SELECT * FROM daybook.excuse")}
        missing = {(c, n) for c, n in expected if (c, n, 1, 0) not in self.stands and (c, n) not in excused}
        self.same("missing", "committee_id report_date", missing)
        here = {r["id"] for r in self.records}
        self.same("held", "committee_id record_id status", (
            (r["committee_id"], r["id"], r["status"]) for r in self.db.rows("SELECT * FROM daybook.held WHERE kind = 1")
            if r["id"] not in here))
        for level, key in ("branch", "branch_id"), ("subdistrict", "subdistrict_id"):
            groups = collections.defaultdict(collections.Counter)
            for c, n in expected:
                groups[n, self.committees[c][key]].update(
                    expected=1, reported=int((c, n, 1, 0) in self.stands), missing=int((c, n) in missing),
                    excused=int((c, n) in excused and (c, n, 1, 0) not in self.stands))
            self.same(f"night_by_{level}", f"report_date {key} expected reported missing excused", (
                (n, place, g["expected"], g["reported"], g["missing"], g["excused"]) for (n, place), g in groups.items()))

    # ------------------------------------------------------------ parts of a report

    def check_parts(self):
        word = lambda name, r, field: self.words.get((name, int(r[field])), "")
        self.same("cases", "committee_id report_date position title category place story result may_publish", (
            (c, d, r["position"], r["title"], word("work_kind", r, "category"), r["place"], r["story"], r["result"],
             r["may_publish"]) for r, (c, d, _, _) in self.rows("typical_case")))
        self.same("observations", "committee_id report_date position kind category severity place text needs_office", (
            (c, d, r["position"], word("observation_kind", r, "kind"), word("work_kind", r, "category"), r["severity"],
             r["place"], r["text"], r["needs_office"]) for r, (c, d, _, _) in self.rows("observation")))
        self.same("explanations", "committee_id report_date position rule text", (
            (c, d, r["position"], r["rule"], r["text"]) for r, (c, d, kind, _) in self.rows("explanation") if kind == 1))
        asked = collections.defaultdict(set)
        for r in self.db.rows("SELECT version, i.code FROM daybook.form_indicator JOIN daybook.indicator i USING (number)"):
            asked[r["version"]].add(r["code"])
        codes = {int(r["number"]): r["code"] for r in self.db.rows("SELECT * FROM daybook.indicator")}
        wanted = []
        for r in self.db.rows("SELECT n.*, r.form_version FROM daybook.nightly_report n JOIN daybook.record r "
                              "ON r.committee_id = n.committee_id AND r.id = n.record_id"):
            if r["record_id"] not in self.place:
                continue
            c, d, _, _ = self.place[r["record_id"]]
            said = {codes.get(n, f"figure_{n}"): v for n, v in enumerate(r["figures"].strip("{}").split(","), 1) if v != "NULL"}
            wanted += [(c, d, code, said.get(code, ""), code in asked[r["form_version"]])
                       for code in set(said) | asked[r["form_version"]]]
        self.same("report_figure", "committee_id report_date code value asked", wanted)

    # ------------------------------------------------------------ roll calls and health

    def check_persons(self):
        self.same("roll_call", "committee_id report_date shift person_code state note", (
            (c, d, self.words["shift", part], self.persons[int(r["person_id"])]["code"],
             self.words["roll_call_state", int(r["state"])], r["note"]) for r, (c, d, _, part) in self.rows("roll_call_entry")))
        wanted = set()
        for night in self.nights:
            called = {(c, int(e["person_id"]), part): int(e["state"]) for (c, part), r in self.of(2, night).items()
                      for e in self.entries["roll_call_entry"][r["id"]]}
            for c, p, secretary in self.posted(night):
                shifts = [(part, state) for (cc, pp, part), state in called.items() if (cc, pp) == (c, p)]
                code = self.persons[p]["code"]
                wanted |= {(c, night, code, self.words["shift", part], self.words["roll_call_state", state]) for part, state in shifts}
                if not shifts and not secretary:
                    wanted.add((c, night, code, "", "NOT_ASKED"))
        self.same("posted", "committee_id report_date person_code shift state", wanted)
        alarms = []
        for night in self.nights:
            expected = {c for c, _, _ in self.posted(night)}
            by = collections.Counter(c for (c, _), e in self.well(night).items()
                                     if max(int(e["morning"] or 0), int(e["evening"] or 0)) >= 373
                                     or e["contact_confirmed"] == "t")
            alarms += [(c, night, n) for c, n in by.items() if c in expected]
        self.same("health_alarms", "committee_id report_date alarms", alarms)

    # ------------------------------------------------------------ supplies

    def check_supplies(self):
        came = {1, 2, 3, 6}
        self.same("supply_movements", "committee_id report_date part position source item unit quantity change party signed_by", (
            (c, d, part, r["position"], self.words["supply_source", int(r["source"])], self.words["supply_item", int(r["item"])],
             r["unit"], r["quantity"], int(r["quantity"]) * (1 if int(r["source"]) in came else -1), r["party"], r["signed_by"])
            for r, (c, d, _, part) in self.rows("supply_movement")))
        steps, last = self.db.rows("SELECT * FROM daybook.supply_step"), {}
        for s in sorted(steps, key=lambda s: (s["at"], STEPS.index(s["state"]))):
            last[int(s["committee_id"]), day(s["report_date"]), int(s["kind"]), int(s["part"]), s["item"], s["unit"]] = s
        needs = {}
        for r, key in self.rows("supply_need"):
            needs.setdefault((*key, r["item"], r["unit"]), []).append(r)
        self.same("supply_needs", "committee_id report_date kind part position item unit quantity state state_quantity", (
            (c, d, self.words["kind", kind], part, r["position"], self.words["supply_item", int(item)], unit, r["quantity"],
             *((last[key]["state"], last[key]["quantity"]) if key in last else ("OPEN", "")))
            for key, found in needs.items() for c, d, kind, part, item, unit in [key] for r in found))
        self.same("supply_steps", "committee_id report_date kind part item unit state quantity by position removed", (
            (*key[:2], self.words["kind", key[2]], key[3], self.words["supply_item", int(key[4])], key[5], s["state"],
             s["quantity"], s["by"], needs[key][0]["position"] if key in needs else "", key not in needs)
            for s in steps for key in [(int(s["committee_id"]), day(s["report_date"]), int(s["kind"]), int(s["part"]), s["item"],
                                        s["unit"])]))
        gone = {}
        for key, s in sorted(last.items(), key=lambda i: (i[0][1], i[1]["at"])):
            c, d, _, _, item, unit = key
            if s["state"] != "CLOSED" and key not in needs and not any(
                    n[0] == c and n[4:] == (item, unit) and n[1] > d for n in needs):
                gone[c, item, unit] = (d, s["state"])
        self.same("supply_removed", "committee_id item unit report_date state", (
            (c, self.words["supply_item", int(item)], unit, *said) for (c, item, unit), said in gone.items()))
        counts, moved = collections.defaultdict(dict), collections.defaultdict(list)
        for key, found in needs.items():
            at = self.stands[key[:4]]["received_at"]
            if key[1] not in counts[key[0], key[4], key[5]] or at > counts[key[0], key[4], key[5]][key[1]][0]:
                counts[key[0], key[4], key[5]][key[1]] = at, int(found[0]["on_hand"])
        for r, (c, d, _, _) in self.rows("supply_movement"):
            moved[c, r["item"], r["unit"]].append((d, int(r["quantity"]) * (1 if int(r["source"]) in came else -1)))
        wanted = []
        for (c, item, unit), nights in counts.items():
            for before, night in zip(sorted(nights), sorted(nights)[1:]):
                change = [q for d, q in moved[c, item, unit] if before < d <= night]
                wanted.append((c, night, self.words["supply_item", int(item)], unit, nights[before][1], nights[night][1],
                               sum(q for q in change if q > 0), -sum(q for q in change if q < 0),
                               nights[night][1] - nights[before][1] - sum(change)))
        self.same("supply_balance", "committee_id report_date item unit previous_on_hand on_hand came went unexplained", wanted)

    # ------------------------------------------------------------ meetings and bulletins

    def check_meetings(self):
        branch = lambda c: self.branches[self.committees[c]["branch_id"]]
        self.same("meetings", "committee_id report_date part expected present agenda chair", (
            (c, d, part, r["expected"], r["present"], r["agenda"], r["chair"]) for r, (c, d, _, part) in self.rows("meeting")))
        last = {}
        for _, (c, d, _, _) in self.rows("meeting"):
            at = self.committees[c]["branch_id"]
            last[at] = max(last.get(at, d), d)
        self.same("branch_meetings", "branch_id last_meeting days_since overdue", (
            (b, last.get(b), (self.today - last[b]).days if b in last else "", b not in last or (self.today - last[b]).days > 8)
            for b in self.branches))
        settled = {(int(r["of_committee_id"]), day(r["of_date"]), int(r["of_part"]), int(r["of_position"]))
                   for r, _ in self.rows("meeting_settled")}
        self.same("decisions", "branch committee_id report_date part position what owner due settled overdue", (
            (branch(c), c, d, part, r["position"], r["what"], r["owner"], r["due"], (c, d, part, int(r["position"])) in settled,
             (c, d, part, int(r["position"])) not in settled and day(r["due"]) < self.today)
            for r, (c, d, _, part) in self.rows("meeting_decision")))
        self.same("practices", "branch committee_id report_date part position what", (
            (branch(c), c, d, part, r["position"], r["what"]) for r, (c, d, _, part) in self.rows("meeting_practice")))

    def check_bulletins(self):
        read = collections.defaultdict(set)
        received = {r["id"]: instant(r["received_at"]) for r in self.records}
        bulletins = self.db.rows("SELECT * FROM daybook.bulletin")
        published = {b["number"]: instant(b["published_at"]) for b in bulletins}
        for r in self.db.rows("SELECT * FROM daybook.bulletin_read"):
            if received[r["record_id"]] > published[r["number"]] - dt.timedelta(minutes=1):
                read[r["number"]].add(int(r["committee_id"]))
        today = {c for c, _, _ in self.posted(self.today)}
        concerned = {b["number"]: {c for c in today if b["audience"] == "all" or
                                   b["audience_id"] == self.committees[c].get(b["audience"] + "_id")} for b in bulletins}
        self.same("bulletins", "number state concerned has_read", (
            (b["number"], "REVOKED" if b["revoked_at"] else "SUPERSEDED" if b["superseded_by"] else "IN_FORCE",
             len(concerned[b["number"]]), len(concerned[b["number"]] & read[b["number"]])) for b in bulletins))
        self.same("bulletin_committees", "number committee_id", ((b, c) for b, those in concerned.items() for c in those))
        self.same("bulletin_unread", "number committee_id", (
            (b["number"], c) for b in bulletins if b["must_ack"] == "t" and not b["revoked_at"] and not b["superseded_by"]
            for c in concerned[b["number"]] - read[b["number"]]))

    # ------------------------------------------------------------ sign-up

    def check_signup(self):
        spans = collections.defaultdict(list)
        for c, p, first, last, _ in self.postings:
            spans[self.persons[p]["code"]].append((first, last, c))
        signed, units, batches = {}, collections.defaultdict(list), collections.defaultdict(list)
        for v in self.db.rows("SELECT * FROM daybook.volunteer"):
            own = spans[v["code"]]
            first, last = min((s[0] for s in own), default=None), max((s[1] for s in own), default=None)
            state = "WITHDRAWN" if v["withdrawn_on"] else "ENDED" if last and last < self.today else \
                "ACTIVE" if first and first <= self.today else "POSTED" if first else "SELECTED" if v["batch"] else "SIGNED"
            signed[v["code"]] = v, state, first
            units[v["unit"]].append((v, state, first))
            if v["batch"]:
                batches[v["batch"], v["branch"]].append((v, first))
        self.same("volunteers", "code state valid_from places", (
            (code, state, first, len({c for _, _, c in spans[code]}) or "") for code, (_, state, first) in signed.items()))
        self.same("dispatch", "unit signed_up withdrawn selected dispatched active", (
            (unit, len(those), sum(s == "WITHDRAWN" for _, s, _ in those), sum(v["batch"] != "" for v, _, _ in those),
             sum(f is not None for _, _, f in those), sum(s == "ACTIVE" for _, s, _ in those)) for unit, those in units.items()))
        forming = [(batch, branch, len(t), sum(v["party_member"] == "t" for v, _ in t), sum(f is not None for _, f in t), "")
                   for (batch, branch), t in batches.items()]
        for batch in {b for b, _ in batches}:
            rows = [r for r in forming if r[0] == batch and r[5] == ""]
            forming.append((batch, "", *(sum(r[n] for r in rows) for n in (2, 3, 4)), sum(r[2] for r in rows) - 30))
        self.same("batch_forming", "batch branch selected party_members dispatched off", forming)
        begun = {r["batch_id"] for r in self.db.rows("SELECT * FROM daybook.batch") if day(r["valid_from"]) <= self.today}
        differ = [(code, "SELECTED_NOT_POSTED") for code, (v, _, first) in signed.items() if v["batch"] in begun and not first]
        for p in self.persons.values():
            own, code = spans[p["code"]], p["code"]
            v = signed[code][0] if code in signed else None
            if own and (v is None or v["withdrawn_on"] and any(day(v["withdrawn_on"]) < first for first, _, _ in own)):
                differ.append((code, "POSTED_NOT_SIGNED"))
            if v and v["batch"] and p["batch_id"] and v["batch"] != p["batch_id"]:
                differ.append((code, "BATCH"))
            at = lambda c: self.committees[c]["branch_id"]
            if v and v["branch"] and any(self.branches[at(c)] != v["branch"] for _, _, c in own):
                differ.append((code, "BRANCH"))
            if any(a[0] <= b[1] and b[0] <= a[1] and at(a[2]) != at(b[2]) for a in own for b in own):
                differ.append((code, "TWO_BRANCHES"))
        self.same("signup_differences", "code what", differ)

    # ------------------------------------------------------------ nothing left out

    def check_all(self):
        here = os.path.dirname(os.path.abspath(__file__))
        read = " ".join(open(path, encoding="utf-8").read() for path in glob.glob(os.path.join(here, "*.py")))
        counted = set(re.findall(r"office\.([a-z_]+)", read)) | set(re.findall(r'same\("([a-z_]+)"', read))
        counted |= {f"{name}_by_{level}" for name in ("completeness", "night")
                    for level in ("committee", "subdistrict", "branch", "night")}
        views = {r["relname"] for r in self.db.rows("SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = "
                                                    "'office'::regnamespace")}
        self.ok.same("views that nobody counts again", sorted(views - counted - set(PLAIN)), [])
        self.ok.same("plain lists that are counted, or are not there", sorted(v for v in PLAIN if v not in views), [])


def main():
    ok = Check()
    rest = Rest(Database(sys.argv[1]), ok)
    for check in (rest.check_records, rest.check_parts, rest.check_persons, rest.check_supplies, rest.check_meetings,
                  rest.check_bulletins, rest.check_signup, rest.check_all):
        check()
    print(f"recount: {ok.passed} passed, {ok.failed} failed")
    sys.exit(ok.failed > 0)


main()
