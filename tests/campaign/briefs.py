"""Briefs of a campaign, counted again from the sealed records and the base tables, and what is said to have changed since.

    briefs.py CONNINFO SEED      last line "briefs: N passed, N failed", exit 1 unless all passed

Briefs of random nights as of random moments are made. Each number has to be the sum of the cells that are counted here,
and each cell to come from the revision that was the newest at that moment. Then every correction that came later, and
excuses, returns and a posting that are entered now, have to be told: no cell more, no cell less, and every sum beside its
hole. Whatever is done, the brief itself must not change by a byte.
"""
import collections
import datetime as dt
import hashlib
import random
import subprocess
import sys

import daybook_pb2 as pb
from recount import DAY, Check, Database, Truth, carried_from, day, instant, need_name, number, risk_name

HQ_CURRENT = 24
TIMELINESS = {1: "on_time", 2: "on_time_outage", 3: "late"}
UNTIL_NOW = dt.datetime.max.replace(tzinfo=dt.timezone.utc)


class Known(Truth):
    """What was known at a moment: the revisions, excuses and returns that had come by then."""

    def __init__(self, db, moment):
        super().__init__(db)
        for key in list(self.revisions):
            self.revisions[key] = [s for s in self.revisions[key] if s["received"] <= moment]
            if not self.revisions[key]:
                del self.revisions[key]
        self.standing = {key: chain[-1] for key, chain in self.revisions.items()}
        self.excused = {(int(r["committee_id"]), day(r["report_date"])) for r in db.rows("SELECT * FROM daybook.excuse")
                        if instant(r["excused_at"]) <= moment}
        self.returned = {(int(r["committee_id"]), r["record_id"]) for r in db.rows("SELECT * FROM daybook.report_return")
                         if instant(r["returned_at"]) <= moment}
        self.items = {int(r["number"]): r["name"] for r in db.rows(
            "SELECT number, name FROM daybook.code_list WHERE list = 'supply_item'")}


def cells(t, night):
    """(subject, code, committee) -> (value, state, the record's id), as a brief of that night has to say it."""
    said = {}
    roster = [c for c, n in t.expected if n == night]
    on_form = t.asks[t.form_on(night)]

    def count(code, committee, record=None):
        said["count", code, committee] = 1, "NUMBER", record

    for committee in t.committees:
        key = committee, night
        s = t.standing.get(key)
        if committee not in roster:
            if s:
                count("unexpected", committee, s["id"])
            continue
        count("expected", committee, s and s["id"])
        count({"REPORTED": "reported", "EXCUSED": "excused", "MISSING": "missing"}[t.status(key)], committee, s and s["id"])
        if s:
            count(TIMELINESS[s["timeliness"]], committee, s["id"])
            if (committee, s["id"]) in t.returned:
                count("returned", committee, s["id"])
            before = t.standing.get((committee, night - DAY))
            if before and (committee, night - DAY) in t.expected:
                value = before["figures"].get(HQ_CURRENT)
                said["ledger.before", "hq_open_count", committee] = value, "NUMBER" if value is not None else "NOT_FILLED", \
                    before["id"]
        carried = carried_from(t, key)
        for n in on_form if carried else ():
            if n in carried["figures"]:
                said["figure.carried", t.code[n], committee] = carried["figures"][n], "NUMBER", carried["id"]
        for n, code in t.code.items():
            value = s["figures"].get(n) if s else None
            state = "NUMBER" if value is not None else "NOT_ASKED" if n not in (t.asks[s["version"]] if s else on_form) else \
                {"REPORTED": "NOT_FILLED", "EXCUSED": "EXCUSED", "MISSING": "NOT_REPORTED"}[t.status(key)]
            said["figure", code, committee] = value, state, s and s["id"]
        for code in ("persons", "well", "watched", "resting", "in_hospital", "with_symptoms", "fever", "contact", "alarms"):
            said["health", code, committee] = None, "NOT_REPORTED", None
    for code in t.code.values():                                # nobody is asked it, and nobody says it
        if all(said["figure", code, c][1] == "NOT_ASKED" for c in roster):
            for c in roster:
                del said["figure", code, c]
    last = {}
    for (committee, date), s in sorted(t.standing.items(), key=lambda item: item[0][1]):
        if date <= night:
            for need in s["record"].nightly_report.supply_needs:
                last[committee, f"{t.items[need.item]}/{need.unit.decode()}"] = need, s["id"], date
    answers = answers_until(t, night)
    for (committee, code), (need, record, date) in last.items():
        answered, answer = answers.get((committee, need_name(need)), [(None, None)])[-1]
        if answer == pb.SOLVED and answered > date:
            continue
        for part, value in (("wanted", need.quantity), ("gap", need.quantity), ("on_hand", need.on_hand),
                            ("daily_use", need.daily_use), ("urgent", int(need.urgency == 3))):
            if value or part in ("wanted", "gap"):
                said["supply." + part, code, committee] = value, "NUMBER", record
    return said


