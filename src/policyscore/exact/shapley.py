"""Shapley values, exactly: what each player adds to the worth of all, averaged over all orders.

L. S. Shapley, A value for n-person games, in Contributions to the Theory of Games II, 1953. The
values add up to the worth of all players less that of none.
"""

from collections.abc import Callable, Sequence
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


class Weighed(NamedTuple):
    """A game summed up to be played beside another, of whose players only the number matters.

    `gains[i][j]` is what player i adds, and `worths[j]` what the game is worth, where j of the
    others have joined before; each by how often that happens in an order of all players.
    """

    gains: tuple[tuple[Fraction, ...], ...]
    worths: tuple[Fraction, ...]


def weighed(game: Marginals, others: int) -> Weighed:
    """Return a game summed up over the numbers of its own players who have joined."""
    players = len(game.gains) + others
    chances = [
        Fraction(factorial(before) * factorial(players - before - 1), factorial(players))
        for before in range(players)
    ]

    def summed(values: Sequence[Fraction], joined: int) -> Fraction:
        return sum((chances[k + joined] * x for k, x in enumerate(values)), Fraction(0))

    return Weighed(
        tuple(tuple(summed(gains, j) for j in range(others + 1)) for gains in game.gains),
        tuple(summed(game.worths, j) for j in range(others)),
    )


def of_product(one: Weighed, other: Marginals) -> list[Fraction]:
    """Return the Shapley values of the product of two games with different players.

    Those of the first game's players, then those of the other's, as many as the first was weighed
    for. A game of no players has one worth all the same.
    """
    return [
        *(_product(gains, other.worths) for gains in one.gains),
        *(_product(gains, one.worths) for gains in other.gains),
    ]


def _product(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(one, other, strict=True) if x), Fraction(0))
