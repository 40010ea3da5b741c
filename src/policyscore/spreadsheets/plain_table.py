"""A table of options and criteria, as people keep them, to the files of a model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.spreadsheets.cells import (
    TITLE,
    UNIT_ROW,
    UNKNOWN,
    Cell,
    Row,
    Scalar,
    Sheet,
    add,
    number,
    words,
)
from policyscore.spreadsheets.ids import new_ids
from policyscore.spreadsheets.scales import ends, weight
from policyscore.spreadsheets.strays import has_title, hold_numbers, without_torn
from policyscore.spreadsheets.writing import Page, Pages, Value
from policyscore.suggest import nearest

# The rows that are no options: what each says of a criterion, and two numbers such as it holds.
_REQUIRED = {
    "worst": ("the performance that scores 0, never taken from the options at hand", "0"),
    "best": ("the performance that scores 100, never taken from the options at hand", "100"),
    "weight": ("what the swing from worst to best is worth beside the others", "1"),
}
_OPTIONAL = ("name", "question", "within", "unit")
_ON_ITS_SIDE = (
    "the table lies on its side: worst, best and weight stand in the first row",
    "let each criterion be a column, and worst, best and weight be rows; paste transposed",
)
_NAMELESS = (
    "no row has a name in the first column",
    "remove the column if it is empty; the first one names options, worst, best and weight",
)
_LIKE = 0.8  # how alike a label is to that of a row that is missing


class _Table(NamedTuple):
    """The criteria of a table by column, the rows that say something of them, and the options."""

    criteria: Mapping[int, Cell]
    rows: Mapping[str, Row]
    options: Sequence[Row]

    def cell(self, row: str, column: int) -> Cell | None:
        """Return what a row says of a criterion, None where there is no such row."""
        return self.rows[row][column] if row in self.rows else None


def pages(sheet: Sheet, title: str, faults: FaultList) -> Pages:
    """Return the files of the model that a table is, with `title` unless that is empty.

    The first row names the criteria, each other row is an option or says something about the
    criteria. What cannot be read is a fault, and something harmless stands in for it.
    """
    table = _table(sheet, faults)
    if table is None:
        return {}
    corner = sheet.corner
    names = new_ids((head.text for head in table.criteria.values()), "criterion")
    ids = dict(zip(table.criteria, names, strict=True))
    groups = _groups(table, names, faults)
    named = {"title": Scalar(title, corner)} if title else {}
    found = {"policyscore.yaml": Page("decision", named, corner)}
    for name, cell in groups.values():
        found[f"criteria/{name}.yaml"] = Page("criterion", {"name": Scalar(cell.text, cell)}, cell)
    for column, head in table.criteria.items():
        record = _criterion(table, column, groups, faults)
        found[f"criteria/{ids[column]}.yaml"] = Page("criterion", record, head)
    names = new_ids((row[0].text for row in table.options), "option")
    for name, row in zip(names, table.options, strict=True):
        found[f"options/{name}.yaml"] = Page("option", _option(row, table, ids, faults), row[0])
    return found


def _table(sheet: Sheet, faults: FaultList) -> _Table | None:
    """Return the table in its parts, or None after a fault that makes the rest meaningless."""
    head, *body = sheet.rows or ((sheet.corner,),)
    criteria = {n: cell for n, cell in enumerate(head) if n and cell.text}
    wrong = _no_table(head, body, criteria)
    if wrong:
        add(faults, next((cell for cell in head if cell.text), head[0]), "table", *wrong)
        return None
    whole = without_torn(max(criteria) + 1, body, faults) if sheet.mark == "," else body
    _refuse_unnamed(head, whole, faults)
    rows, options = _kinds(whole, faults)
    torn = {row[0].text.casefold() for row in body} - {row[0].text.casefold() for row in whole}
    if not torn & set(_REQUIRED):
        _refuse_missing(head, rows, options, sheet.mark, faults)
    _refuse_same("criterion", criteria.values(), faults)
    _refuse_same("option", [row[0] for row in options], faults)
    table = _without_remarks(_Table(criteria, rows, options), faults)
    if not options and len(whole) == len(body):
        what = "the table holds no option"
        add(faults, head[0], "table", what, "add a row for each, with its name in the first cell")
    return table if table.criteria and table.options else None


def _no_table(
    head: Row, body: Sequence[Row], criteria: Mapping[int, Cell]
) -> tuple[str, str] | None:
    """Return what makes a table unreadable as a whole and what to do, None where nothing does."""
    if has_title(head, body, (*_REQUIRED, *_OPTIONAL)):
        return TITLE
    if len({cell.text.casefold() for cell in head} & set(_REQUIRED)) > 1:
        return _ON_ITS_SIDE
    if not criteria:
        return "the first row names no criterion", "name one above each column from the second"
    if len(body) > 1 and all(row[0].is_empty for row in body):
        return _NAMELESS
    return None


def _refuse_same(kind: str, cells: Iterable[Cell], faults: FaultList) -> None:
    """Add a fault for each name that stood before, whatever its case and spaces."""
    first: dict[str, Cell] = {}
    for cell in cells:
        known = first.setdefault(_key(cell.text), cell)
        if known is not cell:
            what = f"a second {kind} {short(cell.text)}; the first is {known.label}"
            add(faults, cell, "same-name", what, "keep one, or give each a name of its own")


def _without_remarks(table: _Table, faults: FaultList) -> _Table:
    """Return the table without the columns and, of several columns, rows that hold remarks."""
    data = [*table.options, *(row for label, row in table.rows.items() if label in _REQUIRED)]
    columns = ((cell, [row[n] for row in data]) for n, cell in table.criteria.items())
    kept = list(hold_numbers(columns, "column", faults)) if data else [True] * len(table.criteria)
    criteria = dict(compress(table.criteria.items(), kept))
    options = table.options
    if len(criteria) > 1:
        rows = ((row[0], [row[n] for n in criteria]) for row in options)
        options = list(compress(options, list(hold_numbers(rows, "row", faults))))
    return table._replace(criteria=criteria, options=options)


def _refuse_unnamed(head: Row, body: Sequence[Row], faults: FaultList) -> None:
    for column, above in enumerate(head):
        below = next((row[column] for row in body if not row[column].is_empty), None)
        if column and not above.text and below is not None:
            what = f"{short(below.text)} stands below no name of a criterion"
            fix = "name the column in the first row; what separates cells needs quotes within one"
            add(faults, below, "table", what, fix)


def _kinds(body: Sequence[Row], faults: FaultList) -> tuple[dict[str, Row], list[Row]]:
    """Return the rows that say something about the criteria, by what it is, and the options."""
    rows: dict[str, Row] = {}
    options = []
    for row in body:
        label = row[0].text.casefold()
        if label in rows:
            what = f"a second row {label}; the first is {rows[label][0].label}"
            add(faults, row[0], "table", what, "keep one")
        elif label in _REQUIRED or label in _OPTIONAL:
            rows[label] = row
        elif label:
            options.append(row)
        else:
            what, fix = "the row has no name", "write the option's name into the first cell"
            add(faults, row[0], "table", what, fix)
    return rows, options


def _refuse_missing(
    head: Row, rows: Mapping[str, Row], options: Sequence[Row], mark: str, faults: FaultList
) -> None:
    labels = {row[0].text: row[0].label for row in options}
    for label, (says, such) in _REQUIRED.items():
        if label in rows:
            continue
        like = nearest(label, labels, _LIKE)
        count = sum(bool(cell.text) for cell in head[1:])
        fix = f"add a row such as {mark.join([label, *[such] * count])} with numbers of your own"
        fix = f"is it {labels[like]}, {like}? Name it {label}" if like else fix
        what = f"there is no row {label}: {says}"
        add(faults, head[0], "missing-row", what, fix)


def _groups(table: _Table, taken: Sequence[str], faults: FaultList) -> dict[str, tuple[str, Cell]]:
    """Return the groups that criteria are within: by name, whatever its case, the id and a cell."""
    cells: dict[str, Cell] = {}
    for column in table.criteria:
        cell = table.cell("within", column)
        if cell and words(cell, faults):
            cells.setdefault(_key(cell.text), cell)
    ids = new_ids((cell.text for cell in cells.values()), "group", taken)
    return dict(zip(cells, zip(ids, cells.values(), strict=True), strict=True))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _criterion(
    table: _Table, column: int, groups: Mapping[str, tuple[str, Cell]], faults: FaultList
) -> dict[str, Value]:
    head = table.criteria[column]
    texts = dict(_texts(table, column, faults))
    named = texts.get("name") or words(head, faults) or Scalar("", head)
    record: dict[str, Value] = {"name": named}
    if "question" in texts:
        record["question"] = texts["question"]
    within = table.cell("within", column)
    if within and _key(within.text) in groups:
        record["within"] = Scalar(groups[_key(within.text)][0], within)
    record["weight"] = weight(table.cell("weight", column), head, faults)
    worst, best = table.cell("worst", column), table.cell("best", column)
    scale, _ = ends(worst, best, head, faults, UNIT_ROW)
    record["scale"] = {**scale, **({"unit": texts["unit"]} if "unit" in texts else {})}
    return record


def _texts(table: _Table, column: int, faults: FaultList) -> Iterator[tuple[str, Scalar]]:
    for label in ("name", "question", "unit"):
        cell = table.cell(label, column)
        found = words(cell, faults) if cell else None
        if found:
            yield label, found


def _option(row: Row, table: _Table, ids: Mapping[int, str], faults: FaultList) -> dict[str, Value]:
    performance: dict[str, Value] = {}
    for column, head in table.criteria.items():
        cell = row[column]
        found = number(cell, short(head.text), faults, UNKNOWN, UNIT_ROW)
        performance[ids[column]] = found or Scalar(UNKNOWN, cell, bare=True)
    return {"name": words(row[0], faults) or Scalar("", row[0]), "performance": performance}
