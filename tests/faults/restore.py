"""A restore of an older state, by dump and by base backup: every receipt ever shown is true again.

Reports come in, both backups are taken at one moment while they do, more come in. Then the database goes back, first to the
dump and later to the base backup, as sql/README.md says; the clients hear of the new epoch and bring what is missing; and the
ledgers are compared: what was ever shown, what is in the tables. The last line is the sum.
"""
import os
import random
import signal
import sys
import tempfile
import time
import traceback

import zmq

import reports
from daybook_client import PATIENCE, pb, seal_hash
from daybook_flow import ROOT, iso, run
from load import Load, code_of, connect
from stage import BIN, Stage, as_server, leave

CONVERGE_S = 60


class Ledger:
    """Every receipt ever shown: (committee, id) -> (hash, code, received_at, timeliness); every sealed report of each committee,
    in order; and the receipts whole, as an outbox keeps them. Which revision is not compared: what was lost may get another."""

    def __init__(self):
        self.shown, self.sealed, self.receipt = {}, {}, {}
        self.passed = self.failed = 0

    def note(self, committee, sealed, receipt):
        record_id = pb.Record.FromString(sealed).id.hex()
        said = (receipt.received_at_ms, pb.Timeliness.Name(receipt.timeliness))
        self.shown[committee, record_id] = (seal_hash(sealed).hex(), code_of(record_id, sealed), *said)
        self.receipt[sealed] = receipt
        self.sealed.setdefault(committee, []).append(sealed)

    def check(self, name, holds, why=""):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"{'ok' if holds else 'FAILED':6} {name}{'' if holds else ': ' + str(why)}", flush=True)

    def compare(self, name, cluster):
        rows = {(int(r[0]), r[1]): (r[2], r[3], int(r[4]), pb.Timeliness.Name(int(r[5]))) for r in cluster.sql(
            "SELECT committee_id, replace(id::text, '-', ''), encode(hash, 'hex'), code, "
            "(extract(epoch FROM received_at) * 1000)::int8, timeliness FROM daybook.record")}
        untrue = [key for key, said in self.shown.items() if rows.get(key) != said]
        self.check(f"{name}: all of {len(self.shown)} receipts are true", not untrue, untrue[:5])
        self.check(f"{name}: nothing else is there", rows.keys() == self.shown.keys(),
                   list(rows.keys() - self.shown.keys())[:5])
        gaps = cluster.sql("SELECT committee_id, report_date FROM daybook.record GROUP BY 1, 2 "
                           "HAVING max(revision) <> count(*) OR min(revision) <> 1")
        self.check(f"{name}: revisions without a gap", not gaps, gaps)
        drawn = cluster.value("SELECT (SELECT count(*) FROM daybook.record) = (SELECT count(*) FROM daybook.nightly_report)")
        self.check(f"{name}: a report drawn from each", drawn == "t")


def patient(client):
    """The same connection, for one question at a time."""
    client.socket.setsockopt(zmq.SNDTIMEO, 2000)
    return client


