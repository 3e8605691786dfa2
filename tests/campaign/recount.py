"""The numbers of every view of a campaign, counted again from the sealed records and the base tables, and compared.

    recount.py CONNINFO      last line "recount: N passed, N failed", exit 1 unless all passed

Nothing here reads a view but to compare with it. Reports are read from the sealed bytes, not from what the database
drew from them. What must hold of any campaign is checked as well: states add up to the roster, parts add up to the
whole, the ledger balances, and a correction never changes whether a report was on time.
"""
import collections
import csv
import datetime as dt
import hashlib
import io
import os
import subprocess
import sys
from decimal import Decimal

import daybook_pb2 as pb

GRACE = dt.timedelta(minutes=30)
CARRY_DAYS = 7
QUARANTINE_DAYS = 14
DAY = dt.timedelta(days=1)


class Database:
    def __init__(self, conninfo):
        self.conninfo = conninfo

    def rows(self, sql):
        """Rows as dicts of text; '' is NULL (no text here is empty and told apart from it)."""
        said = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo, "-c",
                               f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)"],
                              check=True, capture_output=True, text=True, env={**os.environ, "PGTZ": "UTC"})
        return list(csv.DictReader(io.StringIO(said.stdout)))


def day(text):
    return dt.date.fromisoformat(text)


def instant(text):
    return dt.datetime.fromisoformat(text + ":00")                  # 2020-02-17 13:00:00+00: the session is in UTC


class Truth:
    """What was reported, from the bytes."""

    def __init__(self, db):
        self.committees = {int(r["committee_id"]): r for r in db.rows("SELECT * FROM daybook.committee")}
        self.nights = {day(r["report_date"]): instant(r["deadline"]) for r in db.rows("SELECT * FROM daybook.night")}
        self.today = day(db.rows("SELECT office.business_date() AS d")[0]["d"])
        self.batches = [(int(r["batch_id"]), day(r["valid_from"]), day(r["valid_to"]))
                        for r in db.rows("SELECT * FROM daybook.batch")]
        self.postings = [(int(r["committee_id"]), int(r["person_id"]), day(r["valid_from"]), day(r["valid_to"]),
                          r["secretary"] == "t") for r in db.rows("SELECT * FROM daybook.posting")]
        self.excused = {(int(r["committee_id"]), day(r["report_date"]))
                        for r in db.rows("SELECT * FROM daybook.excuse")}
        self.returned = {(int(r["committee_id"]), r["record_id"])
                         for r in db.rows("SELECT * FROM daybook.report_return")}
        self.outages = [(None, instant(r["begins"]), instant(r["ends"]))
                        for r in db.rows("SELECT * FROM daybook.outage")]
        self.outages += [(int(r["committee_id"]), instant(r["begins"]), instant(r["ends"]))
                         for r in db.rows("SELECT * FROM daybook.line_failure")]
        self.held = {(int(r["committee_id"]), day(r["report_date"])) for r in db.rows(
            "SELECT * FROM daybook.held h WHERE report_date IS NOT NULL AND (committee_id, id) NOT IN "
            "(SELECT committee_id, id FROM daybook.record)")}
        self.code = {int(r["number"]): r["code"] for r in db.rows("SELECT * FROM daybook.indicator")}
        self.stock = {int(r["number"]) for r in db.rows("SELECT number FROM daybook.question WHERE stock")}
        self.versions = sorted((int(r["version"]), day(r["active_from"]), day(r["active_to"]) if r["active_to"] else
                                dt.date.max) for r in db.rows("SELECT * FROM daybook.form_version"))
        self.asks = collections.defaultdict(set)
        for r in db.rows("SELECT version, number FROM daybook.form_indicator"):
            self.asks[int(r["version"])].add(int(r["number"]))
        self.revisions = collections.defaultdict(list)
        for r in db.rows("SELECT committee_id, id, report_date, revision, timeliness, received_at, "
                         "encode(sealed, 'hex') AS sealed FROM daybook.record WHERE kind = 1 ORDER BY revision"):
            record = pb.Record.FromString(bytes.fromhex(r["sealed"]))
            key = int(r["committee_id"]), day(r["report_date"])
            assert (record.committee_id, record.report_date) == (key[0], int(key[1].strftime("%Y%m%d")))
            self.revisions[key].append(dict(
                record=record, id=r["id"], revision=int(r["revision"]), timeliness=int(r["timeliness"]),
                received=instant(r["received_at"]), version=record.form_version,
                figures={f.indicator: f.value for f in record.nightly_report.figures}))
        self.roster = collections.defaultdict(set)                  # (committee, night) -> posted, secretaries apart
        self.expected = set()
        for committee, person, first, last, secretary in self.postings:
            for night in self.nights:
                if first <= night <= last and night <= self.today:
                    self.expected.add((committee, night))
                    if not secretary:
                        self.roster[committee, night].add(person)
        self.standing = {key: chain[-1] for key, chain in self.revisions.items()}

    def status(self, key):
        return "REPORTED" if key in self.standing else "EXCUSED" if key in self.excused else "MISSING"

    def form_on(self, night):
        return max(v for v, first, last in self.versions if first <= night <= last)

    def batch_on(self, night):
        return min((b for b, first, last in self.batches if first <= night <= last), default=0)

    def place(self, level, key):
        committee, night = key
        return {"committee": str(committee), "subdistrict": self.committees[committee]["subdistrict_id"],
                "branch": self.committees[committee]["branch_id"], "batch": str(self.batch_on(night)),
                "night": str(night), "week": str(night - dt.timedelta(days=night.weekday())),
                "campaign": "campaign"}[level]


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def same(self, what, found, wanted):
        if found == wanted:
            self.passed += 1
            return
        self.failed += 1
        if isinstance(found, dict) and isinstance(wanted, dict):
            differ = [k for k in {**found, **wanted} if found.get(k) != wanted.get(k)]
            print(f"FAILED {what}: {len(differ)} differ")
            for k in differ[:5]:
                print(f"  {k}\n    view    {found.get(k)}\n    counted {wanted.get(k)}")
        else:
            print(f"FAILED {what}\n  view    {found}\n  counted {wanted}")


