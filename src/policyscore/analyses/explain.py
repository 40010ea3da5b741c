"""Why one option stands above another: their contributions, criterion by criterion."""

from fractions import Fraction
from typing import NamedTuple

from policyscore.scoring import Ranking


class Difference(NamedTuple):
    """What one criterion adds to the lead of one option over another, in points.

    `points` is global weight times the difference in score: above 0 it speaks for the one.
    """

    criterion: str
    points: Fraction


class Comparison(NamedTuple):
    """The differences between two options; `speaking_for` and `against` by size, largest first.

    The points of all differences add up to `lead`.
    """

    option: str
    other: str
    lead: Fraction
    speaking_for: tuple[Difference, ...]
    against: tuple[Difference, ...]
    level: tuple[Difference, ...]


def compare(ranking: Ranking, option: str, other: str) -> Comparison:
    """Return the comparison of two options of a ranking."""
    one, two = ranking.of(option), ranking.of(other)
    found = [
        Difference(name, points - two.contributions[name])
        for name, points in one.contributions.items()
    ]
    found.sort(key=lambda difference: (-abs(difference.points), difference.criterion))
    return Comparison(
        option,
        other,
        one.score - two.score,
        tuple(difference for difference in found if difference.points > 0),
        tuple(difference for difference in found if difference.points < 0),
        tuple(difference for difference in found if not difference.points),
    )


def next_to(ranking: Ranking, option: str) -> str | None:
    """Return the option that stands next below, for the last one the one above it.

    Equal ones stand in the order of their ids; None for the only option.
    """
    names = [standing.option for standing in ranking.standings]
    if len(names) == 1:
        return None
    place = names.index(option)
    return names[place + 1] if place + 1 < len(names) else names[place - 1]
