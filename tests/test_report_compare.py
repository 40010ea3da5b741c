"""What `compare` says: the options under several sets of weights, side by side."""

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.analyses.agreement import chosen, views
from policyscore.load import load
from policyscore.model import Model, Profile
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.render.terminal import render as drawn
from policyscore.report import Report
from policyscore.reports.compare import compare_report
from policyscore.reports.wording import ROUNDED, agrees, read
from tests.conftest import ROOT
from tests.nasty import NASTY
from tests.reporting import call, cells, headline, made, paragraphs, rows, tables, warns_of_rounding
from tests.strategies import HERE, models, steady

Golden = Callable[[str, str], None]


def report_of(model: Model, *profiles: str, verbose: bool = False) -> Report:
    """Return the report of `compare`."""
    found = views(model, chosen(model, profiles))
    return compare_report(model, found, verbose, lambda: "0" * 64)


def text_of(model: Model, *profiles: str, verbose: bool = False) -> str:
    """Return what `compare` prints into a pipe."""
    return render(report_of(model, *profiles, verbose=verbose), "text")


def data_of(model: Model, *profiles: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of `compare`, read."""
    return json.loads(render(report_of(model, *profiles), "json"))


def sheet_of(model: Model, *profiles: str) -> list[dict[str, str]]:
    """Return the CSV of `compare`, read."""
    return list(csv.DictReader(io.StringIO(render(report_of(model, *profiles), "csv"))))


# The built-in model


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_compare_prints_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("compare", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"compare/default{extension}")


@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_whose_view_each_profile_is_and_why_is_as_accepted(extension: str, golden: Golden) -> None:
    profiles = ("--profile", "security-first", "--profile", "budget-hawk")
    done = call("compare", str(ROOT), "-v", *profiles, "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, f"Model: {ROOT}\n")
    golden(done.out, f"compare/verbose{extension}")


@pytest.mark.parametrize("columns", [100, 80, 60, 40])
def test_compare_is_drawn_as_accepted(columns: int, mexico: Model, golden: Golden) -> None:
    golden(drawn(report_of(mexico), columns, color=False), f"compare/terminal-{columns}.txt")


def test_no_line_of_a_table_folds_at_80_columns(mexico: Model) -> None:
    wide, narrow = (drawn(report_of(mexico), columns, color=False) for columns in (120, 80))
    for heading in ("weights ", "Rank and score", "Regret"):
        assert rows(wide, heading) == rows(narrow, heading)


def test_the_profiles_are_those_that_rank_takes(mexico: Model) -> None:
    ids = [cells(row)[1] for row in rows(text_of(mexico), "weights ")]
    assert ids == ["·", *sorted(mexico.profiles)]
    for profile in ids[1:]:
        ranked = json.loads(call("rank", str(ROOT), "--profile", profile, "-f", "json").out)
        compared = [row for row in sheet_of(mexico) if row["profile"] == profile]
        assert [(row["option"], row["rank"], float(row["score"])) for row in compared] == [
            (option["id"], str(option["rank"]), option["score"]) for option in ranked["options"]
        ]


# Who leads


def test_a_shared_lead_is_said_to_be_one_and_counts_for_both(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8, gain: 2}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2, gain: 8}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 4, gain: 4}}
    --- profiles/gain.yaml
    {name: Gain first, weights: {gain: 3}}
    """
    text = text_of(model)
    assert headline(text) == (
        "Build leads under both sets of weights and Act under 1. "
        "Of these leads 1 is a tie, which counts for each option that shares it."
    )
    assert [cells(row) for row in rows(text, "weights ")] == [
        ["The model's weights", "·", "Act and Build", "tie"],
        ["Gain first", "gain", "Build", "25.0"],
    ]
    assert [cells(row) for row in rows(text, "Rank and score")] == [
        ["weights", "Build", "Act", "Cut"],
        ["The model's weights", "1= 50.0", "1= 50.0", "3 40.0"],
        ["Gain first", "1 65.0", "3 35.0", "2 40.0"],
    ]
    assert "Never first under any of these weights: Cut.\n" in text
    assert "Choosing Build gives up nothing under any set of weights.\n" in text
    assert "unknown" not in text
    assert headline(text_of(model._replace(profiles={}))) == (
        "Under the model's weights, Act and Build share the lead."
    )


def test_several_ties_are_counted(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8}}
    --- options/b.yaml
    {name: Build, performance: {cost: 8}}
    --- profiles/gain.yaml
    {name: Heavy, weights: {cost: 3}}
    """
    text = text_of(model)
    assert "Of these leads 2 are ties, which count for each option that shares it." in text
    assert (
        "Kendall's W is not defined here: all sets of weights give all options equal scores.\n"
        "Every option leads under at least one set of weights.\n"
    ) in text
    assert "Choosing Act or Build gives up nothing under any set of weights.\n" in text
    assert data_of(model)["kendall_w"] is None


def test_a_lead_below_the_indifference_is_too_close_to_call(model: Model) -> None:
    """
    --- policyscore.yaml
    {indifference: 2.5}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 52.49, gain: 50}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50, gain: 52.5}}
    --- profiles/cost.yaml
    {name: Only cost, weights: {gain: 0}}
    --- profiles/gain.yaml
    {name: Only gain, weights: {cost: 0}}
    """
    text = text_of(model, "cost", "gain")
    assert headline(text).endswith(" Under 1 of the 2 it is too close to call.")
    assert [cells(row)[-2:] for row in rows(text, "weights ")] == [
        ["Act", "* 2.49"],
        ["Build", "2.5"],
    ]
    assert "* Too close to call: below the indifference of 2.5 points.\n" in text
    assert [view["too_close"] for view in data_of(model, "cost", "gain")["views"]] == [True, False]
    assert headline(text_of(model, "cost")) == (
        "Under Only cost, Act leads by 2.49, too close to call."
    )
    assert headline(text_of(model, "gain")) == "Under Only gain, Build leads by 2.5."
    assert "Too close" not in text_of(model, "gain")


def test_a_model_without_profiles_says_how_to_add_one(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2}}
    """
    text = text_of(model)
    assert headline(text) == "Under the model's weights, Act leads by 60.0."
    assert (
        "The model has no profiles, so there is nothing to compare its weights with. A file "
        "profiles/ID.yaml adds one: a name, and weights such as {cost: 40}.\n"
    ) in text
    assert "Kendall" not in text
    assert "Choosing" not in text


