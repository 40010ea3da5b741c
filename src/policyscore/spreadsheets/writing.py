"""The files of a model as YAML, written by hand: the plain part of it, and nothing that surprises.

What is written is read as the same texts by every YAML reader: a text that one of them would take
for a number, a date, a truth value or nothing stands in quotes. Each line knows its cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from policyscore.spreadsheets.cells import Cell, Scalar

WIDTH = 100
SCHEMAS = ".schemas"

Items = Sequence["Value"] | Mapping[str, "Value"]
Value = Scalar | Items
Line = tuple[str, Cell]

# A letter first, and then nothing that means something in YAML: no colon, no #, no bracket.
_PLAIN = re.compile(r"[^\W\d_][\w .,;()/'+%&!?=$€£*–-]*")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
# Texts to this tool, other things to other readers of YAML.
_TAKEN = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}
_BETWEEN_WORDS = re.compile("(?<=[^ ]) (?=[^ ])")
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t"}


class Page(NamedTuple):
    """A file of a model before it is written: its kind, what it says, the cell it comes from."""

    kind: str
    record: Mapping[str, Value]
    cell: Cell


Pages = dict[str, Page]  # by the name of the file


class Written(NamedTuple):
    """The text of a file; `cells` are those that its lines come from, `cell` that of the whole."""

    text: str
    cells: tuple[Cell, ...]
    cell: Cell


def written(page: Page) -> Written:
    """Return the text of a file, with the line that leads editors to its schema.

    Texts have no white space around them, as cells have none.
    """
    above = "" if page.kind == "decision" else "../"
    head = f"# yaml-language-server: $schema={above}{SCHEMAS}/{page.kind}.schema.json"
    found = [(head, page.cell), ("", page.cell), *_mapping(page.record, page.cell, "")]
    text = "".join(f"{line}\n" for line, _ in found)
    return Written(text, tuple(cell for _, cell in found), page.cell)


def _mapping(record: Mapping[str, Value], cell: Cell, indent: str) -> Iterator[Line]:
    for key, value in record.items():
        yield from _after(f"{indent}{_key(key)}:", value, cell, indent + "  ")


def _after(head: str, value: Value, cell: Cell, indent: str) -> Iterator[Line]:
    """Yield what stands after a key or the dash of a list, and the lines below it."""
    if isinstance(value, Scalar):
        first, *rest = _scalar(value, len(head) + 1, indent)
        yield f"{head} {first}", value.cell
        yield from ((line, value.cell) for line in rest)
        return
    below = list(_below(cast("Items", value), cell, indent))  # mypy takes it for a Scalar still
    if below:
        yield head, below[0][1]
        yield from below
    else:
        yield f"{head} {'{}' if isinstance(value, Mapping) else '[]'}", cell


def _below(value: Items, cell: Cell, indent: str) -> Iterator[Line]:
    if isinstance(value, Mapping):
        yield from _mapping(value, cell, indent)
    else:
        for item in value:
            yield from _item(item, cell, indent)


def _item(item: Value, cell: Cell, indent: str) -> Iterator[Line]:
    """Yield an entry of a list; a mapping begins beside the dash."""
    inner = indent + "  "
    if isinstance(item, Mapping):
        (first, first_cell), *rest = _mapping(item, cell, inner)
        yield f"{indent}- {first.removeprefix(inner)}", first_cell
        yield from rest
    else:
        yield from _after(f"{indent}-", item, cell, inner)


def _key(text: str) -> str:
    return text if _NUMBER.fullmatch(text) or _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.casefold() not in _TAKEN


def _scalar(value: Scalar, column: int, indent: str) -> list[str]:
    """Return a text as the lines that stand after a key: the first beside it, others below."""
    text = value.text
    if value.bare:
        return [text]
    if "\n" in text and "\t" not in text:
        return ["|-", *(f"{indent}{line}" if line else "" for line in text.split("\n"))]
    short = text if _is_plain(text) else _quoted(text)
    if column + len(short) <= WIDTH or "\t" in text or not _BETWEEN_WORDS.search(text):
        return [short]
    return [">-", *_folded(text, indent)]


def _quoted(text: str) -> str:
    return '"' + re.sub(r'[\\"\n\t]', lambda found: _ESCAPES[found.group()], text) + '"'


def _folded(text: str, indent: str) -> Iterator[str]:
    """Yield lines that YAML puts together with one space where they were broken."""
    line = ""
    for word in _BETWEEN_WORDS.split(text):
        if line and len(indent) + len(line) + 1 + len(word) > WIDTH:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line
