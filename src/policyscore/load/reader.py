"""Nodes and a shape to plain values; what does not fit the shape is a fault with its place."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from policyscore import decimals
from policyscore.faults import FaultList, Place
from policyscore.load import shapes
from policyscore.load.nodes import Mapping, Node, Scalar, Sequence, short
from policyscore.suggest import did_you_mean

MOST_MEANT = 200
_EMPTY = ("", "~", "null", "Null", "NULL")


class Entry(NamedTuple):
    """What was read of a record or a table: values that fitted their shapes, and all places."""

    values: dict[Any, Any]
    places: dict[Any, Place]
    place: Place

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - as many kinds as shapes
        """Return the value of a key, or `default` where there is none that fits."""
        return self.values.get(key, default)

    def where(self, key: Any) -> Place:  # noqa: ANN401 - as above
        """Return where a key's value stands, or the record where the key is absent."""
        return self.places.get(key, self.place)


class Word(NamedTuple):
    """A line or an id, with the place where it stands."""

    text: str
    place: Place


def read(node: Node, shape: shapes.Shape, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    """Return the value of `node` as `shape` describes it, or None after a fault.

    Texts become str, lines and ids Word, numbers Fraction, lists tuples, records and tables Entry;
    a word beside a number (`unknown`) stays str. `name` is what to call it in a fault.
    """
    match shape:
        case shapes.Record():
            return _record(node, shape, name, faults)
        case shapes.Table():
            return _table(node, shape, name, faults)
        case shapes.Items():
            return _items(node, shape, name, faults)
        case shapes.Pair():
            return _pair(node, shape, name, faults)
        case shapes.ShortOrLong():
            if isinstance(node, Mapping):
                return _record(node, shape.long, name, faults)
            return _scalar(node, shape.short, name, faults)
        case _:
            return _scalar(node, shape, name, faults)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in _EMPTY


def _kind(node: Node) -> str:
    kinds = {Mapping: "a mapping", Sequence: "a list", Scalar: "a text"}
    return "empty" if _is_empty(node) else kinds[type(node)]


def _rule(node: Node) -> str:
    return "empty" if _is_empty(node) else "type"


def _scalar(node: Node, shape: shapes.Shape, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    if not isinstance(node, Scalar):
        wanted = {
            shapes.Number: "a number",
            shapes.Choice: "a word",
            shapes.Id: "an id",
        }.get(type(shape), "a text")
        faults.add(node.place, "type", f"{name} is {_kind(node)}", f"write {wanted}")
        return None
    if _is_empty(node) and not isinstance(shape, shapes.Number):
        faults.add(node.place, "empty", f"{name} is empty", "give it a text or remove the key")
        return None
    match shape:
        case shapes.Number():
            return _number(node, shape, name, faults)
        case shapes.Choice():
            return _choice(node, shape, name, faults)
        case shapes.Line() | shapes.Url():
            return _line(node, shape, name, faults)
        case shapes.Id():
            return Word(node.text, node.place)
        case _:
            return node.text.strip()


def _number(node: Scalar, shape: shapes.Number, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    text = node.text
    if node.plain and text == shape.or_word:
        return text
    unknown = f", or {shape.or_word}" if shape.or_word else ""
    if _is_empty(node):
        faults.add(node.place, "empty", f"{name} is empty", f"write a number{unknown}")
        return None
    if not node.plain:
        what = f"{name}: {short(text)} in quotes is a text, not a number"
        faults.add(node.place, "quoted-number", what, "remove the quotes")
        return None
    try:
        value = decimals.parse(text)
    except decimals.NotDecimal as error:
        fix = error.fix + unknown * (not re.search("[0-9]", text))
        fix = did_you_mean(text, [shape.or_word], fix) if shape.or_word else fix
        faults.add(node.place, "number", f"{name}: {short(text)} is {error.what}", fix)
        return None
    if shape.least is not None and value < shape.least:
        what = f"{name}: {short(text)} is negative"
        faults.add(node.place, "negative", what, f"write {shape.least} or more")
        return None
    return value


def _choice(node: Scalar, shape: shapes.Choice, name: str, faults: FaultList) -> str | None:
    if node.text in shape.words:
        return node.text
    allowed = f"write one of {', '.join(shape.words)}"
    near = did_you_mean(node.text, shape.words)
    what = f"{name}: {short(node.text)} is not allowed"
    faults.add(node.place, "choice", what, f"{near} {allowed}".strip())
    return None


def _line(
    node: Scalar, shape: shapes.Line | shapes.Url, name: str, faults: FaultList
) -> Word | None:
    text = node.text.strip()
    if not text:
        faults.add(node.place, "empty", f"{name} is empty", "write a text")
    elif "\n" in text or "\t" in node.text:
        kind = "line break" if "\n" in text else "tab (U+0009)"
        faults.add(node.place, "line", f"{name} holds a {kind}", "write it on one line")
    elif isinstance(shape, shapes.Url) and not re.fullmatch(shapes.URL, text):
        what = f"{name}: {short(text)} is no web address"
        faults.add(node.place, "url", what, "it begins with https:// or http:// and has no spaces")
    else:
        return Word(text, node.place)
    return None


def _items(node: Node, shape: shapes.Items, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    if shape.or_one and isinstance(node, Scalar):
        return (read(_folded(node), shape.each, name, faults),)
    if not isinstance(node, Sequence):
        faults.add(node.place, _rule(node), f"{name} is {_kind(node)}", "write a list: [...]")
        return None
    if len(node.items) < shape.least:
        wanted = "at least one" if shape.least == 1 else f"at least {shape.least}"
        faults.add(node.place, "too-few", f"{name} has too few entries", f"give {wanted}")
        return None
    return tuple(
        read(item, shape.each, f"entry {number} of {name}", faults)
        for number, item in enumerate(node.items, start=1)
    )


def _folded(node: Scalar) -> Scalar:
    """Return the scalar on one line: a single source may be written as a block of several."""
    return node._replace(text=" ".join(node.text.split("\n")).strip())


def _pair(node: Node, shape: shapes.Pair, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    if not isinstance(node, Sequence) or len(node.items) != 2:
        faults.add(node.place, "type", f"{name} is not two numbers", f"write {shape.what}")
        return None
    return tuple(read(item, shapes.Number(), name, faults) for item in node.items), node.place


def _as_record(node: Node, shape: shapes.Record) -> str:
    """Return how a text would stand in a record that needs one key only."""
    needed = [key for key, known in shape.keys.items() if known.required]
    if len(needed) != 1 or not isinstance(node, Scalar) or _is_empty(node):
        return ""
    return f"write {needed[0]}: {short(node.text)}"


def _mapping(node: Node, name: str, faults: FaultList, fix: str = "") -> Mapping | None:
    if isinstance(node, Mapping):
        return node
    fix = fix or "write lines of a key, a colon, a space and a value"
    faults.add(node.place, _rule(node), f"{name} is {_kind(node)}", fix)
    return None


def _table(node: Node, shape: shapes.Table, name: str, faults: FaultList) -> Entry | None:
    mapping = _mapping(node, name, faults)
    if mapping is None:
        return None
    entry = Entry({}, {}, mapping.place)
    for text, (key, held) in mapping.entries.items():
        known = _table_key(key, shape.key, name, faults)
        if known is None:
            continue  # what it holds cannot be placed
        if known in entry.places:
            line = entry.places[known].line
            what = f"{name}: {short(text)} is given twice; it already stands in line {line}"
            faults.add(key.place, "duplicate-key", what, "keep one")
            continue
        value = read(held, shape.each, f"{name}: {short(text)}", faults)
        entry.places[known] = key.place
        if value is not None:
            entry.values[known] = value
    return entry


def _table_key(key: Scalar, shape: shapes.Number | shapes.Id, name: str, faults: FaultList) -> Any:  # noqa: ANN401
    """Return a key as its shape describes it; whether an id is known is not asked here."""
    if isinstance(shape, shapes.Number):
        return read(key, shape, f"the key {short(key.text)} of {name}", faults)
    if shape.new and not re.fullmatch(shapes.WORD, key.text):
        what = f"the key {short(key.text)} of {name} is no single word, so no evidence can name it"
        fix = f"write {'-'.join(key.text.split()) or 'a word'}"
        faults.add(key.place, f"{shape.of}-key", what, fix)
    return key.text


def _record(node: Node, shape: shapes.Record, name: str, faults: FaultList) -> Entry | None:
    mapping = _mapping(node, name, faults, _as_record(node, shape))
    if mapping is None:
        return None
    entry = Entry({}, {}, mapping.place)
    for text, (key, held) in mapping.entries.items():
        known = shape.keys.get(text)
        if known is None:
            _stranger(key, shape, mapping.entries, faults)
            continue
        entry.places[text] = held.place
        value = read(held, known.shape, text, faults)
        if value is not None:
            entry.values[text] = value
    needed = [text for text, known in shape.keys.items() if known.required]
    needed += [other for text, other in shape.needs if text in entry.places]
    for text in needed:
        if text not in entry.places:
            fix = f"add {text}: {_first_sentence(shape.keys[text].help)}"
            faults.add(entry.place, "missing-key", f"{name} has no {text}", fix)
    return entry


def _first_sentence(text: str) -> str:
    sentence = text.split(". ")[0].removesuffix(".")
    return sentence[0].lower() + sentence[1:]


def meant(name: str, known: Iterable[str], otherwise: str, faults: FaultList) -> str:
    """Return a suggestion; among hundreds of faults `otherwise`, as nobody waits for so many."""
    return did_you_mean(name, known, otherwise) if len(faults.faults) < MOST_MEANT else otherwise


def _stranger(key: Scalar, shape: shapes.Record, given: Iterable[str], faults: FaultList) -> None:
    fix = shape.strangers.get(key.text)
    if fix is None:
        free = sorted(set(shape.keys) - set(given))
        allowed = f"allowed here: {', '.join(shape.keys)}"
        fix = meant(key.text, free, allowed, faults)
    article = "an" if shape.what[0] in "aeiou" else "a"
    what = f"unknown key {short(key.text)} in {article} {shape.what}"
    faults.add(key.place, "unknown-key", what, fix)
