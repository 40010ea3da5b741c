"""What the two drawings of a report for the screen share: how wide text is, how cells read."""

import unicodedata
from collections.abc import Callable

from policyscore.report import Bar, Cell, Row, Table
from policyscore.shown import plain

BAR_LENGTH = 15
TRACK = "·"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, right: bool) -> str:
    """Return the text filled up with spaces to a number of columns."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def cell_text(cell: Cell) -> str:
    """Return a cell as one harmless line, its indentation kept, a bar drawn on its track."""
    if isinstance(cell, Bar):
        eighths = int(cell.share * BAR_LENGTH * 8)
        drawn = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        return drawn.ljust(BAR_LENGTH, TRACK)
    text = cell if isinstance(cell, str) else cell.text
    return " " * indentation(text) + plain(text)


def indentation(text: str) -> int:
    """Return how many spaces a text begins with: that is how deep it stands in a tree."""
    return len(text) - len(text.lstrip(" "))


def is_bar(table: Table, column: int) -> bool:
    """Tell whether a column is drawn: it says nothing that the numbers beside it do not."""
    return any(isinstance(row.cells[column], Bar) for row in table.rows)


def natural_widths(table: Table, measure: Callable[[str], int] = width) -> list[int]:
    """Return the widths that columns take, headings counted, when nothing folds."""
    widths = [measure(plain(column.label)) for column in table.columns]
    for row in table.rows:
        cells = map(measure, map(cell_text, row.cells))
        widths = list(map(max, widths, cells))
    return widths


def without_bars(table: Table) -> Table:
    """Return the table without its bars."""
    kept = [i for i in range(len(table.columns)) if not is_bar(table, i)]
    return Table(
        tuple(table.columns[i] for i in kept),
        tuple(Row(tuple(row.cells[i] for i in kept), row.notes) for row in table.rows),
        table.title,
        table.notes,
    )
