"""The report of `scorecard`: options by criteria in natural units, without any weights.

The tradition of RAND's scorecards (Goeller): the reader sees what each option does and weighs it.
"""

from collections.abc import Iterator, Mapping, Sequence

from policyscore.figures import amount
from policyscore.model import Model, Performance
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Sheet, Table, Value
from policyscore.reports.wording import sources, title
from policyscore.shown import one_line

BEST, WORST = "▲", "▼"


def scorecard_report(model: Model, verbose: bool) -> Report:
    """Return the report; `verbose` adds rationale and source below each criterion."""
    return Report(
        f"{title(model)}: scorecard",
        model.decision.date,
        lambda: tuple(scorecard(model, verbose)),
        lambda: _data(model),
        lambda: _sheet(model),
    )


def marks(model: Model, criterion: str) -> dict[str, str]:
    """Return a mark for the best and the worst options on a criterion, none where all are equal.

    Options whose performance is unknown get none, and equal ones share a mark.
    """
    scale = model.criteria[criterion].scale
    known = {
        name: option.performance[criterion].value
        for name, option in model.options.items()
        if option.performance[criterion].value is not None
    }
    ends = [end(v for v in known.values() if v is not None) for end in (min, max) if known]
    worst, best = (ends if scale.worst < scale.best else ends[::-1]) or (None, None)
    if best == worst:
        return {}
    return {n: BEST if v == best else WORST for n, v in known.items() if v in (best, worst)}


def scorecard(model: Model, verbose: bool) -> Iterator[Block]:
    """Yield what each option does on each criterion, in natural units."""
    options = list(model.options.values())
    columns = (
        Column("criterion", folds=True),
        *(Column(one_line(option.name), numeric=True) for option in options),
        Column("from worst to best", folds=True),
    )
    rows = tuple(_row(model, name, verbose) for name in model.criteria)
    yield Table(columns, rows, notes="rationale and source")
    if any(marks(model, name) for name in model.criteria):
        yield Prose((f"{BEST} best and {WORST} worst of these options on the criterion.",))


def _row(model: Model, name: str, verbose: bool) -> Row:
    criterion, marked = model.criteria[name], marks(model, name)
    cells = [
        Figure(f"{_cell(option.performance[name])} {marked.get(option.id, ' ')}")
        for option in model.options.values()
    ]
    scale = criterion.scale
    ends = f"{amount(scale.worst)} to {amount(scale.best, one_line(scale.unit))}"
    notes = tuple(_notes(model, name)) if verbose else ()
    return Row((one_line(criterion.name), *cells, ends), notes)


def _cell(cell: Performance) -> str:
    if cell.value is None or cell.low == cell.high:
        return amount(cell.value)
    return f"{amount(cell.value)} ({amount(cell.low)}–{amount(cell.high)})"


def _notes(model: Model, name: str) -> Iterator[str]:
    for option in model.options.values():
        cell = option.performance[name]
        confidence = f"confidence {cell.confidence}" if cell.confidence else "confidence not given"
        rationale = one_line(cell.rationale) or "No rationale is given."
        yield f"{one_line(option.name)}: {rationale} [{sources(cell.sources)}; {confidence}]"


def _data(model: Model) -> Mapping[str, Value]:
    return {
        "schema": "policyscore.scorecard/1",
        "criteria": [
            {
                "id": name,
                "name": criterion.name,
                "unit": criterion.scale.unit or None,
                "worst": criterion.scale.worst,
                "best": criterion.scale.best,
                "best_options": _marked(model, name, BEST),
                "worst_options": _marked(model, name, WORST),
            }
            for name, criterion in model.criteria.items()
        ],
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "performance": {n: _record(cell) for n, cell in option.performance.items()},
            }
            for option in model.options.values()
        ],
    }


def _marked(model: Model, criterion: str, mark: str) -> Sequence[str]:
    return [option for option, found in marks(model, criterion).items() if found == mark]


def _record(cell: Performance) -> Mapping[str, Value]:
    return {
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "rationale": cell.rationale or None,
        "sources": list(cell.sources),
        "confidence": cell.confidence or None,
    }


def _sheet(model: Model) -> Sheet:
    rows = tuple(
        (option.id, option.name, *(cell.value for cell in option.performance.values()))
        for option in model.options.values()
    )
    columns = (f"performance_{name}" for name in model.criteria)
    return Sheet(("option", "name", *columns), rows)
