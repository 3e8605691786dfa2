"""No line of any reading verb is wider than the terminal, in either language, over a whole campaign; and a wide terminal is
made use of: what stands in bands in the narrow one stands beside each other there.

    widths.py PROGRAM CONNINFO FORM NARROW WIDE    one line a failure; last line "widths: N passed, N failed"

A verb that is neither shown here nor an act is a failure too.
"""
import concurrent.futures
import os
import subprocess
import sys
import unicodedata

NIGHT = "2020-03-04"
READS = (
    f"night {NIGHT}", f"missing {NIGHT}", "board", f"report 1 {NIGHT}", f"report 14 {NIGHT}", f"history 1 {NIGHT}",
    "history 2 2020-02-20", "total committee 2020-03-04 2020-03-04", "total subdistrict", "total branch", "total batch",
    "total night", "total week", "total campaign", "total branch 2020-02-24 2020-03-01 --figure stairwell_disinfected_count",
    "completeness committee", "completeness subdistrict", "completeness branch", "completeness night",
    "trend parcel_delivered_count", f"cases {NIGHT}", f"observations {NIGHT}", "search 志愿者", "risks", "risks --all",
    f"rollcall persons {NIGHT}", f"rollcall {NIGHT}", f"health {NIGHT}", "supplies movements", "supplies balance",
    "supplies", "minutes decisions", "minutes practices", "minutes", "signup list", "signup", "bulletin list",
    "bulletin unread", "items", "ledger nights", "ledger notices", "ledger releases 2020-03-04", "ledger 12",
    f"reconcile {NIGHT}", "audit", "doctor", "render list", "roster list", "receipt 0000 0000", f"render health-1400 {NIGHT}",
    f"render publicity {NIGHT}", f"render subdistrict-1030 {NIGHT}", f"render supplies {NIGHT}", "brief list", "form show",
    "form diff {form}", "proxy list", "proxy sheet 12", "key invitations", "key list", "help", "version",
)
ACTS = ("risk close", "risk assign", "supply promise", "supply send", "supply receive", "supply close", "signup import",
        "bulletin publish", "bulletin revoke", "remark", "remark withdraw", "brief", "return", "excuse", "excuse withdraw",
        "outage", "redact", "purge", "backup note", "form load", "proxy", "close", "reopen", "invite", "key withdraw",
        "key approve", "key revoke", "roster import")
# Too wide for 80 columns, and not for 140.
BANDS = (f"render subdistrict-1030 {NIGHT}", f"render health-1400 {NIGHT}", f"health {NIGHT}")
NO_TABLE = ("sql", "export night", "export campaign", "brief show")


def width(line):
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def shown(program, conninfo, columns, language, verb):
    return subprocess.run([program, "-d", conninfo, "--lang", language, *verb.split()], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, "COLUMNS": str(columns)})


def too_wide(call):
    program, conninfo, columns, language, verb = call
    said = shown(*call)
    wide = [line for line in said.stdout.split("\n") if width(line) > columns]
    if said.returncode or not said.stdout:
        wide.append(f"exit status {said.returncode}: {said.stderr.strip()}")
    return [f"FAILED {columns} columns, {language}, {verb}: {line}" for line in wide[:1]]


def not_wider(call):
    program, conninfo, narrow, wide, language, verb = call
    lines = [shown(program, conninfo, columns, language, verb).stdout.split("\n") for columns in (narrow, wide)]
    if len(lines[1]) < len(lines[0]) and max(map(width, lines[1])) > narrow:
        return []
    return [f"FAILED {wide} columns, {language}, {verb}: {len(lines[1])} lines, at {narrow} columns {len(lines[0])}"]


def verbs_of(program):
    said = subprocess.run([program, "--lang", "en", "help"], capture_output=True, text=True).stdout
    for line in said.split("\nOptions")[0].split("\n"):
        if line.startswith("  ") and not line.startswith(("   ", "  daybook-office ")):
            yield " ".join(word for word in line.split() if word.isalpha() and word.islower())


def main(program, conninfo, form, narrow, wide):
    calls = [(program, conninfo, columns, language, verb.format(form=form)) for columns in (narrow, wide)
             for language in ("en", "zh") for verb in READS]
    bands = [(program, conninfo, narrow, wide, language, verb) for language in ("en", "zh") for verb in BANDS]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failed = [line for lines in pool.map(too_wide, calls) for line in lines]
        failed += [line for lines in pool.map(not_wider, bands) for line in lines]
    for name in verbs_of(program):
        if name not in ACTS + NO_TABLE and not any(f"{verb} ".startswith(f"{name} ") for verb in READS):
            failed.append(f"FAILED {name}: shown by no test, and no act")
    print("\n".join(failed + [f"widths: {len(calls) + len(bands) - len(failed)} passed, {len(failed)} failed"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])))
