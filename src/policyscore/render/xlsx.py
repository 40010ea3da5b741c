"""A workbook as the bytes of an .xlsx file, in which a text is a text and nothing else."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from policyscore.book import Address, Bars, Book, BookColumn, BookSheet, Cell, Check, Formula, Input
from policyscore.render.layout import width
from policyscore.report import Report, number
from policyscore.shown import escaped, one_line

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_IN_FORMULA = 8_192
MOST_IN_CELL = 32_767
MOST_IN_LINK = 2_000
MOST_IN_TITLE, MOST_IN_MESSAGE, MOST_IN_NOTE = 32, 255, 1_000
# Of what a sheet looks like: characters for the button of a filter; points.
BUTTON, LINE, HIGHEST, A4 = 4, 15, 409, 9
CUT = " [cut here: a cell holds no more]"

_LINK = re.compile(r"https?://[\w.-]+(:\d+)?([/?#][\w.~:/?#\[\]@!$&'()*+,;=%-]*)?", re.ASCII)
# Excel reads _x0041_ in a file as the letter A.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# XML 1.0 has no name for these two.
_NAMELESS = str.maketrans({"\ufffe": r"\ufffe", "\uffff": r"\uffff"})

_SHOWN = {
    "text": "General",
    "number": "General",
    "points": "{0}",
    "signed": "+{0};-{0};{0}",
    "percent": '[=0]0 %;[<0.001]"<0.1 %";0.0 %',  # what is not nothing does not read as nothing
}
_PROTECTED = dict.fromkeys(("format_columns", "format_rows", "sort", "autofilter"), True)
# Okabe and Ito's colors, which most color-blind people tell apart; then again with a pattern.
_COLORS = ("0072B2", "E69F00", "009E73", "D55E00", "56B4E9", "CC79A7", "F0E442", "999999")
_PATTERNS = ("", "wide_upward_diagonal", "large_grid", "wide_downward_diagonal")
_STRUCK = {"font_strikeout": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"}
_NOTE = {"author": "policyscore", "visible": False, "width": 260, "height": 110}
_EDGE = {"color": "#404040", "width": 0.75}
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}


class _Looks(NamedTuple):
    """The formats of a column's cells; `quoted` ones are texts that begin like a formula."""

    locked: Any
    quoted: Any
    input: Any
    quoted_input: Any
    link: Any


def render(report: Report) -> bytes:
    """Return the workbook: formulas with their values, one named table a sheet, no clock.

    Raises ValueError, with a sentence, for a report that has no workbook and for a workbook that
    is larger than a spreadsheet can be.
    """
    if report.book is None:
        raise ValueError("this report has no workbook")
    book = report.book()
    _refuse_too_large(book)
    stream = BytesIO()
    # Nothing is guessed from the look of a text, and nothing is written to the disk.
    guesses = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    made = Workbook(stream, {"in_memory": True, **guesses})
    created = datetime(*book.date, tzinfo=UTC)
    made.set_properties({"title": _text(one_line(book.title)), "created": created})
    for sheet in book.sheets:
        _fill(made, made.add_worksheet(sheet.name), sheet)
    made.close()
    return _repacked(stream)


def _refuse_too_large(book: Book) -> None:
    for sheet in book.sheets:
        rows, columns = len(sheet.rows) + 1, len(sheet.columns)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise ValueError(
                f"the sheet {sheet.name} takes {rows} rows and {columns} columns, and a "
                f"spreadsheet has {MOST_ROWS} and {MOST_COLUMNS}"
            )
        formulas = (len(c.text) for row in sheet.rows for c in row if isinstance(c, Formula))
        longest = max(formulas, default=0)
        if longest >= MOST_IN_FORMULA:
            raise ValueError(
                f"the sheet {sheet.name} takes a formula of {longest} characters, and a "
                f"spreadsheet reads fewer than {MOST_IN_FORMULA}"
            )


