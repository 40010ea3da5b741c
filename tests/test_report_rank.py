"""What `rank` says: the answer, the table, the reasons, the weights; that a reader can redo it."""

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from policyscore.load import load
from policyscore.model import Model
from policyscore.render import EXTENSIONS, render
from policyscore.render.terminal import render as render_for_terminal
from policyscore.report import Figure
from policyscore.reports import firmness
from policyscore.reports.reasons import contributions
from policyscore.reports.wording import ROUNDED, agrees, legible_places, ordinal, read
from tests import strategies
from tests.conftest import ROOT
from tests.reporting import (
    call,
    cells,
    headline,
    made,
    paragraphs,
    rank_data,
    rank_text,
    ranked,
    report_of,
    rows,
    tables,
    valid,
    warns_of_rounding,
)

Golden = Callable[[str, str], None]

CASES = {
    "default": (),
    "halves": ("--profile", "halves"),
    "cost-40": ("-w", "cost=40%"),
    "brief": ("--brief",),
    "top-1": ("--top", "1"),
    "verbose": ("-v",),
}


# The built-in model


@pytest.mark.parametrize("name", ["default", "halves", "cost-40", "top-1"])
@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_rank_prints_is_as_accepted(name: str, extension: str, golden: Golden) -> None:
    done = call("rank", str(ROOT), *CASES[name], "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"rank/{name}{extension}")


@pytest.mark.parametrize("name", ["brief", "verbose"])
@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_how_much_rank_tells_is_as_accepted(name: str, extension: str, golden: Golden) -> None:
    done = call("rank", str(ROOT), *CASES[name], "--format", EXTENSIONS[extension])
    golden(done.out, f"rank/{name}{extension}")


@pytest.mark.parametrize("extension", [".csv", ".json"])
def test_brief_and_verbose_change_nothing_for_programs(extension: str) -> None:
    runs = [
        call("rank", str(ROOT), *more, "--format", EXTENSIONS[extension]).out
        for more in ((), ("--brief",), ("--verbose",))
    ]
    assert len(set(runs)) == 1


@pytest.mark.parametrize("name", CASES)
def test_the_json_of_rank_fits_its_schema(name: str) -> None:
    valid(json.loads(call("rank", str(ROOT), *CASES[name], "--format", "json").out))


def test_csv_and_json_hold_the_same_scores(mexico: Model) -> None:
    report = report_of(ranked(mexico))
    lines = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    options = json.loads(render(report, "json"))["options"]
    assert [line["option"] for line in lines] == [option["id"] for option in options]
    for line, option in zip(lines, options, strict=True):
        for key in ("score", "low", "high", "at_least", "at_most"):
            assert float(line[key]) == option[key]
        for name, contributed in option["contributions"].items():
            assert float(line[f"points_{name}"]) == contributed


def test_a_scenario_says_so_in_every_format(mexico: Model) -> None:
    report = report_of(ranked(mexico, "cost=40%", "crime*2", profile="halves"))
    told = "Weights of the profile Half burden, half benefit (halves): A reader"
    for name in ("text", "markdown"):
        assert told in render(report, name)
        assert "Scenario, not the model: weights changed" in render(report, name)
    assert "-w cost=40%" in render(report, "text")
    data = json.loads(render(report, "json"))
    assert data["profile"] == "halves"
    assert [change["flag"] for change in data["overrides"]] == ["cost=40%", "crime*2"]
    assert data["overrides"][0]["after"] == 0.4
    lines = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert {(line["profile"], line["overrides"]) for line in lines} == {
        ("halves", "cost=40% crime*2")
    }


# The answer in a sentence


def test_two_leaders_share_the_first_place(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: 6}}
    --- options/b.yaml
    {name: Build, performance: {cost: 2, gain: 4}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 0, gain: 0}}
    """
    text = rank_text(model)
    assert headline(text) == (
        "Act and Build share the highest score under these weights: 60.0. It is a tie."
    )
    assert [cells(row)[0] for row in rows(text, "#")] == ["1=", "1=", "3"]
    assert "Act and Build are level\n" in text
    assert [option["rank"] for option in rank_data(model)["options"]] == [1, 1, 3]
    assert [option["tied"] for option in rank_data(model)["options"]] == [True, True, False]


def test_a_tie_of_all_options_has_no_reasons(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    --- options/b.yaml
    {name: Build, performance: {cost: 4}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 4}}
    """
    text = rank_text(model)
    assert headline(text) == (
        "Act, Build and Cut share the highest score under these weights: 60.0. It is a tie."
    )
    assert "Act and Build are level\nNo difference in score on Cost.\n" in text
    assert "Cut, 1st with 60.0, is level with Build.\n" in text
    assert "points  criterion" not in text


