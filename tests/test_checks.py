"""What files must agree on: each disagreement is one fault, at its place, and starts no others."""

from pathlib import Path

import pytest

from policyscore.load import load
from tests.conftest import write_files
from tests.models import GOOD, laid, said

# References


def test_unknown_names_are_refused_with_what_was_meant(folder: Path) -> None:
    """Every kind of name is wrong once.

    --- policyscore.yaml
    baseline: do-noting
    sources:
      report: {title: A report}
    orders:
      - {criterion: cots, better: [chrage], worse: [wait], source: reprot 3}
    expect:
      - {that: rank(charge) == 1, under: [green, gren, all]}
    --- profiles/green.yaml
    name: Green
    source: Report 7
    weights: {cost: 1, equtiy: 2}
    --- criteria/cost.yaml
    name: Cost
    within: burdne
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/burden.yaml
    name: Burden
    --- criteria/equity.yaml
    name: Equity
    within: burden
    weight: 1
    source: [report 1, survey 2]
    scale: {worst: 0, best: 10}
    --- options/charge.yaml
    name: Charge
    performance:
      Cost: 4
      cost: {value: 4, source: memo}
      equity: 6
    --- options/do-nothing.yaml
    name: Do nothing
    source: report
    performance: {cost: 4, equity: 6, zebra: 1}
    """
    assert said(folder) == [
        "criteria/cost.yaml:2:9: cost is within the unknown group burdne; did you mean burden?",
        "criteria/equity.yaml:4:20: the source survey is not declared: survey 2; "
        "declare it under sources in policyscore.yaml",
        "options/charge.yaml:3:3: unknown criterion Cost; did you mean cost?",
        "options/charge.yaml:4:28: the source memo is not declared: memo; "
        "declare it under sources in policyscore.yaml",
        "options/do-nothing.yaml:3:35: unknown criterion zebra; known: cost, equity",
        "policyscore.yaml:1:11: baseline: unknown option do-noting; did you mean do-nothing?",
        "policyscore.yaml:5:17: unknown criterion or group cots; did you mean cost?",
        "policyscore.yaml:5:32: unknown option chrage; did you mean charge?",
        "policyscore.yaml:5:49: unknown option wait; known: charge, do-nothing",
        "policyscore.yaml:5:64: the source reprot is not declared: reprot 3; did you mean report?",
        "policyscore.yaml:7:46: unknown profile gren; did you mean green?",
        "profiles/green.yaml:2:9: the source Report is not declared: Report 7; "
        "did you mean report?",
        "profiles/green.yaml:3:20: unknown criterion or group equtiy; did you mean equity?",
    ]


@pytest.mark.parametrize(
    ("more", "known"),
    [
        (6, "charge, o0, o1, o2, o3, o4, o5, wait"),
        (7, "charge, o0, o1, o2, o3, o4, o5, o6, ..."),
    ],
)
def test_of_many_known_names_eight_are_told(tmp_path: Path, more: int, known: str) -> None:
    options = {f"options/o{n}.yaml": GOOD["options/wait.yaml"] for n in range(more)}
    root = laid(tmp_path, {**options, "policyscore.yaml": "baseline: zebra\n"})
    assert said(root) == [f"policyscore.yaml:1:11: baseline: unknown option zebra; known: {known}"]


def test_a_name_that_is_unknown_twice_is_unknown_in_both_places(tmp_path: Path) -> None:
    """That a criterion is within it makes no group of it."""
    files = {
        "criteria/cost.yaml": GOOD["criteria/cost.yaml"] + "within: zebra\n",
        "options/wait.yaml": GOOD["options/wait.yaml"] + "  zebra: 1\n",
    }
    assert said(laid(tmp_path, files)) == [
        "criteria/cost.yaml:4:9: cost is within the unknown group zebra; known: cost, equity",
        "options/wait.yaml:5:3: unknown criterion zebra; known: cost, equity",
    ]


def test_a_source_that_cannot_be_read_is_one_fault_beside_those_that_can(tmp_path: Path) -> None:
    changed = "name: A\nsource: [[], memo 1, report 2]\nperformance: {cost: 1, equity: 1}\n"
    decision = "sources: {report: {title: A}}\n"
    root = laid(tmp_path, {"options/charge.yaml": changed, "policyscore.yaml": decision})
    assert said(root) == [
        "options/charge.yaml:2:10: entry 1 of source is a list; write a text",
        "options/charge.yaml:2:14: the source memo is not declared: memo 1; "
        "declare it under sources in policyscore.yaml",
    ]


