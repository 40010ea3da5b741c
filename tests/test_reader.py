"""Each key of each kind of file: what it may hold, and what is said where it holds another."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from policyscore.faults import FaultList, Place
from policyscore.load.nodes import parse
from policyscore.load.reader import MOST_MEANT, Entry, Word, read
from policyscore.load.shapes import (
    FILES,
    Choice,
    Id,
    Items,
    Line,
    Number,
    Pair,
    Record,
    Shape,
    ShortOrLong,
    Table,
    Text,
    Url,
)
from tests.models import lines

OPTION = "name: A\nperformance: {cost: 1}\n"
CRITERION = "name: A\nweight: 1\nscale: {worst: 0, best: 1}\n"
PROFILE = "name: A\nweights: {cost: 1}\n"


def entry(kind: str, text: str) -> tuple[Any, list[str]]:
    """Return what a file of a kind says, and a line for each fault."""
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    assert node is not None
    return read(node, FILES[kind], "a", faults), lines(faults)


def told(kind: str, text: str) -> list[str]:
    """Return a line for each fault of a file of a kind."""
    return entry(kind, text)[1]


# What is read


def test_an_option_in_full_is_read() -> None:
    """An option with a cell in each form; ids stay text, numbers are exact, places are kept."""
    text = """
name: " Plan  A "
summary: |
  Two
  lines.
source: report 3
performance:
  cost: 0.1
  crime: unknown
  burden: {value: unknown, rationale: nobody knows}
  equity:
    value: -2.50
    low: -3
    high: 1e1
    source: [report 4, memo]
    confidence: very-low
"""
    option, said = entry("option", text)
    assert said == []
    assert option.get("name") == Word("Plan  A", Place("a.yaml", 2, 7))
    assert option.get("summary") == "Two\nlines."
    assert option.get("source") == (Word("report 3", Place("a.yaml", 6, 9)),)
    cells: Entry = option.get("performance")
    assert cells.get("cost") == Fraction(1, 10)
    assert cells.places["cost"] == Place("a.yaml", 8, 3)
    assert cells.get("crime") == "unknown"
    assert cells.get("burden").values == {"value": "unknown", "rationale": "nobody knows"}
    equity = cells.get("equity")
    assert {key: equity.get(key) for key in ("low", "value", "high", "confidence")} == {
        "low": -3,
        "value": Fraction(-5, 2),
        "high": 10,
        "confidence": "very-low",
    }
    assert [word.place.column for word in equity.get("source")] == [14, 24]
    assert equity.where("high") == Place("a.yaml", 14, 11)
    assert equity.where("rationale") == equity.place == Place("a.yaml", 12, 5)


def test_a_decision_in_full_is_read() -> None:
    text = """
title: T
question: Q
owner: O
date: 2009-04-28
baseline: a
indifference: .5
sources:
  GAO-11_508T: {title: "T", date: 2009, url: " https://x.org/?a=b#c "}
orders:
  - {criterion: cost, better: [a], worse: [b, c], source: "GAO-11_508T 3"}
expect:
  - {that: rank(a) == 1, why: w, severity: warn, under: all}
  - {that: rank(a) == 1, under: [one, two]}
