"""Random faults under load, and after each the three ledgers compared: what was shown, the outboxes, the tables.

    faults.py --each                one run of every kind of fault
    faults.py --runs N [--time T]   N runs drawn from the seed, or as many as fit into T seconds
              [--seed S] [--first F] [--workers W] [--kind WORD]

A worker is a process with a stage of its own; run number n is the same fault at the same place whoever runs it. The last lines
are how many runs passed, and the sums of their ledgers.
"""
import argparse
import json
import os
import pathlib
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from daybook_client import PATIENCE, seal_hash
from kinds import KINDS
from load import Load, code_of
from stage import DESKS, HOMES, Stage, leave

CONVERGE_S = 60
TOLD_MOST = 12
ENTRIES_MOST = 3                     # of the office, in a run
ENTRY_S, ORIGINAL_S = 0.6, 1.2       # within which they are made, and the originals begin to be sent


class Sums(dict):
    NAMES = ("runs", "reports", "receipts", "lost", "doubled", "orphan receipts")

    def __init__(self):
        super().__init__({name: 0 for name in self.NAMES})

    def add(self, other):
        for name in self.NAMES:
            self[name] += other[name]

    def __str__(self):
        return ", ".join(f"{name} {self[name]}" for name in self.NAMES)


class Run:
    """One fault: the load, the strike, the mending, the ledgers."""

    def __init__(self, stage, number, seed, kind):
        self.stage, self.kind = stage, kind
        self.chance = random.Random(f"{seed}/{number}")
        self.day = stage.next_night()
        entered = self.chance.sample([*DESKS, *HOMES], self.chance.randint(0, ENTRIES_MOST))
        self.clerk = stage.clerk(self.day, {c: self.chance.uniform(0, ENTRY_S) * PATIENCE for c in entered})
        self.load = Load(stage.clients, self.day, self.chance, kind.both,
                         {c: self.chance.uniform(0, ORIGINAL_S) * PATIENCE for c in entered if c in DESKS})
        self.troubles = self.load.troubles
        self.url = None
        self.struck = True                # a fault at the nth call strikes only when there are so many
        self.settled_s = 0.0              # from the mending until all had arrived
        self.logs = {daemon: daemon.log_path.stat().st_size for daemon in stage.daemons}
        self.sums = Sums()

    def go(self):
        self.sums["runs"] = 1
        if self.kind.before:
            self.kind.before(self)
        self.load.start()
        self.clerk.start()
        try:
            for home in self.stage.homes.values():
                home.submit(self.day)
            self.load.wait(self.chance.randint(0, 50))
            self.kind.strike(self)
            if self.url is None:
                self.stage.mend()
            mended = time.monotonic()
            self._converge()
            self.settled_s = time.monotonic() - mended
            self._compare()
            self._read_logs()
        finally:
            self.load.ended = self.clerk.ended = True
            self.load.join(5)
            self.clerk.finish(5)
        if self.kind.after:
            self.kind.after(self)
            self.stage.mend()
        return self.sums

    def shown_so_far(self):
        """(committee, id) of every receipt, the clerk's too."""
        return set(self.load.shown) | {(committee, said[0]) for committee, said in dict(self.clerk.told).items()}

    def logged(self, word):
        """How often the daemons said that since the run began."""
        count = 0
        for daemon, begin in self.logs.items():
            with daemon.log_path.open("rb") as log:
                log.seek(begin)
                count += log.read().count(word.encode())
        return count

    def _converge(self):
        """All is well again: every report must arrive."""
        for home in self.stage.homes.values():
            if home.process.returncode is None:
                home.end()
            home.page.clear()
        if not self.clerk.finish(CONVERGE_S * PATIENCE):
            self.troubles.append("the clerk was not told yes or no a minute after all was well")
        self.troubles.extend(self.clerk.troubles)
        if not self.load.finish(CONVERGE_S * PATIENCE):
            self.troubles.append("not every report had its receipt a minute after all was well")
        end = time.monotonic() + CONVERGE_S * PATIENCE
        for home in self.stage.homes.values():
            if home.items("out", self.day):
                home.flush_until(end)
            if home.items("out", self.day):
                self.troubles.append(f"home {home.committee} still has a report in out/: {home.said}")

    def _read_logs(self):
        """A daemon that takes a passing fault for one that only a person can mend stays away for long, and says what is not so."""
        if not self.kind.unfit and self.logged("this database cannot be served"):
            self.troubles.append("a daemon says that this database cannot be served")

    # ------------------------------------------------------------ the ledgers

    def _ask(self, what):
        if self.url is None:
            return self.stage.cluster.sql(what)
        return [line.split("\t") for line in self.stage.cluster.at_standby(what).splitlines()]

    def _rows(self):
        """(committee, id) -> (hash, code, revision, reports drawn from it) of this night."""
        found = self._ask(
            f"""SELECT r.committee_id, replace(r.id::text, '-', ''), encode(r.hash, 'hex'), r.code, r.revision, count(n)
                  FROM daybook.record r LEFT JOIN daybook.nightly_report n ON n.committee_id = r.committee_id AND n.record_id = r.id
                 WHERE to_char(r.report_date, 'YYYYMMDD') = '{self.day}' GROUP BY r.committee_id, r.id""")
        return {(int(row[0]), row[1]): (row[2], row[3], int(row[4]), int(row[5])) for row in found}

    def _look_at_entries(self, rows, sent, shown):
        """What the clerk was told is there, and of what was never told no more than one entry a committee, the first of all."""
        entered = {}
        for committee, item_id in self._ask(
                "SELECT r.committee_id, replace(r.id::text, '-', '') FROM daybook.proxy_entry e JOIN daybook.record r "
                "ON r.committee_id = e.committee_id AND r.id = e.record_id "
                f"WHERE to_char(r.report_date, 'YYYYMMDD') = '{self.day}'"):
            entered.setdefault(int(committee), []).append(item_id)
        for committee, (item_id, code) in self.clerk.told.items():
            sent[committee, item_id] = rows.get((committee, item_id), ("what the clerk was told of",))[0]
            shown[committee, item_id] = code
        for committee, items in entered.items():
            if committee in self.clerk.unsure and len(items) == 1:
                sent[committee, items[0]] = rows[committee, items[0]][0]
            if any(rows[committee, item_id][2] != 1 for item_id in items):
                self.troubles.append(f"committee {committee}: an entry behind the original")

    def _compare(self):
        rows = self._rows()
        sent, waiting = self.load.reports(), self.load.waiting()
        shown = {key: said[0] for key, said in self.load.shown.items()}
        for home in self.stage.homes.values():
            self._look_into(home, sent, waiting, shown)
        self._look_at_entries(rows, sent, shown)
        lost = [key for key, digest in sent.items() if rows.get(key, ("",))[0] != digest and key not in waiting]
        doubled = [key for key, row in rows.items() if key not in sent or row[3] != 1]
        orphans = [key for key, code in shown.items() if key not in rows or rows[key][1] != code]
        nights = {}
        for (committee, _), row in rows.items():
            nights.setdefault(committee, []).append(row[2])
        gaps = [committee for committee, revisions in nights.items() if sorted(revisions) != list(range(1, len(revisions) + 1))]
        self.sums.update({"reports": len(sent), "receipts": len(shown), "lost": len(lost), "doubled": len(doubled),
                          "orphan receipts": len(orphans)})
        for what, keys in (("lost", lost), ("doubled", doubled), ("orphan receipts", orphans), ("revisions with gaps", gaps)):
            if keys:
                self.troubles.append(f"{what}: {keys[:5]}")

    def _look_into(self, home, sent, waiting, shown):
        folders = {name: home.items(name, self.day) for name in ("out", "done", "refused")}
        found = [item for items in folders.values() for item in items.items()]
        codes = home.codes_shown()
        if len({item_id for item_id, _ in found}) != len(found):
            self.troubles.append(f"home {home.committee} has a report in two folders")
        if folders["refused"] or list((home.folder / "damaged").glob("*")):
            self.troubles.append(f"home {home.committee} has refused or damaged reports: {home.said}")
        for item_id, sealed in found:
            key = (home.committee, item_id)
            sent[key] = seal_hash(sealed).hex()
            if item_id in folders["out"]:
                waiting.add(key)
            if item_id in folders["done"] or code_of(item_id, sealed) in codes:
                shown[key] = code_of(item_id, sealed)
        for item_id in home.saved_ids() - {item_id for item_id, _ in found}:
            sent[(home.committee, item_id)] = "saved, and in no folder"
        unknown = codes - {code_of(item_id, sealed) for item_id, sealed in found}
        for code in unknown:
            shown[(home.committee, f"code {code}")] = code
        home.forget(self.day)