def _fill(made: Workbook, target: Any, sheet: BookSheet) -> None:  # noqa: ANN401
    """Write the cells of a sheet, its table, and what makes it fit for reading and changing."""
    last = max(1, len(sheet.rows)), len(sheet.columns) - 1
    head: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}
    heads = [made.add_format(head | _aligned(column)) for column in sheet.columns]
    columns = zip(sheet.columns, heads, strict=True)
    target.add_table(
        *(0, 0, *last),
        {
            "name": sheet.table,
            "style": "Table Style Light 1",
            "columns": [{"header": c.label, "header_format": head} for c, head in columns],
        },
    )
    looks = [_looks(made, column) for column in sheet.columns]
    struck = made.add_format(_STRUCK)
    for column, (shown, look) in enumerate(zip(sheet.columns, looks, strict=True)):
        if shown.check:
            _check(target, (1, column, last[0], column), shown.check, struck)
        if shown.note:
            target.write_comment(0, column, _cut(_text(shown.note), MOST_IN_NOTE), _NOTE)
        for row, cells in enumerate(sheet.rows, start=1):
            _write(target, row, column, cells[column], look)
    _measure(target, sheet)
    if sheet.chart:
        place = {"description": _text(sheet.chart.description), "object_position": 3}
        target.insert_chart(last[0] + 2, 0, _chart(made, sheet.chart), place)


def _measure(target: Any, sheet: BookSheet) -> None:  # noqa: ANN401
    """Set widths and heights so that texts show in full, and set up protection and printing."""
    widths = [_width(sheet, place) for place in range(len(sheet.columns))]
    for place, columns in enumerate(widths):
        target.set_column(place, place, columns)
    headings = [column.label for column in sheet.columns]
    for row, cells in enumerate([headings, *sheet.rows]):
        clipped = [row > 0 and column.clipped for column in sheet.columns]
        shown = zip(map(_words, cells), widths, clipped, strict=True)
        height = max(1 if c else _lines(w, size - BUTTON * (row == 0)) for w, size, c in shown)
        if height > 1 or any(clipped):
            # A height that is the usual one would not be kept.
            target.set_row(row, min(height * LINE + any(clipped), HIGHEST))
    target.freeze_panes(1, 1)
    target.protect("", _PROTECTED)
    # Ids and years are texts on purpose.
    target.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    target.set_landscape()
    target.set_paper(A4)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)


def _width(sheet: BookSheet, place: int) -> int:
    column = sheet.columns[place]
    if column.shown != "text":
        return column.width
    texts = [column.label + " " * BUTTON, *(_words(row[place]) for row in sheet.rows)]
    longest = max(width(line) for text in texts for line in text.split("\n"))
    return min(longest + 2, column.width)


def _words(cell: Cell) -> str:
    """Return the text that a cell shows; a number is as good as none, it never folds."""
    match cell:
        case Formula(_, str(text)) | Input(str(text)) | Address(text) | str(text):
            return text
    return ""


def _lines(text: str, columns: int) -> int:
    """Return how many lines a text takes in a cell, rather one too many."""
    return sum(
        max(len(wrap(line, columns)), ceil(width(line) / columns), 1) for line in text.split("\n")
    )


def _looks(made: Workbook, column: BookColumn) -> _Looks:
    points = f"0.{'0' * column.places}"
    look = {
        "valign": "top",
        "text_wrap": True,
        "num_format": _SHOWN[column.shown].format(points),
        **_aligned(column),
    }
    marked = {"locked": False, "border": 1, "border_color": "#7F6000", "bg_color": "#FFF8DC"}
    return _Looks(
        made.add_format(look),
        made.add_format({**look, "quote_prefix": True}),
        made.add_format({**look, **marked}),
        made.add_format({**look, **marked, "quote_prefix": True}),
        made.add_format({**look, "underline": 1, "font_color": "#0000EE"}),
    )


def _aligned(column: BookColumn) -> dict[str, Any]:
    return {"align": "left", "indent": 1} if column.shown == "text" else {"align": "right"}