def test_an_only_option_is_said_to_be_one(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8}}
    --- profiles/p.yaml
    {name: Other, weights: {}}
    """
    text = text_of(model)
    assert headline(text) == "Act is the only option."
    assert [cells(row) for row in rows(text + "\n", "weights ")] == [
        ["The model's weights", "·", "Act", "·"],
        ["Other", "p", "Act", "·"],
    ]
    assert text.endswith(
        "Counted as 2 sets of weights, though they weigh all criteria the same: "
        "the model's weights and Other.\n"
    )


def test_what_is_unknown_is_said_where_it_could_change_who_leads(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8, gain: 2}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown, gain: 1}}
    --- profiles/cost.yaml
    {name: Only cost, weights: {gain: 0}}
    --- profiles/gain.yaml
    {name: Only gain, weights: {cost: 0}}
    """
    text = text_of(model)
    assert (
        "Performances of Build are unknown; scores, ranks, and points given up take the middle of "
        "what they may be.\n"
        "What is unknown could change who leads under the model's weights and Only cost.\n"
    ) in text
    assert "unknown" not in text_of(model, "gain")
    build = next(option for option in data_of(model)["options"] if option["id"] == "b")
    assert [(v["id"], v["at_least"], v["score"], v["at_most"]) for v in build["views"]] == [
        (None, 5, 30, 55),
        ("cost", 0, 50, 100),
        ("gain", 10, 10, 10),
    ]


