"""What counts as an edit between two versions, and what does not."""

import random
import re
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from policyscore.difference.changes import changes_between
from policyscore.difference.edit import Edit
from policyscore.difference.edits import edits
from policyscore.difference.renames import renamed, renames
from policyscore.load import load
from policyscore.model import Model
from tests.conftest import ROOT, write_files

BASE = """
    --- policyscore.yaml
    title: Parks
    baseline: wait
    sources:
      survey: {title: Survey, date: 2028-01}
      budget: {title: Budget}
    orders:
      - {criterion: cost, better: [wait], worse: [build], source: budget 3}
    expect:
      - that: rank(build) == 1
        why: agreed
    --- criteria/cost.yaml
    name: Cost
    weight: 40
    rationale: Money is short.
    source: budget 1
    scale:
      worst: 100
      best: 0
      unit: thousand
    --- criteria/visits.yaml
    name: Visits
    within: use
    weight: 60
    scale: {worst: 0, best: 1000}
    --- criteria/use.yaml
    name: Use
    --- options/build.yaml
    name: Build
    performance:
      cost: 90
      visits:
        value: 800
        low: 500
        high: 900
        rationale: Counted elsewhere.
        source: survey 4
        confidence: low
    --- options/wait.yaml
    name: Wait
    performance: {cost: 10, visits: 300}
    --- profiles/thrift.yaml
    name: Thrift
    weights: {cost: 80}
    """


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the folder of a small model with everything that a model can hold."""
    return write_files(tmp_path / "base", BASE)


def changed(base: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """Return a copy of the model with a text replaced in some files."""
    copy = Path(shutil.copytree(base, base.parent / "after", dirs_exist_ok=True))
    for name, (old, new) in changes.items():
        text = (copy / name).read_text()
        assert old in text
        (copy / name).write_text(text.replace(old, new))
    return copy


def told(edit: Edit) -> str:
    """Return an edit on one line."""
    at = f"{edit.place.file}:{edit.place.line}{' (gone)' if edit.gone else ''}"
    of = " ".join(filter(None, (edit.option, edit.node, edit.key)))
    return f"{at} {edit.kind} {of}: {edit.before} -> {edit.after}"


def found(before: Path, after: Path) -> list[str]:
    return [told(edit) for edit in edits(load(before).model, load(after).model)]


@pytest.mark.parametrize(
    ("name", "old", "new", "edit"),
    [
        (
            "options/build.yaml",
            "cost: 90",
            "cost: 80.5",
            "options/build.yaml:3 performance build cost value: 90 -> 161/2",
        ),
        (
            "options/build.yaml",
            "value: 800",
            "value: 700",
            "options/build.yaml:5 performance build visits value: 800 -> 700",
        ),
        (
            "options/wait.yaml",
            "visits: 300",
            "visits: unknown",
            "options/wait.yaml:2 performance wait visits value: 300 -> unknown",
        ),
        (
            "options/build.yaml",
            "low: 500",
            "low: 400",
            "options/build.yaml:6 range build visits low: 500 -> 400",
        ),
        (
            "options/build.yaml",
            "Counted elsewhere.",
            "Counted here.",
            "options/build.yaml:8 evidence build visits rationale: Counted elsewhere. -> "
            "Counted here.",
        ),
        (
            "options/build.yaml",
            "    source: survey 4\n",
            "",
            "options/build.yaml:4 evidence build visits source: survey 4 -> None",
        ),
        (
            "options/build.yaml",
            "confidence: low",
            "confidence: high",
            "options/build.yaml:10 evidence build visits confidence: low -> high",
        ),
        (
            "options/build.yaml",
            "name: Build",
            "name: Build it",
            "options/build.yaml:1 text build name: Build -> Build it",
        ),
        (
            "criteria/cost.yaml",
            "weight: 40",
            "weight: 50",
            "criteria/cost.yaml:2 weight cost weight: 40 -> 50",
        ),
        (
            "criteria/use.yaml",
            "name: Use",
            "name: Use\nweight: 30",
            "criteria/use.yaml:2 weight use weight: None -> 30",
        ),
        (
            "criteria/cost.yaml",
            "worst: 100",
            "worst: 200",
            "criteria/cost.yaml:6 scale cost scale: worst 100, best 0 -> worst 200, best 0",
        ),
        (
            "criteria/cost.yaml",
            "unit: thousand",
            "curve: [[100, 0], [50, 80], [0, 100]]",
            "criteria/cost.yaml:6 scale cost scale: worst 100, best 0 -> "
            "worst 100, best 0, curve [[100, 0], [50, 80], [0, 100]]",
        ),
        (
            "criteria/cost.yaml",
            "unit: thousand",
            "unit: million",
            "criteria/cost.yaml:6 text cost unit: thousand -> million",
        ),
        (
            "criteria/cost.yaml",
            "unit: thousand",
            "unit: thousand\n  levels: {0: nothing}",
            "criteria/cost.yaml:6 text cost levels: None -> 0: nothing",
        ),
        (
            "criteria/cost.yaml",
            "rationale: Money is short.\n",
            "",
            "criteria/cost.yaml:1 evidence cost rationale: Money is short. -> None",
        ),
        (
            "criteria/cost.yaml",
            "weight: 40",
            "within: use\nweight: 40",
            "criteria/cost.yaml:2 tree cost within: None -> use",
        ),
        (
            "profiles/thrift.yaml",
            "{cost: 80}",
            "{cost: 90}",
            "profiles/thrift.yaml:2 profile cost thrift: 80 -> 90",
        ),
        (
            "policyscore.yaml",
            "baseline: wait",
            "baseline: build",
            "policyscore.yaml:2 setting baseline: wait -> build",
        ),
        (
            "policyscore.yaml",
            "title: Parks",
            "title: Parks\nindifference: 5",
            "policyscore.yaml:2 setting indifference: 2 -> 5",
        ),
        (
            "policyscore.yaml",
            "source: budget 3",
            "source: budget 4",
            "policyscore.yaml:7 order wait at least as well as build on cost: budget 3 -> budget 4",
        ),
        (
            "policyscore.yaml",
            "date: 2028-01",
            "date: 2029-01",
            "policyscore.yaml:4 source survey: Survey; 2028-01 -> Survey; 2029-01",
        ),
        (
            "policyscore.yaml",
            "why: agreed",
            "why: agreed in May",
            "policyscore.yaml:9 expectation rank(build) == 1: agreed -> agreed in May",
        ),
    ],
)
def test_an_edit_is_named_with_its_place(
    base: Path, name: str, old: str, new: str, edit: str
) -> None:
    assert edit in found(base, changed(base, {name: (old, new)}))


def test_a_single_edit_is_found_once(base: Path) -> None:
    after = changed(base, {"criteria/cost.yaml": ("weight: 40", "weight: 50")})
    assert len(found(base, after)) == 1


def test_order_of_keys_comments_and_spelling_of_numbers_are_no_edits(base: Path) -> None:
    after = changed(
        base,
        {
            "criteria/cost.yaml": ("name: Cost\nweight: 40", "weight: 4.0e1 # of 100\nname:  Cost"),
            "options/wait.yaml": ("{cost: 10, visits: 300}", "{visits: 300.0, cost: 10}"),
            "options/build.yaml": ("Counted elsewhere.", ">-\n      Counted\n      elsewhere."),
        },
    )
    assert found(base, after) == []


def test_shuffled_files_of_the_built_in_model_differ_in_nothing(
    tmp_path: Path, mexico: Model
) -> None:
    """Blocks at the left margin of each file come in another order, and comments among them."""
    rng = random.Random(1)
    for folder in ("options", "criteria", "profiles"):
        for path in sorted((ROOT / folder).glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            blocks = re.split(r"^(?=[a-z]+:)", re.sub(r"^#.*\n", "", text, flags=re.M), flags=re.M)
            rng.shuffle(blocks)
            target = tmp_path / folder / path.with_suffix(".yml").name
            target.parent.mkdir(exist_ok=True)
            target.write_text("# a comment\n" + "".join(blocks), encoding="utf-8")
    shutil.copy(ROOT / "policyscore.yaml", tmp_path)

    assert changes_between(mexico, load(tmp_path).model).edits == ()


def test_what_came_and_what_went_is_named_where_it_stands_or_stood(base: Path) -> None:
    after = changed(base, {"options/wait.yaml": ("name: Wait", "name: Other")})
    (after / "options/wait.yaml").rename(after / "options/later.yaml")
    (after / "options/later.yaml").write_text(
        "{name: Later, performance: {cost: 1, visits: 2, noise: 3}}"
    )
    for name in ("build", "later"):
        path = after / f"options/{name}.yaml"
        path.write_text(path.read_text().replace("performance:\n", "performance:\n  noise: 3\n"))
    (after / "criteria/noise.yaml").write_text(
        "{name: Noise, weight: 10, scale: {worst: 9, best: 0}}"
    )
    path = after / "policyscore.yaml"
    path.write_text(path.read_text().replace("wait", "later").replace("  budget", "  bill"))
    path.write_text(path.read_text().replace("budget 3", "bill 3"))
    path = after / "criteria/cost.yaml"
    path.write_text(path.read_text().replace("source: budget 1", "source: bill 1"))

    assert set(found(base, after)) >= {
        "options/later.yaml:1 option later: None -> Later",
        "options/wait.yaml:1 (gone) option wait: Wait -> None",
        "criteria/noise.yaml:1 criterion noise: None -> Noise",
        "policyscore.yaml:5 (gone) source budget: Budget -> None",
        "policyscore.yaml:5 source bill: None -> Budget",
    }


def test_removed_evidence_is_told_from_changed_evidence(base: Path) -> None:
    after = changed(
        base,
        {
            "options/build.yaml": ("    source: survey 4\n", ""),
            "criteria/cost.yaml": ("Money is short.", "Money is scarce."),
        },
    )
    lost = [e.kind for e in edits(load(base).model, load(after).model) if e.loses_evidence]
    assert lost == ["evidence"]


def test_a_profile_that_came_or_went_and_its_texts_are_named(base: Path) -> None:
    after = changed(base, {"profiles/thrift.yaml": ("name: Thrift", "name: Thrift\nwho: Savers")})
    (after / "profiles/spend.yaml").write_text("{name: Spend, weights: {visits: 9}}")
    assert found(base, after) == [
        "profiles/spend.yaml:1 profile spend: None -> Spend",
        "profiles/thrift.yaml:1 text thrift: who: None -> Savers",
    ]
    assert "profiles/spend.yaml:1 (gone) profile spend: Spend -> None" in found(after, base)


def test_an_expectation_of_the_same_words_is_the_same_one_changed(base: Path) -> None:
    after = changed(base, {"policyscore.yaml": ("rank(build) == 1", "rank(build) == 2")})
    assert found(base, after) == [
        "policyscore.yaml:9 expectation : rank(build) == 1 -> rank(build) == 2"
    ]
    both = ("== 1\n    why: agreed", "== 2\n    why: law\n    severity: warn")
    assert found(base, changed(base, {"policyscore.yaml": both})) == [
        "policyscore.yaml:9 expectation : rank(build) == 1 (agreed) -> "
        "rank(build) == 2 (only warns; law)"
    ]


def test_expectations_of_the_same_words_are_not_taken_for_each_other(base: Path) -> None:
    two = "score(build) > 10\n    why: law\n  - that: score(build) < 90"
    before = changed(base, {"policyscore.yaml": ("rank(build) == 1", two)})
    later = shutil.copytree(before, base.parent / "later")
    one = (later / "policyscore.yaml").read_text().replace(two, "score(build) > 20")
    (later / "policyscore.yaml").write_text(one)
    told_of = [line.partition("expectation ")[2] for line in found(before, later)]
    assert sorted(told_of) == [
        "score(build) < 90: agreed -> None",
        "score(build) > 10: law -> None",
        "score(build) > 20: None -> agreed",
    ]


def test_a_source_of_several_that_is_gone_is_removed_evidence(base: Path) -> None:
    several = changed(base, {"options/build.yaml": ("survey 4", "[survey 4, budget 2]")})
    lost = edits(load(several).model, load(base).model)
    assert [edit.loses_evidence for edit in lost] == [True]
    assert [e.loses_evidence for e in edits(load(base).model, load(several).model)] == [False]


def test_an_order_that_loses_one_of_two_sources_loses_evidence(base: Path) -> None:
    other = "{criterion: cost, better: [wait], worse: [build], source: survey 1}"
    twice = ("source: budget 3}", "source: budget 3}\n  - " + other)
    before = load(changed(base, {"policyscore.yaml": twice})).model
    (lost,) = edits(before, load(base).model)
    assert (lost.before, lost.after, lost.loses_evidence) == (
        "budget 3; survey 1",
        "budget 3",
        True,
    )
    bare = changed(base, {"policyscore.yaml": (", source: budget 3", "")})
    (gone,) = edits(load(base).model, load(bare).model)
    assert gone.loses_evidence


def test_a_criterion_of_the_same_scale_and_weight_is_not_taken_for_a_renamed_one(
    base: Path,
) -> None:
    """Judged scales are often alike; only the same performances make it the same criterion."""
    after = Path(shutil.copytree(base, base.parent / "after"))
    (after / "criteria/cost.yaml").rename(after / "criteria/effort.yaml")
    for path in sorted(after.rglob("*.yaml")):
        text = re.sub(r"\bcost\b", "effort", path.read_text()).replace("name: Cost", "name: Effort")
        path.write_text(text.replace("effort: 90", "effort: 30"))
    assert renames(load(base).model, load(after).model).nodes == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "lines"),
    [
        (
            "options/build.yaml",
            "name: Build",
            "name: Build\nsummary: Two parks.\nsource: budget 2",
            [
                "options/build.yaml:2 text build summary: None -> Two parks.",
                "options/build.yaml:3 evidence build source: None -> budget 2",
            ],
        ),
        (
            "criteria/cost.yaml",
            "weight: 40",
            "question: How much?\nweight: 40",
            ["criteria/cost.yaml:2 text cost question: None -> How much?"],
        ),
        (
            "criteria/cost.yaml",
            "  unit: thousand\n",
            "",
            ["criteria/cost.yaml:6 text cost unit: thousand -> None"],
        ),
        (
            "criteria/visits.yaml",
            "within: use\nweight: 60",
            "weight: 60\nwithin: cost-and-use",
            [
                "criteria/cost-and-use.yaml:1 group cost-and-use: None -> Both",
                "criteria/use.yaml:1 (gone) group use: Use -> None",
                "criteria/visits.yaml:3 tree visits within: use -> cost-and-use",
            ],
        ),
        (
            "profiles/thrift.yaml",
            "{cost: 80}",
            "{use: 80}",
            [
                "profiles/thrift.yaml:2 (gone) profile cost thrift: 80 -> None",
                "profiles/thrift.yaml:2 profile use thrift: None -> 80",
            ],
        ),
        (
            "profiles/thrift.yaml",
            "name: Thrift",
            "name: Thrift\nwho: the treasury\nrationale: It pays.\nsource: budget 2",
            [
                "profiles/thrift.yaml:1 evidence thrift: rationale: None -> It pays.",
                "profiles/thrift.yaml:1 evidence thrift: source: None -> budget 2",
                "profiles/thrift.yaml:1 text thrift: who: None -> the treasury",
            ],
        ),
        (
            "policyscore.yaml",
            "title: Parks",
            "title: Parks\nquestion: Where?\nowner: the city\ndate: 2028-02",
            [
                "policyscore.yaml:2 text question: None -> Where?",
                "policyscore.yaml:3 text owner: None -> the city",
                "policyscore.yaml:4 text date: None -> 2028-02",
            ],
        ),
        (
            "policyscore.yaml",
            "{title: Budget}",
            "{title: Budget, url: 'https://example.org/b'}",
            ["policyscore.yaml:5 source budget: Budget -> Budget; https://example.org/b"],
        ),
        (
            "policyscore.yaml",
            "why: agreed",
            "why: agreed\n    under: [thrift]",
            [
                "policyscore.yaml:9 (gone) expectation rank(build) == 1: agreed -> None",
                "policyscore.yaml:9 expectation rank(build) == 1 under thrift: None -> agreed",
            ],
        ),
    ],
)
def test_words_evidence_and_settings_are_edits_and_nothing_else_is(
    base: Path, name: str, old: str, new: str, lines: list[str]
) -> None:
    after = changed(base, {name: (old, new)})
    if "cost-and-use" in new:
        (after / "criteria/use.yaml").unlink()
        (after / "criteria/cost-and-use.yaml").write_text("name: Both")
    assert found(base, after) == lines


def test_edits_that_touch_scores_come_first_then_those_of_a_file_as_they_stand_in_it(
    base: Path,
) -> None:
    after = changed(
        base,
        {
            "criteria/cost.yaml": ("name: Cost", "question: How?\nname: Costs"),
            "options/build.yaml": ("confidence: low", "confidence: high"),
            "options/wait.yaml": ("cost: 10, visits: 300", "visits: 301, cost: 11"),
            "policyscore.yaml": ("why: agreed", "why: agreed in May"),
        },
    )
    assert [told(e).partition(":")[0] for e in edits(load(base).model, load(after).model)] == [
        "options/wait.yaml",
        "options/wait.yaml",
        "criteria/cost.yaml",
        "criteria/cost.yaml",
        "options/build.yaml",
        "policyscore.yaml",
    ]
    keys = [(e.node, e.key) for e in edits(load(base).model, load(after).model)]
    assert keys[:4] == [
        ("visits", "value"),
        ("cost", "value"),
        ("cost", "question"),
        ("cost", "name"),
    ]


def test_a_range_that_came_with_a_value_or_went_with_it_is_no_edit_of_its_own(base: Path) -> None:
    """Ends that only follow the value are the value's edit; an unknown value has none."""
    cell = "value: 800\n    low: 500\n    high: 900"
    unknown = changed(base, {"options/build.yaml": (cell, "value: unknown")})
    assert found(base, unknown) == [
        "options/build.yaml:5 performance build visits value: 800 -> unknown"
    ]
    assert found(unknown, base) == [
        "options/build.yaml:5 performance build visits value: unknown -> 800"
    ]
    moved_end = changed(base, {"options/build.yaml": (cell, "value: 800\n    low: 700")})
    assert found(base, moved_end) == [
        "options/build.yaml:4 range build visits high: 900 -> 800",
        "options/build.yaml:6 range build visits low: 500 -> 700",
    ]


