"""The JSON of explain, sensitivity, robustness and compare keeps to the schemas printed for it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policyscore.analyses.agreement import chosen, views
from policyscore.analyses.allowed import Said
from policyscore.analyses.explain import next_to
from policyscore.cli.asking import Wanted, asked
from policyscore.model import Model
from policyscore.render import render
from policyscore.report import Report
from policyscore.reports.assessed import assessed
from policyscore.reports.compare import compare_report
from policyscore.reports.explain import explain_report
from policyscore.reports.robustness import robustness_report
from policyscore.reports.sensitive import sensitive
from policyscore.reports.sensitivity import sensitivity_report
from tests.conftest import ROOT
from tests.models import laid
from tests.reporting import SCHEMAS, call, made, ranked
from tests.strategies import models, steady
from tests.test_schemas import changed, places

KINDS = ("explain", "sensitivity", "robustness", "compare")
OPTIONS = tuple(sorted(path.stem for path in (ROOT / "options").glob("*.yaml")))
PROFILES = tuple(sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml")))
FLAGS = {"explain": ("-m",), "robustness": ("--draws", "160")}  # what else stands on each line

UNKNOWN = "name: Charge\nperformance: {cost: unknown, equity: 6}\n"
TIE = "name: Charge\nperformance: {cost: 1, equity: 3}\n"
RANGE = "name: Charge\nperformance: {cost: {value: 4, low: 0, high: 10}, equity: 6}\n"
SMALL: Mapping[str, Mapping[str, str | None]] = {
    "plain": {},
    "a single option": {"options/wait.yaml": None},
    "a tie": {"options/charge.yaml": TIE},
    "an unknown performance": {"options/charge.yaml": UNKNOWN},
    "an unknown performance of a single option": {
        "options/charge.yaml": UNKNOWN,
        "options/wait.yaml": None,
    },
    "a range": {"options/charge.yaml": RANGE},
    "a single criterion": {
        "criteria/equity.yaml": None,
        "options/charge.yaml": "name: Charge\nperformance: {cost: 4}\n",
        "options/wait.yaml": "name: Wait\nperformance: {cost: 1}\n",
    },
    "few draws kept": {
        "policyscore.yaml": "orders: [{criterion: cost, better: [wait], worse: [charge]}]\n",
        "options/charge.yaml": "name: Charge\nperformance:\n"
        "  cost: {value: 4, low: 0, high: 4}\n  equity: 6\n",
        "options/wait.yaml": "name: Wait\nperformance:\n"
        "  cost: {value: 3.999, low: 3.999, high: 10}\n  equity: 3\n",
    },
}


@cache
def schema(kind: str) -> Any:  # noqa: ANN401 - JSON
    """Return the schema of the JSON of a command."""
    return json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return what holds data against the schema of a command."""
    return Draft202012Validator(schema(kind))


def against(kind: str, data: object) -> list[str]:
    """Return what a schema has against some data."""
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(data)]


def data_of(kind: str, *arguments: str, folder: Path = ROOT) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON that a command prints of a model, which keeps to its schema."""
    done = call(kind, *arguments, *FLAGS.get(kind, ()), str(folder), "-q", "-f", "json")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    assert against(kind, data) == []
    return data


def first_places(data: object) -> list[tuple[Any, ...]]:
    """Return the way to each value within data that is in no list, or in the first of its list."""
    return [path for path in places(data) if not any(isinstance(k, int) and k for k in path)]


def fields(part: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the name and the schema of each field that a schema holds, wherever it stands."""
    if isinstance(part, Mapping):
        if part.get("type") == "object":
            yield from part.get("properties", {}).items()
        part = list(part.values())
    if isinstance(part, list):
        for held in part:
            yield from fields(held)


