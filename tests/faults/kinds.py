"""The faults. Each is a function of a run: it strikes while the load is on, and leaves nothing broken that `Stage.mend` does not
mend. How long and where is drawn from the run's own chance, so that a seed and a number name it.
"""
import os
import re
import signal
import time

import page
from daybook_client import PATIENCE
from daybook_flow import ROOT, until
from relay import DOWN, UP, CutAfter, CutAnswer, Hold
from stage import STORE_TIMEOUT_MS

HOUR_MS = 3600 * 1000
ENOSPC, EIO, EROFS = 28, 5, 30
CLIENT_CALLS = 24                    # calls that change a disk in one submit with its receipt


def pause(run, least, most):
    time.sleep(run.chance.uniform(least, most) * PATIENCE)


def a_daemon(run):
    return run.chance.choice(run.stage.daemons)


def while_rule(run, relay, rule, most_s):
    """The rule is in force until it has struck, or for so long."""
    relay.rule = rule
    end = time.monotonic() + most_s * PATIENCE
    while time.monotonic() < end and not (rule.struck and not isinstance(rule, Hold)):
        time.sleep(0.01)
    run.struck = rule.struck
    relay.heal()


def signalled(pid, number):
    """A signal; False when there is no such process any more: a daemon may have left it by itself."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


# ---------------------------------------------------------------- processes that die or freeze

def nothing(run):
    pause(run, 0.1, 0.3)


def daemon_killed(run):
    daemon = a_daemon(run)
    daemon.kill()
    pause(run, 0, 0.2)
    daemon.restart()


def killed_at(family, calls):
    def strike(run):
        daemon = a_daemon(run)
        daemon.page.set(family=family, nth=run.chance.randint(1, calls),
                        deed=run.chance.choice([page.KILL_BEFORE, page.KILL_AFTER]))
        end = time.monotonic() + 2 * PATIENCE
        while daemon.alive() and time.monotonic() < end:
            time.sleep(0.01)
        run.struck = not daemon.alive()
        daemon.restart()
    return strike


def daemon_frozen(run):
    daemon = a_daemon(run)
    daemon.signal(signal.SIGSTOP)
    pause(run, 0.2, 1.2)
    daemon.signal(signal.SIGCONT)


def backend_killed(run):
    """The server takes all its backends down with it, and recovers."""
    pids = run.stage.cluster.daemon_pids()
    run.struck = bool(pids) and signalled(run.chance.choice(pids), signal.SIGKILL)
    if run.struck:
        until(lambda: not any(signalled(pid, 0) for pid in pids), "the server has seen it")
    run.stage.cluster.rest()


def backends_terminated(run):
    for _ in range(run.chance.randint(1, 3)):
        run.stage.cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon' AND "
                              f"pid % 2 = {run.chance.randint(0, 1)}")
        pause(run, 0, 0.1)


def backend_frozen(run):
    pids = run.stage.cluster.daemon_pids()
    pid = run.chance.choice(pids) if pids else None
    run.struck = pid is not None and signalled(pid, signal.SIGSTOP)
    time.sleep(run.chance.uniform(0.2, 1.3) * STORE_TIMEOUT_MS / 1000)
    if run.struck:
        signalled(pid, signal.SIGCONT)


def cluster_stopped_immediately(run):
    run.stage.cluster.stop_immediately()
    pause(run, 0, 0.3)
    run.stage.cluster.start()


# ---------------------------------------------------------------- the client and its disk

def clients_killed(run):
    for home in run.stage.homes.values():
        pause(run, 0, 0.05)
        home.process.kill()


def arm_homes(deeds):
    """Before the programs start: each meets its fault at a call of its own."""
    def before(run):
        for home in run.stage.homes.values():
            deed, number = run.chance.choice(deeds)
            home.page.set(family=page.DISK, nth=run.chance.randint(1, CLIENT_CALLS), deed=deed, number=number)
    return before


def homes_end(run):
    for home in run.stage.homes.values():
        home.end()
    run.struck = any(home.page.had for home in run.stage.homes.values())


# ---------------------------------------------------------------- lines that are cut

def client_line(direction):
    def strike(run):
        while_rule(run, a_daemon(run).relay, CutAfter(direction, run.chance.randint(1, 4000)), 1)
    return strike


def clients_cut(run):
    for _ in range(run.chance.randint(1, 3)):
        a_daemon(run).relay.cut_all()
        pause(run, 0, 0.1)


def client_line_dead(direction):
    def strike(run):
        while_rule(run, a_daemon(run).relay, Hold(direction), run.chance.uniform(0.3, 1.0))
    return strike


def database_line(direction):
    def strike(run):
        while_rule(run, run.stage.database_relay, CutAfter(direction, run.chance.randint(1, 20000)), 1)
    return strike


def commit_answer_lost(run):
    while_rule(run, run.stage.database_relay, CutAnswer(b"record_", b"COMMIT\0", run.chance.randint(1, 3)), 1)


def database_line_dead(run):
    while_rule(run, run.stage.database_relay, Hold(run.chance.choice([UP, DOWN])),
               run.chance.uniform(0.3, 1.2) * STORE_TIMEOUT_MS / 1000)
    run.stage.database_relay.cut_all()


# ---------------------------------------------------------------- a cluster that refuses

def cluster_full(run):
    run.stage.cluster.page.set(full=1)
    pause(run, 0.4, 0.9)
    run.struck = run.stage.cluster.page.had
    run.stage.cluster.page.clear()


def cluster_read_only(run):
    sql = run.stage.cluster.sql
    sql("ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()")
    pause(run, 0.3, 0.8)
    sql("SET default_transaction_read_only = off; ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()")
    until(lambda: sql("SHOW default_transaction_read_only") == [["off"]], "a server that writes")


def no_connections(run):
    sql = run.stage.cluster.sql
    sql("ALTER ROLE daybook_daemon CONNECTION LIMIT 0; "
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon'")
    pause(run, 0.3, 0.6)
    sql("ALTER ROLE daybook_daemon CONNECTION LIMIT -1")


def lock_time_out(run):
    with run.stage.cluster.lock("daybook.record"):
        pause(run, 0.5, 1.1)


def deadlock(run):
    """Our session waits for the daemon's lock while the daemon waits for ours; we wait longer, so that the daemon's is broken."""
    run.stage.cluster.sql(f"""
        SET deadlock_timeout = '20s';
        BEGIN;
        LOCK TABLE daybook.nightly_report IN EXCLUSIVE MODE;
        DO $$ BEGIN
            FOR i IN 1..{int(100 * PATIENCE)} LOOP
                EXIT WHEN EXISTS (SELECT FROM pg_locks
                                   WHERE NOT granted AND relation = 'daybook.nightly_report'::regclass);
                PERFORM pg_sleep(0.01);
            END LOOP;
        END $$;
        LOCK TABLE daybook.record IN EXCLUSIVE MODE;
        ROLLBACK""")
    run.struck = run.logged("sqlstate=40P01") > 0


def locked_at_connect(run):
    """The daemons come back while nothing that writes to the table can be prepared."""
    cluster = run.stage.cluster
    with cluster.lock("daybook.nightly_report"):
        cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daybook_daemon'")
        pause(run, 1.3, 2.2)
    run.struck = run.logged("sqlstate=55P03") > 0


def refused(sqlstate, at_commit):
    """The first few inserts, or their COMMIT, fail with this SQLSTATE."""
    when = "CONSTRAINT TRIGGER fault AFTER INSERT ON daybook.record DEFERRABLE INITIALLY DEFERRED" if at_commit else \
        "TRIGGER fault AFTER INSERT ON daybook.record"

    def strike(run):
        sql = run.stage.cluster.sql
        sql("CREATE SEQUENCE daybook.fault_count; CREATE FUNCTION daybook.fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"AS $$ BEGIN IF nextval('daybook.fault_count') <= {run.chance.randint(1, 6)} THEN "
            f"RAISE EXCEPTION USING ERRCODE = '{sqlstate}', MESSAGE = 'forced'; END IF; RETURN NULL; END $$; "
            f"CREATE {when} FOR EACH ROW EXECUTE FUNCTION daybook.fault(); "
            "ALTER TABLE daybook.record ENABLE ALWAYS TRIGGER fault")      # also for the daemon, whose role is that of a replica
        pause(run, 0.3, 0.6)
        run.struck = run.logged(f"sqlstate={sqlstate}") > 0
        sql("DROP TRIGGER fault ON daybook.record; DROP FUNCTION daybook.fault(); DROP SEQUENCE daybook.fault_count")
    return strike


# ---------------------------------------------------------------- two servers

def standby_ready(run):
    run.stage.cluster.start_standby()


def standby_synchronous(run):
    standby_ready(run)
    run.stage.cluster.synchronous(True)


def to_read_only_standby(run):
    """The service's address moves to a server that only reads, and back."""
    cluster, relay = run.stage.cluster, run.stage.database_relay
    relay.target = str(cluster.base / ".s.PGSQL.5433")
    relay.cut_all()
    pause(run, 0.6, 1.2)
    relay.target = str(cluster.base / ".s.PGSQL.5432")
    relay.cut_all()


