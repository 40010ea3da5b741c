"""Scores, contributions, overall scores and ranks, in exact arithmetic.

The additive model: an option's overall score is the sum over the criteria of global weight times
score (Keeney and Raiffa, Decisions with Multiple Objectives, 1976, chapter 3).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from policyscore.model import Model, Option, Performance, Scale
from policyscore.weights import Weights


class Standing(NamedTuple):
    """How one option does overall. All numbers are points, 0 to 100, and exact.

    `scores` and `contributions` are by criterion; contributions add up to `score`. Where
    performances are unknown, the score is an interval from `at_least` to `at_most` and `score` its
    middle. `low` and `high` take every cell at the worse and at the better end of its own range.
    `lead` is the distance to the next lower score, None where there is none.
    """

    option: str
    rank: int
    tied: bool
    score: Fraction
    at_least: Fraction
    at_most: Fraction
    low: Fraction
    high: Fraction
    lead: Fraction | None
    scores: Mapping[str, Fraction]
    contributions: Mapping[str, Fraction]


class Ranking(NamedTuple):
    """All options from the highest score to the lowest, equal ones by id, and the weights used."""

    standings: tuple[Standing, ...]
    weights: Weights

    def of(self, option: str) -> Standing:
        """Return the standing of one option; raises KeyError for an unknown one."""
        for standing in self.standings:
            if standing.option == option:
                return standing
        raise KeyError(option)

    @property
    def leaders(self) -> tuple[Standing, ...]:
        """Return the options that share the highest score, mostly one."""
        return tuple(standing for standing in self.standings if standing.rank == 1)


def value(scale: Scale, performance: Fraction) -> Fraction:
    """Return the score of a performance on a scale: 0 to 100, exact.

    The value function is straight between the scale's points; the performance is on the scale.
    """
    points = scale.points
    if scale.worst < scale.best:
        after = bisect_left(points, performance, key=lambda point: point[0])
    else:
        after = bisect_left(points, -performance, key=lambda point: -point[0])
    after = max(after, 1)
    (x0, y0), (x1, y1) = points[after - 1], points[after]
    return y0 + (performance - x0) * (y1 - y0) / (x1 - x0)


def ends(scale: Scale, performance: Performance) -> tuple[Fraction, Fraction]:
    """Return the scores of the worse and of the better end of a performance's range."""
    low, high = value(scale, performance.low), value(scale, performance.high)
    return min(low, high), max(low, high)


def score(scale: Scale, performance: Performance) -> Fraction:
    """Return the score of a performance; an unknown one gets the middle of what it may be."""
    if performance.value is not None:
        return value(scale, performance.value)
    worse, better = ends(scale, performance)
    return (worse + better) / 2


def rank(model: Model, weights: Weights) -> Ranking:
    """Return the ranking of all options of the model under the weights.

    Equal scores share a rank and the next rank is skipped: 1, 1, 3.
    """
    found = [_standing(option, model, weights) for option in model.options.values()]
    found.sort(key=lambda standing: (-standing.score, standing.option))
    return Ranking(tuple(_ranked(found)), weights)


def _standing(option: Option, model: Model, weights: Weights) -> Standing:
    scores: dict[str, Fraction] = {}
    contributions: dict[str, Fraction] = {}
    low = high = at_least = at_most = Fraction(0)
    for name, criterion in model.criteria.items():
        cell, share = option.performance[name], weights.shares[name]
        scores[name] = score(criterion.scale, cell)
        contributions[name] = points = share * scores[name]
        worse, better = points, points
        if cell.low != cell.high:
            worse, better = (share * end for end in ends(criterion.scale, cell))
        low, high = low + worse, high + better
        unknown = cell.value is None
        at_least += worse if unknown else points
        at_most += better if unknown else points
    total = sum(contributions.values(), Fraction(0))
    return Standing(
        option.id, 0, False, total, at_least, at_most, low, high, None, scores, contributions
    )


def _ranked(found: list[Standing]) -> Iterator[Standing]:
    """Yield the standings, highest first, with rank, tie and lead filled in."""
    totals = [standing.score for standing in found]
    first: dict[Fraction, int] = {}
    for place, total in enumerate(totals, start=1):
        first.setdefault(total, place)
    below = {higher: lower for higher, lower in pairwise(totals) if lower < higher}
    count = Counter(totals)
    for standing in found:
        total = standing.score
        lead = total - below[total] if total in below else None
        yield standing._replace(rank=first[total], tied=count[total] > 1, lead=lead)


def score_of_group(model: Model, weights: Weights, group: str, option: str) -> Fraction:
    """Return an option's score on a group, 0 to 100: its criteria's scores by their local weights.

    A criterion is taken as a group of itself.
    """
    if group in model.criteria:
        return score(model.criteria[group].scale, model.options[option].performance[group])
    return sum(
        (
            weights.local[child] * score_of_group(model, weights, child, option)
            for child in model.groups[group].children
        ),
        Fraction(0),
    )
