"""A saved JSON result as the base: it holds numbers only, and what did not change is equal."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from policyscore.difference.attribution import Moves
from policyscore.difference.changes import changes_between
from policyscore.difference.since import changes_since
from policyscore.faults import CannotAccess, Misuse
from policyscore.load import load
from policyscore.load.saved import load_saved
from policyscore.model import Model
from policyscore.render import render
from policyscore.saved import Saved, SavedOption
from tests.conftest import ROOT, write_files
from tests.pairs import versions
from tests.reporting import ranked, report_of
from tests.strategies import steady

CLOSE = Fraction(1, 10**9)

TWO = """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 2, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: unknown}}
    """


def save(model: Model, path: Path) -> Path:
    """Save the ranking of a model as `rank --format json` does."""
    path.write_text(render(report_of(ranked(model)), "json"), encoding="utf-8")
    return path


def in_memory(model: Model) -> Saved:
    """Return what a saved ranking of a model holds, without a file."""
    data = json.loads(render(report_of(ranked(model)), "json"))
    options = {
        o["id"]: SavedOption(
            *(o["id"], o["name"], o["rank"], o["tied"]),
            *(o["score"], o["scores"], o["performance"]),
        )
        for o in data["options"]
    }
    return Saved(data["weights"], data["options"][0]["lead"], options)


def test_a_model_differs_in_nothing_from_its_own_saved_result(
    mexico: Model, tmp_path: Path
) -> None:
    found = changes_since(load_saved(save(mexico, tmp_path / "r.json")), mexico)

    assert found.edits == ()
    assert found.shares[0] == found.shares[1]
    assert found.same_scores
    assert found.same_leaders


@steady
@given(pair=versions())
def test_scores_and_ranks_are_those_of_the_models(pair: tuple[Model, Model]) -> None:
    """Exact but for what saving rounded; ids that were renamed are unknown to a saved result."""
    expected = {option.option: option for option in changes_between(*pair).options}

    found = changes_since(in_memory(pair[0]), pair[1])

    for option in found.options:
        own = expected.get(option.option)
        for mine, exact in ((option.before, own and own.before), (option.after, own and own.after)):
            if mine is not None and exact is not None:
                assert (mine.rank, mine.tied) == (exact.rank, exact.tied)
                assert abs(mine.score - exact.score) < CLOSE
        if option.change is not None:
            assert sum(option.parts) == option.change


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return the folder of a small model with an unknown performance."""
    return write_files(tmp_path / "two", TWO)


def test_edits_are_named_as_far_as_numbers_tell(two: Path) -> None:
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    (two / "criteria/a.yaml").write_text(
        "name: A\nweight: 1\nscale: {worst: 0, best: 100, curve: [[0, 0], [60, 80], [100, 100]]}"
    )
    (two / "criteria/b.yaml").write_text("{name: B, weight: 3, scale: {worst: 0, best: 100}}")
    (two / "options/y.yaml").write_text("name: Y\nperformance:\n  a: 50\n  b: 10")

    found = changes_since(saved, load(two).model)

    assert [(e.kind, e.option, e.node, e.place.file, e.place.line) for e in found.edits] == [
        ("share", "", "a", "criteria/a.yaml", 2),
        ("share", "", "b", "criteria/b.yaml", 1),
        ("score", "x", "a", "options/x.yaml", 1),
        ("score", "y", "a", "options/y.yaml", 3),
        ("performance", "y", "b", "options/y.yaml", 4),
    ]
    assert found.edits[-1].before == "unknown"
    assert [len(part.edits) for part in found.parts] == [2, 1, 1, 1]
    assert found.moves == Moves(frozenset("x"), frozenset("x"), None)


def test_what_came_and_went_is_named(two: Path) -> None:
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    (two / "options/y.yaml").unlink()
    (two / "criteria/b.yaml").unlink()
    (two / "criteria/c.yaml").write_text("{name: C, weight: 3, scale: {worst: 0, best: 9}}")
    (two / "options/x.yaml").write_text("{name: X, performance: {a: 60, c: 9}}")
    (two / "options/z.yaml").write_text("{name: Z, performance: {a: 60, c: unknown}}")

    found = changes_since(saved, load(two).model)

    assert [(e.kind, e.option, e.node, e.before, e.after) for e in found.edits] == [
        ("share", "", "a", Fraction("0.3333333333333333"), Fraction(1, 4)),
        ("criterion", "", "b", "b", None),
        ("criterion", "", "c", None, "C"),
        ("option", "y", "", "Y", None),
        ("option", "z", "", None, "Z"),
    ]
    assert [option.option for option in found.options] == ["x", "z", "y"]


