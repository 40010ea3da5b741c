r"""LaTeX: a report compiles alone and within an article, and no text of a model is a command.

What the file says is read back by a reader of its own, below; with pdflatex there, TeX is asked.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyscore.render.latex import render
from policyscore.report import (
    Bar,
    Block,
    Column,
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
from tests.programs import needs
from tests.reporting import call
from tests.strategies import steady

Golden = Callable[[str, str], None]
some_texts = st.lists(texts, min_size=1, max_size=5, unique=True).map(tuple)

# Text that would be a command, end a group, a row, a line or the document.
COMMANDS = (
    r"\input{/etc/passwd}",
    r"\immediate\write18{touch alive}",
    r"\openout5=alive \closeout5",
    r"\end{document}",
    r"\end{longtable}",
    "^^5cinput ^^M ^^41",
    "$$ $x$ x_1 x^2",
    "{ { } } }",
    r"\fi \else \iftrue",
    r"\def\policyscorefit{} \catcode37=12",
    r"100 % of it",
    r"a & b \\ c \cr d",
    r"[5cm] first",
    r"*[5cm] first",
    "#1 ##",
    r"\verb|x| \par \noalign{x}",
    "~tie -- --- ,, << >> '' `` !` ?` \" '",
)
# What is printed for a character where it is not the character itself.
PRINTED = {
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textasciigrave{}": "`",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\/": "",
    r"\-": "",
    r"\hspace{0pt}": "",
    **{f"\\{char}": char for char in "{}$&#%_"},
    **{rf"\textsuperscript{{{i}}}": char for i, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{rf"\textsubscript{{{i}}}": char for i, char in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
SYMBOLS = {
    **{"-": "−", r"\leq": "≤", r"\geq": "≥", r"\neq": "≠", r"\approx": "≈", r"\infty": "∞"},
    **{r"\leftarrow": "←", r"\uparrow": "↑", r"\rightarrow": "→", r"\downarrow": "↓"},
    **{r"\leftrightarrow": "↔", r"\Rightarrow": "⇒", r"\surd": "√", r"\blacktriangle": "▲"},
    **{r"\blacktriangledown": "▼", r"\vartriangle": "△", r"\triangledown": "▽"},
    **{r"\blacksquare": "■", r"\square": "□", r"\checkmark": "✓", r"\varepsilon": "ε"},
    **{r"\varphi": "φ", r"\varsigma": "ς", "o": "ο"},
}
PIECE = re.compile(
    r"\\policyscorechar\{([0-9A-F]{4,6})\}\{(.)\}|\\ensuremath\{(-|o|\\[A-Za-z]+)\}"
    r"|(\\text[a-z]+\{\d?\}|\\hspace\{0pt\}|\\.)|([^\\{}$&#%_^~<>|`\n])"
)


def read(latex: str) -> str:
    """Return the characters that TeX would print; anything else than characters is an error."""
    read = []
    at = 0
    while at < len(latex):
        found = PIECE.match(latex, at)
        assert found, f"not a character: {latex[at:]!r}"
        number, char, symbol, command, itself = found.groups()
        if number:
            assert int(number, 16) == ord(char)
            read.append(char)
        elif symbol:
            read.append(SYMBOLS.get(symbol) or greek(symbol))
        else:
            read.append(PRINTED[command] if command else itself)
        at = found.end()
    return "".join(read)


def greek(symbol: str) -> str:
    """Return the letter that a command of mathematics is named after."""
    kind = "CAPITAL" if symbol[1].isupper() else "SMALL"
    name = {"lambda": "lamda"}.get(symbol[1:].lower(), symbol[1:])
    return unicodedata.lookup(f"GREEK {kind} LETTER {name}")


def wanted(text: str) -> str:
    """Return what a reader shall see, but for marks where a word may break: nobody sees them."""
    return re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFC", plain(text)).replace("∆", "Δ"))


def report(*blocks: Block, title: str = "Title", date: str = "") -> Report:
    """Return a report of blocks alone."""
    return Report(title, date, lambda: blocks, dict, lambda: Sheet((), ()))


def body(*blocks: Block) -> str:
    """Return what stands between the title and the end."""
    begin, end = "\\section*{\\raggedright Title}\n\n", "\\policyscoreend\n"
    return render(report(*blocks)).partition(begin)[2].removesuffix(end).rstrip("\n")


def rows_of(latex: str) -> list[str]:
    """Return the rows of the first table below its head, notes too."""
    found = re.search(r"\\endfoot\n(.*?)\\end\{longtable\}", latex, re.DOTALL)
    assert found
    return [line for line in found.group(1).split("\n") if line and line != r"\addlinespace"]


def kinds(latex: str) -> list[str]:
    """Return the columns of the first table: r, l, or the em that a folding one takes at least."""
    found = re.search(r"\\begin\{longtable\}\[l\]\{@\{\}(.*)@\{\}\}", latex)
    assert found
    return [re.sub(r".*policyscorewidth\{(.*?)\}.*", r"\1", kind) for kind in found[1].split(" ")]


# Characters


def test_text_that_would_come_alive_is_drawn_as_accepted(golden: Golden) -> None:
    golden(render(report_of(NASTY)), "render/nasty.tex")


def test_the_scorecard_of_the_built_in_model_is_drawn_as_accepted(golden: Golden) -> None:
    golden(call("scorecard", str(ROOT), "-f", "latex").out, "render/scorecard.tex")


@steady
@given(texts)
@example("".join(COMMANDS))
@example("".join(map(chr, range(0x20, 0x250))))
@example("−≤≥≠≈∞←↑→↓↔⇒√∆▲▼△▽■□✓ ⁰¹²³⁴⁵⁶⁷⁸⁹ ₀₁₂₃₄₅₆₇₈₉ αβγδεζηθικλμνξοπρςστυφχψω ΓΔΘΛΞΠΣΥΦΨΩ")
@example("x" * 80 + " https://example.org/" + "a/b_c-d" * 20 + " Ö" * 3 + "=" * 60)
def test_tex_prints_the_text_itself_wherever_it_stands(text: str) -> None:
    note, title = "n" + text, "t" + text
    table = Table((Column(title),), (Row((text,), (note,)),))
    parts = body(Prose((text,), title=title), table).split("\n\n")
    assert parts[0].startswith(r"\policyscorehead{")
    assert read(parts[0][17:-1]) == wanted(title)
    assert "".join(map(read, parts[1:-1])) == wanted(text)
    row, below = rows_of(parts[-1])
    cell = re.sub(r"^(\{\}|\\hspace\{\d\.\d\dem\})", "", row.removesuffix(r" \\*"))
    assert read(cell) == wanted(text)
    assert read(below[len(r"\policyscorenote{1}{") : -len(r"} \\")]) == wanted(note)


@steady
@given(some_texts)
def test_no_text_changes_the_rows_and_columns_of_a_table(many: Any) -> None:  # noqa: ANN401
    lines = rows_of(render(report_of(many)))
    noted = sum(1 for text in many[1::2] if plain(text))
    assert [line.startswith(r"\policyscorenote{") for line in lines].count(True) == noted
    assert len(lines) == len(many) + noted
    for line in lines:
        assert line.endswith((r" \\", r" \\*"))
        assert len(line.split(" & ")) == 4 or line.startswith(r"\policyscorenote{")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("policyscore --in ID", r"policyscore -\/-in ID"),
        ("a---b –- ‐-", r"a-\/-\/-b –\/- ‐\/-"),
        ("'' ,, ‘‘ ’'", r"'\/' ,\/, ‘\/‘ ’\/'"),
        ("!‘ ?‘ !` ?`", r"!\/‘ ?\/‘ !\textasciigrave{} ?\textasciigrave{}"),
        ("<< >>", r"\textless{}\/\textless{} \textgreater{}\/\textgreater{}"),
    ],
)
def test_a_kern_keeps_characters_apart_that_fonts_would_join(text: str, drawn: str) -> None:
    assert body(Prose((text,))) == drawn


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("e\u0301 Żółć ß", "é Żółć ß"),
        ("x\u0304", "x\\policyscorechar{0304}{\u0304}"),
        ("漢😀", r"\policyscorechar{6F22}{漢}\policyscorechar{1F600}{😀}"),
        ("Ħŧ", r"\policyscorechar{0126}{Ħ}\policyscorechar{0167}{ŧ}"),
        ("CO₂, 5 km², −1 ≤ x", r"CO\textsubscript{2}, 5 km², \ensuremath{-}1 \ensuremath{\leq} x"),
        ("5 % & #1", r"5 \% \& \#1"),
        ("^^41 ~x", r"\textasciicircum{}\textasciicircum{}41 \textasciitilde{}x"),
        ("\x1b[31m", r"\textbackslash{}x1b[31m"),
    ],
)
def test_each_character_is_written_as_every_tex_can_print_it(text: str, drawn: str) -> None:
    assert body(Prose((text,))) == drawn


def test_a_long_word_may_break_and_only_a_word_of_letters_gets_a_hyphen() -> None:
    address = "https://example.org/a-very/long_address"
    word = "Donaudampfschifffahrtsgesellschaft"
    assert body(Prose((f"{address} {word} short/one",))) == (
        r"https://\hspace{0pt}example.\hspace{0pt}org/\hspace{0pt}a-\hspace{0pt}very/"
        r"\hspace{0pt}long\_\hspace{0pt}address Donaudampfsc\-hifffahrtsgesellschaft short/one"
    )


# Blocks


def test_a_report_is_a_title_with_its_date_headings_and_paragraphs() -> None:
    drawn = render(
        report(
            Prose(("The answer.", "", "And more."), strong=True),
            Prose((), title="Chapter"),
            Prose(("Told.", " ", "More."), title="Part [b]"),
            title="On x_y",
            date="2026-01-02",
        )
    )
    assert drawn.partition("{#2}}\n\n")[2] == (
        "\\section*{\\raggedright On x\\_y (2026-01-02)}\n\n"
        "\\textbf{The answer.}\n\n\\textbf{And more.}\n\n\\policyscorehead{Chapter}\n\n"
        "\\policyscorehead{Part [b]}\n\nTold.\n\nMore.\n\n\\policyscoreend\n"
    )


def test_a_report_without_a_title_has_no_heading() -> None:
    assert r"\section" not in render(report(title=" "))


def test_numbers_align_right_and_long_texts_share_the_line_by_their_lengths() -> None:
    table = Table(
        (Column("n", numeric=True), Column("kind"), Column("why", folds=True), Column("who")),
        (
            Row((Figure("1"), "good", "because " * 9, "the minister of finance " * 9)),
            Row((Figure("22"), "bad", "so", "x")),
        ),
    )
    drawn = body(table)
    assert kinds(drawn) == ["r", "l", "8.30", "14.30"]
    shares = list(map(float, re.findall(r"policyscorewidth\{[\d.]+\}\{([\d.]+)\}", drawn)))
    assert sum(shares) == pytest.approx(1, abs=2e-4)
    natural = 72 * 0.5 - 8.3, 40 - 14
    assert shares[0] / shares[1] == pytest.approx(natural[0] / natural[1], rel=0.1)


def test_a_table_asks_for_no_more_than_fills_it_unless_notes_need_the_line() -> None:
    plain_table = Table((Column("why", folds=True),), (Row(("nine words " * 3,)),))
    noted = plain_table._replace(rows=(Row(("nine words " * 3,), ("A note.",)),))
    least, gaps, more = re.findall(r"policyscorefit\{(.*?)\}\{(.*?)\}\{(.*?)\}", body(plain_table))[
        0
    ]
    assert (least, gaps) == ("8.30", "0")
    assert 14 < float(least) + float(more) < 17
    assert r"\policyscorefit{8.30}{0}{999.00}" in body(noted)


def test_what_tells_more_stands_below_its_row_and_on_its_page() -> None:
    table = Table((Column("a"), Column("b")), (Row(("1", "2"), ("One.", "Two.")), Row(("3", "4"))))
    assert kinds(body(table)) == ["l", r"l@{}p{\policyscorespare}"]
    assert body(table).split(r"\endfoot" + "\n")[1].split("\n") == [
        r"1 & 2 \\*",
        r"\policyscorenote{3}{One.} \\",
        r"\policyscorenote{3}{Two.} \\",
        r"\addlinespace",
        r"3 & 4 \\",
        r"\end{longtable}}",
    ]


def test_a_note_longer_than_a_page_comes_in_several_rows() -> None:
    note = "word " * 1500
    lines = rows_of(body(Table((Column("a"),), (Row(("1",), (note,)),))))[1:]
    told = [line.removeprefix(r"\policyscorenote{2}{").removesuffix(r"} \\") for line in lines]
    assert max(map(len, told)) <= 2000
    assert " ".join(told) == note.strip()


@pytest.mark.parametrize("text", ["[5cm] x", "* x", "*[1cm]"])
def test_no_text_is_an_argument_of_the_end_of_the_row_above(text: str) -> None:
    table = Table((Column(text),), (Row((text,)), Row((text,))))
    assert body(table).split("\n").count(f"{{}}{text} \\\\") == 3


def test_bars_are_left_out_links_are_texts_and_trees_are_indented() -> None:
    links = Links((Link("one", "https://a.example"), Link("two", "#b")))
    table = Table(
        (Column("tree"), Column("drawn"), Column("sources")),
        (
            Row(("    deep", Bar(Fraction(1, 2)), links)),
            Row((" " * 999 + "x", Bar(Fraction(1)), "")),
        ),
    )
    assert rows_of(body(table)) == [
        r"\hspace{2.00em}deep & one; two \\",
        r"\hspace{8.00em}x &  \\",
    ]


def test_a_table_of_nothing_but_bars_is_no_table() -> None:
    assert body(Table((Column("bar"),), (Row((Bar(Fraction(1)),)),))) == ""


def test_long_headings_fold_and_stand_on_the_line_below_them() -> None:
    table = Table(
        (Column("a rather long heading of texts"), Column("a heading of numbers", numeric=True)),
        (Row(("x", Figure("1"))),),
    )
    assert body(table).split("\n")[3] == (
        r"\parbox[b]{\hsize}{\raggedright a rather long heading of texts} & "
        r"\parbox[b]{7.30em}{\raggedleft a heading of numbers} \\"
    )


def wide(first: str, count: int) -> Table:
    """Return a table of a first column and so many columns of numbers."""
    numbers = tuple(Column(f"option {i}", numeric=True) for i in range(count))
    row = Row((first, *(Figure(f"{i} (10–20)") for i in range(count))), ("A note.",))
    return Table((Column("name"), *numbers), (row,))


def test_a_table_wider_than_pages_is_cut_and_each_part_names_its_rows() -> None:
    drawn = body(wide("criterion", 20))
    found = re.findall(r"^name & (.*) \\\\$", drawn, re.MULTILINE)
    assert len(found) == drawn.count(r"\begin{longtable}") > 1
    assert " & ".join(found).split(" & ") == [f"option {i}" for i in range(20)]
    assert drawn.count("A note.") == 1
    for least, gaps in re.findall(r"policyscorefit\{(.*?)\}\{(.*?)\}", drawn):
        assert float(least) + 0.7 * int(gaps) <= 50


def test_columns_that_fill_the_line_alone_are_not_repeated() -> None:
    numbers = tuple(Column(str(i), numeric=True) for i in range(40))
    table = Table((*numbers, Column("text")), (Row((*map(Figure, "0" * 40), "end")),))
    drawn = body(table)
    assert drawn.count(r"\begin{longtable}") > 1
    assert drawn.count("end ") == 1


def test_no_length_is_one_that_tex_cannot_hold() -> None:
    table = Table((Column("n", numeric=True),), (Row((Figure("9" * 5000),)),))
    assert r"\policyscorefit{999.00}{0}{0.00}" in body(table)


# With TeX

tex = needs("pdflatex")
# A command, and what its report is sure to name.
REPORTS = {
    "rank": "Migration, trafficking, and terrorism",
    "scorecard": "from worst to best",
    "compare": "Institution builder",
    "weights": "Yearly U.S. cost",
    "sensitivity": "Mexican institutions and citizens",
    "robustness": "Strategic partnership",
    "explain": "The shortest argument",
}
# Babel makes characters active in some languages. Here they are errors, and so is what is left.
ARTICLE = r"""\documentclass{article}
\usepackage{cmap}
\usepackage[T1]{fontenc}
\usepackage{amssymb,array,booktabs,longtable,textcomp}
\begin{document}
\edef\before{\the\LTpre,\the\emergencystretch,\the\sfcode`.,\the\tabcolsep,\the\dimen0}
Before.
\catcode34\active\catcode39\active\catcode60\active\catcode61\active\catcode62\active
\catcode96\active
FILES
\catcode96 12 \catcode61 12
\edef\after{\the\LTpre,\the\emergencystretch,\the\sfcode`.,\the\tabcolsep,\the\dimen0}
\ifx\before\after\else\errmessage{a length is left changed}\fi
\ifdefined\policyscorefit\errmessage{a definition is left}\fi
\ifnum\catcode34=\active\else\errmessage{a character is left changed}\fi
After.
\end{document}
"""


class Pages(NamedTuple):
    """What came of a compilation: the log, and the text of the pages without white space."""

    log: str
    text: str


def compiled(folder: Path, name: str) -> Pages:
    """Compile a file as a careful user would, twice."""
    how = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error"]
    for _ in range(2):
        done = subprocess.run(
            ["pdflatex", *how, name], cwd=folder, capture_output=True, check=False
        )
        log = (folder / name).with_suffix(".log").read_text(encoding="latin-1")
        assert done.returncode == 0, log[-2000:]
    return Pages(log, "".join(extracted((folder / name).with_suffix(".pdf")).split()))


def extracted(pdf: Path) -> str:
    """Return the text of the pages, nothing where there is no program that extracts it."""
    if shutil.which("pdftotext") is None:
        return ""
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def holds(pages: Pages, text: str) -> bool:
    """Tell whether the pages hold a text, as far as that can be told."""
    return not pages.text or "".join(text.split()) in pages.text


def sound(log: str) -> None:
    """Hold a log against what shall not be there."""
    assert not re.search(r"^!|Missing character", log, re.MULTILINE)
    assert "write18 enabled" not in log
    wide = [float(found) for found in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert max(wide, default=0) < 20


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all reports of the built-in model, and the article of them."""
    folder = tmp_path_factory.mktemp("latex")
    for name in REPORTS:
        done = call(name, *(["-m"] if name == "explain" else []), str(ROOT), "-f", "latex")
        assert done.code == 0
        (folder / f"{name}.tex").write_text(done.out, encoding="utf-8")
    files = "\n".join(rf"\input{{{name}}}" for name in REPORTS)
    (folder / "article.tex").write_text(ARTICLE.replace("FILES", files), encoding="utf-8")
    return folder


