"""A folder to a model: what it holds, its warnings, its fingerprint, and nothing but own errors."""

import hashlib
import random
from fractions import Fraction as F
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.decimals import text_of
from policyscore.faults import CannotAccess, Misuse, Place, PolicyscoreError, WrongModel
from policyscore.load import Loaded, load
from policyscore.model import (
    NOWHERE,
    Criterion,
    Decision,
    Expectation,
    Group,
    Model,
    Option,
    Order,
    Performance,
    Profile,
    Scale,
    Source,
)
from tests.conftest import ROOT, write_files
from tests.models import GOOD, laid, said
from tests.strategies import steady

# What a model holds

Located = TypeVar("Located", Decision, Criterion, Group, Option, Performance, Profile)


def bare(thing: Located) -> Located:
    """Return a part of a model without the places of its keys."""
    return thing._replace(places=NOWHERE)


def test_a_model_holds_what_its_files_say(model: Model) -> None:
    """Every key stands once.

    --- policyscore.yaml
    title: Roads
    question: >-
      Which
      way?
    owner: The town
    date: 2030-01-01
    baseline: wait
    indifference: 0.5
    sources:
      report: {title: A report, date: 2029, url: "https://example.org/"}
      memo: {title: A memo}
    orders:
      - {criterion: cost, better: [wait, wait], worse: [charge], source: [report 3, memo]}
    expect:
      - {that: rank(charge) == 1, why: agreed}
      - that: "best(wait)"
        severity: warn
        under: [green, all, green]
    --- profiles/green.yaml
    name: Green
    who: Trees
    rationale: They say so.
    source: memo 1
    weights: {equity: 7, burden: 2}
    --- criteria/burden.yaml
    name: Burden
    --- criteria/cost.yaml
    name: Cost
    question: How much?
    within: burden
    weight: 3
    rationale: It is money.
    source: memo 2
    scale:
      worst: 10
      best: 0
      unit: "M€"
      curve: [[0, 100], [5, 70], [10, 0]]
      levels: {5: much, 0: nothing}
    --- criteria/equity.yaml
    name: Equity
    weight: 2
    scale: {worst: 0, best: 10}
    --- options/charge.yaml
    name: Charge
    summary: Drivers pay.
    source: report
    performance:
      cost: {value: 4, low: 3, rationale: Pilot., source: report 12, confidence: low}
      equity: unknown
    --- options/wait.yaml
    name: Wait
    performance: {equity: 2.50, cost: 1}
    """
    decision = Place("policyscore.yaml", 1, 11)
    assert bare(model.decision) == Decision(
        title="Roads",
        question="Which way?",
        owner="The town",
        date="2030-01-01",
        baseline="wait",
        indifference=F(1, 2),
        sources={
            "report": Source(
                "A report", "2029", "https://example.org/", decision._replace(line=10)
            ),
            "memo": Source("A memo", place=decision._replace(line=11, column=9)),
        },
        orders=(
            Order(
                "cost",
                ("wait",),
                ("charge",),
                Place("policyscore.yaml", 13, 5),
                ("report 3", "memo"),
            ),
        ),
        expectations=(
            Expectation("rank(charge) == 1", decision._replace(line=15, column=12), "agreed"),
            Expectation(
                "best(wait)",
                decision._replace(line=16, column=11),
                severity="warn",
                under=("green", "all"),
            ),
        ),
    )
    assert {name: bare(profile) for name, profile in model.profiles.items()} == {
        "green": Profile(
            "green",
            "Green",
            {"burden": F(2), "equity": F(7)},
            Place("profiles/green.yaml", 1, 1),
            who="Trees",
            rationale="They say so.",
            sources=("memo 1",),
        )
    }
    assert {name: bare(group) for name, group in model.groups.items()} == {
        "burden": Group(
            "burden", "Burden", None, None, Place("criteria/burden.yaml", 1, 1), ("cost",)
        )
    }
    assert bare(model.criteria["cost"]) == Criterion(
        "cost",
        "Cost",
        "burden",
        F(3),
        Place("criteria/cost.yaml", 1, 1),
        Scale(
            worst=F(10),
            best=F(0),
            points=((F(10), F(0)), (F(5), F(70)), (F(0), F(100))),
            unit="M€",
            levels=((F(0), "nothing"), (F(5), "much")),
        ),
        question="How much?",
        rationale="It is money.",
        sources=("memo 2",),
    )
    straight = ((F(0), F(0)), (F(10), F(100)))
    assert model.criteria["equity"].scale == Scale(F(0), F(10), straight)
    charge = Place("options/charge.yaml", 1, 1)
    cost, equity = charge._replace(line=5, column=3), charge._replace(line=6, column=3)
    option = model.options["charge"]
    performance = {name: bare(cell) for name, cell in option.performance.items()}
    assert bare(option)._replace(performance=performance) == Option(
        "charge",
        "Charge",
        {
            "cost": Performance(F(4), F(3), F(4), cost, "Pilot.", ("report 12",), "low"),
            "equity": Performance(None, F(0), F(10), equity),
        },
        charge,
        summary="Drivers pay.",
        sources=("report",),
    )
    wait = Place("options/wait.yaml", 2, 29)
    cells = model.options["wait"].performance
    assert bare(cells["cost"]) == Performance(F(1), F(1), F(1), wait)
    assert cells["equity"].value == F(5, 2)
    assert [list(option.performance) for option in model.options.values()] == [
        ["cost", "equity"]
    ] * 2


