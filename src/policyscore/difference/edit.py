"""One thing that differs between two versions of a model, and the texts that are compared.

An edit that touches scores has an `atom`, the smallest thing that can be taken from either version
while the rest is taken from the other.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from policyscore.faults import Place
from policyscore.model import Criterion, Group, Option, Profile
from policyscore.shown import one_line

Kind = Literal[
    "performance",
    "scale",
    "weight",
    "share",
    "score",
    "tree",
    "criterion",
    "group",
    "option",
    "range",
    "evidence",
    "order",
    "source",
    "profile",
    "expectation",
    "text",
    "setting",
]
# ("cell", option, criterion), ("scale", criterion), ("weight", node), ("criterion", criterion),
# ("option", option) or ("tree",)
Atom = tuple[str, ...]
Known = Fraction | str | None
# What stands as evidence for numbers, in a cell; all but the last in criteria and profiles too.
EVIDENCE = ("rationale", "sources", "confidence")
NO_SOURCE = "no source"


class Edit(NamedTuple):
    """One thing that differs; `before` or `after` is None where it came or went.

    `place` is where it stands now, or stood where it is `gone`. `option`, `node` and `key` say what
    it is of, as far as it is of one.
    """

    kind: Kind
    before: Known
    after: Known
    place: Place
    gone: bool = False
    option: str = ""
    node: str = ""
    key: str = ""
    atom: Atom | None = None

    @property
    def of_inputs(self) -> bool:
        """Tell whether a number or the structure differs, not only words or evidence."""
        numbers = self.kind in ("range", "profile") or self.key == "indifference"
        return self.atom is not None or numbers

    @property
    def loses_evidence(self) -> bool:
        """Tell whether evidence that stood there stands no more, or a source of several."""
        if self.kind not in ("evidence", "order", "source"):
            return False
        several = self.kind == "order" or self.key.split(": ")[-1] == "source"
        return self.after is None or (several and bool(cited(self.before) - cited(self.after)))


def cited(value: Known) -> set[str]:
    """Return the single sources of several in one text."""
    return {text for text in str(value or "").split("; ") if text and text != NO_SOURCE}


def ids(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Return the ids of two versions, each once, sorted."""
    return sorted({*before, *after})


def name_of(thing: Option | Criterion | Group | Profile | None) -> str | None:
    """Return what readers call a thing, on one line; None for none."""
    return None if thing is None else one_line(thing.name)


def differing(
    old: tuple[object, ...], new: tuple[object, ...], keys: tuple[str, ...]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the texts and lists of texts that differ, each on one line; None where there is none.

    Line breaks and spaces make no difference.
    """
    for key in keys:
        was, now = text_in(getattr(old, key)), text_in(getattr(new, key))
        if was != now:
            yield key, was, now


def text_in(value: str | tuple[str, ...] | None) -> str | None:
    """Return a text, or several in one, on one line; None where there is none."""
    text = value if isinstance(value, str | None) else "; ".join(value)
    return one_line(text or "") or None


def written(key: str) -> str:
    """Return the key as it stands in files."""
    return "source" if key == "sources" else key
