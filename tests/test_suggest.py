"""The name that a wrong one was probably meant to be."""

import pytest

from policyscore.suggest import did_you_mean, nearest

CRITERIA = ("cost", "crime", "institutions", "involvement")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("cots", "cost"),
        ("Cost", "cost"),
        ("COST", "cost"),
        ("crme", "crime"),
        ("institution", "institutions"),
        ("involvment", "involvement"),
        ("c\u043est", "cost"),
        ("zebra", None),
        ("", None),
        ("c" * 101, None),
    ],
)
def test_the_nearest_name_is_found_or_none(name: str, meant: str | None) -> None:
    assert nearest(name, CRITERIA) == meant


def test_of_equally_near_names_the_first_in_the_alphabet_is_meant() -> None:
    assert nearest("cosx", ["cost", "cosy", "cosa"]) == "cosa"


def test_a_name_that_differs_in_case_alone_is_nearest() -> None:
    assert nearest("CRIME", ["crimes", "Crime", "prime"]) == "Crime"


def test_three_fifths_alike_is_near_enough_and_less_is_not() -> None:
    assert nearest("abcde", ["abcxy"]) == "abcxy"
    assert nearest("abcdef", ["abcxyz"]) is None


def test_what_is_longer_than_any_name_is_near_to_nothing() -> None:
    assert nearest("c" * 100, ["c" * 99]) == "c" * 99
    assert nearest("c" * 101, ["c" * 100]) is None


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("cost", []) is None


def test_a_suggestion_is_a_question_and_otherwise_a_hint() -> None:
    assert did_you_mean("cots", CRITERIA, "name a criterion") == "did you mean cost?"
    assert did_you_mean("zebra", CRITERIA, "name a criterion") == "name a criterion"
    assert did_you_mean("zebra", CRITERIA) == ""


def test_a_name_among_thousands_is_found_in_a_moment() -> None:
    known = [f"criterion-{number}" for number in range(2000)]
    assert nearest("criterion_77", known) == "criterion-77"
