"""The sheets of a workbook that hold the rest of a model: evidence, sources, views, agreements."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from policyscore.book import Address, BookColumn, BookSheet, Cell, Check, Formula, Input
from policyscore.model import CONFIDENCES, Model, Source
from policyscore.reports.workbook_formulas import FIRST, Laid, misread, there, where_known
from policyscore.reports.workbook_live import UNKNOWN, lines

WRONG = "counts as unknown"
_VALUE, _LOW, _HIGH, _CONFIDENCE = (f"{letter}{FIRST}" for letter in "EGHJ")
_END = "A number on the criterion's scale; empty where it is the value itself or that is unknown."
_ENDS = {
    "Low": Check(
        "Low",
        _END,
        f"OR(ISBLANK({_LOW}),AND(ISNUMBER({_LOW}),ISNUMBER({_VALUE}),{_LOW}<={_VALUE}))",
        "This is no number up to the value on the sheet Performance.",
    ),
    "High": Check(
        "High",
        _END,
        f"OR(ISBLANK({_HIGH}),AND(ISNUMBER({_HIGH}),ISNUMBER({_VALUE}),{_HIGH}>={_VALUE}))",
        "This is no number from the value on the sheet Performance up.",
    ),
}
_SURE = Check(
    "Confidence",
    f"One of {', '.join(CONFIDENCES)}, or empty.",
    f"OR(ISBLANK({_CONFIDENCE}),"
    + ",".join(f'{_CONFIDENCE}="{word}"' for word in CONFIDENCES)
    + ")",
)


def evidence_sheets(laid: Laid) -> Iterator[BookSheet]:
    """Yield the sheet of evidence, and of sources, profiles, orders, expectations where any are."""
    model = laid.model
    yield _evidence(laid)
    if model.decision.sources is not None or _cited(model):
        yield _sources(model)
    if model.profiles:
        yield _profiles(model)
    if model.decision.orders:
        yield _orders(model)
    if model.decision.expectations:
        yield _expectations(model)


def _evidence(laid: Laid) -> BookSheet:
    columns = (
        BookColumn("Option id", 22),
        BookColumn("Criterion id", 18),
        BookColumn("Option", 24),
        BookColumn("Criterion", 30),
        *(BookColumn(label, 10, "number") for label in ("Value", "Value in the model")),
        *(BookColumn(label, 10, "number", check=check) for label, check in _ENDS.items()),
        BookColumn("Unit", 16),
        BookColumn("Confidence", 11, check=_SURE),
        BookColumn("Rationale", 80),
        BookColumn("Source", 30),
        BookColumn("Notice", 18),
    )
    rows = [_cell(laid, option, name) for option in laid.options for name in laid.columns]
    return BookSheet("Evidence", "Evidence", columns, rows)


def _cell(laid: Laid, option: str, name: str) -> tuple[Cell, ...]:
    """Return a cell of the model; an end of its range stands only where it is not the value."""
    criterion, found = laid.model.criteria[name], laid.model.options[option]
    cell = found.performance[name]
    given = there("Performance", laid.columns[name], laid.options[option])
    counted = where_known(laid, name, option, given, f'"{UNKNOWN}"')
    value: Fraction | str = UNKNOWN if cell.value is None else cell.value
    ends = [None if cell.value in (None, end) else end for end in (cell.low, cell.high)]
    return (
        *(option, name, found.name, criterion.name),
        *(Formula(counted, value), value, *map(Input, ends), criterion.scale.unit or None),
        *map(Input, (cell.confidence or None, cell.rationale or None, lines(cell.sources))),
        Formula(misread(laid, name, option, f'"{WRONG}"'), ""),
    )


def _sources(model: Model) -> BookSheet:
    """Return the declared sources; where none are, what stands as a source, without a key."""
    columns = (
        BookColumn("Key", 22),
        BookColumn("Title", 70),
        BookColumn("Date", 14),
        BookColumn("Address", 70),
    )
    declared = model.decision.sources
    rows: list[tuple[Cell, ...]] = [(None, text, None, None) for text in _cited(model)]
    if declared is not None:
        rows = [(key, *_source(source)) for key, source in declared.items()]
    return BookSheet("Sources", "Sources", columns, rows)


def _source(source: Source) -> tuple[Cell, ...]:
    return source.title, source.date or None, Address(source.url) if source.url else None


def _cited(model: Model) -> Iterable[str]:
    """Return each text that stands as a source somewhere, once."""
    holders = [
        *(model.node(name) for name in (*model.groups, *model.criteria)),
        *model.options.values(),
        *(cell for option in model.options.values() for cell in option.performance.values()),
        *model.profiles.values(),
        *model.decision.orders,
    ]
    return dict.fromkeys(text for holder in holders for text in holder.sources)


def _profiles(model: Model) -> BookSheet:
    columns = (
        BookColumn("Id", 22),
        BookColumn("Name", 30),
        BookColumn("Who", 40),
        BookColumn("Rationale", 80),
        BookColumn("Source", 30),
    )
    rows = [
        (
            *(profile.id, profile.name, profile.who or None, profile.rationale or None),
            lines(profile.sources),
        )
        for profile in model.profiles.values()
    ]
    return BookSheet("Profiles", "Profiles", columns, rows)


def _orders(model: Model) -> BookSheet:
    columns = tuple(BookColumn(label, 30) for label in ("Criterion", "Better", "Worse", "Source"))
    rows = [
        (order.criterion, lines(order.better), lines(order.worse), lines(order.sources))
        for order in model.decision.orders
    ]
    return BookSheet("Orders", "Orders", columns, rows)


def _expectations(model: Model) -> BookSheet:
    columns = (
        BookColumn("That", 60),
        BookColumn("Why", 70),
        BookColumn("Severity", 10),
        BookColumn("Under", 24),
    )
    rows = [
        (e.that, e.why or None, e.severity, lines(e.under)) for e in model.decision.expectations
    ]
    return BookSheet("Expectations", "Expectations", columns, rows)
