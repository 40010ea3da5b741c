"""The report of `robustness`: the verdict with its checks, and the shares behind them."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from policyscore.analyses.robust import Robustness, Share
from policyscore.analyses.robust import share as as_share
from policyscore.figures import points, share
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.assessed import Assessed, Draws
from policyscore.reports.firmness import spaces, unknown_as_middle
from policyscore.reports.judged import answer, checks, percent
from policyscore.reports.robustness_data import data, sheet
from policyscore.reports.wording import (
    listed,
    ordinal,
    rounded_once,
    title,
    weights_in_use,
)

FEW = 3
MOST_SHOWN = 12  # options in a table; all of them stand in CSV and JSON
GAP = Fraction(1, 10)  # from where two shares of the same option are worth a sentence


def robustness_report(found: Assessed, inputs: Callable[[], str]) -> Report:
    """Return the report."""
    model = found.ranked.model
    return Report(
        f"{title(model)}: robustness",
        model.decision.date,
        lambda: tuple(rounded_once(_blocks(found))),
        lambda: data(found, inputs()),
        lambda: sheet(found),
    )


def _blocks(found: Assessed) -> Iterator[Block]:
    ranked = found.ranked
    if len(ranked.ranking.standings) == 1:
        only = ranked.name(ranked.ranking.standings[0].option)
        yield Prose((f"{only} is the only option: nothing can pass it.",), strong=True)
        return
    yield Prose(tuple(answer(found)), strong=True)
    yield Prose((*weights_in_use(ranked.model, ranked.scenario), *unknown_as_middle(ranked)))
    yield from checks(found)
    yield from side_by_side(found)
    yield from _ranks(found)
    yield from _pairs(found)
    yield from _reach(found)
    yield from _centers(found)
    yield from _performances(found)


def _shown(found: Assessed) -> list[str]:
    """Return the options to show, in the order of the ranking."""
    return [standing.option for standing in found.ranked.ranking.standings[:MOST_SHOWN]]


def side_by_side(found: Assessed) -> Iterator[Block]:
    """Yield how often each option leads, by what the weights are taken over."""
    kinds = [(what, found.over[over]) for over, what in spaces(found.ranked)]
    if found.asked.statements:
        kinds.append(("the weights allowed", found.allowed))
    columns = (
        Column("leads in this part of all weights of", folds=True),
        *(Column(what, numeric=True) for what, _ in kinds),
    )
    rows = tuple(
        Row((found.ranked.name(o), *(Figure(percent(r.ranks[o][0])) for _, r in kinds)))
        for o in _shown(found)
    )
    yield Table(columns, rows, "How often each option leads")
    told = [_method(what, result) for what, result in kinds]
    if found.asked.statements:
        said = "; ".join(statement.text for statement in found.asked.statements)
        room = found.allowed.allowed
        names = [found.ranked.node(name) for name in found.allowed.space.names]
        of = listed(names) if len(names) <= FEW else f"its {len(names)} criteria"
        size = f", which allows {share(room.value)} of all weights of {of}" if room else ""
        told.append(f"Said of the weights: {said}{size}.")
    yield Prose((*told, *_gap(found)))


def _method(what: str, result: Robustness) -> str:
    """Return how a column was found."""
    if result.how == "estimated":
        drawn = "places of a random walk" if result.statements else "Sobol points"
        return f"Over {what}: estimated from {result.draws} {drawn}; ± is half of a 95 % interval."
    return f"Over {what}: {'exact' if result.how == 'exact' else 'exact to 40 digits'}."


def _gap(found: Assessed) -> Iterator[str]:
    """Yield what counting criteria does, where it makes a difference to an option."""
    if len(found.over) < 2:
        return
    leaves, top = found.over["criteria"], found.over["groups"]
    gaps = {o: leaves.ranks[o][0].value - top.ranks[o][0].value for o in leaves.ranks}
    option = max(gaps, key=lambda name: abs(gaps[name]))
    if abs(gaps[option]) < GAP:
        return
    model, names = found.ranked.model, found.over["groups"].space.names
    counts = {name: len(model.leaves(name)) for name in names}
    why = "weights over the criteria vary what is within the groups too"
    if len(set(counts.values())) > 1:
        sizes = listed([f"{found.ranked.node(name)} has {n}" for name, n in counts.items()])
        why = (
            f"{sizes} of the {len(model.criteria)}, and weights over the criteria favor the larger"
        )
    yield (
        f"Counting criteria is not neutral: {why}. {found.ranked.name(option)} leads in "
        f"{percent(leaves.ranks[option][0])} of them, and in {percent(top.ranks[option][0])} over "
        "the top level."
    )


def _ranks(found: Assessed) -> Iterator[Block]:
    """Yield the shares of the weights that give each rank, and the mean rank."""
    result, shown = found.allowed, _shown(found)
    count = min(len(result.ranks), MOST_SHOWN)
    columns = (
        Column("option", folds=True),
        *(Column(ordinal(rank), numeric=True) for rank in range(1, count + 1)),
        *[Column("mean rank", numeric=True)] * bool(result.expected),
    )
    rows = []
    for option in shown:
        cells = [Figure(percent(part)) for part in result.ranks[option][:count]]
        if result.expected:
            cells.append(Figure(_number(result.expected[option])))
        rows.append(Row((found.ranked.name(option), *cells)))
    yield Table(columns, tuple(rows), f"Part of the weights that give each rank, {_place(found)}")
    if len(result.ranks) > len(shown):
        first = f"The first {len(shown)} of {len(result.ranks)} options"
        yield Prose((f"{first}; CSV and JSON have all.",))


def _place(found: Assessed) -> str:
    """Return where the shares are taken."""
    if found.asked.statements:
        return "over the weights allowed"
    return f"over {dict(spaces(found.ranked))[found.asked.over]}"


def _number(found: Share) -> str:
    text = points(found.value, 2)
    return text if found.error is None else f"{text} ± {points(found.error, 2)}"


def _pairs(found: Assessed) -> Iterator[Block]:
    """Yield the share of the weights that put one option above another."""
    winning, shown = found.allowed.winning, _shown(found)[:6]
    if not winning:
        return
    columns = (
        Column("is above", folds=True),
        *(Column(found.ranked.name(option), numeric=True) for option in shown),
    )
    rows = tuple(
        Row(
            (
                found.ranked.name(one),
                *(Figure("·" if o == one else percent(winning[one][o])) for o in shown),
            )
        )
        for one in shown
    )
    yield Table(columns, rows, f"Part of the weights that put one above the other, {_place(found)}")


def _reach(found: Assessed) -> Iterator[Block]:
    """Yield how far ahead each option can get, and how far behind; who can never lead, and why."""
    result, ranked = found.allowed, found.ranked
    if not result.chances:
        return
    columns = (
        Column("option", folds=True),
        Column("leads", folds=True),
        Column("ahead by up to", numeric=True),
        Column("behind by up to", numeric=True),
    )
    rows = []
    for option in _shown(found):
        margin, regret = result.chances[option].margin, result.regrets[option]
        never, always = margin < 0, regret == 0
        when = (
            "never"
            if never
            else "always"
            if always
            else "at most in a tie"
            if not margin
            else "sometimes"
        )
        ahead = "·" if margin < 0 else points(margin)
        rows.append(Row((ranked.name(option), when, Figure(ahead), Figure(points(regret)))))
    yield Table(
        columns, tuple(rows), f"What is possible, performances as stated, {_place(found)} (exact)"
    )
    told = [
        "Ahead and behind are in points; the most an option can be behind is its largest regret."
    ]
    told += [_beaten(found, option) for option in _shown(found) if result.chances[option].mixture]
    yield Prose(tuple(told))


def _beaten(found: Assessed, option: str) -> str:
    """Return which mixture of others is ahead of an option whatever the weights."""
    chance, names = found.allowed.chances[option], list(found.allowed.ranks)
    parts = [f"{share(part)} {found.ranked.name(names[i])}" for i, part in chance.mixture]
    mixed = "a mixture of " * (len(parts) > 1) + listed(parts)
    allowed = "allowed " if found.asked.statements else ""
    if len(parts) == 1:
        mixed = found.ranked.name(names[chance.mixture[0][0]])
    return (
        f"No {allowed}weights make {found.ranked.name(option)} lead: {mixed} is ahead of it by "
        f"{points(-chance.margin)} or more under all of them."
    )


def _centers(found: Assessed) -> Iterator[Block]:
    """Yield the mean weights that make each option lead: what one would have to believe."""
    result, ranked = found.allowed, found.ranked
    centers = [(o, result.centers[o]) for o in _shown(found)[:6]]
    known = [(option, center) for option, center in centers if center is not None]
    if not known:
        return
    columns = (
        Column("weight of", folds=True),
        Column("now", numeric=True),
        *(Column(ranked.name(option), numeric=True) for option, _ in known),
    )
    rows = tuple(
        Row(
            (
                ranked.node(name),
                Figure(share(ranked.ranking.weights.shares[name])),
                *(Figure(share(center[i])) for _, center in known),
            )
        )
        for i, name in enumerate(result.space.names)
    )
    yield Table(
        columns,
        rows,
        f"Central weights: the mean of those that make an option lead, {_place(found)}",
    )


def _performances(found: Assessed) -> Iterator[Block]:
    """Yield how often each option leads when performances vary within their ranges."""
    if not found.draws:
        return
    ranked = found.ranked
    labels = [_label(draws) for draws in found.draws]
    columns = (
        Column("option", folds=True),
        *(Column(label, numeric=True) for label in labels),
        *(Column(label, folds=True) for label in WHEN[: len(found.when)]),
    )
    rows = []
    for option in _shown(found):
        cells = [Figure(_first(draws, option)) for draws in found.draws]
        rows.append(Row((ranked.name(option), *cells, *(when[option] for when in found.when))))
    yield Table(
        columns, tuple(rows), "How often each leads while performances vary in their ranges"
    )
    yield Prose(tuple(_about_draws(found)))


WHEN = ("can lead, these weights", "can lead, any weights")


def _label(draws: Draws) -> str:
    return f"{draws.performances}{', weights too' * draws.weights_too}"


def _first(draws: Draws, option: str) -> str:
    ranks = draws.drawn.ranks
    return percent(as_share(ranks[option][0])) if ranks else "too few draws"


def _about_draws(found: Assessed) -> Iterator[str]:
    made, seed = found.draws[0].drawn.made, found.asked.budget.seed
    orders = bool(found.ranked.model.decision.orders)
    yield (
        f"Estimated from {made} points each (seed {seed}); ± is half of a 95 % interval. "
        "Drawn from triangles over low, value and high; correlated: all performances of an option "
        "are good or bad together, other options apart. Can lead: exact, for any performances in "
        f"the ranges{', orders of the model left aside' * orders}."
    )
    kept = [draws.drawn.kept for draws in found.draws]
    if orders and min(kept) < made:
        most = share(Fraction(made - min(kept), made))
        yield f"Draws that break an order of the model are left out: {most} of them at most."
