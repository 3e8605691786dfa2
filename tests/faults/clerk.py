"""The clerk: while a line is dead, a report is dictated, and the office enters it with the real `daybook-office`; meanwhile the
original comes. What the clerk was told is a fourth ledger.

A person who hears that a connection was lost looks before they repeat: so a committee has one entry at most, and none where the
original was first.
"""
import json
import os
import subprocess
import threading
import time

import reports
from daybook_client import PATIENCE
from daybook_flow import BUILD, iso

LOGIN = "clerk"
PROGRAM_S = 60 * PATIENCE
AGAIN_S = 0.2
HERE, ENTERED = " is here: revision ", " has entered the report "        # why it is refused: what stands there


class Clerk(threading.Thread):
    """Enters for each of `desks` (committee -> when, in seconds from the start), until it is told yes or no."""

    def __init__(self, conninfo, person_at, desks, day):
        super().__init__(daemon=True)
        self.conninfo, self.person_at, self.desks, self.day = conninfo, person_at, desks, day
        self.told = {}                         # committee -> (record id, telephone code) of what is entered
        self.unsure = set()                    # committees of which it was never told
        self.process = None
        self.ended = False
        self.troubles = []

    def run(self):
        began = time.monotonic()
        for committee, when in sorted(self.desks.items(), key=lambda it: it[1]):
            while time.monotonic() < began + when and not self.ended:
                time.sleep(0.005)
            try:
                self._enter(committee)
            except Exception as trouble:       # a thread's failure is the run's
                self.troubles.append(f"clerk, committee {committee}: {trouble!r}")

    def finish(self, timeout_s):
        """All is well again; True when it has come to an end."""
        self.join(timeout_s)
        self.ended = True
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        self.join(5)
        return not self.is_alive()

    def _enter(self, committee):
        self.unsure.add(committee)
        first = True
        while not self.ended:
            out, err = self._ask(committee)
            if self.process.returncode == 0:
                row = json.loads(out)["entered"][0]
                self.told[committee] = (row["record_id"].replace("-", ""), row["code"])
                self.unsure.discard(committee)
                return
            if HERE in err or ENTERED in err:
                if first:                      # else it may stand behind an entry of which we were not told
                    self.unsure.discard(committee)
                return
            first = False
            time.sleep(AGAIN_S)

    def _ask(self, committee):
        """What the program says."""
        self.process = subprocess.Popen(
            [BUILD / "daybook-office", "-d", self.conninfo, "--lang", "en", "proxy", str(committee), iso(self.day),
             "--person", self.person_at(committee), "--telephone", "13800000000", "--file", "-", "--format", "json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        return self.process.communicate(reports.sheet_text(), timeout=PROGRAM_S)
