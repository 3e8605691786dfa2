"""Whatever is sent: a clear answer or a clean refusal, and the next valid report is accepted all the same."""
import os
import random
import socket

import reports
from daybook_client import PATIENCE, Client, Key, pb, status_name, take_all
from daybook_flow import FlowTest, shift, until

STATUS_NAMES = set(pb.Status.keys()) - {"STATUS_UNSPECIFIED"}
HANG_UP_S = 15 * PATIENCE


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, wire, payload):
    return varint(number << 3 | wire) + payload


def bytes_field(number, payload):
    return field(number, 2, varint(len(payload)) + payload)


class BadInput(FlowTest):
    """`tearDown` asks what every test here asks: does the daemon still accept a valid report, without a restart?"""

    standing = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pid = cls.daemon.process.pid

    def tearDown(self):
        cls = type(self)
        self.assertTrue(self.daemon.alive(), self.daemon.log()[-3000:])
        sealed = reports.sealed_report(53, self.today, corrects=cls.standing)
        receipt = self.expect_receipt(self.client(53).ask(sealed), sealed)
        cls.standing = receipt.record_id

    def reply_to(self, made, committee=1):
        return self.client(committee).ask(reports.seal(made))

    def expect_malformed(self, frames, reason):
        self.expect(self.client(1).ask_frames(frames), "MALFORMED", reason)


class Frames(BadInput):
    def whole(self, committee=1):
        return pb.Request(request_id=5, protocol=1, sealed=reports.sealed_report(committee, self.today)).SerializeToString()

    def test_too_many_frames(self):
        whole = self.whole(10)
        for frames in ([whole, b"more"], [b"", whole, b"more"], [whole] * 100, [b"", b"", whole]):
            self.expect(self.client(10).ask_frames(frames), "MALFORMED", "frames.count")
        self.assertEqual(self.rows("committee_id = 10"), 0)

    def test_no_body_frame(self):
        reply = self.client(1).ask_frames([b""])
        self.expect(reply, "MALFORMED")
        self.assertIn(reply.reason, ("frames.count", "request.empty"))
        self.expect_malformed([b"", b""], "request.empty")

    def test_64_kib_of_zeros(self):
        self.expect_malformed([bytes(65536)], "request.unreadable")

    def test_the_largest_frame_is_read_and_a_larger_one_is_answered_or_dropped(self):
        whole = self.whole(11)
        frame = whole + bytes_field(999, bytes(65536 - 5 - len(whole)))      # 5: the filler's tag and length
        self.assertEqual(len(frame), 65536)
        self.expect(self.client(11).ask_frames([frame]), "ACCEPTED")
        self.expect_malformed([bytes(65537)], "request.oversize")

    def test_a_frame_the_socket_drops_takes_only_its_connection(self):
        client = self.client(1)
        other = self.client(2)
        self.expect(other.scope(), "ANSWER")
        client.post_frames([bytes(70000)])
        with self.assertRaises(TimeoutError):
            client.take(1)
        self.daemon.wait_log("event=disconnected port=port why=hung_up_or_oversize")
        self.expect(other.scope(), "ANSWER")
        sealed = reports.sealed_report(3, self.today)
        self.expect_receipt(self.client(3).ask(sealed), sealed)

    def test_truncated_at_every_length(self):
        whole, client = self.whole(), self.client(1)
        for size in range(1, len(whole)):
            reply = client.ask_frames([whole[:size]])
            self.assertIn(status_name(reply), ("MALFORMED", "UNSUPPORTED"), size)

    def test_a_sealed_record_truncated_at_every_length(self):
        sealed, client = reports.sealed_report(4, self.today), self.client(4)
        for size in range(len(sealed)):
            reply = client.ask(sealed[:size])
            self.assertIn(status_name(reply), ("MALFORMED", "REJECTED"), size)
        self.assertEqual(self.rows("committee_id = 4"), 0)

    def test_random_bytes(self):
        chance, client, answered = random.Random(20200218), self.client(1), {}
        for _ in range(2000):
            reply = client.ask_frames([chance.randbytes(chance.randint(1, 300))])
            answered[status_name(reply)] = answered.get(status_name(reply), 0) + 1
        self.assertLessEqual(set(answered), {"MALFORMED", "UNSUPPORTED"})
        self.assertEqual(sum(answered.values()), 2000)

    def test_a_request_with_bytes_changed(self):
        chance, client = random.Random(1), self.client(5)
        whole = pb.Request(request_id=5, protocol=1, sealed=reports.sealed_report(5, self.today)).SerializeToString()
        for _ in range(1000):
            bent = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                bent[chance.randrange(len(bent))] = chance.randrange(256)
            self.assertIn(status_name(client.ask_frames([bytes(bent)])), STATUS_NAMES - {"BUSY", "FAULT"})

    def test_a_message_that_would_unpack_to_far_more_memory(self):
        many = b"".join(bytes_field(3, b"") for _ in range(25000))              # 25000 empty cases
        record = reports.record(6, self.today)
        record.ClearField("nightly_report")
        bomb = reports.seal(record) + field(16, 2, varint(len(many)) + many)
        self.expect(self.client(6).ask(bomb), "MALFORMED", "record.unreadable")

    def test_groups_and_deep_nesting(self):
        for body in (b"\x0b" * 60000, b"\x2b" + b"\x0b" * 5000, bytes_field(6, bytes_field(1, b"\xff" * 20))):
            reply = self.client(1).ask_frames([body])
            self.assertIn(status_name(reply), ("MALFORMED", "UNSUPPORTED"))

    def test_unknown_fields_up_to_the_limit_in_a_record_that_breaks_a_rule(self):
        for filler in (b"".join(field(n % 400 + 100, 0, b"\x01") for n in range(15000)),
                       b"".join(bytes_field(n % 400 + 100, b"") for n in range(15000)),
                       bytes_field(500, bytes(59000))):
            made = reports.record(7, self.today)
            reports.set_figure(made, 2, 61)
            sealed = reports.seal(made) + filler
            self.assertLessEqual(len(sealed), 61440)
            reply = self.client(7).ask(sealed)
            if reply.status == pb.MALFORMED:                 # it would unpack to more than 1 MiB
                self.assertEqual(reply.reason, "record.unreadable")
            else:
                self.expect_violation(reply, "figure.range", "figures.on_duty_count")

    def test_unknown_fields_in_a_good_record_are_kept_and_do_no_harm(self):
        sealed = reports.sealed_report(8, self.today) + bytes_field(500, b"later version") + field(501, 0, varint(7))
        self.expect_receipt(self.client(8).ask(sealed), sealed)

    def test_a_record_over_its_limit_in_a_frame_within_it(self):
        sealed = reports.sealed_report(9, self.today) + bytes_field(500, bytes(62000))
        self.expect_violation(self.client(9).ask(sealed), "record.size")