@pytest.mark.parametrize("name", ["../criteria/cost", "criteria/cost.yaml", "COST", "co st", '""'])
def test_an_id_is_no_path_and_no_name(tmp_path: Path, name: str) -> None:
    changed = GOOD["criteria/equity.yaml"] + f"within: {name}\n"
    (line,) = said(laid(tmp_path, {"criteria/equity.yaml": changed}))
    assert line.startswith(f"criteria/equity.yaml:4:9: equity is within the unknown group {name}")


def test_without_declared_sources_any_text_is_a_source(tmp_path: Path) -> None:
    changed = "name: A\nsource: 'p. 12, table 3'\nperformance: {cost: 1, equity: 1}\n"
    assert said(laid(tmp_path, {"options/charge.yaml": changed})) == []


def test_an_empty_list_of_sources_declares_none(tmp_path: Path) -> None:
    changed = "name: A\nsource: report 3\nperformance: {cost: 1, equity: 1}\n"
    root = laid(tmp_path, {"options/charge.yaml": changed, "policyscore.yaml": "sources: {}\n"})
    assert said(root) == [
        "options/charge.yaml:2:9: the source report is not declared: report 3; "
        "declare it under sources in policyscore.yaml"
    ]


def test_what_names_a_source_with_a_broken_key_is_not_wrong_too(tmp_path: Path) -> None:
    changed = "name: A\nsource: my report 3\nperformance: {cost: 1, equity: 1}\n"
    decision = "sources: {my report: {title: A}, '': {title: B}}\n"
    root = laid(tmp_path, {"options/charge.yaml": changed, "policyscore.yaml": decision})
    assert [line.split(";")[0] for line in said(root)] == [
        "policyscore.yaml:1:11: the key my report of sources is no single word, "
        "so no evidence can name it",
        'policyscore.yaml:1:34: the key "" of sources is no single word, '
        "so no evidence can name it",
    ]


# The tree


def test_two_groups_within_each_other_are_one_cycle(folder: Path) -> None:
    """What hangs from the cycle is no fault of its own.

    --- criteria/burden.yaml
    name: Burden
    weight: 1
    within: effort
    --- criteria/effort.yaml
    name: Effort
    weight: 1
    within: burden
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    within: burden
    scale: {worst: 0, best: 1}
    --- criteria/self.yaml
    name: Self
    weight: 1
    within: self
    --- options/a.yaml
    name: A
    performance: {cost: 1}
    """
    fix = "let one of them be within another group, or at the top level"
    assert said(folder) == [
        "criteria/burden.yaml:3:9: burden is within a cycle: "
        f"burden within effort within burden; {fix}",
        f"criteria/self.yaml:3:9: self is within itself; {fix}",
    ]


def chain(groups: int) -> str:
    """Return a model with one criterion below so many groups."""
    files = [f"--- criteria/g{n}.yaml\nname: G\n" for n in range(groups)]
    files = [f + f"within: g{n - 1}\n" if n else f for n, f in enumerate(files)]
    leaf = "name: Leaf\nweight: 1\nscale: {worst: 0, best: 1}\n"
    within = f"within: g{groups - 1}\n"
    return (
        "".join(files)
        + f"--- criteria/leaf.yaml\n{within}{leaf}"
        + ("--- options/a.yaml\nname: A\nperformance: {leaf: 1}\n")
    )


def test_a_criterion_and_19_groups_above_it_are_deep_enough(tmp_path: Path) -> None:
    assert said(write_files(tmp_path / "in", chain(19))) == []
    assert said(write_files(tmp_path / "out", chain(20))) == [
        "criteria/leaf.yaml:1:9: leaf stands more than 20 levels deep in the tree; "
        "put it, or a group above it, further up"
    ]


def test_a_chain_of_1500_groups_is_refused_once(tmp_path: Path) -> None:
    (line,) = said(write_files(tmp_path, chain(1500)))
    assert "stands more than 20 levels deep" in line


def test_nothing_can_be_within_a_criterion_with_a_scale(tmp_path: Path) -> None:
    changed = GOOD["criteria/equity.yaml"] + "within: cost\n"
    assert said(laid(tmp_path, {"criteria/equity.yaml": changed})) == [
        "criteria/equity.yaml:4:9: cost has a scale, so nothing can be within it; "
        "name a group, or remove the scale of cost"
    ]


