"""A report on a terminal: fitted to its width, names folded last, blocks where it is narrow."""

import re
from collections.abc import Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from policyscore.render.layout import (
    cell_text,
    indentation,
    is_bar,
    natural_widths,
    without_bars,
)
from policyscore.report import Bar, Cell, Figure, Prose, Report, Row, Table, legible
from policyscore.shown import plain

NARROWEST = 20
NARROW = 60
GAP = 2
LEAST_FOLDED = 14

_BLANK = r"(?: |\x1b\[[0-9;]*m)"  # spaces and changes of colour
_TRAILING = re.compile(rf"{_BLANK}+$", re.MULTILINE)
_COMMAND = re.compile(rf"^({_BLANK}*:)(?=:)", re.MULTILINE)


def render(report: Report, columns: int, color: bool) -> str:
    """Return the text for a terminal of so many columns, with or without colour."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=max(columns, NARROWEST),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )
    for part in _parts(report, console.width):
        console.print(part)
    drawn = _TRAILING.sub(lambda found: found.group().replace(" ", ""), stream.getvalue())
    # A line may begin with :: after folding; this keeps it from CI runners and takes no column.
    return _COMMAND.sub("\\1\u200b", drawn)


def _text(text: str, style: str = "") -> Text:
    return Text(text, style=style, overflow="fold")


def _parts(report: Report, columns: int) -> Iterator[RenderableType]:
    yield _heading(plain(report.title), plain(report.date), columns)
    for block in legible(report.blocks()):
        yield Text()
        if block.title:
            yield _text(plain(block.title), "bold")
        if isinstance(block, Prose):
            style = "bold" if block.strong else ""
            yield from (_text(plain(paragraph), style) for paragraph in block.paragraphs)
        else:
            yield from _table(block, columns)


def _heading(title: str, date: str, columns: int) -> RenderableType:
    if not date or cell_len(title) + cell_len(date) + GAP > columns:
        return _text(f"{title} ({date})" if date else title, "bold")
    grid = Grid.grid(expand=True)
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_row(_text(title, "bold"), _text(date, "dim"))
    return grid


def _table(table: Table, columns: int) -> Iterator[RenderableType]:
    widths = _fitted(table, columns)
    barred = any(is_bar(table, i) for i in range(len(table.columns)))
    if barred and columns >= NARROW and _folds(table, widths):
        yield from _table(without_bars(table), columns)  # bars go before names fold
        return
    if widths is None:
        yield from _as_blocks(table, columns)
        return
    yield _grid(table, [_text(plain(column.label), "dim") for column in table.columns], widths)
    indent = widths[0] + GAP if table.columns[0].numeric else 2 * GAP
    for row in table.rows:
        yield _grid(table, list(map(_cell, row.cells, widths)), widths)
        for note in row.notes:
            yield Padding(_text(plain(note), "dim"), (0, 0, 0, indent))


def _folds(table: Table, widths: list[int] | None) -> bool:
    """Tell whether names have to fold at these widths."""
    natural = natural_widths(table, cell_len)
    return widths is None or any(
        column.folds and given < wanted
        for column, given, wanted in zip(table.columns, widths, natural, strict=True)
    )


def _fitted(table: Table, columns: int) -> list[int] | None:
    """Return column widths that fit, or None where the table is better told in blocks.

    Long headings over numbers give way first, then columns of text, the widest first; numbers
    never do.
    """
    widths = natural_widths(table, cell_len)
    spare = columns - sum(widths) - GAP * (len(widths) - 1)
    if spare < 0 and columns < NARROW:
        return None
    least = _least_widths(table)
    while spare < 0:
        giving = [i for i in range(len(widths)) if widths[i] > least[i]]
        if not giving:
            return None
        headings = [i for i in giving if not table.columns[i].folds]
        widest = max(headings or giving, key=lambda i: widths[i])
        widths[widest] -= 1
        spare += 1
    return widths


def _least_widths(table: Table) -> list[int]:
    """Return how far columns can shrink: to their numbers, their heading's longest word, or 14."""
    least = []
    for i, column in enumerate(table.columns):
        cells = max((cell_len(cell_text(row.cells[i])) for row in table.rows), default=0)
        words = max(map(cell_len, plain(column.label).split()), default=0)
        least.append(max(min(LEAST_FOLDED, cells) if column.folds else cells, words))
    return least


def _grid(table: Table, cells: list[RenderableType], widths: list[int]) -> RenderableType:
    grid = Grid.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for column, size in zip(table.columns, widths, strict=True):
        grid.add_column(width=size, justify="right" if column.numeric else "left")
    grid.add_row(*cells)
    return grid


def _cell(cell: Cell, size: int) -> RenderableType:
    text = cell_text(cell)
    if isinstance(cell, Bar):
        return _text(text, "cyan")
    indent = indentation(text)
    if indent and cell_len(text) > size:
        return Padding(_text(text.lstrip()), (0, 0, 0, indent))
    return _text(text)


def _as_blocks(table: Table, columns: int) -> Iterator[RenderableType]:
    """Tell each row as a block of lines: what it is about, then a line for each number."""
    subject = next((i for i, column in enumerate(table.columns) if column.folds), 0)
    for row in table.rows:
        indent = min(indentation(cell_text(row.cells[0])), columns // 2)
        for part in _block(table, row, subject, columns - indent):
            yield Padding(part, (0, 0, 0, indent))


def _block(table: Table, row: Row, subject: int, columns: int) -> Iterator[RenderableType]:
    yield _text("  ".join(cell_text(cell).strip() for cell in row.cells[: subject + 1]), "bold")
    for column, cell in list(zip(table.columns, row.cells, strict=True))[subject + 1 :]:
        yield from _labelled(plain(column.label), cell, columns)
    for note in row.notes:
        yield Padding(_text(plain(note), "dim"), (0, 0, 0, GAP))


def _labelled(label: str, cell: Cell, columns: int) -> Iterator[RenderableType]:
    """Yield a cell beside its column's label; a number stands below it where it would fold."""
    text = cell_text(cell).strip()
    if isinstance(cell, Bar) or not text:
        return
    line = f"{label}: {text}"
    if isinstance(cell, Figure) and cell_len(line) + GAP > columns:
        yield Padding(_text(f"{label}:"), (0, 0, 0, GAP))
        yield Padding(_text(text), (0, 0, 0, max(0, min(2 * GAP, columns - cell_len(text)))))
    else:
        yield Padding(_text(line), (0, 0, 0, GAP))
