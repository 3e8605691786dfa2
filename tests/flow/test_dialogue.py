"""The rest of the day, asked line by line: what a tired person meets at rollcall, health and supply, in both languages.

A branch of twenty with two people of one name; laptops on pipes, on a terminal, and killed (SIGKILL) at every call to
the disk."""
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata

from daybook_client import PATIENCE
from daybook_flow import NOBODY_THERE, ROOT, FlowTest, Laptop, cluster, iso, until

sys.path.insert(0, str(ROOT / "tests/faults"))
import page                                              # noqa: E402: the fault tests' own

COMMITTEE = 2
NAMES = ["样例甲", "样例乙", "样例丙", "样例乙"] + [f"样例{n}号" for n in range(5, 21)]
PRESENT = ["1", "07:40", "36.5", ""]
WELL = ["1", "36.4", "0", "", ""]
CTRL_D = b"\x04"


class Branch(FlowTest):
    """Committee 2 with twenty people, Q01 to Q20, of whom Q02 and Q04 are called the same."""

    made = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        posted = f"'{iso(cls.today)}' BETWEEN valid_from AND valid_to"
        cluster.sql(f"DELETE FROM daybook.posting WHERE committee_id = {COMMITTEE} AND NOT secretary AND {posted}")
        for number, name in enumerate(NAMES, start=1):
            cluster.sql(f"WITH p AS (INSERT INTO daybook.person (code, name) VALUES ('Q{number:02}', '{name}') RETURNING "
                        f"person_id) INSERT INTO daybook.posting SELECT {COMMITTEE}, person_id, '{iso(cls.today)}', "
                        f"'{iso(cls.today)}', false FROM p")
        cluster.sql("NOTIFY daybook_directory")
        cls.secretary = cluster.value(f"SELECT min(q.code) FROM daybook.posting p JOIN daybook.person q USING (person_id) "
                                      f"WHERE committee_id = {COMMITTEE} AND secretary AND {posted}")

    def setUp(self):
        super().setUp()
        cluster.sql("TRUNCATE daybook.record CASCADE")

    def laptop(self, person=None):
        type(self).made += 1
        return Laptop(self.folder / f"laptop-{self.made}", self.daemon, self.server_hex,
                      person or self.secretary).wait_known()

    def ask(self, laptop, verb, *words, answers=(), wanted=0, **more):
        """A dialogue whose answers come from a pipe: what it says, and what it complains of."""
        status, out, err = laptop.run(verb, *words, COMMITTEE, iso(self.today), answers="".join(f"{a}\n" for a in answers),
                                      **more)
        self.assertEqual(status, wanted, out + err)
        return out + err

    def rows(self, what):
        return cluster.sql(f"SELECT {what}")


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class TestDialogue(Branch):
    def test_a_second_roll_call_names_the_shift_and_asks(self):
        laptop = self.laptop()
        said = self.ask(laptop, "rollcall", answers=PRESENT * 20)
        self.assertTrue(said.startswith("roll call, morning: "), said)
        for lang, there, menu in (("en", "A roll call of that day is there already",
                                   r"  1  correct morning\n       delivered: revision 1, .*\n  2  day, not there yet\n"),
                                  ("zh", "当天已经点过名", r"  1  更正早班\n       已送达：第 1 版，.*\n  2  中班，还没有\n")):
            said = self.ask(laptop, "rollcall", answers=[""], wanted=65, lang=lang)
            self.assertIn(there, said)
            self.assertRegex(said, menu)
        self.assertEqual(self.rows("count(*) FROM daybook.record"), [["1"]])
        said = self.ask(laptop, "rollcall", answers=["2"] + PRESENT * 20, lang="zh")
        self.assertIn("点名（中班）：", said)
        self.assertEqual(self.rows("part, revision FROM daybook.record ORDER BY part"), [["1", "1"], ["2", "1"]])
        said = self.ask(laptop, "rollcall", answers=["1", "3", "3", "事假", "", ""], lang="zh")
        self.assertIn("点名（早班）：", said)
        self.assertIn("样例丙 (Q03), 到岗情况: 到岗 -> 请假", said)
        self.assertEqual(self.rows("part, revision FROM daybook.record ORDER BY part, revision"),
                         [["1", "1"], ["1", "2"], ["2", "1"]])
        self.assertEqual(self.rows(f"count(*) FROM office.roll_call WHERE committee_id = {COMMITTEE} AND shift = 'MORNING' "
                                   "AND state = 'ON_LEAVE' AND arrived_at IS NULL"), [["1"]])
        said = self.ask(laptop, "rollcall", "--part", "morning", wanted=65)
        self.assertRegex(said, r"to correct it: daybook rollcall --correct --part 1 2$")
        said = self.ask(laptop, "rollcall", "--part", 1, "--correct", answers=[""])
        self.assertIn("nothing is different", said)

    def test_what_must_be_answered_is_asked_again_at_once(self):
        laptop = self.laptop()
        said = self.ask(laptop, "rollcall", answers=["", "9", "1", "", "24:00", "０７：４０", "45", "３６。５", ""] +
                        ["1", "", "36.5", ""] + PRESENT * 18)
        for line in ("  where they are (number or word): \n  ! This person has not been asked yet: call them",
                     "  ! where they are: there is no '9'; one of these is expected: present, late,\n    on leave, sick",
                     "  arrived at (such as 07:40): \n  ! Whoever is on post, late or not, arrived at some time",
                     "  ! arrived at: '24:00': write hours and minutes",
                     "  temperature (such as 36.5; Enter: nothing): 45\n  ! The temperature is not between 34.0 and 42.0 "
                     "degrees: take it again\n    (allowed: 34.0..42.0) (found: 45.0)\n",
                     "  arrived at (such as 07:40) [07:40]: \n    taken: 07:40\n"):
            self.assertIn(line, said)
        self.assertEqual(self.rows(f"DISTINCT arrived_at, temperature FROM office.roll_call WHERE committee_id = {COMMITTEE}"),
                         [["07:40:00", "36.5"]])
        zh = self.ask(laptop, "health", answers=["", "1", "", "３８，９", "3", "", "发热", "", ""] + WELL * 19, lang="zh")
        for line in ("  状态（编号或词）：\n  ! 没有选，或选了不认识的类别，请重新选择\n", "  ! 早晚体温至少填一次",
                     "  ! 体温达到 37.3 度或接触过确诊、疑似病例，状态不能是“正常”（现为：38.9）\n", "  ! 没有问到症状",
                     "  接触确诊或疑似（是或否）[否]：\n    已按：否\n"):
            self.assertIn(line, zh)
        self.assertEqual(self.rows(f"alarms, fever FROM office.health WHERE committee_id = {COMMITTEE} AND reported"),
                         [["1", "1"]])

    def test_a_fever_sends_home_and_back_goes_back(self):
        laptop = self.laptop()
        self.ask(laptop, "rollcall", answers=["1", "07:40", "38.9", "因病", "在家"] + ["3", "<", "2", "08:10", "", "<", "", "堵车"] +
                 PRESENT * 18)
        self.assertEqual(self.rows(f"person_code, state, arrived_at, temperature, note FROM office.roll_call WHERE committee_id = "
                                   f"{COMMITTEE} AND person_code IN ('Q01', 'Q02') ORDER BY 1"),
                         [["Q01", "SICK", "", "38.9", "在家"], ["Q02", "ON_POST_LATE", "08:10:00", "", "堵车"]])

    def test_who_took_the_shift_is_chosen_by_name_or_number(self):
        laptop = self.laptop()
        said = self.ask(laptop, "rollcall", answers=["换班", "样例乙", "999", "样例甲", "样例谁", "q04", ""] + PRESENT * 19,
                        lang="zh")
        for line in ("2 样例乙 (Q02)  3 样例丙 (Q03)  4 样例乙 (Q04)", "  ! 名单上有 2 人叫样例乙，请输入编号\n",
                     "  ! 名单上没有“999”，请输入名单上的编号或姓名\n", "  ! 这是本人，请选另一个人\n",
                     "  ! 名单上没有“样例谁”"):
            self.assertIn(line, said)
        self.assertNotRegex(said, r"(?<!Q)\b\d{3,}\b(?!-|:)(?=.*由谁顶班)")
        self.assertEqual(self.rows("q.code FROM daybook.roll_call_entry e JOIN daybook.person q ON q.person_id = "
                                   "e.swapped_with WHERE e.swapped_with IS NOT NULL"), [["Q04"]])
        shown = laptop.run("show", "--kind", "rollcall", COMMITTEE, iso(self.today), lang="zh")[1]
        self.assertIn("由谁顶班: 样例乙 (Q04)", shown)
        cluster.sql("TRUNCATE daybook.record CASCADE")
        other = self.laptop()
        said = self.ask(other, "rollcall", answers=["5", "3", ""] + PRESENT + ["3", "事假"] + PRESENT * 17 + ["20"] + [""])
        self.assertIn("1/20  样例甲 (Q01)\n", said.split("A swap names who took the shift")[1])

    def test_no_key_of_a_file_is_said_in_a_dialogue(self):
        laptop = self.laptop()
        keys = re.compile(r"[A-Z]{3,}|[a-z]+_[a-z_]+|entries|state\b|evening|arrived")
        for verb, answers, wanted in (("rollcall", ["", "x", "1", "", "1", "07:40", "x", "38.9", "4", "", "换班", "", "样例乙"], 65),
                                      ("health", ["", "x", "1", "", "x", "38.9", "1", "45", "36.5", "", "头痛", "x"], 65),
                                      ("supply", ["x", "防护服", "", "x", "套", "", "x", "3", "", "2", "", "0", "200", "", "20200230", "",
                                                  "", "9"], 65)):
            said = self.ask(laptop, verb, answers=answers, wanted=wanted, lang="zh")
            lines = [line for line in said.splitlines() if "daybook" not in line and keys.search(line.replace("N95", ""))]
            self.assertEqual(lines, [])

    def test_who_may_not_send_it_is_told_before_typing(self):
        member = self.laptop("Q03")
        for verb in ("health", "minutes"):
            for words in ((), ("template",)):
                said = self.ask(member, verb, *words, answers=["1"], wanted=77)
                self.assertIn("only the secretary of the branch may send it", said)
                self.assertNotIn("1/20", said)
                self.assertNotIn("committee:", said)
        self.assertRegex(self.ask(member, "health", wanted=77, lang="zh"), rf"只能由支部书记上报.*\({self.secretary}\)")
        self.ask(member, "health", "--offline", wanted=77)
        self.ask(member, "rollcall", answers=PRESENT * 20)
        stranger = Laptop(self.folder / "stranger", self.daemon, self.server_hex, cluster.person_at(40)).wait_known()
        self.assertIn("you are not posted at", self.ask(stranger, "rollcall", wanted=77))
        new = Laptop(self.folder / "new", self.daemon, self.server_hex)
        self.assertIn("is not known here: go online once", self.ask(new, "rollcall", "--offline", wanted=78))

    def test_two_laptops_one_place_and_the_remedy_that_is_offered(self):
        mine, theirs = self.laptop(), self.laptop("Q05")
        self.ask(theirs, "rollcall", answers=PRESENT * 20)
        self.ask(mine, "rollcall", "--offline", answers=["3", "事假"] + PRESENT * 19)
        held = mine.run("flush")[2]
        command = re.search(r"to choose, or to correct that one: daybook (.*)$", held, re.M).group(1).split()
        self.assertEqual(command, ["rollcall", "--part", "1", str(COMMITTEE), iso(self.today)])
        status, out, err = mine.run(*command, answers="\n")
        self.assertEqual(status, 0, err)
        self.assertIn("another report stands for that night: revision 1, sent by 样例5号", " ".join(out.split()))
        status, out, err = mine.run(*command, answers="2\n\n")
        self.assertEqual(status, 0, out + err)
        self.assertIn("样例甲 (Q01), where they are: present -> on leave", out)
        self.assertEqual(self.rows("revision FROM daybook.record ORDER BY 1"), [["1"], ["2"]])
        self.assertEqual(mine.run("outbox", "--json")[1].count('"conflict"'), 0)
        said = self.ask(theirs, "rollcall", answers=[""], wanted=65)
        self.assertRegex(said, r"1  correct morning\n       delivered: revision 2, sent by \S+, received \d\d:\d\d\n")

    def test_a_health_report_is_corrected_from_the_server(self):
        laptop = self.laptop()
        self.ask(laptop, "health", answers=WELL * 20)
        said = self.ask(laptop, "health", wanted=65)
        self.assertIn("to correct it: daybook health --correct 2", said)
        said = self.ask(laptop, "health", "--correct", answers=["2", "3", "38度9", "1", "", "", ""], lang="zh")
        self.assertIn("样例乙 (Q02), 晚上体温: 36.4 -> 38.9", said)
        self.assertEqual(self.rows(f"alarms FROM office.health WHERE committee_id = {COMMITTEE} AND reported"), [["1"]])
        self.assertIn("the server was not asked", self.ask(laptop, "health", "--offline", "--correct", wanted=66))

    def test_supplies_ask_for_a_sentence_and_corrections_keep_the_rest(self):
        laptop = self.laptop()
        need = ["防护服", "套", "3", "2", "200", "数量属实", iso(self.today), "2", "库存不足"]
        self.ask(laptop, "supply", answers=[*need, ""], lang="zh")
        self.assertEqual(self.rows("rule, text FROM daybook.explanation"), [["supply.excess", "数量属实"]])
        said = self.ask(laptop, "supply", answers=["手套", "双", "0", "5", "20", iso(self.today), "3", "", ""])
        self.assertIn("sheet of supplies 1:\n  delivered: revision 1", said)
        self.assertIn("to correct it: daybook supply --part 1 --correct 2\n", said)
        self.ask(laptop, "supply", "--part", 1, "--correct", answers=["1", "", "", "4", "", "", "", "", "", ""])
        self.assertEqual(self.rows("part, item, on_hand, quantity FROM office.supply_needs WHERE committee_id = "
                                   f"{COMMITTEE} ORDER BY 1"), [["1", "PROTECTIVE_SUIT", "4", "200"], ["2", "GLOVES", "0", "20"]])
        self.assertEqual(self.rows("count(*) FROM daybook.explanation"), [["2"]])

    def test_minutes_are_corrected_as_a_file(self):
        laptop = self.laptop()
        text = self.ask(laptop, "minutes", lang="zh")
        self.assertRegex(text, r"(?m)^# 现场, 线上\nmode: +# 会议方式")
        for key, value in {"meeting": "2", "mode": "online", "started_at": "19点", "ended_at": "2030", "chair": "样例甲",
                           "recorder": "样例乙", "expected": "9", "present": "9"}.items():
            text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.M)
        text = re.sub(r"^agenda: \|\n *\n", "agenda: |\n  交流一周工作\n", text, flags=re.M)
        path = self.folder / "minutes.yaml"
        path.write_text(text)
        self.assertEqual(laptop.run("minutes", "submit", path)[0], 0)
        again = self.ask(laptop, "minutes", "--part", 1, "--correct", lang="zh")
        self.assertRegex(again, r"(?m)^meeting: 支委会 +#")
        self.assertRegex(again, r"(?m)^corrects: [0-9a-f-]{36} +# ")
        self.assertIn("agenda: |\n  交流一周工作\n", again)
        path.write_text(again.replace("recorder: \"样例乙\"", "recorder: \"样例丙\""))
        self.assertEqual(laptop.run("minutes", "submit", path)[0], 0)
        self.assertEqual(self.rows("revision, recorder, kind FROM office.meetings"), [["2", "样例丙", "BRANCH_COMMITTEE"]])


