"""The right night: whatever a laptop believes about zones and time, a report is for the office's night.

The office's hour is laid by a rule for its zone, so that it is half past three there just now; only the laptop's clock
is another one (preload.c).
"""
import datetime
import json
import os
import re

import reports
from daybook_client import PATIENCE
from daybook_flow import NOBODY_THERE, FlowTest, Laptop, cluster, until

ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
MIDNIGHT = datetime.datetime(2020, 2, 17, 16, tzinfo=datetime.timezone.utc)           # in Shanghai, before the 18th
TIMES = ((23, 59, 18), (24, 0, 18), (24, 1, 18), (27, 59, 18), (28, 0, 19), (31, 59, 19))      # and whose night it is
HOURS = 3600 * 1000
COMMITTEE = 7


def zone_in_which_it_is(hour, minute):
    """A rule by which it is that time now; west of Greenwich is positive."""
    now = datetime.datetime.now(datetime.timezone.utc)
    west = (now.hour * 60 + now.minute - hour * 60 - minute + 720) % 1440 - 720
    return f"DBK{'-' if west < 0 else '+'}{abs(west) // 60}:{abs(west) % 60:02}", west


class RightNight(FlowTest):
    """One laptop, whose clock the tests set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laptop = Laptop(cls.folder / "home", cls.daemon, cls.server_hex, cluster.person_at(COMMITTEE))
        cls.page = cls.laptop.break_with(cls.folder / "page")

    def daybook(self, *words, **environment):
        return self.laptop.run(*words, **environment)

    def set_clock(self, ahead_ms):
        self.page.set(clock_ms=ahead_ms)
        (self.laptop.home / "clock").unlink(missing_ok=True)

    def night_of_template(self, **more):
        status, out, err = self.daybook("template", "--committee", COMMITTEE, **more)
        self.assertEqual((status, err), (0, ""))
        return re.search(r"^date: (\S+)", out, re.M).group(1)


class TestAnyZone(RightNight):
    def test_lesson_12_one_night_at_every_hour_wherever_the_laptop_believes_to_be(self):
        until(lambda: self.daybook("template")[0] == 0, "the form is here")
        for zone in ZONES:
            for hour, minute, night in TIMES:
                at = MIDNIGHT + datetime.timedelta(hours=hour, minutes=minute)
                with self.subTest(zone=zone, shanghai=f"{hour % 24:02}:{minute:02}"):
                    self.set_clock(int((at - datetime.datetime.now(datetime.timezone.utc)).total_seconds() * 1000))
                    self.assertEqual(self.night_of_template(TZ=zone, endpoint=NOBODY_THERE), f"2020-02-{night}")


class AroundFour(RightNight):
    """The office's clock stands at a time around 04:00; the laptop's is two hours ahead of it, or behind."""

    hour, minute = 0, 0
    daemon_at_start = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule, west = zone_in_which_it_is(cls.hour, cls.minute)
        with (cls.laptop.home / "settings.ini").open("a") as settings:
            settings.write(f"zone = {rule}\n")
        cls.night = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=west, hours=4)).date()
        cluster.sql(f"ALTER DATABASE daybook SET daybook.zone = '{rule}'")
        cls.daemon.options["zone"] = rule
        cls.daemon.start()

    def look(self, ahead_ms):
        """What it says with the server, and what it remembers without it."""
        self.set_clock(ahead_ms)
        word = "ahead of" if ahead_ms > 0 else "behind"
        said = re.compile(rf"clock is 1(19|20) min {word} the server's; please set it\. The night is the server's")
        out = self.daybook()[1]
        self.assertRegex(out, said)
        self.assertIn(f"{self.night:%A} {self.night.day} {self.night:%B}, evening shift", out)
        state = json.loads(self.daybook("status", "--json")[1])
        self.assertEqual(state["night"], str(self.night))
        self.assertLess(abs(state["clock_skew_ms"] + ahead_ms), 60000)
        self.assertEqual(self.night_of_template(), str(self.night))

        out = self.daybook(endpoint=NOBODY_THERE)[1]            # cut off, and still known
        self.assertRegex(out, said)
        self.assertIn(f"{self.night:%A} {self.night.day} {self.night:%B}, evening shift", out)
        self.assertEqual(self.night_of_template(endpoint=NOBODY_THERE), str(self.night))
        self.page.clear()                                    # somebody has set it right
        self.assertNotIn("this computer's clock", self.daybook(endpoint=NOBODY_THERE)[1])
        self.assertEqual(self.night_of_template(endpoint=NOBODY_THERE), str(self.night))

    def test_two_hours_ahead(self):
        self.look(2 * HOURS)

    def test_two_hours_behind(self):
        self.look(-2 * HOURS)

    def test_what_is_sent_is_taken(self):
        path = self.folder / "report.yaml"
        path.write_text(reports.yaml_text(COMMITTEE, int(f"{self.night:%Y%m%d}")))
        self.set_clock(2 * HOURS)
        status, out, err = self.daybook("submit", path)
        self.assertEqual(status, 0, err)
        self.assertIn(f"delivered: committee {COMMITTEE}, {self.night}", out)
        number = cluster.value("SELECT office.publish_bulletin('通知', '早班', '七点集合。', must_ack => true)")
        until(lambda: self.daybook("bulletins", number)[0] == 0, "it has come")
        self.daybook("flush")
        self.assertEqual(cluster.sql("SELECT DISTINCT report_date::text FROM daybook.record WHERE kind = 6"),
                         [[str(self.night)]])

    def test_the_form_asks_for_the_evening_before(self):
        """Before four; after it there is nothing to ask, and the form opens."""
        self.set_clock(-2 * HOURS)
        program, keyboard, screen = self.laptop.on_a_terminal(self, "fill", COMMITTEE)
        opened = re.compile(rb"Right\? \[Y/n\]|people assigned")
        seen = until(lambda: opened.search(b"".join(screen)), "a question, or the form")
        os.write(keyboard, b"n\r" if b"Right" in seen.group() else b"\x18")
        program.wait(timeout=30 * PATIENCE)
        asked = f"report of {self.night:%A} {self.night.day} {self.night:%B}, evening shift. Right?".encode()
        self.assertEqual(asked in b"".join(screen), self.hour < 4, b"".join(screen)[-2000:])


class TestHalfPastThree(AroundFour):
    hour, minute = 3, 20


class TestTwentyPastFour(AroundFour):
    hour, minute = 4, 40


del RightNight, AroundFour