def test_a_profile_that_says_nothing_of_itself_is_told_so(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8}}
    --- profiles/p.yaml
    {name: Quiet, weights: {}}
    --- profiles/q.yaml
    {name: Told, weights: {}, who: "Some\\none", rationale: "It\\nmatters.", source: [x 1, y]}
    """
    text = text_of(model, verbose=True)
    assert "    No rationale is given. [no source]\n" in text
    assert "    Some one: It matters. [x 1; y]\n" in text


# Many options and many profiles


def many(folder: Path, options: int, profiles: int) -> Model:
    """Return a model of many options and of profiles that each look at one criterion alone."""
    criteria = [f"Criterion {j}" for j in range(max(profiles, 2))]
    made(folder, [f"Option {i}" for i in range(options)], criteria)
    model = load(folder).model
    none = dict.fromkeys(model.criteria, Fraction(0))
    found = {
        f"p{j}": Profile(f"p{j}", f"View {j}", {**none, f"c{j}": Fraction(1)}, HERE)
        for j in range(profiles)
    }
    return model._replace(profiles=found)


def test_with_many_options_each_gets_a_row_of_its_own(tmp_path: Path) -> None:
    model = many(tmp_path, 6, 3)
    text = text_of(model, "p0", "p1", "p2")
    # Performances are 17i + 31j + 7 modulo 101: 7 24 41 58 75 92, 38 55 72 89 5 22 and
    # 69 86 2 19 36 53.
    assert [cells(row) for row in rows(text, "weights ")] == [
        ["View 0", "p0", "Option 5", "17.0", "Option 4"],
        ["View 1", "p1", "Option 3", "17.0", "Option 2"],
        ["View 2", "p2", "Option 1", "17.0", "Option 0"],
    ]
    assert [cells(row) for row in rows(text, "option ")] == [
        ["Option 3", "1 of 3", "1–5", "19.0–89.0", "67.0", "View 2"],
        ["Option 5", "1 of 3", "1–5", "22.0–92.0", "67.0", "View 1"],
        ["Option 1", "1 of 3", "1–5", "24.0–86.0", "68.0", "View 0"],
        ["Option 2", "0 of 3", "2–6", "2.0–72.0", "84.0", "View 2"],
        ["Option 4", "0 of 3", "2–6", "5.0–75.0", "84.0", "View 1"],
        ["Option 0", "0 of 3", "2–6", "7.0–69.0", "85.0", "View 0"],
    ]
    assert "Never first under any of these weights: Option 2, Option 4 and Option 0.\n" in text
    assert "Choosing Option 3 or Option 5 never gives up more than 67.0 points:" in text
    assert text.endswith("Every rank, score, and regret is in -f csv and -f json.\n")
    assert len(sheet_of(model)) == 6 * 4


def test_an_option_that_does_the_same_everywhere_has_no_span(tmp_path: Path) -> None:
    text = text_of(many(tmp_path, 6, 3), "p0")
    assert cells(rows(text, "option ")[0]) == ["Option 5", "1 of 1", "1", "92.0", "0.0", "·"]


def test_options_that_all_lead_are_ahead_of_none(tmp_path: Path) -> None:
    model = many(tmp_path, 6, 2)
    one = model.options["o0"].performance
    alike = {name: option._replace(performance=one) for name, option in model.options.items()}
    text = text_of(model._replace(options=alike), "p0")
    assert cells(rows(text, "weights ")[0])[-2:] == ["tie", "·"]


def test_what_is_too_long_for_a_sentence_is_counted(tmp_path: Path) -> None:
    model = many(tmp_path, 60, 20)
    text = text_of(model)
    leaders = {view["leaders"][0] for view in data_of(model)["views"]}
    assert len(leaders) > 8
    assert f" and {len(leaders) - 8} more options under some." in headline(text)
    assert f"Never first under any of these weights: {60 - len(leaders)} options.\n" in text
    same = {name: model.profiles["p0"]._replace(id=name, name=name) for name in model.profiles}
    told = text_of(model._replace(profiles=same))
    assert "though they weigh all criteria the same: 20 sets of weights.\n" in told
    # All are as good as each other: a sentence of sixty names would help nobody.
    one = model.options["o0"].performance
    alike = {name: option._replace(performance=one) for name, option in model.options.items()}
    text = text_of(model._replace(options=alike))
    assert "Choosing any of 60 options gives up nothing under any set of weights.\n" in text


# Figures


def test_scores_that_are_close_get_the_decimals_that_part_them(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 0, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50.001, gain: 10}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50.004, gain: 10.002}}
    --- profiles/gain.yaml
    {name: Gain first, weights: {cost: 0, gain: 1}}
    """
    text = text_of(model)
    assert [cells(row)[1:] for row in rows(text, "Rank and score")[1:]] == [
        ["1 50.004", "2 50.001"],
        ["1 10.002", "2 10.000"],
    ]
    assert "equal are not" not in text


