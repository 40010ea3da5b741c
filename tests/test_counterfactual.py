"""What would put one option ahead of another: tried out by changing the model and ranking again."""

from fractions import Fraction

from hypothesis import given

from policyscore.analyses.counterfactual import Counterfactual, counterfactuals
from policyscore.model import Model
from policyscore.scenario import scenario
from policyscore.scoring import Ranking, rank
from policyscore.weights import tree_of, with_shares
from tests.strategies import models, steady

A_LITTLE = Fraction(1, 10**30)


def ranked(model: Model, *flags: str) -> Ranking:
    return rank(model, scenario(model, None, flags).weights)


def pair(ranking: Ranking, one: str, other: str) -> tuple[str, str]:
    """Return two options as ahead and behind."""
    names = [s.option for s in ranking.standings if s.option in (one, other)]
    return names[0], names[1]


def found(model: Model, ahead: str, behind: str, *flags: str) -> list[Counterfactual]:
    return counterfactuals(model, ranked(model, *flags), ahead, behind)


def with_cell(model: Model, option: str, criterion: str, value: Fraction) -> Model:
    """Return the model with another performance in one cell."""
    one = model.options[option]
    cell = one.performance[criterion]._replace(value=value)
    changed = one._replace(performance={**one.performance, criterion: cell})
    return model._replace(options={**model.options, option: changed})


def tried(model: Model, ranking: Ranking, change: Counterfactual, value: Fraction) -> Ranking:
    """Return the ranking with a performance or a share of that value."""
    if change.option is None:
        return rank(model, with_shares(tree_of(model), ranking.weights, {change.node: value}))
    return rank(with_cell(model, change.option, change.node, value), ranking.weights)


def leading(ranking: Ranking) -> tuple[str, ...]:
    return tuple(sorted(standing.option for standing in ranking.leaders))


def margin(ranking: Ranking, ahead: str, behind: str) -> Fraction:
    return ranking.of(ahead).score - ranking.of(behind).score


def pairs(ranking: Ranking) -> list[tuple[str, str]]:
    """Return all pairs of options, the higher one first."""
    names = [standing.option for standing in ranking.standings]
    return [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]


@steady
@given(models())
def test_just_beyond_what_is_needed_it_is_ahead_and_just_before_it_is_not(model: Model) -> None:
    ranking = ranked(model)
    for ahead, behind in pairs(ranking):
        for change in counterfactuals(model, ranking, ahead, behind):
            on = A_LITTLE if change.rises else -A_LITTLE
            before, at = (
                tried(model, ranking, change, v) for v in (change.needed - on, change.needed)
            )
            assert margin(at, ahead, behind) == 0
            if change.outcome == "level":
                assert leading(at) == change.leaders
                continue
            beyond = tried(model, ranking, change, change.needed + on)
            assert margin(before, ahead, behind) >= 0 > margin(beyond, ahead, behind)
            assert leading(beyond) == change.leaders
            assert (behind in change.leaders) == (change.outcome != "ahead")
            assert (change.leaders == (behind,)) == (change.outcome == "leads")


@steady
@given(models())
def test_at_the_ends_nothing_more_is_reached_than_is_told(model: Model) -> None:
    ranking = ranked(model)
    for ahead, behind in pairs(ranking):
        told = counterfactuals(model, ranking, ahead, behind)
        if not margin(ranking, ahead, behind):
            assert told == []
            continue
        for option, up in ((ahead, False), (behind, True)):
            for name, criterion in model.criteria.items():
                end = criterion.scale.best if up else criterion.scale.worst
                reached = rank(with_cell(model, option, name, end), ranking.weights)
                changes = [c for c in told if (c.option, c.node) == (option, name)]
                sign = margin(reached, ahead, behind)
                assert len(changes) == (sign <= 0)
                assert all((sign == 0) == (change.outcome == "level") for change in changes)


