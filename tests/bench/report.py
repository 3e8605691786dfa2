#!/usr/bin/env python3
"""report: the figures of a run as JSON, and as a chart.

    report.py FIGURES.TSV FOLDER      writes FOLDER/figures.json and FOLDER/chart.svg; ends with the verdicts
"""
import json
import pathlib
import sys

LEFT, WIDE, LINE = 470, 300, 26
GOOD, BAD, PLAIN = "#2f7d4f", "#b3403a", "#6b7a8f"


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def row(line):
    name, value, against, ratio, target = line.rstrip("\n").split("\t")
    made = {"figure": name.strip(), "value": number(value), "against": number(against), "ratio": number(ratio),
            "target": None if target == "-" else target}
    if made["target"]:
        sign, bound = target.split()
        made["met"] = made["ratio"] >= float(bound) if sign == ">=" else made["ratio"] <= float(bound)
    return made


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bar(y, name, share, words, colour, mark=None):
    made = [f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{max(1, share * WIDE):.1f}" height="18" fill="{colour}"/>',
            f'<text x="{LEFT + max(1, share * WIDE) + 6:.1f}" y="{y + 14}">{escape(words)}</text>']
    if mark is not None:
        x = LEFT + mark * WIDE
        made.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 3}" y2="{y + 21}" stroke="#000" stroke-width="2"/>')
    return made


def chart(rows):
    """Ratios on a scale of their own target, a black line where the target is; then the growing things by their rates."""
    made, y = [], 46
    for r in (r for r in rows if r["target"]):
        bound = float(r["target"].split()[1])
        made += bar(y, r["figure"], min(r["ratio"] / bound / 2, 1), f'{r["ratio"]:.2f} (target {r["target"]})',
                    GOOD if r["met"] else BAD, 0.5)
        y += LINE
    growing = [r for r in rows if r["figure"].startswith(("clients ", "reports/s with"))]
    most = max([r["value"] for r in growing], default=1)
    y += 30
    if growing:
        made.append(f'<text x="20" y="{y - 8}" font-weight="bold">acknowledged reports a second as things grow</text>')
    for r in growing:
        made += bar(y, r["figure"].split(":")[0].split(",")[0] if r["figure"].startswith("clients") else r["figure"].split(",")[0],
                    r["value"] / most, f'{r["value"]:.0f}', PLAIN)
        y += LINE
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="{y + 20}" font-family="sans-serif" font-size="13">',
                      f'<rect width="1000" height="{y + 20}" fill="#fff"/>',
                      '<text x="20" y="26" font-weight="bold">ratios; the black line is the target</text>',
                      *made, "</svg>", ""])


figures, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
latest = {}
for line in figures.read_text().splitlines():
    made = row(line)
    latest.pop(made["figure"], None)              # a part that ran again takes its place anew
    latest[made["figure"]] = made
rows = list(latest.values())
(folder / "figures.json").write_text(json.dumps(rows, indent=1) + "\n")
(folder / "chart.svg").write_text(chart(rows))
judged = [r for r in rows if r["target"]]
print()
for r in judged:
    print(f'{"met   " if r["met"] else "MISSED"} {r["figure"]}: {r["ratio"]:.3f}, target {r["target"]}')
print(f'{sum(r["met"] for r in judged)} of {len(judged)} targets met; {folder}/figures.json, {folder}/chart.svg')
