"""A seeded campaign as SQL: roster, nights, reports with their sealed bytes, and what goes wrong in three weeks.

    generate.py SEED [--nights N] [--committees N] > campaign.sql

Holes, late reports, corrections of the same night and of earlier ones, reports returned, nights excused, outages and
line failures, reports that the roster does not expect, figures left empty, figures no form asks for, and a form that
changes in the middle (one figure is asked no more, two are new). All names are samples. The same seed gives the same
bytes.
"""
import argparse
import datetime as dt
import hashlib
import random
import sys

import daybook_pb2 as pb
from daybook_client import seal_hash, telephone_code

FIRST = dt.date(2020, 2, 17)
ZONE = dt.timezone(dt.timedelta(hours=8))
SUBDISTRICTS = ("康健街道", "漕河泾街道", "田林街道")
BRANCHES = ("第一临时党支部", "第二临时党支部", "第三临时党支部", "第四临时党支部")
RISKS = ("北门夜间照明不足,登记看不清", "三号楼独居老人无人送餐", "快递堆放堵住消防通道", "侧门铁丝断开有人翻越")
THANKS = ("居民王阿姨送来热饮表示感谢", "隔离户写来感谢信一封")
STORIES = ("门岗志愿者发现一位走失老人,联系家属后由社区民警护送回家,家属再三致谢,居委会登记在册。",
           "隔离户家中婴儿奶粉用完,志愿者连夜联系超市并送货上门,全程不接触,孩子当晚喝上了奶。")
UUID_EPOCH_MS = 1582000000000
DAY = dt.timedelta(days=1)


