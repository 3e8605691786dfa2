"""Presence and returned reports: what open clients say, and what they hear of the office, against the real daemon."""
import os
import time

import reports
from daybook_client import PATIENCE, pb
from daybook_flow import BUILD, FlowTest, iso, on_a_terminal, run, shift, until


class TestPresence(FlowTest):
    def say(self, client, committee, state, percent=None, day=None):
        said = pb.Presence(committee_id=committee, report_date=day or self.today, state=state)
        if percent is not None:
            said.percent = percent
        return client.ask(presence=said)

    def state(self, committee, day=None):
        return self.cluster.sql("SELECT state, percent FROM office.committee_night WHERE report_date = "
                                f"'{iso(day or self.today)}' AND committee_id = {committee}")[0]

    def wait_state(self, committee, *state):
        until(lambda: self.state(committee) == list(state), f"committee {committee} is {state}")

    def test_states_and_the_roster(self):
        self.assertEqual(self.state(21), ["NOT_SEEN", ""])
        client = self.client(21)
        self.expect(self.say(client, 21, pb.PRESENCE_OPENED, 0), "ANSWER")
        self.wait_state(21, "OPENED", "0")
        self.expect(self.say(client, 21, pb.PRESENCE_FILLING, 40), "ANSWER")
        self.wait_state(21, "FILLING", "40")
        sealed = reports.seal(reports.record(21, self.today))
        self.expect(self.say(client, 21, pb.PRESENCE_SEALED, 100), "ANSWER")
        self.expect_receipt(client.ask(sealed), sealed)
        self.assertEqual(self.state(21), ["ACCEPTED", ""])
        self.assertEqual(self.cluster.value("SELECT bool_and(expected = reported + excused + held + refused + sealed + filling "
                                            "+ opened + not_seen AND missing = expected - reported - excused) FROM office.night"), "t")

    def test_small(self):
        client = self.client(22)
        number = client.post(presence=pb.Presence(committee_id=22, report_date=self.today, state=pb.PRESENCE_FILLING,
                                                  percent=50))
        reply = client.take()
        request = pb.Request(request_id=2 ** 63, protocol=1, client_now_ms=int(time.time() * 1000), attempt=1,
                             presence=pb.Presence(committee_id=22, report_date=self.today, state=pb.PRESENCE_FILLING, percent=50))
        self.assertEqual(reply.request_id, number)
        self.assertLess(2 * (len(request.SerializeToString()) + len(reply.SerializeToString()) + 9), 200)

    def test_what_is_refused(self):
        client = self.client(23)
        self.expect(self.say(client, self.cluster.stranger_to(23), pb.PRESENCE_OPENED), "FORBIDDEN", "scope.none")
        for state in (pb.PRESENCE_UNSPECIFIED, pb.PRESENCE_NOT_SEEN, pb.PRESENCE_ACCEPTED, pb.PRESENCE_EXCUSED):
            self.expect(self.say(client, 23, state), "MALFORMED", "request.what")
        self.expect(self.say(client, 23, pb.PRESENCE_FILLING, 101), "MALFORMED", "request.what")
        self.expect(client.ask(presence=pb.Presence()), "MALFORMED", "request.what")
        self.expect(self.say(client, 23, pb.PRESENCE_OPENED, day=20201399), "MALFORMED", "request.what")

    def test_never_in_the_way_of_a_report(self):
        client = self.client(24)
        sealed = reports.seal(reports.record(24, self.today))
        with self.cluster.lock("daybook.presence"):
            self.expect(self.say(client, 24, pb.PRESENCE_OPENED), "ANSWER")
            self.expect_receipt(client.ask(sealed), sealed)

    def test_written_at_most_once_a_second(self):
        client = self.client(25)
        before = int(self.cluster.value("SELECT xact_commit FROM pg_stat_database WHERE datname = 'daybook'"))
        for percent in range(100):
            self.expect(self.say(client, 25, pb.PRESENCE_FILLING, percent), "ANSWER")
        self.wait_state(25, "FILLING", "99")
        after = int(self.cluster.value("SELECT xact_commit FROM pg_stat_database WHERE datname = 'daybook'"))
        self.assertLess(after - before, 90)

    def test_closed_night_forgets(self):
        day = shift(self.today, -1)
        client = self.client(26)
        if self.say(client, 26, pb.PRESENCE_OPENED, day=day).status != pb.ANSWER:
            self.skipTest("the sample's key has no posting on that day")
        until(lambda: self.state(26, day)[0] == "OPENED", "opened")
        self.cluster.close_night(day)
        self.assertEqual(self.state(26, day)[0], "NOT_SEEN")
        self.wait_closed(client, day)
        self.expect(self.say(client, 26, pb.PRESENCE_OPENED, day=day), "CLOSED", "night.closed")
        until(lambda: self.cluster.value(f"SELECT count(*) FROM daybook.presence WHERE report_date = '{iso(day)}'") == "0",
              "its rows are gone", 60 * PATIENCE)


