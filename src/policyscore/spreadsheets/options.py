"""The sheets Performance and Evidence to options."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.load.reader import meant
from policyscore.spreadsheets.cells import UNKNOWN, Cell, Scalar, add, number, value_of, words
from policyscore.spreadsheets.criteria import Named, required, sources, texts
from policyscore.spreadsheets.headings import Record, Records
from policyscore.spreadsheets.writing import Page, Pages, Value

Evidence = Mapping[tuple[str, str], Record]  # by option and criterion


class Judged(NamedTuple):
    """What options are judged by: the ids of the criteria, their cells, and the evidence."""

    criteria: Mapping[str, Cell]
    evidence: Evidence


def options(found: Records, named: Named, judged: Judged, faults: FaultList) -> Pages:
    """Return the files of the options on the sheet, with a performance on each criterion."""
    for name, cell in judged.criteria.items():
        if name.casefold() not in found.headings:
            others = [
                head.text for key, head in found.headings.items() if key not in judged.criteria
            ]
            fix = meant(name, others, f"add a column with the heading {short(name)}", faults)
            what = f"Performance has no column for the criterion {short(name)}"
            add(faults, cell, "missing-cell", what, fix)
    return {
        f"options/{name}.yaml": Page(
            "option", dict(_option(name, row, found, judged, faults)), named.cells[name]
        )
        for name, row in named.rows.items()
    }


def _option(
    name: str, row: Record, found: Records, judged: Judged, faults: FaultList
) -> Iterator[tuple[str, Value]]:
    yield "name", required(row.cell("Option name"), faults)
    summary = words(row.cell("Option summary"), faults)
    if summary:
        yield "summary", summary
    yield from sources(row.cell("Option source"), faults)
    performance: dict[str, Value] = {}
    for criterion in judged.criteria:
        cell = row.cell(criterion)
        told = criterion.casefold() in found.headings
        value = number(cell, short(criterion), faults, UNKNOWN) if told else None
        evidence = judged.evidence.get((name, criterion))
        performance[criterion] = _performance(value, cell, evidence, faults)
    yield "performance", performance


def _performance(
    value: Scalar | None, cell: Cell, evidence: Record | None, faults: FaultList
) -> Value:
    """Return a number alone where there is nothing else to say; unknown stands in for none."""
    stated = value or Scalar(UNKNOWN, cell, bare=True)
    record: dict[str, Value] = {"value": stated}
    if evidence:
        record.update((key, end) for key, end in _ends(evidence, value, faults))
        record.update(texts(evidence, faults, "Rationale"))
        record.update(sources(evidence.cell("Source"), faults))
        record.update(texts(evidence, faults, "Confidence"))
    return record if len(record) > 1 else stated


def _ends(
    evidence: Record, value: Scalar | None, faults: FaultList
) -> Iterator[tuple[str, Scalar]]:
    """Yield low and high where they are given and say more than the value."""
    for heading in ("Low", "High"):
        cell = evidence.cell(heading)
        end = None if cell.is_empty else number(cell, heading.lower(), faults)
        if end and value and not _same(end, value):
            yield heading.lower(), end


def _same(end: Scalar, value: Scalar) -> bool:
    return value.text != UNKNOWN and value_of(end) == value_of(value)


def evidence(
    found: Records, known_options: Named, criteria: Mapping[str, Cell], faults: FaultList
) -> Evidence:
    """Return the rows of the sheet Evidence by option and criterion, each pair once."""
    rows: dict[tuple[str, str], Record] = {}
    for row in found.rows:
        option, criterion = row.cell("Option id"), row.cell("Criterion id")
        known = _known(option, "option", known_options.cells, faults)
        if not (_known(criterion, "criterion", criteria, faults) and known):
            continue
        pair = option.text, criterion.text
        if pair in rows:
            first = rows[pair].cell("Option id").label
            what = f"evidence of {short(pair[0])} on {short(pair[1])} a second time; the first is"
            add(faults, option, "same-id", f"{what} {first}", "keep one of the rows")
        rows.setdefault(pair, row)
    return rows


def _known(cell: Cell, kind: str, known: Mapping[str, Cell], faults: FaultList) -> bool:
    if cell.text in known:
        return True
    fix = meant(cell.text, known, "correct the id, or clear the row", faults)
    add(faults, cell, f"unknown-{kind}", f"unknown {kind} {short(cell.text)}", fix)
    return False
