"""What sources say, held against what the model says: declared keys, stated orders."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from policyscore.decimals import text_of
from policyscore.faults import FaultList, Place
from policyscore.load.draft import UNKNOWN, Draft, ends
from policyscore.load.nodes import short
from policyscore.load.reader import Entry, Word, meant
from policyscore.load.shapes import FILES

# An option's value on a criterion, and where it stands.
Cell = tuple[Fraction | Literal["unknown"], Place]
Cells = Mapping[str, Cell]
# An option's id to those that do at least as well, each with the order that says so.
Stated = Mapping[str, Mapping[str, Entry]]


def check_sources(draft: Draft, faults: FaultList) -> None:
    """Each source must be declared where the decision declares any; the first word is the key."""
    declared: Entry | None = draft.decision.get("sources")
    if declared is None:
        return
    known = {key.split()[0] if key.split() else "" for key in declared.places}
    for word in _mentioned_sources(draft):
        key = word.text.split()[0]
        if key not in known:
            fix = meant(key, known, "declare it under sources in policyscore.yaml", faults)
            what = f"the source {short(key)} is not declared: {short(word.text)}"
            faults.add(word.place, "unknown-source", what, fix)


def _mentioned_sources(draft: Draft) -> Iterator[Word]:
    holders = [entry for kind in FILES for _, entry in draft.of(kind)]
    for _, option in draft.of("option"):
        table: Entry | None = option.get("performance")
        holders += table.values.values() if table else ()
    holders += draft.decision.get("orders", ())
    for holder in holders:
        if isinstance(holder, Entry):
            yield from (word for word in holder.get("source", ()) if word is not None)


def check_orders(draft: Draft, faults: FaultList) -> None:
    """Hold each pair of the orders, and what follows from them together, against the cells."""
    orders: dict[str, list[Entry]] = {}
    for order in draft.decision.get("orders", ()):
        criterion = order.get("criterion") if order else None
        if criterion is not None and criterion.text in draft.leaves:
            orders.setdefault(criterion.text, []).append(order)
    for name, entries in orders.items():
        between = ends(draft.leaves[name].get("scale"))
        if between is not None:
            falling = between[0] > between[1]
            _check_orders_on(name, falling, entries, dict(_cells(name, draft)), faults)


def _cells(criterion: str, draft: Draft) -> Iterator[tuple[str, Cell]]:
    for name, option in draft.of("option"):
        table: Entry | None = option.get("performance")
        cell = table.get(criterion) if table else None
        value = cell.get("value") if isinstance(cell, Entry) else cell
        if table is not None and value is not None:
            yield name, (value, table.places[criterion])


def _check_orders_on(
    criterion: str, falling: bool, orders: Iterable[Entry], cells: Cells, faults: FaultList
) -> None:
    stated = _stated(orders, cells)
    for bad, (low, low_place) in cells.items():
        if isinstance(low, str):
            continue
        for good, order, alone in _above(bad, stated, cells):
            high, high_place = cells[good]
            if isinstance(high, str) or (high <= low if falling else high >= low):
                continue
            says = f"the order on {criterion} says" if alone else f"orders on {criterion} imply"
            what = (
                f"{says} that {good} does at least as well as {bad}, but "
                f"{good} has {text_of(high)} ({high_place.file}:{high_place.line}) and "
                f"{bad} {text_of(low)} ({low_place.file}:{low_place.line})"
            )
            fix = "correct a value, or the order if it misreads the source"
            faults.add(order.place, "order", what, fix)


def _stated(orders: Iterable[Entry], cells: Cells) -> Stated:
    found: dict[str, dict[str, Entry]] = {}
    for order in orders:
        better = {word.text for word in order.get("better", ()) if word is not None}
        worse = {word.text for word in order.get("worse", ()) if word is not None}
        for bad in sorted(worse & set(cells)):
            for good in sorted(better & set(cells)):
                found.setdefault(bad, {}).setdefault(good, order)
    return found


def _above(start: str, stated: Stated, cells: Cells) -> Iterator[tuple[str, Entry, bool]]:
    """Yield the options that do at least as well as `start`, the last order, if it is the only one.

    Values that are unknown stand between: if a is at least b, and b at least c, then a is at
    least c whatever b may be.
    """
    waiting, seen = [start], {start}
    for name in waiting:
        for good, order in stated.get(name, {}).items():
            if good in seen:
                continue
            seen.add(good)
            if cells[good][0] == UNKNOWN:
                waiting.append(good)
            yield good, order, name == start
