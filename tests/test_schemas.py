"""The JSON Schemas: as committed, valid, and of one mind with the reader."""

import json
import re
import runpy
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from policyscore.faults import FaultList
from policyscore.load.nodes import parse
from policyscore.load.reader import read
from policyscore.load.schemas import schema
from policyscore.load.shapes import FILES
from tests.conftest import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "schemas.py"))
FOLDER: Path = TOOL["FOLDER"]

# YAML as editors read it who check against a JSON Schema: the core schema of YAML 1.2. PyYAML's own
# loader follows YAML 1.1, where `no` is false, 2030-01-01 a date and 1e6 a text.
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
CORE = {"": None, "~": None, "null": None, "true": True, "false": False}


def as_json(node: yaml.Node | None) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON would hold in the place of a node; keys are strings there."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: as_json(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_json(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if node.style is None and node.value in CORE:
        return CORE[node.value]
    return float(node.value) if not node.style and NUMBER.fullmatch(node.value) else node.value


def verdicts(kind: str, text: str) -> tuple[list[str], list[str]]:
    """Return what the reader and what the schema has against a file."""
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    if node is not None:
        read(node, FILES[kind], "a", faults)
    instance = as_json(yaml.compose(text, Loader=yaml.SafeLoader))
    errors = Draft202012Validator(schema(kind)).iter_errors(instance)
    return [fault.what for fault in faults.faults], [error.message for error in errors]


@pytest.mark.parametrize("kind", FILES)
def test_the_committed_schemas_are_those_of_the_shapes(kind: str) -> None:
    """After a change of the shapes: make generated."""
    committed = (FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert committed == TOOL["text_of"](kind)
    assert json.loads(committed) == schema(kind)


def test_no_schema_is_committed_that_has_no_shape() -> None:
    names = {path.name for path in FOLDER.glob("*.schema.json")}
    assert {f"{kind}.schema.json" for kind in FILES} <= names


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_valid_and_describes_each_key(kind: str) -> None:
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["additionalProperties"] is False
    assert all(key["description"].endswith(".") for key in made["properties"].values())


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("option", path.name) for path in sorted((ROOT / "options").glob("*.yaml"))),
        *(("criterion", path.name) for path in sorted((ROOT / "criteria").glob("*.yaml"))),
        *(("profile", path.name) for path in sorted((ROOT / "profiles").glob("*.yaml"))),
        ("decision", "policyscore.yaml"),
    ],
)
def test_the_built_in_model_fits(kind: str, name: str) -> None:
    folder = {"option": "options", "criterion": "criteria", "profile": "profiles"}.get(kind, "")
    assert verdicts(kind, (ROOT / folder / name).read_text(encoding="utf-8")) == ([], [])


# Files that both accept, every key among them.


GOOD = {
    "option": """
        name: A
        summary: |
          Two
          lines.
        source: [report 3, "memo, p. 4"]
        performance:
          cost: 1.5e2
          crime: unknown
          equity: {value: -2, low: -3, high: 4, rationale: R, source: memo, confidence: low}
          burden: {value: unknown, source: [memo]}
        """,
    "criterion": """
        name: A
        question: Why?
        within: burden
        weight: 0
        rationale: R
        source: memo 3
        scale:
          worst: 10
          best: -.5
          unit: t
          curve: [[10, 0], [5, 50], [-.5, 100]]
          levels: {10: much, +5.: some, -.5: none, 1e0: little}
        """,
    "profile": """
        name: A
        who: B
        rationale: C
        source: [memo]
        weights: {cost: 1, burden: 0.5}
        """,
    "decision": """
        title: A
        question: B
        owner: C
        date: 2030-01-01
        baseline: wait
        indifference: 2.5
        sources:
          report: {title: T, date: 2029, url: "https://example.org/a?b#c"}
          GAO-11_508T: {title: U}
        orders:
          - {criterion: cost, better: [a], worse: [b, c], source: memo}
        expect:
          - {that: rank(a) == 1, why: W, severity: warn, under: all}
          - {that: rank(b) == 1, severity: fail, under: [x, y]}
        """,
}


