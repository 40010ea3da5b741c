"""What the parts of the report of `explain` are made of."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.analyses.counterfactual import Counterfactual, counterfactuals
from policyscore.analyses.covering import Covering, covering
from policyscore.analyses.explain import Comparison, compare
from policyscore.dominance import dominators
from policyscore.reports.ranked import Ranked
from policyscore.scoring import Standing


class Explained(NamedTuple):
    """Two options of a ranking, compared in every way.

    `covering` says how the advantages of the option that is ahead, or level, cover the other's;
    `dominating` is the option that dominates the other, None where none does or a performance is
    unknown; `changes` put the option that is behind ahead, the smallest move first. `default` says
    that the other option is the one next to the first, not one that was asked for.
    """

    ranked: Ranked
    compared: Comparison
    covering: Covering
    dominating: str | None
    changes: tuple[Counterfactual, ...]
    default: bool = False

    @property
    def standings(self) -> tuple[Standing, Standing]:
        """Return the standings of the option and of the other."""
        of = self.ranked.ranking.of
        return of(self.compared.option), of(self.compared.other)

    @property
    def ahead(self) -> str:
        """Return the option with the higher score; the first of two that are level."""
        return self.compared.option if self.compared.lead >= 0 else self.compared.other

    @property
    def behind(self) -> str:
        """Return the other one."""
        return self.compared.other if self.compared.lead >= 0 else self.compared.option

    @property
    def names(self) -> tuple[str, str]:
        """Return the names of the option and of the other, on one line each."""
        return self.ranked.name(self.compared.option), self.ranked.name(self.compared.other)

    @property
    def unknown(self) -> tuple[tuple[str, str], ...]:
        """Return the unknown cells of the two: option and criterion."""
        return tuple(self._unknown())

    def _unknown(self) -> Iterator[tuple[str, str]]:
        for option in (self.compared.option, self.compared.other):
            cells = self.ranked.model.options[option].performance
            yield from ((option, name) for name, cell in cells.items() if cell.value is None)

    def points(self, criteria: Sequence[str]) -> Fraction:
        """Return what some criteria add to the lead of the option, below 0 to that of the other."""
        one, other = self.standings
        differences = (one.contributions[n] - other.contributions[n] for n in criteria)
        return sum(differences, Fraction(0))


def explained(ranked: Ranked, option: str, other: str, default: bool = False) -> Explained:
    """Return the comparison of two options of a ranking."""
    compared = compare(ranked.ranking, option, other)
    ahead, behind = (option, other) if compared.lead >= 0 else (other, option)
    for_it, against = compared.speaking_for, compared.against
    if compared.lead < 0:
        for_it, against = against, for_it
    covered = covering(
        {d.criterion: abs(d.points) for d in for_it}, {d.criterion: abs(d.points) for d in against}
    )
    scores = {name: ranked.ranking.of(name).scores for name in (option, other)}
    found = Explained(
        ranked,
        compared,
        covered or Covering((), ()),  # the option ahead always covers what speaks against it
        None,
        tuple(counterfactuals(ranked.model, ranked.ranking, ahead, behind)),
        default,
    )
    dominated = {} if found.unknown else dominators(scores)
    return found._replace(dominating=next(iter(dominated.values()), None))
