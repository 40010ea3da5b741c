"""A spreadsheet in a file, .csv or .xlsx, to cells that know where they stand."""

import re
import warnings
from collections.abc import Callable, Sequence, Set
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from policyscore.decimals import text_of
from policyscore.faults import CannotAccess, FaultList, Misuse, Place
from policyscore.load.folder import decoded
from policyscore.spreadsheets import separated
from policyscore.spreadsheets.cells import (
    MOST_CELLS,
    TOO_MANY,
    Cell,
    Kind,
    Sheet,
    Spreadsheet,
    clean,
    refuse_controls,
    sheet_of,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 5 << 20
MOST_UNPACKED = 50_000_000
MOST_TAGS = 1_000_000  # each takes some hundred bytes once it is read
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 15  # of a sheet, or more

_ARCHIVE = b"PK\x03\x04"
_TOO_LARGE = ("the file is larger than 5 MiB", TOO_MANY[1])
_NO_TEXT = ("this is a workbook or another archive, no text", "name it .xlsx, or export it as CSV")
_UNREADABLE = (
    "the file is damaged, has a password, or is no workbook",
    "save it anew as .xlsx, without a password, or export the table as CSV",
)
_TOO_MUCH = ("the workbook unpacks to more than is read", "keep the table in a workbook of its own")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# What a number format shows as it stands, such as "%" in quotes: it multiplies nothing.
_LITERAL = re.compile(r'"[^"]*"|\\.')

Choose = Callable[[Sequence[str]], Sequence[str]]


class _Refused(Exception):
    """A workbook is not read: what is the matter, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        self.said = (what, fix)


def read_spreadsheet(
    path: Path, file: str, choose: Choose, faults: FaultList
) -> Spreadsheet | None:
    """Return what a .csv or .xlsx file holds, or None after a fault that leaves nothing of it.

    `file` is what to call it; `choose` returns which of a workbook's sheets are wanted. Raises
    Misuse for another kind of file, for none, and where the extra that reads workbooks is not
    installed; CannotAccess where the file may not be read.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise Misuse(f"{file} is no .csv or .xlsx file; export the table as one of these")
    content = _content(path, file)
    if len(content) > MOST_BYTES:
        faults.add(Place(file), "too-large", *_TOO_LARGE)
        return None
    if suffix == ".xlsx":
        return _workbook(content, file, choose, faults)
    if content.startswith(_ARCHIVE):
        faults.add(Place(file), "encoding", *_NO_TEXT)
        return None
    text = _decoded(content, file, faults)
    sheet = None if text is None else separated.sheet(text, file, faults)
    return Spreadsheet({"": sheet} if sheet else {}, text=text or "")


def _decoded(content: bytes, file: str, faults: FaultList) -> str | None:
    """Return the text of a file in UTF-8, or None after a fault, which says how Excel writes it."""
    text = decoded(content, file, faults)
    if text is None:
        fault = faults.faults.pop()
        faults.faults.append(fault._replace(fix=f"{fault.fix} (in Excel: save as CSV UTF-8)"))
    return text


def _content(path: Path, file: str) -> bytes:
    try:
        if not path.exists():
            raise Misuse(f"no such file: {file}")
        if not path.is_file():
            raise Misuse(f"{file} is no file; name a .csv or .xlsx file")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotAccess(f"cannot read {file}: {error.strerror or error}") from error


def _workbook(content: bytes, file: str, choose: Choose, faults: FaultList) -> Spreadsheet | None:
    try:
        from openpyxl import load_workbook  # an extra, and slow to import
    except ImportError as error:
        needs = "reading .xlsx needs an extra: pip install 'policyscore[excel]'"
        raise Misuse(needs) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would lose if it wrote the file
            formulas = _has_formulas(content)
            values = load_workbook(BytesIO(content), read_only=True, data_only=True)
            other = load_workbook(BytesIO(content), read_only=True) if formulas else None
            return _sheets(values, other, file, choose, faults)
    except _Refused as refused:
        faults.add(Place(file), "too-large", *refused.said)
    except Exception:  # a damaged file makes openpyxl stumble over anything
        faults.add(Place(file), "workbook", *_UNREADABLE)
    return None


def _has_formulas(content: bytes) -> bool:
    """Tell whether any cell of a workbook has a formula; raises _Refused for one that explodes."""
    tags, formulas = 0, False
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise _Refused(*_TOO_MUCH)
        for name in archive.namelist():
            part = archive.read(name)
            tags += part.count(b"<")
            # Entities multiply, and no spreadsheet program writes them.
            if tags > MOST_TAGS or b"<!DOCTYPE" in part.replace(b"\0", b""):
                raise _Refused(*_TOO_MUCH)
            formulas = formulas or bool(_FORMULA.search(part))
    return formulas


class _Named(NamedTuple):
    """A sheet by its name and number, and which cells hold formulas, as row and column from 0."""

    file: str
    name: str
    number: int
    formulas: Set[tuple[int, int]]

    def blank(self, row: int, column: int) -> Cell:
        """Return an empty cell. Its place has no line, and so is not shown, but sorts."""
        from openpyxl.utils import get_column_letter

        order = (self.number * _MOST_ROWS + row) * _MOST_COLUMNS + column
        name = f"{self.name}!{get_column_letter(column + 1)}{row + 1}"
        return Cell("", Place(self.file, 0, order + 1), name)

    def cell(self, row: int, column: int, raw: Any) -> Cell:  # noqa: ANN401 - two classes of openpyxl
        """Return what a cell holds; a formula without a value was never computed."""
        blank = self.blank(row, column)
        if raw.value is None:
            # A computed text that is empty has a type, and no value either.
            lacks = (row, column) in self.formulas and raw.data_type == "n"
            return blank._replace(kind="formula") if lacks else blank
        text, kind = _read(raw)
        return blank._replace(text=clean(text), kind=kind)


def _sheets(
    values: "Workbook", formulas: "Workbook | None", file: str, choose: Choose, faults: FaultList
) -> Spreadsheet:
    names = [sheet.title for sheet in values.worksheets]
    found = {}
    for number, name in enumerate(choose(names)):
        computed = _rows(formulas[name]) if formulas else []
        at = {
            (r, c)
            for r, row in enumerate(computed)
            for c, x in enumerate(row)
            if x.data_type == "f"
        }
        sheet = _sheet(_Named(file, name, number, at), _rows(values[name]), faults)
        found[name] = sheet
    if not found:
        raise _Refused("the workbook holds no table", "put the table on the first sheet")
    return Spreadsheet(found, tuple(name for name in values.sheetnames if name not in found))


def _rows(sheet: Any) -> list[Sequence[Any]]:  # noqa: ANN401 - openpyxl has no public name for it
    """Return the cells of a sheet as openpyxl has them; what the file says of its size may lie."""
    sheet.reset_dimensions()
    rows, count = [], 0
    for row in sheet.iter_rows():
        rows.append(row)
        count += max(1, len(row))
        if count > MOST_CELLS:
            raise _Refused(f"the sheet {sheet.title} holds {TOO_MANY[0]}", TOO_MANY[1])
    return rows


def _sheet(named: _Named, rows: Sequence[Sequence[Any]], faults: FaultList) -> Sheet:
    cells = [
        [refuse_controls(named.cell(r, c, raw), faults) for c, raw in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    found = sheet_of(cells, " | ", named.blank)
    if found is None:
        raise _Refused(f"the sheet {named.name} holds {TOO_MANY[0]}", TOO_MANY[1])
    return found


def _read(raw: Any) -> tuple[str, Kind]:  # noqa: ANN401 - as above
    """Return a value as text, numbers as short as they can be written, and what it is."""
    value = raw.value
    if raw.data_type == "e":
        return str(value), "error"
    match value:
        case bool():
            return str(value).upper(), "truth"
        case datetime() if value.time() == time():
            return value.date().isoformat(), "date"
        case date() | time() | timedelta():
            return str(value), "date"
        case float() if not isfinite(value):
            return str(value), "text"
        case int() | float():
            percent = "%" in _LITERAL.sub("", raw.number_format)
            text = str(value) if isinstance(value, int) else text_of(Fraction(repr(value)))
            return text, "percent" if percent else "number"
    return str(value), "text"
