"""The database away, back, wrong, too old or too new; and the daemon's own end: it says which, and recovers by itself."""
import signal
import socket
import time

import reports
from daybook_client import PATIENCE, take_all
from daybook_flow import FlowTest, ROOT, cluster, run, shift, until


def port_is_bound(endpoint):
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        return False
    return True


def free_endpoint():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{probe.getsockname()[1]}"


class Away(FlowTest):
    def tearDown(self):
        cluster.start()                                      # safe to repeat

    def test_stopped_then_back_without_a_restart_of_the_daemon(self):
        client, pid = self.client(1), self.daemon.process.pid
        first = reports.sealed_report(1, self.today)
        self.expect_receipt(client.ask(first), first)
        cluster.stop()
        waiting = [reports.sealed_report(c, self.today) for c in (2, 3)]
        clients = [self.client(2), self.client(3)]
        for one, sealed in zip(clients, waiting):
            reply = self.expect(one.ask(sealed), "BUSY")
            self.assertGreater(reply.retry_after_ms, 0)
        self.expect(clients[0].scope(), "ANSWER")            # what it knows it still tells
        self.daemon.wait_log("event=database_lost")
        cluster.start()
        for one, sealed in zip(clients, waiting):
            one.deliver(sealed)
            self.expect_receipt(one.ask(sealed), sealed, "DUPLICATE")
        self.assertEqual(self.daemon.process.pid, pid)
        self.assertTrue(self.daemon.alive())

    def test_restarted_in_the_middle_of_a_night(self):
        clients = {c: self.client(c) for c in range(10, 30)}
        sealed = {c: reports.sealed_report(c, self.today) for c in clients}
        early, late = list(clients)[:11], list(clients)[11:]
        for committee in early:
            clients[committee].post(sealed[committee])       # may be in doubt: then nothing is said before it is known
        cluster.stop()
        for committee in late:
            self.expect(clients[committee].ask(sealed[committee]), "BUSY")
        cluster.start()
        receipts = {c: client.deliver(sealed[c]).receipt for c, client in clients.items()}
        for committee, client in clients.items():
            self.assertEqual(self.expect_receipt(client.ask(sealed[committee]), sealed[committee], "DUPLICATE"),
                             receipts[committee])
        self.assertEqual(self.rows("committee_id BETWEEN 10 AND 29"), 20)

    def test_connections_ended_by_the_administrator(self):
        client = self.client(40)
        for round_ in range(5):
            cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon'")
            sealed = reports.sealed_report(40, shift(self.today, -(round_ % 3))) if round_ < 3 else \
                reports.sealed_report(41 + round_, self.today)
            sender = client if round_ < 3 else self.client(41 + round_)
            sender.deliver(sealed)
            self.expect_receipt(sender.ask(sealed), sealed, "DUPLICATE")

    def test_a_row_locked_for_long_is_busy_and_then_well(self):
        client, sealed = self.client(50), reports.sealed_report(50, self.today)
        with cluster.lock("daybook.record"):
            reply = self.expect(client.ask(sealed, timeout_s=60 * PATIENCE), "BUSY")
            self.assertTrue(reply.reason)
        client.deliver(sealed)
        self.expect_receipt(client.ask(sealed), sealed, "DUPLICATE")


