"""How firmly a ranking stands over many weights: shares by rank, pairs, possible leaders, regret.

Uniform weights over what is allowed. Shares by rank are exact as long as their number of flats
stays within a budget, else estimated; all the rest is exact.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Literal, NamedTuple

from policyscore.analyses.allowed import Space, Statement
from policyscore.exact.extremes import Chance, chance, inside, largest
from policyscore.exact.pairs import has_numpy, winning_shares
from policyscore.exact.race import winning_share
from policyscore.exact.regions import Effort, TooManyFlats, allowed_share, regions
from policyscore.model import Model
from policyscore.sampling.draws import Estimate, Plan, drawn
from policyscore.weights import Weights

Row = Sequence[Fraction]
How = Literal["exact", "40 digits", "estimated"]

FLATS = 20_000  # about a second and a half
FLATS_IN_FRACTIONS = 4_000
HOPELESS = 4  # times the budget: seldom are so many of the possible flats empty
HOPELESS_WALLED = 50  # walls leave many more of them empty
MOST_RACED = 200  # options, for all pairs in about a second without numpy
MOST_COMPARED = 8_000  # options squared times criteria and walls, for linear programs
DRAWS = 8_192
WORK = 1_500_000  # criteria times options times draws, unless told otherwise


class Budget(NamedTuple):
    """How much the answer may take; without `limited` the exact one whatever it takes."""

    limited: bool = True
    draws: int | None = None
    seed: int = 0
    tick: Callable[[], None] | None = None

    def draws_for(self, options: int, criteria: int) -> int:
        """Return how many draws to make."""
        return self.draws or max(160, min(DRAWS, WORK // (options * criteria)))


class Share(NamedTuple):
    """A share between 0 and 1; `error` is the half-width of a 95 % interval, None if exact."""

    value: Fraction
    error: Fraction | None = None


class Robustness(NamedTuple):
    """How the options fare over the weights that are allowed; options go by id.

    `ranks` are the shares of the weights that give each rank from the first, `how` they were found,
    `centers` the mean weights that make an option first (None where none do, or not known).
    `winning` are the shares that put one above another, `expected` the mean ranks. `chances` say
    how far ahead each can get, `behind` the most that an option can be behind another and `regrets`
    the most that it can be behind any, in points; where the options are too many, both are missing.
    `allowed` is the share of all weights that are allowed, None if not known.
    """

    space: Space
    statements: Sequence[Statement]
    how: How
    ranks: Mapping[str, tuple[Share, ...]]
    centers: Mapping[str, tuple[Fraction, ...] | None]
    winning: Mapping[str, Mapping[str, Share]]
    expected: Mapping[str, Share]
    chances: Mapping[str, Chance]
    behind: Mapping[str, Mapping[str, Fraction]]
    regrets: Mapping[str, Fraction]
    allowed: Share | None
    draws: int


def robustness(
    model: Model,
    weights: Weights,
    space: Space,
    statements: Sequence[Statement],
    budget: Budget,
    brief: bool = False,
) -> Robustness:
    """Return how the options fare over the weights that the statements allow.

    `weights` are the stated ones, `statements` leave room. What takes linear programs is left out
    if `brief`.
    """
    walls = [wall for statement in statements for wall in statement.walls]
    try:
        found = _exact(space, walls, budget)
    except TooManyFlats:
        found = _estimated(model, weights, space, walls, budget)
    work = len(space.rows) ** 2 * (len(space.names) + len(walls))
    few = not brief and len(space.rows) > 1 and work <= MOST_COMPARED
    rows = list(space.rows.values())
    chances = {o: chance(rows, i, walls) for i, o in enumerate(space.rows)} if few else {}
    behind = _behind(space, walls) if few else {}
    regrets = {option: max(Fraction(0), *most.values()) for option, most in behind.items()}
    found = found._replace(statements=statements, chances=chances, behind=behind, regrets=regrets)
    return _with_what_is_certain(found) if found.how == "estimated" else found


def _with_what_is_certain(found: Robustness) -> Robustness:
    """Return the estimates with exact shares where the differences leave no choice: 0 and 1.

    An option that can get ahead of nobody else by less than 0 is never first, one that is never
    behind is always, and the same holds for pairs.
    """
    ranks, winning = dict(found.ranks), {o: dict(row) for o, row in found.winning.items()}
    for option, chance_of in found.chances.items():
        if chance_of.margin < 0:
            ranks[option] = (Share(Fraction(0)), *ranks[option][1:])
        elif all(most < 0 for most in found.behind[option].values()):
            ranks[option] = (Share(Fraction(1)), *(Share(Fraction(0)) for _ in ranks[option][1:]))
        for other, most in found.behind[option].items():
            if most < 0 and winning:
                winning[option][other], winning[other][option] = (
                    Share(Fraction(1)),
                    Share(Fraction(0)),
                )
    expected = _expected(winning) or found.expected
    return found._replace(ranks=ranks, winning=winning, expected=expected)


def _behind(space: Space, walls: Sequence[Row]) -> dict[str, dict[str, Fraction]]:
    """Return the most that each option can be behind each other over the allowed weights."""
    found: dict[str, dict[str, Fraction]] = {}
    for option, own in space.rows.items():
        found[option] = {}
        for other, row in space.rows.items():
            if other != option:
                gaps = [y - x for x, y in zip(own, row, strict=True)]
                most = largest(gaps, walls) if walls else None
                found[option][other] = most.value if most else max(gaps)
    return found


def _exact(space: Space, walls: Sequence[Row], budget: Budget) -> Robustness:
    """Return what is exact at any size of the numbers. Raises TooManyFlats beyond the budget."""
    rows, count = list(space.rows.values()), len(space.names)
    flats_at_most = comb(len(rows) + len(walls) + count, count)
    if budget.limited and flats_at_most > (HOPELESS_WALLED if walls else HOPELESS) * FLATS:
        raise TooManyFlats
    fractions = flats_at_most <= FLATS_IN_FRACTIONS
    flats = FLATS if budget.limited else None
    effort = Effort(fractions=fractions, flats=flats, tick=budget.tick)
    found = dict(zip(space.rows, regions(rows, walls, effort=effort), strict=True))
    winning = _winning(space, walls, effort)
    return Robustness(
        space,
        (),
        "exact" if fractions else "40 digits",
        {option: tuple(map(Share, region.shares)) for option, region in found.items()},
        {option: region.center for option, region in found.items()},
        winning,
        _expected(winning),
        {},
        {},
        {},
        Share(allowed_share(count, walls, effort) if walls else Fraction(1)),
        0,
    )


def _winning(space: Space, walls: Sequence[Row], effort: Effort) -> dict[str, dict[str, Share]]:
    """Return the share of the allowed weights that put one option above another, for all pairs."""
    found: dict[str, dict[str, Share]] = {option: {} for option in space.rows}
    for one, other in combinations(space.rows, 2):
        own, row = space.rows[one], space.rows[other]
        if walls and own != row:
            above, below = regions([own, row], walls, [0], effort)[0].shares
        else:
            gaps = [x - y for x, y in zip(own, row, strict=True)]
            above = winning_share(gaps)
            below = 1 - above if any(gaps) else Fraction(0)
        found[one][other], found[other][one] = Share(above), Share(below)
    return found


def _expected(winning: Mapping[str, Mapping[str, Share]]) -> dict[str, Share]:
    """Return the mean rank: 1 and the chance of each other option to be above.

    The error, if any, is the sum of their errors, which is more than it can be.
    """
    found = {}
    for option in winning:
        above = [winning[other][option] for other in winning if other != option]
        errors = [share.error for share in above if share.error is not None]
        value = 1 + sum((share.value for share in above), Fraction(0))
        found[option] = Share(value, sum(errors, Fraction(0)) if errors else None)
    return found


def _expected_by_numpy(space: Space) -> dict[str, Share]:
    """Return the mean ranks of many options to 12 digits, nothing where numpy is missing."""
    if not has_numpy():
        return {}
    above = winning_shares(list(space.rows.values())).sum(axis=0)
    return {
        option: Share(1 + Fraction(mean)) for option, mean in zip(space.rows, above, strict=True)
    }


def _estimated(
    model: Model, weights: Weights, space: Space, walls: Sequence[Row], budget: Budget
) -> Robustness:
    """Return estimates of the ranks; pairs stay exact where there are no walls."""
    count = len(space.names)
    plan = Plan(
        [float(weights.shares[name]) for name in model.criteria],
        walls=[list(map(float, wall)) for wall in walls],
        inside=list(map(float, inside(walls, count) or ())),
        parts=parts(model, space),
        performances="stated",
        pairs=bool(walls),
    )
    draws = budget.draws_for(len(space.rows), count)
    result = drawn(model, plan, draws, budget.seed)
    winning: dict[str, dict[str, Share]] = {}
    if walls:
        winning = {
            one: {other: share(estimate) for other, estimate in found.items()}
            for one, found in result.winning.items()
        }
    elif len(space.rows) <= MOST_RACED:
        winning = _winning(space, (), Effort())
    return Robustness(
        space,
        (),
        "estimated",
        {option: tuple(map(share, ranks)) for option, ranks in result.ranks.items()},
        dict.fromkeys(space.rows),
        winning,
        _expected(winning) or ({} if walls else _expected_by_numpy(space)),
        {},
        {},
        {},
        None if walls else Share(Fraction(1)),
        result.made,
    )


def parts(model: Model, space: Space) -> list[list[float]]:
    """Return what each name of the space weighs of each criterion, nothing if they are the same."""
    if space.names == tuple(model.criteria):
        return []
    return [[float(own.get(name, 0)) for name in model.criteria] for own in space.within]


def share(estimate: Estimate) -> Share:
    """Return an estimate as a share with its error."""
    return Share(Fraction(estimate.share), Fraction(estimate.error))
