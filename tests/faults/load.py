"""The load of a run, and what it saw: outboxes that send chains of reports, and the real `daybook` in a few homes.

A desk is one committee's outbox for one night: a first report, then corrections, each sent until its receipt is in, to one
daemon or to the other, or to both at once. What was shown is never forgotten, and two receipts of one report must agree.
"""
import hashlib
import os
import pathlib
import random
import re
import struct
import subprocess
import threading
import time
import uuid

import zmq

import reports
from daybook_client import Client, pb, seal_hash, status_name, telephone_code
from daybook_flow import BUILD
from page import Page

SILENCE_S = 0.8                      # then the same bytes go to the other daemon
BUSY_S = 0.1
THINK_S = (0.01, 0.08)               # between a receipt and the next report
CHAIN_LEAST, CHAIN_MOST = 3, 40
PROGRAM_S = 60
NOTE_FIXED_BYTES = 36                # in front of the server's answer: clients/secretary/item_file.c


class Desk:
    def __init__(self, committee, day, clients, chance):
        self.committee, self.day, self.clients, self.chance = committee, day, clients, chance
        self.at = chance.randrange(len(clients))
        self.base = None
        self.sealed = []                  # every report of the chain so far
        self.open = False                 # the last of them has no receipt yet
        self.due = 0.0

    def next_report(self):
        made = reports.record(self.committee, self.day, corrects=self.base)
        self.base = made.id
        self.sealed.append(reports.seal(made))
        self.open = True


class Load(threading.Thread):
    """`clients[committee]` is a list with one connection a daemon; `late`: when the first report of a committee is sent."""

    def __init__(self, clients, day, chance, both=False, late=None):
        super().__init__(daemon=True)
        self.both = both
        self.desks = {c: Desk(c, day, list_, random.Random(chance.random())) for c, list_ in clients.items()}
        self.late = late or {}
        self.shown = {}                   # (committee, id) -> what its receipts said
        self.first = {}                   # the same -> the first of them, whole
        self.receipts = 0
        self.troubles = []
        self.finishing = self.ended = False
        self.of_socket = {client.socket: desk for desk in self.desks.values() for client in desk.clients}

    # ------------------------------------------------------------ for whoever strikes

    def wait(self, receipts, timeout_s=20):
        """Until that many receipts were shown since the start."""
        end = time.monotonic() + timeout_s
        while self.receipts < receipts and time.monotonic() < end and self.is_alive():
            time.sleep(0.002)

    def finish(self, timeout_s=60):
        """No new reports; True when every desk has heard of its last one."""
        self.finishing = True
        self.join(timeout_s)
        self.ended = True
        self.join(5)
        return not any(desk.open for desk in self.desks.values())

    # ------------------------------------------------------------ its thread

    def run(self):
        poller = zmq.Poller()
        for committee, seconds in self.late.items():
            self.desks[committee].due = time.monotonic() + seconds
        for socket in self.of_socket:
            poller.register(socket, zmq.POLLIN)
        try:
            while not self.ended and not (self.finishing and self._idle()):
                for socket, _ in poller.poll(10):
                    self._hear(socket)
                now = time.monotonic()
                for desk in self.desks.values():
                    self._go_on(desk, now)
        except Exception as trouble:                         # a thread's failure is the run's
            self.troubles.append(f"load: {trouble!r}")

    def _idle(self):
        return all(not desk.open and len(desk.sealed) >= CHAIN_LEAST for desk in self.desks.values())

    def _go_on(self, desk, now):
        if now < desk.due:
            return
        if not desk.open:
            if len(desk.sealed) >= (CHAIN_LEAST if self.finishing else CHAIN_MOST):
                return
            desk.next_report()
        else:
            desk.at = (desk.at + 1) % len(desk.clients)      # no answer, or BUSY: the next one
        for client in desk.clients if self.both else [desk.clients[desk.at]]:
            try:
                client.post(desk.sealed[-1])
            except zmq.Again:
                pass                                         # no connection just now
        desk.due = now + SILENCE_S

    def _hear(self, socket):
        desk = self.of_socket[socket]
        while socket.poll(0):
            reply = pb.Reply.FromString(socket.recv_multipart()[-1])
            if reply.status in (pb.ACCEPTED, pb.DUPLICATE):
                self._take_receipt(desk, reply.receipt)
            elif reply.status == pb.BUSY:
                desk.due = min(desk.due, time.monotonic() + BUSY_S)
            elif reply.status != pb.ANSWER:
                self.troubles.append(f"committee {desk.committee}: {status_name(reply)} {reply.reason} "
                                     f"{[v.code for v in reply.violations]}")

    def _take_receipt(self, desk, receipt):
        if receipt.report_date != desk.day:
            return                                           # once more for a report of the run before, which has seen it
        key = (receipt.committee_id, receipt.record_id.hex())
        said = (receipt.code, receipt.revision, receipt.report_date, receipt.received_at_ms, receipt.timeliness)
        if self.shown.setdefault(key, said) != said:
            self.troubles.append(f"two receipts that differ: {key} {self.shown[key]} {said}")
        self.first.setdefault(key, receipt)
        self.receipts += 1
        if desk.open and receipt.record_id == desk.base:
            desk.open = False
            desk.due = time.monotonic() + desk.chance.uniform(*THINK_S)

    # ------------------------------------------------------------ its ledgers

    def reports(self):
        """(committee, id) -> hash of all that was ever sent."""
        return {(desk.committee, pb.Record.FromString(sealed).id.hex()): seal_hash(sealed).hex()
                for desk in self.desks.values() for sealed in desk.sealed}

    def waiting(self):
        """Those whose outbox still holds them."""
        return {(desk.committee, desk.base.hex()) for desk in self.desks.values() if desk.open}