# ---------------------------------------------------------------- a worker

def work(args):
    """Runs numbers first + worker, first + worker + workers, ...; a line of JSON a run. After a run that failed the stage is
    another one."""
    numbers = iter(range(args.first + args.worker, args.first + args.runs, args.workers))
    end = time.monotonic() + args.time if args.time else None
    try:
        while work_on_a_stage(args, numbers, end):
            pass
    except Exception:
        print(json.dumps({"troubles": [traceback.format_exc()]}), flush=True)


def work_on_a_stage(args, numbers, end):
    """False when nothing is left to do."""
    with tempfile.TemporaryDirectory(prefix="dbkfault-") as folder:
        os.chmod(folder, 0o755)
        stage = Stage(folder, os.environ["DBK_PRELOAD"])
        try:
            stage.open()
            for number in numbers:
                good = report(stage, number, args.seed, kind_of(number, args))
                if not good:
                    keep_logs(stage, folder, number)
                if end is not None and time.monotonic() > end:
                    return False
                if not good or stage.used_up:
                    return True
            return False
        finally:
            stage.close()


def kind_of(number, args):
    if args.each:
        return KINDS[number - args.first]
    named = [kind for kind in KINDS if args.kind in kind.name]
    return random.Random(f"{args.seed}/{number}/kind").choices(named, [kind.weight for kind in named])[0]


