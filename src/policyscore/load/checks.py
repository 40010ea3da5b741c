"""What the files of a model must agree on: references, the tree, scales, cells, evidence."""

from collections.abc import Iterator

from policyscore.faults import FaultList
from policyscore.load.cells import check_cells, check_scale
from policyscore.load.draft import Draft, refer
from policyscore.load.evidence import check_orders, check_sources
from policyscore.load.folder import EVERY
from policyscore.load.reader import Entry, Word
from policyscore.suggest import nearest

MOST_DEPTH = 20


def check(draft: Draft, faults: FaultList) -> None:
    """Add every fault that shows only when files are held against each other or against sense."""
    for name, entry in draft.leaves.items():
        scale = entry.get("scale")
        if scale is not None:
            check_scale(name, scale, faults)
    _check_tree(draft, faults)
    _check_paths(draft, faults)
    for name, entry in draft.of("option"):
        check_cells(name, entry, draft, faults)
    for word, kind, role in _references(draft):
        if word is not None:
            refer(word.text, word.place, kind, _known(draft, kind), role, faults)
    check_sources(draft, faults)
    check_orders(draft, faults)


# References


def _known(draft: Draft, kind: str) -> set[str]:
    if kind == "profile":
        return draft.ids["profile"] | {EVERY}
    return draft.ids["option" if kind == "option" else "criterion"]


def _references(draft: Draft) -> Iterator[tuple[Word | None, str, str]]:
    """Yield the ids that profiles and the decision name: the word, of what, and in which role."""
    for _, profile in draft.of("profile"):
        weights: Entry | None = profile.get("weights")
        for name, place in weights.places.items() if weights else ():
            yield Word(name, place), "criterion or group", ""
    yield draft.decision.get("baseline"), "option", "baseline: "
    for order in draft.decision.get("orders", ()):
        if order is not None:
            yield order.get("criterion"), "criterion or group", ""
            for word in (*order.get("better", ()), *order.get("worse", ())):
                yield word, "option", ""
    for expectation in draft.decision.get("expect", ()):
        for word in expectation.get("under", ()) if expectation else ():
            yield word, "profile", ""


# The tree of criteria and groups


def _check_tree(draft: Draft, faults: FaultList) -> None:
    likely = set()  # groups that something would be within, were it not for another fault
    for name, within in draft.withins():
        known, role = draft.ids["criterion"], f"{name} is within the "
        if not refer(within.text, within.place, "group", known, role, faults):
            likely.add(nearest(within.text, known))
        elif within.text in draft.leaves:
            what = f"{within.text} has a scale, so nothing can be within it"
            fix = f"name a group, or remove the scale of {within.text}"
            faults.add(within.place, "not-a-group", what, fix)
    if len(draft.criteria) < len(draft.ids["criterion"]):
        return  # what is within a group may stand in a file that could not be read
    for name, entry in draft.criteria.items():
        if name not in draft.leaves and name not in draft.groups | likely:
            what = f"{name} has no scale, and no criterion is within it"
            fix = f"add scale: {{worst: ..., best: ...}}, or write within: {name} in its criteria"
            faults.add(entry.place, "no-scale", what, fix)


def _check_paths(draft: Draft, faults: FaultList) -> None:
    """Follow each criterion up the tree: the path must end, and soon."""
    circling: set[str] = set()
    too_deep = False
    for name, within in draft.withins():
        path, top = [name], draft.parents.get(name)
        while top is not None and top not in path and len(path) <= MOST_DEPTH:
            path.append(top)
            top = draft.parents.get(top)
        if top == name and name not in circling:
            circling |= set(path)
            circle = "itself" if len(path) == 1 else f"a cycle: {' within '.join([*path, name])}"
            fix = "let one of them be within another group, or at the top level"
            faults.add(within.place, "cycle", f"{name} is within {circle}", fix)
        elif len(path) > MOST_DEPTH and not too_deep:
            too_deep = True
            what = f"{name} stands more than {MOST_DEPTH} levels deep in the tree"
            faults.add(within.place, "too-deep", what, "put it, or a group above it, further up")
