"""The report of `rank`: the answer, the table, the reasons, the weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from policyscore.figures import points
from policyscore.report import Bar, Block, Column, Figure, Prose, Report, Row, Sheet, Table, Value
from policyscore.reports.ranked import MOST_IN_WORDS, Ranked
from policyscore.reports.wording import (
    ROUNDED,
    about,
    agrees,
    counted,
    legible_places,
    overrides,
    read,
    rounded_once,
    title,
    weights_in_use,
)
from policyscore.scoring import Standing


def rank_report(ranked: Ranked, inputs: Callable[[], str]) -> Report:
    """Return the report; `inputs` gives the hash of the files ranked, for those who ask for it."""
    return Report(
        title(ranked.model),
        ranked.model.decision.date,
        lambda: tuple(rounded_once(_parts(ranked))),
        lambda: _data(ranked, inputs()),
        lambda: _sheet(ranked),
    )


def _parts(ranked: Ranked) -> Iterator[Block]:
    # Not before people read it: CSV and JSON are made without.
    from policyscore.reports.firmness import firmness
    from policyscore.reports.reasons import contributions, named_sources, others, reasons
    from policyscore.reports.weights import effective

    yield Prose((headline(ranked),), strong=True)
    yield Prose(tuple(firmness(ranked)))
    yield Prose((*weights_in_use(ranked.model, ranked.scenario), *_before(ranked)))
    yield ranking_table(ranked)
    yield Prose(tuple(notes(ranked)))
    if ranked.brief:
        return
    if len(ranked.ranking.standings) > 1:
        yield from reasons(ranked)
        yield from others(ranked)
    if ranked.verbose:
        yield from contributions(ranked)
    yield from effective(ranked.model, ranked.scenario)
    if len(ranked.ranking.standings) > 1:
        told = ranked.ranking.standings[: 2 if ranked.verbose else 1]
        yield from named_sources(ranked, [standing.option for standing in told])
    yield from warned(ranked)


def warned(ranked: Ranked, most: int = MOST_IN_WORDS) -> Iterator[Block]:
    """Yield the warnings about the model, the first `most` of many."""
    told = [f"- {warning}" for warning in ranked.warnings[:most]]
    if len(ranked.warnings) > len(told):
        told.append(f"- and {len(ranked.warnings) - len(told)} more: policyscore check")
    if told:
        yield Prose(tuple(told), counted(len(ranked.warnings), "warning"))


def headline(ranked: Ranked) -> str:
    """Return the answer in a sentence: who leads by how much, a tie, or too close to call."""
    standings, leaders = ranked.ranking.standings, ranked.ranking.leaders
    first, names = standings[0], ranked.names(leaders)
    score = points(first.score, ranked.places)
    if len(standings) == 1:
        return f"{names} is the only option; it scores {score}."
    if len(leaders) > 1:
        unsure = " What is unknown could break it." if _breakable(standings) else ""
        return f"{names} share the highest score under these weights: {score}. It is a tie.{unsure}"
    answer = f"{names} has the highest score under these weights: {score}"
    unsure = " What is unknown could reverse this." if _reversible(standings) else ""
    second = standings[1]
    rival = ranked.names([s for s in standings if s.rank == second.rank])
    lead, indifference = first.score - second.score, ranked.model.decision.indifference
    places = legible_places((lead, indifference))
    if lead < indifference:
        return (
            f"{answer}. Too close to call: its lead over {rival} is {points(lead, places)}, below "
            f"the indifference of {points(indifference, places)} points.{unsure}"
        )
    return f"{answer}, ahead of {rival} by {points(lead)}.{unsure}"


def _reversible(standings: Sequence[Standing]) -> bool:
    """Tell whether unknown performances could put another option ahead of the first."""
    return any(standing.at_most > standings[0].at_least for standing in standings[1:])


def _breakable(standings: Sequence[Standing]) -> bool:
    """Tell whether unknown performances could part options that share the first place."""
    return any(s.at_least < s.at_most and s.at_most > standings[0].at_least for s in standings)


def _has_ranges(ranked: Ranked) -> bool:
    return any(standing.low != standing.high for standing in ranked.shown)


def ranking_table(ranked: Ranked) -> Table:
    """Return the options with rank, score, range and lead."""
    baseline = ranked.model.decision.baseline
    columns = [
        Column("#", numeric=True),
        Column("option", folds=True),
        Column("score", numeric=True),
        Column("0 to 100"),
        *[Column("range", numeric=True)] * _has_ranges(ranked),
        Column("lead", numeric=True),
    ]
    if baseline is not None:
        columns.append(Column(f"against {ranked.name(baseline)}", numeric=True))
    return Table(tuple(columns), tuple(_rows(ranked)))


def _rows(ranked: Ranked) -> Iterator[Row]:
    places, ranges, baseline = ranked.places, _has_ranges(ranked), ranked.model.decision.baseline
    level = None if baseline is None else ranked.ranking.of(baseline).score
    for standing in ranked.shown:
        cells: list[str | Figure | Bar] = [
            Figure(f"{standing.rank}{'=' if standing.tied else ''}"),
            ranked.name(standing.option),
            Figure(points(standing.score, places)),
            Bar(standing.score / 100),
            *[Figure(_range(standing))] * ranges,
            Figure("·" if standing.lead is None else points(standing.lead)),
        ]
        if level is not None:
            own = standing.option == baseline
            cells.append(Figure("·" if own else points(standing.score - level, signed=True)))
        yield Row(tuple(cells))


def _range(standing: Standing) -> str:
    """Return the range in whole points, rounded outward so that it holds the score."""
    low, high = standing.low, standing.high
    return "none" if low == high else f"{floor(low)}–{ceil(high)}"


def _before(ranked: Ranked) -> Iterator[str]:
    """Yield the scores that the trial departs from."""
    if ranked.before is not None:
        standings = ranked.before.standings[:MOST_IN_WORDS]
        places = legible_places(standing.score for standing in standings)
        scores = ", ".join(f"{ranked.name(s.option)} {points(s.score, places)}" for s in standings)
        changes = "Without the changes" if ranked.scenario.changes else "With the model's weights"
        yield f"{changes}: {scores}{', ...' * (len(ranked.before.standings) > MOST_IN_WORDS)}."


def notes(ranked: Ranked) -> Iterator[str]:
    """Yield what has to be known to read the table of the ranking."""
    shown, total = len(ranked.shown), len(ranked.ranking.standings)
    if shown < total:
        verb = "is" if shown == 1 else "are"
        yield f"The first {shown} of {total} options {verb} shown."
    unknown = tuple(_unknown(ranked))
    yield from unknown
    if _has_ranges(ranked):
        whole = ", an unknown one at those of its scale" if unknown else ""
        yield f"Range: every performance at the worse and at the better end of its range{whole}."
        yield from _overlap(ranked)
    yield from _alike(ranked)
    if not _subtracts(ranked):
        yield ROUNDED


def _overlap(ranked: Ranked) -> Iterator[str]:
    """Yield which options the ranges could put first; all but the first ones are rivals."""
    first, *others = ranked.ranking.standings
    rivals = [s for s in others if s.score < first.score and s.high >= first.low]
    if rivals:
        yield (
            f"The ranges overlap: within them {ranked.names(rivals)} could reach "
            f"{ranked.name(first.option)} or pass it."
        )


def _unknown(ranked: Ranked) -> Iterator[str]:
    """Yield what the overall score may be where performances are unknown."""
    places = ranked.places
    for standing in ranked.shown:
        cells = ranked.model.options[standing.option].performance
        unknown = [name for name, cell in cells.items() if cell.value is None]
        if unknown and standing.at_least < standing.at_most:
            span = f"{points(standing.at_least, places)} to {points(standing.at_most, places)}"
            yield (
                f"{ranked.name(standing.option)} may score anything from {span}, as its "
                f"performance on {ranked.criteria(unknown)} is unknown; it is ranked by the "
                f"middle, {points(standing.score, places)}."
            )


def _alike(ranked: Ranked) -> Iterator[str]:
    """Yield which scores look the same and are not."""
    places = ranked.places
    pairs = [
        f"{ranked.name(higher.option)} is ahead of {ranked.name(lower.option)} by "
        f"{points(higher.score - lower.score)}"
        for higher, lower in pairwise(ranked.shown)
        if higher.score != lower.score
        and points(higher.score, places) == points(lower.score, places)
    ]
    if pairs:
        yield f"Scores that look equal are not: {'; '.join(pairs)}."


def _subtracts(ranked: Ranked) -> bool:
    """Tell whether the leads and the distances to the baseline are those of the scores as shown."""
    places, shown, baseline = ranked.places, ranked.shown, ranked.model.decision.baseline
    printed = {standing.option: read(points(standing.score, places)) for standing in shown}
    leads = all(
        agrees(points(higher.score - lower.score), printed[higher.option] - printed[lower.option])
        for higher, lower in pairwise(shown)
    )
    if baseline not in printed:
        return leads
    level = ranked.ranking.of(baseline).score
    return leads and all(
        agrees(points(s.score - level, signed=True), printed[s.option] - printed[baseline])
        for s in shown
    )


def _data(ranked: Ranked, inputs: str) -> Mapping[str, Value]:
    model, scenario = ranked.model, ranked.scenario
    return {
        "schema": "policyscore.rank/1",
        "model": about(model, inputs),
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