def test_a_tie_behind_the_first_is_told_with_both_names(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 1}}
    --- options/b.yaml
    {name: Build, performance: {cost: 4}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 4}}
    """
    text = rank_text(model)
    assert headline(text) == (
        "Act has the highest score under these weights: 90.0, ahead of Build and Cut by 30.0."
    )
    assert [cells(row)[0] for row in rows(text, "#")] == ["1", "2=", "2="]
    assert "Cut, 2nd with 60.0, is level with Build.\n" in text


def test_a_lead_below_the_indifference_is_too_close_to_call(model: Model) -> None:
    """
    --- policyscore.yaml
    indifference: 5
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    --- options/b.yaml
    {name: Build, performance: {cost: 44}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 49}}
    --- options/d.yaml
    {name: Defer, performance: {cost: 52}}
    """
    text = rank_text(model)
    assert headline(text) == (
        "Act has the highest score under these weights: 60.0. Too close to call: its lead over "
        "Build is 4.0, below the indifference of 5.0 points."
    )
    assert "Cut, 3rd with 51.0, is 5.0 behind Build; behind" in text
    assert "Defer, 4th with 48.0, is 3.0 behind Cut (too close to call); behind" in text


def test_a_lead_just_below_the_indifference_is_not_rounded_up_to_it(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    --- options/b.yaml
    {name: Build, performance: {cost: 41.96}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 43.92}}
    """
    text = rank_text(model)
    assert "its lead over Build is 1.96, below the indifference of 2.00 points." in headline(text)
    assert "is 1.96 behind Build (too close to call)" in text


def test_a_lead_of_just_the_indifference_is_a_lead(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    --- options/b.yaml
    {name: Build, performance: {cost: 42}}
    """
    assert headline(rank_text(model)).endswith("60.0, ahead of Build by 2.0.")


def test_a_single_option_is_not_said_to_lead(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    """
    text = rank_text(model, verbose=True)
    assert headline(text) == "Act is the only option; it scores 60.0."
    assert [cells(row) for row in rows(text, "#")] == [["1", "Act", "60.0", "·"]]
    assert "Why" not in text
    assert "The other options" not in text
    assert rank_data(model)["options"][0]["lead"] is None


def test_the_words_never_call_an_option_best(mexico: Model) -> None:
    for profile in (None, *mexico.profiles):
        told = rank_text(mexico, profile=profile).replace("best of", "")
        assert not re.search(r"\b(best|optimal|winner|recommended)\b", headline(told))


# Scores that nearly tie


def test_scores_that_differ_in_the_ninth_decimal_show_it(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50.000000001}}
    """
    text = rank_text(model)
    assert [cells(row)[:4] for row in rows(text, "#")] == [
        ["1", "Act", "50.000000000", "0.000000001"],
        ["2", "Build", "49.999999999", "·"],
    ]
    assert "Too close to call: its lead over Build is 0.000000001, below" in headline(text)
    assert "+0.000000001  Cost" in text
    assert "50.000000000 − 49.999999999" in text


def test_scores_that_no_readable_decimal_parts_are_not_shown_as_equal_without_a_word(
    model: Model,
) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50.000000000000000000000000000001}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 60}}
    """
    text = rank_text(model)
    assert [cells(row)[:4] for row in rows(text, "#")] == [
        ["1", "Act", "50.0", "1e-30"],
        ["2", "Build", "50.0", "10.0"],
        ["3", "Cut", "40.0", "·"],
    ]
    assert "\nScores that look equal are not: Act is ahead of Build by 1e-30.\n" in text
    assert "its lead over Build is 1e-30, below the indifference of 2.0 points" in headline(text)


