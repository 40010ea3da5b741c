"""What `diff` works out of two versions of a model."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from policyscore.cli.bases import Base, since
from policyscore.cli.checking import expected
from policyscore.difference.conditions import OF_FILES, Condition, judged
from policyscore.difference.renames import renamed
from policyscore.doubts import doubts, unsourced_cells
from policyscore.expectations.meaning import read
from policyscore.faults import Fault, Misuse, Place
from policyscore.judging.judgements import judge_all
from policyscore.model import Model
from policyscore.reports.differing import Differing
from policyscore.reports.expected import Expected


class Compared(NamedTuple):
    """What is asked: the earlier version by its name, and on what the run is to fail."""

    base: str
    conditions: Sequence[Condition]
    exit_code: bool
    verbose: bool


def compared(root: Path, after: Model, warnings: Sequence[Fault], asked: Compared) -> Differing:
    """Return what changed in the model at `root`, and what of that was asked.

    Raises Misuse where there is no such version, or a condition cannot be told of it, and
    WrongModel where it has faults.
    """
    earlier = since(asked.base, root, after)
    if earlier.model is None:
        _refuse(asked.conditions)
    found = earlier.changes
    return Differing(
        earlier.name,
        earlier.model,
        after,
        found,
        expected(after, after.decision.expectations),
        [judged(condition, found) for condition in asked.conditions],
        asked.verbose,
        _held_before(earlier, after),
        _new(warnings, earlier, after),
        not (found.same_order and found.same_options) if asked.exit_code else None,
    )


def _refuse(conditions: Sequence[Condition]) -> None:
    problems = [
        f"--fail-if {condition.text}: a saved result holds none of that; compare with files"
        for condition in conditions
        if condition.name in OF_FILES
    ]
    if problems:
        raise Misuse(*problems)


def _held_before(earlier: Base, after: Model) -> Mapping[Place, bool]:
    """Return which expectations of today held before, as far as the earlier version can tell."""
    if earlier.model is None:
        return {}
    before = renamed(earlier.model, earlier.changes.renames)
    options, nodes = list(before.options), [*before.criteria, *before.groups]
    able = [
        one
        for one in after.decision.expectations
        if {"all", *before.profiles} >= set(one.under)
        and not isinstance(read(one.that, options, nodes, hints=False), list)
    ]
    judged_before = Expected(before, tuple(judge_all(before, able))).every
    return {one.expectation.place: not one.failed for one in judged_before}


def _new(warnings: Sequence[Fault], earlier: Base, after: Model) -> list[str]:
    """Return the warnings that the earlier version did not give."""
    if earlier.model is None:
        return []
    before = renamed(earlier.model, earlier.changes.renames)
    known = {(f.rule, f.what) for f in (*earlier.warnings, *doubts(before))}
    known = {(rule, what) for rule, what in known if rule != "no-source"}
    bare = {fault.what for fault in unsourced_cells(after)}
    if bare <= {fault.what for fault in unsourced_cells(before)}:  # fewer of them are no news
        warnings = [fault for fault in warnings if fault.rule != "no-source"]
    return [fault.what for fault in warnings if (fault.rule, fault.what) not in known]
