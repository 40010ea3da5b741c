"""The picture of one weight: the overall scores as it goes from nothing to all of it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

from policyscore.analyses.tipping import Line
from policyscore.figures import MOST_PLACES, points, share
from policyscore.page import Picture
from policyscore.picture import Lines, Mark
from policyscore.report import Column, Figure, Row, Table
from policyscore.reports.choice import (
    MOST_SERIES,
    chosen,
    keys,
    left_out,
    noted,
    noting,
    own_ranking,
    taken,
    told,
)
from policyscore.reports.leading import Led, leaders, leading
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import weights_in_use

MOST_LEADERS = 16  # along a weight that are drawn: those on the widest parts of it


def weight_line(ranked: Ranked, node: str, line: Line) -> Picture:
    """Return lines: each option's overall score as a weight goes from nothing to all of it.

    Marked are the present weight and every other one at which the lead changes. Whoever leads
    anywhere is shown, up to MOST_LEADERS.
    """
    model, found = ranked.model, ranked.ranking
    led = list(leading(line))
    shown = chosen(model, found, MOST_SERIES, leaders(line, MOST_LEADERS))
    key = keys(model, own_ranking(ranked))
    figures = _figures([*(part.lower for part in led), line.share, Fraction(1)])
    ends = [line.ends[s.option] for s in shown]
    name = ranked.node(node)
    shape = Lines(
        tuple(ranked.name(s.option) for s in shown),
        tuple(ends),
        (
            Mark(line.share, f"now {figures[line.share]}", now=True),
            *(Mark(at, f"{where} {figures[at]} {who}") for where, at, who in _turns(ranked, line)),
        ),
        Fraction(max(10, 10 * ceil(max(max(pair) for pair in ends) / 10))),
        f"part of all weight that {name} takes",
        "overall score in points",
        tuple(key[s.option] for s in shown),
    )
    columns = (
        *(Column(label, numeric=True) for label in ("from", "to", "now")),
        Column("leads", folds=True),
        *(Column(f"{ranked.name(s.option)}, score", numeric=True) for s in shown),
    )
    options = [s.option for s in shown]
    rows = [_row(ranked, line, part, options, figures) for part in led]
    notes = (left_out(model, found, shown, _why(led)), taken(ranked, shown))
    description = told(
        *_described(ranked, line, figures), *weights_in_use(model, ranked.scenario), *notes
    )
    table = Table(columns, noted(rows, *notes))
    title = f"Overall scores as the weight of {name} changes"
    note = noting(ranked, *notes)
    return Picture(f"weight-{node}", title, description, shape, table, note)


def _why(led: Sequence[Led]) -> str:
    """Return why options are shown that are not among the first ones."""
    few = sum(len(part.leaders) for part in led) <= MOST_LEADERS
    return "those that lead somewhere" if few else "those that lead on the widest parts"


def _figures(shares: Sequence[Fraction]) -> dict[Fraction, str]:
    """Return shares in percent, with as many decimals as it takes to tell them apart."""
    distinct = set(shares)
    enough = (
        places
        for places in range(1, MOST_PLACES)
        if len({share(one, places) for one in distinct}) == len(distinct)
    )
    places = next(enough, MOST_PLACES)
    return {one: share(one, places) for one in distinct}


def _leads(ranked: Ranked, options: Sequence[str]) -> str:
    names = ranked.names([ranked.ranking.of(option) for option in options])
    return f"{names} {'leads' if len(options) == 1 else 'lead'}"


def _turns(ranked: Ranked, line: Line) -> Iterator[tuple[str, Fraction, str]]:
    """Yield where the lead changes, and who leads beyond that, seen from the present weight.

    Where the present weight is such a place, both sides are beyond it.
    """
    for before, after in pairwise(leading(line)):
        if after.lower <= line.share:
            yield "below", after.lower, _leads(ranked, before.leaders)
        if after.lower >= line.share:
            yield "above", after.lower, _leads(ranked, after.leaders)


def _row(
    ranked: Ranked,
    line: Line,
    part: Led,
    options: Sequence[str],
    figures: Mapping[Fraction, str],
) -> Row:
    """Return an interval with its leaders, and each score at its beginning and its end."""
    scores = [
        " → ".join(points(line.at(option, at)) for at in (part.lower, part.upper))
        for option in options
    ]
    now = figures[line.share] if part.lower <= line.share <= part.upper else "·"
    leaders = ranked.names([ranked.ranking.of(option) for option in part.leaders])
    ends = (Figure(figures[part.lower]), Figure(figures[part.upper]), Figure(now))
    return Row((*ends, leaders, *map(Figure, scores)))


def _described(ranked: Ranked, line: Line, figures: Mapping[Fraction, str]) -> Iterator[str]:
    yield (
        f"The overall score of each option as {ranked.node(line.node)} goes from 0 to 100 % of all "
        f"weight, while all other weights keep their proportions. Now it weighs "
        f"{figures[line.share]}, and {_leads(ranked, [s.option for s in ranked.ranking.leaders])}."
    )
    turns = [f"{where} {figures[at]} {who}" for where, at, who in _turns(ranked, line)]
    beyond = "; ".join(turns)
    yield f"{beyond[0].upper()}{beyond[1:]}." if beyond else "That is so at any other weight."
