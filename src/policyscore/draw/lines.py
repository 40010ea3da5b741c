"""Straight lines over a share: who is ahead where, with marks at the shares that say something."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.draw.axis import SMALL, figure, ticks
from policyscore.draw.colors import hue, paint
from policyscore.draw.marks import WIDTH, Drawing, apart, mark, straight, trail
from policyscore.draw.words import (
    BOLD,
    LINE,
    MIDDLE,
    SIZE,
    Folded,
    folded,
    label,
    number,
    text_at,
    told_apart,
    width,
)
from policyscore.picture import Lines, Mark

LEFT = 34.0
GAP = 8.0
NAME = 190.0  # the widest a name gets
KEYED = 24.0  # from the end of a line to its name
FLAG = 250.0  # the widest the label of a mark gets
ABOVE = 8.0  # from the frame up to the lowest label
BELOW = 4.0  # from the lower edge of a label down to the line of another one


class _Frame(NamedTuple):
    """Where the lines are drawn, how wide the picture is, and the most that lines can reach."""

    right: float
    top: float
    bottom: float
    wide: float
    most: Fraction

    def x(self, share: Fraction) -> float:
        """Return where a share of 0 to 1 is across."""
        return LEFT + float(share) * (self.right - LEFT)

    def y(self, value: Fraction) -> float:
        """Return where a value of 0 to the most is down."""
        return self.bottom - float(value / self.most) * (self.bottom - self.top)


class _Flag(NamedTuple):
    """The label of a mark: its text, where its line is, and how far above the frame it begins."""

    mark: Mark
    told: Folded
    x: float
    above: float

    @property
    def height(self) -> float:
        """Return how high the label is."""
        return len(self.told.lines) * SMALL * LINE + 2


def draw(shape: Lines) -> Drawing:
    """Return the lines with their names at their right ends and the labels of marks above them.

    No two labels overlap, and the line of a mark crosses no label.
    """
    names = told_apart(shape.series, [NAME] * len(shape.series), lines=2)
    heights = [len(name.lines) * SIZE * LINE + 2 for name in names]
    right = WIDTH - KEYED - 4 - max(width(line) for name in names for line in name.lines)
    frame = _Frame(right, 0, 0, WIDTH, shape.most)
    flags = _flags(shape.marks, frame)
    top = 22 + ABOVE + max((flag.above + flag.height for flag in flags), default=0)
    frame = frame._replace(top=top, bottom=top + max(300.0, sum(heights)))
    series = shape.keys or tuple(range(len(shape.series)))
    body = [
        _axes(shape, frame),
        *_flagged(flags, frame),
        *_drawn(shape, series, frame),
        *_ends(shape, series, names, heights, frame),
    ]
    return Drawing(WIDTH, frame.bottom + 44, "".join(body))


def _flags(marks: Sequence[Mark], frame: _Frame) -> list[_Flag]:
    """Return the labels, each to the right of its line: those further left stand higher.

    So a line that rises to its label passes below or left of all others.
    """
    flags: list[_Flag] = []
    for found in sorted(marks, key=lambda found: found.at, reverse=True):
        x = frame.x(found.at)
        size = SMALL * BOLD if found.now else SMALL
        told = folded(found.label, min(FLAG, frame.wide - x - GAP), size, 2, MIDDLE)
        end = x + 5 + max(width(line, size) for line in told.lines) + GAP
        below = [flag.above + flag.height for flag in flags if flag.x < end]
        flags.append(_Flag(found, told, x, max(below, default=0)))
    return flags


def _axes(shape: Lines, frame: _Frame) -> str:
    right, top, bottom = frame.right, frame.top, frame.bottom
    ups = ticks(shape.most)
    guides = "".join(straight((LEFT, frame.y(up)), (right, frame.y(up))) for up in ups[1:])
    shares = [Fraction(i, 5) for i in range(6)]
    told = [
        *(label(LEFT - 6, frame.y(u), figure(u), LEFT, size=SMALL, anchor="end") for u in ups),
        *(
            label(frame.x(s), bottom + 14, f"{figure(s * 100)} %", 99, size=SMALL, anchor="middle")
            for s in shares
        ),
        label(LEFT, bottom + 33, shape.across, frame.wide - LEFT - 4, size=SMALL),
        label(2, 8, shape.up, frame.wide - 4, size=SMALL),
    ]
    return (
        f'<path d="{guides}" {paint("", "faint")}/>'
        f'<path d="M{number(LEFT)} {number(top)}V{number(bottom)}H{number(right)}" '
        f'fill="none" {paint("", "gray")}/>'
        f"<g {paint('gray', '', 'axis')}>{''.join(told)}</g>"
    )


def _flagged(flags: Sequence[_Flag], frame: _Frame) -> Iterator[str]:
    """Yield the lines of marks, and their labels beside the upper ends."""
    for flag in flags:
        low = frame.top - ABOVE - flag.above
        data = straight((flag.x, low - flag.height + BELOW), (flag.x, frame.bottom))
        look = paint("", "ink") if flag.mark.now else f'{paint("", "gray")} stroke-dasharray="3 3"'
        bold = 'font-weight="600"' if flag.mark.now else ""
        yield f'<path d="{data}" {look}/>'
        middle, full = low - flag.height / 2, flag.mark.label
        yield text_at(flag.x + 5, middle, flag.told, full, size=SMALL, more=bold)


def _drawn(shape: Lines, series: Sequence[int], frame: _Frame) -> Iterator[str]:
    """Yield the lines, the first series on top."""
    yield '<g fill="none">'
    for key, (start, end) in reversed(list(zip(series, shape.ends, strict=True))):
        points = [(frame.x(Fraction(0)), frame.y(start)), (frame.x(Fraction(1)), frame.y(end))]
        yield trail(key, points, 2.6 if key == series[0] else 1.8)
    yield "</g>"


def _ends(
    shape: Lines,
    series: Sequence[int],
    names: Sequence[Folded],
    heights: Sequence[float],
    frame: _Frame,
) -> Iterator[str]:
    """Yield the marks at the right ends and the names beside them, pushed apart."""
    ys = [frame.y(end) for _, end in shape.ends]
    beside = apart(ys, heights, frame.top, frame.bottom)
    x = frame.right
    for key, y, to_y in zip(series, ys, beside, strict=True):
        leader = straight((x, y), (x + KEYED - 3, to_y))
        yield f'<path d="{leader}" {paint("", hue(key))}/>'
    for i in reversed(range(len(series))):
        yield f"<g {paint('', 'paper', 'on')}>{mark(series[i], x, ys[i])}</g>"
        yield text_at(x + KEYED, beside[i], names[i], shape.series[i])
