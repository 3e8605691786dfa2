"""What stands in a workbook, read from its XML: book.py FILE.xlsx EXPRESSION

The expression sees `sheets`, name -> rows of cells (numbers as float, text as str, None), and `raw`, name -> the sheet's XML.
"""
import re
import sys
import xml.etree.ElementTree as et
import zipfile

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def column(name):
    number = 0
    for letter in re.match("[A-Z]+", name).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(path):
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    strings = [] if "xl/sharedStrings.xml" not in archive.namelist() else [
        "".join(t.text or "" for t in si.iter(NS + "t")) for si in et.fromstring(archive.read("xl/sharedStrings.xml"))]
    targets = {r.get("Id"): r.get("Target") for r in et.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    sheets, raw = {}, {}
    for sheet in et.fromstring(archive.read("xl/workbook.xml")).iter(NS + "sheet"):
        text = archive.read("xl/" + targets[sheet.get(REL)]).decode()
        rows = []
        for row in et.fromstring(text).iter(NS + "row"):
            cells = {}
            for cell in row.iter(NS + "c"):
                value = cell.find(NS + "v")
                if value is not None:
                    cells[column(cell.get("r"))] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
            rows.append([cells.get(i) for i in range(max(cells, default=-1) + 1)])
        sheets[sheet.get("name")], raw[sheet.get("name")] = rows, text
    charts = sum(name.startswith("xl/charts/chart") for name in archive.namelist())
    return sheets, raw, charts


if __name__ == "__main__":
    sheets, raw, charts = read(sys.argv[1])
    print(eval("(" + sys.argv[2] + ")"))