def test_names_of_an_order_in_another_order_are_no_edit(base: Path) -> None:
    """Which of several does better stands in a set, not in a list."""
    for name in ("build", "wait"):
        text = (base / f"options/{name}.yaml").read_text().replace(name.title(), f"{name} 2")
        (base / f"options/{name}-2.yaml").write_text(text)
    path = base / "policyscore.yaml"
    path.write_text(path.read_text().replace("better: [wait]", "better: [wait, wait-2]"))
    after = changed(base, {"policyscore.yaml": ("[wait, wait-2]", "[wait-2, wait]")})
    assert found(base, after) == []


def test_a_weight_of_a_profile_is_an_input_and_its_words_are_none(base: Path) -> None:
    weight = changed(base, {"profiles/thrift.yaml": ("{cost: 80}", "{cost: 90}")})
    assert [e.of_inputs for e in edits(load(base).model, load(weight).model)] == [True]
    words = changed(base, {"profiles/thrift.yaml": ("{cost: 80}", "{cost: 80}\nwho: we")})
    assert [e.of_inputs for e in edits(load(base).model, load(words).model)] == [False]


# Renames


def moved(base: Path, *names: tuple[str, str]) -> Path:
    """Return a copy of the model with ids renamed in files' names and in all texts."""
    copy = Path(shutil.copytree(base, base.parent / "moved", dirs_exist_ok=True))
    for path in sorted(copy.rglob("*.yaml")):
        text = path.read_text()
        for old, new in names:
            text = re.sub(rf"\b{old}\b", new, text)
        path.write_text(text)
    for old, new in names:
        for folder in ("options", "criteria", "profiles"):
            if (copy / folder / f"{old}.yaml").exists():
                (copy / folder / f"{old}.yaml").rename(copy / folder / f"{new}.yaml")
    return copy