class Campaign:
    def __init__(self, seed, nights, committees):
        self.dice = random.Random(seed)
        self.nights = [FIRST + dt.timedelta(days=n) for n in range(nights)]
        self.committees = list(range(1, committees + 1))
        self.changes_on = self.nights[nights // 2]
        self.records = 0
        self.raised = {}                        # committee -> open item that a report raised -> the first night of it
        self.ledger = {}                        # committee -> people in quarantine as reported last
        self.rows = {table: [] for table in (
            "subdistrict", "branch", "batch", "committee", "person", "posting", "night", "record", "nightly_report",
            "typical_case", "observation", "supply_need", "answered_item", "explanation", "report_return", "excuse", "outage",
            "line_failure", "held")}

    # ------------------------------------------------------------ the roster

    def lay_roster(self):
        add = lambda table, *row: self.rows[table].append(row)
        for n, name in enumerate(SUBDISTRICTS, 1):
            add("subdistrict", n, name)
        for n, name in enumerate(BRANCHES, 1):
            add("branch", n, name)
        weeks = [self.nights[i:i + 7] for i in range(0, len(self.nights), 7)]
        for n, week in enumerate(weeks, 1):
            add("batch", n, f"第{n}批", week[0], week[-1])
        people = 0
        for committee in self.committees:
            branch = (committee - 1) * 4 // len(self.committees) + 1
            add("committee", committee, f"样例{committee}居委会", (committee - 1) * 3 // len(self.committees) + 1,
                branch,
                f"021-0000-{committee:04}")
        for n, week in enumerate(weeks, 1):
            for branch in range(1, 5):
                people += 1
                add("person", people, f"S{n}{branch}", f"样例书记{n}{branch}", f"100-1{n}{branch}", n)
                for committee in self.committees:
                    if (committee - 1) * 4 // len(self.committees) + 1 == branch and self.dice.random() < .8:
                        add("posting", committee, people, week[0], week[-1], True)
            for committee in self.committees:
                for _ in range(self.dice.choice((0, 1, 1, 2))):
                    people += 1
                    last = week[-1] if self.dice.random() < .9 else self.dice.choice(week)
                    add("person", people, f"P{people}", f"样例志愿者{people}", f"100-2{people}", n)
                    add("posting", committee, people, week[0], last, False)
        for night in self.nights:
            add("night", night, self.at(night, 16), self.at(night, 22), None, None)

    @staticmethod
    def at(night, hour, minute=0, second=0):
        return dt.datetime.combine(night, dt.time(), ZONE) + dt.timedelta(hours=hour, minutes=minute, seconds=second)

    def expected(self, night):
        return sorted({p[0] for p in self.rows["posting"] if p[2] <= night <= p[3]})

    # ------------------------------------------------------------ a report

    def figures(self, committee, night, version):
        dice, f = self.dice, {}
        assigned = dice.randint(4, 20)
        leave, sick, lost = dice.randint(0, 1), dice.randint(0, 1), int(dice.random() < .05)
        f.update({1: assigned, 2: assigned - leave - sick - lost, 3: leave, 4: sick, 5: lost})
        opening = self.ledger.get(committee, dice.randint(0, 30))
        if dice.random() < .05:
            opening += dice.choice((-1, 1)) if opening else 1
        new, released, moved = dice.randint(0, 6), 0, 0
        if opening:
            released = dice.randint(0, min(4, opening))
            moved = int(dice.random() < .05 and opening > released)
        f.update({20: opening, 21: new, 22: released, 23: moved, 24: opening + new - released - moved})
        for number in (6, 7, 8, 9, *range(10, 20), *range(25, 41)):
            if number in (8, 9) or dice.random() < .85:
                f[number] = 0 if dice.random() < .15 else dice.randint(0, 50 if number in (6, 7, 9) else 400)
        if version == 2:
            if dice.random() < .9:                                # a client may still say what is asked no more
                f.pop(13, None)
            f[41] = dice.randint(0, 40)
            if dice.random() < .7:
                f[42] = dice.randint(0, 300)
        if dice.random() < .02:
            f[60] = 7                                               # a figure that no form has
        return f

    def report(self, committee, night, when, revision=1, corrects=None, timeliness=None, base=None):
        dice = self.dice
        version = 2 if night >= self.changes_on and dice.random() < .95 else 1
        if night >= self.changes_on + dt.timedelta(days=3):
            version = 2
        self.records += 1
        record_id = (UUID_EPOCH_MS + self.records).to_bytes(6, "big") + b"\x70\x00\x80" + \
            hashlib.blake2b(b"%d" % dice.getrandbits(60), digest_size=7).digest()
        figures = self.figures(committee, night, version) if base is None else self.corrected(dict(base))
        sealed_at = when - dt.timedelta(seconds=dice.randint(5, 900))
        report = pb.NightlyReport(situation=f"{committee} 号居委会今夜平稳,门岗与楼道均已巡查第 {revision} 遍。".encode(),
                                  zero_report=dice.random() < .3)
        for number, value in sorted(figures.items()):
            report.figures.add(indicator=number, value=value)
        if dice.random() < .5:
            report.cases.add(title=f"样例案例{self.records}".encode(), category=dice.randint(1, 11),
                             place="门岗".encode(),
                             story=dice.choice(STORIES).encode(), result=b"", may_publish=dice.random() < .5)
        else:
            report.no_case = True
        for _ in range(dice.choice((0, 0, 1, 2))):
            if dice.random() < .7:
                report.observations.add(kind=pb.RISK, category=dice.randint(1, 11), severity=dice.randint(1, 3),
                                        place="小区".encode(), text=dice.choice(RISKS).encode(),
                                        needs_office=dice.random() < .5)
            else:
                report.observations.add(kind=pb.THANKS, category=pb.OTHER, text=dice.choice(THANKS).encode())
        if dice.random() < .2:
            report.supply_needs.add(item=dice.randint(1, 9), unit="件".encode(), on_hand=dice.randint(0, 50),
                                    daily_use=dice.randint(0, 9), quantity=dice.randint(1, 99),
                                    needed_by=int((night + DAY).strftime("%Y%m%d")), urgency=dice.randint(1, 3))
        self.answer(committee, night, report)
        if dice.random() < .1:
            report.explanations.add(rule=b"W_HALF", text="两人临时支援邻近小区".encode())
        record = pb.Record(id=record_id, committee_id=committee, kind=pb.NIGHTLY_REPORT, form_version=version,
                           report_date=int(night.strftime("%Y%m%d")), sealed_at_ms=int(sealed_at.timestamp() * 1000))
        if corrects:
            record.corrects = corrects
        record.nightly_report.CopyFrom(report)
        sealed = record.SerializeToString(deterministic=True)
        senders = [p[1] for p in self.rows["posting"] if p[0] == committee and p[2] <= night <= p[3]] or [1]
        if timeliness is None:
            timeliness = self.judge(night, when)
        self.keep(record, report, record_id, sealed, night, revision, corrects, version, timeliness, when, sealed_at,
                  dice.choice(senders))
        self.ledger[committee] = figures[24]
        return record_id, timeliness, figures

    def answer(self, committee, night, report):
        """Answers what earlier nights raised, at random: also what is solved already, and what nobody knows."""
        known = self.raised.setdefault(committee, {})
        for item, since in sorted(known.items()):
            if since < night and self.dice.random() < .4:
                report.answers.add(item=item.encode(), answer=self.dice.randint(1, 3),
                                   text="已报街道".encode() if self.dice.random() < .2 else b"")
        if self.dice.random() < .02:
            report.answers.add(item=b"z00000000", answer=pb.ESCALATED)
        for o in report.observations:
            if o.kind == pb.RISK:
                known.setdefault("r" + hashlib.sha256(o.place + b"\n" + o.text).hexdigest()[:8], night)
        for s in report.supply_needs:
            known.setdefault("s" + hashlib.sha256(b"%d\n" % s.item + s.unit).hexdigest()[:8], night)

    def corrected(self, figures):
        for number in self.dice.sample(sorted(set(figures) - {20, 24, 41}), 2):
            figures[number] += self.dice.randint(1, 5)
        figures[24] = figures[20] + figures[21] - figures[22] - figures[23]
        if figures[24] < 0:
            figures[21] -= figures[24]
            figures[24] = 0
        if self.dice.random() < .2:
            figures.pop(12, None)
        return figures

    def judge(self, night, when):
        deadline = self.at(night, 22)
        if when <= deadline:
            return pb.ON_TIME
        for begins, ends, *_ in self.rows["outage"]:
            if begins <= deadline <= ends and when <= ends + dt.timedelta(minutes=30):
                return pb.ON_TIME_OUTAGE
        return pb.LATE

    def keep(self, record, report, record_id, sealed, night, revision, corrects, version, timeliness, when, sealed_at,
             sender):
        add = lambda table, *row: self.rows[table].append(row)
        key = (record.committee_id, record_id)
        text = lambda field: field.decode()
        add("record", *key, 1, night, revision, corrects, version, timeliness, when, sealed_at, sender,
            telephone_code(record_id, sealed), seal_hash(sealed), sealed)
        figures = [None] * max(f.indicator for f in report.figures)
        for f in report.figures:
            figures[f.indicator - 1] = f.value
        add("nightly_report", *key, figures, text(report.situation), report.no_case, report.zero_report)
        for n, c in enumerate(report.cases, 1):
            add("typical_case", *key, n, text(c.title), c.category, text(c.place), text(c.story), text(c.result),
                c.may_publish)
        for n, o in enumerate(report.observations, 1):
            add("observation", *key, n, o.kind, o.category, o.severity if o.kind == pb.RISK else None, text(o.place),
                text(o.text), o.needs_office)
        for n, s in enumerate(report.supply_needs, 1):
            add("supply_need", *key, n, s.item, text(s.unit), s.on_hand, s.daily_use, s.quantity,
                dt.datetime.strptime(str(s.needed_by), "%Y%m%d").date(), s.urgency, text(s.reason))
        for n, a in enumerate(report.answers, 1):
            add("answered_item", *key, n, text(a.item), a.answer, text(a.text))
        for n, e in enumerate(report.explanations, 1):
            add("explanation", *key, n, text(e.rule), text(e.text))

    # ------------------------------------------------------------ the nights

    def tell(self):
        dice, last = self.dice, {}
        self.lay_roster()
        down = dice.choice(self.nights)
        self.rows["outage"].append((self.at(down, 21, 50), self.at(down, 22, 20), "no daemon accepted"))
        for night in self.nights:
            expected = self.expected(night)
            for committee in self.committees:
                asked = committee in expected
                if dice.random() > (.93 if asked else .02):
                    if asked and dice.random() < .3:
                        self.rows["excuse"].append((committee, night, self.at(night, 21), "clerk", "样例:当晚无人值守"))
                    elif asked and dice.random() < .2:
                        self.hold(committee, night)
                    continue
                late = dice.random() < (.5 if night == down else .1)
                when = self.at(night, 22 if late else dice.randint(18, 21), dice.randint(1, 59), dice.randint(0, 59))
                if late and dice.random() < .3:
                    ends = self.at(night, 22, dice.randint(5, 40))
                    self.rows["line_failure"].append((committee, self.at(night, 21), ends, self.at(night, 23), "clerk",
                                                      "样例:电信线路中断"))
                said = self.report(committee, night, when)
                chain = [said]
                while dice.random() < .12:                         # corrections, of the same night or a day late
                    when += dt.timedelta(minutes=dice.choice((10, 45, 1500)))
                    if dice.random() < .5:
                        self.returned(committee, chain[-1][0], when - dt.timedelta(minutes=5))
                    base, _, figures = chain[-1]
                    chain.append(self.report(committee, night, when, len(chain) + 1, base, said[1], figures))
                if dice.random() < .03:
                    self.returned(committee, chain[-1][0], when + dt.timedelta(minutes=5))
                last[committee, night] = chain
            # A correction of an earlier night: what the nights after it say stays as it was.
            for (committee, earlier), chain in list(last.items()):
                if earlier < night and dice.random() < .005:
                    before = self.ledger[committee]
                    base, _, figures = chain[-1]
                    chain.append(self.report(committee, earlier, self.at(night, 23), len(chain) + 1, base, chain[0][1],
                                             figures))
                    self.ledger[committee] = before

    def hold(self, committee, night):
        record_id = b"\x01" * 12 + committee.to_bytes(2, "big") + night.timetuple().tm_yday.to_bytes(2, "big")
        self.rows["held"].append((committee, record_id, night, "CONFLICT", "base.unknown", 1, self.at(night, 21),
                                  self.at(night, 22), 2))

    def returned(self, committee, record_id, when):
        self.rows["report_return"].append((committee, record_id, when, "clerk", "样例:人数对不上,请核对"))

    # ------------------------------------------------------------ as SQL

    def write(self, to):
        columns = {"record": "committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, "
                             "received_at, sealed_at, person_id, code, hash, sealed",
                   "held": "committee_id, id, report_date, status, reason, person_id, first_at, last_at, tries",
                   "outage": "begins, ends, note"}
        to.write("BEGIN;\nSET client_min_messages = warning;\n" + FORM.format(day=self.changes_on))
        for table, rows in self.rows.items():
            named = f" ({columns[table]})" if table in columns else ""
            to.write(f"COPY daybook.{table}{named} FROM stdin;\n")
            for row in rows:
                to.write("\t".join(map(cell, row)) + "\n")
            to.write("\\.\n")
        to.write("SELECT daybook.refresh_figures();\nCOMMIT;\nANALYZE;\n")


def cell(value):
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "tf"[not value]
    if isinstance(value, bytes):
        return value.hex() if len(value) == 16 else r"\\x" + value.hex()
    if isinstance(value, list):
        return "{" + ",".join("NULL" if v is None else str(v) for v in value) + "}"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")


FORM = """
UPDATE daybook.form_version SET active_to = date '{day}' - 1 WHERE version = 1;
INSERT INTO daybook.form_version VALUES (2, '{day}', NULL, 'sample: a changed form');
INSERT INTO daybook.form_group SELECT 2, code, position, label_zh, label_en FROM daybook.form_group WHERE version = 1;
INSERT INTO daybook.indicator VALUES (41, 'elderly_visited_count'), (42, 'vegetable_parcel_count');
INSERT INTO daybook.question VALUES (41, false, '样例民政', '样例表', '2020-03-31'),
    (42, true, '样例商务', '样例表', '2020-03-31');
INSERT INTO daybook.form_indicator
SELECT 2, number, position, group_code, label_zh, label_en, unit_zh, unit_en, least, most, required, alarm
  FROM daybook.form_indicator WHERE version = 1 AND number <> 13;
INSERT INTO daybook.form_indicator VALUES
    (2, 41, 41, 'visits', '走访独居老人', 'elderly living alone visited', '人', 'people', 0, 2000, true, false),
    (2, 42, 42, 'delivery', '蔬菜包库存', 'vegetable parcels in stock', '包', 'parcels', 0, 20000, false, false);
"""


def main():
    says = argparse.ArgumentParser()
    says.add_argument("seed", type=int)
    says.add_argument("--nights", type=int, default=21)
    says.add_argument("--committees", type=int, default=53)
    args = says.parse_args()
    campaign = Campaign(args.seed, args.nights, args.committees)
    campaign.tell()
    campaign.write(sys.stdout)


main()
