"""A report: what a result says, as parts that every format can draw. No format knows decisions.

For people: title, date and blocks. For programs: `data`, a tree of exact values (JSON), and
`sheet`, one flat table of them (CSV). Parts are made when a format asks for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Figure:
    """A number as people read it, already rounded; it never folds."""

    text: str


@dataclass(frozen=True)
class Bar:
    """A length between 0 and 1, for formats that can draw it."""

    share: Fraction


Cell = str | Figure | Bar


@dataclass(frozen=True)
class Column:
    """A column's heading and whether it holds numbers, which never fold and align right.

    `folds` are the columns of text that give way first where space is short.
    """

    label: str
    numeric: bool = False
    folds: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of a row and what stands below it, a paragraph each."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under columns; without `headed` the columns' labels are for those who need them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    headed: bool = True


@dataclass(frozen=True)
class Prose:
    """Paragraphs; `strong` is the sentence that a reader came for."""

    paragraphs: tuple[str, ...]
    title: str = ""
    strong: bool = False


Block = Table | Prose
Value = None | bool | int | str | Fraction | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True)
class Sheet:
    """A flat table of exact values, one record a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | bool | Fraction | None, ...], ...]


@dataclass(frozen=True)
class Report:
    """Everything a command has to say; each format asks for the part it draws."""

    title: str
    date: str
    blocks: Callable[[], Sequence[Block]]
    data: Callable[[], Mapping[str, Value]]
    sheet: Callable[[], Sheet]
