"""Orders on groups, held against the scores that weights give the groups."""

from fractions import Fraction

from policyscore.model import Model, Order
from policyscore.scoring import ends_of_group
from policyscore.weights import Weights


def broken_pairs(
    model: Model, used: Weights, order: Order
) -> list[tuple[str, str, Fraction, Fraction]]:
    """Return the pairs (better, worse, score, score) of an order on a group that cannot hold.

    Where performances are unknown, the most that the better one may score in the group is held
    against the least that the worse one may.
    """
    ends = {
        name: ends_of_group(model, used, order.criterion, name)
        for name in (*order.better, *order.worse)
    }
    return [
        (good, bad, ends[good][1], ends[bad][0])
        for good in order.better
        for bad in order.worse
        if ends[good][1] < ends[bad][0]
    ]


def contradicts(model: Model, used: Weights, name: str, criterion: str, value: Fraction) -> bool:
    """Tell whether an order could not hold if an option's performance had a value."""
    option = model.options[name]
    cell = option.performance[criterion]._replace(value=value, low=value, high=value)
    changed = option._replace(performance={**option.performance, criterion: cell})
    trial = model._replace(options={**model.options, name: changed})
    orders = (o for o in model.decision.orders if criterion in model.leaves(o.criterion))
    return any(broken_pairs(trial, used, order) for order in orders)
