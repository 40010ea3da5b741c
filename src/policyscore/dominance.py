"""Which options do at least as well as others on everything; weights play no part."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

Scores = Mapping[str, Mapping[str, Fraction]]


def dominators(scores: Scores) -> dict[str, str]:
    """Return the dominated options, each with the first (by id) of those that dominate it.

    An option is dominated by another that scores at least as high on every criterion and higher
    on one. `scores` are by option, then by criterion. Takes options x criteria steps on bit sets.
    """
    names = sorted(scores)
    criteria = list(scores[names[0]]) if names else []
    rows = [tuple(scores[name][criterion] for criterion in criteria) for name in names]
    equal: dict[tuple[Fraction, ...], int] = {}
    for i, row in enumerate(rows):
        equal[row] = equal.get(row, 0) | 1 << i
    found: dict[str, str] = {}
    for name, row, as_good in zip(names, rows, _as_good(scores, names), strict=True):
        better = as_good & ~equal[row]
        if better:
            found[name] = names[(better & -better).bit_length() - 1]
    return found


def _as_good(scores: Scores, names: Sequence[str]) -> list[int]:
    """Return for each option the set of those that score at least as high on every criterion.

    A set is a number whose bits are members, by place in `names`.
    """
    found = [(1 << len(names)) - 1] * len(names)
    for criterion in scores[names[0]] if names else ():
        column = [scores[name][criterion] for name in names]
        above = 0
        order = sorted(range(len(names)), key=column.__getitem__, reverse=True)
        for _, equals in groupby(order, key=column.__getitem__):
            tied = list(equals)
            above |= sum(1 << i for i in tied)
            for i in tied:
                found[i] &= above
    return found
