"""A report: what a result says, as parts that every format can draw. No format knows decisions.

For people: title, date and blocks. For programs: `data`, a tree of exact values (JSON), and
`sheet`, one flat table of them (CSV). For spreadsheets: `book`. Parts are made when a format asks
for them. Formats that cannot draw a block show what is plain of it: `legible`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from policyscore.book import Book


class Figure(NamedTuple):
    """A number as people read it, already rounded; it never folds."""

    text: str


class Bar(NamedTuple):
    """A length between 0 and 1, for formats that can draw it."""

    share: Fraction


class Link(NamedTuple):
    """A text that leads to a web address (http or https), or with # to an anchor of the report."""

    text: str
    to: str


class Links(NamedTuple):
    """Texts side by side, some of which lead somewhere; formats without links show the texts."""

    links: tuple[Link, ...]

    @property
    def text(self) -> str:
        """Return the texts in words."""
        return "; ".join(link.text for link in self.links)


Cell = str | Figure | Bar | Links


class Column(NamedTuple):
    """A column's heading and whether it holds numbers, which never fold and align right.

    `folds` are the columns of text that give way first where space is short.
    """

    label: str
    numeric: bool = False
    folds: bool = False


class Row(NamedTuple):
    """The cells of a row and what stands below it, a paragraph each; links can lead to `anchor`."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    anchor: str = ""


class Table(NamedTuple):
    """Rows under columns; `notes` is the heading of the rows' notes where they get a column.

    `folded` ones are for readers who want to know more: a format that can fold them away does.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    notes: str = "notes"
    folded: bool = False


class Prose(NamedTuple):
    """Paragraphs; `strong` is the sentence that a reader came for, `folded` as for tables.

    The title of a `section` stands above those of the blocks that follow.
    """

    paragraphs: tuple[str, ...]
    title: str = ""
    strong: bool = False
    folded: bool = False
    section: bool = False


Block = Table | Prose


class Drawn(Protocol):
    """A block of a kind that only some formats draw; others show what is `plain`."""

    @property
    def plain(self) -> Block:
        """Return the block for those that draw tables and text only."""


Value = None | bool | int | str | Fraction | Sequence["Value"] | Mapping[str, "Value"]


class Sheet(NamedTuple):
    """A flat table of exact values, one record a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | bool | Fraction | None, ...], ...]


class Finding(NamedTuple):
    """One thing that was looked at, and what came of it: what reviewers see beside a line.

    `subject` is the file or the expectation looked at; several findings may be about one. A passed
    one has nothing to say. `key` tells findings of a rule apart and outlives moves within the file.
    """

    kind: Literal["file", "expectation"]
    subject: str
    outcome: Literal["passed", "warning", "error"]
    rule: str
    file: str
    line: int = 0
    column: int = 0
    what: str = ""
    fix: str = ""
    key: str = ""


def number(value: int | Fraction) -> int | float:
    """Return the nearest number that programs read: a double, or an integer where it is whole.

    Beyond the largest double stands the nearest integer.
    """
    exact = Fraction(value)
    if abs(exact) < 2**53 and exact.denominator == 1:
        return exact.numerator
    try:
        return float(exact)
    except OverflowError:
        return round(exact)


def legible(blocks: Iterable[Block | Drawn]) -> Iterator[Block]:
    """Yield the blocks for formats that draw tables and text only."""
    for block in blocks:
        yield block if isinstance(block, Table | Prose) else block.plain


class Report(NamedTuple):
    """Everything a command has to say; each format asks for the part it draws.

    `findings` are there for commands that look for what is wrong. Their files are named from the
    model's folder; `root` is the path of that from the repository's root, "" where they are one.
    `book` is there where a workbook can be made of it.
    """

    title: str
    date: str
    blocks: Callable[[], Sequence[Block | Drawn]]
    data: Callable[[], Mapping[str, Value]]
    sheet: Callable[[], Sheet]
    findings: Callable[[], Sequence[Finding]] | None = None
    root: str = ""
    book: "Callable[[], Book] | None" = None
