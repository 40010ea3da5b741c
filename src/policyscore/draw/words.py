"""Text of pictures: escaped, measured as an average typeface would, folded, shortened."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Literal, NamedTuple
from unicodedata import category, east_asian_width
from xml.sax.saxutils import escape

from policyscore.shown import plain

SIZE = 13
LINE = 1.25  # of one line's height to the size of its letters
BASE = 0.35  # from the middle of a letter down to where it stands, in sizes
ELLIPSIS = "…"
Anchor = Literal["start", "middle", "end"]

# Hundredths of the size, those of a wide typeface, so that others need less room.
_WIDTHS = {
    **dict.fromkeys("ijlIJ'", 30),
    **dict.fromkeys(" \u00a0.,:;|/\\", 34),
    **dict.fromkeys("!()[]-ftr", 42),
    **dict.fromkeys('"*^_`cszL?', 56),
    **dict.fromkeys("HNUDGOQ", 79),
    **dict.fromkeys("w&#+<=>~−±", 84),
    **dict.fromkeys("mMW%@…", 100),
}
_OTHER = 66
_WIDE = 135


def safe(text: str) -> str:
    """Return a text as one harmless line for XML."""
    return escape(_harmless(text), {'"': "&quot;"})


def _harmless(text: str) -> str:
    """Return a text as one line without the two characters that XML has no room for."""
    return plain(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def width(text: str, size: float = SIZE) -> float:
    """Return how much room a text takes, rather more than less."""
    return sum(map(_width, text)) * size / 100


def _width(char: str) -> int:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if char.isascii():
        return _OTHER
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDE if east_asian_width(char) in "WF" or category(char) == "So" else 80


class Folded(NamedTuple):
    """The lines of a text, and whether some of it is left out."""

    lines: tuple[str, ...]
    cut: bool


def folded(text: str, most: float, size: float = SIZE, count: int = 1) -> Folded:
    """Return a text as at most so many lines, each of which fits; what is too long ends with …."""
    words = _harmless(text).replace(" %", "\u00a0%").replace("± ", "±\u00a0").split(" ")
    lines: list[str] = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if width(longer, size) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    last = " ".join(lines[count - 1 :])
    whole = [*lines[: count - 1], last] if last else lines
    shown = tuple(_fitting(line, most, size) for line in whole)
    return Folded(shown, shown != tuple(whole))


def _fitting(line: str, most: float, size: float) -> str:
    """Return a line, or as much of its beginning as has room before an ellipsis."""
    if width(line, size) <= most:
        return line
    room = most - width(ELLIPSIS, size)
    end = sum(wide <= room for wide in accumulate(width(char, size) for char in line))
    return line[:end].rstrip(" \u00a0") + ELLIPSIS


def number(value: float) -> str:
    """Return a length or a place with at most one decimal: the same text on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text_at(
    x: float,
    y: float,
    told: Folded,
    full: str = "",
    *,
    size: float = SIZE,
    anchor: Anchor = "start",
    more: str = "",
) -> str:
    """Return a text whose lines have their middle at a height; a shortened one tells all of it.

    `more` are further attributes of the text.
    """
    first = y - (len(told.lines) - 1) * size * LINE / 2 + size * BASE
    place = f'x="{number(x)}" y="{number(first)}"'
    sized = "" if size == SIZE else f' font-size="{number(size)}"'
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    title = f"<title>{safe(full)}</title>" if told.cut else ""
    lines = "".join(_lines(told, x, size))
    return f"<text {place}{sized}{anchored}{' ' * bool(more)}{more}>{title}{lines}</text>"


def _lines(told: Folded, x: float, size: float) -> Iterator[str]:
    first, *others = told.lines
    yield escape(first)
    for line in others:
        yield f'<tspan x="{number(x)}" dy="{number(size * LINE)}">{escape(line)}</tspan>'


def label(
    x: float,
    y: float,
    text: str,
    most: float,
    *,
    size: float = SIZE,
    count: int = 1,
    anchor: Anchor = "start",
    more: str = "",
) -> str:
    """Return a text that is folded to `most`, in at most `count` lines, around a height."""
    told = folded(text, most, size, count)
    return text_at(x, y, told, text, size=size, anchor=anchor, more=more)