def cancel_waits(run, seconds):
    """Somebody cancels every wait for the standby: COMMIT comes with a WARNING, and is no acknowledgement."""
    end = time.monotonic() + seconds * PATIENCE
    while time.monotonic() < end:
        run.stage.cluster.sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        time.sleep(0.05)


def wait_for_standby(run):
    """Until the frozen standby shows all that is shown to anybody: what it has got it replays, and it gets nothing more."""
    def missing():
        rows = run.stage.cluster.at_standby("SELECT committee_id, replace(id::text, '-', '') FROM daybook.record "
                                            f"WHERE to_char(report_date, 'YYYYMMDD') = '{run.day}'").splitlines()
        return shown - {(int(committee), item_id) for committee, item_id in (row.split("\t") for row in rows)}
    shown = run.shown_so_far()
    try:
        until(lambda: not missing(), "all receipts on the standby")
    except TimeoutError:
        run.troubles.append(f"receipts while the standby was away: {sorted(missing())[:5]}")


def with_standby_away(run, then):
    """From the moment the standby is frozen, no receipt may be shown of what it has not got; `then` ends that."""
    cluster = run.stage.cluster
    receiver = cluster.wal_receiver()
    run.load.wait(run.load.receipts + 5)
    os.kill(receiver, signal.SIGSTOP)
    cancel_waits(run, run.chance.uniform(0.8, 1.6))
    if run.chance.random() < 0.5:
        run.stage.daemons[0].restart()                   # a daemon without a memory of the doubt
        cancel_waits(run, 0.8)
    wait_for_standby(run)
    then(cluster, receiver)


