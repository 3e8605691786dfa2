"""The day on the start page and what others have done meanwhile: nobody types what somebody has handed in, nobody is told
that a report stands that was replaced, and what is still to do is listed in the order of the day."""
import json
import os
import re

import reports
from daybook_client import PATIENCE, pb
from daybook_flow import NOBODY_THERE, Laptop, cluster, iso, until
from test_kinds import KindTest


class Day(KindTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.committee = 5
        chief = next(row["person_code"] for row in cluster.roster if int(row["committee_id"]) == cls.committee and
                     row["secretary"] == "yes" and row["valid_from"] <= iso(cls.today) <= row["valid_to"])
        cls.own = cls.laptop("own", cluster.person_at(cls.committee))
        cls.chief = cls.laptop("chief", chief)
        cls.names = {laptop: json.loads(laptop.run("status", "--json")[1]) and cluster.value(
            f"SELECT name FROM daybook.person WHERE code = '{code}'")
            for laptop, code in ((cls.own, cluster.person_at(cls.committee)), (cls.chief, chief))}

    @classmethod
    def laptop(cls, name, person):
        return Laptop(cls.folder / name, cls.daemon, cls.server_hex, person).wait_known()

    def page(self, laptop, **more):
        status, out, err = laptop.run(**more)
        self.assertEqual((status, err), (0, ""), out)
        for line in out.splitlines():
            self.assertLessEqual(sum(2 if ord(c) > 0x2e7f else 1 for c in line), 80, line)
        self.assertLessEqual(out.count("\n"), 23, out)
        return out

    def left(self, page, verb):
        """The committees for which the page still wants that of its reader."""
        found = re.search(rf"(?m)^  daybook {verb} (\d+) +[^(\n]*(?:\(\d+: ([\d, ]+))?", page)
        return {int(n) for n in re.findall(r"\d+", f"{found.group(1)} {found.group(2) or ''}")} if found else set()

    def file(self, **figures):
        lines = "".join(f"  {code}: {value}\n" for code, value in figures.items())
        path = self.folder / "report.yaml"
        path.write_text(reports.yaml_text(self.committee, self.today).replace("figures:\n", f"figures:\n{lines}"),
                        encoding="utf-8")
        return path

    def test_a_night_that_is_closed_is_said_on_the_page(self):
        def open_again():
            cluster.sql("UPDATE daybook.night SET closed_at = NULL, closed_by = NULL "
                        f"WHERE report_date = '{iso(self.today)}'; NOTIFY daybook_directory")
            self.wait_closed(self.client(self.committee), self.today, False)

        self.assertNotIn("closed that night", self.page(self.own))
        cluster.close_night(self.today)
        self.addCleanup(open_again)
        self.wait_closed(self.client(self.committee), self.today)
        page = self.page(self.own)
        self.assertIn("the office has closed that night: what you send waits, unless it is open again", page)
        self.assertNotIn("still wanted", page)
        self.assertIn("办公室已关闭当晚", self.page(self.own, lang="zh"))
        _, _, screen = self.own.on_a_terminal(self, "fill", self.committee, iso(self.today))
        until(lambda: b"has closed that night" in b"".join(screen), "said before anything is typed", 30 * PATIENCE)

    def test_who_was_faster_is_said_before_the_typing(self):
        c, day = self.committee, iso(self.today)
        self.assertIn(c, self.left(self.page(self.own), "fill"))
        self.assertIn("填写今晚的报告", self.page(self.own, lang="zh"))
        self.page(self.chief)                                        # many committees, and still one screen
        self.assertEqual(self.chief.run("submit", self.file())[0], 0)
        by = rf"revision 1, sent by {self.names[self.chief]}, received \d\d:\d\d"
        self.assertRegex(self.page(self.own), by)
        self.assertNotIn(c, self.left(self.page(self.own), "fill"))
        self.assertRegex(self.page(self.own, lang="zh"), f"已有人报送：第 1 版，由{self.names[self.chief]}报送")
        program, keyboard, screen = self.own.on_a_terminal(self, "fill", c, day)
        until(lambda: b"all the same?" in b"".join(screen), "a question before the form", 30 * PATIENCE)
        os.write(keyboard, b"\n")
        self.assertEqual(program.wait(timeout=30 * PATIENCE), 65)
        said = b"".join(screen).decode()
        self.assertRegex(said, by)
        self.assertIn(f"daybook correct {c} {day}", said)
        # without a line the page says of what time it speaks, and a laptop that has never heard says that
        away = self.page(self.own, endpoint=NOBODY_THERE)
        self.assertRegex(away, r"What\s+others\s+have\s+handed\s+in\s+is\s+known\s+as\s+of \d\d:\d\d")
        self.assertRegex(away, by)
        fresh = Laptop(self.folder / "fresh", self.daemon, self.server_hex, cluster.person_at(c))
        self.assertRegex(self.page(fresh, endpoint=NOBODY_THERE), r"What\s+others\s+have\s+handed\s+in\s+is\s+not\s+known")
        # a correction from the other laptop
        standing = self.client(c).ask(query=pb.Query(record=pb.RecordQuery(committee_id=c, report_date=self.today,
                                                                           kind=pb.NIGHTLY_REPORT))).standing
        self.expect(self.client(c).ask(reports.sealed_report(c, self.today, corrects=standing.record_id)), "ACCEPTED")
        later = rf"revision 2, sent by {self.names[self.own]}, received \d\d:\d\d"
        shown = self.chief.run("show", c, day)[1]
        self.assertRegex(shown, rf"(?m)^replaced since: {later}$")
        self.assertRegex(self.chief.run("show", c, day, lang="zh")[1], "(?m)^已被后来的一版代替：第 2 版")
        self.assertEqual(json.loads(self.chief.run("show", c, day, "--json")[1])["replaced_by"]["revision"], 2)
        away = self.chief.run("show", c, day, endpoint=NOBODY_THERE)[1]
        self.assertRegex(away, r"(?m)^What others have handed in is (known as of|not known)")

    def test_what_is_still_to_do_in_the_order_of_the_day(self):
        c, day = self.committee, iso(self.today)
        number = int(cluster.value("SELECT office.publish_bulletin('通知', '口罩发放', '每户五只。', must_ack => true)"))
        read = int(cluster.value("SELECT office.publish_bulletin('通知', '天气', '明天有雨。')"))
        until(lambda: f"daybook bulletins {number}" in self.page(self.chief), "the bulletin is asked for")
        page = self.page(self.chief)
        self.assertNotIn(f"daybook bulletins {read} ", page)
        order = [page.index(f"  daybook {verb} ") for verb in ("rollcall", "health", "fill", "bulletins")]
        self.assertEqual(order, sorted(order))
        self.assertNotIn("daybook health", self.page(self.own), "only a secretary sends it")
        # one by one they go
        self.chief.run("bulletins", number)
        self.assertNotIn("daybook bulletins", self.page(self.chief))
        self.assertIn(c, self.left(self.page(self.own), "rollcall"))
        self.expect_kind(pb.ROLL_CALL, part=1)
        self.assertNotIn(c, self.left(self.page(self.own), "rollcall"))
        before = re.search(r"daybook health (\d+)", self.page(self.chief)).group(1)
        status, out, err = self.chief.run("health", before, day, answers="1\n36.6\nnone\n\n\n" * 60)
        self.assertEqual(status, 0, out + err)
        away = self.page(self.chief, endpoint=NOBODY_THERE)
        self.assertNotRegex(away, rf"daybook health {before}\b", "its bytes are gone, that it was delivered is not")

    def expect_kind(self, kind, part):
        made = reports.head(self.committee, self.today, kind, part=part)
        for person in self.members(self.committee):
            made.roll_call.entries.add(person=person, state=pb.PRESENT, arrived_at=740)
        self.expect(self.ask(self.committee, made), "ACCEPTED")

    def test_the_doctor_rates_what_nobody_sends(self):
        laptop = self.laptop("doctor", cluster.person_at(6))
        self.assertRegex(laptop.run("doctor")[1], r"(?m)^well +background +nothing delivers.*nothing waits$")
        text = self.folder / "six.yaml"
        text.write_text(reports.yaml_text(6, self.today), encoding="utf-8")
        laptop.run("template")
        self.assertEqual(laptop.run("submit", text, "--offline")[0], 0)
        self.assertRegex(laptop.run("doctor")[1], r"(?m)^look +background +something waits.*; daybook flush, or for good: ")
        self.assertRegex(laptop.run("doctor", lang="zh")[1], r"(?m)^留意.*有待发送的.*daybook flush")

    def test_the_first_start_names_one_thing_to_do(self):
        bare = self.folder / "bare"
        for lang, words in (("en", "This computer is not enrolled yet"), ("zh", "这台电脑还没有登记")):
            status, out, _ = self.own.run(DAYBOOK_HOME=str(bare), lang=lang)
            self.assertEqual(status, 0)
            self.assertIn(words, out)
            self.assertEqual(re.findall(r"(?m)^  daybook .*$", out), ["  daybook enrol daybook:..."])
