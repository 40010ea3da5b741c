"""What the files of a model must agree on: references, the tree, scales, cells, orders."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from policyscore.decimals import text_of
from policyscore.faults import FaultList, Place
from policyscore.load.reader import Entry, Word, short
from policyscore.load.shapes import FILES
from policyscore.suggest import did_you_mean

MOST_DEPTH = 20
UNKNOWN = "unknown"


class Draft(NamedTuple):
    """What could be read of a model so far: by kind and id, None where a file could not be read."""

    entries: Mapping[str, Mapping[str, Entry | None]]

    def of(self, kind: str) -> Iterator[tuple[str, Entry]]:
        """Yield id and content of each readable file of a kind."""
        for name, entry in self.entries[kind].items():
            if entry is not None:
                yield name, entry

    def ids(self, kind: str) -> set[str]:
        """Return the ids of a kind, those of unreadable files with them."""
        return set(self.entries[kind])

    @property
    def decision(self) -> Entry:
        """Return the content of policyscore.yaml, empty if there is none."""
        for _, entry in self.of("decision"):
            return entry
        return Entry({}, {}, Place("policyscore.yaml"))

    def groups(self) -> set[str]:
        """Return the ids of all criteria files without a scale."""
        return {name for name, entry in self.of("criterion") if "scale" not in entry.places}

    def leaves(self) -> dict[str, Entry]:
        """Return the criteria that options have a performance on."""
        groups = self.groups()
        return {name: entry for name, entry in self.of("criterion") if name not in groups}


def check(draft: Draft, faults: FaultList) -> None:
    """Add every fault that shows only when files are held against each other or against sense."""
    for name, entry in draft.leaves().items():
        scale = entry.get("scale")
        if scale is not None:
            _check_scale(name, scale, faults)
    _check_tree(draft, faults)
    for name, entry in draft.of("option"):
        _check_cells(name, entry, draft, faults)
    for _, entry in draft.of("profile"):
        _check_weights(entry, draft, faults)
    _check_decision(draft, faults)
    _check_sources(draft, faults)
    _check_orders(draft, faults)


def _refer(
    word: str, place: Place, kind: str, known: Iterable[str], role: str, faults: FaultList
) -> bool:
    """Tell whether `word` is a known id; a fault if not."""
    known = set(known)
    if word in known:
        return True
    some = ", ".join(sorted(known)[:8]) + (", ..." if len(known) > 8 else "")
    fix = did_you_mean(word, known, f"known: {some}" if known else f"the model has no {kind}")
    faults.add(place, f"unknown-{kind}", f"{role}unknown {kind} {short(word)}", fix)
    return False


# Scales


def _check_scale(name: str, scale: Entry, faults: FaultList) -> None:
    worst, best = scale.get("worst"), scale.get("best")
    if worst is None or best is None:
        return
    if worst == best:
        what = f"{name}: worst and best are both {text_of(worst)}, so nothing can differ on it"
        faults.add(scale.where("best"), "scale", what, "give the scale two different ends")
        return
    low, high = min(worst, best), max(worst, best)
    levels = scale.get("levels")
    for level in levels.values if levels else ():
        if not low <= level <= high:
            what = f"{name}: the level {text_of(level)} is outside the scale {_span(scale)}"
            faults.add(levels.places[level], "off-scale", what, "levels describe points of the scale")
    curve = scale.get("curve")
    if curve is not None and all(point and None not in point[0] for point in curve):
        _check_curve(scale, [point[0] for point in curve], faults)


def _check_curve(scale: Entry, points: list[tuple[Fraction, Fraction]], faults: FaultList) -> None:
    worst, best = scale.values["worst"], scale.values["best"]
    points = sorted(points, reverse=worst > best)
    performances = [x for x, _ in points]
    scores = [y for _, y in points]
    place = scale.where("curve")
    problems = (
        (
            len(set(performances)) < len(performances),
            "gives one performance two scores",
            "each performance once",
        ),
        (
            performances[0] != worst or performances[-1] != best,
            f"runs from {text_of(performances[0])} to {text_of(performances[-1])}, "
            f"the scale {_span(scale)}",
            "begin at worst, end at best, and stay between",
        ),
        (
            min(scores) < 0 or max(scores) > 100,
            f"has a score of {text_of(min(scores) if min(scores) < 0 else max(scores))}",
            "scores go from 0 to 100",
        ),
        (
            any(later < earlier for earlier, later in zip(scores, scores[1:], strict=False)),
            "falls on the way from worst to best",
            "a better performance never scores less",
        ),
    )
    for holds, what, fix in problems:
        if holds:
            faults.add(place, "curve", f"the curve {what}", fix)
            return
    if scores[0] != 0 or scores[-1] != 100:
        what = (
            f"the curve gives worst {text_of(scores[0])} and best {text_of(scores[-1])}, "
            "so the weight stands for less than a full swing"
        )
        faults.warn(place, "curve-swing", what, "let worst score 0 and best 100")


def _span(scale: Entry) -> str:
    return f"from {text_of(scale.values['worst'])} to {text_of(scale.values['best'])}"


# The tree of criteria and groups


def _check_tree(draft: Draft, faults: FaultList) -> None:
    groups, known = draft.groups(), draft.ids("criterion")
    unread = {name for name, entry in draft.entries["criterion"].items() if entry is None}
    parents: dict[str, str] = {}
    for name, entry in draft.of("criterion"):
        within: Word | None = entry.get("within")
        if within is None:
            continue
        if _refer(within.text, within.place, "group", known, f"{name} is within the ", faults):
            parents[name] = within.text
            if within.text not in groups and within.text not in unread:
                what = f"{within.text} has a scale, so nothing can be within it"
                faults.add(within.place, "not-a-group", what, "name a group, or remove its scale")
    with_children = set(parents.values())
    for name, entry in draft.of("criterion"):
        if name in groups and name not in with_children:
            what = f"{name} has no scale, and no criterion is within it"
            faults.add(entry.place, "no-scale", what, "add scale: {worst: ..., best: ...}")
        if name not in groups and "weight" not in entry.places:
            what = f"{name} has no weight, and none is assumed"
            faults.add(entry.place, "missing-key", what, "add weight: relative to its siblings")
    _check_paths(draft, parents, faults)


def _check_paths(draft: Draft, parents: Mapping[str, str], faults: FaultList) -> None:
    """Follow each criterion up the tree: the path must end, and soon."""
    circling: set[str] = set()
    too_deep = False
    for name, entry in draft.of("criterion"):
        path = [name]
        while path[-1] in parents and parents[path[-1]] not in path and len(path) <= MOST_DEPTH:
            path.append(parents[path[-1]])
        top = parents.get(path[-1])
        if top == name and not circling & set(path):
            circling |= set(path)
            circle = "itself" if len(path) == 1 else f"a cycle: {' within '.join([*path, name])}"
            fix = "let one of them be within another group, or at the top level"
            faults.add(entry.get("within").place, "cycle", f"{name} is within {circle}", fix)
        elif len(path) > MOST_DEPTH and not too_deep:
            too_deep = True
            what = f"{name} is more than {MOST_DEPTH} groups deep"
            faults.add(entry.get("within").place, "too-deep", what, "a tree that deep hides more than it shows")


# Cells


def _check_cells(name: str, option: Entry, draft: Draft, faults: FaultList) -> None:
    table: Entry | None = option.get("performance")
    if table is None:
        return
    leaves, groups = draft.leaves(), draft.groups()
    known = draft.ids("criterion") - groups
    for criterion, place in table.places.items():
        if criterion in groups:
            what = f"{criterion} is a group; options perform on the criteria within it"
            faults.add(place, "unknown-criterion", what, "remove the line")
        elif _refer(criterion, place, "criterion", known, "", faults) and criterion in leaves:
            cell = table.get(criterion)
            if cell is not None:
                _check_cell(criterion, cell, place, leaves[criterion], faults)
    missing = sorted(set(leaves) - set(table.places))
    if missing:
        some = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" * (len(missing) > 5))
        what = f"{name} has no performance on {some}"
        faults.add(option.where("performance"), "missing-cell", what, "add it, or write unknown")


def _check_cell(
    name: str, cell: Fraction | str | Entry, place: Place, criterion: Entry, faults: FaultList
) -> None:
    long = isinstance(cell, Entry)
    values = {k: cell.get(k) for k in ("low", "value", "high")} if long else {"value": cell}
    if values["value"] == UNKNOWN:
        if values.get("low") is not None or values.get("high") is not None:
            what = f"{name} is unknown, yet has a low or a high"
            fix = "unknown stands for the whole scale; give a value, or leave low and high out"
            faults.add(place, "unknown-range", what, fix)
        return
    scale: Entry | None = criterion.get("scale")
    ends = (scale.get("worst"), scale.get("best")) if scale else (None, None)
    given = [(k, v) for k, v in values.items() if v is not None]
    for key, value in given:
        where = cell.where(key) if isinstance(cell, Entry) else place
        if None not in ends and not min(ends) <= value <= max(ends):
            label = name if key == "value" else f"{name}: {key}"
            what = f"{label} is {text_of(value)}, outside the scale {_span(scale)}"
            faults.add(where, "off-scale", what, "correct the value, or widen the scale and its weight")
    for (lesser, low), (greater, high) in zip(given, given[1:], strict=False):
        if low > high:
            what = f"{name}: {lesser} {text_of(low)} is above {greater} {text_of(high)}"
            where = cell.where(lesser) if isinstance(cell, Entry) else place
            faults.add(where, "range", what, "low <= value <= high")


# Profiles and the decision


def _check_weights(profile: Entry, draft: Draft, faults: FaultList) -> None:
    weights: Entry | None = profile.get("weights")
    for name, place in weights.places.items() if weights else ():
        _refer(name, place, "criterion or group", draft.ids("criterion"), "", faults)


def _check_decision(draft: Draft, faults: FaultList) -> None:
    decision, options = draft.decision, draft.ids("option")
    baseline: Word | None = decision.get("baseline")
    if baseline is not None:
        _refer(baseline.text, baseline.place, "option", options, "baseline: ", faults)
    for order in decision.get("orders", ()):
        if order is None:
            continue
        criterion: Word | None = order.get("criterion")
        if criterion is not None:
            known = draft.ids("criterion")
            _refer(criterion.text, criterion.place, "criterion or group", known, "", faults)
        for word in (*order.get("better", ()), *order.get("worse", ())):
            if word is not None:
                _refer(word.text, word.place, "option", options, "", faults)
    profiles = draft.ids("profile") | {"all"}
    for expectation in decision.get("expect", ()):
        for word in expectation.get("under", ()) if expectation else ():
            if word is not None:
                _refer(word.text, word.place, "profile", profiles, "", faults)


def _check_sources(draft: Draft, faults: FaultList) -> None:
    """Each source must be declared where the decision declares any; the first word is the key."""
    declared: Entry | None = draft.decision.get("sources")
    if declared is None:
        return
    for key, place in declared.places.items():
        if " " in key:
            what = f"the source {key} has a space in its key, so no evidence can name it"
            faults.add(place, "source-key", what, f"write {key.replace(' ', '-')}")
    for word in _mentioned_sources(draft):
        key = word.text.split()[0]
        if key not in declared.places:
            fix = "declare it under sources in policyscore.yaml"
            fix = did_you_mean(key, declared.places, fix)
            what = f"the source {short(key)} is not declared: {short(word.text)}"
            faults.add(word.place, "unknown-source", what, fix)


def _mentioned_sources(draft: Draft) -> Iterator[Word]:
    holders: list[Any] = [entry for kind in FILES for _, entry in draft.of(kind)]
    for _, option in draft.of("option"):
        table = option.get("performance")
        holders += table.values.values() if table else ()
    holders += draft.decision.get("orders", ())
    for holder in holders:
        if isinstance(holder, Entry):
            yield from (word for word in holder.get("source", ()) if word is not None)


# Orders on criteria


def _check_orders(draft: Draft, faults: FaultList) -> None:
    """Hold each pair of the orders, and what follows from them together, against the cells."""
    leaves = draft.leaves()
    orders: dict[str, list[Entry]] = {}
    for order in draft.decision.get("orders", ()):
        criterion = order.get("criterion") if order else None
        if criterion is not None and criterion.text in leaves:
            orders.setdefault(criterion.text, []).append(order)
    for criterion, entries in orders.items():
        scale = leaves[criterion].get("scale")
        if scale is None or scale.get("worst") is None or scale.get("best") is None:
            continue
        falling = scale.values["worst"] > scale.values["best"]
        cells = dict(_values(criterion, draft))
        for worse, better, order in _implied(entries, cells):
            low, high = cells[worse][0], cells[better][0]
            if (high > low) if falling else (high < low):
                _violated(order, criterion, (better, cells[better]), (worse, cells[worse]), faults)


Cell = tuple[Any, Place]


def _values(criterion: str, draft: Draft) -> Iterator[tuple[str, Cell]]:
    """Yield each option's value on a criterion (a number or unknown) and where it stands."""
    for name, option in draft.of("option"):
        table = option.get("performance")
        cell = table.get(criterion) if table else None
        value = cell.get("value") if isinstance(cell, Entry) else cell
        if value is not None:
            yield name, (value, table.places[criterion])


