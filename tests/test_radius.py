"""How far all local weights may be off: held against the corners of what they may be."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.analyses.radius import least_lead, safe_radius
from policyscore.model import Model
from policyscore.scoring import Ranking, rank
from policyscore.weights import Tree, stated, tree_of, weigh
from tests.strategies import models, steady

often = settings(steady, max_examples=30)

FINE = Fraction(1, 10**6)
Numbers = dict[str, Fraction]


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def radius(model: Model) -> Fraction:
    return safe_radius(tree_of(model), ranked(model))


def corner(weights: Numbers, order: Sequence[str], radius: Fraction) -> Numbers:
    """Return siblings as low as may be, then in this order as high as may be: a corner."""
    found = {name: weight * (1 - radius) for name, weight in weights.items()}
    for name in order:
        room = weights[name] * (1 + radius) - found[name]
        found[name] += min(room, sum(weights.values(), Fraction(0)) - sum(found.values()))
    return found


def corners(weights: Numbers, radius: Fraction) -> Iterator[Numbers]:
    """Yield siblings of which all but one are as low or as high as may be."""
    for free in weights:
        others = [name for name in weights if name != free]
        for signs in product((-1, 1), repeat=len(others)):
            found = {n: weights[n] * (1 + s * radius) for n, s in zip(others, signs, strict=True)}
            found[free] = 1 - sum(found.values(), Fraction(0))
            if abs(found[free] - weights[free]) <= radius * weights[free]:
                yield found


def randomly(
    tree: Tree, local: Mapping[str, Fraction], radius: Fraction, chance: Random
) -> Numbers:
    """Return local weights within a radius: corners, or anything between two of them."""
    found: Numbers = {}
    for children in tree.values():
        own = {child: local[child] for child in children}
        part = Fraction(chance.choice((0, 0, 1, 2, 3)), 4)
        one, other = (corner(own, chance.sample(children, len(children)), radius) for _ in range(2))
        found |= {child: one[child] + part * (other[child] - one[child]) for child in children}
    return found


def lead(
    tree: Tree, local: Numbers, gaps: Mapping[str, Fraction], top: str | None = None
) -> Fraction:
    """Return the lead under local weights, as the sum over a group's children."""
    return sum(
        (
            local[child] * (lead(tree, local, gaps, child) if child in tree else gaps[child])
            for child in tree[top]
        ),
        Fraction(0),
    )


def gaps_of(ranking: Ranking) -> list[Numbers]:
    leader, *others = ranking.standings
    return [{name: leader.scores[name] - o.scores[name] for name in leader.scores} for o in others]


def test_the_built_in_model_is_safe_up_to_24_1_percent(mexico: Model) -> None:
    assert int(radius(mexico) * 1000) == 241


def test_two_criteria_meet_where_both_have_moved_as_far(model: Model) -> None:
    """A leads by 60 % of 4 less 40 % of 5: gone at 5/9 and 4/9, which is a ninth more than 40 %.

    --- criteria/cost.yaml
    {name: Cost, weight: 6, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 4, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 4, gain: 0}}
    --- options/b.yaml
    {name: B, performance: {cost: 0, gain: 5}}
    """
    found = radius(model)

    assert found == Fraction("0.111111111111")


def test_a_round_radius_is_found_exactly(model: Model) -> None:
    """X leads by 50 to 45, and no longer once gain weighs 45 %, a tenth less than now.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {cost: 0, gain: 100}}
    --- options/y.yaml
    {name: Y, performance: {cost: 45, gain: 45}}
    """
    assert radius(model) == Fraction("0.1")


def test_the_radius_is_that_of_the_rival_met_first(model: Model) -> None:
    """C is level where cost weighs 60 %, B not before 90 %, and D nowhere.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 40, gain: 90}}
    --- options/b.yaml
    {name: B, performance: {cost: 50, gain: 0}}
    --- options/c.yaml
    {name: C, performance: {cost: 80, gain: 30}}
    --- options/d.yaml
    {name: D, performance: {cost: 40, gain: 0}}
    """
    assert radius(model) == Fraction("0.2")


