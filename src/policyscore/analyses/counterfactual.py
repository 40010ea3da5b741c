"""What would put one option ahead of another: single performances and single weights.

With all else as stated, the distance of two options is a straight line in the score of one cell
and in the share of one weight. Where it reaches 0 the two are level; what happens just beyond is
read off the lines of all options there.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple, cast

from policyscore.analyses.switching import performance_at
from policyscore.analyses.tipping import Line, lines, turn
from policyscore.model import Model, Performance, Scale
from policyscore.scoring import Ranking, Standing
from policyscore.weights import tree_of, with_shares

# What the option behind reaches: the only highest score, a shared one, a place above the other
# below a third, or no more than the other's score.
Outcome = Literal["leads", "shares", "ahead", "level"]
# Overall scores at a point, and how they change in going on.
After = Mapping[str, tuple[Fraction, Fraction]]


class Counterfactual(NamedTuple):
    """One change that puts the option behind ahead, or at least level.

    It moves the performance of `option` on the criterion `node`, in its unit, or, where `option`
    is None, the global share of the criterion or group `node`, 0 to 1; `now` is None where the
    performance is unknown. At `needed` both options are level; beyond it, upward if `rises`, the
    other one is ahead, unless the outcome is "level". `move` is the way from now to there as a part
    of the scale or of all weights. `within` says whether the range of the cell holds such a value,
    None for a weight. `leaders` have the highest score just beyond `needed`; a share at which
    another option takes the lead from the one that has got there is `until`.
    """

    node: str
    option: str | None
    now: Fraction | None
    needed: Fraction
    rises: bool
    move: Fraction
    within: bool | None
    outcome: Outcome
    leaders: tuple[str, ...]
    until: Fraction | None = None


def counterfactuals(
    model: Model, ranking: Ranking, ahead: str, behind: str
) -> list[Counterfactual]:
    """Return the changes that put `behind` ahead of `ahead`, the smallest move first.

    Empty where the two are level. Changes of weights that come to the same, as of two groups that
    are all there is, are told once.
    """
    one, other = ranking.of(ahead), ranking.of(behind)
    if one.score == other.score:
        return []
    found = [*_performances(model, ranking, one, other), *_weights(model, ranking, ahead, behind)]
    found.sort(key=lambda c: (c.move, c.option is None, not c.rises, c.node, c.option or ""))
    return list(_distinct(model, ranking, found))


def _performances(
    model: Model, ranking: Ranking, ahead: Standing, behind: Standing
) -> Iterator[Counterfactual]:
    for name in model.criteria:
        share = ranking.weights.shares[name]
        if share:
            step = (ahead.score - behind.score) / share
            yield from _performance(model, ranking, name, behind, ahead, step)
            yield from _performance(model, ranking, name, ahead, behind, -step)


def _performance(
    model: Model, ranking: Ranking, name: str, moved: Standing, other: Standing, step: Fraction
) -> Iterator[Counterfactual]:
    """Yield the change of a cell's score by a step, if the scale goes so far.

    On a level piece of the value function nothing changes, so its far end is needed.
    """
    scale, cell = model.criteria[name].scale, model.options[moved.option].performance[name]
    end = scale.best if step > 0 else scale.worst
    needed = performance_at(scale, moved.scores[name] + step, end)
    if needed is None:
        return
    now = _present(scale, cell, moved.scores[name])
    rises, stops = end > now, needed == end
    if stops:
        needed = cast(Fraction, performance_at(scale, moved.scores[name] + step, now))
    direction = Fraction(0 if stops else 1 if step > 0 else -1)
    after = {s.option: (s.score, Fraction(0)) for s in ranking.standings}
    after[moved.option] = (other.score, direction)
    behind, ahead = (moved, other) if step > 0 else (other, moved)
    yield Counterfactual(
        name,
        moved.option,
        cell.value,
        needed,
        rises,
        abs(needed - now) / abs(scale.best - scale.worst),
        _within(cell, needed, stops),
        *_outcome(after, ahead.option, behind.option),
    )


def _within(cell: Performance, needed: Fraction, stops: bool) -> bool:
    """Tell whether the range of a cell holds a value beyond what is needed, or just that one."""
    return cell.low < needed < cell.high or (stops and cell.low <= needed <= cell.high)


def _present(scale: Scale, cell: Performance, score: Fraction) -> Fraction:
    """Return the performance of a cell; for an unknown one that which scores as it does."""
    if cell.value is not None:
        return cell.value
    # Its score lies between those of the ends, so there is one.
    return cast(Fraction, performance_at(scale, score, (cell.low + cell.high) / 2))


def _weights(model: Model, ranking: Ranking, ahead: str, behind: str) -> Iterator[Counterfactual]:
    for line in lines(model, ranking).values():
        for end in (Fraction(0), Fraction(1)):
            needed = turn(line, behind, ahead, end)
            if needed is not None:
                yield _weight(line, ahead, behind, needed, end)


def _weight(line: Line, ahead: str, behind: str, needed: Fraction, end: Fraction) -> Counterfactual:
    after = _beyond(line, needed, 0 if needed == end else 1 if end else -1)
    outcome, leaders = _outcome(after, ahead, behind)
    until = None
    if behind in leaders:
        highest, pace = after[behind]
        ways = [(highest - score) / (own - pace) for score, own in after.values() if own > pace]
        way = min(ways, default=Fraction(1))
        until = needed + (way if end else -way)
    return Counterfactual(
        line.node,
        None,
        line.share,
        needed,
        bool(end),
        abs(needed - line.share),
        None,
        outcome,
        leaders,
        until if until is not None and 0 < until < 1 else None,
    )


def _beyond(line: Line, share: Fraction, direction: int) -> After:
    """Return all scores at a share and how they change from there in a direction, 0 for none."""
    return {
        option: (line.at(option, share), direction * (everything - nothing))
        for option, (nothing, everything) in line.ends.items()
    }


def _outcome(after: After, ahead: str, behind: str) -> tuple[Outcome, tuple[str, ...]]:
    """Return what the option behind reaches, and who leads: just beyond a point, not at it."""
    highest = max(after.values())
    leaders = tuple(sorted(option for option, reached in after.items() if reached == highest))
    if after[behind] == after[ahead]:
        return "level", leaders
    if behind not in leaders:
        return "ahead", leaders
    return "leads" if len(leaders) == 1 else "shares", leaders


def _distinct(
    model: Model, ranking: Ranking, found: list[Counterfactual]
) -> Iterator[Counterfactual]:
    """Yield the changes without those that lead to the same weights as an earlier one."""
    tree, met = tree_of(model), set()
    for change in found:
        if change.option is None:
            shares = with_shares(tree, ranking.weights, {change.node: change.needed}).shares
            key = tuple(shares[name] for name in model.criteria)
            if key in met:
                continue
            met.add(key)
        yield change
