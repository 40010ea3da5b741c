"""Scores, overall scores, ranks and ties, on models that can be worked out by hand."""

from fractions import Fraction

import pytest

from policyscore.model import Model
from policyscore.orders import broken_pairs
from policyscore.scenario import scenario
from policyscore.scoring import (
    Ranking,
    ends,
    ends_of_group,
    rank,
    score,
    value,
    value_function,
)
from policyscore.weights import Weights, stated, tree_of, weigh


def weighed(model: Model) -> Weights:
    return weigh(tree_of(model), stated(model))


def ranked(model: Model) -> Ranking:
    return rank(model, weighed(model))


def exact(*numbers: int | str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def in_floats(ranking: Ranking) -> set[float]:
    """Return the overall scores that the usual arithmetic would find."""
    shares = ranking.weights.shares
    return {
        sum(float(shares[name]) * float(points) for name, points in standing.scores.items())
        for standing in ranking.standings
    }


def scored(model: Model, criterion: str, performance: str) -> Fraction:
    return value(model.criteria[criterion].scale, Fraction(performance))


# Value functions


def test_a_straight_line_runs_from_worst_to_best_in_either_direction(model: Model) -> None:
    """Jobs are better when more, cost when less, and a balance has a negative end.

    --- criteria/balance.yaml
    {name: Balance, weight: 1, scale: {worst: -30, best: 60}}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 1000, best: 0}}
    --- criteria/jobs.yaml
    {name: Jobs, weight: 1, scale: {worst: 200, best: 1000}}
    --- options/one.yaml
    {name: One, performance: {balance: 0, cost: 0, jobs: 200}}
    """
    assert [scored(model, "jobs", x) for x in ("200", "400", "600.8", "1000")] == [
        0,
        25,
        Fraction("50.1"),
        100,
    ]
    assert [scored(model, "cost", x) for x in ("1000", "999", "645", "0")] == [
        0,
        Fraction("0.1"),
        Fraction("35.5"),
        100,
    ]
    assert [scored(model, "balance", x) for x in ("-30", "0", "60")] == [0, Fraction(100, 3), 100]


@pytest.mark.parametrize(
    ("performance", "expected"),
    [("0", 100), ("100", "92.5"), ("400", 70), ("700", 35), ("1000", 0)],
)
def test_a_curve_on_a_falling_scale_is_straight_between_its_points(
    model: Model, performance: str, expected: int | str
) -> None:
    """At 400 it bends: the first 400 cost 30 points, the other 600 cost 70.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 1000, best: 0, curve: [[1000, 0], [400, 70], [0, 100]]}}
    --- options/one.yaml
    {name: One, performance: {cost: 0}}
    """
    assert scored(model, "cost", performance) == Fraction(expected)


@pytest.mark.parametrize(
    ("performance", "expected"),
    [("-10", 0), ("-5", 20), ("0", 40), ("3", 40), ("5", 40), ("6", 52), ("10", 100)],
)
def test_a_curve_on_a_rising_scale_may_be_level_for_a_while(
    model: Model, performance: str, expected: int
) -> None:
    """Nothing is gained between 0 and 5; the points stand in the file from best to worst.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: -10, best: 10, curve: [[10, 100], [5, 40], [0, 40], [-10, 0]]}
    --- options/one.yaml
    {name: One, performance: {gain: 0}}
    """
    assert scored(model, "gain", performance) == expected


def test_the_worse_end_of_a_range_is_the_high_one_where_less_is_better(model: Model) -> None:
    """The same range on a falling and on a rising scale.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    name: One
    performance: {cost: {value: 3, low: 2, high: 7}, gain: {value: 3, low: 2, high: 7}}
    """
    cells = model.options["one"].performance
    found = {name: ends(value_function(c.scale), cells[name]) for name, c in model.criteria.items()}

    assert found == {"cost": exact(30, 80), "gain": exact(20, 70)}
    (standing,) = ranked(model).standings
    assert (standing.low, standing.score, standing.high) == exact(25, 50, 75)
    assert standing.at_least == standing.at_most == 50


def test_an_unknown_performance_is_the_whole_scale_and_counts_as_its_middle(model: Model) -> None:
    """The middle of a curve that ends at 60 is 30: what lies halfway of what it may score.

    --- criteria/cost.yaml
    {name: Cost, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10, curve: [[0, 0], [10, 60]]}}
    --- options/both.yaml
    {name: Both, performance: {cost: unknown, gain: unknown}}
    --- options/cost-known.yaml
    {name: Cost known, performance: {cost: {value: 2, low: 0, high: 10}, gain: unknown}}
    """
    gain = value_function(model.criteria["gain"].scale)
    assert score(gain, model.options["both"].performance["gain"]) == 30

    both, known = ranked(model).of("both"), ranked(model).of("cost-known")
    assert (both.at_least, both.score, both.at_most) == exact(0, 45, 90)
    assert (both.low, both.high) == exact(0, 90)
    assert (known.at_least, known.score, known.at_most) == exact(60, "67.5", 75)
    assert (known.low, known.high) == exact(0, 90)


# Ranks and ties


def test_equal_scores_share_a_rank_and_the_next_is_skipped(model: Model) -> None:
    """Two lead, two share the third place, one is last; equal ones stand by id.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 10}}
    --- options/b.yaml
    {name: B, performance: {gain: 60}}
    --- options/c.yaml
    {name: C, performance: {gain: 40}}
    --- options/d.yaml
    {name: D, performance: {gain: 60}}
    --- options/e.yaml
    {name: E, performance: {gain: 40}}
    """
    found = [(s.option, s.rank, s.tied, s.lead) for s in ranked(model).standings]

    assert found == [
        ("b", 1, True, 20),
        ("d", 1, True, 20),
        ("c", 3, True, 30),
        ("e", 3, True, 30),
        ("a", 5, False, None),
    ]
    assert [leader.option for leader in ranked(model).leaders] == ["b", "d"]


def test_an_option_alone_leads_nobody(model: Model) -> None:
    """One option, one criterion.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 10}}
    """
    (standing,) = ranked(model).standings

    assert (standing.rank, standing.tied, standing.lead) == (1, False, None)
    assert ranked(model).leaders == (standing,)
    with pytest.raises(KeyError, match="b"):
        ranked(model).of("b")


def test_the_same_scores_in_another_order_tie_where_floats_would_not(model: Model) -> None:
    """Three equal weights, and 10, 20 and 30 % on them in each order.

    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/c.yaml
    {name: C, weight: 1, scale: {worst: 0, best: 1}}
    --- options/x.yaml
    {name: X, performance: {a: 0.1, b: 0.2, c: 0.3}}
    --- options/y.yaml
    {name: Y, performance: {a: 0.3, b: 0.2, c: 0.1}}
    --- options/z.yaml
    {name: Z, performance: {a: 0.2, b: 0.3, c: 0.1}}
    """
    assert len(in_floats(ranked(model))) == 2
    assert {s.score for s in ranked(model).standings} == {20}
    assert {(s.rank, s.tied, s.lead) for s in ranked(model).standings} == {(1, True, None)}


def test_weights_and_performances_are_the_decimals_as_written(model: Model) -> None:
    """One point at weights of 0.1 and 0.2 is as much as one at 0.3.

    --- criteria/a.yaml
    {name: A, weight: 0.1, scale: {worst: 0, best: 1}}
    --- criteria/b.yaml
    {name: B, weight: 0.2, scale: {worst: 0, best: 1}}
    --- criteria/c.yaml
    {name: C, weight: 0.3, scale: {worst: 0, best: 1}}
    --- criteria/d.yaml
    {name: D, weight: 0.4, scale: {worst: 0.1, best: 0.7}}
    --- options/first-two.yaml
    {name: First two, performance: {a: 0.01, b: 0.01, c: 0, d: 0.1}}
    --- options/third.yaml
    {name: Third, performance: {a: 0, b: 0, c: 0.01, d: 0.1}}
    """
    assert in_floats(ranked(model)) == {0.1 + 0.2, 0.3}
    assert [s.rank for s in ranked(model).standings] == [1, 1]
    assert [s.score for s in ranked(model).standings] == [Fraction("0.3")] * 2


def test_a_difference_of_any_size_decides(model: Model) -> None:
    """The weights differ in the thirtieth decimal, which the usual arithmetic does not see.

    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 1}}
    --- criteria/b.yaml
    {name: B, weight: 1.000000000000000000000000000001, scale: {worst: 0, best: 1}}
    --- options/x.yaml
    {name: X, performance: {a: 1, b: 0}}
    --- options/y.yaml
    {name: Y, performance: {a: 0, b: 1}}
    """
    first, second = ranked(model).standings

    assert in_floats(ranked(model)) == {50}
    assert (first.option, first.rank, second.rank, first.tied) == ("y", 1, 2, False)
    assert first.lead == Fraction(100) / (2 * 10**30 + 1)


def test_a_criterion_of_weight_0_decides_nothing(model: Model) -> None:
    """B is far better on what weighs nothing, and its range there counts for nothing.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 51, looks: 0}}
    --- options/b.yaml
    {name: B, performance: {gain: 50, looks: {value: 100, low: 0}}}
    """
    assert [s.option for s in ranked(model).standings] == ["a", "b"]
    second = ranked(model).of("b")
    assert (second.low, second.score, second.high) == exact(50, 50, 50)
    assert second.scores == {"gain": 50, "looks": 100}
    assert second.contributions == {"gain": 50, "looks": 0}


# Groups and the orders on them


def test_the_score_of_a_group_is_that_of_its_criteria_by_local_weight(model: Model) -> None:
    """A group in a group; scores 40, 80 and 10 by 1/2, 1/8 and 3/8.

    --- criteria/burden.yaml
    {name: Burden, weight: 5}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1}
    --- criteria/staff.yaml
    {name: Staff, within: effort, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/time.yaml
    {name: Time, within: effort, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 6, staff: 2, time: 9, gain: 3}}
    """
    weights = weighed(model)

    assert ends_of_group(model, weights, "burden", "a") == (Fraction("33.75"),) * 2
    assert ends_of_group(model, weights, "effort", "a") == (Fraction("27.5"),) * 2
    assert ends_of_group(model, weights, "gain", "a") == (Fraction(30),) * 2


def test_an_order_on_a_group_is_held_against_the_scores_that_weights_give(model: Model) -> None:
    """A does better on cost, B on effort; C is unknown on one and may do as well.

    --- policyscore.yaml
    orders:
      - {criterion: burden, better: [a, c], worse: [b]}
      - {criterion: cost, better: [a], worse: [b, c]}
    --- criteria/burden.yaml
    {name: Burden}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: A, performance: {cost: 4, effort: 8}}
    --- options/b.yaml
    {name: B, performance: {cost: 5, effort: 6}}
    --- options/c.yaml
    {name: C, performance: {cost: 4, effort: unknown}}
    """
    on_burden, on_cost = model.decision.orders

    def broken(*flags: str) -> list[tuple[str, str, Fraction, Fraction]]:
        return broken_pairs(model, scenario(model, None, flags).weights, on_burden)

    assert broken() == []  # both score 46 2/3: at least as good
    assert broken("effort=2") == [("a", "b", *exact(40, 45))]
    assert broken("cost=0") == [("a", "b", *exact(20, 40))]
    assert broken_pairs(model, weighed(model), on_cost) == []
    turned = on_cost._replace(better=("b",), worse=("a",))
    assert broken_pairs(model, weighed(model), turned) == [("b", "a", *exact(50, 60))]
