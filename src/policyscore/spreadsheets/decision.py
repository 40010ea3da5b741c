"""The sheets Read me, Sources, Orders and Expectations to what concerns the model as a whole."""

from collections.abc import Iterator, Mapping

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.spreadsheets.cells import Cell, Scalar, add, lines, number, words
from policyscore.spreadsheets.criteria import by_id, one_or_several, required, sources, texts
from policyscore.spreadsheets.headings import Record, Records
from policyscore.spreadsheets.writing import Value

_FACTS = ("title", "question", "owner", "date", "baseline")


def decision(sheets: Mapping[str, Records], faults: FaultList) -> Iterator[tuple[str, Value]]:
    """Yield what policyscore.yaml says, key by key."""
    yield from _facts(sheets["Read me"], faults)
    listed = sheets["Sources"]
    declared = dict(_sources(listed, faults))
    # A sheet without a row declares that there are no sources; one without a key declares nothing.
    if declared or (listed.headings and not listed.rows):
        yield "sources", declared
    orders = [dict(_order(row, faults)) for row in sheets["Orders"].rows]
    if orders:
        yield "orders", orders
    expected = [dict(_expectation(row, faults)) for row in sheets["Expectations"].rows]
    if expected:
        yield "expect", expected


def _facts(found: Records, faults: FaultList) -> Iterator[tuple[str, Value]]:
    """Yield the items that belong to a model; of an item that stands twice the first."""
    items: dict[str, Cell] = {}
    for row in found.rows:
        items.setdefault(row.cell("Item").text.casefold(), row.cell("Value"))
    for item in _FACTS:
        text = words(items[item], faults) if item in items else None
        if text:
            yield item, text
    cell = items.get("indifference")
    indifference = number(cell, "indifference", faults) if cell and not cell.is_empty else None
    if indifference:
        yield "indifference", indifference


def _sources(found: Records, faults: FaultList) -> Iterator[tuple[str, Value]]:
    """Yield the sources that are declared; those without a key are not."""
    keyed = [row for row in found.rows if not row.cell("Key").is_empty]
    named = by_id(found._replace(rows=keyed), "Key", "", faults)
    for name, row in named.rows.items():
        word = "-".join(name.split())
        if word != name:
            what = f"the key {short(name)} is no single word, so no evidence can name it"
            add(faults, named.cells[name], "source-key", what, f"write {word}")
        record: dict[str, Value] = {"title": required(row.cell("Title"), faults)}
        record.update(texts(row, faults, "Date"))
        record.update(("url", address) for _, address in texts(row, faults, "Address"))
        yield word, record


def _order(row: Record, faults: FaultList) -> Iterator[tuple[str, Value]]:
    yield "criterion", required(row.cell("Criterion"), faults)
    for heading in ("Better", "Worse"):
        cell = row.cell(heading)
        if cell.is_empty:
            add(faults, cell, "too-few", f"{heading.lower()} is empty", "name at least one option")
        yield heading.lower(), lines(cell, faults) or [Scalar("", cell)]
    yield from sources(row.cell("Source"), faults)


def _expectation(row: Record, faults: FaultList) -> Iterator[tuple[str, Value]]:
    yield "that", required(row.cell("That"), faults)
    yield from texts(row, faults, "Why", "Severity")
    yield from one_or_several("under", lines(row.cell("Under"), faults))
