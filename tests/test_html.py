"""Pages as a parser reads them: whole, well formed, and with nothing of a model alive in them."""

import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.draw import STYLE
from policyscore.model import Model
from policyscore.page import Fact, Facts, Heading, Node, Picture, Preset, Workbench
from policyscore.picture import Stacks
from policyscore.render import render
from policyscore.render.html import table
from policyscore.report import (
    Bar,
    Block,
    Column,
    Drawn,
    Figure,
    Link,
    Links,
    Prose,
    Report,
    Row,
    Sheet,
    Table,
)
from policyscore.shown import plain
from tests.conftest import ROOT
from tests.nasty import NASTY, report_of, texts
from tests.pages import Element, faults, read
from tests.reporting import call
from tests.strategies import steady

Golden = Callable[[str, str], None]
F = Fraction


def report(*blocks: Block | Drawn, title: str = "Title", date: str = "") -> Report:
    """Return a report of these blocks."""
    return Report(title, date, lambda: blocks, dict, lambda: Sheet((), ()))


def page_of(*blocks: Block | Drawn, **how: str) -> Element:
    """Return the page of these blocks, without a fault."""
    page = render(report(*blocks, **how), "html")
    assert faults(page) == []
    return read(page)


def row_of(*cells: Any, anchor: str = "") -> Element:  # noqa: ANN401 - cells
    """Return the row of a table as the parser reads it, under heads for what its cells are."""
    columns = tuple(Column("", numeric=isinstance(cell, Figure)) for cell in cells)
    found = read("\n".join(table(Table(columns, (Row(cells, anchor=anchor),)))))
    return found.one("tbody").one("tr")


def bench_of(*names: str, command: str = "policyscore rank") -> Workbench:
    """Return a workbench whose nodes, options and presets are named so; a chain of groups."""
    count = len(names)
    share = F(1, 3)
    nodes = tuple(
        Node(f"n{i}", name, f"n{i - 1}" if i else None, share, F(0), F(1, 8 + i), fixed=i == 1)
        for i, name in enumerate(names)
    )
    weights = {node.id: F(i + 1, 2) for i, node in enumerate(nodes)}
    return Workbench(
        nodes,
        (nodes[-1].id,),
        tuple((f"o{i}", name) for i, name in enumerate(names)),
        tuple((F(100 * i, count),) for i in range(count)),
        tuple(F(100 * i, 3 * count) for i in range(count)),
        tuple(range(1, count + 1)),
        tuple(Preset(f"p{i}" * bool(i), name, weights) for i, name in enumerate(names)),
        F(1, 4),
        command,
    )


def picture_of(*names: str, title: str = "Picture", description: str = "Told.") -> Picture:
    """Return a picture with rows and parts named so."""
    values = tuple(tuple(F(1) for _ in names) for _ in names)
    shape = Stacks(names, names, values, names, F(len(names)), "axis")
    twin = Table((Column("name"),), tuple(Row((name,)) for name in names))
    return Picture("drawn", title, description, shape, twin)


def data_of(page: Element) -> Any:  # noqa: ANN401 - JSON
    """Return the numbers of the workbench."""
    return json.loads(page.by_id("bench-data").text)


# What is held against every page