def answers_until(t, night):
    """(committee, item) -> [(night, answer)] of the reports that stand, by night."""
    said = collections.defaultdict(list)
    for (committee, date), s in sorted(t.standing.items(), key=lambda item: item[0][1]):
        for a in s["record"].nightly_report.answers if date <= night else ():
            said[committee, a.item.decode()].append((date, a.answer))
    return said


def things(t, night):
    """(subject, committee, name, n) -> what a brief says of a case or a risk point."""
    said, risks = {}, {}
    for (committee, date), chain in sorted(t.revisions.items(), key=lambda item: item[0][1]):
        for s in chain if date <= night else ():
            for o in s["record"].nightly_report.observations:
                if o.kind == pb.RISK and s is chain[-1]:
                    risk = risks.setdefault((committee, o.place + b"\n" + o.text), dict(nights=set(), severity=0, name=o.text))
                    if not (risk["nights"] and date == max(risk["nights"])):
                        risk["category"] = o.category                # of the last night, its first place there
                    risk["nights"].add(date)
                    risk["severity"] = max(risk["severity"], o.severity)
    answers = answers_until(t, night)
    for (committee, words), r in risks.items():
        given = answers.get((committee, risk_name(words)), [(None, None)])
        r["nights"] |= {date for date, answer in given if answer in (pb.STILL_THERE, pb.ESCALATED)}
        if given[-1][1] == pb.SOLVED and given[-1][0] > max(r["nights"]):
            continue
        state = ("ESCALATED" if given[-1][1] == pb.ESCALATED else
                 "RAISED_AGAIN" if pb.SOLVED in dict(given).values() else "OPEN")
        said["risk", committee, r["name"].decode(), 1] = (r["severity"], len(r["nights"]), min(r["nights"]), r["category"],
                                                         state)
    seen = collections.Counter()
    for committee in t.committees:
        s = t.standing.get((committee, night))
        for c in s["record"].nightly_report.cases if s else ():
            if c.may_publish:
                seen[committee, c.title] += 1
                said["case", committee, c.title.decode(), seen[committee, c.title]] = c.category, c.place, c.story, c.result
    return said


def blurred(state):
    """Who is excused is missing in no other sums than before."""
    return "NOT_REPORTED" if state == "EXCUSED" else state


def whole(said):
    """Sums with their hole: (subject, code) -> sum, reported, estimate."""
    sums = collections.defaultdict(lambda: [None, 0, None])
    for (subject, code, _), (value, _, record) in said.items():
        w = sums[subject.replace("figure.carried", "figure"), code]
        if subject != "figure.carried":
            w[1] += record is not None
            w[0] = w[0] if value is None else (w[0] or 0) + value
        w[2] = w[2] if value is None else (w[2] or 0) + value
    return sums


