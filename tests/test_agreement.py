"""How far sets of weights agree: who leads under each, Kendall's W, and what each gives up."""

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policyscore.analyses.agreement import (
    Agreement,
    agreement,
    alike,
    chosen,
    kendall_w,
    lead,
    mid_ranks,
    reversible,
    views,
)
from policyscore.faults import Misuse
from policyscore.model import Model
from tests import plain
from tests.strategies import as_files, models, steady


def found(model: Model, *profiles: str) -> Agreement:
    return agreement(views(model, chosen(model, profiles)))


def ranking(text: str) -> dict[str, Fraction]:
    """Return mid-ranks by object from ranks in a row."""
    return {f"object {i}": Fraction(rank) for i, rank in enumerate(text.split())}


def ranked(measured: str) -> dict[str, Fraction]:
    """Return mid-ranks of measurements: those below, and the middle of those that are equal."""
    values = [Fraction(value) for value in measured.split()]
    below = [sum(other < value for other in values) for value in values]
    equal = [sum(other == value for other in values) for value in values]
    ranks = (Fraction(2 * b + e + 1, 2) for b, e in zip(below, equal, strict=True))
    return {f"object {i}": rank for i, rank in enumerate(ranks)}


def spearman(one: dict[str, Fraction], other: dict[str, Fraction]) -> Fraction:
    """Return Spearman's rank correlation of two rankings without ties, 1 - 6Σd² / (n³ - n)."""
    n = len(one)
    return 1 - Fraction(6 * sum((one[o] - other[o]) ** 2 for o in one), n**3 - n)


# Kendall's W


def test_ties_are_corrected_for_as_in_zars_example_of_birds() -> None:
    # Zar, Biostatistical Analysis, 5th edition 2010, example 20.5: wing, tail and bill of 12 birds.
    # R's package synchrony (bird.traits) gives 0.9241 for it, and 0.9134 without the correction.
    birds = [
        ranked("10.4 10.8 11.1 10.2 10.3 10.2 10.7 10.5 10.8 11.2 10.6 11.4"),
        ranked("7.4 7.6 7.9 7.2 7.4 7.1 7.4 7.2 7.8 7.7 7.8 8.3"),
        ranked("17 17 20 14.5 15.5 13 19.5 16 21 20 18 22"),
    ]
    # The sums of ranks that Unistat prints for the example: the data are those of the book.
    sums = ranking("14.5 21 30.5 6 11 3.5 20 11.5 29 28.5 22.5 36")
    assert {bird: sum(ranks[bird] for ranks in birds) for bird in birds[0]} == sums
    w = kendall_w(birds)
    assert w is not None
    assert round(w, 4) == Fraction("0.9241")


@steady
@given(st.lists(st.permutations(range(1, 6)), min_size=2, max_size=6))
def test_without_ties_it_is_the_mean_of_spearmans_correlations(orders: list[list[int]]) -> None:
    # Mean r = (mW - 1) / (m - 1): Kendall and Babington Smith 1939.
    rankings = [ranking(" ".join(map(str, order))) for order in orders]
    m = len(rankings)
    pairs = list(combinations(rankings, 2))
    mean = sum(spearman(*pair) for pair in pairs) / len(pairs)
    w = kendall_w(rankings)
    assert w is not None
    assert mean == (m * w - 1) / (m - 1)


def test_the_same_ranking_each_time_is_1_with_and_without_ties() -> None:
    assert kendall_w([ranking("1 2 3")] * 4) == 1
    assert kendall_w([ranking("1.5 1.5 3")] * 4) == 1


def test_a_ranking_and_its_reverse_are_0() -> None:
    assert kendall_w([ranking("1 2 3"), ranking("3 2 1")]) == 0


@pytest.mark.parametrize(
    "rankings", [["1 2 3"], ["1", "1"], ["2 2 2", "2 2 2"]], ids=["one view", "one option", "ties"]
)
def test_where_nothing_could_differ_it_is_not_defined(rankings: list[str]) -> None:
    assert kendall_w([ranking(ranks) for ranks in rankings]) is None


# A model with profiles


