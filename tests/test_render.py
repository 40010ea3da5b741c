"""The formats: each draws the same report, and no text in it comes alive or breaks it."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.render.layout import cell_text, natural_widths, pad, width
from policyscore.report import (
    Bar,
    Column,
    Figure,
    Prose,
    Report,
    Row,
    Sheet,
    Table,
    Value,
    number,
)
from policyscore.shown import CONTROL, one_line
from tests.nasty import NASTY, report_of, texts
from tests.strategies import steady

Golden = Callable[[str, str], None]
some_texts = st.lists(texts, min_size=1, max_size=5, unique=True).map(tuple)


def report(*blocks: Prose | Table, title: str = "Title", date: str = "") -> Report:
    """Return a report of blocks alone."""
    return Report(title, date, lambda: blocks, dict, lambda: Sheet((), ()))


def parsed(markdown: str) -> list[Token]:
    """Return what a renderer of Markdown with tables finds, links in plain text too."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def inner(tokens: list[Token]) -> list[Token]:
    """Return the tokens inside lines."""
    return [child for token in tokens for child in token.children or ()]


def visible(token: Token) -> str:
    """Return what a reader sees of a token."""
    return "".join(
        child.content if child.type in ("text", "text_special") else " "
        for child in token.children or ()
    )


# All of them


@pytest.mark.parametrize("extension", [".txt", ".md", ".csv", ".json"])
def test_text_that_would_come_alive_is_drawn_as_accepted(extension: str, golden: Golden) -> None:
    golden(render(report_of(NASTY), EXTENSIONS[extension]), f"render/nasty{extension}")


@pytest.mark.parametrize("name", FORMATS)
@steady
@given(some_texts)
def test_no_output_holds_what_a_terminal_or_a_runner_obeys(name: str, many: Any) -> None:  # noqa: ANN401
    drawn = render(report_of(many), name)
    assert not CONTROL.search(drawn)
    assert not re.search(r"^\s*::", drawn, re.MULTILINE)
    assert not re.search(r"##(vso)?\[", drawn, re.IGNORECASE)
    assert drawn.endswith("\n")
    drawn.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_nothing_can_be_drawn(name: str) -> None:
    empty = Table((Column("a"),), ())
    assert render(report(Prose(()), empty), name).endswith("\n")


def test_every_extension_is_of_a_format_that_exists() -> None:
    assert set(EXTENSIONS.values()) == set(FORMATS)


# Text for pipes


@steady
@given(some_texts)
def test_text_keeps_each_record_on_its_line(many: Any) -> None:  # noqa: ANN401
    drawn = render(report_of(many), "text")
    notes = len(many) // 2
    heads = 3 + len(many) + 1 + 1 + len(many) + 1 + 2
    assert len(drawn.splitlines()) == heads + len(many) + notes


def test_text_lines_columns_up_by_what_a_terminal_shows() -> None:
    table = Table(
        (Column("name"), Column("n", numeric=True)),
        (Row(("漢字", Figure("1"))), Row(("e\u0301e", Figure("22"))), Row(("plain", Figure("3")))),
    )
    assert render(report(table), "text") == (
        "Title\n\nname    n\n漢字    1\ne\u0301e     22\nplain   3\n"
    )


def test_text_leaves_bars_out() -> None:
    table = Table((Column("name"), Column("bar")), (Row(("a", Bar(Fraction(1, 2)))),))
    assert render(report(table, date="2026"), "text") == "Title (2026)\n\nname\na\n"


# Markdown


@steady
@given(some_texts)
def test_no_text_changes_the_rows_and_columns_of_a_table(many: Any) -> None:  # noqa: ANN401
    types = [token.type for token in parsed(render(report_of(many), "markdown"))]
    assert types.count("table_open") == 1
    assert types.count("tr_open") == 1 + len(many)
    noted = len(many) > 1
    assert types.count("th_open") == 4 + noted
    assert types.count("td_open") == (4 + noted) * len(many)


