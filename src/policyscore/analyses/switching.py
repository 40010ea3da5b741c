"""Which single performance would change the leader, and at which value; margins by cell.

With all else as stated, the leader's margin is a straight line in the score of one cell. Where it
reaches 0 lies the switching performance, read off the value function.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from policyscore.model import Model, Scale
from policyscore.scoring import Ranking, Standing, ValueFunction, value_functions

Where = Literal["range", "scale", "nowhere"]


class Switch(NamedTuple):
    """What it takes for one cell, alone, to put another option ahead of the leader.

    `score` is the score beyond which it happens, which may lie off 0 to 100, None where the cell
    has no weight; `performance` is the last one on the way that has it, None where the scale has
    none. `where` says whether another option gets ahead in the cell's own range, on the scale, or
    nowhere, level at most. `rival` is that option. `at_low` and `at_high` are the leader's margin
    over the best other option with the cell at the low and at the high end of its range, in points.
    """

    option: str
    criterion: str
    rival: str
    score: Fraction | None
    performance: Fraction | None
    where: Where
    at_low: Fraction
    at_high: Fraction

    @property
    def least(self) -> Fraction:
        """Return the leader's margin with the cell at the end of its range that is worse for it."""
        return min(self.at_low, self.at_high)

    @property
    def swing(self) -> Fraction:
        """Return how far the range of the cell moves the leader's margin, in points."""
        return abs(self.at_high - self.at_low)


def switches(model: Model, ranking: Ranking) -> list[Switch]:
    """Return a switch for each cell, by option and criterion; nothing for a single option."""
    if len(ranking.standings) < 2:
        return []
    functions = value_functions(model)
    return [
        _switch(model, ranking, standing, name, function)
        for standing in ranking.standings
        for name, function in functions.items()
    ]


def _switch(
    model: Model, ranking: Ranking, standing: Standing, name: str, function: ValueFunction
) -> Switch:
    leader, second = ranking.standings[:2]
    share = ranking.weights.shares[name]
    leads = standing is leader
    lead = leader.score - (second.score if leads else standing.score)
    needed = standing.scores[name] + (-lead if leads else lead) / share if share else None
    cell, scale = model.options[standing.option].performance[name], model.criteria[name].scale
    end = scale.worst if leads else scale.best
    found = None if needed is None else performance_at(scale, needed, end)

    def margin(performance: Fraction) -> Fraction:
        return _margin(ranking, standing, share * (function(performance) - standing.scores[name]))

    at_low, at_high = margin(cell.low), margin(cell.high)
    where: Where = "nowhere"
    if min(at_low, at_high) < 0:
        where = "range"
    elif margin(end) < 0:
        where = "scale"
    rival = second.option if leads else standing.option
    return Switch(standing.option, name, rival, needed, found, where, at_low, at_high)


def _margin(ranking: Ranking, moved: Standing, points: Fraction) -> Fraction:
    """Return the leader's lead over the best other option once one of them has moved."""
    leader, second = ranking.standings[:2]
    if moved is leader:
        return leader.score + points - second.score
    best = moved.score + points
    rest = next((s for s in ranking.standings[1:3] if s is not moved), None)
    return leader.score - (best if rest is None else max(best, rest.score))


def performance_at(scale: Scale, score: Fraction, start: Fraction) -> Fraction | None:
    """Return the performance with a score that is nearest to `start`; None if the scale has none.

    The value function rises from worst to best; where it is level, many performances score alike.
    """
    found = []
    for (x0, y0), (x1, y1) in pairwise(scale.points):
        if y0 <= score <= y1:
            if y0 == y1:
                found += [x0, x1]
                if min(x0, x1) <= start <= max(x0, x1):
                    found.append(start)
            else:
                found.append(x0 + (x1 - x0) * (score - y0) / (y1 - y0))
    return min(found, key=lambda x: (abs(x - start), x), default=None)
