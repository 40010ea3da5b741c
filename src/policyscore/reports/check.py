"""The report of `check`: what was looked at, which expectations hold, what is suspicious."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policyscore import decimals
from policyscore.faults import Fault
from policyscore.figures import points
from policyscore.judging.judgements import Judgement
from policyscore.lock import AS_MEANT, Departure, Held
from policyscore.model import Model
from policyscore.report import (
    Block,
    Column,
    Figure,
    Finding,
    Prose,
    Report,
    Row,
    Sheet,
    Table,
    Value,
)
from policyscore.reports.expected import (
    GIVEN,
    Expected,
    Judged,
    expectations,
    found,
    verdict,
)
from policyscore.reports.wording import counted, legible_places, listed
from policyscore.shown import one_line

DECISION = "policyscore.yaml"
MOST_DEPARTURES = 12  # values of a lock in a table; JSON has all
MOST_FAULTS = 100  # errors in a table; CSV and JSON have all


class Checked(NamedTuple):
    """What was looked at: the files that a model was read from, and what came of it.

    `expected` is None where the model has errors. `lock` is what a lock says otherwise, if one was
    held against the results; its faults are among all.
    """

    title: str
    files: Sequence[str]
    faults: Sequence[Fault]
    expected: Expected | None = None
    lock: Held | None = None
    verbose: bool = False

    @property
    def errors(self) -> list[Fault]:
        """Return the faults that are errors."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def warnings(self) -> list[Fault]:
        """Return the faults that are warnings."""
        return [fault for fault in self.faults if fault.severity == "warning"]


def check_report(checked: Checked) -> Report:
    """Return the report."""
    date = checked.expected.model.decision.date if checked.expected else ""
    return Report(
        f"{checked.title}: check",
        date,
        lambda: tuple(_blocks(checked)),
        lambda: _data(checked),
        lambda: _sheet(checked),
        lambda: list(_findings(checked)),
    )


def _blocks(checked: Checked) -> Iterator[Block]:
    yield Prose((_headline(checked),), strong=True)
    if checked.expected is not None:
        yield from expectations(checked.expected, checked.verbose)
    if checked.lock and checked.lock.departures:
        yield from _not_as_locked(checked.lock.departures)
    for kind, faults in (("Errors", checked.errors), ("Warnings", checked.warnings)):
        if faults:
            name = kind.lower().removesuffix("s")
            columns = (Column("where"), Column(name, folds=True), Column("advice", folds=True))
            table = [_row(fault) for fault in faults[:MOST_FAULTS]]
            if len(faults) > MOST_FAULTS:
                table.append(Row(("·", f"{len(faults) - MOST_FAULTS} more", "")))
            yield Table(columns, tuple(table), kind)
    if checked.expected is None:
        files = counted(len(checked.files), "file")
        yield Prose((f"Looked at {files}; nothing was ranked.",))
    else:
        model = checked.expected.model
        yield Prose((_counts(model), _evidence(model)))


def _headline(checked: Checked) -> str:
    """Return the answer: how many expectations hold, and how many errors and warnings there are."""
    warned = len(checked.warnings) + (len(checked.expected.warned) if checked.expected else 0)
    errors, warnings = (
        counted(count, kind) if count else f"no {kind}s"
        for kind, count in (("error", len(checked.errors)), ("warning", warned))
    )
    told = f"{errors[0].upper()}{errors[1:]}, {warnings}."
    if checked.expected is None:
        return told
    return " ".join(filter(None, (verdict(checked.expected), _locked(checked.lock), told)))


def _locked(lock: Held | None) -> str:
    """Return whether results are as locked, in a sentence; nothing where no lock was asked."""
    if lock is None or lock.problem is not None:
        return ""
    if lock.departures:
        many = len(lock.departures)
        return f"Results are not those locked: {counted(many, 'value differs', 'values differ')}."
    return "Results are as locked."


def _not_as_locked(departures: Sequence[Departure]) -> Iterator[Block]:
    """Yield what was locked and what it is now, ranks and scores first."""
    columns = (
        Column("result", folds=True),
        Column("locked", numeric=True),
        Column("now", numeric=True),
    )
    rows = [
        Row((one.key, *map(Figure, _figures(one.locked, one.now))))
        for one in departures[:MOST_DEPARTURES]
    ]
    more = len(departures) - MOST_DEPARTURES
    if more > 0:
        rows.append(Row((f"{more} more", Figure("·"), Figure("·"))))
    yield Table(columns, tuple(rows), "Not as locked")
    yield Prose((f"{AS_MEANT[0].upper()}{AS_MEANT[1:]}.",))


def _figures(locked: str, now: str) -> tuple[str, str]:
    """Return two values of a lock with as many decimals as it takes to tell them apart."""
    try:
        values = decimals.parse(locked), decimals.parse(now)
    except decimals.NotDecimal:  # a shared rank, or not there
        return locked or "·", now or "·"
    if all(value.denominator == 1 for value in values):
        return locked, now
    places = legible_places(values)
    return points(values[0], places), points(values[1], places)


