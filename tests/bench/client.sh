#!/bin/bash
# client: how light the secretary's program is, and what one delivery costs on the wire.
#
#   tests/bench/client.sh     needs build/release (or $DBK_BUILD); prints four lines, exit 1 when a limit is passed
#
# Start: `daybook status --offline` with an outbox, the median of 21. Memory: the largest resident set through a delivery.
# Wire: all bytes of a TCP connection in both directions, handshake included, less the sealed report itself.
set -eu
: "${DBK_BUILD:=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)/build/release}"
export DBK_BUILD DAYBOOK_LANG=en
here="$(CDPATH='' cd -- "$(dirname -- "$0")/../stack" && pwd)"
# shellcheck source=tests/stack/lib.sh
. "$here/lib.sh"
readonly COMMITTEE=7

need_programs
dir="$(mktemp -d /tmp/dbk-client-XXXXXX)"
home="$dir/home"
trap 'stop_daemon; "$cluster" stop "$dir" --remove; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
date="$(business_date)"
open_database >"$dir/open.log" 2>&1 || { cat "$dir/open.log"; exit 1; }
make_home "$home" $COMMITTEE
write_settings
start_daemon
point_home "$home"
lay "$date" night/07.yaml >"$dir/report.yaml"

if ldd "$bin/daybook" | grep -E 'libpq|libsystemd'; then
    echo 'client: links what it must not' >&2
    exit 1
fi
python3 - "$bin/daybook" "$home" "$dir/report.yaml" <<'PY'
import json, select, socket, statistics, subprocess, sys, threading, time

program, home, report = sys.argv[1:]
def run(*arguments):
    return subprocess.run([program, "--home", home, *arguments], capture_output=True, text=True)

# A relay in front of the daemon that counts what passes.
server = next(l.split("=")[1].strip() for l in open(home + "/settings.ini") if l.startswith("endpoint"))
host, port = server[len("tcp://"):].rsplit(":", 1)
ear = socket.create_server(("127.0.0.1", 0))
passed = 0
def relay():
    global passed
    while True:
        near, _ = ear.accept()
        far = socket.create_connection((host, int(port)))
        ends = {near: far, far: near}
        while ends:
            for end in select.select(list(ends), [], [])[0]:
                data = end.recv(65536)
                if not data:
                    near.close(), far.close()
                    ends = {}
                    break
                passed += len(data)
                ends[end].sendall(data)
threading.Thread(target=relay, daemon=True).start()

run("template")                                   # the form is kept before the delivery is measured
fetched = passed
settings = open(home + "/settings.ini").read()
open(home + "/settings.ini", "w").write(settings.replace(server, "tcp://127.0.0.1:%d" % ear.getsockname()[1]))
said = run("submit", "--offline", report)
assert said.returncode == 0, said.stderr
passed = 0
# In the background, so that its memory can be read while it lives; a child's ru_maxrss begins with its parent's.
watch = subprocess.Popen([program, "--home", home, "flush", "--watch"], stdout=subprocess.PIPE, text=True)
while "delivered" not in watch.stdout.readline():
    pass
done = json.loads(run("outbox", "--json").stdout)["done"]
status = open(f"/proc/{watch.pid}/status").read()
memory = int(status.split("VmHWM:")[1].split()[0]) / 1024
watch.terminate()
watch.wait()
sealed = done[0]["bytes"]
wire = passed - sealed

starts = []
for _ in range(21):
    began = time.monotonic()
    run("status", "--offline")
    starts.append((time.monotonic() - began) * 1000)
start = statistics.median(starts)
print(f"client start        {start:6.1f} ms    (limit 20)")
print(f"client memory       {memory:6.1f} MiB   (limit 12)")
print(f"client links        neither libpq nor the daemon")
print(f"one delivery        {wire:6d} bytes on the wire beyond the {sealed} of the report (limit 2560)")
sys.exit(start >= 20 or memory >= 12 or wire >= 2560)
PY
