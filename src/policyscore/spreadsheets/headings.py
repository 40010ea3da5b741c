"""A sheet whose first row holds headings: its rows by heading, whatever order the columns have."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.spreadsheets.cells import Cell, Sheet, add
from policyscore.suggest import did_you_mean


class Record(NamedTuple):
    """A row below headings; a heading that the sheet does not have has an empty cell."""

    first: Cell
    cells: Mapping[str, Cell]

    def cell(self, heading: str) -> Cell:
        """Return the cell below a heading, whose case counts for nothing."""
        empty = self.first._replace(text="", kind="text")
        return self.cells.get(heading.casefold(), empty)


class Records(NamedTuple):
    """The rows of a sheet, and its headings by what they are without their case."""

    headings: Mapping[str, Cell]
    rows: Sequence[Record]


def records(sheet: Sheet | None, needed: Sequence[str], faults: FaultList) -> Records:
    """Return the rows of a sheet; none where there is no sheet.

    A heading that is needed and missing is a fault, and so is one that stands twice.
    """
    if sheet is None:
        return Records({}, ())
    head, *body = sheet.rows or ((sheet.corner,),)
    headings: dict[str, Cell] = {}
    columns: dict[str, int] = {}
    for column, cell in enumerate(head):
        key = cell.text.casefold()
        if key in headings:
            what = f"{short(cell.text)} is a heading twice; the first is {headings[key].label}"
            add(faults, cell, "heading", what, "keep one of the columns")
        elif key:
            headings[key], columns[key] = cell, column
    _refuse_missing(headings, needed, head[0], faults)
    rows = [Record(row[0], {key: row[column] for key, column in columns.items()}) for row in body]
    return Records(headings, rows)


def _refuse_missing(
    headings: Mapping[str, Cell], needed: Sequence[str], corner: Cell, faults: FaultList
) -> None:
    for name in needed:
        if name.casefold() not in headings:
            fix = did_you_mean(name, [cell.text for cell in headings.values()], "add the column")
            add(faults, corner, "heading", f"the first row has no heading {name}", fix)