class TestReturned(FlowTest):
    def test_returned_until_corrected(self):
        client = self.client(31)
        sealed = reports.seal(reports.record(31, self.today))
        receipt = self.expect_receipt(client.ask(sealed), sealed)
        self.assertEqual(list(client.scope().scope.returned), [])
        self.cluster.sql(f"SELECT office.return_report(31, '{iso(self.today)}', '数字请核对')")
        got = until(lambda: list(client.scope().scope.returned), "the scope tells")[0]
        self.assertEqual((got.committee_id, got.report_date, got.record_id, got.revision, got.reason.decode(),
                          got.kind),
                         (31, self.today, receipt.record_id, 1, "数字请核对", pb.NIGHTLY_REPORT))
        self.assertLess(abs(got.returned_at_ms / 1000 - time.time()), 60 * PATIENCE)
        said = client.ask(presence=pb.Presence(committee_id=31, report_date=self.today, state=pb.PRESENCE_OPENED))
        self.assertEqual(said.returned, 1)
        other = self.client(self.cluster.stranger_to(31))
        self.assertNotIn(31, [r.committee_id for r in other.scope().scope.returned])
        correction = reports.seal(reports.record(31, self.today, corrects=receipt.record_id))
        self.expect_receipt(client.ask(correction), correction)
        until(lambda: not client.scope().scope.returned, "a correction takes it away")


class TestFill(FlowTest):
    """`daybook fill` on a terminal says where it is, and `daybook flush` does not."""

    def environment(self, home):
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "DAYBOOK_HOME": str(home),
                "DAYBOOK_LANG": "en",
                "DAYBOOK_ENDPOINT": self.daemon.endpoint, "DAYBOOK_SERVER_KEY": self.server_hex}

    def state(self, committee):
        return self.cluster.value(f"SELECT state FROM office.committee_night WHERE report_date = '{iso(self.today)}' AND "
                                  f"committee_id = {committee}")

    def make_home(self, committee):
        home = self.folder / f"home-{committee}"
        hexkey = run([BUILD / "daybook", "--home", home, "keygen"], env=self.environment(home)).split()[0]
        self.cluster.sql(f"SELECT office.approve_key('{hexkey}', '{self.cluster.person_at(committee)}')")
        until(lambda: "the office knows this key" in run([BUILD / "daybook", "status"], env=self.environment(home)),
              "known")
        return home

    def test_opened_and_filling(self):
        home = self.make_home(33)
        self.assertEqual(self.state(33), "NOT_SEEN")
        run([BUILD / "daybook", "flush"], env=self.environment(home))
        program, keyboard, screen = on_a_terminal(self, self.environment(home), "fill", "33", iso(self.today))
        try:
            until(lambda: self.state(33) == "OPENED", "opened")
        except TimeoutError:
            self.fail(b"".join(screen)[-3000:].decode(errors="replace"))
        os.write(keyboard, b"12\r")
        until(lambda: self.state(33) == "FILLING", "filling", 70 * PATIENCE)
        os.write(keyboard, b"\x18")                      # Ctrl-X: leave it for later
        self.assertEqual(program.wait(timeout=20 * PATIENCE), 0)
        self.assertEqual(self.state(33), "FILLING")      # the last that was heard, with its time

    def test_a_key_renewed_meanwhile(self):
        home = self.make_home(34)
        drafts = home / "drafts"
        drafts.mkdir(mode=0o700, exist_ok=True)
        day = iso(self.today)
        (drafts / f"34-{self.today}.yaml").write_text(reports.yaml_text(34, self.today), encoding="utf-8")
        program, keyboard, screen = on_a_terminal(self, self.environment(home), "fill", "34", day)
        until(lambda: self.state(34) in ("OPENED", "FILLING"), "opened")
        for word in (("key", "renew"), ("flush",)):      # nothing waits for the old key: it is retired
            run([BUILD / "daybook", *word], env=self.environment(home))
        until(lambda: not list(home.glob("*.before")), "the old key is gone")
        os.write(keyboard, b"\x12")                      # Ctrl-R: review
        until(lambda: b"seal and send" in b"".join(screen), "reviewed")
        os.write(keyboard, b"\r")
        try:
            until(lambda: self.state(34) == "ACCEPTED", "delivered")
        except TimeoutError:
            self.fail(b"".join(screen)[-4000:].decode(errors="replace"))
        self.assertEqual(program.wait(timeout=20 * PATIENCE), 0)