def _counts(model: Model) -> str:
    counts = [
        counted(len(model.options), "option"),
        counted(len(model.criteria), "criterion", "criteria"),
        counted(len(model.groups), "group"),
        counted(len(model.profiles), "profile"),
        counted(len(model.decision.sources or ()), "source"),
        counted(len(model.decision.orders), "order"),
    ]
    return f"Looked at {listed(counts)}."


def _evidence(model: Model) -> str:
    cells = [cell for option in model.options.values() for cell in option.performance.values()]
    evidence = [
        f"{sum(bool(cell.sources) for cell in cells)} with a source",
        f"{sum(bool(cell.rationale) for cell in cells)} with a rationale",
        f"{sum(bool(cell.confidence) for cell in cells)} with a confidence",
        f"{sum(cell.value is not None and cell.low != cell.high for cell in cells)} with a range",
        f"{sum(cell.value is None for cell in cells)} unknown",
    ]
    return f"{counted(len(cells), 'performance')}: {listed(evidence)}."


def _row(fault: Fault) -> Row:
    place = fault.place
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    return Row((where, one_line(fault.what), one_line(fault.fix)))


# Findings: a file that has no fault passed, and so did an expectation that holds


def _findings(checked: Checked) -> Iterator[Finding]:
    by_file: dict[str, list[Fault]] = {name: [] for name in checked.files}
    for fault in checked.faults:
        by_file.setdefault(fault.place.file, []).append(fault)
    for name, faults in sorted(by_file.items()):
        if not faults:
            yield Finding("file", name, "passed", "file", name)
        for f in faults:
            yield Finding("file", name, f.severity, f.rule, *f.place, f.what, f.fix)
    for judged in checked.expected.every if checked.expected else ():
        for judgement in judged.judgements:
            yield _finding(checked.expected, judged, judgement)


def _finding(expected: Expected | None, judged: Judged, judgement: Judgement) -> Finding:
    file, line, column = judged.expectation.place
    that = one_line(judged.expectation.that)
    subject = f"{that} under {judgement.profile}" if judgement.profile else that
    about = Finding(
        *("expectation", subject, "passed", "expectation"),
        DECISION if file == GIVEN else file,
        line,
        column,
        key=subject,
    )
    if judgement.outcome == "holds" or expected is None:
        return about
    verb = "fails" if judgement.outcome == "fails" else "is unclear"
    why = f"agreed: {one_line(judged.expectation.why)}" if judged.expectation.why else ""
    return about._replace(
        outcome="warning" if judged.warns else "error",
        what=" ".join(dict.fromkeys((f"{that} {verb}.", *found(expected, judgement)))).rstrip("."),
        fix=why,
    )


# For programs


def _record(fault: Fault) -> dict[str, str | int]:
    place = fault.place
    return {
        "severity": fault.severity,
        "rule": fault.rule,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "what": fault.what,
        "fix": fault.fix,
    }


def _data(checked: Checked) -> Mapping[str, Value]:
    expected = checked.expected
    counts: dict[str, Value] = {}
    if expected is not None:
        model = expected.model
        counts = {
            "options": len(model.options),
            "criteria": len(model.criteria),
            "groups": len(model.groups),
            "profiles": len(model.profiles),
            "orders": len(model.decision.orders),
        }
    return {
        "schema": "policyscore.check/1",
        "files": len(checked.files),
        **counts,
        "locked": checked.lock is not None,
        "departures": [
            {"result": one.key, "locked": one.locked or None, "now": one.now or None}
            for one in (checked.lock.departures if checked.lock else ())
        ],
        "errors": [_record(fault) for fault in checked.errors],
        "warnings": [_record(fault) for fault in checked.warnings],
        "expectations": list(map(_judged, expected.every)) if expected else [],
    }


def _judged(judged: Judged) -> Mapping[str, Value]:
    expectation = judged.expectation
    return {
        "that": expectation.that,
        "why": expectation.why or None,
        "severity": expectation.severity,
        "file": None if expectation.place.file == GIVEN else expectation.place.file,
        "line": expectation.place.line,
        "column": expectation.place.column,
        "outcome": judged.outcome,
        "under": list(map(_judgement, judged.judgements)),
    }


def _judgement(judgement: Judgement) -> Mapping[str, Value]:
    return {
        "profile": judgement.profile,
        "outcome": judgement.outcome,
        "reason": judgement.reason or None,
        "values": [
            {"call": call, "value": found.value, "error": found.error}
            for call, found in judgement.answers.items()
        ],
        "options": [
            {"id": s.option, "rank": s.rank, "tied": s.tied, "score": s.score}
            for s in judgement.involved
        ],
    }


def _sheet(checked: Checked) -> Sheet:
    columns = ("severity", "rule", "file", "line", "column", "what", "fix")
    faults = [tuple(_record(fault)[key] for key in columns) for fault in checked.faults]
    findings = [finding for finding in _findings(checked) if finding.kind == "expectation"]
    expected = [
        (f.outcome, f.rule, f.file, f.line, f.column, f.what or f"{f.subject} holds", f.fix)
        for f in findings
    ]
    return Sheet(columns, (*faults, *expected))
