"""Decimals as written: text to exact number and back, without a rounding in between."""

import re
from decimal import Context
from decimal import Decimal as _Decimal
from fractions import Fraction

LARGEST = Fraction(10) ** 100
SMALLEST = Fraction(1, 10**100)
MOST_DIGITS = 120
_MOST_CHARACTERS = 1000  # zeros that count for nothing included
_CERTAIN = 50  # so few characters without a power are in range, and most numbers are that short

# The decimal part of the YAML 1.2 core schema, without leading zeros.
_DECIMAL = re.compile(
    r"[-+]?(?P<digits>(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?0*(?P<power>[0-9]+))?"
)

# Text, as it is seldom needed: compiling it would cost the start of every run.
_GROUPED = (
    r"[-+]?[0-9]{1,3}(?P<mark>[_ ,'\u2019\u00a0\u2009\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})*"
    r"(?:\.[0-9]+)?"
)


class NotDecimal(ValueError):
    """The text is no number that the tool reads: `what` it is instead, and how to `fix` it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what = what
        self.fix = fix


def parse(text: str) -> Fraction:
    """Return the exact value of a plain decimal such as `445`, `-.5` or `1.2e6`.

    The result is 0 or lies between 1e-100 and 1e100 in size. Raises NotDecimal for anything else:
    thousands separators, sexagesimals, other digits, units, leading zeros, `nan`, `inf`.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise NotDecimal("not a plain number", _what_to_write(text))
    if found["power"] is None and len(text) <= _CERTAIN:
        return Fraction(text)
    digits = found["digits"].replace(".", "").lstrip("0")
    if len(digits) > MOST_DIGITS or len(text) > _MOST_CHARACTERS:
        raise NotDecimal(f"a number of more than {MOST_DIGITS} digits", "round it")
    # A power beyond 9999 would take long to write out, and only zeros would be in range then.
    value = None if len(found["power"] or "") > 4 else Fraction(text)
    if value is None or (value and not SMALLEST <= abs(value) <= LARGEST):
        raise NotDecimal(
            "outside the range read here", "write 0, or a number between 1e-100 and 1e100 in size"
        )
    return value


def _what_to_write(text: str) -> str:
    grouped = re.fullmatch(_GROUPED, text)
    if grouped:
        plain = f"write {text.replace(grouped['mark'], '')}"
        either = grouped["mark"] == "," and text.count(",") == 1 and "." not in text
        mark = f", or {text.replace(',', '.')} if the comma is a decimal mark"
        return plain + mark * either
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"the decimal mark is a point: write {text.replace(',', '.')}"
    if re.fullmatch(r"[-+]?0[0-9]+(?:\.[0-9]*)?", text):
        plain = re.sub("^([-+]?)0+(?=[0-9])", r"\1", text)
        return f"without leading zeros: write {plain}"
    return next((fix for sign, fix in _SIGNS if re.search(sign, text)), _PLAIN)


_PLAIN = "write a plain decimal such as 445, -0.5 or 1.2e6"
_SIGNS = (
    (r"^[0-9]+(?::[0-9]+)+$", "ratios and times are not read; write a decimal such as 1.5"),
    ("%$", "leave the % out; a unit belongs into the scale"),
    ("\u2212", "U+2212 is a typographic minus; write -"),
    (r"(?![0-9])\d", "write it in the digits 0 to 9"),
    ("^[^0-9]*[0-9]", f"{_PLAIN}, without a unit or other signs"),
)


def text_of(value: Fraction) -> str:
    """Return a plain decimal; for a value that `parse` returned, one that gives the same again.

    Values outside 1e-6 to 1e15 come in powers of ten; one that no decimal of at most 1000 places
    gives exactly is rounded to twelve significant digits.
    """
    digits, exponent = _digits(value)
    size = len(digits) + exponent
    sign = "-" if value < 0 else ""
    if not -6 < size <= 15:
        mantissa = digits[0] + ("." + digits[1:] if digits[1:] else "")
        return f"{sign}{mantissa}e{size - 1}"
    if exponent >= 0:
        return sign + digits + "0" * exponent
    if size <= 0:
        return f"{sign}0.{'0' * -size}{digits}"
    return f"{sign}{digits[:size]}.{digits[size:]}"


def _digits(value: Fraction) -> tuple[str, int]:
    """Return digits without trailing zeros and the power of ten that |value| is made of."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest == 1 and places <= _MOST_CHARACTERS:
        whole = abs(value.numerator) * 10**places // value.denominator
        exponent = -places
    else:
        precise = Context(prec=12)
        rounded = precise.divide(_Decimal(abs(value.numerator)), _Decimal(value.denominator))
        exponent = int(rounded.as_tuple().exponent)
        whole = int(rounded.scaleb(-exponent, precise))
    digits = str(whole)
    stripped = digits.rstrip("0")
    return stripped, exponent + len(digits) - len(stripped)
