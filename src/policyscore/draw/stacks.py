"""Stacked bars: what each part adds to a whole, a letter and a color a part."""

from collections.abc import Iterator
from itertools import accumulate
from string import ascii_uppercase

from policyscore.draw.axis import across, rules, ticks
from policyscore.draw.colors import hue, paint, patterns, texture
from policyscore.draw.legend import legend
from policyscore.draw.marks import WIDTH, Drawing
from policyscore.draw.words import BASE, label, number, text_at, told_apart, width
from policyscore.picture import Stacks

LABEL = 210.0  # the widest a name gets
END = 120.0  # the widest that gets what a bar adds up to
LETTER = 11  # the size of letters in bars
LETTERS = f'font-size="{LETTER}" text-anchor="middle"'
KEY = 20.0  # how wide a key is, and where some have patterns around their letters
WIDE_KEY = 32.0
PLATE = 14.0  # how high the plain ground of a letter is, and how wide at least
LEAST = 16.0
THINNEST = 0.05  # what is thinner would be drawn with no width


def draw(shape: Stacks, name: str) -> Drawing:
    """Return the bars from the top down, the legend of their parts above, the axis below them."""
    parts = len(shape.parts)
    key = WIDE_KEY if any(map(texture, range(parts))) else KEY
    keys = legend(shape.parts, lambda i, x, y: _key(name, i, key, x, y), WIDTH, key + 6)
    left = min(LABEL, max(map(width, shape.rows))) + 12
    room = min(END, max(map(width, shape.ends)) + 8)
    right = WIDTH - room - 6
    step = 38.0 if len(shape.rows) <= 16 else 24.0
    top = keys.height + 12
    bottom = top + step * len(shape.rows)
    xs = [left + float(tick / shape.most) * (right - left) for tick in ticks(shape.most)]
    body = [
        keys.body,
        rules(xs, top, bottom + 3),
        *_rows(shape, name, (left, right), (top, step)),
        across(shape.most, left, right, bottom + 13, shape.axis),
    ]
    return Drawing(WIDTH, bottom + 40, "".join(body), "".join(patterns(name, parts)))


def letter(part: int) -> str:
    """Return A to Z, then AA, AB and so on: what a part is called in bars and legend."""
    before = letter(part // 26 - 1) if part >= 26 else ""
    return before + ascii_uppercase[part % 26]


def _filled(name: str, part: int) -> str:
    """Return the attributes of a bar of a part: its color, or its pattern."""
    if texture(part):
        return f'class="bar" fill="url(#{name}_p{part})"'
    return paint(hue(part), "", "bar")


def _key(name: str, part: int, wide: float, x: float, y: float) -> str:
    place = f'x="{number(x)}" y="{number(y - 7)}" width="{number(wide)}"'
    box = f'<rect {place} height="14" {_filled(name, part)}/>'
    return f"{box}<g {LETTERS}>{_letter(part, x + wide / 2, y)}</g>"


def _plate(part: int) -> float:
    """Return how wide a bar has to be to show its letter, with plain ground around it."""
    wide = width(letter(part), LETTER)
    return max(LEAST, wide + 8) if texture(part) else wide + 5


def _letter(part: int, x: float, y: float) -> str:
    """Return the letter of a part, on the plain color where there is a pattern."""
    told = letter(part)
    plate = ""
    if texture(part):
        wide = _plate(part)
        place = f'x="{number(x - wide / 2)}" y="{number(y - PLATE / 2)}" width="{number(wide)}"'
        plate = f'<rect {place} height="{number(PLATE)}" {paint(hue(part), "", "ground")}/>'
    place = f'x="{number(x)}" y="{number(y + LETTER * BASE)}"'
    return f"{plate}<text {place} {paint(f'on-{hue(part)}', '', 'on-bar')}>{told}</text>"


def _rows(
    shape: Stacks, name: str, across: tuple[float, float], down: tuple[float, float]
) -> Iterator[str]:
    """Yield each row: its name, its bars with their letters, and what it adds up to."""
    (left, right), (top, step) = across, down
    thick = step - 10
    names = told_apart(shape.rows, [left - 8] * len(shape.rows), lines=2)
    for i, values in enumerate(shape.values):
        wide = [float(value / shape.most) * (right - left) for value in values]
        xs = list(accumulate(wide, initial=left))
        y, middle = top + step * i + 5, top + step * i + 5 + thick / 2
        bars = "".join(
            f'<rect x="{number(xs[part])}" y="{number(y)}" width="{number(wide[part])}" '
            f'height="{number(thick)}" {_filled(name, part)}/>'
            for part in range(len(values))
            if wide[part] >= THINNEST
        )
        letters = "".join(
            _letter(part, xs[part] + wide[part] / 2, middle)
            for part in range(len(values))
            if wide[part] >= _plate(part)
        )
        yield text_at(left - 8, middle, names[i], shape.rows[i], anchor="end")
        yield f"<g {paint('', 'paper')}>{bars}</g><g {LETTERS}>{letters}</g>"
        yield label(xs[-1] + 6, middle, shape.ends[i], WIDTH - right - 6, more='font-weight="600"')
