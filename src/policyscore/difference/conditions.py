"""Conditions on a comparison that a pipeline can fail on: `leader-changed`, `margin<2`."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from policyscore import decimals
from policyscore.difference.changes import At, Changes
from policyscore.suggest import did_you_mean

ZERO = Fraction(0)
_TOP = 3
_LIMITED = r"\s*([a-z0-9-]+)\s*(<=|>=|<|>)\s*(.*?)\s*"


class Condition(NamedTuple):
    """A condition as written; `sign` and `limit` are there where a number is compared."""

    text: str
    name: str
    sign: str = ""
    limit: Fraction = Fraction(0)


class Verdict(NamedTuple):
    """Whether a condition is met, and the number it was held against, if it is about one."""

    condition: Condition
    met: bool
    value: Fraction | None = None


def parse(text: str) -> Condition:
    """Return a condition. Raises ValueError, with a sentence, where it is none."""
    match = re.fullmatch(_LIMITED, text)
    name = match[1] if match else text.strip()
    if sum(known in text for known in (*_FACTS, *_NUMBERS)) > 1:
        raise ValueError("several conditions in one; repeat --fail-if for each")
    if name not in (*_FACTS, *_NUMBERS):
        hint = did_you_mean(name, [*_FACTS, *_NUMBERS], f"one of {', '.join(KNOWN)}")
        raise ValueError(f"unknown condition; {hint}")
    if name in _FACTS and match:
        raise ValueError(f"{name} is met or not; write it without {match[2]}")
    if name in _FACTS:
        return Condition(text, name)
    if match is None:
        raise ValueError(f"{name} needs a limit, such as {_NUMBERS[name][1]}")
    return Condition(text, name, match[2], decimals.parse(match[3]))


def judged(condition: Condition, found: Changes) -> Verdict:
    """Return whether a condition is met by a comparison; one on a number that is not there is not.

    `margin` is the lead of the first option now, 0 for a tie, `score-change` the largest change of
    a score that both versions have, up or down, both in points.
    """
    if condition.name in _FACTS:
        return Verdict(condition, _FACTS[condition.name](found))
    value = _NUMBERS[condition.name][0](found)
    return Verdict(condition, value is not None and _holds(condition, value), value)


def _holds(condition: Condition, value: Fraction) -> bool:
    limit = condition.limit
    match condition.sign:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case _:
            return value >= limit


def _first(found: Changes, of: Callable[[At | None, At | None], At | None]) -> dict[str, int]:
    """Return the options of the first three ranks before or after, with their ranks."""
    places = {option.option: of(option.before, option.after) for option in found.options}
    return {name: at.rank for name, at in places.items() if at is not None and at.rank <= _TOP}


def _top_changed(found: Changes) -> bool:
    return _first(found, lambda before, _: before) != _first(found, lambda _, after: after)


def _largest_change(found: Changes) -> Fraction:
    return max((abs(change) for option in found.both if (change := option.change)), default=ZERO)


_FACTS: Mapping[str, Callable[[Changes], bool]] = {
    "order-changed": lambda found: not found.same_order,
    "leader-changed": lambda found: not found.same_leaders,
    "top3-changed": _top_changed,
    "inputs-changed": lambda found: any(edit.of_inputs for edit in found.edits),
    "weights-changed": lambda found: any(
        found.shares[0].get(name, 0) != found.shares[1].get(name, 0)
        for name in {**found.shares[0], **found.shares[1]}
    ),
    "evidence-removed": lambda found: any(edit.loses_evidence for edit in found.edits),
    "expectations-changed": lambda found: any(e.kind == "expectation" for e in found.edits),
}
# What a saved result, which holds numbers only, cannot tell.
OF_FILES = ("inputs-changed", "evidence-removed", "expectations-changed")
_NUMBERS: Mapping[str, tuple[Callable[[Changes], Fraction | None], str]] = {
    "score-change": (_largest_change, "score-change>5"),
    "margin": (lambda found: found.leads[1], "margin<2"),
}
# What a condition can be, numbers with an example of a limit.
KNOWN = (*_FACTS, *(example for _, example in _NUMBERS.values()))
