"""How a key comes to be known: the enrolment port, a person's own change of keys, and `daybook enrol` and `key`."""
import os
import re
import stat
import subprocess
import time

import zmq

import reports
from daybook_client import PATIENCE, Client, Key, base32, invitation, pb, seal_hash
from daybook_flow import BUILD, PROGRAM_S, WRAP, FlowTest, until

ENROLS = {"enrol_listen": "tcp://127.0.0.1:*"}
UNKNOWN_MOST = 10                                  # failures of one address, then it is slowed down


class EnrolTest(FlowTest):
    daemon_options = ENROLS

    @classmethod
    def port(cls):
        return cls.daemon.wait_log("event=enrolling").split("endpoint=")[1].split()[0]

    def invite(self, person=None):
        code, person = os.urandom(16), person or self.cluster.person_at(1)
        self.cluster.sql(f"SELECT office.invite('{person}', '{seal_hash(code).hex()}')")
        return code

    def caller(self, key=None, server_hex=None, **more):
        """A connection to the enrolment port; its key is `key`, or a new one."""
        made = Client(self.port(), server_hex or self.server_hex, key or Key(), **more)
        self.addCleanup(made.close)
        return made

    def expect_enrolled(self, reply, person=None):
        person = person or self.cluster.person_at(1)
        self.expect(reply, "ANSWER")
        self.assertEqual([(s.endpoint, s.key.hex()) for s in reply.servers], [(self.daemon.endpoint, self.server_hex)])
        name = self.cluster.value(f"SELECT name FROM daybook.person WHERE code = '{person}'")
        self.assertEqual(reply.scope.person.decode(), name)
        return reply

    def expect_known(self, key):
        """The reporting port lets the key in, within a moment."""
        def let_in():
            with Client(self.daemon.endpoint, self.server_hex, key) as client:
                return client.handshake()[0] == "succeeded"
        until(let_in, "the daemon knows the key")

    def expect_unknown(self, key):
        with Client(self.daemon.endpoint, self.server_hex, key) as client:
            self.assertEqual(client.handshake(), ("auth", 400))


