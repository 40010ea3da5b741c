"""Pictures before they are drawn: what is shown, by shape. No sizes, no colors, no decisions.

Series keep their keys, so that a series has the same color and mark in all pictures of a report:
`keys` are numbers from 0 by series, none where they are simply counted.
"""

from fractions import Fraction
from typing import NamedTuple


class Stacks(NamedTuple):
    """Bars one below another, each made of parts laid end to end.

    `values` are by row, then by part, each at least 0; `ends` is what a row adds up to, as text.
    The axis goes from 0 to `most`.
    """

    rows: tuple[str, ...]
    parts: tuple[str, ...]
    values: tuple[tuple[Fraction, ...], ...]
    ends: tuple[str, ...]
    most: Fraction
    axis: str


class Traces(NamedTuple):
    """Series of values on shared rows, a mark each, joined from row to row; 0 to `most`.

    `values` are by series, then by row; None where a series has nothing there.
    """

    rows: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[Fraction | None, ...], ...]
    most: Fraction
    axis: str
    keys: tuple[int, ...] = ()


class Mark(NamedTuple):
    """A place between 0 and 1 on the horizontal axis that has something to say."""

    at: Fraction
    label: str
    now: bool = False


class Lines(NamedTuple):
    """Straight lines over a horizontal axis from 0 to 1, on a vertical one from 0 to `most`.

    `ends` are by series the values at 0 and at 1.
    """

    series: tuple[str, ...]
    ends: tuple[tuple[Fraction, Fraction], ...]
    marks: tuple[Mark, ...]
    most: Fraction
    across: str
    up: str
    keys: tuple[int, ...] = ()


class Grid(NamedTuple):
    """Shares between 0 and 1 as darker and lighter cells, each with its figure as text."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Fraction, ...], ...]
    texts: tuple[tuple[str, ...], ...]


class Places(NamedTuple):
    """The place of each series, 1 at the top, in each of several columns, joined by lines.

    `places` are by series, then by column; those who share a place get the mean of the places they
    take up, `texts` say what is written at each.
    """

    columns: tuple[str, ...]
    series: tuple[str, ...]
    places: tuple[tuple[Fraction, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    keys: tuple[int, ...] = ()


Shape = Stacks | Traces | Lines | Grid | Places
