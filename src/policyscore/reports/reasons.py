"""The part of the report of `rank` that says why: the first two compared, the others in words."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from policyscore.analyses.explain import Comparison, Difference, compare
from policyscore.figures import MINUS, amount, points, share
from policyscore.model import Performance
from policyscore.report import Block, Column, Figure, Prose, Row, Table
from policyscore.reports.ranked import MOST_IN_WORDS, Ranked
from policyscore.reports.wording import (
    ROUNDED,
    agrees,
    evidence,
    legible_places,
    ordinal,
    read,
)
from policyscore.scoring import Standing
from policyscore.shown import one_line


def reasons(ranked: Ranked) -> Iterator[Block]:
    """Yield why the first option is ahead of the second, criterion by criterion."""
    first, second = ranked.ranking.standings[:2]
    compared = compare(ranked.ranking, first.option, second.option)
    yield from differences(ranked, compared, (*compared.speaking_for, *compared.against))


def differences(
    ranked: Ranked, compared: Comparison, told: tuple[Difference, ...]
) -> Iterator[Block]:
    """Yield the differences between two options in the order told, and what they add up to.

    Criteria that make no difference are named below; `told` are all others.
    """
    one, other = ranked.name(compared.option), ranked.name(compared.other)
    place = "ahead of" if compared.lead > 0 else "behind"
    title = f"Why {one} is {place} {other}" if compared.lead else f"{one} and {other} are level"
    columns = (
        Column("points", numeric=True),
        Column("criterion", folds=True),
        Column("weight", numeric=True),
        Column("scores", numeric=True),
        Column("performance", folds=True),
        Column("confidence"),
    )
    rows = tuple(_reason(ranked, compared, difference) for difference in told)
    if rows:
        yield Table(columns, rows, title, notes="rationale and source")
        yield Prose((*_sum(ranked, compared), *_silent(ranked, compared)))
    else:
        yield Prose(tuple(_silent(ranked, compared)), title)


def _reason(ranked: Ranked, compared: Comparison, difference: Difference) -> Row:
    name = difference.criterion
    one, other = (
        ranked.model.options[option].performance[name]
        for option in (compared.option, compared.other)
    )
    confidences = [cell.confidence or "not given" for cell in (one, other)]
    notes: tuple[str, ...] = (evidence(one),)
    if ranked.verbose:
        notes = (
            f"{ranked.name(compared.option)}: {evidence(one)}",
            f"{ranked.name(compared.other)}: {evidence(other)}",
        )
    weight, first, second = _factors(ranked, compared, name)
    return Row(
        (
            Figure(points(difference.points, signed=True)),
            ranked.criteria([name]),
            Figure(weight),
            Figure(f"{first} {MINUS} {second}"),
            _performances(one, other, one_line(ranked.model.criteria[name].scale.unit)),
            confidences[0] if confidences[0] == confidences[1] else " / ".join(confidences),
        ),
        notes,
    )


def _factors(ranked: Ranked, compared: Comparison, name: str) -> tuple[str, str, str]:
    """Return a criterion's weight and the two scores on it, as shown."""
    one, two = (
        ranked.ranking.of(option).scores[name] for option in (compared.option, compared.other)
    )
    places = legible_places((one, two))
    return share(ranked.ranking.weights.shares[name]), points(one, places), points(two, places)


def _performances(one: Performance, other: Performance, unit: str) -> str:
    """Return two performances with the unit behind the last one that is known."""
    last = other.value is not None
    return f"{amount(one.value, '' if last else unit)} against {amount(other.value, unit)}"


def _sum(ranked: Ranked, compared: Comparison) -> Iterator[str]:
    plus, minus = (
        points(sum((d.points for d in side), Fraction(0)), signed=True)
        for side in (compared.speaking_for, compared.against)
    )
    one, other = (
        points(ranked.ranking.of(option).score, ranked.places)
        for option in (compared.option, compared.other)
    )
    total = points(compared.lead, signed=True)
    yield (
        f"Points are weight × difference of the scores. For: {plus}, against: {minus}, "
        f"together {total}: {one} less {other}."
    )
    exact = (
        agrees(plus, _added(compared.speaking_for)),
        agrees(minus, _added(compared.against)),
        agrees(total, read(plus) + read(minus)),
        agrees(total, read(one) - read(other)),
        *(_multiplies(ranked, compared, d) for d in (*compared.speaking_for, *compared.against)),
    )
    if not all(exact):
        yield ROUNDED


