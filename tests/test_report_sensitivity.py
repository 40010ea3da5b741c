"""What `sensitivity` says: tipping points, hinges and their evidence, tornado, structure."""

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from policyscore.load import load
from policyscore.model import Model
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.report import Report
from policyscore.reports.sensitive import sensitive
from policyscore.reports.sensitivity import sensitivity_report
from policyscore.reports.wording import read
from policyscore.scenario import scenario
from policyscore.scoring import rank
from tests.conftest import ROOT
from tests.nasty import NASTY
from tests.reporting import call, cells, headline, made, paragraphs, ranked, rows
from tests.strategies import models, steady

Golden = Callable[[str, str], None]


def report_of(model: Model, *flags: str, every_rank: bool = False, verbose: bool = False) -> Report:
    """Return the report of `sensitivity`."""
    found = sensitive(ranked(model, *flags))
    return sensitivity_report(found, every_rank, verbose, lambda: "0" * 64)


def text_of(model: Model, *flags: str, **how: bool) -> str:
    """Return what `sensitivity` prints into a pipe."""
    return render(report_of(model, *flags, **how), "text")


def data_of(model: Model, *flags: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of `sensitivity`, read."""
    return json.loads(render(report_of(model, *flags), "json"))


# The built-in model


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_sensitivity_prints_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("sensitivity", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"sensitivity/default{extension}")


def test_all_that_sensitivity_can_tell_is_as_accepted(golden: Golden) -> None:
    done = call("sensitivity", str(ROOT), "-v", "--ranks", "--profile", "halves", "-w", "cost=20%")
    assert (done.code, done.err) == (0, f"Model: {ROOT}\n")
    golden(done.out, "sensitivity/all-halves.txt")


def test_the_flip_points_of_the_built_in_model(mexico: Model) -> None:
    table = rows(text_of(mexico), "weight of")
    ends = {cells(line)[1]: cells(line)[3:5] for line in table}

    assert ends["burden"] == ["0 %", "46.7 %"]
    assert ends["cost"] == ["0 %", "29.8 %"]
    assert ends["involvement"] == ["0 %", "24.8 %"]
    assert ends["domestic"] == ["0 %", "24.8 %"]
    assert ends["near-term"] == ["0 %", "64.4 %"]
    others = ("institutions", "local", "response", "border", "crime")
    assert [ends[name] for name in others] == [["0 %", "100 %"]] * len(others)


def test_no_single_cell_of_the_built_in_model_flips_within_its_range(mexico: Model) -> None:
    assert "No single performance puts another ahead within its own range." in text_of(mexico)
    assert {cell["where"] for cell in data_of(mexico)["performances"]} == {"scale", "nowhere"}


def test_the_printed_commands_make_the_rival_lead(mexico: Model) -> None:
    report = text_of(mexico)
    lines = [line for line in report.split("\n") if line.startswith("    -w")]
    assert len(lines) == 3
    for line in lines:
        words = shlex.split(line)
        flags = [after for word, after in pairwise(words) if word == "-w"]
        found = rank(mexico, scenario(mexico, None, flags).weights)
        assert [standing.option for standing in found.leaders] == ["retrenchment"]


def test_a_scenario_and_its_profile_are_part_of_the_commands(mexico: Model) -> None:
    done = call("sensitivity", str(ROOT), "--profile", "halves", "-w", "cost=20%")
    table = done.out[done.out.index("All weights together") :].split("\n")
    found = [
        (cells(rival)[-1], shlex.split(command))
        for rival, command in pairwise(table)
        if command.startswith("    --profile")
    ]
    assert len(found) == 3
    for rival, words in found:
        assert words[:2] == ["--profile", "halves"]
        again = json.loads(call("rank", str(ROOT), *words, "--format", "json").out)
        assert (again["options"][0]["name"], again["options"][0]["tied"]) == (rival, False)


# Answers in words


def test_a_single_option_has_nothing_to_fear(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/only.yaml
    {name: Only, performance: {cost: 4}}
    """
    assert headline(text_of(model)) == "Only is the only option: nothing can pass it."
    assert data_of(model)["performances"] == []


def test_a_tie_is_parted_by_the_smallest_change(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/left.yaml
    {name: Left, performance: {cost: 4, gain: 5}}
    --- options/right.yaml
    {name: Right, performance: {cost: 5, gain: 6}}
    """
    text = text_of(model)

    assert headline(text) == (
        "Left and Right share the lead: it is a tie; a small change of weights or performances can "
        "part them."
    )
    assert cells(rows(text, "weight of")[0])[1:] == [
        "cost",
        "50.0 %",
        "50.0 %",
        "100 %",
        "below: Right",
    ]


def test_a_performance_that_can_decide_within_its_range_is_named_first(model: Model) -> None:
    """Left leads by 10; at a gain of 4 it is level with Right.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10, unit: jobs}}
    --- options/left.yaml
    name: Left
    performance:
      cost: 4
      gain: {value: 6, low: 2, high: 7, rationale: A guess., source: memo 3, confidence: low}
    --- options/right.yaml
    {name: Right, performance: {cost: 5, gain: 5}}
    """
    text = text_of(model)
    first, note = rows(text, "performance  ")[:2]

    assert "A single performance can put another ahead within its own range: Left on Gain." in text
    assert cells(first)[:3] == ["Left: Gain (jobs)", "6", "2–7"]
    assert cells(first)[3:] == ["−10.0", "4", "confidence low, 1 source"]
    assert note.strip() == "A guess. [memo 3]"


def test_nobody_can_pass_an_option_that_dominates(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/left.yaml
    {name: Left, performance: {cost: 1, gain: 9}}
    --- options/right.yaml
    {name: Right, performance: {cost: 5, gain: 5}}
    """
    text = text_of(model)

    assert "No single weight can put another option ahead, whatever it is." in text
    assert "No weights at all make another option lead." in text
    assert "All local weights may be off at once, from nothing to twice as much." in text
    assert "No performance has a range." in text


