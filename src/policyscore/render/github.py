"""A report for the log of a GitHub Actions job: findings as annotations, then the text."""

from collections.abc import Iterator

from policyscore.render.findings import message, path, wrong
from policyscore.render.text import heading, told
from policyscore.report import Block, Finding, Report, legible
from policyscore.shown import escaped, plain, tamed

# GitHub keeps ten annotations of a level a step; the tenth says how many more there are.
MOST = 9
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """Return the annotations and the text of the report, each titled block as a group that folds.

    No line is a command but these, whatever the texts are.
    """
    lines = [*_annotations(report), heading(report)]
    for block in legible(report.blocks()):
        lines += ["", *_block(block)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _annotations(report: Report) -> Iterator[str]:
    every = wrong(report)
    for level in ("error", "warning"):
        found = [finding for finding in every if finding.outcome == level]
        yield from (_annotation(report, finding) for finding in found[:MOST])
        more = len(found) - MOST
        if more > 0:
            kind = level if more == 1 else f"{level}s"
            yield f"::{level}::{more} more {kind}; see the summary or the report"


def _annotation(report: Report, finding: Finding) -> str:
    place = {
        "file": path(report, finding),
        "line": finding.line,
        "col": finding.line and finding.column,
        "title": finding.rule,
    }
    said = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    return f"::{finding.outcome} {said}::{_data(message(finding))}"


def _property(text: str) -> str:
    return tamed(escaped(text).translate(_IN_PROPERTY))


def _data(text: str) -> str:
    return plain(text).translate(_IN_DATA)


def _block(block: Block) -> Iterator[str]:
    lines = map(tamed, told(block))
    if not block.title:
        yield from lines
        return
    yield f"::group::{_data(block.title)}"
    yield from lines
    yield "::endgroup::"
