"""The report of `rank`: the answer, the table, the reasons, the weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.explain import Comparison, Difference, compare
from policyscore.figures import amount, places_that_separate, points, share
from policyscore.model import Model
from policyscore.report import Bar, Block, Column, Figure, Prose, Report, Row, Sheet, Table, Value
from policyscore.reports.weights import effective
from policyscore.reports.wording import (
    counted,
    evidence,
    listed,
    ordinal,
    overrides,
    title,
    weights_in_use,
)
from policyscore.scenario import Scenario
from policyscore.scoring import Ranking, Standing
from policyscore.shown import one_line

MOST_IN_WORDS = 8  # further options told in a sentence each; the table has them all


class Ranked(NamedTuple):
    """What the report is made of: the model, the weights used, the ranking, and its warnings.

    `top` limits the options shown, with those that share the last rank shown.
    """

    model: Model
    scenario: Scenario
    ranking: Ranking
    warnings: Sequence[str] = ()
    top: int | None = None
    brief: bool = False
    verbose: bool = False

    @property
    def shown(self) -> tuple[Standing, ...]:
        """Return the standings to show."""
        return tuple(s for s in self.ranking.standings if self.top is None or s.rank <= self.top)

    def name(self, option: str) -> str:
        """Return an option's name on one line."""
        return one_line(self.model.options[option].name)


def rank_report(ranked: Ranked, inputs: Callable[[], str]) -> Report:
    """Return the report; `inputs` gives the hash of the files ranked, for those who ask for it."""
    return Report(
        title(ranked.model),
        ranked.model.decision.date,
        lambda: tuple(_blocks(ranked)),
        lambda: _data(ranked, inputs()),
        lambda: _sheet(ranked),
    )


def _blocks(ranked: Ranked) -> Iterator[Block]:
    yield Prose((headline(ranked),), strong=True)
    scenario = tuple(weights_in_use(ranked.model, ranked.scenario))
    if scenario:
        yield Prose(scenario)
    yield _table(ranked)
    notes = tuple(_notes(ranked))
    if notes:
        yield Prose(notes)
    if ranked.brief:
        return
    standings = ranked.ranking.standings
    if len(standings) > 1:
        comparison = compare(ranked.ranking, standings[0].option, standings[1].option)
        yield from _reasons(ranked, comparison)
    if len(standings) > 2:
        yield Prose(tuple(_others(ranked)), title="The other options")
    if ranked.verbose:
        yield _matrix(ranked)
    yield effective(ranked.model, ranked.scenario)
    if ranked.warnings:
        found = counted(len(ranked.warnings), "warning")
        yield Prose((f"{found} about the model: policyscore check shows them.",))


def headline(ranked: Ranked) -> str:
    """Return the answer in a sentence: who leads by how much, a tie, or too close to call."""
    standings, leaders = ranked.ranking.standings, ranked.ranking.leaders
    first, places = standings[0], _places(standings)
    score = points(first.score, places)
    if len(standings) == 1:
        return f"{ranked.name(first.option)} is the only option; it scores {score}."
    if len(leaders) > 1:
        names = listed([ranked.name(leader.option) for leader in leaders])
        if len(leaders) > MOST_IN_WORDS:
            names = f"{len(leaders)} options"
        return f"{names} share the highest score under these weights: {score}. It is a tie."
    second = next(standing for standing in standings if standing.score < first.score)
    lead, indifference = first.score - second.score, ranked.model.decision.indifference
    rivals = [ranked.name(s.option) for s in standings if s.rank == second.rank]
    rival = listed(rivals) if len(rivals) <= MOST_IN_WORDS else f"{len(rivals)} options"
    answer = f"{ranked.name(first.option)} has the highest score under these weights: {score}"
    unsure = " What is unknown could reverse this." if _reversible(standings) else ""
    if lead < indifference:
        close = f"Too close to call: its lead over {rival} is {points(lead)}"
        return (
            f"{answer}. {close}, below the indifference of {points(indifference)} points.{unsure}"
        )
    return f"{answer}, ahead of {rival} by {points(lead)}.{unsure}"


def _reversible(standings: Sequence[Standing]) -> bool:
    """Tell whether unknown performances could put another option level with the first or ahead."""
    return any(standing.at_most >= standings[0].at_least for standing in standings[1:])


def _places(standings: Sequence[Standing]) -> int:
    return places_that_separate(standing.score for standing in standings)


