"""What `explain` says: why one option stands where it stands, and what would change that."""

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.analyses.explain import next_to
from policyscore.cli.arguments import complete_option
from policyscore.load import load
from policyscore.model import Decision, Model
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.render.terminal import render as drawn
from policyscore.report import Report
from policyscore.reports.changes import in_short, rounded
from policyscore.reports.explain import explain_report, headline
from policyscore.reports.explained import explained
from policyscore.reports.wording import ROUNDED
from policyscore.scenario import scenario
from policyscore.scoring import rank
from tests.conftest import ROOT
from tests.models import laid
from tests.nasty import NASTY
from tests.reporting import call, cells, made, paragraphs, ranked, rows, tables
from tests.strategies import models, steady
from tests.test_counterfactual import leading, tried

Golden = Callable[[str, str], None]


def report_of(
    model: Model,
    *flags: str,
    option: str = "",
    other: str = "",
    profile: str | None = None,
    verbose: bool = False,
) -> Report:
    """Return the report of `explain`, the options chosen as the command line does."""
    found = ranked(model, *flags, profile=profile)._replace(verbose=verbose)
    one = option or found.ranking.standings[0].option
    two = other or next_to(found.ranking, one)
    return explain_report(found, one, two, not other, lambda: "0" * 64)


def text_of(model: Model, *flags: str, **how: Any) -> str:  # noqa: ANN401 - as report_of
    """Return what `explain` prints into a pipe."""
    return render(report_of(model, *flags, **how), "text")


