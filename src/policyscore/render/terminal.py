"""A report on a terminal: fitted to its width, names folded last, blocks where it is narrow."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from policyscore.render.layout import cell_text, natural_widths, width
from policyscore.report import Bar, Cell, Prose, Report, Row, Table
from policyscore.shown import escaped, one_line, tamed

NARROW = 60
GAP = 2
LEAST_FOLDED = 14


def render(report: Report, columns: int, color: bool) -> str:
    """Return the text for a terminal of so many columns, with or without colour."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=max(columns, 20),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    for part in _parts(report, console.width):
        console.print(part)
    lines = stream.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _text(text: str, style: str = "") -> Text:
    return Text(tamed(escaped(text)), style=style, overflow="fold")


def _parts(report: Report, columns: int) -> Iterator[RenderableType]:
    yield _heading(report, columns)
    for block in report.blocks():
        yield Text()
        if block.title:
            yield _text(block.title, "bold")
        if isinstance(block, Prose):
            style = "bold" if block.strong else ""
            yield from (_text(paragraph, style) for paragraph in block.paragraphs)
        else:
            yield from _table(block, columns)


def _heading(report: Report, columns: int) -> RenderableType:
    title, date = one_line(report.title), one_line(report.date)
    if not date or width(title) + width(date) + GAP > columns:
        return _text(f"{title} ({date})" if date else title, "bold")
    grid = Grid.grid(expand=True)
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_row(_text(title, "bold"), _text(date, "dim"))
    return grid


def _table(table: Table, columns: int) -> Iterator[RenderableType]:
    widths = _fitted(table, columns)
    if widths is None:
        yield from _as_blocks(table)
        return
    if table.headed:
        labels = Row(tuple(column.label for column in table.columns))
        yield _grid(table, labels, widths, "dim")
    indent = widths[0] + GAP if table.columns[0].numeric else 2 * GAP
    for row in table.rows:
        yield _grid(table, row, widths)
        for note in row.notes:
            yield Padding(_text(note, "dim"), (0, 0, 0, indent))


def _fitted(table: Table, columns: int) -> list[int] | None:
    """Return column widths that fit, or None where the table is better told in blocks.

    Columns of text and long headings give way, the widest first; numbers never do.
    """
    if columns < NARROW:
        return None
    widths = natural_widths(table)
    least = _least_widths(table)
    spare = columns - sum(widths) - GAP * (len(widths) - 1)
    while spare < 0:
        giving = [i for i in range(len(widths)) if widths[i] > least[i]]
        if not giving:
            return None
        widest = max(giving, key=lambda i: widths[i])
        widths[widest] -= 1
        spare += 1
    return widths


def _least_widths(table: Table) -> list[int]:
    """Return how far columns can shrink: to their numbers, their heading's longest word, or 14."""
    least = []
    for i, column in enumerate(table.columns):
        cells = max((width(cell_text(row.cells[i])) for row in table.rows), default=0)
        words = max(map(width, column.label.split()), default=0) if table.headed else 0
        least.append(max(min(LEAST_FOLDED, cells) if column.folds else cells, words))
    return least


def _grid(table: Table, row: Row, widths: list[int], style: str = "") -> RenderableType:
    grid = Grid.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for column, size in zip(table.columns, widths, strict=True):
        grid.add_column(width=size, justify="right" if column.numeric else "left")
    grid.add_row(*(_cell(cell, size, style) for cell, size in zip(row.cells, widths, strict=True)))
    return grid


def _cell(cell: Cell, size: int, style: str) -> RenderableType:
    text = cell_text(cell)
    if isinstance(cell, Bar):
        return _text(text, "cyan")
    indent = len(text) - len(text.lstrip())
    if isinstance(cell, str) and indent and width(text) > size:
        return Padding(_text(text.lstrip(), style), (0, 0, 0, indent))
    return _text(text, style)


def _as_blocks(table: Table) -> Iterator[RenderableType]:
    """Tell each row as a block of lines: what it is about, then a line for each number."""
    subject = next((i for i, column in enumerate(table.columns) if column.folds), 0)
    for row in table.rows:
        lead = [cell_text(cell) for cell in row.cells[: subject + 1]]
        yield _text("  ".join(part.strip() for part in lead), "bold")
        for column, cell in list(zip(table.columns, row.cells, strict=True))[subject + 1 :]:
            if not isinstance(cell, Bar) and cell_text(cell).strip():
                line = f"{column.label}: {cell_text(cell).strip()}"
                yield Padding(_text(line), (0, 0, 0, GAP))
        for note in row.notes:
            yield Padding(_text(note, "dim"), (0, 0, 0, GAP))
