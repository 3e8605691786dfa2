"""`daybook fill` on a terminal, killed (SIGKILL) at every step of filling, sealing and sending: at most the field that
was being saved is lost, never a report, and it counts once."""
import os
import shutil
import subprocess
import sys

import reports
from daybook_client import PATIENCE, pb
from daybook_flow import BUILD, ROOT, FlowTest, cluster, iso, on_a_terminal, run, until

sys.path.insert(0, str(ROOT / "tests/faults"))
import page                                              # noqa: E402: the fault tests' own

COMMITTEE = 35
PRELOAD = BUILD / "tests/faults/preload.so"
REVIEW, DONE = b"\x12", b"\x14"                          # Ctrl-R, Ctrl-T
SITUATION = reports.SITUATION

# What is typed, a field a step; the program takes the keys as they come.
STEPS = [b"100\r", b"0\r", REVIEW + b"\r\r" + SITUATION.encode() + DONE]
SEAL = REVIEW + REVIEW
FIELDS = ["temp_check_count: 100", "temp_abnormal_count: 0", SITUATION]     # as they stand in the draft


class TestKilledFilling(FlowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.base = cls.folder / "base"
        key = run([BUILD / "daybook", "--home", cls.base, "keygen"], env=cls.environment(cls.base)).split()[0]
        cluster.sql(f"SELECT office.approve_key('{key}', '{cluster.person_at(COMMITTEE)}')")
        until(lambda: "the office knows this key" in run([BUILD / "daybook", "status"], env=cls.environment(cls.base)),
              "the key is known")
        run([BUILD / "daybook", "template", "--committee", COMMITTEE], env=cls.environment(cls.base))
        drafts = cls.base / "drafts"
        drafts.mkdir(mode=0o700, exist_ok=True)
        lines = [line for line in reports.yaml_text(COMMITTEE, cls.today).splitlines()
                 if "temp_" not in line and "situation" not in line and reports.SITUATION not in line]
        (drafts / f"{COMMITTEE}-{cls.today}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    @classmethod
    def environment(cls, home, faults=None):
        more = page.Page.environment(faults, PRELOAD) if faults else {}
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "DAYBOOK_LANG": "en",
                "DAYBOOK_HOME": str(home), "DAYBOOK_ENDPOINT": cls.daemon.endpoint,
                "DAYBOOK_SERVER_KEY": cls.server_hex} | more

    def type(self, home, keys, faults=None):
        """Let a person type all of it; the program's exit status, negative when it was killed."""
        program, keyboard, screen = on_a_terminal(self, self.environment(home, faults), "fill", COMMITTEE,
                                                  iso(self.today))
        until(lambda: b"F10 leave" in b"".join(screen) or program.poll() is not None, "the form: it reads keys now")
        os.write(keyboard, keys)
        try:
            return program.wait(timeout=60 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.fail(b"".join(screen)[-3000:].decode(errors="replace"))

    @staticmethod
    def sealed(home):
        return [path for box in ("out", "done") for path in (home / box).glob("*")
                if path.suffix not in (".note", ".tmp")]

    def typed(self, home):
        """How many of the fields stand in the draft, which is whole; they must be the first ones."""
        draft = home / "drafts" / f"{COMMITTEE}-{self.today}.yaml"
        text = draft.read_text(encoding="utf-8")
        there = [field in text for field in FIELDS]
        self.assertEqual(there, sorted(there, reverse=True), text)
        self.assertIn("no_case: yes", text)              # what was there before is there still
        return sum(there)

    def expect_once(self, home):
        run([BUILD / "daybook", "flush"], env=self.environment(home))
        rows = cluster.sql(f"SELECT encode(sealed, 'hex') FROM daybook.record WHERE committee_id = {COMMITTEE}")
        self.assertEqual(len(rows), 1)
        report = pb.Record.FromString(bytes.fromhex(rows[0][0])).nightly_report
        self.assertEqual(report.situation.decode(), SITUATION)
        self.assertEqual({f.indicator: f.value for f in report.figures} | reports.FIGURES, reports.FIGURES)
        self.assertEqual([f.value for f in report.figures if f.indicator in (8, 9)], [100, 0])

    def one(self, nth, faults):
        """Killed at the nth call to the disk, then gone on with to the end: how many fields the kill left.

        None: nothing killed it."""
        home = self.folder / f"home-{nth}"
        shutil.copytree(self.base, home)
        cluster.sql("TRUNCATE daybook.record CASCADE")
        faults.set(family=page.DISK, nth=nth, deed=page.KILL_AFTER if nth % 2 else page.KILL_BEFORE)
        status = self.type(home, b"".join(STEPS) + SEAL, faults)
        killed = faults.had
        faults.clear()
        self.assertEqual(status, -9 if killed else 0)
        sealed = bool(self.sealed(home))
        fields = len(STEPS) if sealed else self.typed(home)
        if not sealed:
            self.assertEqual(self.type(home, b"".join(STEPS[fields:]) + SEAL), 0)
        self.expect_once(home)
        shutil.rmtree(home)
        return fields if killed else None

    def test_at_every_step(self):
        if not PRELOAD.exists():
            self.skipTest(f"{PRELOAD} is not built: make check builds it")
        faults = page.Page(self.folder / "page")
        before, nth = 0, 1
        while True:
            fields = self.one(nth, faults)
            if fields is None:
                break
            self.assertIn(fields - before, (0, 1), f"call {nth}: more than the field under way is lost")
            before, nth = fields, nth + 1
        self.assertEqual(before, len(STEPS))
        self.assertGreater(nth, 5 * len(STEPS) + 8)      # five calls a field, and those of the outbox
