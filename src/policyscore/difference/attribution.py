"""What each edit did to a score and to the lead.

The change of an option's score is shared out among the parts by their Shapley values: the average,
over all orders in which the parts could have been applied, of what applying one changed. They add
up to the change exactly. As the score is a sum over the criteria, so are the values (additivity),
and on one criterion the share depends on the parts that weigh alone, the score on the others.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import NamedTuple

from policyscore.difference.versions import NONE, Chosen, Versions
from policyscore.exact.shapley import Marginals, Weighed, marginals, of_product, weighed

MOST_TRIED = 200_000  # scores worked out to see which parts move the lead, half a second
MOST_TOGETHER = 10  # parts of which all sets are tried

Leaders = frozenset[str]
NOBODY: Leaders = frozenset()


class Moves(NamedTuple):
    """Which parts move the lead from those who had it before.

    `alone` are by part the leaders where it moves the lead by itself, None where the parts are too
    many to try each. `together` are the smallest sets of parts that do it, where none does it alone
    and the lead moved.
    """

    before: Leaders
    after: Leaders
    alone: Mapping[int, Leaders] | None
    together: tuple[tuple[int, ...], ...] = ()


def attributed(versions: Versions) -> dict[str, tuple[Fraction, ...]]:
    """Return by option what each part did to its score, in points, for options in both versions."""
    every = set(versions.options(versions.every))
    games = _ShareGames(versions)
    return {
        option: _values(versions, option, games)
        for option in versions.options(NONE)
        if option in every
    }


class _ShareGames:
    """By criterion, what its share comes to as the parts that weigh join; worked out once."""

    def __init__(self, versions: Versions) -> None:
        self._games = {
            name: _marginals(versions.weighing, partial(_share, versions, name))
            for name in versions.criteria
        }
        self._weighed: dict[tuple[str, int], Weighed] = {}

    def beside(self, criterion: str, others: int) -> Weighed:
        """Return the game of a criterion, weighed for a number of other parts."""
        key = criterion, others
        if key not in self._weighed:
            self._weighed[key] = weighed(self._games[criterion], others)
        return self._weighed[key]


def _share(versions: Versions, criterion: str, chosen: Chosen) -> Fraction:
    return versions.shares(chosen).get(criterion, Fraction(0))


def _marginals(parts: Sequence[int], worth: Callable[[Chosen], Fraction]) -> Marginals:
    """Return the marginals of a game whose players are some parts."""
    return marginals(
        len(parts), lambda bits: worth(frozenset(p for i, p in enumerate(parts) if bits >> i & 1))
    )


def _values(versions: Versions, option: str, games: _ShareGames) -> tuple[Fraction, ...]:
    found = [Fraction(0)] * len(versions.parts)
    for name in versions.criteria:
        parts = versions.touching(option, name)
        scores = _marginals(parts, partial(versions.score, option, name))
        values = of_product(games.beside(name, len(parts)), scores)
        for part, value in zip((*versions.weighing, *parts), values, strict=True):
            found[part] += value
    return tuple(found)


def moves(versions: Versions) -> Moves:
    """Return which parts move the lead."""
    before, after = versions.leaders(NONE), versions.leaders(versions.every)
    count = len(versions.parts)
    cost = len(versions.options(NONE)) * len(versions.criteria)
    if count * cost > MOST_TRIED:
        return Moves(before, after, None)
    tried = {part: versions.leaders(frozenset({part})) for part in range(count)}
    alone = {part: leaders for part, leaders in tried.items() if leaders and leaders != before}
    if alone or before == after or count > MOST_TOGETHER or cost << count > MOST_TRIED:
        return Moves(before, after, alone)
    return Moves(before, after, alone, _together(versions, before))


def _together(versions: Versions, before: Leaders) -> tuple[tuple[int, ...], ...]:
    """Return the smallest sets of parts that move the lead; all of them together do."""
    count = len(versions.parts)
    by_size = (
        tuple(
            chosen
            for chosen in combinations(range(count), size)
            if versions.leaders(frozenset(chosen)) not in (before, NOBODY)
        )
        for size in range(2, count + 1)
    )
    return next(filter(None, by_size))
