"""What `weights` says: shares in the tree, the swings they stand for, what they imply in units."""

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from policyscore.model import Model
from policyscore.render import EXTENSIONS, render
from policyscore.report import Figure
from policyscore.reports.weights import default_yardstick, effective
from policyscore.reports.wording import ROUNDED, listed, read
from policyscore.scenario import scenario
from tests import strategies
from tests.conftest import ROOT
from tests.reporting import call, cells, rows, tables, warns_of_rounding, weights_of

Golden = Callable[[str, str], None]


def text_of(model: Model, *flags: str, **how: Any) -> str:  # noqa: ANN401
    """Return what `weights` prints into a pipe."""
    return render(weights_of(model, *flags, **how), "text")


CASES = {"default": (), "verbose-halves": ("-v", "--profile", "halves"), "crime": ("--in", "crime")}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("extension", [".txt", ".md"])
def test_what_weights_prints_is_as_accepted(name: str, extension: str, golden: Golden) -> None:
    done = call("weights", str(ROOT), *CASES[name], "--format", EXTENSIONS[extension])
    assert (done.code, done.err) == (0, f"Model: {ROOT}\n" if "-v" in CASES[name] else "")
    golden(done.out, f"weights/{name}{extension}")


@pytest.mark.parametrize("extension", [".csv", ".json"])
def test_what_weights_gives_to_programs_is_as_accepted(extension: str, golden: Golden) -> None:
    changes = ("--profile", "halves", "-w", "cost=40%", "-w", "crime*2")
    done = call("weights", str(ROOT), *changes, "--format", EXTENSIONS[extension])
    golden(done.out, f"weights/changed{extension}")


def test_the_heaviest_stands_first_among_its_siblings(model: Model) -> None:
    """
    --- criteria/light.yaml
    {name: Light, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/heavy.yaml
    {name: Heavy, weight: 9}
    --- criteria/a.yaml
    {name: Aft, weight: 1, within: heavy, scale: {worst: 10, best: 0}}
    --- criteria/b.yaml
    {name: Bow, weight: 3, within: heavy, scale: {worst: -10, best: 10, unit: m}}
    --- options/a.yaml
    {name: Act, performance: {light: 4, a: 1, b: 2}}
    """
    assert [cells(row) for row in rows(text_of(model), "criterion")] == [
        ["Heavy", "9", "90.0 %", "90.0 %"],
        ["Bow", "3", "75.0 %", "67.5 %", "−10 to 10 m"],
        ["Aft", "1", "25.0 %", "22.5 %", "10 to 0"],
        ["Light", "1", "10.0 %", "10.0 %", "10 to 0"],
    ]


def test_a_trade_off_is_told_in_money_where_there_is_some(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0, unit: million €}}
    --- criteria/jobs.yaml
    {name: Jobs, weight: 4, scale: {worst: 0, best: 2000, unit: jobs}}
    --- criteria/view.yaml
    {name: View, weight: 5, scale: {worst: 0, best: 10}}
    --- criteria/odd.yaml
    {name: Odd, weight: 0, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, jobs: 1, view: 2, odd: 3}}
    """
    text = text_of(model)
    assert "\nWhat the weights imply, told in Cost\n" in text
    assert [cells(row) for row in rows(text, "What the weights imply")] == [
        ["criterion", "id", "getting better by", "is worth"],
        ["View", "view", "1 (unit)", "50 million €"],
        ["Jobs", "jobs", "1 (jobs)", "0.2 million €"],
    ]
    assert text.endswith("\n\nTold in another unit: policyscore weights --in ID (now cost).\n")


def test_without_money_the_heaviest_criterion_is_the_yardstick(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: Aft, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/b.yaml
    {name: Bow, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/c.yaml
    {name: Crew, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/d.yaml
    {name: Dues, weight: 0, scale: {worst: 10, best: 0, unit: US$}}
    --- options/a.yaml
    {name: Act, performance: {a: 4, b: 1, c: 2, d: 3}}
    """
    assert default_yardstick(model, scenario(model, None, ())) == "b"
    assert default_yardstick(model, scenario(model, None, ("d=1",))) == "d"


def test_a_curve_is_told_by_its_average_and_by_how_far_it_rises(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0, unit: €}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10, curve: [[0, 10], [1, 50], [10, 60]]}}
    --- criteria/flat.yaml
    {name: Flat, weight: 1, scale: {worst: 0, best: 10, curve: [[0, 50], [10, 50]]}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: 1, flat: 0}}
    """
    text = text_of(model)
    assert [cells(row) for row in rows(text, "What the weights imply")][1:] == [
        ["Gain", "gain", "1 (unit)", "5 €"]
    ]
    assert text.endswith("--in ID (now cost). Averages over the whole scale on Gain.\n")
    assert "Flat is worth no points here, so nothing can be told in its units." in text_of(
        model, yardstick="flat"
    )


def test_a_yardstick_without_weight_is_said_to_measure_nothing(mexico: Model) -> None:
    text = text_of(mexico, "cost=0", yardstick="cost")
    assert text.endswith(
        "\n\nYearly U.S. cost is worth no points here, so nothing can be told in its units.\n"
    )
    data = json.loads(render(weights_of(mexico, "cost=0", yardstick="cost"), "json"))
    assert {weight["worth"] for weight in data["weights"]} == {None}


def test_a_single_criterion_has_nothing_to_trade(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    """
    assert text_of(model).endswith("  100 %   100 %  100 to 0\n")


