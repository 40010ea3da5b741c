"""A report's findings as SARIF 2.1.0, for code scanning."""

import re

from policyscore import HOME, __version__
from policyscore.render.findings import fingerprints, message, path, words, wrong
from policyscore.render.json import written
from policyscore.report import Finding, Report, Value

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# What a relative reference may hold as it is; a colon might make a scheme of what stands before.
_NOT_IN_URI = re.compile(rb"[^A-Za-z0-9._~/-]")
# What would be a link within a message: a text in brackets, then its target.
_LINK = re.compile(r"(?<=\])(?=\()")


def render(report: Report) -> str:
    """Return the log: one run, its rules sorted, each error and warning a result of a rule.

    Paths are from the repository's root, and no text becomes a link.
    """
    found = wrong(report)
    rules = sorted({words(finding.rule) for finding in found})
    marks = fingerprints(report, found)
    driver: dict[str, Value] = {
        "name": "policyscore",
        "version": __version__,
        "informationUri": HOME,
        "rules": [{"id": rule, "shortDescription": {"text": _named(rule)}} for rule in rules],
    }
    run: dict[str, Value] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, finding, rules, mark)
            for finding, mark in zip(found, marks, strict=True)
        ],
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _named(rule: str) -> str:
    """Return a rule's id as people read it: No source."""
    text = rule.replace("-", " ")
    return text[:1].upper() + text[1:]


def _result(report: Report, finding: Finding, rules: list[str], mark: str) -> dict[str, Value]:
    rule = words(finding.rule)
    place: dict[str, Value] = {
        "artifactLocation": {"uri": _uri(path(report, finding))},
        "region": _region(finding),
    }
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": finding.outcome,
        "message": {"text": _LINK.sub("\u200b", message(finding))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"policyscore/v1": mark},
    }


def _region(finding: Finding) -> dict[str, Value]:
    """Return where the finding stands; one about the whole file stands in its first line."""
    if finding.line and finding.column:
        return {"startLine": finding.line, "startColumn": finding.column}
    return {"startLine": finding.line or 1}


def _uri(name: str) -> str:
    """Return a path as a relative reference; whatever is not plain ASCII is written as %C3%A9."""
    raw = name.encode(errors="surrogatepass")
    return _NOT_IN_URI.sub(lambda found: b"%%%02X" % found.group()[0], raw).decode()
