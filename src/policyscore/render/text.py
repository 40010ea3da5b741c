"""A report as plain text for pipes and files: no boxes, nothing folded, nothing cut."""

from collections.abc import Iterator, Sequence

from policyscore.render.layout import cell_text, natural_widths, pad, without_bars
from policyscore.report import Block, Prose, Report, Table, legible
from policyscore.shown import plain


def render(report: Report) -> str:
    """Return the text; each record of a table is one line, its notes indented below."""
    lines = [heading(report)]
    for block in legible(report.blocks()):
        lines.append("")
        if block.title:
            lines.append(plain(block.title))
        lines.extend(told(block))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def heading(report: Report) -> str:
    """Return the first line: the title, and the date if there is one."""
    return plain(f"{report.title} ({report.date})" if report.date else report.title)


def told(block: Block) -> Iterator[str]:
    """Yield the lines of a block below its title."""
    yield from map(plain, block.paragraphs) if isinstance(block, Prose) else _table(block)


def _table(table: Table) -> Iterator[str]:
    table = without_bars(table)
    widths = natural_widths(table)
    yield _line([plain(column.label) for column in table.columns], table, widths)
    for row in table.rows:
        yield _line([cell_text(cell) for cell in row.cells], table, widths)
        yield from (f"    {plain(note)}" for note in row.notes)


def _line(cells: Sequence[str], table: Table, widths: Sequence[int]) -> str:
    return "  ".join(
        pad(cell, size, column.numeric)
        for cell, column, size in zip(cells, table.columns, widths, strict=True)
    )
