"""The formats of findings: what reviewers and CI servers read, whatever the texts are."""

import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policyscore import HOME, __version__
from policyscore.render import EXTENSIONS, FINDING_EXTENSIONS, FINDING_FORMATS, FORMATS, render
from policyscore.report import (
    Bar,
    Block,
    Column,
    Figure,
    Finding,
    Prose,
    Report,
    Row,
    Sheet,
    Table,
    legible,
)
from policyscore.shown import CONTROL, one_line
from tests.nasty import NASTY, report_of, texts
from tests.strategies import steady

Golden = Callable[[str, str], None]
GOLDEN = {"github": "github.txt", "gitlab": "gitlab.json", "junit": "junit.xml", "sarif": "sarif"}
SCHEMAS = Path(__file__).parent / "schemas"
OUTCOMES: tuple[Literal["error", "warning", "passed"], ...] = ("error", "warning", "passed")
XSD = xmlschema.XMLSchema(SCHEMAS / "junit.xsd")

ORDINARY = (
    Finding("file", "criteria/cost.yaml", "passed", "", "criteria/cost.yaml"),
    Finding(
        "file",
        "options/bus.yaml",
        "error",
        "unknown-key",
        "options/bus.yaml",
        3,
        1,
        "sumary is not a key of an option",
        "did you mean summary?",
    ),
    Finding(
        "file",
        "options/bus.yaml",
        "warning",
        "no-rationale",
        "options/bus.yaml",
        7,
        5,
        "cost has no rationale",
        "say why it is 4",
        "cost",
    ),
    Finding("file", "options/old.txt", "warning", "stray", "options/old.txt", what="not read"),
    Finding(
        "expectation",
        "rank(bus) == 1",
        "error",
        "expectation",
        "policyscore.yaml",
        9,
        11,
        "rank(bus) == 1 does not hold",
        "rank(bus) is 2",
        "rank(bus) == 1",
    ),
    Finding(
        "expectation", "margin(1, 2) >= 2", "passed", "expectation", "policyscore.yaml", 10, 11
    ),
)


class Command(NamedTuple):
    """A command that a CI runner finds in a log."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Return what the runner of GitHub obeys in a log, by its rules."""
    return [command for line in log.splitlines() if (command := command_in(line)) is not None]


def command_in(line: str) -> Command | None:
    found = re.fullmatch(r"\s*::([^ ]*?)(?: (.*?))?::(.*)", line)
    if found is None:
        return None
    name, told, data = found.groups()
    pairs = [part.split("=", 1) for part in (told or "").strip().split(",") if part]
    return Command(name, {key: decoded(value, "\r\n:,%") for key, value in pairs}, decoded(data))


def decoded(text: str, special: str = "\r\n%") -> str:
    for char in special:
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def report(*findings: Finding, blocks: Sequence[Block] = (), root: str = "") -> Report:
    """Return a report of findings."""
    return Report("Check", "", lambda: blocks, dict, lambda: Sheet((), ()), lambda: findings, root)


def finding(outcome: Any = "error", **how: Any) -> Finding:  # noqa: ANN401 - fields of Finding
    """Return a finding about a line of a file, with some fields changed."""
    return Finding("file", "a.yaml", outcome, "rule", "a.yaml", 3, 5, "wrong")._replace(**how)


