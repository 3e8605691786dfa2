#!/usr/bin/env python3
"""instructions: what a report costs in daybookd's own code, from two callgrind files of its main thread.

    instructions.py FEW MANY REPORTS      FEW and MANY differ by REPORTS reports; prints two numbers a report: instructions in
                                          daybookd, libprotobuf-c, libsodium and libc as called from it, and those of
                                          unpacking the request and its record, everything called included
"""
import re
import subprocess
import sys

OTHERS = ("libpq", "libzmq", "libstdc++", "ld-linux", "libssl", "libcrypto", "libgssapi", "libkrb5")


def lines_of(path, *options):
    text = subprocess.run(["callgrind_annotate", "--threshold=100", "--auto=no", *options, path],
                          check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\s*([\d,]+) \(.*?\)\s+\S*?:(\S+).*\[([^\]]+)\]", text, re.M)


def own(path):
    return sum(int(n.replace(",", "")) for n, _, library in lines_of(path) if not any(o in library for o in OTHERS))


def unpacking(path):
    return sum(int(n.replace(",", "")) for n, name, _ in lines_of(path, "--inclusive=yes")
               if re.match(r"(dbk_request_unpack|dbk_record_unpack)$", name))


few, many, reports = sys.argv[1], sys.argv[2], int(sys.argv[3])
print(*[round((f(many) - f(few)) / reports) for f in (own, unpacking)])
