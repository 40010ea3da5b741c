"""What the calls of an expectation come to in one ranking; exact."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from policyscore.analyses.tipping import Line, TippingPoint, lines, tipping_points
from policyscore.expectations.functions import FUNCTIONS, Kind
from policyscore.expectations.language import Call
from policyscore.figures import distinct_shares
from policyscore.model import Model
from policyscore.scoring import ranking
from policyscore.weights import idle, tree_of


class Answer(NamedTuple):
    """What a call came to: a rank, points, a share, or a yes or no; exact unless it has an error.

    `error` is the half-width of the interval in which the value lies, of 95 % where it is
    estimated. A `value` of None cannot be said; `reason` tells why. `detail` tells what speaks
    against a no.
    """

    kind: Kind
    value: Fraction | bool | None
    error: Fraction | None = None
    reason: str = ""
    detail: str = ""


class View:
    """The ranking of a model under its own weights or those of a profile, and what it answers."""

    def __init__(self, model: Model, profile: str | None) -> None:
        self._model = model
        self.ranking = ranking(model, profile)
        self._standings = {standing.option: standing for standing in self.ranking.standings}

    def answer(self, call: Call) -> Answer:
        """Return what a call comes to. Raises KeyError for one about all weights."""
        found = _BY_NAME[call.name](self, *(argument.text for argument in call.arguments))
        return found if isinstance(found, Answer) else Answer(FUNCTIONS[call.name].kind, found)

    def last(self) -> Answer:
        """Return the rank of the lowest score."""
        return Answer("rank", Fraction(self.ranking.standings[-1].rank))

    def _rank(self, option: str) -> Fraction:
        return Fraction(self._standings[option].rank)

    def _score(self, option: str) -> Fraction:
        return self._standings[option].score

    def _margin(self, option: str, other: str) -> Fraction:
        return self._score(option) - self._score(other)

    def _tied(self, option: str, other: str) -> bool:
        return self._score(option) == self._score(other)

    def _best(self, option: str) -> bool:
        return [leader.option for leader in self.ranking.leaders] == [option]

    def _contribution(self, option: str, node: str) -> Fraction:
        points = self._standings[option].contributions
        return sum((points[leaf] for leaf in self._model.leaves(node)), Fraction(0))

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        return lines(self._model, self.ranking)

    def _stable(self, node: str) -> bool | Answer:
        leaders, line = self.ranking.leaders, self._lines.get(node)
        if line and len(leaders) == 1:
            tips = tipping_points([line], leaders[0].option)
            return Answer("yes or no", not tips, detail=_tip(tips[0]) if tips else "")
        reason = f"{len(leaders)} options share the lead"
        if idle(tree_of(self._model), self.ranking.weights, node):
            reason = f"nothing within {node} weighs anything"
        elif not line:
            reason = f"{node} has all the weight, so nothing else could take any of it"
        return Answer("yes or no", None, reason=f"stable({node}): {reason}")


def _tip(tip: TippingPoint) -> str:
    """Return where others catch up with the leader, in words."""
    side = "more" if tip.at > tip.share else "less"
    at, now = distinct_shares(tip.at, tip.share)
    names = " and ".join(tip.challengers)
    return f"{names} would lead if {tip.node} weighed {side} than {at} of all (now {now})"


_BY_NAME: Mapping[str, Callable[..., Fraction | bool | Answer]] = {
    "rank": View._rank,
    "score": View._score,
    "margin": View._margin,
    "tied": View._tied,
    "best": View._best,
    "contribution": View._contribution,
    "stable": View._stable,
}