def test_a_criterion_needs_a_scale_or_criteria_within_it(tmp_path: Path) -> None:
    """Options may name it already: which of the two it is to be is not known."""
    assert said(laid(tmp_path, {"criteria/cost.yaml": "name: Cost\nweight: 3\n"})) == [
        "criteria/cost.yaml:1:1: cost has no scale, and no criterion is within it; "
        "add scale: {worst: ..., best: ...}, or write within: cost in its criteria"
    ]


def test_a_criterion_needs_a_weight_and_a_group_does_not(folder: Path) -> None:
    """Neither has a weight.

    --- criteria/burden.yaml
    name: Burden
    --- criteria/cost.yaml
    name: Cost
    within: burden
    scale: {worst: 0, best: 1}
    --- options/a.yaml
    name: A
    performance: {cost: 1}
    """
    assert said(folder) == [
        "criteria/cost.yaml:1:1: cost has no weight; add weight: "
        "the worth of the swing from worst to best, relative to the siblings"
    ]


# Scales and curves


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        (
            "{worst: 4, best: 4.0}",
            "3:25: cost: worst and best are both 4, so nothing can differ on it; "
            "give it two different ends",
        ),
        (
            "{worst: 10, best: 0, levels: {10: a, 0: b, 11: c}}",
            "3:51: cost: the level 11 is outside the scale from 10 to 0; "
            "levels describe points of the scale",
        ),
        (
            "{worst: 10, best: 0, levels: {10: a, 0: b, -1e-9: c}}",
            "3:51: cost: the level -1e-9 is outside the scale from 10 to 0; "
            "levels describe points of the scale",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [6, 70], [3, 40], [0, 100]]}",
            "3:55: the curve falls from 70 to 40 on the way from worst to best; "
            "a better performance never scores less",
        ),
        (
            "{worst: 10, best: 0, curve: [[8, 0], [4, 60], [0, 100]]}",
            "3:36: the curve runs from 8 to 0, the scale from 10 to 0; "
            "begin at worst, end at best, and stay between",
        ),
        (
            "{worst: 10, best: 0, curve: [[12, 0], [10, 10], [0, 100]]}",
            "3:36: the curve runs from 12 to 0, the scale from 10 to 0; "
            "begin at worst, end at best, and stay between",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [5, 60], [0, 120]]}",
            "3:55: the curve has a score of 120; scores go from 0 to 100",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [5, 100.5], [0, 100]]}",
            "3:46: the curve has a score of 100.5; scores go from 0 to 100",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [5, -0.5], [0, 100]]}",
            "3:46: the curve has a score of -0.5; scores go from 0 to 100",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, -20], [0, 100]]}",
            "3:37: the curve has a score of -20; scores go from 0 to 100",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 100], [0, 0]]}",
            "3:48: the curve falls from 100 to 0 on the way from worst to best; "
            "a better performance never scores less",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [5, 50], [5.0, 60], [0, 100]]}",
            "3:55: the curve gives the performance 5 two scores; give each performance once",
        ),
        (
            "{worst: 10, best: 0, curve: [[10, 0], [0, 90]]}",
            "3:36: warning: the curve gives worst 0 and best 90, so the weight stands for less "
            "than a full swing; let worst score 0 and best 100",
        ),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(tmp_path: Path, scale: str, told: str) -> None:
    root = laid(tmp_path, {"criteria/cost.yaml": f"name: Cost\nweight: 3\nscale: {scale}\n"})
    assert said(root) == [f"criteria/cost.yaml:{told}"]


@pytest.mark.parametrize(
    "scale",
    [
        "{worst: 10, best: 0, curve: [[10, 0], [5, 50], [0, 100]], levels: {10: a, 0: b, 5: c}}",
        "{worst: 10, best: 0, curve: [[0, 100], [5, 50], [10, 0]]}",
        "{worst: 0, best: 10, curve: [[0, 0], [1, 50], [9, 50], [10, 100]]}",
        "{worst: -5, best: 10.5, curve: [[10.5, 100], [-5, 0]]}",
    ],
)
def test_curves_come_in_either_direction_and_may_be_level(tmp_path: Path, scale: str) -> None:
    root = laid(tmp_path, {"criteria/cost.yaml": f"name: Cost\nweight: 3\nscale: {scale}\n"})
    assert said(root) == []