def _write(target: Any, row: int, column: int, cell: Cell, look: _Looks) -> None:  # noqa: ANN401
    match cell:
        case None | "":
            target.write_blank(row, column, None, look.locked)
        case Formula(text, value):
            target.write_formula(row, column, f"={text}", look.locked, _result(value))
        case Input(value):
            open_ = look._replace(locked=look.input, quoted=look.quoted_input)
            _write(target, row, column, value, open_)
        case Address(url) if len(url) <= MOST_IN_LINK and _LINK.fullmatch(url):
            target.write_url(row, column, url, look.link, url)
        case Address(text) | str(text):
            quoted = text.startswith(("=", "+", "-", "@"))
            target.write_string(row, column, _text(text), look.quoted if quoted else look.locked)
        case _:
            target.write_number(row, column, number(cell), look.locked)


def _result(value: int | Fraction | str) -> int | float | str:
    return _CODED.sub("_x005F_", _text(value)) if isinstance(value, str) else number(value)


def _text(text: str) -> str:
    """Return a text as a cell holds it: controls escaped, line breaks kept, cut where too long."""
    text = escaped(text).translate(_NAMELESS)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter would take it for XML of its own
    return _cut(text, MOST_IN_CELL, CUT)


def _cut(text: str, most: int, note: str = "") -> str:
    """Return as much of a text as there is room for, counted as spreadsheets count."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - len(note))].decode("utf-16-le", "ignore") + note


def _check(target: Any, cells: tuple[int, ...], check: Check, struck: Any) -> None:  # noqa: ANN401
    """Refuse what may not be entered into cells, and strike through what came there otherwise."""
    target.data_validation(*cells, _validation(check))
    if check.formula:
        wrong = {"type": "formula", "criteria": f"=NOT({check.formula})", "format": struck}
        target.conditional_format(*cells, wrong)


def _validation(check: Check) -> Mapping[str, Any]:
    """Return what a spreadsheet asks of the cells of a column, and says to who is at one."""
    asked: Mapping[str, Any] = {"validate": "decimal", "criteria": ">=", "value": 0}
    if check.formula:
        asked = {"validate": "custom", "value": f"={check.formula}"}
    title = _cut(_text(check.title), MOST_IN_TITLE)
    message = _cut(_text(check.message), MOST_IN_MESSAGE)
    refusal = _cut(_text(check.refusal), MOST_IN_MESSAGE) or message
    told = {"input_title": title, "input_message": message, "error_type": "stop"}
    return {**asked, **told, "error_title": title, "error_message": refusal}


def _chart(made: Workbook, bars: Bars) -> Any:  # noqa: ANN401
    """Return stacked bars from the top down, parts told apart by color, pattern and edge."""
    chart = made.add_chart({"type": "bar", "subtype": "stacked"})
    for place, part in enumerate(bars.parts):
        chart.add_series(
            {
                "name": list(part.name),
                "categories": [bars.sheet, 1, bars.labels, bars.rows, bars.labels],
                "values": [bars.sheet, 1, part.column, bars.rows, part.column],
                "border": _EDGE,
                "gap": 50,
                **_filled(place),
            }
        )
    chart.set_title({"name": bars.title})
    chart.set_x_axis({"name": bars.axis, "min": 0, "max": 100, "major_gridlines": _GRID})
    chart.set_y_axis({"reverse": True, "crossing": "max"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 700, "height": min(220 + 45 * bars.rows + 8 * len(bars.parts), 4000)})
    return chart


def _filled(place: int) -> Mapping[str, Any]:
    color = f"#{_COLORS[place % len(_COLORS)]}"
    pattern = _PATTERNS[place // len(_COLORS) % len(_PATTERNS)]
    if not pattern:
        return {"fill": {"color": color}}
    return {"pattern": {"pattern": pattern, "fg_color": color, "bg_color": "#FFFFFF"}}


def _repacked(stream: BytesIO) -> bytes:
    """Return the archive without what tells the system that made it."""
    packed = BytesIO()
    with ZipFile(stream) as made, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in made.namelist():
            entry = ZipInfo(name)  # of 1980, the beginning of time in archives
            entry.create_system = 3
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, made.read(name))
    return packed.getvalue()
