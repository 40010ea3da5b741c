"""A workbook is what another program reads in it; text of a model is text there."""

import subprocess
import sys
from fractions import Fraction
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from policyscore.book import (
    Address,
    Bars,
    Book,
    BookColumn,
    BookSheet,
    Cell,
    Check,
    Formula,
    Input,
    Part,
)
from policyscore.render import xlsx
from policyscore.report import Report, Sheet
from policyscore.shown import escaped
from tests.conftest import ROOT
from tests.nasty import NASTY, texts
from tests.strategies import steady
from tests.workbooks import opened, parts, small, written

HOSTILE = (
    *NASTY,
    "123",
    "http://a.example",
    "mailto:a@b.example",
    "internal:Sheet!A1",
    "{=1+1}",
    "=HYPERLINK(A1)",
    "_x0041_",
    "<r><t>rich</t></r>",
    "<r>&</r>",
    "]]>",
    "\ufffe\uffff",
    " spaces ",
)


def sheet_of(book: Book, values: bool = True) -> Worksheet:
    sheet = opened(book, values).active
    assert isinstance(sheet, Worksheet)
    return sheet


def as_read(text: str) -> str | None:
    """Return what a cell with a text is to hold: controls as they are shown, else unchanged."""
    shown = escaped(text).replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")
    return shown + " " * (shown[:3] == "<r>" and shown[-4:] == "</r>") or None


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_a_number_a_link_or_markup_stays_a_text(text: str) -> None:
    cell = sheet_of(small((text,)), values=False)["A2"]

    assert cell.value == as_read(text)
    assert cell.data_type == ("s" if text else "n")
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_harmless_in_every_place(text: str) -> None:
    shown = (BookColumn("head", check=Check(text, text * 100, "TRUE")),)
    rows: list[tuple[Cell, ...]] = [(Input(text),), (Formula("1&1", text),), (Address(text),)]
    sheet = BookSheet("Sheet", "Table", shown, rows)
    sheet = sheet._replace(chart=Bars("chart", text, "axis", "Sheet", 3, 0, (Part(0, CORNER),)))

    files = parts(Book(text, (2026, 1, 2), (sheet,)))

    for name, xml in files.items():
        root = ElementTree.fromstring(xml)
        found = [node.text for node in root.iter() if node.tag.endswith("}f") and "/work" in name]
        assert set(found) <= {"1&1", "Sheet!$A$1", "Sheet!$A$2:$A$4"}
    assert "hyperlink" not in files["xl/worksheets/sheet1.xml"] or text == "http://a.example"


CORNER = ("Sheet", 0, 0)


@steady
@given(texts, texts)
def test_any_text_is_read_as_it_was_written(one: str, other: str) -> None:
    sheet = sheet_of(small((one, other), (Input(one), Formula('""', other))), values=True)

    assert [sheet["A2"].value, sheet["A3"].value] == [as_read(one), as_read(other)]
    assert sheet["B2"].value == as_read(one)
    assert (sheet["B3"].value or "").strip() == (as_read(other) or "").strip()


def test_numbers_and_results_are_the_nearest_doubles() -> None:
    third, tenth = Fraction(1, 3), Fraction(1, 10)
    cells = (third, tenth, 7, Fraction(10) ** 30, Fraction(-5, 2))
    results = tuple(Formula("1+1", value) for value in cells)

    sheet = sheet_of(small(cells, results, tuple(Input(Fraction(cell)) for cell in cells)))

    assert [sheet[f"A{row}"].value for row in range(3, 7)] == [0.1, 7, 1e30, -2.5]
    assert sheet["A2"].value == pytest.approx(1 / 3, rel=1e-15)
    assert [sheet[f"B{row}"].value for row in range(2, 7)] == [1 / 3, 0.1, 7, 1e30, -2.5]
    assert sheet["C3"].value == 0.1


def test_a_formula_is_written_as_one_with_its_value_beside_it() -> None:
    book = small((Formula("SUM(B2:B3)", Fraction(3)), Formula('"a"&"b"', "ab")), (1, 2))

    assert [sheet_of(book, values=False)[at].value for at in ("A2", "A3")] == [
        "=SUM(B2:B3)",
        '="a"&"b"',
    ]
    assert [sheet_of(book)[at].value for at in ("A2", "A3")] == [3, "ab"]


def test_a_text_that_looks_like_a_code_for_a_letter_is_not_taken_for_one() -> None:
    xml = parts(small(("_x0041_", Formula('"_"', "_x0041_ _x004_"))))

    assert "<v>_x005F_x0041_ _x004_</v>" in xml["xl/worksheets/sheet1.xml"]
    assert "<t>_x005F_x0041_</t>" in xml["xl/sharedStrings.xml"]