def test_a_tie_that_was_saved_is_a_tie_still(tmp_path: Path) -> None:
    """Thirds are no doubles: worked out from what was saved, the tie would be broken."""
    text = TWO.replace("{a: 50, b: unknown}", "{a: 70, b: 55}").replace("weight: 2", "weight: 2.0")
    folder = write_files(tmp_path / "tie", text)
    saved = load_saved(save(load(folder).model, tmp_path / "r.json"))
    assert saved.lead == 0
    (folder / "criteria/a.yaml").write_text("{name: A, weight: 1.5, scale: {worst: 0, best: 100}}")

    found = changes_since(saved, load(folder).model)

    assert found.moves.before == frozenset("xy")
    assert found.leads[0] == 0
    places = [option.before for option in found.both]
    assert [at and (at.rank, at.tied) for at in places] == [(1, True), (1, True)]


def test_weights_that_change_places_change_no_score_that_is_the_same(tmp_path: Path) -> None:
    """Sevenths are no doubles: the swap alone would leave a difference of some 1e-16."""
    text = """
        --- criteria/a.yaml
        {name: A, weight: 1, scale: {worst: 0, best: 100}}
        --- criteria/b.yaml
        {name: B, weight: 2, scale: {worst: 0, best: 100}}
        --- criteria/c.yaml
        {name: C, weight: 4, scale: {worst: 0, best: 100}}
        --- options/x.yaml
        {name: X, performance: {a: 70, b: 70, c: 10}}
        """
    folder = write_files(tmp_path / "swap", text)
    saved = load_saved(save(load(folder).model, tmp_path / "r.json"))
    write_files(folder, text.replace("weight: 1", "weight: 0").replace("weight: 2", "weight: 1"))
    write_files(
        folder, text.replace("weight: 1", "weight: 2", 1).replace("B, weight: 2", "B, weight: 1")
    )

    found = changes_since(saved, load(folder).model)

    assert found.edits
    assert found.same_scores
    assert sum(found.both[0].parts) == 0


def test_options_that_have_nothing_in_common_with_the_saved_ones_are_no_crash(
    two: Path,
) -> None:
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    for name in "xy":
        (two / f"options/{name}.yaml").unlink()
    (two / "options/z.yaml").write_text("{name: Z, performance: {a: 1, b: 2}}")
    assert changes_since(saved, load(two).model).both == ()


def test_a_tie_that_doubles_would_part_is_a_tie_still(tmp_path: Path) -> None:
    """Nine tenths as a double is not nine times a tenth: worked out from that, X would lead."""
    weights = TWO.replace("weight: 2", "weight: 9").replace("{a: 50, b: unknown}", "{a: 69, b: 59}")
    folder = write_files(tmp_path / "tie", weights)
    saved = load_saved(save(load(folder).model, tmp_path / "r.json"))
    (folder / "criteria/a.yaml").write_text("{name: A, weight: 2, scale: {worst: 0, best: 100}}")

    found = changes_since(saved, load(folder).model)

    assert found.moves.before == frozenset("xy")
    assert found.leads[0] == 0
    places = [option.before and option.before[:2] for option in found.both]
    assert places == [(1, True), (1, True)]
    assert [option.before and option.before.among for option in found.both] == [1, 1]


def test_ranks_among_the_options_of_both_versions_leave_out_those_that_went(two: Path) -> None:
    """Y was second, and ties with nobody that stays; Z was third, and W shared that rank."""
    for name in "wz":
        (two / f"options/{name}.yaml").write_text(
            f"{{name: {name.upper()}, performance: {{a: 5, b: 5}}}}"
        )
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    for name in "wy":
        (two / f"options/{name}.yaml").unlink()

    found = changes_since(saved, load(two).model)

    before = {option.option: option.before for option in found.options}
    assert {name: at and (at.rank, at.tied, at.among) for name, at in before.items()} == {
        "x": (1, False, 1),
        "z": (3, True, 2),
        "w": (3, True, None),
        "y": (2, False, None),
    }


def test_what_is_unknown_still_is_no_edit_and_what_became_so_is_one(two: Path) -> None:
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    (two / "options/x.yaml").write_text("{name: X, performance: {a: unknown, b: 60}}")

    found = changes_since(saved, load(two).model)

    assert [(e.kind, e.option, e.node, e.before, e.after) for e in found.edits] == [
        ("performance", "x", "a", Fraction(60), "unknown")
    ]


def test_what_went_has_no_place_now_and_what_came_has(two: Path) -> None:
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    (two / "options/y.yaml").rename(two / "options/z.yaml")
    (two / "criteria/b.yaml").rename(two / "criteria/c.yaml")
    for name in "xz":
        path = two / f"options/{name}.yaml"
        path.write_text(path.read_text().replace("b: ", "c: "))

    found = changes_since(saved, load(two).model)

    assert [(e.option or e.node, e.gone, e.place.file, e.place.line) for e in found.edits] == [
        ("b", True, "policyscore.yaml", 0),
        ("c", False, "criteria/c.yaml", 1),
        ("y", True, "policyscore.yaml", 0),
        ("z", False, "options/z.yaml", 1),
    ]


