"""What each edit did: parts that add up, mean over all orders, and who moves the lead."""

from fractions import Fraction
from itertools import permutations
from math import factorial
from pathlib import Path

import pytest
from hypothesis import assume, given

from policyscore.difference import attribution
from policyscore.difference.attribution import attributed, moves
from policyscore.difference.changes import changes_between, changes_by
from policyscore.difference.edits import edits
from policyscore.difference.versions import NONE, Versions
from policyscore.load import load
from policyscore.model import Model
from tests.conftest import write_files
from tests.pairs import plain_scores, versions
from tests.strategies import steady

ORDERS = 5  # parts of which all orders are tried


@steady
@given(pair=versions())
def test_what_the_parts_did_adds_up_to_the_change_of_each_score(pair: tuple[Model, Model]) -> None:
    before, after = (plain_scores(model) for model in pair)

    found = changes_by(*pair, edits(*pair))

    for option in found.both:
        name = option.option
        assert sum(option.parts) == after[name] - before[name]
    assert {option.option for option in found.both} == before.keys() & after.keys()


@steady
@given(pair=versions())
def test_a_part_did_what_it_adds_on_average_over_all_orders(pair: tuple[Model, Model]) -> None:
    between = Versions(*pair, edits(*pair))
    count = len(between.parts)
    assume(0 < count <= ORDERS)
    for option, values in attributed(between).items():
        expected = [Fraction(0)] * count
        for order in permutations(range(count)):
            joined = NONE
            for part in order:
                more = joined | {part}
                expected[part] += between.total(option, more) - between.total(option, joined)
                joined = more
        assert list(values) == [value / factorial(count) for value in expected]


@steady
@given(pair=versions())
def test_the_ends_of_all_versions_are_the_two_models(pair: tuple[Model, Model]) -> None:
    between = Versions(*pair, edits(*pair))

    for model, chosen in zip(pair, (NONE, between.every), strict=True):
        totals = {option: between.total(option, chosen) for option in between.options(chosen)}
        assert totals == plain_scores(model)


@steady
@given(pair=versions())
def test_no_version_in_between_is_off_its_scale_or_without_weights(
    pair: tuple[Model, Model],
) -> None:
    between = Versions(*pair, edits(*pair))
    for part in range(len(between.parts)):
        chosen = frozenset({part})
        assert sum(between.shares(chosen).values()) == 1
        for option in between.options(chosen):
            assert 0 <= between.total(option, chosen) <= 100


PAIR = """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: 60}}
    """


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """Return X at 60 points and Y at 55, on two criteria that weigh the same."""
    return load(write_files(tmp_path / "pair", PAIR)).model


def with_cell(model: Model, option: str, criterion: str, value: int) -> Model:
    exact = Fraction(value)
    own = model.options[option]
    cell = own.performance[criterion]._replace(value=exact, low=exact, high=exact)
    changed = own._replace(performance={**own.performance, criterion: cell})
    return model._replace(options={**model.options, option: changed})


def test_an_edit_that_moves_the_lead_by_itself_is_named(model: Model) -> None:
    after = with_cell(with_cell(model, "y", "a", 80), "x", "b", 59)

    found = changes_between(model, after)

    assert [(e.option, e.node) for part in found.parts for e in part.edits] == [
        ("x", "b"),
        ("y", "a"),
    ]
    assert found.moves.alone == {1: frozenset("y")}
    assert found.moves.together == ()


def test_edits_that_move_the_lead_only_together_are_named_together(model: Model) -> None:
    after = with_cell(with_cell(model, "y", "a", 56), "x", "b", 54)

    found = changes_between(model, after)

    assert found.moves.before == frozenset("x")
    assert found.moves.after == frozenset("y")
    assert found.moves.alone == {}
    assert found.moves.together == ((0, 1),)


def test_an_edit_that_others_undo_is_seen(model: Model) -> None:
    after = with_cell(with_cell(model, "y", "a", 80), "x", "b", 100)

    found = changes_between(model, after)

    assert found.same_leaders
    assert found.moves.alone == {1: frozenset("y")}


def test_a_tie_is_not_the_lead_that_was(model: Model) -> None:
    found = changes_between(model, with_cell(model, "y", "a", 60))

    assert not found.same_leaders
    assert found.moves.after == frozenset("xy")


def test_too_many_edits_are_not_tried_one_by_one(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = with_cell(model, "y", "a", 80)
    monkeypatch.setattr(attribution, "MOST_TRIED", 3)

    found = moves(Versions(model, after, edits(model, after)))

    assert found.alone is None
    assert found.after == frozenset("y")


def test_sets_of_many_edits_are_not_tried(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    after = with_cell(with_cell(model, "y", "a", 56), "x", "b", 54)
    monkeypatch.setattr(attribution, "MOST_TOGETHER", 1)

    found = moves(Versions(model, after, edits(model, after)))

    assert found.alone == {}
    assert found.together == ()
