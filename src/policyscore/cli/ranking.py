"""The ranking that a command works on: the model under a profile and weight flags."""

from collections.abc import Sequence

from policyscore.doubts import broken_orders
from policyscore.faults import Fault
from policyscore.model import Model
from policyscore.reports.ranked import Ranked
from policyscore.scenario import scenario
from policyscore.scoring import rank


def ranked_under(
    model: Model,
    profile: str | None,
    weight: Sequence[str] | None,
    warnings: list[Fault],
    verbose: bool = False,
) -> Ranked:
    """Return the ranking under a profile and weight flags; what these break is added to `warnings`.

    Raises Misuse as `scenario` does.
    """
    used = scenario(model, profile, weight or ())
    warnings += broken_orders(model, used.weights) if used.changes else []
    before = rank(model, used.departs) if used.departs else None
    told = [fault.what for fault in warnings]
    return Ranked(model, used, rank(model, used.weights), told, verbose=verbose, before=before)
