"""Given weights as flags: what to type after `rank` to have them, or a little more than them."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from policyscore.decimals import text_of
from policyscore.faults import Misuse
from policyscore.model import Model
from policyscore.scenario import Scenario, scenario
from policyscore.scoring import rank

MOST_PLACES = 9


def flags_towards(
    model: Model, used: Scenario, weights: Mapping[str, Fraction], rival: str
) -> tuple[list[str], bool]:
    """Return weight flags close to the global shares `weights` of the criteria, and what they do.

    They go past these shares, seen from those in use, by as little as it takes to say in few digits
    that the rival leads and no present leader does; the second result tells whether that is so.
    Where nothing lies beyond, at the end of what there is, shares are given to nine places.
    """
    leaders = {standing.option for standing in rank(model, used.weights).leaders}
    for places in range(1, MOST_PLACES + 1):
        past = _past(used, weights, Fraction(1, 100 * 10**places))
        for away in (False, True):  # the second time for where rounding takes the step back
            flags = _flags(used, past, places, away)
            found = _leaders(model, used.profile, flags)
            if rival in found and not leaders & found:
                return flags, True
    return _flags(used, weights, MOST_PLACES), False


def _past(used: Scenario, weights: Mapping[str, Fraction], step: Fraction) -> dict[str, Fraction]:
    """Return weights a step further on the way from those in use, none below 0, adding up to 1."""
    now = used.weights.shares
    new = {n: max(Fraction(0), now[n] + (1 + step) * (w - now[n])) for n, w in weights.items()}
    whole = sum(new.values())
    return {name: weight / whole for name, weight in new.items()}


def _flags(
    used: Scenario, weights: Mapping[str, Fraction], places: int, away: bool = False
) -> list[str]:
    """Return flags for the shares that change; the rest, or the largest, is left to fit.

    What is left has to weigh something without flags. Shares are rounded, or all of them `away`
    from those in use.
    """
    now, without = used.weights.shares, used.before.shares
    changed = [name for name, weight in weights.items() if used.changes or weight != now[name]]
    if not any(without[name] for name in weights if name not in changed):
        fit = [name for name in changed if without[name]]
        changed.remove(max(fit, key=lambda name: weights[name]))
    unit = Fraction(1, 100 * 10**places)
    flags = []
    for name in changed:
        share = weights[name]
        nearest = (floor if share < now[name] else ceil) if away else round
        flags.append(f"{name}={text_of(nearest(share / unit) * unit * 100)}%")
    return flags


def _leaders(model: Model, profile: str | None, flags: list[str]) -> set[str]:
    """Return who leads with these flags, nobody where they cannot be."""
    try:
        found = rank(model, scenario(model, profile, flags).weights)
    except Misuse:
        return set()
    return {standing.option for standing in found.leaders}
