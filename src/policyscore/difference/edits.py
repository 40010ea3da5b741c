"""What was edited between two versions of a model: values, not lines; the order of keys is none.

Both versions use the same ids (`renames.renamed`).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from policyscore.decimals import text_of
from policyscore.difference.decision import decision_edits, profile_edits
from policyscore.difference.edit import (
    EVIDENCE,
    Edit,
    Kind,
    Known,
    differing,
    ids,
    name_of,
    written,
)
from policyscore.model import Criterion, Group, Model, Option, Performance, Scale
from policyscore.shown import one_line

# What a criterion or group says beside its numbers and the evidence for them.
_TEXTS = ("name", "question")


def edits(before: Model, after: Model) -> list[Edit]:
    """Return all edits: those that touch scores first, then by place."""
    found = [
        *_options(before, after),
        *_nodes(before, after),
        *profile_edits(before, after),
        *decision_edits(before.decision, after.decision),
    ]
    return sorted(found, key=lambda edit: (edit.atom is None, edit.place, edit.kind, edit.key))


def _options(before: Model, after: Model) -> Iterator[Edit]:
    for name in ids(before.options, after.options):
        old, new = before.options.get(name), after.options.get(name)
        if old is None or new is None:
            yield from _came_or_went("option", old, new)
            continue
        for criterion in ids(before.criteria, after.criteria):
            if criterion in old.performance and criterion in new.performance:
                yield from _cell(name, criterion, old, new)
        for key, was, now in differing(old, new, ("name", "summary", "sources")):
            kind: Kind = "evidence" if key == "sources" else "text"
            place = new.places.get(written(key), new.place)
            yield Edit(kind, was, now, place, option=name, key=written(key))


def _came_or_went(
    kind: Literal["option", "criterion"],
    old: Option | Criterion | None,
    new: Option | Criterion | None,
) -> Iterator[Edit]:
    known: list[Option | Criterion] = [thing for thing in (old, new) if thing is not None]
    thing = known[-1]
    option, node = (thing.id, "") if kind == "option" else ("", thing.id)
    atom = (kind, thing.id)
    yield Edit(kind, name_of(old), name_of(new), thing.place, new is None, option, node, atom=atom)


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
    for key, text, other in differing(old, new, EVIDENCE):
        place = new.places.get(written(key), new.place)
        yield Edit("evidence", text, other, place, False, *of, written(key))


def _value(cell: Performance) -> Known:
    return "unknown" if cell.value is None else cell.value


# Criteria and groups


def _nodes(before: Model, after: Model) -> Iterator[Edit]:
    for name in ids(before.criteria, after.criteria):
        old, new = before.criteria.get(name), after.criteria.get(name)
        if old is None or new is None:
            yield from _came_or_went("criterion", old, new)
        else:
            yield from _scale(old, new)
            yield from _node(old, new)
    for name in ids(before.groups, after.groups):
        was, now = before.groups.get(name), after.groups.get(name)
        if was is not None and now is not None:
            yield from _node(was, now)
        else:
            *_, group = filter(None, (was, now))
            names, gone = (name_of(was), name_of(now)), now is None
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
    for key, was, now in differing(old, new, (*_TEXTS, *EVIDENCE[:2])):
        kind: Kind = "text" if key in _TEXTS else "evidence"
        place = places.get(written(key), new.place)
        yield Edit(kind, was, now, place, node=name, key=written(key))
