"""A page as an HTML parser reads it: a small tree, and what is wrong with it as a page."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

VOID = {"meta", "input", "br", "hr", "img", "link", "base", "col", "source", "wbr", "embed"}
# What each may stand in; of a few, where the first child has to be one of a kind.
PARENTS = {
    "head": {"html"},
    "body": {"html"},
    "title": {"head", "svg", "g", "text", "path", "rect"},
    "meta": {"head"},
    "style": {"head"},
    "script": {"section", "body"},
    "main": {"body"},
    "nav": {"body"},
    "header": {"body"},
    "li": {"ul"},
    "dt": {"div"},
    "dd": {"div"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "th": {"tr"},
    "td": {"tr"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
FIRST = {"details": "summary", "figure": "figcaption"}
PHRASES = {"a", "code", "strong", "span", "label", "input", "button", "svg"}
IN_PHRASES = ("p", "h1", "h2", "h3", "label", "button", "summary", "figcaption", "dt", "caption")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
LOADS = {
    "src",
    "srcset",
    "data",
    "poster",
    "action",
    "formaction",
    "background",
    "ping",
    "xlink:href",
}
FORBIDDEN = {"iframe", "object", "embed", "img", "link", "base", "form", "template", "br", "video"}


class Element(NamedTuple):
    """An element with its attributes and what it holds; the root of a page has no tag."""

    tag: str
    attributes: Mapping[str, str]
    children: list["Element | str"]

    def get(self, name: str) -> str:
        """Return an attribute, "" where it is missing or empty."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """Return the classes of the element."""
        return self.get("class").split()

    @property
    def text(self) -> str:
        """Return all text in it, as it stands."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def elements(self) -> list["Element"]:
        """Return its children without text."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator["Element"]:
        """Yield it and all that is in it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.elements[::-1]

    def all(self, *tags: str, of: str = "") -> list["Element"]:
        """Return the elements in it of some tags, and of a class if one is named."""
        return [e for e in self.walk() if e.tag in tags and (not of or of in e.classes)]

    def one(self, *tags: str, of: str = "") -> "Element":
        """Return the only such element."""
        (found,) = self.all(*tags, of=of)
        return found

    def by_id(self, name: str) -> "Element":
        """Return the only element of an id."""
        (found,) = (e for e in self.walk() if e.get("id") == name)
        return found


