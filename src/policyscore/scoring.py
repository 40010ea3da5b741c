"""Scores, contributions, overall scores and ranks, in exact arithmetic.

The additive model: an option's overall score is the sum over the criteria of global weight times
score (Keeney and Raiffa, Decisions with Multiple Objectives, 1976, chapter 3).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from policyscore.model import Model, Option, Performance, Scale
from policyscore.weights import Weights, stated, tree_of, weigh

# From a performance on a criterion's scale to its score, 0 to 100.
ValueFunction = Callable[[Fraction], Fraction]


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


def value_function(scale: Scale) -> ValueFunction:
    """Return the function from a performance on the scale to its score: 0 to 100, exact.

    It is straight between the scale's points.
    """
    points = scale.points
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
    direction = 1 if scale.worst < scale.best else -1
    inner = [direction * x for x, _ in points[1:-1]]

    def score_at(performance: Fraction) -> Fraction:
        segment = bisect_left(inner, direction * performance) if inner else 0
        (x, y), slope = points[segment], slopes[segment]
        return (performance - x) * slope + y if y else (performance - x) * slope

    return score_at


def value(scale: Scale, performance: Fraction) -> Fraction:
    """Return the score of one performance on a scale."""
    return value_function(scale)(performance)


def ends(function: ValueFunction, performance: Performance) -> tuple[Fraction, Fraction]:
    """Return the scores of the worse and of the better end of a performance's range."""
    low, high = function(performance.low), function(performance.high)
    return (low, high) if low <= high else (high, low)


def score(function: ValueFunction, performance: Performance) -> Fraction:
    """Return the score of a performance; an unknown one gets the middle of what it may be."""
    if performance.value is not None:
        return function(performance.value)
    worse, better = ends(function, performance)
    return (worse + better) / 2


def value_functions(model: Model) -> dict[str, ValueFunction]:
    """Return the value function of each criterion."""
    return {name: value_function(criterion.scale) for name, criterion in model.criteria.items()}


def scores(model: Model) -> dict[str, dict[str, Fraction]]:
    """Return the scores by option, then by criterion."""
    functions = value_functions(model).items()
    return {
        option.id: {name: score(function, option.performance[name]) for name, function in functions}
        for option in model.options.values()
    }


def rank(model: Model, weights: Weights) -> Ranking:
    """Return the ranking of all options of the model under the weights.

    Equal scores share a rank and the next rank is skipped: 1, 1, 3.
    """
    functions = value_functions(model)
    found = [_standing(option, functions, weights) for option in model.options.values()]
    found.sort(key=lambda standing: (-standing.score, standing.option))
    return Ranking(tuple(_ranked(found)), weights)


def ranking(model: Model, profile: str | None = None) -> Ranking:
    """Return the ranking under the model's own weights, or under those of a profile."""
    return rank(model, weigh(tree_of(model), stated(model, profile)))


def _standing(option: Option, functions: Mapping[str, ValueFunction], weights: Weights) -> Standing:
    scored: dict[str, Fraction] = {}
    contributions: dict[str, Fraction] = {}
    low = high = at_least = at_most = Fraction(0)
    for name, function in functions.items():
        cell, share = option.performance[name], weights.shares[name]
        scored[name] = score(function, cell)
        contributions[name] = points = share * scored[name]
        worse, better = points, points
        if cell.low != cell.high:
            worse, better = (share * end for end in ends(function, cell))
        low, high = low + worse, high + better
        unknown = cell.value is None
        at_least += worse if unknown else points
        at_most += better if unknown else points
    total = sum(contributions.values(), Fraction(0))
    return Standing(
        option.id, 0, False, total, at_least, at_most, low, high, None, scored, contributions
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


def ends_of_group(
    model: Model, weights: Weights, group: str, option: str
) -> tuple[Fraction, Fraction]:
    """Return the least and the most that an option may score on a group, 0 to 100.

    That is its criteria's scores by their local weights; the two differ where a performance is
    unknown. A criterion is taken as a group of itself.
    """
    if group in model.criteria:
        function = value_function(model.criteria[group].scale)
        cell = model.options[option].performance[group]
        return ends(function, cell) if cell.value is None else (function(cell.value),) * 2
    least = most = Fraction(0)
    for child in model.groups[group].children:
        low, high = ends_of_group(model, weights, child, option)
        least += weights.local[child] * low
        most += weights.local[child] * high
    return least, most