def hostile(many: Sequence[str]) -> Report:
    """Return a report with each text in all places of a finding, and in its blocks."""
    found = tuple(
        Finding(
            "expectation" if i % 2 else "file",
            text,
            OUTCOMES[i // 2 % 3],
            text,
            text,
            i % 3,
            i % 4,
            text,
            text,
            text if i % 5 else "",
        )
        for i, text in enumerate(many)
    )
    return report_of(tuple(many))._replace(findings=lambda: found, root="models/ü %:1,")


def shown(text: str) -> str:
    """Return a text as these formats show it: one line, controls as escapes."""
    return CONTROL.sub(lambda found: ascii(found.group())[1:-1], one_line(text))


def told(one: Finding) -> str:
    """Return a finding as one line."""
    return shown("; ".join(filter(None, (one.what, one.fix)))) or shown(one.rule)


def wrong(drawn: Report) -> list[Finding]:
    """Return the findings of a report that did not pass."""
    assert drawn.findings is not None
    return [one for one in drawn.findings() if one.outcome != "passed"]


def place_of(drawn: Report, one: Finding) -> str:
    """Return where a finding's file is in the repository."""
    return f"{drawn.root}/{one.file}" if one.file else drawn.root


many_texts = st.lists(texts, min_size=1, max_size=8, unique=True)


# All of them


@pytest.mark.parametrize("name", FINDING_FORMATS)
def test_a_report_with_findings_is_drawn_as_accepted(name: str, golden: Golden) -> None:
    columns = (Column("where"), Column("share"), Column("n", numeric=True))
    row = Row(("options/bus.yaml:3:1", Bar(Fraction(1, 2)), Figure("1")), ("why",))
    blocks = (
        Prose(("2 errors, 2 warnings.",), strong=True),
        Table(columns, (row,), "Errors", folded=True),
        Table(columns, (row,)),
    )
    drawn = report(*ORDINARY, blocks=blocks, root="models/city")
    golden(render(drawn, name), f"findings/ordinary.{GOLDEN[name]}")


@pytest.mark.parametrize("name", FINDING_FORMATS)
def test_findings_that_would_come_alive_are_drawn_as_accepted(name: str, golden: Golden) -> None:
    golden(render(hostile(NASTY), name), f"findings/nasty.{GOLDEN[name]}")


@pytest.mark.parametrize("name", FINDING_FORMATS)
@steady
@given(many_texts)
def test_no_finding_holds_what_a_terminal_or_a_runner_obeys(name: str, many: list[str]) -> None:
    drawn = render(hostile(many), name)
    assert not CONTROL.search(drawn)
    assert not re.search(r"##(vso)?\[", drawn, re.IGNORECASE)
    assert name == "github" or not re.search(r"^\s*::", drawn, re.MULTILINE)
    assert drawn.endswith("\n")
    drawn.encode()


@pytest.mark.parametrize("name", FINDING_FORMATS)
def test_a_report_that_looks_for_nothing_has_no_findings(name: str) -> None:
    assert render(report()._replace(findings=None), name) == render(report(), name)


@pytest.mark.parametrize("name", FORMATS)
def test_findings_change_no_other_format(name: str) -> None:
    drawn = report_of(NASTY)
    assert render(drawn._replace(findings=lambda: ORDINARY, root="x"), name) == render(drawn, name)


def test_every_extension_is_of_a_format_that_draws_findings() -> None:
    assert set(FINDING_EXTENSIONS.values()) < set(FINDING_FORMATS)
    assert not set(FINDING_EXTENSIONS) & set(EXTENSIONS)
    assert not set(FINDING_FORMATS) & set(FORMATS)


@pytest.mark.parametrize(
    ("root", "file", "path"),
    [
        ("", "options/a.yaml", "options/a.yaml"),
        ("models/x", "options/a.yaml", "models/x/options/a.yaml"),
        ("models/x", "", "models/x"),
        ("", "", "."),
    ],
)
def test_a_file_is_named_from_the_root_of_the_repository(root: str, file: str, path: str) -> None:
    drawn = report(finding(file=file), root=root)
    assert commands(render(drawn, "github"))[0].properties["file"] == path
    assert json.loads(render(drawn, "gitlab"))[0]["location"]["path"] == path
    assert case(render(drawn, "junit")).get("file") == path
    assert place(result(drawn))["artifactLocation"]["uri"] == path


# GitHub


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "::error file=a.yaml,line=3,col=5,title=rule::wrong"),
        ({"outcome": "warning"}, "::warning file=a.yaml,line=3,col=5,title=rule::wrong"),
        ({"fix": "mend it"}, "::error file=a.yaml,line=3,col=5,title=rule::wrong; mend it"),
        ({"column": 0}, "::error file=a.yaml,line=3,title=rule::wrong"),
        ({"line": 0}, "::error file=a.yaml,title=rule::wrong"),
        ({"what": ""}, "::error file=a.yaml,line=3,col=5,title=rule::rule"),
        (
            {"what": "a,b: 5%\r\n%0A"},
            "::error file=a.yaml,line=3,col=5,title=rule::a,b: 5%25 %250A",
        ),
        (
            {"file": "a,b: 5%\n.yaml", "line": 0},
            "::error file=a%2Cb%3A 5%25%0A.yaml,title=rule::wrong",
        ),
        ({"rule": "a::b,c", "line": 0}, "::error file=a.yaml,title=a%3A%3Ab%2Cc::wrong"),
    ],
)
def test_github_gets_an_annotation(changes: dict[str, Any], line: str) -> None:
    assert render(report(finding(**changes)), "github") == f"{line}\nCheck\n"


def test_what_passed_is_no_annotation() -> None:
    assert render(report(finding("passed")), "github") == "Check\n"


