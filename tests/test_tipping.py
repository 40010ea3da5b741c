"""Stability intervals and tipping points, held against rankings at weights that are fixed."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given

from policyscore.analyses.tipping import (
    Line,
    TippingPoint,
    lines,
    node_scores,
    stability,
    tipping_points,
    turn,
)
from policyscore.figures import share
from policyscore.model import Model
from policyscore.scoring import Ranking, ends_of_group, rank
from policyscore.weights import stated, tree_of, weigh, with_shares
from tests.simplices import table
from tests.strategies import models, steady

HAIR = Fraction(1, 10**30)  # nearer than any two crossings of the small numbers here


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def fixed(model: Model, node: str, at: Fraction) -> Ranking:
    """Return the ranking with a node's share fixed and all other weights in proportion."""
    weights = weigh(tree_of(model), stated(model))
    return rank(model, with_shares(tree_of(model), weights, {node: at}))


def ranks(ranking: Ranking) -> Mapping[str, int]:
    return {standing.option: standing.rank for standing in ranking.standings}


def interval(line: Line, option: str) -> tuple[object, ...]:
    """Return where a stability interval begins and ends, and with whom."""
    found = stability(line, option)
    assert (found.node, found.option, found.share) == (line.node, option, line.share)
    return found.lower, found.upper, found.below, found.above


def line_of(model: Model, node: str) -> Line:
    return lines(model, ranked(model))[node]


# The built-in model


@pytest.mark.parametrize(
    ("node", "at", "challenger"),
    [
        ("burden", "46.7 %", "retrenchment"),
        ("cost", "29.8 %", "retrenchment"),
        ("involvement", "24.8 %", "retrenchment"),
        ("domestic", "24.8 %", "status-quo"),
        ("near-term", "64.4 %", "status-quo"),
    ],
)
def test_the_built_in_model_tips_where_its_notes_say(
    mexico: Model, node: str, at: str, challenger: str
) -> None:
    found = tipping_points(lines(mexico, ranked(mexico)).values(), "strategic-partnership")
    (point,) = [point for point in found if point.node == node]

    assert (share(point.at), point.challengers) == (at, (challenger,))
    assert point.at > point.share
    assert point.distance == point.at - point.share
    # There they are level, and a hair beyond it the challenger leads alone.
    level = fixed(mexico, node, point.at).leaders
    assert sorted(s.option for s in level) == sorted(["strategic-partnership", challenger])
    beyond = fixed(mexico, node, point.at + HAIR).leaders
    assert [s.option for s in beyond] == [challenger]


def test_no_other_single_criterion_of_the_built_in_model_changes_its_leader(mexico: Model) -> None:
    found = tipping_points(lines(mexico, ranked(mexico)).values(), "strategic-partnership")
    tipping = {point.node for point in found} & mexico.criteria.keys()

    assert tipping == {"cost", "involvement", "domestic", "near-term"}
    for name in mexico.criteria:
        tried = [Fraction(0)] if name in tipping else [Fraction(k, 8) for k in range(9)]
        for at in tried:
            leaders = fixed(mexico, name, at).leaders
            assert [s.option for s in leaders] == ["strategic-partnership"]


def test_what_the_burden_gains_the_benefit_loses(mexico: Model) -> None:
    found = tipping_points(lines(mexico, ranked(mexico)).values(), "strategic-partnership")
    at = {point.node: point.at for point in found}

    assert at["benefit"] == 1 - at["burden"]


def test_tipping_points_stand_nearest_first_and_growing_weights_before_shrinking_ones(
    mexico: Model,
) -> None:
    found = tipping_points(lines(mexico, ranked(mexico)).values(), "strategic-partnership")

    assert [(point.node, share(point.distance)) for point in found] == [
        ("burden", "12.1 %"),
        ("benefit", "12.1 %"),
        ("involvement", "13.2 %"),
        ("cost", "14.4 %"),
        ("domestic", "17.1 %"),
        ("mexican-institutions", "17.9 %"),
        ("us-security", "30.2 %"),
        ("near-term", "56.8 %"),
    ]


# By hand


