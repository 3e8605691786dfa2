"""The list of who is missing, watched: what comes in is on the page at once, because the daemon says that there is news."""
import queue
import subprocess
import threading
import time

import reports
from daybook_client import pb
from daybook_flow import BUILD, FlowTest, START_S, cluster, iso

TOLD_S = 20          # the watcher looks by itself only every 30 seconds


class Watch(FlowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cluster.sql("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'watcher') THEN "
                    "CREATE ROLE watcher LOGIN IN ROLE daybook_office; END IF; END $$")

    def setUp(self):
        self.lines = queue.Queue()
        self.watcher = subprocess.Popen([BUILD / "daybook-office", "--lang", "en", "-d", cluster.url("watcher"), "missing",
                                         iso(self.today), "--watch"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.addCleanup(self.stop)
        self.reader = threading.Thread(target=lambda: [self.lines.put(line) for line in self.watcher.stdout])
        self.reader.start()

    def stop(self):
        self.watcher.kill()
        self.watcher.wait(timeout=START_S)
        self.reader.join()
        self.watcher.stdout.close()

    def shows(self, text, within_s):
        """Seconds until a line of the page holds it."""
        begun = time.monotonic()
        while (left := begun + within_s - time.monotonic()) > 0:
            try:
                if text in self.lines.get(timeout=left):
                    return time.monotonic() - begun
            except queue.Empty:
                break
        self.fail(f"not shown within {within_s} s: {text}")

    def test_reports_presences_and_acts_redraw_the_page(self):
        self.shows("reported 0", START_S)
        with self.client(31) as client:
            sealed = reports.sealed_report(31, self.today)
            self.expect_receipt(client.ask(sealed), sealed)
            self.shows("reported 1", TOLD_S)
        with self.client(32) as client:
            self.expect(client.ask(presence=pb.Presence(committee_id=32, report_date=self.today, state=pb.PRESENCE_FILLING,
                                                        percent=40)), "ANSWER")
            self.shows("being filled", TOLD_S)
        with self.client(33) as client:
            self.expect(client.ask(reports.sealed_report(33, self.today, corrects=reports.new_id())), "CONFLICT", "base.unknown")
            self.shows("(of these held: 1)", TOLD_S)
        cluster.sql(f"SET SESSION AUTHORIZATION watcher; SELECT office.excuse(34, '{iso(self.today)}', 'test')")
        self.shows(" 51 (of these held: 1)", TOLD_S)         # missing, or before the deadline not due yet
