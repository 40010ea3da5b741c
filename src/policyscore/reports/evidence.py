"""The evidence of a model: every performance with what speaks for it, and the sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from policyscore.figures import amount, points, share
from policyscore.model import CONFIDENCES, Criterion, Model, Scale, Source
from policyscore.report import Block, Column, Figure, Link, Links, Prose, Row, Table
from policyscore.reports.ranked import Ranked
from policyscore.reports.weights import walk
from policyscore.reports.wording import counted, legible_places, reach
from policyscore.shown import one_line

MOST_NAMED = 12  # performances without a source that are named one by one
ADDRESS = ("http://", "https://")


def options_table(ranked: Ranked) -> Iterator[Block]:
    """Yield what the options are, in the order of the ranking, if the model says so."""
    options = [ranked.model.options[standing.option] for standing in ranked.ranking.standings]
    if not any(option.summary for option in options):
        return
    sourced = any(option.sources for option in options)
    columns = (Column("option", folds=True), *[Column("source", folds=True)] * sourced)
    rows = tuple(
        Row(
            (one_line(option.name), *[links(ranked.model, option.sources)] * sourced),
            (one_line(option.summary),) * bool(option.summary),
        )
        for option in options
    )
    yield Table(columns, rows, "What the options are", notes="summary")


def criteria(model: Model, shares: Mapping[str, Fraction]) -> Iterator[Block]:
    """Yield what each criterion and group asks, and why it weighs what it does."""
    columns = (
        Column("criterion", folds=True),
        Column("weight", numeric=True),
        Column("from worst to best", folds=True),
        Column("source", folds=True),
    )
    rows = tuple(
        _criterion(model, name, depth, shares[name]) for name, depth in walk(model, shares)
    )
    yield Table(columns, rows, notes="question, and why it weighs that")


def _criterion(model: Model, name: str, depth: int, weight: Fraction) -> Row:
    node = model.node(name)
    told = (one_line(node.question), one_line(node.rationale))
    return Row(
        (
            "  " * depth + one_line(node.name),
            Figure(share(weight)),
            _scale(node.scale) if isinstance(node, Criterion) else "·",
            links(model, node.sources),
        ),
        tuple(filter(None, told)),
    )


def _scale(scale: Scale) -> str:
    return f"{amount(scale.worst)} to {amount(scale.best, one_line(scale.unit))}"


def evidence_of(ranked: Ranked) -> Iterator[Block]:
    """Yield what the evidence lacks and how sure it is, then a table for each criterion."""
    model = ranked.model
    yield Prose((*_lacking(model), _confidences(model)))
    for name in model.criteria:
        yield _table(ranked, name)


def _lacking(model: Model) -> Iterator[str]:
    """Yield which performances name no source; an unknown one needs none."""
    cells = [
        (option.name, model.criteria[name].name, cell)
        for option in model.options.values()
        for name, cell in option.performance.items()
    ]
    known = [told for told in cells if told[2].value is not None]
    bare = [(option, name) for option, name, cell in known if not cell.sources]
    if not bare:
        yield f"No {'known ' * (len(known) < len(cells))}performance lacks a source."
        return
    told = [f"{one_line(option)}: {one_line(name)}" for option, name in bare[:MOST_NAMED]]
    more = f"; and {len(bare) - len(told)} more" if len(bare) > len(told) else ""
    yield (
        f"{len(bare)} of {counted(len(cells), 'performance')} "
        f"{'names' if len(bare) == 1 else 'name'} no source: {'; '.join(told)}{more}."
    )


def _confidences(model: Model) -> str:
    """Return how many performances have which confidence."""
    cells = [cell for option in model.options.values() for cell in option.performance.values()]
    counts = Counter(cell.confidence or "not given" for cell in cells)
    told = [f"{counts[name]} {name}" for name in (*CONFIDENCES, "not given") if counts[name]]
    return f"Confidence in the {counted(len(cells), 'performance')}: {', '.join(told)}."


def _table(ranked: Ranked, name: str) -> Table:
    """Return what the options do on a criterion and what speaks for it, in ranking order."""
    criterion = ranked.model.criteria[name]
    columns = (
        Column("option", folds=True),
        Column("performance", numeric=True),
        Column("range", numeric=True),
        Column("score", numeric=True),
        Column("confidence"),
        Column("source", folds=True),
    )
    scores = {s.option: s.scores[name] for s in ranked.ranking.standings}
    places = legible_places(scores.values())
    rows = tuple(_row(ranked, option, name, score, places) for option, score in scores.items())
    title = f"{one_line(criterion.name)}, {_scale(criterion.scale)}"
    return Table(columns, rows, title, notes="rationale")


def _row(ranked: Ranked, option: str, name: str, score: Fraction, places: int) -> Row:
    cell = ranked.model.options[option].performance[name]
    return Row(
        (
            ranked.name(option),
            Figure(amount(cell.value)),
            Figure(reach(cell)),
            Figure(points(score, places)),
            cell.confidence or "not given",
            links(ranked.model, cell.sources),
        ),
        (one_line(cell.rationale),) * bool(cell.rationale),
    )


def links(model: Model, sources: Iterable[str]) -> Links:
    """Return sources with their locators, each leading to its entry, or to the address it is."""
    declared = model.decision.sources or {}
    found = tuple(Link(one_line(source), _to(declared, source)) for source in sources)
    return Links(found or (Link("no source", ""),))


def _to(declared: Mapping[str, Source], source: str) -> str:
    """Return where a source leads: to its entry, to the address that it is, or nowhere."""
    first = source.split(maxsplit=1)[0]  # what follows is the place in it
    if first in declared:
        return f"#source-{first}"
    return first if first.lower().startswith(ADDRESS) else ""


def sources_table(model: Model) -> Table:
    """Return the sources that the model declares, with their addresses."""
    declared = model.decision.sources or {}
    columns = (
        Column("source"),
        Column("title", folds=True),
        Column("date"),
        Column("address", folds=True),
    )
    rows = tuple(
        Row(
            (key, one_line(it.title), it.date or "·", Links((Link(it.url or "·", it.url),))),
            anchor=f"source-{key}",
        )
        for key, it in declared.items()
    )
    return Table(columns, rows, "Where the evidence is written")
