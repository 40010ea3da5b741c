"""What the result owes to single parts of the model: each criterion, group and option left out."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from policyscore.analyses.tipping import lines
from policyscore.model import Model
from policyscore.scoring import Ranking

Kind = Literal["criterion", "group", "option"]
KINDS: tuple[Kind, ...] = ("criterion", "group", "option")


class Without(NamedTuple):
    """The ranks by option once a criterion, group or option is left out.

    `leaders` are those of rank 1 then; `moved` are those whose rank among the same options differs
    from before. Both are by id.
    """

    kind: Kind
    id: str
    ranks: Mapping[str, int]
    leaders: tuple[str, ...]
    moved: tuple[str, ...]


def leave_one_out(model: Model, ranking: Ranking) -> list[Without]:
    """Return the ranking without each criterion, group and option, in this order.

    Without a criterion or group, all other weights keep their proportions. What weighs all cannot
    be left out, nor a group that weighs nothing throughout, nor the only option. Scales are
    declared, so that leaving out an option changes no score and no order among the others.
    """
    before = {standing.option: standing.score for standing in ranking.standings}
    found = []
    for node, line in lines(model, ranking).items():
        after = {option: nothing for option, (nothing, _) in line.ends.items()}
        kind: Kind = "criterion" if node in model.criteria else "group"
        found.append(_reweighed(kind, node, before, after))
    found += [
        _without_option(ranking, gone.option) for gone in ranking.standings if len(before) > 1
    ]
    return sorted(found, key=lambda without: (KINDS.index(without.kind), without.id))


def _reweighed(
    kind: Kind, name: str, before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> Without:
    old, new = _ranks(before), _ranks(after)
    leaders = tuple(sorted(option for option, rank in new.items() if rank == 1))
    moved = tuple(sorted(option for option, rank in new.items() if rank != old[option]))
    return Without(kind, name, new, leaders, moved)


def _without_option(ranking: Ranking, gone: str) -> Without:
    """Return the others' ranks: those below the option that is gone stand one higher."""
    rank = ranking.of(gone).rank
    ranks = {s.option: s.rank - (s.rank > rank) for s in ranking.standings if s.option != gone}
    leaders = tuple(sorted(option for option, place in ranks.items() if place == 1))
    return Without("option", gone, ranks, leaders, ())


def _ranks(scores: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the ranks by option, the highest score first; equal scores share one: 1, 1, 3."""
    places: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        places.setdefault(score, place)
    return {option: places[score] for option, score in scores.items()}