def test_ids_that_were_renamed_everywhere_are_no_change(base: Path) -> None:
    names = ("build", "erect"), ("cost", "price"), ("use", "benefit"), ("thrift", "saving")
    before, after = (load(folder).model for folder in (base, moved(base, *names)))

    changes = changes_between(before, after)

    assert changes.edits == ()
    assert changes.renames.options == {"build": "erect"}
    assert changes.renames.nodes == {"cost": "price", "use": "benefit"}
    assert changes.renames.profiles == {"thrift": "saving"}


def test_an_option_under_a_new_id_and_a_new_name_is_known_by_its_cells(base: Path) -> None:
    after = moved(base, ("build", "erect"), ("Build", "Erect"))

    changes = changes_between(load(base).model, load(after).model)

    assert [told(edit) for edit in changes.edits] == [
        "options/erect.yaml:1 text erect name: Build -> Erect"
    ]


def test_an_option_renamed_and_edited_at_once_is_known_by_its_name(base: Path) -> None:
    after = moved(base, ("build", "erect"), ("90", "95"))

    changes = changes_between(load(base).model, load(after).model)

    assert [told(edit) for edit in changes.edits] == [
        "options/erect.yaml:3 performance erect cost value: 90 -> 95"
    ]


def test_things_that_cannot_be_told_apart_are_not_taken_for_renamed(base: Path) -> None:
    twins = {"a": "Twin", "b": "Twin"}
    for name, called in twins.items():
        text = f"{{name: {called}, performance: {{cost: 5, visits: 5}}}}"
        (base / f"options/{name}.yaml").write_text(text)
    after = Path(shutil.copytree(base, base.parent / "after"))
    for old, new in (("a", "c"), ("b", "d")):
        (after / f"options/{old}.yaml").rename(after / f"options/{new}.yaml")

    assert renames(load(base).model, load(after).model).options == {}