class TestEnrolment(EnrolTest):
    def test_redeem_and_report(self):
        key, code = Key(), self.invite(self.cluster.person_at(5))
        self.expect_unknown(key)
        reply = self.caller(key).enrol(code)
        self.expect_enrolled(reply, self.cluster.person_at(5))
        self.assertIn(5, [p.committee_id for p in reply.scope.postings])
        self.expect_known(key)
        sealed = reports.seal(reports.record(5, self.today))
        self.expect_receipt(self.client(key=key).ask(sealed), sealed)

    def test_again_is_the_same_answer(self):
        key, code = Key(), self.invite()
        first = self.caller(key).enrol(code)
        again = self.caller(key).enrol(code)
        self.expect_enrolled(again)
        self.assertEqual((first.servers, first.scope), (again.servers, again.scope))

    def test_lost_answer_is_harmless(self):
        key, code = Key(), self.invite()
        client = self.caller(key)
        client.post(enrol=pb.Enrol(code=code))
        until(lambda: self.cluster.value("SELECT count(*) FROM office.keys WHERE public_key = "
                                         f"'{key.hex}'") == "1", "redeemed")
        client.close()
        self.expect_enrolled(self.caller(key).enrol(code))

    def test_another_key_is_told_when_it_was_used(self):
        code, thief = self.invite(), Key()
        self.expect_enrolled(self.caller().enrol(code))
        reply = self.expect(self.caller(thief).enrol(code), "FORBIDDEN", "code.used")
        self.assertLess(abs(reply.since_ms / 1000 - time.time()), 60 * PATIENCE)
        self.expect_unknown(thief)
        rows = self.cluster.sql(f"SELECT person_code, verdict, tries FROM office.invitation_attempts WHERE public_key = '{thief.hex}'")
        self.assertEqual(rows, [[self.cluster.person_at(1), "used", "1"]])

    def test_expired_and_unknown(self):
        code = self.invite()
        self.cluster.sql("UPDATE daybook.invitation SET made_at = now() - interval '25 hours', expires_at = now() - interval "
                         f"'1 hour' WHERE code_hash = '\\x{seal_hash(code).hex()}'")
        reply = self.expect(self.caller().enrol(code), "FORBIDDEN", "code.expired")
        self.assertLess(abs(reply.since_ms / 1000 + 3600 - time.time()), 60 * PATIENCE)
        self.expect(self.caller().enrol(os.urandom(16)), "FORBIDDEN", "code.unknown")

    def test_nothing_but_enrol(self):
        client = self.caller()
        for part in ({"query": pb.Query(scope=pb.ScopeQuery())}, {"sealed": b"x"}, {"enrol": pb.Enrol()},
                     {"enrol": pb.Enrol(code=b"short")}, {"presence": pb.Presence()}, {"key_change": pb.KeyChange()}):
            self.expect(client.ask(**part), "MALFORMED", "request.what")
        self.expect(client.ask(enrol=pb.Enrol(code=bytes(16)), protocol=2), "UNSUPPORTED")
        self.expect(client.ask_frames([b"\xff\xff"]), "MALFORMED", "request.unreadable")
        self.expect(client.ask_frames([b"a", b"b"]), "MALFORMED", "frames.count")

    def test_a_large_frame_costs_the_connection(self):
        client = self.caller()
        self.assertEqual(client.handshake()[0], "succeeded")
        client.post_frames([bytes(2000)])
        with self.assertRaises(TimeoutError):
            client.take(1)

    def test_the_reporting_port_does_not_enrol(self):
        self.expect(self.client(1).enrol(self.invite()), "MALFORMED", "request.what")

    def test_wrong_server_key(self):
        self.assertIn(self.caller(server_hex=Key().hex).handshake(5 * PATIENCE)[0], ("no_detail", "none"))

    def test_a_req_socket_enrols_too(self):
        self.expect_enrolled(self.caller(kind=zmq.REQ).enrol(self.invite()))

    def test_the_office_learns_where(self):
        row = self.cluster.sql("SELECT endpoint, enrol_endpoint, server_key FROM office.daemons")
        self.assertEqual(row, [[self.daemon.endpoint, self.port(), self.server_hex]])


class TestManyFailures(EnrolTest):
    def test_an_address_is_slowed_down(self):
        code, client = self.invite(), self.caller()
        for _ in range(UNKNOWN_MOST):
            self.expect(client.enrol(os.urandom(16)), "FORBIDDEN", "code.unknown")
        reply = self.expect(client.enrol(code), "BUSY", "enrol.slow")
        self.assertGreaterEqual(reply.retry_after_ms, 1000)
        self.expect(self.caller().enrol(code), "BUSY", "enrol.slow")          # another key does not help
        self.expect(self.client(1).scope(), "ANSWER")                         # who reports does not feel it


class TestCrowd(EnrolTest):
    def test_a_crowd_of_handshakes(self):
        ends = []
        for _ in range(130):
            with Client(self.port(), self.server_hex, Key()) as client:
                ends.append(client.handshake())
        self.assertIn(("succeeded", 0), ends)
        self.assertIn(("auth", 500), ends)
        self.assertEqual(self.client(1).handshake()[0], "succeeded")


class TestDatabaseAway(EnrolTest):
    def test_busy_and_then_enrolled(self):
        key, code = Key(), self.invite()
        client = self.caller(key)
        with self.cluster.lock("daybook.invitation"):
            client.post(enrol=pb.Enrol(code=code))
            self.expect(self.client(1).scope(), "ANSWER")                     # the loop does not wait with it
        self.expect_enrolled(client.take())
        self.cluster.stop()
        try:
            reply = until(lambda: (r := client.enrol(code)).status == pb.BUSY and r, "busy")
            self.expect(reply, "BUSY", "store.away")
        finally:
            self.cluster.start()
        self.expect_enrolled(until(lambda: (r := client.enrol(code)).status == pb.ANSWER and r, "enrolled",
                                   60 * PATIENCE))