"""
    decision, said = entry("decision", text)
    assert said == []
    assert decision.get("date").text == "2009-04-28"
    assert decision.get("indifference") == Fraction(1, 2)
    source = decision.get("sources").get("GAO-11_508T")
    assert (source.get("date").text, source.get("url").text) == ("2009", "https://x.org/?a=b#c")
    (order,) = decision.get("orders")
    assert [word.text for word in order.get("worse")] == ["b", "c"]
    first, second = decision.get("expect")
    assert [word.text for word in first.get("under")] == ["all"]
    assert [word.text for word in second.get("under")] == ["one", "two"]


def test_a_criterion_with_a_curve_and_levels_is_read() -> None:
    text = CRITERION.replace(
        "best: 1", "best: 1, unit: '%', curve: [[0, 0], [.5, 9], [1, 100]], levels: {0: no, 1: yes}"
    )
    criterion, said = entry("criterion", text)
    assert said == []
    scale = criterion.get("scale")
    assert [point for point, _ in scale.get("curve")] == [(0, 0), (Fraction(1, 2), 9), (1, 100)]
    assert scale.get("levels").values == {0: "no", 1: "yes"}
    assert scale.get("levels").places[1] == Place("a.yaml", 3, 91)


@pytest.mark.parametrize("text", ["no", "true", "2030", "2019-05-01", "=", "1:30", "0x1F", ".inf"])
def test_what_yaml_takes_for_something_else_is_a_text_where_text_is_asked(text: str) -> None:
    option, said = entry("option", f"name: {text}\nsummary: {text}\nperformance: {{}}\n")
    assert said == []
    assert (option.get("name").text, option.get("summary")) == (text, text)


def test_a_single_source_may_be_written_as_a_block() -> None:
    option, said = entry("option", "source: |\n  report 12\n  page 3\n" + OPTION)
    assert said == []
    assert [word.text for word in option.get("source")] == ["report 12 page 3"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("criterion", "name: A\nweight: 0\n"), ("decision", "indifference: -0.0\n")],
)
def test_zero_is_not_negative(kind: str, text: str) -> None:
    assert told(kind, text) == []


# What is refused


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (
            "option",
            "name: A\n",
            [
                "1:1: a has no performance; add performance: how the option does on each "
                "criterion, in the criterion's own unit"
            ],
        ),
        ("option", "performance: {}\n", ["1:1: a has no name; add name: what readers call it"]),
        ("criterion", "weight: 1\n", ["1:1: a has no name; add name: what readers call it"]),
        (
            "criterion",
            "name: A\nscale: {worst: 0, best: 1}\n",
            [
                "1:1: a has no weight; add weight: the worth of the swing from worst to best, "
                "relative to the siblings"
            ],
        ),
        (
            "criterion",
            "name: A\nweight: 1\nscale: {unit: t}\n",
            [
                "3:8: scale has no worst; add worst: the performance that scores 0",
                "3:8: scale has no best; add best: the performance that scores 100",
            ],
        ),
        (
            "profile",
            "who: B\n",
            [
                "1:1: a has no name; add name: what readers call it",
                "1:1: a has no weights; add weights: weights by id; what is not named keeps the "
                "model's weight",
            ],
        ),
        (
            "decision",
            "sources: {b: {}}\norders: [{}]\nexpect:\n  - why: c\n",
            [
                "1:14: sources: b has no title; add title: what the document is called",
                "2:10: entry 1 of orders has no criterion; add criterion: what is compared",
                "2:10: entry 1 of orders has no better; add better: these do at least as well",
                "2:10: entry 1 of orders has no worse; add worse: as each of these",
                "4:5: entry 1 of expect has no that; add that: what has to hold, such as "
                "rank(status-quo) >= 2",
            ],
        ),
        (
            "option",
            "name: A\nperformance:\n  cost: {low: 1}\n",
            [
                "3:9: performance: cost has no value; add value: the performance in the "
                "criterion's unit, or unknown"
            ],
        ),
    ],
)
def test_a_key_that_must_be_there_is_missed(kind: str, text: str, said: list[str]) -> None:
    assert told(kind, text) == [f"a.yaml:{line}" for line in said]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("option", "sumary: B\n" + OPTION, "1:1: unknown key sumary in an option; did you mean su"),
        ("option", "id: b\n" + OPTION, "unknown key id in an option; the file's name is the id"),
        ("option", "scores: {}\n" + OPTION, "1:1: unknown key scores in an option; did you mean p"),
        ("option", "weight: 1\n" + OPTION, "that belongs to a criterion; move the file to criteri"),
        ("option", "weights: 1\n" + OPTION, "that belongs to a profile; move the file to profiles"),
        ("option", "zebra: 1\n" + OPTION, "allowed here: name, summary, source, performance"),
        ("option", '"": 1\n' + OPTION, '1:1: unknown key "" in an option; allowed here: name'),
        ("option", OPTION.replace("1", "{hihg: 1, value: 2}"), "2:22: unknown key hihg in a perf"),
        ("option", OPTION.replace("1", "{value: 2, score: 1}"), "the key is called value"),
        ("option", OPTION.replace("1", "{value: 2, range: 1}"), "write low and high"),
        ("criterion", "wihtin: b\n" + CRITERION, "unknown key wihtin in a criterion; did you mean"),
        ("criterion", "unit: t\n" + CRITERION, "unknown key unit in a criterion; that belongs int"),
        ("criterion", "children: []\n" + CRITERION, "each child names its group with within"),
        ("criterion", "direction: up\n" + CRITERION, "worst and best carry the direction"),
        ("criterion", "performance: 1\n" + CRITERION, "that belongs to an option; move the file"),
        ("criterion", CRITERION.replace("best: 1", "best: 1, untis: t"), "3:28: unknown key untis"),
        ("criterion", CRITERION.replace("best: 1", "best: 1, max: 2"), "write worst and best; the"),
        ("profile", "wieghts: {}\n" + PROFILE, "unknown key wieghts in a profile; allowed here: n"),
        ("profile", "weight: 1\n" + PROFILE, "a profile has weights: a mapping of ids to numbers"),
        ("decision", "titel: B\n", "unknown key titel in a decision; did you mean title?"),
        ("decision", "hooks: {}\n", "unknown key hooks in a decision; allowed here: title, quest"),
        ("decision", "options: []\n", "unknown key options in a decision; each option is a file"),
        ("decision", "name: B\n", "unknown key name in a decision; the key is called title"),
        ("decision", "sources: {b: {title: B, autor: C}}\n", "1:25: unknown key autor in a source"),
        (
            "decision",
            "orders: [{criterion: b, better: [c], worse: [d], sorce: e}]\n",
            "1:50: unknown key sorce in an order; did you mean source?",
        ),
        (
            "decision",
            "expect: [{that: b, wyh: c}]\n",
            "1:20: unknown key wyh in an expectation; did you mean why?",
        ),
        ("decision", "k" * 80 + ": 1\n", "unknown key " + "k" * 59 + "… in a decision; allowed"),
    ],
)
def test_an_unknown_key_is_refused_with_what_was_meant(kind: str, text: str, said: str) -> None:
    (line,) = told(kind, text)
    assert said in line


def test_a_key_that_stands_already_is_not_suggested() -> None:
    assert told("option", "nam: B\n" + OPTION) == [
        "a.yaml:1:1: unknown key nam in an option; allowed here: name, summary, source, performance"
    ]


def test_suggestions_end_where_nobody_reads_them() -> None:
    keys = "".join(f"sumary{number}: 1\n" for number in range(MOST_MEANT + 1))
    found = told("option", keys + OPTION)
    assert found[MOST_MEANT - 1].endswith("did you mean summary?")
    assert found[MOST_MEANT].endswith("allowed here: name, summary, source, performance")


def holders(shape: Shape, written: str) -> Iterator[tuple[Shape, str]]:
    """Yield every shape in a shape, and a file with HERE where it is read."""
    yield shape, written
    match shape:
        case Record():
            for name, key in shape.keys.items():
                yield from holders(key.shape, written.replace("HERE", f"{{{name}: HERE}}"))
        case Table():
            name = "1" if isinstance(shape.key, Number) else "b"
            yield from holders(shape.each, written.replace("HERE", f"{{{name}: HERE}}"))
        case Items():
            others = ", [0, 0]" * (shape.least - 1)
            yield from holders(shape.each, written.replace("HERE", f"[HERE{others}]"))
        case ShortOrLong():
            yield from holders(shape.long, written)


EVERYWHERE = [
    pytest.param(kind, shape, text, id=f"{kind}-{text}")
    for kind, record in FILES.items()
    for shape, text in holders(record, "HERE")
]


@pytest.mark.parametrize(("kind", "shape", "text"), EVERYWHERE)
def test_every_value_of_the_wrong_kind_is_a_fault_at_its_place(
    kind: str, shape: Shape, text: str
) -> None:
    wrong = {Record: "[]", Table: "x", Items: "{b: 1}", ShortOrLong: "[]"}.get(type(shape), "[[]]")
    place = f"a.yaml:1:{text.index('HERE') + 1}: "
    said = [line for line in told(kind, text.replace("HERE", wrong)) if line.startswith(place)]
    assert [line for line in said if " is a " in line or "is not two numbers" in line] == said[:1]
    assert said


@pytest.mark.parametrize(("kind", "shape", "text"), EVERYWHERE)
@pytest.mark.parametrize("empty", ["~", "null"])
def test_every_null_is_a_fault_at_its_place(kind: str, shape: Shape, text: str, empty: str) -> None:
    said = told(kind, text.replace("HERE", empty))
    nothing = "is not two numbers" if isinstance(shape, Pair) else "is empty"
    place = f"a.yaml:1:{text.index('HERE') + 1}: "
    assert any(line.startswith(place) and nothing in line for line in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name:\nperformance: {}\n", "1:6: name is empty; give it a text or remove the key"),
        ("name: A\nperformance:\n", "2:13: performance is empty; write lines of a key, a colon"),
        ("name: A\nperformance:\n  cost: \n", "3:8: performance: cost is empty; write a number, o"),
        ("name: A\nperformance: {cost: }\n", "2:21: performance: cost is empty; write a number, "),
        ("name: A\nperformance: {}\nsource: \n", "3:8: source is empty; give it a text or remove"),
    ],
)
def test_a_key_with_nothing_after_it_is_empty(text: str, said: str) -> None:
    (line,) = told("option", text)
    assert line.startswith(f"a.yaml:{said}")


def test_every_kind_of_shape_is_among_those_tried() -> None:
    tried = {type(param.values[1]) for param in EVERYWHERE}
    assert tried == {
        *(Record, Table, Items, Pair, ShortOrLong, Line, Text, Url, Number, Choice, Id)
    }


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1_000", "2:21: cost: 1_000 is not a plain number; write 1000"),
        (
            "n/a",
            "cost: n/a is not a plain number; write a plain decimal such as 445, -0.5 or 1.2e6",
        ),
        ("n/a", "445, -0.5 or 1.2e6, or unknown"),
        ("unknwon", "cost: unknwon is not a plain number; did you mean unknown?"),
        ("Unknown", "cost: Unknown is not a plain number; did you mean unknown?"),
        ("50%", "cost: 50% is not a plain number; leave the % out"),
        ("1e400", "cost: 1e400 is outside the range read here; write 0, or a number between"),
        ("9" * 5000, f"cost: {'9' * 59}… is a number of more than 120 digits; round it"),
        ('"7"', "2:21: cost: 7 in quotes is a text, not a number; remove the quotes"),
        ("''", 'cost: "" in quotes is a text, not a number; remove the quotes'),
        ("'unknown'", "cost: unknown in quotes is a text, not a number; remove the quotes"),
        ("[1, 2]", "2:21: performance: cost is a list; write a number"),
        ("{value: [1]}", "2:29: value is a list; write a number"),
        ("{value: 1, low: unknown}", "2:37: low: unknown is not a plain number"),
        ("{value: 1, confidence: moderat}", "confidence: moderat is not allowed; did you mean mo"),
        ("{value: 1, confidence: medium}", "write one of high, moderate, low, very-low"),
        ("{value: 1, confidence: 0.8}", "confidence: 0.8 is not allowed; write one of high, mo"),
        ("{value: 1, confidence: ''}", 'confidence: "" is not allowed; write one of high, mod'),
        ("{value: 1, source: {a: 1}}", "2:40: source is a mapping; write a list: [...]"),
        ("{value: 1, source: []}", "2:40: source has too few entries; give at least one"),
        ("{value: 1, source: [a, '']}", "2:44: entry 2 of source is empty; write a text"),
        ("{value: 1, source: [[a]]}", "2:41: entry 1 of source is a list; write a text"),
        ('{value: 1, source: ["a\\nb"]}', "entry 1 of source holds a line break; write it on"),
        ('{value: 1, source: "a\\tb"}', "2:40: source holds a tab (U+0009); write it on one line"),
        ("{value: 1, rationale: }", "rationale is empty; give it a text or remove the key"),
        ("{value: 1, rationale: {a: 1}}", "2:43: rationale is a mapping; write a text"),
    ],
)
def test_a_performance_that_cannot_be_read_is_refused(cell: str, said: str) -> None:
    (line,) = told("option", f"name: A\nperformance: {{cost: {cell}}}\n")
    assert said in line.replace("performance: cost:", "cost:")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "1:6: name is empty; give it a text or remove the key"),
        ('"   "', "1:7: name is empty; write a text"),
        ('"two\\nlines"', "1:7: name holds a line break; write it on one line"),
        ('"\\t=1+1"', "1:7: name holds a tab (U+0009); write it on one line"),
        ("[A]", "1:7: name is a list; write a text"),
        ("{A: 1}", "1:7: name is a mapping; write a text"),
    ],
)
def test_a_name_is_one_line_that_is_not_blank(name: str, said: str) -> None:
    assert told("option", f"name: {name}\nperformance: {{}}\n") == [f"a.yaml:{said}"]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("[10, 0]", "1:8: scale is a list; write lines of a key, a colon, a space and a value"),
        ("", "1:7: scale is empty; write lines of a key, a colon, a space and a value"),
        ("low", "1:8: scale is a text; write lines of a key, a colon, a space and a value"),
        ("{worst: 1, best: low}", "1:25: best: low is not a plain number; write a plain decimal"),
        ("{worst: 1, best: 0, curve: concave}", "1:35: curve is a text; write a list: [...]"),
        (
            "{worst: 1, best: 0, curve: [[1, 0]]}",
            "1:35: curve has too few entries; give at least 2",
        ),
        (
            "{worst: 1, best: 0, curve: [[1, 0], [0, 9, 8]]}",
            "1:44: entry 2 of curve is not two numbers; write [performance, score]",
        ),
        (
            "{worst: 1, best: 0, curve: [[1, 0], {0: 9}]}",
            "1:44: entry 2 of curve is not two numbers; write [performance, score]",
        ),
        (
            "{worst: 1, best: 0, curve: [[1, low], [0, 9]]}",
            "1:40: entry 1 of curve: low is not a plain number",
        ),
        (
            "{worst: 1, best: 0, levels: {heavy: all, 0: none}}",
            "1:37: the key heavy of levels: heavy is not a plain number; write a plain decimal",
        ),
        (
            "{worst: 1, best: 0, levels: {1: all, '0': none}}",
            "1:45: the key 0 of levels: 0 in quotes is a text, not a number; remove the quotes",
        ),
        (
            "{worst: 1, best: 0, levels: {1: all,\n 1.0: none}}",
            "2:2: levels: 1.0 is given twice; it already stands in line 1; keep one",
        ),
        ("{worst: 1, best: 0, unit: [t]}", "1:34: unit is a list; write a text"),
    ],
)
def test_a_scale_that_cannot_be_read_is_refused(scale: str, said: str) -> None:
    (line,) = told("criterion", f"scale: {scale}\nname: A\nweight: 1\n")
    assert line.startswith(f"a.yaml:{said}")


def test_of_levels_given_twice_the_first_counts_and_what_has_no_number_is_none() -> None:
    levels = "levels: {1: all, 1.0: none, low: x, 2: }"
    criterion, said = entry("criterion", f"name: A\nscale: {{{levels}}}\n")
    assert len(said) == 6
    found = criterion.get("scale").get("levels")
    assert found.values == {1: "all"}
    assert list(found.places) == [1, 2]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("name:", "empty"),
        ("name: ~", "empty"),
        ("name: ' '", "empty"),
        ("name: []", "type"),
        ('name: "a\\nb"', "line"),
        ("performance:", "empty"),
        ("performance: []", "type"),
        ("performance: {a: }", "empty"),
        ("performance: {a: []}", "type"),
        ("performance: {a: x}", "number"),
        ("performance: {a: '1'}", "quoted-number"),
        ("performance: {a: {value: 1, confidence: x}}", "choice"),
        ("source: {}", "type"),
        ("source: []", "too-few"),
        ("zebra: 1", "unknown-key"),
        ("{}", "missing-key"),
        ("[]", "type"),
        ("~", "empty"),
    ],
)
def test_each_fault_is_of_a_rule_with_a_name_for_machines(text: str, rule: str) -> None:
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    assert node is not None
    read(node, FILES["option"], "a", faults)
    assert faults.faults[0].rule == rule


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("criterion", "weight: -1\nname: A\n", "1:9: weight: -1 is negative; write 0 or more"),
        ("criterion", "weight: .nan\nname: A\n", "1:9: weight: .nan is not a plain number; write"),
        ("criterion", "within: [b]\nname: A\n", "1:9: within is a list; write an id"),
        ("profile", "weights: {b: 60%}\nname: A\n", "1:14: weights: b: 60% is not a plain number"),
        ("profile", "weights: [b: 1]\nname: A\n", "1:10: weights is a list; write lines of a key"),
        ("profile", "weights: {b: -2}\nname: A\n", "1:14: weights: b: -2 is negative; write 0 or"),
        (
            "profile",
            "weights: {b: {c: 1}}\nname: A\n",
            "1:14: weights: b is a mapping; write a num",
        ),
        ("decision", "indifference: -1\n", "1:15: indifference: -1 is negative; write 0 or more"),
        ("decision", "expect: rank(a) == 1\n", "1:9: expect is a text; write a list: [...]"),
        (
            "decision",
            "expect: [rank(a) == 1]\n",
            "1:10: entry 1 of expect is a text; write that: rank(a) == 1",
        ),
        ("decision", "expect: [{that: [a]}]\n", "1:17: that is a list; write a text"),
        ("decision", "expect: [{that: a, severity: bad}]\n", "severity: bad is not allowed; write"),
        ("decision", "orders: {}\n", "1:9: orders is a mapping; write a list: [...]"),
        (
            "decision",
            "orders: [{criterion: a, better: [], worse: [b]}]\n",
            "1:33: better has too few entries; give at least one",
        ),
        (
            "decision",
            "orders: [{criterion: a, better: b, worse: [b]}]\n",
            "1:33: better is a text; write a list: [...]",
        ),
        (
            "decision",
            "sources: {b: {title: B, url: 'ftp://x'}}\n",
            "1:30: url: ftp://x is no web address; it begins with https:// or http:// and has no s",
        ),
        ("decision", "sources: {b: {title: B, url: 'https://x y'}}\n", "is no web address"),
        ("decision", "sources: {b: {title: B, url: 'https://<x>'}}\n", "is no web address"),
        (
            "decision",
            "sources: {my report: {title: B}}\n",
            "1:11: the key my report of sources is no single word, so no evidence can name it; "
            "write my-report",
        ),
        ("decision", "sources: {' ': {title: B}}\n", "so no evidence can name it; write a word"),
        ("decision", "- a\n", "1:1: a is a list; write lines of a key, a colon, a space and a val"),
        ("decision", "a\n", "1:1: a is a text; write lines of a key, a colon, a space and a value"),
    ],
)
def test_other_values_that_cannot_be_read_are_refused(kind: str, text: str, said: str) -> None:
    (line,) = told(kind, text)
    assert said in line


def test_all_faults_of_a_file_come_at_once() -> None:
    text = """\
nmae: A
performance:
  cost: 4m
  equity: 6
  cost: {value: 1, low: x, confidence: sure}
"""
    assert [line.split(": ")[0] for line in told("option", text)] == [
        "a.yaml:5:3",
        "a.yaml:1:1",
        "a.yaml:3:9",
        "a.yaml:1:1",
    ]
