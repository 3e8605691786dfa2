#!/usr/bin/python3
"""What 53 honest clients notice of a bad neighbour, and what the daemon pays for it.

    floods.py            each flood beside a quiet measurement in the same run; a table, then one line of JSON
    floods.py --quick    small and untimed, for `make check`: everyone is served, the daemon lives, its memory is bounded
    floods.py ... NAME   only the floods of these names

Honest: 53 clients, each with a report every quarter of a second; the stop-watch starts when a report is due. They are connected
before the flood begins; "new ms" is what one who comes in the midst of it waits, from the call to the receipt. Load, daemon and
database share the machine, so the flood's own work is in the figures too. Exit 1 when a target is missed.
"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).absolute().parents[2]
BUILD = pathlib.Path(os.environ.get("DBK_BUILD") or ROOT / "build" / os.environ.get("KIND", "debug"))
CLIENTS, FLOODER = 53, 54
QUICK = "--quick" in sys.argv
RATIO_MOST = 5
BASE_MIB = 64 if os.environ.get("KIND") != "asan" else 640   # the daemon at rest, with room

# what: name, mode, how much (full, quick), most MiB above the base, what bounds it, descriptors of the daemon (None: all)
FLOODS = [
    ("silent", "silent", 10000, 300, 10000 * 16 / 1024, "16 KiB a connection, 5 s each", None),
    ("descriptors", "silent", 1000, 400, 16, "the descriptors: 256", 256),
    ("strangers", "strangers", 200, 40, 32, "5 s a handshake", None),
    ("oversize", "oversize", 100000, 100000, 32, "MAXMSGSIZE", None),
    ("frames", "frames", 3000, 1500, 256, "2 MiB a connection, and what comes in 100 ms", None),
    ("crumbs", "crumbs", 1000000, 200000, 256, "2 MiB a connection on the wire, and what comes in 100 ms", None),
    ("deaf", "deaf", 20, 3, 20 * 256 * 12 / 1024, "SNDHWM, 256 replies a connection", None),
    ("one_key", "one_key", 100000, 3000, 64, "intake.per_key, intake.key_rate", None),
]
SECONDS = 3 if QUICK else 8
children = []


def run(*words, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]}: exit {done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout


def figures(line):
    return {name: int(value) for name, value in (pair.split("=") for pair in line.split())}


class Stage:
    """A cluster, its roster, keys, and one daemon at a time."""

    def __init__(self, folder):
        self.folder, self.day = pathlib.Path(folder), 0
        self.tool = ROOT / "tests/harness/cluster.sh"
        run(self.tool, "start", folder)
        self.url = run(self.tool, "url", folder).strip()
        run("sh", ROOT / "sql/migrate.sh", self.url)
        (self.folder / "keys").mkdir(mode=0o700)
        public = run(BUILD / "tests/bench/load", "keys", FLOODER, self.folder / "keys")
        keys = ", ".join(f"({n}, decode('{key}', 'hex'))" for n, key in (line.split() for line in public.splitlines()))
        run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url, input=f"""
            INSERT INTO daybook.subdistrict VALUES (1, 'flood');
            INSERT INTO daybook.branch VALUES (1, 'flood');
            INSERT INTO daybook.committee SELECT n, 'flood ' || n, 1, 1 FROM generate_series(1, 120) n;
            INSERT INTO daybook.person (code, name) SELECT 'F' || n, 'flood ' || n FROM generate_series(1, {FLOODER}) n;
            INSERT INTO daybook.posting SELECT n, (SELECT person_id FROM daybook.person WHERE code = 'F' || least(n, {FLOODER})),
                '2000-01-01', '2099-12-31', true FROM generate_series(1, 120) n;
            INSERT INTO daybook.night SELECT d, d + interval '8 hours', d + interval '60 years'
                FROM generate_series('2000-01-01'::timestamptz, now(), '1 day') d;
            UPDATE daybook.form_version SET active_from = '2000-01-01';
            INSERT INTO daybook.client_key (public_key, person_id)
                SELECT key, person_id FROM (VALUES {keys}) AS k (n, key) JOIN daybook.person ON code = 'F' || n;
            """)
        self.key = run(BUILD / "daybookd", "--keygen", self.folder / "server.key").strip()

    def close(self):
        run(self.tool, "stop", self.folder, "--remove")

    def start(self, descriptors):
        def lower():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
        self.log = self.folder / "log"
        with open(self.log, "wb") as log:
            self.daemon = subprocess.Popen(
                [BUILD / "daybookd", f"--key_file={self.folder}/server.key", "--listen=tcp://127.0.0.1:*",
                 "--database=" + run(self.tool, "url", self.folder, "daybook_daemon").strip()], stderr=log, preexec_fn=lower)
        children.append(self.daemon)
        end = time.monotonic() + 60
        while "accepting=yes" not in self.log.read_text():
            if time.monotonic() > end or self.daemon.poll() is not None:
                raise RuntimeError("the daemon does not start: " + self.log.read_text()[-1000:])
            time.sleep(0.02)
        self.endpoint = self.log.read_text().split("event=ready endpoint=")[1].split()[0]

    def stop(self):
        """Its counters, from its last words."""
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(60)
        children.remove(self.daemon)
        said = self.log.read_text()
        line = [line for line in said.splitlines() if "event=counters" in line][-1:] or [""]
        return status, figures(line[0].split("counters ", 1)[-1]) if line[0] else {}, len(said)

    def flood(self, mode, key, amount, seconds, date):
        words = [BUILD / "tests/floods/flood", mode, self.endpoint, self.key if mode != "silent" else "-", key, amount, seconds, date]
        process = subprocess.Popen([str(w) for w in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        children.append(process)
        return process

    def honest(self):
        """The honest clients; they print a line for the quiet, and go on when told."""
        first = self.day
        self.day += SECONDS * 8 + 1
        return self.flood("honest", self.folder / "keys", CLIENTS, SECONDS, time.strftime("%Y-%m-%d", time.gmtime(946728000 + first * 86400)))


class Meter(threading.Thread):
    """The daemon's memory and processor time, looked at ten times a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.over, self.rss_kib = pid, threading.Event(), 0
        self.began, self.cpu_began = time.monotonic(), self.cpu_s()

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0

    def run(self):
        while not self.over.wait(0.1):
            self.rss_kib = max(self.rss_kib, self.rss())

    def end(self):
        self.over.set()
        self.join()
        return (self.cpu_s() - self.cpu_began) / (time.monotonic() - self.began)