def test_all_faults_of_a_curve_come_at_once(tmp_path: Path) -> None:
    curve = """\
name: Cost
weight: 3
scale:
  worst: 0
  best: 10
  curve:
    - [1, 0]
    - [2, 50]
    - [3, 40]
    - [4, 130]
    - [4, 60]
    - [10, 100]
"""
    assert said(laid(tmp_path, {"criteria/cost.yaml": curve})) == [
        "criteria/cost.yaml:7:5: the curve runs from 1 to 10, the scale from 0 to 10; "
        "begin at worst, end at best, and stay between",
        "criteria/cost.yaml:9:7: the curve falls from 50 to 40 on the way from worst to best; "
        "a better performance never scores less",
        "criteria/cost.yaml:10:7: the curve has a score of 130; scores go from 0 to 100",
        "criteria/cost.yaml:11:7: the curve gives the performance 4 two scores; "
        "give each performance once",
    ]


# Cells


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("10.000001", "3:3: cost is 10.000001, outside the scale from 10 to 0; correct it, or"),
        ("-1e-30", "3:3: cost is -1e-30, outside the scale from 10 to 0; correct it, or widen"),
        ("{value: 12}", "3:17: cost is 12, outside the scale from 10 to 0; correct it, or widen"),
        ("{value: 4, low: 3, high: 14}", "3:34: cost: high is 14, outside the scale from 10 to"),
        ("{value: 4, low: 5, high: 6}", "3:25: cost: low 5 is above value 4; let low <= value"),
        ("{value: 4, low: 3, high: 3.5}", "3:17: cost: value 4 is above high 3.5; let low <= v"),
        ("{value: x, low: 3, high: 2}", "3:25: cost: low 3 is above high 2; let low <= value"),
        ("{value: unknown, low: 3}", "3:3: cost is unknown, yet has a low or a high; unknown s"),
        ("{value: unknown, high: 3}", "3:3: cost is unknown, yet has a low or a high; unknown"),
    ],
)
def test_a_performance_that_makes_no_sense_is_refused(tmp_path: Path, cell: str, told: str) -> None:
    changed = f"name: A\nperformance:\n  cost: {cell}\n  equity: 6\n"
    found = said(laid(tmp_path, {"options/charge.yaml": changed}))
    assert [line for line in found if line.startswith(f"options/charge.yaml:{told}")]
    assert len(found) == 1 + ("x" in cell)


@pytest.mark.parametrize(
    "cell",
    [
        "unknown",
        "{value: unknown, rationale: nobody asked}",
        "{value: 4, low: 4, high: 4.0}",
        "{value: 0, high: 10}",
        "{value: 10, low: 0}",
    ],
)
def test_a_performance_may_be_unknown_or_have_a_range(tmp_path: Path, cell: str) -> None:
    changed = f"name: A\nperformance:\n  cost: {cell}\n  equity: 6\n"
    assert said(laid(tmp_path, {"options/charge.yaml": changed})) == []


def test_all_that_is_wrong_with_a_cell_comes_at_once(tmp_path: Path) -> None:
    changed = """\
name: A
performance:
  cost:
    value: 11
    low: 12
    high: -1
  equity: 6
"""
    assert [
        line.split(";")[0] for line in said(laid(tmp_path, {"options/charge.yaml": changed}))
    ] == [
        "options/charge.yaml:4:12: cost is 11, outside the scale from 10 to 0",
        "options/charge.yaml:4:12: cost: value 11 is above high -1",
        "options/charge.yaml:5:10: cost: low 12 is above value 11",
        "options/charge.yaml:5:10: cost: low is 12, outside the scale from 10 to 0",
        "options/charge.yaml:6:11: cost: high is -1, outside the scale from 10 to 0",
    ]


def test_a_missing_performance_is_refused_and_never_assumed(tmp_path: Path) -> None:
    more = {
        f"criteria/c{n}.yaml": GOOD["criteria/cost.yaml"].replace("Cost", f"C{n}") for n in range(4)
    }
    full = GOOD["options/wait.yaml"] + "".join(f"  c{n}: 1\n" for n in range(4))
    assert said(laid(tmp_path, {**more, "options/wait.yaml": full})) == [
        "options/charge.yaml:3:3: charge has no performance on c0, c1, c2, c3; "
        "add it, or write unknown"
    ]
    assert said(laid(tmp_path, {**more, "options/wait.yaml": "name: W\nperformance: {}\n"})) == [
        "options/charge.yaml:3:3: charge has no performance on c0, c1, c2, c3; "
        "add it, or write unknown",
        "options/wait.yaml:2:14: wait has no performance on c0, c1, c2, c3, cost and 1 more; "
        "add it, or write unknown",
    ]


