"""What `scorecard` says: each option on each criterion, in natural units, without weights."""

import csv
import io
import json
from collections.abc import Callable

import pytest

from policyscore.model import Model
from policyscore.render import EXTENSIONS, render
from policyscore.reports.scorecard import marks, scorecard_report
from tests.conftest import ROOT
from tests.reporting import call, cells, rows

Golden = Callable[[str, str], None]


def text_of(model: Model, verbose: bool = False) -> str:
    """Return what `scorecard` prints into a pipe."""
    return render(scorecard_report(model, verbose), "text")


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_what_scorecard_prints_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("scorecard", str(ROOT), "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, "")
    golden(done.out, f"scorecard/default{extension}")


@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_the_evidence_of_every_cell_is_as_accepted(extension: str, golden: Golden) -> None:
    done = call("scorecard", str(ROOT), "-v", "--format", EXTENSIONS[extension])
    golden(done.out, f"scorecard/verbose{extension}")


def test_weights_change_nothing_on_a_scorecard(mexico: Model) -> None:
    first = next(iter(mexico.criteria))
    heavier = mexico.criteria[first]._replace(weight=mexico.criteria[first].weight * 9)
    changed = mexico._replace(criteria={**mexico.criteria, first: heavier})
    assert text_of(changed, verbose=True) == text_of(mexico, verbose=True)


def test_equal_options_share_a_mark_and_unknown_ones_get_none(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0, unit: euro}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: -5, best: 5}}
    --- criteria/same.yaml
    {name: Same, weight: 1, scale: {worst: 0, best: 5}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: -2.5, same: 1}}
    --- options/b.yaml
    {name: Build, performance: {cost: 4, gain: {value: 1, low: -1, high: 2}, same: 1}}
    --- options/c.yaml
    {name: Cut, performance: {cost: 6, gain: unknown, same: 1}}
    """
    assert marks(model, "cost") == {"a": "▲", "b": "▲", "c": "▼"}
    assert marks(model, "gain") == {"a": "▼", "b": "▲"}
    assert marks(model, "same") == {}
    assert [cells(row) for row in rows(text_of(model), "criterion")] == [
        ["Cost", "4 ▲", "4 ▲", "6 ▼", "10 to 0 euro"],
        ["Gain", "−2.5 ▼", "1 (−1–2) ▲", "unknown", "−5 to 5"],
        ["Same", "1", "1", "1", "0 to 5"],
    ]
    assert text_of(model).endswith("▲ best and ▼ worst of these options on the criterion.\n")


def test_marks_go_by_what_is_better_not_by_what_is_more(mexico: Model) -> None:
    assert marks(mexico, "cost") == {"retrenchment": "▲", "strategic-partnership": "▼"}


def test_marks_go_by_performance_even_where_a_curve_is_flat(model: Model) -> None:
    """
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0, curve: [[10, 0], [5, 80], [3, 80], [0, 100]]}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    --- options/b.yaml
    {name: Build, performance: {cost: 5}}
    """
    assert marks(model, "cost") == {"a": "▲", "b": "▼"}


def test_without_a_mark_nothing_explains_marks(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    """
    assert text_of(model) == (
        "Policy options: scorecard\n\ncriterion  Act  from worst to best\nCost         4  10 to 0\n"
    )


def test_where_nothing_is_given_the_evidence_says_so(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    --- options/b.yaml
    name: Build
    performance: {cost: {value: 4, rationale: "Two\\nlines.", source: [x 1, y], confidence: low}}
    """
    text = text_of(model, verbose=True)
    assert "    Act: No rationale is given. [no source; confidence not given]\n" in text
    assert "    Build: Two lines. [x 1; y; confidence low]\n" in text


def test_json_holds_every_cell_with_its_evidence(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: {value: 4.5, low: 4, high: 5, source: x, confidence: low}}}
    --- options/b.yaml
    {name: Build, performance: {cost: unknown}}
    """
    data = json.loads(render(scorecard_report(model, verbose=False), "json"))
    assert data["schema"] == "policyscore.scorecard/1"
    assert data["criteria"] == [
        {
            "id": "cost",
            "name": "Cost",
            "unit": None,
            "worst": 10,
            "best": 0,
            "best_options": [],
            "worst_options": [],
        }
    ]
    empty: dict[str, object] = {"rationale": None, "sources": [], "confidence": None}
    assert [option["performance"]["cost"] for option in data["options"]] == [
        {"value": 4.5, "low": 4, "high": 5, **empty, "sources": ["x"], "confidence": "low"},
        {"value": None, "low": 0, "high": 10, **empty},
    ]


def test_no_criterion_can_be_mistaken_for_another_column(model: Model) -> None:
    """
    --- criteria/name.yaml
    {name: Good name, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/option.yaml
    {name: Leaves options, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {name: 4, option: unknown}}
    """
    read = list(csv.DictReader(io.StringIO(render(scorecard_report(model, verbose=False), "csv"))))
    assert read == [
        {"option": "a", "name": "Act", "performance_name": "4", "performance_option": ""}
    ]