def _table(ranked: Ranked) -> Table:
    baseline = ranked.model.decision.baseline
    columns = [
        Column("#", numeric=True),
        Column("option", folds=True),
        Column("score", numeric=True),
        Column("0 to 100"),
        Column("range", numeric=True),
        Column("lead", numeric=True),
    ]
    if baseline is not None:
        columns.append(Column(f"against {ranked.name(baseline)}", numeric=True))
    places = _places(ranked.ranking.standings)
    rows = [_row(ranked, standing, places) for standing in ranked.shown]
    return Table(tuple(columns), tuple(rows))


def _row(ranked: Ranked, standing: Standing, places: int) -> Row:
    cells: list[str | Figure | Bar] = [
        Figure(f"{standing.rank}{'=' if standing.tied else ''}"),
        ranked.name(standing.option),
        Figure(points(standing.score, places)),
        Bar(standing.score / 100),
        Figure(_range(standing)),
        Figure("·" if standing.lead is None else points(standing.lead)),
    ]
    baseline = ranked.model.decision.baseline
    if baseline is not None:
        difference = standing.score - ranked.ranking.of(baseline).score
        own = standing.option == baseline
        cells.append(Figure("·" if own else points(difference, signed=True)))
    return Row(tuple(cells))


def _range(standing: Standing) -> str:
    low, high = points(standing.low, 0), points(standing.high, 0)
    return low if standing.low == standing.high else f"{low}–{high}"


def _notes(ranked: Ranked) -> Iterator[str]:
    every, shown = ranked.ranking.standings, ranked.shown
    if len(shown) < len(every):
        yield f"The first {len(shown)} of {len(every)} options are shown."
    for standing in shown:
        cells = ranked.model.options[standing.option].performance
        unknown = [name for name, cell in cells.items() if cell.value is None]
        if unknown:
            span = f"{points(standing.at_least)} to {points(standing.at_most)}"
            yield (
                f"{ranked.name(standing.option)} may score anything from {span}, as its "
                f"performance on {listed(unknown)} is unknown; it is ranked by the middle, "
                f"{points(standing.score)}."
            )
    yield "Range: every performance at the worse and at the better end of its own range."


def _reasons(ranked: Ranked, comparison: Comparison) -> Iterator[Block]:
    one, other = ranked.name(comparison.option), ranked.name(comparison.other)
    lead = comparison.lead
    heading = f"Why {one} is ahead of {other}" if lead else f"{one} and {other} are level"
    columns = (
        Column("points", numeric=True),
        Column("criterion", folds=True),
        Column("weight", numeric=True),
        Column("scores", numeric=True),
        Column("performance", folds=True),
        Column("confidence"),
    )
    differences = (*comparison.speaking_for, *comparison.against)
    rows = tuple(_reason(ranked, comparison, difference) for difference in differences)
    if rows:
        yield Table(columns, rows, title=heading)
    yield Prose(tuple(_sum(ranked, comparison)), title="" if rows else heading)


def _reason(ranked: Ranked, comparison: Comparison, difference: Difference) -> Row:
    model, name = ranked.model, difference.criterion
    one, other = (
        model.options[option].performance[name] for option in (comparison.option, comparison.other)
    )
    scores = [
        points(ranked.ranking.of(option).scores[name])
        for option in (comparison.option, comparison.other)
    ]
    confidences = [cell.confidence or "not given" for cell in (one, other)]
    notes = [evidence(one)]
    if ranked.verbose:
        notes.append(f"{ranked.name(comparison.other)}: {evidence(other)}")
    unit = one_line(model.criteria[name].scale.unit)
    return Row(
        (
            Figure(points(difference.points, signed=True)),
            one_line(model.criteria[name].name),
            Figure(share(ranked.ranking.weights.shares[name])),
            Figure(f"{scores[0]} – {scores[1]}"),
            f"{amount(one.value)} against {amount(other.value, unit)}",
            confidences[0] if confidences[0] == confidences[1] else " / ".join(confidences),
        ),
        tuple(notes),
    )


def _sum(ranked: Ranked, comparison: Comparison) -> Iterator[str]:
    plus, minus = (
        sum((difference.points for difference in side), Fraction(0))
        for side in (comparison.speaking_for, comparison.against)
    )
    one, other = (
        points(ranked.ranking.of(option).score, _places(ranked.ranking.standings))
        for option in (comparison.option, comparison.other)
    )
    total = points(comparison.lead, signed=True)
    yield (
        f"Points are weight × difference of the scores. For: {points(plus, signed=True)}, against: "
        f"{points(minus, signed=True)}, together {total}: {one} less {other}."
    )
    if comparison.level:
        names = [one_line(ranked.model.criteria[d.criterion].name) for d in comparison.level]
        yield f"No difference on {listed(names)}."


