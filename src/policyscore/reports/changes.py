"""The part of the report of `explain` that says what it would take: the counterfactuals."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from policyscore.analyses.counterfactual import Counterfactual, Outcome
from policyscore.figures import amount, points, share
from policyscore.orders import contradicts
from policyscore.report import Block, Column, Figure, Prose, Row, Table
from policyscore.reports.explained import Explained
from policyscore.reports.wording import counted, listed, read
from policyscore.shown import one_line
from policyscore.weights import stated, tree_of, weigh

MOST_IN_A_SENTENCE = 3
MOST_IN_A_TABLE = 8
STEPS = 1000  # so many on the scale, or to all weights, is how finely a needed value is shown
A_LITTLE = 10**9  # so small a part of the way on to the end is tried as just beyond
_KINDS = (("a single performance on its scale", False), ("a single weight", True))


def in_short(explained: Explained) -> Iterator[str]:
    """Yield the nearest changes that put the option behind in front, in a sentence."""
    if not explained.compared.lead:
        yield "A change of either score on any criterion that weighs something would part them."
        return
    behind = explained.ranked.name(explained.behind)
    leads = explained.ranked.ranking.of(explained.ahead).rank == 1
    goal = "lead" if leads else f"be ahead of {explained.ranked.name(explained.ahead)}"
    enough: tuple[Outcome, ...] = ("leads",) if leads else ("leads", "shares", "ahead")
    able = [change for change in explained.changes if change.outcome in enough]
    fit = [c for c in able if c.option is None or not _contradicts(explained, c, c.option)]
    if fit:
        told = [f"if {_condition(explained, change)}" for change in _nearest(fit)]
        yield f"{behind} would {goal} {', '.join(told[:-1])}{', or ' * bool(told[1:])}{told[-1]}."
    if any(
        not any(_of(c, weight) for c in fit) and any(_of(c, weight) for c in able)
        for _, weight in _KINDS
    ):
        yield "A change of a single performance would, against what sources say: see below."
    missing = [kind for kind, weight in _KINDS if not any(_of(c, weight) for c in able)]
    if missing:
        yield f"No change of {' or of '.join(missing)} would make {behind} {goal}."


def _of(change: Counterfactual, weight: bool) -> bool:
    return (change.option is None) == weight


def _nearest(changes: Sequence[Counterfactual]) -> list[Counterfactual]:
    """Return the nearest changes; the nearest of each kind is among them, if there is one."""
    found = list(changes[:MOST_IN_A_SENTENCE])
    other = [c for c in changes if not any(_of(c, near.option is None) for near in found)]
    return [*found[: MOST_IN_A_SENTENCE - 1], *other[:1]] if other else found


def _condition(explained: Explained, change: Counterfactual) -> str:
    """Return a change as a condition, such as "Cost weighed more than 29.8 % (now 15.4 %)"."""
    node = explained.ranked.node(change.node)
    if change.option is None:
        word = "more" if change.rises else "less"
        needed = _percent(rounded(explained, change))
        most = _up_to(explained, change)
        return f"{node} weighed {word} than {needed}{most} (now {_now(change)})"
    whose = f"the performance of {explained.ranked.name(change.option)}"
    unit = one_line(explained.ranked.model.criteria[change.node].scale.unit)
    needed = f"{_side(change)}{amount(rounded(explained, change), unit)}"
    return f"{whose} on {node} were {needed} (now {amount(change.now)})"


def _side(change: Counterfactual) -> str:
    """Return on which side of what is needed a value has to be, nothing where it is just there."""
    if change.outcome == "level":
        return ""
    return "above " if change.rises else "below "


def rounded(explained: Explained, change: Counterfactual) -> Fraction:
    """Return what is needed in few digits, rounded away from now so that it suffices as shown.

    It stays short of the end of the scale, and of the share where another takes the lead.
    """
    if change.outcome == "level":
        return change.needed
    low, high = _ends(explained, change)
    step = Fraction(1)
    while step * STEPS > high - low:
        step /= 10
    while step * 10 * STEPS <= high - low:
        step *= 10
    limit = change.until if change.until is not None else high if change.rises else low
    return _outward(change.needed, change.rises, step, limit)


def _ends(explained: Explained, change: Counterfactual) -> tuple[Fraction, Fraction]:
    """Return between which values a weight or a performance can move at all."""
    if change.option is None:
        return Fraction(0), Fraction(1)
    scale = explained.ranked.model.criteria[change.node].scale
    return min(scale.worst, scale.best), max(scale.worst, scale.best)


def _outward(needed: Fraction, rises: bool, step: Fraction, limit: Fraction) -> Fraction:
    """Return a number rounded to steps in a direction, to smaller ones if it met the limit."""
    while True:
        found = (ceil if rises else floor)(needed / step) * step
        if (found < limit) if rises else (found > limit):
            return found
        step /= 10


def _up_to(explained: Explained, change: Counterfactual) -> str:
    """Return how far on a weight can go before another takes the lead, nothing if to the end."""
    if change.until is None:
        return ""
    least, step = rounded(explained, change), Fraction(1, STEPS)
    until = _outward(change.until, not change.rises, step, least)
    return f", {'up' if change.rises else 'down'} to {_percent(until)}"


def _percent(value: Fraction) -> str:
    """Return a rounded share in percent, with all the decimals that it has."""
    if value in (0, 1):
        return share(value)
    figure = points(value * 100)
    return f"{figure if read(figure) == value * 100 else amount(value * 100)} %"


def table(explained: Explained) -> Iterator[Block]:
    """Yield the changes that put the option behind ahead or level, the smallest move first."""
    changes = explained.changes
    if not changes:
        return
    verbose = explained.ranked.verbose
    told = changes if verbose else changes[:MOST_IN_A_TABLE]
    columns = (
        Column("one change", folds=True),
        Column("now", numeric=True),
        Column("needed", folds=True),
        Column("move", numeric=True),
        Column("then", folds=True),
    )
    rows = tuple(
        Row(
            (
                _what(explained, change),
                Figure(_now(change)),
                _needed(explained, change),
                Figure(share(change.move)),
                "; ".join((_then(explained, change), *_doubts(explained, change))),
            )
        )
        for change in told
    )
    yield Table(columns, rows, f"What would put {explained.ranked.name(explained.behind)} ahead")
    yield Prose(tuple(_notes(len(changes) - len(told))))


def _notes(left: int) -> Iterator[str]:
    if left:
        yield f"And {counted(left, 'larger change')}; -v shows them."
    yield (
        "Each change alone, all else as it is; the other weights keep their proportions. Move is "
        "the part of the scale, or of all weights; the smallest stands first. What is needed is "
        "rounded away from now, so that it suffices as shown."
    )


def _what(explained: Explained, change: Counterfactual) -> str:
    node = explained.ranked.node(change.node)
    if change.option is None:
        return f"Weight of {node}"
    return f"{explained.ranked.name(change.option)}: {node}"


def _now(change: Counterfactual) -> str:
    if change.option is None and change.now is not None:
        return share(change.now)
    return amount(change.now)


def _needed(explained: Explained, change: Counterfactual) -> str:
    found = rounded(explained, change)
    if change.option is None:
        return f"{_side(change)}{_percent(found)}"
    unit = one_line(explained.ranked.model.criteria[change.node].scale.unit)
    return f"{_side(change)}{amount(found, unit)}"


def _doubts(explained: Explained, change: Counterfactual) -> Iterator[str]:
    """Yield what speaks for or against a change of a performance: its range, and orders."""
    if change.option is None:
        return
    cell = explained.ranked.model.options[change.option].performance[change.node]
    if cell.low != cell.high:
        yield "in its range" if change.within else "outside its range"
    if _contradicts(explained, change, change.option):
        yield "against an order"


def _contradicts(explained: Explained, change: Counterfactual, name: str) -> bool:
    """Tell whether a model with such a performance would contradict an order of a source."""
    model, value = explained.ranked.model, change.needed
    if change.outcome != "level":
        end = _ends(explained, change)[change.rises]
        value += (end - value) / A_LITTLE
    weights = weigh(tree_of(model), stated(model))
    return contradicts(model, weights, name, change.node, value)


def _then(explained: Explained, change: Counterfactual) -> str:
    """Return what is reached: the lead, or a place above the other, or a score equal to it."""
    ranked = explained.ranked
    others = [name for name in change.leaders if name not in (explained.behind, explained.ahead)]
    third = listed([ranked.name(name) for name in others])
    if change.outcome == "leads":
        return f"leads{_up_to(explained, change)}"
    if change.outcome == "shares":
        return f"leads, level with {third}{_up_to(explained, change)}"
    reached = "ahead" if change.outcome == "ahead" else "level, no more"
    verb = "leads" if len(others) == 1 else "lead"
    return f"{reached}; {third} {verb}" if others else reached