def test_that_no_performance_could_decide_is_said_below_the_heading(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/left.yaml
    {name: Left, performance: {cost: 0, gain: 10}}
    --- options/right.yaml
    {name: Right, performance: {cost: 10, gain: 0}}
    """
    lines = text_of(model).split("\n")
    heading = lines.index("What to find out first: the least margin that a range leaves the leader")

    assert lines[heading + 1] == ("The 4 performances put nobody ahead, anywhere on their scales.")


def test_where_every_part_changes_something_nothing_is_said_of_others(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/left.yaml
    {name: Left, performance: {cost: 1}}
    --- options/right.yaml
    {name: Right, performance: {cost: 5}}
    """
    assert rows(text_of(model), "without") == ["Left (option)  1 Right"]
    assert "Leaving out the one other part changes no rank among the rest." in text_of(model)
    assert "Leaving out" not in text_of(model, verbose=True)


def test_without_a_weight_that_moves_no_table_of_ranks_is_shown(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/left.yaml
    {name: Left, performance: {cost: 1}}
    --- options/right.yaml
    {name: Right, performance: {cost: 5}}
    """
    assert "Where each option keeps its rank" not in text_of(model, every_rank=True)


def test_what_weighs_all_cannot_be_moved(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/left.yaml
    {name: Left, performance: {cost: 1}}
    --- options/right.yaml
    {name: Right, performance: {cost: 5}}
    """
    assert "Not movable, as nothing else or nothing in it weighs: cost." in text_of(model)


def test_rows_beyond_the_first_are_counted_and_v_shows_them(tmp_path: Path) -> None:
    names = [f"Option {i}" for i in range(6)]
    model = load(made(tmp_path / "m", names, [f"Criterion {j}" for j in range(4)])).model
    short, long = text_of(model), text_of(model, verbose=True)

    more = re.search(r"And (\d+) more that take from it or could; -v shows them\.", short)
    assert more is not None
    difference = len(rows(long, "performance  ")) - len(rows(short, "performance  "))
    assert difference >= int(more[1])
    assert "more that take from it" not in long


# Properties


@given(models())
@steady
def test_the_margins_of_the_tornado_follow_from_the_scores(model: Model) -> None:
    for cell in data_of(model)["performances"]:
        if cell["low"] == cell["high"]:
            assert cell["margin_at_low"] == cell["margin_at_high"]


@given(models())
@steady
def test_every_format_tells_it_and_nothing_fails(model: Model) -> None:
    report = report_of(model, every_rank=True, verbose=True)
    for name in FORMATS:
        assert render(report, name)


def test_csv_has_a_record_for_each_weight_and_each_performance(mexico: Model) -> None:
    records = list(csv.DictReader(io.StringIO(render(report_of(mexico), "csv"))))
    kinds = [record["kind"] for record in records]

    assert kinds == ["weight"] * 13 + ["performance"] * 27
    burden = next(record for record in records if record["id"] == "burden")
    assert float(burden["to"]) == pytest.approx(0.4667093469910371)
    assert burden["above"] == "retrenchment"


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_a_model_can_do_nothing_but_be_shown(nasty: str, tmp_path: Path) -> None:
    folder = made(tmp_path / "m", ["Left", "Right"], ["Cost", "Gain"])
    criterion = (
        f"name: {json.dumps(nasty)}\nscale: {{worst: 0, best: 100, unit: {json.dumps(nasty)}}}\n"
    )
    (folder / "criteria" / "c0.yaml").write_text(criterion + "weight: 2\n", encoding="utf-8")
    found = call("sensitivity", str(folder), "-q")

    assert found.code in (0, 3)
    assert "\x1b" not in found.out
    assert not any(line.startswith("::") for line in found.out.split("\n"))


def test_the_safe_radius_is_rounded_down(mexico: Model) -> None:
    found = sensitive(ranked(mexico))
    shown = re.search(
        r"may be off by ([\d.]+) % of themselves", " ".join(paragraphs(report_of(mexico).blocks()))
    )

    assert shown is not None
    assert read(shown[1]) / 100 <= found.radius < read(shown[1]) / 100 + Fraction(1, 1000)


def test_what_is_needed_on_a_long_scale_is_told_in_round_steps(model: Model) -> None:
    """Left is level at 42,857 and loses just below that.

    --- criteria/cost.yaml
    {name: Cost, weight: 7, scale: {worst: 100000, best: 0, unit: euros}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/left.yaml
    {name: Left, performance: {cost: {value: 20000, low: 10000, high: 30000}, gain: 40}}
    --- options/right.yaml
    {name: Right, performance: {cost: 50000, gain: 60}}
    """
    first = cells(rows(text_of(model), "performance  ")[0])
    assert first[4] == "41500"
    exact = next(c for c in data_of(model)["performances"] if c["option"] == "left")
    assert exact["switches_at"] == pytest.approx(41428.571428)


def test_twins_in_front_leave_nothing_to_tell_of_parts(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/left.yaml
    {name: Left, performance: {cost: 4, gain: 5}}
    --- options/right.yaml
    {name: Right, performance: {cost: 4, gain: 5}}
    """
    text = text_of(model)
    assert "it is a tie under any weights, as they score the same on every criterion." in text
    assert "What each part is needed for" not in text
