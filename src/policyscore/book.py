"""A workbook before it is written: sheets of typed cells, whose formulas carry their values."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple


class Formula(NamedTuple):
    """A formula without its equals sign, in the words of Excel, and what it comes to now.

    It holds references, numbers and words of ours, never a text of a model.
    """

    text: str
    value: int | Fraction | str


class Input(NamedTuple):
    """A cell that a reader may change: a number, a text, or empty."""

    value: Fraction | str | None


class Address(NamedTuple):
    """A web address, http or https; it becomes a link where it is a plain one."""

    url: str


Cell = None | str | int | Fraction | Formula | Input | Address


class Check(NamedTuple):
    """What the cells of a column may hold, and what is said to those who are about to change one.

    `formula` is of the column's first cell and has to be true; a cell where it is not, pasted or
    emptied, is struck through. Without one, a number of at least 0 is asked for. `refusal` is what
    those are told who enter anything else, in place of the message.
    """

    title: str
    message: str
    formula: str = ""
    refusal: str = ""


class BookColumn(NamedTuple):
    """A heading, how wide the column may get in characters, and how what it holds is shown.

    Columns of text are as wide as their texts, up to `width`, and those of numbers that wide.
    `places` are the decimals of points; signed ones come with a plus or a minus. `note` is what
    those read who point at the heading. A text that is `clipped` makes no row taller: what does
    not fit shows once the cell is chosen.
    """

    label: str
    width: int = 12
    shown: Literal["text", "number", "points", "signed", "percent"] = "text"
    places: int = 1
    check: Check | None = None
    note: str = ""
    clipped: bool = False


class Part(NamedTuple):
    """A part of each bar: the column of its lengths, and the cell with its name.

    The name is a sheet, a row and a column; rows and columns count from 0, headings included.
    """

    column: int
    name: tuple[str, int, int]


class Bars(NamedTuple):
    """A chart of stacked bars, 0 to 100: one for each of the first rows of a sheet.

    `labels` is the column of that sheet with the names of the bars, counted from 0 as the columns
    of the parts are. `description` is for those who do not see the chart.
    """

    title: str
    description: str
    axis: str
    sheet: str
    rows: int
    labels: int
    parts: tuple[Part, ...]


class BookSheet(NamedTuple):
    """A sheet: one table from A1 on, named `table`; the chart is drawn below it."""

    name: str
    table: str
    columns: tuple[BookColumn, ...]
    rows: Sequence[tuple[Cell, ...]]
    chart: Bars | None = None


class Book(NamedTuple):
    """Sheets in their order; `date` is when the workbook says it was made, year, month and day."""

    title: str
    date: tuple[int, int, int]
    sheets: tuple[BookSheet, ...]
