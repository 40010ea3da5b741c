"""Ids that stand for the same thing in two versions of a model: a renamed file is no change."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from policyscore.model import (
    Criterion,
    Decision,
    Expectation,
    Group,
    Model,
    Option,
    Order,
    Profile,
)
from policyscore.shown import one_line

Thing = TypeVar("Thing", Option, Criterion, Group, Profile)
Ids = Mapping[str, str]  # from the earlier id to the later one


class Renames(NamedTuple):
    """The ids that changed, by what they name; `nodes` are criteria and groups."""

    options: Ids
    nodes: Ids
    profiles: Ids


NO_RENAMES = Renames({}, {}, {})


def renames(before: Model, after: Model) -> Renames:
    """Return which ids of the earlier model have become others in the later one.

    Among the ids that only one of them has, those belong together that have the same name, or else
    the same content: the cells of an option; scale, weight and cells of a criterion; the criteria
    within a group; the weights of a profile. Where several could be meant, none is.
    """
    shared = sorted(before.options.keys() & after.options.keys())
    nodes = _matched(
        before.criteria,
        after.criteria,
        lambda criterion: _measured(criterion, before, shared),
        lambda criterion: _measured(criterion, after, shared),
    )
    nodes |= _matched(
        before.groups,
        after.groups,
        lambda group: frozenset(nodes.get(leaf, leaf) for leaf in before.leaves(group.id)),
        lambda group: frozenset(after.leaves(group.id)),
    )
    nodes = {old: new for old, new in nodes.items() if not _is_node(before, new)}
    profiles = _matched(
        before.profiles,
        after.profiles,
        lambda profile: frozenset((nodes.get(n, n), w) for n, w in profile.weights.items()),
        lambda profile: frozenset(profile.weights.items()),
    )
    options = _matched(
        before.options, after.options, lambda option: _cells(option, nodes), lambda o: _cells(o, {})
    )
    return Renames(options, nodes, profiles)


def _is_node(model: Model, name: str) -> bool:
    return name in model.criteria or name in model.groups


def _measured(criterion: Criterion, model: Model, shared: Iterable[str]) -> Hashable:
    cells = tuple(model.options[option].performance[criterion.id].value for option in shared)
    return criterion.scale.points, criterion.scale.unit, criterion.weight, cells


def _cells(option: Option, nodes: Ids) -> Hashable:
    return frozenset(
        (nodes.get(name, name), cell.value, cell.low, cell.high)
        for name, cell in option.performance.items()
    )


def _matched(
    before: Mapping[str, Thing],
    after: Mapping[str, Thing],
    earlier: Callable[[Thing], Hashable],
    later: Callable[[Thing], Hashable],
) -> dict[str, str]:
    """Return which things left are which things that came, by name first, then by content."""
    found: dict[str, str] = {}
    for old_key, new_key in ((_name, _name), (earlier, later)):
        gone = [thing for name, thing in before.items() if name not in after and name not in found]
        came = [thing for name, thing in after.items() if name not in before]
        came = [thing for thing in came if thing.id not in found.values()]
        olds, news = _unique(gone, old_key), _unique(came, new_key)
        found |= {olds[key]: news[key] for key in olds if key in news}
    return found


def _name(thing: Thing) -> Hashable:
    return one_line(thing.name)


def _unique(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> dict[Hashable, str]:
    """Return the ids by what the key says of a thing, without those that share it."""
    found: dict[Hashable, list[str]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing.id)
    return {value: ids[0] for value, ids in found.items() if len(ids) == 1}


def renamed(model: Model, ids: Renames) -> Model:
    """Return the model with the later ids everywhere, in expectations too; places stay."""
    if not any(ids):
        return model
    node, nodes = ids.nodes.get, ids.nodes
    return Model(
        _decision(model.decision, ids),
        {o.id: o for o in (_option(option, ids) for option in model.options.values())},
        {
            node(c.id, c.id): c._replace(id=node(c.id, c.id), within=_opt(nodes, c.within))
            for c in model.criteria.values()
        },
        {
            node(g.id, g.id): g._replace(
                id=node(g.id, g.id),
                within=_opt(nodes, g.within),
                children=tuple(node(child, child) for child in g.children),
            )
            for g in model.groups.values()
        },
        {p.id: p for p in (_profile(profile, ids) for profile in model.profiles.values())},
        tuple(node(root, root) for root in model.roots),
    )


def _opt(ids: Ids, name: str | None) -> str | None:
    return None if name is None else ids.get(name, name)


def _option(option: Option, ids: Renames) -> Option:
    cells = {ids.nodes.get(name, name): cell for name, cell in option.performance.items()}
    return option._replace(id=ids.options.get(option.id, option.id), performance=cells)


def _profile(profile: Profile, ids: Renames) -> Profile:
    weights = {ids.nodes.get(name, name): weight for name, weight in profile.weights.items()}
    places = {ids.nodes.get(name, name): place for name, place in profile.places.items()}
    new = ids.profiles.get(profile.id, profile.id)
    return profile._replace(id=new, weights=weights, places=places)


def _decision(decision: Decision, ids: Renames) -> Decision:
    return decision._replace(
        baseline=_opt(ids.options, decision.baseline),
        orders=tuple(_order(order, ids) for order in decision.orders),
        expectations=tuple(_expectation(e, ids) for e in decision.expectations),
    )


def _order(order: Order, ids: Renames) -> Order:
    better, worse = (
        tuple(ids.options.get(name, name) for name in names)
        for names in (order.better, order.worse)
    )
    criterion = ids.nodes.get(order.criterion, order.criterion)
    return order._replace(criterion=criterion, better=better, worse=worse)


def _expectation(expectation: Expectation, ids: Renames) -> Expectation:
    known = {**ids.options, **ids.nodes}
    that = re.sub("[a-z][a-z0-9-]*", lambda found: known.get(found[0], found[0]), expectation.that)
    under = tuple(ids.profiles.get(name, name) for name in expectation.under)
    return expectation._replace(that=that, under=under)