class Refused(FlowTest):
    """A database that cannot be used: the log says why, and nobody is let in to be told lies."""

    daemon_at_start = False

    def refused(self, database, words, **options):
        """A daemon that must not serve; its log must say each of the words, and it must be there to try again."""
        endpoint = free_endpoint()
        daemon = self.new_daemon(database=database, listen=endpoint, name="refused", **options).spawn()
        try:
            for word in words:
                daemon.wait_log(word)
            time.sleep(0.5)
            self.assertNotIn("event=ready", daemon.log())
            self.assertFalse(port_is_bound(endpoint))
            self.assertTrue(daemon.alive())
            self.assertEqual(daemon.stop(), 0)
        finally:
            daemon.kill()

    def test_a_role_that_is_not_there(self):
        self.refused(cluster.url("daybook_nobody"), ["event=database_lost", "daybook_nobody"])

    def test_a_wrong_password(self):
        base = cluster.value("SHOW data_directory")
        rules = f"{base}/pg_hba.conf"
        with open(rules, encoding="utf-8") as file:
            before = file.read()
        cluster.sql("ALTER ROLE daybook_daemon PASSWORD 'right'")
        try:
            with open(rules, "w", encoding="utf-8") as file:
                file.write("local all daybook_daemon scram-sha-256\n" + before)
            cluster.value("SELECT pg_reload_conf()")
            time.sleep(0.3)
            self.refused(cluster.url("daybook_daemon") + " password=wrong", ["event=database_lost", "password"])
            right = self.new_daemon(database=cluster.url("daybook_daemon") + " password=right", name="right").start()
            self.assertEqual(right.stop(), 0)
            self.assertNotIn("password=", right.log())
        finally:
            with open(rules, "w", encoding="utf-8") as file:
                file.write(before)
            cluster.sql("ALTER ROLE daybook_daemon PASSWORD NULL; SELECT pg_reload_conf()")

    def test_a_database_that_is_not_there(self):
        self.refused(cluster.url("daybook_daemon", database="daybook_none"), ["event=database_lost", "daybook_none"])

    def test_no_server(self):
        self.refused("host=/nonexistent dbname=daybook user=daybook_daemon", ["event=database_lost", "/nonexistent"])

    def test_a_server_that_comes_later(self):
        daemon = self.new_daemon(name="early")
        cluster.stop()
        try:
            daemon.spawn()
            daemon.wait_log("event=database_lost")
        finally:
            cluster.start()
        line = daemon.wait_log("event=ready")
        daemon.endpoint = line.split("endpoint=")[1].split()[0]
        daemon.wait_log("event=accepting=yes")
        sealed = reports.sealed_report(1, self.today)
        self.expect_receipt(self.client(1, daemon=daemon).ask(sealed), sealed)
        self.assertEqual(daemon.stop(), 0)

    def test_a_schema_that_is_not_there_and_then_is(self):
        cluster.fresh(migrated=False)
        daemon = self.new_daemon(name="unmigrated").spawn()
        try:
            until(lambda: "event=schema_too_old" in daemon.log() or "event=database_refused" in daemon.log(), "refusal")
            self.assertNotIn("event=ready", daemon.log())
            run(["sh", ROOT / "sql/migrate.sh", cluster.url()])
            daemon.wait_log("event=ready", 60 * PATIENCE)
            self.assertEqual(daemon.stop(), 0)
        finally:
            daemon.kill()
            cluster.fresh()

    def test_another_zone_of_the_nights(self):
        self.refused(None, ["event=zone_differs", "database=Asia/Shanghai minutes=480 here=540"], zone="Asia/Tokyo")
        same = self.new_daemon(name="same", zone="CST-8").start()                # another name, the same hour
        self.assertEqual(same.stop(), 0)

    def test_a_schema_that_is_too_old(self):
        cluster.sql("CREATE TABLE kept AS SELECT * FROM daybook.schema_migration; DELETE FROM daybook.schema_migration "
                    "WHERE number > 1")
        try:
            self.refused(None, ["event=schema_too_old"])
        finally:
            cluster.sql("INSERT INTO daybook.schema_migration SELECT * FROM kept WHERE number > 1; DROP TABLE kept")

    def test_a_schema_that_is_too_new(self):
        cluster.sql("INSERT INTO daybook.schema_migration SELECT 9999, '9999_later.sql', checksum, applied_at "
                    "FROM daybook.schema_migration LIMIT 1")
        try:
            self.refused(None, ["event=schema_too_new"])
        finally:
            cluster.sql("DELETE FROM daybook.schema_migration WHERE number = 9999")