def standby_away(run):
    def back(cluster, receiver):
        os.kill(receiver, signal.SIGCONT)
        run.load.wait(run.load.receipts + 1)
        cluster.synchronous(False)
    with_standby_away(run, back)


def standby_promoted(run):
    """The primary is lost for good: every receipt ever shown must be on the standby."""
    def take_over(cluster, receiver):
        cluster.stop_immediately()
        os.kill(receiver, signal.SIGCONT)
        cluster.promote()
        run.stage.database_relay.target = str(cluster.base / ".s.PGSQL.5433")
        run.stage.database_relay.cut_all()
        run.url = cluster.standby_url
    with_standby_away(run, take_over)


def primary_again(run):
    """After the ledgers were compared: the old primary serves the next runs, whose nights are others."""
    cluster = run.stage.cluster
    run.stage.database_relay.target = str(cluster.base / ".s.PGSQL.5432")
    cluster.drop_standby()
    cluster.start()
    cluster.synchronous(False)
    for daemon in run.stage.daemons:
        daemon.restart()


# ---------------------------------------------------------------- clocks and versions

def clock_moved(run):
    for daemon in run.stage.daemons:
        daemon.page.set(clock_ms=run.chance.choice([-1, 1]) * run.chance.randint(1, 50) * HOUR_MS)
    pause(run, 0.2, 0.5)
    for daemon in run.stage.daemons:
        daemon.page.clear()


def move_homes_clocks(run):
    for home in run.stage.homes.values():
        home.page.set(clock_ms=run.chance.choice([-1, 1]) * run.chance.randint(1, 20 * 24) * HOUR_MS)


