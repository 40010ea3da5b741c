"""Each warning about what is legal but suspicious, and its absence."""

from pathlib import Path

import pytest

from policyscore.doubts import broken_orders, doubts, unsourced_cells
from policyscore.faults import Place
from policyscore.load import load
from policyscore.model import Model, Profile
from policyscore.scenario import scenario
from tests.models import laid, line_of

COST = "name: Cost\nweight: 3\nscale: {worst: 10, best: 0}\n"
EQUITY = "name: Equity\nweight: 2\nscale: {worst: 0, best: 10}\n"


def said(model: Model) -> list[str]:
    """Return a line for each doubt about a model."""
    return [line_of(fault) for fault in doubts(model)]


def two(root: Path, charge: str, wait: str, **files: str) -> Model:
    """Return a model of two options with these cells, each from a source."""

    def option(name: str, cells: str) -> str:
        pairs = (cell.split("=") for cell in cells.split())
        long = (f"  {key}: {{value: {value}, source: s}}\n" for key, value in pairs)
        return f"name: {name}\nperformance:\n{''.join(long)}"

    options = {"options/charge.yaml": option("Charge", charge)}
    options["options/wait.yaml"] = option("Wait", wait)
    named = {f"{name.replace('_', '/')}.yaml": text for name, text in files.items()}
    return load(laid(root, {**options, **named})).model


def test_a_model_in_order_raises_no_doubt(tmp_path: Path) -> None:
    assert said(two(tmp_path, "cost=4 equity=6", "cost=1 equity=3")) == []


def test_the_built_in_model_raises_no_doubt(mexico: Model) -> None:
    assert said(mexico) == []


def test_doubts_come_sorted_by_place(model: Model) -> None:
    """Each doubt about criteria and options stands once.

    --- criteria/cost.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- criteria/equity.yaml
    name: Equity
    weight: 0
    scale: {worst: 0, best: 10}
    --- criteria/g.yaml
    name: Group
    weight: 0
    --- criteria/h.yaml
    name: H
    weight: 1
    within: g
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: Plan
    performance: {cost: 4, equity: 6, h: 1}
    --- options/b.yaml
    name: PLAN
    performance: {cost: 5, equity: {value: 6, source: report}, h: 1}
    """
    assert said(model) == [
        "criteria/equity.yaml:1:1: warning: all options score the same on equity, "
        "so it decides nothing",
        "criteria/equity.yaml:1:1: warning: the criterion equity has weight 0, "
        "so it counts for nothing",
        "criteria/g.yaml:1:1: warning: the group g has weight 0, so it counts for nothing",
        "criteria/h.yaml:1:1: warning: all options score the same on h, so it decides nothing",
        "options: warning: 5 of 6 performances name no source; check -v lists them",
        "options/b.yaml:1:1: warning: b and a have the same name, PLAN; "
        "readers could not tell them apart",
        "options/b.yaml:1:1: warning: b scores nowhere higher than a, and lower on at least one "
        "criterion; at these values no weights put it ahead of a; check that it is a real choice",
    ]


# Sources


def test_each_known_cell_without_a_source_is_listed(model: Model) -> None:
    """An unknown needs no source.

    --- criteria/cost.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance:
      cost: 4
    --- options/b.yaml
    name: B
    performance:
      cost: {value: 5, source: report}
    --- options/c.yaml
    name: C
    performance:
      cost: unknown
    --- options/d.yaml
    name: D
    performance:
      cost: {value: 5, rationale: why}
    """
    assert [line_of(fault) for fault in unsourced_cells(model)] == [
        "options/a.yaml:3:3: warning: a on cost: no source is given; add source",
        "options/d.yaml:3:3: warning: d on cost: no source is given; add source",
    ]
    assert ("options: warning: 2 of 4 performances name no source; check -v lists them") in said(
        model
    )


# Criteria that decide nothing


@pytest.mark.parametrize(
    ("charge", "wait", "doubted"),
    [
        ("cost=4 equity=6", "cost=4.0 equity=3", True),
        ("cost=4 equity=6", "cost=4.1 equity=3", False),
        ("cost=unknown equity=6", "cost=5 equity=3", False),
        ("cost=unknown equity=6", "cost=unknown equity=3", False),
    ],
)
def test_a_criterion_on_which_all_score_the_same_is_doubted(
    tmp_path: Path, charge: str, wait: str, doubted: bool
) -> None:
    found = said(two(tmp_path, charge, wait))
    assert any("all options score the same on cost" in line for line in found) is doubted


def test_what_differs_in_units_may_be_the_same_in_score(tmp_path: Path) -> None:
    level = COST.replace("best: 0", "best: 0, curve: [[10, 0], [8, 50], [2, 50], [0, 100]]")
    model = two(tmp_path, "cost=4 equity=6", "cost=5 equity=3", criteria_cost=level)
    assert any("all options score the same on cost" in line for line in said(model))