def _others(ranked: Ranked) -> Iterator[str]:
    standings = ranked.ranking.standings
    told = [s for s in standings[2:] if s in ranked.shown][:MOST_IN_WORDS]
    for standing in told:
        above = standings[standings.index(standing) - 1]
        comparison = compare(ranked.ranking, above.option, standing.option)
        yield _trailing(ranked, standing, above, comparison)
    if len(ranked.shown) - 2 > len(told):
        yield f"And {len(ranked.shown) - 2 - len(told)} more, in the table above."


def _trailing(ranked: Ranked, standing: Standing, above: Standing, compared: Comparison) -> str:
    name, rival = ranked.name(standing.option), ranked.name(above.option)
    place = f"{name}, {ordinal(standing.rank)} with {points(standing.score)}"
    lead, indifference = compared.lead, ranked.model.decision.indifference
    close = " (too close to call)" if lead < indifference else ""
    parts = [f"is level with {rival}" if not lead else f"is {points(lead)} behind {rival}{close}"]
    for side, word in ((compared.speaking_for, "behind"), (compared.against, "ahead")):
        largest = [_told(ranked, difference) for difference in side[:2]]
        if largest:
            parts.append(f"{word} most on {listed(largest)}")
    return f"{place}, {'; '.join(parts)}."


def _told(ranked: Ranked, difference: Difference) -> str:
    """Return a criterion with its points, seen from the option that stands lower."""
    name = one_line(ranked.model.criteria[difference.criterion].name)
    return f"{name} ({points(-difference.points, signed=True)})"


def _matrix(ranked: Ranked) -> Table:
    model, shown = ranked.model, ranked.shown
    columns = (
        Column("contribution in points", folds=True),
        *(Column(ranked.name(standing.option), numeric=True) for standing in shown),
    )
    rows = [
        Row(
            (
                one_line(criterion.name),
                *(Figure(points(standing.contributions[name], 2)) for standing in shown),
            )
        )
        for name, criterion in model.criteria.items()
    ]
    places = max(2, _places(ranked.ranking.standings))
    rows.append(Row(("Overall score", *(Figure(points(s.score, places)) for s in shown))))
    return Table(columns, tuple(rows), title="What each criterion contributes")


def _data(ranked: Ranked, inputs: str) -> Mapping[str, Value]:
    model, scenario = ranked.model, ranked.scenario
    return {
        "schema": "policyscore.rank/1",
        "model": {
            "title": model.decision.title or None,
            "date": model.decision.date or None,
            "baseline": model.decision.baseline,
            "indifference": model.decision.indifference,
            "inputs": inputs,
        },
        "profile": scenario.profile,
        "overrides": overrides(scenario),
        "weights": {name: scenario.weights.shares[name] for name in model.criteria},
        "groups": {name: scenario.weights.shares[name] for name in model.groups},
        "options": [_record(ranked, standing) for standing in ranked.shown],
        "count": len(ranked.ranking.standings),
        "warnings": list(ranked.warnings),
    }


def _record(ranked: Ranked, standing: Standing) -> Mapping[str, Value]:
    option, baseline = ranked.model.options[standing.option], ranked.model.decision.baseline
    cells = option.performance
    return {
        "id": option.id,
        "name": option.name,
        "rank": standing.rank,
        "tied": standing.tied,
        "score": standing.score,
        "at_least": standing.at_least,
        "at_most": standing.at_most,
        "low": standing.low,
        "high": standing.high,
        "lead": standing.lead,
        "against_baseline": _against(ranked, standing, baseline),
        "contributions": standing.contributions,
        "scores": standing.scores,
        "performance": {name: cell.value for name, cell in cells.items()},
        "unknown": [name for name, cell in cells.items() if cell.value is None],
    }


def _against(ranked: Ranked, standing: Standing, baseline: str | None) -> Fraction | None:
    return None if baseline is None else standing.score - ranked.ranking.of(baseline).score


def _sheet(ranked: Ranked) -> Sheet:
    model, scenario = ranked.model, ranked.scenario
    columns = (
        *("rank", "tied", "option", "name", "score", "at_least", "at_most", "low", "high"),
        *("lead", "against_baseline", *(f"points_{name}" for name in model.criteria)),
    )
    flags = " ".join(change.flag for change in scenario.changes)
    rows = [
        (
            *(s.rank, s.tied, s.option, model.options[s.option].name),
            *(s.score, s.at_least, s.at_most, s.low, s.high, s.lead),
            _against(ranked, s, model.decision.baseline),
            *s.contributions.values(),
            *(scenario.profile or "", flags),
        )
        for s in ranked.shown
    ]
    return Sheet((*columns, "profile", "overrides"), tuple(rows))
