"""What `diff` says: five edits of the built-in model as accepted; figures and sentences."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policyscore.cli.checking import expected
from policyscore.difference.changes import changes_between
from policyscore.difference.conditions import judged, parse
from policyscore.difference.since import changes_since
from policyscore.load import load
from policyscore.model import Model
from policyscore.render import EXTENSIONS, render
from policyscore.report import Report
from policyscore.reports.diff import diff_report
from policyscore.reports.differing import Differing
from tests.conftest import ROOT, write_files
from tests.pairs import versions
from tests.reporting import SCHEMAS, call, headline, paragraphs, tables
from tests.strategies import steady
from tests.test_since import in_memory

Golden = Callable[[str, str], None]

PARTS = ("options", "criteria", "profiles", "policyscore.yaml")
HIGHWAY = """name: Border surge
summary: An invented fourth option, for this test.
performance:
  cost: 600
  involvement: 45
  domestic: 60
  crime: 20
  border: 80
  near-term: 75
  institutions: 20
  local: 15
  response: 20
"""
# Five edits of the built-in model: a file, what stood there, what stands there now.
EDITS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "weight": (("criteria/cost.yaml", "weight: 80", "weight: 200"),),
    "cell": (("options/strategic-partnership.yaml", "value: 645", "value: 950"),),
    "scale": (("criteria/cost.yaml", "worst: 1000", "worst: 2000"),),
    "option": (("options/border-surge.yaml", "", HIGHWAY),),
    "rename": (("criteria/cost.yaml", "name: Yearly U.S. cost", "name: Cost to the U.S."),),
}


def copied(target: Path) -> Path:
    """Return a copy of the built-in model."""
    target.mkdir(parents=True)
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)
        else:
            shutil.copy(ROOT / name, target)
    return target


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds the built-in model twice, as before and after."""
    monkeypatch.chdir(tmp_path)
    for name in ("before", "after"):
        copied(tmp_path / name)
    return tmp_path


def edit(folder: Path, edits: tuple[tuple[str, str, str], ...]) -> None:
    """Replace a text in each file, which holds it; without one, write the file."""
    for name, old, new in edits:
        path = folder / name
        if not old:
            path.write_text(new, encoding="utf-8")
            continue
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
@pytest.mark.parametrize("name", EDITS)
def test_what_an_edit_does_to_the_built_in_model_is_as_accepted(
    name: str, extension: str, copies: Path, golden: Golden
) -> None:
    edit(copies / "after", EDITS[name])
    done = call("diff", "before", "after", "-q", "-f", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"diff/{name}{extension}")


@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_several_edits_and_conditions_are_as_accepted(
    extension: str, copies: Path, golden: Golden
) -> None:
    edits = (*EDITS["weight"], *EDITS["cell"], *EDITS["rename"])
    edit(copies / "after", edits)
    gates = ("--fail-if", "leader-changed", "--fail-if", "margin<2")
    done = call("diff", "before", "after", "-q", "-f", EXTENSIONS[extension], *gates)
    assert (done.code, done.err) == (1, "")
    golden(done.out, f"diff/several{extension}")


def test_a_renamed_option_changes_nothing_but_its_id(copies: Path) -> None:
    after = copies / "after"
    (after / "options/retrenchment.yaml").rename(after / "options/withdrawal.yaml")
    text = (after / "policyscore.yaml").read_text(encoding="utf-8")
    renamed = text.replace("retrenchment", "withdrawal")
    (after / "policyscore.yaml").write_text(renamed, encoding="utf-8")

    done = call("diff", "before", "after", "--exit-code", "--fail-if", "inputs-changed")

    assert done.code == 0
    assert headline(done.out).startswith("Nothing changed but ids: ")
    assert "Renamed, which changes nothing: retrenchment is withdrawal now." in done.out