def test_an_id_that_names_another_kind_now_is_not_overwritten(base: Path) -> None:
    """The criterion cost is called use, and the group use is gone: no id stands for both."""
    after = Path(shutil.copytree(base, base.parent / "after"))
    (after / "criteria/use.yaml").unlink()
    (after / "criteria/cost.yaml").rename(after / "criteria/use.yaml")
    for path in sorted(after.rglob("*.yaml")):
        text = re.sub(r"\bcost\b", "use", path.read_text()).replace("within: use\n", "")
        path.write_text(text)
    before, later = load(base).model, load(after).model

    assert renames(before, later).nodes == {}
    assert changes_between(before, later).both[0].change is not None


def test_renaming_changes_every_reference(base: Path) -> None:
    names = ("build", "erect"), ("cost", "price"), ("thrift", "saving")
    before, after = (load(folder).model for folder in (base, moved(base, *names)))

    aligned = renamed(before, renames(before, after))

    assert set(aligned.options) == set(after.options)
    assert set(aligned.criteria) == set(after.criteria)
    assert aligned.roots == ("price", "use")
    assert aligned.decision.orders[0].worse == ("erect",)
    assert aligned.decision.expectations[0].that == "rank(erect) == 1"
    assert aligned.profiles["saving"].weights == {"price": Fraction(80)}


