"""What could be read of a model, before anything is known to be right."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from policyscore.faults import FaultList, Place
from policyscore.load.nodes import short
from policyscore.load.reader import Entry, Word, meant

UNKNOWN = "unknown"

Entries = Mapping[str, Mapping[str, Entry | None]]


class Draft:
    """The entries of the files, by kind and id; None where a file could not be read.

    `ids` are those of all files, unreadable ones too. `criteria` are the readable ones: `leaves`
    have a scale, others are groups if anything is within them. `parents` are the groups that
    criteria name and that exist.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self.ids = {kind: set(found) for kind, found in entries.items()}
        self.criteria = dict(self.of("criterion"))
        self.leaves = {name: e for name, e in self.criteria.items() if "scale" in e.places}
        self.parents = {
            name: within.text
            for name, within in self.withins()
            if within.text in self.ids["criterion"]
        }
        self.groups = set(self.parents.values()) - set(self.leaves)

    def of(self, kind: str) -> Iterator[tuple[str, Entry]]:
        """Yield id and content of each readable file of a kind."""
        for name, entry in self._entries[kind].items():
            if entry is not None:
                yield name, entry

    def withins(self) -> Iterator[tuple[str, Word]]:
        """Yield the criteria that are within something, and what they say that it is."""
        for name, entry in self.criteria.items():
            within: Word | None = entry.get("within")
            if within is not None:
                yield name, within

    @property
    def decision(self) -> Entry:
        """Return the content of policyscore.yaml, empty if there is none."""
        return next((e for _, e in self.of("decision")), Entry({}, {}, Place("policyscore.yaml")))


def ends(scale: Entry | None) -> tuple[Fraction, Fraction] | None:
    """Return worst and best of a scale, or None where they make no scale."""
    worst, best = (scale.get("worst"), scale.get("best")) if scale else (None, None)
    return None if worst is None or best is None or worst == best else (worst, best)


def refer(
    word: str, place: Place, kind: str, known: Collection[str], role: str, faults: FaultList
) -> bool:
    """Tell whether `word` is a known id; a fault if not, unless nothing at all is known."""
    if word in known or not known:
        return word in known
    some = ", ".join(sorted(known)[:8]) + (", ..." if len(known) > 8 else "")
    fix = meant(word, known, f"known: {some}", faults)
    what = f"{role}unknown {kind} {short(word)}"
    faults.add(place, f"unknown-{kind.split()[0]}", what, fix)
    return False
