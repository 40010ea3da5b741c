"""What each edit did: parts that add up, mean over all orders, and who moves the lead."""

import re
from collections.abc import Mapping
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


def test_edits_are_tried_one_by_one_up_to_the_limit(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One edit, two options and two criteria are four scores."""
    after = with_cell(model, "y", "a", 80)
    monkeypatch.setattr(attribution, "MOST_TRIED", 4)

    found = moves(Versions(model, after, edits(model, after)))

    assert found.alone == {0: frozenset("y")}


@pytest.mark.parametrize(
    ("tried", "edited", "together"), [(16, 2, ((0, 1),)), (15, 2, ()), (16, 1, ())]
)
def test_sets_of_edits_are_tried_up_to_both_limits(
    tried: int,
    edited: int,
    together: tuple[tuple[int, ...], ...],
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two edits, so four sets, two options and two criteria are sixteen scores."""
    after = with_cell(with_cell(model, "y", "a", 56), "x", "b", 54)
    monkeypatch.setattr(attribution, "MOST_TRIED", tried)
    monkeypatch.setattr(attribution, "MOST_TOGETHER", edited)

    found = moves(Versions(model, after, edits(model, after)))

    assert found.alone == {}
    assert found.together == together


# Which edits are applied together

FOUR = """
    --- criteria/a.yaml
    {name: A, within: g, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, within: g, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/c.yaml
    {name: C, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/d.yaml
    {name: D, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/g.yaml
    {name: G}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60, c: 60, d: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: 60, c: 60, d: 60}}
    """
NONE_IN_G = {"a": 0, "b": 0}  # and the group weighs what its criteria weigh


def parts_between(folder: Path, before: str, after: str) -> list[set[str]]:
    """Return the parts between two models, each as what its edits touch."""
    pair = [load(write_files(folder / n, t)).model for n, t in (("b", before), ("a", after))]
    between = Versions(pair[0], pair[1], edits(pair[0], pair[1]))
    return [{" ".join(edit.atom or ()) for edit in part.edits} for part in between.parts]


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Return a text with some texts in it, all of them there, replaced."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def weighing(**weights: int) -> str:
    """Return the model of four criteria, some with another weight."""
    text = FOUR
    for name, weight in weights.items():
        text = re.sub(rf"(name: {name.upper()}, .*weight: )1", rf"\g<1>{weight}", text)
    return text


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ({}, {"c": 3, "d": 2}, [{"weight c"}, {"weight d"}]),
        ({**NONE_IN_G, "c": 0}, {**NONE_IN_G, "d": 0}, [{"weight c", "weight d"}]),
        # Beside c and d the group g counts as what is within it, so a matters as much as they do.
        (
            {**NONE_IN_G, "c": 0},
            {"b": 0, "d": 0},
            [{"weight a", "weight c", "weight d"}],
        ),
        (NONE_IN_G, {"b": 0, "c": 0, "d": 0}, [{"weight a", "weight c", "weight d"}]),
    ],
)
def test_weights_that_would_all_be_0_on_the_way_change_together(
    before: Mapping[str, int], after: Mapping[str, int], parts: list[set[str]], tmp_path: Path
) -> None:
    assert parts_between(tmp_path, weighing(**before), weighing(**after)) == parts