class TestChangeOfKeys(EnrolTest):
    daemon_options = {}                            # the port for enrolment is not needed

    def test_add_and_retire(self):
        old, new = self.cluster.approve(7), Key()
        self.expect_known(old)
        client = self.client(key=old)
        for _ in range(2):
            self.expect(client.change_key(add=bytes.fromhex(new.hex)), "ANSWER")
        self.expect_known(new)
        self.expect(client.change_key(retire=bytes.fromhex(old.hex)), "FORBIDDEN", "key.taken")
        for _ in range(2):
            self.expect(self.client(key=new).change_key(retire=bytes.fromhex(old.hex)), "ANSWER")
        until(lambda: client.scope().status == pb.FORBIDDEN, "the old key is cut off")
        self.expect(client.change_key(add=os.urandom(32)), "FORBIDDEN", "key.revoked")

    def test_only_of_the_same_person(self):
        other = self.cluster.keys[self.cluster.stranger_to(1)]
        client = self.client(1)
        self.expect(client.change_key(add=bytes.fromhex(other.hex)), "FORBIDDEN", "key.taken")
        self.expect(client.change_key(retire=bytes.fromhex(other.hex)), "FORBIDDEN", "key.taken")
        self.expect(self.client(key=other).scope(), "ANSWER")

    def test_one_key_leaves_room_for_others(self):
        client, other, new = self.client(1), self.client(self.cluster.stranger_to(1)), Key()
        with self.cluster.lock("daybook.client_key"):
            for _ in range(70):                    # there are 64 places
                client.post(key_change=pb.KeyChange(add=bytes.fromhex(new.hex)))
            for _ in range(66):
                self.expect(client.take(), "BUSY", "key.full")
            other.post(key_change=pb.KeyChange(add=os.urandom(32)))
        self.expect(other.take(), "ANSWER")
        for _ in range(4):
            self.expect(client.take(), "ANSWER")

    def test_not_whole(self):
        client = self.client(1)
        for change in (pb.KeyChange(), pb.KeyChange(add=b"short"), pb.KeyChange(retire=bytes(33))):
            self.expect(client.ask(key_change=change), "MALFORMED", "request.what")


