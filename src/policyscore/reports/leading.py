"""Who leads along the line of a weight: from nothing to all of it, interval by interval."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from policyscore.analyses.tipping import Line


class Led(NamedTuple):
    """The shares of a weight, from `lower` to `upper`, between which the same options lead."""

    lower: Fraction
    upper: Fraction
    leaders: tuple[str, ...]


def leaders(line: Line, most: int) -> list[str]:
    """Return who leads along the line, at most so many: now, then on the widest intervals."""
    parts = sorted(
        leading(line),
        key=lambda part: (not part.lower <= line.share <= part.upper, part.lower - part.upper),
    )
    return [option for part in parts for option in part.leaders][:most]


def leading(line: Line) -> Iterator[Led]:
    """Yield the intervals from a share of 0 to one of 1; several lead if their lines are the same.

    The highest score along the line is convex, so nobody leads twice.
    """
    at = Fraction(0)
    rise = {option: then - now for option, (now, then) in line.ends.items()}
    while at < 1:
        score, steepest = max((line.at(option, at), rise[option]) for option in line.ends)
        leaders = [o for o in line.ends if (line.at(o, at), rise[o]) == (score, steepest)]
        met = [
            at + (score - line.at(option, at)) / (rise[option] - steepest)
            for option in line.ends
            if rise[option] > steepest
        ]
        upper = min([Fraction(1), *met])
        yield Led(at, upper, tuple(sorted(leaders)))
        at = upper