@pytest.mark.parametrize(
    ("most", "parts"),
    [
        (4, [{"weight a"}, {"weight b"}, {"weight c"}, {"weight d"}]),
        (3, [{"weight a", "weight b"}, {"weight c", "weight d"}]),
        (2, [{"weight a", "weight b"}, {"weight c", "weight d"}]),
        (1, [{"weight a", "weight b", "weight c", "weight d"}]),
    ],
)
def test_more_weights_than_can_be_tried_change_by_siblings_or_all_at_once(
    most: int, parts: list[set[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyscore.difference.parts.MOST_WEIGHING", most)
    assert parts_between(tmp_path, FOUR, weighing(a=2, b=3, c=4, d=5)) == parts


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        # 100 is the end of the old scale, which holds it.
        ("a: 60", "a: 100", [{"scale a"}, {"cell x a"}, {"cell y a"}]),
        ("a: 60", "a: 101", [{"scale a", "cell x a", "cell y a"}]),
        ("a: unknown", "a: 101", [{"scale a", "cell x a", "cell y a"}]),
    ],
)
def test_a_value_that_one_of_the_scales_does_not_hold_takes_all_of_them_with_the_scale(
    before: str, after: str, parts: list[set[str]], tmp_path: Path
) -> None:
    old, scale = replaced(PAIR, ("a: 60", before)), "{name: A, weight: 1, scale: {worst: 0, best: "
    new = replaced(PAIR, ("a: 60", after), ("a: 50", "a: 55"), (f"{scale}100", f"{scale}200"))

    assert parts_between(tmp_path / "wider", old, new) == parts
    assert parts_between(tmp_path / "narrower", new, old) == parts


def test_a_value_that_a_falling_scale_holds_is_a_part_of_its_own(tmp_path: Path) -> None:
    old = replaced(PAIR, ("{worst: 0, best: 100}", "{worst: 100, best: 0}"))
    new = replaced(old, ("{worst: 100, best: 0}", "{worst: 200, best: 0}"), ("a: 60", "a: 70"))
    assert parts_between(tmp_path, old, new) == [{"scale a"}, {"scale b"}, {"cell x a"}]


ANOTHER = ("{a: 60, b: 60}", "{a: 60, b: 60, c: 5}"), ("{a: 50, b: 60}", "{a: 50, b: 60, c: 5}")
CAME = "--- criteria/c.yaml\n    {name: C, weight: 1, scale: {worst: 0, best: 9}}\n    "
LATER = "--- options/z.yaml\n    {name: Z, performance: {a: 1, b: 1}}\n    "


def test_a_criterion_that_became_a_group_goes_as_the_group_comes(tmp_path: Path) -> None:
    after = CAME.replace("name: C", "name: C, within: a") + replaced(
        PAIR.lstrip(),
        ("{name: A, weight: 1, scale: {worst: 0, best: 100}}", "{name: A}"),
        ("{name: B, weight: 1", "{name: B, weight: 2"),
        ("{a: 60, b: 60}", "{c: 5, b: 60}"),
        ("{a: 50, b: 60}", "{c: 4, b: 60}"),
    )

    for name, pair in (("came", (PAIR, after)), ("went", (after, PAIR))):
        found = parts_between(tmp_path / name, *pair)
        assert sorted(map(sorted, found)) == [["criterion a", "criterion c", "tree"], ["weight b"]]


def test_a_group_that_moved_keeps_its_weight_until_that_changes(tmp_path: Path) -> None:
    """Beside d there are g and h, which holds c; g comes into h, and weighs 3 instead of 1.

    A group without a weight, as h is, counts as what it holds.
    """
    deep = "--- criteria/h.yaml\n    {name: H}\n    " + replaced(
        FOUR.lstrip(),
        ("{name: G}", "{name: G, weight: 1}"),
        ("{name: C, ", "{name: C, within: h, "),
    )
    after = replaced(deep, ("{name: G, weight: 1}", "{name: G, within: h, weight: 3}"))
    pair = [load(write_files(tmp_path / n, t)).model for n, t in (("b", deep), ("a", after))]

    found = Versions(pair[0], pair[1], edits(pair[0], pair[1]))

    assert [[edit.kind for edit in part.edits] for part in found.parts] == [["tree"], ["weight"]]
    shares = [found.shares(frozenset(chosen))["c"] for chosen in ((), (0,), (1,), (0, 1))]
    assert shares == [
        Fraction(1, 1 + 1 + 1),  # of g, h and d
        Fraction(1 + 1, 1 + 1 + 1) / 2,  # half of h, beside d
        Fraction(1, 3 + 1 + 1),
        Fraction(1 + 3, 1 + 3 + 1) / 4,
    ]


def test_an_unknown_performance_has_the_middle_of_the_scale_that_is_chosen(tmp_path: Path) -> None:
    """The middle of a curve that ends at 80 points is 40, where the straight scale has 50."""
    before = replaced(PAIR, ("{a: 60, b: 60}", "{a: unknown, b: 60}"))
    scale = "{name: A, weight: 1, scale: {worst: 0, best: 100"
    after = replaced(before, (scale, scale + ", curve: [[0, 0], [100, 80]]"))
    pair = [load(write_files(tmp_path / n, t)).model for n, t in (("b", before), ("a", after))]

    found = Versions(pair[0], pair[1], edits(pair[0], pair[1]))

    assert [found.score("x", "a", chosen) for chosen in (NONE, found.every)] == [50, 40]
    for option in changes_between(pair[0], pair[1]).both:
        assert sum(option.parts) == option.change


def test_options_that_tie_share_the_better_rank_among_those_of_both_versions(model: Model) -> None:
    """Z ties with Y, and X and Y are in both versions; Z has no rank among them."""
    tied = with_cell(model, "y", "a", 60)
    assert [o.before and o.before.among for o in changes_between(tied, model).options] == [1, 1]
    y = model.options["y"]
    more = model._replace(options={**model.options, "z": y._replace(id="z", name="Z")})
    found = {option.option: option.after for option in changes_between(model, more).options}
    assert {name: at and (at.rank, at.tied, at.among) for name, at in found.items()} == {
        "x": (1, False, 1),
        "y": (2, True, 2),
        "z": (2, True, None),
    }


def test_only_what_a_group_loses_and_gets_changes_together(tmp_path: Path) -> None:
    """In g only a weighs, and goes as b gets a weight; that of c is another matter."""
    group = "{name: G}", "{name: G, weight: 1}"
    scale = "{worst: 0, best: 100}"
    a = f"    --- criteria/a.yaml\n    {{name: A, within: g, weight: 1, scale: {scale}}}\n"
    before = replaced(weighing(b=0), group)
    after = replaced(weighing(c=2), group, (a, ""), ("{a: 60, b", "{b"), ("{a: 50, b", "{b"))
    for name, pair in (("went", (before, after)), ("came", (after, before))):
        found = parts_between(tmp_path / name, *pair)
        assert sorted(map(sorted, found)) == [["criterion a", "weight b"], ["weight c"]]


def test_another_unit_takes_values_with_it_that_both_scales_hold(tmp_path: Path) -> None:
    scale = "{name: A, weight: 1, scale: {worst: 0, best: "
    new = replaced(PAIR, (f"{scale}100", f"{scale}200, unit: m"), ("a: 50", "a: 55"))
    assert parts_between(tmp_path, PAIR, new) == [{"scale a", "cell y a"}]


def test_an_option_that_came_needs_no_score_where_nothing_is_weighed(tmp_path: Path) -> None:
    """c weighs nothing and goes; z comes without a performance on it, and is there at once."""
    none = CAME.replace("weight: 1", "weight: 0")
    texts = none + replaced(PAIR.lstrip(), *ANOTHER), LATER + PAIR.lstrip()
    pair = [load(write_files(tmp_path / n, t)).model for n, t in zip("ba", texts, strict=True)]

    found = Versions(pair[0], pair[1], edits(pair[0], pair[1]))

    (came,) = (i for i, part in enumerate(found.parts) if part.edits[0].kind == "option")
    assert found.options(frozenset({came})) == ["x", "y", "z"]


def test_where_nobody_is_left_on_the_way_nobody_leads(model: Model) -> None:
    """Only X goes, and V comes, with less than X had; the weight of a is another edit."""
    x = model.options["x"]
    before = model._replace(options={"x": x})
    a = model.criteria["a"]
    after = with_cell(before, "x", "a", 10)
    after = after._replace(
        options={"v": after.options["x"]._replace(id="v", name="V")},
        criteria={**model.criteria, "a": a._replace(weight=Fraction(2))},
    )

    found = changes_between(before, after)

    kinds = [part.edits[0].option or part.edits[0].node for part in found.parts]
    assert sorted(kinds) == ["a", "v", "x"]
    assert found.moves.alone == {}
    assert found.moves.together == (tuple(sorted(map(kinds.index, "vx"))),)