def number(text):
    return int(text) if text else None


# ---------------------------------------------------------------- each view

def check_states(db, t, ok):
    wanted = {}
    for key in t.expected:
        if key in t.standing:
            state = "RETURNED" if (key[0], t.standing[key]["id"]) in t.returned else "ACCEPTED"
        else:
            state = "EXCUSED" if key in t.excused else "HELD" if key in t.held else "NOT_SEEN"
        wanted[key] = state
    rows = db.rows("SELECT report_date, committee_id, state FROM office.committee_night")
    ok.same("states", {(int(r["committee_id"]), day(r["report_date"])): r["state"] for r in rows}, wanted)
    ok.same("a row a committee and night", len(rows), len(wanted))
    by_night = collections.defaultdict(collections.Counter)
    for (_, night), state in wanted.items():
        by_night[night][state] += 1
    unexpected = collections.Counter(n for c, n in t.standing if (c, n) not in t.expected)
    found, counted = {}, {}
    for r in db.rows("SELECT * FROM office.night"):
        found[day(r["report_date"])] = tuple(int(r[k]) for k in (
            "expected", "reported", "missing", "excused", "returned", "held", "unexpected", "on_time", "on_time_outage",
            "late"))
        e, rep, mis, exc = found[day(r["report_date"])][:4]
        ok.same("reported + missing + excused = roster", rep + mis + exc, e)
    for night in t.nights:
        c = by_night[night]
        late = collections.Counter(s["timeliness"] for k, s in t.standing.items() if k[1] == night and k in t.expected)
        counted[night] = (sum(c.values()), c["ACCEPTED"] + c["RETURNED"], c["HELD"] + c["NOT_SEEN"], c["EXCUSED"],
                          c["RETURNED"], c["HELD"], unexpected[night], late[1], late[2], late[3])
    ok.same("night", found, counted)
    ok.same("unexpected", {(int(r["committee_id"]), day(r["report_date"])) for r in db.rows(
        "SELECT * FROM office.unexpected")}, {k for k in t.standing if k not in t.expected})
    ok.same("returned", {(int(r["committee_id"]), day(r["report_date"])) for r in db.rows(
        "SELECT * FROM office.returned")}, {k for k, s in wanted.items() if s == "RETURNED"})


