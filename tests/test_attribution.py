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


def two(tmp_path: Path, before: str, after: str) -> Versions:
    """Return the versions between two texts of a model."""
    pair = [
        load(write_files(tmp_path / name, text)).model
        for name, text in (("before", before), ("after", after))
    ]
    return Versions(pair[0], pair[1], edits(pair[0], pair[1]))


def test_another_unit_takes_all_values_with_it(tmp_path: Path) -> None:
    """80 would fit the old scale by itself, and would mean a tenth of it."""
    scale = "scale: {worst: 0, best: 100}}"
    before = PAIR.replace("{a: 50, b: 60}", "{a: 8, b: 60}")
    after = PAIR.replace(f"A, weight: 1, {scale}", "A, weight: 1, scale: {worst: 0, best: 1000}}")
    after = after.replace("a: 60", "a: 600").replace("a: 50", "a: 80")
    assert [len(part.edits) for part in two(tmp_path, before, after).parts] == [3]


def test_weights_that_would_leave_a_group_without_any_are_joined_alone(tmp_path: Path) -> None:
    before = PAIR.replace("A, weight: 1", "A, within: g, weight: 0").replace(
        "B, weight: 1", "B, within: g, weight: 1"
    )
    more = """
    --- criteria/g.yaml
    {name: G, weight: 4}
    --- criteria/c.yaml
    {name: C, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60, c: 5}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: 60, c: 5}}
    """
    before = before[: before.index("    --- options")] + more.lstrip("\n")
    after = before.replace("weight: 0", "weight: 2").replace(
        "B, within: g, weight: 1", "B, within: g, weight: 0"
    )
    after = after.replace("C, weight: 1", "C, weight: 3")
    found = two(tmp_path, before, after)
    assert sorted(sorted(e.node for e in part.edits) for part in found.parts) == [["a", "b"], ["c"]]


@pytest.mark.parametrize(("count", "parts"), [(10, 10), (11, 1)])
def test_more_than_ten_weights_are_joined_by_siblings(
    count: int, parts: int, tmp_path: Path
) -> None:
    def text(weight: int) -> str:
        criteria = "".join(
            f"--- criteria/c{i}.yaml\n{{name: C{i}, weight: {weight + i}, "
            "scale: {worst: 0, best: 9}}\n"
            for i in range(count)
        )
        cells = ", ".join(f"c{i}: {i % 9}" for i in range(count))
        return f"{criteria}--- options/x.yaml\n{{name: X, performance: {{{cells}}}}}\n"

    assert len(two(tmp_path, text(1), text(2)).parts) == parts


def test_more_than_ten_groups_of_weights_are_one_part(tmp_path: Path) -> None:
    def text(weight: int) -> str:
        files = "".join(
            f"--- criteria/g{i}.yaml\n{{name: G{i}}}\n--- criteria/c{i}.yaml\n{{name: C{i}, "
            f"within: g{i}, weight: {weight + i}, scale: {{worst: 0, best: 9}}}}\n"
            for i in range(11)
        )
        cells = ", ".join(f"c{i}: {i % 9}" for i in range(11))
        return f"{files}--- options/x.yaml\n{{name: X, performance: {{{cells}}}}}\n"

    assert len(two(tmp_path, text(1), text(2)).parts) == 1


def test_versions_that_share_no_option_have_no_leader_on_the_way(tmp_path: Path) -> None:
    after = PAIR.replace("options/x", "options/v").replace("options/y", "options/w")
    after = (
        after.replace("name: X", "name: V").replace("name: Y", "name: W").replace("a: 6", "a: 7")
    )
    found = two(tmp_path, PAIR, after.replace("a: 5", "a: 1"))
    assert moves(found).after == frozenset("v")
    assert attributed(found) == {}


def test_an_option_that_came_is_there_once_what_it_lacks_is_gone(tmp_path: Path) -> None:
    after = PAIR.replace("criteria/b", "criteria/c").replace("name: B", "name: C, question: new")
    after = after.replace("b: 60", "c: 99").replace("options/y", "options/z").replace("Y", "Z")
    found = two(tmp_path, PAIR, after)
    came = next(
        i for i, p in enumerate(found.parts) for e in p.edits if e.kind == "option" and not e.gone
    )
    assert "z" not in found.options(frozenset({came}))
    assert "z" in found.options(found.every)


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