@pytest.mark.parametrize(("count", "last"), [(9, ""), (10, "1 more {}"), (12, "3 more {}s")])
@pytest.mark.parametrize("level", ["error", "warning"])
def test_github_is_told_how_much_more_there_is_than_it_keeps(
    count: int, last: str, level: str
) -> None:
    found = [finding(level, line=i + 1) for i in range(count)]
    other = "warning" if level == "error" else "error"
    log = commands(render(report(*found, finding(other), finding("passed")), "github"))
    ours = [command for command in log if command.name == level]
    assert len(log) - len(ours) == 1
    assert [command.properties["line"] for command in ours[:9]] == [str(i + 1) for i in range(9)]
    rest = [f"{last.format(level)}; see the summary or the report"] if last else []
    assert ours[9:] == [Command(level, {}, text) for text in rest]


def test_errors_stand_before_warnings() -> None:
    log = commands(render(report(finding("warning"), finding("error")), "github"))
    assert [command.name for command in log] == ["error", "warning"]


def test_each_titled_block_is_a_group_and_the_text_is_that_of_pipes() -> None:
    table = Table((Column("a"), Column("b")), (Row(("", "1"), ("note",)),), "One: 5%", folded=True)
    drawn = report(blocks=(Prose(("Answer.",)), table, Prose(("x",), "Two")))._replace(date="2026")
    assert render(drawn, "github") == (
        "Check (2026)\n\nAnswer.\n\n"
        "::group::One: 5%25\na  b\n   1\n    note\n::endgroup::\n\n"
        "::group::Two\nx\n::endgroup::\n"
    )


@steady
@given(many_texts)
def test_nothing_is_a_command_to_github_but_annotations_and_groups(many: list[str]) -> None:
    drawn = hostile(many)
    log = commands(render(drawn, "github"))
    wanted = [
        one
        for level in ("error", "warning")
        for one in [one for one in wrong(drawn) if one.outcome == level][:9]
    ]
    assert [command.name for command in log] == [
        *(one.outcome for one in wanted),
        *("group", "endgroup") * sum(bool(block.title) for block in legible(drawn.blocks())),
    ]
    for command, one in zip(log, wanted, strict=False):
        assert seen(command.data) == seen(told(one))
        file = CONTROL.sub(lambda found: ascii(found.group())[1:-1], place_of(drawn, one))
        assert seen(command.properties["file"]) == seen(file)
        assert set(command.properties) <= {"file", "line", "col", "title"}


def seen(text: str) -> str:
    """Return a text without the white space that takes the life from commands."""
    return re.sub(r"\s", "", text)


# GitLab