def test_figures_that_look_equal_and_are_not_are_said_to_be(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50.00000000000000001}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50}}
    """
    text = text_of(model)
    assert [cells(row)[1:] for row in rows(text, "Rank and score")[1:]] == [["1 50.0", "2 50.0"]]
    assert "Some figures that look equal are not: they differ further behind the point.\n" in text


def test_agreement_that_is_not_complete_never_reads_so(tmp_path: Path) -> None:
    model = many(tmp_path, 20, 2)
    numbers = dict(zip(model.options, map(Fraction, range(20)), strict=True))
    first, second = list(numbers)[:2]
    swapped = {**numbers, first: numbers[second], second: numbers[first]}
    options = {
        name: option._replace(
            performance={
                criterion: option.performance[criterion]._replace(
                    value=found[name], low=found[name], high=found[name]
                )
                for criterion, found in (("c0", numbers), ("c1", swapped))
            }
        )
        for name, option in model.options.items()
    }
    model = model._replace(options=options)
    w = data_of(model, "p0", "p1")["kendall_w"]
    assert 0.995 < w < 1
    (figure,) = re.findall(r"Kendall's W is ([0-9.]+):", text_of(model, "p0", "p1"))
    assert float(figure) < 1
    assert agrees(figure, Fraction(w))


@pytest.mark.parametrize(("profiles", "told"), [(("p0", "p1"), "1"), (("p0", "p2"), "0")])
def test_complete_agreement_and_none_read_as_such(
    profiles: tuple[str, ...], told: str, model: Model
) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8, gain: 2}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2, gain: 4}}
    --- profiles/p0.yaml
    {name: Cost, weights: {gain: 0}}
    --- profiles/p1.yaml
    {name: Mostly cost, weights: {gain: 0.1}}
    --- profiles/p2.yaml
    {name: Gain, weights: {cost: 0}}
    """
    assert f"Kendall's W is {told}: 1 would mean" in text_of(model, *profiles)


@steady
@given(st.data())
def test_no_tie_is_hidden_and_none_is_made_up(data: st.DataObject) -> None:
    model = data.draw(models())
    report = report_of(model)
    told = {table.title: table for table in tables(report.blocks())}
    if len(model.options) == 1:
        return
    for row in told["Rank and score"].rows:
        pairs = [str(getattr(cell, "text", "")).split() for cell in row.cells[1:]]
        for rank, score in pairs:
            same = [other for other in pairs if other[0] == rank]
            assert ("=" in rank) == (len(same) > 1)
            assert {other[1] for other in same} == {score}


@steady
@given(st.data())
def test_where_figures_do_not_subtract_a_sentence_says_so(data: st.DataObject) -> None:
    model = data.draw(models())
    blocks = report_of(model).blocks()
    told = {table.title: table for table in tables(blocks)}
    if len(model.options) == 1:
        return
    fits = True
    regrets = told["Regret: points given up by choosing the option"].rows
    for scored, given_up in zip(told["Rank and score"].rows, regrets, strict=False):
        scores = [read(getattr(cell, "text", "").split()[1]) for cell in scored.cells[1:]]
        figures = [getattr(cell, "text", "") for cell in given_up.cells[1:]]
        fits &= all(agrees(f, max(scores) - s) for f, s in zip(figures, scores, strict=True))
    if not fits:
        assert warns_of_rounding(blocks)
    assert paragraphs(blocks).count(ROUNDED) <= 1


