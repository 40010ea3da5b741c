"""The verdict: which single check takes firmness away, and where each threshold lies."""

from fractions import Fraction

import pytest

from policyscore.analyses.verdict import Check, Findings, verdict

FIRM = Findings(
    lead=Fraction(5),
    indifference=Fraction(2),
    radius=Fraction("0.2"),
    cells=0,
    weights=(("criteria", Fraction("0.7"), None), ("groups", Fraction("0.6"), Fraction("0.05"))),
    draws=(("independent", Fraction("0.95"), Fraction("0.01")),),
)


def with_draws(share: str, error: str) -> Findings:
    return FIRM._replace(draws=(("correlated", Fraction(share), Fraction(error)),))


def test_a_lead_that_passes_all_checks_is_firm() -> None:
    word, checks = verdict(FIRM)

    assert word == "firm"
    assert [(c.kind, c.of, str(c.found), str(c.needed), c.holds, c.error) for c in checks] == [
        ("lead", "", "5", "2", True, None),
        ("radius", "", "1/5", "1/10", True, None),
        ("cells", "", "0", "0", True, None),
        ("weights", "criteria", "7/10", "1/2", True, None),
        ("weights", "groups", "3/5", "1/2", True, Fraction(1, 20)),
        ("draws", "independent", "19/20", "9/10", True, Fraction(1, 100)),
    ]


@pytest.mark.parametrize(
    ("findings", "fails"),
    [
        (FIRM._replace(lead=Fraction("1.99")), "lead"),
        (FIRM._replace(radius=Fraction("0.0999")), "radius"),
        (FIRM._replace(cells=1), "cells"),
        (FIRM._replace(weights=(("groups", Fraction("0.499"), None),)), "weights"),
        (FIRM._replace(weights=(("groups", Fraction("0.52"), Fraction("0.03")),)), "weights"),
        (with_draws("0.899", "0"), "draws"),
        (with_draws("0.91", "0.011"), "draws"),
    ],
)
def test_each_check_alone_makes_a_lead_fragile(findings: Findings, fails: str) -> None:
    word, checks = verdict(findings)

    assert word == "fragile"
    assert [check.kind for check in checks if not check.holds] == [fails]


def test_what_is_needed_is_enough() -> None:
    just = Findings(
        lead=Fraction(2),
        indifference=Fraction(2),
        radius=Fraction("0.1"),
        cells=0,
        weights=(
            ("criteria", Fraction("0.5"), None),
            ("groups", Fraction("0.53"), Fraction("0.03")),
        ),
        draws=(("independent", Fraction("0.91"), Fraction("0.01")),),
    )

    assert verdict(just).word == "firm"


def test_what_was_not_to_be_found_out_is_not_checked() -> None:
    word, checks = verdict(FIRM._replace(cells=None, weights=(), draws=()))

    assert word == "firm"
    assert [check.kind for check in checks] == ["lead", "radius"]


def test_what_is_not_known_does_not_hold() -> None:
    word, checks = verdict(FIRM._replace(draws=(("independent", None, None),)))

    assert word == "fragile"
    (check,) = [check for check in checks if not check.holds]
    assert check == Check("draws", "independent", None, Fraction("0.9"), False, None)


def test_without_a_lead_it_is_a_tie_whatever_else_holds() -> None:
    word, checks = verdict(FIRM._replace(lead=Fraction(0), indifference=Fraction(0)))

    assert word == "tie"
    assert all(check.holds for check in checks)


def test_any_lead_counts_where_nothing_is_indifferent() -> None:
    assert verdict(FIRM._replace(lead=Fraction("0.001"), indifference=Fraction(0))).word == "firm"