def test_an_option_has_no_performance_on_a_group(folder: Path) -> None:
    """The group has a performance as the criterion within it has.

    --- criteria/burden.yaml
    name: Burden
    --- criteria/cost.yaml
    name: Cost
    within: burden
    weight: 1
    scale: {worst: 0, best: 1}
    --- options/a.yaml
    name: A
    performance: {burden: 1, cost: 1}
    """
    assert said(folder) == [
        "options/a.yaml:2:15: burden is a group; options perform on the criteria within it; "
        "remove the line"
    ]


# Orders


ORDERED = """
--- criteria/cost.yaml
name: Cost
weight: 1
scale: {worst: 10, best: 0}
--- options/a.yaml
name: A
performance: {cost: AA}
--- options/b.yaml
name: B
performance:
  cost: {value: BB}
--- options/c.yaml
name: C
performance: {cost: CC}
--- policyscore.yaml
orders:
"""


def ordered(root: Path, cells: str, *orders: str) -> list[str]:
    """Return what is said about orders on the cost (worst 10, best 0) of a, b and c."""
    text = ORDERED
    for name, cell in zip(("AA", "BB", "CC"), cells.split(), strict=True):
        text = text.replace(name, cell)
    for order in orders:
        better, worse = order.split(" over ")
        text += f"  - {{criterion: cost, better: [{better}], worse: [{worse}]}}\n"
    return [line for line in said(write_files(root, text)) if "warning" not in line]


def test_an_order_that_the_values_deny_is_refused_with_all_places(tmp_path: Path) -> None:
    """On a scale that falls, the lower value is the better one."""
    assert ordered(tmp_path, "5 4 1", "a over b") == [
        "policyscore.yaml:2:5: the order on cost says that a does at least as well as b, but "
        "a has 5 (options/a.yaml:2) and b 4 (options/b.yaml:3); "
        "correct a value, or the order if it misreads the source"
    ]


def test_an_order_on_a_rising_scale_asks_for_the_higher_value(folder: Path) -> None:
    """Of two orders that contradict each other, one holds.

    --- criteria/equity.yaml
    name: Equity
    weight: 1
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {equity: 2.5}
    --- options/b.yaml
    name: B
    performance: {equity: 3}
    --- options/c.yaml
    name: C
    performance: {equity: 3}
    --- policyscore.yaml
    orders:
      - {criterion: equity, better: [b], worse: [a, c]}
      - {criterion: equity, better: [a], worse: [b]}
    """
    (line,) = said(folder)
    assert line.startswith("policyscore.yaml:3:5: the order on equity says that a does at least")
    assert "a has 2.5 (options/a.yaml:2) and b 3 (options/b.yaml:2)" in line


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        ("4 5 6", ["a over b", "b over c", "a over c"]),
        ("4 4 4", ["a over b", "b over a"]),
        ("4 5 6", ["a, b over c"]),
        ("4 5 6", ["a over b, c"]),
        ("4 5 6", ["a over a"]),
        ("6 unknown 6", ["a over b", "b over c"]),
        ("unknown unknown 6", ["a over b", "b over a", "a over c"]),
        ("5 unknown 4", ["a over b", "c over b"]),
    ],
)
def test_orders_that_hold_are_not_mentioned(tmp_path: Path, cells: str, orders: list[str]) -> None:
    assert ordered(tmp_path, cells, *orders) == []


def test_one_pair_of_an_order_may_be_broken(tmp_path: Path) -> None:
    (line,) = ordered(tmp_path, "4 7 6", "a, b over c")
    assert "says that b does at least as well as c, but b has 7" in line


def test_orders_hold_through_values_that_are_unknown(tmp_path: Path) -> None:
    """If a is at least b and b at least c, then a is at least c, whatever b may be."""
    assert ordered(tmp_path, "7 unknown 6", "a over b", "b over c") == [
        "policyscore.yaml:2:5: orders on cost imply that a does at least as well as c, but "
        "a has 7 (options/a.yaml:2) and c 6 (options/c.yaml:2); "
        "correct a value, or the order if it misreads the source"
    ]


