"""A report as GitHub Markdown in which no text of a model comes alive."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from policyscore.render.layout import cell_text, indentation, is_bar
from policyscore.report import Block, Cell, Links, Prose, Report, Row, Table, legible
from policyscore.shown import escaped, one_line, tamed

# Braces are for Liquid, Pandoc and Quarto, the dollar for formulas.
_SPECIAL = re.compile(r"([\\`*_\[\]{}|#~$!^])")
# A zero-width space stops mentions, emoji and autolinks, which a backslash does not.
_ALIVE = re.compile(
    r"(?<=@)(?=\w)|(?<=:)(?=[\w+-]+:)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GH-)(?=\d)|(?<=#)(?=\d)",
    re.IGNORECASE,
)
_STARTS_BLOCK = re.compile(r"^(\d*)(?=[-+=.)])")
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!&'()*+,;=%-]+", re.ASCII)
REST = "The rest has no room here: see the whole report."


class _Drawn(NamedTuple):
    """A block as Markdown: paragraphs, the head of a table and its rows, and what closes them."""

    paragraphs: Sequence[str]
    head: str = ""
    rows: Sequence[str] = ()
    end: Sequence[str] = ()


def render(report: Report, most_bytes: int | None = None) -> str:
    """Return the Markdown: headings, paragraphs and pipe tables, ready for a comment.

    With a limit, tables keep only so many first rows, all of them as many, that it takes no more
    bytes; where that is not enough, blocks at the end are left out. The first one always stays.
    """
    date = f" ({report.date})" if report.date else ""
    title = f"## {inline(report.title + date)}"
    blocks = [_drawn(block) for block in legible(report.blocks())]
    longest = max((len(block.rows) for block in blocks), default=0)

    def text(kept: int, rows: int) -> str:
        parts = [title, *(part for block in blocks[:kept] for part in _parts(block, rows))]
        rest = [REST] if kept < len(blocks) else []
        return tamed("\n\n".join(parts + rest) + "\n")

    whole = text(len(blocks), longest)
    if most_bytes is None or len(whole.encode()) <= most_bytes:
        return whole
    kept = max(1, _most(len(blocks), most_bytes, lambda kept: text(kept, 0)))
    return text(kept, _most(longest, most_bytes, lambda rows: text(kept, rows)))


def _most(longest: int, most_bytes: int, text: Callable[[int], str]) -> int:
    """Return up to which number a text that grows with it is short enough."""
    return bisect_right(
        range(1, longest + 1), most_bytes, key=lambda number: len(text(number).encode())
    )


def _drawn(block: Block) -> _Drawn:
    begin, end = _frame(block)
    if isinstance(block, Prose):
        mark = "**" if block.strong else ""
        told = filter(None, map(_paragraph, block.paragraphs))
        return _Drawn([*begin, *(f"{mark}{text}{mark}" for text in told)], end=end)
    shown = [i for i in range(len(block.columns)) if not is_bar(block, i)]
    noted = any(row.notes for row in block.rows)
    head = "\n".join(_head(block, shown, noted))
    return _Drawn(begin, head, [_row(row, shown, noted) for row in block.rows], end)


def _frame(block: Block) -> tuple[Sequence[str], Sequence[str]]:
    """Return what stands before and after a block: its heading, or what folds it away."""
    if not block.title:
        return (), ()
    if block.folded:
        return (f"<details><summary>{_in_html(block.title)}</summary>",), ("</details>",)
    above = isinstance(block, Prose) and block.section
    return (f"{'##' if above else '###'} {inline(block.title)}",), ()


def _parts(block: _Drawn, most: int) -> Iterator[str]:
    """Yield the paragraphs of a block with the first rows of its table, and how many are left."""
    yield from block.paragraphs
    if block.head:
        yield "\n".join((block.head, *block.rows[:most]))
    more = len(block.rows) - most
    if more > 0:
        yield f"{more} more row{'s' * (more != 1)}: see the CSV or JSON result."
    yield from block.end


def inline(text: str) -> str:
    """Return a text of one line in which Markdown, HTML, mentions and links are just characters."""
    return _SPECIAL.sub(r"\\\1", _harmless(text))


def _in_html(text: str) -> str:
    """Return the same for a place within HTML, where a backslash would be shown."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", _harmless(text))


def _harmless(text: str) -> str:
    text = escaped(one_line(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ALIVE.sub("\u200b", text)


def _paragraph(text: str) -> str:
    return _STARTS_BLOCK.sub(r"\1\\", inline(text))


def _head(table: Table, shown: Sequence[int], noted: bool) -> Iterator[str]:
    heads = [inline(table.columns[i].label) for i in shown] + [inline(table.notes)] * noted
    rules = ["---:" if table.columns[i].numeric else "---" for i in shown] + ["---"] * noted
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(rules)} |"


def _row(row: Row, shown: Sequence[int], noted: bool) -> str:
    cells = [_cell(row.cells[i]) for i in shown] + [_notes(row)] * noted
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Links):
        return "; ".join(_link(link.text, link.to) for link in cell.links)
    text = cell_text(cell)
    return "&emsp;" * (indentation(text) // 2) + inline(text)


def _link(told: str, to: str) -> str:
    """Return a text; where it is a web address itself, as one that can be followed and copied."""
    return f"<{to}>" if told == to and _ADDRESS.fullmatch(to) else inline(told)


def _notes(row: Row) -> str:
    return "<br>".join(inline(note) for note in row.notes)
