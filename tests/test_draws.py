"""Draws of performances and weights: held against what can be worked out by hand or exactly."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from policyscore.exact.extremes import inside
from policyscore.exact.regions import regions
from policyscore.load import load
from policyscore.model import Decision, Model, Option, Order
from policyscore.sampling.draws import (
    BATCHES,
    MOST_PAIRED,
    MOST_RANKS,
    Drawn,
    Estimate,
    Performances,
    Plan,
    drawn,
)
from policyscore.scoring import scores
from policyscore.weights import stated, tree_of, weigh
from tests.conftest import write_files
from tests.simplices import Row, table
from tests.strategies import HERE

DRAWS = 4096

Density = Callable[[float], tuple[float, float]]  # by place, and the part below

TWO = """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: unknown, gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {cost: 2.5, gain: 7.5}}
    """

GROUPED = """
    --- criteria/benefit.yaml
    {name: Benefit, weight: 1}
    --- criteria/crime.yaml
    {name: Crime, within: benefit, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/health.yaml
    {name: Health, within: benefit, weight: 3, scale: {worst: 0, best: 10}}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: A, performance: {crime: unknown, health: 4, cost: 3}}
    --- options/b.yaml
    {name: B, performance: {crime: 5, health: 5, cost: 5}}
    """


@pytest.fixture
def pair(tmp_path: Path) -> Model:
    """Return A, unknown on two criteria of the same weight, and B, which scores 75 on both."""
    return load(write_files(tmp_path, TWO)).model


@pytest.fixture
def grouped(tmp_path: Path) -> Model:
    """Return A and B on a group of two criteria, one unknown for A, and on a third."""
    return load(write_files(tmp_path, GROUPED)).model


def stated_weights(model: Model) -> list[float]:
    shares = weigh(tree_of(model), stated(model)).shares
    return [float(shares[name]) for name in model.criteria]


def fixed(model: Model, performances: Performances = "independent", seed: int = 0) -> Drawn:
    """Return draws of the performances under the stated weights, with all pairs."""
    weights = stated_weights(model)
    plan = Plan(weights, weights, performances=performances, pairs=True)
    return drawn(model, plan, DRAWS, seed)


def weights_drawn(model: Model, performances: Performances = "stated") -> Drawn:
    return drawn(model, Plan(stated_weights(model), performances=performances), DRAWS, 0)


def first(found: Drawn, option: str = "a") -> Estimate:
    return found.ranks[option][0]


def assert_near(estimate: Estimate, wanted: float, most: float = 0.02) -> None:
    """Hold an estimate against the truth: within four errors, and the error is small."""
    assert estimate.error < most
    assert abs(estimate.share - wanted) <= 4 * estimate.error + 3 / DRAWS


def with_orders(model: Model, *orders: tuple[str, str, str]) -> Model:
    """Return the model with orders such as ("gain", "a", "b"): a does at least as well as b."""
    found = tuple(Order(criterion, (one,), (two,), HERE) for criterion, one, two in orders)
    return model._replace(decision=Decision(orders=found))


def triangle(low: float, peak: float, high: float) -> Density:
    """Return the density and the part below, by place."""

    def at(x: float) -> tuple[float, float]:
        if x <= low or x >= high:
            return 0.0, float(x >= high)
        if x < peak:
            slope = 2 / (high - low) / (peak - low)
            return slope * (x - low), slope * (x - low) ** 2 / 2
        slope = 2 / (high - low) / (high - peak)
        return slope * (high - x), 1 - slope * (high - x) ** 2 / 2

    return at


def chance_above(one: Density, other: Density) -> float:
    """Return the chance that one triangle's number, 0 to 10, exceeds another's: a sum of strips."""
    strips = 20_000
    middles = ((i + 0.5) * 10 / strips for i in range(strips))
    return sum(one(x)[0] * other(x)[1] for x in middles) * 10 / strips


# Nothing to draw


def test_without_ranges_all_draws_are_alike(model: Model) -> None:
    """B leads, A and C share the second rank.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 5}}
    --- options/b.yaml
    {name: B, performance: {gain: 7}}
    --- options/c.yaml
    {name: C, performance: {gain: 5}}
    """
    never, always = Estimate(0, 3 / 4096), Estimate(1, 3 / 4096)

    found = fixed(model)

    assert (found.made, found.kept) == (4096, 4096)
    assert found.ranks == {
        "a": (never, always, never),
        "b": (always, never, never),
        "c": (never, always, never),
    }
    assert found.winning == {
        "a": {"b": never, "c": never},
        "b": {"a": always, "c": always},
        "c": {"a": never, "b": never},
    }


@pytest.mark.parametrize(("asked", "made"), [(1, 16), (16, 16), (17, 32), (160, 160)])
def test_draws_come_in_equal_batches(mexico: Model, asked: int, made: int) -> None:
    weights = stated_weights(mexico)

    assert drawn(mexico, Plan(weights, weights), asked, 0).made == made
    assert made % BATCHES == 0


# One criterion


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((3, 5, 7), (3, 5, 7)),
        ((2, 5, 9), (4, 6, 7)),
        ((0, 0, 10), (0, 10, 10)),
        ((4, 8, 8), (4, 5, 10)),
    ],
)
@pytest.mark.parametrize("falls", [False, True])
@pytest.mark.parametrize("performances", ["independent", "correlated"])
def test_two_triangles_exceed_each_other_as_often_as_their_densities_say(
    model: Model,
    one: tuple[int, int, int],
    other: tuple[int, int, int],
    falls: bool,
    performances: Performances,
) -> None:
    """Gain of both is replaced.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 5}}
    --- options/b.yaml
    {name: B, performance: {gain: 5}}
    """
    options = {}
    for (name, option), numbers in zip(model.options.items(), (one, other), strict=True):
        low, value, high = map(Fraction, numbers)
        cell = option.performance["gain"]._replace(low=low, value=value, high=high)
        options[name] = option._replace(performance={"gain": cell})
    gain = model.criteria["gain"]
    if falls:
        points = tuple((10 - x, y) for x, y in gain.scale.points)
        gain = gain._replace(
            scale=gain.scale._replace(worst=points[0][0], best=points[1][0], points=points)
        )
    wanted = chance_above(triangle(*one), triangle(*other))

    found = fixed(model._replace(options=options, criteria={"gain": gain}), performances)

    assert_near(first(found, "b" if falls else "a"), wanted)
    assert found.winning["a"]["b"] == first(found, "a")
    if one == other:
        assert wanted == pytest.approx(0.5)


def test_an_unknown_performance_lies_anywhere_on_its_scale(model: Model) -> None:
    """The curve is steep at first: a half of the scale scores 80.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10, curve: [[0, 0], [5, 80], [10, 100]]}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 3}}
    --- options/c.yaml
    {name: C, performance: {gain: 9}}
    """
    found = fixed(model)

    assert [estimate.share for estimate in found.ranks["a"]] == pytest.approx(
        [0.1, 0.6, 0.3], abs=0.005
    )
    assert found.winning["a"]["b"].share == pytest.approx(0.7, abs=0.005)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_scores_come_from_the_curve(model: Model, seed: int) -> None:
    """B scores 2 x 60 less 40 for A: A wins where its score exceeds 80 on a curve that falls.

    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0, curve: [[10, 0], [6, 20], [1, 90], [0, 100]]}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: unknown, gain: 40}}
    --- options/b.yaml
    {name: B, performance: {cost: 6, gain: 100}}
    """
    # From 90 at 1 the curve falls by 14 for each: 80 is at 12/7.
    assert_near(first(fixed(model, seed=seed)), 12 / 70)


# Several criteria


def test_independent_performances_are_seldom_good_together(pair: Model) -> None:
    assert_near(first(fixed(pair)), 1 / 8)


def test_correlated_performances_are_good_together_on_falling_scales_too(pair: Model) -> None:
    assert_near(first(fixed(pair, "correlated")), 1 / 4)


def test_stated_performances_stay_in_the_middle_of_what_is_unknown(pair: Model) -> None:
    found = fixed(pair, "stated")

    assert first(found, "b") == Estimate(1, 3 / DRAWS)


@pytest.mark.parametrize("performances", ["independent", "correlated"])
def test_options_are_not_correlated_with_each_other(
    model: Model, performances: Performances
) -> None:
    """Each of three unknown options is first a third of the time.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: unknown}}
    --- options/c.yaml
    {name: C, performance: {gain: unknown}}
    """
    for option in model.options:
        assert_near(first(fixed(model, performances), option), 1 / 3)


# Orders


def test_draws_that_break_an_order_do_not_count(model: Model) -> None:
    """Of A and B, both unknown, A is the better one: at most 7 with a chance of 0.49.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: unknown}}
    --- options/c.yaml
    {name: C, performance: {gain: 7}}
    """
    found = fixed(with_orders(model, ("gain", "a", "b")))

    assert found.made == DRAWS
    assert abs(found.kept / found.made - 0.5) < 0.02
    assert found.winning["a"]["b"] == Estimate(1, 3 / found.kept)
    assert_near(first(found, "a"), 0.51)
    assert_near(first(found, "c"), 0.49)


def test_an_order_on_a_group_is_held_under_the_stated_weights(grouped: Model) -> None:
    # A third of the 3 points more that A needs on crime for each point less on health: 8 or more.
    held = with_orders(grouped, ("benefit", "a", "b"))
    free = Plan(stated_weights(grouped))

    for found in (fixed(held), drawn(held, free, DRAWS, 0)):
        assert abs(found.kept / found.made - 0.2) < 0.01


def test_an_order_that_is_always_broken_leaves_no_ranks(mexico: Model) -> None:
    broken = with_orders(mexico, ("cost", "strategic-partnership", "status-quo"))
    option = broken.options["strategic-partnership"]
    cost = option.performance["cost"]
    dear = cost._replace(low=cost.high - 1, value=cost.high)
    costly = option._replace(performance={**option.performance, "cost": dear})

    found = fixed(broken._replace(options={**broken.options, option.id: costly}))

    assert found == Drawn(DRAWS, 0, {}, {})


def test_too_few_draws_that_keep_an_order_tell_no_error(model: Model) -> None:
    """A is hardly ever above 9.99.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 9.99}}
    """
    found = fixed(with_orders(model, ("gain", "a", "b")))

    assert 0 < found.kept < BATCHES
    assert (found.ranks, found.winning) == ({}, {})


def test_without_ranges_orders_are_not_looked_at(model: Model) -> None:
    """A is worse.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 1}}
    --- options/b.yaml
    {name: B, performance: {gain: 2}}
    """
    assert fixed(with_orders(model, ("gain", "a", "b"))).kept == DRAWS


# Weights


def assert_as_exact(found: Drawn, model: Model, rows: Sequence[Row], walls: Sequence[Row]) -> None:
    for option, region in zip(model.options, regions(rows, walls), strict=True):
        for estimate, share in zip(found.ranks[option], region.shares, strict=True):
            assert_near(estimate, float(share), most=0.05)


def with_walls(plan: Plan, walls: Sequence[Row], count: int) -> Plan:
    start = inside(walls, count)
    assert start is not None
    bounds = [list(map(float, wall)) for wall in walls]
    return plan._replace(walls=bounds, inside=list(map(float, start)))


def rows_of(model: Model) -> list[list[Fraction]]:
    return [list(row.values()) for row in scores(model).values()]


def test_drawn_weights_give_the_exact_shares(mexico: Model) -> None:
    assert_as_exact(weights_drawn(mexico), mexico, rows_of(mexico), [])


def test_weights_drawn_within_walls_give_the_exact_shares(mexico: Model) -> None:
    names = list(mexico.criteria)
    walls = [
        [Fraction((name == "cost") - (name == other)) for name in names]
        for other in ("crime", "local")
    ]
    plan = with_walls(Plan(stated_weights(mexico), performances="stated"), walls, len(names))

    assert_as_exact(drawn(mexico, plan, DRAWS, 0), mexico, rows_of(mexico), walls)


@pytest.mark.parametrize("walls", ["", "1 -1", "0.7 -0.3\n-0.1 0.9"])
def test_weights_of_groups_keep_the_proportions_within(grouped: Model, walls: str) -> None:
    bounds = table(walls)
    plan = Plan(stated_weights(grouped), parts=[[0.25, 0.75, 0], [0, 0, 1]], performances="stated")
    if bounds:
        plan = with_walls(plan, bounds, 2)
    # Crime is a quarter of the benefit.
    rows = [[(row[0] + 3 * row[1]) / 4, row[2]] for row in rows_of(grouped)]

    assert_as_exact(drawn(grouped, plan, DRAWS, 0), grouped, rows, bounds)


def test_fixed_weights_are_not_spread_over_parts(grouped: Model) -> None:
    weights = [1.0, 0.0, 0.0]
    plan = Plan(stated_weights(grouped), weights, parts=[[0.25, 0.75, 0], [0, 0, 1]])

    # On crime alone A, which is unknown, is above 5 half of the time.
    assert_near(first(drawn(grouped, plan, DRAWS, 0)), 0.5)


# The built-in model


def test_the_built_in_model_gives_the_figures_of_its_notes(mexico: Model) -> None:
    independent = fixed(mexico)
    weights_too = weights_drawn(mexico, "independent")

    order = ("strategic-partnership", "status-quo", "retrenchment")
    for found, shares in ((independent, (0.94, 0.06, 0)), (weights_too, (0.64, 0.21, 0.15))):
        assert found.kept > 0.99 * found.made
        for option, share in zip(order, shares, strict=True):
            assert abs(first(found, option).share - share) < 0.02


def test_correlated_performances_make_the_lead_of_the_built_in_model_look_weaker(
    mexico: Model,
) -> None:
    one, other = (
        first(fixed(mexico, p), "strategic-partnership") for p in ("independent", "correlated")
    )

    assert other.share + other.error < one.share - one.error


def test_the_same_seed_gives_the_same_estimates_and_another_others(mexico: Model) -> None:
    assert fixed(mexico, seed=0) == fixed(mexico, seed=0)
    assert fixed(mexico, seed=0) != fixed(mexico, seed=1)


def test_errors_are_as_large_as_estimates_differ_between_seeds(mexico: Model) -> None:
    weights = stated_weights(mexico)
    estimates = [
        first(drawn(mexico, Plan(weights, weights), 512, seed), "strategic-partnership")
        for seed in range(12)
    ]
    truth = first(fixed(mexico), "strategic-partnership").share

    within = sum(abs(estimate.share - truth) <= estimate.error for estimate in estimates)

    assert within >= 9
    assert max(estimate.error for estimate in estimates) < 0.04


def test_of_many_options_pairs_are_left_out(mexico: Model) -> None:
    one = next(iter(mexico.options.values()))
    many: dict[str, Option] = {
        name: one._replace(id=name) for name in (f"o{i:02}" for i in range(MOST_PAIRED + 1))
    }
    weights = stated_weights(mexico)
    plan = Plan(weights, weights, performances="stated", pairs=True)

    few = drawn(mexico._replace(options=dict(list(many.items())[1:])), plan, 16, 0)
    found = drawn(mexico._replace(options=many), plan, 16, 0)

    assert len(few.winning) == len(few.winning["o01"]) + 1 == MOST_PAIRED
    assert found.winning == {}
    assert all(ranks[0].share == 1 for ranks in found.ranks.values())


def test_pairs_are_left_out_unless_they_are_asked_for(mexico: Model) -> None:
    weights = stated_weights(mexico)

    found = drawn(mexico, Plan(weights, weights), DRAWS, 0)

    assert found == fixed(mexico)._replace(winning={})


@pytest.mark.parametrize("last", [MOST_RANKS - 1, MOST_RANKS, MOST_RANKS + 1])
def test_only_the_first_ranks_are_counted(pair: Model, last: int) -> None:
    """Options score less and less, from 100 down; the last one but those counted has no rank."""
    (cost, gain), one = pair.criteria, pair.options["b"]
    options = {}
    for i in range(last):
        cells = {}
        for name, score in ((cost, i), (gain, last - i)):
            at = 10 * Fraction(score, last)
            cells[name] = one.performance[name]._replace(value=at, low=at, high=at)
        options[f"o{i:02}"] = one._replace(id=f"o{i:02}", performance=cells)

    found = drawn(pair._replace(options=options), Plan([0.5, 0.5], [0.5, 0.5]), 16, 0)

    always, never = Estimate(1, 3 / 16), Estimate(0, 3 / 16)
    for place, ranks in enumerate(found.ranks.values()):
        assert ranks == tuple(
            always if place == rank else never for rank in range(min(last, MOST_RANKS))
        )


def test_an_error_is_never_less_than_one_draw(model: Model) -> None:
    """Even points put the one unknown above its middle just as often in each batch.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 5}}
    """
    assert first(fixed(model)) == Estimate(0.5, 1 / DRAWS)
