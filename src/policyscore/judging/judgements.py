"""Whether expectations hold: each under the weights that it names, in three values.

What cannot be said for certain is unclear, and stays so only where it matters: a condition that
fails makes `and` fail whatever stands beside it (Kleene's strong logic of three values).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from policyscore.expectations.comparing import HOLDS
from policyscore.expectations.functions import FUNCTIONS, OPTION
from policyscore.expectations.language import (
    Call,
    Comparison,
    Expression,
    Logic,
    parse,
    written,
)
from policyscore.expectations.tokens import Mistake, Token
from policyscore.judging.answers import Answer, View
from policyscore.model import Expectation, Model
from policyscore.scoring import Ranking, Standing

Outcome = Literal["holds", "fails", "unclear"]
Answers = Mapping[str, Answer]
# Whether something holds, None where that is unclear, and the reasons for that.
Truth = tuple[bool | None, tuple[str, ...]]
Interval = tuple[Fraction, Fraction]

_OUTCOMES: Mapping[bool | None, Outcome] = {True: "holds", False: "fails", None: "unclear"}
_EVERYWHERE = ("acceptability", "possible", "necessary")


class Judgement(NamedTuple):
    """Whether an expectation holds under one set of weights, and what its calls came to.

    `profile` is None for the model's own weights, `ranking` the one that it was judged in.
    `answers` go by the call as text, such as `rank(status-quo)`, in the order of the expectation;
    `last` is the last rank, where that word is compared with. `options` are those that it names.
    `reason` tells why it is unclear, and is empty otherwise.
    """

    expectation: Expectation
    profile: str | None
    outcome: Outcome
    answers: Answers
    options: tuple[str, ...]
    ranking: Ranking
    reason: str

    @property
    def involved(self) -> list[Standing]:
        """Return how the options that it names stand, and those that lead."""
        leaders = [leader.option for leader in self.ranking.leaders]
        names = {*self.options, *leaders}
        return [standing for standing in self.ranking.standings if standing.option in names]


def judge_all(model: Model, expectations: Iterable[Expectation]) -> list[Judgement]:
    """Return a judgement of each expectation for each set of weights that it is to hold under.

    These are the model's own where it names none; `all` are the model's own and every profile. The
    expectations have no mistakes (see `meaning.read`); raises ValueError where one cannot be read.
    """
    judge = _Judge(model)
    return [judgement for expectation in expectations for judgement in judge.of(expectation)]


class _Judge:
    """Keeps what several expectations need: a view for each set of weights, and the whole."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._views: dict[str | None, View] = {}
        self._over_all: Callable[[Call], Answer] | None = None

    def of(self, expectation: Expectation) -> Iterator[Judgement]:
        """Yield the judgements of an expectation, one for each set of weights."""
        tree = parse(expectation.that)
        if isinstance(tree, Mistake):
            raise ValueError(f"{expectation.that}: {tree.what}")
        for profile in self._under(expectation):
            view = self._view(profile)
            answers = {written(term): self._answer(view, term) for term in _asked(tree)}
            truth, reasons = _truth(tree, answers)
            yield Judgement(
                expectation,
                profile,
                _OUTCOMES[truth],
                answers,
                tuple(dict.fromkeys(_options(tree))),
                view.ranking,
                "; ".join(dict.fromkeys(reasons)),
            )

    def _under(self, expectation: Expectation) -> tuple[str | None, ...]:
        if "all" in expectation.under:
            return (None, *self._model.profiles)
        return expectation.under or (None,)

    def _view(self, profile: str | None) -> View:
        if profile not in self._views:
            self._views[profile] = View(self._model, profile)
        return self._views[profile]

    def _answer(self, view: View, term: Call | Token) -> Answer:
        if isinstance(term, Token):
            return view.last()
        if term.name not in _EVERYWHERE:
            return view.answer(term)
        if self._over_all is None:
            from policyscore.judging.everywhere import Everywhere  # takes longer to load

            self._over_all = Everywhere(self._model, self._view(None).ranking).answer
        return self._over_all(term)


def _asked(node: Expression) -> Iterator[Call | Token]:
    """Yield all that has to be looked up: the calls, and the word `last`."""
    match node:
        case Call():
            yield node
        case Token():
            if node.kind == "word":
                yield node
        case Comparison():
            for term in node.terms:
                yield from _asked(term)
        case _:
            for part in node.parts:
                yield from _asked(part)


def _options(node: Expression) -> Iterator[str]:
    """Yield the options that an expectation names."""
    for term in _asked(node):
        if isinstance(term, Call):
            kinds = FUNCTIONS[term.name].arguments
            pairs = zip(kinds, term.arguments, strict=True)
            yield from (argument.text for kind, argument in pairs if kind == OPTION)


# Three values


def _truth(node: Expression, answers: Answers) -> Truth:
    match node:
        case Logic():
            truths = [_truth(part, answers) for part in node.parts]
            return _not(*truths) if node.word == "not" else _joined(truths, node.word == "or")
        case Comparison():
            pairs = zip(node.signs, pairwise(node.terms), strict=True)
            compared = [_compared(one, sign, other, answers) for sign, (one, other) in pairs]
            return _joined(compared, deciding=False)
        case _:
            answer = answers[written(node)]
            return (None, (answer.reason,)) if answer.value is None else (bool(answer.value), ())


def _not(truth: Truth) -> Truth:
    holds, reasons = truth
    return (None if holds is None else not holds), reasons


def _joined(truths: Sequence[Truth], deciding: bool) -> Truth:
    """Return what parts come to together: `deciding` if one is that, whatever the others are."""
    if any(holds is deciding for holds, _ in truths):
        return deciding, ()
    reasons = tuple(reason for _, unclear in truths for reason in unclear)
    return None if reasons else not deciding, reasons


def _compared(one: Expression, sign: str, other: Expression, answers: Answers) -> Truth:
    left, right = _found(one, answers), _found(other, answers)
    for answer in (left, right):
        if answer.value is None:
            return None, (answer.reason,)
    holds = _between(_interval(left), sign, _interval(right))
    if holds is None:
        text = f"{written(one)} {sign} {written(other)}"
        return None, (f"{text}: it may hold or fail within the error of the share",)
    return holds, ()


def _found(node: Expression, answers: Answers) -> Answer:
    """Return what one side of a comparison comes to."""
    if isinstance(node, Token) and node.kind == "number":
        return Answer("points", node.value)
    return answers[written(node)]


def _interval(answer: Answer) -> Interval:
    """Return where a value lies; only shares have errors, and they lie between 0 and 1."""
    value = Fraction(answer.value or 0)
    if answer.error is None:
        return value, value
    return max(Fraction(0), value - answer.error), min(Fraction(1), value + answer.error)


def _between(one: Interval, sign: str, other: Interval) -> bool | None:
    """Return how values in two intervals compare, None where it depends on which they are."""
    if sign == "!=":
        equal = _between(one, "==", other)
        return None if equal is None else not equal
    if sign == "==":
        apart = one[1] < other[0] or other[1] < one[0]
        return False if apart else True if len({*one, *other}) == 1 else None
    holds = {HOLDS[sign](one[0], other[1]), HOLDS[sign](one[1], other[0])}
    return holds.pop() if len(holds) == 1 else None
