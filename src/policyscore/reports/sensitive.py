"""What the report of `sensitivity` is made of: one ranking, and all that was found about it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.analyses.nearest import Change, smallest_changes
from policyscore.analyses.radius import safe_radius
from policyscore.analyses.structure import Without, leave_one_out
from policyscore.analyses.switching import Switch, switches
from policyscore.analyses.tipping import Line, TippingPoint, lines, tipping_points
from policyscore.reports.ranked import Ranked
from policyscore.shown import one_line
from policyscore.weights import tree_of


class Sensitive(NamedTuple):
    """The ranking and what moving or leaving out its parts does to it; see the analyses' words.

    `tips` are the leader's tipping points, the nearest first, `switches` one a cell; `radius` is
    how far all local weights may be off at once, as a part of each.
    """

    ranked: Ranked
    lines: Mapping[str, Line]
    tips: Sequence[TippingPoint]
    changes: Mapping[str, Change]
    switches: Sequence[Switch]
    radius: Fraction
    without: Sequence[Without]

    def node(self, name: str) -> str:
        """Return the name of a criterion or group on one line."""
        return one_line(self.ranked.model.node(name).name)

    @property
    def leader(self) -> str:
        """Return the option that leads, the first by id of those that share the lead."""
        return self.ranked.ranking.standings[0].option


def sensitive(ranked: Ranked) -> Sensitive:
    """Return all that there is to say about how sensitive a ranking is."""
    model, ranking = ranked.model, ranked.ranking
    found = lines(model, ranking)
    leader = ranking.standings[0].option
    return Sensitive(
        ranked,
        found,
        tipping_points(found.values(), leader),
        smallest_changes(ranking),
        switches(model, ranking),
        safe_radius(tree_of(model), ranking),
        leave_one_out(model, ranking),
    )
