"""A report's data as JSON: full precision, a stable order, nothing that a CI runner would obey."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from policyscore.report import Report, Value, number
from policyscore.shown import CONTROL


def render(report: Report) -> str:
    r"""Return the JSON; an exact number becomes the nearest double, a whole one an integer.

    What would come alive, controls and ##[ for CI runners, is written as \u001b: to a program it
    is the same text.
    """
    return written(report.data())


def written(value: Value) -> str:
    """Return any tree of values as such JSON."""
    text = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, indent=2)
    return CONTROL.sub(_code, text.replace("##", "#\\u0023")) + "\n"


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def _plain(value: Value) -> Any:  # noqa: ANN401 - whatever json.dumps takes
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return value
