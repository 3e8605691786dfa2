"""Every reading verb, in every format and both languages: is there a sum without n/N in its row?

    hole.py CONNINFO PROGRAM TEMPLATES FOLDER    a line an output: "ok", or the first sum that stands alone

What the database of hole.sh holds: figure k of a report is 100,000 k + 33 last night (53 of 53), + 77 tonight (50 of 53; 7, 27
and 47 are missing). So a sum of m reports of one night, or of both, tells itself from every other number.
"""
import datetime
import glob
import html
import json
import os
import re
import subprocess
import sys

import book

FIGURES, MISSING = range(1, 41), (7, 27, 47)
seen = set()                                    # sums that had theirs
GROUPS = [range(1, 54)] + [[c for c in range(1, 54) if (c - 1) * n // 53 == g] for n in (3, 4) for g in range(n)]


def sums():
    """Every sum and estimate that could be printed, and the n/N that may stand beside it."""
    known = {}
    for group in GROUPS:
        here, all_of = sum(c not in MISSING for c in group), len(group)
        for k in FIGURES:
            last, tonight = 100000 * k + 33, 100000 * k + 77
            carried = (all_of - here) * last                        # what the estimate has in the place of the missing
            for value, share in ((all_of * last, f"{all_of}/{all_of}"), (here * tonight, f"{here}/{all_of}"),
                                 (here * tonight + carried, f"{here}/{all_of}"),
                                 (all_of * last + here * tonight, f"{all_of + here}/{2 * all_of}"),
                                 (all_of * last + here * tonight + carried, f"{all_of + here}/{2 * all_of}")):
                known.setdefault(value, set()).add(share)
    for committee in range(1, 54):
        known.update({200000 * k + 110: {"2/2"} for k in FIGURES})
    return known


def alone(rows, known, beside):
    """The first row with a sum whose n/N is not in it, `beside` between n and N. A row is a text; 1,234,567 is one number."""
    for row in rows:
        for number in re.findall(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])|(?<![\d.,])\d+(?:\.0)?(?![\d])", row):
            shares = known.get(int(float(number.replace(",", ""))))
            if shares and not any(re.search(rf"(?<!\d){s.replace('/', beside)}(?!\d)", row) for s in shares):
                return f"{number} without {sorted(shares)}: {row[:200]}"
            seen.update([number] if shares else [])
    return None


def objects(said):
    """The innermost objects of a JSON document, as texts; reported and expected stand for n/N."""
    if isinstance(said, list):
        for item in said:
            yield from objects(item)
    elif isinstance(said, dict):
        flat = {k: v for k, v in said.items() if not isinstance(v, (list, dict))}
        yield f"{flat.get('reported')}/{flat.get('expected')} " + json.dumps(flat, ensure_ascii=False)
        for item in said.values():
            yield from objects(item)


def rows_of(path, kind):
    if kind == "xlsx":
        return [" ".join(f"{v:.0f}" if isinstance(v, float) else str(v) for v in row if v is not None)
                for sheet in book.read(path)[0].values() for row in sheet]
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    if kind == "json":
        return objects(json.loads(text))
    if kind in ("html", "svg"):
        text = re.sub(r'</tr>\s*(?=<tr class="sum">)', " ", text)         # the sums of a table, n/N and the rest below each other
        pieces = re.split(r"</tr>|</p>|</g>|</svg>|</h\d>|</li>", text)
        return [html.unescape(re.sub(r"<[^>]*>", " ", piece)) for piece in pieces]
    return text.split("\n")


def main():
    url, program, templates, folder = sys.argv[1:5]
    known = sums()
    run = lambda *words: subprocess.run([program, "-d", url, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    night = json.loads(run("--format", "json", "night").stdout)["report_date"]
    before = str(datetime.date.fromisoformat(night) - datetime.timedelta(days=1))
    verbs = [["night"], ["missing"], ["board"], ["report", "3"], ["history", "3"], ["cases"], ["observations"],
             ["search", "样例"], ["risks"], ["rollcall"], ["health"], ["supplies"], ["items"], ["ledger", "nights"],
             ["ledger", "notices"], ["ledger", "3"], ["ledger", "releases"], ["reconcile"], ["audit"], ["doctor"],
             ["trend", "hq_current_count"], ["trend", "stairwell_disinfected_count"], ["brief"], ["brief", "--errata"],
             ["night", before], ["proxy", "list"]]
    verbs += [["completeness", level] for level in "committee subdistrict branch night".split()]
    verbs += [["total", level] for level in "committee subdistrict branch batch night week campaign".split()]
    verbs += [["total", "campaign", night, night], ["total", "branch", night, "--figure", "stairwell_disinfected_count"]]
    verbs += [["render", t] for t in sorted(glob.glob(os.path.join(templates, "*.ini")))]
    files = [(["trend", "hq_current_count", "--svg"], "svg"), (["export", "night", night], "xlsx"),
             (["export", "campaign"], "xlsx")]
    for lang, formats in ("zh", ["table", "csv", "json", "xlsx"]), ("en", ["table"]):
        for words in verbs:
            for kind in formats if words[0] != "brief" else [f for f in formats if f != "xlsx"] + ["html"]:
                path = os.path.join(folder, f"out.{kind}")
                ran = run("--lang", lang, "--format", kind, *words)
                with open(path, "wb") as out:
                    out.write(ran.stdout)
                check([*words, kind, lang], path, kind, ran, known)
        for words, kind in files:
            path = os.path.join(folder, f"{words[1]}-{lang}.{kind}")
            check([*words, lang], path, kind, run("--lang", lang, *words, path), known)
    bare = alone(["合计 5,003,850 人"], known, "/")
    print("ok" if bare and len(seen) > 300 else f"only {len(seen)} sums seen, and of one that stands alone: {bare}")


def check(words, path, kind, ran, known):
    if ran.returncode != 0:
        print(f"{' '.join(words)}: {ran.stderr.decode().strip()[:200]}")
        return
    found = alone(rows_of(path, kind), known, "[/ ]" if kind == "xlsx" else "[/,]" if kind == "csv" else " ?/ ?")
    print(f"{' '.join(words)}: {found}" if found else "ok")


main()