@steady
@given(models())
def test_a_weight_that_is_not_told_does_nothing_or_the_same_as_another(model: Model) -> None:
    ranking, tree = ranked(model), tree_of(model)
    for ahead, behind in pairs(ranking):
        now = margin(ranking, ahead, behind)
        changes = counterfactuals(model, ranking, ahead, behind)
        met = [
            with_shares(tree, ranking.weights, {c.node: c.needed}).shares
            for c in changes
            if c.option is None
        ]
        assert len({tuple(shares.items()) for shares in met}) == len(met)
        for node, share in ranking.weights.shares.items():
            for end in (Fraction(0), Fraction(1)):
                try:
                    weights = with_shares(tree, ranking.weights, {node: end})
                except ValueError:
                    continue
                then = margin(rank(model, weights), ahead, behind)
                if now > 0 >= then:
                    at = share + (end - share) * now / (now - then)
                    assert with_shares(tree, ranking.weights, {node: at}).shares in met


@steady
@given(models())
def test_a_lead_ends_where_it_is_said_to_and_nowhere_before(model: Model) -> None:
    ranking = ranked(model)
    for ahead, behind in pairs(ranking):
        for change in counterfactuals(model, ranking, ahead, behind):
            if change.option is not None or change.outcome not in ("leads", "shares"):
                assert change.until is None
                continue
            on = A_LITTLE if change.rises else -A_LITTLE
            last = Fraction(change.rises) if change.until is None else change.until
            assert behind in leading(tried(model, ranking, change, last - on))
            assert behind in leading(tried(model, ranking, change, (change.needed + last) / 2))
            if change.until is not None:
                assert behind not in leading(tried(model, ranking, change, last + on))


@steady
@given(models())
def test_the_smallest_move_stands_first(model: Model) -> None:
    ranking = ranked(model)
    for ahead, behind in pairs(ranking):
        changes = counterfactuals(model, ranking, ahead, behind)
        moves = [change.move for change in changes]
        assert moves == sorted(moves)
        assert all(0 < move <= 1 for move in moves)


def test_a_performance_is_told_in_its_unit_whichever_way_is_better(model: Model) -> None:
    """Rail leads by 20 points; cost and health weigh a half each.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 1000, best: 0, unit: euro}}
    --- criteria/health.yaml
    {name: Health, weight: 1, scale: {worst: 0, best: 200}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: {value: 400, low: 100, high: 500}, health: 0}}
    --- options/rail.yaml
    {name: Rail, performance: {cost: 800, health: {value: 160, low: 100, high: 180}}}
    """
    changes = {(c.option, c.node): c for c in found(model, "rail", "bus")}
    assert changes["bus", "cost"] == Counterfactual(
        *("cost", "bus", Fraction(400), Fraction(0), False, Fraction("0.4"), False),
        *("level", ("bus", "rail")),
    )
    assert changes["bus", "health"] == Counterfactual(
        *("health", "bus", Fraction(0), Fraction(80), True, Fraction("0.4"), False),
        *("leads", ("bus",)),
    )
    assert changes["rail", "health"] == Counterfactual(
        *("health", "rail", Fraction(160), Fraction(80), False, Fraction("0.4"), False),
        *("leads", ("bus",)),
    )
    assert ("rail", "cost") not in changes
    weight = changes[None, "cost"]
    assert (weight.now, weight.needed) == (Fraction(1, 2), Fraction(2, 3))
    assert (None, "health") not in changes  # where cost weighs more than 2/3, health does less


def test_a_third_option_may_lead_then(model: Model) -> None:
    """If Act falls below Cut, Build leads; Cut itself can rise above both.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {gain: 50}}
    --- options/c.yaml
    {name: Cut, performance: {gain: 30}}
    --- options/d.yaml
    {name: Defer, performance: {gain: 50}}
    """
    fall, rise = sorted(found(model, "a", "c"), key=lambda change: change.rises)
    assert (fall.needed, fall.outcome, fall.leaders) == (Fraction(30), "ahead", ("b", "d"))
    assert (rise.needed, rise.outcome, rise.leaders) == (Fraction(60), "leads", ("c",))
    (shared,) = [change for change in found(model, "a", "b") if not change.rises]
    assert (shared.needed, shared.outcome, shared.leaders) == (Fraction(50), "shares", ("b", "d"))