def test_verbose_gives_the_reason_of_each_weight(model: Model) -> None:
    """
    --- criteria/all.yaml
    {name: All, rationale: "Holds\\nthe rest."}
    --- criteria/cost.yaml
    {name: Cost, within: all, weight: 1, scale: {worst: 9, best: 0}, rationale: Named, source: x 1}
    --- criteria/gain.yaml
    {name: Gain, within: all, weight: 1, scale: {worst: 100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4, gain: 3}}
    """
    lines = text_of(model, verbose=True).split("\n")
    assert lines[6] == "    Holds the rest."
    assert lines[8] == "    Named [x 1]"
    assert lines[10] == "    No rationale is given. [no source]"


def test_the_reasons_of_the_model_are_not_taken_for_those_of_a_profile(model: Model) -> None:
    """
    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 100, best: 0}, rationale: Named outright.}
    --- profiles/p.yaml
    {name: Purse, who: A treasurer, rationale: "Money\\nfirst.", source: x 1, weights: {cost: 9}}
    --- profiles/q.yaml
    {name: Quiet, weights: {cost: 9}}
    --- options/a.yaml
    {name: Act, performance: {cost: 4}}
    """
    purse = text_of(model, profile="p", verbose=True)
    assert "Weights of the profile Purse (p): A treasurer.\nMoney first. [x 1]\n" in purse
    assert "    The model's own weight: Named outright. [no source]\n" in purse
    quiet = text_of(model, profile="q", verbose=True)
    assert "Weights of the profile Quiet (q).\nNo rationale is given. [no source]\n" in quiet
    assert "The model's own weight:" in text_of(model, "cost=3", verbose=True)
    assert "The model's own weight:" not in text_of(model, verbose=True)
    assert "Money first." not in text_of(model, profile="p")


def test_changed_weights_stand_beside_those_before(mexico: Model) -> None:
    (table, *_) = tables(effective(mexico, scenario(mexico, None, ["cost=40%"])))
    assert [column.label for column in table.columns] == ["criterion", "id", "weight", "before"]
    name, *rest = table.rows[1].cells
    assert (name, rest) == ("  Yearly U.S. cost", ["cost", Figure("40.0 %"), Figure("15.4 %")])


def test_shares_that_do_not_add_up_as_printed_carry_a_note(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: Aft, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/b.yaml
    {name: Bow, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/c.yaml
    {name: Crew, weight: 1, scale: {worst: 10, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {a: 4, b: 1, c: 2}}
    """
    crew = cells(rows(text_of(model), "criterion")[2])
    assert crew == ["Crew", "1", "33.3 %", "33.3 %", "10 to 0"]
    assert f"  10 to 0\n\n{ROUNDED}\n" in text_of(model)
    assert ROUNDED not in text_of(model, "a=2")


@strategies.steady
@given(strategies.models())
def test_a_note_says_so_just_where_printed_shares_miss_their_sum(model: Model) -> None:
    """Of the whole, of each group: the printed shares of the children against the group's."""
    blocks = tuple(effective(model, scenario(model, None, ())))
    (table,) = tables(blocks)
    printed = {}
    for row in table.rows:
        name, _, figure = row.cells
        assert isinstance(figure, Figure)
        printed[str(name).strip()] = read(figure.text)
    missed = [
        abs(whole - sum(printed[model.node(child).name] for child in children)) >= Fraction(1, 20)
        for whole, children in (
            (Fraction(100), model.roots),
            *((printed[group.name], group.children) for group in model.groups.values()),
        )
    ]
    assert warns_of_rounding(blocks) is any(missed)


def test_worths_beyond_the_largest_double_are_still_numbers(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: Aft, weight: 1e100, scale: {worst: 0, best: 1e-100}}
    --- criteria/b.yaml
    {name: Bow, weight: 1e-100, scale: {worst: 1e100, best: 0}}
    --- options/a.yaml
    {name: Act, performance: {a: 0, b: 1}}
    """
    report = weights_of(model, yardstick="b")
    assert json.loads(render(report, "json"))["weights"][0]["worth"] == 10**400
    assert "1e-100 (unit)      1e300 units\n" in render(report, "text")


def test_csv_holds_the_same_as_json(mexico: Model) -> None:
    report = weights_of(mexico, "cost=40%", yardstick="crime")
    data = json.loads(render(report, "json"))
    lines = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert data["yardstick"] == "crime"
    assert {(line["yardstick"], line["overrides"]) for line in lines} == {("crime", "cost=40%")}
    for line, weight in zip(lines, data["weights"], strict=True):
        assert line["id"] == weight["id"]
        for key in ("local", "share", "worth"):
            wanted = weight[key]
            assert line[key] == ("" if wanted is None else str(wanted))


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], words: str) -> None:
    assert listed(names) == words
