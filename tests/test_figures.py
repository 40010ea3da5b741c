"""Numbers for people's eyes: rounding that never claims what is not so."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.figures import (
    MOST_PLACES,
    amount,
    places_that_separate,
    points,
    share,
    significant,
)
from tests.conftest import run
from tests.strategies import steady

# Numbers from very small to very large, many of them on or beside a half.
sizes = st.builds(
    lambda mantissa, power, denominator: mantissa * Fraction(10) ** power / denominator,
    st.integers(-9999, 9999),
    st.integers(-40, 3),
    st.sampled_from((1, 2, 3, 16)),
)


def number(text: str) -> Fraction:
    """Return the number that a text shows."""
    return Fraction(text.replace("−", "-").removesuffix(" %"))


# Points


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0.0"),
        ("49.8076923", "49.8"),
        ("100", "100.0"),
        ("7.96", "8.0"),
        ("0.05", "0.1"),
        ("0.25", "0.3"),
        ("0.35", "0.4"),
        ("-0.25", "−0.3"),
        ("-4.26923", "−4.3"),
        ("0.0499", "0.05"),
        ("0.04", "0.04"),
        ("0.004", "0.004"),
        ("-0.0006", "−0.001"),
        ("0.0000000000005", "0.000000000001"),
        ("0.00000000000049", "4.9e-13"),
        ("-1e-30", "−1e-30"),
    ],
)
def test_points_have_one_decimal_and_more_before_they_would_read_as_0(
    value: str, expected: str
) -> None:
    assert points(Fraction(value)) == expected


def test_points_too_small_for_a_float_still_show_their_size() -> None:
    assert points(Fraction(1, 10**400)) == "1e-400"
    assert points(Fraction(-1, 3 * 10**400), signed=True) == "−3.3e-401"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("24.5", 0, "25"),
        ("24.4999", 0, "24"),
        ("0", 0, "0"),
        ("0.5", 0, "1"),
        ("0.4", 0, "0.4"),
        ("0.04", 0, "0.04"),
        ("-0.4", 0, "−0.4"),
        ("0.005", 2, "0.01"),
        ("0.0049", 2, "0.005"),
        ("12.3456", 3, "12.346"),
        ("12", 3, "12.000"),
        ("0.0000000000004", 12, "4e-13"),
    ],
)
def test_points_round_halves_away_from_0_to_any_number_of_places(
    value: str, places: int, expected: str
) -> None:
    assert points(Fraction(value), places) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("8", "+8.0"), ("-8", "−8.0"), ("0", "0.0"), ("0.001", "+0.001"), ("-1e-20", "−1e-20")],
)
def test_a_signed_difference_shows_its_sign_and_0_has_none(value: str, expected: str) -> None:
    assert points(Fraction(value), signed=True) == expected


@steady
@given(sizes, st.integers(0, 4))
def test_points_read_as_0_only_for_0_and_are_off_by_half_a_place_at_most(
    value: Fraction, places: int
) -> None:
    text = points(value, places)

    assert (number(text) == 0) == (value == 0)
    assert abs(number(text) - value) <= Fraction(1, 2 * 10**places)
    assert text.startswith("−") == (value < 0)


# Shares


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0 %"),
        ("1", "100 %"),
        ("1/2", "50.0 %"),
        ("0.15385", "15.4 %"),
        ("0.0005", "<0.1 %"),
        ("0.001", "0.1 %"),
        ("0.00099999", "<0.1 %"),
        ("1e-40", "<0.1 %"),
        ("0.999", "99.9 %"),
        ("0.99900001", ">99.9 %"),
        ("0.9996", ">99.9 %"),
        ("0.99949", ">99.9 %"),
    ],
)
def test_a_share_reads_0_or_100_only_where_it_is_exactly_that(value: str, expected: str) -> None:
    assert share(Fraction(value)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.004", 0, "<1 %"),
        ("0.015", 0, "2 %"),
        ("0.994", 0, ">99 %"),
        ("0.99", 0, "99 %"),
        ("0.12345", 2, "12.35 %"),
        ("0.00009", 2, "<0.01 %"),
        ("0.99999", 2, ">99.99 %"),
        ("1", 2, "100 %"),
    ],
)
def test_a_share_may_have_any_number_of_places(value: str, places: int, expected: str) -> None:
    assert share(Fraction(value), places) == expected


@steady
@given(st.fractions(0, 1), st.integers(0, 3))
def test_no_share_but_0_and_1_reads_as_0_or_100_percent(value: Fraction, places: int) -> None:
    text = share(value, places)

    assert (text == "0 %") == (value == 0)
    assert (text == "100 %") == (value == 1)
    if text.startswith("<"):
        assert value * 100 < number(text[1:])
    elif text.startswith(">"):
        assert value * 100 > number(text[1:])
    else:
        assert abs(number(text) - value * 100) <= Fraction(1, 2 * 10**places)


# Places that tell numbers apart


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("", 1),
        ("50", 1),
        ("50 50", 1),
        ("49.8 41.8 37.5", 1),
        ("49.84 49.86", 1),
        ("49.81 49.84", 2),
        ("49.801 49.802 37.5", 3),
        ("-0.3 0.3", 1),
        ("-0.03 0.03", 1),
        ("0 0.03", 1),
        ("0.03 0.0301", 4),
        ("50 50.000000000001", 12),
        ("50 50.000000000000000000000000000001", 12),
    ],
)
def test_as_many_places_as_it_takes_to_tell_numbers_apart(values: str, expected: int) -> None:
    assert places_that_separate(map(Fraction, values.split())) == expected


def test_the_least_number_of_places_may_be_given() -> None:
    assert places_that_separate([Fraction(1), Fraction(2)], least=0) == 0
    assert places_that_separate([Fraction("1.1"), Fraction("1.3")], least=0) == 1
    assert places_that_separate([Fraction(1), Fraction(2)], least=3) == 3


@steady
@given(st.lists(st.builds(Fraction, st.integers(0, 100_000), st.sampled_from((7, 1000, 10**6)))))
def test_different_numbers_read_differently_with_the_places_that_separate(
    values: list[Fraction],
) -> None:
    places = places_that_separate(values)

    assert 1 <= places <= MOST_PLACES
    assert len({points(value, places) for value in values}) == len(set(values))


def test_a_lead_of_1e_30_is_told_although_the_scores_read_alike(folder: Path) -> None:
    """The weights differ in the thirtieth decimal.

    --- policyscore.yaml
    title: A near tie
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/b.yaml
    {name: B, weight: 1.000000000000000000000000000001, scale: {worst: 0, best: 1}}
    --- options/x.yaml
    {name: Bus, performance: {a: 1, b: 0}}
    --- options/y.yaml
    {name: Rail, performance: {a: 0, b: 1}}
    """
    shown = run("rank", str(folder)).out

    answer = next(line for line in shown.splitlines() if line.startswith("Rail has the highest"))
    assert "Too close to call" in answer
    assert "lead over Bus is 5e-29" in answer
    assert "tie" not in answer
    assert "1=" not in shown


# Performances


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("645", "US$ million a year", "645 US$ million a year"),
        ("645", "", "645"),
        ("-0.5", "°C", "−0.5 °C"),
        ("0", "points", "0 points"),
        ("1e20", "t", "1e20 t"),
        ("1e-9", "t", "1e-9 t"),
        ("-1e-9", "t", "−1e-9 t"),
        ("0.30", "", "0.3"),
    ],
)
def test_an_amount_is_the_number_as_written_with_its_unit(
    value: str, unit: str, expected: str
) -> None:
    assert amount(Fraction(value), unit) == expected


def test_an_unknown_amount_says_so() -> None:
    assert amount(None, "t") == "unknown"


# Significant digits


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("0", 2, "0"),
        ("1", 2, "1"),
        ("12.5", 2, "13"),
        ("-12.5", 2, "−13"),
        ("0.0456", 2, "0.046"),
        ("9.96", 2, "10"),
        ("10.4", 2, "10"),
        ("1.04", 2, "1"),
        ("0.0104", 2, "0.01"),
        ("99.5", 2, "100"),
        ("1/3", 2, "0.33"),
        ("2/3", 3, "0.667"),
        ("123456", 2, "120000"),
        ("123456", 9, "123456"),
        ("1e30", 2, "1e30"),
        ("1.26e-30", 2, "1.3e-30"),
    ],
)
def test_significant_digits_at_any_size(value: str, digits: int, expected: str) -> None:
    assert significant(Fraction(value), digits) == expected


@steady
@given(sizes.filter(bool), st.integers(1, 6))
def test_significant_digits_are_off_by_half_a_digit_at_most(value: Fraction, digits: int) -> None:
    found = number(significant(value, digits))

    assert abs(found - value) <= abs(value) / 2 / 10 ** (digits - 1)
    assert (found < 0) == (value < 0)


def test_what_is_not_all_of_it_does_not_read_as_all_of_it() -> None:
    assert points(Fraction("99.96")) == "99.96"
    assert points(Fraction("99.96"), 0) == "99.96"
    assert points(Fraction(100)) == "100.0"
    assert points(Fraction("-99.999"), signed=True) == "−99.999"
    assert points(100 - Fraction(1, 10**30)) == "100.000000000000"  # twelve decimals at most
    assert points(Fraction("100.04")) == "100.0"