def _implied(
    orders: Iterable[Entry], cells: Mapping[str, Cell]
) -> Iterator[tuple[str, str, Entry]]:
    """Yield (worse, better, order) for all pairs of known values that the orders connect.

    Values that are unknown stand between: if a is at least b, and b at least c, then a is at
    least c whatever b may be. The order is the last one on the way.
    """
    better_than: dict[str, list[tuple[str, Entry]]] = {}
    for order in orders:
        for worse in order.get("worse", ()):
            for better in order.get("better", ()):
                if worse and better and worse.text in cells and better.text in cells:
                    better_than.setdefault(worse.text, []).append((better.text, order))
    for start in better_than:
        if cells[start][0] == UNKNOWN:
            continue
        waiting, seen = [start], {start}
        for name in waiting:
            for better, order in better_than.get(name, ()):
                if better in seen:
                    continue
                seen.add(better)
                if cells[better][0] == UNKNOWN:
                    waiting.append(better)
                else:
                    yield start, better, order


def _violated(
    order: Entry, criterion: str, better: tuple[str, Cell], worse: tuple[str, Cell], faults: FaultList
) -> None:
    (good, (high, high_place)), (bad, (low, low_place)) = better, worse
    what = (
        f"the order on {criterion} says that {good} does at least as well as {bad}, but "
        f"{good} has {text_of(high)} ({high_place.file}:{high_place.line}) and "
        f"{bad} {text_of(low)} ({low_place.file}:{low_place.line})"
    )
    faults.add(order.place, "order", what, "correct a value, or the order if it misreads the source")
