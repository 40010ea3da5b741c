"""A report's findings as GitLab reads them: a Code Quality report, shown in merge requests."""

from policyscore.render.findings import fingerprints, message, path, words, wrong
from policyscore.render.json import written
from policyscore.report import Finding, Report, Value

_SEVERITIES = {"error": "major", "warning": "minor"}


def render(report: Report) -> str:
    """Return the JSON: an array of errors and warnings, paths from the root of the repository."""
    found = wrong(report)
    marks = fingerprints(report, found)
    return written([_issue(report, *pair) for pair in zip(found, marks, strict=True)])


def _issue(report: Report, finding: Finding, mark: str) -> dict[str, Value]:
    return {
        "description": message(finding),
        "check_name": words(finding.rule),
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.outcome],
        "location": {"path": path(report, finding), "lines": {"begin": finding.line or 1}},
    }