def test_things_under_new_ids_and_names_are_known_by_what_they_hold_under_new_ids_too(
    base: Path,
) -> None:
    """What a group holds, a profile weighs and an option does is by criteria that were renamed."""
    names = ("cost", "price"), ("visits", "calls"), ("use", "benefit")
    others = ("thrift", "saving"), ("build", "erect")
    called = ("Use", "Benefit"), ("Thrift", "Saving"), ("Build", "Erect")
    before, after = (load(folder).model for folder in (base, moved(base, *names, *others, *called)))

    found = renames(before, after)

    assert found.nodes == dict(names)
    assert found.profiles == {"thrift": "saving"}
    assert found.options == {"build": "erect"}
    kinds = [(edit.kind, edit.key.split(": ")[-1]) for edit in changes_between(before, after).edits]
    assert kinds == [("text", "name")] * 3


def with_options(base: Path, **options: str) -> Model:
    """Return the model with options of a name and a value on both criteria, such as `Park 5`."""
    for name, text in options.items():
        called, value = text.split()
        (base / f"options/{name}.yaml").write_text(
            f"{{name: {called}, performance: {{cost: {value}, visits: {value}}}}}"
        )
    found = load(base).model
    for name in options:
        (base / f"options/{name}.yaml").unlink()
    return found


