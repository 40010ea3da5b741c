"""Which single performance would change the leader, and at which value; margins by cell.

With all else as stated, the leader's margin is a straight line in the score of one cell. Where it
reaches 0 lies the switching performance, read off the value function.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from policyscore.model import Model, Scale
from policyscore.scoring import Ranking, Standing, value_function

Where = Literal["range", "scale", "nowhere"]


class Switch(NamedTuple):
    """What it takes for one cell, alone, to bring another option level with the leader.

    `score` is the score that the cell would need, which may lie off 0 to 100, None where the cell
    has no weight; `performance` is the nearest one with that score, None where the scale has none.
    `where` says whether it lies in the cell's own range, on the scale, or nowhere. `rival` is the
    option that gets level. `at_low` and `at_high` are the leader's margin over the best other
    option with the cell at the low and at the high end of its range, in points.
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
    def swing(self) -> Fraction:
        """Return how far the range of the cell moves the leader's margin, in points."""
        return abs(self.at_high - self.at_low)


def switches(model: Model, ranking: Ranking) -> list[Switch]:
    """Return a switch for each cell, by option and criterion; nothing for a single option."""
    if len(ranking.standings) < 2:
        return []
    return [
        _switch(model, ranking, standing, name)
        for standing in ranking.standings
        for name in model.criteria
    ]


def _switch(model: Model, ranking: Ranking, standing: Standing, name: str) -> Switch:
    leader, second = ranking.standings[:2]
    share = ranking.weights.shares[name]
    leads = standing is leader
    lead = leader.score - (second.score if leads else standing.score)
    needed = standing.scores[name] + (-lead if leads else lead) / share if share else None
    cell, scale = model.options[standing.option].performance[name], model.criteria[name].scale
    found = None
    if needed is not None:
        start = cell.value if cell.value is not None else (cell.low + cell.high) / 2
        found = performance_at(scale, needed, start)
    where: Where = "nowhere" if found is None else "scale"
    if found is not None and cell.low <= found <= cell.high:
        where = "range"
    function = value_function(scale)
    margins = [
        _margin(ranking, standing, share * (function(end) - standing.scores[name]))
        for end in (cell.low, cell.high)
    ]
    rival = second.option if leads else standing.option
    return Switch(standing.option, name, rival, needed, found, where, *margins)


def _margin(ranking: Ranking, moved: Standing, points: Fraction) -> Fraction:
    """Return the leader's lead over the best other option once one of them has moved."""
    leader, *others = (s.score + (points if s is moved else 0) for s in ranking.standings)
    return leader - max(others)


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
