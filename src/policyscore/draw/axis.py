"""Axes: round figures at even distances, with thin lines to guide the eye."""

from collections.abc import Sequence
from fractions import Fraction

from policyscore.draw.colors import paint
from policyscore.draw.marks import straight
from policyscore.draw.words import label, number

SMALL = 12
MOST_TICKS = 6


def ticks(most: Fraction) -> list[Fraction]:
    """Return 0 and up to six round figures at even distances up to `most`, which is above 0."""
    step = Fraction(1)
    while step * MOST_TICKS < most:
        step *= 10
    while step * MOST_TICKS >= most * 10:
        step /= 10
    parts = (step * part for part in (Fraction(1, 5), Fraction(1, 2), Fraction(1)))
    step = next(part for part in parts if part * MOST_TICKS >= most)
    return [step * i for i in range(int(most / step) + 1)]


def figure(tick: Fraction) -> str:
    """Return a round figure with no more decimals than it has."""
    places = 0
    while (tick * 10**places).denominator > 1:
        places += 1
    return f"{float(tick):.{places}f}"


def rules(xs: Sequence[float], top: float, bottom: float) -> str:
    """Return thin upright lines, the first of them the axis itself."""
    first, *others = (straight((x, top), (x, bottom)) for x in xs)
    thin = f'<path d="{"".join(others)}" {paint("", "faint")}/>' if others else ""
    return f'{thin}<path d="{first}" {paint("", "gray")}/>'


def across(most: Fraction, left: float, right: float, y: float, what: str = "") -> str:
    """Return the figures of a horizontal axis, their middle at a height, and below them its name.

    The name is left out where it is empty.
    """
    at = [(tick, left + float(tick / most) * (right - left)) for tick in ticks(most)]
    told = "".join(label(x, y, figure(tick), 99, size=SMALL, anchor="middle") for tick, x in at)
    name = label(left, y + 18, what, right - left, size=SMALL) if what else ""
    return f'<g {paint("gray", "", "axis")} font-size="{number(SMALL)}">{told}{name}</g>'
