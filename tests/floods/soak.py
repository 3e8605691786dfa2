#!/usr/bin/python3
"""Memory of the daemon over many reports: 400 clients, window 16, who all leave and come again after every 100,000.

    soak.py REPORTS [WITHIN]     a line for each 100,000, and the verdict: in the last quarter the resident memory is at most
                                 WITHIN per cent (5) above the second quarter's, by their medians. Exit 1 when it is not, or
                                 when a report has no row.

The first quarter fills what the allocator keeps; from round to round it keeps some per cent more or less. A leak of the smallest
block (32 bytes) a report would be 30 MiB between those quarters of 2,000,000. The last line is JSON. What bounds REPORTS is the
nights from 2000 to today: 3,800,000.
"""
import json
import signal
import statistics
import sys
import tempfile
import time

from stage import BUILD, Meter, Stage, figures, leave, run

CLIENTS, STEP, WINDOW = 400, 100000, 16
NIGHTS = STEP // CLIENTS


def rounds(stage, n):
    """One line each: reports so far, reports a second, resident memory after it, and the most during it."""
    rows = []
    for i in range(n):
        meter = Meter(stage.daemon.pid)
        meter.start()
        date = time.strftime("%Y-%m-%d", time.gmtime(946728000 + i * NIGHTS * 86400))
        said = run(BUILD / "tests/bench/load", "run", stage.endpoint, stage.key, stage.folder / "keys", CLIENTS, WINDOW,
                   NIGHTS, date)
        rss = meter.rss() / 1024
        meter.end()
        rows.append({"reports": (i + 1) * STEP, "per_s": round(float(said.split()[2])), "rss_mib": round(rss, 1),
                     "most_mib": round(meter.rss_kib / 1024, 1)})
        print("{reports:>10} reports {per_s:>8}/s   RSS {rss_mib:>7.1f} MiB, at most {most_mib:>7.1f}".format(**rows[-1]), flush=True)
    return rows


def main():
    reports, within = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    if reports < 4 * STEP or reports % STEP:
        sys.exit(f"soak.py: REPORTS is a multiple of {STEP:,}, four times that at least")
    with tempfile.TemporaryDirectory(prefix="dbksoak-") as folder:
        stage = None
        try:
            stage = Stage(folder, CLIENTS, CLIENTS)
            stage.start()
            rows = rounds(stage, reports // STEP)
            stored = int(run("psql", "-X", "-At", "-d", stage.url, "-c", "SELECT count(*) FROM daybook.record"))
            status, counters, log_bytes = stage.stop()
        finally:
            leave(stage)
    quarter, rss = len(rows) // 4, [row["rss_mib"] for row in rows]
    early, late = statistics.median(rss[quarter:2 * quarter]), statistics.median(rss[-quarter:])
    growth = 100 * (late - early) / early
    flat, whole = growth <= within, stored == reports == counters["accepted"] and counters["acks_dropped"] == 0 and status == 0
    print(f"memory of the second quarter {early} MiB, of the last {late}: {growth:+.1f} %, {within:g} allowed: "
          f"{'flat' if flat else 'NOT FLAT'}")
    print(f"stored {stored:,} of {reports:,}; the log is {log_bytes / 1048576:.0f} MiB: {'whole' if whole else 'NOT WHOLE'}")
    print(json.dumps({"reports": reports, "stored": stored, "rss_growth_percent": round(growth, 2), "flat": flat,
                      "rounds": rows}))
    return 0 if flat and whole else 1


signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
sys.exit(main())