def test_a_shared_lead_counts_for_both(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8, gain: 2}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2, gain: 8}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 4, gain: 4}}
    --- profiles/gain.yaml
    {name: Gain first, weights: {gain: 3}}
    """
    both = found(model)
    own = views(model, [None])[None]
    assert both.first == {"b": 2, "a": 1, "c": 0}
    assert both.never_first == ("c",)
    assert mid_ranks(own) == {"a": Fraction(3, 2), "b": Fraction(3, 2), "c": 3}
    assert lead(own) == 0
    # Under gain: Act 35, Build 65, Cut 40.
    assert both.regrets == {None: {"a": 0, "b": 0, "c": 10}, "gain": {"a": 30, "b": 0, "c": 25}}
    assert both.largest == {"b": 0, "a": 30, "c": 25}
    assert both.least == ("b",)
    # Rank sums 4.5, 2.5 and 5, one pair tied: (12 * 51.5 - 12 * 48) / (4 * 24 - 2 * 6).
    assert both.kendall_w == Fraction(42, 84)


def test_options_whose_largest_regrets_are_equal_share_the_smallest(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 10, gain: 0}}
    --- options/b.yaml
    {name: Build, performance: {cost: 0, gain: 10}}
    --- profiles/cost.yaml
    {name: Only cost, weights: {gain: 0}}
    --- profiles/gain.yaml
    {name: Only gain, weights: {cost: 0}}
    """
    assert found(model, "gain", "cost").least == ("a", "b")
    assert found(model, "gain", "cost").largest == {"a": 100, "b": 100}
    assert found(model, "cost").least == ("a",)
    assert found(model, "cost").kendall_w is None


def test_views_with_the_same_shares_are_alike_however_they_are_written(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 2, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 10, gain: 0}}
    --- profiles/doubled.yaml
    {name: Doubled, weights: {cost: 2, gain: 4}}
    --- profiles/even.yaml
    {name: Even, weights: {gain: 1}}
    --- profiles/equal.yaml
    {name: Equal, weights: {cost: 7, gain: 7}}
    --- profiles/other.yaml
    {name: Other, weights: {cost: 7}}
    """
    assert alike(views(model, chosen(model, ()))) == [[None, "doubled"], ["equal", "even"]]
    assert lead(views(model, [None])[None]) is None


@pytest.mark.parametrize(("cell", "could"), [("unknown", True), ("5", False)])
def test_only_what_is_unknown_can_reverse_a_ranking(cell: str, could: bool, mexico: Model) -> None:
    retrenchment = mexico.options["retrenchment"]
    cost = retrenchment.performance["cost"]
    scale = mexico.criteria["cost"].scale
    if cell == "unknown":
        cost = cost._replace(value=None, low=scale.best, high=scale.worst)
    cells = {**retrenchment.performance, "cost": cost}
    changed = {**mexico.options, "retrenchment": retrenchment._replace(performance=cells)}
    model = mexico._replace(options=changed)
    assert reversible(views(model, ["halves"])["halves"]) is could


# What to compare


def test_without_names_the_models_own_weights_come_first(mexico: Model) -> None:
    assert chosen(mexico, ()) == (None, *sorted(mexico.profiles))
    assert chosen(mexico, ("halves", "even")) == ("even", "halves")


def test_all_that_is_wrong_with_names_is_said_at_once(mexico: Model) -> None:
    with pytest.raises(Misuse) as error:
        chosen(mexico, ("evn", "even", "qqq", "even", "qqq"))
    known = ", ".join(mexico.profiles)
    assert error.value.problems == (
        "--profile: unknown profile evn; did you mean even?",
        f"--profile: unknown profile qqq; known: {known}",
        "--profile: even is given twice",
        "--profile: qqq is given twice",
    )


def test_a_model_without_profiles_says_that_it_has_none(mexico: Model) -> None:
    with pytest.raises(Misuse, match="unknown profile even; the model has none"):
        chosen(mexico._replace(profiles={}), ("even",))


# Against the plain implementation


@steady
@given(st.data())
def test_regrets_and_leaders_are_those_of_the_plain_implementation(data: st.DataObject) -> None:
    model = data.draw(models())
    both = found(model)
    tables: dict[str | None, list[dict[str, Any]]] = {
        name: plain.rank(as_files(model), name) for name in (None, *model.profiles)
    }
    scores = {
        name: {row["option"]: row["score"] for row in table} for name, table in tables.items()
    }
    for option in model.options:
        regrets = [max(found.values()) - found[option] for found in scores.values()]
        assert [found[option] for found in both.regrets.values()] == regrets
        assert both.largest[option] == max(regrets)
        assert both.first[option] == regrets.count(0)
        assert (option in both.never_first) == (0 not in regrets)
    assert set(both.least) == {
        option
        for option in model.options
        if all(both.largest[option] <= other for other in both.largest.values())
    }


@steady
@given(st.data())
def test_agreement_is_between_0_and_1_and_knows_no_order_of_views(data: st.DataObject) -> None:
    model = data.draw(models())
    compared = views(model, chosen(model, ()))
    forth = agreement(compared)
    back = agreement(dict(reversed([*compared.items()])))
    assume(forth.kendall_w is not None)
    assert forth.kendall_w is not None
    assert 0 <= forth.kendall_w <= 1
    assert (back.kendall_w, back.least, back.first) == (forth.kendall_w, forth.least, forth.first)
