"""Who leads always, sometimes or never while every performance may be anywhere in its range.

No distribution is assumed: only the ends of the ranges count, unknown performances have their whole
scale. An option fares best with its own cells at their better ends and all others' at the worse.
The orders of the model, which could only narrow this down, are left aside.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from policyscore.analyses.allowed import Space
from policyscore.exact.extremes import chance, largest
from policyscore.model import Model
from policyscore.scoring import Ranking, ends, value_functions

When = Literal["always", "sometimes", "never"]
Row = Sequence[Fraction]


def at_stated_weights(ranking: Ranking) -> dict[str, When]:
    """Return by option when it leads, or shares the lead, under the weights of the ranking."""
    found: dict[str, When] = {}
    for own in ranking.standings:
        others = [other for other in ranking.standings if other is not own]
        always = all(own.low >= other.high for other in others)
        able = all(own.high >= other.low for other in others)
        found[own.option] = "always" if always else "sometimes" if able else "never"
    return found


def at_any_weights(model: Model, space: Space, walls: Sequence[Row]) -> dict[str, When]:
    """Return by option when it leads, or shares the lead, over all allowed weights too."""
    low, high = _ends(model, space, 0), _ends(model, space, 1)
    names = list(low)
    found: dict[str, When] = {}
    for i, name in enumerate(names):
        rows = [high[other] if other == name else low[other] for other in names]
        if len(names) > 1 and chance(rows, i, walls).margin < 0:
            found[name] = "never"
            continue
        gaps = [
            [x - y for x, y in zip(high[other], low[name], strict=True)]
            for other in names
            if other != name
        ]
        behind = [largest(gap, walls) for gap in gaps]
        always = all(most is not None and most.value <= 0 for most in behind)
        found[name] = "always" if always else "sometimes"
    return found


def _ends(model: Model, space: Space, end: int) -> dict[str, tuple[Fraction, ...]]:
    """Return each option's scores on the names at the worse (0) or the better end (1)."""
    functions = value_functions(model)
    return {
        option.id: space.on({n: ends(f, option.performance[n])[end] for n, f in functions.items()})
        for option in model.options.values()
    }
