"""What one key may ask: its records in flight over all its connections, its rate, and what is owed to it when it is told BUSY."""
import time

import zmq

import reports
from daybook_client import PATIENCE, pb, take_all
from daybook_flow import FlowTest, iso, shift, until


class InFlight(FlowTest):
    daemon_options = {"intake__per_client": 2, "intake__per_key": 3, "retry_after_ms": 700}

    def test_connections_of_one_key_count_together(self):
        one, other = self.client(2), self.client(2)
        sealed = [reports.sealed_report(2, shift(self.today, -day)) for day in range(4)]
        with self.cluster.lock("daybook.record"):
            for client, record in zip((one, one, other, other), sealed):
                client.post(record)
            (client, reply), = take_all([one, other], 1)
            self.expect(reply, "BUSY", "key.full")
            self.assertEqual(reply.retry_after_ms, 700)
        for _, reply in take_all([one, other], 3):
            self.expect(reply, "ACCEPTED")
        for record in sealed:
            self.assertIn(one.deliver(record).status, (pb.ACCEPTED, pb.DUPLICATE))
        self.assertEqual(self.rows("committee_id = 2"), 4)

    def test_no_busy_for_what_is_being_written(self):
        client, second = self.client(3), self.client(3)
        sealed = [reports.sealed_report(3, shift(self.today, -day)) for day in range(4)]
        with self.cluster.lock("daybook.record"):
            client.post(sealed[0])
            until(lambda: self.cluster.value("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0",
                  "it is being written")
            for record in sealed[1:3]:
                second.post(record)
            second.post(sealed[0], attempt=2)                # a copy above the limit: silence
            second.post(sealed[3])                           # another record above the limit
            (_, reply), = take_all([client, second], 1)
            self.expect(reply, "BUSY")
            self.assertEqual(reply.request_id, second.numbers)
        for _, reply in take_all([client, second], 3):
            self.expect(reply, "ACCEPTED")


class Memory(FlowTest):
    daemon_options = {"intake__total_mib": 1}

    def test_what_records_in_flight_hold_is_bounded(self):
        client, other = self.client(2), self.client(3)
        sealed = [reports.sealed_report(2, shift(self.today, -day)) for day in range(125)]
        with self.cluster.lock("daybook.record"):
            for record in sealed:
                client.post(record)
            (_, reply), = take_all([client], 1)
            self.expect(reply, "BUSY", "queue.full")
            self.expect(other.ask(reports.sealed_report(3, self.today)), "BUSY", "queue.full")
        take_all([client], len(sealed) - 1)
        self.expect(other.deliver(reports.sealed_report(3, self.today)), "ACCEPTED")


class Log(FlowTest):
    def test_one_key_does_not_fill_the_log_and_every_verdict_is_counted(self):
        client, other = self.client(self.cluster.stranger_to(3)), self.client(3)
        strange = reports.sealed_report(3, self.today)       # committee 3 is not the stranger's
        for _ in range(130):
            self.expect(client.ask(strange), "FORBIDDEN", "scope.none")
        self.expect_receipt(other.ask(strange), strange)
        self.daemon.wait_log("event=verdict status=ACCEPTED")
        self.assertEqual(self.daemon.stop(), 0)
        log = self.daemon.log()
        left_out = [int(line.split("lines=")[1]) for line in log.splitlines() if "event=verdicts_left_out status=FORBIDDEN" in line]
        written = log.count("event=verdict status=FORBIDDEN")
        self.assertLessEqual(written, 200)                   # a hundred a minute; a slow machine may take two
        self.assertEqual(written + sum(left_out), 130)
        self.assertIn(" forbidden=130 ", log)


class Rate(FlowTest):
    daemon_options = {"intake__key_rate": 1, "intake__key_burst": 3, "retry_after_ms": 700}

    def test_above_its_rate_a_key_is_told_when_to_come_again(self):
        client, other = self.client(4), self.client(5)
        for _ in range(3):
            self.expect(client.scope(), "ANSWER")
        reply = self.expect(client.ask(reports.sealed_report(4, self.today)), "BUSY", "key.rate")
        self.assertTrue(700 <= reply.retry_after_ms <= 1000, reply.retry_after_ms)
        self.expect(self.client(4).scope(), "BUSY", "key.rate")          # on whatever connection
        sealed = reports.sealed_report(5, self.today)
        self.expect_receipt(other.ask(sealed), sealed)                   # nobody else is held back
        self.daemon.wait_log("event=turned_away reason=key.rate")

    def test_who_goes_on_asking_is_hung_up_on(self):
        other = self.client(9)
        cut = "event=cut port=port why=asks_without_end"

        def is_cut():                                        # more than 1,000 fell into one second of the daemon's
            mad = self.client(8)                             # and stays open: to close it would take back what waits
            mad.socket.setsockopt(zmq.SNDTIMEO, 1000)
            try:
                for _ in range(1500):
                    mad.post(query=pb.Query(scope=pb.ScopeQuery()))
                return self.daemon.wait_log(cut, 2)
            except (zmq.Again, TimeoutError):                # hung up on while it spoke; or spread over two seconds
                return cut in self.daemon.log()
        until(is_cut, "it is hung up on", 60 * PATIENCE)
        sealed = reports.sealed_report(9, self.today)
        self.expect_receipt(other.ask(sealed), sealed)

        def is_answered():
            again = self.client(8)
            try:
                again.post(query=pb.Query(scope=pb.ScopeQuery()))
                return again.take(2).status in (pb.ANSWER, pb.BUSY)
            except (zmq.Again, TimeoutError):                # still within that second
                return False
        until(is_answered, "it may come again", 60 * PATIENCE)

    def busy_before_the_deadline(self, client, day, sealed):
        """The bytes came when there was time, and were answered BUSY; now there is none left."""
        self.cluster.sql(f"UPDATE daybook.night SET deadline = now() + interval '{4 * PATIENCE} s', opens = now() - interval '1 s' "
                         f"WHERE report_date = '{iso(day)}'; NOTIFY daybook_directory")
        deadline = time.monotonic() + 4 * PATIENCE
        while client.ask(query=pb.Query(scope=pb.ScopeQuery())).status != pb.BUSY:
            pass
        self.expect(client.ask(sealed), "BUSY", "key.rate")
        self.assertLess(time.monotonic(), deadline)
        time.sleep(max(0, deadline - time.monotonic()) + 0.2)

    def test_busy_before_the_deadline_is_on_time_after_it(self):
        client, other = self.client(6), self.client(7)
        day = shift(self.today, -1)
        held, late = reports.sealed_report(6, day), reports.sealed_report(7, day)
        self.busy_before_the_deadline(client, day, held)
        self.assertEqual(self.expect_receipt(other.ask(late), late).timeliness, pb.LATE)
        self.assertEqual(self.expect_receipt(client.deliver(held), held).timeliness, pb.ON_TIME)

    def test_so_is_one_that_a_closed_night_held_meanwhile(self):
        client, day = self.client(10), shift(self.today, -2)
        sealed = reports.sealed_report(10, day)
        self.busy_before_the_deadline(client, day, sealed)
        self.cluster.close_night(day)
        until(lambda: any(n.date == day and n.closed for n in self.client(11).scope().scope.nights), "the night is closed")
        self.expect(client.deliver(sealed), "CLOSED", "night.closed")
        self.cluster.reopen(10, day)
        until(lambda: client.deliver(sealed).status in (pb.ACCEPTED, pb.DUPLICATE), "it is let in")
        self.assertEqual(self.expect_receipt(client.deliver(sealed), sealed, "DUPLICATE").timeliness, pb.ON_TIME)
