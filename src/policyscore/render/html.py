"""A report as one HTML file that needs nothing else: no network, and no script to be read."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from policyscore.draw import STYLE, svg
from policyscore.page import Facts, Heading, Picture, Workbench
from policyscore.render.files import script, style
from policyscore.render.layout import indentation
from policyscore.render.markup import text
from policyscore.render.workbench import workbench
from policyscore.report import (
    Bar,
    Block,
    Cell,
    Column,
    Drawn,
    Figure,
    Links,
    Report,
    Row,
    Table,
    legible,
)

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_LARGE = 2_000  # rows from which a browser leaves out what is off the screen, to be fast
_ITEM = "- "  # before each paragraph of a list
_LONG = 40  # characters from which a text has its column fold


def render(report: Report) -> str:
    """Return the page: valid without a script or a style sheet, which it carries with their hashes.

    Only its own script and style run, by a Content-Security-Policy; links lead to http, https and
    places of the page.
    """
    blocks = tuple(report.blocks())
    css = style() + STYLE
    js = script() if any(isinstance(block, Workbench) for block in blocks) else ""
    return "\n".join(
        (*_head(report, css, js), *_body(report, blocks), *_scripts(js), "</body>", "</html>", "")
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _head(report: Report, css: str, js: str) -> Iterator[str]:
    scripts = _hash(js) if js else "'none'"
    policy = (
        f"default-src 'none'; style-src {_hash(css)}; script-src {scripts}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{text(report.title)}</title>\n<style>{css}</style>\n</head>"


def _scripts(js: str) -> Iterator[str]:
    if js:
        yield f"<script>{js}</script>"


def _body(report: Report, blocks: Sequence[Block | Drawn]) -> Iterator[str]:
    headings = [block for block in blocks if isinstance(block, Heading)]
    rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    yield f"<body{_class('large' if rows > _LARGE else '')}>"
    yield '<a class="skip" href="#main">To the content</a>\n<header>'
    yield f"<h1>{text(report.title)}</h1>"
    if report.date:
        yield f'<p class="date">{text(report.date)}</p>'
    yield "</header>"
    if headings:
        links = "".join(f'<li><a href="#{h.anchor}">{text(h.text)}</a></li>' for h in headings)
        yield f'<nav aria-label="Contents"><ul>{links}</ul></nav>'
    yield '<main id="main">'
    level = 2
    for block in blocks:
        level = 3 if isinstance(block, Heading) else level
        yield from _block(block, level)
    yield "</main>"


def _block(block: Block | Drawn, level: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<h2 id="{block.anchor}">{text(block.text)}</h2>'
    elif isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Picture):
        yield from _picture(block)
    elif isinstance(block, Workbench):
        yield workbench(block)
    else:
        for shown in legible((block,)):
            yield from _folded(shown, level)


def _folded(block: Block, level: int) -> Iterator[str]:
    """Yield a table or paragraphs, folded away where the report says so."""
    if block.folded and block.title:
        yield f"<details><summary>{text(block.title)}</summary>"
        yield from _told(block._replace(title=""), level)
        yield "</details>"
    else:
        yield from _told(block, level)


def _told(block: Block, level: int) -> Iterator[str]:
    if isinstance(block, Table):
        yield from table(block)
        return
    if block.title:
        yield f"<h{level}>{text(block.title)}</h{level}>"
    if block.paragraphs and all(told.startswith(_ITEM) for told in block.paragraphs):
        items = (f"<li>{text(told.removeprefix(_ITEM))}</li>" for told in block.paragraphs)
        yield f"<ul>{''.join(items)}</ul>"
        return
    kind = ' class="answer"' if block.strong else ""
    yield from (f"<p{kind}>{text(paragraph)}</p>" for paragraph in block.paragraphs)


def _facts(block: Facts) -> Iterator[str]:
    yield '<dl class="facts">'
    for fact in block.facts:
        yield (
            f"<div><dt>{text(fact.label)}</dt><dd><strong>{text(fact.figure)}</strong> "
            f"<span>{text(fact.sentence)}</span></dd></div>"
        )
    yield "</dl>"


def _picture(picture: Picture) -> Iterator[str]:
    yield f'<figure id="{picture.name}">\n<figcaption>{text(picture.title)}</figcaption>'
    yield (
        f'<div class="drawn" role="group" aria-label="Picture" tabindex="0">{svg(picture)}</div>'
    )
    if picture.note:
        yield f'<p class="note">{text(picture.note)}</p>'
    yield '<details class="twin"><summary>The same as a table</summary>'
    yield from table(picture.plain)
    yield "</details>\n</figure>"


def table(block: Table) -> Iterator[str]:
    """Yield a table with its heads; where it is too wide it scrolls within itself.

    The notes of a row stand below it, over all of its columns.
    """
    yield '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>'
    if block.title:
        yield f"<caption><span>{text(block.title)}</span></caption>"
    heads = "".join(
        f'<th scope="col"{_class("num") if column.numeric else ""}>{text(column.label)}</th>'
        for column in block.columns
    )
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    named = next((i for i, column in enumerate(block.columns) if not column.numeric), 0)
    for row in block.rows:
        yield _row(row, block, named)
        yield from _notes(row, len(block.columns))
    yield "</tbody></table></div>"


def _class(*names: str) -> str:
    told = " ".join(filter(None, names))
    return f' class="{told}"' if told else ""


def _row(row: Row, block: Table, named: int) -> str:
    anchor = f' id="{text(row.anchor)}"' if row.anchor else ""
    noted = _class("noted") if row.notes else ""
    cells = "".join(
        _cell(cell, block.columns[i], is_head=i == named) for i, cell in enumerate(row.cells)
    )
    return f"<tr{anchor}{noted}>{cells}</tr>"


def _cell(cell: Cell, column: Column, *, is_head: bool) -> str:
    kind = "num" if column.numeric else "" if column.folds else "short"
    deep = f"deep{min(indentation(cell) // 2, 6)}" if isinstance(cell, str) else ""
    long = "long" if isinstance(cell, str) and len(cell.strip()) > _LONG else ""
    links = "links" if isinstance(cell, Links) else ""
    names = _class(kind, "" if deep == "deep0" else deep, long, links)
    if is_head:
        return f'<th scope="row"{names}>{_inner(cell)}</th>'
    return f"<td{names}>{_inner(cell)}</td>"


def _inner(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return _bar(cell)
    if isinstance(cell, Links):
        return "; ".join(_link(link.text, link.to) for link in cell.links)
    return text(cell.text if isinstance(cell, Figure) else cell)


def _bar(bar: Bar) -> str:
    """Return a drawn length; the figure beside it says the same."""
    length = f"{float(bar.share) * 120:.1f}"
    return (
        '<svg class="bar" viewBox="0 0 120 12" width="120" height="12" aria-hidden="true">'
        '<rect class="rail" width="120" height="12" fill="#e6e6e6"/>'
        f'<rect class="fill" width="{length}" height="12" fill="#0072b2"/></svg>'
    )


def _link(told: str, to: str) -> str:
    """Return a link where the address is one that a reader may safely follow, else the text."""
    if to.startswith("#"):
        return f'<a href="{text(to)}">{text(told)}</a>'
    if _ADDRESS.fullmatch(to):
        return f'<a href="{text(to)}" rel="noopener noreferrer">{text(told)}</a>'
    return text(told)


def _notes(row: Row, columns: int) -> Iterator[str]:
    if row.notes:
        told = "".join(f"<p>{text(note)}</p>" for note in row.notes)
        yield f'<tr class="notes"><td colspan="{columns}">{told}</td></tr>'