def test_intervals_end_where_two_straight_lines_cross(model: Model) -> None:
    """A leads on gain, B on cost; C is best on looks only. Scores: A 60, B 50, C 25.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 2, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 20, gain: 100, looks: 20}}
    --- options/b.yaml
    {name: B, performance: {cost: 100, gain: 40, looks: 20}}
    --- options/c.yaml
    {name: C, performance: {cost: 0, gain: 0, looks: 100}}
    """
    line = lines(model, ranked(model))["cost"]

    # Without cost, gain to looks is 2 : 1.
    assert line.share == Fraction(1, 4)
    assert list(map(line.ends.get, "abc")) == table("220/3 20\n100/3 100\n100/3 0")
    assert [line.at(o, line.share) for o in "abc"] == [60, 50, 25]
    # Of three times A and B: they cross where 220 - 160 t = 100 + 200 t.
    assert interval(line, "a") == (0, Fraction(1, 3), (), ("b",))
    # B is level with C only where cost weighs nothing: it stays above no longer, but never below.
    assert interval(line, "b") == (0, Fraction(1, 3), (), ("a",))
    # For C that is a better rank: there nobody but A is above.
    assert interval(line, "c") == (0, 1, ("b",), ())
    # Of three times A and C on looks: they cross where 220 - 160 t = 300 t.
    looks = lines(model, ranked(model))["looks"]
    assert turn(looks, "a", "b", Fraction(0)) is None
    assert turn(looks, "a", "c", Fraction(1)) == stability(looks, "a").upper
    assert tipping_points([line, looks], "a") == [
        TippingPoint("cost", Fraction(1, 4), Fraction(1, 3), ("b",), True),
        TippingPoint("looks", Fraction(1, 4), Fraction(11, 23), ("c",), True),
    ]


def test_of_two_who_catch_up_at_once_the_steeper_one_leads_beyond(model: Model) -> None:
    """A, B and C are level where both criteria weigh the same.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 0, gain: 100}}
    --- options/b.yaml
    {name: B, performance: {cost: 80, gain: 20}}
    --- options/c.yaml
    {name: C, performance: {cost: 60, gain: 40}}
    --- options/d.yaml
    {name: D, performance: {cost: 20, gain: 0}}
    """
    assert interval(line_of(model, "cost"), "a") == (0, Fraction(1, 2), (), ("b", "c"))
    assert interval(line_of(model, "gain"), "a") == (Fraction(1, 2), 1, ("b", "c"), ())
    found = tipping_points(lines(model, ranked(model)).values(), "a")
    assert [(p.node, p.at, p.distance, p.challengers, p.lasting) for p in found] == [
        ("cost", Fraction(1, 2), Fraction(1, 4), ("b",), True),
        ("gain", Fraction(1, 2), Fraction(1, 4), ("b",), True),
    ]


def test_a_challenger_may_be_passed_in_turn(model: Model) -> None:
    """As cost gains weight B and its twin lead, then D: on cost alone D is best.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 0, gain: 100}}
    --- options/b.yaml
    {name: B, performance: {cost: 80, gain: 60}}
    --- options/c.yaml
    {name: C, performance: {cost: 80, gain: 60}}
    --- options/d.yaml
    {name: D, performance: {cost: 100, gain: 0}}
    """
    found = tipping_points(lines(model, ranked(model)).values(), "a")

    assert [(p.node, p.at, p.challengers, p.lasting) for p in found] == [
        ("cost", Fraction(1, 3), ("b", "c"), False),
        ("gain", Fraction(2, 3), ("b", "c"), False),
    ]
    assert [s.option for s in fixed(model, "cost", Fraction(1)).leaders] == ["d"]


def test_an_option_level_with_another_keeps_its_rank_on_one_side_only(model: Model) -> None:
    """A and B tie at 50 with equal weights; C is the same as A.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 100, gain: 0}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 100}}
    --- options/c.yaml
    {name: C, performance: {cost: 100, gain: 0}}
    """
    half = Fraction(1, 2)

    assert interval(line_of(model, "cost"), "a") == (half, 1, ("b",), ())
    assert interval(line_of(model, "cost"), "b") == (0, half, (), ("a", "c"))
    assert [p.distance for p in tipping_points(lines(model, ranked(model)).values(), "a")] == [0, 0]