def test_what_an_order_says_itself_is_not_said_to_be_implied(tmp_path: Path) -> None:
    (line,) = ordered(tmp_path, "7 unknown 6", "a over b", "b over c", "a over c")
    assert line.startswith("policyscore.yaml:4:5: the order on cost says that a does at least")


def test_an_order_of_a_thousand_repetitions_is_one_pair(tmp_path: Path) -> None:
    repeated = ", ".join(["a"] * 8000)
    (line,) = ordered(tmp_path, "5 4 1", f"{repeated} over {repeated.replace('a', 'b')}")
    assert "a has 5" in line


# Expectations

DECISION = "policyscore.yaml"


def expected(root: Path, *lines: str) -> list[str]:
    """Return what is said of a model that expects what these lines say, without file names."""
    text = "expect:\n" + "".join(f"  {line}\n" for line in lines)
    return [line.removeprefix("policyscore.yaml:") for line in said(laid(root, {DECISION: text}))]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # column 11 is where the value of `- that:` begins
        ("- that: rank(chrage) == 1", "2:16: that: unknown option chrage; did you mean charge?"),
        ("- that: 'rank(chrage) == 1'", "2:17: that: unknown option chrage"),
        ('- that: "rank(chrage) == 1"', "2:17: that: unknown option chrage"),
        ('- that: "  rank(chrage) == 1"', "2:19: that: unknown option chrage"),
        ("- that:    rank(chrage) == 1", "2:19: that: unknown option chrage"),
        ("-\n    that: best(charge) bset", "3:24: that: bset cannot follow ); join conditions"),
        ("- {that: rank(wait) == 3}", "2:26: that: of 2 options, no rank is 3; ranks of 2 options"),
        ("- {why: w, that: rank(wait)}", "2:20: that: rank(wait) is a number, no yes or no; comp"),
        ("- that: rank(wait) ==", "2:24: that: the expectation ends behind ==; add a number or"),
        ("- that: rank(wait) ==  # 1", "2:24: that: the expectation ends behind ==; add a number"),
        ('- that: "rank(wait) =="', "2:25: that: the expectation ends behind ==; add a number or"),
        ("- that: (best(wait)", "2:22: that: a bracket is not closed; add )"),
        ("- that: rank() == 1", "2:16: that: rank lacks an option; write rank(option)"),
        ("- that: rank(wait) = 1", "2:22: that: = has no meaning here; write =="),
        ("- that: stable(wait)", "2:18: that: wait is an option, and a criterion or group belongs"),
        ("- that: rnak(wait) == 1", "2:11: that: unknown function rnak; did you mean rank?"),
        ("- that: 1", "2:11: that: 1 says nothing by itself; compare it: rank(ID) == 1"),
        ("- that: 'rank(''wait'') == 1'", "2:17: that: quotes (') are not needed around an id"),
        # with an escape before it, or in another line, the beginning of the text is told
        ('- that: "rank(\\x63hrage) == 1"', "2:17: that: unknown option chrage"),
        ('- that: "b\\x65st(chrage)"', "2:11: that: unknown option chrage"),
        ("- that: best(wait)\n      or best(zone)", "2:11: that: unknown option zone"),
        ("- that: best(zone)\n      or best(wait)", "2:16: that: unknown option zone"),
        ("- that: >-\n      best(zone)", "2:11: that: unknown option zone"),
        ("- that: |\n      rnak(wait)", "2:11: that: unknown function rnak"),
    ],
)
def test_what_is_wrong_with_an_expectation_is_told_at_its_character(
    tmp_path: Path, lines: str, told: str
) -> None:
    (line,) = expected(tmp_path, lines)
    assert line.startswith(told)


def test_all_that_is_wrong_with_all_expectations_comes_at_once(tmp_path: Path) -> None:
    found = expected(
        tmp_path,
        "- that: best(x) and best(y)",
        "- {that: best(wait), why: right}",
        "- {that: score(cost) > 5, under: [green]}",
        "- that: []",
        "- why: none",
        "- that: ''",
    )
    assert [line.split(";")[0] for line in found] == [
        "2:16: that: unknown option x",
        "2:28: that: unknown option y",
        "4:18: that: cost is a criterion or group, and an option belongs here",
        "4:37: unknown profile green",
        "5:11: that is a list",
        "6:5: entry 5 of expect has no that",
        "7:11: that is empty",
    ]


