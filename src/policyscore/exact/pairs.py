"""How much of all weights puts one option above another, for thousands of pairs at once.

The same recursion as in `race`, a step for all pairs with as many criteria for and against. It
needs numpy, which the extra `policyscore[fast]` brings.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXACT = 2**53  # up to here doubles are whole numbers without gaps


def has_numpy() -> bool:
    """Tell whether numpy is installed; it is not loaded for that."""
    return find_spec("numpy") is not None


def winning_shares(rows: Sequence[Sequence[Fraction]]) -> "NDArray[np.float64]":
    """Return the matrix of shares of all weights that put the option of a row above a column's.

    `rows` are the scores of the options. The relative error is below 1e-13 where the scores, made
    whole numbers by a common factor, are below 2**53; else differences carry their rounding too.
    """
    import numpy as np

    common = lcm(*(x.denominator for row in rows for x in row))
    largest = max(abs(x) for row in rows for x in row)
    scale = common if largest * common < EXACT else 1
    scores = np.array([[float(x * scale) for x in row] for row in rows])
    first, second = np.triu_indices(len(rows), 1)
    gaps = scores[first] - scores[second]
    gaps.sort(axis=1)
    found = np.zeros((len(rows), len(rows)))
    for group, up, down in _groups(gaps):
        share = _race(up, down)
        rest = 1 - share if len(up) or len(down) else share
        more = share > 0.5  # the smaller part keeps all its digits
        rest[more] = _race(down[:, more], up[:, more])
        found[first[group], second[group]] = share
        found[second[group], first[group]] = rest
    return found


def _groups(
    gaps: "NDArray[np.float64]",
) -> "Iterator[tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]]":
    """Yield the pairs with as many criteria for and against, and these, a column a criterion."""
    import numpy as np

    width = gaps.shape[1]
    kinds = (gaps > 0).sum(axis=1) * (width + 1) + (gaps < 0).sum(axis=1)
    order = np.argsort(kinds, kind="stable")
    names, starts = np.unique(kinds[order], return_index=True)
    for name, group in zip(names, np.split(order, starts[1:]), strict=True):
        ups, downs = divmod(int(name), width + 1)
        yield group, gaps[group, width - ups :].T.copy(), -gaps[group, :downs].T.copy()


def _race(up: "NDArray[np.float64]", down: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the chance that jobs of the means `down` are all done before those of `up`."""
    import numpy as np

    width = up.shape[1]
    if not len(up):
        return np.zeros(width)
    chance = [np.ones(width), *(np.zeros(width) for _ in down)]
    for x in up:
        for left, y in enumerate(down, start=1):
            chance[left] = (y * chance[left] + x * chance[left - 1]) / (x + y)
    return chance[-1]
