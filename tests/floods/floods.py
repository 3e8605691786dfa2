#!/usr/bin/python3
"""What 53 honest clients notice of a bad neighbour, and what the daemon pays for it.

    floods.py            each flood beside a quiet measurement in the same run; a table, then one line of JSON
    floods.py --quick    small and untimed, for `make check`: everyone is served, the daemon lives, its memory is bounded
    floods.py ... NAME   only the floods of these names

Each flood has three rounds of quiet and flood (ROUNDS=3), and the p99 that counts is the median of their ratios: one round's quiet
may be disturbed as well as its flood. Everything else has to hold in every round.

Honest: 53 clients, each with a report every quarter of a second; the stop-watch starts when a report is due. They are connected
before the flood begins; "new ms" is what one who comes in the midst of it waits, from the call to the receipt. Load, daemon and
database share the machine; whoever floods has the lowest priority on it, for from afar he would have a processor of his own.
"bystander" tells how much of "silent" is the machine's: the same flood goes to a bare listener, and the daemon has no part in it.
Exit 1 when a target is missed.
"""
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from stage import BUILD, Meter, Stage, children, figures, leave

CLIENTS, FLOODER = 53, 54
QUICK = "--quick" in sys.argv
RATIO_MOST = 5
ROUNDS = 1 if QUICK else int(os.environ.get("ROUNDS", "3"))
BASE_MIB = 64 if os.environ.get("KIND") != "asan" else 640   # the daemon at rest, with room

# what: name, mode, how much (full, quick), most MiB above the base, what bounds it, descriptors of the daemon (None: all)
FLOODS = [
    ("silent", "silent", 10000, 300, 10000 * 16 / 1024, "16 KiB a connection, 5 s each", None),
    ("bystander", "silent", 10000, 300, 16, "nothing: they call a bare listener, not the daemon", None),
    ("descriptors", "silent", 1000, 400, 16, "the descriptors: 256", 256),
    ("strangers", "strangers", 200, 40, 32, "5 s a handshake", None),
    ("oversize", "oversize", 100000, 100000, 32, "MAXMSGSIZE", None),
    ("frames", "frames", 500, 100, 128, "1 MiB a connection, and what comes between two looks", None),
    ("crumbs", "crumbs", 60000, 60000, 128, "1 MiB a connection on the wire, and what comes between looks", None),
    ("deaf", "deaf", 20, 3, 20 * 256 * 12 / 1024, "SNDHWM, 256 replies a connection", None),
    ("one_key", "one_key", 100000, 3000, 64, "intake.per_key, intake.key_rate", None),
]
QUIET_S, FLOOD_S = (3, 3) if QUICK else (10, 20)


def give_way():
    """Who floods from afar has a processor of his own. The kernel shares by session first, and by nice within one."""
    os.setsid()
    if os.path.exists("/proc/self/autogroup"):
        with open("/proc/self/autogroup", "w") as group:
            group.write("19")
    os.nice(19)


