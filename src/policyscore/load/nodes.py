"""YAML text to a tree of nodes that know where they stand; whatever could surprise is refused.

Built on the event stream, which a hostile file cannot make expensive: nothing is composed, resolved
or constructed. Every scalar stays text until a shape asks for a number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from policyscore.faults import FaultList, Place

MOST_LEVELS = 20
MOST_NODES = 50_000

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Line separators beyond LF and CR count as characters here, or lines would be counted differently
# by editors and by libyaml.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?= |\r?$)", re.MULTILINE)
_TAB = re.compile(r"^[ ]*(\t)(?![ \t\r]*(?:#.*)?$)", re.MULTILINE)


class Scalar(NamedTuple):
    """A text; `plain` tells that it stood without quotes."""

    text: str
    plain: bool
    place: Place


class Mapping(NamedTuple):
    """Keys with their own nodes, and what they hold."""

    entries: "dict[str, tuple[Scalar, Node]]"
    place: Place


class Sequence(NamedTuple):
    """A list of nodes."""

    items: "list[Node]"
    place: Place


Node = Scalar | Mapping | Sequence


class _Refused(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, place: Place, rule: str, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.fault = (place, rule, what, fix)


def parse(text: str, file: str, faults: FaultList) -> Node | None:
    """Return the one document of `text`, or None after a fault that makes it unreadable.

    Duplicate keys are faults too, but reading goes on after them.
    """
    for pattern, rule, what, fix in (
        (FORBIDDEN, "character", "", "remove it"),
        (_CONFLICT, "merge-conflict", "a marker of an unresolved merge", "resolve the conflict"),
    ):
        found = pattern.search(text)
        if found:
            what = what or f"{character(found.group())} is not allowed in a model"
            faults.add(_place_of(text, found.start(), file), rule, what, fix)
            return None
    try:
        return _tree(text, file, faults)
    except _Refused as refused:
        faults.add(*refused.fault)
    except yaml.MarkedYAMLError as error:
        faults.add(*_in_plain_words(error, text, file))
    except (yaml.YAMLError, RecursionError) as error:
        what = f"not valid YAML: {str(error).splitlines()[0]}"
        faults.add(Place(file, 1, 1), "yaml", what, "compare with the examples in the docs")
    return None


def character(char: str) -> str:
    """Return what to call a character that cannot be shown, with its code point."""
    code = ord(char)
    kinds = (
        (0xD800 <= code <= 0xDFFF, "a lone surrogate"),
        (code < 0x20 or 0x7F <= code <= 0x9F, "the control character"),
        (0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069, "the bidirectional control"),
        (True, "the invisible character"),
    )
    return f"{next(word for holds, word in kinds if holds)} U+{code:04X}"


def _place_of(text: str, offset: int, file: str) -> Place:
    before = re.split(r"\r\n|\r|\n", text[:offset])
    return Place(file, len(before), len(before[-1]) + 1)


def _tree(text: str, file: str, faults: FaultList) -> Node | None:
    root: Node | None = None
    stack: list[Mapping | Sequence] = []
    key: list[Scalar | None] = []  # the key that waits for its value, for each level of `stack`
    for event, place in _events(text, file):
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(_checked(event.value, place), not event.style, place)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping({}, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence([], place)
        else:
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                key.pop()
            continue
        if not stack:
            root = node
        else:
            _attach(node, stack[-1], key, faults)
        if not isinstance(node, Scalar):
            stack.append(node)
            key.append(None)
            if len(stack) > MOST_LEVELS:
                raise _Refused(place, "too-deep", f"nested deeper than {MOST_LEVELS} levels")
    return root


def _events(text: str, file: str) -> Iterator[tuple[yaml.Event, Place]]:
    """Yield the events of the only document, stopping at what is never allowed."""
    nodes = documents = 0
    for event in yaml.parse(text, Loader=Loader):
        mark = event.start_mark
        place = Place(file, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            _refuse_cleverness(event, place)
            if nodes > MOST_NODES:
                what = f"more than {MOST_NODES} values in one file"
                raise _Refused(place, "too-large", what, "the limit keeps a model readable")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                what = "a second document begins"
                raise _Refused(place, "documents", what, "one file holds one document")
        yield event, place


def _refuse_cleverness(event: yaml.NodeEvent, place: Place) -> None:
    if isinstance(event, yaml.AliasEvent):
        what = f"the alias *{event.anchor}: aliases are not supported"
        raise _Refused(place, "alias", what, "write the value out")
    if event.anchor is not None:
        what = f"the anchor &{event.anchor}: anchors are not supported"
        raise _Refused(place, "anchor", what, "remove it")
    if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
        return
    if event.tag is not None:
        what = f"the tag {event.tag}: tags are not supported"
        raise _Refused(place, "tag", what, "remove it; text that begins with ! needs quotes")


def _checked(text: str, place: Place) -> str:
    found = FORBIDDEN.search(text)
    if found:
        what = f"{character(found.group())} is not allowed in a text"
        raise _Refused(place, "character", what, "remove it")
    return text


def _attach(
    node: Node, parent: Mapping | Sequence, keys: list[Scalar | None], faults: FaultList
) -> None:
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is None:
        keys[-1] = _key(node)
        return
    keys[-1] = None
    earlier = parent.entries.get(key.text)
    if earlier is None:
        parent.entries[key.text] = (key, node)
    else:
        what = f"{key.text} is given twice; it already stands in line {earlier[0].place.line}"
        faults.add(key.place, "duplicate-key", what, "keep one")


def _key(node: Node) -> Scalar:
    if not isinstance(node, Scalar):
        raise _Refused(node.place, "key", "a key must be a word or a number", "quote the text")
    if node.text == "<<" and node.plain:
        raise _Refused(node.place, "merge-key", "the merge key << is not supported", "write it out")
    return node


def _in_plain_words(
    error: yaml.MarkedYAMLError, text: str, file: str
) -> tuple[Place, str, str, str]:
    """Return the fault for a YAML error, in words for people who do not know YAML."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if "end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark  # where the quote opens, not where the file ends
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    char = line[place.column - 1 : place.column]
    tab = _TAB.match(line)
    if tab or char == "\t":
        column = tab.start(1) + 1 if tab else place.column
        return Place(file, place.line, column), "yaml", "a tab", "YAML indents with spaces only"
    hints = (
        ("cannot start any token", f"a text cannot start with {char}", "put the text in quotes"),
        (
            "mapping values are not allowed",
            "a colon where none can stand",
            "check the indentation with spaces; a text that holds ': ' needs quotes",
        ),
        ("end of stream", "a quote or bracket that is never closed", "close it"),
        ("incompatible YAML", "only YAML version 1 is read", "remove the %YAML line"),
        (
            "did not find expected",
            "the structure of the YAML breaks here",
            "check the indentation and quotes; an apostrophe in quotes is written ''",
        ),
    )
    for part, what, fix in hints:
        if part in problem:
            return place, "yaml", what, fix
    return place, "yaml", f"not valid YAML: {problem}", "check indentation and quotes"
