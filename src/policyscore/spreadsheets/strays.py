"""What stands in a plain table and is no part of it: titles, remarks, numbers torn in two."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.spreadsheets.cells import UNKNOWN, Cell, Row, add, is_placeholder

_TORN = re.compile(r"[-+]?[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[\W_]*[^\W\d_]")  # no digit before the first letter


def has_title(head: Row, body: Sequence[Row], known: Sequence[str]) -> bool:
    """Tell whether the first row is a title: one cell, above what looks like names of criteria.

    `known` are the labels of rows that are no headings.
    """
    if sum(bool(cell.text) for cell in head) != 1 or not body:
        return False
    names = [cell for cell in body[0][1:] if not cell.is_empty]
    return len(names) > 1 and body[0][0].text.casefold() not in known and all(map(_is_words, names))


def _is_words(cell: Cell) -> bool:
    """Tell whether a cell holds words, and nothing that stands for a number."""
    stands_for_none = cell.text.casefold() == UNKNOWN or is_placeholder(cell)
    return cell.kind == "text" and not stands_for_none and bool(_WORDS.match(cell.text))


def without_torn(width: int, body: Sequence[Row], faults: FaultList) -> list[Row]:
    """Return the rows but those in which a decimal comma has made two cells of a number.

    Each of these is a fault. They hold more cells than the `width` of the first row, which others
    do not.
    """
    longer = [any(not cell.is_empty for cell in row[width:]) for row in body]
    if all(longer):
        return list(body)
    left = []
    for row, long in zip(body, longer, strict=True):
        torn = _torn(row, width) if long else None
        if torn is None:
            left.append(row)
        else:
            whole, part = torn
            count = max(n for n, cell in enumerate(row, start=1) if not cell.is_empty)
            what = (
                f"the row holds {count} cells and the first row {width}: {whole.text},{part.text} "
                "looks like one number whose decimal comma separates cells"
            )
            grouped = f" ({whole.text}{part.text} if it groups thousands)" * (len(part.text) == 3)
            fix = f"write {whole.text}.{part.text}{grouped}, or remove the cell that is too many"
            add(faults, whole, "table", what, fix)
    return left


def _torn(row: Row, width: int) -> tuple[Cell, Cell] | None:
    """Return the first two cells that may be one number; None where words are too many."""
    if any(_is_words(cell) for cell in row[width:]):
        return None
    pairs = pairwise(row[1:])
    return next(
        (p for p in pairs if _TORN.fullmatch(p[0].text) and _DIGITS.fullmatch(p[1].text)), None
    )


def hold_numbers(
    lines: Iterator[tuple[Cell, Sequence[Cell]]], kind: str, faults: FaultList
) -> Iterator[bool]:
    """Yield of each row or column, its name and its cells, whether it holds anything but remarks.

    One with words in each cell, or nothing, is a fault.
    """
    for name, cells in lines:
        found = not all(cell.is_empty or _is_words(cell) for cell in cells)
        if not found:
            what = f"the {kind} {short(name.text)} holds no number"
            fix = f"leave it out if it holds remarks, or write numbers, or {UNKNOWN}"
            add(faults, name, "table", what, fix)
        yield found