@tex
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_compiles_alone_and_keeps_to_the_page(name: str, built_in: Path) -> None:
    pages = compiled(built_in, f"{name}.tex")
    sound(pages.log)
    assert holds(pages, REPORTS[name])
    assert holds(pages, "U.S. policy options for security in Mexico")


@tex
def test_an_article_takes_many_reports_in_and_is_left_as_it_was(built_in: Path) -> None:
    pages = compiled(built_in, "article.tex")
    sound(pages.log)
    for text in ("Before.", "After.", *REPORTS.values()):
        assert holds(pages, text)


@tex
@needs("pdftotext")
def test_a_short_table_is_as_wide_as_its_texts_and_one_with_notes_as_the_page(
    tmp_path: Path,
) -> None:
    columns = (Column("option", folds=True), Column("score", numeric=True))
    row = Row(("Strategic partnership", Figure("49.8")))
    for name, notes in (("short", ()), ("noted", ("A note.",))):
        drawn = render(report(Table(columns, (row._replace(notes=notes),))))
        (tmp_path / f"{name}.tex").write_text(drawn, encoding="utf-8")
        compiled(tmp_path, f"{name}.tex")
    begin, end = (right_edge(tmp_path / f"{name}.pdf", "49.8") for name in ("short", "noted"))
    assert 57 + 100 < begin < 57 + 160
    assert end == pytest.approx(612 - 57, abs=6)