def test_groups_and_what_is_within_them_move_together(model: Model) -> None:
    """A leads by half of half of 4 and by half of -0.4; the group and jobs lose the same part r.

    Of the halves (1 - r) / 2 stay: 4 (1 - r)^2 / 4 = 0.4 (1 + r) / 2.

    --- criteria/benefit.yaml
    {name: Benefit, weight: 1}
    --- criteria/jobs.yaml
    {name: Jobs, within: benefit, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, within: benefit, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {jobs: 4, looks: 0, cost: 0}}
    --- options/b.yaml
    {name: B, performance: {jobs: 0, looks: 0, cost: 0.4}}
    """
    found = float(radius(model))

    assert (1 - found) ** 2 == pytest.approx(0.2 * (1 + found), abs=1e-10)


def test_a_leader_that_is_nowhere_behind_is_safe_however_far_weights_are_off(model: Model) -> None:
    """A dominates B.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 5, gain: 6}}
    --- options/b.yaml
    {name: B, performance: {cost: 5, gain: 5}}
    """
    assert radius(model) == 1


@pytest.mark.parametrize("twin", [False, True])
def test_a_tie_is_safe_nowhere(mexico: Model, twin: bool) -> None:
    one, other = list(mexico.options.values())[:2]
    if twin:
        other = other._replace(performance=one.performance)
    else:  # the same scores the other way round on two criteria that weigh the same
        low, high = one.performance["border"], one.performance["local"]
        criteria = mexico.criteria
        mexico = mexico._replace(
            criteria={
                name: criteria[name]._replace(within=None, weight=Fraction(1))
                for name in ("border", "local")
            },
            groups={},
            roots=("border", "local"),
        )
        one = one._replace(performance={"border": low, "local": high})
        other = other._replace(performance={"border": high, "local": low})
        assert low.value != high.value
    tied = mexico._replace(options={one.id: one, other.id: other})

    assert radius(tied) == 0


def test_an_option_alone_is_safe(mexico: Model) -> None:
    one = next(iter(mexico.options.values()))

    assert radius(mexico._replace(options={one.id: one})) == 1


@often
@given(st.data())
def test_the_least_lead_in_a_flat_tree_is_the_least_at_a_corner(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 4))
    names = "abcd"[:count]
    parts = data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any))
    local = {n: Fraction(part, sum(parts)) for n, part in zip(names, parts, strict=True)}
    gaps = {n: Fraction(data.draw(st.integers(-5, 5))) for n in names}
    size = data.draw(st.sampled_from(("0", "0.1", "1/3", "0.8", "1")))
    tree: Tree = {None: tuple(names)}

    found = least_lead(tree, local, gaps, Fraction(size))

    assert found == min(lead(tree, c, gaps) for c in corners(local, Fraction(size)))


@often
@given(models(), st.randoms(use_true_random=False))
def test_within_the_radius_the_leader_is_never_passed(model: Model, chance: Random) -> None:
    ranking, tree = ranked(model), tree_of(model)
    size = safe_radius(tree, ranking)
    for _ in range(8):
        local = randomly(tree, ranking.weights.local, size, chance)
        assert all(lead(tree, local, gaps) >= 0 for gaps in gaps_of(ranking))


@steady
@given(st.data())
def test_just_beyond_the_radius_the_leader_is_passed_at_some_corner(data: st.DataObject) -> None:
    model = data.draw(models().filter(lambda m: not m.groups and len(m.options) > 1))
    ranking, tree = ranked(model), tree_of(model)
    found = safe_radius(tree, ranking)

    if found < 1 and len(ranking.leaders) == 1:
        beyond = list(corners(dict(ranking.weights.local), found + FINE))
        assert min(lead(tree, c, gaps) for c in beyond for gaps in gaps_of(ranking)) < 0
