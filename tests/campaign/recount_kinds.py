"""What the office reads of roll calls, health, supplies, minutes, bulletins and volunteers, counted again.

    recount_kinds.py CONNINFO      last line "recount: N passed, N failed", exit 1 unless all passed

The base tables are read, the newest revision is found here, and every row of the views is made anew and compared.
"""
import collections
import datetime as dt
import hashlib
import sys

from recount import DAY, Database, day

STATES = ("present", "late", "on_leave", "sick", "swapped", "transferred", "off_duty", "unreached")


def newest(records):
    """The records that stand, by (committee, date, kind, part)."""
    stands = {}
    for r in records:
        key = (int(r["committee_id"]), day(r["report_date"]), int(r["kind"]), int(r["part"]))
        if key not in stands or int(r["revision"]) > int(stands[key]["revision"]):
            stands[key] = r
    return stands


class Kinds:
    def __init__(self, db):
        self.db = db
        self.today = day(db.rows("SELECT office.business_date() AS d")[0]["d"])
        self.nights = [day(r["report_date"]) for r in db.rows("SELECT report_date FROM daybook.night")]
        self.postings = [(int(r["committee_id"]), int(r["person_id"]), day(r["valid_from"]), day(r["valid_to"]),
                          r["secretary"] == "t") for r in db.rows("SELECT * FROM daybook.posting")]
        self.stands = newest(db.rows("SELECT committee_id, id, report_date, kind, part, revision, received_at "
                                     "FROM daybook.record"))
        self.entries = {table: collections.defaultdict(list) for table in
                        ("roll_call_entry", "health_entry", "supply_need", "supply_movement", "answered_item")}
        for table, of in self.entries.items():
            for r in db.rows(f"SELECT * FROM daybook.{table}"):
                of[r["record_id"]].append(r)

    def posted(self, night):
        return {(c, p, s) for c, p, first, last, s in self.postings if first <= night <= last}

    def of(self, kind, night):
        return {(c, part): r for (c, d, k, part), r in self.stands.items() if k == kind and d == night}

    # ------------------------------------------------------------ roll calls

    def called(self, night):
        """(committee, person) -> the state that counts: on post in any shift, else the last shift's."""
        said = {}
        for (committee, part), record in sorted(self.of(2, night).items(), key=lambda item: item[0][1]):
            for e in self.entries["roll_call_entry"][record["id"]]:
                key, state = (committee, int(e["person_id"])), int(e["state"])
                if key not in said or said[key] > 2 or state <= 2:
                    said[key] = state
        return said

    def roll_call_night(self):
        for night in self.nights:
            called, posted = self.called(night), self.posted(night)
            lists = collections.Counter(c for c, _ in self.of(2, night))
            for committee in {c for c, _, _ in posted}:
                people = {p for c, p, secretary in posted if c == committee and not secretary} | \
                    {p for c, p in called if c == committee}
                states = collections.Counter(called.get((committee, p), 0) for p in people)
                yield (committee, night, lists[committee], len(people), states[0],
                       *(states[n] for n in range(1, len(STATES) + 1)))

    # ------------------------------------------------------------ health

    def well(self, night):
        return {(c, int(e["person_id"])): e for (c, _), r in self.of(3, night).items()
                for e in self.entries["health_entry"][r["id"]]}

    def health(self):
        for night in self.nights:
            well, posted = self.well(night), self.posted(night)
            named = {p for _, p in well}
            for committee in {c for c, _, _ in posted}:
                mine = [e for (c, _), e in well.items() if c == committee]
                hot = [e for e in mine if max(int(e["morning"] or 0), int(e["evening"] or 0)) >= 373]
                people = {p for c, p, _ in posted if c == committee}
                yield (committee, night, (committee, 0) in self.of(3, night), len(mine), len(hot),
                       sum(e in hot or e["contact_confirmed"] == "t" for e in mine), len(people), len(people - named))

    def health_night(self):
        for night in self.nights:
            posted = self.posted(night)
            people, named = {p for _, p, _ in posted}, {p for _, p in self.well(night)}
            if posted:
                yield (night, len({c for c, _, _ in posted}), len(people), len(people & named), len(people - named))

    # ------------------------------------------------------------ who does not agree, head-counts apart

    def disagree(self, night):
        posted, called, well = self.posted(night), self.called(night), self.well(night)
        members = {p for _, p, secretary in posted if not secretary}
        everybody, at = {p for _, p, _ in posted}, {(c, p) for c, p, _ in posted}
        on_post = collections.Counter((c, int(e["person_id"])) for (c, _), r in self.of(2, night).items()
                                      for e in self.entries["roll_call_entry"][r["id"]] if int(e["state"]) <= 2)
        listed = collections.Counter(p for _, p in well)
        states = collections.defaultdict(set)
        for (_, person), state in called.items():
            states[person].add(state)
        rows = collections.Counter((c, p) for c, p, first, last, _ in self.postings if first <= night <= last)
        yield from (("POSTED_TWICE", p) for (_, p), n in rows.items() if n > 1)
        yield from (("NOT_ASKED", p) for p in members - set(states))
        yield from (("UNREACHED", p) for p, said in states.items() if 8 in said and not said & {1, 2})
        yield from (("CALLED_TWICE", p) for (_, p), n in on_post.items() if n > 1)
        yield from (("HEALTH_MISSING", p) for p in everybody - set(listed))
        yield from (("HEALTH_TWICE", p) for p, n in listed.items() if n > 1)
        yield from {("NOT_ON_ROSTER", p) for c, p in set(called) | set(well) if (c, p) not in at}

    # ------------------------------------------------------------ supplies

    def places(self):
        steps = collections.defaultdict(dict)
        for r in self.db.rows("SELECT * FROM daybook.supply_step"):
            steps[int(r["committee_id"]), day(r["report_date"]), int(r["kind"]), int(r["part"]), int(r["item"]),
                  r["unit"]][r["state"]] = int(r["quantity"])
        last, solved = {}, {}
        for (committee, date, kind, part), record in sorted(self.stands.items(), key=lambda item: item[0][1]):
            for a in self.entries["answered_item"][record["id"]]:
                solved[committee, a["item"]] = (date, int(a["answer"]) == 2)
            for n in self.entries["supply_need"][record["id"]]:
                key, when = (committee, int(n["item"]), n["unit"]), (date, record["received_at"])
                if key not in last or when > last[key][0]:
                    last[key] = (when, int(n["quantity"]), steps[committee, date, kind, part, *key[1:]])
        for (committee, item, unit), ((date, _), wanted, moved) in last.items():
            name = "s" + hashlib.sha256(f"{item}\n{unit}".encode()).hexdigest()[:8]
            answered, ended = solved.get((committee, name), (date, False))
            covered = next((moved[s] for s in ("RECEIVED", "SENT", "PROMISED") if s in moved), 0)
            yield (committee, item, unit, wanted, moved.get("PROMISED"), moved.get("SENT"), moved.get("RECEIVED"),
                   0 if "CLOSED" in moved or (ended and answered > date) else max(wanted - covered, 0))