def test_the_lead_that_was_saved_is_the_lead_before(two: Path) -> None:
    """X has 60, Y 50 on a and the middle on b; a third option is further behind."""
    (two / "options/z.yaml").write_text("{name: Z, performance: {a: 0, b: 0}}")
    saved = load_saved(save(load(two).model, two.parent / "r.json"))
    assert saved.lead == 10
    (two / "options/x.yaml").write_text("{name: X, performance: {a: 90, b: 60}}")
    assert changes_since(saved, load(two).model).leads == (Fraction(10), Fraction(20))


# What is no saved result


def broken(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], str]:
    """Return a function that changes a result and returns its text."""

    def text(data: dict[str, Any]) -> str:
        change(data)
        return json.dumps(data)

    return text


def _shift(weights: dict[str, float]) -> None:
    """Let one weight be less than 0, and another so much more."""
    weights["border"] += weights["cost"] + 0.1
    weights["cost"] = -0.1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (lambda _: "{", "it is not JSON"),
        (lambda _: "[1]", "it has no schema of policyscore"),
        (lambda _: '{"schema": "other/1"}', "it has no schema of policyscore"),
        (lambda _: '{"schema": "policyscore.rank/9"}', "and policyscore.rank/1 can be compared"),
        (lambda _: '{"schema": "policyscore.check/1"}', "and policyscore.rank/1 can be compared"),
        (lambda data: json.dumps(data).replace("0.153", "NaN, 0.153", 1), "it is not JSON"),
        (lambda _: "[" * 100_000, "it"),
        (broken(lambda d: d.update(profile="even")), "under a profile or under weight flags"),
        (broken(lambda d: d.update(overrides=[{}])), "under a profile or under weight flags"),
        (broken(lambda d: d["options"].pop()), "it holds not all options"),
        (broken(lambda d: d.update(options=[])), "it holds not all options"),
        (broken(lambda d: d.update(options={})), "options is missing or of another kind"),
        (broken(lambda d: d["weights"].update(cost="1")), "a number is missing in weights"),
        (broken(lambda d: d["weights"].update(cost=True)), "a number is missing in weights"),
        (broken(lambda d: d["weights"].pop("cost")), "not scored on the criteria"),
        (broken(lambda d: d["options"][0]["scores"].pop("cost")), "not scored on the criteria"),
        (broken(lambda d: d["options"][0].pop("rank")), "rank is missing"),
        (broken(lambda d: d["options"][0].update(rank=2)), "none of a ranking"),
        (broken(lambda d: d["options"][0].update(score=101)), "none of a ranking"),
        (broken(lambda d: d["weights"].update(cost=0.9)), "no shares of 1"),
        (broken(lambda d: d["weights"].update(cost=-0.1)), "no shares of 1"),
        (broken(lambda d: d["weights"].update(cost=10**400)), "too large"),
        (
            broken(lambda d: d["options"][0]["performance"].pop("cost")),
            "not scored on the criteria",
        ),
        (broken(lambda d: d.update(options=[], count=0)), "it holds not all options"),
        (broken(lambda d: _shift(d["weights"])), "no shares of 1"),
        (broken(lambda d: d["options"][0]["scores"].update(cost=101)), "none of a ranking"),
        (broken(lambda d: d["weights"].update(cost=float("nan"))), "it is not JSON"),
        (broken(lambda d: d["weights"].update(cost=float("inf"))), "it is not JSON"),
    ],
)
def test_what_is_no_saved_result_is_refused_with_the_reason(
    text: Callable[[dict[str, Any]], str], wrong: str, mexico: Model, tmp_path: Path
) -> None:
    path = save(mexico, tmp_path / "r.json")
    path.write_text(text(json.loads(path.read_text())))

    with pytest.raises(Misuse) as caught:
        load_saved(path)

    assert wrong in caught.value.problems[0]
    assert "policyscore rank -o ranking.json" in caught.value.problems[0]


def test_what_is_too_large_or_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.json"
    path.write_text("{}" + " " * 48)
    monkeypatch.setattr("policyscore.load.saved.MOST_BYTES", 50)
    with pytest.raises(Misuse, match="has no schema"):
        load_saved(path)
    path.write_text("{}" + " " * 49)
    with pytest.raises(Misuse, match="larger than"):
        load_saved(path)
    with pytest.raises(CannotAccess, match="cannot read"):
        load_saved(tmp_path)


def test_a_model_of_one_option_has_no_lead_to_save(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "one", TWO)
    (folder / "options/y.yaml").unlink()
    assert load_saved(save(load(folder).model, tmp_path / "r.json")).lead is None


def test_the_built_in_model_can_be_saved_and_read(tmp_path: Path) -> None:
    saved = load_saved(save(load(ROOT).model, tmp_path / "r.json"))
    assert len(saved.options) == 3
    assert len(saved.weights) == 9
