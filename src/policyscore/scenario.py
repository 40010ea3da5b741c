"""Weights tried on the command line: what the flags say, and the weights they lead to."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from policyscore import decimals
from policyscore.faults import Misuse
from policyscore.model import Model
from policyscore.suggest import did_you_mean
from policyscore.weights import (
    Stated,
    Tree,
    Weights,
    relative,
    stated,
    tree_of,
    weigh,
    weightless,
    with_shares,
)

# Patterns of what is rare stay text: compiling them would cost the start of every run.
_FLAG = r"(?s)\s*(?P<id>.*?)\s*(?P<sign>[=*])\s*(?P<number>.*?)\s*(?P<percent>%?)\s*"


class Change(NamedTuple):
    """One weight flag: set among the siblings, fixed as a global share (0 to 1), or multiplied."""

    id: str
    how: Literal["set", "share", "times"]
    number: Fraction
    flag: str


class Scenario(NamedTuple):
    """The weights in use, and what makes them differ from the model's own.

    `before` are the weights that the profile, or else the model, gives without the changes;
    `departs` are those to compare with: `before` where there are changes, the model's own under a
    profile, None where the model's own are in use.
    """

    weights: Weights
    before: Weights
    profile: str | None = None
    changes: tuple[Change, ...] = ()
    departs: Weights | None = None


def scenario(model: Model, profile: str | None, flags: Iterable[str]) -> Scenario:
    """Return the weights under a profile and weight flags such as `cost=40`, `cost=40%`, `cost*2`.

    Relative weights are set and multiplied first, shares are fixed afterwards. Raises Misuse with
    all that is wrong: unknown ids, numbers out of range, weights that cannot be.
    """
    problems: list[str] = []
    if profile is not None and profile not in model.profiles:
        known = f"known: {', '.join(model.profiles)}" if model.profiles else "the model has none"
        hint = did_you_mean(profile, model.profiles, known)
        problems.append(f"--profile: unknown profile {profile}; {hint}")
    changes = _changes(model, flags, problems)
    if problems:
        raise Misuse(*problems)
    tree = tree_of(model)
    own = stated(model, profile)
    before = weigh(tree, own)
    if changes:
        return Scenario(_changed(tree, own, changes), before, profile, tuple(changes), before)
    return Scenario(before, before, profile, (), weigh(tree, stated(model)) if profile else None)


def _changes(model: Model, flags: Iterable[str], problems: list[str]) -> list[Change]:
    known = [*model.criteria, *model.groups]
    changes: list[Change] = []
    for flag in flags:
        try:
            change = parse(flag)
        except ValueError as error:
            problems.append(f"-w {flag}: {error}")
            continue
        if change.id not in known:
            hint = did_you_mean(change.id, known, f"known: {', '.join(known)}")
            problems.append(f"-w {flag}: unknown criterion or group {change.id}; {hint}")
        elif any(earlier.id == change.id for earlier in changes):
            problems.append(f"-w {flag}: the weight of {change.id} is given twice")
        else:
            changes.append(change)
    return changes


def parse(flag: str) -> Change:
    """Return what a weight flag says. Raises ValueError, with a sentence, if it says nothing."""
    match = re.fullmatch(_FLAG, flag)
    if match is None or not match["id"]:
        raise ValueError("write ID=NUMBER, ID=SHARE% or ID*FACTOR")
    number = decimals.parse(match["number"])
    if number < 0:
        raise ValueError("a weight is not negative")
    if match["sign"] == "*":
        if match["percent"]:
            raise ValueError("multiply by a plain number, such as *1.5")
        return Change(match["id"], "times", number, flag)
    if match["percent"]:
        if number > 100:
            raise ValueError("a share is at most 100 %")
        return Change(match["id"], "share", number / 100, flag)
    return Change(match["id"], "set", number, flag)


def _changed(tree: Tree, own: Stated, changes: Iterable[Change]) -> Weights:
    weights = dict(own)
    for change in changes:
        if change.how == "set":
            weights[change.id] = change.number
    factors = {change.id: change.number for change in changes if change.how == "times"}
    found = relative(tree, weights, factors)
    empty = weightless(tree, found)
    if empty:
        places = (f"within {group}" if group else "at the top level" for group in empty)
        raise Misuse(*(f"-w: all weights {p} are 0; leave at least one above 0" for p in places))
    used = weigh(tree, found)
    fixed = {change.id: change.number for change in changes if change.how == "share"}
    try:
        return with_shares(tree, used, fixed) if fixed else used
    except ValueError as error:
        raise Misuse(f"-w: {error}") from error