def valid(data: object, name: str) -> None:
    """Hold JSON against a schema of the tests."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


@steady
@given(many_texts)
def test_gitlab_reads_back_every_finding(many: list[str]) -> None:
    drawn = hostile(many)
    data = json.loads(render(drawn, "gitlab"))
    valid(data, "gitlab")
    assert [
        (issue["description"], issue["check_name"], issue["severity"], issue["location"])
        for issue in data
    ] == [
        (
            told(one),
            shown(one.rule),
            {"error": "major", "warning": "minor"}[one.outcome],
            {"path": place_of(drawn, one), "lines": {"begin": max(1, one.line)}},
        )
        for one in wrong(drawn)
    ]


def test_gitlab_and_sarif_mark_a_finding_alike() -> None:
    marks = [issue["fingerprint"] for issue in json.loads(render(report(*ORDINARY), "gitlab"))]
    assert marks == fingerprints(*ORDINARY)


# JUnit


def suites(xml: str) -> list[ElementTree.Element]:
    """Return the suites of a JUnit file, held against its schema and its own counts."""
    tree = ElementTree.fromstring(xml.encode())
    XSD.validate(tree)
    for level in (tree, *tree):
        cases = list(level.iter("testcase"))
        failed = [case for case in cases if case.find("failure") is not None]
        counts = [level.get(name) for name in ("tests", "failures", "errors")]
        assert counts == [str(len(cases)), str(len(failed)), "0"]
    return list(tree)


def case(xml: str) -> ElementTree.Element:
    """Return the only test case."""
    ((one,),) = suites(xml)
    return one


def test_junit_has_a_suite_for_files_and_one_for_expectations() -> None:
    files, expectations = suites(render(report(*ORDINARY), "junit"))
    assert (files.get("name"), expectations.get("name")) == ("files", "expectations")
    assert [one.get("name") for one in files] == [
        "criteria/cost.yaml",
        "options/bus.yaml",
        "options/old.txt",
    ]
    assert [one.get("name") for one in expectations] == ["rank(bus) == 1", "margin(1, 2) >= 2"]
    assert {one.get("classname") for one in files} == {"policyscore.files"}
    assert {one.get("file") for one in expectations} == {"policyscore.yaml"}


def test_junit_has_no_suite_for_what_was_not_looked_at() -> None:
    assert [suite.get("name") for suite in suites(render(report(finding()), "junit"))] == ["files"]
    assert suites(render(report(), "junit")) == []


def test_cases_of_two_models_in_a_repository_are_told_apart() -> None:
    one = case(render(report(finding("passed"), root="models/a"), "junit"))
    assert one.get("classname") == "policyscore.models/a.files"


def test_all_that_is_wrong_with_a_file_is_one_failure_and_warnings_are_its_output() -> None:
    found = (
        finding("passed"),
        finding("warning", what="odd"),
        finding(),
        finding(rule="other", line=0, what="worse", fix="mend"),
        finding("warning", what="odder", column=0),
    )
    one = case(render(report(*found), "junit"))
    failure, output = one
    assert failure.attrib == {"message": "wrong", "type": "rule"}
    assert failure.text == "a.yaml:3:5: error: wrong\na.yaml: error: worse; mend"
    assert output.tag == "system-out"
    assert output.text == "a.yaml:3:5: warning: odd\na.yaml:3: warning: odder"


def test_a_line_that_begins_with_a_command_is_none_and_reads_the_same() -> None:
    found = [finding(file="::x::y", line=0), finding(file="::set-env::z", line=0)]
    drawn = render(report(*found), "junit")
    assert not commands(drawn)
    (failure,) = case(drawn)
    assert failure.text == "::x::y: error: wrong\n::set-env::z: error: wrong"


def test_a_warning_alone_fails_nothing() -> None:
    assert [part.tag for part in case(render(report(finding("warning")), "junit"))] == [
        "system-out"
    ]


def test_junit_says_nothing_about_time_and_how_it_is_encoded() -> None:
    drawn = render(report(*ORDINARY), "junit")
    assert drawn.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    assert " time" not in drawn


@pytest.mark.parametrize("text", ["\x00", "\x01", "\ufffe", "\uffff", "\ud800", "\x9b"])
def test_what_xml_cannot_hold_is_shown_as_an_escape(text: str) -> None:
    one = case(render(report(finding("passed", subject=f"a{text}b", file=f"c{text}d")), "junit"))
    code = ascii(text)[1:-1]
    assert (one.get("name"), one.get("file")) == (f"a{code}b", f"c{code}d")


@pytest.mark.parametrize("file", ["a\tb\n.yaml", " a  b.yaml ", "<a>&\"'.yaml", "##[a]b", "]]>"])
def test_junit_reads_a_path_back_as_it_is(file: str) -> None:
    assert case(render(report(finding(file=file)), "junit")).get("file") == file


@steady
@given(many_texts)
def test_junit_reads_back_every_finding(many: list[str]) -> None:
    drawn = hostile(many)
    assert drawn.findings is not None
    read = suites(render(drawn, "junit"))
    subjects = [
        [one.subject for one in drawn.findings() if one.kind == kind]
        for kind in ("file", "expectation")
    ]
    wanted = [list(map(in_xml, subject)) for subject in subjects if subject]
    assert [[one.get("name") for one in suite] for suite in read] == wanted
    messages = [one.get("message") for suite in read for one in suite.iter("failure")]
    failed = [one for one in wrong(drawn) if one.outcome == "error"]
    assert messages == [
        in_xml(told(one)) for kind in ("file", "expectation") for one in failed if one.kind == kind
    ]


def in_xml(text: str) -> str:
    """Return a text as a reader of XML finds it."""
    return re.sub("[\ufffe\uffff]", lambda found: ascii(found.group())[1:-1], shown(text))


# SARIF


def run(drawn: Report) -> Any:  # noqa: ANN401 - JSON
    """Return the run of a SARIF log, held against the schema."""
    data = json.loads(render(drawn, "sarif"))
    valid(data, "sarif")
    return data["runs"][0]


def result(drawn: Report) -> Any:  # noqa: ANN401 - JSON
    """Return the only result."""
    (one,) = run(drawn)["results"]
    return one


def place(one: Any) -> Any:  # noqa: ANN401 - JSON
    """Return where a result stands."""
    return one["locations"][0]["physicalLocation"]


def fingerprints(*findings: Finding) -> list[str]:
    """Return the marks of findings."""
    results = run(report(*findings))["results"]
    return [one["partialFingerprints"]["policyscore/v1"] for one in results]


def test_sarif_says_who_found_it() -> None:
    driver = run(report())["tool"]["driver"]
    assert (driver["version"], driver["informationUri"]) == (__version__, HOME)
    assert driver["rules"] == []


def test_rules_are_sorted_and_results_point_to_them() -> None:
    found = run(report(finding(rule="no-source"), finding("warning", rule="empty"), *ORDINARY[:1]))
    assert found["tool"]["driver"]["rules"] == [
        {"id": "empty", "shortDescription": {"text": "Empty"}},
        {"id": "no-source", "shortDescription": {"text": "No source"}},
    ]
    assert [(r["ruleId"], r["ruleIndex"], r["level"]) for r in found["results"]] == [
        ("no-source", 1, "error"),
        ("empty", 0, "warning"),
    ]


@pytest.mark.parametrize(
    ("line", "column", "region"),
    [
        (3, 5, {"startLine": 3, "startColumn": 5}),
        (3, 0, {"startLine": 3}),
        (0, 0, {"startLine": 1}),
    ],
)
def test_a_finding_about_a_whole_file_stands_in_its_first_line(
    line: int, column: int, region: dict[str, int]
) -> None:
    drawn = report(finding(line=line, column=column))
    assert place(result(drawn))["region"] == region
    assert json.loads(render(drawn, "gitlab"))[0]["location"]["lines"]["begin"] == max(1, line)


def test_a_path_is_a_relative_reference() -> None:
    drawn = report(finding(file="é a:b%?#.yaml"), root="..")
    assert place(result(drawn))["artifactLocation"]["uri"] == "../%C3%A9%20a%3Ab%25%3F%23.yaml"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("[x](http://y)", "[x]\u200b(http://y)"), ("[x](1)", "[x]\u200b(1)"), ("[x] (1)", "[x] (1)")],
)
def test_no_text_is_a_link_in_sarif(text: str, kept: str) -> None:
    assert result(report(finding(what=text)))["message"]["text"] == kept


@steady
@given(many_texts)
def test_sarif_reads_back_every_finding(many: list[str]) -> None:
    drawn = hostile(many)
    results = run(drawn)["results"]
    for one, read in zip(wrong(drawn), results, strict=True):
        assert read["message"]["text"].replace("]\u200b(", "](") == told(one).replace(
            "]\u200b(", "]("
        )
        assert read["ruleId"] == shown(one.rule)
        uri = place(read)["artifactLocation"]["uri"]
        assert unquote(uri, errors="surrogatepass") == place_of(drawn, one)


def test_a_fingerprint_does_not_depend_on_where_a_finding_stands_in_its_file() -> None:
    one = finding(what="given twice; it already stands in line 3", key="")
    moved = one._replace(line=9, column=1, what="given twice; it already stands in line 12")
    assert fingerprints(one) == fingerprints(moved)
    elsewhere = finding(what="a has 3 (b.yaml:4) and c has 4 (d.yaml:5:6)")
    assert fingerprints(elsewhere) == fingerprints(
        elsewhere._replace(what="a has 3 (b.yaml:14) and c has 4 (d.yaml:15:1)")
    )


def test_a_key_marks_a_finding_whatever_is_said_about_it() -> None:
    one = finding(key="cost")
    assert fingerprints(one) == fingerprints(one._replace(what="other", fix="other"))


@pytest.mark.parametrize("change", [{"rule": "x"}, {"file": "x"}, {"key": "x"}, {"what": "x"}])
def test_a_fingerprint_depends_on_what_a_finding_is_about(change: dict[str, str]) -> None:
    assert fingerprints(finding()) != fingerprints(finding(**change))


def test_the_same_finding_in_two_models_is_two() -> None:
    marks = [run(report(finding(), root=root))["results"][0] for root in ("a", "b")]
    assert marks[0]["partialFingerprints"] != marks[1]["partialFingerprints"]


def test_findings_that_nothing_tells_apart_are_counted() -> None:
    first, second = fingerprints(finding(), finding(line=7))
    assert first != second
    assert fingerprints(finding(line=70)) == [first]
    assert fingerprints(finding("passed"), finding(), finding(line=8)) == [first, second]


@steady
@given(st.lists(texts, max_size=8))
def test_no_two_fingerprints_are_the_same(many: list[str]) -> None:
    marks = (
        [issue["fingerprint"] for issue in json.loads(render(hostile(many * 2), "gitlab"))]
        if many
        else []
    )
    assert len(set(marks)) == len(marks)
