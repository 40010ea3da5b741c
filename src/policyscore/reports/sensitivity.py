"""The report of `sensitivity`: how far weights can move, and what the result hangs on."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from policyscore.analyses.flags import flags_towards
from policyscore.analyses.nearest import Change
from policyscore.analyses.tipping import Stability, stability
from policyscore.figures import points, share
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.firmness import parted, tipping_sentence, unknown_as_middle
from policyscore.reports.hinges import hinges, tornado
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.sensitivity_data import data, sheet
from policyscore.reports.wording import listed, rounded_once, title, weights_in_use

DISTANCES = {
    "total": "all moves added up (L1)",
    "squared": "root of the sum of squares (L2)",
    "largest": "the largest single move",
}


def sensitivity_report(
    found: Sensitive, every_rank: bool, verbose: bool, inputs: Callable[[], str]
) -> Report:
    """Return the report; `every_rank` adds the intervals in which each option keeps its rank."""
    model = found.ranked.model
    return Report(
        f"{title(model)}: sensitivity",
        model.decision.date,
        lambda: tuple(rounded_once(_blocks(found, every_rank, verbose))),
        lambda: data(found, inputs()),
        lambda: sheet(found),
    )


def _blocks(found: Sensitive, every_rank: bool, verbose: bool) -> Iterator[Block]:
    ranked = found.ranked
    yield Prose(tuple(_answer(found)), strong=True)
    yield Prose((*weights_in_use(ranked.model, ranked.scenario), *unknown_as_middle(ranked)))
    if len(ranked.ranking.standings) == 1:
        return
    yield from intervals(found)
    if every_rank and found.lines:
        yield from _every_rank(found)
    if len(ranked.ranking.leaders) == 1:
        yield from hinges(found, verbose)
        yield from _together(found)
    yield from tornado(found, verbose)
    yield from _structure(found, verbose)


def _answer(found: Sensitive) -> Iterator[str]:
    """Yield the answer: who leads, and what could change it first."""
    ranked, leaders = found.ranked, found.ranked.ranking.leaders
    name = ranked.name(found.leader)
    if len(ranked.ranking.standings) == 1:
        yield f"{name} is the only option: nothing can pass it."
        return
    if len(leaders) > 1:
        yield f"{ranked.names(leaders)} share the lead: it is a tie{parted(ranked)}."
        return
    yield (
        f"{name} leads by {points(leaders[0].lead or Fraction(0))}. "
        f"{tipping_sentence(ranked, found.tips)}"
    )
    yield " ".join((_single_cells(found), _at_once(found)))


def _single_cells(found: Sensitive) -> str:
    ranked = found.ranked
    inside = [s for s in found.switches if s.where == "range"]
    if inside:
        cells = listed(
            [f"{ranked.name(s.option)} on {found.node(s.criterion)}" for s in inside[:3]]
        )
        more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
        return f"A single performance can put another ahead within its own range: {cells}{more}."
    if all(
        cell.low == cell.high
        for o in ranked.model.options.values()
        for cell in o.performance.values()
    ):
        return "No performance has a range."
    return "No single performance puts another ahead within its own range."


def _at_once(found: Sensitive) -> str:
    if found.radius == 1:
        return "All local weights may be off at once, from nothing to twice as much."
    shown = share(Fraction(found.radius * 1000 // 1, 1000) or found.radius)
    return f"All local weights, shares among siblings, may be off by {shown} of themselves at once."


def intervals(found: Sensitive) -> Iterator[Block]:
    """Yield how far each weight can move, the nearest tipping point first."""
    columns = (
        Column("weight of", folds=True),
        Column("id"),
        Column("now", numeric=True),
        Column("leads from", numeric=True),
        Column("to", numeric=True),
        Column("beyond that", folds=True),
    )
    near = {tip.node: i for i, tip in reversed(list(enumerate(found.tips)))}
    intervals = [stability(line, found.leader) for line in found.lines.values()]
    intervals.sort(key=lambda interval: near.get(interval.node, len(near)))
    rows = tuple(
        Row((found.node(i.node), i.node, Figure(share(i.share)), *_interval(found, i)))
        for i in intervals
    )
    if rows:
        yield Table(columns, rows, "One weight moves, all others keep their proportions")
    fixed = [
        n
        for n in (*found.ranked.model.groups, *found.ranked.model.criteria)
        if n not in found.lines
    ]
    if fixed:
        yield Prose((f"Not movable, as nothing else or nothing in it weighs: {', '.join(fixed)}.",))


def _interval(found: Sensitive, interval: Stability) -> tuple[str | Figure, ...]:
    """Return the ends of an interval, and who is met there."""
    ends = (("below", interval.below), ("above", interval.above))
    met = [
        f"{side}: {listed([found.ranked.name(option) for option in others])}"
        for side, others in ends
        if others
    ]
    return Figure(share(interval.lower)), Figure(share(interval.upper)), "; ".join(met) or "·"


def _every_rank(found: Sensitive) -> Iterator[Block]:
    columns = (
        Column("weight of", folds=True),
        Column("option", folds=True),
        Column("rank", numeric=True),
        Column("keeps it from", numeric=True),
        Column("to", numeric=True),
        Column("changes places with", folds=True),
    )
    rows = []
    for line in found.lines.values():
        for standing in found.ranked.ranking.standings:
            ends = _interval(found, stability(line, standing.option))
            name = found.ranked.name(standing.option)
            rows.append(Row((found.node(line.node), name, Figure(str(standing.rank)), *ends)))
    yield Table(columns, tuple(rows), "Where each option keeps its rank")


def _together(found: Sensitive) -> Iterator[Block]:
    """Yield the smallest changes of all weights together, each with the flags that make it."""
    if not found.changes:
        yield Prose(("No weights at all make another option lead.",), "All weights together")
        return
    columns = (
        Column("smallest change by", folds=True),
        Column("size", numeric=True),
        Column("rival", folds=True),
    )
    rows = tuple(
        Row(
            (DISTANCES[distance], Figure(_size(distance, change)), found.ranked.name(change.rival)),
            (_flags(found, change),),
        )
        for distance, change in found.changes.items()
    )
    yield Table(columns, rows, "All weights together: what brings a rival level", notes="to try it")
    yield Prose(
        (
            "Sizes are parts of all weight; L1 counts what is taken and what is given. The flags "
            "go a little further, so that the rival leads.",
        )
    )


def _size(distance: str, change: Change) -> str:
    """Return the size of a change in percent of all weight, to two decimals."""
    if distance == "squared":
        root = Fraction(int((change.squared * 10**12) ** 0.5), 10**6)
        return share(root, 2)
    return share(min(Fraction(1), change.total if distance == "total" else change.largest), 2)


def _flags(found: Sensitive, change: Change) -> str:
    """Return the flags that make the rival lead, or bring it level where it cannot lead."""
    ranked = found.ranked
    weights = dict(zip(ranked.ranking.standings[0].scores, change.weights, strict=True))
    flags, leads = flags_towards(ranked.model, ranked.scenario, weights, change.rival)
    profile = f"--profile {ranked.scenario.profile} " if ranked.scenario.profile else ""
    told = f"{profile}{' '.join(f'-w {flag}' for flag in flags)}"
    return told if leads else f"{told} (level at most: nothing puts it ahead)"


def _structure(found: Sensitive, verbose: bool) -> Iterator[Block]:
    """Yield what changes where a criterion, a group or an option is left out."""
    leaders = {standing.option for standing in found.ranked.ranking.leaders}
    rows = []
    for without in found.without:
        changed = bool(without.moved) or not set(without.leaders) & leaders
        if changed or verbose:
            kind, what = without.kind, without.id
            name = found.ranked.name(what) if kind == "option" else found.node(what)
            order = sorted(without.ranks, key=lambda option: (without.ranks[option], option))
            told = ", ".join(f"{without.ranks[o]} {found.ranked.name(o)}" for o in order[:8])
            rows.append(Row((f"{name} ({kind})", told + ", ..." * (len(order) > 8))))
    columns = (Column("without", folds=True), Column("ranking", folds=True))
    if rows:
        yield Table(columns, tuple(rows), "What each part is needed for")
    same = len(found.without) - len(rows)
    if same and not verbose:
        yield Prose((_unchanged(same, bool(rows)),))


def _unchanged(same: int, others: bool) -> str:
    """Return that leaving out so many parts changes nothing."""
    if same == 1:
        return "Leaving out the one other part changes no rank among the rest."
    parts = f"{'other ' * others}criteria, groups and options"
    return f"Leaving out any of the {same} {parts} changes no rank among the rest."
