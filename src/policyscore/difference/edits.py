"""What was edited between two versions of a model: values, not lines; the order of keys is none.

Both versions use the same ids (`renames.renamed`). An edit that touches scores has an `atom`, the
smallest thing that can be taken from either version while the rest is taken from the other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from policyscore.decimals import text_of
from policyscore.faults import Place
from policyscore.model import (
    Criterion,
    Decision,
    Group,
    Model,
    Option,
    Order,
    Performance,
    Profile,
    Scale,
)
from policyscore.shown import one_line

Kind = Literal[
    "performance",
    "scale",
    "weight",
    "share",
    "score",
    "tree",
    "criterion",
    "group",
    "option",
    "range",
    "evidence",
    "order",
    "source",
    "profile",
    "expectation",
    "text",
    "setting",
]
# ("cell", option, criterion), ("scale", criterion), ("weight", node), ("criterion", criterion),
# ("option", option) or ("tree",)
Atom = tuple[str, ...]
Known = Fraction | str | None
# What a node, a cell or a decision says beside its numbers: texts, and evidence for them.
_TEXTS = ("name", "question")
_EVIDENCE = ("rationale", "sources", "confidence")
_SETTINGS = ("title", "question", "owner", "date", "baseline", "indifference")


NO_SOURCE = "no source"


class Edit(NamedTuple):
    """One thing that differs; `before` or `after` is None where it came or went.

    `place` is where it stands now, or stood where it is `gone`. `option`, `node` and `key` say what
    it is of, as far as it is of one.
    """

    kind: Kind
    before: Known
    after: Known
    place: Place
    gone: bool = False
    option: str = ""
    node: str = ""
    key: str = ""
    atom: Atom | None = None

    @property
    def of_inputs(self) -> bool:
        """Tell whether a number or the structure differs, not only words or evidence."""
        numbers = self.kind in ("range", "profile") or self.key == "indifference"
        return self.atom is not None or numbers

    @property
    def loses_evidence(self) -> bool:
        """Tell whether evidence that stood there stands no more, or a source of several."""
        if self.kind not in ("evidence", "order", "source"):
            return False
        cited = self.kind == "order" or self.key.split(": ")[-1] == "source"
        return self.after is None or (cited and bool(_cited(self.before) - _cited(self.after)))


def _cited(value: Known) -> set[str]:
    """Return the single sources of several in one text."""
    return {text for text in str(value or "").split("; ") if text and text != NO_SOURCE}


def edits(before: Model, after: Model) -> list[Edit]:
    """Return all edits: those that touch scores first, then by place."""
    found = [
        *_options(before, after),
        *_nodes(before, after),
        *_profiles(before, after),
        *_decisions(before.decision, after.decision),
    ]
    return sorted(found, key=lambda edit: (edit.atom is None, edit.place, edit.kind, edit.key))


def _ids(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return sorted({*before, *after})


def _options(before: Model, after: Model) -> Iterator[Edit]:
    for name in _ids(before.options, after.options):
        old, new = before.options.get(name), after.options.get(name)
        if old is None or new is None:
            yield from _came_or_went("option", old, new)
            continue
        for criterion in _ids(before.criteria, after.criteria):
            if criterion in old.performance and criterion in new.performance:
                yield from _cell(name, criterion, old, new)
        for key, was, now in _differing(old, new, ("name", "summary", "sources")):
            kind: Kind = "evidence" if key == "sources" else "text"
            place = new.places.get(_written(key), new.place)
            yield Edit(kind, was, now, place, option=name, key=_written(key))


def _came_or_went(
    kind: Literal["option", "criterion"],
    old: Option | Criterion | None,
    new: Option | Criterion | None,
) -> Iterator[Edit]:
    known: list[Option | Criterion] = [thing for thing in (old, new) if thing is not None]
    thing = known[-1]
    option, node = (thing.id, "") if kind == "option" else ("", thing.id)
    atom = (kind, thing.id)
    yield Edit(kind, _name(old), _name(new), thing.place, new is None, option, node, atom=atom)


def _name(thing: Option | Criterion | Group | Profile | None) -> str | None:
    return None if thing is None else one_line(thing.name)


def _cell(option: str, criterion: str, before: Option, after: Option) -> Iterator[Edit]:
    old, new = before.performance[criterion], after.performance[criterion]
    of = (option, criterion)
    if old.value != new.value:
        was, now = _value(old), _value(new)
        place = new.places.get("value", new.place)
        yield Edit("performance", was, now, place, False, *of, "value", ("cell", *of))
    both_known = old.value is not None and new.value is not None
    for key in ("low", "high") if both_known else ():
        ends: tuple[Fraction, Fraction] = (getattr(old, key), getattr(new, key))
        if ends[0] != ends[1] and ends != (old.value, new.value):
            yield Edit("range", *ends, new.places.get(key, new.place), False, *of, key)
    for key, text, other in _differing(old, new, _EVIDENCE):
        place = new.places.get(_written(key), new.place)
        yield Edit("evidence", text, other, place, False, *of, _written(key))


def _value(cell: Performance) -> Known:
    return "unknown" if cell.value is None else cell.value


def _differing(
    old: tuple[object, ...], new: tuple[object, ...], keys: tuple[str, ...]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the texts and lists of texts that differ, each on one line; None where there is none.

    Line breaks and spaces make no difference.
    """
    for key in keys:
        was, now = _text(getattr(old, key)), _text(getattr(new, key))
        if was != now:
            yield key, was, now