def page(db, brief):
    """All that a brief says, as bytes."""
    views = ("briefs", "brief_committees", "brief_numbers", "brief_totals", "brief_items", "brief_records")
    return hashlib.sha256("".join(str(db.rows(f"SELECT * FROM office.{v} v WHERE brief_id = {brief} ORDER BY v::text"))
                                  for v in views).encode()).hexdigest()


def check_brief(db, ok, brief, night, moment):
    """The brief as it was made. What it says is returned, as it was counted here."""
    t = Known(db, moment)
    wanted = cells(t, night)
    found = {(r["subject"], r["code"], int(r["committee_id"])): (number(r["value"]), r["state"], r["record_id"] or None)
             for r in db.rows(f"SELECT * FROM office.brief_numbers WHERE brief_id = {brief}")}
    ok.same(f"cells of {night} as of {moment}", found, wanted)
    sums, roster = whole(wanted), sum(k[:2] == ("count", "expected") for k in wanted)
    for r in db.rows(f"SELECT * FROM office.brief_totals WHERE brief_id = {brief}"):
        total, reported, estimate = sums[r["subject"], r["code"]]
        ok.same(f"{r['subject']} {r['code']}", number(r["total"]), total)
        if r["subject"] in ("figure", "health", "ledger.before"):
            ok.same(f"{r['code']}: its hole", (int(r["reported"]), int(r["expected"])), (reported, roster))
        if r["subject"] == "figure":
            ok.same(f"{r['code']}: the estimate", number(r["estimate"]), estimate)
    thing = things(t, night)
    found = collections.Counter((r["subject"], int(r["committee_id"]), r["title"] or r["text"])
                                for r in db.rows(f"SELECT * FROM office.brief_items WHERE brief_id = {brief}"))
    ok.same(f"items of {night}", found, collections.Counter(k[:3] for k in thing))
    return wanted, thing


def check_errata(db, t, ok, brief, night, before):
    """What is said to have changed, against what did. Says how many cells that were."""
    (was, was_things), (now, now_things) = before, (cells(t, night), things(t, night))
    none = None, None, None
    changed = {k: (was.get(k, none)[0], now.get(k, none)[0]) for k in {**was, **now}
               if (was.get(k, none)[0], blurred(was.get(k, none)[1])) != (now.get(k, none)[0], blurred(now.get(k, none)[1]))}
    found = {(r["subject"], r["code"], int(r["committee_id"])): (number(r["was"]), number(r["now"]))
             for r in db.rows(f"SELECT * FROM office.brief_changes({brief})")}
    ok.same(f"cells changed since the brief {brief} of {night}", found, changed)
    old, new = whole(was), whole(now)
    rosters = [sum(k[:2] == ("count", "expected") for k in side) for side in (was, now)]
    wanted = {}
    for subject, code in {(s.replace("figure.carried", "figure"), c) for s, c, _ in changed}:
        o, n = old[subject, code], new[subject, code]
        zero = 0 if subject == "count" else None
        hole = subject in ("figure", "health", "ledger.before")
        wanted[subject, code] = (
            zero if o[0] is None else o[0], (o[1], rosters[0]) if hole else (None, None), o[2] if subject == "figure" else None,
            zero if n[0] is None else n[0], (n[1], rosters[1]) if hole else (None, None), n[2] if subject == "figure" else None)
    rows = db.rows(f"SELECT * FROM office.brief_errata({brief})")
    ok.same(f"errata of the brief {brief} of {night}", {
        (r["subject"], r["code"]): (number(r["was"]), (number(r["was_reported"]), number(r["was_expected"])),
                                    number(r["was_estimate"]), number(r["now"]), (number(r["reported"]), number(r["expected"])),
                                    number(r["estimate"])) for r in rows if r["subject"] not in ("case", "risk")}, wanted)
    ok.same(f"items changed since the brief {brief} of {night}", collections.Counter(
        (r["subject"], r["code"], int(r["committee_id"]), r["label_zh"]) for r in rows if r["subject"] in ("case", "risk")),
        collections.Counter((k[0], "added" if k not in was_things else "removed" if k not in now_things else "changed",
                             k[1], k[2])
                            for k in {**was_things, **now_things} if was_things.get(k) != now_things.get(k)))
    for r in rows:
        if r["subject"] == "figure":
            ok.same(f"{r['code']}: no sum without its hole", f" ({r['was_reported']}/{r['was_expected']})" in r["text_zh"] and
                    f" ({r['reported']}/{r['expected']})" in r["text_en"], True)
    return len(changed)


