"""The performances that a result hangs on, held against their evidence, and the tornado."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from policyscore.analyses.switching import Switch
from policyscore.figures import amount, points
from policyscore.orders import contradicts
from policyscore.report import Bar, Block, Column, Figure, Prose, Row, Table
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.wording import counted, evidence, reach
from policyscore.shown import one_line

MOST = 8  # rows, unless asked for all
STEPS = 1000  # so many on a scale is how finely a needed value is shown


def hinges(found: Sensitive, verbose: bool, more: str = "-v") -> Iterator[Block]:
    """Yield the performances to find out first: whose range leaves the leader least margin.

    `more` is what shows the others where not all are shown.
    """
    able = by_margin(found)
    shown = able if verbose else able[:MOST]
    columns = (
        Column("performance", folds=True),
        Column("now", numeric=True),
        Column("range", numeric=True),
        Column("margin left", numeric=True),
        Column("switches at", numeric=True),
        Column("evidence", folds=True),
    )
    rows = tuple(_hinge(found, switch, verbose) for switch in shown)
    title = "What to find out first: the least margin that a range leaves the leader"
    if rows:
        yield Table(columns, rows, title, notes="rationale and source")
    rest = len(able) - len(shown)
    lines = [f"And {rest} more that take from it or could; {more} shows them."] if rest else []
    others = len(found.switches) - len(able)
    if others:
        lines.append(_harmless(others, bool(rows)))
    yield Prose(tuple(lines), "" if rows else title)


def _harmless(count: int, others: bool) -> str:
    """Return that so many performances decide nothing."""
    if count == 1:
        return (
            f"The {'other ' * others}performance left takes nothing from it, anywhere on its scale."
        )
    other = "other " * others
    return f"The {count} {other}performances put nobody ahead, anywhere on their scales."


def by_margin(found: Sensitive) -> list[Switch]:
    """Return the performances that take from the lead within their range or could end it.

    First those whose range leaves the leader least margin, then by how many points of score on the
    criterion it takes to put another option ahead.
    """
    standings = {s.option: s for s in found.ranked.ranking.standings}
    if len(standings) < 2:
        return []
    lead = found.ranked.ranking.standings[0].score - found.ranked.ranking.standings[1].score

    def order(switch: Switch) -> tuple[Fraction, Fraction, str, str]:
        own = standings[switch.option].scores[switch.criterion]
        move = abs((own if switch.score is None else switch.score) - own)
        return min(lead, switch.least), move, switch.option, switch.criterion

    return sorted((s for s in found.switches if s.where != "nowhere" or s.least < lead), key=order)


def _hinge(found: Sensitive, switch: Switch, verbose: bool) -> Row:
    model, ranking = found.ranked.model, found.ranked.ranking
    cell = model.options[switch.option].performance[switch.criterion]
    lead = ranking.standings[0].score - ranking.standings[1].score
    confidence = f"confidence {cell.confidence}" if cell.confidence else "confidence not given"
    doubt = ", against an order" if _against_order(found, switch) else ""
    return Row(
        (
            _cell_name(found, switch),
            Figure(amount(cell.value)),
            Figure(reach(cell)),
            Figure(points(min(lead, switch.least), signed=True)),
            Figure(_needed(found, switch)),
            f"{confidence}, {counted(len(cell.sources), 'source')}{doubt}",
        ),
        (evidence(cell),) if verbose or switch.where == "range" else (),
    )


def _needed(found: Sensitive, switch: Switch) -> str:
    """Return where another option gets ahead, rounded away from now to a step of the scale."""
    if switch.where == "nowhere" or switch.performance is None:
        return "nowhere"
    scale = found.ranked.model.criteria[switch.criterion].scale
    leads = switch.option == found.leader
    end = scale.worst if leads else scale.best
    step, length = Fraction(1), abs(scale.best - scale.worst)
    while step * STEPS > length:
        step /= 10
    while step * 10 * STEPS <= length:
        step *= 10
    rounding = ceil if end > switch.performance else floor
    at = rounding(switch.performance / step) * step
    beyond = end < at if end > switch.performance else end > at
    return amount(end if beyond else at)


def _against_order(found: Sensitive, switch: Switch) -> bool:
    """Tell whether a performance that ends the lead would contradict a source."""
    if switch.where == "nowhere" or switch.performance is None:
        return False
    model, weights = found.ranked.model, found.ranked.ranking.weights
    return contradicts(model, weights, switch.option, switch.criterion, switch.performance)


def _cell_name(found: Sensitive, switch: Switch) -> str:
    """Return the option and the criterion of a performance, with its unit."""
    unit = one_line(found.ranked.model.criteria[switch.criterion].scale.unit)
    told = f" ({unit})" if unit else ""
    return f"{found.ranked.name(switch.option)}: {found.node(switch.criterion)}{told}"


def tornado(found: Sensitive, verbose: bool) -> Iterator[Block]:
    """Yield the leader's margin with each performance at both ends of its range, widest first."""
    wide = sorted(
        (switch for switch in found.switches if switch.swing),
        key=lambda switch: (-switch.swing, switch.option, switch.criterion),
    )
    if not wide:
        return
    columns = (
        Column("performance", folds=True),
        Column("range", numeric=True),
        Column("margin at low", numeric=True),
        Column("at high", numeric=True),
        Column("difference", numeric=True),
        Column(""),
    )
    shown = wide if verbose else wide[:MOST]
    rows = tuple(_margin(found, switch, wide[0].swing) for switch in shown)
    yield Table(columns, rows, f"The margin of {found.ranked.name(found.leader)} over the next")
    told = ["Below 0 another option leads. One performance moves, all else as stated."]
    if len(wide) > len(shown):
        told.append(f"And {len(wide) - len(shown)} with smaller differences; -v shows them.")
    yield Prose(tuple(told))


def _margin(found: Sensitive, switch: Switch, widest: Fraction) -> Row:
    cell = found.ranked.model.options[switch.option].performance[switch.criterion]
    return Row(
        (
            _cell_name(found, switch),
            Figure(reach(cell)),
            Figure(points(switch.at_low, signed=True)),
            Figure(points(switch.at_high, signed=True)),
            Figure(points(switch.swing)),
            Bar(switch.swing / widest),
        )
    )