class Office:
    """The stage, the nights that went by on it, and a second laptop at one committee."""

    def __init__(self, stage, ledger):
        self.stage, self.cluster, self.ledger = stage, stage.cluster, ledger
        self.committee = next(iter(stage.homes))
        key = self.cluster.approve(self.committee)
        for daemon in stage.daemons:                     # they know it then
            daemon.restart()
        self.other = connect(stage.daemons[0].front, stage.server_hex, key)
        self.other_sealed = []

    def night(self, meanwhile=lambda load: None):
        """Everybody reports once or more; `meanwhile` happens under that load."""
        day = self.stage.next_night()
        self.cluster.sql(f"UPDATE daybook.night SET deadline = now() + interval '1 hour' WHERE report_date = '{iso(day)}'; "
                         "NOTIFY daybook_directory")
        load = Load(self.stage.clients, day, random.Random(day))
        load.start()
        meanwhile(load)
        for home in self.stage.homes.values():
            home.submit(day)
        for home in self.stage.homes.values():
            status = home.end() and home.flush_until(time.monotonic() + CONVERGE_S * PATIENCE)
            self.ledger.check(f"{day}: home {home.committee} has delivered", status == 0, home.said)
        heard = load.finish(CONVERGE_S * PATIENCE)
        self.ledger.check(f"{day}: every desk has its receipts", heard and not load.troubles, load.troubles)
        for desk in load.desks.values():
            for sealed in desk.sealed:
                self.ledger.note(desk.committee, sealed,
                                 load.first[desk.committee, pb.Record.FromString(sealed).id.hex()])
        for home in self.stage.homes.values():
            receipts = home.receipts(day)
            for item_id, sealed in home.items("done", day).items():
                self.ledger.note(home.committee, sealed, receipts[item_id])
        return day

    def correct_from_another_laptop(self, day):
        base = next(iter(self.stage.homes[self.committee].items("done", day)))
        sealed = reports.sealed_report(self.committee, day, corrects=bytes.fromhex(base))
        reply = patient(self.other).deliver(sealed)
        self.ledger.check("a correction from another laptop", reply.status == pb.ACCEPTED, reply)
        self.ledger.note(self.committee, sealed, reply.receipt)
        self.other_sealed.append(sealed)

    # ------------------------------------------------------------ after a restore

    def begin_again(self):
        """Every deadline is over by now, so that what is decided anew is LATE."""
        run(["sh", ROOT / "sql/migrate.sh", self.cluster.url(), "--restored"])
        self.cluster.sql("UPDATE daybook.night SET deadline = greatest(opens, now() - interval '1 day') + interval '1 ms' "
                         "WHERE deadline > now()")
        for daemon in self.stage.daemons:
            daemon.start()

    def bring_back(self, name):
        """Each client does its duty; the other laptop too early on purpose."""
        for sealed in self.other_sealed:
            reply = patient(self.other).deliver(sealed, earlier=self.ledger.receipt[sealed])
            self.ledger.check(f"{name}: a correction is held while its base is away",
                              reply.status == pb.DUPLICATE or reply.reason == "base.unknown", reply)
        for home in self.stage.homes.values():
            status = home.flush_until(time.monotonic() + CONVERGE_S * PATIENCE)
            self.ledger.check(f"{name}: home {home.committee} sent again", status == 0, home.said)
        again = [(self.other, sealed) for sealed in self.other_sealed]
        again += [(clients[0], sealed) for c, clients in self.stage.clients.items() for sealed in self.ledger.sealed[c]]
        refused = []
        for client, sealed in again:
            reply = patient(client).deliver(sealed, earlier=self.ledger.receipt[sealed])
            if reply.status not in (pb.ACCEPTED, pb.DUPLICATE):
                refused.append(str(reply))
        self.ledger.check(f"{name}: {len(again)} reports of other clients sent again", not refused, refused[:3])
        self.ledger.compare(name, self.cluster)


def stop_daemons(stage):
    for daemon in stage.daemons:
        daemon.stop()


def take_backups(stage, folder):
    """Both at one moment, as an office would: its own database by pg_dump, the whole server by pg_basebackup."""
    cluster = stage.cluster

    def take(load):
        load.wait(5)
        as_server([BIN / "pg_basebackup", "-h", cluster.base, "-p", "5432", "-U", "daybook_admin", "-D",
                   cluster.base / "backup",
                   "-c", "fast", "-X", "stream"])
        run(["pg_dump", "--format=custom", f"--dbname={cluster.url()}", f"--file={folder}/dump"])
    return take


def restore_dump(stage, folder):
    cluster = stage.cluster
    cluster.sql("DROP DATABASE daybook WITH (FORCE)", "postgres")
    run(["createdb", "-h", cluster.base, "-p", "5432", "-U", "daybook_admin", "-E", "UTF8", "-T", "template0",
         "--lc-collate=C",
         "--lc-ctype=C.UTF-8", "daybook"])
    run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", cluster.url(), "-f", ROOT / "sql/roles.sql"])
    run(["pg_restore", "--exit-on-error", f"--dbname={cluster.url()}", f"{folder}/dump"])


def restore_base_backup(stage, _folder):
    cluster = stage.cluster
    cluster.stop_immediately()
    as_server(["rm", "-rf", cluster.base / "data"])
    as_server(["cp", "-a", cluster.base / "backup", cluster.base / "data"])
    cluster.start()


def main():
    signal.signal(signal.SIGTERM, leave)
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="dbkrestore-") as folder:
        os.chmod(folder, 0o755)
        stage = Stage(folder, os.environ["DBK_PRELOAD"])
        try:
            stage.open()
            office = Office(stage, ledger)
            office.night()
            second = office.night(take_backups(stage, folder))
            office.correct_from_another_laptop(second)
            office.night()
            for name, restore in (("dump", restore_dump), ("base backup", restore_base_backup)):
                stop_daemons(stage)
                restore(stage, folder)
                there = {row[0] for row in stage.cluster.sql("SELECT replace(id::text, '-', '') FROM daybook.record")}
                lost = [said for (_, record_id), said in ledger.shown.items() if record_id not in there]
                on_time = sum(said[-1] == "ON_TIME" for said in lost)
                ledger.check(f"{name}: it is older by {len(lost)} receipts, {on_time} of them on time", on_time > 0,
                             lost[:5])
                office.begin_again()
                office.bring_back(name)
                office.night()
        except Exception:
            ledger.check("no trouble", False, traceback.format_exc())
        finally:
            stage.close()
    print(f"restore: {ledger.passed} passed, {ledger.failed} failed")
    return 0 if ledger.failed == 0 and ledger.passed > 0 else 1


sys.exit(main())
