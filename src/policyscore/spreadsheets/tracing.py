"""Faults of a model that was never written, told as faults of the cells that it comes from."""

import re
from collections.abc import Mapping, Sequence

from policyscore.faults import Fault
from policyscore.spreadsheets.cells import Cell
from policyscore.spreadsheets.writing import Written

_IN_FILE = re.compile(r"\(([a-z]+/[a-z0-9-]+\.yaml|policyscore\.yaml):([0-9]+)\)")
_DECLARE = "under sources in policyscore.yaml"


def traced(
    faults: Sequence[Fault], files: Mapping[str, Written], known: Sequence[Fault]
) -> list[Fault]:
    """Return the known faults of the cells, and of the loader's those that they do not explain.

    A cell that could not be read is told once. Where any could not, orders are not held against
    what stands in for it. A fault of no cell keeps its place in the model.
    """
    seen = {fault.place for fault in known}
    found = list(known)
    for fault in faults:
        cell = _cell(fault, files)
        if known and (cell is None or cell.place in seen or fault.rule == "order"):
            continue
        found.append(_of_cell(fault, cell, files) if cell else fault)
    return found


def _cell(fault: Fault, files: Mapping[str, Written]) -> Cell | None:
    file = files.get(fault.place.file)
    return file and _of_line(file, fault.place.line)


def _of_line(file: Written, line: int) -> Cell:
    return file.cells[line - 1] if 1 <= line <= len(file.cells) else file.cell


def _of_cell(fault: Fault, cell: Cell, files: Mapping[str, Written]) -> Fault:
    def in_sheet(found: re.Match[str]) -> str:
        file = files.get(found[1])
        return f"({_of_line(file, int(found[2])).label})" if file else found[0]

    what = _IN_FILE.sub(in_sheet, fault.what)
    what = f"{cell.name}: {what}" if cell.name else what
    fix = fault.fix.replace(_DECLARE, "in the sheet Sources")
    if fault.rule == "file-name":  # of a file that nobody has seen
        fix = fix.removesuffix(".yaml")
    return fault._replace(place=cell.place, what=what, fix=fix)