class Signals(FlowTest):
    def test_sigterm_drains_what_is_under_way(self):
        clients = {c: self.client(c, immediate=0) for c in range(1, 31)}
        sealed = {c: reports.sealed_report(c, self.today) for c in clients}
        for client in clients.values():
            self.expect(client.scope(), "ANSWER")
        with cluster.lock("daybook.record"):
            for committee, client in clients.items():
                client.post(sealed[committee])
            until(lambda: cluster.value("SELECT count(*) FROM pg_stat_activity WHERE usename = 'daybook_daemon' "
                                        "AND wait_event_type = 'Lock'") != "0", "a transaction that waits")
            time.sleep(0.5)
            self.daemon.signal(signal.SIGTERM)
            self.daemon.wait_log("event=draining")
        by_client = {client: committee for committee, client in clients.items()}
        for client, reply in take_all(clients.values(), len(clients)):
            self.expect_receipt(reply, sealed[by_client[client]])
        self.assertEqual(self.daemon.process.wait(timeout=30 * PATIENCE), 0)
        self.daemon.wait_log("event=stopped")
        self.assertEqual(cluster.value("SELECT accepting FROM daybook.daemon"), "f")
        self.daemon.start()

    def test_sighup_reads_the_directory_again(self):
        client = self.client(40)
        self.assertEqual(client.scope().scope.form_version, 1)
        cluster.sql("UPDATE daybook.person SET name = '样例新名' WHERE code = "        # without the office's NOTIFY
                    f"'{cluster.person_at(40)}'")
        self.assertNotEqual(client.scope().scope.person.decode(), "样例新名")
        self.daemon.signal(signal.SIGHUP)
        self.daemon.wait_log("event=reload")
        until(lambda: client.scope().scope.person.decode() == "样例新名", "the new name", 10 * PATIENCE)
        self.assertTrue(self.daemon.alive())

    def test_a_beat_in_its_row(self):
        before = float(cluster.value("SELECT extract(epoch FROM alive_at) FROM daybook.daemon"))
        until(lambda: float(cluster.value("SELECT extract(epoch FROM alive_at) FROM daybook.daemon")) > before,
              "a beat", 40 * PATIENCE)
        self.assertEqual(cluster.value("SELECT accepting FROM daybook.daemon"), "t")


class Outages(FlowTest):
    """From the last beat that accepted to the first one that does again, whoever beats and whatever lies between."""

    def outages(self):
        return cluster.sql("SELECT round(extract(epoch FROM ends - begins) / 60) FROM daybook.outage ORDER BY begins")

    def accepting(self):
        return cluster.value(f"SELECT accepting FROM daybook.daemon WHERE name = '{self.daemon.name}'")

    def long_ago(self, minutes):
        """As if the last beat of all had been then."""
        cluster.sql(f"UPDATE daybook.daemon SET alive_at = now() - interval '{minutes} minutes'")

    def test_after_a_power_cut(self):
        self.daemon.kill()
        self.long_ago(50)
        self.daemon.start()
        until(lambda: self.outages() == [["50"]], "the outage of the power cut")
        self.daemon.kill()                                   # and on a new machine, under another name
        self.long_ago(40)
        spare = self.new_daemon(name="spare").start()
        until(lambda: self.outages() == [["50"], ["40"]], "the outage until the spare daemon")
        self.assertEqual(spare.stop(), 0)
        self.daemon.start()

    def test_who_accepted_and_could_not_say_so_was_not_away(self):
        """The statement itself, five minutes after the last beat: it would take as long to wait for them."""
        statement = (ROOT / "sql/queries/daemon_outage.sql").read_text(encoding="utf-8")
        for accepted_s, found in ((300, []), (271, []), (200, [["100"]]), (0, [["300"]])):
            with self.subTest(accepted_s=accepted_s):
                seen = cluster.sql("BEGIN; DELETE FROM daybook.outage; "
                                   "UPDATE daybook.daemon SET alive_at = now() - interval '5 minutes'; " +
                                   statement.replace("$1", str(1000 * accepted_s)) +
                                   "; SELECT round(extract(epoch FROM ends - begins)) FROM daybook.outage; ROLLBACK")
                self.assertEqual(seen, found)

    def test_while_it_lived_and_the_database_was_away(self):
        before = len(self.outages())
        cluster.sql("ALTER TABLE daybook.typical_case RENAME TO away")           # connections that write cannot come back
        cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon'")
        try:
            until(lambda: self.accepting() == "f", "it says so")
            self.long_ago(30)
            cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon'")
            cluster.sql("UPDATE daybook.daemon SET accepting = true")            # as if it had not been able to say that
            until(lambda: self.accepting() == "f", "it beats again")
        finally:
            cluster.sql("ALTER TABLE daybook.away RENAME TO typical_case")
        until(lambda: len(self.outages()) == before + 1, "the outage")
        self.assertEqual(self.outages()[-1], ["30"])


class Handover(FlowTest):
    """Two daemons, one is stopped: the other goes on, and gives the same answers."""

    def test_the_other_daemon_answers_duplicate(self):
        second = self.new_daemon(name="second").start()
        sealed = reports.sealed_report(1, self.today)
        first = self.expect_receipt(self.client(1).ask(sealed), sealed)
        self.assertEqual(self.daemon.stop(), 0)
        self.assertEqual(self.expect_receipt(self.client(1, daemon=second).ask(sealed), sealed, "DUPLICATE"), first)
        self.assertEqual(second.stop(), 0)
