"""Relative weights to shares: the tree, what is left out, shares that are fixed."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest

from policyscore.model import Model
from policyscore.weights import (
    Tree,
    idle,
    relative,
    stated,
    tree_of,
    weigh,
    weightless,
    with_shares,
)


def percent(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {name: share * 100 for name, share in shares.items()}


def test_a_global_share_is_the_product_of_the_local_ones_above_it(model: Model) -> None:
    """Burden takes 3 of 4 parts, money half of burden, the build 4 of 5 parts of money.

    --- criteria/burden.yaml
    {name: Burden, weight: 3}
    --- criteria/money.yaml
    {name: Money, within: burden, weight: 7}
    --- criteria/build.yaml
    {name: Build, within: money, weight: 4, scale: {worst: 9, best: 0}}
    --- criteria/run.yaml
    {name: Run, within: money, weight: 1, scale: {worst: 9, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 7, scale: {worst: 9, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 1, scale: {worst: 0, best: 9}}
    --- options/bus.yaml
    {name: Bus, performance: {build: 1, run: 1, effort: 1, health: 1}}
    """
    found = weigh(tree_of(model), stated(model))

    assert percent(found.shares) == {
        "burden": 75,
        "money": Fraction("37.5"),
        "build": 30,
        "run": Fraction("7.5"),
        "effort": Fraction("37.5"),
        "health": 25,
    }
    assert percent(found.local) == {
        "burden": 75,
        "money": 50,
        "build": 80,
        "run": 20,
        "effort": 50,
        "health": 25,
    }


def test_a_group_without_a_weight_counts_as_its_children_together(model: Model) -> None:
    """Burden counts 4 beside the 6 of health, and its inner group 3 of those.

    --- criteria/burden.yaml
    {name: Burden}
    --- criteria/money.yaml
    {name: Money, within: burden}
    --- criteria/build.yaml
    {name: Build, within: money, weight: 2, scale: {worst: 9, best: 0}}
    --- criteria/run.yaml
    {name: Run, within: money, weight: 1, scale: {worst: 9, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 9, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 6, scale: {worst: 0, best: 9}}
    --- options/bus.yaml
    {name: Bus, performance: {build: 1, run: 1, effort: 1, health: 1}}
    """
    tree = tree_of(model)

    assert relative(tree, stated(model)) == {
        "build": 2,
        "run": 1,
        "money": 3,
        "effort": 1,
        "burden": 4,
        "health": 6,
    }
    assert percent(weigh(tree, stated(model)).shares) == {
        "build": 20,
        "run": 10,
        "money": 30,
        "effort": 10,
        "burden": 40,
        "health": 60,
    }


def test_a_profile_replaces_what_it_names_and_keeps_the_rest(model: Model) -> None:
    """The profile makes the group heavy and one criterion in it light.

    --- criteria/burden.yaml
    {name: Burden}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 3, scale: {worst: 9, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 9, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 4, scale: {worst: 0, best: 9}}
    --- profiles/thrifty.yaml
    {name: Thrifty, weights: {burden: 12, cost: 0}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 1, effort: 1, health: 1}}
    """
    assert stated(model) == {"burden": None, "cost": 3, "effort": 1, "health": 4}
    assert stated(model, "thrifty") == {"burden": 12, "cost": 0, "effort": 1, "health": 4}
    found = weigh(tree_of(model), stated(model, "thrifty"))
    assert percent(found.shares) == {"burden": 75, "cost": 0, "effort": 75, "health": 25}


def test_a_group_of_weight_0_gives_its_criteria_nothing(model: Model) -> None:
    """Local shares stay what they are; where all siblings weigh 0 there are none.

    --- criteria/burden.yaml
    {name: Burden, weight: 0}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 3, scale: {worst: 9, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 9, best: 0}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0}
    --- criteria/colour.yaml
    {name: Colour, within: looks, weight: 0, scale: {worst: 0, best: 9}}
    --- criteria/health.yaml
    {name: Health, weight: 4, scale: {worst: 0, best: 9}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 1, effort: 1, colour: 1, health: 1}}
    """
    tree = tree_of(model)
    found = weigh(tree, stated(model))

    assert weightless(tree, stated(model)) == []
    assert [name for name, share in found.shares.items() if share] == ["health"]
    assert [name for name in found.local if idle(tree, found, name)] == ["looks"]
    assert percent(found.local) == {
        "burden": 0,
        "cost": 75,
        "effort": 25,
        "looks": 0,
        "colour": 0,
        "health": 100,
    }


NESTED: Tree = {
    None: ("benefit", "cost"),
    "benefit": ("health", "noise"),
    "noise": ("day", "night"),
}


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("benefit 1, cost 1, health 1, noise 1, day 1, night 0", []),
        ("benefit 1, cost 1, health 1, noise 1, day 0, night 0", ["noise"]),
        ("benefit 1, cost 1, health 1, noise -, day 0, night 0", []),
        ("benefit 1, cost 1, health 0, noise -, day 0, night 0", ["benefit"]),
        ("benefit 1, cost 1, health 0, noise 0, day 0, night 0", ["benefit"]),
        ("benefit 0, cost 1, health 0, noise 0, day 0, night 0", []),
        ("benefit 0, cost 1, health 0, noise 1, day 0, night 0", ["noise"]),
        ("benefit 0, cost 0, health 1, noise 1, day 1, night 1", [None]),
        ("benefit -, cost 0, health 0, noise 0, day 0, night 0", [None]),
        ("benefit 0, cost 0, health 1, noise 1, day 0, night 0", [None, "noise"]),
    ],
)
def test_only_a_group_of_weight_0_may_hold_nothing_but_weights_of_0(
    weights: str, expected: list[str | None]
) -> None:
    pairs = [entry.split() for entry in weights.split(", ")]
    given = {name: None if text == "-" else Fraction(text) for name, text in pairs}

    assert weightless(NESTED, given) == expected


# Fixed shares

TREE: Tree = {
    None: ("benefit", "burden"),
    "benefit": ("health", "noise"),
    "burden": ("effort", "money"),
    "money": ("build", "run"),
}
EVEN = {"benefit": 1, "burden": 1, "health": 3, "noise": 1, "effort": 1, "money": 1} | {
    "build": 1,
    "run": 4,
}


def spread(fixed_percents: str, **weights: int) -> dict[str, Fraction]:
    """Return the criteria's shares in percent, where some are fixed, such as "cost 30, run 5"."""
    pairs = [entry.split() for entry in fixed_percents.split(", ")]
    wanted = {name: Fraction(text) / 100 for name, text in pairs}
    relative_weights = {name: Fraction(weight) for name, weight in (EVEN | weights).items()}
    found = with_shares(TREE, weigh(TREE, relative_weights), wanted)
    for name, share in wanted.items():
        assert found.shares[name] == share
    return {n: s for n, s in percent(found.shares).items() if n not in TREE}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("health 37.5", "health 37.5, noise 12.5, effort 25, build 5, run 20"),
        ("health 75", "health 75, noise 5, effort 10, build 2, run 8"),
        ("burden 20", "health 60, noise 20, effort 10, build 2, run 8"),
        ("burden 0", "health 75, noise 25, effort 0, build 0, run 0"),
        ("burden 100", "health 0, noise 0, effort 50, build 10, run 40"),
        ("benefit 60, burden 40", "health 45, noise 15, effort 20, build 4, run 16"),
        # A fixed share inside a fixed group: the rest of that group takes what is left of it.
        ("burden 60, money 10", "health 30, noise 10, effort 50, build 2, run 8"),
        ("burden 60, run 10", "health 30, noise 10, effort 250/6, build 50/6, run 10"),
        ("burden 60, money 40, run 10", "health 30, noise 10, effort 20, build 30, run 10"),
        ("burden 40, effort 0, build 40", "health 45, noise 15, effort 0, build 40, run 0"),
        # In groups that are not fixed themselves: 20 is left for 37.5 : 25 : 20 parts.
        ("build 40, noise 40", "health 100/11, noise 40, effort 200/33, build 40, run 160/33"),
    ],
)
def test_a_fixed_share_leaves_the_proportions_of_all_others(wanted: str, expected: str) -> None:
    pairs = [entry.split() for entry in expected.split(", ")]
    assert spread(wanted) == {name: Fraction(text) for name, text in pairs}


