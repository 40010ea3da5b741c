"""YAML text to a tree of nodes that know where they stand; whatever could surprise is refused.

Built on the event stream, which a hostile file cannot make expensive: nothing is composed, resolved
or constructed. Every scalar stays text until a shape asks for a number. PyYAML reads with libyaml
where it was built with it, else in Python; what the two disagree about is refused as well, so that
a model means the same on every machine.
"""

import re
from typing import NamedTuple

import yaml
from yaml.events import (
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from policyscore.faults import FaultList, Place
from policyscore.load.refusals import (
    MOST_LEVELS,
    TOO_DEEP,
    Refused,
    place_at,
    refuse_ambiguity,
    refuse_at_sight,
    refuse_cleverness,
    refuse_hidden,
)

MOST_NODES = 50_000

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def parse(text: str, file: str, faults: FaultList) -> Node | None:
    """Return the one document of `text`, or None after a fault that makes it unreadable.

    Duplicate keys are faults too, but reading goes on after them.
    """
    try:
        refuse_at_sight(text, file)
        tree = _Tree(text, file, faults)
        for event in yaml.parse(text, Loader=Loader):
            tree.take(event)
        return tree.root
    except Refused as refused:
        faults.add(*refused.fault)
    except (yaml.MarkedYAMLError, ValueError, OverflowError) as error:
        from policyscore.load.mistakes import in_plain_words  # not before there is a mistake

        faults.add(*in_plain_words(error, text, file))
    return None


def short(text: str, most: int = 60) -> str:
    """Return the beginning of a text for a message, on one line; two quotes for an empty one."""
    line = re.sub(r"\s+", " ", text) or '""'
    return line if len(line) <= most else line[: most - 1] + "…"


class _Level:
    """A mapping or a list that is still open: the key that waits, and whether in brackets."""

    __slots__ = ("bracketed", "key", "node")

    def __init__(self, node: Mapping | Sequence, bracketed: bool) -> None:
        self.node = node
        self.bracketed = bracketed
        self.key: Scalar | None = None


class _Tree:
    """Grows while the events of a document pass by; stops at what is never allowed."""

    def __init__(self, text: str, file: str, faults: FaultList) -> None:
        self.root: Node | None = None
        self._text = text
        self._file = file
        self._faults = faults
        self._levels: list[_Level] = []
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        """Add what the event says."""
        if isinstance(event, NodeEvent):
            place = place_at(event.start_mark, self._file)
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                refuse_cleverness(event, place)
            if isinstance(event, ScalarEvent):
                self._put(self._scalar(event, place))
            else:
                self._open(event, place)
        elif isinstance(event, CollectionEndEvent):
            self._levels.pop()
        elif isinstance(event, DocumentStartEvent) and self.root is not None:
            place = place_at(event.start_mark, self._file)
            what = "a second document begins"
            raise Refused(place, "documents", what, "one file holds one document")

    def _scalar(self, event: ScalarEvent, place: Place) -> Scalar:
        style, value = event.style, event.value
        if style == '"':  # only there an escape can hide what was not seen in the file's text
            refuse_hidden(value, place)
        elif style or "?" in value:
            bracketed = bool(self._levels) and self._levels[-1].bracketed
            refuse_ambiguity(event, place, self._text, bracketed)
        return Scalar(value, not style, place)

    def _open(self, event: NodeEvent, place: Place) -> None:
        mapping = isinstance(event, MappingStartEvent)
        node: Mapping | Sequence = Mapping({}, place) if mapping else Sequence([], place)
        bracketed = bool(getattr(event, "flow_style", False))
        self._put(node)
        self._levels.append(_Level(node, bracketed))
        if len(self._levels) > MOST_LEVELS:
            raise Refused(place, "too-deep", *TOO_DEEP)

    def _put(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            what = f"more than {MOST_NODES} values in one file"
            raise Refused(node.place, "too-large", what, "the limit keeps a model readable")
        if not self._levels:
            self.root = node
            return
        level = self._levels[-1]
        if isinstance(level.node, Sequence):
            level.node.items.append(node)
        elif level.key is None:
            level.key = _key(node)
        else:
            self._enter(level.node.entries, level.key, node)
            level.key = None

    def _enter(self, entries: dict[str, tuple[Scalar, Node]], key: Scalar, node: Node) -> None:
        if key.text not in entries:
            entries[key.text] = key, node
            return
        line = entries[key.text][0].place.line
        what = f"{short(key.text)} is given twice; it already stands in line {line}"
        self._faults.add(key.place, "duplicate-key", what, "keep one")


def _key(node: Node) -> Scalar:
    if not isinstance(node, Scalar):
        raise Refused(node.place, "key", "a key must be a word or a number", "quote the text")
    if node.text == "<<" and node.plain:
        raise Refused(node.place, "merge-key", "the merge key << is not supported", "write it out")
    return node