def test_equal_scores_are_not_said_to_differ(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 3, scale: {worst: 1, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 1}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0.3, gain: 0.1}}
    --- options/b.yaml
    {name: Build, performance: {cost: 0.4, gain: 0.2}}
    """
    text = rank_text(model)
    assert "It is a tie." in headline(text)
    assert "look equal" not in text


# What is unknown


def test_an_unknown_performance_makes_the_score_an_interval(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Yearly cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: unknown, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40, gain: 20}}
    """
    text = rank_text(model)
    assert headline(text).endswith("72.5, ahead of Build by 42.5.")
    assert (
        "\nAct may score anything from 60.0 to 85.0, as its performance on Yearly cost is unknown; "
        "it is ranked by the middle, 72.5.\n"
        "Range: every performance at the worse and at the better end of its range, an unknown one "
        "at those of its scale.\n"
    ) in text
    assert cells(rows(text, "#")[0]) == ["1", "Act", "72.5", "60–85", "42.5"]
    assert "unknown against 40" in text
    option = rank_data(model)["options"][0]
    assert (option["at_least"], option["at_most"], option["unknown"]) == (60, 85, ["cost"])
    assert option["performance"] == {"cost": None, "gain": 80}


def test_an_unknown_that_could_reverse_the_order_is_said_to(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0, unit: euro}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 20, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown, gain: 65}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 100, gain: unknown}}
    """
    text = rank_text(model)
    assert headline(text).endswith("ahead of Build by 12.5. What is unknown could reverse this.")
    assert "20 euro against unknown" in text


def test_an_unknown_that_cannot_reach_the_first_is_no_doubt(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 20, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown, gain: 10}}
    """
    assert "What is unknown" not in headline(rank_text(model))


def test_an_unknown_that_could_just_bring_level_reverses_nothing(model: Model) -> None:
    """Build is level with Act if its cost is 0; Cut would be ahead then.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 20, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown, gain: 40}}
    --- options/c.yaml
    {name: Cut, performance: {cost: unknown, gain: 41}}
    """
    doubt = " What is unknown could reverse this."
    assert headline(rank_text(model)).endswith(doubt)
    del model.options["c"]  # type: ignore[attr-defined]
    assert not headline(rank_text(model)).endswith(doubt)


def test_an_unknown_that_could_just_join_a_tie_does_not_break_it(model: Model) -> None:
    """Cut joins Act and Build if its cost is 0.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 20, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: 60, gain: 100}}
    --- options/c.yaml
    {name: Cut, performance: {cost: unknown, gain: 40}}
    """
    assert headline(rank_text(model)).endswith("It is a tie.")
    assert "behind most on Gain (−30.0); " in rank_text(model)
    assert "ahead most on Cost (+5.0, where one is unknown)." in rank_text(model)


def test_a_tie_that_hangs_on_an_unknown_says_so(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown}}
    """
    text = rank_text(model)
    assert headline(text).endswith("50.0. It is a tie. What is unknown could break it.")
    assert "No difference in score on Cost." in text


# The table


def test_without_a_baseline_nothing_is_held_against_one(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    --- options/b.yaml
    {name: Build, performance: {cost: 6}}
    """
    text = rank_text(model)
    assert text.startswith("Policy options\n")
    assert "against" not in text.partition("Why")[0]
    assert rank_data(model)["options"][0]["against_baseline"] is None
    assert rank_data(model)["model"]["title"] is None


def test_the_baseline_is_held_against_itself_by_a_dot(mexico: Model) -> None:
    text = rank_text(mexico)
    assert [cells(row)[-1] for row in rows(text, "#")] == ["+8.0", "·", "−4.3"]


def test_ranges_are_shown_only_where_there_are_some(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 6, low: 5, high: 6}}}
    """
    text = rank_text(model)
    assert [cells(row)[3] for row in rows(text, "#")] == ["none", "40–50"]
    assert "Range:" in text
    first = rank_text(model, top=1)
    assert cells(rows(first, "#")[0]) == ["1", "Act", "60.0", "20.0"]
    assert "Range:" not in first


def test_a_range_is_rounded_outward_so_that_it_holds_the_score(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 40, low: 39.9, high: 40.2}}}
    """
    assert "  59–61  " in rank_text(model)