def test_a_criterion_of_weight_0_can_be_given_weight(model: Model) -> None:
    """B is better on what weighs nothing, so it leads once that weighs more than a tenth.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 60, looks: 0}}
    --- options/b.yaml
    {name: B, performance: {gain: 50, looks: 90}}
    """
    assert interval(line_of(model, "looks"), "a") == (0, Fraction("0.1"), (), ("b",))


def test_a_node_that_weighs_all_has_no_line_nor_has_an_idle_group(model: Model) -> None:
    """Nothing could take the weight of the one, nothing divide that of the other.

    --- criteria/benefit.yaml
    {name: Benefit, weight: 1}
    --- criteria/gain.yaml
    {name: Gain, within: benefit, weight: 2, scale: {worst: 0, best: 100}}
    --- criteria/use.yaml
    {name: Use, within: benefit, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/idle.yaml
    {name: Idle, weight: 0}
    --- criteria/looks.yaml
    {name: Looks, within: idle, weight: 0, scale: {worst: 0, best: 100}}
    --- criteria/resting.yaml
    {name: Resting, weight: 0}
    --- criteria/noise.yaml
    {name: Noise, within: resting, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 60, use: 0, looks: 0, noise: 10}}
    """
    found = lines(model, ranked(model))

    assert sorted(found) == ["gain", "looks", "noise", "resting", "use"]
    assert found["resting"].ends["a"] == (Fraction(40), Fraction(10))
    # Alone, an option keeps its rank whatever happens.
    assert interval(found["gain"], "a") == (0, 1, (), ())
    assert tipping_points(found.values(), "a") == []


# On any model


@steady
@given(models())
def test_scores_of_nodes_are_those_of_their_criteria_by_local_weight(model: Model) -> None:
    ranking = ranked(model)

    for node, found in node_scores(model, ranking).items():
        for option, score in found.items():
            ends = ends_of_group(model, ranking.weights, node, option)
            assert score == sum(ends) / 2


@steady
@given(models(most_options=2))
def test_a_node_has_a_line_where_its_weight_can_be_moved(model: Model) -> None:
    found = lines(model, ranked(model))
    for node in (*model.criteria, *model.groups):
        try:
            moved = fixed(model, node, Fraction(1, 2))
        except ValueError:
            assert node not in found
            continue
        for standing in moved.standings:
            assert found[node].at(standing.option, Fraction(1, 2)) == standing.score


@steady
@given(models())
def test_an_option_keeps_its_rank_within_its_interval_and_not_beyond(model: Model) -> None:
    now = ranks(ranked(model))
    for node, line in lines(model, ranked(model)).items():
        for option in model.options:
            found = stability(line, option)
            assert 0 <= found.lower <= line.share <= found.upper <= 1
            sides = ((found.lower, found.below, -HAIR), (found.upper, found.above, HAIR))
            for end, others, beyond in sides:
                inside = [end - beyond, (end + line.share) / 2, (end + 7 * line.share) / 8]
                for at in inside if end != line.share else [line.share]:
                    assert ranks(fixed(model, node, at))[option] == now[option]
                if not others:
                    assert end in (0, 1)
                    assert ranks(fixed(model, node, end))[option] == now[option]
                    continue
                at_end = fixed(model, node, end)
                assert all(at_end.of(o).score == at_end.of(option).score for o in others)
                tried = [end, end + beyond] if 0 <= end + beyond <= 1 else [end]
                after = [ranks(fixed(model, node, at))[option] for at in tried]
                assert any(rank != now[option] for rank in after)


@steady
@given(models())
def test_beyond_a_tipping_point_its_challengers_lead(model: Model) -> None:
    ranking = ranked(model)
    leader = ranking.leaders[0].option
    found = tipping_points(lines(model, ranking).values(), leader)

    for point in found:
        step = HAIR if point.at > point.share else -HAIR
        tried = [step] if point.at != point.share else [step, -step]
        beyond = [
            {s.option for s in fixed(model, point.node, point.at + by).leaders}
            for by in tried
            if 0 <= point.at + by <= 1
        ]
        assert set(point.challengers) in beyond
        passed = [
            {s.option for s in fixed(model, point.node, Fraction(end)).leaders}
            for by, end in ((HAIR, 1), (-HAIR, 0))
            if by in tried
        ]
        ends = [set(point.challengers) <= leaders for leaders in passed]
        assert point.lasting in ends
    assert [p.distance for p in found] == sorted(p.distance for p in found)
