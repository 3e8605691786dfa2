#!/usr/bin/env python3
"""cover: which lines the tests reached, by file; and whether each that none reached has its reason.

    cover.py BUILD REASONS

BUILD is a folder of KIND=cov after its tests ran. REASONS holds comments (the reasons, beginning with #) and below each
the lines it is about, as `FILE FUNCTION: TEXT` with the line's own text, so that it stays true when lines move. Fails
when a line of the files that REASONS names in its `files:` lines was not reached and is not listed, and when one is
listed that was reached or is gone.
"""
import collections
import fnmatch
import json
import pathlib
import subprocess
import sys


def measured(build):
    """{file: {line: [function, count]}} of our own sources, summed over the objects that a file was compiled into."""
    files = collections.defaultdict(dict)
    notes = sorted(str(note.resolve()) for note in build.rglob("*.gcno"))
    out = subprocess.run(["gcov", "--json-format", "--stdout", *notes], check=True, capture_output=True, text=True).stdout
    for document in out.splitlines():
        for file in json.loads(document)["files"]:
            if file["file"].startswith(("proto/", "daemon/", "clients/")) and file["file"].endswith(".c"):
                for line in file["lines"]:
                    seen = files[file["file"]].setdefault(line["line_number"], [line.get("function_name", ""), 0])
                    seen[1] += line["count"]
    return files


def unreached(name, lines):
    """{(file, function, text): line} of what no test reached."""
    text = pathlib.Path(name).read_text().splitlines()
    return {(name, function, text[number - 1].strip()): number
            for number, (function, count) in lines.items() if count == 0}


def read_reasons(path):
    """The patterns of files that must be reasoned for, and {(file, function, text): line in `path`}."""
    patterns, listed = [], {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("files:"):
            patterns += line.split()[1:]
        elif line.strip() and not line.startswith("#"):
            place, text = line.split(": ", 1)
            listed[(*place.split(" ", 1), text.strip())] = number
    return patterns, listed


def print_table(files):
    total, total_reached = 0, 0
    for name in sorted(files):
        counts = [count for _, count in files[name].values()]
        reached = sum(count > 0 for count in counts)
        total, total_reached = total + len(counts), total_reached + reached
        print(f"{name:<40} {len(counts):>6} lines {reached:>6} reached {100 * reached / len(counts):>6.1f} %")
    print(f"{'all':<40} {total:>6} lines {total_reached:>6} reached {100 * total_reached / total:>6.1f} %")


def main(build, reasons):
    files = measured(pathlib.Path(build))
    patterns, listed = read_reasons(pathlib.Path(reasons))
    missed = {}
    for name, lines in files.items():
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            missed.update(unreached(name, lines))
    print_table(files)
    faults = [f"{name}:{line}: no test reaches this, and no reason is given: {function}: {text}"
              for (name, function, text), line in sorted(missed.items(), key=lambda it: (it[0][0], it[1]))
              if (name, function, text) not in listed]
    faults += [f"{reasons}:{line}: reached by a test, or gone: {' '.join(key[:2])}: {key[2]}"
               for key, line in listed.items() if key not in missed]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(missed)} lines of {' '.join(patterns)} are not reached, {len(faults)} without a reason that is true")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
