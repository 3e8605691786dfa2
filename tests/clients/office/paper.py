"""Is a brief on paper what it has to be: well formed, of one file, every link to a place in it, numbers with their notes?

    paper.py FILE      prints ok, or what is wrong
"""
import html.parser
import re
import sys

EMPTY = {"meta", "br", "rect", "line", "polyline"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.links = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in EMPTY:
            self.open.append(tag)
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base"):
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{k}={v}" for k, v in attrs.items()
                       if k in ("src", "srcset", "action") or k.startswith("on") or (k == "href" and not v.startswith("#"))]
        if "id" in attrs:
            if attrs["id"] in self.ids:
                self.wrong.append(f"{attrs['id']} twice")
            self.ids.add(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"][1:])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


text = open(sys.argv[1], encoding="utf-8").read()
page = Page()
page.feed(text)
page.wrong += [f"left open: {tag}" for tag in page.open] + [f"no place #{link}" for link in page.links if link not in page.ids]
page.wrong += re.findall(r"url\([^)]*\)|@import[^;]*|https?://(?!www\.w3\.org/2000/svg)\S*", text)
if len(page.links) < 40:
    page.wrong.append(f"only {len(page.links)} numbers with a note")
print("\n".join(page.wrong) or "ok")
