"""The rest of the day with the real `daybook`: templates from the roster, questions line by line, what stays on the disk."""
import json
import os
import re
import subprocess

from daybook_client import PATIENCE
from daybook_flow import BUILD, COMMITTEES, FlowTest, PROGRAM_S, cluster, iso, run, until


class Secretary(FlowTest):
    """One laptop, whose key is a secretary's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.committee = max(COMMITTEES, key=lambda c: len(cls.persons(c)))
        cls.home = cls.folder / "home"
        key = cls.key = cls.daybook("keygen")[1].split()[0]
        code = cluster.value("SELECT min(q.code) FROM daybook.posting p JOIN daybook.person q USING (person_id) WHERE "
                             f"p.committee_id = {cls.committee} AND p.secretary AND '{iso(cls.today)}' BETWEEN valid_from AND valid_to")
        (cls.home / "settings.ini").write_text(f"timeout_s = {int(8 * PATIENCE)}\n")
        cluster.sql(f"SELECT office.approve_key('{key}', '{code}')")
        until(lambda: "2" in cls.daybook("status")[1] and "posting" not in cls.daybook("status")[2], "the key is known")

    @classmethod
    def persons(cls, committee):
        """Whoever must stand on a list of the committee today, by number."""
        return [row[0] for row in cluster.sql(f"SELECT DISTINCT person_id FROM daybook.posting WHERE committee_id = {committee} "
                                              f"AND NOT secretary AND '{iso(cls.today)}' BETWEEN valid_from AND valid_to")]

    @classmethod
    def daybook(cls, *words, answers="", lang="en"):
        """Exit status, standard output and standard error."""
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DAYBOOK_HOME": str(cls.home), "DAYBOOK_LANG": lang,
                       "DAYBOOK_ENDPOINT": cls.daemon.endpoint, "DAYBOOK_SERVER_KEY": cls.server_hex}
        done = subprocess.run([BUILD / "daybook", *[str(word) for word in words]], env=environment, input=answers,
                              capture_output=True, text=True, timeout=PROGRAM_S * 2)
        return done.returncode, done.stdout, done.stderr

    def good(self, *words, **more):
        status, out, err = self.daybook(*words, **more)
        self.assertEqual((status, err), (0, ""), out)
        return out

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def row(self, view, columns, where="true"):
        return cluster.sql(f"SELECT {columns} FROM {view} WHERE committee_id = {self.committee} AND report_date = "
                           f"'{iso(self.today)}' AND {where}")

    def test_roll_call_by_a_file(self):
        template = self.good("rollcall", "template", self.committee, iso(self.today))
        self.assertEqual(sorted(re.findall(r"^  - person: (\d+)", template, re.M), key=int),
                         sorted(self.persons(self.committee), key=int))
        empty = self.file("empty.yaml", template)
        status, _, err = self.daybook("rollcall", "submit", empty)
        self.assertEqual(status, 65)
        self.assertEqual(len(re.findall(r"empty.yaml:\d+: entries\[\d+\].state \(where they are\): This person has not been asked", err)),
                         len(self.persons(self.committee)))
        self.assertRegex(template, r"(?m)^part: morning ")
        filled = re.sub(r"^    state:.*$", "    state: 到岗", template, flags=re.M)
        filled = re.sub(r"^    arrived_at:.*$", "    arrived_at: 07:40", filled, flags=re.M)
        filled = re.sub(r"^    temperature:.*$", "    temperature: 36.5", filled, flags=re.M)
        missing = self.file("missing.yaml", re.sub(r"  - person: \d+", "  - person: 999999", filled, count=1))
        status, _, err = self.daybook("rollcall", "submit", missing)
        self.assertEqual(status, 65)
        self.assertRegex(err, r"missing.yaml:\d+: entries: .* is missing: nobody is left out")
        self.assertRegex(err, r"missing.yaml:\d+: person: number 999999 is not posted at this committee")
        out = self.good("rollcall", "submit", self.file("morning.yaml", filled))
        self.assertIn("delivered: committee", out)
        self.assertIn("roll call morning", out)
        self.assertEqual(self.row("office.roll_call", "DISTINCT state, arrived_at, temperature"), [["PRESENT", "07:40:00", "36.5"]])
        shown = self.good("show", "--kind", "rollcall", self.committee, iso(self.today))
        self.assertRegex(shown, r"(?m)^\S+ \(\d+\), \w+day \d+ \w+, roll call, morning\ndelivered: revision 1, ")
        self.assertRegex(shown, r"(?m)^telephone code: \w{4} \w{4}$")
        name = cluster.value(f"SELECT min(name) FROM daybook.person WHERE person_id = {self.persons(self.committee)[0]}")
        self.assertRegex(shown, rf"(?m)^  {name} \(\w+\)\n    where they are: present; arrived at: 07:40; temperature: 36.5")
        shown = self.good("show", "--kind", "rollcall", self.committee, iso(self.today), lang="zh")
        self.assertRegex(shown, rf"(?m)^  {name} \(\w+\)\n    .*到岗.*07:40.*36.5")
        said = json.loads(self.good("show", "--json", "--kind", "ROLL_CALL", self.committee, iso(self.today)))
        self.assertEqual((said["kind"], said["part"], said["receipt"]["revision"], said["violations"]), ("ROLL_CALL", 1, 1, []))
        self.assertEqual(len(said["item"][0]["telephone_code"]), 8)
        self.assertIn({"field": "entries[1].arrived_at", "label": "arrived at", "value": "07:40"}, said["fields"])

    def test_health_line_by_line_leaves_nothing_on_the_disk(self):
        n = len(self.persons(self.committee))
        status, out, err = self.daybook("health", self.committee, iso(self.today), answers="1\n38.1\n1\n")
        self.assertEqual(status, 65)
        self.assertIn("nobody is well: choose another state (found: 38.1)", " ".join(out.split()))
        self.assertIn("nothing was saved", err)
        self.assertEqual([path for path in self.home.rglob("*") if path.is_file() and b"38.1" in path.read_bytes()], [])
        answers = ["1", "36.6", "none", "", ""] * (n - 1) + ["1", "thirty", "38,1度", "3", "1 2", "yes", "在家休息"]
        status, out, err = self.daybook("health", self.committee, iso(self.today), answers="\n".join(answers) + "\n")
        self.assertEqual((status, err), (0, ""), out)
        self.assertIn("! temperature in the evening: 'thirty': write degrees", out)
        self.assertIn("delivered: committee", out)
        self.assertEqual(self.row("office.health", "persons, well, resting, fever, contact, alarms"),
                         [[str(n), str(n - 1), "1", "1", "1", "1"]])
        self.assertEqual(self.row("health.entry", "symptoms_zh, note", "alarm"), [["发热 干咳", "在家休息"]])
        left = [path for path in self.home.rglob("*") if path.is_file() and "在家休息".encode() in path.read_bytes()]
        self.assertEqual(left, [])
        shown = self.good("show", "--kind", "health", self.committee, iso(self.today), lang="zh")
        self.assertIn("不在这台电脑上", shown)                       # and is shown to who sent it, from the server
        self.assertRegex(shown, "发热, 干咳")
        self.assertIn("在家休息", shown)
        left = [path for path in self.home.rglob("*") if path.is_file() and "在家休息".encode() in path.read_bytes()]
        self.assertEqual(left, [])

    def test_supplies_get_the_next_part(self):
        for part in (1, 2):
            out = self.good("supply", self.committee, iso(self.today),
                            answers="防护服\n套\n3\n2\n20\n" + iso(self.today) + "\n2\n库存不足\n\n")
            self.assertIn(f"sheet of supplies {part}", out)
        self.assertEqual(self.row("office.supply_needs", "part, item, quantity, reason"),
                         [["1", "PROTECTIVE_SUIT", "20", "库存不足"], ["2", "PROTECTIVE_SUIT", "20", "库存不足"]])
        shown = self.good("show", "--kind", "supply", "--part", 2, self.committee, iso(self.today))
        self.assertIn("sheet of supplies 2", shown)
        self.assertRegex(shown, r"(?m)^need 1\n  item +protective suit *\n(?s:.*)\n  wanted +20$")
        self.assertIn("防护服", self.good("show", "--kind", "物资单", self.committee, iso(self.today), lang="zh"))
        self.assertEqual(self.daybook("show", "--kind", "supply", "--part", 9, self.committee, iso(self.today))[0], 66)

    def test_minutes_by_a_file(self):
        text = self.good("minutes", self.committee, iso(self.today), lang="zh")
        self.assertIn("# 支部会议纪要", text)
        self.assertTrue(text.endswith("# 用编辑器填好；再执行：daybook minutes submit minutes.yaml\n"), text[-300:])
        self.assertRegex(text, r"(?m)^# 党员大会, 支委会, 交流会, 专题学习\nmeeting: +# 会议类型")
        values = {"meeting": "交流会", "mode": "2", "started_at": "19:00", "ended_at": "20:30", "chair": "样例书记", "recorder": "样例王五",
                  "expected": "9", "present": "9"}
        for key, value in values.items():
            text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.M)
        short = self.file("short.yaml", re.sub(r"^meeting:.*$", "meeting: 茶话会", text, flags=re.M))
        status, _, err = self.daybook("minutes", "submit", short, lang="zh")
        self.assertEqual(status, 65)
        self.assertRegex(err, r"short.yaml:\d+: meeting：没有“茶话会”；请从这些里选：党员大会、支委会、交流会、专题学习")
        self.assertRegex(err, r"short.yaml:\d+: agenda \(议题\): 此项必填")
        text = re.sub(r"^agenda: \|\n *\n", "agenda: |\n  交流一周工作\n", text, flags=re.M)
        self.assertIn("delivered", self.good("minutes", "submit", self.file("minutes.yaml", text)))
        self.assertEqual(self.row("office.meetings", "kind, mode, agenda, present"), [["EXCHANGE", "ONLINE", "交流一周工作", "9"]])
        shown = self.good("show", "--kind", "minutes", self.committee, iso(self.today))
        self.assertRegex(shown, r"(?m)^  how it was held +online *$")
        self.assertIn("  agenda:\n    交流一周工作\n", shown)
        self.assertIn("支部会议纪要", self.good("show", "--kind", "minutes", self.committee, iso(self.today), lang="zh"))

    def test_bulletins_come_by_themselves_are_read_offline_and_told_to_the_office(self):
        number = int(cluster.value("SELECT office.publish_bulletin('通知', '口罩发放', E'明天上午发放。\\n每户五只。', must_ack => true)"))
        until(lambda: "new bulletins of the office: 1" in self.daybook("status")[1], "it comes with a contact")
        listed = self.good("bulletins", "--offline")
        self.assertRegex(listed, rf"(?m)^\*\s+{number}  .*口罩发放$")
        shown = self.good("bulletins", "--offline", number)
        self.assertIn("明天上午发放。\n每户五只。\n", shown)
        mine = cluster.sql("SELECT DISTINCT p.committee_id FROM daybook.posting p JOIN daybook.client_key k USING (person_id) WHERE "
                           f"encode(k.public_key, 'hex') = '{self.key}' AND '{iso(self.today)}' BETWEEN valid_from AND valid_to")
        read = f"SELECT count(*) FROM office.bulletin_committees WHERE number = {number} AND read_at IS NOT NULL"
        self.assertEqual(cluster.value(read), "0")
        self.assertEqual(self.good("flush").count("the office knows: committee"), len(mine))
        self.assertEqual(cluster.value(read), str(len(mine)))
        self.assertRegex(self.good("bulletins"), rf"(?m)^ \s+{number}  ")
        self.assertEqual(self.good("bulletins", number).count("the office knows"), 0)
        shown = self.good("show", "--kind", "bulletins", self.committee, iso(self.today))
        self.assertIn(f"bulletin read {number}\n口罩发放\ndelivered: ", shown)
        self.assertRegex(shown, r"(?m)^  read at +20\d\d-")
        cluster.sql(f"SELECT office.revoke_bulletin({number}, '取消')")
        until(lambda: "revoked by the office" in self.daybook("bulletins")[1], "the revocation comes too")
        self.assertIn("已撤回", self.good("bulletins", "--offline", lang="zh"))

    def test_bulletins_of_a_committee_come_when_its_posting_begins(self):
        other = min(set(COMMITTEES) - {int(row[0]) for row in cluster.sql(
            f"SELECT committee_id FROM daybook.posting JOIN daybook.client_key k USING (person_id) "
            f"WHERE encode(k.public_key, 'hex') = '{self.key}'")})
        number = int(cluster.value("SELECT office.publish_bulletin('通知', '接班须知', '钥匙在门卫处。', audience => 'committee', "
                                   f"audience_id => {other})"))
        at = self.home / "bulletins" / "at"
        before = at.read_bytes() if at.exists() else b""
        until(lambda: self.daybook("status") and at.exists() and at.read_bytes() != before,
              "the client has heard that there is a bulletin")
        self.assertNotIn("接班须知", self.good("bulletins", "--offline"))
        cluster.sql("INSERT INTO daybook.posting (committee_id, person_id, valid_from, valid_to, secretary) "
                    f"SELECT {other}, person_id, '{iso(self.today)}', '{iso(self.today)}', false FROM daybook.client_key "
                    f"WHERE encode(public_key, 'hex') = '{self.key}'; NOTIFY daybook_directory")
        self.addCleanup(cluster.sql, f"DELETE FROM daybook.posting WHERE committee_id = {other} AND valid_from = valid_to "
                        "AND person_id IN (SELECT person_id FROM daybook.client_key WHERE encode(public_key, 'hex') = "
                        f"'{self.key}'); NOTIFY daybook_directory")
        until(lambda: self.daybook("status") and "接班须知" in self.good("bulletins", "--offline"),
              f"bulletin {number}, older than the posting, comes with it")
