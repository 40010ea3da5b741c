"""What the parts of the report of `rank` are made of."""

from collections.abc import Sequence
from typing import NamedTuple

from policyscore.model import Model
from policyscore.reports.wording import legible_places, listed
from policyscore.scenario import Scenario
from policyscore.scoring import Ranking, Standing
from policyscore.shown import one_line

MOST_IN_WORDS = 8  # further options told in a sentence each; the table has them all


class Ranked(NamedTuple):
    """The model, the weights used, the ranking, its warnings, and how much of it to tell.

    `top` limits the options shown, with those that share the last rank shown; `before` is the
    ranking that a trial of other weights departs from.
    """

    model: Model
    scenario: Scenario
    ranking: Ranking
    warnings: Sequence[str] = ()
    top: int | None = None
    brief: bool = False
    verbose: bool = False
    before: Ranking | None = None

    @property
    def shown(self) -> tuple[Standing, ...]:
        """Return the standings to show, the first ones of all."""
        return tuple(s for s in self.ranking.standings if self.top is None or s.rank <= self.top)

    @property
    def places(self) -> int:
        """Return how many decimals tell the overall scores apart."""
        return legible_places(standing.score for standing in self.ranking.standings)

    def name(self, option: str) -> str:
        """Return an option's name on one line."""
        return one_line(self.model.options[option].name)

    def node(self, name: str) -> str:
        """Return the name of a criterion or group on one line."""
        return one_line(self.model.node(name).name)

    def names(self, standings: Sequence[Standing]) -> str:
        """Return the names of a few options in words, or how many there are."""
        if len(standings) > MOST_IN_WORDS:
            return f"{len(standings)} options"
        return listed([self.name(standing.option) for standing in standings])

    def criteria(self, names: Sequence[str]) -> str:
        """Return the names of criteria in words."""
        return listed([one_line(self.model.criteria[name].name) for name in names])
