"""The stage of the flow tests: a private PostgreSQL, a daybookd, and the acts of the office.

One cluster serves all tests of a run; every test class gets a database of its own, copied from one that is migrated and
holds the sample roster and a key for each committee. Daemons are ended by their own process id, by whoever began them.
"""
import atexit
import csv
import datetime
import io
import json
import os
import pathlib
import pty
import shlex
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import daybook_client
from daybook_client import PATIENCE, Client, Key

ROOT = pathlib.Path(__file__).absolute().parents[2]
BUILD = pathlib.Path(os.environ["DBK_BUILD"])
WRAP = shlex.split(os.environ.get("DBK_WRAP", ""))       # e.g. valgrind --error-exitcode=99 -q
COMMITTEES = range(1, 54)
NOBODY_THERE = "tcp://127.0.0.1:9"                        # nothing listens on this port
START_S, STOP_S, PROGRAM_S = 30 * PATIENCE, 30 * PATIENCE, 60 * PATIENCE
LAST_S = 120


def run(command, **more):
    """Run to the end, or fail; its standard output is returned."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120 * PATIENCE,
                          **more)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: exit {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def until(true, what, timeout_s=20 * PATIENCE):
    """Wait until `true()` gives something; that is returned."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        got = true()
        if got:
            return got
        time.sleep(0.05)
    raise TimeoutError(f"not within {timeout_s} s: {what}")


def day_number(date):
    return date.year * 10000 + date.month * 100 + date.day


