"""A grid of shares: the more, the darker, each with its figure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from policyscore.draw.axis import SMALL
from policyscore.draw.colors import STEPS, paint
from policyscore.draw.marks import WIDTH, Drawing
from policyscore.draw.words import (
    ELLIPSIS,
    Folded,
    folded,
    label,
    number,
    safe,
    text_at,
    told_apart,
    width,
)
from policyscore.picture import Grid

LABEL = 180.0
WIDEST = 110.0  # a cell
HEIGHT = 38.0
TOP = 26.0
HEADING = 10
LEAST = 8  # the smallest size of figures; where there is no room for it, pointing shows them


def draw(shape: Grid) -> Drawing:
    """Return the rows from the top down under the headings of the columns."""
    left = min(LABEL, max(map(width, shape.rows))) + 12
    wide = min(WIDEST, (WIDTH - left) / len(shape.columns))
    size = _size([text for texts in shape.texts for text in texts], wide - 4)
    heads = [
        label(left + wide * (j + 0.5), 13, head, wide - 2, size=max(size, HEADING), anchor="middle")
        for j, head in enumerate(shape.columns)
    ]
    body = [
        f"<g {paint('gray')}>{''.join(heads)}</g>",
        *_names(shape.rows, left),
        *_cells(shape, left, wide, size),
    ]
    return Drawing(WIDTH, TOP + HEIGHT * len(shape.rows) + 4, "".join(body))


def _names(rows: Sequence[str], left: float) -> Iterator[str]:
    for i, told in enumerate(told_apart(rows, [left - 8] * len(rows), lines=2)):
        yield text_at(left - 8, TOP + HEIGHT * (i + 0.5), told, rows[i], anchor="end")


def _lines(text: str, most: float, size: float) -> tuple[str, ...]:
    """Return a figure in one line, or in two with its error in the second."""
    value, sign, error = text.partition("± ")
    whole = width(text, size) <= most or not sign
    parts = (text,) if whole else (value, sign + error)
    return tuple(folded(part, most, size).lines[0] for part in parts)


def _size(texts: Sequence[str], most: float) -> int:
    """Return the largest size in which all figures have room."""
    for size in range(SMALL, LEAST, -1):
        if all(_fits(text, most, size) for text in texts):
            return size
    return LEAST


def _fits(text: str, most: float, size: float) -> bool:
    return not any(line.endswith(ELLIPSIS) for line in _lines(text, most, size))


def _step(share: Fraction) -> int:
    """Return how dark a cell is: 0 for nothing, then a step for each tenth begun."""
    return -int(-share * STEPS // 1)


def _cells(shape: Grid, left: float, wide: float, size: int) -> Iterator[str]:
    for i, values in enumerate(shape.values):
        for j, share in enumerate(values):
            x, y, text = left + wide * j, TOP + HEIGHT * i, shape.texts[i][j]
            dark = _step(share)
            place = f'x="{number(x + 1)}" y="{number(y + 1)}" width="{number(wide - 2)}"'
            fits = _fits(text, wide - 4, size)
            title = "" if fits else f"<title>{safe(text)}</title>"
            look = paint(f"k{dark}", "faint", "cell")
            yield f'<rect {place} height="{number(HEIGHT - 2)}" {look}>{title}</rect>'
            if fits:
                told = Folded(_lines(text, wide - 4, size), False)
                color = paint(f"on-k{dark}")
                middle = (x + wide / 2, y + HEIGHT / 2)
                yield text_at(*middle, told, size=size, anchor="middle", more=color)