def data_of(model: Model, *flags: str, **how: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of `explain`, read."""
    return json.loads(render(report_of(model, *flags, **how), "json"))


def sheet_of(model: Model, *flags: str, **how: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the CSV of `explain`, read."""
    return list(csv.DictReader(io.StringIO(render(report_of(model, *flags, **how), "csv"))))


def block(text: str, title: str) -> list[str]:
    """Return the lines of a block of the text, below its title."""
    lines = text.split("\n")
    start = lines.index(title)
    return lines[start + 1 : lines.index("", start)]


def argument(text: str) -> list[str]:
    return block(text, "The shortest argument")


def takes(text: str) -> list[str]:
    return block(text, "What it would take")


def first(text: str) -> str:
    return text.split("\n")[2]


# The built-in model

CASES = {
    "default": (),
    "status-quo": ("status-quo",),
    "halves": ("retrenchment", "strategic-partnership", "--profile", "halves"),
    "cost-40": ("strategic-partnership", "-w", "cost=40%"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_explain_prints_is_as_accepted(name: str, extension: str, golden: Golden) -> None:
    done = call("explain", *CASES[name], "-m", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"explain/{name}{extension}")


@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_the_evidence_of_both_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("explain", "-m", str(ROOT), "-v", "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, f"Model: {ROOT}\n")
    golden(done.out, f"explain/verbose{extension}")


@pytest.mark.parametrize("columns", [100, 80, 60])
def test_explain_is_drawn_as_accepted(columns: int, mexico: Model, golden: Golden) -> None:
    golden(drawn(report_of(mexico), columns, color=False), f"explain/terminal-{columns}.txt")


def test_a_first_screen_of_24_lines_holds_the_argument(mexico: Model) -> None:
    screen = drawn(report_of(mexico), 80, color=False).split("\n")[:22]
    titles = ("The shortest argument", "What it would take")
    assert [line for line in screen if line in titles] == list(titles)
    assert any(line.startswith("points  criterion") for line in screen)


def test_all_pairs_of_the_built_in_model_can_be_explained(mexico: Model) -> None:
    for profile in (None, *mexico.profiles):
        for option in mexico.options:
            for other in set(mexico.options) - {option}:
                told = text_of(mexico, option=option, other=other, profile=profile)
                assert not re.search(r"\b(best|optimal|winner|recommended)\b", first(told))


# Who is ahead


def test_the_text_reads_from_the_side_of_the_option_asked_for(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0, unit: euro}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 80, gain: 90}}
    --- options/b.yaml
    {name: Build, performance: {cost: 60, gain: 20}}
    """
    ahead, behind = text_of(model), text_of(model, option="b")
    assert first(ahead) == "Act, 1st with 55.0, is 25.0 ahead of Build, 2nd with 30.0."
    assert first(behind) == "Build, 2nd with 30.0, is 25.0 behind Act, 1st with 55.0."
    assert argument(ahead) == ["For Act, Gain (+35.0) outweighs Cost (−10.0)."]
    assert argument(behind) == ["Against Build, Gain (−35.0) outweighs Cost (+10.0)."]
    assert takes(ahead) == takes(behind)
    assert "\nWhy Act is ahead of Build\n" in ahead
    assert "\nWhy Build is behind Act\n" in behind
    assert [cells(row)[0] for row in rows(behind, "points") if "[" not in row] == ["−35.0", "+10.0"]
    assert "For: +10.0, against: −35.0, together −25.0: 30.0 less 55.0." in behind
    assert "Build stands last, so it is compared with the one above it, Act." in behind
    assert "stands last" not in text_of(model, option="b", other="a")


def test_two_that_are_level_balance(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 80, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: 20, gain: 20}}
    """
    text = text_of(model)
    assert first(text) == "Act and Build are level, both 1st with 50.0."
    assert argument(text) == ["Between the two, Gain (+30.0) balances Cost (−30.0)."]
    assert takes(text) == [
        "A change of either score on any criterion that weighs something would part them."
    ]
    assert "\nAct and Build are level\n" in text
    assert "What would put" not in text
    assert data_of(model)["counterfactuals"] == []
    assert data_of(model)["covering"]["ahead"] is None


def test_a_lead_below_the_indifference_is_too_close_to_call(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    --- options/b.yaml
    {name: Build, performance: {cost: 41.96}}
    """
    assert first(text_of(model)) == (
        "Act, 1st with 60.0, is 1.96 ahead of Build, 2nd with 58.0. Too close to call: that is "
        "below the indifference of 2.00 points."
    )


def test_the_only_option_has_nothing_to_be_compared_with(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    """
    text = text_of(model)
    assert text.split("\n")[2:] == [
        "Act is the only option; it scores 60.0. There is nothing to compare it with.",
        "",
    ]
    data = data_of(model)
    assert (data["option"]["id"], data["other"], data["differences"]) == ("a", None, [])
    assert sheet_of(model) == []


def test_a_trial_of_weights_is_told_with_what_it_departs_from(mexico: Model) -> None:
    text = text_of(mexico, "cost=40%", option="strategic-partnership", other="status-quo")
    assert "Scenario, not the model: weights changed: cost 15.4 % → 40.0 % (-w cost=40%)." in text
    assert "Without the changes: Strategic partnership 49.8, Status quo 41.8." in text
    text = text_of(mexico, profile="halves", option="strategic-partnership", other="status-quo")
    assert "With the model's weights: Strategic partnership 49.8, Status quo 41.8." in text
    data = data_of(mexico, "cost=40%", profile="halves")
    assert (data["profile"], data["overrides"][0]["after"]) == ("halves", 0.4)
    lines = sheet_of(mexico, "cost=40%", profile="halves")
    assert {(line["profile"], line["overrides"]) for line in lines} == {("halves", "cost=40%")}


# Dominance


def test_dominance_holds_whatever_the_weights(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40, gain: 20}}
    """
    told = [
        "Act dominates Build: it scores at least as high on every criterion and higher on at least "
        "one, so no weights put Build ahead.",
        "Nothing that weighs something speaks for Build against Act.",
    ]
    assert argument(text_of(model)) == argument(text_of(model, option="b")) == told
    assert data_of(model, option="b")["dominating"] == "a"
    assert takes(text_of(model))[-1] == "No change of a single weight would make Build lead."


def test_what_speaks_against_it_but_weighs_nothing_undoes_dominance(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 0, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 80, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40, gain: 20}}
    """
    text = text_of(model)
    assert argument(text) == ["Nothing that weighs something speaks for Build against Act."]
    assert data_of(model)["dominating"] is None
    assert "\nCost weighs nothing here.\n" in text
    assert "if Cost weighed more than 60.0 % (now 0 %)" in takes(text)[0]


def test_equal_scores_everywhere_are_level_under_any_weights(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 40}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40}}
    """
    assert argument(text_of(model)) == [
        "Act and Build score the same on every criterion: level under any weights.",
        "No criterion that weighs something makes a difference.",
    ]


# What is unknown


def test_an_unknown_performance_is_told_with_what_stands_for_it(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0, unit: euro}}
    --- criteria/gain.yaml
    {name: Gain, weight: 3, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: unknown, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40, gain: 70}}
    """
    text = text_of(model)
    assert first(text) == (
        "Act, 1st with 72.5, is 5.0 ahead of Build, 2nd with 67.5. "
        "What is unknown could reverse this."
    )
    assert argument(text) == [
        "On every criterion that is known for both, Act scores at least as high as Build. Whether "
        "one dominates the other hangs on Cost.",
        "For Act, Gain (+7.5) outweighs Cost (−2.5).",
    ]
    assert (
        "\nThe performance of Act on Cost is unknown; the middle of what it may score stands for "
        "it, 50.0.\n"
        "With it the lead of Act over Build may be anything from −7.5 to +17.5.\n"
    ) in text
    assert "if Cost weighed more than 50.0 % (now 25.0 %)" in takes(text)[0]
    assert ["Act: Cost", "unknown", "above 70 euro", "20.0 %", "leads; in its range"] in (
        changes_of(text)
    )
    data = data_of(model)
    assert data["unknown"] == [{"option": "a", "criterion": "cost"}]
    assert data["differences"][0]["option"]["performance"] is None
    assert sheet_of(model)[0]["performance_option"] == ""


