"""Faultless entries to the frozen shapes of the model."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from policyscore.load.draft import UNKNOWN, Draft
from policyscore.load.reader import Entry, Word
from policyscore.model import (
    Criterion,
    Decision,
    Expectation,
    Group,
    Model,
    Option,
    Order,
    Performance,
    Profile,
    Scale,
    Source,
)


def model(draft: Draft) -> Model:
    """Return the model of a draft that has no fault."""
    groups = draft.groups
    children: dict[str | None, list[str]] = {}
    for name in sorted(draft.criteria):
        children.setdefault(draft.parents.get(name), []).append(name)
    order = list(_depth_first(children, None))
    entries = draft.criteria
    criteria = {n: _criterion(n, entries[n]) for n in order if n not in groups}
    return Model(
        _decision(draft.decision),
        {n: _option(n, e, criteria) for n, e in sorted(draft.of("option"))},
        criteria,
        {n: _group(n, entries[n], tuple(children[n])) for n in order if n in groups},
        {n: _profile(n, e) for n, e in sorted(draft.of("profile"))},
        tuple(children[None]),
    )


def _depth_first(children: Mapping[str | None, list[str]], top: str | None) -> Iterator[str]:
    for name in children.get(top, ()):
        yield name
        yield from _depth_first(children, name)


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key, "")
    return value if isinstance(value, str) else str(value.text)


def _sources(entry: Entry) -> tuple[str, ...]:
    return tuple(word.text for word in entry.get("source", ()))


def _node(name: str, entry: Entry) -> dict[str, Any]:
    within = entry.get("within")
    return {
        "id": name,
        "name": _text(entry, "name"),
        "within": within.text if within else None,
        "weight": entry.get("weight"),
        "place": entry.place,
        "question": _text(entry, "question"),
        "rationale": _text(entry, "rationale"),
        "sources": _sources(entry),
        "places": entry.places,
    }


def _criterion(name: str, entry: Entry) -> Criterion:
    return Criterion(**_node(name, entry), scale=_scale(entry.values["scale"]))


def _group(name: str, entry: Entry, children: tuple[str, ...]) -> Group:
    return Group(**_node(name, entry), children=children)


def _scale(entry: Entry) -> Scale:
    worst, best = entry.values["worst"], entry.values["best"]
    straight = (((worst, Fraction(0)), None), ((best, Fraction(100)), None))
    points = sorted((point for point, _ in entry.get("curve", straight)), reverse=worst > best)
    levels = entry.get("levels")
    words = sorted(levels.values.items()) if levels else ()
    return Scale(worst, best, tuple(points), _text(entry, "unit"), tuple(words))


def _option(name: str, entry: Entry, criteria: Mapping[str, Criterion]) -> Option:
    table: Entry = entry.values["performance"]
    performance = {c: _performance(table, c, criterion) for c, criterion in criteria.items()}
    summary, sources = _text(entry, "summary"), _sources(entry)
    named = _text(entry, "name")
    return Option(name, named, performance, entry.place, summary, sources, entry.places)


def _performance(table: Entry, name: str, criterion: Criterion) -> Performance:
    cell, place = table.values[name], table.places[name]
    long = cell if isinstance(cell, Entry) else Entry({"value": cell}, {}, place)
    value = long.values["value"]
    if value == UNKNOWN:
        ends = criterion.scale.worst, criterion.scale.best
        value, low, high = None, min(ends), max(ends)
    else:
        low, high = long.get("low", value), long.get("high", value)
    rationale, confidence = _text(long, "rationale"), _text(long, "confidence")
    sources = _sources(long)
    return Performance(value, low, high, place, rationale, sources, confidence, long.places)


def _profile(name: str, entry: Entry) -> Profile:
    table: Entry = entry.values["weights"]
    return Profile(
        name,
        _text(entry, "name"),
        dict(sorted(table.values.items())),
        entry.place,
        _text(entry, "who"),
        _text(entry, "rationale"),
        _sources(entry),
        table.places,
    )


def _decision(entry: Entry) -> Decision:
    baseline, sources = entry.get("baseline"), entry.get("sources")
    return Decision(
        title=_text(entry, "title"),
        question=_text(entry, "question"),
        owner=_text(entry, "owner"),
        date=_text(entry, "date"),
        baseline=baseline.text if baseline else None,
        indifference=entry.get("indifference", Fraction(2)),
        sources=None if sources is None else _declared(sources),
        orders=tuple(_order(order) for order in entry.get("orders", ())),
        expectations=tuple(_expectations(entry.get("expect", ()))),
        places=entry.places,
    )


def _declared(sources: Entry) -> dict[str, Source]:
    return {
        key: Source(_text(entry, "title"), _text(entry, "date"), _text(entry, "url"), entry.place)
        for key, entry in sources.values.items()
    }


def _order(entry: Entry) -> Order:
    return Order(
        entry.values["criterion"].text,
        tuple(dict.fromkeys(word.text for word in entry.values["better"])),
        tuple(dict.fromkeys(word.text for word in entry.values["worse"])),
        entry.place,
        _sources(entry),
    )


def _expectations(entries: Iterable[Entry]) -> Iterator[Expectation]:
    for entry in entries:
        that: Word = entry.values["that"]
        severity, under = entry.get("severity", "fail"), entry.get("under", ())
        profiles = tuple(dict.fromkeys(word.text for word in under))
        yield Expectation(that.text, that.place, _text(entry, "why"), severity, profiles)
