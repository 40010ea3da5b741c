"""Whether a lead is firm, fragile or a tie: a few checks with visible thresholds, nothing hidden.

The thresholds are conventions of this tool, not findings: each check prints what was found and what
it takes, so that a reader may hold it to another number.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

Word = Literal["firm", "fragile", "tie"]
Kind = Literal["lead", "radius", "cells", "weights", "draws"]

RADIUS = Fraction(1, 10)  # of each local weight, all at once
WEIGHTS = Fraction(1, 2)  # of all weights, over criteria and over the top level
DRAWS = Fraction(9, 10)  # of the performances drawn, independent and correlated


class Check(NamedTuple):
    """The figure found and the least that passes, or for `cells` the most; `holds` is the outcome.

    `of` says what was varied, for `weights` and `draws`. A lead is in points, cells are counted,
    all else are parts of 1; `error` is the half-width of the 95 % interval of an estimate, all of
    which has to pass.
    """

    kind: Kind
    of: str
    found: Fraction | None
    needed: Fraction
    holds: bool
    error: Fraction | None = None


class Findings(NamedTuple):
    """What the checks look at. A list is empty where nothing of the kind was to be found out.

    `lead` and `indifference` are points; `radius` is how far all local weights may be off at once;
    `cells` counts the performances that can change the leader within their own ranges, None where
    none has a range; `weights` and `draws` are shares that the leader has, by what was varied, the
    latter with their errors.
    """

    lead: Fraction
    indifference: Fraction
    radius: Fraction
    cells: int | None
    weights: Sequence[tuple[str, Fraction, Fraction | None]]
    draws: Sequence[tuple[str, Fraction | None, Fraction | None]]


class Verdict(NamedTuple):
    """The word and the checks behind it; no word and no checks for a single option."""

    word: Word | None
    checks: tuple[Check, ...]


def verdict(findings: Findings) -> Verdict:
    """Return the verdict: a tie without a lead, firm where every check holds, else fragile."""
    checks = [
        _least("lead", "", findings.lead, findings.indifference),
        _least("radius", "", findings.radius, RADIUS),
    ]
    if findings.cells is not None:
        cells = Fraction(findings.cells)
        checks.append(Check("cells", "", cells, Fraction(0), cells == 0))
    checks += [_least("weights", of, part, WEIGHTS, error) for of, part, error in findings.weights]
    checks += [_least("draws", of, part, DRAWS, error) for of, part, error in findings.draws]
    if not findings.lead:
        return Verdict("tie", tuple(checks))
    return Verdict("firm" if all(check.holds for check in checks) else "fragile", tuple(checks))


def _least(
    kind: Kind, of: str, found: Fraction | None, needed: Fraction, error: Fraction | None = None
) -> Check:
    holds = found is not None and found - (error or 0) >= needed
    return Check(kind, of, found, needed, holds, error)
