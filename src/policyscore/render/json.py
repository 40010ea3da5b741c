"""A report's data as JSON: full precision, a stable order, nothing that a CI runner would obey."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from policyscore.report import Report, Value
from policyscore.shown import escaped


def render(report: Report) -> str:
    """Return the JSON; an exact number becomes the nearest double, a whole one an integer."""
    text = json.dumps(_plain(report.data()), ensure_ascii=False, allow_nan=False, indent=2)
    return text.replace("##", "#\\u0023") + "\n"  # the same text to JSON, not to a runner


def _plain(value: Value) -> Any:  # noqa: ANN401 - whatever json.dumps takes
    if isinstance(value, Fraction):
        whole = value.denominator == 1 and abs(value) < 2**53
        return value.numerator if whole else float(value)
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return value