def right_edge(pdf: Path, word: str) -> float:
    """Return how far from the left edge of the page a word ends, in points."""
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    found = re.search(rf'xMax="([\d.]+)"[^>]*>{re.escape(word)}<', done.stdout.decode())
    assert found
    return float(found[1])


@tex
@needs("pdftotext")
def test_no_heading_is_left_behind_at_the_end_of_a_page(tmp_path: Path) -> None:
    blocks: list[Block] = []
    for i in range(40):
        blocks.append(Prose(("a line of words",) * (i % 13 + 1), title="Said"))
        rows = tuple(Row((f"cell {j}",)) for j in range(i % 5 + 2))
        blocks += [Prose((), title="Said"), Table((Column("head"),), rows, title="Listed")]
    (tmp_path / "long.tex").write_text(render(report(*blocks)), encoding="utf-8")
    compiled(tmp_path, "long.tex")
    pages = [page.split() for page in extracted(tmp_path / "long.pdf").split("\f")[:-1]]
    assert len(pages) > 5
    for number, words in enumerate(pages[:-1], start=1):
        assert words.pop() == str(number)
        assert words[-1] not in ("Said", "Listed", "head")


@tex
def test_a_page_that_is_full_already_is_not_followed_by_one_of_its_last_line_alone(
    tmp_path: Path,
) -> None:
    """The page of an article is 550 pt high; the line before the heading is its last, or is not."""
    table = Table((Column("head"),), (Row(("cell",)),), title="Listed")
    small = render(report(Prose(("One line.",)), table, title=""))
    (tmp_path / "small.tex").write_text(small, encoding="utf-8")
    offsets = range(500, 548, 4)
    uses = "".join(rf"\newpage\rule{{1pt}}{{{offset}pt}}\par\input{{small}}" for offset in offsets)
    article = re.sub(r"(?s)\\edef\\before.*Before\..*FILES.*", "", ARTICLE)
    (tmp_path / "article.tex").write_text(f"{article}{uses}\\end{{document}}", encoding="utf-8")
    pages = compiled(tmp_path, "article.tex")
    assert f"({2 * len(offsets)} pages" in pages.log


