"""Traces: a line of marks a series, from row to row, so that long names of rows can be read."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from policyscore.draw.axis import across, rules, ticks
from policyscore.draw.colors import paint
from policyscore.draw.legend import legend
from policyscore.draw.marks import WIDTH, Drawing, Point, mark, straight, trail
from policyscore.draw.words import LINE, SIZE, Folded, text_at, told_apart, width
from policyscore.picture import Traces

LABEL = 250.0
KEY = 38.0
CLOSE = 11.0  # marks nearer than this on a row stand one below another
STEP = 10.0
LEAST = 34.0  # the height of a row
BOLD, THIN, THINNER = 2.4, 1.6, 1.0  # lines: the first one, others, and others where they are many
FEW = 4


class _Row(NamedTuple):
    """A row: its name, where its middle is, and the marks on it by series."""

    name: Folded
    middle: float
    height: float
    marks: tuple[Point | None, ...]


def draw(shape: Traces) -> Drawing:
    """Return the rows from the top down, the legend of the series above, the axis below them.

    Marks stand at their value across; those that would hide each other part a little up and down.
    """
    series = shape.keys or tuple(range(len(shape.series)))
    keys = legend(shape.series, lambda i, x, y: _key(series[i], x, y), WIDTH, KEY)
    left, right = min(LABEL, max(map(width, shape.rows))) + 16, WIDTH - 14
    top = keys.height + 30
    rows = list(_rows(shape, left, right, top))
    bottom = rows[-1].middle + rows[-1].height / 2
    xs = [left + float(tick / shape.most) * (right - left) for tick in ticks(shape.most)]
    guides = "".join(straight((left, row.middle), (right, row.middle)) for row in rows)
    body = [
        keys.body,
        across(shape.most, left, right, top - 10),
        f'<path d="{guides}" {paint("", "faint")}/>',
        rules(xs, top, bottom),
        *(
            text_at(left - 10, row.middle, row.name, full, anchor="end")
            for row, full in zip(rows, shape.rows, strict=True)
        ),
        *_drawn(series, rows),
        across(shape.most, left, right, bottom + 12, shape.axis),
    ]
    return Drawing(WIDTH, bottom + 40, "".join(body))


def _key(series: int, x: float, y: float) -> str:
    line = f'<g fill="none">{trail(series, [(x, y), (x + 30, y)], THIN)}</g>'
    return line + mark(series, x + 15, y)


def _rows(shape: Traces, left: float, right: float, top: float) -> Iterator[_Row]:
    names = told_apart(shape.rows, [left - 16] * len(shape.rows), lines=3)
    for row, told in enumerate(names):
        values = [found[row] for found in shape.values]
        xs = [None if v is None else left + _part(v, shape.most) * (right - left) for v in values]
        shifts = _parted(xs)
        least = max(shifts, default=0) * 2 + 22
        height = max(LEAST, len(told.lines) * SIZE * LINE + 8, least)
        middle = top + height / 2
        marks = (
            None if x is None else (x, middle + shift) for x, shift in zip(xs, shifts, strict=True)
        )
        yield _Row(told, middle, height, tuple(marks))
        top += height


def _part(value: Fraction, most: Fraction) -> float:
    return float(value / most)


def _parted(xs: Sequence[float | None]) -> list[float]:
    """Return how far down each mark of a row stands, so that none hides another."""
    order = sorted((x, i) for i, x in enumerate(xs) if x is not None)
    crowd, crowds = 0, []
    for place, (x, i) in enumerate(order):
        crowd += place > 0 and x - order[place - 1][0] >= CLOSE
        crowds.append((crowd, i))
    shifts = [0.0] * len(xs)
    for _, found in groupby(sorted(crowds), key=lambda item: item[0]):
        together = [i for _, i in found]
        for place, i in enumerate(together):
            shifts[i] = (place - (len(together) - 1) / 2) * STEP
    return shifts


def _drawn(series: Sequence[int], rows: Sequence[_Row]) -> Iterator[str]:
    """Yield the lines, then the marks over them, the first series on top."""
    marks, thin = [], THIN if len(series) <= FEW else THINNER
    yield '<g fill="none">'
    for i in reversed(range(len(series))):
        points = [row.marks[i] for row in rows]
        for there, found in groupby(points, key=lambda point: point is not None):
            if there:
                wide = BOLD if i == 0 else thin
                yield trail(series[i], [point for point in found if point is not None], wide)
        marks += [mark(series[i], *point) for point in points if point is not None]
    yield f"</g><g {paint('', 'paper', 'on')}>{''.join(marks)}</g>"