@steady
@given(some_texts)
def test_no_text_becomes_a_block_or_a_mark_of_its_own(many: Any) -> None:  # noqa: ANN401
    tokens = parsed(render(report_of(many), "markdown"))
    blocks = {token.type.partition("_")[0] for token in tokens}
    assert blocks <= {"heading", "paragraph", "inline", "table", "thead", "tbody", "tr", "th", "td"}
    marks = {token.type for token in inner(tokens)} - {"html_inline"}
    assert marks <= {"text", "text_special", "strong_open", "strong_close"}
    assert {t.content for t in inner(tokens) if t.type == "html_inline"} <= {"<br>"}


@steady
@given(texts)
def test_a_reader_of_markdown_sees_the_text_itself(text: str) -> None:
    """But for invisible marks and for the space that keeps CI runners away."""
    drawn = render(report(Prose((f"x {text}", text))), "markdown")
    paragraphs = [token for token in parsed(drawn) if token.type == "inline"][1:]
    wanted = [one_line(f"x {text}"), one_line(text)]
    for token, want in zip(paragraphs, filter(None, wanted), strict=True):
        assert seen(visible(token)) == seen(CONTROL.sub(_escape, want))


def _escape(found: re.Match[str]) -> str:
    return ascii(found.group())[1:-1]


def seen(text: str) -> str:
    return re.sub("[\u200b\\s]", "", text)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("@org/team", "@\u200borg/team"),
        ("a@b.org", "a@\u200bb.org"),
        (":smile:", ":\u200bsmile:"),
        (":thumbs_up: :+1:", ":\u200bthumbs\\_up: :\u200b+1:"),
        ("fixes #12", "fixes \\#\u200b12"),
        ("GH-3 and gh-4", "GH-\u200b3 and gh-\u200b4"),
        ("https://x.org", "https:\u200b//x.org"),
        ("www.x.org WWW.x.org", "www\u200b.x.org WWW\u200b.x.org"),
        ("10:30, ratio 3:1, a: b", "10:30, ratio 3:1, a: b"),
        ("{{ site.x }}", "\\{\\{ site.x \\}\\}"),
    ],
)
def test_what_a_forge_makes_of_text_is_stopped_without_a_visible_change(
    text: str, drawn: str
) -> None:
    assert render(report(Prose((f"x {text}",))), "markdown").endswith(f"x {drawn}\n")


@pytest.mark.parametrize("text", ["1. one", "12) x", "- a", "+ a", "=== x", "--- x", "-", "2."])
def test_what_would_begin_a_list_or_a_heading_is_a_paragraph(text: str) -> None:
    tokens = parsed(render(report(Prose((text,))), "markdown"))
    assert [token.type for token in tokens][3:] == ["paragraph_open", "inline", "paragraph_close"]
    assert visible(tokens[-2]) == text


def test_an_empty_paragraph_is_none_in_markdown() -> None:
    drawn = render(report(Prose(("", " ", "x"), strong=True)), "markdown")
    assert drawn == "## Title\n\n**x**\n"


def test_notes_get_a_column_with_their_heading() -> None:
    table = Table((Column("a"),), (Row(("1",), ("one", "two | 2")), Row(("2",))), notes="why")
    assert render(report(table), "markdown") == (
        "## Title\n\n| a | why |\n| --- | --- |\n| 1 | one<br>two \\| 2 |\n| 2 |  |\n"
    )


# CSV and JSON


def in_csv(text: str) -> str:
    """Return what a program reads for a text: with an apostrophe before what looks a formula."""
    alive = text.lstrip()[:1] in tuple("=+-@＝＋－＠") or text[:1] in ("\t", "\r", "\n")
    text = re.sub(r"([;|\t]\s*)(?=[=+@＝＋－＠-])", r"\1'", text)
    shown = CONTROL.sub(_escape, f"'{text}" if text and alive else text)
    return re.sub(r"##(?=(vso)?\[)", "# #", shown, flags=re.IGNORECASE)