def test_the_same_model_has_an_empty_diff(copies: Path) -> None:
    done = call("diff", "before", "after", "--exit-code", "--fail-if", "inputs-changed", "-q")
    assert done.code == 0
    assert "Nothing changed: ranking, scores and evidence are those of before." in done.out


# Properties


def report(pair: tuple[Model, Model], base: str = "before") -> Report:
    before, after = pair
    found = changes_between(before, after)
    conditions = [judged(parse(text), found) for text in ("leader-changed", "margin<2")]
    return diff_report(
        Differing(base, before, after, found, expected(after, ()), conditions), "0" * 64
    )


def report_since_saved(pair: tuple[Model, Model]) -> Report:
    before, after = pair
    found = changes_since(in_memory(before), after)
    return diff_report(Differing("r.json", None, after, found, expected(after, ())), "0" * 64)


SCHEMA = json.loads((SCHEMAS / "diff.schema.json").read_text(encoding="utf-8"))


@steady
@given(pair=versions(), saved=st.booleans())
def test_every_comparison_can_be_told_and_keeps_to_the_schema(
    pair: tuple[Model, Model], saved: bool
) -> None:
    told = report_since_saved(pair) if saved else report(pair)
    data = json.loads(render(told, "json"))
    errors = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]
    assert errors == []
    records = list(csv.DictReader(io.StringIO(render(told, "csv"))))
    assert [record["option"] for record in records] == [option["id"] for option in data["options"]]
    assert render(told, "text")
    assert render(told, "markdown")


@steady
@given(pair=versions())
def test_a_score_that_changed_never_looks_the_same(pair: tuple[Model, Model]) -> None:
    """The table shows 49.8 twice only where the score is the same exactly."""
    told = report(pair)
    found = changes_between(*pair)
    if found.same_scores and found.same_options:
        return
    table = tables(told.blocks())[1]
    changed = {option.name: option.change for option in found.both}
    for row in table.rows:
        name, score, was, change = (
            cell if isinstance(cell, str) else getattr(cell, "text", "") for cell in row.cells[2:6]
        )
        if name in changed:
            assert (score == was) == (not changed[name])
            assert (change == "·") == (not changed[name])


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


# Sentences


MODEL = """
    --- policyscore.yaml
    indifference: 4
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 50, b: 60}}
    --- options/z.yaml
    {name: Z, performance: {a: 10, b: 10}}
    """


def told(folder: Path, *files: tuple[str, str], verbose: bool = False) -> list[str]:
    """Return the paragraphs about what files laid over the model change."""
    before = load(write_files(folder / "before", MODEL)).model
    after = write_files(folder / "after", MODEL)
    for name, text in files:
        (after / name).unlink(missing_ok=True)
        if text:
            (after / name).write_text(text)
    later = load(after).model
    found = changes_between(before, later)
    differing = Differing("b", before, later, found, expected(later, ()), (), verbose)
    return paragraphs(diff_report(differing, "").blocks())


def x(a: str, b: str, option: str = "x") -> tuple[str, str]:
    text = f"{{name: {option.upper()}, performance: {{a: {a}, b: {b}}}}}"
    return f"options/{option}.yaml", text


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            (x("40", "60"),),
            "The lead changed: Y leads now by 5.0; before, X led by 5.0.",
        ),
        (
            (x("49", "60"),),
            "The lead changed: Y leads now by 0.5, too close to call (below the indifference of "
            "4.0); before, X led by 5.0.",
        ),
        (
            (x("50", "60"),),
            "The lead changed: X and Y share the lead now; before, X led by 5.0.",
        ),
        (
            (x("90", "80", "z"),),
            "The lead changed: Z leads now by 25.0; before, X led by 5.0.",
        ),
        (
            (x("9", "9", "y"),),
            "The order behind the lead changed; X still leads, by 50.0 (before 5.0).",
        ),
        (
            (("options/y.yaml", ""),),
            "Y is gone; X still leads, by 50.0 (before 5.0).",
        ),
        (
            (x("1", "2", "v"), ("options/y.yaml", "")),
            "V is new and Y is gone; X still leads, by 50.0 (before 5.0).",
        ),
        (
            (x("11", "10", "z"),),
            "Scores changed, the order did not: X still leads by 5.0.",
        ),
        (
            (x("56", "60", "y"),),
            "Scores changed, the order did not: X still leads, by 2.0, too close to call "
            "(before 5.0).",
        ),
        (
            (("criteria/a.yaml", "{name: Other, weight: 1, scale: {worst: 0, best: 100}}"),),
            "Ranking and scores under the model's own weights are the same: X still leads by 5.0.",
        ),
        (
            (("options/y.yaml", ""), ("options/z.yaml", "")),
            "Y and Z are gone; X still leads.",
        ),
    ],
)
def test_the_answer_says_who_leads_and_led(
    files: tuple[tuple[str, str], ...], sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, *files)[0] == sentence


