"""The report of `check`: what was looked at, and what is legal but suspicious."""

from collections.abc import Iterator, Mapping, Sequence

from policyscore.faults import Fault
from policyscore.model import Model
from policyscore.report import Block, Column, Prose, Report, Row, Sheet, Table, Value
from policyscore.reports.wording import counted, listed, title
from policyscore.shown import one_line


def check_report(model: Model, warnings: Sequence[Fault]) -> Report:
    """Return the report on a model without errors."""
    return Report(
        f"{title(model)}: check",
        model.decision.date,
        lambda: tuple(_blocks(model, warnings)),
        lambda: _data(model, warnings),
        lambda: _sheet(warnings),
    )


def _blocks(model: Model, warnings: Sequence[Fault]) -> Iterator[Block]:
    counts = [
        counted(len(model.options), "option"),
        counted(len(model.criteria), "criterion", "criteria"),
        counted(len(model.groups), "group"),
        counted(len(model.profiles), "profile"),
        counted(len(model.decision.sources or ()), "source"),
        counted(len(model.decision.orders), "order"),
    ]
    found = counted(len(warnings), "warning") if warnings else "no warnings"
    yield Prose((f"No errors, {found}: {listed(counts)}.",), strong=True)
    cells = [cell for option in model.options.values() for cell in option.performance.values()]
    evidence = [
        f"{sum(bool(cell.sources) for cell in cells)} with a source",
        f"{sum(bool(cell.rationale) for cell in cells)} with a rationale",
        f"{sum(bool(cell.confidence) for cell in cells)} with a confidence",
        f"{sum(cell.value is not None and cell.low != cell.high for cell in cells)} with a range",
        f"{sum(cell.value is None for cell in cells)} unknown",
    ]
    yield Prose((f"{counted(len(cells), 'performance')}: {listed(evidence)}.",))
    if warnings:
        columns = (Column("where"), Column("warning", folds=True), Column("advice", folds=True))
        yield Table(columns, tuple(map(_row, warnings)), "Warnings")


def _row(fault: Fault) -> Row:
    place = fault.place
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    return Row((where, one_line(fault.what), one_line(fault.fix)))


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


def _data(model: Model, warnings: Sequence[Fault]) -> Mapping[str, Value]:
    return {
        "schema": "policyscore.check/1",
        "options": len(model.options),
        "criteria": len(model.criteria),
        "groups": len(model.groups),
        "profiles": len(model.profiles),
        "orders": len(model.decision.orders),
        "warnings": [_record(fault) for fault in warnings],
    }


def _sheet(warnings: Sequence[Fault]) -> Sheet:
    columns = ("severity", "rule", "file", "line", "column", "what", "fix")
    rows = tuple(tuple(_record(fault)[key] for key in columns) for fault in warnings)
    return Sheet(columns, rows)
