"""Cells of a spreadsheet with where they stand, and what a model may take from them."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from policyscore import decimals
from policyscore.faults import FaultList, Place
from policyscore.load.nodes import short
from policyscore.load.refusals import FORBIDDEN, character

UNKNOWN = "unknown"
UNIT_COLUMN = "leave the % out; a unit belongs into the column Unit"
UNIT_ROW = "leave the % out; a unit belongs into the row unit"
MOST_CELLS = 200_000
TOO_MANY = (f"more than {MOST_CELLS:,} cells", "leave out what is no part of the table")

# What people write where they know no number.
PLACEHOLDERS = frozenset(
    ("n.a.", "n.a", "n/a", "na", "#n/a", "n.k.", "?", "??", "-", "--", "–", "—", "...", "…", "tbd")
)

# What is wrong where a table begins with a title.
TITLE = (
    "the first row holds one cell only, and the next looks like the row with the criteria",
    "remove what stands above the row with the names of the criteria",
)

Kind = Literal["text", "number", "percent", "date", "truth", "error", "formula"]


class Cell(NamedTuple):
    """What a cell holds, as text without white space around it ("": empty), and where.

    `name` is what a spreadsheet program calls the cell, such as Weights!C5; "" where `place` says
    it all. A `formula` is one whose value nobody has computed; others count as their value.
    """

    text: str
    place: Place
    name: str = ""
    kind: Kind = "text"

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in the cell."""
        return not self.text and self.kind != "formula"

    @property
    def label(self) -> str:
        """Return how to call the cell in a sentence."""
        return self.name or f"{self.place.file}:{self.place.line}:{self.place.column}"


Row = Sequence[Cell]


class Sheet(NamedTuple):
    """A sheet: rows of equal length, none of them empty; its first cell, empty or not.

    `mark` is what stands between the cells of a row that is shown.
    """

    rows: tuple[Row, ...]
    corner: Cell
    mark: str


class Spreadsheet(NamedTuple):
    """The sheets that were read of a file, the names of the others, and the text of a CSV file."""

    sheets: Mapping[str, Sheet]
    others: tuple[str, ...] = ()
    text: str = ""


class Scalar(NamedTuple):
    """A text or, where it is `bare`, a number for a model's file, and the cell that says so."""

    text: str
    cell: Cell
    bare: bool = False


def sheet_of(rows: Sequence[Row], mark: str, blank: Callable[[int, int], Cell]) -> Sheet | None:
    """Return the sheet of these rows, filled up with what `blank` makes of a row and a column.

    Both count from 0. None where that would be too many cells.
    """
    widths = [
        max((n for n, cell in enumerate(row, start=1) if not cell.is_empty), default=0)
        for row in rows
    ]
    width = max(widths, default=0)
    if sum(filled > 0 for filled in widths) * width > MOST_CELLS:
        return None
    filled = (
        (*row[:width], *(blank(number, column) for column in range(len(row), width)))
        for number, row in enumerate(rows)
        if widths[number]
    )
    return Sheet(tuple(filled), blank(0, 0), mark)


def add(faults: FaultList, cell: Cell, rule: str, what: str, fix: str) -> None:
    """Add an error about a cell; its name is told where a line and a column would tell nothing."""
    faults.add(cell.place, rule, f"{cell.name}: {what}" if cell.name else what, fix)


def clean(text: str) -> str:
    """Return a text as a cell holds it: line breaks of one kind, no white space around it."""
    return re.sub(r"\r\n|\r", "\n", text).strip()


def refuse_controls(cell: Cell, faults: FaultList) -> Cell:
    """Return the cell without the characters that no model may hold; the first is a fault."""
    found = FORBIDDEN.search(cell.text)
    if found is None:
        return cell
    what = f"{character(found.group())} is not allowed in a model"
    add(faults, cell, "character", what, "remove it")
    return cell._replace(text=FORBIDDEN.sub("", cell.text).strip())


def words(cell: Cell, faults: FaultList) -> Scalar | None:
    """Return the text of a cell, None where it is empty or, after a fault, no text."""
    if cell.kind in _NO_TEXT:
        add(faults, cell, cell.kind, *_said(cell))
        return None
    return Scalar(cell.text, cell) if cell.text else None


def lines(cell: Cell, faults: FaultList) -> list[Scalar]:
    """Return the lines of a cell that are not blank."""
    found = words(cell, faults)
    texts = [line.strip() for line in found.text.split("\n")] if found else []
    return [Scalar(text, cell) for text in texts if text]


def number(
    cell: Cell, name: str, faults: FaultList, or_word: str = "", percent: str = UNIT_COLUMN
) -> Scalar | None:
    """Return the number of a cell as written, or the word that may stand instead.

    None after a fault, which calls the cell `name` and says `percent` of a percent sign.
    """
    unknown = f", or {or_word} if nobody knows" if or_word else ""
    if cell.is_empty:
        add(faults, cell, "empty", f"{name} is empty", f"write a number{unknown}")
        return None
    if cell.kind not in ("text", "number"):
        what, fix = _said(cell)
        add(faults, cell, cell.kind, f"{name}: {what}", fix)
        return None
    if or_word and cell.text.casefold() == or_word:
        return Scalar(or_word, cell, bare=True)
    try:
        decimals.parse(cell.text)
    except decimals.NotDecimal as error:
        fix = _grouped_by_points(cell.text) or error.fix
        if cell.text.endswith("%"):
            fix = percent
        fix += unknown * (not re.search("[0-9]", cell.text))
        if or_word and is_placeholder(cell):
            fix = f"write {or_word}, or a plain decimal such as 445, -0.5 or 1.2e6"
        add(faults, cell, "number", f"{name}: {short(cell.text)} is {error.what}", fix)
        return None
    return Scalar(cell.text, cell, bare=True)


def is_placeholder(cell: Cell) -> bool:
    """Tell whether a cell holds what people write where they know no number, such as n/a."""
    return cell.kind == "text" and cell.text.casefold() in PLACEHOLDERS


def value_of(scalar: Scalar) -> Fraction:
    """Return the exact value of a number that `number` returned."""
    return decimals.parse(scalar.text)


_NO_TEXT = ("truth", "error", "formula")


def _said(cell: Cell) -> tuple[str, str]:
    """Return what is wrong with a cell of a kind that cannot be read, and what to do."""
    hundredfold = ""
    if cell.kind == "percent":
        hundredfold = decimals.text_of(Fraction(cell.text) * 100)
    said = {
        "percent": (
            f"{cell.text} is shown as {hundredfold}%",
            f"format the cell as a plain number and write {hundredfold} or {cell.text}, "
            "whichever is meant",
        ),
        "date": (f"{cell.text} is a date, not a number", "format the cell as a number"),
        "truth": (f"{cell.text} is a truth value", "write a number, or a text"),
        "error": (f"{short(cell.text)} is the error of a formula", "correct the formula"),
        "formula": (
            "a formula whose value is not in the file",
            "open the file in a spreadsheet program and save it, or write the value",
        ),
    }
    return said[cell.kind]


def _grouped_by_points(text: str) -> str:
    """Return what to write for a number such as 1.234,5; "" for other texts."""
    if re.fullmatch(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", text):
        return f"write {text.replace('.', '').replace(',', '.')}"
    return ""
