"""What `check` says of a model without errors: what was looked at, and each warning."""

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from policyscore.cli.checking import expected
from policyscore.faults import Fault, Place
from policyscore.judging.answers import Answer
from policyscore.model import Expectation, Model
from policyscore.render import EXTENSIONS, render
from policyscore.reports.check import Checked, check_report
from policyscore.reports.expected import value
from policyscore.reports.wording import counted
from tests.conftest import ROOT
from tests.reporting import call, tables

Golden = Callable[[str, str], None]

# A model with a warning about a line, one about a file and one about all performances.
WARNED = """
    --- policyscore.yaml
    title: Where to build
    date: 2026-01-02
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/gain.yaml
    name: Gain
    weight: 0
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: unknown}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 5, low: 4, high: 6, source: x}, gain: 3}}
    """


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_check_prints_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("check", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"check/default{extension}")


def _warned(folder: Path) -> Path:
    """Return the folder, with a text in it that is no part of the model."""
    (folder / "options" / "notes.txt").write_text("see b.yaml\n")
    return folder


def test_warnings_are_listed_as_accepted(folder: Path, golden: Golden) -> None:
    for extension in (".txt", ".md", ".csv", ".json"):
        done = call("check", str(_warned(folder)), "--format", EXTENSIONS[extension])
        assert done.code == 0
        golden(done.out, f"check/warned{extension}")


test_warnings_are_listed_as_accepted.__doc__ = WARNED


def test_json_and_csv_hold_each_warning_with_its_place(mexico: Model) -> None:
    warnings = [
        Fault(Place("options/a.yaml", 3, 5), "rule-a", "what", "fix", "warning"),
        Fault(Place("options"), "rule-b", "all of it", "", "warning"),
    ]
    report = check_report(Checked("T", ["options/a.yaml"], warnings, expected(mexico, ())))
    records = json.loads(render(report, "json"))["warnings"]
    lines = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert records[0] == {
        "severity": "warning",
        "rule": "rule-a",
        "file": "options/a.yaml",
        "line": 3,
        "column": 5,
        "what": "what",
        "fix": "fix",
    }
    assert [{k: str(v) for k, v in record.items()} for record in records] == lines


def test_one_of_a_thing_is_counted_in_the_singular(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 4, rationale: r, confidence: low}}}
    """
    text = render(check_report(Checked("Policy options", [], [], expected(model, ()))), "text")
    assert text == (
        "Policy options: check\n\n"
        "No expectations to judge. No errors, no warnings.\n\n"
        "Looked at 1 option, 1 criterion, 0 groups, 0 profiles, 0 sources and 0 orders.\n"
        "1 performance: 0 with a source, 1 with a rationale, 1 with a confidence, 0 with a range "
        "and 0 unknown.\n"
    )
    assert counted(2, "criterion", "criteria") == "2 criteria"


def test_more_than_a_hundred_faults_are_cut_and_counted(mexico: Model) -> None:
    faults = [Fault(Place("a.yaml", i), "rule", f"what {i}", "", "warning") for i in range(101)]
    text = render(check_report(Checked("T", [], faults, expected(mexico, ()))), "text")
    assert "what 99" in text
    assert "1 more" in text
    assert "what 100" not in text


def judged_text(model: Model, *texts: str) -> str:
    """Return what `check` prints of expectations."""
    every = [Expectation(text, Place("--expect")) for text in texts]
    return render(check_report(Checked("T", [], [], expected(model, every), verbose=True)), "text")


def test_what_fails_says_what_would_turn_it(mexico: Model) -> None:
    text = judged_text(mexico, "stable(cost)")
    assert "stable(cost) is no." in text
    assert "retrenchment would lead if cost weighed more than 29.8 % of all (now 15.4 %)." in text


def test_shares_and_points_are_told_as_people_read_them(mexico: Model) -> None:
    text = judged_text(mexico, "acceptability(status-quo, 1) > 50%", "score(status-quo) > 50")
    assert "acceptability(status-quo, 1) is 14.3 %." in text
    assert "score(status-quo) is 41.8." in text


def test_what_cannot_be_said_is_unclear_and_says_why(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 5}}
    --- options/y.yaml
    {name: Y, performance: {a: 4}}
    """
    text = judged_text(model, "stable(a)", "score(x) > 10")
    assert "Of 2 expectations, 1 is unclear." in text
    assert "stable(a) is unclear." in text
    assert "Unclear: stable(a): a has all the weight" in text
    assert "score(x) is 50.0." in text


@pytest.mark.parametrize(
    ("count", "rows", "last"), [(99, 99, "f98"), (100, 100, "f99"), (101, 101, "1 more")]
)
def test_a_hundred_errors_are_shown_and_further_ones_counted(
    count: int, rows: int, last: str
) -> None:
    faults = [Fault(Place("options/a.yaml", i + 1, 1), "rule", f"f{i}") for i in range(count)]
    (table,) = tables(check_report(Checked("T", ["options/a.yaml"], faults)).blocks())
    assert (len(table.rows), table.rows[-1].cells[1]) == (rows, last)


def test_a_file_without_faults_passed(mexico: Model) -> None:
    warning = Fault(Place("options/b.yaml", 3, 5), "rule", "what", "fix", "warning")
    stray = Fault(Place("notes.txt"), "stray", "not read", "", "warning")
    names = ["options/b.yaml", "options/a.yaml"]
    report = check_report(Checked("T", names, [warning, stray], expected(mexico, ())))
    assert report.findings is not None
    found = [(f.kind, f.subject, f.outcome, f.line) for f in report.findings()]
    assert found == [
        ("file", "notes.txt", "warning", 0),
        ("file", "options/a.yaml", "passed", 0),
        ("file", "options/b.yaml", "warning", 3),
    ]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer("share", Fraction(1, 3), Fraction(1, 100)), "33.3 % ± 1.0 %"),
        (Answer("share", Fraction(1, 3)), "33.3 %"),
        (Answer("rank", Fraction(3)), "3"),
        (Answer("yes or no", True), "yes"),
        (Answer("yes or no", False), "no"),
        (Answer("yes or no", None, reason="why"), "unclear"),
        (Answer("points", Fraction(5)), "5.0"),
        (Answer("points", Fraction(4999, 1000)), "4.999"),
    ],
)
def test_a_value_reads_as_what_it_is(answer: Answer, told: str) -> None:
    assert value(answer) == told


def test_json_holds_the_error_of_a_share(mexico: Model) -> None:
    that = Expectation("acceptability(status-quo, 1) > 0.9", Place("policyscore.yaml", 3, 5))
    judged = expected(mexico, [that])
    (one,) = judged.judgements
    shares = {call: answer._replace(error=Fraction(1, 8)) for call, answer in one.answers.items()}
    found = judged._replace(judgements=(one._replace(answers=shares),))
    data = json.loads(render(check_report(Checked("T", [], [], found)), "json"))
    assert data["expectations"][0]["under"][0]["values"][0]["error"] == 0.125


def test_rationales_and_confidences_are_counted_apart(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 4, rationale: r, source: s}}}
    --- options/b.yaml
    {name: Build, performance: {cost: {value: 5, rationale: r, confidence: low}}}
    """
    text = render(check_report(Checked("T", [], [], expected(model, ()))), "text")
    assert (
        "2 performances: 1 with a source, 2 with a rationale, 1 with a confidence, 0 with a range"
        in text
    )
