"""A report as plain text for pipes and files: no boxes, nothing folded, nothing cut."""

from collections.abc import Iterator

from policyscore.render.layout import cell_text, natural_widths, pad
from policyscore.report import Bar, Column, Prose, Report, Row, Table
from policyscore.shown import escaped, one_line, tamed


def render(report: Report) -> str:
    """Return the text; each record of a table is one line, its notes indented below."""
    date = f" ({one_line(report.date)})" if report.date else ""
    lines = [one_line(report.title) + date]
    for block in report.blocks():
        lines.append("")
        if block.title:
            lines.append(block.title)
        lines.extend(block.paragraphs if isinstance(block, Prose) else _table(block))
    return tamed(escaped("\n".join(line.rstrip() for line in lines) + "\n"))


def _table(table: Table) -> Iterator[str]:
    table = _without_bars(table)
    widths = natural_widths(table)
    if table.headed:
        yield _line([column.label for column in table.columns], table.columns, widths)
    for row in table.rows:
        yield _line([cell_text(cell) for cell in row.cells], table.columns, widths)
        yield from (f"    {note}" for note in row.notes)


def _line(cells: list[str], columns: tuple[Column, ...], widths: list[int]) -> str:
    return "  ".join(
        pad(cell, size, column.numeric)
        for cell, column, size in zip(cells, columns, widths, strict=True)
    )


def _without_bars(table: Table) -> Table:
    """Return the table without its columns of bars, which say nothing that numbers do not."""
    kept = [
        i
        for i in range(len(table.columns))
        if not any(isinstance(row.cells[i], Bar) for row in table.rows)
    ]
    return Table(
        tuple(table.columns[i] for i in kept),
        tuple(Row(tuple(row.cells[i] for i in kept), row.notes) for row in table.rows),
        table.title,
        table.headed,
    )