def _added(differences: tuple[Difference, ...]) -> Fraction:
    """Return what the differences as shown add up to."""
    return sum((read(points(d.points, signed=True)) for d in differences), Fraction(0))


def _multiplies(ranked: Ranked, compared: Comparison, difference: Difference) -> bool:
    """Tell whether weight and scores as shown give the points as shown."""
    weight, one, other = map(read, _factors(ranked, compared, difference.criterion))
    return agrees(points(difference.points, signed=True), weight / 100 * (one - other))


def _silent(ranked: Ranked, compared: Comparison) -> Iterator[str]:
    """Yield which criteria give points to neither option, and why."""
    shares = ranked.ranking.weights.shares
    level = [d.criterion for d in compared.level if shares[d.criterion]]
    weightless = [d.criterion for d in compared.level if not shares[d.criterion]]
    if level:
        yield f"No difference in score on {ranked.criteria(level)}."
    if weightless:
        weigh = "weighs" if len(weightless) == 1 else "weigh"
        yield f"{ranked.criteria(weightless)} {weigh} nothing here."


def others(ranked: Ranked) -> Iterator[Block]:
    """Yield how each further option shown compares with the one above it."""
    shown, places = ranked.shown, ranked.places
    told = range(2, min(len(shown), 2 + MOST_IN_WORDS))
    lines = [_trailing(ranked, shown[i], shown[i - 1], places) for i in told]
    if len(shown) > 2 + MOST_IN_WORDS:
        lines.append(f"And {len(shown) - 2 - MOST_IN_WORDS} more, in the table above.")
    if lines:
        yield Prose(tuple(lines), "The other options")


def _trailing(ranked: Ranked, standing: Standing, above: Standing, places: int) -> str:
    compared = compare(ranked.ranking, above.option, standing.option)
    name, rival = ranked.name(standing.option), ranked.name(above.option)
    lead, indifference = compared.lead, ranked.model.decision.indifference
    behind = points(lead, legible_places((lead, indifference)))
    close = " (too close to call)" if lead < indifference else ""
    parts = [f"is {behind} behind {rival}{close}" if lead else f"is level with {rival}"]
    for side, word in ((compared.speaking_for, "behind"), (compared.against, "ahead")):
        if side:
            parts.append(f"{word} most on {_largest(ranked, compared, side)}")
    place = f"{ordinal(standing.rank)} with {points(standing.score, places)}"
    return f"{name}, {place}, {'; '.join(parts)}."


def _largest(ranked: Ranked, compared: Comparison, side: tuple[Difference, ...]) -> str:
    """Return the two largest differences, seen from the option that stands lower."""
    return " and ".join(
        f"{ranked.criteria([d.criterion])} ({points(-d.points, signed=True)}"
        f"{', where one is unknown' * _any_unknown(ranked, compared, d.criterion)})"
        for d in side[:2]
    )


def _any_unknown(ranked: Ranked, compared: Comparison, criterion: str) -> bool:
    options = (ranked.model.options[name] for name in (compared.option, compared.other))
    return any(option.performance[criterion].value is None for option in options)


def named_sources(ranked: Ranked, options: Iterable[str]) -> Iterator[Block]:
    """Yield what the keys of the sources stand for that the cells of some options name."""
    declared = ranked.model.decision.sources or {}
    cells = [cell for name in options for cell in ranked.model.options[name].performance.values()]
    named = {source.split()[0] for cell in cells for source in cell.sources}
    lines = tuple(
        " ".join(filter(None, (f"{key}: {one_line(source.title)}.", source.date, source.url)))
        for key, source in declared.items()
        if key in named
    )
    if lines:
        yield Prose(lines, "Sources")


def contributions(ranked: Ranked) -> Iterator[Block]:
    """Yield the points of each criterion for each option shown."""
    shown, places = ranked.shown, max(2, ranked.places)
    columns = (
        Column("contribution in points", folds=True),
        *(Column(ranked.name(standing.option), numeric=True) for standing in shown),
    )
    cells = {
        name: [points(standing.contributions[name], 2) for standing in shown]
        for name in ranked.model.criteria
    }
    totals = [points(standing.score, places) for standing in shown]
    rows = [Row((ranked.criteria([name]), *map(Figure, found))) for name, found in cells.items()]
    rows.append(Row(("Overall score", *map(Figure, totals))))
    yield Table(columns, tuple(rows), "What each criterion contributes")
    added = [sum(map(read, column), Fraction(0)) for column in zip(*cells.values(), strict=True)]
    if not all(map(agrees, totals, added)):
        yield Prose((ROUNDED,))
