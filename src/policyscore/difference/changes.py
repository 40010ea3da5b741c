"""Two versions of a model compared: ranks and scores, what was edited, and what the edits did."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.difference.attribution import Moves, attributed, moves
from policyscore.difference.edit import Edit
from policyscore.difference.edits import edits
from policyscore.difference.renames import NO_RENAMES, Renames, renamed, renames
from policyscore.difference.versions import Part, Versions
from policyscore.model import Model
from policyscore.scoring import Ranking, ranking
from policyscore.shown import one_line


class At(NamedTuple):
    """Where an option stands in one version; the score is in points, 0 to 100.

    `among` is its rank among the options that both versions have, None if only this one has it.
    """

    rank: int
    tied: bool
    score: Fraction
    among: int | None


class OptionChange(NamedTuple):
    """An option before and after, None where it is not there; `parts` are what each part did.

    What the parts did adds up to the change of the score exactly; there are none for an option that
    came or went.
    """

    option: str
    name: str
    before: At | None
    after: At | None
    parts: tuple[Fraction, ...] = ()

    @property
    def change(self) -> Fraction | None:
        """Return by how many points the score changed, None for an option that came or went."""
        if self.before is None or self.after is None:
            return None
        return self.after.score - self.before.score


class ProfileChange(NamedTuple):
    """Who led under a profile and who leads now, and the leads of the first options in points."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    leads: tuple[Fraction | None, Fraction | None]


class Changes(NamedTuple):
    """What differs between two versions of a model.

    `options` are in the order of the later ranking, those that went last. `edits` are all edits,
    `parts` those that touch scores in the sets that are applied together. `shares` are the global
    shares of the criteria before and after; `leads` the lead of the first option, None for an only
    one. `profiles` are those that both versions have, by id. `names` are those of the options, with
    the id where several have the same.
    """

    options: tuple[OptionChange, ...]
    edits: tuple[Edit, ...]
    parts: tuple[Part, ...]
    moves: Moves
    shares: tuple[Mapping[str, Fraction], Mapping[str, Fraction]]
    leads: tuple[Fraction | None, Fraction | None]
    renames: Renames
    profiles: Mapping[str, ProfileChange]
    names: Mapping[str, str]

    @property
    def both(self) -> tuple[OptionChange, ...]:
        """Return the options that both versions have."""
        return tuple(option for option in self.options if option.change is not None)

    @property
    def same_options(self) -> bool:
        """Tell whether no option came or went."""
        return len(self.both) == len(self.options)

    @property
    def same_order(self) -> bool:
        """Tell whether the options that both versions have stand in the same order, ties too."""
        return all(
            option.before.among == option.after.among
            for option in self.both
            if option.before and option.after
        )

    @property
    def same_leaders(self) -> bool:
        """Tell whether the same options lead."""
        return self.moves.before == self.moves.after

    @property
    def same_scores(self) -> bool:
        """Tell whether no score changed of an option that both versions have."""
        return not any(option.change for option in self.both)


def changes_between(before: Model, after: Model) -> Changes:
    """Return what differs between two versions of a model under their own weights."""
    ids = renames(before, after)
    earlier = renamed(before, ids)
    found = changes_by(earlier, after, edits(earlier, after), ids)
    both = [name for name in after.profiles if name in earlier.profiles]
    return found._replace(profiles={name: _under(name, earlier, after) for name in both})


def changes_by(
    before: Model,
    after: Model,
    found: Sequence[Edit],
    ids: Renames = NO_RENAMES,
    weights_at_once: bool = False,
) -> Changes:
    """Return what differs between two versions that use the same ids, `found` being all edits.

    All that moves weights is one part if `weights_at_once`. No profiles are compared.
    """
    rankings = ranking(before), ranking(after)
    versions = Versions(before, after, found, weights_at_once)
    parts = attributed(versions)
    shares = (
        {name: rankings[0].weights.shares[name] for name in before.criteria},
        {name: rankings[1].weights.shares[name] for name in after.criteria},
    )
    options = tuple(_options(before, after, rankings, parts))
    return Changes(
        options,
        tuple(found),
        versions.parts,
        moves(versions),
        shares,
        (_lead(rankings[0]), _lead(rankings[1])),
        ids,
        {},
        _names(options),
    )


def _names(options: Sequence[OptionChange]) -> dict[str, str]:
    count = Counter(option.name for option in options)
    return {o.option: f"{o.name} ({o.option})" if count[o.name] > 1 else o.name for o in options}


def _under(profile: str, before: Model, after: Model) -> ProfileChange:
    rankings = ranking(before, profile), ranking(after, profile)
    old, new = (tuple(sorted(s.option for s in ranking.leaders)) for ranking in rankings)
    return ProfileChange(old, new, (_lead(rankings[0]), _lead(rankings[1])))


def _lead(ranking: Ranking) -> Fraction | None:
    """Return the highest score less the next option's, 0 for a tie; None for an only option."""
    first, *others = ranking.standings
    return first.score - others[0].score if others else None


def _options(
    before: Model,
    after: Model,
    rankings: tuple[Ranking, Ranking],
    parts: Mapping[str, tuple[Fraction, ...]],
) -> Iterator[OptionChange]:
    both = before.options.keys() & after.options.keys()
    olds, news = (_places(ranking, both) for ranking in rankings)
    for name in {**news, **olds}:
        option = after.options.get(name) or before.options[name]
        values = parts.get(name, ())
        yield OptionChange(name, one_line(option.name), olds.get(name), news.get(name), values)


def _places(ranking: Ranking, both: Collection[str]) -> dict[str, At]:
    """Return where each option stands, and its rank among those that both versions have."""
    among: dict[Fraction, int] = {}
    shared = [standing for standing in ranking.standings if standing.option in both]
    for rank_among, standing in enumerate(shared, start=1):
        among.setdefault(standing.score, rank_among)
    return {
        s.option: At(s.rank, s.tied, s.score, among[s.score] if s.option in both else None)
        for s in ranking.standings
    }