def test_a_weight_of_0_is_doubted_and_a_small_one_is_not(tmp_path: Path) -> None:
    nothing = EQUITY.replace("weight: 2", "weight: 0.0")
    little = EQUITY.replace("weight: 2", "weight: 1e-9")
    cells = "cost=4 equity=6", "cost=1 equity=3"
    assert said(two(tmp_path, *cells, criteria_equity=little)) == []
    assert [
        line.split(": ")[2] for line in said(two(tmp_path, *cells, criteria_equity=nothing))
    ] == ["the criterion equity has weight 0, so it counts for nothing"]


# Options


@pytest.mark.parametrize(
    ("charge", "wait", "doubted"),
    [
        ("cost=4 equity=6", "cost=5 equity=6", ["wait"]),
        ("cost=4 equity=6", "cost=5 equity=5", ["wait"]),
        ("cost=4 equity=6", "cost=4 equity=7", ["charge"]),
        ("cost=4 equity=6", "cost=5 equity=7", []),
        ("cost=4 equity=6", "cost=4 equity=6", []),
        ("cost=0 equity=10", "cost=unknown equity=5", []),
        ("cost=unknown equity=unknown", "cost=10 equity=0", []),
    ],
)
def test_an_option_that_another_beats_everywhere_is_doubted(
    tmp_path: Path, charge: str, wait: str, doubted: list[str]
) -> None:
    found = [line for line in said(two(tmp_path, charge, wait)) if "nowhere higher" in line]
    assert [line.split("/")[1].split(".")[0] for line in found] == doubted


def test_three_options_of_one_name_are_two_doubts(tmp_path: Path) -> None:
    same = (
        "name: CHARGE\nperformance: {cost: {value: 1, source: s}, equity: {value: 1, source: s}}\n"
    )
    names = {"options_toll": same, "options_tram": same.replace("CHARGE", "charge")}
    found = said(two(tmp_path, "cost=4 equity=6", "cost=1 equity=3", **names))
    assert [line for line in found if "same name" in line] == [
        "options/toll.yaml:1:1: warning: toll and charge have the same name, CHARGE; "
        "readers could not tell them apart",
        "options/tram.yaml:1:1: warning: tram and charge have the same name, charge; "
        "readers could not tell them apart",
    ]


def test_a_single_option_is_no_choice(model: Model) -> None:
    """That all options score the same is not said of one alone.

    --- criteria/cost.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {cost: {value: 4, source: report}}
    """
    assert said(model) == ["options: warning: there is only one option to choose among"]


def test_all_profiles_of_a_model_that_has_none_are_doubted(tmp_path: Path) -> None:
    expect = (
        "expect:\n  - {that: best(charge), under: all}\n  - {that: best(wait)}\n"
        "  - {that: rank(wait) == 2, under: [all]}\n"
    )
    model = two(tmp_path, "cost=4 equity=6", "cost=1 equity=3", policyscore=expect)
    told = (
        "warning: an expectation is to hold under all, but the model has no profiles; "
        "it is judged under the model's own weights; add a profile, or remove under"
    )
    assert said(model) == [f"policyscore.yaml:2:12: {told}", f"policyscore.yaml:4:12: {told}"]


def test_all_profiles_are_not_doubted_where_there_is_one(tmp_path: Path) -> None:
    expect = "expect:\n  - {that: best(charge), under: all}\n"
    model = two(tmp_path, "cost=4 equity=6", "cost=1 equity=3", policyscore=expect)
    profile = Profile("green", "Green", {}, Place("profiles/green.yaml"))
    assert said(model._replace(profiles={"green": profile})) == []


# Orders on groups under other weights


def test_an_order_on_a_group_is_doubted_under_weights_that_break_it(model: Model) -> None:
    """With its own weights the order holds.

    --- policyscore.yaml
    orders:
      - {criterion: burden, better: [toll], worse: [tram]}
      - {criterion: cost, better: [toll], worse: [tram]}
    --- criteria/burden.yaml
    name: Burden
    --- criteria/cost.yaml
    name: Cost
    within: burden
    weight: 3
    scale: {worst: 10, best: 0}
    --- criteria/noise.yaml
    name: Noise
    within: burden
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/toll.yaml
    name: Toll
    performance: {cost: 0, noise: 5}
    --- options/tram.yaml
    name: Tram
    performance: {cost: 5, noise: 0}
    """
    assert broken_orders(model, scenario(model, None, []).weights) == []
    changed = scenario(model, None, ["noise=9"]).weights
    assert [line_of(fault) for fault in broken_orders(model, changed)] == [
        "policyscore.yaml:2:5: warning: under these weights toll does worse than tram on burden, "
        "against what a source says"
    ]
