"""Which weights are allowed: what is known about them instead of numbers, as linear walls.

Weights are looked at over the simplex of the criteria, or over that of the top level's groups and
criteria with the local weights below held as stated. A statement keeps all weights w with
wall . w >= 0 for its walls; w are global shares, so that a group's is the sum of its criteria's.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from policyscore import decimals
from policyscore.decimals import text_of
from policyscore.exact.extremes import contradiction, inside
from policyscore.faults import Misuse
from policyscore.model import Model
from policyscore.scoring import Ranking
from policyscore.suggest import did_you_mean
from policyscore.weights import Tree, Weights, idle, tree_of

Over = Literal["criteria", "groups"]
Wall = tuple[Fraction, ...]
ONE = Fraction(1)


class Space(NamedTuple):
    """The weights of `names`, and what the options score on each of them, 0 to 100.

    `within` tells for each name what it weighs of which criteria, in parts of itself; `parts` tells
    for each criterion and group that can be spoken of what it takes of each name.
    """

    over: Over
    names: tuple[str, ...]
    rows: Mapping[str, tuple[Fraction, ...]]
    within: tuple[Mapping[str, Fraction], ...]
    parts: Mapping[str, Wall]

    def on(self, scores: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
        """Return an option's score on each name, from its scores by criterion."""
        return tuple(
            sum((part * scores[name] for name, part in own.items()), Fraction(0))
            for own in self.within
        )


class Statement(NamedTuple):
    """What is said of the weights, as it was said, and the walls that it puts up."""

    text: str
    walls: tuple[Wall, ...]


class Said(NamedTuple):
    """What flags say of the weights, as texts."""

    ranking: Sequence[str] = ()
    bounds: Sequence[str] = ()
    at_least: Sequence[str] = ()


def space(model: Model, ranking: Ranking, over: Over, weighty: bool = False) -> Space:
    """Return the space of the weights of all criteria, or of those at the top level.

    With `weighty` those that weigh nothing at present keep doing so and are left out.
    """
    names = tuple(model.criteria) if over == "criteria" else top_level(model, ranking.weights)
    if weighty:
        names = tuple(name for name in names if ranking.weights.shares[name])
    within = tuple(dict(_within(model, ranking.weights, name, Fraction(1))) for name in names)
    found = Space(over, names, {}, within, dict(_parts(model, ranking.weights, names)))
    standings = sorted(ranking.standings, key=lambda standing: standing.option)
    return found._replace(rows={s.option: found.on(s.scores) for s in standings})


def top_level(model: Model, weights: Weights) -> tuple[str, ...]:
    """Return the criteria and groups at the top, but for groups where nothing weighs anything."""
    tree = tree_of(model)
    return tuple(root for root in model.roots if not idle(tree, weights, root))


def _within(
    model: Model, weights: Weights, name: str, part: Fraction
) -> Iterator[tuple[str, Fraction]]:
    """Yield the criteria that a node is made of, each with what it weighs of the node."""
    if name in model.criteria:
        yield name, part
    for child in model.children(name):
        yield from _within(model, weights, child, part * weights.local[child])


def _parts(model: Model, weights: Weights, names: Sequence[str]) -> Iterator[tuple[str, Wall]]:
    """Yield what each criterion or group is made of, unless it is a part of one of the names.

    What weighs nothing and is left out is no part of anything.
    """
    below: dict[str, set[str]] = {name: {name} for name in names}
    for group in list(model.groups.values())[::-1]:
        kept = [child for child in group.children if child in below or weights.shares[child]]
        if group.id not in below and kept and all(child in below for child in kept):
            below[group.id] = set().union(*(below[child] for child in kept))
    for name, own in below.items():
        yield name, tuple(Fraction(other in own) for other in names)


def statements(
    space: Space, tree: Tree, weights: Weights, said: Said, around: Fraction | None = None
) -> list[Statement]:
    """Return all that is said of the weights; `around` allows local ones to differ by that part.

    Raises Misuse with all that is wrong: what cannot be read, unknown ids, and statements that
    contradict each other or leave nothing but a boundary of the weights.
    """
    problems: list[str] = []
    found: list[Statement] = []
    for flag, texts, read in (
        ("--ranking", said.ranking, _ranking),
        ("--bounds", said.bounds, _bounds),
        ("--at-least", said.at_least, _at_least),
    ):
        for text in texts:
            try:
                found.append(Statement(f"{flag} {text}", tuple(read(space, text))))
            except ValueError as error:
                problems.append(f"{flag} {text}: {error}")
    if around is not None:
        found.append(_around(space, tree, weights, around))
    if problems:
        raise Misuse(*problems)
    _check(space, found)
    return found