def test_all_that_is_known_may_be_equal(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 0, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: unknown, gain: 80}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown, gain: 80}}
    """
    text = text_of(model)
    assert argument(text)[0] == (
        "On every criterion that is known for both, Act and Build score the same. Whether one "
        "dominates the other hangs on Cost."
    )
    assert text.count("is unknown; the middle of what it may score stands for it, 50.0.") == 2
    assert "may be anything" not in text  # Cost weighs nothing


# The argument


def test_what_covers_together_and_what_comes_on_top_is_told(model: Model) -> None:
    """
    --- criteria/air.yaml
    {name: Air, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/looks.yaml
    {name: Looks, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/noise.yaml
    {name: Noise, weight: 1, scale: {worst: 100, best: 0}}
    --- options/bus.yaml
    {name: Bus, performance: {air: 10, cost: 10, looks: 20, noise: 60}}
    --- options/rail.yaml
    {name: Rail, performance: {air: 50, cost: 90, looks: 30, noise: 10}}
    """
    assert argument(text_of(model)) == [
        "For Rail, Noise (+12.5) and Air (+10.0) together outweigh Cost (−20.0).",
        "Looks (+2.5) comes on top.",
    ]
    assert data_of(model)["covering"] == {
        "ahead": "rail",
        "groups": [{"advantages": ["noise", "air"], "disadvantages": ["cost"], "surplus": 2.5}],
        "on_top": ["looks"],
    }


def test_a_long_argument_is_told_in_sums(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", ("One", "Two"), [f"Criterion {i}" for i in range(40)])
    text = text_of(load(folder).model)
    assert len(" ".join(argument(text))) < 3000
    assert re.search(r"\d+ criteria \([+−][0-9.]+\) come on top\.", " ".join(argument(text)))


def test_many_groups_are_not_all_told(tmp_path: Path) -> None:
    """Ten advantages of 50 against ten disadvantages of 49."""
    for name in ("options", "criteria"):
        (tmp_path / name).mkdir()
    for i in range(20):
        text = f"name: C{i}\nweight: 1\nscale: {{worst: 0, best: 100}}\n"
        (tmp_path / "criteria" / f"c{i}.yaml").write_text(text)
    for option, even, odd in (("a", 50, 0), ("b", 0, 49)):
        found = "".join(f"  c{i}: {odd if i % 2 else even}\n" for i in range(20))
        (tmp_path / "options" / f"{option}.yaml").write_text(
            f"name: {option}\nperformance:\n{found}"
        )
    (told,) = argument(text_of(load(tmp_path).model))
    assert told.count(" outweighs ") == 8
    assert told.endswith("; and so on in 2 more groups.")


def test_points_that_read_as_equal_and_are_not_are_excused(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 80, gain: 80.02}}
    --- options/b.yaml
    {name: Build, performance: {cost: 20, gain: 20}}
    """
    text = text_of(model)
    assert argument(text) == ["For Act, Gain (+30.0) outweighs Cost (−30.0)."]
    assert text.endswith(f"\n{ROUNDED}\n")
    assert text.count(ROUNDED) == 1


# What it would take


def changes_of(text: str) -> list[list[str]]:
    """Return the cells of the table of changes."""
    return [cells(row) for row in rows(text, "one change")]


def test_a_third_option_that_leads_then_is_named(model: Model) -> None:
    """
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {gain: 60}}
    --- options/b.yaml
    {name: Build, performance: {gain: 50}}
    --- options/c.yaml
    {name: Cut, performance: {gain: 30}}
    --- options/d.yaml
    {name: Defer, performance: {gain: 50}}
    """
    against_c, against_b = text_of(model, option="a", other="c"), text_of(model)
    assert changes_of(against_c) == [
        ["Cut: Gain", "30", "above 60", "30.0 %", "leads"],
        ["Act: Gain", "60", "below 30", "30.0 %", "ahead; Build and Defer lead"],
    ]
    assert changes_of(against_b)[1][-1] == "leads, level with Defer"
    assert changes_of(text_of(model, option="b", other="c"))[0][-1] == "ahead; Act leads"
    assert takes(against_c)[0] == (
        "Cut would lead if the performance of Cut on Gain were above 60 (now 30)."
    )
    assert takes(text_of(model, option="b", other="c"))[0].startswith("Cut would be ahead of Build")


def test_a_weight_may_be_given_only_so_far(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 9, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0, gain: 0}}
    --- options/b.yaml
    {name: Build, performance: {cost: 20, gain: 60}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 90, gain: 100}}
    """
    text = text_of(model)
    weight = ["Weight of Gain", "10.0 %", "above 25.0 %", "15.0 %", "leads, up to 63.6 %"]
    assert weight in changes_of(text)
    assert "if Gain weighed more than 25.0 %, up to 63.6 % (now 10.0 %)" in takes(text)[0]
    back = ["Weight of Cost", "10.0 %", "above 36.4 %", "26.4 %", "leads, up to 75.0 %"]
    assert back in changes_of(text_of(model, "gain=90%", option="c", other="b"))


def test_where_no_change_is_enough_it_says_so(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0, effort: 0}}
    --- options/b.yaml
    {name: Build, performance: {cost: 90, effort: 95}}
    """
    text = text_of(model)
    assert takes(text) == [
        "No change of a single performance on its scale or of a single weight would make Build "
        "lead."
    ]
    assert "What would put" not in text


