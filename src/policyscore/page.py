"""Blocks that only pages draw; what other formats show instead of each is its `plain`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from policyscore.picture import Shape
from policyscore.report import Column, Prose, Row, Table


class Heading(NamedTuple):
    """The beginning of a section; `anchor` is its name for links."""

    text: str
    anchor: str

    @property
    def plain(self) -> Prose:
        """Return the heading over nothing."""
        return Prose((), self.text, section=True)


class Fact(NamedTuple):
    """A thing to know at once: what it is, how much, and a sentence on it."""

    label: str
    figure: str
    sentence: str


class Facts(NamedTuple):
    """The few facts that a reader in a hurry has to see."""

    facts: tuple[Fact, ...]

    @property
    def plain(self) -> Table:
        """Return the facts as a table."""
        columns = (Column("in short"), Column("found"), Column("which means", folds=True))
        return Table(columns, tuple(Row(fact) for fact in self.facts))


class Picture(NamedTuple):
    """A picture with the words that describe it and the table that says the same, its twin.

    The `note` is what has to be seen with it: what is left out, whose weights these are.
    """

    name: str
    title: str
    description: str
    shape: Shape
    table: Table
    note: str = ""

    @property
    def plain(self) -> Table:
        """Return the twin under the picture's title."""
        return self.table._replace(title=self.title)


class Node(NamedTuple):
    """A weight that can be tried: of a criterion or a group, in a tree.

    `share` is of all weight, `lower` to `upper` the interval in which the leader stays, both
    between 0 and 1. Where `fixed` is true it cannot be moved.
    """

    id: str
    name: str
    within: str | None
    share: Fraction
    lower: Fraction
    upper: Fraction
    fixed: bool = False


class Preset(NamedTuple):
    """Weights to begin from: by node what it weighs beside its siblings; id "" is the model's."""

    id: str
    name: str
    weights: Mapping[str, Fraction]


class Workbench(NamedTuple):
    """What it takes to weigh anew: the tree, the options' scores, 0 to 100, and what came of it.

    `nodes` are in the order of the tree, parents first; `leaves` are the ids of the criteria.
    `scores` are by option, then by leaf; `totals` and `ranks` are the results by option under the
    first preset. `command` is what ranks with the same weights on a command line; `note` is what
    else has to be known.
    """

    nodes: tuple[Node, ...]
    leaves: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    scores: tuple[tuple[Fraction, ...], ...]
    totals: tuple[Fraction, ...]
    ranks: tuple[int, ...]
    presets: tuple[Preset, ...]
    indifference: Fraction
    command: str
    note: str = ""

    @property
    def plain(self) -> Prose:
        """Return how to weigh anew without a page."""
        return Prose((f"On a command line, in the model's folder: {self.command} -w ID=40%",))