def test_a_level_piece_of_a_curve_has_to_be_crossed(model: Model) -> None:
    """From 40 to 80 all gains score 50, as much as Bus.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: 0, best: 100, curve: [[0, 0], [40, 50], [80, 50], [100, 100]]}
    --- options/bus.yaml
    {name: Bus, performance: {gain: 20}}
    --- options/rail.yaml
    {name: Rail, performance: {gain: 60}}
    """
    rise, fall = sorted(found(model, "rail", "bus"), key=lambda change: change.option or "")
    assert (rise.option, rise.needed, rise.move) == ("bus", Fraction(80), Fraction("0.6"))
    assert (fall.option, fall.needed, fall.move) == ("rail", Fraction(20), Fraction("0.4"))


def test_where_a_curve_stays_level_to_its_end_no_more_than_level_is_reached(model: Model) -> None:
    """From 40 on all gains score 100.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100, curve: [[0, 0], [40, 100], [100, 100]]}}
    --- options/bus.yaml
    {name: Bus, performance: {gain: {value: 20, low: 10, high: 40}}}
    --- options/rail.yaml
    {name: Rail, performance: {gain: 60}}
    """
    (rise,) = [change for change in found(model, "rail", "bus") if change.option == "bus"]
    assert (rise.needed, rise.outcome, rise.within) == (Fraction(40), "level", True)
    assert rise.leaders == ("bus", "rail")


def test_an_unknown_performance_moves_from_where_it_scores_as_it_does(model: Model) -> None:
    """The scale gives 0 to 100, so Bus scores 50: that is at 80, not in the middle of the scale.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100, curve: [[0, 0], [80, 50], [100, 100]]}}
    --- options/bus.yaml
    {name: Bus, performance: {gain: unknown}}
    --- options/rail.yaml
    {name: Rail, performance: {gain: 90}}
    """
    (rise,) = [change for change in found(model, "rail", "bus") if change.option == "bus"]
    assert (rise.now, rise.needed, rise.move) == (None, Fraction(90), Fraction("0.1"))
    assert rise.within is True


def test_the_range_of_a_cell_holds_a_value_beyond_or_does_not(model: Model) -> None:
    """Bus needs more than 60, Rail less than 40.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/bus.yaml
    {name: Bus, performance: {gain: {value: 40, low: 30, high: 60}}}
    --- options/rail.yaml
    {name: Rail, performance: {gain: {value: 60, low: 39, high: 70}}}
    """
    within = {change.option: change.within for change in found(model, "rail", "bus")}
    assert within == {"bus": False, "rail": True}


def test_another_takes_the_lead_further_on(model: Model) -> None:
    """As gain counts more, first Build is ahead of Act and then Cut.

    --- criteria/cost.yaml
    {name: Cost, weight: 9, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0, gain: 0}}
    --- options/b.yaml
    {name: Build, performance: {cost: 20, gain: 60}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 90, gain: 100}}
    """
    (change,) = [c for c in found(model, "a", "b") if c.option is None]
    assert (change.node, change.needed, change.outcome) == ("gain", Fraction(1, 4), "leads")
    assert change.until == Fraction(7, 11)
    last = ranked(model, "gain=63%"), ranked(model, "gain=64%")
    assert [leading(ranking) for ranking in last] == [("b",), ("c",)]


def test_what_weighs_nothing_is_no_way_and_can_be_one_if_it_gets_a_weight(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 0, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 100, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: 0, gain: 50}}
    """
    changes = found(model, "a", "b")
    assert [(c.option, c.node) for c in changes] == [(None, "cost"), ("b", "gain"), ("a", "gain")]
    assert changes[0].needed == Fraction(1, 11)


def test_a_weight_may_bring_level_and_no_more(model: Model) -> None:
    """Without gain the two are level.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50, gain: 10}}
    """
    (change,) = [c for c in found(model, "a", "b") if c.option is None]
    assert (change.node, change.needed, change.outcome) == ("cost", Fraction(1), "level")
