"""What holds for all allowed weights or for some of them: linear programs, solved exactly.

The allowed weights are those of the simplex with wall . w >= 0 for each wall. The simplex method
works on fractions here, with Bland's rule (New finite pivoting rules for the simplex method,
Mathematics of Operations Research 2, 1977), so that it ends and is exact.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

Row = Sequence[Fraction]
ZERO, ONE = Fraction(0), Fraction(1)


class Optimum(NamedTuple):
    """The largest value, weights that reach it, and what each row that limits it is worth there."""

    value: Fraction
    weights: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]


class Chance(NamedTuple):
    """How far ahead of all others an option can get, in points, and the weights that do it.

    Below 0 nothing makes it first; then `mixture`, shares of the other options that add up to 1,
    scores more than it does by at least that much, whatever the allowed weights.
    """

    margin: Fraction
    weights: tuple[Fraction, ...]
    mixture: tuple[tuple[int, Fraction], ...]


def largest(objective: Row, walls: Sequence[Row] = ()) -> Optimum | None:
    """Return the largest objective . w over the allowed weights, None if there are none."""
    return _maximum(objective, [[-x for x in wall] for wall in walls], len(objective))


def chance(rows: Sequence[Row], option: int, walls: Sequence[Row] = ()) -> Chance:
    """Return how far ahead an option can get over the allowed weights, of which there are some.

    `rows` are the scores of all options, two at least. The margin t is the largest with t at most
    (own - other) . w for each other; the prices of these limits are the mixture (duality).
    """
    others = [i for i in range(len(rows)) if i != option]
    gaps = [[x - y for x, y in zip(rows[option], rows[i], strict=True)] for i in others]
    least = min(min(gap) for gap in gaps)  # t is least plus a variable that is not below 0
    limits = [[*(least - x for x in gap), ONE] for gap in gaps]
    limits += [[*(-x for x in wall), ZERO] for wall in walls]
    count = len(rows[0])
    found = _maximum([*[least] * count, ONE], limits, count)
    if found is None:
        raise ValueError("no weights are allowed")
    mixture = tuple((i, price) for i, price in zip(others, found.prices, strict=False) if price)
    return Chance(found.value, found.weights, mixture if found.value < 0 else ())


def inside(walls: Sequence[Row], count: int) -> tuple[Fraction, ...] | None:
    """Return weights of `count` criteria off all walls and above 0, as far off as can be.

    None where the walls leave nothing, or no more than a boundary of the simplex. A wall of zeros
    keeps nothing out.
    """
    limits = [[*(-x for x in wall), ONE] for wall in walls if any(wall)]
    limits += [[-ONE if i == j else ZERO for i in range(count)] + [ONE] for j in range(count)]
    found = _maximum([ZERO] * count + [ONE], limits, count)
    return found.weights if found is not None and found.value > 0 else None


def contradiction(parts: Sequence[Sequence[Row]], count: int) -> list[int]:
    """Return which parts, each some walls, leave no volume together; none of them can be spared.

    The parts are gone through once, and each that is not needed for the contradiction is left out.
    """
    kept = list(range(len(parts)))
    for part in range(len(parts)):
        rest = [i for i in kept if i != part]
        if inside([wall for i in rest for wall in parts[i]], count) is None:
            kept = rest
    return kept


def _maximum(objective: Row, limits: Sequence[Row], count: int) -> Optimum | None:
    """Return the largest objective . x over x >= 0 with limit . x <= 0 and x[:count] adding to 1.

    First the sum of x[:count] is brought from 0 to 1, if that can be.
    """
    width, rows = len(objective), len(limits)
    table = [
        [*limit, *(ONE if i == j else ZERO for j in range(rows + 1)), ZERO]
        for i, limit in enumerate(limits)
    ]
    whole = [ONE] * count + [ZERO] * (width - count)
    table.append([*whole, *[ZERO] * rows, ONE, ONE])
    basis = list(range(width, width + rows + 1))
    feasible = [*whole, *[ZERO] * (rows + 2)]
    _climb(table, basis, feasible, width + rows + 1)
    if feasible[-1] != -1:
        return None
    costs = [*objective, *[ZERO] * (rows + 2)]
    for row, name in zip(table, basis, strict=True):
        if costs[name]:
            _subtract(costs, row, costs[name])
    _climb(table, basis, costs, width + rows)  # the slack of the sum stays out: it stays 1
    values = {name: row[-1] for name, row in zip(basis, table, strict=True)}
    weights = tuple(values.get(i, ZERO) for i in range(count))
    return Optimum(-costs[-1], weights, tuple(-x for x in costs[width : width + rows]))


def _climb(table: list[list[Fraction]], basis: list[int], costs: list[Fraction], free: int) -> None:
    """Pivot until no column of the first `free` ones raises the objective, whose row is `costs`."""
    while (enter := next((j for j in range(free) if costs[j] > 0), None)) is not None:
        leave = min(
            (i for i in range(len(table)) if table[i][enter] > 0),
            key=lambda i: (table[i][-1] / table[i][enter], basis[i]),
        )
        pivot = table[leave][enter]
        table[leave] = [x / pivot if x else x for x in table[leave]]
        for row in (*table[:leave], *table[leave + 1 :], costs):
            if row[enter]:
                _subtract(row, table[leave], row[enter])
        basis[leave] = enter


def _subtract(row: list[Fraction], other: list[Fraction], times: Fraction) -> None:
    for j, x in enumerate(other):
        if x:
            row[j] -= times * x