def _check(space: Space, found: Sequence[Statement]) -> None:
    """Refuse statements that leave no room."""
    count = len(space.names)
    if inside([wall for statement in found for wall in statement.walls], count) is None:
        clash = [found[i].text for i in contradiction([s.walls for s in found], count)]
        if len(clash) == 1:
            raise Misuse(f"{clash[0]}: no weights do that, or only some on a boundary")
        told = " and ".join(clash)
        raise Misuse(f"{told} leave no room for weights together; take one of them back")


def part(text: str) -> Fraction:
    """Return a part of 1 written as `0.25` or `25%`. Raises ValueError, with a sentence."""
    plain = text.strip()
    number = decimals.parse(plain.removesuffix("%").strip())
    if number < 0:
        raise ValueError("a part is not negative")
    return number / 100 if plain.endswith("%") else number


def _share(text: str) -> Fraction:
    share = part(text)
    if share > 1:
        raise ValueError("a share is at most 1, which is 100%")
    return share


def _node(space: Space, name: str) -> Wall:
    """Return what a node takes of each name."""
    if not name.strip():
        raise ValueError("an id is missing")
    known = space.parts.get(name.strip())
    if known is None:
        where = " at the top level" if space.over == "groups" else ""
        hint = did_you_mean(name.strip(), space.parts, f"known: {', '.join(space.parts)}")
        raise ValueError(f"unknown criterion or group{where} {name.strip()}; {hint}")
    return known


def _ranking(space: Space, text: str) -> Iterator[Wall]:
    """Yield the walls of `a,b,c`: each weighs at least as much as the next."""
    names = text.split(",")
    if len(names) < 2:
        raise ValueError("name two or more, the heaviest first: crime,cost")
    nodes = [_node(space, name) for name in names]
    for heavier, lighter in pairwise(nodes):
        yield _less(heavier, lighter)


def _bounds(space: Space, text: str) -> Iterator[Wall]:
    """Yield the walls of `a=0.1:0.3`, shares of all; either end may be missing."""
    name, equals, ends = text.partition("=")
    low, colon, high = ends.partition(":")
    if not equals or not colon or not ends.strip(" :"):
        raise ValueError("write ID=LOW:HIGH, such as cost=0.1:0.3 or cost=10%:30%")
    node, whole = _node(space, name), (Fraction(1),) * len(space.names)
    least, most = (_share(end) if end.strip() else None for end in (low, high))
    if least == 1 or (most is not None and most <= (least or 0)):
        raise ValueError("the bounds leave no room; to fix a weight, use -w ID=30%")
    if least is not None:
        yield _less(node, whole, least)
    if most is not None:
        yield _less([most * x for x in whole], node)


def _at_least(space: Space, text: str) -> Iterator[Wall]:
    """Yield the wall of `a=b`, or `a=2*b`: a weighs at least as much as b, or twice as much."""
    name, equals, other = text.partition("=")
    factor, times, last = other.rpartition("*")
    if times and factor.strip() in space.parts:
        factor, last = last, factor
    if not equals or not other.strip():
        raise ValueError("write ID=ID or ID=2*ID, the one that weighs more first")
    yield _less(_node(space, name), _node(space, last), part(factor) if times else Fraction(1))


def _around(space: Space, tree: Tree, weights: Weights, around: Fraction) -> Statement:
    """Return the walls that keep each local weight within a part of its present value."""
    walls = []
    for parent, children in tree.items():
        siblings = [child for child in children if child in space.parts]
        if len(siblings) < 2:
            continue
        whole = space.parts[parent] if parent is not None else (Fraction(1),) * len(space.names)
        for child in siblings:
            node, local = space.parts[child], weights.local[child]
            if around < 1 and local:
                walls.append(_less(node, whole, local * (1 - around)))
            if local * (1 + around) < 1:
                walls.append(_less([local * (1 + around) * x for x in whole], node))
    return Statement(f"--around {text_of(around * 100)}%", tuple(walls))


def _less(one: Sequence[Fraction], other: Sequence[Fraction], times: Fraction = ONE) -> Wall:
    return tuple(x - times * y for x, y in zip(one, other, strict=True))
