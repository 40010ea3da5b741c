"""Text with separators, as RFC 4180 has it, to cells that know their line and column."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policyscore.faults import FaultList, Place
from policyscore.spreadsheets.cells import (
    MOST_CELLS,
    TITLE,
    TOO_MANY,
    Cell,
    Sheet,
    clean,
    refuse_controls,
    sheet_of,
)

_MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIRST_LINE = re.compile(r'(?:[ ]*+[\r\n])*+((?:"[^"]*+"|[^"\r\n])*+)')
# What tells Excel the separator; no other program takes it for a row.
_SAID = re.compile(r'"?sep=([,;\t])"?[ ]*(?:\r\n|\r|\n)', re.IGNORECASE)
# A row that a table of ours has; where the first line leaves it open, it tells what separates.
_KNOWN_ROW = re.compile(
    r'^[ ]*+"?(?:worst|best|weight)"?[ ]*+([,;\t])', re.IGNORECASE | re.MULTILINE
)
# Possessive, as a hostile file could make the search remember each of its quotes.
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')


class _Field(NamedTuple):
    text: str
    offset: int
    ends_row: bool


class _Text(NamedTuple):
    """The text of a file, its name, and where its lines begin."""

    text: str
    file: str
    starts: Sequence[int]

    def place(self, offset: int) -> Place:
        """Return the line and the column of a character."""
        line = bisect_right(self.starts, offset)
        return Place(self.file, line, offset - self.starts[line - 1] + 1)


def sheet(text: str, file: str, faults: FaultList) -> Sheet | None:
    """Return the table that the text of a CSV file holds, or None after a fault that leaves none.

    The first line tells whether commas, semicolons or tabs separate, or if it holds several of
    them, the first row worst, best or weight. A line such as sep=; above it is no row.
    """
    source = _Text(text, file, (0, *(found.end() for found in _LINE_END.finditer(text))))
    told = _SAID.match(text)
    mark, begin = (told[1], told.end()) if told else (_mark(source, faults), 0)
    rows: list[list[Cell]] = [[]]
    for count, field in enumerate(_fields(source, mark, begin, faults) if mark else (), start=1):
        rows[-1].append(_cell(field, source, faults))
        if count > MOST_CELLS:
            faults.add(rows[-1][-1].place, "too-large", *TOO_MANY)
            return None
        if field.ends_row:
            rows.append([])
    found = sheet_of(rows, mark or "", lambda row, _: _blank(rows[row], source))
    if found is None:
        faults.add(Place(file), "too-large", *TOO_MANY)
    return found if mark else None


def _cell(field: _Field, source: _Text, faults: FaultList) -> Cell:
    text = clean(field.text)
    before = len(field.text) - len(field.text.lstrip()) if text else 0
    return refuse_controls(Cell(text, source.place(field.offset + before)), faults)


def _blank(row: Sequence[Cell], source: _Text) -> Cell:
    """Return an empty cell; it has no place but that of the row."""
    return Cell("", row[0].place if row else source.place(0))


def _mark(source: _Text, faults: FaultList) -> str | None:
    """Return what separates the cells of the first line that holds anything."""
    first = _FIRST_LINE.match(source.text)
    line, offset = (first[1], first.start(1)) if first else ("", 0)
    bare = re.sub('"[^"]*+"', "", line)
    found = [mark for mark in _MARKS if mark in bare]
    known = _KNOWN_ROW.search(source.text) if len(found) > 1 else None
    if known or len(found) == 1:
        return known[1] if known else found[0]
    if found:
        what = f"the first line holds {' and '.join(_MARKS[mark] for mark in found)}"
        fix = "separate cells by one of them, and put a cell that holds another in double quotes"
    elif line and _has_marks(source.text, offset + len(line)):
        what, fix = TITLE
    else:
        what = "the first line holds one cell only" if line else "the file is empty"
        fix = (
            "separate cells by commas, semicolons or tabs: option,first criterion,second criterion"
        )
    faults.add(source.place(offset), "table", what, fix)
    return None


def _has_marks(text: str, offset: int) -> bool:
    """Tell whether anything separates cells in the next line that holds anything."""
    after = _FIRST_LINE.match(text, offset)
    return after is not None and any(mark in after[1] for mark in _MARKS)


def _fields(source: _Text, mark: str, begin: int, faults: FaultList) -> Iterator[_Field]:
    """Yield the cells from `begin` on; a quote that is never closed ends them."""
    text, offset = source.text, begin
    bare = re.compile(rf"[^{mark}\r\n]*+")
    while offset < len(text):
        quoted = _QUOTED.match(text, offset)
        found = quoted or bare.match(text, offset)
        if found is None or (quoted is None and found[0].startswith('"')):
            what = "a quote that is never closed"
            faults.add(source.place(offset), "table", what, "close it, or double it within a cell")
            return
        rest = bare.match(text, found.end())
        end = rest.end() if rest else found.end()
        if end > found.end() and text[found.end() : end].strip():
            what, fix = "a text goes on after its closing quote", "double quotes within the text"
            faults.add(source.place(found.end()), "table", what, fix)
        ended = _LINE_END.match(text, end)
        inner = quoted[1].replace('""', '"') if quoted else found[0]
        yield _Field(inner, offset, ended is not None)
        offset = ended.end() if ended else end + 1
