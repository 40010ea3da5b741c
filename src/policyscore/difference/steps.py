"""The tree and the weights of a model half way between two versions."""

from collections.abc import Collection, Iterator

from policyscore.difference.edit import Atom
from policyscore.model import Criterion, Group, Model
from policyscore.weights import Stated, Tree

Node = Criterion | Group


def half_way(before: Model, after: Model, atoms: Collection[Atom]) -> tuple[Tree, Stated]:
    """Return the tree and the weights as stated where some atoms are of the later version.

    All else is of the earlier one. A criterion or group that only one version has is there if its
    atom says so.
    """
    grown = ("tree",) in atoms
    shape = after if grown else before
    children: dict[str | None, list[str]] = {None: [], **{name: [] for name in shape.groups}}
    weights = {}
    for node in _nodes(before, after, atoms):
        within = shape.criteria[node.id].within if node.id in shape.criteria else node.within
        children[within].append(node.id)
        changed = ("weight", node.id) in atoms
        weights[node.id] = _of(after if changed else before, node).weight
    return {name: tuple(held) for name, held in children.items()}, weights


def _nodes(before: Model, after: Model, atoms: Collection[Atom]) -> Iterator[Node]:
    """Yield the criteria and groups that are there, each as a version that has it says."""
    yield from (after if ("tree",) in atoms else before).groups.values()
    for name, criterion in {**before.criteria, **after.criteria}.items():
        in_both = name in before.criteria and name in after.criteria
        if in_both or (name in after.criteria) == (("criterion", name) in atoms):
            yield criterion


def _of(model: Model, node: Node) -> Node:
    """Return the node as a version says, or as it is where that one has none of its kind."""
    if isinstance(node, Group):
        return model.groups.get(node.id, node)
    return model.criteria.get(node.id, node)
