"""Each criterion, group and option left out, held against rankings that lack it."""

from fractions import Fraction

from hypothesis import given

from policyscore.analyses.structure import Without, leave_one_out
from policyscore.model import Model
from policyscore.scoring import Ranking, rank
from policyscore.weights import stated, tree_of, weigh, with_shares
from tests.strategies import models, steady


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def found(model: Model) -> dict[str, Without]:
    return {without.id: without for without in leave_one_out(model, ranked(model))}


# The built-in model


def test_who_leads_the_built_in_model_hangs_on_no_criterion_but_on_groups(mexico: Model) -> None:
    without = found(mexico)

    assert [w.kind for w in without.values()] == ["criterion"] * 9 + ["group"] * 4 + ["option"] * 3
    changed = {w.id: w.leaders for w in without.values() if w.leaders != ("strategic-partnership",)}
    assert changed == {
        "benefit": ("retrenchment",),
        "mexican-institutions": ("status-quo",),
        "us-security": ("retrenchment",),
        "strategic-partnership": ("status-quo",),
    }
    assert without["benefit"].ranks == {
        "retrenchment": 1,
        "status-quo": 2,
        "strategic-partnership": 3,
    }
    assert without["benefit"].moved == ("retrenchment", "strategic-partnership")


# By hand


def test_those_left_behind_stand_by_kind_and_id(model: Model) -> None:
    """Gain and use make up the benefit, and looks weighs nothing: it is not missed.

    --- criteria/benefit.yaml
    {name: Benefit, weight: 1}
    --- criteria/gain.yaml
    {name: Gain, within: benefit, weight: 2, scale: {worst: 0, best: 100}}
    --- criteria/use.yaml
    {name: Use, within: benefit, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 90, use: 0, cost: 0, looks: 0}}
    --- options/b.yaml
    {name: B, performance: {gain: 0, use: 0, cost: 50, looks: 99}}
    """
    # A has 30 of 50 from the benefit, B 25 from cost. Without gain A has nothing at all.
    assert leave_one_out(model, ranked(model)) == [
        Without("criterion", "cost", {"a": 1, "b": 2}, ("a",), ()),
        Without("criterion", "gain", {"a": 2, "b": 1}, ("b",), ("a", "b")),
        Without("criterion", "looks", {"a": 1, "b": 2}, ("a",), ()),
        Without("criterion", "use", {"a": 1, "b": 2}, ("a",), ()),
        Without("group", "benefit", {"a": 2, "b": 1}, ("b",), ("a", "b")),
        Without("option", "a", {"b": 1}, ("b",), ()),
        Without("option", "b", {"a": 1}, ("a",), ()),
    ]


def test_equal_options_share_ranks_before_and_after(model: Model) -> None:
    """Without cost all three tie; without gain B and C share the first place, then A is third.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 0, gain: 60}}
    --- options/b.yaml
    {name: B, performance: {cost: 40, gain: 60}}
    --- options/c.yaml
    {name: C, performance: {cost: 40, gain: 60}}
    """
    assert {s.option: s.rank for s in ranked(model).standings} == {"a": 3, "b": 1, "c": 1}

    without = found(model)

    assert without["cost"].ranks == {"a": 1, "b": 1, "c": 1}
    assert (without["cost"].leaders, without["cost"].moved) == (("a", "b", "c"), ("a",))
    assert without["gain"].ranks == {"a": 3, "b": 1, "c": 1}
    assert without["gain"].moved == ()
    # Ranks among the same options: A was second of the two that stay, and so it is now.
    assert without["b"][2:] == ({"a": 2, "c": 1}, ("c",), ())
    assert without["a"][2:] == ({"b": 1, "c": 1}, ("b", "c"), ())


def test_what_weighs_all_and_the_only_option_cannot_be_left_out(model: Model) -> None:
    """
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {gain: 60}}
    """
    assert leave_one_out(model, ranked(model)) == []


# On any model


@steady
@given(models())
def test_leaving_out_a_criterion_or_group_is_to_fix_its_share_at_0(model: Model) -> None:
    ranking, without = ranked(model), found(model)
    before = {s.option: s.rank for s in ranking.standings}
    for node in (*model.criteria, *model.groups):
        if node not in without:
            weighs_all = ranking.weights.shares[node] == 1
            assert weighs_all or not any(ranking.weights.local[c] for c in model.children(node))
            continue
        weights = with_shares(tree_of(model), ranking.weights, {node: Fraction(0)})
        after = {s.option: s.rank for s in rank(model, weights).standings}
        assert without[node].kind == ("group" if node in model.groups else "criterion")
        assert without[node].ranks == after
        assert without[node].leaders == tuple(sorted(o for o in after if after[o] == 1))
        assert without[node].moved == tuple(sorted(o for o in after if after[o] != before[o]))


@steady
@given(models())
def test_leaving_out_an_option_is_to_rank_the_others(model: Model) -> None:
    options = [without for without in found(model).values() if without.kind == "option"]

    assert [w.id for w in options] == (sorted(model.options) if len(model.options) > 1 else [])
    for without in options:
        rest = {name: o for name, o in model.options.items() if name != without.id}
        after = ranked(model._replace(options=rest))
        assert without.ranks == {s.option: s.rank for s in after.standings}
        assert without.leaders == tuple(s.option for s in after.leaders)
        assert without.moved == ()
