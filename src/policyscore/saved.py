"""A saved result of `rank`, as JSON holds it: the nearest doubles to exact numbers."""

from collections.abc import Mapping
from typing import NamedTuple


class SavedOption(NamedTuple):
    """One option of a saved ranking; `scores` and `performance` are by criterion.

    A performance of None is unknown.
    """

    id: str
    name: str
    rank: int
    tied: bool
    score: float
    scores: Mapping[str, float]
    performance: Mapping[str, float | None]


class Saved(NamedTuple):
    """A saved ranking of all options under a model's own weights.

    `weights` are the global shares of the criteria, 0 to 1, `lead` the lead of the first option in
    points, None for an only one.
    """

    weights: Mapping[str, float]
    lead: float | None
    options: Mapping[str, SavedOption]
