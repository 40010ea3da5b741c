"""A model compared with a saved ranking of an earlier version, which holds numbers only.

Saved are the shares of the criteria and the scores, as doubles; scales, evidence and files are not.
A number that the model still has is taken as the exact one, so that what did not change is equal.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from policyscore.difference.attribution import Moves
from policyscore.difference.changes import At, Changes, OptionChange, changes_by
from policyscore.difference.edit import Edit
from policyscore.faults import Place
from policyscore.model import Criterion, Decision, Model, Option, Performance, Scale
from policyscore.saved import Saved
from policyscore.scoring import Ranking, ranking

_POINTS = Scale(Fraction(0), Fraction(100), ((Fraction(0),) * 2, (Fraction(100),) * 2))
_NOWHERE = Place("policyscore.yaml")


def changes_since(saved: Saved, after: Model) -> Changes:
    """Return what differs between a saved ranking and a model under its own weights.

    Ranks and ties before are those saved. Which edits alone move the lead is not looked at.
    """
    now = ranking(after)
    shares = {name: now.weights.shares[name] for name in after.criteria}
    scores = {s.option: s.scores for s in now.standings}
    earlier = _scored(
        {name: option.name for name, option in saved.options.items()},
        {name: _exact(share, shares.get(name)) for name, share in saved.weights.items()},
        {
            name: {c: _exact(x, scores.get(name, {}).get(c)) for c, x in option.scores.items()}
            for name, option in saved.options.items()
        },
    )
    names = {name: option.name for name, option in after.options.items()}
    later = _scored(names, shares, scores)
    found = changes_by(earlier, later, list(_edits(saved, after, now)), weights_at_once=True)
    leaders = frozenset(name for name, option in saved.options.items() if option.rank == 1)
    lead = None if saved.lead is None else Fraction(saved.lead)
    return found._replace(
        options=tuple(_as_saved(saved, found.options)),
        moves=Moves(leaders, found.moves.after, None),
        leads=(lead, found.leads[1]),
    )


def _same(saved: float, exact: Fraction) -> bool:
    """Tell whether a saved number is the nearest double to an exact one."""
    return saved == float(exact)


def _written(saved: float) -> Fraction:
    """Return the shortest decimal that the double stands for, as it was saved."""
    return Fraction(repr(saved))


def _exact(saved: float, now: Fraction | None) -> Fraction:
    """Return the number that was saved, exactly the present one if that is what was saved."""
    return now if now is not None and _same(saved, now) else Fraction(saved)


def _scored(
    names: Mapping[str, str],
    shares: Mapping[str, Fraction],
    scores: Mapping[str, Mapping[str, Fraction]],
) -> Model:
    """Return a model of one level: its performances are the scores, its weights the shares."""
    return Model(
        Decision(),
        {
            name: Option(
                name,
                names[name],
                {c: Performance(x, x, x, _NOWHERE) for c, x in own.items()},
                _NOWHERE,
            )
            for name, own in scores.items()
        },
        {name: Criterion(name, name, None, x, _NOWHERE, _POINTS) for name, x in shares.items()},
        {},
        {},
        tuple(shares),
    )


def _edits(saved: Saved, after: Model, now: Ranking) -> Iterator[Edit]:
    for name in sorted({*saved.weights, *after.criteria}):
        yield from _share(name, saved, after, now)
    for name in sorted({*saved.options, *after.options}):
        old, new = saved.options.get(name), after.options.get(name)
        if old is not None and new is not None:
            yield from _cells(name, saved, new, now.of(name).scores)
        else:
            place = _NOWHERE if new is None else new.place
            texts = old and old.name, new and new.name
            yield Edit("option", *texts, place, new is None, name, atom=("option", name))


def _share(name: str, saved: Saved, after: Model, now: Ranking) -> Iterator[Edit]:
    old, new = saved.weights.get(name), after.criteria.get(name)
    if old is not None and new is not None:
        share = now.weights.shares[name]
        if not _same(old, share):
            place = new.places.get("weight", new.place)
            was = _written(old)
            yield Edit("share", was, share, place, node=name, key="weight", atom=("weight", name))
    else:
        place = _NOWHERE if new is None else new.place
        texts = None if old is None else name, new and new.name
        yield Edit("criterion", *texts, place, new is None, node=name, atom=("criterion", name))


def _cells(
    name: str, saved: Saved, option: Option, scores: Mapping[str, Fraction]
) -> Iterator[Edit]:
    old = saved.options[name]
    for criterion, cell in option.performance.items():
        if criterion not in old.scores:
            continue
        place = cell.places.get("value", cell.place)
        was, now = old.performance[criterion], cell.value
        kept = was is None if now is None else was is not None and _same(was, now)
        atom = ("cell", name, criterion)
        if not kept:
            known = (
                "unknown" if was is None else _written(was),
                now if now is not None else "unknown",
            )
            yield Edit("performance", *known, place, False, name, criterion, "value", atom)
        elif not _same(old.scores[criterion], scores[criterion]):
            both = _written(old.scores[criterion]), scores[criterion]
            yield Edit("score", *both, place, False, name, criterion, "scale", atom)


def _as_saved(saved: Saved, options: tuple[OptionChange, ...]) -> Iterator[OptionChange]:
    """Yield the options with rank and tie before as they were saved: doubles would part ties."""
    both = [option.option for option in options if option.change is not None]
    ranks = sorted(saved.options[name].rank for name in both)
    for option in options:
        if option.before is None:
            yield option
            continue
        own = saved.options[option.option]
        among = None if option.after is None else ranks.index(own.rank) + 1
        known = option._replace(before=At(own.rank, own.tied, option.before.score, among))
        yield _settled(known, own.score)


def _settled(option: OptionChange, saved: float) -> OptionChange:
    """Return the option without a change of its score where that is still what was saved.

    What doubles leave over is taken from the largest of what the parts did.
    """
    before, after = option.before, option.after
    if before is None or after is None or not option.parts or not _same(saved, after.score):
        return option
    parts = list(option.parts)
    parts[max(range(len(parts)), key=lambda i: abs(parts[i]))] -= sum(parts, Fraction(0))
    return option._replace(before=before._replace(score=after.score), parts=tuple(parts))