def newer_migration(run):
    """A daemon that is started on a newer schema serves it when it knows that number, else nobody until it is gone again."""
    cluster, daemon = run.stage.cluster, a_daemon(run)
    most = int(re.search(r"DBK_SCHEMA_MOST (\d+)", (ROOT / "daemon/link.h").read_text())[1])
    known = run.chance.random() < 0.5 and cluster.sql(f"SELECT max(number) < {most} FROM daybook.schema_migration") == [["t"]]
    number = most if known else 9999
    cluster.sql(f"INSERT INTO daybook.schema_migration SELECT {number}, '{number}_later.sql', checksum, now() "
                "FROM daybook.schema_migration LIMIT 1")
    daemon.kill()
    daemon.spawn()
    daemon.wait_log("event=ready" if known else "event=schema_too_new")
    if not known and "event=ready" in daemon.log():
        run.troubles.append("a daemon serves a schema that it does not know")
    cluster.sql(f"DELETE FROM daybook.schema_migration WHERE number = {number}")
    daemon.restart()


class Kind:
    """`weight`: how often it is drawn; slow ones less. `both`: every report goes to both daemons at once. `unfit`: the
    database is for a while one that a daemon rightly refuses."""

    def __init__(self, name, strike, weight=4, before=None, after=None, both=False, unfit=False):
        self.name, self.strike, self.weight, self.before, self.after = name, strike, weight, before, after
        self.both, self.unfit = both, unfit


KINDS = [
    Kind("no fault", nothing, weight=1),
    Kind("daemon killed", daemon_killed),
    Kind("daemon killed at a call to the database", killed_at(page.DATABASE, 40), weight=8),
    Kind("daemon killed at a call to its clients", killed_at(page.CLIENTS, 40), weight=8),
    Kind("daemon frozen", daemon_frozen),
    Kind("backend killed", backend_killed),
    Kind("backends terminated", backends_terminated),
    Kind("backend frozen", backend_frozen),
    Kind("cluster stopped immediately", cluster_stopped_immediately),
    Kind("clients killed", clients_killed),
    Kind("clients killed at a step of their outbox", homes_end, weight=8,
         before=arm_homes([(page.KILL_BEFORE, 0), (page.KILL_AFTER, 0)])),
    Kind("clients' disks full", homes_end, before=arm_homes([(page.FAIL, ENOSPC)]), weight=6),
    Kind("clients' disks broken", homes_end, before=arm_homes([(page.FAIL, EIO), (page.FAIL, EROFS)]), weight=6),
    Kind("client's line cut on the way up", client_line(UP)),
    Kind("client's line cut on the way down", client_line(DOWN)),
    Kind("clients cut off", clients_cut),
    Kind("requests lost", client_line_dead(UP)),
    Kind("receipts lost", client_line_dead(DOWN)),
    Kind("database's line cut on the way up", database_line(UP)),
    Kind("database's line cut on the way down", database_line(DOWN)),
    Kind("answer to COMMIT lost", commit_answer_lost, weight=8),
    Kind("database's line dead", database_line_dead),
    Kind("cluster's disk full", cluster_full),
    Kind("cluster read-only", cluster_read_only),
    Kind("out of connections", no_connections),
    Kind("lock time-out", lock_time_out),
    Kind("deadlock", deadlock),
    Kind("a table locked while the daemons connect", locked_at_connect),
    Kind("serialization failure", refused("40001", False)),
    Kind("serialization failure at COMMIT", refused("40001", True)),
    Kind("statement cancelled", refused("57014", False)),
    Kind("failover to a read-only server", to_read_only_standby, before=standby_ready, weight=2),
    Kind("synchronous standby away", standby_away, before=standby_synchronous, weight=3),
    Kind("synchronous standby promoted", standby_promoted, before=standby_synchronous, after=primary_again, weight=2),
    Kind("two daemons, the same report to both", nothing, both=True),
    Kind("two daemons, one killed", daemon_killed, both=True),
    Kind("clocks moved", clock_moved, before=move_homes_clocks),
    Kind("newer migration", newer_migration, weight=2, unfit=True),
]
