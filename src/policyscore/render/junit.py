"""A report's findings as JUnit XML: what was looked at are test cases, errors are failures."""

import re
from collections.abc import Iterator, Mapping, Sequence

from policyscore.render.findings import looked_at, message, path, words
from policyscore.report import Finding, Report
from policyscore.shown import escaped

_SUITES = {"file": "files", "expectation": "expectations"}
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
    # XML 1.0 has no name for these two.
    | {"\ufffe": r"\ufffe", "\uffff": r"\uffff"}
)
# A line that begins so would be a command to a CI runner; as a reference it is the same text.
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def render(report: Report) -> str:
    """Return the XML: a suite for files and one for expectations, as far as any were looked at.

    A file or an expectation is one test case, however much is wrong with it; it fails if any of
    that is an error, and warnings are its output. Nothing is said about time.
    """
    found = looked_at(report)
    suites = {kind: _cases(found, kind) for kind in _SUITES}
    every = [case for cases in suites.values() for case in cases.values()]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites{_counts('policyscore', every)}>",
    ]
    for kind, cases in suites.items():
        if cases:
            lines.extend(_suite(report, _SUITES[kind], cases))
    lines.append("</testsuites>")
    text = "\n".join(lines) + "\n"
    return _COMMAND.sub(r"\1&#58;", text.replace("##", "#&#35;"))


def _cases(findings: Sequence[Finding], kind: str) -> dict[str, list[Finding]]:
    """Return the findings of a kind by what was looked at, in the order in which it was."""
    cases: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.kind == kind:
            cases.setdefault(finding.subject, []).append(finding)
    return cases


def _failed(case: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in case if finding.outcome == "error"]


def _counts(name: str, cases: Sequence[Sequence[Finding]]) -> str:
    failures = sum(bool(_failed(case)) for case in cases)
    return _attributes(name=name, tests=len(cases), failures=failures, errors=0)


def _attributes(**values: str | int) -> str:
    return "".join(f' {key}="{_text(str(value))}"' for key, value in values.items())


def _text(text: str) -> str:
    return escaped(text).translate(_ENTITIES)


def _suite(report: Report, name: str, cases: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    # Of several models in a repository, each has cases of its own.
    classname = ".".join(filter(None, ("policyscore", report.root, name)))
    yield f"  <testsuite{_counts(name, list(cases.values()))}>"
    for subject, case in cases.items():
        file = path(report, case[0])
        begin = f"<testcase{_attributes(classname=classname, name=words(subject), file=file)}"
        held = [*_failure(report, case), *_output(report, case)]
        if held:
            yield from (f"    {begin}>", *held, "    </testcase>")
        else:
            yield f"    {begin}/>"
    yield "  </testsuite>"


def _failure(report: Report, case: Sequence[Finding]) -> Iterator[str]:
    found = _failed(case)
    if found:
        first = _attributes(message=message(found[0]), type=words(found[0].rule))
        yield f"      <failure{first}>{_lines(report, found)}</failure>"


def _output(report: Report, case: Sequence[Finding]) -> Iterator[str]:
    found = [finding for finding in case if finding.outcome == "warning"]
    if found:
        yield f"      <system-out>{_lines(report, found)}</system-out>"


def _lines(report: Report, findings: Sequence[Finding]) -> str:
    """Return a line for each: where, how bad, what, and how to mend it."""
    return "\n".join(_text(_line(report, finding)) for finding in findings)


def _line(report: Report, finding: Finding) -> str:
    numbers = (finding.line, finding.line and finding.column)
    place = ":".join((path(report, finding), *map(str, filter(None, numbers))))
    return words(f"{place}: {finding.outcome}: {message(finding)}")
