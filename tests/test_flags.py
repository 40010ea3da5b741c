"""Weights given as flags do what they are given for: held against the plain implementation."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.analyses.flags import flags_towards
from policyscore.analyses.nearest import smallest_changes
from policyscore.model import Model
from policyscore.scenario import Scenario, scenario
from policyscore.scoring import Ranking, rank
from tests import plain
from tests.simplices import dot
from tests.strategies import as_files, models, steady

often = settings(steady, max_examples=40)


def given_weights(model: Model, **weights: str) -> tuple[list[str], bool]:
    """Return the flags for global shares in percent, for b to lead."""
    shares = {name: Fraction(share) / 100 for name, share in weights.items()}
    return flags_towards(model, scenario(model, None, []), shares, "b")


def leaders(model: Model, profile: str | None, flags: Sequence[str]) -> list[str]:
    return [
        row["option"] for row in plain.rank(as_files(model), profile, flags) if row["rank"] == 1
    ]


def changes(model: Model, used: Scenario) -> dict[str, tuple[str, dict[str, Fraction]]]:
    """Return by distance the rival and the weights of the smallest change."""
    found = smallest_changes(rank(model, used.weights))
    return {
        distance: (change.rival, dict(zip(model.criteria, change.weights, strict=True)))
        for distance, change in found.items()
    }


def leads_beyond(ranking: Ranking, weights: Mapping[str, Fraction], rival: str) -> bool:
    """Tell whether the rival leads, and no present leader, a little further on the way."""
    now = ranking.weights.shares
    moved = [max(Fraction(0), w + (w - now[n]) / 10**6) for n, w in weights.items()]
    totals = {s.option: dot([*s.scores.values()], moved) for s in ranking.standings}
    before = {standing.option for standing in ranking.leaders}
    found = {option for option, total in totals.items() if total == max(totals.values())}
    return rival in found and not before & found


def test_as_few_digits_as_it_takes_to_lead(model: Model) -> None:
    """A leads while cost weighs less than 60.51 %; it weighs 40 % now.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 0, best: 10000}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 10000}}
    --- options/a.yaml
    {name: A, performance: {cost: 0, gain: 6051}}
    --- options/b.yaml
    {name: B, performance: {cost: 3949, gain: 0}}
    """
    # Further by a thousandth, which is 39.46949 %, and rounded to a tenth of a percent away.
    assert given_weights(model, cost="60.51", gain="39.49") == (["gain=39.4%"], True)
    assert leaders(model, None, ["gain=39.4%"]) == ["b"]
    assert leaders(model, None, ["gain=39.5%"]) == ["a"]


def test_a_change_too_small_for_a_digit_is_rounded_away_from_what_is_in_use(model: Model) -> None:
    """Now 50 % each, and B leads beyond 49.99 %.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100000}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100000}}
    --- options/a.yaml
    {name: A, performance: {cost: 55001, gain: 50000}}
    --- options/b.yaml
    {name: B, performance: {cost: 50000, gain: 54999}}
    """
    flags, does_it = given_weights(model, cost="49.99", gain="50.01")

    assert (flags, does_it) == (["cost=49.9%"], True)
    assert leaders(model, None, flags) == ["b"]


def test_where_a_few_digits_go_too_far_there_are_more(model: Model) -> None:
    """A leads down to 49.99 % of cost, B from there to 49.95 %, then C.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 60, gain: 50}}
    --- options/b.yaml
    {name: B, performance: {cost: 54.999, gain: 54.999}}
    --- options/c.yaml
    {name: C, performance: {cost: 49.994, gain: 59.994}}
    """
    assert given_weights(model, cost="49.99", gain="50.01") == (["cost=49.98%"], True)
    assert leaders(model, None, ["cost=50%"]) == ["a"]
    assert leaders(model, None, ["cost=49.99%"]) == ["a", "b"]
    assert leaders(model, None, ["cost=49.98%"]) == ["b"]
    assert leaders(model, None, ["cost=49.9%"]) == ["c"]


def test_what_does_not_change_is_left_to_fit(model: Model) -> None:
    """Weight goes from cost to gain; speed and use stay in proportion.

    --- criteria/cost.yaml
    {name: Cost, weight: 4, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/speed.yaml
    {name: Speed, weight: 3, scale: {worst: 0, best: 10}}
    --- criteria/use.yaml
    {name: Use, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 10, gain: 0, speed: 5, use: 5}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 10, speed: 5, use: 5}}
    """
    found = given_weights(model, cost="30", gain="30", speed="30", use="10")

    assert found == (["cost=29.9%", "gain=30.1%"], True)


def test_flags_replace_flags_that_are_given(model: Model) -> None:
    """Cost is doubled for a start; all shares are given then, but for the largest.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/use.yaml
    {name: Use, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 10, gain: 0, use: 5}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 10, use: 5}}
    """
    used = scenario(model, None, ["cost*2"])
    shares = {"cost": Fraction("0.375"), "gain": Fraction("0.375"), "use": Fraction("0.25")}

    assert flags_towards(model, used, shares, "b") == (["cost=37.4%", "use=25%"], True)


def test_where_all_else_weighs_nothing_the_flags_leave_something_to_fit(model: Model) -> None:
    """Thirds cannot be said in decimals, and speed cannot take what is left over.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 0, scale: {worst: 0, best: 10}}
    --- criteria/speed.yaml
    {name: Speed, weight: 0, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 2, gain: 0, speed: 5}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 1, speed: 5}}
    """
    third = Fraction(100, 3)

    found = given_weights(model, cost=str(third), gain=str(2 * third), speed="0")

    assert found == (["gain=66.7%"], True)
    assert leaders(model, None, ["gain=66.7%"]) == ["b"]


def test_at_the_end_of_what_there_is_weights_are_given_to_nine_places(model: Model) -> None:
    """B is never above A: level where gain weighs nothing.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/use.yaml
    {name: Use, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 5, gain: 6, use: 5}}
    --- options/b.yaml
    {name: B, performance: {cost: 5, gain: 5, use: 5}}
    """
    third = Fraction(100, 3)

    flags, does_it = given_weights(model, cost=str(2 * third), gain="0", use=str(third))

    assert not does_it
    assert flags == ["cost=66.666666667%", "gain=0%"]
    assert leaders(model, None, flags) == ["a", "b"]


def test_flags_that_come_to_more_than_all_are_not_given(model: Model) -> None:
    """Rounded, cost, gain and use would be 40.1, 30 and 30 %; speed keeps its 0.02 %.

    --- criteria/cost.yaml
    {name: Cost, weight: 3000, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3001, scale: {worst: 0, best: 10}}
    --- criteria/speed.yaml
    {name: Speed, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/use.yaml
    {name: Use, weight: 3997, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 0, gain: 5, speed: 5, use: 10}}
    --- options/b.yaml
    {name: B, performance: {cost: 10, gain: 5, speed: 5, use: 0}}
    """
    flags, does_it = given_weights(model, cost="40.05", gain="29.96", speed="0.02", use="29.97")

    assert (flags, does_it) == (["cost=40.1%", "gain=29.9%", "use=29.9%"], True)
    assert leaders(model, None, flags) == ["b"]


def test_a_rival_may_lead_together_with_others_but_not_with_the_leader(model: Model) -> None:
    """B and C are the same, and level with A where both criteria weigh the same.

    --- criteria/cost.yaml
    {name: Cost, weight: 3, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 10, gain: 0}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 10}}
    --- options/c.yaml
    {name: C, performance: {cost: 0, gain: 10}}
    """
    flags, does_it = given_weights(model, cost="50", gain="50")

    assert (flags, does_it) == (["cost=49.9%"], True)
    assert leaders(model, None, flags) == ["b", "c"]


@often
@given(models(), st.data())
def test_the_rival_leads_with_the_flags_and_no_leader_so_far_or_it_is_told(
    model: Model, data: st.DataObject
) -> None:
    profile = data.draw(st.sampled_from((None, *model.profiles)))
    start = data.draw(st.sampled_from(([], [f"{next(iter(model.criteria))}*3"])))
    used = scenario(model, profile, start)
    before = set(leaders(model, profile, start))
    for rival, weights in changes(model, used).values():
        flags, does_it = flags_towards(model, used, weights, rival)
        if does_it:
            found = leaders(model, profile, flags)
            assert rival in found
            assert not before & set(found)
        else:
            assert not leads_beyond(rank(model, used.weights), weights, rival)
