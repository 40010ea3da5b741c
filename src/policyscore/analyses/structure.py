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
        found.append(_without(kind, node, before, after))
    for gone in before if len(before) > 1 else ():
        rest = {option: score for option, score in before.items() if option != gone}
        found.append(_without("option", gone, rest, rest))
    return sorted(found, key=lambda without: (KINDS.index(without.kind), without.id))


def _without(
    kind: Kind, name: str, before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> Without:
    old, new = _ranks(before), _ranks(after)
    leaders = tuple(sorted(option for option, rank in new.items() if rank == 1))
    moved = tuple(sorted(option for option, rank in new.items() if rank != old[option]))
    return Without(kind, name, new, leaders, moved)


def _ranks(scores: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the ranks by option, the highest score first; equal scores share one: 1, 1, 3."""
    falling = sorted(scores.values(), reverse=True)
    return {option: falling.index(score) + 1 for option, score in scores.items()}
