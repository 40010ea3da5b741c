"""From results to pictures, each with the words that describe it and the table that says the same.

An option has the same key, and so the same color, in all pictures of a report.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from policyscore.analyses.robust import Robustness
from policyscore.analyses.tipping import lines, tipping_points
from policyscore.figures import points, share
from policyscore.model import Model
from policyscore.page import Picture
from policyscore.picture import Grid, Places, Stacks, Traces
from policyscore.report import Column, Figure, Report, Row, Sheet, Table
from policyscore.reports.choice import (
    MOST_ROWS,
    MOST_SERIES,
    chosen,
    keys,
    left_out,
    noted,
    noting,
    other_weights,
    own_ranking,
    place,
    taken,
    told,
    unknown,
)
from policyscore.reports.compare import headline as compared_headline
from policyscore.reports.compared import Compared
from policyscore.reports.firmness import spaces
from policyscore.reports.judged import percent
from policyscore.reports.rank import headline
from policyscore.reports.ranked import Ranked
from policyscore.reports.weight_line import weight_line
from policyscore.reports.wording import (
    ROUNDED,
    agrees,
    counted,
    listed,
    ordinal,
    read,
    weights_in_use,
)
from policyscore.scoring import Standing, ranking

__all__ = [
    "KINDS",
    "acceptability",
    "contributions",
    "criterion_scores",
    "nearest_node",
    "picture_report",
    "ranks_by_profile",
    "weight_line",
]

MOST_COLUMNS = 12
HUNDRED = Fraction(100)

UNKNOWN = "unknown"

KINDS = ("contributions", "scores", "weight", "acceptability", "profiles")  # of pictures


def picture_report(model: Model, picture: Picture) -> Report:
    """Return a report that holds one picture and nothing else."""
    name = ": ".join(filter(None, (model.decision.title, picture.title)))
    return Report(name, model.decision.date, lambda: (picture,), dict, lambda: Sheet((), ()))


def nearest_node(ranked: Ranked) -> str | None:
    """Return the criterion or group with the nearest tipping point, else the heaviest to move.

    None where no weight can be moved.
    """
    found = lines(ranked.model, ranked.ranking)
    tips = tipping_points(found.values(), ranked.ranking.standings[0].option)
    if tips:
        return tips[0].node
    return max(found, key=lambda node: found[node].share, default=None)


def contributions(ranked: Ranked) -> Picture:
    """Return stacked bars: the points that each criterion adds to an option's overall score."""
    model, found = ranked.model, ranked.ranking
    shown = chosen(model, found, MOST_ROWS)
    named = [f"{place(s)} {ranked.name(s.option)}" for s in shown]
    ends = [points(s.score, ranked.places) for s in shown]
    values = [tuple(s.contributions[name] for name in model.criteria) for s in shown]
    shape = Stacks(
        tuple(named),
        tuple(map(ranked.node, model.criteria)),
        tuple(values),
        tuple(ends),
        Fraction(max(10, 10 * ceil(max(s.score for s in shown) / 10))),
        "overall score in points: weight × score, added up",
    )
    notes = (left_out(model, found, shown), taken(ranked, shown))
    description = told(
        "A bar for each option, in the order of the ranking, made of the points that each "
        f"criterion contributes. {headline(ranked)}",
        _largest(ranked, shown[0]),
        *weights_in_use(model, ranked.scenario),
        *notes,
    )
    rows = {name: [points(s.contributions[name], 2) for s in shown] for name in model.criteria}
    rounding = "" if _adds_up(list(rows.values()), ends) else ROUNDED
    told_rows = [Row((ranked.node(name), *map(Figure, texts))) for name, texts in rows.items()]
    told_rows.append(Row(("Overall score", *map(Figure, ends))))
    columns = (
        Column("contribution in points", folds=True),
        *(Column(name, numeric=True) for name in named),
    )
    table = Table(columns, noted(told_rows, *notes, rounding))
    name = "What each criterion contributes to the overall score"
    return Picture("contributions", name, description, shape, table, noting(ranked, *notes))


