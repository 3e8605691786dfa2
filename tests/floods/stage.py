"""The stage of the floods and the soak: a private cluster with a roster and keys, one daemon at a time, and a meter beside it."""
import os
import pathlib
import resource
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).absolute().parents[2]
BUILD = pathlib.Path(os.environ.get("DBK_BUILD") or ROOT / "build" / os.environ.get("KIND", "debug"))
children = []                                                 # still running; whoever leaves in a hurry ends them


def run(*words, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]}: exit {done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout


def figures(line):
    return {name: int(value) for name, value in (pair.split("=") for pair in line.split())}


def leave(stage):
    """Ends whoever still runs, and takes the stage down if it was up."""
    for child in children[:]:
        child.kill()
        child.wait()
    if stage is not None:
        stage.close()


class Stage:
    """A cluster, its roster, keys, and one daemon at a time."""

    def __init__(self, folder, persons, committees):
        """Person n may report for committee n, the last person for all that are left."""
        self.folder = pathlib.Path(folder)
        self.tool = ROOT / "tests/harness/cluster.sh"
        run(self.tool, "start", folder)
        self.url = run(self.tool, "url", folder).strip()
        run("sh", ROOT / "sql/migrate.sh", self.url)
        (self.folder / "keys").mkdir(mode=0o700)
        public = run(BUILD / "tests/bench/load", "keys", persons, self.folder / "keys")
        keys = ", ".join(f"({n}, decode('{key}', 'hex'))" for n, key in (line.split() for line in public.splitlines()))
        run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url, input=f"""
            INSERT INTO daybook.subdistrict VALUES (1, 'flood');
            INSERT INTO daybook.branch VALUES (1, 'flood');
            INSERT INTO daybook.committee SELECT n, 'flood ' || n, 1, 1 FROM generate_series(1, {committees}) n;
            INSERT INTO daybook.person (code, name) SELECT 'F' || n, 'flood ' || n FROM generate_series(1, {persons}) n;
            INSERT INTO daybook.posting SELECT n, (SELECT person_id FROM daybook.person WHERE code = 'F' || least(n, {persons})),
                '2000-01-01', '2099-12-31', true FROM generate_series(1, {committees}) n;
            INSERT INTO daybook.night SELECT d, d + interval '8 hours', d + interval '60 years'
                FROM generate_series('2000-01-01'::timestamptz, now(), '1 day') d;
            UPDATE daybook.form_version SET active_from = '2000-01-01';
            INSERT INTO daybook.client_key (public_key, person_id)
                SELECT key, person_id FROM (VALUES {keys}) AS k (n, key) JOIN daybook.person ON code = 'F' || n;
            """)
        self.key = run(BUILD / "daybookd", "--keygen", self.folder / "server.key").strip()

    def close(self):
        run(self.tool, "stop", self.folder, "--remove")

    def start(self, descriptors=None, **options):
        def lower():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
        self.log = self.folder / "log"
        with open(self.log, "wb") as log:
            self.daemon = subprocess.Popen(
                [BUILD / "daybookd", f"--key_file={self.folder}/server.key", "--listen=tcp://127.0.0.1:*",
                 *(f"--{name.replace('__', '.')}={value}" for name, value in options.items()),
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
        try:
            status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        except OSError:                                       # it has ended meanwhile
            return 0
        return int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0

    def run(self):
        while not self.over.wait(0.1):
            self.rss_kib = max(self.rss_kib, self.rss())

    def end(self):
        self.over.set()
        self.join()
        return (self.cpu_s() - self.cpu_began) / (time.monotonic() - self.began)