def test_a_shared_lead_that_is_kept_is_told_as_one(tmp_path: Path) -> None:
    pair = write_files(tmp_path / "one", MODEL), write_files(tmp_path / "two", MODEL)
    for folder in pair:
        (folder / "options/x.yaml").write_text("{name: X, performance: {a: 50, b: 60}}")
    (pair[1] / "options/z.yaml").write_text("{name: Z, performance: {a: 20, b: 10}}")
    found = report((load(pair[0]).model, load(pair[1]).model))
    assert paragraphs(found.blocks())[0] == (
        "Scores changed, the order did not: X and Y still share the lead."
    )


def test_the_order_among_options_that_both_versions_have_is_told(tmp_path: Path) -> None:
    same = told(tmp_path / "same", x("99", "99", "v"))
    assert "Among the 3 options that both versions have, the order is as before." in same
    other = told(tmp_path / "other", x("99", "99", "v"), x("9", "9", "y"))
    assert (
        "Among the 3 options that both versions have, Z is 2nd (before 3rd) and Y is 3rd "
        "(before 2nd)." in other
    )


def test_edits_that_move_the_lead_are_told_apart_from_those_that_do_not(tmp_path: Path) -> None:
    alone = told(tmp_path / "alone", x("80", "60", "y"), x("60", "59"))
    assert "Alone: with Y on A: 50 → 80, Y leads." in alone
    assert "No other edit moves the lead by itself." in alone
    together = told(tmp_path / "together", x("56", "60", "y"), x("60", "54"))
    assert (
        "No edit moves the lead by itself; together they do: X on B: 60 → 54 and Y on A: 50 → 56."
    ) in together
    undone = told(tmp_path / "undone", x("80", "60", "y"), x("60", "100"))
    assert "The other edits undo it: the lead is where it was." in undone


def test_a_value_that_changed_without_its_evidence_is_told(tmp_path: Path) -> None:
    cell = "{value: 80, rationale: Counted anew., source: s}"
    fresh = render(
        report(
            (
                load(write_files(tmp_path / "one", MODEL)).model,
                load(
                    write_files(
                        tmp_path / "two", MODEL.replace("{a: 50, b: 60}", f"{{a: {cell}, b: 60}}")
                    )
                ).model,
            )
        ),
        "text",
    )
    assert "Counted anew. [s]" in fresh
    assert "did not." not in fresh


def test_many_options_and_edits_are_cut_and_counted(tmp_path: Path) -> None:
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for i in range(30):
        for folder, value in ((before, 20), (after, 20 + i % 20)):
            text = f"{{name: Option {i}, performance: {{a: {value}, b: 20}}}}"
            (folder / f"options/o{i}.yaml").write_text(text)
    pair = load(before).model, load(after).model
    blocks = list(report(pair).blocks())
    counts = [len(table.rows) for table in tables(blocks)]
    assert counts == [2, 10, 12]
    assert "23 more options not shown; the scores of 19 of them changed." in paragraphs(blocks)
    found = changes_between(*pair)
    verbose = Differing("b", *pair, found, expected(pair[1], ()), (), verbose=True)
    assert [len(t.rows) for t in tables(diff_report(verbose, "").blocks())] == [33, 29]