def test_a_model_knows_where_each_key_stands(model: Model) -> None:
    """Values are pointed at, and in tables the keys.

    --- policyscore.yaml
    title: Roads
    baseline: a
    --- profiles/green.yaml
    name: Green
    weights: {burden: 2,
              cost: 3}
    --- criteria/burden.yaml
    name: Burden
    weight: 4
    --- criteria/cost.yaml
    name: Cost
    within: burden
    weight: 3
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance:
      cost: {value: 1,
             low: 0}
    """

    def places(thing: Located) -> dict[str, tuple[int, int]]:
        return {key: (place.line, place.column) for key, place in thing.places.items()}

    assert places(model.decision) == {"title": (1, 8), "baseline": (2, 11)}
    assert places(model.profiles["green"]) == {"burden": (2, 11), "cost": (3, 11)}
    assert places(model.groups["burden"]) == {"name": (1, 7), "weight": (2, 9)}
    assert places(model.criteria["cost"])["scale"] == (4, 8)
    assert places(model.options["a"]) == {"name": (1, 7), "performance": (3, 3)}
    assert places(model.options["a"].performance["cost"]) == {"value": (3, 17), "low": (4, 15)}


def test_little_is_enough(model: Model) -> None:
    """One criterion, one option.

    --- criteria/cost.yaml
    name: Cost
    weight: 0.1
    scale: {worst: 1, best: 0}
    --- options/a.yaml
    name: A
    performance: {cost: 0}
    """
    assert model.decision == Decision()
    assert model.decision.indifference == F(2)
    assert (model.groups, model.profiles, model.roots) == ({}, {}, ("cost",))
    assert model.criteria["cost"].weight == F(1, 10)


def test_the_tree_is_in_order_whatever_the_order_of_files(model: Model) -> None:
    """Depth first, siblings by id.

    --- criteria/z.yaml
    name: Z
    weight: 1
    scale: {worst: 0, best: 1}
    --- criteria/a.yaml
    name: A
    within: m
    weight: 1
    scale: {worst: 0, best: 1}
    --- criteria/m.yaml
    name: M
    weight: 1
    --- criteria/b.yaml
    name: B
    --- criteria/y.yaml
    name: Y
    within: b
    weight: 1
    scale: {worst: 0, best: 1}
    --- criteria/k.yaml
    name: K
    within: m
    --- criteria/x.yaml
    name: X
    within: k
    weight: 1
    scale: {worst: 0, best: 1}
    --- options/a.yaml
    name: A
    performance: {a: 1, x: 1, y: 1, z: 1}
    """
    assert model.roots == ("b", "m", "z")
    assert list(model.criteria) == ["y", "a", "x", "z"]
    assert list(model.groups) == ["b", "m", "k"]
    assert model.groups["m"].children == ("a", "k")


