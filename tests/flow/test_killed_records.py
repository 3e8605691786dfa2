"""What is sealed from a file or by being read, killed (SIGKILL) between and within its calls to the disk: minutes, the reading of a
bulletin, a correction. Whoever was killed does the same once more; it counts once, and nothing is doubled or lost."""
import json
import re
import shutil
import sys

import reports
from daybook_flow import ROOT, Laptop, cluster, iso, until
from test_dialogue import COMMITTEE, Branch

sys.path.insert(0, str(ROOT / "tests/faults"))
import page                                              # noqa: E402: the fault tests' own

MINUTES = {"meeting": "2", "mode": "online", "started_at": "19:00", "ended_at": "20:30", "chair": "样例甲", "recorder": "样例乙",
           "expected": "9", "present": "9"}
STEPS_LEAST = 12                                         # what becomes durable takes five calls; a record and its receipt more


class TestKilledRecords(Branch):
    def boxes(self, laptop):
        """States of all that lies in the outbox."""
        status, out, err = laptop.run("outbox", "--json")
        self.assertEqual((status, err), (0, ""))
        return [row["state"] for box in json.loads(out).values() if isinstance(box, list) for row in box]

    def kill_everywhere(self, first, base, words, check, prepare=lambda: None):
        """`words` killed at every third call from `first` on (what becomes durable takes five, so none is stepped over), then
        said again, as a person does who was cut off: what that says."""
        breaks = Laptop.break_with(base, self.folder / f"page-{words[0]}")
        kept_home, nth, said = base.home, first, []
        while True:
            cluster.sql("TRUNCATE daybook.record CASCADE")
            base.home = self.folder / f"{words[0]}-{nth}"
            shutil.copytree(kept_home, base.home)
            prepare()
            breaks.set(family=page.DISK, nth=nth, deed=page.KILL_AFTER if nth % 2 else page.KILL_BEFORE)
            status, out, err = base.run(*words)
            killed = breaks.had
            breaks.clear()
            self.assertEqual(status, -9 if killed else 0, f"call {nth}\n{out}{err}")
            if killed:
                status, out, err = base.run(*words)
                said.append((status, out + err))
            base.run("flush")
            check(f"call {nth}: {said[-1:]}")
            self.assertEqual(set(self.boxes(base)), {"delivered"}, f"call {nth}: {said[-1:]}")
            shutil.rmtree(base.home)
            if not killed:
                break
            nth += 3
        base.home, base.more = kept_home, {}
        self.assertGreater(nth, STEPS_LEAST)
        return said

    def minutes(self, laptop):
        text = self.ask(laptop, "minutes")
        for key, value in MINUTES.items():
            text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.M)
        text = re.sub(r"^agenda: \|\n *\n", "agenda: |\n  交流一周工作\n", text, flags=re.M)
        path = self.folder / "killed-minutes.yaml"
        path.write_text(text)
        return path

    def test_minutes(self):
        laptop = self.laptop()
        path = self.minutes(laptop)

        def check(what):
            self.assertEqual(self.rows("count(*), max(revision), max(agenda) FROM office.meetings"),
                             [["1", "1", "交流一周工作"]], what)
        said = self.kill_everywhere(1, laptop, ("minutes", "submit", path), check)
        for status, text in said:                        # not sealed yet: it is now; sealed: that is said, and not sealed twice
            self.assertIn(status, (0, 65), text)
        self.assertEqual({status for status, _ in said}, {0, 65})

    def test_bulletins(self):
        laptop = self.laptop()
        number = int(cluster.value("SELECT office.publish_bulletin('通知', '口罩发放', '每户五只。', must_ack => true, "
                                   f"audience => 'committee', audience_id => {COMMITTEE})"))
        until(lambda: "口罩发放" in laptop.run("bulletins")[1], "it has come")

        def check(what):
            self.assertEqual(self.rows(f"count(*), count(read_at) FROM office.bulletin_committees WHERE number = {number}"),
                             [["1", "1"]], what)
            self.assertEqual(self.rows("count(*), max(revision) FROM daybook.record"), [["1", "1"]], what)
        for status, text in self.kill_everywhere(2, laptop, ("bulletins", number), check):
            self.assertEqual(status, 0, text)
            self.assertIn("每户五只。", text)

    def test_a_correction(self):
        laptop = self.laptop()
        first, path = self.folder / "report.yaml", self.folder / "corrected.yaml"
        text = reports.yaml_text(COMMITTEE, self.today)
        first.write_text(text, encoding="utf-8")
        path.write_text(text.replace(reports.SITUATION, reports.SITUATION + "更正一处。"), encoding="utf-8")
        self.assertEqual(laptop.run("template", "--committee", COMMITTEE)[0], 0)         # the form is here
        words = ("correct", "--file", path, COMMITTEE, iso(self.today))

        def check(what):
            self.assertEqual(self.rows("count(*), max(revision), count(DISTINCT id) FROM daybook.record"),
                             [["2", "2", "2"]], what)
        for status, text in self.kill_everywhere(3, laptop, words, check,
                                                 lambda: self.assertEqual(laptop.run("submit", first)[0], 0)):
            self.assertIn(status, (0, 65), text)