class Text(BadInput):
    def expect_text(self, text, code):
        made = reports.record(1, self.today)
        made.nightly_report.situation = "一切正常，门岗有人值守，没有异常情况。".encode() + text
        self.expect_violation(self.reply_to(made), code, "situation")

    def test_invalid_utf8(self):
        for text in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe4\xbb"):
            with self.subTest(text=text):
                self.expect_text(text, "text.utf8")

    def test_nul_and_controls(self):
        for text in (b"\0", b"\x1b[31m", b"\x7f", "\u0085".encode(), "\u2028".encode(), "\ufffe".encode()):
            with self.subTest(text=text):
                self.expect_text(text, "text.control")

    def test_bidi(self):
        for text in ("\u202e", "\u2066", "\u200f", "\u061c"):
            with self.subTest(text=text):
                self.expect_text(text.encode(), "text.bidi")

    def test_a_newline_in_a_title(self):
        made = reports.with_case(reports.record(1, self.today), title="一把伞下\n的门岗")
        self.expect_violation(self.reply_to(made), "text.control", "cases[1].title")

    def test_too_long_by_characters_not_bytes(self):
        made = reports.record(2, self.today)
        made.nightly_report.situation = ("好" * 1001).encode()
        self.expect_violation(self.reply_to(made, 2), "text.long", "situation")
        made.nightly_report.situation = ("好" * 1000).encode()
        made.id = reports.new_id()
        self.expect(self.reply_to(made, 2), "ACCEPTED")

    def test_a_percent_a_quote_and_a_backslash_are_text(self):
        made = reports.record(3, self.today)
        text = "今晚值守正常 %s%n ' \" \\ {NULL} $1; DROP TABLE daybook.record; -- \t结束"
        made.nightly_report.situation = text.encode()
        self.expect(self.reply_to(made, 3), "ACCEPTED")
        kept = self.cluster.value("SELECT situation FROM daybook.nightly_report WHERE committee_id = 3")
        self.assertEqual(kept, text.split("\t")[0])