def shift(day, days):
    date = datetime.date(day // 10000, day // 100 % 100, day % 100) + datetime.timedelta(days=days)
    return day_number(date)


def iso(day):
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def tonight():
    """The business date, in the zone that a database has by default: it begins at 04:00 in Shanghai, 20:00 UTC."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=4)).date()


def await_night():
    """Classes of tests stay within one night: none is begun in its last minutes."""
    left = 86400 - (time.time() + 4 * 3600) % 86400
    if left < LAST_S:
        time.sleep(left + 1)


class Cluster:
    """The private PostgreSQL in the folder $DBK_CLUSTER, and one database `daybook` in it at a time."""

    def __init__(self, folder):
        self.folder = folder
        self.tool = ROOT / "tests/harness/cluster.sh"
        self.laid = None                         # the business date that daybook_laid is laid out for
        self.keys = {}
        self.today = 0
        self.roster = []

    def start(self):
        run([self.tool, "start", self.folder, "--fast"])

    def stop(self):
        run([self.tool, "stop", self.folder])

    def url(self, role=None, database="daybook"):
        words = [self.tool, "url", self.folder] + ([role] if role else [])
        return run(words).strip().replace("dbname=daybook", f"dbname={database}")

    def sql(self, statement, database="daybook"):
        """Run as the superuser; rows as lists of text."""
        out = run(["psql", "-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database=database)],
                  input=statement)
        return [line.split("\t") for line in out.splitlines()]

    def value(self, statement):
        return self.sql(statement)[0][0]

    def fresh(self, migrated=True):
        """A new database: copied from the one that was laid out for tonight, or with nothing in it."""
        await_night()
        if self.laid != tonight():
            self._lay_out()
        copy = "TEMPLATE daybook_laid" if migrated else ""
        self.sql("DROP DATABASE IF EXISTS daybook WITH (FORCE)", "postgres")
        self.sql(f"CREATE DATABASE daybook {copy}", "postgres")
        if migrated:
            self.migrate()                       # rights on the database and its zone are not copied

    def migrate(self):
        run(["sh", ROOT / "sql/migrate.sh", self.url()])

    def _lay_out(self):
        self.start()
        for name in ("daybook", "daybook_laid"):
            self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", "postgres")
        self.sql("CREATE DATABASE daybook", "postgres")
        self.migrate()
        self.today = int(self.value("SELECT to_char(office.business_date(), 'YYYYMMDD')"))
        laid = run(["sh", ROOT / "tests/sample/lay.sh", iso(self.today)],
                   input=(ROOT / "tests/sample/roster.csv").read_text())
        self.roster = [dict(row, line=number) for number, row in enumerate(csv.DictReader(io.StringIO(laid)), start=2)]
        self.sql(f"SELECT office.import_roster($roster${json.dumps(self.roster)}$roster$)")
        acts = []
        for committee in COMMITTEES:
            self.keys[committee] = Key()
            acts.append(f"SELECT office.approve_key('{self.keys[committee].hex}', '{self.person_at(committee)}')")
        self.sql("; ".join(acts))
        self.sql("ALTER DATABASE daybook RENAME TO daybook_laid", "postgres")
        self.laid = tonight()

    def person_at(self, committee):
        """The code of somebody who may report for the committee today; one with few postings if there is one."""
        here = [row for row in self.roster if int(row["committee_id"]) == committee
                and row["valid_from"] <= iso(self.today) <= row["valid_to"]]
        return min(here, key=lambda row: row["secretary"])["person_code"]

    def stranger_to(self, committee):
        """A committee whose key may not report for this one today."""
        person_of = {c: self.person_at(c) for c in COMMITTEES}
        here = {row["person_code"] for row in self.roster if int(row["committee_id"]) == committee}
        return next(c for c in COMMITTEES if person_of[c] not in here)

    # ------------------------------------------------------------ the acts of the office

    def approve(self, committee):
        """A further key for the person at the committee."""
        key = Key()
        self.sql(f"SELECT office.approve_key('{key.hex}', '{self.person_at(committee)}')")
        return key

    def revoke(self, key):
        self.sql(f"SELECT office.revoke_key('{key.hex}', 'test')")

    def close_night(self, day):
        self.sql(f"SELECT office.close_night('{iso(day)}', 'test')")

    def reopen(self, committee, day):
        self.sql(f"SELECT office.reopen({committee}, '{iso(day)}', 'test')")

    def replace_form(self, last_night):
        """Version 2, the same as 1, comes into force the day after version 1's last night."""
        copies = [
            f"UPDATE daybook.form_version SET active_to = '{iso(last_night)}' WHERE version = 1",
            f"INSERT INTO daybook.form_version SELECT 2, '{iso(shift(last_night, 1))}', NULL, note FROM daybook.form_version",
        ]
        for table in ("form_group", "form_indicator", "form_rule", "form_rule_term"):
            columns = self.value("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attnum > 0 AND "
                                 f"attname <> 'version' AND attrelid = 'daybook.{table}'::regclass")
            copies.append(f"INSERT INTO daybook.{table} (version, {columns}) SELECT 2, {columns} FROM daybook.{table}")
        self.sql("; ".join(["BEGIN", *copies, "NOTIFY daybook_directory", "COMMIT"]))

    def lock(self, table):
        return TableLock(self, table)


class TableLock:
    """While it is held, nothing can be written to the table: what the daemon was given stays under way."""

    def __init__(self, cluster, table):
        self.table = table
        self.command = ["psql", "-X", "-q", "-At", "-d", cluster.url()]

    def __enter__(self):
        self.psql = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write(f"BEGIN; LOCK TABLE {self.table} IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
        self.psql.stdin.flush()
        if self.psql.stdout.readline().strip() != "held":
            raise RuntimeError(f"no lock on {self.table}")
        return self

    def __exit__(self, *why):
        self.psql.stdin.close()
        self.psql.wait(timeout=20 * PATIENCE)
        self.psql.stdout.close()


class Daemon:
    """One daybookd. Its log lies in a file and can be waited for."""

    wrap = WRAP

    def __init__(self, folder, database, name="daybookd", **options):
        self.folder, self.name = pathlib.Path(folder), name
        self.options = {"database": database, "name": name, "key_file": str(self.folder / "server.key"),
                        "listen": "tcp://127.0.0.1:*"} | {k.replace("__", "."): str(v) for k, v in options.items()}
        self.log_path = self.folder / f"{name}.log"
        self.log_path.touch()
        self.seen = 0
        self.process = None
        self.endpoint = None

    @staticmethod
    def make_key(folder):
        return run([BUILD / "daybookd", "--keygen", pathlib.Path(folder) / "server.key"]).strip()

    def spawn(self):
        """Start it without waiting for anything."""
        self.seen = self.log_path.stat().st_size
        config = self.folder / f"{self.name}.ini"
        config.write_text("".join(f"{name} = {value}\n" for name, value in self.options.items()))
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(self.wrap + [str(BUILD / "daybookd"), "--config", str(config)], stderr=log,
                                            stdin=subprocess.DEVNULL)
        atexit.register(self.kill)               # also when the run is interrupted
        return self

    def start(self):
        """Start it and wait until it serves and its store is there. Once it has, it keeps its port for later starts."""
        self.spawn()
        line = self.wait_log("event=ready", START_S)
        self.wait_log("accepting=yes", START_S)
        self.endpoint = line.split("endpoint=")[1].split()[0]
        self.options["listen"] = self.endpoint
        self.wait_log("event=accepting=yes", START_S)        # its connections to the database are up
        return self

    def log(self):
        """What it logged since it was last started."""
        with self.log_path.open("rb") as log:
            log.seek(self.seen)
            return log.read().decode(errors="replace")

    def wait_log(self, text, timeout_s=START_S):
        def look():
            found = [line for line in self.log().splitlines() if text in line]
            if not found and self.process.poll() is not None:
                raise RuntimeError(f"daybookd ended with {self.process.returncode}: {self.log()[-2000:]}")
            return found[-1] if found else None
        try:
            return until(look, text, timeout_s)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; the log ends: {self.log()[-2000:]}") from None

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        """As a power cut: SIGKILL."""
        if self.alive():
            self.process.kill()
            self.process.wait(timeout=STOP_S)

    def stop(self):
        """SIGTERM, and its exit status."""
        if self.alive():
            self.signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=STOP_S)
            raise


class Laptop:
    """A home of `daybook` with a key of its own, which is `person`'s from the daemon's next look on."""

    def __init__(self, home, daemon, server_hex, person=None):
        self.home, self.daemon, self.server_hex = pathlib.Path(home), daemon, server_hex
        self.more = {}                           # what else stands in its environment
        self.home.mkdir(mode=0o700)
        (self.home / "settings.ini").write_text(f"timeout_s = {int(8 * PATIENCE)}\n")
        self.key = self.run("keygen")[1].split()[0]
        if person is not None:
            cluster.sql(f"SELECT office.approve_key('{self.key}', '{person}')")

    def environment(self, lang="en", endpoint=None, **more):
        made = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "DAYBOOK_HOME": str(self.home),
                "DAYBOOK_LANG": lang, "DAYBOOK_SERVER_KEY": self.server_hex,
                "DAYBOOK_ENDPOINT": endpoint or self.daemon.endpoint or NOBODY_THERE}
        return made | self.more | more

    def run(self, *words, answers="", **environment):
        """Exit status, standard output and standard error."""
        done = subprocess.run([BUILD / "daybook", *[str(word) for word in words]], env=self.environment(**environment),
                              input=answers, capture_output=True, text=True, timeout=PROGRAM_S * 2)
        return done.returncode, done.stdout, done.stderr

    def wait_known(self):
        until(lambda: json.loads(self.run("status", "--json")[1])["server_reached"], "the key is known")
        return self

    def break_with(self, path):
        """A page by which its programs are killed at a call or have another clock: tests/faults, preload.c."""
        from page import Page                    # for tests that break things alone
        library = BUILD / "tests/faults/preload.so"
        if not library.exists():
            raise RuntimeError(f"{library} is not built: make {library.relative_to(ROOT)}")
        page = Page(path)
        self.more = Page.environment(page, library)
        return page

    def on_a_terminal(self, test, *words):
        """The process, where to write keys to, and what its screen was sent so far."""
        return on_a_terminal(test, self.environment(), *words)