def act(conninfo, sql):
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", sql], check=True,
                   stdout=subprocess.DEVNULL)


def disturb(db, conninfo, dice, nights):
    """What the office does later: each has to be told, or to change nothing."""
    t = Known(db, UNTIL_NOW)
    for night in nights:
        here = [k for k in t.expected if k[1] == night]
        missing = [k for k in here if t.status(k) == "MISSING"]
        told = [k for k in here if t.status(k) == "REPORTED" and (k[0], t.standing[k]["id"]) not in t.returned]
        if missing:
            act(conninfo, "SELECT office.excuse({}, '{}', 'sample')".format(*dice.choice(missing)))
        if told:
            act(conninfo, "SELECT office.return_report({}, '{}', 'sample')".format(*dice.choice(told)))
    for committee, night in sorted(t.excused)[:2]:
        act(conninfo, f"SELECT office.withdraw_excuse({committee}, '{night}', 'sample')")
    risks = db.rows("SELECT committee_id, risk_id FROM office.risks ORDER BY 1, 2 LIMIT 3")
    for r in risks:
        act(conninfo, f"SELECT office.assign_risk({r['committee_id']}, '{r['risk_id']}', 'sample')")
        act(conninfo, f"SELECT office.close_risk({r['committee_id']}, '{r['risk_id']}', 'sample')")
    committee = dice.choice(sorted(t.committees))
    act(conninfo, f"INSERT INTO daybook.posting SELECT {committee}, person_id, '2020-01-01', '2020-12-31', false "
                  "FROM daybook.person ORDER BY person_id DESC LIMIT 1")
    act(conninfo, "UPDATE daybook.committee SET name = name || '*'; UPDATE daybook.form_indicator SET label_zh = label_zh || '*'")


def main():
    conninfo, seed = sys.argv[1:]
    db, ok, dice = Database(conninfo), Check(), random.Random(seed)
    t = Truth(db)
    made = {}
    for night in dice.sample(sorted(t.nights), min(2, len(t.nights))):
        for minutes in (0, dice.randint(-60, 90), dice.randint(90, 3000)):
            moment = t.nights[night] + dt.timedelta(minutes=minutes)
            rows = db.rows(f"SELECT * FROM office.briefs WHERE report_date = '{night}' AND as_of = '{moment}'")
            if rows or not any(s["received"] <= moment for (_, n), c in t.revisions.items() if n == night for s in c):
                continue
            act(conninfo, f"SELECT office.make_brief('{night}', '{moment}')")
            brief = db.rows("SELECT max(brief_id) AS b FROM office.briefs")[0]["b"]
            made[brief] = night, check_brief(db, ok, brief, night, moment), page(db, brief)
    now = Known(db, UNTIL_NOW)
    told = [check_errata(db, now, ok, brief, night, before) for brief, (night, before, _) in made.items()]
    ok.same("there was something to tell", sum(told) > 0, True)
    disturb(db, conninfo, dice, sorted({night for night, _, _ in made.values()}))
    now = Known(db, UNTIL_NOW)
    for brief, (night, before, text) in made.items():
        check_errata(db, now, ok, brief, night, before)
        ok.same(f"the brief {brief} has not changed by a byte", page(db, brief), text)
    print(f"briefs: {ok.passed} passed, {ok.failed} failed")
    sys.exit(ok.failed > 0)


if __name__ == "__main__":
    main()