class Values(BadInput):
    def bent(self, number, value):
        return reports.set_figure(reports.record(1, self.today), number, value)

    def test_negative_and_huge_figures(self):
        for value in (-1, -2**63, 61, 2**31, 2**63 - 1):
            with self.subTest(value=value):
                self.expect_violation(self.reply_to(self.bent(1, value)), "figure.range", "figures.assigned_count")

    def test_a_figure_the_form_does_not_know(self):
        self.expect_violation(self.reply_to(self.bent(200, 10**9 + 1)), "figure.range", "figures.200")
        self.expect_violation(self.reply_to(self.bent(256, 1)), "figure.number")
        self.expect_violation(self.reply_to(self.bent(0, 1)), "figure.number")
        made = reports.set_figure(reports.record(2, self.today), 200, 10**9)
        self.expect(self.reply_to(made, 2), "ACCEPTED")
        self.assertEqual(self.cluster.value("SELECT figures[200] FROM daybook.nightly_report WHERE committee_id = 2"),
                         "1000000000")

    def test_a_figure_twice_and_one_without_a_value(self):
        made = reports.record(1, self.today)
        made.nightly_report.figures.add(indicator=1, value=12)
        self.expect_violation(self.reply_to(made), "figure.twice")
        made = reports.record(1, self.today)
        made.nightly_report.figures.add(indicator=6)
        self.expect_violation(self.reply_to(made), "figure.missing")

    def test_an_unknown_enum_value(self):
        made = reports.with_case(reports.record(1, self.today))
        case = made.nightly_report.cases[0]
        case.ClearField("category")
        plain = case.SerializeToString() + field(2, 0, varint(999))
        del made.nightly_report.cases[:]
        report = made.nightly_report.SerializeToString() + bytes_field(3, plain)
        made.ClearField("nightly_report")
        reply = self.client(1).ask(reports.seal(made) + bytes_field(16, report))
        self.expect_violation(reply, "enum.unknown", "cases[1].category")

    def test_an_unknown_kind(self):
        made = reports.record(1, self.today)
        made.ClearField("kind")
        reply = self.client(1).ask(reports.seal(made) + field(3, 0, varint(77)))
        self.expect(reply, "MALFORMED", "record.identity")

    def test_days_that_are_none(self):
        for day in (20200230, 20201301, 1, 20991232, 2**32 - 1):
            with self.subTest(day=day):
                reply = self.reply_to(reports.record(1, day))
                # A day that does not exist has no posting and no night either: those verdicts come first.
                self.assertIn(status_name(reply), ("REJECTED", "FORBIDDEN", "CLOSED", "MALFORMED"))
                self.assertTrue(reply.reason or reply.violations)

    def test_tomorrow(self):
        self.expect_violation(self.reply_to(reports.record(1, shift(self.today, 1))), "date.future", "report_date")

    def test_a_closed_night(self):
        day, client = shift(self.today, -1), self.client(1)
        self.cluster.close_night(day)
        self.wait_closed(client, day)
        self.expect(client.ask(reports.sealed_report(1, day)), "CLOSED", "night.closed")

    def test_unknown_committees(self):
        for committee in (54, 999999, 2**31 - 1):
            with self.subTest(committee=committee):
                self.expect(self.reply_to(reports.record(committee, self.today)), "FORBIDDEN", "scope.none")
        for committee in (0, 2**31, 2**32 - 1):
            with self.subTest(committee=committee):
                reply = self.reply_to(reports.record(committee, self.today))
                self.assertIn(status_name(reply), ("MALFORMED", "FORBIDDEN"))

    def test_the_same_id_with_other_bytes(self):
        first = reports.record(4, self.today)
        self.expect(self.reply_to(first, 4), "ACCEPTED")
        first.sealed_at_ms += 1
        self.expect_violation(self.reply_to(first, 4), "id.reused")
        self.assertEqual(self.rows("committee_id = 4"), 1)

    def test_the_same_id_at_two_committees_is_two_records(self):
        first, second = reports.record(5, self.today), reports.record(6, self.today)
        second.id = first.id
        self.expect(self.reply_to(first, 5), "ACCEPTED")
        self.expect(self.reply_to(second, 6), "ACCEPTED")

    def test_ids_that_are_no_ids(self):
        for size in (0, 1, 15, 17, 5000):
            with self.subTest(size=size):
                self.expect(self.reply_to(reports.record(1, self.today, id=bytes(size))), "MALFORMED",
                            "record.identity")
                self.expect(self.reply_to(reports.record(1, self.today, corrects=bytes(size))), "MALFORMED",
                            "record.identity")

    def test_a_record_that_corrects_itself(self):
        made = reports.record(7, self.today)
        made.corrects = made.id
        self.expect(self.reply_to(made, 7), "CONFLICT", "base.unknown")

    def test_an_unknown_form_version(self):
        for version in (0, 2, 2**32 - 1):
            with self.subTest(version=version):
                self.expect_violation(self.reply_to(reports.record(1, self.today, form_version=version)),
                                      "form.unknown")


