"""The report of `weights`: the tree with local and global shares, and what they imply in units."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from policyscore.decimals import text_of
from policyscore.figures import amount, share, significant
from policyscore.model import Criterion, Model, Profile, Scale
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Sheet, Table, Value
from policyscore.reports.wording import (
    ROUNDED,
    agrees,
    listed,
    overrides,
    read,
    sources,
    title,
    weights_in_use,
)
from policyscore.scenario import Scenario
from policyscore.shown import one_line
from policyscore.weights import stated

_MONEY = ("$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF", "JPY")


def weights_report(model: Model, scenario: Scenario, yardstick: str, verbose: bool) -> Report:
    """Return the report; trade-offs are told in units of the criterion `yardstick`."""
    return Report(
        f"{title(model)}: weights",
        model.decision.date,
        lambda: tuple(_blocks(model, scenario, yardstick, verbose)),
        lambda: _data(model, scenario, yardstick),
        lambda: _sheet(model, scenario, yardstick),
    )


def default_yardstick(model: Model, scenario: Scenario) -> str:
    """Return the criterion to tell trade-offs in: one in money if there is one, else the heaviest.

    Only criteria that are worth points can serve; the first by weight, then by id.
    """
    shares = scenario.weights.shares
    names = sorted(model.criteria, key=lambda name: (-shares[name], name))
    in_money = [n for n in names if any(m in model.criteria[n].scale.unit for m in _MONEY)]
    fit = (name for name in (*in_money, *names) if _per_unit(model, scenario, name))
    return next(fit, names[0])


def effective(model: Model, scenario: Scenario) -> Iterator[Block]:
    """Yield the effective weights: the tree with global shares, heaviest first."""
    changed = bool(scenario.changes)
    columns = [Column("criterion", folds=True), Column("id"), Column("weight", numeric=True)]
    if changed:
        columns.append(Column("before", numeric=True))
    rows = []
    for name, depth in walk(model, scenario.weights.shares):
        cells = ["  " * depth + one_line(model.node(name).name), name]
        figures = [Figure(share(scenario.weights.shares[name]))]
        if changed:
            figures.append(Figure(share(scenario.before.shares[name])))
        rows.append(Row((*cells, *figures)))
    yield Table(tuple(columns), tuple(rows), title="Weights in use")
    if not _adds_up(model, scenario.weights.shares):
        yield Prose((ROUNDED,))


def _adds_up(model: Model, shares: Mapping[str, Fraction]) -> bool:
    """Tell whether the global shares as shown add up to those of the groups and to the whole."""
    families = [(Fraction(1), model.roots)]
    families += [(shares[name], group.children) for name, group in model.groups.items()]
    return all(
        agrees(share(whole), sum((read(share(shares[child])) for child in children), Fraction(0)))
        for whole, children in families
    )


def walk(model: Model, shares: Mapping[str, Fraction]) -> Iterator[tuple[str, int]]:
    """Yield ids with their depth, parents before children, the heaviest sibling first."""

    def below(names: tuple[str, ...], depth: int) -> Iterator[tuple[str, int]]:
        for name in sorted(names, key=lambda name: (-shares[name], name)):
            yield name, depth
            yield from below(model.children(name), depth + 1)

    return below(model.roots, 0)


def _blocks(model: Model, scenario: Scenario, yardstick: str, verbose: bool) -> Iterator[Block]:
    used = list(weights_in_use(model, scenario)) or ["The model's own weights."]
    if verbose and scenario.profile is not None:
        used.insert(1, _rationale(model.profiles[scenario.profile]))
    yield Prose(tuple(used))
    written = stated(model, scenario.profile)
    columns = (
        Column("criterion", folds=True),
        Column("written", numeric=True),
        Column("among siblings", numeric=True),
        Column("of all", numeric=True),
        Column("the swing it stands for", folds=True),
    )
    rows = tuple(
        Row(
            (
                "  " * depth + one_line(model.node(name).name),
                Figure(_written(written[name])),
                Figure(share(scenario.weights.local[name])),
                Figure(share(scenario.weights.shares[name])),
                _swing(model, name),
            ),
            (_reason(model, scenario, name),) if verbose else (),
        )
        for name, depth in walk(model, scenario.weights.shares)
    )
    yield Table(columns, rows, notes="rationale")
    if not _adds_up(model, scenario.weights.shares):
        yield Prose((ROUNDED,))
    yield from _trade_offs(model, scenario, yardstick)


def _written(weight: Fraction | None) -> str:
    """Return a relative weight as the files have it; a group without one counts as its children."""
    return "·" if weight is None else amount(weight)


def _swing(model: Model, name: str) -> str:
    node = model.node(name)
    if not isinstance(node, Criterion):
        return ""
    scale = node.scale
    return f"{amount(scale.worst)} to {amount(scale.best, one_line(scale.unit))}"


def _rationale(profile: Profile) -> str:
    """Return why a profile weighs what it does."""
    rationale = one_line(profile.rationale) or "No rationale is given."
    return f"{rationale} [{sources(profile.sources)}]"


def _reason(model: Model, scenario: Scenario, name: str) -> str:
    """Return why a node weighs what it does in the model, which need not be what is in use."""
    node = model.node(name)
    changed = scenario.profile is not None or scenario.changes
    own = "The model's own weight: " if changed else ""
    rationale = one_line(node.rationale) or "No rationale is given."
    source = f" [{sources(node.sources)}]" if isinstance(node, Criterion) else ""
    return f"{own}{rationale}{source}"


def _worth(model: Model, scenario: Scenario, name: str, yardstick: str) -> Fraction | None:
    """Return how many units of the yardstick one unit of a criterion is worth, over whole swings.

    Both value functions are taken as straight; None where a unit of either is worth no points.
    """
    one, other = _per_unit(model, scenario, name), _per_unit(model, scenario, yardstick)
    return one / other if one and other else None


def _per_unit(model: Model, scenario: Scenario, name: str) -> Fraction:
    """Return how many points a unit of a criterion is worth, on average over its whole scale."""
    scale = model.criteria[name].scale
    rise = scale.points[-1][1] - scale.points[0][1]
    return scenario.weights.shares[name] * rise / abs(scale.best - scale.worst)


def _trade_offs(model: Model, scenario: Scenario, yardstick: str) -> Iterator[Block]:
    """Yield what a step on each criterion is worth on the yardstick, to two significant digits."""
    unit = one_line(model.criteria[yardstick].scale.unit) or "units"
    name = one_line(model.criteria[yardstick].name)
    if not _per_unit(model, scenario, yardstick):
        yield Prose((f"{name} is worth no points here, so nothing can be told in its units.",))
    rows = []
    for other, _ in walk(model, scenario.weights.shares):
        worth = _worth(model, scenario, other, yardstick) if other in model.criteria else None
        if worth is not None and other != yardstick:
            step = _step(model.criteria[other].scale)
            told = f"{text_of(step)} ({one_line(model.criteria[other].scale.unit) or 'unit'})"
            label = one_line(model.criteria[other].name)
            rows.append(Row((label, other, told, Figure(f"{significant(worth * step)} {unit}"))))
    if not rows:
        return
    columns = (
        Column("criterion", folds=True),
        Column("id"),
        Column("getting better by"),
        Column("is worth", numeric=True),
    )
    yield Table(columns, tuple(rows), title=f"What the weights imply, told in {name}")
    curved = [one_line(c.name) for c in model.criteria.values() if len(c.scale.points) > 2]
    average = f" Averages over the whole scale on {listed(curved)}." if curved else ""
    yield Prose((f"Told in another unit: policyscore weights --in ID (now {yardstick}).{average}",))


def _step(scale: Scale) -> Fraction:
    """Return 1, or the largest power of ten that is on a scale too short for it."""
    step = Fraction(1)
    while step > abs(scale.best - scale.worst):
        step /= 10
    return step


def _data(model: Model, scenario: Scenario, yardstick: str) -> Mapping[str, Value]:
    return {
        "schema": "policyscore.weights/1",
        "profile": scenario.profile,
        "overrides": overrides(scenario),
        "yardstick": yardstick,
        "weights": [_record(model, scenario, yardstick, name) for name in _ids(model)],
    }


def _ids(model: Model) -> list[str]:
    return [*model.groups, *model.criteria]


def _record(
    model: Model, scenario: Scenario, yardstick: str, name: str
) -> dict[str, str | Fraction | None]:
    node = model.node(name)
    leaf = isinstance(node, Criterion)
    return {
        "id": name,
        "name": node.name,
        "kind": "criterion" if leaf else "group",
        "within": node.within,
        "local": scenario.weights.local[name],
        "share": scenario.weights.shares[name],
        "worst": node.scale.worst if isinstance(node, Criterion) else None,
        "best": node.scale.best if isinstance(node, Criterion) else None,
        "unit": node.scale.unit if isinstance(node, Criterion) else None,
        "worth": _worth(model, scenario, name, yardstick) if leaf else None,
        "rationale": node.rationale or None,
    }


def _sheet(model: Model, scenario: Scenario, yardstick: str) -> Sheet:
    flags = " ".join(change.flag for change in scenario.changes)
    keys = ("id", "name", "kind", "within", "local", "share", "worst", "best", "unit", "worth")
    records = [_record(model, scenario, yardstick, name) for name in _ids(model)]
    rows = [(*(r[k] for k in keys), yardstick, scenario.profile or "", flags) for r in records]
    return Sheet((*keys, "yardstick", "profile", "overrides"), tuple(rows))