@steady
@given(some_texts)
def test_csv_reads_back_what_was_put_in(many: Any) -> None:  # noqa: ANN401
    """But for the apostrophe, the escapes, and the space after a colon that begins a line."""
    read = list(csv.reader(io.StringIO(render(report_of(many), "csv"), newline="")))
    wanted = [
        (many[0], "=share"),
        *((text, repr(number(Fraction(i, 3)))) for i, text in enumerate(many)),
    ]
    assert [[tidy(cell) for cell in row] for row in read] == [
        [tidy(in_csv(cell)) for cell in row] for row in wanted
    ]


def tidy(text: str) -> str:
    return re.sub(r"^(\s*): ?:", r"\1::", text, flags=re.MULTILINE)


def csv_of(*values: str | int | bool | Fraction | None) -> str:
    """Return the line of a CSV that holds the values."""
    sheet = Sheet(tuple("abcdefgh"[: len(values)]), (values,))
    drawn = render(Report("", "", tuple, dict, lambda: sheet), "csv")
    return drawn.partition("\n")[2].rstrip("\n")


def test_csv_holds_numbers_in_full_and_leaves_unknown_empty() -> None:
    assert csv_of(Fraction(1, 3), Fraction(-5), True, False, 7, None, "x,y") == (
        '0.3333333333333333,-5,true,false,7,,"x,y"'
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "＝1", "  =1", "\u00a0-1", "\t1", "\n=1"])
def test_csv_keeps_spreadsheets_from_calculating(text: str) -> None:
    assert csv_of(text).lstrip('"').startswith("'")


def test_csv_never_marks_a_number() -> None:
    assert csv_of(Fraction(-1, 4), -3) == "-0.25,-3"


@steady
@given(some_texts)
def test_json_reads_back_exactly_what_was_put_in(many: Any) -> None:  # noqa: ANN401
    read = json.loads(render(report_of(many), "json"))
    assert read["title"] == "::warning::[x]\ntitle"
    assert read["texts"] == list(many)
    assert {*read} == {"title", "texts", *many}


def test_json_keeps_order_and_types() -> None:
    data: Mapping[str, Value] = {
        "z": None,
        "a": True,
        "n": [Fraction(1, 3), Fraction(2), 3],
        "m": {"x": "é"},
    }
    drawn = render(Report("", "", tuple, lambda: data, lambda: Sheet((), ())), "json")
    assert json.loads(drawn) == {"z": None, "a": True, "n": [1 / 3, 2, 3], "m": {"x": "é"}}
    assert list(json.loads(drawn)) == ["z", "a", "n", "m"]
    assert "2,\n" in drawn
    assert "é" in drawn


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Fraction(5), "5"),
        (Fraction(-5), "-5"),
        (Fraction(1, 3), "0.3333333333333333"),
        (Fraction(2**53), "9007199254740992.0"),
        (Fraction(1, 10**30), "1e-30"),
        (Fraction(10) ** 400, "1" + "0" * 400),
        (Fraction(0), "0"),
    ],
)
def test_a_number_is_a_whole_one_or_the_nearest_double(value: Fraction, wanted: str) -> None:
    assert str(number(value)) == wanted


# What the drawings for people share


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("＝", 2), ("\u200b", 0), ("é−█", 3)],
)
def test_width_counts_columns_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 9, right=False)) == width(pad(text, 9, right=True)) == 9


@pytest.mark.parametrize(
    ("share", "bar"),
    [("0", ""), ("1", "█" * 15), ("1/2", "███████▌"), ("1/120", "▏"), ("1/121", "")],
)
def test_a_bar_is_as_long_as_its_share(share: str, bar: str) -> None:
    drawn = cell_text(Bar(Fraction(share)))
    assert drawn == bar + "·" * (15 - len(bar))


def test_a_cell_keeps_its_indentation_and_no_other_white_space() -> None:
    assert cell_text("    two\n  lines ") == "    two lines"
    assert natural_widths(Table((Column("n\n"),), (Row(("  a\tb",)),))) == [5]