def test_what_brings_level_and_no_more_is_not_said_to_lead(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 0}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 90, low: 0, high: 95}}}
    """
    text = text_of(model)
    assert changes_of(text) == [
        ["Act: Cost", "0", "above 90", "90.0 %", "leads"],
        ["Build: Cost", "90", "0", "90.0 %", "level, no more; in its range"],
    ]
    assert takes(text)[0] == (
        "Build would lead if the performance of Act on Cost were above 90 (now 0)."
    )


def test_of_both_kinds_of_change_the_nearest_is_told(mexico: Model) -> None:
    for option, other in (("status-quo", "retrenchment"), ("strategic-partnership", "status-quo")):
        for profile in (None, *mexico.profiles):
            found = explained(ranked(mexico, profile=profile), option, other)
            kinds = {change.option is None for change in found.changes}
            told = " ".join(in_short(found))
            if "would be ahead" in told:
                assert ("weighed" in told) == (True in kinds)
                assert ("performance" in told) == (False in kinds)
                assert told.count(" if ") <= min(3, len(found.changes))


def test_more_than_eight_changes_are_shown_only_when_asked_for(mexico: Model) -> None:
    short, full = (text_of(mexico, verbose=verbose) for verbose in (False, True))
    assert len(changes_of(short)) == 8
    assert "\nAnd 2 larger changes; -v shows them.\n" in short
    assert changes_of(full)[:8] == changes_of(short)
    assert len(changes_of(full)) == 10 == len(data_of(mexico)["counterfactuals"])
    assert "larger change" not in full


def test_a_performance_that_an_order_forbids_is_told_so(model: Model) -> None:
    """A model that said so would be refused.

    --- policyscore.yaml
    orders:
      - {criterion: cost, better: [a], worse: [b]}
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: Act, performance: {cost: 50, gain: 50}}
    --- options/b.yaml
    {name: Build, performance: {cost: 60, gain: 50}}
    """
    then = {row[0]: row[-1] for row in changes_of(text_of(model))}
    assert then == {
        "Build: Cost": "leads; against an order",
        "Act: Cost": "leads; against an order",
        "Build: Gain": "leads",
        "Act: Gain": "leads",
        "Weight of Gain": "level, no more",
    }


def test_what_is_needed_is_rounded_to_a_thousandth_of_the_scale_and_short_of_its_end(
    model: Model,
) -> None:
    """Act needs more than 333333.33, Build less than 0.0003333.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 1000000, unit: euro}}
    --- criteria/looks.yaml
    {name: Looks, weight: 1, scale: {worst: 0, best: 0.1}}
    --- options/a.yaml
    {name: Act, performance: {gain: 123456, looks: 0}}
    --- options/b.yaml
    {name: Build, performance: {gain: 123456, looks: 0.0999997}}
    --- options/c.yaml
    {name: Cut, performance: {gain: 333333.3, looks: 0}}
    --- options/d.yaml
    {name: Defer, performance: {gain: 0, looks: 0.0333333}}
    """
    needed = {row[0]: row[2] for row in changes_of(text_of(model, option="b", other="a"))}
    assert needed["Act: Looks"] == "above 0.0999997"
    assert needed["Build: Looks"] == "0"
    needed = {row[0]: row[2] for row in changes_of(text_of(model, option="c", other="d"))}
    assert needed["Defer: Gain"] == "above 1000 euro"
    assert needed["Defer: Looks"] == "above 0.0334"


def test_a_share_that_is_nearly_all_does_not_read_as_all(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10000, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10000}}
    --- options/a.yaml
    {name: Act, performance: {cost: 10000, gain: 10000}}
    --- options/b.yaml
    {name: Build, performance: {cost: 9997, gain: 0}}
    """
    weight = ["Weight of Cost", "50.0 %", "above 99.98 %", "50.0 %", "leads"]
    assert changes_of(text_of(model))[0] == weight