class Home:
    """A folder of the real `daybook`, and the receipts that it has shown."""

    def __init__(self, folder, committee, environment):
        self.folder, self.committee, self.environment = pathlib.Path(folder), committee, environment
        self.page = Page(self.folder.parent / f"{self.folder.name}.page")
        self.said = ""
        self.process = None

    def keygen(self):
        return subprocess.run([BUILD / "daybook", "--home", self.folder, "keygen"], capture_output=True, text=True,
                              check=True,
                              env=self.environment).stdout.split()[0]

    def begin(self, *words):
        self.process = subprocess.Popen([BUILD / "daybook", "--home", self.folder, *words], env=self.environment,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def submit(self, day):
        report = self.folder.parent / f"{self.committee}.yaml"
        report.write_text(reports.yaml_text(self.committee, day), encoding="utf-8")
        self.said = ""
        self.begin("submit", str(report))

    def end(self):
        """Its exit status; what it said is kept."""
        try:
            out, _ = self.process.communicate(timeout=PROGRAM_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
            out += "\nthe harness: it does not end\n"
        self.said += out
        return self.process.returncode

    def flush(self):
        self.begin("flush")
        return self.end()

    def flush_until(self, end):
        """Again and again until all is sent, or until that time; the last exit status."""
        while (status := self.flush()) != 0 and time.monotonic() < end:
            pass
        return status

    # ------------------------------------------------------------ the outbox on disk

    def items(self, folder, day):
        """id -> sealed bytes of the night's items in a folder; every file there must be whole."""
        found = {}
        for path in sorted((self.folder / folder).glob("*.item")):
            raw = path.read_bytes()
            whole = raw[:8] == b"dbkitem\n" and struct.unpack(">I", raw[12:16])[0] == len(raw) - 80 and \
                raw[16:48] == hashlib.blake2b(raw[48:], digest_size=32).digest()
            if not whole:
                raise AssertionError(f"{path} is no whole item")
            record = pb.Record.FromString(raw[80:])
            if record.report_date == day:
                found[record.id.hex()] = raw[80:]
        return found

    def receipts(self, day):
        """id -> the receipt that lies beside each delivered item of the night."""
        found = {}
        for item_id in self.items("done", day):
            raw = (self.folder / "done" / f"{uuid.UUID(item_id)}.note").read_bytes()
            found[item_id] = pb.Reply.FromString(raw[80 + NOTE_FIXED_BYTES:]).receipt
        return found

    def codes_shown(self):
        """The telephone codes that the person has read on the screen."""
        marker = "telephone code: "
        return {line.split(marker)[1].strip().replace(" ", "") for line in self.said.splitlines() if marker in line}

    def saved_ids(self):
        """The ids of the reports that the person was told to be saved."""
        return {text.replace("-", "") for text in re.findall(r": saved \(([0-9a-f-]{36})\)", self.said)}

    def forget(self, day):
        """What was delivered is removed, so that a home of a thousand nights stays as quick as one of the first."""
        for item_id in self.items("done", day):
            for path in (self.folder / "done").glob(f"{uuid.UUID(item_id)}.*"):
                path.unlink()


def connect(endpoint, server_hex, key):
    made = Client(endpoint, server_hex, key)
    made.socket.setsockopt(zmq.SNDTIMEO, 0)
    made.socket.setsockopt(zmq.RECONNECT_IVL, 30)
    made.socket.setsockopt(zmq.RECONNECT_IVL_MAX, 200)
    return made


def program_environment(home, endpoint, server_hex, page_environment):
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DAYBOOK_HOME": str(home), "DAYBOOK_LANG": "en",
            "DAYBOOK_ENDPOINT": endpoint, "DAYBOOK_SERVER_KEY": server_hex} | page_environment


def code_of(item_id, sealed):
    return telephone_code(bytes.fromhex(item_id), sealed)
