"""What a receipt said stays true when the database has lost the row: the client shows it, the daemon knows its own proof."""
import hashlib
import struct
import time

from zmq.utils import z85

import reports
from daybook_client import pb, seal_hash
from daybook_flow import FlowTest, cluster, iso, shift, until


class Proof(FlowTest):
    def setUp(self):
        cluster.sql("DELETE FROM daybook.nightly_report; DELETE FROM daybook.record; DELETE FROM daybook.held")
        self.refused = self.proofs_refused()

    # ------------------------------------------------------------ what a restore does

    def forget(self, sealed):
        """The row is gone, as if the backup were older."""
        record = pb.Record.FromString(sealed)
        where = f"committee_id = {record.committee_id} AND {{}} = '{record.id.hex()}'"
        cluster.sql(f"DELETE FROM daybook.nightly_report WHERE {where.format('record_id')}; "
                    f"DELETE FROM daybook.record WHERE {where.format('id')}")

    def move_deadline(self, day, interval):
        """And the daemons know it."""
        cluster.sql(f"UPDATE daybook.night SET deadline = date_trunc('second', now()) + interval '{interval}', opens = now() - "
                    f"interval '2 days' WHERE report_date = '{iso(day)}'; NOTIFY daybook_directory")
        deadline = int(cluster.value("SELECT extract(epoch FROM deadline) * 1000 FROM daybook.night WHERE report_date = "
                                     f"'{iso(day)}'").split(".")[0])
        client = self.client(1)
        until(lambda: any(n.date == day and n.deadline_ms == deadline for n in client.scope().scope.nights),
              "the deadline")

    def accepted_on_time(self, committee, day):
        """A report that was accepted before the deadline and that the database has lost after it: its bytes, its receipt."""
        self.move_deadline(day, "1 hour")
        sealed = reports.sealed_report(committee, day)
        first = self.expect_receipt(self.client(committee).ask(sealed), sealed)
        self.assertEqual(first.timeliness, pb.ON_TIME)
        self.move_deadline(day, "-1 hour")
        self.forget(sealed)
        return sealed, first

    # ------------------------------------------------------------ proofs

    def secret(self):
        line = next(line for line in (self.folder / "server.key").read_text().splitlines() if "secret-key" in line)
        return z85.decode(line.split('"')[1])

    def receipt_by(self, secret, sealed, received_at_ms, timeliness=pb.ON_TIME):
        """A receipt that whoever has the server's secret key could have given: only what is looked at is in it."""
        record = pb.Record.FromString(sealed)
        key = hashlib.blake2b(b"daybook receipt 1", key=secret, digest_size=32).digest()
        said = struct.pack(">I16s32sIIIqI", record.committee_id, record.id, seal_hash(sealed), record.kind, record.part,
                           record.report_date, received_at_ms, timeliness)
        return pb.Receipt(record_id=record.id, received_at_ms=received_at_ms, timeliness=timeliness,
                          proof=hashlib.blake2b(said, key=key, digest_size=32).digest())

    def proofs_refused(self):
        return int(cluster.value("SELECT coalesce(max((counters->>'proofs_refused')::int), 0) FROM daybook.daemon"))

    def expect_refused(self, count):
        until(lambda: self.proofs_refused() == self.refused + count, f"{count} more proofs refused")


