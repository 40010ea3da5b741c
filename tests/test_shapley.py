"""Shapley values against averages over all orders, and against games solved in print."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from math import factorial

from hypothesis import given
from hypothesis import strategies as st

from policyscore.exact.shapley import Marginals, marginals, of_product, weighed
from tests.strategies import steady

NOBODY = Marginals((), (Fraction(1),))

values = st.sampled_from(tuple(map(Fraction, ("-3", "-1/2", "0", "1/3", "2", "7"))))


def by_all_orders(players: int, worth: Callable[[int], Fraction]) -> list[Fraction]:
    """Return the values as their definition has it: the mean gain over all orders of joining."""
    found = [Fraction(0)] * players
    for order in permutations(range(players)):
        joined = 0
        for player in order:
            found[player] += worth(joined | 1 << player) - worth(joined)
            joined |= 1 << player
    return [value / factorial(players) for value in found]


def shapley(players: int, worth: Callable[[int], Fraction]) -> list[Fraction]:
    return of_product(weighed(marginals(players, worth), 0), NOBODY)


def test_the_glove_game_gives_the_one_with_the_scarce_glove_two_thirds() -> None:
    """One left glove (player 0), two right ones; a pair is worth 1. Known values: 2/3, 1/6, 1/6."""

    def worth(joined: int) -> Fraction:
        return Fraction(bool(joined & 1 and joined & 0b110))

    assert shapley(3, worth) == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]


def test_the_airport_game_divides_each_length_of_runway_among_those_who_need_it() -> None:
    """Costs 1, 2 and 4 (Littlechild and Owen, 1973): 1/3, 1/3 + 1/2, 1/3 + 1/2 + 2."""
    lengths = (1, 2, 4)

    def worth(joined: int) -> Fraction:
        return Fraction(max((x for i, x in enumerate(lengths) if joined >> i & 1), default=0))

    third, half = Fraction(1, 3), Fraction(1, 2)
    assert shapley(3, worth) == [third, third + half, third + half + 2]


@steady
@given(players=st.integers(0, 4), data=st.data())
def test_the_values_are_the_mean_gains_over_all_orders(players: int, data: st.DataObject) -> None:
    worths = data.draw(st.lists(values, min_size=1 << players, max_size=1 << players))

    found = shapley(players, lambda joined: worths[joined])

    assert found == by_all_orders(players, lambda joined: worths[joined])
    assert sum(found) == worths[-1] - worths[0]


@steady
@given(one=st.integers(0, 3), other=st.integers(0, 2), data=st.data())
def test_the_product_of_two_games_has_the_values_of_the_whole(
    one: int, other: int, data: st.DataObject
) -> None:
    first = data.draw(st.lists(values, min_size=1 << one, max_size=1 << one))
    second = data.draw(st.lists(values, min_size=1 << other, max_size=1 << other))

    def whole(joined: int) -> Fraction:
        return first[joined & (1 << one) - 1] * second[joined >> one]

    found = of_product(
        weighed(marginals(one, lambda joined: first[joined]), other),
        marginals(other, lambda joined: second[joined]),
    )

    assert found == by_all_orders(one + other, whole)


def test_a_player_who_adds_nothing_gets_nothing() -> None:
    assert shapley(2, lambda joined: Fraction(5 * (joined & 1))) == [5, 0]
