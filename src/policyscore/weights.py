"""Relative weights to shares: local among siblings, global over the whole tree."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from policyscore.decimals import text_of
from policyscore.model import Model

# A group's id (None: the top of the tree) to the ids of its children.
Tree = Mapping[str | None, tuple[str, ...]]
Stated = Mapping[str, Fraction | None]


class Weights(NamedTuple):
    """What each criterion and group weighs, as exact shares between 0 and 1.

    `shares` are global: those of the criteria add up to 1, a group's is the sum of its children's.
    `local` are shares among siblings; they add up to 1 unless all the siblings weigh nothing.
    """

    shares: Mapping[str, Fraction]
    local: Mapping[str, Fraction]


def tree_of(model: Model) -> Tree:
    """Return the children of the top and of each group."""
    return {None: model.roots, **{name: group.children for name, group in model.groups.items()}}


def stated(model: Model, profile: str | None = None) -> dict[str, Fraction | None]:
    """Return the relative weights as written: the model's, with those of a profile over them."""
    own: dict[str, Fraction | None] = {
        **{name: criterion.weight for name, criterion in model.criteria.items()},
        **{name: group.weight for name, group in model.groups.items()},
    }
    return own if profile is None else own | dict(model.profiles[profile].weights)


def relative(
    tree: Tree, weights: Stated, factors: Mapping[str, Fraction] | None = None
) -> dict[str, Fraction]:
    """Return a relative weight for each node: a group without one counts as its children do.

    With `factors` by id, a node's own weight, or its children's sum, is multiplied.
    """
    times = factors or {}
    found: dict[str, Fraction] = {}
    for parent in _leaves_first(tree):
        for child in tree[parent]:
            weight = weights[child]
            if weight is None:
                weight = sum((found[c] for c in tree[child]), Fraction(0))
            found[child] = weight * times.get(child, 1)
    return found


def weightless(tree: Tree, weights: Stated) -> list[str | None]:
    """Return the groups (None: the top) that weigh something while all their children weigh 0."""
    found = relative(tree, weights)
    return [
        parent
        for parent, children in tree.items()
        if (parent is None or found[parent]) and not any(found[child] for child in children)
    ]


def weigh(tree: Tree, weights: Stated) -> Weights:
    """Return the shares that relative weights amount to.

    A node's local share is its part of the siblings' sum; its global share is the product of the
    local ones on the way down to it. The tree has no `weightless` group.
    """
    found = relative(tree, weights)
    local: dict[str, Fraction] = {}
    shares: dict[str, Fraction] = {}
    for parent in reversed(_leaves_first(tree)):
        whole = sum((found[child] for child in tree[parent]), Fraction(0))
        for child in tree[parent]:
            local[child] = found[child] / whole if whole else Fraction(0)
            shares[child] = local[child] * (shares[parent] if parent is not None else 1)
    return Weights(shares, local)


def idle(tree: Tree, weights: Weights, node: str) -> bool:
    """Tell whether a node is a group in which nothing weighs anything, so that it has no score."""
    return node in tree and not any(weights.local[child] for child in tree[node])


def _leaves_first(tree: Tree) -> list[str | None]:
    """Return the groups so that each stands before the group it is within, the top last."""
    order: list[str | None] = [None]
    for parent in order:
        order.extend(child for child in tree[parent] if child in tree)
    return order[::-1]


def with_shares(tree: Tree, weights: Weights, fixed: Mapping[str, Fraction]) -> Weights:
    """Return the weights with some global shares fixed and all others scaled in proportion.

    A fixed group keeps the proportions within it. Raises ValueError, with a sentence, where no
    weights do that: shares of more than the whole, or of less with nothing left to take the rest.
    """
    shares = dict(_spread(tree, weights, fixed, None, Fraction(1)))
    for parent in _leaves_first(tree):
        if parent is not None:
            shares[parent] = sum((shares[child] for child in tree[parent]), Fraction(0))
    local = {}
    for children in tree.values():
        whole = sum((shares[child] for child in children), Fraction(0))
        for child in children:
            local[child] = shares[child] / whole if whole else weights.local[child]
    return Weights(shares, local)


def _spread(
    tree: Tree,
    weights: Weights,
    fixed: Mapping[str, Fraction],
    top: str | None,
    whole: Fraction,
) -> Iterator[tuple[str, Fraction]]:
    """Yield the new global shares of the criteria below `top`, which add up to `whole`."""
    inner, free = _below(tree, weights, fixed, top)
    taken = sum((fixed[name] for name in inner), Fraction(0))
    rest = sum(free.values(), Fraction(0))
    within = "" if top is None else f"within {top} "
    sums = f"the shares given {within}add up to {text_of(taken * 100)} %"
    if taken > whole:
        raise ValueError(f"{sums}, more than {text_of(whole * 100)} %")
    if taken < whole and not rest:
        missing = f"not {text_of(whole * 100)} %, and nothing else there weighs anything"
        raise ValueError(f"{sums}, {missing}")
    for name, part in free.items():
        yield name, part * (whole - taken) / rest if rest else Fraction(0)
    for name in inner:
        if name in tree:
            yield from _spread(tree, weights, fixed, name, fixed[name])
        else:
            yield name, fixed[name]


def _below(
    tree: Tree, weights: Weights, fixed: Mapping[str, Fraction], top: str | None
) -> tuple[list[str], dict[str, Fraction]]:
    """Return the uppermost fixed nodes below `top`, and the parts of the criteria that are free.

    Free are those below `top` and under none of the fixed nodes; a part is of the whole of `top`.
    """
    inner: list[str] = []
    free: dict[str, Fraction] = {}
    waiting = [(name, weights.local[name]) for name in tree[top]]
    for name, part in waiting:
        if name in fixed:
            inner.append(name)
        elif name in tree:
            waiting.extend((child, part * weights.local[child]) for child in tree[name])
        else:
            free[name] = part
    return inner, free