@pytest.mark.parametrize("kind", FILES)
def test_both_accept_a_file_with_every_key(kind: str) -> None:
    assert verdicts(kind, GOOD[kind]) == ([], [])
    assert set(as_json(yaml.compose(GOOD[kind]))) == set(FILES[kind].keys)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("option", "name: 2030\nperformance: {}\n"),
        ("option", "name: true\nsummary: no\nperformance: {}\n"),
        ("option", "name: ' A '\nperformance: {}\n"),
        ("option", "name: |\n  A\nperformance: {}\n"),
        ("option", "name: A\nsummary: ''\nperformance: {}\n"),
        ("option", "name: A\nsource: |\n  report 3\n  page 4\nperformance: {}\n"),
        ("option", "name: A\nsource: 2019-05-01\nperformance: {}\n"),
        ("criterion", "name: A\n"),
        ("criterion", "name: A\nweight: 1\n"),
        ("profile", "name: A\nweights: {}\n"),
        ("decision", "{}\n"),
        ("decision", "sources: {}\norders: []\nexpect: []\n"),
        ("decision", "sources: {a: {title: A, url: ' http://a.b '}}\n"),
    ],
)
def test_both_accept_what_is_odd_but_right(kind: str, text: str) -> None:
    assert verdicts(kind, text) == ([], [])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("option", "[]\n"),
        ("option", "A\n"),
        ("option", "name: A\n"),
        ("option", "performance: {}\n"),
        ("option", "name:\nperformance: {}\n"),
        ("option", "name: '  '\nperformance: {}\n"),
        ("option", 'name: "a\\nb"\nperformance: {}\n'),
        ("option", 'name: "\\ta"\nperformance: {}\n'),
        ("option", 'name: "a\\t"\nperformance: {}\n'),
        ("option", "name: A\nperformance: {}\nid: a\n"),
        ("option", "name: A\nperformance: {cost: n/a}\n"),
        ("option", "name: A\nperformance: {cost: '1'}\n"),
        ("option", "name: A\nperformance: {cost: }\n"),
        ("option", "name: A\nperformance: {cost: true}\n"),
        ("option", "name: A\nperformance: {cost: 1_000}\n"),
        ("option", "name: A\nperformance: {cost: 1:30}\n"),
        ("option", "name: A\nperformance: {cost: .inf}\n"),
        ("option", "name: A\nperformance: {cost: {low: 1}}\n"),
        ("option", "name: A\nperformance: {cost: {value: 1, low: unknown}}\n"),
        ("option", "name: A\nperformance: {cost: {value: 1, confidence: medium}}\n"),
        ("option", "name: A\nperformance: {cost: {value: 1, source: []}}\n"),
        ("option", "name: A\nperformance: {cost: {value: 1, source: ['']}}\n"),
        ("option", 'name: A\nperformance: {}\nsource: "a\\tb"\n'),
        ("option", 'name: A\nperformance: {}\nsource: ["a\\nb"]\n'),
        ("criterion", "name: A\nscale: {worst: 0, best: 1}\n"),
        ("criterion", "name: A\nweight: -1\n"),
        ("criterion", "name: A\nweight: unknown\n"),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0}\n"),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0, best: 1, min: 0}\n"),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0, best: 1, curve: [[0, 0]]}\n"),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0, best: 1, curve: [[0], [1, 2]]}\n"),
        (
            "criterion",
            "name: A\nweight: 1\nscale: {worst: 0, best: 1, curve: [[0, 0, 0], [1, 1]]}\n",
        ),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0, best: 1, levels: {low: a}}\n"),
        ("criterion", "name: A\nweight: 1\nscale: {worst: 0, best: 1, levels: {1: }}\n"),
        ("profile", "name: A\nweights: {cost: -1}\n"),
        ("profile", "name: A\nweights: [cost]\n"),
        ("decision", "sources: {my report: {title: A}}\n"),
        ("decision", "sources: {'': {title: A}}\n"),
        ("decision", "sources: {a: {title: A, url: 'ftp://a'}}\n"),
        ("decision", "sources: {a: {title: A, url: 'https://a b'}}\n"),
        ("decision", "sources: {a: {title: A, url: 5}}\n"),
        ("decision", "orders: [{criterion: a, better: [], worse: [b]}]\n"),
        ("decision", "orders: [{criterion: a, better: b, worse: [b]}]\n"),
        ("decision", "expect: [rank(a) == 1]\n"),
        ("decision", "expect: [{that: a, severity: bad}]\n"),
        ("decision", "indifference: -1\n"),
    ],
)
def test_both_refuse_what_has_the_wrong_shape(kind: str, text: str) -> None:
    by_reader, by_schema = verdicts(kind, text)
    assert by_reader
    assert by_schema


# Every value of a file with every key, replaced by values of every kind


OTHERS: tuple[Any, ...] = (
    None,
    True,
    1.5,
    -1,
    10**12,
    "",
    " ",
    "word",
    "two\nlines",
    "a\tb",
    [],
    [1],
    ["a"],
)
MORE: tuple[Any, ...] = (
    [[1, 2], [3, 4]],
    {},
    {"zebra": 1},
    {"value": 1},
    {"title": "A"},
    {"worst": 1, "best": 2},
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Yield the way to each value within a value."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def changes(file: dict[str, Any]) -> Iterator[Any]:
    """Yield a file with one value replaced, left out, or with a key that is unknown."""
    for path in places(file):
        holder = file
        for key in path[:-1]:
            holder = holder[key]
        # An id may be any text to the reader, which looks it up among the files instead.
        is_id = bool({"baseline", "within", "criterion", "better", "worse", "under"} & {*path[-2:]})
        for other in (*OTHERS, *MORE):
            if path and not (is_id and other not in ([], ["a"], *MORE)):
                yield changed(file, path, other)
        if path and isinstance(holder, dict):
            yield changed(file, path)


def changed(file: dict[str, Any], path: tuple[Any, ...], *other: Any) -> Any:  # noqa: ANN401
    """Return a file with another value, or none, at the end of a path."""
    copy = deepcopy(file)
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    if other:
        holder[path[-1]] = other[0]
    else:
        del holder[path[-1]]
    return copy


@pytest.mark.parametrize("kind", FILES)
def test_reader_and_schema_agree_on_every_change_of_a_file(kind: str) -> None:
    accepted = refused = 0
    for file in changes(yaml.safe_load(GOOD[kind])):
        text = yaml.safe_dump(file, default_flow_style=True, width=10_000, allow_unicode=True)
        by_reader, by_schema = verdicts(kind, text)
        assert bool(by_reader) == bool(by_schema), (text, by_reader, by_schema)
        refused += bool(by_reader)
        accepted += not by_reader
    assert accepted > 20
    assert refused > 40
