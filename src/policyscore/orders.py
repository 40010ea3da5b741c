"""Orders on groups, held against the scores that weights give the groups."""

from fractions import Fraction

from policyscore.model import Model, Order
from policyscore.scoring import score_of_group
from policyscore.weights import Weights


def broken_pairs(
    model: Model, used: Weights, order: Order
) -> list[tuple[str, str, Fraction, Fraction]]:
    """Return the pairs (better, worse, score, score) of an order on a group that do not hold.

    Options with an unknown performance in the group are left out: it may be anything.
    """
    found = []
    for good in order.better:
        for bad in order.worse:
            if _unknown_below(model, order.criterion, (good, bad)):
                continue
            high = score_of_group(model, used, order.criterion, good)
            low = score_of_group(model, used, order.criterion, bad)
            if high < low:
                found.append((good, bad, high, low))
    return found


def _unknown_below(model: Model, group: str, options: tuple[str, ...]) -> bool:
    if group in model.criteria:
        return any(model.options[name].performance[group].value is None for name in options)
    return any(_unknown_below(model, child, options) for child in model.groups[group].children)
