"""Models made by hypothesis: trees of groups, curves, unknown cells, profiles, weights of 0."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from policyscore.faults import Place
from policyscore.model import (
    Criterion,
    Decision,
    Group,
    Model,
    Option,
    Performance,
    Profile,
    Scale,
)
from tests import plain

# The same examples in each run, and few enough that all runs stay short.
steady = settings(derandomize=True, deadline=None, max_examples=40)

HERE = Place("made-up.yaml")
LETTERS = "abcdefghijkl"

NUMBERS = tuple(map(Fraction, ("-250", "-1/3", "-0.1", "0", "0.1", "0.3", "1", "7/3", "12", "1e3")))
numbers = st.sampled_from(NUMBERS)
positive = st.sampled_from(tuple(map(Fraction, ("0.1", "0.2", "0.3", "2/7", "1", "3", "7", "40"))))
weights = st.one_of(st.just(Fraction(0)), positive)

# Points of a value function: twelfths of the way from worst to best, and the score there.
CURVES = (
    ((0, 0), (12, 100)),
    ((0, 0), (3, 70), (12, 100)),
    ((0, 0), (9, 20), (12, 100)),
    ((0, 0), (4, 40), (8, 40), (12, 100)),
    ((0, 0), (1, 33), (5, 33), (6, 90), (12, 100)),
    ((0, 10), (7, 25), (12, 100)),
    ((0, 0), (12, 60)),
    ((0, 5), (6, 80), (12, 80)),
)
WIDTHS = tuple(n for n in NUMBERS if n)

# Low, value and high: twelfths of the way up the scale.
CELLS = (
    *((part, part, part) for part in range(13)),
    *((0, 0, 3), (0, 6, 12), (2, 5, 5), (3, 4, 9), (6, 6, 12), (8, 11, 11), (9, 12, 12)),
)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Draw a scale, rising or falling, straight or with a curve that never falls towards best."""
    worst, width = draw(numbers), draw(st.sampled_from(WIDTHS))
    curve = draw(st.sampled_from(CURVES))
    points = tuple((worst + width * Fraction(x, 12), Fraction(y)) for x, y in curve)
    return Scale(worst=worst, best=worst + width, points=points)


def performances(scale: Scale, unknown: bool = True) -> st.SearchStrategy[Performance]:
    """Draw a performance on a scale: a number, a number with a range, or unknown."""
    least, most = sorted((scale.worst, scale.best))

    def cell(parts: tuple[int, int, int] | None) -> Performance:
        if parts is None:
            return Performance(value=None, low=least, high=most, place=HERE)
        low, value, high = (least + (most - least) * Fraction(part, 12) for part in parts)
        return Performance(value=value, low=low, high=high, place=HERE)

    return st.sampled_from((*CELLS, *((None,) * 5 * unknown))).map(cell)


Tree = dict[str | None, list[str]]  # groups (None: the top), outer before inner, to children


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Draw a tree of groups and criteria. No group is empty."""
    count, more = draw(st.integers(0, 4)), draw(st.integers(1, 3))
    ids = draw(st.permutations(LETTERS))
    tree: Tree = {None: []}
    for group in ids[:count]:
        tree[draw(st.sampled_from(list(tree)))].append(group)
        tree[group] = []
    bare = [group for group, children in tree.items() if not children]
    wanted = [*bare, *(draw(st.sampled_from(list(tree))) for _ in range(more))]
    for criterion, parent in zip(ids[count:], wanted, strict=False):
        tree[parent].append(criterion)
    return {parent: sorted(children) for parent, children in tree.items()}


@st.composite
def stated_weights(draw: st.DrawFn, tree: Tree) -> dict[str, Fraction | None]:
    """Draw a weight for each node; only a group of weight 0 may hold nothing but weights of 0."""
    stated: dict[str, Fraction | None] = {}
    for parent, children in tree.items():
        idle = parent is not None and stated[parent] == 0
        anchor = None if idle else draw(st.sampled_from(children))
        for child in children:
            some = positive if child == anchor else weights
            stated[child] = draw(st.one_of(st.none(), some) if child in tree else some)
    return stated


def _depth_first(tree: Tree, top: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Yield the nodes below a group, each with the group it is within."""
    for child in tree[top]:
        yield child, top
        yield from _depth_first(tree, child) if child in tree else ()


@st.composite
def models(draw: st.DrawFn, unknown: bool = True, most_options: int = 4) -> Model:
    """Draw a model without faults. Weights of 0 are many, and ties are frequent."""
    tree = draw(trees())
    stated = draw(stated_weights(tree))
    criteria: dict[str, Criterion] = {}
    groups: dict[str, Group] = {}
    for name, within in _depth_first(tree):
        weight = stated[name]
        if name in tree:
            groups[name] = Group(name, name, within, weight, HERE, tuple(tree[name]))
        elif weight is not None:
            criteria[name] = Criterion(name, name, within, weight, HERE, draw(scales()))
    options = draw(_options(criteria, unknown, most_options))
    model = Model(Decision(), options, criteria, groups, {}, tuple(tree[None]))
    return model._replace(profiles=draw(_profiles(model)))


@st.composite
def _options(
    draw: st.DrawFn, criteria: dict[str, Criterion], unknown: bool, most: int
) -> dict[str, Option]:
    """Draw options, some of them twins of the one before."""
    options: dict[str, Option] = {}
    for number in range(1, draw(st.integers(1, most)) + 1):
        if not options or draw(st.integers(0, 3)):
            cells = {n: draw(performances(c.scale, unknown)) for n, c in criteria.items()}
        options[f"o{number}"] = Option(f"o{number}", f"Option {number}", cells, HERE)
    return options


@st.composite
def _profiles(draw: st.DrawFn, model: Model) -> dict[str, Profile]:
    """Draw profiles that name any nodes; those that leave a group without weight are dropped."""
    names = st.sampled_from((*model.criteria, *model.groups))
    found = {}
    for name in ("p", "q"):
        given_weights = draw(st.dictionaries(names, st.one_of(positive, weights), max_size=4))
        profile = Profile(name, name, given_weights, HERE)
        try:
            plain.shares(as_files(model._replace(profiles={name: profile})), name)
        except plain.Impossible:
            continue
        found[name] = profile
    return found


@st.composite
def flags(draw: st.DrawFn, model: Model) -> list[str]:
    """Draw one to four weight flags of all kinds, each for another node; not all of them fit."""
    names = st.sampled_from((*model.criteria, *model.groups))
    changes = st.sampled_from(
        ("=0", "=1", "=2.5", "*0", "*0.5", "*3", "=0%", "=5%", "=12.5%", "=20%", "=40%", "=100%")
    )
    chosen = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    return [f"{name}{draw(changes)}" for name in chosen]


def as_files(model: Model) -> plain.Files:
    """Return what the files of a model would say, for the plain implementation."""
    criteria: dict[str, Any] = {
        name: {"within": group.within, "weight": group.weight}
        for name, group in model.groups.items()
    }
    for name, criterion in model.criteria.items():
        scale = criterion.scale
        curve = {"worst": scale.worst, "best": scale.best, "curve": scale.points}
        criteria[name] = {"within": criterion.within, "weight": criterion.weight, "scale": curve}
    options = {
        option.id: {name: _cell(cell) for name, cell in option.performance.items()}
        for option in model.options.values()
    }
    profiles = {profile.id: dict(profile.weights) for profile in model.profiles.values()}
    return {"criteria": criteria, "options": options, "profiles": profiles}


def _cell(cell: Performance) -> plain.Cell:
    if cell.value is None:
        return "unknown"
    return {"value": cell.value, "low": cell.low, "high": cell.high}
