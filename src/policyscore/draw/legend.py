"""Legends: a key for each series and its name, in columns that are read downward."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from policyscore.draw.words import text_at, told_apart, width

ROW = 19.0
GAP = 22.0
# From the left end and the middle of its row to a key as SVG.
Key = Callable[[int, float, float], str]


class Legend(NamedTuple):
    """The legend as SVG and how high it is."""

    body: str
    height: float


def legend(names: Sequence[str], key: Key, room: float, wide: float) -> Legend:
    """Return the legend of series within `room`, each key so wide; names get up to half of it."""
    most = room / 2 - wide - GAP
    told = told_apart(names, [most] * len(names))
    column = max(width(name.lines[0]) for name in told) + wide + GAP
    columns = max(1, min(len(names), int((room + GAP) / column)))
    rows = -(-len(names) // columns)
    parts = []
    for i, name in enumerate(told):
        x, y = i // rows * column, (i % rows + 0.5) * ROW
        parts.append(key(i, x, y) + text_at(x + wide, y, name, names[i]))
    return Legend("".join(parts), rows * ROW)