def test_edits_beyond_ten_are_summed_in_a_row_so_that_rows_add_up(tmp_path: Path) -> None:
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    names = [f"c{i}" for i in range(12)]
    for folder, value in ((before, 50), (after, 62)):
        for name in names:
            text = f"{{name: {name}, weight: 1, scale: {{worst: 0, best: 100}}}}"
            (folder / f"criteria/{name}.yaml").write_text(text)
        for option in "xyz":
            cells = "".join(f", {name}: {value if option == 'x' else 50}" for name in names)
            path = folder / f"options/{option}.yaml"
            path.write_text(path.read_text().replace("}}", f"{cells}}}}}"))
    text = render(report((load(before).model, load(after).model)), "text")
    assert "2 more edits; -v shows them" in text


def test_text_of_models_and_bases_does_nothing_but_be_shown(tmp_path: Path) -> None:
    nasty = "=1+1 | <b>x</b> @org ::error::x ##[y] `z`"
    text = MODEL.replace("name: X", f"name: '{nasty}'")
    pair = tuple(
        load(write_files(tmp_path / name, body)).model
        for name, body in (("one", text), ("two", text.replace("a: 60", "a: 61")))
    )
    told_of = report((pair[0], pair[1]), base="::add-mask::x\n::error::y")
    for name in ("text", "markdown", "csv"):
        drawn = render(told_of, name)
        assert not any(line.lstrip().startswith("::") for line in drawn.splitlines())
        assert "##[" not in drawn
    assert "<b>" not in render(told_of, "markdown")


def test_another_indifference_is_told_where_it_changes_what_is_said(tmp_path: Path) -> None:
    closer = told(tmp_path / "closer", ("policyscore.yaml", "indifference: 9\n"))
    assert (
        "The lead is too close to call now: the indifference is 9.0 points (before 4.0)." in closer
    )
    same = told(tmp_path / "same", ("policyscore.yaml", "indifference: 4.5\n"))
    assert not any("indifference" in text for text in same)


def test_an_option_that_is_unknown_now_is_told_as_the_middle(tmp_path: Path) -> None:
    found = told(tmp_path, x("unknown", "60", "y"))
    assert any("Y has a performance that is unknown now" in text for text in found)


def test_a_group_that_takes_a_criterion_is_named_from_where_to_where(tmp_path: Path) -> None:
    within = "{name: A, within: g, weight: 1, scale: {worst: 0, best: 100}}"
    drawn = rows_of(
        tmp_path, ("criteria/a.yaml", within), ("criteria/g.yaml", "{name: G, weight: 3}")
    )
    assert "2 edits that count together" in drawn
    assert "A: within the top level → G (criteria/a.yaml:1)" in drawn
    assert "group g added (G) (criteria/g.yaml:1)" in drawn


def rows_of(folder: Path, *files: tuple[str, str]) -> str:
    """Return what is printed about files laid over the model."""
    before = load(write_files(folder / "before", MODEL)).model
    after = write_files(folder / "after", MODEL)
    for name, text in files:
        (after / name).write_text(text)
    return render(report((before, load(after).model)), "text")


def test_a_criterion_that_came_says_what_it_weighs(tmp_path: Path) -> None:
    cells = [
        (f"options/{name}.yaml", f"{{name: {name.upper()}, performance: {{a: {a}, b: {b}, c: 9}}}}")
        for name, a, b in (("x", 60, 60), ("y", 50, 60), ("z", 10, 10))
    ]
    criterion = ("criteria/c.yaml", "{name: C, weight: 2, scale: {worst: 0, best: 10}}")
    drawn = rows_of(tmp_path, criterion, *cells)
    assert "criterion c added (C)" in drawn
    assert "It weighs 50.0 % of all." in drawn


