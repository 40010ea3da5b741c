"""Places in several columns: a line a series, so that who passes whom is seen."""

from collections.abc import Iterator, Sequence
from math import cos, radians, sin
from typing import NamedTuple

from policyscore.draw.axis import SMALL
from policyscore.draw.colors import hue, paint
from policyscore.draw.marks import WIDTH, Drawing, Point, apart, straight, trail
from policyscore.draw.words import (
    BASE,
    LINE,
    Anchor,
    folded,
    number,
    safe,
    text_at,
    told_apart,
    width,
)
from policyscore.picture import Places

NAME = 165.0
LEAST = 120.0  # what is left beside the columns, for headings that lean over
STEP = 42.0
ROUND = 11.0  # the radius of a mark
CLOSE = 24.0  # between the marks of those that share a place
LINES = 3  # of a heading that stands upright
HEADING = 190.0  # the longest that one gets that does not


class _Headings(NamedTuple):
    """The headings as SVG, their feet at a height of 0, and how high they are."""

    body: str
    height: float


def draw(shape: Places) -> Drawing:
    """Return the columns from left to right, the first place on top, names at both ends."""
    margin = max(LEAST, min(NAME, max(map(width, shape.series))) + ROUND + 14)
    apart_by = (WIDTH - 2 * margin) / max(1, len(shape.columns) - 1)
    xs = [margin + apart_by * i for i in range(len(shape.columns))]
    headings = _upright(shape.columns, xs, apart_by) or _turned(shape.columns, xs, apart_by)
    top = headings.height + ROUND + 12
    points = _points(shape, xs, top)
    bottom = max(y for found in points for _, y in found)
    series = shape.keys or tuple(range(len(shape.series)))
    guides = "".join(straight((x, top - ROUND), (x, bottom + ROUND)) for x in xs)
    body = [
        f'<g transform="translate(0 {number(headings.height)})" {paint("gray")}>'
        f"{headings.body}</g>",
        f'<path d="{guides}" {paint("", "faint")}/>',
        *_drawn(shape, series, points, min(ROUND, apart_by * 0.45)),
        *_names(shape, [found[-1] for found in points], ROUND + 8, "start"),
    ]
    if len(xs) > 1:
        body += _names(shape, [found[0] for found in points], -ROUND - 8, "end")
    return Drawing(WIDTH, bottom + STEP / 2 + 4, "".join(body))


def _upright(columns: Sequence[str], xs: Sequence[float], room: float) -> _Headings | None:
    """Return the headings folded over their columns, None where one has no room there."""
    most = min(room - 8, HEADING)
    told = [folded(column, most, SMALL, LINES) for column in columns]
    if any(heading.cut for heading in told):
        return None
    height = max(len(heading.lines) for heading in told) * SMALL * LINE
    body = [
        text_at(x, -height / 2, heading, size=SMALL, anchor="middle")
        for x, heading in zip(xs, told, strict=True)
    ]
    return _Headings("".join(body), height)


def _turned(columns: Sequence[str], xs: Sequence[float], room: float) -> _Headings:
    """Return the headings leaning to the right, or straight up where columns are close."""
    angle = 40 if room * sin(radians(40)) >= SMALL * LINE else 90
    lean, rise = cos(radians(angle)), sin(radians(angle))
    size = min(SMALL, room * 0.8)
    parts, longest = [], 0.0
    rooms = [min(HEADING, (WIDTH - x - 12) / lean) if angle < 90 else HEADING for x in xs]
    told_columns = told_apart(columns, rooms, size)
    for x, column, told in zip(xs, columns, told_columns, strict=True):
        longest = max(longest, width(told.lines[0], size))
        turn = f'transform="translate({number(x)} -4) rotate(-{angle})"'
        parts.append(text_at(0, 0, told, column, size=size, more=turn))
    return _Headings("".join(parts), longest * rise + 14)


def _points(shape: Places, xs: Sequence[float], top: float) -> list[list[Point]]:
    """Return where each series is in each column; those that share a place stand close."""
    columns = list(zip(*shape.places, strict=True))
    found: list[list[Point]] = [[] for _ in shape.series]
    for x, places in zip(xs, columns, strict=True):
        for i, place in enumerate(places):
            before, all_there = places[:i].count(place), places.count(place)
            shift = (before - (all_there - 1) / 2) * CLOSE
            found[i].append((x, top + float(place - 1) * STEP + shift))
    return found


def _drawn(
    shape: Places, series: Sequence[int], points: Sequence[Sequence[Point]], radius: float
) -> Iterator[str]:
    """Yield the lines, then the marks over them with what is written there."""
    order = list(reversed(range(len(series))))
    yield '<g fill="none">'
    yield from (trail(series[i], points[i], 1.8 if i else 3) for i in order)
    yield '</g><g text-anchor="middle">'
    for i in order:
        for (x, y), told in zip(points[i], shape.texts[i], strict=True):
            size = SMALL if width(told, SMALL) <= 2 * radius - 4 else radius * 0.8
            yield (
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
                f"{paint(hue(series[i]), 'paper')}/>"
                f'<text x="{number(x)}" y="{number(y + size * BASE)}" font-size="{number(size)}" '
                f"{paint(f'on-{hue(series[i])}', '', 'on-mark')}>{safe(told)}</text>"
            )
    yield "</g>"


def _names(shape: Places, ends: Sequence[Point], shift: float, anchor: Anchor) -> Iterator[str]:
    """Yield the names beside the marks of a column."""
    told = told_apart(shape.series, [NAME] * len(shape.series), lines=2)
    heights = [len(name.lines) * 13 * LINE for name in told]
    ys = apart([y for _, y in ends], heights, 0, 10**6)
    for (x, _), y, name, full in zip(ends, ys, told, shape.series, strict=True):
        yield text_at(x + shift, y, name, full, anchor=anchor)
