"""How series are told apart without color: by the shape of their marks and the dashes of lines."""

from collections.abc import Iterable
from typing import NamedTuple

from policyscore.draw.colors import hue, paint
from policyscore.draw.words import number

WIDTH = 720.0

Point = tuple[float, float]


class Drawing(NamedTuple):
    """What is drawn on paper of a size; `defs` are definitions that it refers to."""

    width: float
    height: float
    body: str
    defs: str = ""


# Circle, square, triangles, diamond, plus, cross and bar, each around 0 and about 5 to each side.
_MARKS = (
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "m-4.5-4.5h9v9h-9z",
    "m0-6l5.5 10h-11z",
    "m0-6.2l6.2 6.2-6.2 6.2-6.2-6.2z",
    "m0 6l5.5-10h-11z",
    "m-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "m-3.2-5.8l3.2 3.2 3.2-3.2 2.6 2.6-3.2 3.2 3.2 3.2-2.6 2.6-3.2-3.2-3.2 3.2-2.6-2.6 "
    "3.2-3.2-3.2-3.2z",
    "m-2.5-6.2h5v12.4h-5z",
)
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "14 3", "6 2 2 2 2 2", "1 2")


def _look(series: int) -> int:
    """Return a place in either table: with the color it is unique for the first 64 series."""
    return (series + series // len(_MARKS)) % len(_MARKS)


def mark(series: int, x: float, y: float) -> str:
    """Return the mark of a series, by its place from 0, around a point."""
    return f'<path d="M{number(x)} {number(y)}{_MARKS[_look(series)]}" {paint(hue(series))}/>'


def dashes(series: int) -> str:
    """Return the attribute that draws the line of a series with its dashes, and a space before."""
    dash = _DASHES[_look(series)]
    return f' stroke-dasharray="{dash}"' if dash else ""


def trail(series: int, points: Iterable[Point], wide: float) -> str:
    """Return the line of a series through some points, so wide."""
    told = " ".join(f"{number(x)} {number(y)}" for x, y in points)
    look = f'{paint("", hue(series))} stroke-width="{number(wide)}"{dashes(series)}'
    return f'<path d="M{told}" {look}/>'


def straight(start: Point, end: Point) -> str:
    """Return the data of a path for a straight line."""
    (x, y), (to_x, to_y) = start, end
    if x == to_x:
        return f"M{number(x)} {number(y)}V{number(to_y)}"
    if y == to_y:
        return f"M{number(x)} {number(y)}H{number(to_x)}"
    return f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"


def apart(
    wanted: Iterable[float], heights: Iterable[float], first: float, last: float
) -> list[float]:
    """Return middles near the wanted ones for things of some heights, so that none overlap.

    They keep their order and stay between `first` and `last` as long as there is room at all; if
    not, they go beyond `last`.
    """
    order = sorted(enumerate(zip(wanted, heights, strict=True)), key=lambda item: item[1][0])
    found: dict[int, float] = {}
    edge = first
    for i, (middle, height) in order:
        found[i] = max(middle, edge + height / 2)
        edge = found[i] + height / 2
    edge = last
    room = last - first >= sum(height for _, (_, height) in order)
    for i, (_, height) in reversed(order) if room else ():
        found[i] = min(found[i], edge - height / 2)
        edge = found[i] - height / 2
    return [found[i] for i in range(len(found))]
