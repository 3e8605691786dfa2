"""The stage of one worker: a private cluster that keeps what it promises, a standby when asked for, two daemons behind relays,
and the homes of a few secretaries. Everything of it lies in one folder and is ended by process id.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import daybook_flow
from clerk import LOGIN, Clerk
from daybook_client import PATIENCE, Key
from daybook_flow import Cluster, Daemon, iso, run, shift, until
from load import Home, connect, program_environment
from page import Page
from relay import Relay

BIN = pathlib.Path(os.environ.get("DBK_PG_BIN", "/usr/lib/postgresql/15/bin"))
DESKS = range(1, 15)                 # committees whose reports the harness sends itself
HOMES = range(51, 54)                # committees with a real `daybook`
NIGHTS = 900
STORE_TIMEOUT_MS = 1500


def leave(*_):
    """What SIGTERM does: the first takes the stage down in order, a second one does not cut that short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def as_server(words):
    """Run as the user of the server, as cluster.sh does."""
    if os.geteuid() == 0:
        user = os.environ.get("DBK_PG_USER", "postgres")
        words = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"] + [str(word) for word in words]
    return run(words, cwd="/")


class DurableCluster(Cluster):
    """fsync on, and the page of preload.c in every one of its processes."""

    def __init__(self, folder, library):
        super().__init__(str(folder / "server"))
        self.page = Page(folder / "cluster.page")
        self.environment = os.environ | Page.environment(self.page, library)
        self.standby = None

    def start(self):
        run([self.tool, "start", self.folder], env=self.environment)

    @property
    def base(self):
        return pathlib.Path(os.readlink(f"{self.folder}/cluster"))

    def stop_immediately(self):
        as_server([BIN / "pg_ctl", "stop", "-D", self.base / "data", "-m", "immediate", "-w"])

    def rest(self):
        """Until it takes connections; after a crash of one backend it needs a moment."""
        until(lambda: self._answers(), "the cluster answers", 60 * PATIENCE)

    def _answers(self):
        return subprocess.run([BIN / "pg_isready", "-q", "-h", self.base, "-p", "5432"], check=False).returncode == 0

    def daemon_pids(self, where="true"):
        """Process ids of the daemons' backends."""
        return [int(row[0]) for row in self.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'daybook_daemon' AND "
                                                f"backend_type = 'client backend' AND {where} ORDER BY pid")]

    # ------------------------------------------------------------ the standby

    @property
    def standby_url(self):
        return f"host={self.base} port=5433 dbname=daybook user=daybook_admin"

    def start_standby(self):
        """A synchronous standby that is in step."""
        data = self.base / "standby"
        if not data.exists():
            as_server([BIN / "pg_basebackup", "-h", self.base, "-p", "5432", "-U", "daybook_admin", "-D", data, "-c",
                       "fast",
                       "-X", "stream", "--no-sync"])
            settings = (f"primary_conninfo = 'host={self.base} port=5432 user=daybook_admin application_name=standby'\n"
                        "port = 5433\nwal_retrieve_retry_interval = 200ms\nsynchronous_standby_names = ''\n")
            with open(data / "postgresql.auto.conf", "a", encoding="utf-8") as file:
                file.write(settings)
            (data / "standby.signal").touch()
            if os.geteuid() == 0:
                user = os.environ.get("DBK_PG_USER", "postgres")
                shutil.chown(data / "standby.signal", user, user)
        if not (data / "postmaster.pid").exists():
            as_server([BIN / "pg_ctl", "start", "-D", data, "-l", self.base / "standby.log", "-w"])
        self.standby = data

    def synchronous(self, on):
        self.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{'standby' if on else ''}'")
        self.sql("SELECT pg_reload_conf()")
        if on:
            until(lambda: self.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"),
                  "a synchronous standby")

    def wal_receiver(self):
        return int(self.at_standby("SELECT pid FROM pg_stat_wal_receiver"))

    def at_standby(self, statement):
        return run(["psql", "-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.standby_url], input=statement).strip()

    def promote(self):
        as_server([BIN / "pg_ctl", "promote", "-D", self.standby, "-w"])

    def drop_standby(self):
        """Nothing of it is left."""
        if self.standby is not None:
            as_server([BIN / "pg_ctl", "stop", "-D", self.standby, "-m", "immediate", "-w"])
            shutil.rmtree(self.standby)
            self.standby = None

    def stop(self):
        if self.standby is not None:
            self.drop_standby()
        run([self.tool, "stop", self.folder, "--remove"])


class FaultyDaemon(Daemon):
    """A daybookd with a page of its own, and a relay before it."""

    def __init__(self, folder, database, library, name):
        super().__init__(folder, database, name=name, store__timeout_ms=STORE_TIMEOUT_MS, retry_after_ms=100)
        self.page = Page(folder / f"{name}.page")
        words = [f"{k}={v}" for k, v in Page.environment(self.page, library).items()]
        self.wrap = ["env", *words, *daybook_flow.WRAP]
        self.relay = None

    def start(self):
        super().start()
        self.wait_log("accepting=yes")
        host, port = self.endpoint.removeprefix("tcp://").rsplit(":", 1)
        if self.relay is None:
            self.relay = Relay((host, int(port)))
        return self

    def restart(self):
        self.page.clear()
        self.kill()
        return self.start()

    @property
    def front(self):
        """Where the clients find it."""
        return f"tcp://127.0.0.1:{self.relay.port}"


class Stage:
    def __init__(self, folder, library):
        self.folder = pathlib.Path(folder)
        self.library = self.folder / "preload.so"
        shutil.copy(library, self.library)               # the build may lie where the server's user cannot go
        self.library.chmod(0o755)
        self.cluster = DurableCluster(self.folder, self.library)
        daybook_flow.cluster = self.cluster
        self.database_relay = None
        self.daemons, self.homes, self.clients = [], {}, {}
        self.nights_used = 0

    def open(self):
        cluster = self.cluster
        cluster.fresh()
        cluster.sql(f"CREATE ROLE {LOGIN} LOGIN IN ROLE daybook_office")
        self._stretch_the_campaign()
        (self.folder / "front").mkdir()
        self.database_relay = Relay(str(cluster.base / ".s.PGSQL.5432"), str(self.folder / "front/.s.PGSQL.5432"))
        self.server_hex = Daemon.make_key(self.folder)
        url = f"host={self.folder}/front port=5432 dbname=daybook user=daybook_daemon"
        self.daemons = [FaultyDaemon(self.folder, url, self.library, name).start() for name in ("first", "second")]
        self._open_homes()
        for daemon in self.daemons:                      # they know every key then
            daemon.restart()
        self.clients = {c: [connect(d.front, self.server_hex, cluster.keys[c]) for d in self.daemons] for c in DESKS}
        for home in self.homes.values():
            home.begin("template")
            home.end()

    def _stretch_the_campaign(self):
        """Each run has a night of its own, so there are many, and the postings reach back to the first. Time-outs are short."""
        first = shift(self.cluster.today, -NIGHTS)
        self.cluster.sql(f"UPDATE daybook.posting SET valid_from = '{iso(first)}' WHERE (committee_id, person_id, valid_from) IN "
                         "(SELECT DISTINCT ON (committee_id, person_id) committee_id, person_id, valid_from FROM daybook.posting "
                         "ORDER BY committee_id, person_id, valid_from); "
                         f"SELECT office.open_nights('{iso(first)}', '{iso(self.cluster.today)}', '16:00', '22:00'); "
                         "ALTER ROLE daybook_daemon SET lock_timeout = '700ms'; "
                         "ALTER SYSTEM SET deadlock_timeout = '400ms'; "
                         "ALTER SYSTEM SET log_min_messages = 'fatal'")
        self.cluster.sql("SELECT pg_reload_conf()")

    def _open_homes(self):
        acts = []
        for number, committee in enumerate(HOMES):
            folder = self.folder / f"home-{committee}"
            page = Page(self.folder / f"home-{committee}.page")
            environment = program_environment(folder, self.daemons[number % 2].front, self.server_hex,
                                              Page.environment(page, self.library))
            self.homes[committee] = Home(folder, committee, environment)
            acts.append(f"SELECT office.approve_key('{self.homes[committee].keygen()}', '{self.cluster.person_at(committee)}')")
            (folder / "settings.ini").write_text("timeout_s = 2\n")
        self.cluster.sql("; ".join(acts))

    def clerk(self, day, when):
        """The office's clerk of a night, on the same line to the database as the daemons."""
        return Clerk(f"host={self.folder}/front port=5432 dbname=daybook user={LOGIN}", self.cluster.person_at, when, day)

    def next_night(self):
        """A night that no run has had; the last days are left alone, so that a clock set back makes none of them tomorrow."""
        self.nights_used += 1
        return shift(self.cluster.today, -4 - self.nights_used)

    @property
    def used_up(self):
        return self.nights_used >= NIGHTS - 5

    def mend(self):
        """Whatever a run has done, the next one finds everything up."""
        self.database_relay.target = str(self.cluster.base / ".s.PGSQL.5432")
        self.database_relay.heal()
        self.cluster.page.clear()
        for daemon in self.daemons:
            daemon.relay.heal()
            daemon.page.clear()
            if not daemon.alive():
                daemon.start()
        for home in self.homes.values():
            home.page.clear()

    def close(self):
        for clients in self.clients.values():
            for client in clients:
                client.close()
        for daemon in self.daemons:
            if daemon.alive():
                daemon.signal(signal.SIGCONT)
            daemon.kill()
            if daemon.relay:
                daemon.relay.stop()
        if self.database_relay:
            self.database_relay.stop()
        self.cluster.stop()