# Weights that add up to nothing


def tree(
    *, cost: str = "3", equity: str = "2", burden: str = "", green: str = ""
) -> dict[str, str]:
    """Return a model with the cost within a burden: the weights as given."""
    leaf = "name: C\nweight: {}\nscale: {{worst: 0, best: 10}}\n"
    files = {
        "criteria/cost.yaml": leaf.format(cost) + "within: burden\n",
        "criteria/equity.yaml": leaf.format(equity),
        "criteria/burden.yaml": "name: B\n" + (f"weight: {burden}\n" if burden else ""),
    }
    return files | ({"profiles/green.yaml": f"name: G\nweights: {green}\n"} if green else {})


NOTHING = "are 0; give at least one of them a weight above 0"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            tree(cost="0", equity="0"),
            ["criteria/burden.yaml:1:1: all weights at the top level " + NOTHING],
        ),
        (
            tree(cost="0", burden="5"),
            ["criteria/burden.yaml:1:1: all weights of burden " + NOTHING],
        ),
        (
            tree(cost="0", burden="5", green="{burden: 7}"),
            ["criteria/burden.yaml:1:1: all weights of burden " + NOTHING],
        ),
        (
            tree(green="{cost: 0, equity: 0}"),
            ["profiles/green.yaml:1:1: all weights at the top level " + NOTHING],
        ),
        (
            tree(burden="5", green="{cost: 0}"),
            ["profiles/green.yaml:1:1: all weights of burden " + NOTHING],
        ),
        (
            tree(cost="0", equity="0", green="{equity: 0, cost: 0}"),
            ["criteria/burden.yaml:1:1: all weights at the top level " + NOTHING],
        ),
        (
            tree(equity="0", burden="0", green="{equity: 1, burden: 1, cost: 0}"),
            [
                "criteria/burden.yaml:1:1: all weights at the top level " + NOTHING,
                "profiles/green.yaml:1:1: all weights of burden " + NOTHING,
            ],
        ),
        (tree(cost="0"), []),
        (tree(cost="0", burden="0"), []),
        (tree(cost="-0.0", burden="0", green="{cost: 1}"), []),
        (tree(burden="5", green="{burden: 0, cost: 0}"), []),
    ],
)
def test_weights_of_nothing_are_refused_once_and_where_they_stand(
    tmp_path: Path, files: dict[str, str], told: list[str]
) -> None:
    assert said(laid(tmp_path, files)) == told


# Orders on groups


def test_an_order_on_a_group_is_held_against_the_scores(folder: Path) -> None:
    """Costs weigh 3, noise 1; the profile sees it the other way round.

    --- policyscore.yaml
    orders:
      - {criterion: burden, better: [toll], worse: [tram]}
      - {criterion: burden, better: [tram, toll], worse: [toll, wait]}
      - {criterion: cost, better: [tram], worse: [toll]}
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
    --- profiles/quiet.yaml
    name: Quiet
    weights: {cost: 1, noise: 3}
    --- profiles/same.yaml
    name: Same
    weights: {cost: 30, noise: 10}
    --- options/toll.yaml
    name: Toll
    performance: {cost: 5, noise: 0}
    --- options/tram.yaml
    name: Tram
    performance: {cost: 0, noise: 5}
    --- options/wait.yaml
    name: Wait
    performance: {cost: unknown, noise: 1}
    """
    fix = "correct performances, weights or the order"
    assert said(folder) == [
        "policyscore.yaml:2:5: the order on burden says that toll does at least as well as tram, "
        f"but toll scores 62.5 there and tram 87.5; {fix}",
        "policyscore.yaml:3:5: the order on burden says that tram does at least as well as toll, "
        f"but under the profile quiet tram scores 62.5 there and toll 87.5; {fix}",
        # What wait costs is unknown, yet at the very worst it scores 67.5.
        "policyscore.yaml:3:5: the order on burden says that tram does at least as well as wait, "
        f"but under the profile quiet tram scores 62.5 there and wait 67.5; {fix}",
    ]