class Restored(Proof):
    def test_the_proof_is_what_the_page_says(self):
        sealed = reports.sealed_report(3, self.today)
        receipt = self.expect_receipt(self.client(3).ask(sealed), sealed)
        self.assertEqual(receipt.proof,
                         self.receipt_by(self.secret(), sealed, receipt.received_at_ms, receipt.timeliness).proof)
        again = self.expect_receipt(self.client(3).ask(sealed, earlier=receipt), sealed, "DUPLICATE")
        self.expect(self.client(50).ask(sealed, earlier=receipt), "FORBIDDEN", "scope.none")     # a proof is no right to see it
        self.assertEqual(again, receipt)

    def test_what_was_on_time_is_on_time_again(self):
        sealed, first = self.accepted_on_time(4, self.today)
        self.assertEqual(self.expect_receipt(self.client(4).ask(sealed, earlier=first), sealed), first)
        self.assertEqual(self.expect_receipt(self.client(4).ask(sealed), sealed, "DUPLICATE"), first)
        self.assertEqual(cluster.value("SELECT (extract(epoch FROM received_at) * 1000)::int8 || ' ' || timeliness FROM "
                                       "daybook.record WHERE committee_id = 4"), f"{first.received_at_ms} {pb.ON_TIME}")
        self.expect_refused(0)

    def test_without_a_proof_it_is_decided_anew(self):
        sealed, first = self.accepted_on_time(5, self.today)
        bare = pb.Receipt()
        bare.CopyFrom(first)
        bare.ClearField("proof")
        second = self.expect_receipt(self.client(5).ask(sealed, earlier=bare), sealed)
        self.assertEqual(second.timeliness, pb.LATE)
        self.assertGreater(second.received_at_ms, first.received_at_ms)

    def test_what_is_not_ours_proves_nothing(self):
        sealed, first = self.accepted_on_time(6, self.today)
        other = reports.sealed_report(7, self.today)
        spoiled = pb.Receipt()
        spoiled.CopyFrom(first)
        spoiled.proof = bytes([first.proof[0] ^ 1]) + first.proof[1:]
        sooner = pb.Receipt()
        sooner.CopyFrom(first)
        sooner.received_at_ms -= 1
        forgeries = {
            "a bit of the proof": spoiled,
            "another time": sooner,
            "a shorter one": pb.Receipt(received_at_ms=first.received_at_ms, timeliness=pb.ON_TIME,
                                        proof=first.proof[:31]),
            "another committee's": self.expect_receipt(self.client(7).ask(other), other),
            "another server's": self.receipt_by(bytes(32), sealed, first.received_at_ms),
        }
        for number, (name, forged) in enumerate(forgeries.items(), start=1):
            with self.subTest(name):
                second = self.expect_receipt(self.client(6).ask(sealed, earlier=forged), sealed)
                self.assertEqual(second.timeliness, pb.LATE)
                self.assertGreater(second.received_at_ms, first.received_at_ms)
                self.assertNotEqual(second.proof, first.proof)
                self.forget(sealed)
        self.expect_refused(number)


class WorldWentOn(Proof):
    """The night was closed, the posting ended, the form replaced since: what is proven was let in before, and is again."""

    def test_it_is_let_in_again(self):
        day, committee = shift(self.today, -1), 8
        sealed, first = self.accepted_on_time(committee, day)
        forged = pb.Receipt()
        forged.CopyFrom(first)
        forged.timeliness = pb.ON_TIME_OUTAGE

        cluster.close_night(day)
        self.wait_closed(self.client(1), day)
        self._only_with_its_proof(sealed, first, forged, "CLOSED", "night.closed")
        cluster.replace_form(shift(day, -30))
        self._only_with_its_proof(sealed, first, forged, "CLOSED", "night.closed")
        cluster.sql(f"UPDATE daybook.posting SET valid_from = valid_from - 30, valid_to = valid_to - 30 WHERE committee_id = "
                    f"{committee}; NOTIFY daybook_directory")
        self._only_with_its_proof(sealed, first, forged, "FORBIDDEN", "scope.none")

        # what is new is refused by each of them
        self.expect(self.client(committee).ask(reports.sealed_report(committee, day)), "FORBIDDEN", "scope.none")
        self.expect_violation(self.client(9).ask(reports.sealed_report(9, self.today)), "form.inactive")
        # another report that stands there is a person's choice, as ever
        rival = reports.sealed_report(committee, day)
        its_own = self.receipt_by(self.secret(), rival, first.received_at_ms)
        self.expect_receipt(self.client(committee).ask(rival, earlier=its_own), rival)
        self.expect(self.client(committee).ask(sealed, earlier=first), "CONFLICT", "stands")
        # its own key must be in force
        cluster.revoke(cluster.keys[committee])
        until(lambda: not self._may_talk(committee), "the key is out")

    def _only_with_its_proof(self, sealed, first, forged, status, reason):
        client = self.client(first.committee_id)
        until(lambda: client.ask(sealed).reason == reason, reason)
        self.expect(client.ask(sealed, earlier=forged), status, reason)
        self.assertEqual(self.expect_receipt(client.ask(sealed, earlier=first), sealed), first)
        self.forget(sealed)

    def _may_talk(self, committee):
        name, _ = self.client(committee).handshake(5)
        return name == "succeeded"

    def test_never_refused_for_good(self):
        """What the rules of today do not allow is held with an alarm: it was accepted once."""
        made = reports.set_figure(reports.record(10, self.today), 2, 99)
        sealed = reports.seal(made)
        proof = self.receipt_by(self.secret(), sealed, int(time.time() * 1000))
        self.expect_violation(self.client(10).ask(sealed), "E02")
        self.expect(self.client(10).ask(sealed, earlier=proof), "FAULT", "store.refused")
        self.daemon.wait_log("fault reason=proven_unfit committee=10")

    def test_a_committee_that_is_not_there(self):
        sealed = reports.sealed_report(4000, self.today)
        proof = self.receipt_by(self.secret(), sealed, int(time.time() * 1000))
        self.expect(self.client(11).ask(sealed, earlier=proof), "FORBIDDEN", "scope.none")
        self.assertEqual(self.rows(), 0)
