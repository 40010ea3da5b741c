"""What the calls of an expectation come to over all weights of the criteria.

Performances are as stated. It does not depend on the weights that are stated, so that one answer
serves the model's own weights and every profile.
"""

from fractions import Fraction
from functools import cached_property

from policyscore.analyses.allowed import space
from policyscore.analyses.robust import MOST_COMPARED, Budget, Robustness, robustness
from policyscore.exact.extremes import chance
from policyscore.expectations.language import Call
from policyscore.judging.answers import Answer
from policyscore.model import Model
from policyscore.scoring import Ranking

_40_DIGITS = Fraction(1, 10**40)


class Everywhere:
    """Answers `acceptability`, `possible` and `necessary`; each is worked out once, when asked."""

    def __init__(self, model: Model, ranking: Ranking) -> None:
        self._model = model
        self._ranking = ranking
        self._space = space(model, ranking, "criteria")
        self._possible: dict[str, Answer] = {}

    def answer(self, call: Call) -> Answer:
        """Return what a call of one of the three comes to."""
        option, *ranks = (argument.text for argument in call.arguments)
        if call.name == "acceptability":
            number = len(self._space.rows) if ranks == ["last"] else int(call.arguments[1].value)
            return self._acceptability(option, number)
        if call.name == "necessary":
            return Answer("yes or no", self._is_necessary(option))
        if option not in self._possible:
            self._possible[option] = self._found_possible(option)
        return self._possible[option]

    @cached_property
    def _robustness(self) -> Robustness:
        weights = self._ranking.weights
        return robustness(self._model, weights, self._space, (), Budget())

    def _acceptability(self, option: str, number: int) -> Answer:
        shares = self._robustness.ranks[option]
        if number > len(shares):
            reason = f"shares are estimated here, of the first {len(shares)} ranks only"
            return Answer("share", None, reason=f"acceptability({option}, {number}): {reason}")
        value, error = shares[number - 1]
        if self._robustness.how == "40 digits" and 0 < value < 1:
            error = _40_DIGITS
        return Answer("share", value, error)

    def _is_necessary(self, option: str) -> bool:
        """Tell whether an option scores highest on every criterion, so that all weights say so."""
        rows = self._space.rows
        return all(own == max(on) for own, *on in zip(rows[option], *rows.values(), strict=True))

    def _found_possible(self, option: str) -> Answer:
        rows, own = self._space.rows, self._space.rows[option]
        on_one = any(x == max(on) for x, *on in zip(own, *rows.values(), strict=True))
        if on_one or self._ranking.of(option).rank == 1:
            return Answer("yes or no", True)
        others = [row for name, row in rows.items() if name != option]
        if any(all(x < y for x, y in zip(own, row, strict=True)) for row in others):
            return Answer("yes or no", False)
        if len(rows) ** 2 * len(own) > MOST_COMPARED:
            reason = "the model is too large to look for the weights that would do it"
            return Answer("yes or no", None, reason=f"possible({option}): {reason}")
        return Answer("yes or no", chance([own, *others], 0).margin >= 0)