def test_a_curve_leaves_the_swing_and_other_ends_do_not(tmp_path: Path) -> None:
    curve = (
        "{name: A, weight: 1, scale: {worst: 0, best: 100, curve: [[0, 0], [60, 90], [100, 100]]}}"
    )
    assert "swing" not in rows_of(tmp_path / "curve", ("criteria/a.yaml", curve))
    wide = "{name: A, weight: 1, scale: {worst: 0, best: 200}}"
    assert "The swing that the weight stands for changed" in rows_of(
        tmp_path / "wide", ("criteria/a.yaml", wide)
    )


def test_rows_that_do_not_add_up_as_printed_are_said_to_be_rounded(tmp_path: Path) -> None:
    """Two changes of 0.25 points print as +0.3 each, and add up to +0.5."""
    drawn = rows_of(tmp_path, x("60.5", "60.5"))
    assert "Figures are rounded one by one" in drawn
    assert "Figures are rounded" not in rows_of(tmp_path / "whole", x("62", "62"))


def test_two_options_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    drawn = rows_of(tmp_path, ("options/z.yaml", "{name: X, performance: {a: 10, b: 12}}"))
    assert re.search(r"^1 +1 +X \(x\) ", drawn, re.M)
    assert re.search(r"^3 +3 +X \(z\) ", drawn, re.M)


def test_a_long_text_is_shown_from_where_it_differs(tmp_path: Path) -> None:
    start = "Fifty words of what everybody knew before, and the end of it is"
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for folder, end in ((before, "this"), (after, "that" + " and more" * 20)):
        text = f"{{name: X, summary: '{start} {end}', performance: {{a: 60, b: 60}}}}"
        (folder / "options/x.yaml").write_text(text)
    pair = load(before).model, load(after).model
    assert 'X: summary "… this" → "… that and more' in render(report(pair), "text")
    found = changes_between(*pair)
    verbose = Differing("b", *pair, found, expected(pair[1], ()), (), verbose=True)
    assert f'"{start} this"' in render(diff_report(verbose, ""), "text")


def test_profiles_whose_lead_moved_by_an_edit_of_theirs_are_told(tmp_path: Path) -> None:
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for folder, weight in ((before, 3), (after, 9)):
        (folder / "profiles").mkdir()
        (folder / "profiles/p.yaml").write_text(f"{{name: P, weights: {{a: {weight}}}}}")
    (after / "profiles/new.yaml").write_text("{name: New, weights: {a: 1}}")
    text = render(report((load(before).model, load(after).model)), "text")
    assert "Under the profile p X still leads, by 9.0 (before 7.5)." in text
    assert "The same options lead under 1 profile." in text
    assert "profile p: A 3 → 9" in text
    assert "profile new: added (New)" in text


def test_an_option_like_one_that_went_is_perhaps_a_renamed_one(tmp_path: Path) -> None:
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for folder, name in ((before, "y"), (after, "v")):
        (folder / "options/y.yaml").unlink()
        for criterion in ("c", "d"):
            path = folder / f"criteria/{criterion}.yaml"
            path.write_text("{name: M, weight: 1, scale: {worst: 0, best: 9}}")
        for option in "xz":
            path = folder / f"options/{option}.yaml"
            path.write_text(path.read_text().replace("}}", ", c: 1, d: 2}}"))
        b = 60 if name == "y" else 61
        text = f"{{name: {name.upper()}, performance: {{a: 50, b: {b}, c: 1, d: 2}}}}"
        (folder / f"options/{name}.yaml").write_text(text)
    text = render(report((load(before).model, load(after).model)), "text")
    assert "It has 3 of 4 performances of Y, which is gone: perhaps a renamed id." in text