# The schemas


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_printed_as_it_stands(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    done = call("schema", kind)
    assert (done.code, done.err) == (0, "")
    assert done.out == (SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert schema(kind)["properties"]["schema"]["const"] == f"policyscore.{kind}/1"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_describes_every_field(kind: str) -> None:
    found = list(fields(schema(kind)))
    assert len(found) > 20
    assert [name for name, field in found if not field.get("description", "").endswith(".")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_requires_every_field_and_allows_no_other(kind: str) -> None:
    def closed(part: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
        if isinstance(part, Mapping) and part.get("type") == "object" and "properties" in part:
            missing = set(part["properties"]) - set(part.get("required", ()))
            yield from missing
            assert part["additionalProperties"] is False
        held = part.values() if isinstance(part, Mapping) else part
        for inner in held if isinstance(part, Mapping | list) else ():
            yield from closed(inner)

    # Nothing stands for a change that no weights bring about, nor for groups that are not there.
    left_out = {"sensitivity": {"total", "squared", "largest"}, "robustness": {"groups"}}
    assert set(closed(schema(kind))) == left_out.get(kind, set())


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_on_the_method_page(kind: str) -> None:
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    section = page.partition("## The fields of the other commands\n")[2].partition("\n## ")[0]
    table = section.partition(f"### `{kind}`\n")[2].partition("\n### ")[0]
    shared = {"schema", *schema(kind)["properties"]["model"]["properties"]}
    shared |= {"model", "profile", "overrides", "flag", "before", "after"}
    assert {name for name, _ in fields(schema(kind))} - shared <= set(re.findall(r"`(\w+)`", table))


# The built-in model


@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_the_json_of_the_built_in_model_and_of_its_profiles_fits(profile: str | None) -> None:
    flags = () if profile is None else ("--profile", profile)
    assert data_of("explain", *flags)["profile"] == profile
    assert data_of("sensitivity", *flags)["profile"] == profile
    assert data_of("robustness", *flags)["profile"] == profile
    assert len(data_of("compare", *flags)["views"]) == (1 if profile else 1 + len(PROFILES))


@pytest.mark.parametrize(("one", "other"), [*permutations(OPTIONS, 2)])
def test_the_json_of_every_pair_of_options_fits(one: str, other: str) -> None:
    data = data_of("explain", one, other, "-v", "-w", "cost=20%")
    assert (data["option"]["id"], data["other"]["id"]) == (one, other)
    assert [change["flag"] for change in data["overrides"]] == ["cost=20%"]


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        ("sensitivity", ("--ranks", "-w", "crime*1.5")),
        ("robustness", ("--ranking", "crime,cost")),
        ("robustness", ("--over", "groups")),
        ("robustness", ("--bounds", "burden=30%:50%", "--over", "groups", "--correlated")),
        ("robustness", ("--around", "25%", "--over", "groups")),
        ("compare", ("--profile", "halves", "--profile", "even", "-v")),
    ],
)
def test_the_json_with_flags_fits(kind: str, flags: tuple[str, ...]) -> None:
    data_of(kind, *flags)


# Small models


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", SMALL)
def test_the_json_of_a_small_model_fits(kind: str, case: str, tmp_path: Path) -> None:
    data_of(kind, folder=laid(tmp_path, SMALL[case]))


def test_what_a_single_option_has_no_other_for_is_null(tmp_path: Path) -> None:
    alone = laid(tmp_path, SMALL["a single option"])
    explained = data_of("explain", folder=alone)
    assert [explained[name] for name in ("other", "lead", "covering")] == [None] * 3
    (option,) = data_of("robustness", folder=alone)["weights"]["allowed"]["options"]
    reach = [option[name] for name in ("ahead_by", "beaten_by", "largest_regret")]
    assert reach == [None] * 3


def test_an_unknown_performance_is_null(tmp_path: Path) -> None:
    unknown = laid(tmp_path, SMALL["an unknown performance"])
    cells = data_of("sensitivity", folder=unknown)["performances"]
    assert [cell["criterion"] for cell in cells if cell["value"] is None] == ["cost"]


def test_there_are_no_shares_where_too_few_draws_were_kept(tmp_path: Path) -> None:
    drawn = data_of("robustness", folder=laid(tmp_path, SMALL["few draws kept"]))
    assert [draws["options"] for draws in drawn["performances"]] == [[], [], []]


def test_the_json_of_shares_to_40_digits_fits(tmp_path: Path) -> None:
    folder = made(tmp_path, list(map(str, range(6))), list(map(str, range(9))))
    asked_for = data_of("robustness", folder=folder)["weights"]["allowed"]
    assert (asked_for["method"], asked_for["draws"]) == ("40 digits", None)


def test_what_too_many_options_leave_out_is_null(tmp_path: Path) -> None:
    folder = made(tmp_path, list(map(str, range(46))), list(map(str, range(4))))
    asked_for = data_of("robustness", folder=folder)["weights"]["allowed"]
    assert (asked_for["method"], asked_for["draws"]) == ("estimated", 160)
    assert {option["largest_regret"] for option in asked_for["options"]} == {None}


# Any model


def _explained(model: Model) -> Iterator[Report]:
    found = ranked(model)
    for one in model.options:
        yield explain_report(found, one, next_to(found.ranking, one), True, _inputs)


def _tested(model: Model) -> Iterator[Report]:
    yield sensitivity_report(sensitive(ranked(model)), True, True, _inputs)


def _drawn(model: Model) -> Iterator[Report]:
    wanted = Wanted("criteria", None, Said(), False, "16", "0", False)
    found = ranked(model)
    yield robustness_report(assessed(found, *asked(found, wanted)), _inputs)


def _compared(model: Model) -> Iterator[Report]:
    yield compare_report(model, views(model, chosen(model, ())), True, _inputs)


def _inputs() -> str:
    return "0" * 64


REPORTS: Mapping[str, Callable[[Model], Iterator[Report]]] = {
    "explain": _explained,
    "sensitivity": _tested,
    "robustness": _drawn,
    "compare": _compared,
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(steady, max_examples=6)
def test_the_json_of_any_model_fits(kind: str, data: st.DataObject) -> None:
    for report in REPORTS[kind](data.draw(models())):
        assert against(kind, json.loads(render(report, "json"))) == []


# What does not fit


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return the JSON of each command, with every field in it."""
    folder = laid(tmp_path_factory.mktemp("model"), SMALL["an unknown performance"])
    flags = {kind: () if kind == "compare" else ("-w", "cost*1.5") for kind in KINDS}
    return {kind: data_of(kind, *flags[kind], folder=folder) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_is_missing_or_misspelt_is_refused(
    kind: str, results: Mapping[str, Any]
) -> None:
    data = results[kind]
    known = dict(fields(schema(kind)))
    met = set()
    for path in first_places(data):
        if path and path[-1] in known:
            met.add(path[-1])
            without, respelt = changed(data, path), changed(data, (*path[:-1], f"{path[-1]}s"), 1)
            assert not validator(kind).is_valid(without), path
            assert not validator(kind).is_valid(respelt), path
    assert met == set(known) - ({"groups"} if kind == "robustness" else set())


@pytest.mark.parametrize(
    ("kind", "path", "wrong"),
    [
        ("explain", ("lead",), 101),
        ("explain", ("counterfactuals", 0, "move"), 1.5),
        ("explain", ("counterfactuals", 0, "within"), "yes"),
        ("explain", ("covering", "groups", 0, "surplus"), -1),
        ("sensitivity", ("weights", 0, "to"), 46.7),
        ("sensitivity", ("radius",), None),
        ("sensitivity", ("together", "total", "weights", "cost"), -0.1),
        ("sensitivity", ("performances", 0, "where"), "near"),
        ("sensitivity", ("hinges", 0), ["charge"]),
        ("robustness", ("verdict",), "sure"),
        ("robustness", ("checks", 1, "found"), 10),
        ("robustness", ("weights", "allowed", "options", 0, "ranks", 0, "share"), 71.7),
        ("robustness", ("performances", 0, "options", 0, "ranks", 0, "error"), -0.1),
        ("robustness", ("can_lead", "stated", "wait"), True),
        ("compare", ("views", 0, "lead"), -1),
        ("compare", ("kendall_w",), 1.1),
        ("compare", ("model", "inputs"), "0"),
    ],
)
def test_a_value_of_another_kind_or_out_of_range_is_refused(
    kind: str, path: tuple[Any, ...], wrong: object, results: Mapping[str, Any]
) -> None:
    assert not validator(kind).is_valid(changed(results[kind], path, wrong))
