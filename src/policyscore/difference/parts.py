"""Which edits are applied together: the parts between two versions that stand for themselves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, combinations

from policyscore.difference.edit import Atom, Edit
from policyscore.difference.steps import half_way
from policyscore.model import Model, Performance, Scale
from policyscore.weights import weightless

MOST_WEIGHING = 10  # parts that move weights, so that at most 1,024 sets of weights are met
TREE: Atom = ("tree",)
Sets = list[tuple[Atom, ...]]


def weighs(atoms: Iterable[Atom]) -> bool:
    """Tell whether atoms move weights."""
    return any(atom[0] in ("weight", "tree", "criterion") for atom in atoms)


def parted(
    before: Model, after: Model, scored: Sequence[Edit], weights_at_once: bool = False
) -> Sets:
    """Return the atoms of the edits in disjoint sets, in the order of the edits.

    Every model between the versions is sound, whichever sets are chosen: no value is off its scale
    and no siblings are without any weight. Up to MOST_WEIGHING sets that move weights stay as they
    are; more of them are joined by siblings, then all. `weights_at_once` joins all at once.
    """
    sets: Sets = [(atom,) for atom in dict.fromkeys(edit.atom for edit in scored) if atom]
    for together in _bound(before, after, sets):
        sets = _joined(sets, together)
    if weights_at_once:
        return _all_that_weigh(after, sets)
    for join in (_as_they_are, _by_siblings):
        sets = join(after, sets)
        if sum(map(weighs, sets)) <= MOST_WEIGHING:
            return _soundly(before, after, sets)
    return _all_that_weigh(after, sets)


def _soundly(before: Model, after: Model, sets: Sets) -> Sets:
    """Return the sets with those joined that leave siblings without any weight on the way."""
    while True:
        weighing = [atoms for atoms in sets if weighs(atoms)]
        bare = next(_bare(before, after, weighing), None)
        if bare is None:
            return sets
        joined = _joined(sets, {(kind, name) for name in bare for kind in ("weight", "criterion")})
        if joined == sets:  # what is missing is a group
            return _all_that_weigh(after, sets)
        sets = joined


def _bare(before: Model, after: Model, weighing: Sets) -> Iterator[set[str]]:
    """Yield the names within each group that is without any weight in some version on the way."""
    for size in range(1, len(weighing)):
        for chosen in combinations(weighing, size):
            half = half_way(before, after, frozenset(chain.from_iterable(chosen)))
            groups = weightless(*half)
            if groups:
                yield {name for group in groups for name in _below(before, after, group)}


def _below(before: Model, after: Model, group: str | None) -> set[str]:
    """Return what stands within a group in either version, at any depth."""
    found: set[str] = set()
    for model in (before, after):
        children = model.roots if group is None else model.children(group)
        found.update(
            children, *(model.leaves(child) for child in children if child in model.groups)
        )
    return found


def _joined(sets: Sets, together: Collection[Atom]) -> Sets:
    """Return the sets with those that hold any of some atoms made one."""
    held = [atoms for atoms in sets if any(atom in together for atom in atoms)]
    if len(held) < 2:
        return sets
    one = tuple(chain.from_iterable(held))
    return [one if atoms is held[0] else atoms for atoms in sets if atoms not in held[1:]]


def _bound(before: Model, after: Model, sets: Sets) -> Iterator[set[Atom]]:
    """Yield the atoms that make no sense without each other."""
    atoms = set(chain.from_iterable(sets))
    for _, name in (atom for atom in atoms if atom[0] == "scale"):
        cells = [atom for atom in atoms if atom[0] == "cell" and atom[2] == name]
        scales = before.criteria[name].scale, after.criteria[name].scale
        other_unit = scales[0].unit != scales[1].unit
        if other_unit or not all(_fits(before, after, cell, scales) for cell in cells):
            yield {("scale", name), *cells}
    yield {TREE, *(atom for atom in atoms if _in_a_new_tree(before, after, atom))}


def _fits(before: Model, after: Model, cell: Atom, scales: tuple[Scale, Scale]) -> bool:
    """Tell whether a value before fits the scale after, and the other way round."""
    _, option, name = cell
    old, new = (side.options[option].performance[name] for side in (before, after))
    return _on(old, scales[1]) and _on(new, scales[0])


def _on(cell: Performance, scale: Scale) -> bool:
    low, high = sorted((scale.worst, scale.best))
    return cell.value is None or low <= cell.value <= high


def _in_a_new_tree(before: Model, after: Model, atom: Atom) -> bool:
    """Tell whether a criterion came into, or went from, a group that only one version has.

    A criterion that became a group, or was one, counts as well.
    """
    if atom[0] != "criterion":
        return False
    name = atom[1]
    side, other = (after, before) if name in after.criteria else (before, after)
    within = side.criteria[name].within
    return name in other.groups or (within is not None and within not in other.groups)


def _as_they_are(after: Model, sets: Sets) -> Sets:
    return sets


def _by_siblings(after: Model, sets: Sets) -> Sets:
    """Return the sets with all weights within a group joined."""
    for siblings in (after.roots, *(group.children for group in after.groups.values())):
        sets = _joined(sets, {("weight", name) for name in siblings})
    return sets


def _all_that_weigh(after: Model, sets: Sets) -> Sets:
    return _joined(sets, set(chain.from_iterable(atoms for atoms in sets if weighs(atoms))))
