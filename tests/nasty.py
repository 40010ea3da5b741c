"""Text that would like to come alive in what shows it, and a report made of it."""

from fractions import Fraction

from hypothesis import strategies as st

from policyscore.report import Bar, Column, Figure, Prose, Report, Row, Sheet, Table, Value

NASTY = (
    "a|b",
    "two\nlines",
    "<script>alert(1)</script>",
    "=cmd()",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "[red]text[/red]",
    "[/]",
    ":smile:",
    ":thumbs_up:",
    "@org/team",
    "fixes #12, GH-3",
    "[x](http://y.example)",
    "www.example.org, mailto:a@b.org",
    "![x](y.png)",
    "back\\slash\\",
    "`code` ``",
    "*a* _b_ ~~c~~ $d$ {{ e }} ^f^",
    "&lt; &amp; &copy;",
    "::error::x",
    "\u3000::set-output::x",
    "##[error]x",
    "##VSO[task]x",
    "\x1b[31mred\x9b0m\x07\x00\x7f",
    "\u202eleft \u2066isolated\u2069",
    "漢字 かな",
    "e\u0301 a\u0308",
    "no\u200bspace, \ufeffmark",
    "W" * 70,
    "words " * 30,
    "1. one",
    "- two",
    "# three",
    "> four",
    "=== five",
    "None",
    "",
)

# Pieces that mean something to some format, between letters of all kinds.
_PIECES = (
    *("|", "\\", "`", "*", "_", "<", ">", "&", "[", "]", "(", ")", "!", "~", "$", "#", "##[", "^"),
    *("::", "::x::", ":", ":smile:", "@", "@a", "\n", "\r", "\t", " ", "    ", "\x1b[31m", "\x9b"),
    *("=", "+", "-", "---", "1.", "1)", "\u2028", "\u202e", "\ufeff", "\u200b", "\u3000", "漢"),
    *("e\u0301", "a", "B", "0", "9", "é", "\x00", "\x7f", "\ud800", "<!--", "{{", "]]>", "&#124;"),
)
texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.characters()), max_size=12).map("".join)


def report_of(texts: tuple[str, ...], title: str = "::warning::[x]\ntitle") -> Report:
    """Return a report that holds the texts in every place where a text may stand."""
    columns = (
        Column("#", numeric=True),
        Column("te|xt", folds=True),
        Column("score", numeric=True),
        Column("0 to 1"),
        Column("why", folds=True),
    )
    rows = tuple(
        Row(
            (
                Figure(str(i)),
                "  " * (i % 3) + text,
                Figure(f"{10 ** (i % 7)}.0"),
                Bar(Fraction(i, len(texts))),
                text,
            ),
            (text,) if i % 2 else (),
        )
        for i, text in enumerate(texts)
    )
    blocks = (
        Prose(texts, title="[b]Strong[/b] ::x", strong=True),
        Prose((f"{'Enough words to have the line folded, ' * 2}::error::and so on.", *texts)),
        Table(columns, rows, title="##[group]Table", notes="rationale | source"),
    )
    data: dict[str, Value] = {"title": title, "texts": texts, **dict.fromkeys(texts)}
    records = tuple((text, Fraction(i, 3)) for i, text in enumerate(texts))
    sheet = Sheet((texts[0], "=share"), records)
    return Report(title, "2026-01-02", lambda: blocks, lambda: data, lambda: sheet)