class TestProgram(EnrolTest):
    """`daybook enrol` and `daybook key` against the real daemon."""

    def setUp(self):
        self.home = self.folder / self.id().rsplit(".", 1)[-1]
        self.home.mkdir(mode=0o700)

    def run_daybook(self, *words, home=None, lang="en"):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DAYBOOK_")}
        environment |= {"DAYBOOK_LANG": lang, "DAYBOOK_LOCALEDIR": str(BUILD / "locale"), "LANG": "C.UTF-8"}
        return subprocess.run(WRAP + [str(BUILD / "daybook"), "--home", str(home or self.home), *words],
                              env=environment,
                              capture_output=True, text=True, timeout=PROGRAM_S + 70, check=False)

    def line(self, code, host="127.0.0.1", port=None, server_hex=None):
        return invitation(host, port or self.port().rsplit(":", 1)[1], server_hex or self.server_hex, code)

    def expect_done(self, done, *says, code=0):
        self.assertEqual(done.returncode, code, f"{done.stdout}\n{done.stderr}")
        for words in says:
            self.assertIn(words, done.stdout + done.stderr)
        return done

    def enrolled_home(self, person, name=None):
        home = self.home if name is None else self.folder / name
        home.mkdir(mode=0o700, exist_ok=True)
        self.expect_done(self.run_daybook("enrol", self.line(self.invite(person)), home=home))
        return home

    def keys_of(self, person):
        return [row[0] for row in self.cluster.sql("SELECT public_key FROM office.keys WHERE revoked_at IS NULL AND person_code = "
                                                   f"'{person}' ORDER BY approved_at")]

    def report(self, committee, home=None):
        """A report file; its path."""
        path = (home or self.home) / f"report-{committee}.yaml"
        path.write_text(reports.yaml_text(committee, self.today), encoding="utf-8")
        return str(path)

    def test_enrol_and_status(self):
        person = self.cluster.person_at(9)
        code = self.invite(person)
        self.expect_done(self.run_daybook("enrol", self.line(code)), "enrolled", "the server knows the new key")
        self.assertEqual(stat.S_IMODE((self.home / "key").stat().st_mode), 0o600)
        self.assertIn(f"server_key = {self.server_hex}", (self.home / "settings.ini").read_text())
        self.assertIn(f"endpoint = {self.daemon.endpoint}", (self.home / "settings.ini").read_text())
        self.assertEqual([p.name for p in self.home.glob("*.next")], [])
        self.expect_done(self.run_daybook("status"), "the office knows this key as")
        self.expect_done(self.run_daybook("enrol", self.line(code)), "enrolled")           # the same line again
        self.assertEqual([p.name for p in self.home.glob("*.before")], [])
        self.expect_done(self.run_daybook("submit", self.report(9)), "delivered")

    def test_what_it_says(self):
        used, expired = self.invite(), self.invite()
        self.expect_enrolled(self.caller().enrol(used))
        self.cluster.sql("UPDATE daybook.invitation SET made_at = now() - interval '25 hours', expires_at = now() - interval "
                         f"'1 hour' WHERE code_hash = '\\x{seal_hash(expired).hex()}'")
        good = self.line(self.invite())
        mistyped = good[:-9] + ("0" if good[-9] != "0" else "1") + good[-8:]
        said = [
            ((), 64, "give the invitation", "请给出"),
            ((good, "more"), 64, "one line without blanks", "一行"),
            (("hello",), 64, "this is no invitation", "这不是"),
            ((good[:-1],), 64, "not whole", "不完整"),
            ((mistyped,), 64, "a letter or digit of the invitation is wrong", "有误"),
            ((self.line(used),), 77, "this invitation was used at", "已于"),
            ((self.line(expired),), 77, "this invitation could be used until", "有效期"),
            ((self.line(os.urandom(16)),), 77, "no such invitation", "没有这份邀请"),
            ((self.line(self.invite(), server_hex=Key().hex),), 78, "not the server of this invitation",
             "不是这份邀请"),
            ((self.line(self.invite(), port=self.daemon.endpoint.rsplit(":", 1)[1]),), 78, "port for reports",
             "上报端口"),
            ((self.line(self.invite(), port=1),), 75, "nothing is lost", "没有丢失"),
        ]
        for number, (words, code, english, chinese) in enumerate(said):
            with self.subTest(english=english):
                home = self.folder / f"says-{number}"
                home.mkdir(mode=0o700)
                self.expect_done(self.run_daybook("enrol", *words, home=home), english, code=code)
                self.expect_done(self.run_daybook("enrol", *words, home=home, lang="zh"), chinese, code=code)
                self.assertFalse((home / "key").exists())

    def test_lost_answer_asks_again_with_the_same_key(self):
        person = self.cluster.person_at(11)
        code = self.invite(person)
        line = self.line(code)
        with self.cluster.lock("daybook.invitation"):                 # no answer in time
            (self.home / "settings.ini").write_text("timeout_s = 2\n; mine\nendpoint = tcp://old:1\nserver_key = " + "00" * 32 + "\n")
            self.expect_done(self.run_daybook("enrol", line), "nothing is lost", code=75)
        self.assertEqual(len(list(self.home.glob("*.next"))), 1)
        self.expect_done(self.run_daybook("enrol", line), "enrolled")
        text = (self.home / "settings.ini").read_text()
        self.assertEqual(text,
                         f"timeout_s = 2\n; mine\nendpoint = {self.daemon.endpoint}\nserver_key = {self.server_hex}\n")

    def test_a_laptop_handed_on(self):
        first, second = self.cluster.person_at(13), self.cluster.person_at(self.cluster.stranger_to(13))
        self.enrolled_home(first)
        self.expect_done(self.run_daybook("submit", "--offline", self.report(13)), "saved")
        self.expect_done(self.run_daybook("enrol", self.line(self.invite(second))), "enrolled")
        name = self.cluster.value(f"SELECT name FROM daybook.person WHERE code = '{first}'")
        self.assertEqual(len(list(self.home.glob("*.before"))), 1)
        self.expect_done(self.run_daybook("status"), "sealed by an earlier key of this laptop, of " + name)
        self.expect_done(self.run_daybook("key", "show"), f"of {name}, reports waiting: 1")
        self.expect_done(self.run_daybook("flush"), "delivered")
        self.assertEqual(self.cluster.value("SELECT count(*) FROM office.standing s JOIN daybook.person p USING (person_id) "
                                            f"WHERE committee_id = 13 AND p.code = '{first}'"), "1")

    def test_drafts_of_the_one_before_are_laid_aside_under_their_name(self):
        first, second = self.cluster.person_at(13), self.cluster.person_at(self.cluster.stranger_to(13))
        self.enrolled_home(first)
        name = self.cluster.value(f"SELECT name FROM daybook.person WHERE code = '{first}'")
        drafts = self.home / "drafts"
        drafts.mkdir(mode=0o700)
        day = self.cluster.today
        (drafts / f"13-{day}.yaml").write_text("committee: 13\nsituation: 样例草稿\n", encoding="utf-8")
        (drafts / f"health-13-{day}.yaml").write_text("note: 样例体温\n", encoding="utf-8")
        self.expect_done(self.run_daybook("status", "--offline"), "your drafts, not sealed yet: 2, in ")
        out = self.run_daybook("enrol", self.line(self.invite(second)))
        self.expect_done(out, f"drafts of {name} were laid aside: 1, in ")
        aside, = self.home.glob("*.drafts")
        self.assertIn("样例草稿", (aside / f"13-{day}.yaml").read_text(encoding="utf-8"))
        self.assertEqual([p for p in self.home.rglob("*") if p.is_file() and "样例体温".encode() in p.read_bytes()], [])
        self.expect_done(self.run_daybook("status", "--offline"), f"drafts of {name}, laid aside: 1, in {aside}")
        self.assertNotIn("your drafts", self.run_daybook("status", "--offline").stdout)
        # the same person again, with another invitation: theirs stay
        drafts.mkdir(mode=0o700, exist_ok=True)
        (drafts / f"14-{day}.yaml").write_text("committee: 14\n", encoding="utf-8")
        self.expect_done(self.run_daybook("enrol", self.line(self.invite(second))), "enrolled")
        self.expect_done(self.run_daybook("status", "--offline"), "your drafts, not sealed yet: 1, in ")

    def test_the_bulletins_of_the_one_before_are_not_the_next_ones(self):
        first, second = self.cluster.person_at(13), self.cluster.person_at(self.cluster.stranger_to(13))
        self.enrolled_home(first)
        for title, audience in (("全体注意", "must_ack => false"), ("十三号专用", "audience => 'committee', audience_id => 13")):
            self.cluster.value(f"SELECT office.publish_bulletin('通知', '{title}', '样例。', {audience})")
        until(lambda: "十三号专用" in self.run_daybook("bulletins").stdout, "the bulletins are here")
        numbers = re.findall(r"(?m)^\* +(\d+) ", self.run_daybook("bulletins", "--offline").stdout)
        for number in numbers:
            self.expect_done(self.run_daybook("bulletins", number), "样例。")
        self.assertNotRegex(self.run_daybook("bulletins", "--offline").stdout, r"(?m)^\* +\d+ ")
        self.expect_done(self.run_daybook("enrol", self.line(self.invite(second))), "enrolled")
        self.expect_done(self.run_daybook("bulletins", "--offline"), "there are no bulletins here")
        until(lambda: "全体注意" in self.run_daybook("bulletins").stdout, "what concerns the next person comes")
        mine = self.run_daybook("bulletins", "--offline").stdout
        self.assertRegex(mine, r"(?m)^\* .*全体注意")                # not read by this one
        self.assertNotIn("十三号专用", mine)

    def test_renew(self):
        person = self.cluster.person_at(17)
        self.enrolled_home(person)
        old = self.run_daybook("key", "show").stdout.split()[0]
        self.expect_done(self.run_daybook("submit", "--offline", self.report(17)), "saved")
        self.expect_done(self.run_daybook("key", "renew"), "a new key is in use")
        new = self.run_daybook("key", "show").stdout.split()[0]
        self.assertNotEqual(old, new)
        self.assertIn(new, self.keys_of(person))
        self.expect_done(self.run_daybook("flush"), "delivered")
        self.assertIn(old, self.keys_of(person))                      # what it delivered may have to be sent again
        for item in (self.home / "done").iterdir():
            item.unlink()
        self.expect_done(self.run_daybook("flush"))
        self.assertNotIn(old, self.keys_of(person))
        self.assertEqual(list(self.home.glob("*.before")), [])

    def test_trust(self):
        self.enrolled_home(self.cluster.person_at(19))
        other = Key().hex
        self.expect_done(self.run_daybook("key", "trust", other), "trusted")
        self.assertIn(f"server_key = {self.server_hex}, {other}", (self.home / "settings.ini").read_text())
        self.expect_done(self.run_daybook("key", "trust", "--drop", self.server_hex), "not trusted any more")
        self.expect_done(self.run_daybook("status"), "most likely server_key in the settings is wrong")
        self.expect_done(self.run_daybook("key", "trust", self.server_hex), "trusted")
        self.expect_done(self.run_daybook("status"), "the office knows this key as")       # each pair has its turn
        for words, english in ((("trust",), "it is: daybook key trust"), (("trust", "abc"), "is no key of a server"),
                               (("trust", other, "http://x"), "an endpoint is tcp://HOST:PORT"),
                               (("trust", "--drop", Key().hex), "no server with this key"),
                               ((), "it is: daybook key show"),
                               (("lose",), "it is: daybook key show")):
            self.expect_done(self.run_daybook("key", *words), english, code=64)

    def test_a_key_that_others_may_read(self):
        self.enrolled_home(self.cluster.person_at(23))
        (self.home / "key").chmod(0o640)
        remedy = f"make it yours alone: chmod 600 {self.home}/key"
        for words in (("status",), ("flush",), ("key", "show"), ("key", "renew"), ("doctor",)):
            self.expect_done(self.run_daybook(*words), remedy, code=0 if words == ("status",) else 78)
        self.home.chmod(0o755)
        self.expect_done(self.run_daybook("doctor"), f"may look into it: chmod 700 {self.home}\n", code=78)
        said = self.run_daybook("doctor", lang="zh").stdout
        self.assertIn(f"chmod 600 {self.home}/key", said)
        self.assertNotIn("办公室", said)                # what is wrong with one's own computer is put right there


class TestLine(EnrolTest):
    daemon_at_start = False

    def test_the_page_is_enough(self):
        """The line that PROTOCOL.md describes is the one that daybook reads: see TestProgram; here, its length."""
        self.assertEqual(len(invitation("h", 1, "00" * 32, bytes(16))), len("daybook:h:1::") + 52 + 30)
        self.assertEqual(base32(b"\xff"), "ZW")
