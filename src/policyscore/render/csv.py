"""A report's sheet as CSV: full precision, a header, one record a row, no formula comes alive."""

import csv
import re
from fractions import Fraction
from io import StringIO

from policyscore.report import Report, number
from policyscore.shown import escaped, tamed

# What spreadsheets take for the beginning of a formula, full-width forms with it.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Where a spreadsheet that splits at other marks than commas would see a formula begin.
_CELL_WITHIN = re.compile(rf"([;|\t]\s*)(?=[{re.escape(''.join(_FORMULA))}])")


def render(report: Report) -> str:
    """Return the CSV (RFC 4180, lines end with LF as in all formats); unknown is empty."""
    sheet = report.sheet()
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(_value, sheet.columns))
    writer.writerows([_value(value) for value in row] for row in sheet.rows)
    return tamed(stream.getvalue())


def _value(value: str | int | bool | Fraction | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else str(number(value))


def _text(text: str) -> str:
    body = text.lstrip()
    comes_alive = body.startswith(_FORMULA) or text[:1] in ("\t", "\r", "\n")
    text = _CELL_WITHIN.sub(r"\1'", text)
    return escaped(f"'{text}" if comes_alive else text)
