"""Text of pictures: escaped, measured as an average typeface would, folded, shortened."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, count
from typing import Literal, NamedTuple
from unicodedata import category, east_asian_width
from xml.sax.saxutils import escape

from policyscore.shown import plain

SIZE = 13
LINE = 1.25  # of one line's height to the size of its letters
BASE = 0.35  # from the middle of a letter down to where it stands, in sizes
ELLIPSIS = "…"
BOLD = 1.1  # of the width of bold letters to that of others
MIDDLE = 0.5  # the part of the room that the end of a text gets
SLACK = 1e-6  # what a width that is added up may lack
ALIKE = 12  # letters at the beginning by which shortened texts look alike
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


def folded(
    text: str,
    most: float,
    size: float = SIZE,
    count: int = 1,
    end: float = 0,
    mark: str = "",
) -> Folded:
    """Return a text as at most so many lines, each of which fits.

    What is too long is broken off with …, behind which stand as much of its end as fits in a part
    `end` of the room, 0 to 1, and a mark.
    """
    words = _harmless(text).replace(" %", "\u00a0%").replace("± ", "±\u00a0").split(" ")
    lines: list[str] = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if width(longer, size) <= most + SLACK or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    last = " ".join(lines[count - 1 :])
    whole = [*lines[: count - 1], last] if last else lines
    shown = tuple(_fitting(line, most, size, end, mark) for line in whole)
    return Folded(shown, shown != tuple(whole))


def _fitting(line: str, most: float, size: float, end: float, mark: str) -> str:
    """Return a line, or as much of its beginning and its end as has room around an ellipsis."""
    if width(line, size) <= most + SLACK:
        return line
    room = most - width(ELLIPSIS + mark, size)
    last = line[len(line) - _fit(line[::-1], room * end, size) :].lstrip(" \u00a0")
    first = line[: _fit(line, room - width(last, size), size)].rstrip(" \u00a0")
    return f"{first}{ELLIPSIS}{last}{mark}"


def _fit(text: str, room: float, size: float) -> int:
    """Return how many letters of a text have room."""
    return sum(wide <= room for wide in accumulate(width(char, size) for char in text))


def told_apart(
    texts: Sequence[str], rooms: Sequence[float], size: float = SIZE, lines: int = 1
) -> list[Folded]:
    """Return texts folded to their rooms, in so many lines, so that different ones look different.

    Those that begin alike are shortened in the middle. If that does not tell them apart, only their
    ends are shown, and if even these are the same, their beginnings with a number.
    """

    def fold(i: int, end: float = 0, mark: str = "") -> Folded:
        return folded(texts[i], rooms[i], size, lines, end, mark)

    found = [fold(i) for i in range(len(texts))]
    for i in _alike(texts, found, _beginning):
        found[i] = fold(i, MIDDLE)
    for i in _alike(texts, found, " ".join):
        found[i] = fold(i, 1)
    for i in _alike(texts, found, " ".join):
        taken = {told.lines for told in found}
        numbered = (fold(i, mark=f" ({number})") for number in count(1))
        found[i] = next(told for told in numbered if told.lines not in taken)
    return found


def _beginning(lines: Sequence[str]) -> str:
    """Return how a text begins, without ranks and figures, by which nobody knows a name."""
    return re.sub(r"[\d.=]+", "", " ".join(lines)).lstrip()[:ALIKE]


def _alike(
    texts: Sequence[str], found: Sequence[Folded], look: Callable[[Sequence[str]], str]
) -> list[int]:
    """Return which shortened texts look like another one of what is found."""
    looks: dict[str, set[str]] = {}
    for text, told in zip(texts, found, strict=True):
        looks.setdefault(look(told.lines), set()).add(text)
    return [i for i, told in enumerate(found) if told.cut and len(looks[look(told.lines)]) > 1]


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