def test_only_what_may_be_changed_is_unlocked_on_a_sheet_protected_without_a_password() -> None:
    sheet = sheet_of(small((Input(Fraction(1)), Input(None)), (Fraction(1), "text")))

    assert [sheet[at].protection.locked for at in ("A2", "A3", "B2", "B3")] == [0, 0, 1, 1]
    assert sheet["A2"].border.left.style == "thin"
    assert sheet["A2"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatColumns


def test_a_sheet_is_one_named_table_from_the_corner_with_a_frozen_heading_and_nothing_merged() -> (
    None
):
    sheet = sheet_of(small((1, 2), ("a", "b")))

    assert [(name, sheet.tables[name].ref) for name in sheet.tables] == [("Table", "A1:B3")]
    assert sheet.tables["Table"].autoFilter.ref == "A1:B3"
    assert [cell.value for cell in sheet[1]] == ["column 0", "column 1"]
    assert sheet.freeze_panes == "B2"
    assert not sheet.merged_cells.ranges
    assert sheet.print_title_rows == "$1:$1"


def test_a_table_without_rows_keeps_an_empty_one() -> None:
    book = Book("title", (2026, 1, 2), (BookSheet("Sheet", "Table", (BookColumn("head"),), ()),))

    assert sheet_of(book).tables["Table"].ref == "A1:A2"
    assert sheet_of(book)["A2"].value is None


def test_a_cell_that_is_checked_says_what_it_may_hold() -> None:
    number = Check("Weight", "From 0 up.")
    other = Check("W" * 40, "é" * 300, "A2<3")
    shown = (BookColumn("one", check=number), BookColumn("two", check=other))

    found = sheet_of(small((Input(None),) * 2, (Input(None),) * 2, shown=shown)).data_validations

    first, second = found.dataValidation
    assert (first.type, first.operator, first.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert (str(first.sqref), first.allowBlank) == ("A2:A3", True)
    assert (first.promptTitle, first.prompt) == ("Weight", "From 0 up.")
    assert (second.type, second.formula1, str(second.sqref)) == ("custom", "A2<3", "B2:B3")
    assert (second.promptTitle, second.prompt) == ("W" * 32, "é" * 255)
    assert (second.errorTitle, second.error) == ("W" * 32, "é" * 255)


def test_what_may_not_be_entered_is_refused_with_a_sentence() -> None:
    check = Check("Cost", "From 0 to 9.", "A2<9", "This is not from 0 to 9.")

    sheet = sheet_of(small((Input(None),), shown=(BookColumn("one", check=check),)))

    (found,) = sheet.data_validations.dataValidation
    assert (found.errorStyle or "stop", found.showErrorMessage) == ("stop", True)
    assert (found.prompt, found.error) == ("From 0 to 9.", "This is not from 0 to 9.")


def test_what_comes_into_a_cell_otherwise_is_struck_through() -> None:
    checks = (Check("Cost", "From 0 to 9.", "A2<9"), Check("Weight", "From 0 up."))
    shown = [BookColumn(check.title, check=check) for check in checks]

    sheet = sheet_of(small((Input(None),) * 3, (Input(None),) * 3, shown=shown))

    (found,) = sheet.conditional_formatting
    assert str(found.sqref) == "A2:A4"
    assert [(rule.type, rule.formula) for rule in found.rules] == [("expression", ["NOT(A2<9)"])]
    assert found.rules[0].dxf.font.strike


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_a_note_on_a_heading_is_read_as_it_was_written(text: str) -> None:
    shown = (BookColumn("one", note=text), BookColumn("two"))
    book = small((1,), (2,), shown=shown)

    note = sheet_of(book)["A1"].comment

    assert note is not None
    assert note.author == "policyscore"
    assert note.text.replace("_x005F_", "_").strip() == (as_read(text) or "").strip()
    assert sheet_of(book)["B1"].comment is None
    assert "<x:Visible" not in parts(book)["xl/drawings/vmlDrawing1.vml"]


def test_a_note_of_any_length_is_short() -> None:
    note = sheet_of(small((1,), shown=(BookColumn("one", note="é" * 5000),)))["A1"].comment

    assert note is not None
    assert note.text == "é" * 1000


LINKS = (
    "https://www.example.org/a/b?c=d&e=%20f#g",
    "http://example.org",
    "https://example.org:8080/~x/(y);z=1",
)


@pytest.mark.parametrize("url", LINKS)
def test_a_plain_web_address_is_a_link(url: str) -> None:
    link = sheet_of(small((Address(url),)))["A2"]

    assert link.value == url
    assert link.hyperlink is not None
    location = f"#{link.hyperlink.location}" if link.hyperlink.location else ""
    assert f"{link.hyperlink.target}{location}".rstrip("/") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://exa mple.org",
        "https://example.org/<b>",
        "https://user@example.org\\c",
        "https://",
        "HTTPS://EXAMPLE.ORG/\n",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_any_other_address_is_a_text(url: str) -> None:
    cell = sheet_of(small((Address(url),)))["A2"]

    assert (cell.value, cell.hyperlink) == (url, None)


@pytest.mark.parametrize(
    ("text", "kept"), [("a" * 32_767, 32_767), ("a" * 32_768, 0), ("\U0001f600" * 16_384, 0)]
)
def test_a_text_that_no_cell_holds_is_cut_with_a_note(text: str, kept: int) -> None:
    found = sheet_of(small((text,)))["A2"].value

    assert len(found.encode("utf-16-le")) // 2 <= 32_767
    assert found == text[:kept] if kept else found.endswith(xlsx.CUT)
    assert text.startswith(found.removesuffix(xlsx.CUT))


def test_rich_markup_that_fills_a_cell_is_no_markup_either() -> None:
    text = f"<r>{'&' * (32_767 - 7)}</r>"

    assert sheet_of(small((text,)))["A2"].value.endswith(xlsx.CUT)


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (
            BookSheet("Sheet", "Table", (BookColumn("a"),), [(1,)] * 1_048_576),
            "the sheet Sheet takes 1048577 rows and 1 columns, and a spreadsheet has 1048576 and "
            "16384",
        ),
        (
            BookSheet("Wide", "Table", (BookColumn("a"),) * 16_385, ()),
            "the sheet Wide takes 1 rows and 16385 columns, and a spreadsheet has 1048576 and "
            "16384",
        ),
        (
            BookSheet("Long", "Table", (BookColumn("a"),), [(Formula("1" * 8192, 0),)]),
            "the sheet Long takes a formula of 8192 characters, and a spreadsheet reads fewer than "
            "8192",
        ),
    ],
)
def test_what_no_spreadsheet_holds_is_refused(sheet: BookSheet, why: str) -> None:
    with pytest.raises(ValueError, match="spreadsheet") as refused:
        written(Book("title", (2026, 1, 2), (sheet,)))

    assert str(refused.value) == why


