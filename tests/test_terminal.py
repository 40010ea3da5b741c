"""Reports on a terminal: nothing too wide, nothing lost, nothing told by colour alone."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from policyscore.cli import terminal
from policyscore.cli.checking import expected
from policyscore.faults import Fault, Place
from policyscore.load import load
from policyscore.model import Model
from policyscore.render.terminal import render
from policyscore.report import Bar, Column, Figure, Prose, Report, Row, Sheet, Table
from policyscore.reports.check import Checked, check_report
from policyscore.reports.scorecard import scorecard_report
from policyscore.shown import CONTROL
from tests.conftest import ROOT
from tests.nasty import NASTY, report_of, texts
from tests.reporting import ranked, weights_of
from tests.reporting import report_of as ranking_of
from tests.strategies import steady

Golden = Callable[[str, str], None]
WIDTHS = (120, 80, 59, 40, 20)


def report(*blocks: Prose | Table, title: str = "Title", date: str = "") -> Report:
    """Return a report of blocks alone."""
    return Report(title, date, lambda: blocks, dict, lambda: Sheet((), ()))


def without_color(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("columns", WIDTHS)
def test_text_that_would_come_alive_is_drawn_as_accepted(columns: int, golden: Golden) -> None:
    golden(render(report_of(NASTY), columns, color=False), f"terminal/nasty-{columns}.txt")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", ["rank", "scorecard", "weights"])
def test_the_reports_are_drawn_as_accepted(
    name: str, columns: int, mexico: Model, golden: Golden
) -> None:
    reports = {
        "rank": ranking_of(ranked(mexico)),
        "scorecard": scorecard_report(mexico, verbose=False),
        "weights": weights_of(mexico),
    }
    golden(render(reports[name], columns, color=False), f"terminal/{name}-{columns}.txt")


@pytest.mark.parametrize("columns", [80, 40])
def test_warnings_are_drawn_as_accepted(columns: int, mexico: Model, golden: Golden) -> None:
    what = "the criterion near-term has weight 0, so it counts for nothing"
    fix = "give it a weight, or say in its rationale why it counts for nothing"
    warnings = [
        Fault(Place("criteria/near-term.yaml", 12, 3), "zero-weight", what, fix, "warning"),
        Fault(Place("options"), "one-option", "there is only one option", "", "warning"),
    ]
    report = check_report(Checked(mexico.decision.title, [], warnings, expected(mexico, ())))
    drawn = render(report, columns, color=False)
    golden(drawn, f"terminal/check-{columns}.txt")


def test_colour_is_drawn_as_accepted(mexico: Model, golden: Golden) -> None:
    drawn = render(ranking_of(ranked(mexico)), 80, color=True)
    golden(drawn.replace("\x1b", "<ESC>"), "terminal/rank-colour.txt")


@pytest.mark.parametrize("columns", WIDTHS)
def test_without_its_colours_a_report_is_what_it_is_without_colour(columns: int) -> None:
    colored = render(report_of(NASTY), columns, color=True)
    assert "\x1b[" in colored
    assert without_color(colored) == render(report_of(NASTY), columns, color=False)


@steady
@given(st.lists(texts, min_size=1, max_size=4).map(tuple), st.integers(20, 100))
def test_nothing_is_wider_than_the_terminal(many: Any, columns: int) -> None:  # noqa: ANN401
    for line in render(report_of(many), columns, color=False).split("\n"):
        assert cell_len(line) <= columns


@steady
@given(st.lists(texts, min_size=1, max_size=4).map(tuple), st.integers(20, 100))
def test_nothing_on_a_terminal_is_obeyed_by_it_or_by_a_runner(
    many: Any,  # noqa: ANN401
    columns: int,
) -> None:
    drawn = without_color(render(report_of(many), columns, color=True))
    assert not CONTROL.search(drawn)
    assert not re.search(r"^\s*::", drawn, re.MULTILINE)
    assert not re.search(r"##(vso)?\[", drawn, re.IGNORECASE)


@pytest.mark.parametrize("columns", [*WIDTHS, 10])
def test_no_number_is_folded_or_cut(columns: int) -> None:
    figures = ("49.8", "−0.000000000001", "645 (500–1000) ▲", "1e-30")
    table = Table(
        (Column("#", numeric=True), Column("option", folds=True), *[Column("n", numeric=True)] * 4),
        (Row((Figure("1="), "A name of several words", *map(Figure, figures))),),
    )
    lines = render(report(table), columns, color=False).split("\n")
    assert all(any(figure in line for line in lines) for figure in figures)


def test_text_gives_way_before_numbers_and_the_widest_first() -> None:
    table = Table(
        (Column("a short one", folds=True), Column("n", numeric=True), Column("long", folds=True)),
        (Row(("eleven char", Figure("1" * 30), "long " * 10)),),
    )
    assert render(report(table), 64, color=False).split("\n")[2:5] == [
        f"a short one  {' ' * 29}n  long",
        f"eleven char  {'1' * 30}  long long long long",
        f"{' ' * 45}long long long long",
    ]


def test_a_heading_folds_between_words() -> None:
    table = Table(
        (Column("option", folds=True), Column("against the status quo of today", numeric=True)),
        (Row(("x" * 30, Figure("1"))),),
    )
    drawn = render(report(table), 60, color=False).split("\n")
    assert drawn[2:4] == [
        f"option{' ' * 29}against the status quo of",
        f"{' ' * 55}today",
    ]


@pytest.mark.parametrize("columns", [59, 40, 20])
def test_below_60_columns_each_option_is_a_block(mexico: Model, columns: int) -> None:
    drawn = render(ranking_of(ranked(mexico)), columns, color=False)
    assert re.search(r"^1  Strategic\s+partnership\n  score: 49\.8\n  range: 25–67$", drawn, re.M)


def test_a_small_table_stays_one_on_a_narrow_terminal() -> None:
    table = Table(
        (Column("name", folds=True), Column("n", numeric=True)), (Row(("a", Figure("1"))),)
    )
    assert render(report(table), 20, color=False) == "Title\n\nname  n\na     1\n"


def test_a_table_that_just_fits_stays_one() -> None:
    columns = (Column("name", folds=True), Column("n", numeric=True))
    table = Table(columns, (Row(("x" * 20, Figure("1" * 18)), ("why",)),))
    fits, too_wide = (render(report(table), columns, color=False) for columns in (40, 39))
    assert fits == f"Title\n\nname{' ' * 35}n\n{'x' * 20}  {'1' * 18}\n    why\n"
    assert too_wide == f"Title\n\n{'x' * 20}\n  n: {'1' * 18}\n  why\n"


@pytest.mark.parametrize(("columns", "barred"), [(59, False), (60, False), (61, True), (80, True)])
def test_bars_go_before_names_fold(columns: int, barred: bool) -> None:
    bar = Bar(Fraction(1))
    table = Table(
        (Column("name", folds=True), Column("bar"), Column("n", numeric=True)),
        (Row(("x" * 40, bar, Figure("12"))),),
    )
    drawn = render(report(table), columns, color=False)
    assert ("█" in drawn) is barred
    assert f"{'x' * 40}  " in drawn or columns < 60


def test_a_block_leaves_out_bars_and_what_is_empty() -> None:
    columns = (Column("name"), Column("bar"), Column("empty"), Column("n", numeric=True))
    table = Table(columns, (Row(("x" * 30, Bar(Fraction(1, 2)), "", Figure("1")), ("why",)),))
    drawn = render(report(table), 40, color=False)
    assert drawn == f"Title\n\n{'x' * 30}\n  n: 1\n  why\n"


def test_blocks_of_a_tree_are_indented_and_leave_room() -> None:
    columns = (Column("name", folds=True), Column("a long heading", numeric=True))
    rows = tuple(Row((" " * indent + "leaf", Figure("12.3 %"))) for indent in (0, 2, 40))
    assert render(report(Table(columns, rows)), 20, color=False).split("\n")[2:] == [
        *("leaf", "  a long heading:", "    12.3 %"),
        *("  leaf", "    a long heading:", "      12.3 %"),
        *("          leaf", "            a long", "            heading:", "              12.3 %"),
        "",
    ]


def test_a_table_of_numbers_too_wide_for_any_terminal_is_told_in_blocks() -> None:
    columns = tuple(Column(f"n{i}", numeric=True) for i in range(30))
    table = Table(columns, (Row(tuple(Figure("1234.5") for _ in columns)),))
    drawn = render(report(table), 80, color=False)
    assert drawn.count("1234.5") == 30
    assert "\n  n29: 1234.5\n" in drawn


def test_a_folded_name_keeps_its_indentation() -> None:
    table = Table(
        (Column("name", folds=True), Column("n", numeric=True)),
        (Row(("    " + "word " * 8, Figure("1" * 45))),),
    )
    drawn = render(report(table), 66, color=False).split("\n")
    assert [line[:19].rstrip() for line in drawn[3:6]] == [
        "    word word word",
        "    word word word",
        "    word word",
    ]


def test_the_date_stands_at_the_right_where_there_is_room() -> None:
    wide, narrow = (
        render(report(title="A title", date="2026-01-02"), columns, color=False)
        for columns in (30, 20)
    )
    assert wide == "A title             2026-01-02\n"
    assert render(report(title="A title ", date="2026-01-02"), 20, color=False) == (
        "A title   2026-01-02\n"
    )
    assert render(report(title="A title.", date="2026-01-02"), 20, color=False) == (
        "A title.  2026-01-02\n"
    )
    assert render(report(title="A title", date="2026-01-02"), 20, color=False) == narrow
    assert render(report(title="A longer title", date="2026-01-02"), 20, color=False) == (
        "A longer title\n(2026-01-02)\n"
    )


def test_no_terminal_is_taken_for_narrower_than_20_columns() -> None:
    assert render(report_of(NASTY), 1, color=False) == render(report_of(NASTY), 20, color=False)


# What a stream can show


class Stream:
    """A stream that somebody watches, or not."""

    def __init__(self, watched: bool | None) -> None:
        self.watched = watched

    def isatty(self) -> bool:
        """Tell whether somebody watches; a closed stream does not know."""
        if self.watched is None:
            raise ValueError("I/O operation on closed file")
        return self.watched


@pytest.mark.parametrize(
    ("choice", "environment", "watched", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "false"}, True, False),
        ("auto", {"FORCE_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, True, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"CLICOLOR": "1"}, False, False),
        ("auto", {"GITHUB_ACTIONS": "true"}, False, False),
    ],
)
def test_who_decides_about_colour(
    choice: str,
    environment: dict[str, str],
    watched: bool,
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.wants_color(Stream(watched), choice) is colored  # type: ignore[arg-type]


def test_nobody_watches_a_closed_stream() -> None:
    assert not terminal.is_terminal(None)
    assert not terminal.is_terminal(Stream(None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "−4.3 – é · 漢 ▲ ██▌ …"),
        ("ascii", r"-4.3 - \xe9 . \u6f22 + ### ..."),
        (None, r"-4.3 - \xe9 . \u6f22 + ### ..."),
        ("cp1252", r"-4.3 - é . \u6f22 + ### ..."),
    ],
)
def test_what_an_encoding_lacks_is_shown_in_ascii(encoding: str | None, shown: str) -> None:
    assert terminal.encodable("−4.3 – é · 漢 ▲ ██▌ …", encoding) == shown


def test_the_width_is_that_of_the_terminal_or_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "97")
    assert terminal.columns() == 97


def test_the_built_in_model_has_no_line_wider_than_a_terminal_of_any_width() -> None:
    model = load(ROOT).model
    for columns in range(20, 140, 17):
        drawn = render(ranking_of(ranked(model), verbose=True), columns, color=False)
        assert max(map(cell_len, drawn.split("\n"))) <= columns