def check_figures(db, t, ok):
    found = {}
    for r in db.rows("SELECT * FROM office.figures"):
        found[int(r["committee_id"]), day(r["report_date"])] = (
            r["status"], {c: number(r[c]) for c in t.code.values() if number(r[c]) is not None})
    filled = lambda s: {t.code[n]: v for n, v in s["figures"].items() if n in t.code} if s else {}
    ok.same("figures", found, {key: (t.status(key), filled(t.standing.get(key))) for key in t.expected})
    found = {(int(r["committee_id"]), day(r["report_date"]), r["code"]): (r["state"], number(r["value"]))
             for r in db.rows("SELECT report_date, committee_id, code, state, value FROM office.cell")}
    wanted = {}
    for key in t.expected:
        s = t.standing.get(key)
        version = s["version"] if s else t.form_on(key[1])
        for n, code in t.code.items():
            value = s["figures"].get(n) if s else None
            state = "NUMBER" if value is not None else "NOT_ASKED" if n not in t.asks[version] else \
                {"REPORTED": "NOT_FILLED", "EXCUSED": "EXCUSED", "MISSING": "NOT_REPORTED"}[t.status(key)]
            wanted[(*key, code)] = state, value
    ok.same("cells", found, wanted)
    outside = {(int(r["committee_id"]), day(r["report_date"]), r["code"]) for r in db.rows(
        "SELECT * FROM office.outside_form WHERE NOT asked")}
    ok.same("outside the form", outside, {(*key, t.code.get(n, f"figure_{n}")) for key, s in t.standing.items()
                                          for n in s["figures"] if n not in t.asks[s["version"]]})


def names(counts, t):
    return "、".join(f"{t.committees[c]['name']}×{n}" if n > 1 else t.committees[c]["name"]
                    for c, n in sorted(counts.items()))


def carried_from(t, key):
    """The last report of the week before a night that is missing."""
    if t.status(key) != "MISSING":
        return None
    for back in range(1, CARRY_DAYS + 1):
        earlier = key[0], key[1] - back * DAY
        if earlier in t.expected and earlier in t.standing:
            return t.standing[earlier]
    return None


def totals(t, level, first=dt.date.min, last=dt.date.max):
    groups = collections.defaultdict(list)
    for key in t.expected:
        if first <= key[1] <= last:
            groups[t.place(level, key)].append(key)
    end = max(k[1] for keys in groups.values() for k in keys)
    wanted = {}
    for place, keys in groups.items():
        final = max(k[1] for k in keys) if level in ("night", "week", "batch") else end
        codes = set().union(*(t.asks[t.form_on(k[1])] for k in keys))
        codes |= set().union(*(set(t.standing[k]["figures"]) | t.asks[t.standing[k]["version"]]
                               for k in keys if k in t.standing), set()) & set(t.code)
        for n in codes:
            scope = [k for k in keys if n not in t.stock or k[1] == final]
            here = [t.standing[k] for k in scope if k in t.standing]
            if n not in set().union(*(t.asks[t.form_on(k[1])] for k in keys)) and not any(
                    n in s["figures"] or n in t.asks[s["version"]] for s in here):
                continue
            values = [s["figures"][n] for s in here if n in s["figures"]]
            carried = [s["figures"][n] for k in scope for s in [carried_from(t, k)]
                       if s and n in s["figures"] and n in t.asks[t.form_on(k[1])]]
            status = collections.Counter(t.status(k) for k in scope)
            missing = collections.Counter(k[0] for k in scope if t.status(k) == "MISSING")
            lost, empty = collections.Counter(), collections.Counter()
            for k in scope:
                if t.status(k) == "MISSING":
                    s = carried_from(t, k)
                    if s is None:
                        lost[k[0]] += 1
                    elif n not in s["figures"] or n not in t.asks[t.form_on(k[1])]:
                        empty[k[0]] += 1
            wanted[place, t.code[n]] = dict(
                total=sum(values) if values else None, reported=status["REPORTED"], expected=len(scope),
                missing=status["MISSING"], excused=status["EXCUSED"], filled=len(values),
                not_filled=sum(n in t.asks[s["version"]] and n not in s["figures"] for s in here),
                not_asked=sum(n not in t.asks[s["version"]] and n not in s["figures"] for s in here),
                missing_names=names(missing, t), carried=len(carried), not_carried=sum(lost.values()) + sum(empty.values()),
                not_carried_names="、".join(filter(None, (names(lost, t), names(empty, t)))),
                estimate=sum(values) + sum(carried) if values or carried else None)
    return wanted