def hostile() -> Report:
    """Return a report of all that could do harm, in every place."""
    made = report_of((*NASTY, *COMMANDS), title=COMMANDS[0])
    more = Table((Column(COMMANDS[3]), Column("[x")), tuple(Row((t, t)) for t in COMMANDS), "*")
    heads = Table(tuple(Column(t, numeric=True) for t in COMMANDS), (), COMMANDS[4])
    return made._replace(
        blocks=lambda: (*report_of(COMMANDS).blocks(), *made.blocks(), more, heads)
    )


@tex
@pytest.mark.parametrize("alone", [True, False])
def test_nothing_comes_alive_whatever_the_texts_say(alone: bool, tmp_path: Path) -> None:
    (tmp_path / "nasty.tex").write_text(render(hostile()), encoding="utf-8")
    article = ARTICLE.replace("FILES", r"\input{nasty}")
    (tmp_path / "article.tex").write_text(article, encoding="utf-8")
    pages = compiled(tmp_path, "nasty.tex" if alone else "article.tex")
    assert not re.search(r"^!|Missing character", pages.log, re.MULTILINE)
    assert "write18 enabled" not in pages.log
    assert "passwd" not in pages.log
    assert not list(tmp_path.glob("alive*"))
    for text in (*COMMANDS, "[U+6F22][U+5B57]"):
        assert holds(pages, text.replace("'", "’"))