@pytest.mark.parametrize(
    "command",
    [
        "rank",
        "rank -v -w cost=40%",
        "explain -v",
        "sensitivity --ranks -v",
        "robustness",
        "compare -v",
        "scorecard -v",
        "weights -v",
        "check",
    ],
)
def test_every_report_of_the_built_in_model_is_a_sound_page(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    done = call(*command.split(), "-q", "-f", "html")

    assert (done.code, done.err) == (0, "")
    assert faults(done.out) == []
    assert read(done.out).all("script", "noscript", "section", "button", "input") == []


def test_the_page_of_all_kinds_of_blocks_is_sound() -> None:
    prose, noted = Prose(("Text.",), "Title"), Row(("a", Figure("1")), ("note",), "row")
    columns = (Column("name"), Column("n", numeric=True))
    every = Table(columns, (noted, Row((Links((Link("to the row", "#row"),)), Figure("2")))), "T")
    page_of(
        prose,
        every,
        Facts((Fact("label", "figure", "sentence"),)),
        Heading("Heading", "heading"),
        prose._replace(folded=True),
        picture_of("a", "b"),
        bench_of("a", "b"),
        date="2026-01-02",
    )


GOOD = render(report(Table((Column("name"),), (Row(("a",)),), "T"), Heading("H", "h")), "html")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lang="en"', "", "type, language"),
        ('<meta charset="utf-8">', "<!-- -->", "a remark"),
        ("<title>Title</title>", "<title> </title>", "titles"),
        ("<h1>Title</h1>", "<h1>Title</h1><h1>x</h1>", "2 of h1"),
        ("<h1>Title</h1>", "<h1>Title</h1><h3>x</h3>", "h3 after h1"),
        ('<main id="main">', '<main id="man">', "a leads to 'main'"),
        ('<h2 id="h">', '<h2 id="main">', "the id 'main' is there twice"),
        ('<h2 id="h">', '<h2 id="a b">', "the id 'a b'"),
        ('<h2 id="h">', '<h2 id="h" aria-labelledby="x">', "h2 leads to 'x'"),
        ('<h2 id="h">', '<h2 id="h" fill="url(#x)">', "h2 leads to 'x'"),
        ('<h2 id="h">', '<h2 id="h" style="">', "h2 has style"),
        ('<h2 id="h">', '<h2 id="h" ONCLICK=x>', "h2 has onclick"),
        ('<h2 id="h">', '<h2 id="h" id="i">', "h2 has id twice"),
        ('<h2 id="h">', '<a href="javascript:x"></a><h2 id="h">', "a leads to javascript:x"),
        ('<h2 id="h">', '<a href="//x.example"></a><h2 id="h">', "a leads to //x.example"),
        ('<h2 id="h">', '<a href="http://x.example"></a><h2 id="h">', "where the reader"),
        ('<h2 id="h">', '<input src="x"><h2 id="h">', "input has src"),
        ('<h2 id="h">', '<img><h2 id="h">', "img"),
        ('<h2 id="h">', '<p/><h2 id="h">', "closes nothing in HTML"),
        ('<h2 id="h">', '<p><div></div></p><h2 id="h">', "div in p"),
        ('<h2 id="h">', '<figure></figure><h2 id="h">', "figure without figcaption"),
        ('<h2 id="h">', '<li></li><h2 id="h">', "li in main"),
        ('<h2 id="h">', '<?x?><h2 id="h">', "an instruction"),
        ('<h2 id="h">', '<![CDATA[x]]><h2 id="h">', "a remark"),
        ('<h2 id="h">', '<script>1</script><h2 id="h">', "script in main"),
        ("</main>", "", "</body> where main is open"),
        ('<th scope="row"', '<th data-x="row"', "th without scope"),
        ("<tbody>", "<tbody><tr></tr>", "0 cells under 1 columns"),
        ("<thead>", "<tbody>", "</thead> where tbody is open"),
        ('<th scope="col">', '<th scope="row">', "a table without a head"),
        ("script-src 'none'", "script-src 'self'", "the policy is"),
        ("</style>", " </style>", "the policy is"),
        ("</style>", "@import 'x'</style>", "loads something"),
        ("</html>", "<script>1</script></html>", "the policy is"),
        ("</html>", '<script type="module">1</script></html>', "a script has attributes"),
        ('<meta charset="utf-8">', '<meta charset="utf-8">\n<style></style>', "before the policy"),
        ('<a class="skip"', '<p></p><a class="skip"', "no link to its content"),
        ('<a class="skip"', '<meta http-equiv="refresh"><a class="skip"', "elsewhere"),
    ],
)
def test_a_page_with_a_fault_is_not_sound(old: str, new: str, fault: str) -> None:
    assert faults(GOOD) == []
    assert GOOD.count(old) == 1
    found = faults(GOOD.replace(old, new))
    assert any(fault in told for told in found), found


# The policy, and what is there without a workbench


def test_no_script_is_allowed_where_there_is_none() -> None:
    page = page_of(Prose(("x",)))
    policy = next(e for e in page.all("meta") if e.get("http-equiv")).get("content")

    assert "script-src 'none'" in policy
    assert page.all("script", "noscript") == []


