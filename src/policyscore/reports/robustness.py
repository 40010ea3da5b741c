"""The report of `robustness`: the verdict with its checks, and the shares behind them."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from policyscore.analyses.robust import Robustness, Share
from policyscore.analyses.robust import share as as_share
from policyscore.analyses.verdict import Check
from policyscore.figures import points, share
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.assessed import Assessed, Draws
from policyscore.reports.firmness import spaces
from policyscore.reports.robustness_data import data, sheet
from policyscore.reports.wording import listed, ordinal, rounded_once, title, weights_in_use

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
    yield Prose((_answer(found),), strong=True)
    yield Prose(tuple(weights_in_use(ranked.model, ranked.scenario)))
    yield _checks(found)
    yield from _side_by_side(found)
    yield from _ranks(found)
    yield from _pairs(found)
    yield from _reach(found)
    yield from _centers(found)
    yield from _performances(found)


def _answer(found: Assessed) -> str:
    ranked, word = found.ranked, found.verdict.word
    leaders = ranked.ranking.leaders
    if word == "tie":
        return f"{ranked.names(leaders)} share the lead: it is a tie, and any change can part them."
    lead = (
        f"The lead of {ranked.name(leaders[0].option)}, {points(leaders[0].lead or Fraction(0))},"
    )
    failed = [check for check in found.verdict.checks if not check.holds]
    total = len(found.verdict.checks)
    if not failed:
        return f"{lead} is firm: all {total} checks hold."
    verb = "does" if len(failed) == 1 else "do"
    return f"{lead} is fragile: {len(failed)} of {total} checks {verb} not hold."


def _checks(found: Assessed) -> Table:
    columns = (
        Column("what the verdict rests on", folds=True),
        Column("found", numeric=True),
        Column("needed", numeric=True),
        Column("holds"),
    )
    rows = tuple(
        Row((_words(found, check), *_figures(check), "yes" if check.holds else "NO"))
        for check in found.verdict.checks
    )
    return Table(columns, rows, "The checks")


def _words(found: Assessed, check: Check) -> str:
    """Return what a check asks."""
    name = found.ranked.name(found.ranked.ranking.standings[0].option)
    weights = {str(over): f"all weights of {what}" for over, what in spaces(found.ranked.model)}
    weights["allowed"] = "the weights that are allowed"
    return {
        "lead": "lead over the next, in points; needed is the indifference",
        "radius": "how far all local weights may be off at once, as a part of each",
        "cells": "single performances that change the leader within their own range",
        "weights": f"share of {weights.get(check.of)} under which {name} leads",
        "draws": f"share of drawn performances, {check.of} ranges, with which {name} leads",
    }[check.kind]


def _figures(check: Check) -> tuple[Figure, Figure]:
    if check.kind == "lead":
        return Figure(points(check.found)), Figure(f"at least {points(check.needed)}")
    if check.kind == "cells":
        return Figure(str(check.found)), Figure("none")
    if check.kind == "radius" and check.found == 1:
        return Figure("100 % or more"), Figure(f"at least {share(check.needed)}")
    return Figure(_share(Share(check.found, check.error))), Figure(
        f"at least {share(check.needed)}"
    )


def _share(found: Share) -> str:
    """Return a share, an estimate with its error in points of a percent."""
    if found.error is None:
        return share(found.value)
    if found.value in (0, 1):
        return f"{'<' if not found.value else '>'}{points(100 * abs(found.value - found.error))} %"
    return f"{points(found.value * 100)} ± {points(found.error * 100)} %"


def _shown(found: Assessed) -> list[str]:
    """Return the options to show, in the order of the ranking."""
    return [standing.option for standing in found.ranked.ranking.standings[:MOST_SHOWN]]


def _side_by_side(found: Assessed) -> Iterator[Block]:
    """Yield how often each option leads, by what the weights are taken over."""
    kinds = [(what, found.over[over]) for over, what in spaces(found.ranked.model)]
    if found.asked.statements:
        kinds.append(("what is said of them", found.allowed))
    columns = (
        Column("leads under this share of all weights of", folds=True),
        *(Column(what, numeric=True) for what, _ in kinds),
    )
    rows = tuple(
        Row((found.ranked.name(o), *(Figure(_share(r.ranks[o][0])) for _, r in kinds)))
        for o in _shown(found)
    )
    yield Table(columns, rows, "How often each option leads")
    told = [_method(what, result) for what, result in kinds]
    if found.asked.statements:
        said = "; ".join(statement.text for statement in found.asked.statements)
        room = found.allowed.allowed
        size = f", which {share(room.value)} of all weights satisfy" if room else ""
        told.append(f"Said of the weights: {said}{size}.")
    yield Prose((*told, *_gap(found)))


def _method(what: str, result: Robustness) -> str:
    """Return how a column was found."""
    if result.how == "estimated":
        return f"Over {what}: estimated from {result.draws} draws; ± is half of a 95 % interval."
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
    model = found.ranked.model
    sizes = listed(
        [f"{found.ranked.node(root)} has {len(model.leaves(root))}" for root in model.roots]
    )
    yield (
        f"Counting criteria is not neutral: {sizes} of the {len(model.criteria)}, and weights over "
        f"the criteria favor the larger part. {found.ranked.name(option)} leads under "
        f"{_share(leaves.ranks[option][0])} of them, and under {_share(top.ranks[option][0])} over "
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
        cells = [Figure(_share(part)) for part in result.ranks[option][:count]]
        if result.expected:
            cells.append(Figure(_number(result.expected[option])))
        rows.append(Row((found.ranked.name(option), *cells)))
    yield Table(columns, tuple(rows), f"Share of the weights that give each rank, {_place(found)}")
    if len(result.ranks) > len(shown):
        first = f"The first {len(shown)} of {len(result.ranks)} options"
        yield Prose((f"{first}; CSV and JSON have all.",))


def _place(found: Assessed) -> str:
    """Return where the shares are taken."""
    if found.asked.statements:
        return "as far as they are allowed"
    return f"over {dict(spaces(found.ranked.model))[found.asked.over]}"


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
                *(Figure("·" if o == one else _share(winning[one][o])) for o in shown),
            )
        )
        for one in shown
    )
    yield Table(
        columns, rows, f"Share of the weights that put one above the other, {_place(found)}"
    )


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
    yield Table(columns, tuple(rows), f"What is possible, {_place(found)} (exact)")
    told = ["Behind by up to: the largest regret, in points."]
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
    yield Table(columns, rows, "Central weights: the mean of all weights that make an option lead")


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


WHEN = ("leads at all", "leads at all, any weights")


def _label(draws: Draws) -> str:
    return f"{draws.performances}{', weights too' * draws.weights_too}"


def _first(draws: Draws, option: str) -> str:
    ranks = draws.drawn.ranks
    return _share(as_share(ranks[option][0])) if ranks else "too few draws"


def _about_draws(found: Assessed) -> Iterator[str]:
    made, seed = found.draws[0].drawn.made, found.asked.budget.seed
    yield (
        f"Estimated from {made} Sobol points each (seed {seed}); ± is half of a 95 % interval. "
        "Triangles over low, value and high. Correlated: all performances of an option are good or "
        "bad together. Leads at all: exact, for any performances in the ranges."
    )
    kept = [draws.drawn.kept for draws in found.draws]
    if found.ranked.model.decision.orders and min(kept) < made:
        most = share(Fraction(made - min(kept), made))
        yield f"Draws that break an order of the model are left out: {most} of them at most."