@tex
def test_tex_knows_every_character_that_is_written_as_it_is(tmp_path: Path) -> None:
    many = [chr(i) for i in range(0xA1, 0x250)]
    more = "‐‑‒–—―‖‘’‚“”„†‡•…‰‹›€№™−≤≥≠≈∞←↑→↓↔⇒√∆▲▼△▽■□✓⁴₂αβγΣΩος"
    drawn = render(report(Prose((" ".join(many), " ".join(more), "Ärger in Łódź: “naïve”"))))
    (tmp_path / "all.tex").write_text(drawn, encoding="utf-8")
    pages = compiled(tmp_path, "all.tex")
    sound(pages.log)
    assert holds(pages, "Ärger in Łódź: “naïve”")


def test_what_is_skipped_within_an_article_is_balanced() -> None:
    """TeX passes over the preamble counting \\if and \\fi alone."""
    preamble = render(report()).partition("\\emergencystretch")[0]
    depth = 0
    for word in tokens(preamble):
        depth += 1 if word.startswith(r"\if") else -1 if word == r"\fi" else 0
        assert depth >= 0
    assert depth == 0


def tokens(latex: str) -> Iterator[str]:
    """Yield the commands of a text without comments that TeX could take for conditionals."""
    bare = re.sub(r"^%.*", "", latex, flags=re.MULTILINE)
    yield from (word for word in re.findall(r"\\[A-Za-z]+", bare) if word != r"\IfFileExists")
