"""What the formats of findings share: which are told, where, in which words, what marks them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from policyscore.report import Finding, Report
from policyscore.shown import escaped, one_line

# Lines move when others are added above them, and a finding stays the same one.
_LINE = re.compile(r"\bline \d+|:\d+")


def looked_at(report: Report) -> Sequence[Finding]:
    """Return the findings of a report, passed ones too; none where a report looks for nothing."""
    return report.findings() if report.findings else ()


def wrong(report: Report) -> list[Finding]:
    """Return the errors and warnings among the findings, in their order."""
    return [finding for finding in looked_at(report) if finding.outcome != "passed"]


def path(report: Report, finding: Finding) -> str:
    """Return a finding's file as a path from the root of the repository, never an empty one."""
    return "/".join(filter(None, (report.root, finding.file))) or "."


def words(text: str) -> str:
    """Return the text as one line in which controls are escapes."""
    return escaped(one_line(text))


def message(finding: Finding) -> str:
    """Return what is wrong and how to mend it as one line, the rule where nothing is said."""
    return words("; ".join(filter(None, (finding.what, finding.fix)))) or words(finding.rule)


def fingerprints(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a mark for each finding, the same in every run while it stays, wherever it moves to.

    No two are the same: those that nothing else tells apart are counted.
    """
    met: Counter[str] = Counter()
    for finding in findings:
        key = finding.key or _LINE.sub("", finding.what)
        alike = json.dumps([finding.rule, path(report, finding), key])
        met[alike] += 1
        yield sha256(f"{alike}{met[alike]}".encode()).hexdigest()
