"""The form when its terminal is rough: windows of every size, ten thousand characters pasted, a paste that halts half-way, a
terminal that goes away, a program that is called off, a disk that refuses. Nothing hangs, and what was typed is kept."""
import fcntl
import os
import shutil
import signal
import struct
import sys
import termios
import time

import reports
from daybook_client import PATIENCE
from daybook_flow import ROOT, FlowTest, Laptop, cluster, iso, until

sys.path.insert(0, str(ROOT / "tests/faults"))
import page                                              # noqa: E402: the fault tests' own

COMMITTEE = 35
ENOSPC = 28
REVIEW, LONG, ADD, HELP, LEAVE = b"\x12", b"\x14", b"\x01", b"\x07", b"\x18"
SIZES = [(1, 1), (1, 2), (2, 2), (3, 3), (5, 5), (24, 1), (24, 2), (24, 3), (24, 4), (1, 80), (2, 80), (11, 39), (12, 40),
         (60, 200), (24, 80)]


class TestRoughTerminal(FlowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laptop = Laptop(cls.folder / "home", cls.daemon, cls.server_hex, cluster.person_at(COMMITTEE)).wait_known()
        cls.laptop.run("template", "--committee", COMMITTEE)
        drafts = cls.laptop.home / "drafts"
        drafts.mkdir(mode=0o700, exist_ok=True)
        text = reports.yaml_text(COMMITTEE, cls.today)
        cls.begun = "\n".join(line for line in text.splitlines()
                              if "temp_" not in line and "situation" not in line and reports.SITUATION not in line) + "\n"
        cls.draft = drafts / f"{COMMITTEE}-{cls.today}.yaml"

    def fill(self, **more):
        """The form, its cursor on the checks of temperature: all but them and the situation is there."""
        shutil.rmtree(self.draft.parent, ignore_errors=True)
        self.draft.parent.mkdir(mode=0o700)
        self.draft.write_text(self.begun, encoding="utf-8")
        self.laptop.more = more
        program, keyboard, screen = self.laptop.on_a_terminal(self, "fill", "--offline", COMMITTEE, iso(self.today))
        self.await_text(screen, "F10 leave")
        return program, keyboard, screen

    def await_text(self, screen, text, after=0):
        until(lambda: text.encode() in b"".join(screen)[after:], text)

    def kept(self):
        return self.draft.read_text(encoding="utf-8")

    def end(self, program, status=0):
        self.assertEqual(program.wait(timeout=30 * PATIENCE), status)    # with every key of it drawn, a paste took ten minutes

    def test_windows_of_every_size_at_every_page(self):
        for keys in (b"", HELP, ADD + "三号楼".encode(), LONG, b"\x0e\x0e" + LONG + "长文字 abc".encode(), REVIEW):
            with self.subTest(keys):
                program, keyboard, screen = self.fill()
                os.write(keyboard, keys)
                for rows, columns in SIZES:
                    seen = len(b"".join(screen))
                    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                    program.send_signal(signal.SIGWINCH)
                    until(lambda: program.poll() is not None or len(b"".join(screen)) > seen, "it is drawn anew")
                    self.assertIsNone(program.poll(), f"{rows} lines of {columns}")
                os.write(keyboard, LEAVE + LEAVE)
                self.end(program)

    @staticmethod
    def paste(keyboard, text):
        data = b"\x1b[200~" + text.encode() + b"\x1b[201~"
        while data:
            data = data[os.write(keyboard, data[:1000]):]

    def test_ten_thousand_characters(self):
        text = ("今天小雨，两个门岗照常值守。é́" * 1000)[:10000]
        for keys, kept in ((b"", False), (ADD, False), (b"\x0e\x0e" + LONG, True), (ADD + b"1\r", True)):
            with self.subTest(keys):
                program, keyboard, screen = self.fill()
                os.write(keyboard, (b"5\r5\r" if kept else b"") + keys)
                self.paste(keyboard, text)
                if keys != ADD + b"1\r":                 # in the form itself it would take all back
                    os.write(keyboard, b"\x1b")
                    time.sleep(0.2)                      # an escape by itself, not the beginning of a key
                os.write(keyboard, LEAVE + LEAVE)
                self.end(program)
                self.assertEqual("两个门岗照常值守" in self.kept(), kept)

    def test_a_paste_that_halts_is_no_keys(self):
        program, keyboard, screen = self.fill()
        os.write(keyboard, b"\x1b[200~12")
        seen = len(b"".join(screen))
        until(lambda: "temp_check_count: 12\n" in self.kept(), "the pause saves it")
        os.write(keyboard, b"\r34\r\x1b[201~")
        os.write(keyboard, b"\r5\r" + LEAVE)
        self.end(program)
        self.assertGreater(len(b"".join(screen)), seen)
        self.assertIn("temp_check_count: 1234\n", self.kept())
        self.assertIn("temp_abnormal_count: 5\n", self.kept())

    def test_called_off_or_cut_off(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            for keys in (b"", ADD, REVIEW, HELP):
                with self.subTest(number=number, keys=keys):
                    program, keyboard, screen = self.fill()
                    seen = len(b"".join(screen))
                    os.write(keyboard, b"77" + keys)
                    until(lambda: len(b"".join(screen)) > seen, "typed")
                    program.send_signal(number)
                    self.end(program)
                    self.assertIn("temp_check_count: 77\n", self.kept())

    def test_a_full_disk(self):
        faults = page.Page(self.folder / "page")
        library = Laptop.break_with(self.laptop, self.folder / "page") and self.laptop.more
        program, keyboard, screen = self.fill(**library)
        faults.set(family=page.DISK, nth=1, deed=page.FAIL, number=ENOSPC)
        os.write(keyboard, b"1560\r")
        self.await_text(screen, "No space left on device")
        self.assertIsNone(program.poll())
        self.assertNotIn("1560", self.kept())
        faults.clear()
        until(lambda: "temp_check_count: 1560\n" in self.kept(), "it is tried again in the next pause")
        shutil.rmtree(self.draft.parent)                 # from now on nothing can be saved
        os.write(keyboard, b"0\r")
        self.await_text(screen, "No such file or directory")
        seen = len(b"".join(screen))
        os.write(keyboard, LEAVE)
        self.await_text(screen, "the disk refuses what you typed last", seen)
        self.assertIsNone(program.poll())
        os.write(keyboard, LEAVE)
        self.end(program, 71)