def test_only_the_script_and_the_style_of_the_page_are_allowed() -> None:
    page = page_of(bench_of("a", "b"))
    data, code = page.all("script")
    policy = next(e for e in page.all("meta") if e.get("http-equiv")).get("content")

    assert (data.get("type"), data.get("id")) == ("application/json", "bench-data")
    assert code.attributes == {}
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy


def lines_of(name: str) -> list[str]:
    """Return the lines of a file of the page without indentation, empty ones and comments."""
    text = (ROOT / "src" / "policyscore" / "render" / name).read_text("utf-8")
    written = (line.strip() for line in text.splitlines())
    return [line for line in written if line and not line.startswith("//")]


def test_the_style_is_that_of_its_file_before_that_of_the_pictures() -> None:
    assert page_of(Prose(("x",))).one("style").text == "\n".join(lines_of("page.css")) + STYLE


def test_the_script_is_that_of_two_files_within_one_function() -> None:
    code = page_of(bench_of("a")).all("script")[-1].text
    parts = [*lines_of("weighing.js"), *lines_of("page.js")]
    assert code.split("\n") == ["(() => {", *parts, "})();"]


# Texts of a model


def skeleton(page: Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page with the names of their attributes, but for looks."""
    return [
        (e.tag, tuple(sorted(name for name in e.attributes if name != "class")))
        for e in page.walk()
    ]


def told(texts: Sequence[str], title: str) -> Element:
    """Return the page of a report of these texts, held against that of harmless ones."""
    page = render(report_of(tuple(texts), title), "html")
    harmless = render(report_of(("x",) * len(texts), "x"), "html")
    assert faults(page) == []
    assert skeleton(read(page)) == skeleton(read(harmless))
    return read(page)


def written(page: Element, report: Report) -> None:
    """Hold all texts of a page against those of its report."""
    blocks = report.blocks()
    prose = [p for block in blocks if isinstance(block, Prose) for p in block.paragraphs]
    (rows,) = (block for block in blocks if isinstance(block, Table))
    notes = [note for row in rows.rows for note in row.notes]
    cells = [plain(c) for row in rows.rows for c in row.cells if isinstance(c, str)]
    heads = ["header", "main"]
    found = [e.text for part in heads for e in page.one(part).all("p") if "date" not in e.classes]
    in_cells = [
        cell.text
        for row in page.one("tbody").elements
        if "notes" not in row.classes
        for cell in row.elements
        if not cell.elements and "num" not in cell.classes
    ]

    assert page.one("h1").text == page.one("head").one("title").text == plain(report.title)
    assert sorted(found) == sorted(map(plain, [*prose, *notes]))
    assert in_cells == cells
    assert page.one("caption").text == plain(rows.title)
    assert [th.text for th in page.one("thead").all("th")] == [plain(c.label) for c in rows.columns]


def test_hostile_texts_come_back_as_what_they_were() -> None:
    written(told(NASTY, "<title>&lt;"), report_of(NASTY, "<title>&lt;"))


@steady
@given(texts, texts)
def test_no_text_becomes_an_element_or_an_attribute(one: str, other: str) -> None:
    found = (one, other, one + other)
    written(told(found, f"T{other}"), report_of(found, f"T{other}"))


@steady
@given(texts, texts)
def test_no_text_comes_alive_in_facts_pictures_and_workbenches(one: str, other: str) -> None:
    def blocks(*names: str) -> tuple[Block | Drawn, ...]:
        facts = Facts((Fact(names[0], names[1], names[2]),))
        drawn = picture_of(*names, title=f"Title {names[1]}", description=names[2])
        return facts, Heading(names[0], "h"), drawn, bench_of(*names, command=names[2])

    def kept(page: Element) -> list[Any]:
        return [bone for bone in skeleton(page) if bone[0] not in ("tspan", "title")]

    found = ("A", one, other)
    page = page_of(*blocks(*found))

    assert kept(page) == kept(page_of(*blocks("A", "x", "x")))
    fact = page.one("dl").elements[0]
    assert [e.text for e in fact.all("dt", "strong", "span")] == list(map(plain, found))
    assert page.one("figcaption").text == plain(f"Title {one}")
    assert page.by_id("drawn_desc").text == plain(other)
    assert [e.text for e in page.by_id("bench").all("label")[:3]] == list(map(plain, found))
    assert page.by_id("bench-data").text.count("<") == 0


# Blocks


def test_the_answer_is_strong_and_headings_begin_sections() -> None:
    page = page_of(
        Prose(("The answer.", "And more."), strong=True),
        Prose(("Before.",), "Early"),
        Heading("First", "one"),
        Prose(("Text.",), "Below"),
        Heading("Second", "two"),
        date="2026-01-02",
    )

    assert [p.text for p in page.all("p", of="answer")] == ["The answer.", "And more."]
    assert page.one("p", of="date").text == "2026-01-02"
    assert [(e.tag, e.text) for e in page.all("h2", "h3")] == [
        ("h2", "Early"),
        ("h2", "First"),
        ("h3", "Below"),
        ("h2", "Second"),
    ]
    links = page.one("nav").all("a")
    assert [(a.text, page.by_id(a.get("href")[1:]).text) for a in links] == [
        ("First", "First"),
        ("Second", "Second"),
    ]


def test_a_report_without_sections_and_date_has_neither_contents_nor_date() -> None:
    page = page_of(Prose(("x",), "Title of a part"))

    assert page.all("nav") == []
    assert page.all("p", of="date") == []
    assert [e.text for e in page.all("h2")] == ["Title of a part"]


def test_what_is_folded_is_whole_behind_its_title() -> None:
    columns = (Column("name"), Column("n", numeric=True))
    rows = (Row(("a", Figure("1"))), Row(("b", Figure("2"))))
    page = page_of(
        Table(columns, rows, "Table & more", folded=True),
        Prose(("One.", "Two."), "Prose", folded=True),
        Prose(("Untitled.",), folded=True),
        Prose(("Open.",), "Not folded"),
    )
    table_, prose = page.all("details")

    assert [e.one("summary").text for e in (table_, prose)] == ["Table & more", "Prose"]
    assert [e.text for e in table_.all("th", "td")] == ["name", "n", "a", "1", "b", "2"]
    assert table_.all("caption") == []
    assert [e.text for e in prose.all("p")] == ["One.", "Two."]
    assert [e.text for e in page.one("main").elements if e.tag == "p"] == ["Untitled.", "Open."]


def test_facts_pair_a_label_with_a_figure_and_a_sentence() -> None:
    page = page_of(Facts((Fact("Lead", "8.0", "Far."), Fact("Firm", "yes", "Very."))))

    assert [(e.tag, e.text) for e in page.one("dl").all("dt", "dd")] == [
        ("dt", "Lead"),
        ("dd", "8.0 Far."),
        ("dt", "Firm"),
        ("dd", "yes Very."),
    ]


def test_a_picture_has_a_name_a_description_and_its_table() -> None:
    page = page_of(picture_of("North", "South", title="Where", description="What it shows."))
    figure = page.one("figure")
    drawn = figure.one("svg")

    assert drawn.get("role") == "img"
    named = [page.by_id(name).text for name in drawn.get("aria-labelledby").split()]
    assert named == ["Where", "What it shows."]
    assert figure.one("div", of="drawn").get("aria-label") == "Picture"
    assert figure.one("details", of="twin").one("caption").text == "Where"
    assert [e.text for e in figure.one("tbody").all("th")] == ["North", "South"]


def test_what_has_to_be_seen_with_a_picture_stands_between_it_and_its_table() -> None:
    drawn = picture_of("North")
    noted = page_of(drawn._replace(note="Without <South>.")).one("figure")

    assert [(e.tag, *e.classes) for e in noted.elements] == [
        ("figcaption",),
        ("div", "drawn"),
        ("p", "note"),
        ("details", "twin"),
    ]
    assert noted.one("p").text == "Without <South>."
    assert page_of(drawn).one("figure").all("p") == []


class Sound(NamedTuple):
    """A block of a kind that pages know nothing of."""

    plain: Block


def test_a_kind_of_block_that_pages_do_not_know_shows_what_is_plain_of_it() -> None:
    assert page_of(Sound(Prose(("Heard.",)))).one("main").text.strip() == "Heard."


# Tables


def test_a_table_names_itself_and_its_rows() -> None:
    columns = (Column("#", numeric=True), Column("option"), Column("why", folds=True))
    rows = (Row((Figure("1"), "A", "because")), Row((Figure("2"), "B", "of that")))
    page = page_of(Table(columns, rows, "Ranking"), Table(columns, rows))
    titled, untitled = page.all("table")

    assert titled.one("caption").text == "Ranking"
    assert untitled.all("caption") == []
    # A caption names a table already: the part that scrolls does not say it again.
    assert [e.get("aria-label") for e in page.all("div", of="scroll")] == ["Table", "Table"]
    assert [e.text for e in titled.one("tbody").all("th")] == ["A", "B"]
    assert [e.text for e in titled.all("td", of="num")] == ["1", "2"]
    assert [e.text for e in titled.one("thead").all("th", of="num")] == ["#"]
    assert [e.text for e in titled.all("td") if not e.classes] == ["because", "of that"]


def test_rows_of_numbers_alone_are_named_by_the_first() -> None:
    page = page_of(Table((Column("n", numeric=True),), (Row((Figure("1"),)),)))
    assert page.one("tbody").one("th").text == "1"


def test_notes_stand_below_their_row_over_all_columns() -> None:
    columns = (Column("a"), Column("b"), Column("c"))
    rows = (Row(("1", "2", "3"), ("Why.", "Where.")), Row(("4", "5", "6")))
    first, notes, last = page_of(Table(columns, rows)).one("tbody").elements

    assert "noted" in first.classes
    assert "noted" not in last.classes
    assert [p.text for p in notes.one("td").elements] == ["Why.", "Where."]
    assert notes.one("td").get("colspan") == "3"


@pytest.mark.parametrize(
    ("share", "length"), [("0", 0.0), ("1/3", 40.0), ("0.498", 59.8), ("1", 120.0)]
)
def test_a_bar_is_as_long_as_its_share(share: str, length: float) -> None:
    bar = row_of("a", Bar(F(share))).one("svg")
    rail, fill = bar.elements

    assert bar.get("aria-hidden") == "true"
    assert (rail.get("width"), float(fill.get("width"))) == ("120", length)


@pytest.mark.parametrize(
    ("spaces", "classes"),
    [(0, []), (1, []), (2, ["deep1"]), (4, ["deep2"]), (12, ["deep6"]), (40, ["deep6"])],
)
def test_a_text_stands_as_deep_as_it_is_indented(spaces: int, classes: list[str]) -> None:
    name = row_of(" " * spaces + "Cost").one("th")
    assert (name.text, [c for c in name.classes if c != "short"]) == ("Cost", classes)


def test_long_texts_fold_and_short_ones_do_not() -> None:
    short, long = row_of("w" * 40, "w" * 41).elements
    assert ("long" in short.classes, "long" in long.classes) == (False, True)


def test_cells_of_links_have_room() -> None:
    texts, links = row_of("a", Links((Link("b", ""),))).elements
    assert ("links" in texts.classes, "links" in links.classes) == (False, True)


def test_a_row_can_be_led_to() -> None:
    columns = (Column("source"),)
    page = page_of(
        Table(columns, (Row((Links((Link("there", '#s-"<x>'),)),)),)),
        Table(columns, (Row(("here",), anchor='s-"<x>'),)),
    )
    to = page.one("main").one("a").get("href")
    assert page.by_id(to[1:]).text == "here"


# Links


@pytest.mark.parametrize(
    "to",
    [
        "https://ok.example",
        "http://ok.example/",
        "HTTPS://OK.example/a?b=c&d",
        "https://ok.example/a;b,c(d)[e]*~$!#f%20",
        "https://ok.example/&quot;&#106;",
        "https://ok.example/ä漢",
    ],
)
def test_an_address_of_the_web_is_a_link(to: str) -> None:
    link = row_of(Links((Link("text & <b>", to),))).one("a")
    assert link.attributes == {"href": to, "rel": "noopener noreferrer"}
    assert link.text == "text & <b>"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://ok.example",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//x.example",
        "/etc/passwd",
        "file:///etc/passwd",
        "vbscript:x",
        "mailto:a@b.example",
        "httpsx://x.example",
        "https:/x.example",
        "https://",
        ' https://x.example" onclick=',
        'https://x.example" onclick="alert(1)',
        'https://x.example"onclick=',
        "https://x.example' onclick='alert(1)",
        "https://x.example\nonclick=alert(1)",
        "https://x.example><script>",
        "https://x.example\\@y.example",
        "https://x.example y",
        "https://x.example\n",
    ],
)
def test_any_other_address_is_no_link(to: str) -> None:
    row = row_of(Links((Link("text", to),)))
    assert row.all("a") == []
    assert row.text == "text"


def test_links_stand_side_by_side() -> None:
    row = row_of(Links((Link("a", "#x"), Link("b", ""), Link("c", "https://c.example"))))
    assert row.text == "a; b; c"
    assert [(a.text, a.get("rel")) for a in row.all("a")] == [
        ("a", ""),
        ("c", "noopener noreferrer"),
    ]


# The workbench


def test_the_workbench_has_a_slider_a_field_and_buttons_for_each_weight() -> None:
    page = page_of(bench_of("Burden", "Cost"))
    first, second = page.by_id("bench").all("div", of="weight")
    slider, field = first.all("input")

    assert [e.get("data-node") for e in (first, second)] == ["n0", "n1"]
    assert (slider.get("type"), slider.get("id"), slider.get("value")) == ("range", "w-n0", "33.3")
    assert (field.get("type"), field.get("value")) == ("number", "33.3")
    assert field.get("aria-label") == "Burden, percent of all weight"
    assert first.one("label").get("for") == "w-n0"
    assert [b.get("aria-label") or b.text for b in first.all("button")] == [
        "Let go of Burden",
        "Less: Burden",
        "More: Burden",
    ]
    band = first.one("rect")
    assert (band.get("x"), band.get("width")) == ("0.00", "12.50")
    assert ("group" in first.classes, "group" in second.classes) == (True, False)


def test_a_weight_that_cannot_be_moved_has_no_live_control() -> None:
    free, fixed = page_of(bench_of("a", "b")).by_id("bench").all("div", of="weight")
    off = [
        ["disabled" in e.attributes for e in box.all("input", "button")] for box in (free, fixed)
    ]
    assert off == [[False] * 5, [False, True, True, True, True]]  # the first is hidden anyway


def fields_of(share: Fraction) -> tuple[str, str]:
    """Return what the slider and the field of a weight of some share show at first."""
    bench = bench_of("a")
    page = page_of(bench._replace(nodes=(bench.nodes[0]._replace(share=share),)))
    slider, field = page.by_id("bench").one("div", of="weight").all("input")
    return slider.get("value"), field.get("value")


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("0", "0.0"),
        ("1", "100.0"),
        ("1/3", "33.3"),
        ("1/2000", "0.1"),
        ("1/2001", "0.05"),
        ("1/100000", "0.001"),
        ("9994/10000", "99.9"),
        ("9996/10000", "99.96"),
        ("99999/100000", "99.999"),
        ("1/1000000000000", "0.0000000001"),
        ("1/100000000000000000000", "0.000000000000"),  # nobody wants more of them
    ],
)
def test_a_field_has_the_decimals_that_tell_it_from_nothing_and_all(share: str, told: str) -> None:
    assert fields_of(F(share)) == (told, told)


@steady
@given(st.fractions(0, 1, max_denominator=10**9))
def test_a_field_reads_as_nothing_or_all_only_where_it_is(share: Fraction) -> None:
    told = fields_of(share)[1]
    places = len(told.split(".")[1])

    assert (F(told) in (0, 100)) == (share in (0, 1))
    assert abs(F(told) - 100 * share) <= F(1, 10**places) / 2 + F(1, 10**12)  # drawn as a double
    short = F(f"{float(100 * share):.1f}")
    assert (places == 1) == (share in (0, 1) or short not in (0, 100))


def test_weights_stand_as_deep_as_their_groups() -> None:
    page = page_of(bench_of(*"abcdefgh"))
    deep = [e.classes[1] for e in page.all("div", of="weight")]
    assert deep == [f"deep{n}" for n in (0, 1, 2, 3, 4, 5, 6, 6)]


def test_the_workbench_is_hidden_until_a_script_shows_it_and_the_page_says_so() -> None:
    page = page_of(bench_of("a"))
    assert "hidden" in page.by_id("bench").attributes
    told = page.one("noscript").text
    assert told == (
        "Trying other weights on this page needs JavaScript. "
        "In the model's folder, policyscore rank -w ID=40% does the same."
    )
    assert page.one("noscript").one("code").text == "policyscore rank -w ID=40%"
    field = page.by_id("command")
    (label,) = (e for e in page.all("label") if e.get("for") == "command")
    assert (label.text, "readonly" in field.attributes) == (
        "The same on a command line, in the model's folder",
        True,
    )


def test_what_else_has_to_be_known_stands_before_the_weights() -> None:
    def paragraphs(bench: Workbench) -> list[str]:
        return [e.text for e in page_of(bench).by_id("bench").elements[:2] if e.tag == "p"]

    intro = paragraphs(bench_of("a"))
    assert paragraphs(bench_of("a")._replace(note="A is <unknown>.")) == [
        *intro,
        "A is <unknown>.",
    ]
    assert len(intro) == 1


def test_the_presets_begin_with_the_models_own() -> None:
    presets = page_of(bench_of("Own", "Hawk")).one("div", of="presets").all("button")
    assert [(b.text, b.get("data-preset"), b.get("aria-pressed")) for b in presets[:-1]] == [
        ("Own", "", "true"),
        ("Hawk", "p1", "false"),
    ]
    assert (presets[-1].get("id"), "disabled" in presets[-1].attributes) == ("reset", True)


def test_the_results_have_a_row_for_each_option() -> None:
    rows = page_of(bench_of("A", "B")).by_id("results").elements
    assert [(e.get("data-option"), e.one("th").text) for e in rows] == [("0", "A"), ("1", "B")]


def test_the_numbers_of_the_workbench_are_those_it_was_given() -> None:
    bench = bench_of("a", "b", "c")
    data = data_of(page_of(bench))

    assert data["nodes"] == [["n0", "a", None], ["n1", "b", "n0"], ["n2", "c", "n1"]]
    assert data["leaves"] == ["n2"]
    assert data["options"] == ["a", "b", "c"]
    assert data["scores"] == [[0], [float(F(100, 3))], [float(F(200, 3))]]
    assert data["totals"] == [float(total) for total in bench.totals]
    assert data["ranks"] == [1, 2, 3]
    assert data["intervals"] == [[0, 1 / 8], None, [0, 1 / 10]]  # the second cannot be moved
    assert data["presets"] == [
        [name, told, [0.5, 1, 1.5]] for name, told in (("", "a"), ("p1", "b"), ("p2", "c"))
    ]
    assert (data["indifference"], data["command"]) == (0.25, "policyscore rank")


def test_the_numbers_of_a_hostile_workbench_cannot_end_their_element() -> None:
    ends = ("</script>", "<!--<script>", "]]>", "\\u003c/script>", "##[error]x", "##", "\u2028")
    names = (*NASTY, *ends)
    page = render(report(bench_of(*names)), "html")
    raw = re.search(r'id="bench-data">(.*?)</script>', page, re.DOTALL)
    assert raw
    data = json.loads(raw[1])

    assert faults(page) == []
    assert set("<>&") & set(raw[1]) == set()
    assert "\n" not in raw[1]
    assert "##" not in raw[1]
    assert data["options"] == [plain(name) for name in names]
    assert [node[1] for node in data["nodes"]] == [plain(name) for name in names]
    assert [preset[1] for preset in data["presets"]] == [plain(name) for name in names]


def test_no_control_character_stands_raw_in_the_numbers() -> None:
    command = "rank\x1b\x9b\u202e\ud800"
    page = render(report(bench_of("a", command=command)), "html")
    assert set(command) & set(page) == set("rank")
    assert data_of(read(page))["command"] == command


# The whole


def test_the_page_of_the_scorecard(mexico: Model, golden: Golden) -> None:
    page = call("scorecard", str(ROOT), "-f", "html").out
    page = re.sub(r"<style>.*?</style>", "<style>...</style>", page, flags=re.DOTALL)
    page = re.sub(r"style-src 'sha256-[^']*'", "style-src '...'", page)

    assert all(option.name in page for option in mexico.options.values())
    golden(page, "html/scorecard.html")


def test_a_page_is_written_to_the_file_that_ends_so(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM"):
        assert call("rank", str(ROOT), "--brief", "-o", str(tmp_path / name)).code == 0
        written = (tmp_path / name).read_bytes().decode()
        assert written == call("rank", str(ROOT), "--brief", "-f", "html").out
        assert faults(written) == []
