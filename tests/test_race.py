"""The share of all weights with one option above another: theory, textbook formula, precision."""

import random
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.exact.race import MOST_EXACT, winning_share
from tests import simplices
from tests.strategies import steady

small = st.lists(st.integers(-3, 3).map(Fraction), min_size=1, max_size=5)


def exact(text: str) -> list[Fraction]:
    return [Fraction(number) for number in text.split()]


def divided_difference(differences: list[Fraction]) -> Fraction:
    """Return the textbook's answer for differences that are all distinct.

    It is the divided difference of max(d, 0) to the power n - 1, useless in doubles: its terms are
    huge and cancel.
    """
    return sum(
        (
            d ** (len(differences) - 1) / prod(d - other for other in differences if other != d)
            for d in differences
            if d > 0
        ),
        Fraction(0),
    )


# Theory


@pytest.mark.parametrize(
    ("differences", "share"),
    [
        ("1 1 1 -1 -1", "11/16"),  # the problem of points: 3 against 2 rounds to win
        ("1 -1", "1/2"),
        ("3 -1", "3/4"),
        ("1 -1 1", "3/4"),
        ("1 -1/2 0", "2/3"),
        ("2 -1 -1", "4/9"),
        ("1 0 0", "1"),
        ("-1 0 0", "0"),
        ("0 0", "0"),
        ("0", "0"),
        ("2", "1"),
    ],
)
def test_shares_known_by_theory(differences: str, share: str) -> None:
    assert winning_share(exact(differences)) == Fraction(share)


def test_the_one_who_needs_fewer_points_of_a_fair_game_wins_as_pascal_says() -> None:
    # With p and q points missing, p + q - 1 rounds decide; the first wins if q of them go astray.
    chances = [winning_share([Fraction(1)] * q + [Fraction(-1)] * 2) for q in (1, 2, 3, 4)]

    assert chances == exact("1/4 1/2 11/16 13/16")


@steady
@given(st.sets(st.fractions(-5, 5, max_denominator=12), min_size=1, max_size=8))
def test_the_textbook_formula_gives_the_same_fraction(differences: set[Fraction]) -> None:
    if differences == {0}:
        return
    assert winning_share([*differences]) == divided_difference([*differences])


@steady
@given(small)
def test_cutting_the_simplex_gives_the_same_fraction_with_equal_differences_too(
    differences: list[Fraction],
) -> None:
    pieces = list(simplices.cut(simplices.whole(len(differences)), differences))
    won = [p for p in pieces if simplices.dot(simplices.center(p), differences) > 0]

    assert winning_share(differences) == simplices.volume(won)


# What must hold


@steady
@given(small)
def test_what_one_wins_the_other_loses(differences: list[Fraction]) -> None:
    back = [-d for d in differences]

    assert winning_share(differences) + winning_share(back) == (1 if any(differences) else 0)


@steady
@given(small, st.randoms(use_true_random=False))
def test_zeros_the_order_and_the_unit_count_for_nothing(
    differences: list[Fraction], chance: random.Random
) -> None:
    changed = [d * Fraction(7, 3) for d in [*differences, Fraction(0), Fraction(0)]]
    chance.shuffle(changed)

    assert winning_share(changed) == winning_share(differences)


@steady
@given(small, st.data())
def test_a_larger_difference_never_wins_less(
    differences: list[Fraction], data: st.DataObject
) -> None:
    raised = list(differences)
    raised[data.draw(st.integers(0, len(raised) - 1))] += 1

    assert winning_share(raised) >= winning_share(differences)


def test_random_weights_agree() -> None:
    differences = exact("5 -3 2 -7 1 1 -0.5 4 -2 0.1")
    drawn = 20_000

    won = sum(
        sum(w * float(d) for w, d in zip(weights, differences, strict=True)) > 0
        for weights in simplices.random_weights(len(differences), drawn, seed=1)
    )

    share = float(winning_share(differences))
    assert abs(won - drawn * share) < 4 * (drawn * share * (1 - share)) ** 0.5


# Many criteria: doubles, but never wrong by more than their last digits

chance = random.Random(50)
FIFTY = {
    "normal": [Fraction(chance.gauss(0, 1)) for _ in range(50)],
    "near 1 and -1": [(-1) ** k * (1 + k * Fraction("1e-9")) for k in range(50)],
    "1e-12 to 1e12": [
        Fraction(chance.choice((-1, 1)) * 10 ** chance.uniform(-12, 12)) for _ in range(50)
    ],
    "mostly for": [Fraction(chance.uniform(-1, 9)) for _ in range(50)],
    "mostly against": [Fraction(chance.uniform(-9, 1)) for _ in range(50)],
    "hardly against": [Fraction(k if k > 2 else -k, 100) for k in range(1, 51)],
    "hardly for": [Fraction(-k if k > 2 else k, 100) for k in range(1, 51)],
}


@pytest.mark.parametrize("differences", FIFTY.values(), ids=FIFTY)
def test_fifty_criteria_are_right_to_13_digits_on_either_side(differences: list[Fraction]) -> None:
    wanted, found = divided_difference(differences), winning_share(differences)

    assert 0 < found < 1
    assert abs(found / wanted - 1) < Fraction("1e-13")
    assert abs((1 - found) / (1 - wanted) - 1) < Fraction("1e-13")


@pytest.mark.parametrize("differences", FIFTY.values(), ids=FIFTY)
def test_fifty_criteria_complement_each_other(differences: list[Fraction]) -> None:
    both = winning_share(differences) + winning_share([-d for d in differences])

    assert abs(both - 1) < Fraction("1e-13")


def test_up_to_fourteen_criteria_that_differ_are_exact() -> None:
    differences = [Fraction(-k if k % 3 else k) for k in range(1, MOST_EXACT + 1)]

    assert MOST_EXACT == 14
    assert winning_share(differences) == divided_difference(differences)
    assert winning_share(differences + exact("0 0 0 0")) == divided_difference(differences)


def test_fifty_criteria_do_not_take_fractions_of_thousands_of_digits() -> None:
    differences = FIFTY["normal"]

    found = winning_share(differences)

    assert divided_difference(differences).denominator > 10**1000
    assert found.denominator < 2**1000
    assert found.denominator.bit_count() == 1  # that of a double


@pytest.mark.parametrize("tiny", ["1e-12", "1e-3", "1e-300"])
def test_a_share_is_0_or_1_only_where_it_is_exactly_that(tiny: str) -> None:
    against = Fraction(tiny)
    up = [Fraction(k) for k in range(1, 31)]

    # The one job against ends last only if it outlasts each of the thirty, one after the other.
    rest = prod(against / (x + against) for x in up)
    won, lost = winning_share([*up, -against]), winning_share([*(-x for x in up), against])
    assert float(won) == 1 > won
    assert lost > 0
    assert abs((1 - won) / rest - 1) < Fraction("1e-13")
    assert abs(lost / rest - 1) < Fraction("1e-13")
    assert winning_share([*up, Fraction(0)]) == 1
    assert winning_share([*(-x for x in up), Fraction(0)]) == 0


@pytest.mark.parametrize("unit", ["1e-299", "1e299"])
def test_doubles_are_left_where_they_would_lose_digits(unit: str) -> None:
    differences = [(-1) ** k * Fraction(k) for k in range(1, 21)]

    found = winning_share([d * Fraction(unit) for d in differences])

    assert found == divided_difference(differences)
