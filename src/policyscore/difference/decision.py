"""What was edited in profiles and in the decision: settings, orders, expectations, sources."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from policyscore.difference.edit import (
    EVIDENCE,
    NO_SOURCE,
    Edit,
    Kind,
    Known,
    differing,
    ids,
    name_of,
    text_in,
    written,
)
from policyscore.faults import Place
from policyscore.model import Decision, Model, Order, Profile
from policyscore.shown import one_line

_SETTINGS = ("title", "question", "owner", "date", "baseline", "indifference")


def profile_edits(before: Model, after: Model) -> Iterator[Edit]:
    """Yield the edits of profiles: those that came or went, their weights and texts."""
    for name in ids(before.profiles, after.profiles):
        old, new = before.profiles.get(name), after.profiles.get(name)
        if old is not None and new is not None:
            yield from _profile(old, new)
        else:
            *_, profile = filter(None, (old, new))
            yield Edit("profile", name_of(old), name_of(new), profile.place, new is None, key=name)


def _profile(old: Profile, new: Profile) -> Iterator[Edit]:
    for node in ids(old.weights, new.weights):
        was, now = old.weights.get(node), new.weights.get(node)
        if was != now:
            place = (new if now is not None else old).places.get(node, new.place)
            yield Edit("profile", was, now, place, now is None, node=node, key=new.id)
    for key, text, other in differing(old, new, ("name", "who", *EVIDENCE[:2])):
        kind: Kind = "evidence" if key in EVIDENCE else "text"
        yield Edit(kind, text, other, new.place, key=f"{new.id}: {written(key)}")


def decision_edits(old: Decision, new: Decision) -> Iterator[Edit]:
    """Yield the edits of what policyscore.yaml says of the model as a whole."""
    whole = Place("policyscore.yaml")
    for key in _SETTINGS:
        was, now = _setting(getattr(old, key)), _setting(getattr(new, key))
        if was != now:
            kind: Kind = "setting" if key in ("baseline", "indifference") else "text"
            yield Edit(kind, was, now, new.places.get(key, whole), key=key)
    yield from _listed("order", _orders(old), _orders(new))
    yield from _reworded(list(_listed("expectation", _expectations(old), _expectations(new))))
    yield from _listed("source", _sources(old), _sources(new))


def _setting(value: Known) -> Known:
    return value if isinstance(value, Fraction) else text_in(value)


Placed = Mapping[str, tuple[str, Place]]  # what tells a thing apart, what it says, where


def _listed(kind: Kind, before: Placed, after: Placed) -> Iterator[Edit]:
    for name in ids(before, after):
        old, new = before.get(name), after.get(name)
        was, now = old and old[0], new and new[0]
        if was != now:
            place = (new or old or ("", Place("policyscore.yaml")))[1]
            yield Edit(kind, was, now, place, new is None, key=name)


def _reworded(found: list[Edit]) -> Iterator[Edit]:
    """Yield the edits with an expectation that went and one that came made one, if they are alike.

    Alike are those of the same words, in which only signs and numbers differ.
    """
    alike: dict[tuple[str, ...], list[Edit]] = {}
    for edit in found:
        alike.setdefault(_words(edit), []).append(edit)
    for group in alike.values():
        went = [edit for edit in group if edit.after is None]
        came = [edit for edit in group if edit.before is None]
        if len(group) == 2 and len(went) == len(came) == 1:
            (old,), (new,) = went, came
            was, now = old.key, new.key
            if old.before != new.after:
                was, now = f"{was} ({old.before})", f"{now} ({new.after})"
            yield Edit("expectation", was, now, new.place)
        else:
            yield from group


def _words(edit: Edit) -> tuple[str, ...]:
    return tuple(re.findall("[a-z][a-z0-9-]*", edit.key))


def _orders(decision: Decision) -> Placed:
    return _gathered((_order(o), text_in(o.sources) or NO_SOURCE, o.place) for o in decision.orders)


def _order(order: Order) -> str:
    better, worse = (", ".join(sorted(names)) for names in (order.better, order.worse))
    return f"{better} at least as well as {worse} on {order.criterion}"


def _gathered(told: Iterable[tuple[str, str, Place]]) -> Placed:
    """Return what is said by what tells it apart; what is said twice of one counts as both."""
    found: dict[str, tuple[str, Place]] = {}
    for key, text, place in told:
        before = found.get(key)
        found[key] = (f"{before[0]}; {text}", before[1]) if before else (text, place)
    return found


def _expectations(decision: Decision) -> Placed:
    return _gathered(
        (
            one_line(e.that) + (f" under {', '.join(e.under)}" if e.under else ""),
            "; ".join((*["only warns"] * (e.severity == "warn"), one_line(e.why) or "no reason")),
            e.place,
        )
        for e in decision.expectations
    )


def _sources(decision: Decision) -> Placed:
    return {
        key: (
            "; ".join(filter(None, (one_line(source.title), source.date, source.url))),
            source.place or Place("policyscore.yaml"),
        )
        for key, source in (decision.sources or {}).items()
    }
