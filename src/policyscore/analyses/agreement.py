"""How far several sets of weights agree: who leads under each, and what each would give up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.faults import Misuse
from policyscore.model import Model
from policyscore.scoring import Ranking, rank
from policyscore.suggest import did_you_mean
from policyscore.weights import stated, tree_of, weigh

# The id of a profile (None: the model's own weights) to the ranking under its weights.
Views = Mapping[str | None, Ranking]


class Agreement(NamedTuple):
    """What several rankings of the same options have in common. Points are exact, 0 to 100.

    `first` counts the views under which an option leads, a shared lead for each who shares.
    `regrets` are by view, then by option: the best score there less the option's. `largest` is an
    option's largest regret over the views; `least` are the options for which that is smallest.
    Options are in the order of `first`, most first, then of `largest`, least first, then by id.
    """

    first: Mapping[str, int]
    regrets: Mapping[str | None, Mapping[str, Fraction]]
    largest: Mapping[str, Fraction]
    least: tuple[str, ...]
    never_first: tuple[str, ...]
    kendall_w: Fraction | None


def chosen(model: Model, profiles: Sequence[str]) -> tuple[str | None, ...]:
    """Return what to compare: the profiles named, or else the model's own weights and all profiles.

    Raises Misuse with all that is wrong: profiles that do not exist, or are named twice.
    """
    known = f"known: {', '.join(model.profiles)}" if model.profiles else "the model has none"
    problems = [
        f"--profile: unknown profile {name}; {did_you_mean(name, model.profiles, known)}"
        for name in dict.fromkeys(profiles)
        if name not in model.profiles
    ]
    twice = [name for name, times in Counter(profiles).items() if times > 1]
    problems += [f"--profile: {name} is given twice" for name in twice]
    if problems:
        raise Misuse(*problems)
    return tuple(sorted(profiles)) or (None, *model.profiles)


def views(model: Model, profiles: Iterable[str | None]) -> Views:
    """Return the ranking under each of the profiles; None stands for the model's own weights."""
    tree = tree_of(model)
    return {name: rank(model, weigh(tree, stated(model, name))) for name in profiles}


def agreement(compared: Views) -> Agreement:
    """Return what the rankings, one or more, have in common and what divides them."""
    regrets = {view: _regrets(ranking) for view, ranking in compared.items()}
    firsts = Counter(s.option for ranking in compared.values() for s in ranking.leaders)
    options = next(iter(regrets.values()))
    worst = {option: max(found[option] for found in regrets.values()) for option in options}
    order = sorted(options, key=lambda option: (-firsts[option], worst[option], option))
    return Agreement(
        {option: firsts[option] for option in order},
        regrets,
        {option: worst[option] for option in order},
        tuple(option for option in order if worst[option] == min(worst.values())),
        tuple(option for option in order if not firsts[option]),
        kendall_w([mid_ranks(ranking) for ranking in compared.values()]),
    )


def _regrets(ranking: Ranking) -> dict[str, Fraction]:
    best = ranking.standings[0].score
    return {standing.option: best - standing.score for standing in ranking.standings}


def lead(ranking: Ranking) -> Fraction | None:
    """Return the best score less the next option's, 0 for a tie; None for an only option."""
    first, *others = ranking.standings
    return first.score - others[0].score if others else None


def reversible(ranking: Ranking) -> bool:
    """Tell whether unknown performances could put another option first, or part a tie."""
    first, *others = ranking.standings
    return any(standing.at_most > first.at_least for standing in others)


def alike(compared: Views) -> list[list[str | None]]:
    """Return the views that give every criterion the same share, each time several do."""
    groups: dict[tuple[Fraction, ...], list[str | None]] = {}
    for view, ranking in compared.items():
        criteria = ranking.standings[0].contributions
        key = tuple(ranking.weights.shares[criterion] for criterion in criteria)
        groups.setdefault(key, []).append(view)
    return [group for group in groups.values() if len(group) > 1]


def mid_ranks(ranking: Ranking) -> dict[str, Fraction]:
    """Return the rank of each option, where options tie the mean of the ranks they take up."""
    size = Counter(standing.rank for standing in ranking.standings)
    return {s.option: s.rank + Fraction(size[s.rank] - 1, 2) for s in ranking.standings}


def kendall_w(rankings: Sequence[Mapping[str, Fraction]]) -> Fraction | None:
    """Return Kendall's coefficient of concordance, 0 to 1, from the mid-ranks of each ranking.

    1 is the same ranking each time, 0 the same sum of ranks for all options. None where it is not
    defined: with one ranking or one option, or where all rankings tie all options. With m rankings
    of n options and rank sums R: (12 ΣR² − 3m²n(n+1)²) / (m²(n³−n) − mT), where T adds up t³ − t
    over the groups of t tied options of each ranking (Kendall and Babington Smith, The Problem of
    m Rankings, 1939; the correction for ties: Kendall, Rank Correlation Methods, 1948).
    """
    m, n = len(rankings), len(rankings[0])
    ties = sum(t**3 - t for ranks in rankings for t in Counter(ranks.values()).values())
    most = m**2 * (n**3 - n) - m * ties
    if m == 1 or not most:
        return None
    sums = [sum(ranks[option] for ranks in rankings) for option in rankings[0]]
    return Fraction(12 * sum(r**2 for r in sums) - 3 * m**2 * n * (n + 1) ** 2, most)
