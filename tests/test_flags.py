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
    """Tell whether the rival leads alone a little further on the way from the present weights."""
    now = ranking.weights.shares
    moved = [max(Fraction(0), w + (w - now[n]) / 10**6) for n, w in weights.items()]
    totals = {s.option: dot([*s.scores.values()], moved) for s in ranking.standings}
    return all(total < totals[rival] for option, total in totals.items() if option != rival)


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
    # Further by a tenth, less what rounding to a tenth of a percent takes away.
    assert given_weights(model, cost="60.51", gain="39.49") == (["gain=37.4%"], True)
    assert leaders(model, None, ["gain=37.4%"]) == ["b"]


def test_a_change_too_small_for_the_first_digits_gets_more(model: Model) -> None:
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

    assert does_it
    assert leaders(model, None, flags) == ["b"]


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

    assert found == (["cost=29%", "gain=31%"], True)


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

    assert flags_towards(model, used, shares, "b") == (["cost=36.2%", "use=25%"], True)


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

    assert found == (["gain=73.3%"], True)


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


@often
@given(models(), st.data())
def test_the_rival_leads_alone_with_the_flags_or_it_is_told(
    model: Model, data: st.DataObject
) -> None:
    profile = data.draw(st.sampled_from((None, *model.profiles)))
    start = data.draw(st.sampled_from(([], [f"{next(iter(model.criteria))}*3"])))
    used = scenario(model, profile, start)
    for rival, weights in changes(model, used).values():
        flags, does_it = flags_towards(model, used, weights, rival)
        if does_it:
            assert leaders(model, profile, flags) == [rival]
        else:
            assert not leads_beyond(rank(model, used.weights), weights, rival)
