"""Conditions that a pipeline fails on: how they are written, and when they are met."""

from fractions import Fraction
from pathlib import Path

import pytest

from policyscore.difference.changes import Changes, changes_between
from policyscore.difference.conditions import KNOWN, judged, parse
from policyscore.load import load
from tests.conftest import write_files

BASE = """
    --- criteria/a.yaml
    {name: A, weight: 1, rationale: why, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/v.yaml
    {name: V, performance: {a: 80, b: 80}}
    --- options/w.yaml
    {name: W, performance: {a: 70, b: 70}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: {value: 50, low: 40, high: 60, source: s, confidence: low}}}
    """


def changes(folder: Path, *files: tuple[str, str]) -> Changes:
    """Return what files laid over the model change; an empty text removes one."""
    before = load(write_files(folder / "before", BASE)).model
    after = write_files(folder / "after", BASE)
    for name, text in files:
        (after / name).unlink(missing_ok=True)
        if text:
            (after / name).write_text(text)
    return changes_between(before, load(after).model)


def met(found: Changes) -> set[str]:
    """Return the conditions that are met, of all without a limit."""
    facts = [name for name in KNOWN if name.endswith(("changed", "removed"))]
    return {name for name in facts if judged(parse(name), found).met}


def test_nothing_is_met_where_nothing_changed(tmp_path: Path) -> None:
    assert met(changes(tmp_path)) == set()


def test_a_new_leader_is_a_new_order_and_new_first_three(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 99, b: 99}}"))
    assert met(found) == {"order-changed", "leader-changed", "top3-changed", "inputs-changed"}


def test_places_changed_behind_the_lead_leave_the_leader(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 55, b: 55}}"))
    assert met(found) == {"order-changed", "top3-changed", "inputs-changed"}


def test_another_third_is_another_first_three(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/x.yaml", "{name: X, performance: {a: 45, b: 45}}"))
    assert met(found) == {"order-changed", "top3-changed", "inputs-changed"}


def test_places_changed_behind_the_third_leave_the_first_three(tmp_path: Path) -> None:
    last = "{name: Z, performance: {a: 1, b: 1}}"
    found = changes(tmp_path, ("options/z.yaml", last))
    assert met(found) == {"inputs-changed"}


def test_a_tie_for_the_lead_is_a_change_of_order_and_leader(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 80, b: 80}}"))
    assert met(found) >= {"order-changed", "leader-changed"}


def test_a_new_leader_that_came_changes_the_leader_and_not_the_order_of_the_others(
    tmp_path: Path,
) -> None:
    found = changes(tmp_path, ("options/z.yaml", "{name: Z, performance: {a: 99, b: 99}}"))
    assert met(found) == {"leader-changed", "top3-changed", "inputs-changed"}


def test_weights_that_keep_their_proportions_are_inputs_and_no_other_weights(
    tmp_path: Path,
) -> None:
    double = "weight: 2, {rest}scale: {{worst: 0, best: 100}}"
    found = changes(
        tmp_path,
        ("criteria/a.yaml", "{name: A, " + double.format(rest="rationale: why, ") + "}"),
        ("criteria/b.yaml", "{name: B, " + double.format(rest="") + "}"),
    )
    assert met(found) == {"inputs-changed"}


def test_other_proportions_are_other_weights(tmp_path: Path) -> None:
    text = "{name: A, weight: 2, rationale: why, scale: {worst: 0, best: 100}}"
    found = changes(tmp_path, ("criteria/a.yaml", text))
    assert met(found) == {"inputs-changed", "weights-changed"}


def test_an_end_of_a_range_is_an_input(tmp_path: Path) -> None:
    cell = "{value: 50, low: 45, high: 60, source: s, confidence: low}"
    text = f"{{name: Y, performance: {{a: 50, b: {cell}}}}}"
    assert met(changes(tmp_path, ("options/y.yaml", text))) == {"inputs-changed"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "options/y.yaml",
            "{name: Y, performance: {a: 50, b: {value: 50, low: 40, high: 60, confidence: low}}}",
        ),
        ("criteria/a.yaml", "{name: A, weight: 1, scale: {worst: 0, best: 100}}"),
    ],
)
def test_evidence_that_went_is_met_alone(name: str, text: str, tmp_path: Path) -> None:
    assert met(changes(tmp_path, (name, text))) == {"evidence-removed"}


def test_another_criterion_without_weight_leaves_the_weights(tmp_path: Path) -> None:
    cells = {"v": 80, "w": 70, "x": 60, "y": 50}
    options = [
        (f"options/{o}.yaml", f"{{name: {o.upper()}, performance: {{a: {n}, b: {n}, c: 1}}}}")
        for o, n in cells.items()
    ]
    criterion = ("criteria/c.yaml", "{name: C, weight: 0, scale: {worst: 0, best: 9}}")
    found = changes(tmp_path, criterion, *options)
    assert not judged(parse("weights-changed"), found).met


def test_another_indifference_is_another_input(tmp_path: Path) -> None:
    assert met(changes(tmp_path, ("policyscore.yaml", "indifference: 9\n"))) == {"inputs-changed"}


def test_another_name_is_nothing(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: Other, performance: {a: 70, b: 70}}"))
    assert met(found) == set()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("score-change>5", False),
        ("score-change>=5", True),
        ("score-change > 4.999", True),
        ("score-change<6", True),
        ("margin<5", False),
        ("margin<=5", True),
        ("margin>1", True),
    ],
)
def test_limits_are_exact(text: str, holds: bool, tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 80, b: 70}}"))
    verdict = judged(parse(text), found)
    assert (verdict.met, verdict.value) == (holds, Fraction(5))


def test_a_fall_counts_as_a_change_of_a_score(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 50, b: 70}}"))
    assert judged(parse("score-change>9"), found).met


def test_a_tie_has_a_margin_of_0(tmp_path: Path) -> None:
    found = changes(tmp_path, ("options/w.yaml", "{name: W, performance: {a: 80, b: 80}}"))
    assert judged(parse("margin<0.001"), found)[1:] == (True, Fraction(0))


def test_an_only_option_has_no_margin(tmp_path: Path) -> None:
    gone = [(f"options/{name}.yaml", "") for name in "wxy"]
    assert judged(parse("margin<2"), changes(tmp_path, *gone))[1:] == (False, None)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("leader-chnaged", "unknown condition; did you mean leader-changed?"),
        ("zzz", "unknown condition; one of order-changed, leader-changed,"),
        ("leader-changed>2", "leader-changed is met or not; write it without >"),
        ("margin<2 leader-changed", "several conditions in one; repeat --fail-if for each"),
        ("margin<2,score-change>5", "several conditions in one; repeat --fail-if for each"),
        ("margin", "margin needs a limit, such as margin<2"),
        ("margin<2, leader-changed", "several conditions in one; repeat --fail-if for each"),
        ("leader-changed order-changed", "several conditions in one; repeat --fail-if for each"),
        ("margin<two", "not a plain number; write a plain decimal"),
        ("", "unknown condition"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_way_to_write_it(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match="^" + wrong.replace("?", r"\?")):
        parse(text)


def test_spaces_around_a_condition_are_no_part_of_its_name() -> None:
    assert parse(" leader-changed ").name == "leader-changed"
    assert parse(" margin < 2 ")[1:] == ("margin", "<", Fraction(2))