def test_scores_that_differ_by_little_are_told_apart(folder: Path) -> None:
    """A rounding to one decimal would read 50.0 against 50.0.

    --- policyscore.yaml
    orders:
      - {criterion: g, better: [a], worse: [b]}
    --- criteria/g.yaml
    name: G
    --- criteria/c.yaml
    name: C
    within: g
    weight: 1
    scale: {worst: 0, best: 100}
    --- options/a.yaml
    name: A
    performance: {c: 50}
    --- options/b.yaml
    name: B
    performance: {c: 50.0001}
    """
    (line,) = said(folder)
    assert "but a scores 50.0000 there and b 50.0001;" in line


# Files without content


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
@pytest.mark.parametrize(
    "name", ["options/toll.yaml", "criteria/noise.yaml", "profiles/green.yaml"]
)
def test_an_empty_file_is_refused(tmp_path: Path, name: str, text: str) -> None:
    assert said(laid(tmp_path, {name: text})) == [f"{name}:1:1: the file is empty; give it a name"]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_a_decision_may_be_empty(tmp_path: Path, text: str) -> None:
    assert said(laid(tmp_path, {"policyscore.yaml": text})) == []


@pytest.mark.parametrize("text", ["---\n", "~\n", "---\n...\n"])
def test_a_document_of_nothing_is_empty(tmp_path: Path, text: str) -> None:
    (line,) = said(laid(tmp_path, {"options/toll.yaml": text}))
    assert line.split(": ", 1)[1].startswith("toll is empty; write lines of a key, a colon, a spac")


# What goes with a model


def test_warnings_come_with_a_model_and_errors_instead_of_it(tmp_path: Path) -> None:
    root = laid(tmp_path, {"options/notes.txt": "x"})
    assert [fault.place.file for fault in load(root).warnings] == ["options/notes.txt"]
    laid(root, {"options/wait.yaml": "name: [\n"})
    with pytest.raises(WrongModel) as wrong:
        load(root)
    assert [fault.severity for fault in wrong.value.faults] == ["warning", "error"]
    assert wrong.value.root == root
    assert wrong.value.texts["options/wait.yaml"] == "name: [\n"
    assert wrong.value.texts["criteria/cost.yaml"] == GOOD["criteria/cost.yaml"]