def test_lines_are_counted_as_everywhere(tmp_path: Path) -> None:
    text = "title: T\r\nexpect:\r\n  - {that: best(wait)}\r\n  - that: best(wiat)\r\n"
    assert said(laid(tmp_path, {DECISION: text})) == [
        "policyscore.yaml:4:16: that: unknown option wiat; did you mean wait?"
    ]


def test_an_expectation_that_fits_is_not_mentioned(tmp_path: Path) -> None:
    good = "- that: rank(charge) == 1 and not (stable(cost) or acceptability(wait, last) < 5%)"
    assert expected(tmp_path, good, "- {that: ' best(wait) ', under: all}") == []
    model = load(tmp_path).model
    assert [one.that for one in model.decision.expectations][1] == "best(wait)"


def test_among_hundreds_of_faults_no_near_names_are_looked_for(tmp_path: Path) -> None:
    found = expected(tmp_path, *["- that: best(chrage)"] * 201)
    assert found[199] == "201:16: that: unknown option chrage; did you mean charge?"
    assert found[200] == "202:16: that: unknown option chrage; known: charge, wait"


def test_ids_in_files_that_cannot_be_read_are_known_to_expectations(tmp_path: Path) -> None:
    text = "expect: [{that: best(wait) and stable(cost) and rank(charge) == 2}]\n"
    broken = {"options/wait.yaml": "name: [", "criteria/cost.yaml": "name: ["}
    found = said(laid(tmp_path, {DECISION: text, **broken}))
    assert [line.split(":")[0] for line in found] == ["criteria/cost.yaml", "options/wait.yaml"]


# A broken file starts no faults elsewhere


NAMING = {
    "policyscore.yaml": (
        "baseline: charge\norders: [{criterion: cost, better: [wait], worse: [charge]}]\n"
        "expect: [{that: rank(charge) == 1, under: green}]\nsources: {report: {title: R}}\n"
    ),
    "profiles/green.yaml": "name: Green\nweights: {cost: 1, equity: 1}\n",
    "options/wait.yaml": "name: Wait\nsource: report 1\nperformance: {cost: 1, equity: 3}\n",
}


@pytest.mark.parametrize(
    "broken",
    ["criteria/cost.yaml", "options/charge.yaml", "profiles/green.yaml", "policyscore.yaml"],
)
def test_a_file_that_cannot_be_read_is_the_only_fault(tmp_path: Path, broken: str) -> None:
    (line,) = said(laid(tmp_path, {**NAMING, broken: "name: [\n"}))
    assert line.startswith(f"{broken}:")


