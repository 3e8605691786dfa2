#!/usr/bin/env python3
"""views: how long every view and table function of the office takes.

    views.py CONNINFO [FIRST LAST]    a line each, the slowest first: milliseconds, what
                                      FIRST LAST: nights; where a view has report_date, only these are asked for

The time is that of a warm session's SELECT *, planning and execution, every column of every row computed and none sent:
the median of nine. Sending and showing is what the verbs of daybook-office are timed for.
"""
import re
import statistics
import subprocess
import sys

RUNS = 9
VIEWS = """
SELECT format('SELECT * FROM %s', c.oid::regclass)
       || CASE WHEN a.attname IS NOT NULL THEN ' WHERE report_date BETWEEN {first} AND {last}' ELSE '' END
  FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'report_date'
 WHERE c.relnamespace IN ('office'::regnamespace, 'health'::regnamespace) AND c.relkind = 'v'
 ORDER BY 1"""
FUNCTIONS = [f"SELECT * FROM office.total('{level}', {{first}}, {{last}})"
             for level in "committee subdistrict branch batch night week campaign".split()] + \
            ["SELECT * FROM office.search('门岗', {first}, {last})"]


def psql(url, script):
    said = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url], input=script, text=True,
                          check=True, stdout=subprocess.PIPE)
    return said.stdout.splitlines()


def main():
    url, nights = sys.argv[1], dict(zip(("first", "last"), [f"date '{n}'" for n in sys.argv[2:4]]))
    asked = psql(url, VIEWS) + FUNCTIONS
    if nights:
        asked = [a.format(**nights) for a in asked]
    else:
        asked = [re.sub(r" WHERE .*|, \{first\}, \{last\}", "", a) for a in asked]
    times = {}
    for line in psql(url, "".join(f"\\echo @{a}\n" + f"EXPLAIN (ANALYZE, TIMING OFF) {a};\n" * (RUNS + 1) for a in asked)):
        if line.startswith("@"):
            took = times[line[1:]] = []
        elif line.startswith("Planning Time"):
            took.append(float(line.split()[2]))
        elif line.startswith("Execution Time"):
            took[-1] += float(line.split()[2])
    what = lambda query: re.sub(r" WHERE .*|, date .*(?=\))", "", query).removeprefix("SELECT * FROM ")
    for ms, query in sorted(((statistics.median(t[1:]), q) for q, t in times.items()), reverse=True):
        print(f"{ms:.1f}\t{what(query)}")


main()