def test_the_fingerprint_is_that_of_names_lengths_and_bytes(tmp_path: Path) -> None:
    root = laid(tmp_path, {"options/notes.txt": "not read"})
    digest = hashlib.sha256()
    for name in sorted(GOOD):
        content = GOOD[name].encode()
        digest.update(name.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
    assert load(root).inputs() == digest.hexdigest()


def test_the_fingerprint_tells_files_apart(tmp_path: Path) -> None:
    def inputs(name: str, files: dict[str, str]) -> str:
        return load(laid(tmp_path / name, files)).inputs()

    one = inputs("a", {"policyscore.yaml": "title: A\n"})
    assert inputs("b", {"policyscore.yaml": "title: A\n"}) == one
    assert inputs("c", {"policyscore.yaml": "title: B\n"}) != one
    assert inputs("d", {}) != one


def test_each_error_knows_its_exit_code(tmp_path: Path) -> None:
    misuse = Misuse("no such folder: x", "unknown profile y")
    assert (misuse.exit_code, misuse.problems) == (2, ("no such folder: x", "unknown profile y"))
    assert str(misuse) == "no such folder: x; unknown profile y"
    assert (WrongModel(tmp_path, [], {}).exit_code, CannotAccess("x").exit_code) == (3, 4)
    assert PolicyscoreError("a bug").exit_code == 70


# Nothing but own errors


def loads(root: Path) -> Loaded | PolicyscoreError:
    """Return the model or the error; any other error fails the test."""
    try:
        return load(root)
    except PolicyscoreError as error:
        return error


@steady
@given(content=st.binary(max_size=200), name=st.sampled_from([*GOOD, "policyscore.yaml"]))
def test_any_bytes_are_a_model_or_faults(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    loads(laid(tmp_path_factory.mktemp("any"), {name: content}))


def test_accidents_in_the_built_in_model_are_a_model_or_faults(tmp_path: Path) -> None:
    """Bytes lost, doubled, swapped: the same ones in each run."""
    chance = random.Random(2009)
    paths = sorted(path for path in ROOT.glob("[ocp]*/*.yaml") if path.parent.parent == ROOT)
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
    files["policyscore.yaml"] = (ROOT / "policyscore.yaml").read_bytes()
    root = laid(tmp_path, {**dict.fromkeys(GOOD), **files})
    assert isinstance(loads(root), Loaded)
    refused = 0
    for _ in range(60):
        name = chance.choice(sorted(files))
        content = files[name]
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(content))
            piece = chance.choice((b"", b"", bytes([chance.randrange(256)]), b"\n", b" ", b"- "))
            content = content[:at] + piece + content[at + chance.randrange(12) :]
        (root / name).write_bytes(content)
        refused += isinstance(loads(root), WrongModel)
        (root / name).write_bytes(files[name])
    assert 20 < refused < 60


def test_a_file_of_20000_unknown_keys_is_refused_in_a_moment(tmp_path: Path) -> None:
    keys = "".join(f"  cosst{number}: 1\n" for number in range(20_000))
    found = said(laid(tmp_path, {"options/wait.yaml": GOOD["options/wait.yaml"] + keys}))
    assert len(found) == 20_000
    assert found[0].endswith("unknown criterion cosst0; did you mean cost?")
    assert found[-1].endswith("known: cost, equity")


def test_numbers_are_exact_to_the_last_digit(tmp_path: Path) -> None:
    cell = "0.1234567890123456789012345678901234567890"
    changed = GOOD["options/wait.yaml"].replace("cost: 1", f"cost: {cell}")
    value = load(laid(tmp_path, {"options/wait.yaml": changed})).model.options["wait"]
    exact = value.performance["cost"].value
    assert exact is not None
    assert text_of(exact) == cell.rstrip("0")


GROUP_ORDER = """
--- policyscore.yaml
orders: [{criterion: g, better: [x], worse: [y]}]
--- criteria/g.yaml
{name: Group}
--- criteria/a.yaml
{name: Aft, within: g, weight: 99, scale: {worst: 0, best: 100}}
--- criteria/b.yaml
{name: Bow, within: g, weight: 1, scale: {worst: 0, best: 100}}
--- options/y.yaml
{name: Yes, performance: {a: 100, b: 100}}
--- options/x.yaml
"""


def test_an_order_on_a_group_that_no_unknown_could_mend_is_broken(tmp_path: Path) -> None:
    option = "{name: Extra, performance: {a: 0, b: unknown}}\n"
    with pytest.raises(WrongModel) as wrong:
        load(write_files(tmp_path, GROUP_ORDER + option))

    assert "x does at least as well as y" in wrong.value.faults[0].what


def test_an_order_on_a_group_that_an_unknown_may_keep_holds(tmp_path: Path) -> None:
    option = "{name: Extra, performance: {a: unknown, b: 100}}\n"

    assert load(write_files(tmp_path, GROUP_ORDER + option)).model.decision.orders