def _adds_up(rows: Sequence[Sequence[str]], ends: Sequence[str]) -> bool:
    """Tell whether the printed figures of each column come to the printed one below them."""
    sums = [sum(map(read, column), Fraction(0)) for column in zip(*rows, strict=True)]
    return all(map(agrees, ends, sums))


def _largest(ranked: Ranked, first: Standing) -> str:
    """Return which criteria give an option the most points; nothing if none gives any."""
    largest = max(first.contributions.values())
    most = [name for name, value in first.contributions.items() if value == largest]
    if not largest or len(most) == len(first.contributions) > 1:
        return ""
    named = listed([ranked.node(name) for name in most])
    each = " each" if len(most) > 1 else ""
    return f"{ranked.name(first.option)} owes most to {named}: {points(largest, 2)}{each}."


def criterion_scores(ranked: Ranked) -> Picture:
    """Return traces: the score of each option on each criterion, whatever that weighs.

    What is unknown is left out.
    """
    model, found = ranked.model, ranked.ranking
    shown = chosen(model, found, MOST_SERIES)
    key = keys(model, own_ranking(ranked))
    shares = {name: share(found.weights.shares[name]) for name in model.criteria}
    named = [ranked.name(s.option) for s in shown]
    values = {name: [_known(ranked, s, name) for s in shown] for name in model.criteria}
    shape = Traces(
        tuple(f"{ranked.node(name)} ({shares[name]})" for name in model.criteria),
        tuple(named),
        tuple(zip(*values.values(), strict=True)),
        HUNDRED,
        "score: 0 is the worst and 100 the best of the scale",
        tuple(key[s.option] for s in shown),
    )
    rows = [
        Row((ranked.node(name), Figure(shares[name]), *map(_figure, values[name])))
        for name in model.criteria
    ]
    columns = (
        Column("criterion", folds=True),
        Column("weight", numeric=True),
        *(Column(name, numeric=True) for name in named),
    )
    gaps = "Unknown performances are left out." * unknown(ranked, shown)
    notes = (left_out(model, found, shown), gaps)
    description = told(
        "The score of each option on each criterion, 0 to 100; the criterion's weight stands "
        f"behind its name. {_best_and_worst(ranked)}",
        *weights_in_use(model, ranked.scenario),
        *notes,
    )
    table = Table(columns, noted(rows, *notes))
    name, note = "Scores on each criterion", noting(ranked, *notes)
    return Picture("scores", name, description, shape, table, note)


def _known(ranked: Ranked, standing: Standing, criterion: str) -> Fraction | None:
    """Return the score of an option on a criterion, None where its performance is unknown."""
    cell = ranked.model.options[standing.option].performance[criterion]
    return None if cell.value is None else standing.scores[criterion]


def _figure(score: Fraction | None) -> Figure:
    return Figure(UNKNOWN if score is None else points(score))


def _best_and_worst(ranked: Ranked) -> str:
    """Return on how many criteria the leader has the highest and the lowest score of all.

    Where one is unknown, nobody has.
    """
    first, *others = ranked.ranking.standings
    if not others:
        return f"{ranked.name(first.option)} is the only option."
    total = len(first.scores)
    cells = [option.performance for option in ranked.model.options.values()]
    known = [n for n in first.scores if all(cell[n].value is not None for cell in cells)]
    best = [n for n in known if first.scores[n] > max(s.scores[n] for s in others)]
    worst = [n for n in known if first.scores[n] < min(s.scores[n] for s in others)]
    of = counted(total, "criterion", "criteria")
    standing = "one of those that share the first place" if first.tied else "first"
    return (
        f"{ranked.name(first.option)}, {standing} in the ranking, scores above all others on "
        f"{len(best)} and below all others on {len(worst)} of {of}."
    )


