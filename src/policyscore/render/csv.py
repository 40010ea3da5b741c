"""A report's sheet as CSV: full precision, a header, one record a row, no formula comes alive."""

import csv
from fractions import Fraction
from io import StringIO

from policyscore.report import Report
from policyscore.shown import escaped, tamed

# What spreadsheets take for the beginning of a formula, full-width forms with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(report: Report) -> str:
    """Return the CSV (RFC 4180, lines end with LF as in all formats); unknown is empty."""
    sheet = report.sheet()
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([_value(value) for value in row] for row in sheet.rows)
    return tamed(stream.getvalue())


def _value(value: str | int | bool | Fraction | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return number(value)
    text = escaped(value) if isinstance(value, str) else str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(_FORMULA) else text


def number(value: Fraction) -> str:
    """Return the nearest double in the fewest digits that name it, whole numbers without .0."""
    if value.denominator == 1 and abs(value) < 2**53:
        return str(value.numerator)
    return repr(float(value))
