"""What `robustness` says: the verdict and its checks, shares side by side, what is possible."""

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from policyscore.analyses.allowed import Said
from policyscore.cli.asking import Wanted, asked
from policyscore.load import load
from policyscore.model import Model
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.report import Report
from policyscore.reports.assessed import Assessed, assessed
from policyscore.reports.robustness import robustness_report
from tests.conftest import ROOT
from tests.nasty import NASTY
from tests.reporting import call, cells, headline, made, paragraphs, ranked, rows
from tests.strategies import models, steady
from tests.terminals import on_terminal

Golden = Callable[[str, str], None]


def found_of(model: Model, *flags: str, **how: Any) -> Assessed:  # noqa: ANN401 - fields of Wanted
    """Return what `robustness` finds, with few draws."""
    said = Said(*(how.pop(name, ()) for name in ("ranking", "bounds", "at_least")))
    plain = Wanted("criteria", None, said, False, "160", "0", False)
    result = ranked(model, *flags)
    return assessed(result, *asked(result, plain._replace(**how)))


def report_of(model: Model, *flags: str, **how: Any) -> Report:  # noqa: ANN401
    """Return the report of `robustness`."""
    return robustness_report(found_of(model, *flags, **how), lambda: "0" * 64)


def text_of(model: Model, *flags: str, **how: Any) -> str:  # noqa: ANN401
    """Return what `robustness` prints into a pipe."""
    return render(report_of(model, *flags, **how), "text")


# The built-in model


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_robustness_prints_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("robustness", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"robustness/default{extension}")


