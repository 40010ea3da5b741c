"""How far all local weights may be off at once while the leader keeps the highest score.

Within a radius r each local weight lies within r of its present value, as a part of it, and the
siblings' still add up to 1. The least lead over a rival is then found from the leaves up: a group's
least difference in score gives the siblings with the smallest differences as much as they may have
(a fractional knapsack at each group, as weights are not below 0).
"""

from collections.abc import Mapping
from fractions import Fraction

from policyscore.scoring import Ranking
from policyscore.weights import Tree

FINEST = 10**12  # steps to 1: the radius is found to 1e-12, and round figures exactly


def safe_radius(tree: Tree, ranking: Ranking) -> Fraction:
    """Return the largest radius, 0 to 1, within which the leader is not passed, rounded down.

    1 stands for everything up to twice each weight and down to none; 0 where there is a tie.
    """
    leader, *others = ranking.standings
    if leader.tied:
        return Fraction(0)
    radius = Fraction(1)
    for other in others:
        gaps = {name: leader.scores[name] - other.scores[name] for name in leader.scores}
        radius = _within(tree, ranking.weights.local, gaps, radius)
    return radius


def _within(
    tree: Tree, local: Mapping[str, Fraction], gaps: Mapping[str, Fraction], most: Fraction
) -> Fraction:
    """Return the largest radius up to `most` with a least lead of 0 or more, rounded down.

    The least lead falls as the radius grows. What is tried are multiples of 1 / FINEST.
    """
    if least_lead(tree, local, gaps, most) >= 0:
        return most
    unit = Fraction(1, FINEST)
    low, high = 0, int(most / unit)
    while high - low > 1:
        middle = (low + high) // 2
        if least_lead(tree, local, gaps, middle * unit) >= 0:
            low = middle
        else:
            high = middle
    return low * unit


def least_lead(
    tree: Tree, local: Mapping[str, Fraction], gaps: Mapping[str, Fraction], radius: Fraction
) -> Fraction:
    """Return the least lead of one option over another within a radius, in points.

    `gaps` are the differences of their scores by criterion.
    """

    def least(parent: str | None) -> Fraction:
        found = sorted(
            (least(child) if child in tree else gaps[child], local[child]) for child in tree[parent]
        )
        part = max(1 - radius, Fraction(0))
        left = 1 - sum(weight * part for _, weight in found)
        total = Fraction(0)
        for gap, weight in found:
            more = min(left, weight * (1 + radius - part))
            total, left = total + gap * (weight * part + more), left - more
        return total

    return least(None)