@steady
@given(models())
def test_what_is_shown_as_needed_suffices(model: Model) -> None:
    ranking = rank(model, scenario(model, None, ()).weights)
    names = [standing.option for standing in ranking.standings]
    for one, other in pairwise(names):
        found = explained(ranked(model), one, other)
        for change in found.changes:
            shown = rounded(found, change)
            if change.outcome == "level":
                assert shown == change.needed
                continue
            reached = tried(model, ranking, change, shown)
            assert reached.of(other).score >= reached.of(one).score
            if shown != change.needed:
                assert leading(reached) == change.leaders or change.outcome == "ahead"


# For programs


@steady
@given(models(), st.sampled_from(("a", "b")))
def test_the_differences_add_up_to_the_lead(model: Model, side: str) -> None:
    ranking = rank(model, scenario(model, None, ()).weights)
    names = [standing.option for standing in ranking.standings]
    if len(names) == 1:
        return
    option, other = names[:2] if side == "a" else names[1::-1]
    found = explained(ranked(model), option, other)
    of = ranking.of
    assert sum((found.points([name]) for name in model.criteria), Fraction(0)) == (
        of(option).score - of(other).score
    )
    data = data_of(model, option=option, other=other)
    lines = sheet_of(model, option=option, other=other)
    assert [line["criterion"] for line in lines] == list(model.criteria)
    for line, difference in zip(lines, data["differences"], strict=True):
        assert float(line["points"]) == difference["points"]
        assert float(line["weight"]) == difference["weight"]
        assert float(line["score_option"]) == difference["option"]["score"]
        assert float(line["score_other"]) == difference["other"]["score"]


def test_the_json_holds_evidence_and_exact_changes(mexico: Model) -> None:
    data = data_of(mexico)
    assert data["schema"] == "policyscore.explain/1"
    assert (data["option"]["id"], data["option"]["rank"]) == ("strategic-partnership", 1)
    assert (data["other"]["id"], data["other"]["rank"]) == ("status-quo", 2)
    cost = next(d for d in data["differences"] if d["criterion"] == "cost")
    assert cost["unit"] == "US$ million a year"
    assert (cost["option"]["performance"], cost["other"]["performance"]) == (645, 445)
    assert cost["option"]["confidence"] == "moderate"
    assert cost["option"]["sources"][0] == "news-release 11, 17"
    assert "Merida" in cost["other"]["rationale"]
    crime = next(c for c in data["counterfactuals"] if c["option"] == "status-quo")
    assert crime == {
        "kind": "performance",
        "option": "status-quo",
        "node": "crime",
        "now": 30,
        "needed": 71.5,
        "side": "above",
        "until": None,
        "move": 0.415,
        "within": False,
        "outcome": "leads",
        "leaders": ["status-quo"],
    }
    assert all((c["outcome"] == "level") == (c["side"] == "at") for c in data["counterfactuals"])