CASES = {
    "ranking": ("--ranking", "crime,cost,institutions", "--draws", "320"),
    "groups": ("--over", "groups", "--correlated", "--seed", "7", "--draws", "320"),
    "bounds": ("--bounds", "burden=30%:50%", "--at-least", "crime=cost", "--draws", "320"),
    "around": ("--around", "25%", "--draws", "320", "-w", "cost=20%", "--profile", "halves"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_weights_is_told_as_accepted(case: str, golden: Golden) -> None:
    done = call("robustness", str(ROOT), *CASES[case])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"robustness/{case}.txt")


def test_shares_over_criteria_and_over_the_top_level_stand_side_by_side(mexico: Model) -> None:
    text = text_of(mexico)
    table = {cells(line)[0]: cells(line)[1:] for line in rows(text, "leads in this part")}

    assert table == {
        "Strategic partnership": ["71.7 %", "46.7 %"],
        "Status quo": ["14.3 %", "0 %"],
        "Retrenchment": ["14.1 %", "53.3 %"],
    }
    assert "Over the 9 criteria: exact." in text
    assert "Counting criteria is not neutral" in text


def test_estimates_carry_their_error_and_exact_shares_do_not(mexico: Model) -> None:
    data = json.loads(render(report_of(mexico), "json"))

    for over in ("criteria", "groups"):
        assert data["weights"][over]["method"] == "exact"
        parts = [part for o in data["weights"][over]["options"] for part in o["ranks"]]
        assert {part["error"] for part in parts} == {None}
    for draws in data["performances"]:
        parts = [part for option in draws["options"] for part in option["ranks"]]
        assert all(part["error"] > 0 for part in parts)


def test_an_option_that_nothing_makes_first_is_named_with_what_beats_it(mexico: Model) -> None:
    text = text_of(mexico, over="groups")

    assert "Status quo: " not in text
    assert (
        "make Status quo lead: a mixture of 51.9 % Retrenchment and 48.1 % Strategic partnership "
        "is ahead of it by 1.6 or more" in text
    )


def test_exact_takes_as_long_as_it_takes() -> None:
    flags = ("--over", "groups", "--around", "25%", "--exact", "--draws", "160")
    done = call("robustness", str(ROOT), *flags)

    assert done.code == 0
    assert "Over the weights allowed: exact." in done.out


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", [f"Option {i}" for i in range(7)], list("abcdefg"))
    flags = ("robustness", str(folder), "--exact", "--draws", "16", "-q")
    watched = on_terminal(*flags, errors=True)

    assert (watched.code, watched.out) == (0, call(*flags).out)
    assert "\r200 parts of the exact answer ..." in watched.err
    assert watched.err.endswith("\r\x1b[K")


def test_the_same_seed_gives_the_same_bytes_and_0_is_a_seed() -> None:
    first, second, other = (
        call("robustness", str(ROOT), "--draws", "160", "--seed", seed, "-f", "csv").out
        for seed in ("0", "0", "1")
    )
    assert first == second
    assert first != other


# Verdicts


def test_a_tie_is_called_a_tie(model: Model) -> None:
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
    assert headline(text_of(model)) == (
        "Left and Right share the lead: it is a tie; a small change of weights or performances can "
        "part them."
    )
    assert found_of(model).verdict.word == "tie"


def test_a_dominating_option_leads_firmly_and_always(model: Model) -> None:
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

    assert headline(text) == (
        "The lead of Left, 40.0, is firm as far as weights go, for no performance has a range: "
        "all 3 checks hold."
    )
    assert cells(rows(text, "option  leads")[0]) == ["Left", "always", "40.0", "0.0"]
    assert cells(rows(text, "option  leads")[1]) == ["Right", "never", "·", "40.0"]
    assert (
        "No weights make Right lead: Left is ahead of it by 40.0 or more under all of them." in text
    )
    assert "100 % or more" in text


def test_one_check_that_fails_makes_a_lead_fragile(model: Model) -> None:
    """Left leads under half of all weights, not under less; the range of one cell decides.

    --- criteria/cost.yaml
    {name: Cost, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 2, scale: {worst: 0, best: 10}}
    --- options/left.yaml
    {name: Left, performance: {cost: {value: 1, low: 0, high: 4}, gain: 1}}
    --- options/right.yaml
    {name: Right, performance: {cost: 9, gain: 9}}
    """
    found = found_of(model)

    assert found.verdict.word == "fragile"
    assert [check.kind for check in found.verdict.checks if not check.holds] == ["cells"]
    assert (
        "1 of 6 checks does not hold: a single performance can end it within its range."
        in headline(text_of(model))
    )


def test_a_single_option_has_nothing_to_be_held_against(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/only.yaml
    {name: Only, performance: {cost: 4}}
    """
    assert headline(text_of(model)) == "Only is the only option: nothing can pass it."
    for name in FORMATS:
        assert render(report_of(model), name)


def test_what_nobody_drew_is_not_called_impossible() -> None:
    done = call("robustness", str(ROOT), "--profile", "institution-builder", "--draws", "160")
    table = rows(done.out[done.out.index("while performances vary") :], "option")

    assert "<1.9 %" in " ".join(table)


# Usage


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--over", "leaves"], "--over: unknown choice leaves; one of criteria, groups"),
        (["--seed", "-1"], "--seed: -1 is not a whole number of 0 or more"),
        (["--draws", "0"], "--draws: 0 is not a whole number of at least 1"),
        (["--around", "0"], "--around: leave some room, such as 25%"),
        (["--around", "x"], "--around x: "),
        (["--ranking", "crime"], "--ranking crime: name two or more"),
        (["--bounds", "cost"], "--bounds cost: write ID=LOW:HIGH"),
        (["--at-least", "cost"], "--at-least cost: write ID=ID"),
        (["--ranking", "crime,cots"], "unknown criterion or group cots; did you mean cost?"),
        (
            ["--bounds", "cost=60%:", "--bounds", "crime=60%:", "--ranking", "border,local"],
            "--bounds cost=60%: and --bounds crime=60%: leave no room",
        ),
        (["--over", "groups", "--ranking", "cost,crime"], "at the top level cost"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(flags: list[str], message: str) -> None:
    done = call("robustness", str(ROOT), *flags)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_criteria_without_groups_have_no_other_top_level(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", ["Left", "Right"], ["Cost", "Gain"])
    done = call("robustness", str(folder), "--over", "groups")
    assert (done.code, done.out) == (2, "")
    assert "the model has no groups side by side at the top level" in done.err


def test_there_is_no_top_level_to_look_over_with_a_single_root(tmp_path: Path) -> None:
    folder = made(tmp_path / "m", ["Left", "Right"], ["Cost"])
    done = call("robustness", str(folder), "--over", "groups")
    assert (done.code, done.out) == (2, "")


# Properties


@given(models(most_options=3))
@steady
def test_every_format_tells_it_and_nothing_fails(model: Model) -> None:
    report = report_of(model)
    for name in FORMATS:
        assert render(report, name)


@given(models(most_options=3))
@steady
def test_exact_shares_in_the_records_add_up(model: Model) -> None:
    assume(len(model.options) > 1)
    found = found_of(model)
    for result in found.over.values():
        for ranks in result.ranks.values():
            assert sum(part.value for part in ranks) == 1


def test_many_options_are_cut_in_tables_and_whole_in_csv(tmp_path: Path) -> None:
    names = [f"Option {i}" for i in range(14)]
    model = load(made(tmp_path / "m", names, ["Cost", "Gain", "Peace"])).model
    report = report_of(model)

    assert "The first 12 of 14 options; CSV and JSON have all." in paragraphs(report.blocks())
    records = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert {record["option"] for record in records} == set(model.options)


def test_more_options_than_can_be_exact_are_estimated_and_said_so(tmp_path: Path) -> None:
    names = [f"Option {i}" for i in range(60)]
    criteria = [f"Criterion {j}" for j in range(6)]
    model = load(made(tmp_path / "m", names, criteria)).model
    text = text_of(model)

    assert (
        "Over the 6 criteria: estimated from 160 Sobol points; ± is half of a 95 % interval."
        in text
    )
    assert "±" in rows(text, "leads in this part")[0]
    assert "What is possible" not in text


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_a_model_can_do_nothing_but_be_shown(nasty: str, tmp_path: Path) -> None:
    folder = made(tmp_path / "m", ["Left", "Right"], ["Cost", "Gain"])
    option = f"name: {json.dumps(nasty)}\nperformance: {{c0: 3, c1: 4}}\n"
    (folder / "options" / "o0.yaml").write_text(option, encoding="utf-8")
    done = call("robustness", str(folder), "-q", "--draws", "160")

    assert done.code in (0, 3)
    assert "\x1b" not in done.out
    assert not any(line.startswith("::") for line in done.out.split("\n"))


def test_the_radius_in_the_checks_never_reads_more_than_it_is(mexico: Model) -> None:
    check = next(check for check in found_of(mexico).verdict.checks if check.kind == "radius")
    assert check.found is not None
    assert check.found < Fraction(2413033, 10**7)


def test_a_check_that_could_not_be_made_does_not_hold(tmp_path: Path) -> None:
    """A chain of orders that hardly any draw keeps."""
    folder = made(tmp_path / "m", [f"Option {i}" for i in range(10)], ["Cost", "Gain"])
    for i in range(9):
        cell = f"{{value: {50 + i}, low: 0, high: 100}}"
        text = f"name: O{i}\nperformance: {{c0: {cell}, c1: 50}}\n"
        (folder / "options" / f"o{i}.yaml").write_text(text, encoding="utf-8")
    (folder / "options" / "o9.yaml").write_text("name: Best\nperformance: {c0: 99, c1: 99}\n")
    orders = "".join(
        f"- {{criterion: c0, better: [o{i + 1}], worse: [o{i}], source: x}}\n" for i in range(8)
    )
    (folder / "policyscore.yaml").write_text(f"orders:\n{orders}", encoding="utf-8")
    model = load(folder).model
    text = text_of(model)

    assert "performances drawn apart: not known" in headline(text)
    assert "not known" in text
    assert found_of(model).verdict.word == "fragile"


def test_statements_on_many_options_leave_out_what_takes_pairs(tmp_path: Path) -> None:
    names = [f"Option {i}" for i in range(60)]
    model = load(made(tmp_path / "m", names, [f"Criterion {j}" for j in range(4)])).model
    report = report_of(model, ranking=("c0,c1",))
    text = render(report, "text")

    assert "mean rank" not in text
    assert "is above" not in text
    records = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert {r["varied"] for r in records} >= {"weights: allowed", "weights: criteria"}