def test_who_could_reach_the_first_within_the_ranges_is_named(model: Model) -> None:
    """Build just reaches Act, Cut does not, Even is level already.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 20, low: 20, high: 30}}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 40, low: 30, high: 40}}}
    --- options/c.yaml
    {name: Cut, performance: {cost: {value: 40, low: 31, high: 40}}}
    --- options/e.yaml
    {name: Even, performance: {cost: 20}}
    """
    assert "\nThe ranges overlap: within them Build could reach Act or pass it.\n" in rank_text(
        model
    )


def test_ranges_apart_are_not_said_to_overlap(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 20, low: 20, high: 30}}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 40, low: 31, high: 40}}}
    """
    assert "overlap" not in rank_text(model)


def test_top_shows_all_who_share_the_last_rank(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 1}}
    --- options/b.yaml
    {name: Build, performance: {cost: 4}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 4}}
    --- options/d.yaml
    {name: Defer, performance: {cost: 9}}
    """
    text = rank_text(model, top=2)
    assert [cells(row)[1] for row in rows(text, "#")] == ["Act", "Build", "Cut"]
    assert "\nThe first 3 of 4 options are shown.\n" in text
    assert "Defer" not in text
    data = rank_data(model, top=2)
    assert (len(data["options"]), data["count"]) == (3, 4)


def test_the_first_alone_leaves_no_empty_heading(mexico: Model) -> None:
    text = rank_text(mexico, top=1)
    assert "\nThe first 1 of 3 options is shown.\n" in text
    assert "The other options" not in text
    assert "Why Strategic partnership is ahead of Status quo" in text


def test_more_than_fit_is_more_than_asked_for(mexico: Model) -> None:
    assert rank_text(mexico, top=99) == rank_text(mexico)


def test_brief_stops_after_the_table(mexico: Model) -> None:
    text = rank_text(mexico, brief=True, verbose=True, warnings=("x",))
    assert text.endswith("could reach Strategic partnership or pass it.\n")
    assert rank_text(mexico).startswith(text)