def test_a_report_without_a_workbook_is_refused() -> None:
    with pytest.raises(ValueError, match="this report has no workbook"):
        xlsx.render(Report("title", "", tuple, dict, lambda: Sheet((), ())))


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (BookColumn("a", shown="number"), "General"),
        (BookColumn("a"), "General"),
        (BookColumn("a", shown="points"), "0.0"),
        (BookColumn("a", shown="points", places=3), "0.000"),
        (BookColumn("a", shown="signed", places=2), "+0.00;-0.00;0.00"),
        (BookColumn("a", shown="percent"), '[=0]0 %;[<0.001]"<0.1 %";0.0 %'),
    ],
)
def test_numbers_are_shown_by_column(column: BookColumn, wanted: str) -> None:
    assert sheet_of(small((Fraction(1, 3),), shown=[column]))["A2"].number_format == wanted


def test_a_text_that_begins_like_a_formula_stays_one_when_it_is_edited() -> None:
    sheet = sheet_of(small(("=1+1", "-1", "plain")))

    assert [bool(sheet[f"A{row}"].quotePrefix) for row in (2, 3, 4)] == [True, True, False]
    sheet = sheet_of(small((Input("=1+1"), Input("-1"), Input("plain"))))
    assert [bool(sheet[f"A{row}"].quotePrefix) for row in (2, 3, 4)] == [True, True, False]


def test_a_text_that_may_be_changed_stays_unlocked_whatever_it_begins_with() -> None:
    assert not sheet_of(small((Input("=1+1"),)))["A2"].protection.locked


def test_a_heading_folds_before_it_hides_behind_the_button_of_its_filter() -> None:
    shown = [BookColumn("one two", 8, "number"), BookColumn("three", 20, "number")]

    assert sheet_of(small((1,), (2,), shown=shown)).row_dimensions[1].height == 30


@pytest.mark.parametrize("width", [7, 70, 200])
def test_a_table_is_printed_one_page_wide_and_as_long_as_it_takes(width: int) -> None:
    shown = [BookColumn("a", width, "number"), BookColumn("b", width, "number")]
    sheet = sheet_of(small((1,), (2,), shown=shown))

    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", None)


def test_columns_are_as_wide_as_their_texts_and_rows_as_high() -> None:
    shown = [BookColumn("a", 20), BookColumn("b", 25), BookColumn("c", 9, "number")]
    sheet = sheet_of(small(("abc", "word " * 30), ("W" * 200, "one\ntwo"), (1, 2), shown=shown))

    assert [round(sheet.column_dimensions[letter].width) for letter in "ABC"] == [21, 26, 10]
    assert sheet.row_dimensions[1].height is None
    assert sheet.row_dimensions[2].height == 15 * 8  # 200 letters, 25 a line
    assert sheet.row_dimensions[3].height == 15 * 8  # thirty words, four a line
    assert sheet["A3"].alignment.wrap_text


