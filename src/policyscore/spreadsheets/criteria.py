"""The sheet Weights to criteria, groups and the weights of profiles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.load.shapes import ID
from policyscore.spreadsheets.cells import Cell, Scalar, add, clean, lines, number, value_of, words
from policyscore.spreadsheets.headings import Record, Records
from policyscore.spreadsheets.ids import like
from policyscore.spreadsheets.scales import ends, weight
from policyscore.spreadsheets.writing import Page, Pages, Value

PROFILE = "profile "  # how the heading of a column with the weights of a profile begins
_OF_SCALE = ("Worst", "Best", "Unit", "Curve", "Levels")


class Named(NamedTuple):
    """The rows of a sheet by the id in their first column, each with the cell of the id."""

    cells: Mapping[str, Cell]
    rows: Mapping[str, Record]


def by_id(found: Records, heading: str, kind: str, faults: FaultList) -> Named:
    """Return the rows that have an id, each once; one that no file can have is a fault and stays.

    Without a `kind` it is no file that has the id, and any will do.
    """
    cells: dict[str, Cell] = {}
    rows: dict[str, Record] = {}
    for row in found.rows:
        cell = row.cell(heading)
        name = words(cell, faults)
        if name is None:
            if cell.is_empty:
                add(faults, cell, "empty", "the row has no id", "write one, or clear the row")
        elif name.text in rows:
            what = f"{short(name.text)} is an id twice; the first is {cells[name.text].label}"
            add(faults, cell, "same-id", what, "give each row an id of its own")
        else:
            cells[name.text], rows[name.text] = cell, row
            if kind:
                check_id(name.text, cell, kind, faults)
    return Named(cells, rows)


def check_id(name: str, cell: Cell, kind: str, faults: FaultList) -> None:
    """Add a fault where a name can be no id of a file."""
    if not re.fullmatch(ID, name):
        what = f"{short(name)} cannot be an id"
        fix = f"use a-z, 0-9 and -, a letter first: {like(name, kind)}"
        add(faults, cell, "file-name", what, fix)


def has_scale(row: Record) -> bool:
    """Tell whether a row is a criterion; a group has no scale."""
    return any(not row.cell(heading).is_empty for heading in _OF_SCALE)


def criteria(named: Named, faults: FaultList) -> Pages:
    """Return the files of the criteria and groups on the sheet."""
    return {
        f"criteria/{name}.yaml": Page(
            "criterion", dict(_criterion(row, named.cells[name], faults)), named.cells[name]
        )
        for name, row in named.rows.items()
    }


def _criterion(row: Record, head: Cell, faults: FaultList) -> Iterator[tuple[str, Value]]:
    yield "name", required(row.cell("Name"), faults)
    yield from texts(row, faults, "Question", "Within")
    leaf = has_scale(row)
    if leaf or not row.cell("Weight").is_empty:
        yield "weight", weight(row.cell("Weight"), head, faults)
    yield from texts(row, faults, "Rationale")
    yield from sources(row.cell("Source"), faults)
    if leaf:
        yield "scale", _scale(row, head, faults)


def required(cell: Cell, faults: FaultList) -> Scalar:
    """Return the text of a cell, "" where there is none, which the loader refuses."""
    return words(cell, faults) or Scalar("", cell)


def texts(row: Record, faults: FaultList, *headings: str) -> Iterator[tuple[str, Scalar]]:
    """Yield the texts that stand below headings, each by the heading's name in a model."""
    for heading in headings:
        found = words(row.cell(heading), faults)
        if found:
            yield heading.lower(), found


def sources(cell: Cell, faults: FaultList) -> Iterator[tuple[str, Value]]:
    """Yield the sources that a cell names, one a line, if any."""
    yield from one_or_several("source", lines(cell, faults))


def one_or_several(key: str, found: Sequence[Scalar]) -> Iterator[tuple[str, Value]]:
    """Yield a list by its key, a single entry without the list, and nothing where it is empty."""
    if found:
        yield key, found[0] if len(found) == 1 else found


def _scale(row: Record, head: Cell, faults: FaultList) -> dict[str, Value]:
    between, known = ends(row.cell("Worst"), row.cell("Best"), head, faults)
    scale: dict[str, Value] = {**between, **dict(texts(row, faults, "Unit"))}
    curve = list(_points(row.cell("Curve"), faults))
    levels = dict(_levels(row.cell("Levels"), faults))
    if curve and known:
        scale["curve"] = curve
    if levels:
        scale["levels"] = levels
    return scale


def _pairs(cell: Cell, form: str, faults: FaultList) -> Iterator[tuple[Scalar, Cell]]:
    """Yield the number before the colon of each line, and what stands after it as a cell."""
    found = words(cell, faults)
    # What is indented goes on with the words of the line above.
    for line in re.split(r"\n(?=\S)", found.text) if found else ():
        before, colon, after = line.partition(":")
        if not colon:
            what = f"{short(line)} has no colon"
            add(faults, cell, "table", what, f"write lines such as {form}")
            continue
        performance = number(cell._replace(text=clean(before)), "the performance", faults)
        if performance:
            yield performance, cell._replace(text=clean(after))


def _points(cell: Cell, faults: FaultList) -> Iterator[Scalar]:
    for performance, after in _pairs(cell, "400: 70", faults):
        score = number(after, "the score", faults)
        if score:
            yield Scalar(f"[{performance.text}, {score.text}]", cell, bare=True)


def _levels(cell: Cell, faults: FaultList) -> Iterator[tuple[str, Scalar]]:
    seen = set()
    for performance, after in _pairs(cell, "50: works while someone watches", faults):
        if value_of(performance) in seen:
            what = f"the level {performance.text} is given twice"
            add(faults, cell, "duplicate-key", what, "keep one")
        elif after.text:
            yield performance.text, Scalar(re.sub(r"\n[ ]{1,2}", "\n", after.text), cell)
        else:
            what = f"the level {performance.text} has no words"
            add(faults, cell, "empty", what, "say what it means")
        seen.add(value_of(performance))


def profile_weights(
    found: Records, named: Named, faults: FaultList
) -> dict[str, tuple[Cell, dict[str, Value]]]:
    """Return the weights of each profile by its id, and the heading of their column.

    An empty cell keeps the weight of the model.
    """
    columns = {key: cell for key, cell in found.headings.items() if key.startswith(PROFILE)}
    return {
        cell.text[len(PROFILE) :].strip(): (cell, dict(_weights(key, named, faults)))
        for key, cell in columns.items()
    }


def _weights(key: str, named: Named, faults: FaultList) -> Iterator[tuple[str, Value]]:
    for name, row in named.rows.items():
        cell = row.cell(key)
        if not cell.is_empty:
            yield name, weight(cell, named.cells[name], faults)