class OldForm(BadInput):
    def test_a_form_version_that_is_too_old(self):
        client = self.client(1)
        self.cluster.replace_form(shift(self.today, -4))
        until(lambda: client.scope().scope.form_version == 2, "form 2 in force")
        self.expect_violation(client.ask(reports.sealed_report(1, self.today)), "form.inactive")
        sealed = reports.sealed_report(1, self.today, form_version=2)
        self.expect_receipt(client.ask(sealed), sealed)
        late = reports.sealed_report(2, shift(self.today, -1))     # its last night is three days before: the grace
        self.expect_receipt(self.client(2).ask(late), late)

    def tearDown(self):
        sealed = reports.sealed_report(53, self.today, form_version=2)
        self.expect_receipt(self.client(53).ask(sealed), sealed)


class Strangers(BadInput):
    def address(self):
        host, port = self.daemon.endpoint.removeprefix("tcp://").rsplit(":", 1)
        return host, int(port)

    def talk(self, payload):
        """Send raw bytes; everything the daemon says until it hangs up, or None if it never does."""
        with socket.create_connection(self.address(), timeout=HANG_UP_S) as line:
            line.settimeout(HANG_UP_S)
            said = b""
            try:
                for start in range(0, len(payload), 4096):
                    line.sendall(payload[start:start + 4096])
                while True:
                    got = line.recv(4096)
                    if not got:
                        return said
                    said += got
            except TimeoutError:
                return None
            except (ConnectionResetError, BrokenPipeError):
                return said

    def test_an_unknown_key_is_refused_at_the_handshake(self):
        self.assertEqual(self.client(key=Key()).handshake(), ("auth", 400))
        self.daemon.wait_log("event=refused_key")

    def test_a_revoked_key_is_refused_at_the_handshake(self):
        key = self.cluster.approve(1)
        self.assertEqual(until(lambda: self._shaken(key, "succeeded"), "approved"), "succeeded")
        self.cluster.revoke(key)
        self.assertEqual(until(lambda: self._shaken(key, "auth"), "revoked"), "auth")

    def _shaken(self, key, wanted):
        client = self.client(key=key)
        seen, _ = client.handshake()
        return seen if seen == wanted else None

    def test_a_wrong_server_key(self):
        client = self.client(1, server_hex=Key().hex)
        self.assertIn(client.handshake(5)[0], ("no_detail", "none"))
        with self.assertRaises(TimeoutError):
            client.take(0.5)

    def test_a_peer_without_curve(self):
        plain = Client(self.daemon.endpoint, self.server_hex, None)
        self.addCleanup(plain.close)
        self.assertIn(plain.handshake(5)[0], ("no_detail", "none", "protocol"))
        with self.assertRaises(TimeoutError):
            plain.take(0.5)

    def test_an_http_request(self):
        said = self.talk(b"GET / HTTP/1.1\r\nHost: daybook\r\n\r\n")
        self.assertIsNotNone(said, "the daemon does not hang up")
        self.assertLess(len(said), 65)                       # at most ZMTP's greeting

    def test_raw_garbage(self):
        for payload in (os.urandom(100000), b"\xff" * 100, b"\x00" * 100, b"\xff" + b"\0" * 8 + b"\x7f\x03" + os.urandom(500)):
            with self.subTest(payload=payload[:8]):
                said = self.talk(payload)
                if said is not None:
                    self.assertLess(len(said), 200)

    def test_many_silent_connections(self):
        lines = [socket.create_connection(self.address(), timeout=5) for _ in range(200)]
        try:
            sealed = reports.sealed_report(2, self.today)
            self.expect_receipt(self.client(2).ask(sealed), sealed)
        finally:
            for line in lines:
                line.close()

    def test_a_client_that_goes_away_with_its_reply_under_way(self):
        for _ in range(20):
            client = self.client(3)
            client.post(reports.sealed_report(3, self.today))
            client.close()

    def test_a_flood_that_is_never_read_leaves_others_served(self):
        flood = self.client(4)
        for _ in range(400):
            flood.post_frames([b"\xff\xff"])
        sealed = reports.sealed_report(5, self.today)
        self.expect_receipt(self.client(5).ask(sealed), sealed)
        taken = take_all([flood], 400)
        self.assertEqual({status_name(reply) for _, reply in taken} - {"BUSY"}, {"MALFORMED"})