def test_a_clipped_text_makes_no_row_taller() -> None:
    shown = [BookColumn("a", 20), BookColumn("b", 25, clipped=True)]
    cells: tuple[Cell, ...] = ("word " * 30, "short", "one\ntwo")
    sheet = sheet_of(small(("abc", "W " * 15, "x"), cells, shown=shown))

    heights = [sheet.row_dimensions[row].height for row in (1, 2, 3, 4)]
    assert heights[0] is None
    assert heights[1:] == pytest.approx([15, 30, 15], abs=1)
    assert all(sheet.row_dimensions[row].customHeight for row in (2, 3, 4))


def test_the_chart_stands_below_the_table() -> None:
    columns = (BookColumn("bar"), BookColumn("part", 8, "points"))
    bars = Bars("What", "Words", "points", "Sheet", 2, 0, (Part(1, CORNER),))
    sheet = BookSheet("Sheet", "Table", columns, [("a", 1), ("b", 2)], bars)

    drawing = parts(Book("title", (2026, 1, 2), (sheet,)))["xl/drawings/drawing1.xml"]

    assert "<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4<" in drawing


def test_narrow_columns_of_text_take_no_more_room_than_they_need() -> None:
    sheet = sheet_of(small(("abc", "abcdefghijkl"), shown=[BookColumn("a", 60)]))

    assert round(sheet.column_dimensions["A"].width) == 15


def test_a_row_is_never_higher_than_a_spreadsheet_allows() -> None:
    assert sheet_of(small(("\n" * 100 + "x",))).row_dimensions[2].height == pytest.approx(
        409, abs=1
    )


def chart_of(parts_: int, rows: int = 2) -> str:
    columns = (BookColumn("bar"), *(BookColumn(f"part {i}", 8, "points") for i in range(parts_)))
    bars = Bars(
        "What adds up",
        "Bars in words",
        "points",
        "Sheet",
        rows,
        0,
        tuple(Part(1 + i, ("Sheet", 0, 1 + i)) for i in range(parts_)),
    )
    cells: list[tuple[Cell, ...]] = [(f"bar {row}", *((row,) * parts_)) for row in range(rows)]
    sheet = BookSheet("Sheet", "Table", columns, cells, bars)
    files = parts(Book("title", (2026, 1, 2), (sheet,)))
    assert 'descr="Bars in words"' in files["xl/drawings/drawing1.xml"]
    return files["xl/charts/chart1.xml"]


def test_the_chart_stacks_the_parts_of_each_row_under_their_names_and_says_what_it_is() -> None:
    xml = chart_of(2)

    assert "<a:t>What adds up</a:t>" in xml
    assert '<c:barDir val="bar"/><c:grouping val="stacked"/>' in xml
    for letter in "BC":
        assert f"<c:f>Sheet!${letter}$1</c:f>" in xml
        assert f"<c:f>Sheet!${letter}$2:${letter}$3</c:f>" in xml
    assert xml.count("<c:f>Sheet!$A$2:$A$3</c:f>") == 2
    assert '<c:orientation val="maxMin"/>' in xml  # the first row on top
    assert '<c:max val="100"/><c:min val="0"/>' in xml


def test_parts_of_the_same_color_differ_by_pattern_and_all_have_an_edge() -> None:
    xml = chart_of(9)

    assert xml.count("0072B2") == 2
    assert xml.count('<a:pattFill prst="wdUpDiag">') == 1
    assert xml.count('<a:srgbClr val="404040"/>') == 9


def test_a_file_tells_neither_who_made_it_nor_when() -> None:
    files = parts(small((1,)))
    core = files["docProps/core.xml"]

    assert "<dc:title>title</dc:title>" in core
    assert "<dc:creator></dc:creator>" in core
    assert core.count("2026-01-02T00:00:00Z") == 2
    with ZipFile(BytesIO(written(small((1,))))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}


PROGRAM = """
import sys
from pathlib import Path
from policyscore.load import load
from tests.workbooks import book_of, written
sys.stdout.buffer.write(written(book_of(load(Path(".")).model, ("Version", "1"))))
"""


def test_the_same_model_gives_the_same_bytes_in_any_process() -> None:
    def run(seed: str, zone: str) -> bytes:
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "src:."}
        command = [sys.executable, "-c", PROGRAM]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True
        ).stdout

    one, other = run("1", "Asia/Tokyo"), run("2", "America/Lima")

    assert one == other
    assert load_workbook(BytesIO(one)).sheetnames[0] == "Read me"