def test_brief_without_ranges_ends_with_the_table(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    """
    assert rank_text(model, brief=True).endswith("  60.0     ·\n")


def test_the_first_warnings_are_told(mexico: Model) -> None:
    one, two = (rank_text(mexico, warnings=("one thing", "two")[:n]) for n in (1, 2))
    assert "\n\n1 warning\n- one thing\n" in one
    assert "\n\n2 warnings\n- one thing\n- two\n" in two
    many = rank_text(mexico, warnings=tuple(map(str, range(10))))
    assert "\n10 warnings\n- 0\n" in many
    assert "- 7\n- and 2 more: policyscore check\n" in many
    assert rank_data(mexico, warnings=("one thing",))["warnings"] == ["one thing"]


# The reasons


def test_the_evidence_of_both_stands_under_their_names_when_verbose(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    name: Act
    performance:
      cost: {value: 4, rationale: "Counted\\ntwice.", source: [ledger 3, note 7], confidence: high}
    --- options/b.yaml
    name: Build
    performance:
      cost: {value: 6, confidence: low}
    """
    assert "    Counted twice. [ledger 3; note 7]\n" in rank_text(model)
    assert "high / low" in rank_text(model)
    verbose = rank_text(model, verbose=True)
    assert "    Act: Counted twice. [ledger 3; note 7]\n" in verbose
    assert "    Build: No rationale is given. [no source]\n" in verbose


def test_what_weighs_nothing_is_told_apart_from_what_is_equal(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/noise.yaml
    {name: Noise, weight: 0, scale: {worst: 10, best: 0}}
    --- criteria/odour.yaml
    {name: Odour, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: 7, noise: 1, odour: 1}}
    --- options/b.yaml
    {name: Build, performance: {cost: 4, gain: 6, noise: 9, odour: 2}}
    """
    assert "No difference in score on Cost.\nNoise weighs nothing here.\n" in rank_text(model)
    more = rank_text(model, "odour=0", verbose=True)
    assert "No difference in score on Cost.\nNoise and Odour weigh nothing here.\n" in more


def test_a_tiny_difference_does_not_read_as_none(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 1000000, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 400000, gain: 7}}
    --- options/b.yaml
    {name: Build, performance: {cost: 400001, gain: 6}}
    """
    assert cells(rows(rank_text(model), "points")[2])[:4] == [
        "+0.0001",
        "Cost",
        "50.0 %",
        "60.0000 − 59.9999",
    ]


@strategies.steady
@given(strategies.models())
def test_points_are_the_weight_times_the_difference_of_the_scores_as_printed(model: Model) -> None:
    """As near as the rounding of the printed factors allows; numbers too small to print apart."""
    for table in tables(report_of(ranked(model)).blocks()):
        if table.columns[0].label != "points":
            continue
        for row in table.rows:
            points, _, weight, scores = (cell_figure(cell) for cell in row.cells[:4])
            one, other = (read(part) for part in scores.split(" − "))
            product = read(weight) / 100 * (one - other)
            slack = abs(one - other) * Fraction(1, 2000) + Fraction(1, 10) + Fraction(1, 20)
            assert abs(product - read(points)) <= slack


def cell_figure(cell: object) -> str:
    return cell.text if isinstance(cell, Figure) else str(cell)


@strategies.steady
@given(strategies.models())
def test_a_note_says_so_just_where_printed_parts_miss_the_printed_total(model: Model) -> None:
    """Contributions add up to the score, or the report says that rounding keeps them from it."""
    blocks = tuple(contributions(ranked(model)))
    (table,) = tables(blocks)
    columns = list(zip(*(row.cells[1:] for row in table.rows), strict=True))
    exact = True
    for column in columns:
        *parts, total = (read(cell_figure(cell)) for cell in column)
        exact = exact and abs(sum(parts) - total) < Fraction(1, 200)
    assert warns_of_rounding(blocks) is not exact


def test_reasons_that_add_up_as_printed_carry_no_note(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40, gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {cost: 20, gain: 20}}
    """
    text = rank_text(model, verbose=True)
    assert "For: +20.0, against: −10.0, together +10.0: 60.0 less 50.0.\n\n" in text
    assert ROUNDED not in text


def test_leads_that_miss_the_difference_of_printed_scores_carry_the_note(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 39.96}}
    --- options/b.yaml
    {name: Build, performance: {cost: 44.94}}
    """
    text = rank_text(model, brief=True)
    assert [cells(row)[2:4] for row in rows(text, "#")] == [["60.0", "5.0"], ["55.1", "·"]]
    assert text.endswith(f"\n\n{ROUNDED}\n")


def test_distances_to_the_baseline_that_miss_carry_the_note(model: Model) -> None:
    """
    --- policyscore.yaml
    baseline: c
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0.06}}
    --- options/b.yaml
    {name: Build, performance: {cost: 10}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 20.1}}
    """
    text = rank_text(model, brief=True)
    assert [cells(row)[2:] for row in rows(text, "#")] == [
        ["99.9", "9.9", "+20.0"],
        ["90.0", "10.1", "+10.1"],
        ["79.9", "·", "·"],
    ]
    assert ROUNDED not in text
    assert ROUNDED not in rank_text(model, brief=True, top=1)


def test_a_distance_to_the_baseline_can_miss_where_no_lead_does(model: Model) -> None:
    """
    --- policyscore.yaml
    baseline: c
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 39.96}}
    --- options/b.yaml
    {name: Build, performance: {cost: 50}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 60.04}}
    """
    text = rank_text(model, brief=True)
    assert [cells(row)[2:] for row in rows(text, "#")] == [
        ["60.0", "10.0", "+20.1"],
        ["50.0", "10.0", "+10.0"],
        ["40.0", "·", "·"],
    ]
    assert text.endswith(f"\n\n{ROUNDED}\n")
    assert ROUNDED not in rank_text(model, brief=True, top=2)


def test_a_weight_that_is_set_is_told_with_the_one_it_replaces(model: Model) -> None:
    """
    --- criteria/all.yaml
    {name: All, weight: 2}
    --- criteria/cost.yaml
    {name: Cost, within: all, weight: 80, scale: {worst: 100, best: 0}}
    --- criteria/rest.yaml
    {name: Rest}
    --- criteria/gain.yaml
    {name: Gain, within: rest, weight: 2, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40, gain: 3}}
    """
    told = "Scenario, not the model: weights changed: "
    text = rank_text(model, "all=6", "rest=2", "gain*3", "cost=75%")
    assert (
        f"{told}all 50.0 % → 75.0 % (-w all=6 instead of 2); rest 50.0 % → 25.0 % (-w rest=2); "
        "gain 50.0 % → 25.0 % (-w gain*3); cost 50.0 % → 75.0 % (-w cost=75%).\n"
    ) in text


# Large and odd models


def test_a_deep_tree_is_indented_a_step_a_level(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: Uppermost}
    --- criteria/b.yaml
    {name: Second, within: a}
    --- criteria/c.yaml
    {name: Third, within: b}
    --- criteria/d.yaml
    {name: Fourth, within: c}
    --- criteria/e.yaml
    {name: Leaf, within: d, weight: 1, scale: {worst: 0, best: 1}}
    --- options/a.yaml
    {name: Act, performance: {e: 1}}
    """
    assert rows(rank_text(model), "Weights in use")[1:] == [
        "Uppermost     a    100 %",
        "  Second      b    100 %",
        "    Third     c    100 %",
        "      Fourth  d    100 %",
        "        Leaf  e    100 %",
    ]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Return a model of 30 options and 24 criteria with long names."""
    options = [f"Option number {i} of a long and winding consultation process" for i in range(30)]
    criteria = [f"Criterion {j} with quite a few words in its name" for j in range(24)]
    return load(made(tmp_path_factory.mktemp("crowd"), options, criteria)).model


def test_of_many_options_a_few_are_told_in_words(crowd: Model) -> None:
    told = paragraphs(report_of(ranked(crowd)).blocks())
    assert len([line for line in told if " behind Option number " in line]) == 8
    assert "And 20 more, in the table above." in told


@pytest.mark.parametrize(("options", "more"), [(10, ""), (11, "And 1 more, in the table above.")])
def test_what_is_told_of_ten_options_needs_no_more(options: int, more: str, tmp_path: Path) -> None:
    folder = made(tmp_path / "model", [f"Option {i}" for i in range(options)], ["Cost"])
    text = rank_text(load(folder).model)
    assert ("in the table above" in text) is bool(more)
    assert more in text


def test_eight_leaders_are_named(tmp_path: Path) -> None:
    folder = made(tmp_path / "model", list("ABCDEFGH"), ["Cost"])
    for path in (folder / "options").iterdir():
        path.write_text(path.read_text().rpartition(":")[0] + ": 70\n")
    assert headline(rank_text(load(folder).model)).startswith("A, B, C, D, E, F, G and H share")


def test_many_leaders_are_counted_not_named(tmp_path: Path) -> None:
    for i in range(9):
        made(tmp_path / str(i), ["One"], ["Cost"])
    folder = made(tmp_path / "model", [f"Option {i}" for i in range(10)], ["Cost"])
    for path in (folder / "options").iterdir():
        path.write_text(path.read_text().rpartition(":")[0] + ": 70\n")
    (folder / "options" / "o9.yaml").write_text("name: Best of all\nperformance: {c0: 90}\n")
    model = load(folder).model
    assert headline(rank_text(model)).endswith(": 90.0, ahead of 9 options by 20.0.")
    (folder / "options" / "o9.yaml").write_text("name: As all others\nperformance: {c0: 70}\n")
    model = load(folder).model
    assert headline(rank_text(model)).startswith("10 options share the highest score")


@pytest.mark.parametrize("columns", [120, 80, 60, 40])
def test_many_options_and_long_names_fit_every_terminal(crowd: Model, columns: int) -> None:
    report = report_of(ranked(crowd), verbose=True)
    lines = render_for_terminal(report, columns, False).split("\n")
    assert max(map(len, lines)) <= columns
    scores = [row.cells[2] for row in tables(report.blocks())[0].rows]
    assert all(any(cell_figure(score) in line for line in lines) for score in scores)


def test_in_a_pipe_each_option_is_one_line(crowd: Model) -> None:
    found = rows(render(report_of(ranked(crowd)), "text"), "#")
    assert [cells(row)[0] for row in found if not row.startswith(" " * 4)] == [
        str(i) for i in range(1, 31)
    ]


def test_a_name_of_several_lines_is_refused_where_it_is_read(tmp_path: Path) -> None:
    folder = made(tmp_path / "model", ["Act"], ["Cost"])
    (folder / "options" / "o0.yaml").write_text('name: "Act\\nnow"\nperformance: {c0: 1}\n')
    done = call("rank", str(folder))
    assert (done.code, done.out) == (3, "")
    assert "o0.yaml:1:7: error:" in done.err


# The words for numbers


def test_ordinals_of_the_teens_end_in_th() -> None:
    numbers = (1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111, 112)
    assert " ".join(map(ordinal, numbers)) == (
        "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 101st 111th 112th"
    )


@pytest.mark.parametrize(
    ("figure", "found", "whether"),
    [
        ("8.0", "7.951", True),
        ("8.0", "7.95", False),
        ("−0.4", "-0.44", True),
        ("+0.004", "0.0046", False),
        ("<0.1 %", "0.06", True),
        ("100 %", "99.9", False),
        ("1e-30", "0", True),
    ],
)
def test_a_figure_agrees_with_what_rounds_to_it(figure: str, found: str, whether: bool) -> None:
    assert agrees(figure, Fraction(found)) is whether


def test_numbers_that_no_readable_decimals_part_get_the_least() -> None:
    assert legible_places([Fraction(1, 2), Fraction(1, 2) + Fraction(1, 10**30)]) == 1
    assert legible_places([Fraction(25), Fraction(25) + Fraction(1, 10**30)], 0) == 0
    assert legible_places([Fraction(1, 2), Fraction(1, 2) + Fraction(1, 10**7)]) == 7


# How firm the lead is


def test_the_two_lines_tell_the_nearest_tipping_point_and_the_shares_of_weights(
    mexico: Model,
) -> None:
    text = rank_text(mexico)
    assert (
        "It holds while Cost and commitment weighs less than 46.7 % (now 34.6 %); above that "
        "Retrenchment leads." in text
    )
    assert (
        "It leads in 71.7 % of all weightings of the 9 criteria and in 46.7 % of all weightings of "
        "the 2 groups at the top level (exact)." in text
    )


def test_each_of_those_who_share_the_lead_gets_its_share(model: Model) -> None:
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
    text = rank_text(model)
    assert "Of all weightings of the 2 criteria, Left leads in 50.0 % and Right leads in" in text
    assert "It holds while" not in text


def test_what_takes_too_long_for_rank_is_left_to_robustness(tmp_path: Path) -> None:
    names = [f"Option {i}" for i in range(12)]
    model = load(made(tmp_path / "m", names, [f"Criterion {j}" for j in range(9)])).model
    text = rank_text(model)
    assert "of all weightings" not in text
    assert "In how many weightings of the 9 criteria it leads: policyscore robustness." in text


def test_a_budget_that_runs_out_on_the_way_leaves_the_shares_to_robustness(
    mexico: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firmness, "FLATS", 60)
    assert "of all weightings of the 9 criteria" not in rank_text(mexico)
    assert "of all weightings of the 2 groups" in rank_text(mexico)


def test_many_leaders_are_not_counted_up(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", [f"Option {i}" for i in range(4)], ["Cost"])
    for path in (folder / "options").iterdir():
        path.write_text(f"name: {path.stem}\nperformance: {{c0: 5}}\n", encoding="utf-8")
    assert "of all weightings" not in rank_text(load(folder).model)


def test_nothing_can_change_what_dominates(model: Model) -> None:
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
    assert "No single weight can put another option ahead, whatever it is." in rank_text(model)
    assert "It leads in 100 % of all weightings of the 2 criteria (exact)." in rank_text(model)


def test_a_tipping_point_that_is_close_does_not_read_as_the_present_weight(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 0, b: 90.02}}
    --- options/y.yaml
    {name: Y, performance: {a: 45, b: 45}}
    """
    assert "It holds while A weighs less than 50.01 % (now 50.00 %)" in rank_text(model)


def test_who_leads_only_just_beyond_is_told_so(model: Model) -> None:
    """At a third Y passes X; further on Z passes Y.

    --- criteria/a.yaml
    {name: A, weight: 30, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 70, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 60, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 80, b: 50}}
    --- options/z.yaml
    {name: Z, performance: {a: 100, b: 0}}
    """
    assert "less than 33.3 % (now 30.0 %); just above that Y leads." in rank_text(model)


def test_what_is_unknown_is_named_beside_the_shares(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: unknown, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 30, b: 50}}
    """
    assert "Unknown, and taken as the middle of what it may score: X on A." in rank_text(model)