def _text(value: str | tuple[str, ...] | None) -> str | None:
    text = value if isinstance(value, str | None) else "; ".join(value)
    return one_line(text or "") or None


def _written(key: str) -> str:
    """Return the key as it stands in files."""
    return "source" if key == "sources" else key


# Criteria and groups


def _nodes(before: Model, after: Model) -> Iterator[Edit]:
    for name in _ids(before.criteria, after.criteria):
        old, new = before.criteria.get(name), after.criteria.get(name)
        if old is None or new is None:
            yield from _came_or_went("criterion", old, new)
        else:
            yield from _scale(old, new)
            yield from _node(old, new)
    for name in _ids(before.groups, after.groups):
        was, now = before.groups.get(name), after.groups.get(name)
        if was is not None and now is not None:
            yield from _node(was, now)
        else:
            *_, group = filter(None, (was, now))
            names, gone = (_name(was), _name(now)), now is None
            yield Edit("group", *names, group.place, gone, node=name, atom=("tree",))


def _scale(old: Criterion, new: Criterion) -> Iterator[Edit]:
    place = new.places.get("scale", new.place)
    if old.scale.points != new.scale.points:
        was, now = _points(old.scale), _points(new.scale)
        yield Edit("scale", was, now, place, node=new.id, key="scale", atom=("scale", new.id))
    if old.scale.unit != new.scale.unit:
        unit, other = old.scale.unit or None, new.scale.unit or None
        yield Edit("text", unit, other, place, node=new.id, key="unit")
    if old.scale.levels != new.scale.levels:
        words = _levels(old.scale) or None, _levels(new.scale) or None
        yield Edit("text", *words, place, node=new.id, key="levels")


def _points(scale: Scale) -> str:
    ends = f"worst {text_of(scale.worst)}, best {text_of(scale.best)}"
    if scale.points == ((scale.worst, Fraction(0)), (scale.best, Fraction(100))):
        return ends
    curve = ", ".join(f"[{text_of(x)}, {text_of(y)}]" for x, y in scale.points)
    return f"{ends}, curve [{curve}]"


def _levels(scale: Scale) -> str:
    return "; ".join(f"{text_of(at)}: {one_line(text)}" for at, text in scale.levels)


def _node(old: Criterion | Group, new: Criterion | Group) -> Iterator[Edit]:
    name, places = new.id, new.places
    if old.weight != new.weight:
        place = places.get("weight", new.place)
        atom = ("weight", name)
        yield Edit("weight", old.weight, new.weight, place, node=name, key="weight", atom=atom)
    if old.within != new.within:
        place = places.get("within", new.place)
        yield Edit("tree", old.within, new.within, place, node=name, key="within", atom=("tree",))
    for key, was, now in _differing(old, new, (*_TEXTS, *_EVIDENCE[:2])):
        kind: Kind = "text" if key in _TEXTS else "evidence"
        place = places.get(_written(key), new.place)
        yield Edit(kind, was, now, place, node=name, key=_written(key))


# Profiles and the decision


def _profiles(before: Model, after: Model) -> Iterator[Edit]:
    for name in _ids(before.profiles, after.profiles):
        old, new = before.profiles.get(name), after.profiles.get(name)
        if old is not None and new is not None:
            yield from _profile(old, new)
        else:
            *_, profile = filter(None, (old, new))
            yield Edit("profile", _name(old), _name(new), profile.place, new is None, key=name)


def _profile(old: Profile, new: Profile) -> Iterator[Edit]:
    for node in _ids(old.weights, new.weights):
        was, now = old.weights.get(node), new.weights.get(node)
        if was != now:
            place = (new if now is not None else old).places.get(node, new.place)
            yield Edit("profile", was, now, place, now is None, node=node, key=new.id)
    for key, text, other in _differing(old, new, ("name", "who", *_EVIDENCE[:2])):
        kind: Kind = "evidence" if key in _EVIDENCE else "text"
        yield Edit(kind, text, other, new.place, key=f"{new.id}: {_written(key)}")


def _decisions(old: Decision, new: Decision) -> Iterator[Edit]:
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
    return value if isinstance(value, Fraction) else _text(value)


Placed = Mapping[str, tuple[str, Place]]  # what tells a thing apart, what it says, where


def _listed(kind: Kind, before: Placed, after: Placed) -> Iterator[Edit]:
    for name in _ids(before, after):
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
    return _gathered((_order(o), _text(o.sources) or NO_SOURCE, o.place) for o in decision.orders)


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