def test_a_group_that_weighed_nothing_can_get_a_share() -> None:
    found = spread("burden 20", burden=0)

    assert found == {"health": 60, "noise": 20, "effort": 10, "build": 2, "run": 8}


def test_a_group_fixed_at_0_keeps_its_local_shares() -> None:
    even = {name: Fraction(weight) for name, weight in EVEN.items()}
    before = weigh(TREE, even)

    found = with_shares(TREE, before, {"burden": Fraction(0)})

    assert {found.local[name] for name in ("effort", "money")} == {Fraction(1, 2)}
    assert found.local["run"] == before.local["run"] == Fraction(4, 5)


@pytest.mark.parametrize(
    ("wanted", "weights", "message"),
    [
        ("health 70, run 60", {}, "the shares given add up to 130 %, more than 100 %"),
        ("health 70, run 30.0001", {}, "the shares given add up to 100.0001 %, more than 100 %"),
        (
            "burden 30, money 40",
            {},
            "the shares given within burden add up to 40 %, more than 30 %",
        ),
        (
            "benefit 60, burden 30",
            {},
            "the shares given add up to 90 %, not 100 %, and nothing else there weighs anything",
        ),
        (
            "burden 30, effort 5, money 5",
            {},
            "the shares given within burden add up to 10 %, not 30 %, "
            "and nothing else there weighs anything",
        ),
        (
            "burden 30",
            {"burden": 0, "effort": 0, "money": 0},
            "the shares given within burden add up to 0 %, not 30 %, "
            "and nothing else there weighs anything",
        ),
    ],
)
def test_shares_that_cannot_be_are_told_with_exact_numbers(
    wanted: str, weights: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        spread(wanted, **weights)
