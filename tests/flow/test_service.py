"""What a service manager is told: ready once records are taken, alive by the loop only, stopping before the end."""
import os
import signal
import socket

from daybook_client import PATIENCE
from daybook_flow import FlowTest, START_S, until


class Manager(FlowTest):
    daemon_at_start = False

    def setUp(self):
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.ear.close)
        self.ear.bind(str(self.folder / "notify"))
        self.ear.settimeout(START_S)
        os.environ["NOTIFY_SOCKET"] = str(self.folder / "notify")
        os.environ["WATCHDOG_USEC"] = str(200_000 * int(PATIENCE))
        self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")
        self.addCleanup(os.environ.pop, "WATCHDOG_USEC")

    def hear(self, word):
        return until(lambda: word in self.ear.recv(256).decode().splitlines(), word)

    def heard_within(self, seconds):
        """Everything that is said until it has been quiet for so long."""
        self.ear.settimeout(seconds)
        said = []
        try:
            while True:
                said += self.ear.recv(256).decode().splitlines()
        except TimeoutError:
            return said

    def test_ready_alive_stopping(self):
        self.daemon.spawn()
        self.hear("READY=1")
        self.assertIn("event=ready", self.daemon.log())      # the port is bound by then
        self.hear("WATCHDOG=1")
        self.daemon.signal(signal.SIGSTOP)
        self.assertNotIn("WATCHDOG=1", self.heard_within(2 * PATIENCE)[-1:])
        self.daemon.signal(signal.SIGCONT)
        self.ear.settimeout(START_S)
        self.hear("WATCHDOG=1")
        self.daemon.signal(signal.SIGTERM)
        self.hear("STOPPING=1")
        self.assertEqual(self.daemon.stop(), 0)
