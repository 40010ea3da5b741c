"""The smallest change of all weights together that brings another option level with the leader.

With weights w and the differences d in score, the lead d . w is above 0. Wanted are weights u >= 0
that add up to 1, have d . u = 0 and are as near to w as can be, for each of three distances:

    L1    all moves added up: weight goes from the largest d to the smallest, greedily
    L2    the root of the sum of squares: the projection onto a face, followed along its path
    Linf  the largest single move: a knapsack for each size of move, by Newton's method

Each is exact: the path and the knapsack are linear between finitely many breakpoints. Nobody else
leads at the point found for the nearest rival: on the way to it nobody has passed the leader.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.scoring import Ranking

Row = Sequence[Fraction]


class Change(NamedTuple):
    """Weights of the criteria that bring `rival` level with the leader.

    `total`, `squared` and `largest` are the sum of all moves, the sum of their squares and the
    largest of them, as parts of all weights.
    """

    rival: str
    weights: tuple[Fraction, ...]
    total: Fraction
    squared: Fraction
    largest: Fraction


def smallest_changes(ranking: Ranking) -> dict[str, Change]:
    """Return by distance (`total`, `squared`, `largest`) the smallest change that does it.

    There is none where no weights bring another option level with the leader. The leader is the
    first by id; the nearest rival is the first by id among equally near ones.
    """
    leader, criteria = ranking.leaders[0], list(ranking.standings[0].scores)
    weights = [ranking.weights.shares[name] for name in criteria]
    found: dict[str, Change] = {}
    for rival in sorted(ranking.standings, key=lambda standing: standing.option):
        if rival is leader:
            continue
        d = [leader.scores[name] - rival.scores[name] for name in criteria]
        if min(d) > 0:
            continue
        for distance, nearest in METHODS.items():
            best = found.get(distance)
            if best and _at_least(distance, weights, d) >= getattr(best, distance):
                continue
            change = _change(rival.option, weights, nearest(weights, d))
            if best is None or getattr(change, distance) < getattr(best, distance):
                found[distance] = change
    return found


def _at_least(distance: str, weights: Row, d: Row) -> Fraction:
    """Return what a distance cannot be less than: most rivals are too far for a closer look.

    The inequality of Hölder: a lead g is lost only by moves u - w with d . (u - w) = -g.
    """
    lead, middle = _lead(weights, d), (max(d) + min(d)) / 2
    if distance == "total":
        return lead / (max(d) - middle) if max(d) > middle else lead
    mean = sum(d, Fraction(0)) / len(d)
    if distance == "squared":
        spread = sum((x - mean) ** 2 for x in d)
        return lead * lead / spread if spread else lead
    median = sorted(d)[len(d) // 2]
    spread = sum((abs(x - median) for x in d), Fraction(0))
    return lead / spread if spread else lead


def _change(rival: str, weights: Row, new: Row) -> Change:
    moves = [abs(u - w) for u, w in zip(new, weights, strict=True)]
    squared = sum((move * move for move in moves), Fraction(0))
    return Change(rival, tuple(new), sum(moves, Fraction(0)), squared, max(moves))


def _lead(weights: Row, d: Row) -> Fraction:
    return sum((w * x for w, x in zip(weights, d, strict=True)), Fraction(0))


def _least_total(weights: Row, d: Row) -> list[Fraction]:
    """Return the weights with the smallest sum of moves; `min(d)` is not above 0.

    A part of weight moved from j to the smallest d reduces the lead by the difference of both.
    """
    new, lead = list(weights), _lead(weights, d)
    to = min(range(len(d)), key=d.__getitem__)
    for j in sorted(range(len(d)), key=d.__getitem__, reverse=True):
        if lead > 0 and d[j] > d[to]:
            move = min(new[j], lead / (d[j] - d[to]))
            new[j], new[to], lead = new[j] - move, new[to] + move, lead - move * (d[j] - d[to])
    return new


def _least_squares(weights: Row, d: Row) -> list[Fraction]:
    """Return the weights with the smallest sum of squared moves; `min(d)` is not above 0.

    They are max(x, 0) with x = w - m - s d and an m that makes them add up to 1. As s grows, each x
    moves by the mean of d over the weights above 0, less its own d, until one reaches or leaves 0.
    """
    x = list(weights)
    while True:
        new = [max(part, Fraction(0)) for part in x]
        lead, inside = _lead(new, d), _moving(x, d)
        if lead <= 0:
            return new
        mean = sum((d[j] for j in inside), Fraction(0)) / len(inside)
        spread = sum((d[j] - mean) ** 2 for j in inside)
        steps = [x[j] / (d[j] - mean) for j in range(len(d)) if x[j] * (d[j] - mean) > 0]
        step = min([*steps, lead / spread] if spread else steps)
        x = [part + step * (mean - y) for part, y in zip(x, d, strict=True)]


def _moving(x: Row, d: Row) -> list[int]:
    """Return which weights are above 0, or about to be: those at 0 with a d below the mean."""
    inside = [j for j, part in enumerate(x) if part > 0]
    for j in sorted((j for j, part in enumerate(x) if part == 0), key=d.__getitem__):
        if d[j] * len(inside) < sum(d[i] for i in inside):
            inside.append(j)
    return inside


def _least_largest(weights: Row, d: Row) -> list[Fraction]:
    """Return weights with the smallest largest move; `min(d)` is not above 0.

    The least lead that moves of one size leave is convex and piecewise linear in the size: Newton's
    steps from 0 end on its zero.
    """
    size = Fraction(0)
    while True:
        new, rates = _filled(weights, d, size)
        lead = _lead(new, d)
        if lead <= 0:
            return new
        size -= lead / _lead(rates, d)


def _filled(weights: Row, d: Row, size: Fraction) -> tuple[list[Fraction], list[Fraction]]:
    """Return the weights of least lead within moves of a size, and how they change as it grows.

    Each weight starts as low as may be; what is left over goes to the smallest d first.
    """
    new = [max(w - size, Fraction(0)) for w in weights]
    rates = [Fraction(-1 if w > size else 0) for w in weights]
    left = (1 - sum(new, Fraction(0)), -sum(rates, Fraction(0)))
    for j in sorted(range(len(d)), key=d.__getitem__):
        part = min(left, (weights[j] + size - new[j], 1 - rates[j]))
        new[j], rates[j] = new[j] + part[0], rates[j] + part[1]
        left = (left[0] - part[0], left[1] - part[1])
    return new, rates


METHODS = {"total": _least_total, "squared": _least_squares, "largest": _least_largest}
