"""What `diff` says: five edits of the built-in model as accepted; figures and sentences."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policyscore.cli.checking import expected
from policyscore.difference.changes import changes_between
from policyscore.difference.conditions import judged, parse
from policyscore.difference.edits import edits
from policyscore.difference.since import changes_since
from policyscore.load import load
from policyscore.model import Model
from policyscore.render import EXTENSIONS, render
from policyscore.report import Block, Drawn, Report
from policyscore.reports.diff import diff_report
from policyscore.reports.differing import Differing, where
from policyscore.reports.wording import ROUNDED
from tests.conftest import ROOT, write_files
from tests.pairs import versions
from tests.reporting import SCHEMAS, call, cells, headline, paragraphs, rows, tables
from tests.strategies import steady
from tests.test_edits import BASE, changed
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


# What `diff` prints of the model with some files over it, then with others


Files = Mapping[str, str]
ROOMY = {f"options/o{i}.yaml": f"{{name: O{i}, performance: {{a: 0, b: 0}}}}" for i in range(21)}


def differ(folder: Path, old: Files, new: Files, *flags: str) -> str:
    """Return what `diff` prints; a file without text is none."""
    roots = []
    for name, files in (("old", old), ("new", new)):
        roots.append(str(laid(folder / name, files)))
    return call("diff", *roots, "-q", *flags).out


def laid(folder: Path, files: Files) -> Path:
    """Write the model with files over it, and return its folder."""
    write_files(folder, MODEL)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        if not text:
            (folder / name).unlink()
    return folder


def option(name: str, a: str, b: str) -> Files:
    return {f"options/{name}.yaml": f"{{name: {name.title()}, performance: {{a: {a}, b: {b}}}}}"}


def criterion(name: str, weight: int = 1, best: int = 100) -> Files:
    text = f"{{name: {name.title()}, weight: {weight}, scale: {{worst: 0, best: {best}}}}}"
    return {f"criteria/{name}.yaml": text}


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (option("x", "58", "60"), "X still leads, by 4.0 (before 5.0)."),
        (option("y", "68", "60"), "Y leads now by 4.0; before, X led by 5.0."),
        (option("y", "67", "60"), "Y leads now by 3.5, too close to call (below the "),
        (option("y", "67.98", "60"), "by 3.99, too close to call (below the indifference of 4.00)"),
    ],
)
def test_a_lead_of_just_the_indifference_is_none_too_close_to_call(
    new: Files, sentence: str, tmp_path: Path
) -> None:
    assert sentence in headline(differ(tmp_path, {}, new))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("4", "6", "too close to call now: the indifference is 6.0 points (before 4.0)."),
        ("6", "4", "no longer too close to call: the indifference is 4.0 points (before 6.0)."),
        ("4", "5", ""),
        ("6", "7", ""),
    ],
)
def test_another_indifference_is_told_where_it_changes_what_is_said_of_the_lead(
    old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    """X leads by 5."""
    before, after = ({"policyscore.yaml": f"indifference: {size}"} for size in (old, new))
    told = differ(tmp_path, before, after)
    assert ("The lead is " in told) == bool(sentence)
    assert sentence in told


def test_a_performance_that_became_unknown_is_told_once_an_option(tmp_path: Path) -> None:
    told = differ(tmp_path, {}, option("z", "unknown", "unknown"))
    assert told.count("Z has a performance that is unknown now; its score is the middle") == 1
    assert "unknown now" not in differ(tmp_path / "known", option("z", "unknown", "9"), {})


def test_expectations_that_were_edited_are_counted_and_listed(tmp_path: Path) -> None:
    """Alike are those in which only numbers and signs differ."""
    kept, removed, looser = "margin(x, y) > 1", "rank(y) == 2", "margin(x, y) > 0"
    old, new = (
        {"policyscore.yaml": "expect:\n" + "".join(f"  - that: {that}\n" for that in every)}
        for every in ((kept, removed), (looser, "rank(x) == 1", "rank(z) == 3"))
    )
    told = differ(tmp_path, old, new, "--fail-if", "expectations-changed")
    assert "Expectations were edited: 1 removed, 1 changed and 2 added." in told
    assert [cells(row)[0] for row in rows(told, "edit  ")] == [
        "expectation margin(x, y) > 1 → margin(x, y) > 0",
        "expectation rank(x) == 1 added (no reason)",
        "expectation rank(y) == 2 removed (no reason)",
        "expectation rank(z) == 3 added (no reason)",
    ]
    assert "Evidence removed, expectations and settings changed\n" in told
    assert "Of 1 condition to fail on, 1 is met: exit code 1." in told


def test_evidence_that_was_removed_is_counted_by_kind_and_not_folded_away(tmp_path: Path) -> None:
    cell = "{value: 60, rationale: Counted., source: s, confidence: low}"
    old = {
        **option("x", cell, "{value: 60, source: t}"),
        "profiles/p.yaml": "{name: P, weights: {a: 3}, rationale: They say so.}",
        "policyscore.yaml": "sources: {s: {title: S}, t: {title: T}}",
    }
    new = {"profiles/p.yaml": "{name: P, weights: {a: 3}}"}
    blocks = list(report(both(tmp_path, old, new)).blocks())
    told = "Evidence was removed: 1 confidence, 2 rationales and 4 sources."
    assert told in paragraphs(blocks)
    table = [block for block in tables(blocks) if block.title.startswith("Evidence removed")]
    assert [len(block.rows) for block in table] == [8]
    assert not table[0].folded


def both(folder: Path, old: Files, new: Files) -> tuple[Model, Model]:
    """Return the model with some files over it, and with others."""
    return load(laid(folder / "old", old)).model, load(laid(folder / "new", new)).model


def test_a_number_is_shown_with_as_many_decimals_as_tell_it_from_its_limit(
    tmp_path: Path,
) -> None:
    flags = ("--fail-if", "margin<50", "--fail-if", "margin<50.001", "--fail-if", "score-change<1")
    told = differ(tmp_path, {}, option("x", "60", "60"), *flags[:2])
    assert [cells(row) for row in rows(told, "condition  ")] == [["margin<50", "FAILS", "5.0"]]
    told = differ(tmp_path / "near", {}, option("y", "9", "9"), *flags[2:4])
    assert [cells(row) for row in rows(told, "condition  ")] == [
        ["margin<50.001", "FAILS", "50.000"]
    ]
    told = differ(tmp_path / "none", {}, {}, *flags[4:], "--exit-code")
    assert [cells(row) for row in rows(told, "condition  ")] == [
        ["score-change<1", "FAILS", "0.0"],
        ["--exit-code: the order changed, or options did", "passes", "·"],
    ]


def test_profiles_under_which_others_lead_now_are_told_together(tmp_path: Path) -> None:
    """Under p and q X led, and Y is as good now; under r, where a counts for nothing, it was."""
    profiles = {
        "profiles/p.yaml": "{name: P, weights: {a: 3}}",
        "profiles/q.yaml": "{name: Q, weights: {a: 4}}",
        "profiles/r.yaml": "{name: R, weights: {a: 0}}",
    }
    told = differ(tmp_path, profiles, {**profiles, **option("y", "60", "60")})
    assert "Under the profiles p and q X and Y share the lead now (before X)." in told
    assert "The same options lead under 1 other profile." in told
    back = differ(tmp_path / "back", {**profiles, **option("y", "60", "60")}, profiles)
    assert "Under the profiles p and q X leads now (before X and Y)." in back
    less = differ(tmp_path / "less", profiles, {**profiles, **option("z", "9", "9")})
    assert "The same options lead under 3 profiles." in less
    assert "Under the profile" not in less
    del profiles["profiles/q.yaml"]
    one = differ(tmp_path / "one", profiles, {**profiles, **option("y", "60", "60")})
    assert "Under the profile p X and Y share the lead now (before X)." in one
    same = differ(tmp_path / "same", profiles, profiles)
    assert "The same options lead" not in same


def test_twenty_edits_that_changed_no_score_are_shown_and_further_ones_counted(
    tmp_path: Path,
) -> None:
    renamed = {name: text.replace("name: O", "name: P") for name, text in ROOMY.items()}
    old, new = dict(ROOMY), dict(renamed)
    blocks = list(report(both(tmp_path, old, new)).blocks())
    (table,) = (block for block in tables(blocks) if block.folded)
    assert table.title == "21 other edits that changed no score under the model's own weights"
    assert len(table.rows) == 21
    assert table.rows[-1].cells == ("1 more; -v shows them", "·")
    text = differ(tmp_path, old, new, "-v")
    assert "more; -v shows them" not in text
    assert text.count('name "O') == 21
    del old["options/o20.yaml"], new["options/o20.yaml"]
    (table,) = (t for t in tables(report(both(tmp_path / "20", old, new)).blocks()) if t.folded)
    assert [len(table.rows), table.rows[-1].cells[1]] == [20, "options/o9.yaml:1"]


def test_more_options_than_fit_a_sentence_are_counted(tmp_path: Path) -> None:
    new = {name: text.replace("a: 0, b: 0", "a: 60, b: 60") for name, text in ROOMY.items()}
    eight = dict(list(new.items())[:7])
    assert headline(differ(tmp_path / "8", {}, eight)) == (
        "The lead changed: O0, O1, O2, O3, O4, O5, O6 and X share the lead now; before, X led by "
        "5.0."
    )
    nine = dict(list(new.items())[:8])
    assert headline(differ(tmp_path / "9", {}, nine)) == (
        "The lead changed: 9 options share the lead now; before, X led by 5.0."
    )


# What caused it


def table_of(blocks: Iterable[Block | Drawn], title: str) -> list[list[str]]:
    """Return the rows of a table, each as the texts of its cells, then of its notes."""
    (table,) = (table for table in tables(blocks) if table.title == title)
    return [
        [*(c if isinstance(c, str) else getattr(c, "text", "") for c in row.cells), *row.notes]
        for row in table.rows
    ]


CAUSES = "What changed the scores, in points"
SWING = "The swing that the weight stands for changed; the weight did not."


def test_a_new_scale_under_the_old_weight_is_a_new_swing(tmp_path: Path) -> None:
    scale = criterion("a", best=200)
    assert SWING in differ(tmp_path / "scale", {}, scale)
    assert SWING in differ(tmp_path / "other", {}, {**scale, **criterion("b", weight=3)})
    assert SWING not in differ(tmp_path / "both", {}, criterion("a", weight=3, best=200))


def test_evidence_of_another_option_is_not_that_of_a_value(tmp_path: Path) -> None:
    """X has another value on a, and Y another rationale there."""
    old, new = option("x", "60", "60"), option("x", "70", "60")
    told = differ(tmp_path, old, {**new, **option("y", "{value: 50, rationale: r}", "60")})
    assert "The value changed; its rationale, source and confidence did not." in told


def beside(pair: tuple[Model, Model]) -> list[str]:
    """Return the options that points stand beside in the table of causes."""
    (table,) = (table for table in tables(report(pair).blocks()) if table.title == CAUSES)
    return [column.label for column in table.columns[1:]]


TOGETHER = "Edits that count together have no meaning one by one"
FITTING = {**option("y", "150", "60"), **criterion("a", best=200)}  # Y has 75 on A, and X 30


def test_edits_that_only_make_sense_together_are_one_row_with_each_of_them_below(
    tmp_path: Path,
) -> None:
    pair = both(tmp_path, {}, {**FITTING, **option("z", "10", "11")})
    rows = table_of(report(pair).blocks(), CAUSES)
    assert rows[0] == [
        *("2 edits that count together", "+12.5", "−15.0", "−2.5"),
        "A: scale worst 0, best 100 → worst 0, best 200 (criteria/a.yaml:1)",
        "Y on A: 50 → 150 (options/y.yaml:1)",
    ]
    told = paragraphs(report(pair).blocks())
    assert any(text.startswith(TOGETHER) for text in told)
    assert "Alone: with 2 edits together (criteria/a.yaml:1 and others), Y leads." in told
    assert "No other edit moves the lead by itself." in told


def test_edits_that_each_move_the_lead_leave_no_other(tmp_path: Path) -> None:
    told = differ(tmp_path, {}, {**option("y", "80", "60"), **option("x", "40", "60")})
    assert told.count("Alone: with ") == 2
    assert "No other edit" not in told


def test_a_lead_that_an_edit_alone_makes_a_tie_is_told_as_shared(tmp_path: Path) -> None:
    told = differ(tmp_path, {}, {**option("y", "60", "60"), **option("z", "10", "11")})
    assert "Alone: with Y on A: 50 → 60, X and Y share the lead." in told


def test_three_sets_of_edits_that_move_the_lead_together_are_named(tmp_path: Path) -> None:
    """Y is behind by 10 on one criterion; any two of four edits by 6 make that up."""
    told = differ(tmp_path, {}, {**option("y", "56", "66"), **option("x", "54", "54")})
    (line,) = (line for line in told.splitlines() if line.startswith("No edit moves the lead by"))
    assert line == (
        "No edit moves the lead by itself; together they do: "
        "X on A: 60 → 54 and X on B: 60 → 54; or X on A: 60 → 54 and Y on A: 50 → 56; or "
        "X on A: 60 → 54 and Y on B: 60 → 66; or 3 more sets."
    )


def test_since_a_saved_result_all_weights_are_one_edit_and_the_lead_is_not_looked_into(
    tmp_path: Path,
) -> None:
    saved = str(tmp_path / "r.json")
    assert call("rank", str(laid(tmp_path / "old", {})), "-q", "-o", saved).code == 0
    after = str(laid(tmp_path / "new", {**criterion("a", 3), **option("y", "50", "99")}))

    told = call("diff", saved, after, "-q").out

    assert "A saved result holds ranks, scores and weights: evidence, ranges, profiles" in told
    assert "A saved result holds shares, not weights, so all of them count as one edit." in told
    assert "2 edits that count together" in told
    assert "A: share of all weights 50.0 % → 75.0 % (criteria/a.yaml:1)" in told
    assert "Y on B: 60 → 99" in told
    assert "\n    options/y.yaml:1\n    No rationale is given. [no source]\n" in told
    assert "confidence did not" not in told
    assert "too many to say" not in told
    assert "Alone" not in told


# Options that came or went, and how edits read


def test_ten_options_that_came_are_shown_and_further_ones_counted(tmp_path: Path) -> None:
    ten, eleven = (dict(list(ROOMY.items())[:many]) for many in (10, 11))
    assert "more; -v shows them" not in differ(tmp_path / "10", {}, ten)
    assert "1 more; -v shows them" in differ(tmp_path / "11", {}, eleven)
    told = differ(tmp_path / "all", {}, eleven, "-v")
    assert "more; -v shows them" not in told
    assert told.count("added (O") == 11


def test_half_the_performances_of_another_option_are_no_sign_of_the_same_one(
    tmp_path: Path,
) -> None:
    told = differ(tmp_path, {}, {"options/z.yaml": "", **option("v", "10", "11")})
    assert "perhaps a renamed id" not in told
    kept = differ(tmp_path / "kept", {}, option("v", "10", "10"))
    assert "perhaps a renamed id" not in kept


def test_a_criterion_that_was_renamed_as_well_does_not_hide_that_an_option_was(
    tmp_path: Path,
) -> None:
    """The criterion b is called d; Z goes as V comes, with two of its three performances."""
    more = {**criterion("c"), **option("x", "60", "60, c: 8"), **option("y", "50", "60, c: 5")}
    old = {**more, **option("z", "10", "9, c: 3")}
    new = {name: text.replace(" b: ", " d: ") for name, text in old.items()}
    new |= {"options/z.yaml": "", "options/v.yaml": "{name: V, performance: {a: 11, d: 9, c: 3}}"}
    new |= {"criteria/b.yaml": "", "criteria/d.yaml": criterion("b")["criteria/b.yaml"]}
    assert "It has 2 of 3 performances of Z" in differ(tmp_path, old, new)


def test_nothing_changed_but_an_id_whatever_it_is_of(tmp_path: Path) -> None:
    profile = "{name: P, weights: {a: 3}}"
    told = differ(tmp_path, {"profiles/p.yaml": profile}, {"profiles/q.yaml": profile})
    assert headline(told).startswith("Nothing changed but ids: ")
    assert "Renamed, which changes nothing: p is q now." in told


THRIFT = ['thrift: name "Thrift" → "T"', 'thrift: who added: "we"']


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("options/wait.yaml", "visits: 300", "visits: unknown", ["Wait on Visits: 300 → unknown"]),
        ("options/wait.yaml", "cost: 10", "cost: unknown", ["Wait on Cost: 10 → unknown"]),
        ("options/build.yaml", "cost: 90", "cost: 80.5", ["Build on Cost: 90 → 80.5 thousand"]),
        (
            "options/build.yaml",
            "cost: 90",
            "cost: {value: 90, low: 80}",
            ["Build on Cost: low end of the range 90 → 80 thousand"],
        ),
        ("criteria/use.yaml", "name: Use", "name: Use\nweight: 3", ["Use: weight added: 3"]),
        ("criteria/cost.yaml", "weight: 40", "weight: 50", ["Cost: weight 40 → 50"]),
        (
            "criteria/cost.yaml",
            "weight: 40",
            "within: use\nweight: 40",
            ["Cost: within the top level → Use"],
        ),
        (
            "options/build.yaml",
            "    source: survey 4\n",
            "",
            ['Build on Visits: source removed: "survey 4"'],
        ),
        (
            "options/build.yaml",
            "Counted elsewhere.",
            "Counted here.",
            ['Build on Visits: rationale "Counted elsewhere." → "Counted here."'],
        ),
        ("options/build.yaml", "name: Build", "name: It", ['It: name "Build" → "It"']),
        ("criteria/cost.yaml", "name: Cost", "name: Price", ['Price: name "Cost" → "Price"']),
        ("profiles/thrift.yaml", "{cost: 80}", "{cost: 90}", ["profile thrift: Cost 80 → 90"]),
        (
            "profiles/thrift.yaml",
            "{cost: 80}",
            "{use: 80}",
            ["profile thrift: Cost removed: 80", "profile thrift: Use added: 80"],
        ),
        ("profiles/thrift.yaml", "name: Thrift", "name: T\nwho: we", THRIFT),
        (
            "policyscore.yaml",
            "source: budget 3",
            "source: budget 4",
            ["order wait at least as well as build on cost: budget 3 → budget 4"],
        ),
        (
            "policyscore.yaml",
            "date: 2028-01",
            "date: 2029-01",
            ["source survey: Survey; 2028-01 → Survey; 2029-01"],
        ),
        (
            "policyscore.yaml",
            "why: agreed",
            "why: agreed in May",
            ["expectation rank(build) == 1: agreed → agreed in May"],
        ),
        ("policyscore.yaml", "baseline: wait", "baseline: build", ["baseline wait → build"]),
        ("policyscore.yaml", "title: Parks", "title: Park", ['title "Parks" → "Park"']),
    ],
)
def test_an_edit_reads_as_what_it_is_of_and_what_it_did(
    name: str, old: str, new: str, words: list[str], tmp_path: Path
) -> None:
    assert reading(tmp_path, name, old, new) == words


def reading(folder: Path, name: str, old: str, new: str, verbose: bool = False) -> list[str]:
    """Return how the edits read that replacing a text makes."""
    base = write_files(folder / "base", BASE)
    before, after = (load(each).model for each in (base, changed(base, {name: (old, new)})))
    found = changes_between(before, after)
    differing = Differing("b", before, after, found, expected(after, ()), (), verbose)
    return [differing.edit(edit) for edit in found.edits]


def test_texts_that_begin_alike_are_shown_from_where_they_differ(tmp_path: Path) -> None:
    """Of words that both begin with, those of more than twenty characters are left out."""
    name, old = "options/build.yaml", "Counted elsewhere."
    pairs = (
        ("It was so last years here.", "… here.", "… there."),
        ("It was so last year here.", "It was so last year here.", "It was so last year there."),
    )
    for i, (text, was, now) in enumerate(pairs):
        folder = tmp_path / str(i)
        base = write_files(folder / "base", BASE.replace(old, text))
        before, after = (
            load(each).model for each in (base, changed(base, {name: ("here.", "there.")}))
        )
        found = changes_between(before, after)
        differing = Differing("b", before, after, found, expected(after, ()))
        assert [differing.edit(edit) for edit in found.edits] == [
            f'Build on Visits: rationale "{was}" → "{now}"'
        ]
        whole = differing._replace(verbose=True)
        assert [whole.edit(edit) for edit in found.edits] == [
            f'Build on Visits: rationale "{text}" → "{text.replace("here", "there")}"'
        ]


@pytest.mark.parametrize(
    ("length", "shown"), [(80, "x" * 80), (81, "x" * 79 + "…"), (90, "x" * 79 + "…")]
)
def test_a_long_text_is_cut_to_eighty_characters_unless_all_is_asked_for(
    length: int, shown: str, tmp_path: Path
) -> None:
    edit = "policyscore.yaml", "title: Parks", f"title: Parks\nquestion: {'x' * length}"
    assert reading(tmp_path / "cut", *edit) == [f'question added: "{shown}"']
    assert reading(tmp_path / "all", *edit, verbose=True) == [f'question added: "{"x" * length}"']


def test_things_that_came_or_went_read_with_their_names(tmp_path: Path) -> None:
    """A group that only one version has is called by its name there."""
    base = write_files(tmp_path / "base", BASE)
    after = changed(
        base,
        {
            "criteria/visits.yaml": ("within: use", "within: gain"),
            "policyscore.yaml": ("  survey: ", "  poll: "),
            "options/build.yaml": ("survey 4", "poll 4"),
        },
    )
    (after / "criteria/use.yaml").unlink()
    (after / "criteria/gain.yaml").write_text("{name: Gain, weight: 7}")
    (after / "profiles/thrift.yaml").unlink()
    (after / "profiles/ease.yaml").write_text("{name: Ease, weights: {gain: 3}}")
    before, later = load(base).model, load(after).model
    found = edits(before, later)
    differing = Differing("b", before, later, changes_between(before, later), expected(later, ()))
    assert [f"{differing.edit(edit)} ({where(edit, 'b')})" for edit in found] == [
        "group gain added (Gain) (criteria/gain.yaml:1)",
        "group use removed (Use) (b: criteria/use.yaml:1)",
        "Visits: within Use → Gain (criteria/visits.yaml:2)",
        'Build on Visits: source "survey 4" → "poll 4" (options/build.yaml:9)',
        "source poll added (Survey; 2028-01) (policyscore.yaml:4)",
        "source survey removed (Survey; 2028-01) (b: policyscore.yaml:4)",
        "profile ease: added (Ease) (profiles/ease.yaml:1)",
        "profile thrift: removed (Thrift) (b: profiles/thrift.yaml:1)",
    ]


# What is shown of many options, and what programs get


def test_a_former_leader_is_shown_among_many_options_that_moved(tmp_path: Path) -> None:
    """Twelve options by far below X come to stand above it; X loses half a point."""
    many = dict(list(ROOMY.items())[:12])
    new = {
        name: text.replace("a: 0, b: 0", f"a: 99, b: {40 + i}")
        for i, (name, text) in enumerate(many.items())
    }
    table = tables(report(both(tmp_path, many, {**new, **option("x", "59", "60")})).blocks())[1]
    assert len(table.rows) == 10
    assert "X" in {row.cells[2] for row in table.rows}


def test_points_stand_beside_a_new_leader_whose_score_changed_least(tmp_path: Path) -> None:
    """W takes the lead from X by a quarter of a point, while four others change places by far."""
    old = {**option("w", "59", "59"), **option("v", "3", "3"), **option("u", "5", "5")}
    new = {**option("w", "59.5", "60"), **option("x", "59", "60"), **option("y", "10", "10")}
    new |= {**option("u", "30", "30"), **option("v", "25", "25"), **option("z", "20", "20")}
    assert beside(both(tmp_path, old, new)) == ["W", "X", "U", "Y"]


def test_options_that_are_left_out_of_the_table_are_counted_with_their_scores(
    tmp_path: Path,
) -> None:
    many = dict(list(ROOMY.items())[:9])
    told = differ(tmp_path, many, {**many, **option("z", "11", "10")})
    assert "2 more options not shown; their scores are the same." in told
    ten = dict(list(ROOMY.items())[:7])
    assert "not shown" not in differ(tmp_path / "10", ten, {**ten, **option("z", "11", "10")})


def test_shared_ranks_are_marked_before_and_after(tmp_path: Path) -> None:
    told = differ(tmp_path, option("y", "60", "60"), option("z", "60", "60"))
    assert [cells(row) for row in rows(told, "#  ")] == [
        ["1=", "1=", "X", "60.0", "60.0", "·"],
        ["1=", "3", "Z", "60.0", "10.0", "+50.0"],
        ["3", "1=", "Y", "55.0", "60.0", "−5.0"],
    ]


def test_rounding_is_spoken_of_only_where_figures_do_not_subtract(tmp_path: Path) -> None:
    """From 60.00 to 60.14 the scores read 60.0 and 60.1, from 60.04 to 60.16 60.0 and 60.2."""
    for name, old, new, rounds in (("no", "0", "28", False), ("yes", "08", "32", True)):
        pair = both(tmp_path / name, option("x", f"60.{old}", "60"), option("x", f"60.{new}", "60"))
        assert (ROUNDED in paragraphs(report(pair).blocks())) == rounds


def test_edits_beyond_ten_do_together_what_they_do_one_by_one(tmp_path: Path) -> None:
    """X gains 12 on each of 12 of the 14 criteria; the last two give 24 / 14, all 144 / 14."""
    names = [f"c{i}" for i in range(12)]
    files = []
    for value in (50, 62):
        weights = {name: text for each in names for name, text in criterion(each).items()}
        for each in "xyz":
            cells = ", ".join(f"{name}: {value if each == 'x' else 50}" for name in names)
            weights |= option(each, "50", f"50, {cells}")
        files.append(weights)
    table = table_of(report(both(tmp_path, files[0], files[1])).blocks(), CAUSES)
    assert table[-2:] == [
        ["2 more edits; -v shows them", "+1.7", "·", "·"],
        ["all together", "+10.3", "·", "·"],
    ]


def test_edits_that_act_on_options_that_are_shown_come_first(tmp_path: Path) -> None:
    """V, W and U change places by little, beside X who leads; Z gains 20 and stays fifth."""
    old = {**option("y", "50", "50"), **option("w", "49", "49"), **option("v", "48", "48")}
    new = {**option("y", "46", "50"), **option("w", "50", "50"), **option("v", "48", "48.5")}
    pair = both(tmp_path, old, {**new, **option("z", "40", "20")})
    assert beside(pair) == ["X", "W", "V", "Y"]
    assert [row[0] for row in table_of(report(pair).blocks(), CAUSES)][-2:] == [
        "Z on B: 10 → 20",
        "all together",
    ]


def test_an_edit_of_a_profile_that_leaves_its_lead_needs_no_telling(tmp_path: Path) -> None:
    old, new = (
        {"profiles/p.yaml": f"{{name: P, weights: {{a: {3 * i}, b: {i}}}}}"} for i in (1, 2)
    )
    told = differ(tmp_path, old, new)
    assert "Under the profile" not in told
    assert "The same options lead under 1 profile." in told


def test_what_went_from_a_saved_result_stood_nowhere_else(tmp_path: Path) -> None:
    saved = str(tmp_path / "r.json")
    call("rank", str(laid(tmp_path / "old", {})), "-q", "-o", saved)
    new = {"options/z.yaml": "", **option("v", "1", "2")}
    told = call("diff", saved, str(laid(tmp_path / "new", new)), "-q").out
    assert "option v added (V)" in told
    assert f"option z removed (Z)\n    {saved}\n" in told
    assert "perhaps a renamed id" not in told


def test_what_has_no_line_is_told_by_its_file(tmp_path: Path) -> None:
    told = differ(tmp_path, {"policyscore.yaml": "title: Parks"}, {"policyscore.yaml": "{}"})
    assert [cells(row) for row in rows(told, "edit  ")] == [
        ['title removed: "Parks"', "policyscore.yaml"]
    ]


def test_kinds_of_evidence_are_told_in_the_order_of_their_names(tmp_path: Path) -> None:
    """The source of the criterion stands before the rationale of the option."""
    a = "{name: A, weight: 1, source: s, scale: {worst: 0, best: 100}}"
    old = {"criteria/a.yaml": a, **option("x", "{value: 60, rationale: r}", "60")}
    assert "Evidence was removed: 1 rationale and 1 source." in differ(tmp_path, old, {})


def test_an_expectation_that_came_is_an_expectation_that_changed(tmp_path: Path) -> None:
    new = {"policyscore.yaml": "{indifference: 4, expect: [that: rank(x) == 1]}"}
    told = differ(tmp_path, {}, new, "--fail-if", "expectations-changed")
    assert "1 is met: exit code 1." in told


def test_exit_code_is_about_options_that_came_too(tmp_path: Path) -> None:
    told = differ(tmp_path, {}, option("v", "0", "1"), "--exit-code")
    assert "1 is met: exit code 1." in told


def test_programs_get_all_that_people_get(tmp_path: Path) -> None:
    """Y draws level by two edits that do it only together; V comes, W goes, and ids change."""
    p, q = ({f"profiles/{n}.yaml": "{name: P, weights: {a: 1}}"} for n in "pq")
    old = {**p, **option("w", "1", "2"), **criterion("c", 0)}
    new = {**q, **option("v", "3", "4"), "criteria/d.yaml": criterion("c", 0)["criteria/c.yaml"]}
    for name, a, b in (("x", "60", "60"), ("y", "50", "60"), ("z", "10", "10"), ("w", "1", "2")):
        old |= option(name, a, f"{b}, c: 5")
    for name, a, b in (("x", "60", "55"), ("y", "55", "60"), ("z", "10", "10"), ("v", "3", "4")):
        new |= option(name, a, f"{b}, d: 5")

    data = json.loads(differ(tmp_path, old, new, "-f", "json", "--fail-if", "margin<1"))

    assert data["changed"] == {"leader": True, "order": True, "options": True, "scores": True}
    assert data["leaders"] == {"before": ["x"], "after": ["x", "y"]}
    assert data["lead"] == {"before": 5, "after": 0}
    assert data["renamed"] == {"options": {}, "nodes": {"c": "d"}, "profiles": {"p": "q"}}
    assert data["conditions"] == [{"condition": "margin<1", "met": True, "value": 0}]
    told = [
        (e["kind"], e["option"], e["node"], e["before"], e["after"], e["gone"])
        for e in data["edits"]
    ]
    assert told == [
        ("option", "v", None, None, "V", False),
        ("option", "w", None, "W", None, True),
        ("performance", "x", "b", 60, 55, False),
        ("performance", "y", "a", 50, 55, False),
    ]
    assert [(part["edits"], part["alone"]) for part in data["parts"]] == [
        ([0], None),
        ([1], None),
        ([2], None),
        ([3], None),
    ]
    assert data["together"] == [[2, 3]]
    (y,) = (one for one in data["options"] if one["id"] == "y")
    assert y["after"] == {"rank": 1, "tied": True, "score": 57.5, "rank_among_both": 1}
    assert y["before"] == {"rank": 2, "tied": False, "score": 55, "rank_among_both": 2}


def test_edits_that_are_summed_are_counted_one_by_one(tmp_path: Path) -> None:
    """Ten edits of X by 10, then a part of three: another unit of c takes values with it."""
    names = [f"c{i}" for i in range(10)]
    files: list[dict[str, str]] = []
    for value, best, c in ((50, "100", 5), (60, "200, unit: m", 6)):
        own = {name: text for each in names for name, text in criterion(each).items()}
        own["criteria/c.yaml"] = f"{{name: C, weight: 1, scale: {{worst: 0, best: {best}}}}}"
        for each in "xyz":
            cells = ", ".join(f"{name}: {value if each == 'x' else 50}" for name in names)
            own |= option(each, "50", f"50, {cells}, c: {5 if each == 'z' else c}")
        files.append(own)
    table = table_of(report(both(tmp_path, files[0], files[1])).blocks(), CAUSES)
    assert table[-2][0] == "3 more edits; -v shows them"


def test_ten_of_many_edits_that_count_together_are_named(tmp_path: Path) -> None:
    """Another unit of a takes eleven values with it."""
    new: dict[str, str] = {
        "criteria/a.yaml": "{name: A, weight: 1, scale: {worst: 0, best: 200, unit: m}}"
    }
    many = list(ROOMY.items())[:11]
    new |= {name: text.replace("a: 0", "a: 150") for name, text in many}
    told = differ(tmp_path / "cut", dict(many), new)
    assert "12 edits that count together" in told
    assert "\n    2 more; -v shows them\n" in told
    whole = differ(tmp_path / "whole", dict(many), new, "-v")
    assert whole.count(" on A: 0 → 150 m (") == 11
    ten = dict(many[:9])
    told = differ(tmp_path / "ten", ten, {name: new[name] for name in ("criteria/a.yaml", *ten)})
    assert "10 edits that count together" in told
    assert "more; -v" not in told


@pytest.mark.parametrize(("edited", "named", "more"), [(3, 3, ""), (4, 3, "So do 1 more, each")])
def test_three_edits_that_move_the_lead_are_named(
    edited: int, named: int, more: str, tmp_path: Path
) -> None:
    """Each of some options comes to stand above X."""
    many = list(ROOMY.items())[:edited]
    new = {
        name: text.replace("a: 0, b: 0", f"a: {90 + i}, b: 60")
        for i, (name, text) in enumerate(many)
    }
    old = {name: text.replace("b: 0", "b: 60") for name, text in many}
    told = differ(tmp_path / "cut", old, new)
    assert told.count("Alone: with ") == named
    assert ("So do " in told) == bool(more)
    assert more in told
    whole = differ(tmp_path / "whole", old, new, "-v")
    assert whole.count("Alone: with ") == edited
    assert "So do " not in whole


def test_three_sets_leave_no_more_to_name(tmp_path: Path) -> None:
    """Y is behind by 10 on one criterion: of three edits by 6 any two make that up."""
    told = differ(tmp_path, {}, {**option("y", "56", "66"), **option("x", "54", "60")})
    (line,) = (line for line in told.splitlines() if line.startswith("No edit moves the lead by"))
    assert line.count("; or ") == 2
    assert "more set" not in line


@pytest.mark.parametrize(("moved", "last"), [(10, "O09 is "), (12, "2 more moved")])
def test_ten_options_that_moved_are_told_and_further_ones_counted(
    moved: int, last: str, tmp_path: Path
) -> None:
    """Pairs of options change places behind X and Y, before Z, and V comes last."""
    old: dict[str, str] = {}
    new: dict[str, str] = dict(option("v", "1", "1"))
    for i in range(moved):
        old |= option(f"o{i:02}", str(40 - i), "40")
        new |= option(f"o{i:02}", str(40 - (i ^ 1)), "40")
    told = differ(tmp_path, old, new)
    (line,) = (line for line in told.splitlines() if line.startswith("Among the "))
    assert line.count("(before ") == 10
    assert line.split(" and ")[-1].startswith(("O", "2 more moved"))
    assert ("more moved" in line) == (moved > 10)
    assert last in line


def test_what_is_unknown_on_a_new_criterion_is_no_performance_of_what_went(tmp_path: Path) -> None:
    """Unknown is no value that two options could have in common."""
    new: dict[str, str] = {"options/z.yaml": ""}
    for name in "cde":
        new |= criterion(name)
    new |= option("x", "60", "60, c: 1, d: 1, e: 1")
    new |= option("y", "50", "60, c: 1, d: 1, e: 1")
    new |= option("v", "11", "12, c: unknown, d: unknown, e: unknown")
    assert "perhaps a renamed id" not in differ(tmp_path, {}, new)


def test_of_a_saved_result_no_performances_are_compared(tmp_path: Path) -> None:
    """An unknown performance is not the same as one that was never saved."""
    saved = str(tmp_path / "r.json")
    call("rank", str(laid(tmp_path / "old", {})), "-q", "-o", saved)
    new = {"options/z.yaml": "", **option("v", "unknown", "unknown")}
    told = call("diff", saved, str(laid(tmp_path / "new", new)), "-q").out
    assert "perhaps a renamed id" not in told
