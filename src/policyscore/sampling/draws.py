"""How often each option gets each rank when performances, weights or both are drawn at random.

Estimates, each with its error: orders tie the performances together, so there is no closed form. A
performance with a range is drawn from the triangle over low, value and high, an unknown one evenly
from its scale. Draws that break an order of the model are thrown away. Points are Sobol points, or
steps of a random walk where weights keep to walls; errors come from BATCHES independent runs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from math import log, sqrt
from random import Random
from statistics import stdev
from typing import Literal, NamedTuple

from policyscore.model import Model, Performance, Scale
from policyscore.sampling.sobol import points
from policyscore.sampling.walk import walk
from policyscore.scoring import scores

BATCHES = 16
MOST_PAIRED = 40
MOST_RANKS = 40  # ranks that are counted, the first ones
NEARLY = 1e-9  # points of overall score that count as level
T_95 = 2.131  # Student's t with 15 degrees of freedom: 95 % lie within

Performances = Literal["stated", "independent", "correlated"]
Row = Sequence[float]


class Estimate(NamedTuple):
    """A share and the half-width of its 95 % interval, as parts of 1."""

    share: float
    error: float


class Drawn(NamedTuple):
    """How the options fared: by option the estimates of its first MOST_RANKS ranks.

    `winning` are estimates of one being above another, if asked, for MOST_PAIRED options at most.

    Of `made` draws `kept` broke no order of the model; there are no ranks where too few were kept
    to tell an error.
    """

    made: int
    kept: int
    ranks: Mapping[str, tuple[Estimate, ...]]
    winning: Mapping[str, Mapping[str, Estimate]]


class Plan(NamedTuple):
    """What is drawn: `weights` are held fixed by criterion, or drawn from the simplex if None.

    With `walls` they are drawn from what these leave, beginning at `inside`, which lies within.
    `parts` are what is drawn, by what each weighs of each criterion; without any, the criteria.
    `stated` are the weights of the criteria under which orders on groups are held; `pairs` asks for
    pairs too.
    """

    stated: Row
    weights: Row | None = None
    walls: Sequence[Row] = ()
    inside: Row = ()
    parts: Sequence[Row] = ()
    performances: Performances = "independent"
    pairs: bool = False


class _Cell(NamedTuple):
    """A performance to draw: whose, which coordinate of a point it takes, and its distribution."""

    option: int
    criterion: int
    coordinate: int
    rises: bool  # whether more is better
    quantile: Callable[[float], float]
    score: Callable[[float], float]


class _Order(NamedTuple):
    """One option does at least as well as another on some criteria, by weights or on one alone."""

    better: int
    worse: int
    weights: Sequence[tuple[int, float]]


def drawn(model: Model, plan: Plan, count: int, seed: int) -> Drawn:
    """Return estimates from `count` draws, rounded up to a multiple of BATCHES.

    The same model, plan, count and seed give the same estimates.
    """
    each = -(-count // BATCHES)
    trial = _Trial(model, plan)
    tallies = [trial.tally(each, Random(f"{seed}/{batch}")) for batch in range(BATCHES)]  # noqa: S311 - no secret
    kept = [tally for tally in tallies if tally.kept]
    names, ranks, winning = list(model.options), {}, {}
    if len(kept) == BATCHES:
        for i, option in enumerate(names):
            ranks[option] = tuple(
                _estimate([(tally.ranks[i][rank], tally.kept) for tally in kept])
                for rank in range(min(len(names), MOST_RANKS))
            )
            if kept[0].winning:
                winning[option] = {
                    names[j]: _estimate([(tally.winning[i][j], tally.kept) for tally in kept])
                    for j in range(len(names))
                    if j != i
                }
    return Drawn(each * BATCHES, sum(tally.kept for tally in kept), ranks, winning)


def _estimate(batches: Sequence[tuple[int, int]]) -> Estimate:
    """Return the estimate from how often something happened in each batch, of how many draws.

    Where it happened never or always, the error is that of the rule of three: 3 over the draws. It
    is one draw at least: batches of points that are even may agree by design.
    """
    happened, draws = (sum(column) for column in zip(*batches, strict=True))
    if happened in (0, draws):
        return Estimate(happened / draws, 3 / draws)
    error = T_95 * stdev(part / whole for part, whole in batches) / sqrt(len(batches))
    return Estimate(happened / draws, max(error, 1 / draws))


class _Tally(NamedTuple):
    """How often each option had each rank, and was above each other, in the draws kept."""

    kept: int
    ranks: list[list[int]]
    winning: list[list[int]]

    @classmethod
    def empty(cls, options: int, pairs: bool) -> "_Tally":
        """Return a tally without draws."""
        paired = options if pairs and options <= MOST_PAIRED else 0
        ranks = [[0] * min(options, MOST_RANKS) for _ in range(options)]
        return cls(0, ranks, [[0] * paired for _ in range(paired)])

    def add(self, totals: Row) -> None:
        """Count the ranks and the pairs of one draw."""
        rising = sorted(totals)
        for ranks, total in zip(self.ranks, totals, strict=True):
            above = len(totals) - bisect_right(rising, total + NEARLY)
            if above < len(ranks):
                ranks[above] += 1
        for wins, total in zip(self.winning, totals, strict=False):
            for j, other in enumerate(totals):
                wins[j] += total > other + NEARLY


class _Trial:
    """A model made ready for many draws."""

    def __init__(self, model: Model, plan: Plan) -> None:
        self._plan = plan
        self._options = len(model.options)
        self._stated = [list(map(float, row.values())) for row in scores(model).values()]
        self._cells = list(_cells(model, plan.performances))
        self._orders = list(_orders(model, plan.stated)) if self._cells else []

    def tally(self, draws: int, chance: Random) -> _Tally:
        """Return how the options fare in a run of draws."""
        cells = 1 + max((cell.coordinate for cell in self._cells), default=-1)
        free = self._plan.weights is None and not self._plan.walls
        drawn = len(self._plan.parts) or len(self._plan.stated)
        dimensions = cells + (drawn if free else 0)
        tally = _Tally.empty(self._options, self._plan.pairs)
        weights = self._weights(chance)
        kept = 0
        for point in points(dimensions, draws, chance):
            found = self._scores(point)
            now = self._spread(_normal(point[cells:]) if free else next(weights))
            if all(_holds(order, found) for order in self._orders):
                kept += 1
                tally.add([sum(map(float.__mul__, now, row)) for row in found])
        return tally._replace(kept=kept)

    def _weights(self, chance: Random) -> Iterator[Row]:
        if self._plan.walls:
            return walk(self._plan.walls, self._plan.inside, chance)
        return repeat(self._plan.weights or ())

    def _spread(self, weights: Row) -> Row:
        """Return the weights of the criteria that weights of the parts amount to."""
        parts = self._plan.parts
        if not parts or self._plan.weights is not None:
            return weights
        return [sum(map(float.__mul__, weights, column)) for column in zip(*parts, strict=True)]

    def _scores(self, point: Row) -> list[list[float]]:
        found = [list(row) for row in self._stated]
        for option, criterion, coordinate, rises, quantile, score in self._cells:
            part = point[coordinate]
            found[option][criterion] = score(quantile(part if rises else 1 - part))
        return found


def _normal(point: Row) -> list[float]:
    """Return weights, uniform on the simplex, from a point of the cube."""
    parts = [-log(x) for x in point]
    whole = sum(parts)
    return [part / whole for part in parts]


def _holds(order: _Order, scores: Sequence[Row]) -> bool:
    one, other = scores[order.better], scores[order.worse]
    return sum(weight * (one[i] - other[i]) for i, weight in order.weights) >= -NEARLY


def _cells(model: Model, performances: Performances) -> Iterator[_Cell]:
    """Yield the performances that have a range; correlated ones of an option share a coordinate."""
    coordinate = 0
    for i, option in enumerate(model.options.values()):
        found = 0
        for j, (name, cell) in enumerate(option.performance.items()):
            if cell.low == cell.high or performances == "stated":
                continue
            scale = model.criteria[name].scale
            rises = scale.worst < scale.best
            own = coordinate + (found if performances == "independent" else 0)
            yield _Cell(i, j, own, rises, _quantile(cell), _score_of(scale))
            found += 1
        coordinate += found if performances == "independent" else bool(found)


def _orders(model: Model, stated: Row) -> Iterator[_Order]:
    """Yield each pair of options of each order, and the criteria that it compares them on."""
    options, criteria = list(model.options), list(model.criteria)
    for order in model.decision.orders:
        below = [criteria.index(name) for name in model.leaves(order.criterion)]
        weights = [(i, stated[i] if len(below) > 1 else 1.0) for i in below]
        for better in order.better:
            for worse in order.worse:
                yield _Order(options.index(better), options.index(worse), weights)


def _quantile(cell: Performance) -> Callable[[float], float]:
    """Return the performance below which a part of the distribution lies, by the part.

    That is a triangle with its peak at the value; evenly spread where the value is unknown.
    """
    low, high = float(cell.low), float(cell.high)
    width = high - low
    if cell.value is None:
        return lambda part: low + part * width
    left, right = float(cell.value) - low, high - float(cell.value)

    def quantile(part: float) -> float:
        if part * width < left:
            return low + sqrt(part * width * left)
        return high - sqrt((1 - part) * width * right)

    return quantile


def _score_of(scale: Scale) -> Callable[[float], float]:
    """Return the value function in floating point."""
    places = sorted((float(x), float(y)) for x, y in scale.points)
    xs, ys = [x for x, _ in places], [y for _, y in places]
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(places)]

    def score(performance: float) -> float:
        i = min(max(bisect_left(xs, performance) - 1, 0), len(slopes) - 1)
        return ys[i] + (performance - xs[i]) * slopes[i]

    return score
