"""What counts as an edit between two versions, and what does not."""

import random
import re
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from policyscore.difference.changes import changes_between
from policyscore.difference.edits import Edit, edits
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