def test_an_equal_name_goes_before_equal_content(base: Path) -> None:
    """One that came has the name of old, another its values; the one with the name it is."""
    before, after = with_options(base, old="Park 5"), with_options(base, a="Park 6", b="Other 5")
    assert renames(before, after).options == {"old": "a"}


def test_two_ids_that_went_never_become_the_same_one(base: Path) -> None:
    """New has the name of one and the values of the other."""
    before, after = with_options(base, a="Park 6", b="Other 5"), with_options(base, new="Park 5")
    assert renames(before, after).options == {"a": "new"}


@pytest.mark.parametrize(
    ("old", "new", "nodes"),
    [
        ("Cost", "Price", {"cost": "price"}),
        ("Cost\nweight: 40", "Price\nweight: 41", {}),
        ("Cost", "Price\nquestion: How much?", {"cost": "price"}),
    ],
)
def test_a_criterion_of_another_name_is_known_by_scale_unit_and_weight(
    old: str, new: str, nodes: Mapping[str, str], base: Path
) -> None:
    after = moved(base, ("cost", "price"))
    path = after / "criteria/price.yaml"
    path.write_text(path.read_text().replace(f"name: {old}", f"name: {new}"))
    assert renames(load(base).model, load(after).model).nodes == nodes
    path.write_text(path.read_text().replace("thousand", "million"))
    assert renames(load(base).model, load(after).model).nodes == {}


