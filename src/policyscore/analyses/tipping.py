"""How far one weight can move before a rank changes: stability intervals and tipping points.

The weight of a criterion or group goes from 0 to 100 % of all; all other weights keep their
proportions, and so do those within the group. Every overall score is then a straight line, so the
points where two options change places are exact (the classical one-way sensitivity analysis of
additive models, as in Triantaphyllou and Sanchez, Decision Sciences 28, 1997).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.model import Model
from policyscore.scoring import Ranking
from policyscore.weights import idle, tree_of


class Line(NamedTuple):
    """The overall score of each option as one weight goes from nothing to all.

    `share` is the present global share of the node; `ends` are by option the overall scores where
    the node weighs nothing and where it weighs all, in points.
    """

    node: str
    share: Fraction
    ends: Mapping[str, tuple[Fraction, Fraction]]

    def at(self, option: str, share: Fraction) -> Fraction:
        """Return an option's overall score where the node has that share."""
        nothing, everything = self.ends[option]
        return nothing + share * (everything - nothing)


class Stability(NamedTuple):
    """The shares of a node, from `lower` to `upper`, between which an option keeps its rank.

    `below` and `above` are the options that it changes places with at the ends, none where the
    interval ends at 0 or 1 by itself.
    """

    node: str
    option: str
    share: Fraction
    lower: Fraction
    upper: Fraction
    below: tuple[str, ...]
    above: tuple[str, ...]


class TippingPoint(NamedTuple):
    """The share of a node at which others catch up with the leader; just beyond it they lead.

    `lasting` says whether they still do where the node weighs all, or nothing.
    """

    node: str
    share: Fraction
    at: Fraction
    challengers: tuple[str, ...]
    lasting: bool

    @property
    def distance(self) -> Fraction:
        """Return how far the share has to move, as a part of all weights."""
        return abs(self.at - self.share)


def node_scores(model: Model, ranking: Ranking) -> dict[str, dict[str, Fraction]]:
    """Return each option's score on each criterion and group, by node, 0 to 100.

    A group's is the sum of its children's by their local weights.
    """
    local = ranking.weights.local
    found = {name: {s.option: s.scores[name] for s in ranking.standings} for name in model.criteria}
    for group in list(model.groups.values())[::-1]:  # inner ones stand behind outer ones
        found[group.id] = {
            s.option: sum((local[c] * found[c][s.option] for c in group.children), Fraction(0))
            for s in ranking.standings
        }
    return found


def lines(model: Model, ranking: Ranking) -> dict[str, Line]:
    """Return the line of each criterion and group whose weight can be moved.

    It cannot where it weighs all, so that nothing else has a proportion, and where a group's own
    children weigh nothing.
    """
    weights, tree, found = ranking.weights, tree_of(model), {}
    for node, scores in node_scores(model, ranking).items():
        share = weights.shares[node]
        if share == 1 or idle(tree, weights, node):
            continue
        ends = {
            s.option: ((s.score - share * scores[s.option]) / (1 - share), scores[s.option])
            for s in ranking.standings
        }
        found[node] = Line(node, share, ends)
    return found


def stability(line: Line, option: str) -> Stability:
    """Return the interval around the present share in which an option keeps its rank.

    At an end inside 0 to 1 it is level with those it changes places with there. An option that is
    level with it already is met at once if moving on puts it above.
    """
    lower, below = _end(line, option, Fraction(0))
    upper, above = _end(line, option, Fraction(1))
    return Stability(line.node, option, line.share, lower, upper, below, above)


def _end(line: Line, option: str, end: Fraction) -> tuple[Fraction, tuple[str, ...]]:
    """Return where the rank changes first on the way to an end, and by whom; the end if nowhere."""
    turns = {other: turn(line, option, other, end) for other in line.ends if other != option}
    met = {other: at for other, at in turns.items() if at is not None}
    if not met:
        return end, ()
    first = min(met.values(), key=lambda at: abs(at - line.share))
    return first, tuple(sorted(other for other, at in met.items() if at == first))


def turn(line: Line, option: str, other: str, end: Fraction) -> Fraction | None:
    """Return the share, on the way to an end, at which another option comes or ceases to be above.

    None where that does not happen.
    """
    now, then = (line.at(option, at) - line.at(other, at) for at in (line.share, end))
    if (now < 0) == (then < 0):
        return None
    return line.share + (end - line.share) * now / (now - then)


def tipping_points(lines: Iterable[Line], option: str) -> list[TippingPoint]:
    """Return where others catch up with an option of rank 1, the nearest first.

    Of equally near ones, those stand first where a weight grows, then they go by node.
    """
    found = [
        TippingPoint(line.node, line.share, at, *_beyond(line, others, end))
        for line in lines
        for at, others, end in _both(stability(line, option))
        if others
    ]
    return sorted(found, key=lambda point: (point.distance, point.at < point.share, point.node))


def _both(interval: Stability) -> Iterator[tuple[Fraction, tuple[str, ...], int]]:
    yield interval.lower, interval.below, 0
    yield interval.upper, interval.above, 1


def _beyond(line: Line, met: Sequence[str], end: int) -> tuple[tuple[str, ...], bool]:
    """Return who of those met at one point leads beyond it, and whether up to the end.

    The highest score is convex along the line, so who leads at two points leads in between.
    """
    best = max(line.ends[option][end] for option in met)
    leaders = tuple(option for option in met if line.ends[option][end] == best)
    return leaders, best == max(ends[end] for ends in line.ends.values())