def test_many_of_everything_are_cut_and_counted(tmp_path: Path) -> None:
    """Twelve options came, sets that move the lead are many, and so are other edits."""
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for i in range(25):
        rest = f"{{a: {40 - i}, b: 5}}"
        (before / f"options/o{i}.yaml").write_text(f"{{name: Old {i}, performance: {rest}}}")
        (after / f"options/o{i}.yaml").write_text(f"{{name: New {i}, performance: {rest}}}")
    for i in range(12):
        text = f"{{name: N{i}, performance: {{a: {i}, b: 3}}}}"
        (after / f"options/n{i}.yaml").write_text(text)
    text = render(report((load(before).model, load(after).model)), "text")
    assert "2 more; -v shows them" in text
    assert "5 more; -v shows them" in text


def test_many_edits_that_each_move_the_lead_are_cut_and_counted(tmp_path: Path) -> None:
    text = rows_of(
        tmp_path, x("99", "99", "y"), x("98", "98", "z"), x("97", "97", "v"), x("1", "60")
    )
    assert text.count("Alone: with ") == 3
    assert "So do 1 more, each alone; -v names them." in text


def test_a_saved_result_says_that_weights_are_one_edit(tmp_path: Path) -> None:
    before = load(write_files(tmp_path / "before", MODEL)).model
    after = write_files(tmp_path / "after", MODEL)
    (after / "criteria/a.yaml").write_text("{name: A, weight: 3, scale: {worst: 0, best: 100}}")
    (after / "options/z.yaml").unlink()
    (after / "options/v.yaml").write_text("{name: V, performance: {a: 10, b: 10}}")
    text = render(report_since_saved((before, load(after).model)), "text")
    assert "A: share of all weights 50.0 % → 75.0 % (criteria/a.yaml:1)" in text
    assert "A saved result holds shares, not weights, so all of them count as one edit." in text
    curved = (
        "{name: A, weight: 1, scale: {worst: 0, best: 100, curve: [[0, 0], [60, 90], [100, 100]]}}"
    )
    (after / "criteria/a.yaml").write_text(curved)
    text = render(report_since_saved((before, load(after).model)), "text")
    assert "X on A: scale or curve, score 60 → 90" in text
    assert "option z removed (Z)" in text


def test_edits_too_many_to_try_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyscore.difference.attribution.MOST_TRIED", 1)
    assert "The edits are too many to say which" in rows_of(tmp_path, x("61", "60"))


def test_sets_too_many_to_try_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyscore.difference.attribution.MOST_TOGETHER", 1)
    drawn = rows_of(tmp_path, x("56", "60", "y"), x("60", "54"))
    assert "No edit moves the lead by itself, only several together." in drawn


def test_versions_with_no_option_in_common_have_no_common_order(tmp_path: Path) -> None:
    gone = [(f"options/{name}.yaml", "") for name in "xyz"]
    found = told(tmp_path, *gone, x("1", "2", "v"))
    assert found[0] == "The lead changed: V leads now; before, X led by 5.0."
    assert not any(text.startswith("Among the") for text in found)


def test_an_order_with_another_source_is_told_from_what_to_what(tmp_path: Path) -> None:
    order = "orders: [{{criterion: a, better: [x], worse: [z], source: {}}}]\n"
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for folder, source in ((before, "page 1"), (after, "page 2")):
        (folder / "policyscore.yaml").write_text(order.format(source))
    text = render(report((load(before).model, load(after).model)), "text")
    assert "order x at least as well as z on a: page 1 → page 2" in text
    assert "Evidence was removed: 1 order." in text


def test_a_text_that_goes_on_is_shown_from_where_it_does(tmp_path: Path) -> None:
    start = "A summary of so many words that nobody wants to see them twice"
    before = write_files(tmp_path / "before", MODEL)
    after = write_files(tmp_path / "after", MODEL)
    for folder, text in ((before, start), (after, f"{start} again")):
        body = f"{{name: X, summary: {text}, performance: {{a: 60, b: 60}}}}"
        (folder / "options/x.yaml").write_text(body)
    drawn = render(report((load(before).model, load(after).model)), "text")
    assert 'X: summary "… twice" → "… twice again"' in drawn