# For programs


def seen(view: str | None, rank: int, score: int, regret: int, tied: bool = False) -> object:
    """Return the record of an option under a set of weights, all performances known."""
    known = {"score": score, "at_least": score, "at_most": score}
    return {"id": view, "rank": rank, "tied": tied, **known, "regret": regret}


def test_json_holds_all_that_the_text_says(model: Model) -> None:
    """
    --- policyscore.yaml
    {title: Bridges, date: 2026-05-01, baseline: a}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 8, gain: 2}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2, gain: 4}}
    --- profiles/cost.yaml
    {name: Only cost, weights: {gain: 0}}
    """
    assert data_of(model) == {
        "schema": "policyscore.compare/1",
        "model": {
            "title": "Bridges",
            "date": "2026-05-01",
            "baseline": "a",
            "indifference": 2,
            "inputs": "0" * 64,
        },
        "views": [
            {
                "id": None,
                "name": "The model's weights",
                "weights": {"cost": 0.25, "gain": 0.75},
                "leaders": ["a", "b"],
                "lead": 0,
                "too_close": False,
            },
            {
                "id": "cost",
                "name": "Only cost",
                "weights": {"cost": 1, "gain": 0},
                "leaders": ["a"],
                "lead": 60,
                "too_close": False,
            },
        ],
        "options": [
            {
                "id": "a",
                "name": "Act",
                "first_count": 2,
                "largest_regret": 0,
                "views": [seen(None, 1, 35, 0, tied=True), seen("cost", 1, 80, 0)],
            },
            {
                "id": "b",
                "name": "Build",
                "first_count": 1,
                "largest_regret": 60,
                "views": [seen(None, 1, 35, 0, tied=True), seen("cost", 2, 20, 60)],
            },
        ],
        "kendall_w": 0.5,
        "never_first": [],
        "least_regret": ["a"],
    }


def test_csv_and_json_hold_the_same_numbers(mexico: Model) -> None:
    options = {option["id"]: option for option in data_of(mexico)["options"]}
    lines = sheet_of(mexico)
    assert len(lines) == len(mexico.options) * (1 + len(mexico.profiles))
    for line in lines:
        views_of = {view["id"] or "": view for view in options[line["option"]]["views"]}
        view = views_of[line["profile"]]
        assert line["rank"] == str(view["rank"])
        assert line["tied"] == str(view["tied"]).lower()
        for key in ("score", "at_least", "at_most", "regret"):
            assert float(line[key]) == view[key]


@pytest.mark.parametrize("name", FORMATS)
def test_names_that_would_come_alive_are_shown_as_any_text(name: str, mexico: Model) -> None:
    options = {
        key: option._replace(name=text)
        for (key, option), text in zip(mexico.options.items(), NASTY[1:], strict=False)
    }
    profiles = {
        f"p{i}": Profile(f"p{i}", text, {}, HERE, who=text, rationale=text)
        for i, text in enumerate(NASTY)
    }
    text = render(
        report_of(mexico._replace(options=options, profiles=profiles), verbose=True), name
    )
    assert not set(text) & set("\x1b\x9b\x07\x00\u202e\u2066")
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    if name == "markdown":
        assert "<script>" not in text
    if name == "csv":
        assert not any(
            cell.startswith(("=", "@")) for row in csv.reader(io.StringIO(text)) for cell in row
        )


# The command line


def test_wrong_profiles_are_wrong_usage() -> None:
    done = call(
        "compare", str(ROOT), "--profile", "halvs", "--profile", "even", "--profile", "even"
    )
    assert (done.code, done.out) == (2, "")
    assert "--profile: unknown profile halvs; did you mean halves?\n" in done.err
    assert "--profile: even is given twice\n" in done.err


def test_the_hash_of_the_files_is_that_of_rank() -> None:
    runs = (call(command, str(ROOT), "-f", "json").out for command in ("rank", "compare"))
    ranked, compared = (json.loads(out)["model"] for out in runs)
    assert compared == ranked