def flood(stage, mode, key, amount, seconds, date, endpoint=None):
    words = [BUILD / "tests/floods/flood", mode, endpoint or stage.endpoint, stage.key if mode != "silent" else "-", key, amount,
             seconds, date]
    yields = give_way if mode not in ("honest", "ear") else None
    process = subprocess.Popen([str(w) for w in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=yields)
    children.append(process)
    return process


def honest(stage):
    """The honest clients; they print a line for the quiet, and go on when told."""
    first = stage.day
    stage.day += (QUIET_S + FLOOD_S) * 4 + 1
    return flood(stage, "honest", stage.folder / "keys", CLIENTS, QUIET_S, time.strftime("%Y-%m-%d", time.gmtime(946728000 + first * 86400)))


def bare_listener(stage, amount):
    """What the machine itself pays for the silent ones: they call a process that accepts, and hangs up after five seconds."""
    ear = flood(stage, "ear", "-", amount, FLOOD_S + 5, "-")
    return "tcp://127.0.0.1:%d" % figures(ear.stdout.readline())["port"]


def measure(stage, name, mode, amount, room_mib, bound, descriptors):
    stage.start(descriptors)
    clients = honest(stage)
    quiet = figures(clients.stdout.readline())
    log_bytes = stage.log.stat().st_size
    key = stage.folder / f"keys/{FLOODER}.key" if mode not in ("silent", "strangers") else "-"
    meter = Meter(stage.daemon.pid)
    ear = bare_listener(stage, amount) if name == "bystander" else None
    process = flood(stage, mode, key, amount, FLOOD_S + 3, "2000-01-01" if mode == "one_key" else "-", ear)
    process.stdout.readline()                                 # begun=1
    meter.start()
    clients.stdin.write(f"{FLOOD_S}\n")
    clients.stdin.flush()
    during = figures(clients.stdout.readline())
    log_bytes = stage.log.stat().st_size - log_bytes
    newcomer = figures(clients.communicate(timeout=120)[0])
    said = process.communicate(timeout=120)[0]
    children.remove(process)
    children.remove(clients)
    cpu = meter.end()
    lived = stage.daemon.poll() is None
    status, counters, _ = stage.stop()
    row = {"flood": name, "amount": amount, "quiet_p50_us": quiet["p50_us"], "quiet_p99_us": quiet["p99_us"],
           "p50_us": during["p50_us"], "p99_us": during["p99_us"], "most_us": during["most_us"], "ratio": round(during["p99_us"] / max(1, quiet["p99_us"]), 2),
           "served": during["served"], "newcomer_ms": newcomer["newcomer_us"] // 1000, "rss_mib": round(meter.rss_kib / 1024, 1), "rss_most_mib": round(BASE_MIB + room_mib),
           "bound": bound, "cpu_cores": round(cpu, 2), "log_kib": round(log_bytes / 1024), "daemon_exit": status,
           "acks_dropped": counters.get("acks_dropped"), **(figures(said) if said else {}),
           **{k: counters[k] for k in ("connections", "cut", "shut") if k in counters}}
    missed = [what for what, holds in (
        ("served", quiet["served"] == during["served"] == CLIENTS and newcomer["newcomer_us"] >= 0), ("alive", lived and status == 0),
        ("memory", row["rss_mib"] <= row["rss_most_mib"]),
        ("spins", QUICK or descriptors is None or cpu < 0.5), ("receipts", mode == "deaf" or row["acks_dropped"] == 0)) if not holds]
    row["verdict"] = "ok" if not missed else "missed: " + ", ".join(missed)
    if missed:
        print(stage.log.read_text()[-2000:], file=sys.stderr)
    return row


COLUMNS = [("flood", "flood", "<12"), ("amount", "amount", ">8"), ("quiet_p50_us", "p50 quiet", ">9"), ("p50_us", "during", ">7"),
           ("quiet_p99_us", "p99 quiet", ">9"), ("p99_us", "during", ">7"), ("ratio", "ratio", ">6"), ("served", "served", ">6"), ("newcomer_ms", "new ms", ">6"),
           ("rss_mib", "RSS MiB", ">8"), ("rss_most_mib", "most", ">5"), ("cpu_cores", "CPU", ">5"), ("attempts", "attempts", ">9"),
           ("accepted", "accepted", ">8"), ("refused", "refused", ">8"), ("arrived_mib", "MiB in", ">6"), ("log_kib", "log KiB", ">7"),
           ("verdict", "verdict", "<8")]


def show(row=None):
    print(" ".join(format(str(row.get(name, "") if row else title), width) for name, title, width in COLUMNS), flush=True)


def judge(name, bound, rows):
    """Every round holds, and the median of the ratios."""
    ratio = statistics.median(row["ratio"] for row in rows)
    slow = not QUICK and ratio > RATIO_MOST
    print(f"  {name}: ratio {ratio}{', MISSED' if slow else ''}; memory is bounded by {bound}")
    return not slow and all(row["verdict"] == "ok" for row in rows)


def main():
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    floods = [flood for flood in FLOODS if not wanted or flood[0] in wanted]
    rows = []
    with tempfile.TemporaryDirectory(prefix="dbkflood-") as folder:
        stage = None
        try:
            stage = Stage(folder, FLOODER, 120)
            stage.day = 0
            show()
            for name, mode, full, quick, room_mib, bound, descriptors in floods:
                for _ in range(ROUNDS):
                    rows.append(measure(stage, name, mode, quick if QUICK else full, room_mib, bound, descriptors))
                    show(rows[-1])
        finally:
            leave(stage)
    good = sum(judge(name, bound, [row for row in rows if row["flood"] == name]) for name, *_, bound, _ in floods)
    print(json.dumps({"quick": QUICK, "clients": CLIENTS, "seconds": FLOOD_S, "floods": rows}))
    print(f"floods: {good} passed, {len(floods) - good} failed")
    return 0 if good == len(floods) > 0 else 1


signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
sys.exit(main())