class _Reader(HTMLParser):
    """Builds the tree; whatever is not closed as it was opened is a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {}, [])]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"{tag} has {n} twice" for n in {*names} if names.count(n) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "svg" not in [element.tag for element in self.open]:
            self.faults.append(f"<{tag}/> closes nothing in HTML")
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag != self.open[-1].tag:
            self.faults.append(f"</{tag}> where {self.open[-1].tag or 'nothing'} is open")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a remark: {data}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"a remark: {data}")


def _parsed(page: str) -> tuple[Element, list[str]]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    unclosed = [f"{element.tag} is not closed" for element in reader.open[1:]]
    return reader.open[0], [*reader.faults, *unclosed]


def read(page: str) -> Element:
    """Return the tree of a page, or of a part of one."""
    return _parsed(page)[0]


def faults(page: str) -> list[str]:
    """Return what is wrong with a page that everybody is to read and that is to do nothing."""
    root, found = _parsed(page)
    if not page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'):
        found.append("the page does not begin with its type, language and charset")
    for check in (_nesting, _frame, _headings, _references, _tables, _alive, _leading, _policy):
        found += check(root)
    return found


def _nesting(root: Element) -> Iterator[str]:
    """Yield elements that stand where they may not."""
    for parent in root.walk():
        for child in parent.elements:
            if parent.tag not in PARENTS.get(child.tag, {parent.tag}):
                yield f"{child.tag} in {parent.tag}"
            if parent.tag in IN_PHRASES and child.tag not in PHRASES:
                yield f"{child.tag} in {parent.tag}"
        if parent.tag in FIRST and [e.tag for e in parent.elements][:1] != [FIRST[parent.tag]]:
            yield f"{parent.tag} without {FIRST[parent.tag]}"


def _frame(root: Element) -> Iterator[str]:
    """Yield what a page lacks as a whole, or has too much of."""
    for tag in ("html", "head", "body", "main", "h1", "style"):
        if len(root.all(tag)) != 1:
            yield f"{len(root.all(tag))} of {tag}"
    titles = [e.text for head in root.all("head") for e in head.all("title")]
    if len(titles) != 1 or not titles[0].strip():
        yield f"titles: {titles}"
    skip = next((e for body in root.all("body") for e in body.walk() if e.tag != "body"), None)
    if skip is None or skip.tag != "a" or skip.get("href") != "#main":
        yield "the first of the page is no link to its content"


def _headings(root: Element) -> Iterator[str]:
    """Yield headings that are more than one level below the one before."""
    levels = [int(e.tag[1]) for e in root.walk() if re.fullmatch("h[1-6]", e.tag)]
    for above, level in pairwise([0, *levels]):
        if level > above + 1:
            yield f"h{level} after h{above}"


def _references(root: Element) -> Iterator[str]:
    """Yield ids that are not unique, and references to none."""
    ids = [e.get("id") for e in root.walk() if "id" in e.attributes]
    yield from (f"the id {name!r} is there twice" for name in {*ids} if ids.count(name) > 1)
    yield from (f"the id {name!r}" for name in ids if not name or re.search(r"\s", name))
    for element in root.walk():
        wanted = [name for key in REFERENCES for name in element.get(key).split()]
        if element.get("href").startswith("#"):
            wanted.append(element.get("href")[1:])
        for value in element.attributes.values():
            wanted += re.findall(r"url\(#([^)]*)\)", value)
        yield from (f"{element.tag} leads to {w!r}" for w in wanted if w not in ids)


def _tables(root: Element) -> Iterator[str]:
    """Yield tables without a head, with heads that head nothing, or with ragged rows."""
    for th in root.all("th"):
        if th.get("scope") not in ("col", "row"):
            yield f"th without scope: {th.text}"
    for table in root.all("table"):
        heads = [head for head in table.elements if head.tag == "thead"]
        columns = [th for head in heads for th in head.all("th")]
        if len(heads) != 1 or not columns or any(th.get("scope") != "col" for th in columns):
            yield f"a table without a head: {table.text[:40]}"
        for row in table.all("tr"):
            wide = sum(int(cell.get("colspan") or 1) for cell in row.elements)
            if wide != len(columns):
                yield f"{wide} cells under {len(columns)} columns: {row.text[:40]}"


def _alive(root: Element) -> Iterator[str]:
    """Yield whatever could do something by itself, or load something."""
    for element in root.walk():
        if element.tag in FORBIDDEN:
            yield element.tag
        for name in element.attributes:
            if name.startswith("on") or name == "style" or name in LOADS:
                yield f"{element.tag} has {name}"
        if element.tag == "style" and re.search(r"@import|url\(|expression", element.text):
            yield "the style sheet loads something"
        if element.tag == "meta" and element.get("http-equiv") == "refresh":
            yield "the page leads elsewhere"


def _leading(root: Element) -> Iterator[str]:
    """Yield links to other than the web and places of the page, and those that tell from where."""
    for element in root.walk():
        to = element.get("href")
        if "href" not in element.attributes or to.startswith("#"):
            continue
        if element.tag != "a" or not re.match("(?i)https?://[^/]", to):
            yield f"{element.tag} leads to {to}"
        if element.get("rel") != "noopener noreferrer":
            yield f"{to} is told where the reader came from"


def _policy(root: Element) -> Iterator[str]:
    """Yield how the policy of the page differs from what the page's style and script need."""
    told = [e for e in root.all("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    scripts = [e for e in root.all("script") if e.get("type") != "application/json"]
    code = " ".join(map(_hash, scripts)) or "'none'"
    wanted = (
        f"default-src 'none'; style-src {' '.join(map(_hash, root.all('style')))}; "
        f"script-src {code}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    if [e.get("content") for e in told] != [wanted]:
        yield f"the policy is {[e.get('content') for e in told]} and not {wanted}"
    if any(e.attributes for e in scripts):
        yield "a script has attributes"
    head = [e for head in root.all("head") for e in head.elements]
    if told and [e for e in head[: head.index(told[0])] if "charset" not in e.attributes]:
        yield "something stands before the policy"


def _hash(element: Element) -> str:
    return f"'sha256-{b64encode(sha256(element.text.encode()).digest()).decode()}'"
