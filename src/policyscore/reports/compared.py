"""What the parts of the report of `compare` are made of."""

from collections.abc import Sequence
from typing import NamedTuple

from policyscore.analyses.agreement import Agreement, Views, lead
from policyscore.figures import points
from policyscore.model import Model
from policyscore.reports.ranked import MOST_IN_WORDS
from policyscore.reports.wording import legible_places, listed
from policyscore.scoring import Ranking, Standing
from policyscore.shown import one_line

MOST_ACROSS = 5  # options as columns; more of them do not fit a terminal of 80 columns
OWN = "The model's weights"


class Compared(NamedTuple):
    """The model, the rankings under sets of weights, and what these have in common."""

    model: Model
    views: Views
    found: Agreement
    verbose: bool

    @property
    def places(self) -> int:
        """Return how many decimals tell the largest regrets apart."""
        return legible_places(self.found.largest.values())

    @property
    def across(self) -> bool:
        """Tell whether the options are few enough to stand beside each other."""
        return len(self.found.first) <= MOST_ACROSS

    @property
    def unknown(self) -> bool:
        """Tell whether a score is only the middle of what it may be."""
        rankings = self.views.values()
        return any(s.at_least < s.at_most for ranking in rankings for s in ranking.standings)

    def option(self, name: str) -> str:
        """Return an option's name on one line."""
        return one_line(self.model.options[name].name)

    def options(self, names: Sequence[str]) -> str:
        """Return the names of a few options in words, or how many there are."""
        if len(names) > MOST_IN_WORDS:
            return f"{len(names)} options"
        return listed([self.option(name) for name in names])

    def view(self, name: str | None) -> str:
        """Return what a set of weights is called, on one line."""
        return OWN if name is None else one_line(self.model.profiles[name].name)

    def under(self, names: Sequence[str | None]) -> str:
        """Return the names of a few sets of weights in words, or how many there are."""
        if len(names) > MOST_IN_WORDS:
            return f"{len(names)} sets of weights"
        return listed(["the model's weights" if n is None else self.view(n) for n in names])

    def sharing(self, standings: Sequence[Standing]) -> str:
        """Return the names of options that share a place, or how many there are."""
        return self.options([standing.option for standing in standings])

    def close(self, ranking: Ranking) -> bool:
        """Tell whether one option leads by less than the indifference."""
        ahead = lead(ranking)
        return ahead is not None and 0 < ahead < self.model.decision.indifference

    def lead(self, ranking: Ranking) -> str:
        """Return a lead in points, told apart from the indifference, or that it is a tie."""
        ahead = lead(ranking)
        if not ahead:
            return "·" if ahead is None else "tie"
        return points(ahead, legible_places((ahead, self.model.decision.indifference)))