@pytest.mark.parametrize("verbose", [False, True])
@steady
@given(model=models())
def test_any_model_can_be_explained_in_every_format(model: Model, verbose: bool) -> None:
    report = report_of(model, verbose=verbose)
    for name in FORMATS:
        assert render(report, name)
    assert paragraphs(report.blocks())
    for table in tables(report.blocks()):
        assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_text_of_a_model_stays_text(mexico: Model) -> None:
    for text in NASTY:
        options = {
            name: option._replace(name=text or "x") for name, option in mexico.options.items()
        }
        criteria = {
            name: criterion._replace(name=text or "x", scale=criterion.scale._replace(unit=text))
            for name, criterion in mexico.criteria.items()
        }
        model = mexico._replace(options=options, criteria=criteria)
        for name in FORMATS:
            assert "\x1b" not in render(report_of(model), name)
        lines = text_of(model).split("\n")
        assert lines[2].count(" is 8.0 ahead of ") == 1
        assert not any(line.lstrip().startswith("::") for line in lines)


def test_a_model_without_declared_sources_lists_none(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 20, source: a letter}}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40}}
    """
    assert model.decision == Decision()
    assert "\nSources\n" not in text_of(model)
    assert "[a letter]" in text_of(model)


# The command line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a small model: charge and wait."""
    monkeypatch.chdir(laid(tmp_path / "here"))
    return tmp_path / "here"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chargee"], "unknown option chargee; did you mean charge?"),
        (["qqq"], "unknown option qqq; known: charge, wait"),
        (["charge", "wiat"], "unknown option wiat; did you mean wait?"),
        (["options"], "options is a folder, not an option; a model is named with --model options"),
        (["wait", "wait"], "wait is named twice; name two options, or one for the next to it"),
        (["charge", "wait", "x"], "unexpected extra argument"),
        (["--model", "nowhere"], "no such folder: nowhere"),
        (["--profile", "p"], "--profile: unknown profile p"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], said: str, here: Path) -> None:
    done = call("explain", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("name", ["x" * 5000, "\ud800", "a\x1b[31m"])
def test_whatever_is_named_is_no_bug(name: str, here: Path) -> None:
    done = call("explain", name)
    assert (done.code, done.out) == (2, "")
    assert "unknown option" in done.err
    assert "\x1b" not in done.err


def test_all_that_is_wrong_with_the_options_is_told_at_once(here: Path) -> None:
    done = call("explain", "qqq", "options")
    assert "unknown option qqq" in done.err
    assert "options is a folder" in done.err


def test_the_defaults_are_the_leader_and_the_one_next_to_it(here: Path) -> None:
    done = call("explain")
    assert done.code == 0
    assert done.out == call("explain", "wait", "charge").out
    assert done.out == call("explain", "-m", str(here), "wait").out
    last = call("explain", "charge").out
    assert "Charge stands last, so it is compared with the one above it, Wait." in last


def test_an_option_named_by_the_tree_of_another_model_is_taken_from_it(here: Path) -> None:
    done = call("explain", "status-quo", "--model", str(ROOT), "-q")
    assert (done.code, done.err) == (0, "")
    assert done.out == call("explain", "status-quo", "retrenchment", "-m", str(ROOT), "-q").out


def test_an_order_that_a_trial_breaks_is_a_warning(mexico: Model) -> None:
    done = call("explain", "-m", str(ROOT), "-w", "crime=0", "-w", "border=0", "-f", "json")
    assert "us-security" in done.err
    assert any("us-security" in warning for warning in json.loads(done.out)["warnings"])


def test_options_are_completed(here: Path) -> None:
    command = type("Command", (), {"params": []})()
    context = type("Context", (), {"params": {"model": None}, "args": [], "command": command})()
    assert complete_option(context, "w") == ["wait"]
    context.params["model"] = str(ROOT)
    assert complete_option(context, "st") == ["status-quo", "strategic-partnership"]


def test_a_tie_behind_the_first_is_told_with_its_rank(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 10}}
    --- options/b.yaml
    {name: Build, performance: {cost: 40}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 40}}
    """
    assert headline(explained(ranked(model), "b", "c")) == (
        "Build and Cut are level, both 2nd with 60.0."
    )