class TestOnATerminal(Branch):
    """With a person at it: everything kept as it is answered, everything shown before it is sealed."""

    def person(self, laptop, *words, lang="en"):
        laptop.more = laptop.more | {"DAYBOOK_LANG": lang}
        return laptop.on_a_terminal(self, *words, COMMITTEE, iso(self.today))

    def type(self, laptop, verb, answers, end=None, lang="en", ahead=False):
        """Line after line, each when it is asked for (ahead: at once), then `end`, a key or a signal: the exit status, and
        the screen."""
        program, keyboard, screen = self.person(laptop, verb, lang=lang)
        seen = 0
        for answer in answers:
            seen = 0 if ahead else self.wait_question(program, screen, seen)
            if program.poll() is None:
                os.write(keyboard, f"{answer}\n".encode())
        if end is not None:
            self.wait_question(program, screen, seen)
        if isinstance(end, bytes):
            os.write(keyboard, end)
        elif end is not None:
            program.send_signal(end)
        try:
            status = program.wait(timeout=60 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.fail(b"".join(screen)[-2000:].decode(errors="replace"))
        program.is_read(PATIENCE)
        return status, b"".join(screen).decode(errors="replace").replace("\r\n", "\n")

    @staticmethod
    def wait_question(program, screen, seen):
        """Until it asks something that stands behind the first `seen` bytes of the screen; how many there are then."""
        ends = (b": ", "：".encode(), b"> ", b"? ", "？".encode(), b"] ")
        until(lambda: program.poll() is not None or (len(b"".join(screen)) > seen and b"".join(screen).endswith(ends)),
              "a question")
        return len(b"".join(screen))

    def drafts(self, laptop):
        return sorted(path.name for path in (laptop.home / "drafts").glob("*.yaml"))

    def test_left_and_come_back(self):
        cases = (("rollcall", PRESENT, f"rollcall-2-{self.today}-1.yaml", "kept from", "  1  样例甲 (Q01)  到岗; 07:40; 36.5\n"),
                 ("health", WELL, f"health-2-{self.today}-0.yaml", "kept from", "  1  样例甲 (Q01)  正常; 36.4; 无\n"))
        for verb, one, name, kept, line in cases:
            for end, status in ((signal.SIGHUP, -signal.SIGHUP), (CTRL_D, 65)):
                laptop = self.laptop()
                cluster.sql("TRUNCATE daybook.record CASCADE")
                got, said = self.type(laptop, verb, one * 7 + one[:2], end)
                self.assertEqual(got, status, said)
                self.assertEqual(self.drafts(laptop), [name])
                self.assertEqual((laptop.home / "drafts" / name).stat().st_mode & 0o777, 0o600)
                if end == CTRL_D:
                    self.assertIn("7 of 20 answered and kept", " ".join(said.split()))
                got, said = self.type(laptop, verb, [""] + one[2:] + one * 12 + [""], lang="zh")
                self.assertEqual(got, 0, said)
                self.assertRegex(said, r"存下的还在：已答 7 项，共 20 项\n")
                self.assertIn("8/20  样例8号 (Q08)", said)
                self.assertNotIn("\n7/20", said)
                self.assertIn(line, said)
                self.assertEqual(self.drafts(laptop), [])
                self.assertEqual(self.rows("count(*) FROM daybook.record"), [["1"]])

    def test_supplies_left_and_begun_anew(self):
        laptop = self.laptop()
        self.assertEqual(self.type(laptop, "supply", ["防护服", "套", "3"], CTRL_D)[0], 65)
        self.assertEqual(self.drafts(laptop), [f"supply-2-{self.today}-1.yaml"])
        status, said = self.type(laptop, "supply", ["", "2", "20", iso(self.today), "2", "", "", ""], lang="zh")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.rows("item, on_hand, daily_use FROM office.supply_needs"), [["PROTECTIVE_SUIT", "3", "2"]])
        self.assertEqual(self.type(laptop, "supply", ["手套", "双"], CTRL_D)[0], 65)
        status, said = self.type(laptop, "supply", ["n", "雨衣", "件", "1", "1", "5", iso(self.today), "3", "", "", ""])
        self.assertEqual(status, 0, said)
        self.assertEqual(self.rows("item FROM office.supply_needs ORDER BY part"), [["PROTECTIVE_SUIT"], ["RAINCOAT"]])

    def test_two_windows_do_not_fight(self):
        laptop = self.laptop()
        _, _, screen = self.person(laptop, "rollcall")
        until(lambda: b"1/20" in b"".join(screen), "the first question")
        status, said = self.type(laptop, "rollcall", [])
        self.assertEqual(status, 75, said)
        self.assertIn("open in another window", said)

    def test_no_line_is_wider_than_a_screen(self):
        for lang in ("en", "zh"):
            laptop = self.laptop()
            cluster.sql("TRUNCATE daybook.record CASCADE")
            screens = [self.type(laptop, "rollcall", ["", "9", "1", "", "07:40", "38.9", "5", "样例乙", "样例谁", "2", ""] +
                                 PRESENT * 19 + ["1", "", "", "由样例乙代班，已交接", ""], lang=lang),
                       self.type(laptop, "rollcall", ["7", ""], lang=lang),
                       self.type(laptop, "health", ["1", "38.9", "3", "", "1 2 3 4 5 6", "y", "已回家休息"] + WELL * 19 + [""],
                                 lang=lang),
                       self.type(laptop, "health", ["n"], lang=lang),
                       self.type(self.laptop("Q05"), "health", [], lang=lang)]
            self.assertEqual([status for status, _ in screens], [0, 65, 0, 0, 77])
            for _, said in screens:
                self.assertEqual([line for line in said.splitlines() if width(line) > 80], [])

    def test_a_whole_day_offline_then_online(self):
        laptop = self.laptop()
        laptop.more = laptop.more | {"DAYBOOK_ENDPOINT": NOBODY_THERE}
        morning = ["1", "07:40", "38.9", "4", "在家休息"] + ["8", "电话三次无人接听"] + ["5", "样例5号", ""] + PRESENT * 17
        for verb, answers in (("rollcall", morning + [""]), ("health", ["3", "38.9", "1", "", "在家休息"] + WELL * 19 + [""])):
            status, said = self.type(laptop, verb, answers, lang="zh", ahead=True)
            self.assertIn("已封存并保存", said)
            self.assertNotEqual(status, 0, said)
        status, said = self.type(laptop, "rollcall", ["1", "2", "2", "08:30", "36.6", "已赶到", ""], lang="zh")
        self.assertIn("样例乙 (Q02), 到岗情况: 联系不上 -> 迟到", said)
        self.assertEqual(self.rows("count(*) FROM daybook.record"), [["0"]])
        laptop.more = {}
        self.assertEqual(laptop.run("flush")[0], 0)
        self.assertEqual(self.rows("kind, revision FROM daybook.record ORDER BY 1, 2"), [["2", "1"], ["2", "2"], ["3", "1"]])
        self.assertEqual(self.rows(f"person_code, state FROM office.roll_call WHERE committee_id = {COMMITTEE} AND state <> 'PRESENT' "
                                   "ORDER BY 1"), [["Q01", "SICK"], ["Q02", "ON_POST_LATE"], ["Q03", "SWAPPED"]])
        self.assertEqual(self.rows(f"alarms FROM office.health WHERE committee_id = {COMMITTEE} AND reported"), [["1"]])


