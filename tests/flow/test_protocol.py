"""Every status of the protocol, where it should be, seen by a client that is not ours."""
import zmq

import reports
from daybook_client import pb, take_all
from daybook_flow import FlowTest, iso, shift, until


class Statuses(FlowTest):
    def test_accepted_then_duplicate_with_the_same_receipt(self):
        client, sealed = self.client(1), reports.sealed_report(1, self.today)
        first = client.ask(sealed)
        receipt = self.expect_receipt(first, sealed)
        self.assertEqual(receipt.revision, 1)
        self.assertEqual(len(first.epoch), 16)
        again = client.ask(sealed, attempt=2)
        self.assertEqual(self.expect_receipt(again, sealed, "DUPLICATE"), receipt)
        self.assertEqual(again.epoch, first.epoch)
        self.assertEqual(self.rows("committee_id = 1"), 1)

    def test_a_req_socket_works_as_well(self):
        client, sealed = self.client(2, kind=zmq.REQ), reports.sealed_report(2, self.today)
        receipt = self.expect_receipt(client.ask(sealed), sealed)
        self.assertEqual(self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE"), receipt)
        self.expect(client.scope(), "ANSWER")

    def test_an_empty_delimiter_of_a_dealer_is_mirrored(self):
        client, sealed = self.client(3), reports.sealed_report(3, self.today)
        client.post_frames([b"", pb.Request(request_id=9, protocol=1, sealed=sealed).SerializeToString()])
        self.assertTrue(client.socket.poll(20000))
        frames = client.socket.recv_multipart()
        self.assertEqual(frames[0], b"")
        self.assertEqual(len(frames), 2)
        self.expect_receipt(pb.Reply.FromString(frames[1]), sealed)

    def test_rejected_lists_all_violations_at_once(self):
        made = reports.record(4, self.today)
        reports.set_figure(made, 2, 99)                      # outside 0..60, more than assigned, no sum
        reports.set_figure(made, 8, None)                    # required
        made.nightly_report.situation = "短".encode()
        made.nightly_report.no_case = False
        reply = self.expect(self.client(4).ask(reports.seal(made)), "REJECTED")
        codes = {v.code for v in reply.violations}
        self.assertLessEqual({"figure.range", "figure.required", "text.short", "case.none", "E02", "E03"}, codes)
        for violation in reply.violations:
            self.assertTrue(violation.field and violation.text_zh.decode() and violation.text_en.decode(), violation)
        self.assertEqual({v.field for v in reply.violations if v.code == "figure.range"}, {"figures.on_duty_count"})
        self.assertEqual(self.rows("committee_id = 4"), 0)

    def test_a_warning_needs_a_sentence_and_is_accepted_with_one(self):
        made = reports.record(5, self.today)
        reports.set_figure(made, 23, 1)                      # transferred: W_TRANSFERRED, and an alarm
        reports.set_figure(made, 24, 4)
        made.nightly_report.zero_report = False
        reply = self.expect_violation(self.client(5).ask(reports.seal(made)), "W_TRANSFERRED")
        self.assertEqual([v.severity for v in reply.violations], [pb.WARNING])
        made.id = reports.new_id()
        made.nightly_report.explanations.add(rule=b"W_TRANSFERRED", text="一人发热，已送医。".encode())
        sealed = reports.seal(made)
        self.expect_receipt(self.client(5).ask(sealed), sealed)

    def test_forbidden_at_another_committee(self):
        stranger = self.cluster.stranger_to(6)
        sealed = reports.sealed_report(6, self.today)
        self.expect(self.client(stranger).ask(sealed), "FORBIDDEN", "scope.none")
        held = until(lambda: self.cluster.sql("SELECT status, reason FROM daybook.held WHERE committee_id = 6"), "held row")
        self.assertEqual(held, [["FORBIDDEN", "scope.none"]])
        self.assertEqual(self.rows("committee_id = 6"), 0)

    def test_a_key_revoked_while_connected_is_told_so(self):
        key = self.cluster.approve(7)
        client, sealed = self._admitted(7, key), reports.sealed_report(7, self.today)
        receipt = self.expect_receipt(client.ask(sealed), sealed)
        self.cluster.revoke(key)
        until(lambda: client.scope().status == pb.FORBIDDEN, "revoked")
        self.expect(client.ask(reports.sealed_report(7, self.today, corrects=receipt.record_id)), "FORBIDDEN", "key.revoked")
        again = client.ask(sealed)                           # what was committed stays committed
        self.assertEqual(self.expect_receipt(again, sealed, "DUPLICATE"), receipt)

    def _admitted(self, committee, key):
        """A key approved a moment ago may still be refused once; libzmq does not try again on that socket."""
        while True:
            client = self.client(committee, key=key)
            if client.handshake()[0] != "auth":
                return client

    def test_closed_and_after_reopening_accepted(self):
        day = shift(self.today, -1)
        client, sealed = self.client(8), reports.sealed_report(8, day)
        self.cluster.close_night(day)
        self.wait_closed(client, day)
        self.expect(client.ask(sealed), "CLOSED", "night.closed")
        self.cluster.reopen(8, day)
        until(lambda: client.ask(sealed).status in (pb.ACCEPTED, pb.DUPLICATE), "reopened")
        self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE")
        self.expect(self.client(9).ask(reports.sealed_report(9, day)), "CLOSED", "night.closed")

    def test_a_late_report_is_accepted(self):
        day = shift(self.today, -2)
        sealed = reports.sealed_report(10, day)
        self.assertEqual(self.expect_receipt(self.client(10).ask(sealed), sealed).timeliness, pb.LATE)

    def test_conflict_and_its_three_reasons(self):
        client, first = self.client(11), reports.record(11, self.today)
        self.expect(client.ask(reports.seal(first)), "ACCEPTED")

        reply = self.expect(client.ask(reports.sealed_report(11, self.today)), "CONFLICT", "stands")
        self.assertEqual((reply.standing.record_id, reply.standing.revision), (first.id, 1))
        self.assertTrue(reply.standing.sender.decode())
        self.assertGreater(reply.standing.received_at_ms, 0)

        second = reports.record(11, self.today, corrects=first.id)
        receipt = self.expect_receipt(client.ask(reports.seal(second)), reports.seal(second))
        self.assertEqual(receipt.revision, 2)

        reply = self.expect(client.ask(reports.sealed_report(11, self.today, corrects=first.id)), "CONFLICT", "base.stale")
        self.assertEqual((reply.standing.record_id, reply.standing.revision), (second.id, 2))
        reply = self.expect(client.ask(reports.sealed_report(11, self.today, corrects=reports.new_id())), "CONFLICT",
                            "base.unknown")
        self.assertEqual(reply.standing.record_id, second.id)
        self.assertEqual(self.rows("committee_id = 11"), 2)

    def test_a_correction_of_nothing_is_base_unknown(self):
        reply = self.client(12).ask(reports.sealed_report(12, self.today, corrects=reports.new_id()))
        self.expect(reply, "CONFLICT", "base.unknown")

    def test_malformed_says_why(self):
        client = self.client(13)
        whole = pb.Request(request_id=1, protocol=1, sealed=reports.sealed_report(13, self.today)).SerializeToString()
        self.expect(client.ask_frames([whole, whole]), "MALFORMED", "frames.count")
        self.expect(client.ask_frames([b""]), "MALFORMED", "request.empty")
        self.expect(client.ask_frames([whole[:-5]]), "MALFORMED", "request.unreadable")
        self.expect(client.ask(), "MALFORMED", "request.what")
        self.expect(client.ask(b"\xff\xff\xff"), "MALFORMED", "record.unreadable")
        self.expect(client.ask(pb.Record(id=reports.new_id()).SerializeToString()), "MALFORMED", "record.identity")

    def test_unsupported_names_what_is_served(self):
        for protocol in (0, 2, 4000000000):
            reply = self.client(14).ask(reports.sealed_report(14, self.today), protocol=protocol)
            self.expect(reply, "UNSUPPORTED", "protocol")
            self.assertEqual(list(reply.protocols), [1])

    def test_the_scope_of_a_key(self):
        reply = self.expect(self.client(15).scope(), "ANSWER")
        scope = reply.scope
        self.assertEqual((scope.business_date, scope.form_version), (self.today, 1))
        self.assertTrue(scope.person.decode())
        person = self.cluster.person_at(15)
        wanted = {(int(row["committee_id"]), row["committee"], row["valid_from"], row["valid_to"])
                  for row in self.cluster.roster
                  if row["person_code"] == person and row["valid_to"] >= iso(shift(self.today, -7))}
        seen = {(p.committee_id, p.committee.decode(), iso(p.valid_from), iso(p.valid_to)) for p in scope.postings}
        self.assertEqual(seen, wanted)
        self.assertEqual([n.date for n in scope.nights], [shift(self.today, offset) for offset in range(-7, 2)])
        for night in scope.nights:
            self.assertLess(night.opens_ms, night.deadline_ms)

    def test_the_form_by_version_by_date_and_none(self):
        client = self.client(16)
        for which in ({}, {"version": 1}, {"date": self.today}):
            form = self.expect(client.form(**which), "ANSWER").form
            self.assertEqual((form.version, len(form.indicators)), (1, 40))
            self.assertEqual({i.number for i in form.indicators if i.required}, set(reports.FIGURES))
            self.assertIn("E03", {rule.code for rule in form.rules})
        for which in ({"version": 77}, {"date": 20190101}):
            reply = self.expect(client.form(**which), "ANSWER")
            self.assertFalse(reply.HasField("form"))

    def test_observations_reach_the_office_a_risk_with_its_severity(self):
        made = reports.record(50, self.today)
        add = made.nightly_report.observations.add
        add(kind=pb.RISK, category=pb.GATE, severity=3, place="东门".encode(), text="夜里照明不足".encode(), needs_office=True)
        add(kind=pb.THANKS, category=pb.GATE, text="感谢送来热饮的邻居".encode())
        sealed = reports.seal(made)
        self.expect_receipt(self.client(50).ask(sealed), sealed)
        self.assertEqual(self.cluster.sql("SELECT kind, severity, place, text, needs_office FROM office.observations WHERE "
                                          "committee_id = 50 ORDER BY position"),
                         [["RISK", "3", "东门", "夜里照明不足", "t"], ["THANKS", "", "", "感谢送来热饮的邻居", "f"]])

    def test_fault_when_the_database_is_stricter(self):
        client = self.client(17)
        sealed = reports.seal(reports.with_case(reports.record(17, self.today), title="数据库不收的标题"))
        other = reports.sealed_report(18, self.today)
        self.cluster.sql("ALTER TABLE daybook.typical_case ADD CONSTRAINT stricter CHECK (title <> '数据库不收的标题')")
        try:
            neighbour = self.client(18)
            client.post(sealed)
            neighbour.post(other)
            replies = {c: reply for c, reply in take_all([client, neighbour], 2)}
            self.expect(replies[client], "FAULT", "store.refused")
            self.expect_receipt(replies[neighbour], other)   # the poisoned record does not take others with it
            self.assertEqual(self.rows("committee_id = 17"), 0)
        finally:
            self.cluster.sql("ALTER TABLE daybook.typical_case DROP CONSTRAINT stricter")
        self.expect_receipt(client.ask(sealed), sealed)

    def test_what_the_database_refused_before_the_deadline_is_on_time_after_it(self):
        client, other, day = self.client(20), self.client(21), shift(self.today, -3)
        sealed = reports.seal(reports.with_case(reports.record(20, day), title="先不收的标题"))
        late = reports.sealed_report(21, day)
        self.cluster.sql("ALTER TABLE daybook.typical_case ADD CONSTRAINT stricter CHECK (title <> '先不收的标题')")
        try:
            self.deadline_at(day, "now() + interval '1 hour'")
            self.expect(client.ask(sealed), "FAULT", "store.refused")
            self.deadline_at(day, "now()")
        finally:
            self.cluster.sql("ALTER TABLE daybook.typical_case DROP CONSTRAINT stricter")
        self.assertEqual(self.expect_receipt(other.ask(late), late).timeliness, pb.LATE)
        self.assertEqual(self.expect_receipt(client.ask(sealed), sealed).timeliness, pb.ON_TIME)

    def deadline_at(self, day, when):
        """Moves a night's deadline, and waits until the daemon knows it."""
        known = int(self.cluster.sql(f"UPDATE daybook.night SET deadline = {when}, opens = least(opens, now() - interval '1 s') WHERE "
                                     f"report_date = '{iso(day)}' RETURNING floor(extract(epoch FROM deadline) * 1000)")[0][0])
        self.cluster.sql("NOTIFY daybook_directory")
        asks = self.client(22)
        until(lambda: any(n.date == day and abs(n.deadline_ms - known) <= 1 for n in asks.scope().scope.nights), "it is known")

    def test_replies_carry_the_request_id_of_their_request(self):
        client = self.client(19)
        numbers = [client.post(query=pb.Query(scope=pb.ScopeQuery())) for _ in range(20)]
        self.assertEqual(sorted(reply.request_id for _, reply in take_all([client], 20)), numbers)


class Busy(FlowTest):
    daemon_options = {"intake__per_client": 2, "retry_after_ms": 700}

    def test_busy_while_the_database_is_away(self):
        client, sealed = self.client(1), reports.sealed_report(1, self.today)
        self.expect(client.scope(), "ANSWER")
        self.cluster.stop()
        try:
            reply = self.expect(client.ask(sealed, timeout_s=40), "BUSY")
            self.assertIn(reply.reason, ("store.away", "in.doubt"))
            self.assertEqual(reply.retry_after_ms, 700)
        finally:
            self.cluster.start()
        receipt = client.deliver(sealed).receipt
        self.assertEqual(self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE"), receipt)

    def test_busy_above_what_one_connection_may_have_under_way(self):
        client = self.client(2)
        sealed = [reports.sealed_report(2, shift(self.today, -day)) for day in range(4)]
        with self.cluster.lock("daybook.record"):
            for one in sealed:
                client.post(one)
            refused = take_all([client], 2)
            for _, reply in refused:
                self.expect(reply, "BUSY", "queue.full")
        for _, reply in take_all([client], 2):
            self.expect(reply, "ACCEPTED")
        for one in sealed:
            self.assertIn(client.deliver(one).status, (pb.ACCEPTED, pb.DUPLICATE))
        self.assertEqual(self.rows("committee_id = 2"), 4)