def acceptability(result: Robustness, ranked: Ranked) -> Picture:
    """Return a grid: the part of the weights under which each option takes each rank."""
    model, found = ranked.model, ranked.ranking
    shown = chosen(model, found, MOST_ROWS)
    count = min(len(found.standings), MOST_COLUMNS)
    texts = [tuple(map(percent, result.ranks[s.option][:count])) for s in shown]
    heads = [ordinal(rank) for rank in range(1, count + 1)]
    named = [ranked.name(s.option) for s in shown]
    shape = Grid(
        tuple(named),
        tuple(heads),
        tuple(tuple(part.value for part in result.ranks[s.option][:count]) for s in shown),
        tuple(texts),
    )
    columns = (Column("option", folds=True), *(Column(head, numeric=True) for head in heads))
    rows = [Row((name, *map(Figure, cells))) for name, cells in zip(named, texts, strict=True)]
    where = _over(result, ranked)
    often = sorted(found.standings, key=lambda s: -result.ranks[s.option][0].value)[:3]
    firsts = [f"{ranked.name(s.option)} in {percent(result.ranks[s.option][0])}" for s in often]
    notes = (
        "The rows stand in the order under these weights." if any(other_weights(ranked)) else "",
        left_out(model, found, shown),
        f"Ranks after the {ordinal(count)} are left out." if count < len(found.standings) else "",
        "Estimated: ± is half of a 95 % interval." if result.how == "estimated" else "",
    )
    description = told(
        f"A row for each option, a column for each rank: the part of {where} that gives the option "
        f"the rank. First comes {', '.join(firsts)}.",
        noting(ranked, *notes),
    )
    table = Table(columns, noted(rows, *notes))
    name = f"How often each option takes each rank, over {where}"
    return Picture("acceptability", name, description, shape, table, noting(ranked, *notes))


def _over(result: Robustness, ranked: Ranked) -> str:
    """Return what the shares are of."""
    if result.statements:
        return "the weights allowed"
    return f"all weights of {dict(spaces(ranked))[result.space.over]}"


def ranks_by_profile(compared: Compared) -> Picture:
    """Return places: the rank of each option under the model's weights and each profile.

    Where not all options are shown, places are those among the options shown, ranks are of all.
    """
    model, views = compared.model, dict(list(compared.views.items())[:MOST_COLUMNS])
    own = compared.views.get(None) or ranking(model)
    shown, key = chosen(model, own, MOST_SERIES), keys(model, own)
    options = [s.option for s in shown]
    at = {view: {o: found.of(o) for o in options} for view, found in views.items()}
    places = {view: _places(list(found.values())) for view, found in at.items()}
    shape = Places(
        tuple(map(compared.view, views)),
        tuple(map(compared.option, options)),
        tuple(tuple(places[view][o] for view in views) for o in options),
        tuple(tuple(place(at[view][o]) for view in views) for o in options),
        tuple(key[o] for o in options),
    )
    columns = (
        Column("weights", folds=True),
        *(Column(compared.option(o), numeric=True) for o in options),
    )
    rows = [
        Row((compared.view(view), *(Figure(place(at[view][o])) for o in options))) for view in views
    ]
    notes = (
        left_out(model, own, shown),
        *_of_profiles(compared, own.standings, shown, len(views)),
    )
    description = told(
        "The rank of each option under each set of weights, the first on top; a line joins the "
        f"ranks of an option. {compared_headline(compared)}",
        *notes,
    )
    table = Table(columns, noted(rows, *notes))
    name = "Ranks under each set of weights"
    return Picture("profiles", name, description, shape, table, told(*notes))


def _places(standings: Sequence[Standing]) -> dict[str, Fraction]:
    """Return the place of each among these options, those of one rank the mean of their places."""
    size = Counter(s.rank for s in standings)
    return {
        s.option: sum(other.rank < s.rank for other in standings) + Fraction(size[s.rank] + 1, 2)
        for s in standings
    }


def _of_profiles(
    compared: Compared, every: Sequence[Standing], shown: Sequence[Standing], count: int
) -> Iterator[str]:
    if len(shown) < len(every):
        yield "Ranks are those among all options, heights those among the options shown."
    if count < len(compared.views):
        yield f"The first {count} of {len(compared.views)} sets of weights."