def on_a_terminal(test, environment, *words):
    """`daybook` with a terminal of its own: the process, where to write keys to, and what its screen was sent so far."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen([BUILD / "daybook", *[str(word) for word in words]], env=environment, stdin=theirs,
                               stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    screen = []

    def read():
        while True:
            try:
                screen.append(os.read(ours, 4096))
            except OSError:
                return
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    program.is_read = reader.join                            # the whole screen, once the program has ended
    test.addCleanup(lambda: (program.kill(), program.wait(), reader.join(5), os.close(ours)))
    return program, ours, screen


cluster = Cluster(os.environ["DBK_CLUSTER"])


class FlowTest(unittest.TestCase):
    """A test class with a fresh database, a server key, and one daemon unless `daemon_at_start` says no."""

    daemon_at_start = True
    daemon_options = {}

    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster
        cluster.fresh()
        cls.today = cluster.today
        holder = tempfile.TemporaryDirectory(prefix="dbkflow-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        cls.server_hex = Daemon.make_key(cls.folder)
        cls.daemon = cls.new_daemon(**cls.daemon_options)
        if cls.daemon_at_start:
            cls.daemon.start()

    @classmethod
    def new_daemon(cls, database=None, **options):
        daemon = Daemon(cls.folder, database or cluster.url("daybook_daemon"), **options)
        cls.addClassCleanup(daemon.kill)
        return daemon

    @classmethod
    def tearDownClass(cls):
        if cls.daemon.process is not None and cls.daemon.alive():
            status = cls.daemon.stop()
            if status != 0:
                raise RuntimeError(f"daybookd ended with {status}: {cls.daemon.log()[-3000:]}")

    def client(self, committee=1, key=None, daemon=None, server_hex=None, **more):
        """A connection with the committee's key (or another), closed when the test ends."""
        made = Client((daemon or self.daemon).endpoint, server_hex or self.server_hex,
                      key or self.cluster.keys[committee], **more)
        self.addCleanup(made.close)
        return made

    def expect(self, reply, status, reason=None):
        seen = daybook_client.status_name(reply)
        self.assertEqual(seen, status, f"reply was: {reply}")
        if reason is not None:
            self.assertEqual(reply.reason, reason)
        return reply

    def expect_violation(self, reply, code, field=None):
        self.expect(reply, "REJECTED")
        found = [(v.code, v.field) for v in reply.violations]
        self.assertIn(code, [c for c, _ in found])
        if field is not None:
            self.assertIn((code, field), found)
        return reply

    def expect_receipt(self, reply, sealed, status="ACCEPTED"):
        """The reply's receipt is for these bytes, and the row is in the database."""
        self.expect(reply, status)
        receipt, record = reply.receipt, daybook_client.pb.Record.FromString(sealed)
        self.assertEqual((receipt.record_id, receipt.committee_id, receipt.report_date, receipt.kind),
                         (record.id, record.committee_id, record.report_date, record.kind))
        self.assertEqual(receipt.code, daybook_client.telephone_code(record.id, sealed))
        rows = self.cluster.sql(f"SELECT revision, code, encode(hash, 'hex') FROM daybook.record WHERE committee_id = "
                                f"{record.committee_id} AND id = '{record.id.hex()}'")
        self.assertEqual(rows, [[str(receipt.revision), receipt.code, daybook_client.seal_hash(sealed).hex()]])
        return receipt

    def rows(self, where="true"):
        return int(self.cluster.value(f"SELECT count(*) FROM daybook.record WHERE {where}"))

    def wait_closed(self, client, day, closed=True):
        """The daemon has taken over the office's act."""
        until(lambda: any(n.date == day and n.closed == closed for n in client.scope().scope.nights), "night closed")
