"""The frozen shapes of a model: what the files say, as values. Numbers are exact.

Named tuples, as everything that `rank` needs at its start: they load five times as fast as frozen
dataclasses (docs/decisions.md).
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from policyscore.faults import Place

CONFIDENCES = ("high", "moderate", "low", "very-low")

Places = Mapping[str, Place]
NOWHERE: Places = MappingProxyType({})


class Scale(NamedTuple):
    """The declared range of a criterion and how performance on it becomes a score.

    `points` are (performance, score) pairs from worst to best, scores 0 to 100; a straight line
    has two. `levels` are performances described in words.
    """

    worst: Fraction
    best: Fraction
    points: tuple[tuple[Fraction, Fraction], ...]
    unit: str = ""
    levels: tuple[tuple[Fraction, str], ...] = ()


class Criterion(NamedTuple):
    """A leaf of the tree: options are judged by it, on its scale.

    `within` is the group it belongs to, None at the top; `weight` is relative to the siblings'.
    `places` tells here and below where each key of the file stands.
    """

    id: str
    name: str
    within: str | None
    weight: Fraction
    place: Place
    scale: Scale
    question: str = ""
    rationale: str = ""
    sources: tuple[str, ...] = ()
    places: Places = NOWHERE


class Group(NamedTuple):
    """An inner node of the tree; `children` are ids in alphabetical order.

    A `weight` of None counts as much as the children together.
    """

    id: str
    name: str
    within: str | None
    weight: Fraction | None
    place: Place
    children: tuple[str, ...]
    question: str = ""
    rationale: str = ""
    sources: tuple[str, ...] = ()
    places: Places = NOWHERE


class Performance(NamedTuple):
    """How an option does on a criterion, in the criterion's unit; `value` None is unknown.

    `low` and `high` are the ends of what the value may be, equal to it where none are given and
    the ends of the scale where the value is unknown.
    """

    value: Fraction | None
    low: Fraction
    high: Fraction
    place: Place
    rationale: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    places: Places = NOWHERE


class Option(NamedTuple):
    """What is chosen among; `performance` has an entry for each criterion."""

    id: str
    name: str
    performance: Mapping[str, Performance]
    place: Place
    summary: str = ""
    sources: tuple[str, ...] = ()
    places: Places = NOWHERE


class Profile(NamedTuple):
    """A named set of weights; what it does not name keeps the weight of the model.

    `places` tells where each of the weights stands.
    """

    id: str
    name: str
    weights: Mapping[str, Fraction]
    place: Place
    who: str = ""
    rationale: str = ""
    sources: tuple[str, ...] = ()
    places: Places = NOWHERE


class Source(NamedTuple):
    """Where evidence is written."""

    title: str
    date: str = ""
    url: str = ""
    place: Place | None = None


class Order(NamedTuple):
    """A comparison that a source states: each of `better` does at least as well as each of `worse`.

    `criterion` may name a group; then the scores of the group are compared.
    """

    criterion: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    place: Place
    sources: tuple[str, ...] = ()


class Expectation(NamedTuple):
    """What a ranking was agreed to show, as written; it fits the language of expectations.

    `place` is where `that` begins. `under` are the profiles that it has to hold under ("all": the
    model's own weights and every profile), none for the model's own weights.
    """

    that: str
    place: Place
    why: str = ""
    severity: str = "fail"
    under: tuple[str, ...] = ()


class Decision(NamedTuple):
    """What is to be decided, by whom, and what holds for the model as a whole.

    `sources` is None where the model declares none: then any text may stand as a source.
    """

    title: str = ""
    question: str = ""
    owner: str = ""
    date: str = ""
    baseline: str | None = None
    indifference: Fraction = Fraction(2)
    sources: Mapping[str, Source] | None = None
    orders: tuple[Order, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    places: Places = NOWHERE


class Model(NamedTuple):
    """A model without faults: every reference resolves, every cell is filled or marked unknown.

    `criteria` and `groups` are in the order of the tree (depth first, siblings by id); `options`
    and `profiles` by id; `roots` are the top-level ids.
    """

    decision: Decision
    options: Mapping[str, Option]
    criteria: Mapping[str, Criterion]
    groups: Mapping[str, Group]
    profiles: Mapping[str, Profile]
    roots: tuple[str, ...]

    def node(self, name: str) -> Criterion | Group:
        """Return the criterion or group of that id; raises KeyError for another."""
        return self.criteria[name] if name in self.criteria else self.groups[name]

    def children(self, name: str) -> tuple[str, ...]:
        """Return the ids within a group, none for a criterion."""
        return self.groups[name].children if name in self.groups else ()

    def leaves(self, name: str) -> tuple[str, ...]:
        """Return the criteria within a group, at any depth; a criterion is its own only one."""
        if name in self.criteria:
            return (name,)
        return tuple(leaf for child in self.groups[name].children for leaf in self.leaves(child))
