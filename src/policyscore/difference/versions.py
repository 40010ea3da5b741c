"""Models between two versions: some edits applied, the others not yet.

Edits that only make sense together are one part: a new scale and the values that fit it alone, or
weights that would otherwise all be 0 on the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from policyscore.difference.edit import Atom, Edit
from policyscore.difference.parts import parted, weighs
from policyscore.difference.steps import half_way
from policyscore.model import Model
from policyscore.scoring import ValueFunction, score, value_functions
from policyscore.weights import weigh

Chosen = frozenset[int]
NONE: Chosen = frozenset()


class Part(NamedTuple):
    """Edits that are applied together, and whether they move weights."""

    edits: tuple[Edit, ...]
    weighs: bool


class Versions:
    """All models between two versions, each named by the numbers of the parts that are chosen.

    Both versions use the same ids. `criteria` are those of either; a part that weighs touches no
    score, and the other way round.
    """

    def __init__(
        self, before: Model, after: Model, edits: Iterable[Edit], weights_at_once: bool = False
    ) -> None:
        scored = [edit for edit in edits if edit.atom is not None]
        self._sets = parted(before, after, scored, weights_at_once)
        self._sides = before, after
        self._functions = value_functions(before), value_functions(after)
        self._part_of = {atom: i for i, atoms in enumerate(self._sets) for atom in atoms}
        self._shares: dict[Chosen, Mapping[str, Fraction]] = {}
        by_atom: dict[Atom | None, list[Edit]] = {}
        for edit in scored:
            by_atom.setdefault(edit.atom, []).append(edit)
        self.parts = tuple(
            Part(tuple(edit for atom in atoms for edit in by_atom[atom]), weighs(atoms))
            for atoms in self._sets
        )
        self.weighing = tuple(i for i, part in enumerate(self.parts) if part.weighs)
        self.criteria = tuple({**before.criteria, **after.criteria})
        self.every: Chosen = frozenset(range(len(self.parts)))

    def options(self, chosen: Chosen) -> list[str]:
        """Return the options that are there and have a score on all criteria that weigh anything.

        One that came may have none on a criterion that went, as long as that is there.
        """
        before, after = (side.options for side in self._sides)
        shares = self.shares(chosen)
        return [
            name
            for name in {**before, **after}
            if name in (after if self._has(chosen, "option", name) else before)
            and self._complete(name, shares)
        ]

    def _complete(self, option: str, shares: Mapping[str, Fraction]) -> bool:
        sides = [side.criteria for side in self._sides if option in side.options]
        return all(any(name in own for own in sides) for name, share in shares.items() if share)

    def shares(self, chosen: Chosen) -> Mapping[str, Fraction]:
        """Return the global shares, 0 to 1, of the criteria that are there; they add up to 1."""
        own = chosen.intersection(self.weighing)
        if own not in self._shares:
            atoms = frozenset(chain.from_iterable(self._sets[i] for i in own))
            tree, weights = half_way(*self._sides, atoms)
            found = weigh(tree, weights).shares
            self._shares[own] = {name: x for name, x in found.items() if name not in tree}
        return self._shares[own]

    def score(self, option: str, criterion: str, chosen: Chosen) -> Fraction:
        """Return the score of an option on a criterion, 0 to 100 where the scale holds the value.

        Where only one version has both, it is the score there.
        """
        both = [side for side in (0, 1) if self._holds(side, option, criterion)]
        scale = cell = both[0]
        if len(both) == 2:
            scale = int(self._has(chosen, "scale", criterion))
            cell = int(self._has(chosen, "cell", option, criterion))
        function: ValueFunction = self._functions[scale][criterion]
        performance = self._sides[cell].options[option].performance[criterion]
        if performance.value is None:  # the whole scale, which may be the other version's
            points = self._sides[scale].criteria[criterion].scale.points
            return (points[0][1] + points[-1][1]) / 2
        return score(function, performance)

    def _holds(self, side: int, option: str, criterion: str) -> bool:
        model = self._sides[side]
        return option in model.options and criterion in model.criteria

    def touching(self, option: str, criterion: str) -> Sequence[int]:
        """Return the parts that may change that score."""
        atoms: tuple[Atom, ...] = (("scale", criterion), ("cell", option, criterion))
        return sorted({self._part_of[atom] for atom in atoms if atom in self._part_of})

    def total(self, option: str, chosen: Chosen) -> Fraction:
        """Return the overall score of an option that is there, 0 to 100."""
        shares = self.shares(chosen).items()
        terms = (share * self.score(option, name, chosen) for name, share in shares if share)
        return sum(terms, Fraction(0))

    def leaders(self, chosen: Chosen) -> frozenset[str]:
        """Return the options with the highest overall score, none where there is no option."""
        totals = {option: self.total(option, chosen) for option in self.options(chosen)}
        most = max(totals.values(), default=None)
        return frozenset(option for option, total in totals.items() if total == most)

    def _has(self, chosen: Chosen, *atom: str) -> bool:
        return self._part_of.get(atom) in chosen
