"""What flags say of the weights: held against the same words worked out on the tree."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore import decimals
from policyscore.analyses.allowed import (
    Over,
    Said,
    Space,
    Statement,
    part,
    space,
    statements,
    top_level,
)
from policyscore.faults import Misuse
from policyscore.load import load
from policyscore.model import Model
from policyscore.scoring import rank, scores
from policyscore.weights import stated, tree_of, weigh
from tests.conftest import write_files
from tests.simplices import dot, table
from tests.strategies import models, steady

TOWN = """
    --- criteria/benefit.yaml
    {name: Benefit, weight: 3}
    --- criteria/burden.yaml
    {name: Burden, weight: 1}
    --- criteria/crime.yaml
    {name: Crime, within: benefit, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/health.yaml
    {name: Health, within: benefit, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 4, scale: {worst: 10, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/speed.yaml
    {name: Speed, weight: 0, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {crime: 1, health: 4, cost: 2, effort: 7, speed: 3}}
    --- options/b.yaml
    {name: B, performance: {crime: 8, health: 2, cost: 5, effort: 5, speed: unknown}}
    """

Numbers = dict[str, Fraction]


@pytest.fixture
def town(tmp_path: Path) -> Model:
    """Return benefit (crime, health), burden (cost, effort) and speed, which weighs nothing."""
    return load(write_files(tmp_path, TOWN)).model


def space_of(model: Model, over: Over = "criteria", weighty: bool = False) -> Space:
    return space(model, rank(model, weigh(tree_of(model), stated(model))), over, weighty)


def said(model: Model, over: Over = "criteria", /, **flags: Sequence[str]) -> list[Statement]:
    return statements(
        space_of(model, over), tree_of(model), weigh(tree_of(model), stated(model)), Said(**flags)
    )


def within(model: Model, part: str) -> tuple[Space, list[Statement]]:
    """Return what is left if each local weight may differ by a part of it."""
    place, weights = space_of(model, weighty=True), weigh(tree_of(model), stated(model))
    return place, statements(place, tree_of(model), weights, Said(), Fraction(part))


def refused(model: Model, over: Over = "criteria", /, **flags: Sequence[str]) -> tuple[str, ...]:
    with pytest.raises(Misuse) as raised:
        said(model, over, **flags)
    return raised.value.problems


def met(statement: Statement, place: Space, weights: Numbers) -> bool:
    return all(dot(wall, [weights[name] for name in place.names]) >= 0 for wall in statement.walls)


@st.composite
def some_weights(draw: st.DrawFn, names: Sequence[str], least: int = 0) -> Numbers:
    """Draw weights of these names that add up to 1."""
    size = len(names)
    parts = draw(st.lists(st.integers(least, 6), min_size=size, max_size=size).filter(any))
    return {name: Fraction(n, sum(parts)) for name, n in zip(names, parts, strict=True)}


# Where weights are looked at


def test_over_the_criteria_options_have_their_scores(town: Model) -> None:
    place = space_of(town)

    assert place.names == ("crime", "health", "cost", "effort", "speed")
    assert place.rows == {o: tuple(row.values()) for o, row in scores(town).items()}
    assert {n: sum(p) for n, p in place.parts.items()} == dict.fromkeys(town.criteria, 1) | {
        "benefit": 2,
        "burden": 2,
    }


def test_over_the_groups_options_have_the_scores_of_the_groups(town: Model) -> None:
    place = space_of(town, "groups")

    assert place.names == ("benefit", "burden", "speed")
    # Crime counts twice, cost four times as much as what is beside it.
    assert list(place.rows.values()) == table("20 70 30\n60 50 50")
    assert place.within[0] == {"crime": Fraction(2, 3), "health": Fraction(1, 3)}
    assert set(place.parts) == {"benefit", "burden", "speed"}


def test_what_weighs_nothing_can_be_left_out(town: Model) -> None:
    assert space_of(town, weighty=True).names == ("crime", "health", "cost", "effort")
    assert space_of(town, "groups", weighty=True).names == ("benefit", "burden")


def test_a_group_in_which_nothing_weighs_anything_has_no_score_to_weigh(model: Model) -> None:
    """Burden weighs nothing but could; in looks nothing says how colour and shape are to weigh.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/burden.yaml
    {name: Burden, weight: 0}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0}
    --- criteria/colour.yaml
    {name: Colour, within: looks, weight: 0, scale: {worst: 0, best: 10}}
    --- criteria/shape.yaml
    {name: Shape, within: looks, weight: 0, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 1, cost: 2, colour: 9, shape: 9}}
    """
    weights = weigh(tree_of(model), stated(model))

    assert set(top_level(model, weights)) == {"gain", "burden"}
    place = space_of(model, "groups")
    assert place.names == top_level(model, weights)
    assert dict(zip(place.names, place.rows["a"], strict=True)) == {"gain": 10, "burden": 80}
    assert len(space_of(model).names) == 4


@steady
@given(models(), st.sampled_from(("criteria", "groups")), st.booleans())
def test_the_present_weights_give_the_present_scores(
    model: Model, over: Over, weighty: bool
) -> None:
    ranking = rank(model, weigh(tree_of(model), stated(model)))
    place = space(model, ranking, over, weighty)
    now = [ranking.weights.shares[name] for name in place.names]

    assert sum(now) == 1
    assert {o: dot(row, now) for o, row in place.rows.items()} == {
        standing.option: standing.score for standing in ranking.standings
    }
    assert {name: dot(parts, now) for name, parts in place.parts.items()} == {
        name: ranking.weights.shares[name] for name in place.parts
    }


# What is allowed, in words


@steady
@given(models(), st.data())
def test_a_ranking_allows_weights_that_fall_from_each_to_the_next(
    model: Model, data: st.DataObject
) -> None:
    place = space_of(model)
    chosen = st.lists(st.sampled_from(list(place.parts)), min_size=2, max_size=4)
    names, weights = data.draw(chosen), data.draw(some_weights(place.names))
    try:
        (found,) = said(model, ranking=[" , ".join(names)])
    except Misuse:
        return
    share = {n: sum(weights[leaf] for leaf in model.leaves(n)) for n in place.parts}

    falling = all(share[one] >= share[other] for one, other in pairwise(names))

    assert met(found, place, weights) == falling


@steady
@given(models(), st.data())
def test_bounds_allow_shares_between_them(model: Model, data: st.DataObject) -> None:
    place = space_of(model)
    name = data.draw(st.sampled_from(list(place.parts)))
    weights = data.draw(some_weights(place.names))
    low = data.draw(st.sampled_from(("", "0", "0.1", "25%", "40 %")))
    high = data.draw(st.sampled_from(("", "0.5", "70%", "100%") if low else ("0.5", "1")))
    try:
        (found,) = said(model, bounds=[f"{name} = {low} : {high}"])
    except Misuse:
        return
    share = sum(weights[leaf] for leaf in model.leaves(name))
    least, most = (part(end) if end else None for end in (low, high))

    between = (least is None or least <= share) and (most is None or share <= most)

    assert met(found, place, weights) == between


@steady
@given(models(), st.data())
def test_at_least_allows_what_weighs_as_much_or_that_many_times_as_much(
    model: Model, data: st.DataObject
) -> None:
    place = space_of(model)
    one, other = (data.draw(st.sampled_from(list(place.parts))) for _ in range(2))
    factor = data.draw(st.sampled_from(("", "2 *", "0.5*", "150%*", "0*")))
    weights = data.draw(some_weights(place.names))
    try:
        (found,) = said(model, at_least=[f"{one}={factor}{other}"])
    except Misuse:
        return
    share = {n: sum(weights[leaf] for leaf in model.leaves(n)) for n in (one, other)}
    times = part(factor.rstrip(" *")) if factor else 1

    assert met(found, place, weights) == (share[one] >= times * share[other])


@steady
@given(models(), st.sampled_from(("0.1", "0.5", "1", "1.5")), st.data())
def test_around_allows_what_keeps_each_local_weight_within_its_part(
    model: Model, around: str, data: st.DataObject
) -> None:
    ranking = rank(model, weigh(tree_of(model), stated(model)))
    place, (found,) = within(model, around)
    weights = dict.fromkeys(model.criteria, Fraction(0))
    if data.draw(st.booleans()):  # near the present ones: both outcomes are frequent
        for name in place.names:
            weights[name] = ranking.weights.shares[name] * data.draw(st.integers(7, 13))
        weights = {name: w / sum(weights.values()) for name, w in weights.items()}
    else:
        weights.update(data.draw(some_weights(place.names, least=1)))

    kept = True
    for parent, children in tree_of(model).items():
        leaves = model.criteria if parent is None else model.leaves(parent)
        whole = sum(weights[leaf] for leaf in leaves)
        for child in children:
            now = ranking.weights.local[child]
            if whole:
                local = sum(weights[leaf] for leaf in model.leaves(child)) / whole
                kept = kept and abs(local - now) <= Fraction(around) * now

    assert met(found, place, weights) == kept


def test_around_ends_below_all_where_a_weight_cannot_grow_to_that(town: Model) -> None:
    # Health may be up to 11/12 of the benefit, crime all of it.
    place, (found,) = within(town, "1.75")

    for crime, kept in (("0", False), ("0.08", False), ("0.09", True), ("1", True)):
        benefit = {"crime": Fraction(crime) / 2, "health": (1 - Fraction(crime)) / 2}
        burden = {"cost": Fraction(1, 4), "effort": Fraction(1, 4)}
        assert met(found, place, benefit | burden) == kept


def test_around_is_about_the_top_level_over_the_groups(town: Model) -> None:
    place = space_of(town, "groups", weighty=True)
    weights = weigh(tree_of(town), stated(town))

    (found,) = statements(place, tree_of(town), weights, Said(), Fraction("0.1"))

    assert found.text == "--around 10%"
    # The burden of 25 % stays within 2.5, so that the benefit does too.
    for benefit, inside in (("0.72", False), ("0.73", True), ("0.77", True), ("0.78", False)):
        share = Fraction(benefit)
        assert met(found, place, {"benefit": share, "burden": 1 - share}) == inside


def test_around_keeps_a_group_within_its_part_if_something_in_it_weighs_nothing(
    model: Model,
) -> None:
    """Gain is g and two criteria, one of which is out of use; cost is beside it.

    --- criteria/gain.yaml
    {name: Gain, weight: 1}
    --- criteria/jobs.yaml
    {name: Jobs, within: gain, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/looks.yaml
    {name: Looks, within: gain, weight: 0, scale: {worst: 0, best: 1}}
    --- criteria/trade.yaml
    {name: Trade, within: gain, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/zeal.yaml
    {name: Zeal, weight: 1, scale: {worst: 0, best: 1}}
    --- options/a.yaml
    {name: A, performance: {jobs: 1, looks: 1, trade: 1, zeal: 1}}
    """
    place, (found,) = within(model, "0.1")

    allowed = {"jobs": Fraction("0.25"), "trade": Fraction("0.25"), "zeal": Fraction("0.5")}
    assert met(found, place, allowed)
    assert not met(found, place, allowed | {"jobs": Fraction("0.2"), "trade": Fraction("0.3")})
    assert not met(found, place, dict.fromkeys(allowed, Fraction(1, 3)))


@pytest.mark.parametrize("text", ["crime=2*cost", "crime=cost*2", " crime = cost * 200% "])
def test_a_factor_may_stand_before_or_behind_what_it_multiplies(town: Model, text: str) -> None:
    (found,) = said(town, at_least=[text])

    assert found == Statement(f"--at-least {text}", tuple(table("1 0 -2 0 0")))


def test_groups_can_be_spoken_of_over_the_criteria(town: Model) -> None:
    (found,) = said(town, at_least=["benefit=2*burden"])

    assert found == Statement("--at-least benefit=2*burden", tuple(table("1 1 -2 -2 0")))


def test_statements_come_in_the_order_of_the_flags(town: Model) -> None:
    weights = weigh(tree_of(town), stated(town))
    flags = Said(ranking=["crime,cost"], bounds=["cost=5%:", "crime=:0.6"], at_least=["crime=cost"])
    place = space_of(town, weighty=True)

    found = statements(place, tree_of(town), weights, flags, Fraction(2))

    assert [statement.text for statement in found] == [
        "--ranking crime,cost",
        "--bounds cost=5%:",
        "--bounds crime=:0.6",
        "--at-least crime=cost",
        "--around 200%",
    ]


@pytest.mark.parametrize(
    "flags",
    [
        {"ranking": ["crime,crime"]},
        {"at_least": ["benefit=benefit"]},
        {"bounds": ["crime=0:1"]},
        {"at_least": ["benefit=crime"]},
    ],
)
def test_what_goes_without_saying_may_be_said(town: Model, flags: dict[str, list[str]]) -> None:
    (found,) = said(town, **flags)

    for name in town.criteria:
        assert met(
            found, space_of(town), {other: Fraction(other == name) for other in town.criteria}
        )


# What cannot be read


@pytest.mark.parametrize(
    ("flag", "text", "problem"),
    [
        ("ranking", "crime", "name two or more, the heaviest first: crime,cost"),
        ("ranking", "crime,csot", "unknown criterion or group csot; did you mean cost?"),
        ("ranking", "crime,", "an id is missing"),
        ("bounds", "crime", "write ID=LOW:HIGH, such as cost=0.1:0.3 or cost=10%:30%"),
        ("bounds", "crime=0.1", "write ID=LOW:HIGH, such as cost=0.1:0.3 or cost=10%:30%"),
        ("bounds", "crime= : ", "write ID=LOW:HIGH, such as cost=0.1:0.3 or cost=10%:30%"),
        ("bounds", "crmie=0.1:", "unknown criterion or group crmie; did you mean crime?"),
        ("bounds", "crime=-0.1:", "a part is not negative"),
        ("bounds", "crime=:30", "a share is at most 1, which is 100%"),
        ("bounds", "crime=0:101%", "a share is at most 1, which is 100%"),
        (
            "bounds",
            "crime=x:1",
            "not a plain number; write a plain decimal such as 445, -0.5 or 1.2e6",
        ),
        (
            "bounds",
            "crime=0.3:30%",
            "the bounds leave no room; to fix a weight, use -w ID=30%",
        ),
        ("bounds", "crime=0.4:0.3", "the bounds leave no room; to fix a weight, use -w ID=30%"),
        ("bounds", "crime=:0", "the bounds leave no room; to fix a weight, use -w ID=30%"),
        ("bounds", "crime=1:", "the bounds leave no room; to fix a weight, use -w ID=30%"),
        ("at_least", "crime", "write ID=ID or ID=2*ID, the one that weighs more first"),
        ("at_least", "crime= ", "write ID=ID or ID=2*ID, the one that weighs more first"),
        ("at_least", "crime=-2*cost", "a part is not negative"),
        ("at_least", "crime=cost*-2", "a part is not negative"),
        (
            "at_least",
            "crime=cost*effort",
            "not a plain number; write a plain decimal such as 445, -0.5 or 1.2e6",
        ),
        ("at_least", "cirme=cost", "unknown criterion or group cirme; did you mean crime?"),
    ],
)
def test_what_cannot_be_read_is_told(town: Model, flag: str, text: str, problem: str) -> None:
    shown = "--" + flag.replace("_", "-")

    assert refused(town, **{flag: [text]}) == (f"{shown} {text}: {problem}",)


def test_all_that_cannot_be_read_is_told_at_once(town: Model) -> None:
    found = refused(town, ranking=["crime"], bounds=["cost"], at_least=["effort=cost", "x"])

    assert [problem.split(":")[0] for problem in found] == [
        "--ranking crime",
        "--bounds cost",
        "--at-least x",
    ]


def test_over_the_groups_only_the_top_level_can_be_spoken_of(town: Model) -> None:
    assert refused(town, "groups", ranking=["benefit,coast"]) == (
        "--ranking benefit,coast: unknown criterion or group at the top level coast;"
        " known: benefit, burden, speed",
    )
    assert said(town, "groups", ranking=["benefit,burden"])[0].walls == tuple(table("1 -1 0"))


@pytest.mark.parametrize(
    ("text", "number"), [("0.25", "1/4"), (" 25% ", "1/4"), ("150 %", "3/2"), ("0", "0")]
)
def test_a_part_is_a_number_or_a_percentage(text: str, number: str) -> None:
    assert part(text) == Fraction(number)


def test_a_part_is_a_plain_number() -> None:
    with pytest.raises(ValueError, match="not negative"):
        part("-1%")
    with pytest.raises(decimals.NotDecimal):
        part("a quarter")


# What leaves no room


def test_statements_that_clash_are_named_and_no_others(town: Model) -> None:
    flags = {
        "ranking": ["crime,effort", "crime,health"],
        "bounds": ["cost=0.3:", "crime=:0.5"],
        "at_least": ["health=2*cost"],
    }

    assert refused(town, **flags) == (
        "--ranking crime,health and --bounds cost=0.3: and --at-least health=2*cost leave no room"
        " for weights together; take one of them back",
    )


def test_a_statement_that_leaves_only_a_boundary_is_named_alone(town: Model) -> None:
    assert refused(town, at_least=["crime=benefit", "cost=effort"]) == (
        "--at-least crime=benefit: no weights do that, or only some on a boundary",
    )


def test_around_may_clash_with_what_else_is_said(town: Model) -> None:
    place, weights = space_of(town, weighty=True), weigh(tree_of(town), stated(town))

    with pytest.raises(Misuse) as raised:
        statements(
            place,
            tree_of(town),
            weights,
            Said(at_least=["crime=health", "burden=benefit"]),
            Fraction("0.2"),
        )

    assert raised.value.problems == (
        "--at-least burden=benefit and --around 20% leave no room for weights together;"
        " take one of them back",
    )