@pytest.mark.parametrize("name", ["criteria/cost.yaml", "options/charge.yaml"])
def test_a_file_with_a_wrong_name_is_the_only_fault(tmp_path: Path, name: str) -> None:
    """What others call it is not wrong as well."""
    wrong = name.replace("/c", "/C")
    old, new = Path(name).stem, Path(wrong).stem
    files = {
        file: text.replace(f"{old}:", f"{new}:").replace(f" {old},", f" {new},")
        for file, text in {**GOOD, **NAMING}.items()
    }
    files = {file: text.replace(f"[{old}]", f"[{new}]") for file, text in files.items()}
    for left, right in ((" ", "\n"), ("(", ")")):
        decision = files["policyscore.yaml"]
        files["policyscore.yaml"] = decision.replace(f"{left}{old}{right}", f"{left}{new}{right}")
    root = laid(tmp_path, {**files, name: None, wrong: GOOD[name]})
    (line,) = said(root)
    assert line.startswith(f"{wrong}: {new} cannot be an id")


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("criteria/cost.yaml", "name: C\nweight: 3\nscale: [1, 0]\n", "3:8: scale is a list"),
        (
            "criteria/cost.yaml",
            "name: C\nweight: 3\nscale: {worst: a, best: 0}\n",
            "3:16: worst: a",
        ),
        ("criteria/cost.yaml", "name: C\nweight: 3\nscale: {best: 0}\n", "3:8: scale has no worst"),
        (
            "criteria/cost.yaml",
            "name: C\nweight: 3\nscale: {worst: 5, best: 5}\n",
            "3:25: cost: wo",
        ),
        (
            "criteria/cost.yaml",
            "name: C\nweight: x\nscale: {worst: 9, best: 0}\n",
            "2:9: weight: x",
        ),
        (
            "criteria/cost.yaml",
            "name: C\nweight: 1\nscale: {worst: 9, best: 0, curve: [[9, 0], [x, 100]]}\n",
            "3:45: entry 2 of curve: x is not a plain number",
        ),
        (
            "criteria/cost.yaml",
            "name: C\nweight: 1\nscale: {worst: 9, best: 0, curve: [[9, 0], 100]}\n",
            "3:44: entry 2 of curve is not two numbers",
        ),
        (
            "criteria/cost.yaml",
            "name: C\nweight: 3\nwithin: [b]\nscale: {worst: 9, best: 0}\n",
            "3:9",
        ),
        ("options/charge.yaml", "name: C\nperformance: [1]\n", "2:14: performance is a list"),
        (
            "options/charge.yaml",
            "name: C\nperformance: {cost: x, equity: 1}\n",
            "2:21: performance",
        ),
        (
            "options/charge.yaml",
            "name: C\nperformance: {cost: {low: 1}, equity: 1}\n",
            "2:21: perf",
        ),
        ("options/charge.yaml", "name: C\n", "1:1: charge has no performance"),
        ("profiles/green.yaml", "name: G\nweights: [cost]\n", "2:10: weights is a list"),
        ("profiles/green.yaml", "name: G\nweights: {cost: x}\n", "2:17: weights: cost: x is not"),
        ("policyscore.yaml", "orders: [x]\n", "1:10: entry 1 of orders is a text"),
        ("policyscore.yaml", "orders: [{better: [wait], worse: [wait]}]\n", "1:10: entry 1 of ord"),
        (
            "policyscore.yaml",
            "orders: [{criterion: cost, better: [[], wait], worse: [wait, []], source: [[]]}]\n",
            "1:37: entry 1 of better is a list",
        ),
        ("policyscore.yaml", "expect: [x]\n", "1:10: entry 1 of expect is a text"),
        ("policyscore.yaml", "expect: [{that: [x], under: all}]\n", "1:17: that is a list"),
        (
            "policyscore.yaml",
            "expect: [{that: best(wait), under: [[]]}]\n",
            "1:37: entry 1 of under is a list",
        ),
        ("policyscore.yaml", "sources: [report]\n", "1:10: sources is a list"),
        ("policyscore.yaml", "sources: {report: R}\n", "1:19: sources: report is a text"),
    ],
)
def test_a_value_that_cannot_be_read_starts_no_other_fault(
    tmp_path: Path, file: str, text: str, told: str
) -> None:
    lines = said(laid(tmp_path, {**NAMING, file: text}))
    assert lines[0].startswith(f"{file}:{told}")
    assert len(lines) == (3 if "better: [[]" in text else 1)


def test_a_group_whose_criteria_cannot_be_read_is_not_said_to_be_empty(tmp_path: Path) -> None:
    files = {"criteria/burden.yaml": "name: Burden\n", "criteria/cost.yaml": "name: [\n"}
    (line,) = said(laid(tmp_path, files))
    assert line.startswith("criteria/cost.yaml:")


def test_a_group_that_a_criterion_misspells_is_not_said_to_be_empty(tmp_path: Path) -> None:
    cost = GOOD["criteria/cost.yaml"] + "within: burdne\n"
    files = {"criteria/burden.yaml": "name: Burden\n", "criteria/cost.yaml": cost}
    assert said(laid(tmp_path, files)) == [
        "criteria/cost.yaml:4:9: cost is within the unknown group burdne; did you mean burden?"
    ]


def test_faults_of_all_files_come_at_once_and_sorted(tmp_path: Path) -> None:
    files = {
        "options/wait.yaml": "name: [\n",
        "options/charge.yaml": "nmae: A\nperformance:\n  cost: 4m\n  equity: 6\n  carbno: 8\n",
        "criteria/cost.yaml": "name: A\nweight: -1\nscale: {worst: 1, best: 1}\n",
        "profiles/con.yaml": "",
        "policyscore.yaml": "baseline: nobody\n",
    }
    assert [line.split(": ")[0] for line in said(laid(tmp_path, files))] == [
        "criteria/cost.yaml:2:9",
        "criteria/cost.yaml:3:25",
        "options/charge.yaml:1:1",
        "options/charge.yaml:1:1",
        "options/charge.yaml:3:9",
        "options/charge.yaml:5:3",
        "options/wait.yaml:2:1",
        "policyscore.yaml:1:11",
        "profiles/con.yaml",
    ]


def test_the_good_model_that_others_change_has_no_fault(tmp_path: Path) -> None:
    assert load(laid(tmp_path, NAMING)).warnings == ()
