"""How the expectations of a model fared, in words and in a table; `check` and `diff` tell it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from policyscore.faults import Place
from policyscore.figures import points, share
from policyscore.judging.answers import Answer
from policyscore.judging.judgements import Judgement, Outcome
from policyscore.model import Expectation, Model
from policyscore.report import Block, Column, Row, Table
from policyscore.reports.wording import counted, legible_places, listed
from policyscore.shown import one_line

GIVEN = "--expect"  # where an expectation stands that is no part of the model
_WORST: tuple[Outcome, ...] = ("fails", "unclear", "holds")
_MARKS = {"holds": "holds", "fails": "FAILS", "unclear": "UNCLEAR"}
_VERBS = {"fails": ("fails", "fail"), "unclear": ("is unclear", "are unclear")}


class Judged(NamedTuple):
    """An expectation and its judgements, one for each set of weights."""

    expectation: Expectation
    judgements: tuple[Judgement, ...]

    @property
    def outcome(self) -> Outcome:
        """Return the worst outcome under any of the weights."""
        return min((one.outcome for one in self.judgements), key=_WORST.index)

    @property
    def failed(self) -> bool:
        """Tell whether it does not hold everywhere; what is unclear does not hold."""
        return self.outcome != "holds"

    @property
    def warns(self) -> bool:
        """Tell whether it only warns."""
        return self.expectation.severity == "warn"

    @property
    def where(self) -> str:
        """Return where it stands."""
        place = self.expectation.place
        return f"{place.file}:{place.line}" if place.line else place.file


class Expected(NamedTuple):
    """A model and judgements of its expectations."""

    model: Model
    judgements: tuple[Judgement, ...]

    @property
    def every(self) -> list[Judged]:
        """Return the expectations in the order given, each with its judgements."""
        found: dict[int, list[Judgement]] = {}
        for judgement in self.judgements:
            found.setdefault(id(judgement.expectation), []).append(judgement)
        return [Judged(held[0].expectation, tuple(held)) for held in found.values()]

    @property
    def failed(self) -> list[Judged]:
        """Return the expectations that do not hold and have to."""
        return [one for one in self.every if one.failed and not one.warns]

    @property
    def warned(self) -> list[Judged]:
        """Return the expectations that do not hold and warn about it."""
        return [one for one in self.every if one.failed and one.warns]


def verdict(expected: Expected) -> str:
    """Return how many expectations hold, in a sentence."""
    every = expected.every
    if not every:
        return "No expectations to judge."
    count = counted(len(every), "expectation")
    if not any(one.failed for one in every):
        verb = "holds" if len(every) == 1 else "hold"
        which = {1: "The", 2: "Both"}.get(len(every), f"All {len(every)}")
        noun = "expectation" if len(every) == 1 else "expectations"
        return f"{which} {noun} {verb}."
    parts = []
    for outcome, verbs in _VERBS.items():
        some = [one for one in every if one.outcome == outcome]
        only = sum(one.warns for one in some)
        mere = "only to warn" if only == len(some) else f"{only} only to warn"
        warned = f" ({mere})" if only else ""
        if some:
            parts.append(f"{len(some)} {verbs[len(some) != 1]}{warned}")
    return f"Of {count}, {listed(parts)}."


def expectations(
    expected: Expected, verbose: bool, held_before: Mapping[Place, bool] = MappingProxyType({})
) -> Iterator[Block]:
    """Yield a table of the expectations that do not hold, of all of them if verbose.

    `held_before` tells by place which of them held in an earlier version.
    """
    told = [one for one in expected.every if one.failed or verbose]
    if told:
        columns = (
            Column("outcome"),
            Column("expectation", folds=True),
            Column("where", folds=True),
        )
        table = tuple(_row(expected, one, held_before.get(one.expectation.place)) for one in told)
        yield Table(columns, table, "Expectations", notes="what it came to, and why it was agreed")


def _row(expected: Expected, judged: Judged, held_before: bool | None) -> Row:
    expectation = judged.expectation
    mark = _MARKS[judged.outcome]
    if judged.failed and judged.warns:
        mark = f"{judged.outcome} (warning)"
    wrong = [one for one in judged.judgements if one.outcome != "holds"]
    several = len(judged.judgements) > 1
    notes = [note for one in wrong for note in found(expected, one, several)]
    right = len(judged.judgements) - len(wrong)
    if not wrong:
        notes = [_held(judged)]
    elif right:
        notes.append(f"It holds under {counted(right, 'other set', 'other sets')} of weights.")
    if held_before is not None:
        notes.append("It held before." if held_before else "It did not hold before either.")
    if expectation.why:
        notes.append(f"Why: {one_line(expectation.why)}")
    return Row((mark, one_line(expectation.that), judged.where), tuple(notes))


def _held(judged: Judged) -> str:
    if len(judged.judgements) == 1:
        return f"{_under(judged.judgements[0])}{came_to(judged.judgements[0])}."
    return f"Under all {len(judged.judgements)} sets of weights."


def found(expected: Expected, judgement: Judgement, several: bool = False) -> Iterator[str]:
    """Yield what the calls came to, why it is unclear, and how the options involved stand.

    The weights are named if they are not the model's own, or one of `several`.
    """
    own = "Under the model's own weights: " if several else ""
    yield f"{_under(judgement) or own}{came_to(judgement)}."
    details = [answer.detail for answer in judgement.answers.values() if answer.detail]
    yield from (f"{detail}." for detail in details)
    if judgement.reason:
        yield f"Unclear: {judgement.reason}."
    yield f"Ranking: {_rows_in_words(expected, judgement)}."


def _under(judgement: Judgement) -> str:
    return f"Under {judgement.profile}: " if judgement.profile else ""


def came_to(judgement: Judgement) -> str:
    """Return what the calls of an expectation came to, such as "rank(a) is 2, last is 3"."""
    return ", ".join(f"{call} is {value(found)}" for call, found in judgement.answers.items())


def value(answer: Answer) -> str:
    """Return a value as people read it."""
    found = answer.value
    if found is None:
        return "unclear"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if answer.kind == "share":
        error = "" if answer.error is None else f" ± {share(answer.error)}"
        return f"{share(found)}{error}"
    if answer.kind == "rank":
        return str(found)
    return points(found, legible_places((found, Fraction(round(found)))))


def _rows_in_words(expected: Expected, judgement: Judgement) -> str:
    """Return how the options involved stand, such as "1 Act 60.0; 3 Wait 40.0"."""
    places = legible_places(standing.score for standing in judgement.ranking.standings)
    names = expected.model.options
    return "; ".join(
        f"{s.rank}{'=' * s.tied} {one_line(names[s.option].name)} {points(s.score, places)}"
        for s in judgement.involved
    )