def test_an_option_of_another_name_is_known_by_its_ranges_too(base: Path) -> None:
    after = moved(base, ("build", "erect"), ("Build", "Erect"), ("low: 500", "low: 501"))
    assert renames(load(base).model, load(after).model).options == {}


def test_renaming_reaches_groups_baselines_expectations_and_the_places_of_profiles(
    base: Path,
) -> None:
    path = base / "policyscore.yaml"
    text = path.read_text().replace("rank(build) == 1", "contribution(build, cost) < 60")
    path.write_text(text.replace("why:", "under: [thrift]\n    why:"))
    (base / "criteria/all.yaml").write_text("{name: All}")
    (base / "criteria/use.yaml").write_text("{name: Use, within: all}")
    (base / "criteria/cost.yaml").write_text(
        (base / "criteria/cost.yaml").read_text().replace("name: Cost", "name: Cost\nwithin: all")
    )
    names = ("all", "every"), ("use", "benefit"), ("visits", "calls"), ("cost", "a-cost")
    others = ("thrift", "saving"), ("build", "erect"), ("wait", "stay")
    before, after = (load(folder).model for folder in (base, moved(base, *names, *others)))

    aligned = renamed(before, renames(before, after))

    assert {g.id: (g.within, g.children) for g in aligned.groups.values()} == {
        "every": (None, ("a-cost", "benefit")),
        "benefit": ("every", ("calls",)),
    }
    assert {c.id: c.within for c in aligned.criteria.values()} == {
        "a-cost": "every",
        "calls": "benefit",
    }
    assert aligned.decision.baseline == "stay"
    (expectation,) = aligned.decision.expectations
    assert (expectation.that, expectation.under) == (
        "contribution(erect, a-cost) < 60",
        ("saving",),
    )
    assert set(aligned.profiles["saving"].places) == {"a-cost"}
    assert changes_between(before, after).edits == ()


def test_an_id_within_another_id_of_an_expectation_is_not_taken_for_it(base: Path) -> None:
    """The option build is called erect; build-2, which an expectation is about, is not."""
    (base / "options/build-2.yaml").write_text("{name: B, performance: {cost: 5, visits: 7}}")
    path = base / "policyscore.yaml"
    path.write_text(path.read_text().replace("rank(build) == 1", "rank(build-2) == 1"))
    before = load(base).model
    after = Path(shutil.copytree(base, base.parent / "after"))
    (after / "options/build.yaml").rename(after / "options/erect.yaml")
    text = path.read_text().replace("worse: [build]", "worse: [erect]")
    (after / "policyscore.yaml").write_text(text)

    ids = renames(before, load(after).model)

    assert ids.options == {"build": "erect"}
    assert renamed(before, ids).decision.expectations[0].that == "rank(build-2) == 1"