def report(stage, number, seed, kind):
    """One run and its line; False when the stage is of no more use."""
    began = time.monotonic()
    run = Run(stage, number, seed, kind)
    sums, usable = run.sums, True
    try:
        sums = run.go()
    except Exception:
        run.troubles.append(traceback.format_exc())
        usable = False
    print(json.dumps({"number": number, "kind": kind.name, "sums": sums, "troubles": run.troubles,
                      "struck": run.struck, "settled_s": round(run.settled_s, 2),
                      "took_s": round(time.monotonic() - began, 2)}), flush=True)
    return usable and not run.troubles


def keep_logs(stage, folder, number):
    """What the daemons of a failed run said."""
    kept = pathlib.Path(os.environ["DBK_BUILD"]) / f"faults-{number}"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for log in pathlib.Path(folder).glob("*.log"):
        shutil.copy(log, kept)
    try:
        shutil.copy(stage.cluster.base / "log", kept / "postgresql.log")
    except OSError:
        pass
    print(json.dumps({"note": f"logs: {kept}"}), flush=True)


# ---------------------------------------------------------------- all of them

class Tally:
    def __init__(self, args):
        self.args, self.sums, self.passed, self.failed, self.struck = args, Sums(), 0, 0, 0
        self.slowest = (0.0, "none")          # to settle, and which run that was

    def take(self, line):
        said = json.loads(line)
        if "note" in said:
            print("       " + said["note"], flush=True)
            return
        bad = bool(said["troubles"])
        self.passed, self.failed = self.passed + (not bad), self.failed + bad
        if "number" in said:
            self.sums.add(said["sums"])
            self.struck += said["struck"]
            self.slowest = max(self.slowest, (said["settled_s"], f"run {said['number']}, {said['kind']}"))
            print(f"{'FAILED' if bad else 'ok':6} run {said['number']}: {said['kind']} ({said['took_s']} s, "
                  f"{said['sums']['reports']} reports{'' if said['struck'] else ', did not strike'})", flush=True)
        for trouble in list(dict.fromkeys(said["troubles"]))[:TOLD_MOST]:      # each once
            print("       " + trouble.strip().replace("\n", "\n       "), flush=True)
        if bad and "number" in said and not self.args.each:
            print(f"       again: make check-faults RUNS=1 SEED={self.args.seed} FIRST={said['number']}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--time", type=float, default=0)
    parser.add_argument("--kind", default="")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--worker", type=int)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, leave)
    if args.each:
        args.runs = len(KINDS)
    if args.worker is not None:
        work(args)
        return 0
    args.workers = max(1, min(args.workers, args.runs))
    return supervise(args)


def pass_on(source, lines):
    """Every line, and then None."""
    for line in source:
        lines.put(line)
    lines.put(None)


def supervise(args):
    began, tally = time.monotonic(), Tally(args)
    words = [sys.executable, __file__, *sys.argv[1:], "--workers", str(args.workers), "--worker"]
    workers = [subprocess.Popen([*words, str(i)], stdout=subprocess.PIPE, text=True) for i in range(args.workers)]
    lines = queue.Queue()
    for worker in workers:
        threading.Thread(target=pass_on, args=(worker.stdout, lines), daemon=True).start()
    try:
        for _ in workers:
            while (line := lines.get()) is not None:
                tally.take(line)
    finally:
        for worker in workers:
            if worker.poll() is None and sys.exc_info()[0]:
                worker.terminate()
            if worker.wait() != 0:
                tally.failed += 1
                print(f"FAILED a worker ended with {worker.returncode}", flush=True)
    took = time.monotonic() - began
    print(f"seed {args.seed}, {took:.0f} s, {took / max(1, tally.sums['runs']):.2f} s a run, of which {tally.struck} struck; "
          f"all had arrived at most {tally.slowest[0]} s after the mending ({tally.slowest[1]})")
    print(f"faults: {tally.passed} passed, {tally.failed} failed")
    print(tally.sums)
    return 0 if tally.failed == 0 and tally.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