def check(name, wanted, found, failed):
    wanted, found = sorted(wanted, key=str), sorted(found, key=str)
    if wanted == found:
        return 1
    failed.append(name)
    print(f"FAILED {name}: {len(wanted)} rows counted, {len(found)} in the view")
    for row in [r for r in wanted if r not in found][:3]:
        print("  counted", row)
    for row in [r for r in found if r not in wanted][:3]:
        print("  view   ", row)
    return 0


def number(text):
    return None if text == "" else int(text)


def main():
    db, failed, passed = Database(sys.argv[1]), [], 0
    kinds = Kinds(db)
    passed += check("roll_call_night", kinds.roll_call_night(), (
        (int(r["committee_id"]), day(r["report_date"]), int(r["roll_calls"]), int(r["people"]), int(r["not_asked"]),
         *(int(r[s]) for s in STATES)) for r in db.rows("SELECT * FROM office.roll_call_night")), failed)
    passed += check("health", kinds.health(), (
        (int(r["committee_id"]), day(r["report_date"]), r["reported"] == "t", int(r["persons"]), int(r["fever"]),
         int(r["alarms"]), int(r["posted"]), int(r["unreported"])) for r in db.rows("SELECT * FROM office.health")), failed)
    passed += check("health_night", kinds.health_night(), (
        (day(r["report_date"]), int(r["expected"]), int(r["posted"]), int(r["named"]), int(r["unreported"]))
        for r in db.rows("SELECT * FROM office.health_night")), failed)
    passed += check("supply_places", kinds.places(), (
        (int(r["committee_id"]), int(r["number"]), r["unit"], int(r["wanted"]), number(r["promised"]), number(r["sent"]),
         number(r["received"]), int(r["gap"])) for r in db.rows(
             "SELECT p.*, i.number FROM office.supply_places p JOIN daybook.code_list i ON i.list = 'supply_item' AND "
             "i.name = p.item")), failed)
    gaps = collections.Counter()
    for _, item, unit, _, _, _, _, gap in kinds.places():
        gaps[item, unit] += gap
    passed += check("supply_gap", ((i, u, g) for (i, u), g in gaps.items() if g), (
        (int(r["number"]), r["unit"], int(r["gap"])) for r in db.rows(
            "SELECT g.*, i.number FROM office.supply_gap g JOIN daybook.code_list i ON i.list = 'supply_item' AND "
            "i.name = g.item WHERE g.gap > 0")), failed)
    names = {r["name"]: int(r["person_id"]) for r in db.rows("SELECT * FROM daybook.person")}
    for night in kinds.nights:
        passed += check(f"reconcile {night}", kinds.disagree(night), (
            (r["what"], names[r["names"]]) for r in db.rows(f"SELECT * FROM office.reconcile('{night}') WHERE what NOT IN "
                                                            "('HEADCOUNT', 'NO_REPORT')")), failed)
    signed = [dt.datetime.fromisoformat(r["signed_up_at"] + ":00") for r in db.rows("SELECT * FROM daybook.volunteer")]
    hours = collections.Counter(at.replace(minute=0, second=0, microsecond=0) for at in signed)
    passed += check("signup_hours", (
        (hour, n, sum(m for h, m in hours.items() if h <= hour), sum(m for h, m in hours.items() if hour - DAY < h <= hour))
        for hour, n in hours.items()), (
        (dt.datetime.fromisoformat(r["hour"] + ":00"), int(r["signed_up"]), int(r["so_far"]), int(r["of_24_hours"]))
        for r in db.rows("SELECT * FROM office.signup_hours")), failed)
    print(f"recount: {passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
