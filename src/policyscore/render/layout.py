"""What the two drawings of a report for the screen share: how wide text is, how cells read."""

import unicodedata

from policyscore.report import Bar, Cell, Table

BAR_LENGTH = 15
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


def pad(text: str, columns: int, right: bool = False) -> str:
    """Return the text filled up with spaces to a number of columns."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def cell_text(cell: Cell) -> str:
    """Return a cell as text, a bar drawn in blocks."""
    if isinstance(cell, Bar):
        eighths = int(cell.share * BAR_LENGTH * 8)
        return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
    return cell if isinstance(cell, str) else cell.text


def natural_widths(table: Table) -> list[int]:
    """Return the widths that columns take when nothing folds, headings counted if shown."""
    widths = [width(column.label) if table.headed else 0 for column in table.columns]
    for row in table.rows:
        for i, cell in enumerate(row.cells):
            widths[i] = max(widths[i], width(cell_text(cell)))
    return widths
