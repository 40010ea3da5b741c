"""Numbers for people's eyes: rounded honestly, so that rounding never claims what is not so.

Nothing here feeds a calculation: machine formats get the exact values.
"""

from collections.abc import Iterable
from fractions import Fraction

from policyscore.decimals import text_of

MINUS = "−"
MOST_PLACES = 12


def points(value: Fraction, places: int = 1, signed: bool = False) -> str:
    """Return points with `places` decimals, more where it takes them to tell from 0 or 100."""
    if value and abs(value) < Fraction(1, 2 * 10**places):
        return _tiny(value, places, signed)
    text = _fixed(abs(value), places)
    while abs(value) < 100 and text.startswith("100") and places < MOST_PLACES:
        places += 1  # what is not all of it does not read as all of it
        text = _fixed(abs(value), places)
    sign = MINUS if value < 0 else "+" if signed and value else ""
    return f"{sign}{text}"


def _tiny(value: Fraction, places: int, signed: bool) -> str:
    """Return a value that `places` decimals would show as 0, with as many as it takes."""
    sign = MINUS if value < 0 else "+" if signed else ""
    for enough in range(places + 1, MOST_PLACES + 1):
        if abs(value) >= Fraction(1, 2 * 10**enough):
            return sign + _fixed(abs(value), enough)
    return sign + significant(abs(value))


def _fixed(value: Fraction, places: int) -> str:
    """Return a value of at least 0 with a fixed number of decimals, halves rounded up."""
    scaled = (value * 10**places * 2 + 1) // 2
    text = str(scaled).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}" if places else text


def places_that_separate(values: Iterable[Fraction], least: int = 1) -> int:
    """Return how many decimals keep different points apart; MOST_PLACES if none does."""
    distinct = set(values)
    for places in range(least, MOST_PLACES):
        if len({points(value, places) for value in distinct}) == len(distinct):
            return places
    return MOST_PLACES


def share(value: Fraction, places: int = 1) -> str:
    """Return a share of 1 in percent; it reads 0 % or 100 % only where it is exactly that."""
    percent = value * 100
    step = Fraction(1, 10**places)
    if value in (0, 1):
        return f"{percent} %"
    if percent < step:
        return f"<{_fixed(step, places)} %"
    if percent > 100 - step:
        return f">{_fixed(100 - step, places)} %"
    return f"{_fixed(percent, places)} %"


def distinct_shares(one: Fraction, other: Fraction) -> tuple[str, str]:
    """Return two shares in percent, with as many decimals as it takes to tell them apart."""
    places = 1
    while one != other and share(one, places) == share(other, places) and places < MOST_PLACES:
        places += 1
    return share(one, places), share(other, places)


def amount(value: Fraction | None, unit: str = "") -> str:
    """Return a performance as written, with its unit; `unknown` for None."""
    if value is None:
        return "unknown"
    number = text_of(value).replace("-", MINUS, 1) if value < 0 else text_of(value)
    return f"{number} {unit}".rstrip()


def significant(value: Fraction, digits: int = 2) -> str:
    """Return a value rounded to some significant digits, far from 1 in powers of ten."""
    if value == 0:
        return "0"
    size = abs(value)
    exponent = 0
    while size >= 10:
        size, exponent = size / 10, exponent + 1
    while size < 1:
        size, exponent = size * 10, exponent - 1
    step = Fraction(10) ** (exponent - digits + 1)
    sign = MINUS if value < 0 else ""
    return sign + text_of(step * ((abs(value) / step * 2 + 1) // 2))