class TestKilledDialogue(TestOnATerminal):
    """Killed between and within its calls to the disk: at most the answer that was being given is lost, and the record counts once."""

    test_left_and_come_back = test_supplies_left_and_begun_anew = test_two_windows_do_not_fight = None
    test_no_line_is_wider_than_a_screen = test_a_whole_day_offline_then_online = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        gone = ", ".join(f"'Q{n:02}'" for n in range(2, 21))
        cluster.sql(f"DELETE FROM daybook.posting WHERE committee_id = {COMMITTEE} AND person_id IN (SELECT person_id FROM "
                    f"daybook.person WHERE code IN ({gone})); NOTIFY daybook_directory")

    def answered(self, laptop):
        """How many answers stand in what was kept, whole; 0: nothing was."""
        texts = [path.read_text(encoding="utf-8") for path in (laptop.home / "drafts").glob("*.yaml")]
        return len(re.findall(r"^(?:    |  - )\w+:", texts[0], re.M)) - texts[0].count("- person:") if texts else 0

    def sealed(self, laptop):
        return [path for box in ("out", "done") for path in (laptop.home / box).glob("*")
                if path.suffix not in (".note", ".tmp")]

    def kill_everywhere(self, verb, first, answers):
        """At every third call from `first` on; what becomes durable takes five, so none is stepped over."""
        base = self.laptop()
        breaks = Laptop.break_with(base, self.folder / f"page-{verb}")
        kept_home, nth, before = base.home, first, 0
        while True:
            cluster.sql("TRUNCATE daybook.record CASCADE")
            base.home = self.folder / f"{verb}-{nth}"
            shutil.copytree(kept_home, base.home)
            breaks.set(family=page.DISK, nth=nth, deed=page.KILL_AFTER if nth % 2 else page.KILL_BEFORE)
            status, said = self.type(base, verb, answers, ahead=True)
            killed = breaks.had
            breaks.clear()
            self.assertEqual(status, -9 if killed else 0, said)
            if not killed:
                break
            known = bool(self.sealed(base)) or self.rows("count(*) FROM daybook.record") != [["0"]]
            there = len(answers) - 1 if known else self.answered(base)
            self.assertIn(there - before, (0, 1), f"{verb}, call {nth}: more than the answer under way is lost\n{said}")
            if not known:
                again = [""] if self.drafts(base) else []
                status, said = self.type(base, verb, again + answers[there:], ahead=True)
                self.assertEqual(status, 0, said)
            base.run("flush")
            self.assertEqual(self.rows("count(*), max(revision) FROM daybook.record"), [["1", "1"]])
            shutil.rmtree(base.home)
            before, nth = there, nth + 3
        self.assertEqual(before, len(answers) - 1)
        self.assertGreater(nth, 4 * (len(answers) - 1))

    def test_roll_call(self):
        self.kill_everywhere("rollcall", 1, ["1", "07:40", "36.5", "无", ""])

    def test_health(self):
        self.kill_everywhere("health", 2, ["3", "38.9", "1", "no", "在家", ""])

    def test_supplies(self):
        self.kill_everywhere("supply", 3, ["防护服", "套", "3", "2", "20", iso(self.today), "2", "不足", "", ""])