def check_totals(db, t, ok):
    nights = sorted(t.nights)
    spans = [(dt.date.min, dt.date.max, "NULL, NULL"),
             (nights[len(nights) // 3], nights[-2], f"'{nights[len(nights) // 3]}', '{nights[-2]}'")]
    whole = {}
    for level in ("committee", "subdistrict", "branch", "batch", "night", "week", "campaign"):
        for first, last, said in spans:
            if first > last:
                continue
            found = {}
            for r in db.rows(f"SELECT * FROM office.total('{level}', {said})"):
                figure = {k: number(r[k]) for k in ("total", "reported", "expected", "missing", "excused", "filled",
                                                    "not_filled", "not_asked", "carried", "estimate", "not_carried")}
                figure["missing_names"], figure["not_carried_names"] = r["missing_names"], r["not_carried_names"]
                found[r["key"], r["code"]] = figure
                ok.passed += 1
                if figure["reported"] + figure["missing"] + figure["excused"] != figure["expected"] or \
                   figure["carried"] + figure["not_carried"] != figure["missing"] or \
                   figure["filled"] + figure["not_filled"] + figure["not_asked"] != figure["reported"]:
                    ok.same(f"total by {level}: the hole adds up", figure, None)
            ok.same(f"total by {level} {said}", found, totals(t, level, first, last))
            if first == dt.date.min:
                whole[level] = found
    by_name = {n: c for c, n in t.code.items()}
    for level, found in whole.items():
        parts = collections.Counter()
        for (_, code), f in found.items():
            if by_name[code] not in t.stock or level in ("committee", "subdistrict", "branch"):
                parts[code, "total"] += f["total"] or 0
                parts[code, "expected"] += f["expected"]
                parts[code, "reported"] += f["reported"]
                parts[code, "missing"] += f["missing"]
        for (_, code), f in whole["campaign"].items():
            if by_name[code] in t.stock and level not in ("committee", "subdistrict", "branch", "campaign"):
                continue
            if by_name[code] in t.asks[t.form_on(max(n for _, n in t.expected))] and by_name[code] in t.asks[1]:
                for k in ("total", "expected", "reported", "missing"):
                    ok.same(f"{code} {k}: parts by {level} = whole", parts[code, k] if level != "campaign" else
                            f[k] or 0, f[k] or 0)


def check_completeness(db, t, ok):
    for level in ("committee", "subdistrict", "branch", "night"):
        wanted = collections.defaultdict(collections.Counter)
        for key in t.expected:
            w = wanted[t.place(level, key)]
            s = t.standing.get(key)
            w["expected"] += 1
            w[{"REPORTED": "reported", "EXCUSED": "excused", "MISSING": "missing"}[t.status(key)]] += 1
            if s:
                w[{1: "on_time", 2: "on_time_outage", 3: "late"}[s["timeliness"]]] += 1
                deadline = t.nights[key[1]]
                if s["timeliness"] == 3 and any(
                        c in (None, key[0]) and b <= deadline <= e and s["received"] <= e + GRACE
                        for c, b, e in t.outages):
                    w["late_excused"] += 1
        for key in t.standing:
            if key not in t.expected:
                wanted[t.place(level, key)]["unexpected"] += 1
        keys = ("expected", "reported", "on_time", "on_time_outage", "late", "late_excused", "excused", "missing",
                "unexpected")
        column = "report_date" if level == "night" else level + "_id"
        found = {r[column]: (*(int(r[k]) for k in keys), r["complete_percent"], r["timely_percent"])
                 for r in db.rows(f"SELECT * FROM office.completeness_by_{level}")}
        percent = lambda n, of: str((Decimal(n) * 100 / of).quantize(Decimal("0.1"), "ROUND_HALF_UP")) if of else ""
        ok.same(f"completeness by {level}", found, {
            place: (*(w[k] for k in keys), percent(w["reported"] + w["unexpected"], w["reported"] + w["missing"]),
                    percent(w["on_time"] + w["on_time_outage"], w["reported"] + w["missing"]))
            for place, w in wanted.items()})


def check_ledger(db, t, ok):
    wanted, notices = {}, {}
    for committee in t.committees:
        due = None
        previous = None
        for night in sorted(t.nights):
            key = committee, night
            if key not in t.standing or key not in t.expected:
                previous = None
                continue
            s = t.standing[key]
            opening, new, released, moved, closing = (s["figures"].get(n) for n in (20, 21, 22, 23, 24))
            if previous is None:
                due = opening
            due = due + new - released - moved
            off = opening - previous[0] if previous else None
            wanted[key] = opening, new, released, moved, closing, off, closing - (opening + new - released - moved), due
            if off:
                notices[key] = previous[0], opening, previous[1]
            previous = closing, s["revision"]
    found = {(int(r["committee_id"]), day(r["report_date"])): tuple(number(r[k]) for k in (
        "opening", "new", "released", "transferred", "closing", "opening_off", "balance_off", "closing_due"))
        for r in db.rows("SELECT * FROM office.ledger")}
    ok.same("ledger", found, wanted)
    ok.same("ledger identity", [k for k, row in found.items() if row[6] != 0], [])
    ok.same("ledger notices", {(int(r["committee_id"]), day(r["report_date"])): (
        int(r["should_be"]), int(r["is"]), int(r["cause_revision"])) for r in db.rows(
            'SELECT * FROM office.ledger_notice')}, notices)
    sums = {}
    for night in t.nights:
        rows = [row for (c, n), row in wanted.items() if n == night]
        if any(n == night for _, n in t.expected):
            sums[night] = (*((sum(r[i] for r in rows) if rows else None) for i in (0, 1, 2, 3, 4)), len(rows))
    ok.same("ledger by night", {day(r["report_date"]): (*(number(r[k]) for k in (
        "opening", "new", "released", "transferred", "closing")), int(r["reported"])) for r in db.rows(
            "SELECT * FROM office.ledger_night")}, sums)
    ok.same("releases foreseen", {(int(r["committee_id"]), day(r["release_date"])): number(r["people"])
                                  for r in db.rows("SELECT * FROM office.release_foreseen")}, {
            (c, n + QUARANTINE_DAYS * DAY): t.standing[c, n]["figures"].get(21) if (c, n) in t.standing else None
            for c, n in t.expected if (c, n) not in t.standing or t.standing[c, n]["figures"].get(21) != 0})


def check_heads(db, t, ok):
    ok.same("heads", {(int(r["committee_id"]), day(r["report_date"])): (int(r["roster"]), number(r["assigned"]),
                                                                       number(r["off"])) for r in db.rows(
        "SELECT * FROM office.headcount")}, {
            key: (len(people), *((t.standing[key]["figures"].get(1), t.standing[key]["figures"][1] - len(people))
                                 if key in t.standing else (None, None)))
            for key, people in t.roster.items()})


def risk_name(words):
    """The open item that the words of a risk are: its place, a newline, its text."""
    return "r" + hashlib.sha256(words).hexdigest()[:8]


def need_name(need):
    return "s" + hashlib.sha256(b"%d\n" % need.item + need.unit).hexdigest()[:8]


def answers_of(t):
    """(committee, item) -> [(night, answer, first given at)] of the reports that stand, by night."""
    said = collections.defaultdict(list)
    for key, chain in sorted(t.revisions.items(), key=lambda item: item[0][1]):
        for a in chain[-1]["record"].nightly_report.answers:
            given = min(s["received"] for s in chain for b in s["record"].nightly_report.answers
                        if (b.item, b.answer) == (a.item, a.answer))
            said[key[0], a.item.decode()].append((key[1], a.answer, given))
    return said


def risks_of(t, said):
    """(committee, risk) -> what office.risks ought to say, of the risks that a standing report names."""
    wanted = {}
    for key, chain in t.revisions.items():
        for s in chain:
            for o in s["record"].nightly_report.observations:
                if o.kind != pb.RISK:
                    continue
                risk = risk_name(o.place + b"\n" + o.text)[1:]
                w = wanted.setdefault((key[0], risk), dict(raised=s["received"], nights=set(), severity=0, needs=False))
                w["raised"] = min(w["raised"], s["received"])
                if s is chain[-1]:
                    w["nights"].add(key[1])
                    w["severity"] = max(w["severity"], o.severity)
                    w["needs"] |= o.needs_office
    wanted = {risk: w for risk, w in wanted.items() if w["nights"]}
    for (committee, risk), w in wanted.items():
        answers = said.get((committee, "r" + risk), [])
        w["nights"] |= {night for night, answer, _ in answers if answer != pb.SOLVED}
        night, last, given = answers[-1] if answers else (None, None, None)
        w["solved"] = given - w["raised"] if last == pb.SOLVED and night > max(w["nights"]) else None
        w["state"] = ("SOLVED" if w["solved"] is not None else "ESCALATED" if last == pb.ESCALATED else
                      "RAISED_AGAIN" if any(answer == pb.SOLVED for _, answer, _ in answers) else "OPEN")
    return wanted


def check_risks(db, t, ok):
    ok.same("risks", {(int(r["committee_id"]), r["risk_id"]): (
        r["state"], instant(r["raised_at"]), day(r["first_night"]), day(r["last_night"]), int(r["nights"]),
        int(r["severity"]), r["needs_office"] == "t", number(r["took"]))
        for r in db.rows("SELECT *, extract(epoch FROM response)::int8 AS took FROM office.risks")}, {
            risk: (w["state"], w["raised"], min(w["nights"]), max(w["nights"]), len(w["nights"]), w["severity"], w["needs"],
                   None if w["solved"] is None else int(w["solved"].total_seconds()))
            for risk, w in risks_of(t, answers_of(t)).items()})


def needs_of(t, said):
    """(committee, item) -> what is still needed: since when, last said when, raised at, waits for the office."""
    rows, wanted = collections.defaultdict(list), {}
    for key, chain in t.revisions.items():
        for s in chain[-1]["record"].nightly_report.supply_needs:
            rows[key[0], need_name(s)].append((key[1], chain[-1]["received"]))
    for key, needs in rows.items():
        answers = said.get(key, [])
        night, last, _ = answers[-1] if answers else (dt.date.min, None, None)
        over = {n for n, _ in needs if last == pb.SOLVED and night > n}
        over |= {n for n, answer, _ in answers if answer == pb.SOLVED}
        since = [need for need in needs if need[0] > max(over, default=dt.date.min)] or needs
        newest = max(n for n, _ in needs)
        if not (last == pb.SOLVED and night > newest):
            wanted[key] = ("SUPPLY", min(since)[0], newest, min(at for _, at in since),
                           last == pb.ESCALATED and night > newest)
    return wanted


def check_open_items(db, t, ok):
    """What is open, since when, and what has been open for more than 48 hours: by the events alone."""
    said = answers_of(t)
    wanted = {(committee, "r" + risk): ("RISK", min(w["nights"]), max(w["nights"]), w["raised"], w["state"] == "ESCALATED")
              for (committee, risk), w in risks_of(t, said).items() if w["state"] != "SOLVED"}
    wanted |= needs_of(t, said)
    returned = {(int(r["committee_id"]), r["record_id"]): instant(r["returned_at"])
                for r in db.rows("SELECT * FROM daybook.report_return")}
    for (committee, night), chain in t.revisions.items():
        at = returned.get((committee, chain[-1]["id"]))
        if at is not None:
            wanted[committee, "b" + chain[-1]["id"].replace("-", "")[-8:]] = ("RETURNED", night, night, at, False)
    now = dt.datetime.now(dt.timezone.utc)
    rows = db.rows("SELECT * FROM office.open_items")
    ok.same("open items", {(int(r["committee_id"]), r["item"]): (
        r["kind"], day(r["night"]), day(r["last_night"]), instant(r["raised_at"]), r["escalated"] == "t") for r in rows},
            wanted)
    ok.same("open for more than 48 hours", {(int(r["committee_id"]), r["item"]) for r in rows if r["overdue"] == "t"},
            {item for item, w in wanted.items() if now - w[3] > dt.timedelta(hours=48)})
    ok.same("answers", sorted((int(r["committee_id"]), day(r["report_date"]), r["item"], r["said"]) for r in db.rows(
        "SELECT * FROM office.answers")), sorted((committee, night, item, pb.ItemAnswer.Name(answer))
                                                for (committee, item), given in said.items() for night, answer, _ in given))


def check_differences(db, t, ok):
    figures, cases = {}, collections.Counter()
    for key, chain in t.revisions.items():
        for old, new in zip(chain, chain[1:]):
            for n in set(old["figures"]) | set(new["figures"]):
                if old["figures"].get(n) != new["figures"].get(n):
                    figures[(*key, new["revision"], t.code.get(n, f"figure_{n}"))] = (old["figures"].get(n),
                                                                                    new["figures"].get(n))
            said = [{c.SerializeToString() for c in s["record"].nightly_report.cases} for s in (old, new)]
            cases[(*key, new["revision"])] += len(said[0] ^ said[1])
    rows = db.rows("SELECT * FROM office.differences")
    ok.same("figures that corrections changed", {
        (int(r["committee_id"]), day(r["report_date"]), int(r["revision"]), r["field"]): (number(r["was"]),
                                                                                       number(r["now"]))
        for r in rows if r["field"] in t.code.values() or r["field"].startswith("figure_")}, figures)
    ok.same("cases that corrections changed", collections.Counter(
        (int(r["committee_id"]), day(r["report_date"]), int(r["revision"]))
        for r in rows if r["field"] == "case"), +cases)


def check_search(db, t, ok):
    for word in ("老人", "奶粉 志愿者", "热饮"):
        wanted = set()
        for key, s in t.standing.items():
            report = s["record"].nightly_report
            texts = [(b"CASE", n, c.title + c.place + c.story + c.result) for n, c in enumerate(report.cases, 1)]
            texts += [(pb.ObservationKind.Name(o.kind).encode(), n, o.place + o.text)
                      for n, o in enumerate(report.observations, 1)]
            texts.append((b"SITUATION", 0, report.situation))
            wanted |= {(*key, part.decode(), n) for part, n, text in texts
                       if all(w in text.decode() for w in word.split())}
        ok.same(f"search for {word}", {(int(r["committee_id"]), day(r["report_date"]), r["part"], int(r["position"]))
                                       for r in db.rows(f"SELECT * FROM office.search('{word}')")}, wanted)


def check_promises(t, ok):
    ok.same("a correction never changes whether it was on time",
            [key for key, chain in t.revisions.items() if len({s["timeliness"] for s in chain}) > 1], [])
    ok.same("revisions count from 1 without a gap",
            [key for key, chain in t.revisions.items()
             if [s["revision"] for s in chain] != list(range(1, len(chain) + 1))], [])


def main():
    db, ok = Database(sys.argv[1]), Check()
    t = Truth(db)
    for check in (check_states, check_figures, check_totals, check_completeness, check_ledger, check_heads,
                  check_risks, check_open_items, check_differences, check_search):
        check(db, t, ok)
    check_promises(t, ok)
    print(f"recount: {ok.passed} passed, {ok.failed} failed")
    sys.exit(ok.failed > 0)


if __name__ == "__main__":
    main()
