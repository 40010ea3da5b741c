"""What a reader of a drawn picture sees: its texts with the room they take, paths, and colors."""

import re
from collections.abc import Iterator
from math import cos, radians, sin
from typing import NamedTuple
from xml.etree import ElementTree as ET

from policyscore.draw.words import width


class Text(NamedTuple):
    """A line of text, where its corners are at least, and what it says in full."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    corners: tuple[tuple[float, float], ...]
    full: str


def parsed(svg: str) -> ET.Element:
    """Return the tree of a drawing, names without namespace."""
    root = ET.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.partition("}")[2] or element.tag
    return root


def box(root: ET.Element) -> tuple[float, float, float, float]:
    """Return the left, upper, right and lower edge of the paper."""
    x, y, wide, high = map(float, root.attrib["viewBox"].split())
    return x, y, x + wide, y + high


def texts(root: ET.Element) -> list[Text]:
    """Return all lines of text, those within axes too."""
    return list(_texts(root, float(root.attrib["font-size"]), "start", 0.0, 0.0))


def _texts(element: ET.Element, size: float, anchor: str, dx: float, dy: float) -> Iterator[Text]:
    size = float(element.get("font-size", size))
    anchor = element.get("text-anchor", anchor)
    move = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
    if move:
        dx, dy = dx + float(move[1]), dy + float(move[2])
    if element.tag == "text":
        yield from _lines(element, size, anchor, dx, dy)
        return
    for child in element:
        yield from _texts(child, size, anchor, dx, dy)


def _lines(text: ET.Element, size: float, anchor: str, dx: float, dy: float) -> Iterator[Text]:
    turn = re.fullmatch(
        r"translate\((\S+) (\S+)\) rotate\((\S+)\)",
        text.get("transform", "translate(0 0) rotate(0)"),
    )
    assert turn
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    title = text.find("title")
    full = "" if title is None else title.text or ""
    first = (text.text or "") if title is None else (title.tail or "")
    told = [(first, 0.0)] + [(s.text or "", float(s.attrib["dy"])) for s in text.iter("tspan")]
    for line, down in told:
        y += down
        wide = width(line, size)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        angle = radians(float(turn[3]))
        corners = tuple(
            (
                float(turn[1]) + dx + a * cos(angle) - b * sin(angle),
                float(turn[2]) + dy + a * sin(angle) + b * cos(angle),
            )
            for a in (left, left + wide)
            for b in (y - 0.9 * size, y + 0.2 * size)
        )
        xs, ys = [a for a, _ in corners], [b for _, b in corners]
        yield Text(line, min(xs), min(ys), max(xs), max(ys), corners, full)


def overlap(one: Text, other: Text) -> bool:
    """Tell whether two upright texts take the same room somewhere."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > 0.2
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.2
    )


def classed(root: ET.Element, name: str, tag: str) -> list[ET.Element]:
    """Return the elements of a kind that have a class."""
    return [e for e in root.iter(tag) if name in e.get("class", "").split()]


def ends(path: ET.Element) -> list[tuple[float, float]]:
    """Return the points of a line that is drawn through pairs of numbers."""
    found = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
    return list(zip(found[::2], found[1::2], strict=True))
