"""Decimals as written: text to exact number and back, without a rounding in between."""

import re
from fractions import Fraction

LARGEST = Fraction(10) ** 100
SMALLEST = Fraction(1, 10**100)
MOST_DIGITS = 120

# The decimal part of the YAML 1.2 core schema, without leading zeros.
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[_ ,'][0-9]{3})+(?:\.[0-9]+)?")


class NotDecimal(ValueError):
    """The text is no number that the tool reads; the message says what to write instead."""


def parse(text: str) -> Fraction:
    """Return the exact value of a plain decimal such as `445`, `-.5` or `1.2e6`.

    The result is 0 or lies between 1e-100 and 1e100 in size. Raises NotDecimal for anything else:
    thousands separators, sexagesimals, other digits, units, leading zeros, `nan`, `inf`.
    """
    if len(text) > MOST_DIGITS and re.fullmatch(r"[-+]?[0-9.eE+-]+", text):
        raise NotDecimal(f"a number of {len(text)} digits is outside the range read here")
    if not _DECIMAL.fullmatch(text):
        raise NotDecimal(_what_to_write(text))
    value = Fraction(text)
    if value and not SMALLEST <= abs(value) <= LARGEST:
        raise NotDecimal("outside the range read here: 0, or between 1e-100 and 1e100 in size")
    return value


def _what_to_write(text: str) -> str:
    if _GROUPED.fullmatch(text):
        plain = re.sub("[_ ,']", "", text)
        return f"not a plain decimal number; write {plain}"
    if re.fullmatch(r"[0-9]+(?::[0-9]+)+", text):
        return "not a number here: a ratio or a time; write a decimal such as 1.5"
    if text.endswith("%"):
        return "not a number: leave the % out and let the scale's unit say it"
    if re.fullmatch(r"[-+]?0[0-9]+(?:\.[0-9]*)?", text):
        plain = re.sub("^([-+]?)0+(?=[0-9])", r"\1", text)
        return f"not a number: no leading zeros; write {plain}"
    if "\u2212" in text:
        return "not a number: U+2212 is a typographic minus; write -"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return "not a number: the decimal mark is a point"
    return "not a number; write a plain decimal such as 445, -0.5 or 1.2e6"


def text_of(value: Fraction) -> str:
    """Return the shortest text that `parse` reads back as exactly `value`, if there is one.

    Values outside 1e-6 to 1e15 come in powers of ten; one without a finite decimal is rounded to
    twelve significant digits.
    """
    if value == 0:
        return "0"
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
    if rest == 1:
        places = max(twos, fives)
        whole = abs(value.numerator) * 10**places // value.denominator
        exponent = -places
    else:
        mantissa, _, power = f"{float(abs(value)):.11e}".partition("e")
        whole, exponent = int(mantissa.replace(".", "")), int(power) - 11
    digits = str(whole)
    stripped = digits.rstrip("0")
    return stripped, exponent + len(digits) - len(stripped)
