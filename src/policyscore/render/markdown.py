"""A report as GitHub Markdown in which no text of a model comes alive."""

import re
from collections.abc import Iterator

from policyscore.render.layout import cell_text, indentation, is_bar
from policyscore.report import Cell, Prose, Report, Row, Table
from policyscore.shown import escaped, one_line, tamed

# Braces are for Liquid, Pandoc and Quarto, the dollar for formulas.
_SPECIAL = re.compile(r"([\\`*_\[\]{}|#~$!^])")
# A zero-width space stops mentions, emoji and autolinks, which a backslash does not.
_ALIVE = re.compile(
    r"(?<=@)(?=\w)|(?<=:)(?=(?:[\w+-]|\\_)+:)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GH-)(?=\d)"
    r"|(?<=\\#)(?=\d)",
    re.IGNORECASE,
)
_STARTS_BLOCK = re.compile(r"^(\d*)(?=[-+=.)])")


def render(report: Report) -> str:
    """Return the Markdown: headings, paragraphs and pipe tables, ready for a comment."""
    date = f" ({report.date})" if report.date else ""
    parts = [f"## {inline(report.title + date)}"]
    for block in report.blocks():
        if block.title:
            parts.append(f"### {inline(block.title)}")
        if isinstance(block, Prose):
            mark = "**" if block.strong else ""
            told = filter(None, map(_paragraph, block.paragraphs))
            parts.extend(f"{mark}{text}{mark}" for text in told)
        else:
            parts.append("\n".join(_table(block)))
    return tamed("\n\n".join(parts) + "\n")


def inline(text: str) -> str:
    """Return a text of one line in which Markdown, HTML, mentions and links are just characters."""
    text = escaped(one_line(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ALIVE.sub("\u200b", _SPECIAL.sub(r"\\\1", text))


def _paragraph(text: str) -> str:
    return _STARTS_BLOCK.sub(r"\1\\", inline(text))


def _table(table: Table) -> Iterator[str]:
    shown = [i for i in range(len(table.columns)) if not is_bar(table, i)]
    noted = any(row.notes for row in table.rows)
    heads = [inline(table.columns[i].label) for i in shown] + [inline(table.notes)] * noted
    rules = ["---:" if table.columns[i].numeric else "---" for i in shown] + ["---"] * noted
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(rules)} |"
    for row in table.rows:
        cells = [_cell(row.cells[i]) for i in shown] + [_notes(row)] * noted
        yield f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    text = cell_text(cell)
    return "&emsp;" * (indentation(text) // 2) + inline(text)


def _notes(row: Row) -> str:
    return "<br>".join(inline(note) for note in row.notes)
