"""How much of all weights puts one option above another: exact, for any number of criteria.

With uniform weights w on the simplex, w = x / sum(x) for independent exponential x. Then d . w > 0
where the sum of d x over the criteria that speak for the option exceeds the sum of -d x over those
against: two workers do exponential jobs in sequence, and the one against finishes first. Between
two jobs of mean a and b the first ends earlier with the chance b / (a + b), so the chance of a
worker to win obeys a recursion without any subtraction (Varsi, "The multidimensional content of the
frustum of the simplex", Pacific Journal of Mathematics 46, 1973; Ali, same journal 48, 1973).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

N = TypeVar("N", Fraction, float)

MOST_EXACT = 14  # criteria; beyond, fractions have too many digits, and doubles do
SMALLEST = 1e-290  # below, doubles have fewer digits


def winning_share(differences: Sequence[Fraction]) -> Fraction:
    """Return the share of all weights with differences . weights > 0.

    The share is exact for up to MOST_EXACT criteria that differ. Beyond, its relative error and
    that of the rest to 1 are below 1e-13: no step subtracts, and the smaller of both is worked out.
    It is 0 or 1 only where it is exactly that.
    """
    up = [d for d in differences if d.numerator > 0]  # three times as fast as d > 0
    down = [-d for d in differences if d.numerator < 0]
    if not up or not down:
        return Fraction(1 if up else 0)
    if len(up) + len(down) <= MOST_EXACT:
        return _race(up, down, Fraction(1))
    fast, against = ([d.numerator / d.denominator for d in side] for side in (up, down))
    if min(*fast, *against) > SMALLEST and max(*fast, *against) < 1 / SMALLEST:
        share = _race(fast, against, 1.0)
        if SMALLEST < share <= 0.5:
            return Fraction(share)
        rest = _race(against, fast, 1.0)
        if share > 0.5 and rest > SMALLEST:
            return 1 - Fraction(rest)
    return _race(up, down, Fraction(1))


def _race(up: Sequence[N], down: Sequence[N], one: N) -> N:
    """Return the chance that jobs of the means `down` are all done before those of `up`."""
    chance: list[N] = [one] + [one - one] * len(down)  # by the number of jobs left of `down`
    for x in up:
        for left, y in enumerate(down, start=1):
            chance[left] = (y * chance[left] + x * chance[left - 1]) / (x + y)
    return chance[-1]