def measure(stage, name, mode, amount, room_mib, bound, descriptors):
    stage.start(descriptors)
    honest = stage.honest()
    quiet = figures(honest.stdout.readline())
    log_bytes = stage.log.stat().st_size
    key = stage.folder / f"keys/{FLOODER}.key" if mode not in ("silent", "strangers") else "-"
    meter = Meter(stage.daemon.pid)
    process = stage.flood(mode, key, amount, SECONDS + 3, "2000-01-01" if mode == "one_key" else "-")
    process.stdout.readline()                                 # begun=1
    meter.start()
    honest.stdin.write("\n")
    honest.stdin.flush()
    during = figures(honest.stdout.readline())
    log_bytes = stage.log.stat().st_size - log_bytes
    newcomer = figures(honest.communicate(timeout=120)[0])
    said = process.communicate(timeout=120)[0]
    children.remove(process)
    children.remove(honest)
    cpu = meter.end()
    lived = stage.daemon.poll() is None
    status, counters, _ = stage.stop()
    row = {"flood": name, "amount": amount, "quiet_p50_us": quiet["p50_us"], "quiet_p99_us": quiet["p99_us"],
           "p50_us": during["p50_us"], "p99_us": during["p99_us"], "ratio": round(during["p99_us"] / max(1, quiet["p99_us"]), 2),
           "served": during["served"], "newcomer_ms": newcomer["newcomer_us"] // 1000, "rss_mib": round(meter.rss_kib / 1024, 1), "rss_most_mib": round(BASE_MIB + room_mib),
           "bound": bound, "cpu_cores": round(cpu, 2), "log_kib": round(log_bytes / 1024), "daemon_exit": status,
           "acks_dropped": counters.get("acks_dropped"), **(figures(said) if said else {}),
           **{k: counters[k] for k in ("connections", "cut", "shut") if k in counters}}
    missed = [what for what, holds in (
        ("served", quiet["served"] == during["served"] == CLIENTS and newcomer["newcomer_us"] >= 0), ("alive", lived and status == 0),
        ("memory", row["rss_mib"] <= row["rss_most_mib"]), ("p99", QUICK or row["ratio"] <= RATIO_MOST),
        ("spins", QUICK or descriptors is None or cpu < 0.5), ("receipts", mode == "deaf" or row["acks_dropped"] == 0)) if not holds]
    row["verdict"] = "ok" if not missed else "missed: " + ", ".join(missed)
    if missed:
        print(stage.log.read_text()[-2000:], file=sys.stderr)
    return row


COLUMNS = [("flood", "flood", "<12"), ("amount", "amount", ">8"), ("quiet_p50_us", "p50 quiet", ">9"), ("p50_us", "during", ">7"),
           ("quiet_p99_us", "p99 quiet", ">9"), ("p99_us", "during", ">7"), ("ratio", "ratio", ">6"), ("served", "served", ">6"), ("newcomer_ms", "new ms", ">6"),
           ("rss_mib", "RSS MiB", ">8"), ("rss_most_mib", "most", ">5"), ("cpu_cores", "CPU", ">5"), ("attempts", "attempts", ">9"),
           ("accepted", "accepted", ">8"), ("refused", "refused", ">8"), ("log_kib", "log KiB", ">7"), ("verdict", "verdict", "<8")]


def show(row=None):
    print(" ".join(format(str(row.get(name, "") if row else title), width) for name, title, width in COLUMNS), flush=True)


def main():
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    floods = [flood for flood in FLOODS if not wanted or flood[0] in wanted]
    rows = []
    with tempfile.TemporaryDirectory(prefix="dbkflood-") as folder:
        stage = None
        try:
            stage = Stage(folder)
            show()
            for name, mode, full, quick, room_mib, bound, descriptors in floods:
                rows.append(measure(stage, name, mode, quick if QUICK else full, room_mib, bound, descriptors))
                show(rows[-1])
        finally:
            for child in children[:]:
                child.kill()
                child.wait()
            if stage is not None:
                stage.close()
    for row in rows:
        print(f"  {row['flood']}: memory is bounded by {row['bound']}")
    good = sum(row["verdict"] == "ok" for row in rows)
    print(json.dumps({"quick": QUICK, "clients": CLIENTS, "seconds": SECONDS, "floods": rows}))
    print(f"floods: {good} passed, {len(floods) - good} failed")
    return 0 if good == len(floods) > 0 else 1


signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
sys.exit(main())
