"""The formats: each draws the same report, and no text in it comes alive or breaks it."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.render.layout import cell_text, natural_widths, pad, width
from policyscore.render.markdown import REST
from policyscore.render.markdown import render as render_markdown
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
    legible,
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


@steady
@given(texts, some_texts)
def test_a_folded_block_opens_on_its_title_and_holds_the_block(title: str, many: Any) -> None:  # noqa: ANN401
    blocks = [
        block._replace(title=f"t{title}", folded=True)
        for block in legible(report_of(many).blocks())
    ]
    tokens = parsed(render(report(*blocks), "markdown"))
    html = [token.content for token in tokens if token.type == "html_block"]
    assert html[1::2] == ["</details>\n"] * len(blocks)
    for opening in html[::2]:
        shown = re.fullmatch(r"<details><summary>([^<]*)</summary>\n", opening)
        assert shown
        assert not re.search(r"(?<!&)#|[\\`*_\[\]{}|~$!^]", shown.group(1))
        assert seen(unescape(shown.group(1))) == seen(CONTROL.sub(_escape, one_line(f"t{title}")))
    kinds = [token.type for token in tokens if token.type in ("table_open", "html_block")]
    assert kinds == ["html_block"] * 5 + ["table_open", "html_block"]


def test_folded_blocks_follow_each_other_each_on_its_own() -> None:
    table = Table((Column("a"),), (Row(("1",)),), "A|b & <c> #1", folded=True)
    drawn = render(report(Prose(("x",), "One", folded=True), table, Prose(("y",))), "markdown")
    assert drawn == (
        "## Title\n\n"
        "<details><summary>One</summary>\n\nx\n\n</details>\n\n"
        "<details><summary>A&#124;b &amp; &lt;c&gt; &#35;\u200b1</summary>\n\n"
        "| a |\n| --- |\n| 1 |\n\n</details>\n\ny\n"
    )


def test_what_has_no_title_cannot_be_folded_away() -> None:
    assert render(report(Prose(("x",), folded=True)), "markdown") == "## Title\n\nx\n"


@pytest.mark.parametrize("name", ["text", "csv", "json"])
def test_other_formats_fold_nothing_away(name: str) -> None:
    blocks = [
        block._replace(title="a", folded=folded)
        for folded in (True, False)
        for block in legible(report_of(NASTY).blocks())
    ]
    folded, open_ = blocks[: len(blocks) // 2], blocks[len(blocks) // 2 :]
    assert render(report(*folded), name) == render(report(*open_), name)


# Markdown within a limit


def long_report(*lengths: int) -> Report:
    """Return a report of an answer and a table for each number of rows."""
    tables = (
        Table((Column("n"),), tuple(Row((f"{i} é",)) for i in range(length)), f"T{length}")
        for length in lengths
    )
    return report(Prose(("Answer.",), strong=True), *tables, Prose(("End.",)))


def rows_of(markdown: str) -> list[list[str]]:
    """Return the rows of each table."""
    parts = markdown.split("| n |\n| --- |")[1:]
    return [re.findall(r"^\| (\d+) é \|$", part, re.MULTILINE) for part in parts]


@steady
@given(st.lists(st.integers(0, 30), max_size=3), st.integers(0, 900))
def test_markdown_within_a_limit_keeps_the_first_rows_and_tells_of_the_others(
    lengths: list[int], most: int
) -> None:
    made = long_report(*lengths)
    drawn, whole = render_markdown(made, most), render_markdown(made)
    size = len(drawn.encode())
    assert drawn.startswith("## Title\n\n**Answer.**\n")
    assert drawn == whole or len(whole.encode()) > most
    assert size <= most or drawn == f"## Title\n\n**Answer.**\n\n{REST}\n"
    kept = rows_of(drawn)
    assert (len(kept) < len(lengths) or "End." not in drawn) == (REST in drawn)
    common = max(map(len, kept), default=0)
    for rows, length in zip(kept, lengths, strict=False):
        assert rows == [str(i) for i in range(min(common, length))]
        more = length - len(rows)
        said = f"{more} more row{'s' * (more != 1)}: see the CSV or JSON result."
        assert (said in drawn) == (more > 0)
    tables = MarkdownIt("commonmark").enable("table").parse(drawn)
    assert [token.type for token in tables].count("table_open") == len(kept)


def test_as_many_rows_stay_as_there_is_room_for() -> None:
    made = long_report(40)
    for most in range(140, len(render_markdown(made).encode())):
        room = most - len(render_markdown(made, most).encode())
        assert 0 <= room <= len("| 10 é |\n".encode())


def test_a_report_that_just_fits_is_whole_although_cutting_it_would_make_it_longer() -> None:
    made = report(Prose(("Answer.",)), Table((Column("n"),), (Row(("1",)),)))
    whole = render_markdown(made)
    assert render_markdown(made, len(whole.encode())) == whole
    assert render_markdown(made, len(whole.encode()) - 1) == f"## Title\n\nAnswer.\n\n{REST}\n"


def test_a_folded_table_is_closed_where_it_is_cut() -> None:
    rows = tuple(Row((str(i),)) for i in range(99))
    made = report(Prose(("Answer.",)), Table((Column("n"),), rows, "T", folded=True))
    assert render_markdown(made, 200).endswith(
        "| 11 |\n| 12 |\n\n86 more rows: see the CSV or JSON result.\n\n</details>\n"
    )


def test_one_row_that_is_left_out_is_one() -> None:
    rows = (Row(("1",)), Row(("2" * 99,)))
    made = report(Prose(("Answer.",)), Table((Column("n"),), rows))
    assert render_markdown(made, 100).endswith("| 1 |\n\n1 more row: see the CSV or JSON result.\n")


def test_a_report_of_no_blocks_has_a_title_within_any_limit() -> None:
    assert render_markdown(report(), 1) == "## Title\n"


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
