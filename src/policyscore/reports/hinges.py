"""The performances that a result hangs on, held against their evidence, and the tornado."""

from collections.abc import Iterator
from fractions import Fraction

from policyscore.analyses.switching import Switch
from policyscore.figures import amount, points, significant
from policyscore.model import Performance
from policyscore.report import Bar, Block, Column, Figure, Prose, Row, Table
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.wording import counted, evidence
from policyscore.shown import one_line

MOST = 8  # rows, unless asked for all


def hinges(found: Sensitive, verbose: bool) -> Iterator[Block]:
    """Yield the performances that can change the leader, those that need least change first."""
    able = by_nearness(found)
    shown = able if verbose else able[:MOST]
    columns = (
        Column("performance", folds=True),
        Column("now", numeric=True),
        Column("range", numeric=True),
        Column("switches at", numeric=True),
        Column("then leads", folds=True),
        Column("evidence", folds=True),
    )
    rows = tuple(_hinge(found, switch, verbose) for switch in shown)
    title = "What to find out first: performances that could change the leader"
    if rows:
        yield Table(columns, rows, title, notes="rationale and source")
    lines = []
    if len(able) > len(shown):
        lines.append(f"And {len(able) - len(shown)} more that could; -v shows them.")
    rest = len(found.switches) - len(able)
    if rest:
        other = "other " if rows else ""
        lines.append(
            f"None of the {counted(rest, f'{other}performance')} changes the leader anywhere on "
            "its scale, all else as stated."
        )
    yield Prose(tuple(lines), "" if rows else title)


def by_nearness(found: Sensitive) -> list[Switch]:
    """Return the performances that can change the leader: first those within their own range.

    Then by how many points of score on the criterion it takes.
    """
    scores = {s.option: s.scores for s in found.ranked.ranking.standings}

    def order(switch: Switch) -> tuple[bool, Fraction, str, str]:
        move = abs((switch.score or Fraction(0)) - scores[switch.option][switch.criterion])
        return switch.where != "range", move, switch.option, switch.criterion

    return sorted((s for s in found.switches if s.where != "nowhere"), key=order)


def _hinge(found: Sensitive, switch: Switch, verbose: bool) -> Row:
    model = found.ranked.model
    cell = model.options[switch.option].performance[switch.criterion]
    at = switch.performance if switch.performance is not None else Fraction(0)
    within = "within its range" if switch.where == "range" else "outside its range"
    confidence = f"confidence {cell.confidence}" if cell.confidence else "confidence not given"
    return Row(
        (
            _cell_name(found, switch),
            Figure(amount(cell.value)),
            Figure(_range(cell)),
            Figure(significant(at, 3)),
            f"{found.ranked.name(switch.rival)}, {within}",
            f"{confidence}, {counted(len(cell.sources), 'source')}",
        ),
        (evidence(cell),) if verbose or switch.where == "range" else (),
    )


def _cell_name(found: Sensitive, switch: Switch) -> str:
    """Return the option and the criterion of a performance, with its unit."""
    unit = one_line(found.ranked.model.criteria[switch.criterion].scale.unit)
    told = f" ({unit})" if unit else ""
    return f"{found.ranked.name(switch.option)}: {found.node(switch.criterion)}{told}"


def _range(cell: Performance) -> str:
    return "none" if cell.low == cell.high else f"{amount(cell.low)}–{amount(cell.high)}"


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
            Figure(_range(cell)),
            Figure(points(switch.at_low, signed=True)),
            Figure(points(switch.at_high, signed=True)),
            Figure(points(switch.swing)),
            Bar(switch.swing / widest),
        )
    )
