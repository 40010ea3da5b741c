"""The differences between two options, criterion by criterion."""

from fractions import Fraction

from policyscore.analyses.explain import Difference, compare, next_to
from policyscore.model import Model
from policyscore.scenario import scenario
from policyscore.scoring import Ranking, rank


def ranked(model: Model, *flags: str) -> Ranking:
    return rank(model, scenario(model, None, flags).weights)


def test_differences_stand_by_side_and_size_equal_ones_by_id(model: Model) -> None:
    """Rail gains 12 on health and 3 each on air and noise; it loses 6 on cost and 2 on effort.

    --- criteria/air.yaml
    {name: Air, weight: 10, scale: {worst: 0, best: 100}}
    --- criteria/cost.yaml
    {name: Cost, weight: 20, scale: {worst: 100, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, weight: 10, scale: {worst: 100, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 30, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, weight: 20, scale: {worst: 0, best: 100}}
    --- criteria/noise.yaml
    {name: Noise, weight: 10, scale: {worst: 100, best: 0}}
    --- options/bus.yaml
    {name: Bus, performance: {air: 20, cost: 30, effort: 50, health: 10, looks: 50, noise: 60}}
    --- options/rail.yaml
    {name: Rail, performance: {air: 50, cost: 60, effort: 70, health: 50, looks: 50, noise: 30}}
    """
    found = compare(ranked(model), "rail", "bus")

    assert (found.option, found.other) == ("rail", "bus")
    assert found.lead == 10
    assert found.speaking_for == (
        Difference("health", Fraction(12)),
        Difference("air", Fraction(3)),
        Difference("noise", Fraction(3)),
    )
    assert found.against == (
        Difference("cost", Fraction(-6)),
        Difference("effort", Fraction(-2)),
    )
    assert found.level == (Difference("looks", Fraction(0)),)


def test_the_other_way_round_only_the_signs_change(model: Model) -> None:
    """One criterion for each side.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 3, scale: {worst: 0, best: 100}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 30, health: 10}}
    --- options/rail.yaml
    {name: Rail, performance: {cost: 60, health: 50}}
    """
    ahead, behind = (compare(ranked(model), *pair) for pair in (("rail", "bus"), ("bus", "rail")))

    assert ahead.lead == -behind.lead == Fraction("22.5")
    assert [d.criterion for d in ahead.speaking_for] == ["health"]
    assert [d.criterion for d in behind.against] == ["health"]
    assert [d.points for d in ahead.against] == [-d.points for d in behind.speaking_for]


def test_what_weighs_nothing_makes_no_difference(model: Model) -> None:
    """Cost is switched off by a flag.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 3, scale: {worst: 0, best: 100}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 30, health: 10}}
    --- options/rail.yaml
    {name: Rail, performance: {cost: 60, health: 50}}
    """
    found = compare(ranked(model, "cost=0"), "rail", "bus")

    assert found.against == ()
    assert found.level == (Difference("cost", Fraction(0)),)


def test_an_option_compared_with_itself_is_level_on_everything(model: Model) -> None:
    """One option is enough.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 3, scale: {worst: 0, best: 100}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 30, health: 10}}
    """
    found = compare(ranked(model), "bus", "bus")

    assert found.lead == 0
    assert found.speaking_for == found.against == ()
    assert [d.criterion for d in found.level] == ["cost", "health"]


def test_the_next_one_stands_below_and_for_the_last_one_above(model: Model) -> None:
    """Bus and rail are level.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/bike.yaml
    {name: Bike, performance: {cost: 40}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 30}}
    --- options/rail.yaml
    {name: Rail, performance: {cost: 30}}
    """
    ranking = ranked(model)

    assert next_to(ranking, "bus") == "rail"
    assert next_to(ranking, "rail") == "bike"
    assert next_to(ranking, "bike") == "rail"


def test_there_is_none_next_to_the_only_option(model: Model) -> None:
    """One option.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 30}}
    """
    assert next_to(ranked(model), "bus") is None
