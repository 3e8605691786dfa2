"""Records as a client seals them: one that breaks no rule, and ways to bend it."""
import os
import time

import daybook_pb2 as pb

# Fills what form version 1 requires, and fits its rules: 12 = 12 + 0 + 0 + 0 people, 5 + 1 - 1 - 0 = 5 in quarantine.
FIGURES = {1: 12, 2: 12, 3: 0, 4: 0, 5: 0, 8: 100, 9: 0, 20: 5, 21: 1, 22: 1, 23: 0, 24: 5}
SITUATION = "今晚两个门岗都有人值守，测温没有异常，居家隔离人员情绪平稳，秩序良好。"
STORY = "傍晚一位老人忘带出入证，值守的志愿者登记后送她上楼，又到家里取了证件核对，前后二十分钟，老人很高兴。"


def new_id():
    """A uuid of version 7: 48 bits of milliseconds, then chance."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return bytes(raw)


def head(committee, day, kind, part=None, corrects=None):
    """A record without its body."""
    return pb.Record(id=new_id(), committee_id=committee, kind=kind, report_date=day, part=part, corrects=corrects,
                     sealed_at_ms=int(time.time() * 1000))


def record(committee, day, corrects=None, **fields):
    """A record that would be accepted; `fields` are set over it."""
    made = head(committee, day, pb.NIGHTLY_REPORT, corrects=corrects)
    made.form_version = 1
    report = made.nightly_report
    for number, value in FIGURES.items():
        report.figures.add(indicator=number, value=value)
    report.situation = SITUATION.encode()
    report.no_case = True
    report.zero_report = True
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def seal(made):
    return made.SerializeToString()


def sealed_report(committee, day, corrects=None, **fields):
    return seal(record(committee, day, corrects, **fields))


def with_case(made, title="一把伞下的门岗"):
    made.nightly_report.no_case = False
    made.nightly_report.cases.add(title=title.encode(), category=pb.GATE, story=STORY.encode(), may_publish=True)
    return made


def set_figure(made, number, value):
    """Set, or with None remove, one figure of the record."""
    figures = made.nightly_report.figures
    kept = [f for f in figures if f.indicator != number]
    del figures[:]
    figures.extend(kept)
    if value is not None:
        figures.add(indicator=number, value=value)
    return made


CODES = {1: "assigned_count", 2: "on_duty_count", 3: "leave_count", 4: "sick_count", 5: "unaccounted_count",
         8: "temp_check_count", 9: "temp_abnormal_count", 20: "hq_open_count", 21: "hq_new_count",
         22: "hq_released_count", 23: "hq_transferred_count", 24: "hq_current_count"}


def yaml_text(committee, day):
    """The same report as a file for the `daybook` program; `day` is YYYYMMDD."""
    date = f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
    lines = [f"committee: {committee}", f"date: {date}", "figures:"]
    lines += [f"  {CODES[number]}: {value}" for number, value in FIGURES.items()]
    lines += ["situation: |", f"  {SITUATION}", "no_case: yes", "zero_report: yes", ""]
    return "\n".join(lines)


def sheet_text():
    """The same report as it is dictated: a file for `daybook-office proxy`."""
    lines = ["field,value"] + [f"{CODES[number]},{value}" for number, value in FIGURES.items()]
    lines += [f"situation,{SITUATION}", "no_case,yes", "zero_report,yes", ""]
    return "\n".join(lines)