def test_a_renamed_profile_is_compared_under_its_new_id(base: Path) -> None:
    """Build scores 40 under it and Wait 64.3, before and after."""
    after = moved(base, ("thrift", "saving"))
    found = changes_between(load(base).model, load(after).model)
    lead = Fraction(90 * 80 + 30 * 60, 140) - Fraction(10 * 80 + 80 * 60, 140)
    assert found.profiles == {"saving": (("wait",), ("wait",), (lead, lead))}


# Expectations


def expecting(base: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    """Return key, before and after of the edits where expectations are others, one a line."""
    for name in ("build-2", "o1", "o2"):
        (base / f"options/{name}.yaml").write_text("{name: B, performance: {cost: 5, visits: 7}}")
    pair = []
    for text in (old, new):
        lines = []
        for line in text.split("; "):
            that, _, why = line.partition(", why: ")
            lines += [f"  - that: {that}", *([f"    why: {why}"] if why else [])]
        (base / "policyscore.yaml").write_text("\n".join(["expect:", *lines]) + "\n")
        pair.append(load(base).model)
    return [(edit.key, str(edit.before), str(edit.after)) for edit in edits(pair[0], pair[1])]


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("score(o1) > 20", "score(o1) >= 15", [("", "score(o1) > 20", "score(o1) >= 15")]),
        (
            "score(o1) > 20",
            "score(o2) > 20",
            [("score(o1) > 20", "no reason", "None"), ("score(o2) > 20", "None", "no reason")],
        ),
        (
            "rank(build) < 3",
            "rank(build-2) < 3",
            [("rank(build) < 3", "no reason", "None"), ("rank(build-2) < 3", "None", "no reason")],
        ),
    ],
)
def test_an_expectation_of_the_same_words_is_the_same_one_reworded(
    old: str, new: str, edits: list[tuple[str, str, str]], base: Path
) -> None:
    assert expecting(base, old, new) == edits


def test_an_edit_stands_where_it_is_now_not_where_it_was(base: Path) -> None:
    after = changed(
        base, {"policyscore.yaml": ("title: Parks", "# A comment,\n# and another.\ntitle: Parks")}
    )
    path = after / "policyscore.yaml"
    path.write_text(path.read_text().replace("budget 3", "budget 4"))
    assert found(base, after) == [
        "policyscore.yaml:9 order wait at least as well as build on cost: budget 3 -> budget 4"
    ]


def test_an_expectation_kept_beside_one_that_was_reworded_is_told_too(base: Path) -> None:
    """All three have the same words: which became which cannot be told."""
    told = expecting(base, "score(o1) > 1; score(o1) > 2", "score(o1) > 1, why: so; score(o1) > 3")
    assert told == [
        ("score(o1) > 1", "no reason", "so"),
        ("score(o1) > 2", "no reason", "None"),
        ("score(o1) > 3", "None", "no reason"),
    ]


def test_a_reworded_expectation_stands_where_it_is_now(base: Path) -> None:
    new = "score(build) > 1\n    why: agreed\n  - that: rank(build) < 2"
    after = changed(base, {"policyscore.yaml": ("rank(build) == 1\n    why: agreed", new)})
    assert found(base, after) == [
        "policyscore.yaml:9 expectation score(build) > 1: None -> agreed",
        "policyscore.yaml:11 expectation : rank(build) == 1 (agreed) -> "
        "rank(build) < 2 (no reason)",
    ]


def test_an_order_that_gets_a_source_loses_no_evidence(base: Path) -> None:
    bare = changed(base, {"policyscore.yaml": (", source: budget 3", "")})
    (edit,) = edits(load(bare).model, load(base).model)
    assert (edit.before, edit.after, edit.loses_evidence) == ("no source", "budget 3", False)
    (back,) = edits(load(base).model, load(bare).model)
    assert back.loses_evidence


def test_a_profile_that_loses_one_of_two_sources_loses_evidence(base: Path) -> None:
    path = base / "profiles/thrift.yaml"
    path.write_text(path.read_text() + "\nsource: [budget 1, budget 2]\n")
    after = changed(base, {"profiles/thrift.yaml": ("[budget 1, budget 2]", "[budget 2]")})
    (edit,) = edits(load(base).model, load(after).model)
    assert (edit.key, edit.loses_evidence) == ("thrift: source", True)
