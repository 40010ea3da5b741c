"""Shapley values, exactly: what each player adds to the worth of all, averaged over all orders.

L. S. Shapley, A value for n-person games, in Contributions to the Theory of Games II, 1953. The
values add up to the worth of all players less that of none.
"""

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import NamedTuple

# From the set of players that join, as bits, to what they are worth together.
Worth = Callable[[int], Fraction]


class Marginals(NamedTuple):
    """What a game comes to by the number of players that have joined before.

    `gains[i][k]` is the sum of what player i adds, `worths[k]` the sum of the worths, over all sets
    of k players (for gains, of k others).
    """

    gains: tuple[tuple[Fraction, ...], ...]
    worths: tuple[Fraction, ...]


def marginals(players: int, worth: Worth) -> Marginals:
    """Return the sums of gains and of worths of a game; 2 to the power of `players` are summed."""
    found = [worth(joined) for joined in range(1 << players)]
    gains = [[Fraction(0)] * players for _ in range(players)]
    worths = [Fraction(0)] * (players + 1)
    for joined, value in enumerate(found):
        size = joined.bit_count()
        worths[size] += value
        for player in range(players):
            if not joined >> player & 1:
                gains[player][size] += found[joined | 1 << player] - value
    return Marginals(tuple(map(tuple, gains)), tuple(worths))


def of_product(one: Marginals, other: Marginals) -> tuple[tuple[Fraction, ...], ...]:
    """Return the Shapley values of the product of two games with different players.

    Those of the first game's players, then those of the other's. A game of no players has one worth
    all the same.
    """
    return _values(one, other), _values(other, one)


def _values(own: Marginals, beside: Marginals) -> tuple[Fraction, ...]:
    """Return the values of one game's players: gains times worths, each by how often it happens."""
    players = len(own.gains) + len(beside.gains)
    chances = [
        Fraction(factorial(before) * factorial(players - before - 1), factorial(players))
        for before in range(players)
    ]
    return tuple(
        sum(
            (
                chances[k + j] * gain * worth
                for k, gain in enumerate(gains)
                for j, worth in enumerate(beside.worths)
            ),
            Fraction(0),
        )
        for gains in own.gains
    )
