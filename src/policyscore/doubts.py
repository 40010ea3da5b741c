"""What is legal in a model but suspicious: warnings that a reader should have met."""

from collections.abc import Iterable, Iterator

from policyscore.dominance import Scores, dominators
from policyscore.faults import Fault, Place
from policyscore.model import Criterion, Group, Model, Option
from policyscore.orders import broken_pairs
from policyscore.scoring import scores
from policyscore.shown import one_line
from policyscore.weights import Weights


def doubts(model: Model) -> list[Fault]:
    """Return the warnings about a model, cells without a source counted in one."""
    scored = scores(model)
    return sorted(
        (
            *_unsourced(model),
            *_indifferent(model, scored),
            *_weightless(model),
            *_namesakes(model),
            *_dominated(model, scored),
            *_alone(model),
            *_without_profiles(model),
        ),
        key=lambda fault: (fault.place, fault.what),
    )


def unsourced_cells(model: Model) -> list[Fault]:
    """Return one warning for each known performance that names no source."""
    return [
        _warn(cell.place, "no-source", f"{option.id} on {name}: no source is given", "add source")
        for option in model.options.values()
        for name, cell in option.performance.items()
        if not cell.sources and cell.value is not None
    ]


def unexpected() -> Fault:
    """Return the warning about a model that expects nothing."""
    what = "nothing says what the ranking was agreed to show, so there is nothing to hold it to"
    return _warn(Place("policyscore.yaml"), "no-expectations", what, "add expect to it")


def broken_orders(model: Model, weights: Weights) -> list[Fault]:
    """Return a warning for each order on a group that does not hold under these weights."""
    return [
        _warn(
            order.place,
            "order",
            f"under these weights {good} does worse than {bad} on {order.criterion}, "
            "against what a source says",
        )
        for order in model.decision.orders
        if order.criterion in model.groups
        for good, bad, _, _ in broken_pairs(model, weights, order)
    ]


def _warn(place: Place, rule: str, what: str, fix: str = "") -> Fault:
    return Fault(place, rule, what, fix, "warning")


def _unsourced(model: Model) -> Iterator[Fault]:
    bare = unsourced_cells(model)
    cells = len(model.options) * len(model.criteria)
    if bare:
        what = f"{len(bare)} of {cells} performances name no source"
        fix = "check -v lists them"
        yield _warn(Place("options"), "no-source", what, fix)


def _indifferent(model: Model, scored: Scores) -> Iterator[Fault]:
    """Yield the criteria on which all options score the same; an unknown one may differ."""
    for name, criterion in model.criteria.items() if len(model.options) > 1 else ():
        known = all(option.performance[name].value is not None for option in model.options.values())
        if known and len({own[name] for own in scored.values()}) == 1:
            what = f"all options score the same on {name}, so it decides nothing"
            yield _warn(criterion.place, "no-difference", what)


def _weightless(model: Model) -> Iterator[Fault]:
    nodes: tuple[Criterion | Group, ...] = (*model.criteria.values(), *model.groups.values())
    for node in nodes:
        if node.weight == 0:
            kind = "criterion" if isinstance(node, Criterion) else "group"
            what = f"the {kind} {node.id} has weight 0, so it counts for nothing"
            yield _warn(node.place, "zero-weight", what)


def _namesakes(model: Model) -> Iterator[Fault]:
    nodes: list[Criterion | Group] = [*model.criteria.values(), *model.groups.values()]
    kinds: tuple[Iterable[Option | Criterion | Group], ...] = (model.options.values(), nodes)
    for things in kinds:
        seen: dict[str, str] = {}
        for thing in things:
            name = one_line(thing.name)
            earlier = seen.setdefault(name.casefold(), thing.id)
            if earlier != thing.id:
                what = f"{thing.id} and {earlier} have the same name, {name}"
                yield _warn(thing.place, "same-name", what, "readers could not tell them apart")


def _dominated(model: Model, scored: Scores) -> Iterator[Fault]:
    known = {
        option.id: scored[option.id]
        for option in model.options.values()
        if all(cell.value is not None for cell in option.performance.values())
    }
    for name, better in dominators(known).items():
        what = f"{name} scores nowhere higher than {better}, and lower on at least one criterion"
        fix = f"at these values no weights put it ahead of {better}; check that it is a real choice"
        yield _warn(model.options[name].place, "dominated", what, fix)


def _alone(model: Model) -> Iterator[Fault]:
    if len(model.options) == 1:
        yield _warn(Place("options"), "one-option", "there is only one option to choose among")


def _without_profiles(model: Model) -> Iterator[Fault]:
    for expectation in model.decision.expectations if not model.profiles else ():
        if "all" in expectation.under:
            what = "an expectation is to hold under all, but the model has no profiles"
            fix = "it is judged under the model's own weights; add a profile, or remove under"
            yield _warn(expectation.place, "no-profiles", what, fix)
