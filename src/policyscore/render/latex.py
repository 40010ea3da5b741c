r"""A report as LaTeX in which no text of a model is a command: to compile alone, or to \input."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policyscore.render.layout import cell_text, indentation, without_bars
from policyscore.render.text import heading
from policyscore.report import Block, Column, Prose, Report, Row, Table, legible
from policyscore.shown import plain

# Everything defined here is so within a group, and no register is taken: nothing of it is left
# to an article around it. There " ' < = > ` may be active, as babel makes them; they become plain.
# \policyscorehead begins a new page where a table below its heading would have no room; at the
# penalty TeX ends a page that is full already, and \pagetotal is that of the new one.
# \policyscorefit{LEAST}{GAPS}{MORE} shrinks the type of a table that needs LEAST em and so many
# gaps until it fits, and finds out how much of MORE, in em, its folding columns can have.
_BEGIN = r"""% A report by policyscore, in UTF-8. It compiles alone, twice for the widths of tables:
% with pdflatex, or with xelatex or lualatex, which show every letter that their font has. To have
% it in an article of your own, in one column, input it there by that command, and load amssymb,
% array, booktabs, longtable, textcomp and, for pdflatex, [T1]{fontenc}.
\expandafter\ifx\csname @nodocument\endcsname\relax
  \begingroup\let\policyscoreend\endgroup
  \catcode34 12 \catcode39 12 \catcode60 12 \catcode61 12 \catcode62 12 \catcode96 12
\else
  \documentclass{article}
  \usepackage[margin=2cm]{geometry}
  \ifdefined\Umathcode\else
    \usepackage{cmap}
    \usepackage[utf8]{inputenc}
    \usepackage[T1]{fontenc}
    \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
  \fi
  \usepackage{amssymb,array,booktabs,longtable,textcomp}
  \setlength\parindent{0pt}
  \setlength\parskip{.5\baselineskip}
  \begin{document}
  \begingroup\def\policyscoreend{\endgroup\end{document}}
\fi
\emergencystretch3em
\frenchspacing
\setlength\LTpre{\medskipamount}
\setlength\LTpost{\medskipamount}
\def\policyscorechar#1#2{\allowbreak[U+#1]}
\ifdefined\Umathcode
  \def\policyscorechar#1#2{\iffontchar\font`#2 #2\else\allowbreak[U+#1]\fi}
\fi
\def\policyscorehead#1{\par
  \csname if@nobreak\endcsname\else
    \penalty0 \ifdim\dimexpr\pagegoal-\pagetotal\relax<12\baselineskip\newpage\fi
  \fi
  \subsection*{\raggedright#1}}
\def\policyscorefit#1#2#3{%
  \def\policyscoreleast{\dimexpr#1em+#2\tabcolsep\relax}%
  \small\let\policyscoresmall\footnotesize
  \ifdim\policyscoreleast>\linewidth\footnotesize\fi
  \ifdim\policyscoreleast>\linewidth\scriptsize\let\policyscoresmall\scriptsize\fi
  \ifdim\policyscoreleast>\linewidth\setlength\tabcolsep{2pt}\fi
  \ifdim\policyscoreleast>\linewidth\tiny\let\policyscoresmall\tiny\fi
  \dimen0=\dimexpr\linewidth-\policyscoreleast\relax
  \ifdim\dimen0<0pt\dimen0=0pt\fi
  \ifdim\dimen0>#3em\dimen0=#3em\fi
  \edef\policyscorespare{\dimexpr\the\dimen0\relax}}
\def\policyscorewidth#1#2{\dimexpr#1em+#2\policyscorespare\relax}
\def\policyscorenote#1#2{\multicolumn{#1}{@{\hspace{1em}}%
  >{\policyscoresmall\raggedright\arraybackslash}p{\dimexpr\linewidth-1em\relax}@{}}{#2}}"""
_END = r"\policyscoreend"

# Long words may break here: within a word of letters with a hyphen, in others without one.
_HYPHEN, _BREAK = "\u00ad", "\u200b"
_LONG = re.compile("[!-ſ]{25,}")
_AFTER = re.compile(r"(?<=[/?&=_.:;,@+%#|-])(?=\w)")
_TWELVE = re.compile(f"[^{_BREAK}]{{12}}(?=[^{_BREAK}]{{12}})")

# What TeX prints as it is written. Of Latin letters these are all up to U+017F but for a few that
# the encoding T1 has not: pdflatex stops at them.
_LITERAL = "a-zA-Z0-9 !\"'()*+,./:;=?@\\[\\]\u00a1-\u00ac\u00ae-ſȘșȚț‐-‖‘’‚“”„†‡•…‰‹›€№™-"
_OTHER = re.compile(f"[^{_LITERAL}]|[ĦħĸĿŀŉŦŧſ]")
# Pairs that fonts join to another character, as hyphens to a dash. A kern keeps them apart in
# every TeX, which {} does not.
_JOINED = re.compile(
    r"(?<=[-‐‒–])(?=[-‐])|(?<=['’])(?=['’])|(?<=[‘!?])(?=‘)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
_MATH = {
    **{"−": "-", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "∞": r"\infty"},
    **{"←": r"\leftarrow", "↑": r"\uparrow", "→": r"\rightarrow", "↓": r"\downarrow"},
    **{"↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "√": r"\surd", "∆": r"\Delta"},
    **{"▲": r"\blacktriangle", "▼": r"\blacktriangledown", "△": r"\vartriangle"},
    **{"▽": r"\triangledown", "■": r"\blacksquare", "□": r"\square", "✓": r"\checkmark"},
    **{"ε": r"\varepsilon", "φ": r"\varphi", "ς": r"\varsigma", "ο": "o"},
}
_GREEK = {
    "αβγδζηθικλμνξπρστυχψω": "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi "
    "rho sigma tau upsilon chi psi omega",
    "ΓΔΘΛΞΠΣΥΦΨΩ": "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega",
}
_TEXT = {
    **{char: f"\\{char}" for char in "{}$&#%_"},
    **{"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}"},
    **{_HYPHEN: r"\-", _BREAK: r"\hspace{0pt}"},
    **{char: rf"\textsuperscript{{{i}}}" for i, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{char: rf"\textsubscript{{{i}}}" for i, char in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{char: rf"\ensuremath{{{command}}}" for char, command in _MATH.items()},
    **{
        char: rf"\ensuremath{{\{name}}}"
        for chars, names in _GREEK.items()
        for char, name in zip(chars, names.split(), strict=True)
    },
}
# These would be taken for an argument of the \\ before them.
_ARGUMENT = re.compile(r"^(?=[\[*])")

# Widths are in hundredths of an em, about those of Computer Modern, rather more than less.
_NARROW, _WIDE = frozenset("fijlrtI.,;:!'|()[]{}/ -`\"·’‘"), frozenset("mwMW@%&+−<>=~—…▲▼→")
_PADDING = 30
_LEAST_HEAD, _LEAST_FOLDING, _LEAST_OTHER, _MOST = 700, 800, 1400, 4000
_GAP = 140
# What fits between the margins of most articles, in small type; wider tables are cut in parts.
_WIDEST = 5000
_LARGEST = 99900  # TeX stops at lengths beyond 16383 pt
_DEEPEST = 16
_LONGEST_NOTE = 2000


class _Column(NamedTuple):
    """A column to draw: its heading, the cells below, and the least and the most that it takes."""

    label: str
    numeric: bool
    cells: Sequence[str]
    least: int
    most: int


def render(report: Report) -> str:
    """Return the LaTeX: headings, paragraphs and tables that break over pages.

    It compiles without shell escape, alone or within an article, whatever the texts hold.
    """
    title = _characters(_breakable(heading(report)))
    parts = [_BEGIN, *([rf"\section*{{\raggedright {title}}}"] if title else [])]
    for block in legible(report.blocks()):
        parts.extend(_drawn(block))
    return "\n\n".join((*parts, _END)) + "\n"


def _drawn(block: Block) -> Iterator[str]:
    """Yield what TeX takes for paragraphs."""
    title = _line(block.title)
    if isinstance(block, Prose) and block.section:
        yield rf"\section*{{\raggedright {title}}}"
    elif title:
        yield rf"\policyscorehead{{{title}}}"
    if isinstance(block, Prose):
        for text in filter(None, map(_line, block.paragraphs)):
            yield rf"\textbf{{{text}}}" if block.strong else text
        return
    table = without_bars(block)
    columns = _columns(table)
    notes = [list(_notes(row)) for row in table.rows]
    for i, part in enumerate(_parts(columns)):
        yield _longtable(part, [[] if i else each for each in notes])


def _line(text: str) -> str:
    return _characters(_breakable(plain(text)))


def _breakable(text: str) -> str:
    """Return the text with marks where its long words, addresses above all, may break."""
    return _LONG.sub(_with_breaks, unicodedata.normalize("NFC", text))


def _with_breaks(found: re.Match[str]) -> str:
    word = found.group()
    marked = _TWELVE.sub(rf"\g<0>{_BREAK}", _AFTER.sub(_BREAK, word))
    return marked.replace(_BREAK, _HYPHEN) if word.isalpha() else marked


def _characters(text: str) -> str:
    """Return LaTeX that prints the characters of a text and does nothing else."""
    return r"\/".join(_OTHER.sub(_character, part) for part in _JOINED.split(text))


def _character(found: re.Match[str]) -> str:
    char = found.group()
    return _TEXT.get(char) or rf"\policyscorechar{{{ord(char):04X}}}{{{char}}}"


def _width(text: str) -> int:
    return _indent(text) + sum(map(_char_width, text.lstrip(" ")))


def _indent(text: str) -> int:
    return 50 * min(indentation(text), _DEEPEST)


@cache
def _char_width(char: str) -> int:
    if char in _NARROW:
        return 35
    if char in _WIDE:
        return 84 if char != "W" else 103
    if _OTHER.match(char) and char not in _TEXT:
        return 480
    if char in (_BREAK, _HYPHEN):
        return 0
    return 72 if char.isupper() else 51


def _words(text: str) -> list[str]:
    """Return the parts of a text between which a line may end."""
    apart = _OTHER.sub(lambda found: " " * (found.group() not in _TEXT) + found.group(), text)
    return re.findall(rf"[^ {_BREAK}{_HYPHEN}-]+-?|-", apart)


def _columns(table: Table) -> list[_Column]:
    drawn = []
    for i, column in enumerate(table.columns):
        cells = [_breakable(cell_text(row.cells[i])) for row in table.rows]
        drawn.append(_measured(column, cells))
    return drawn


def _measured(column: Column, cells: Sequence[str]) -> _Column:
    label = _breakable(plain(column.label))
    widest = max(map(_width, cells), default=0)
    if column.numeric:
        width = max(widest, _longest_word(label), min(_width(label), _LEAST_HEAD)) + _PADDING
        return _Column(label, True, cells, width, width)
    least = min(widest, _LEAST_FOLDING if column.folds else _LEAST_OTHER)
    least = max(least, min(_width(label), _LEAST_HEAD), *map(_longest_word, [label, *cells]))
    most = max(least, min(max(widest, _width(label)), _MOST))
    return _Column(label, False, cells, least + _PADDING, most + _PADDING)


def _longest_word(text: str) -> int:
    return _indent(text) + max(map(_width, _words(text)), default=0)


def _parts(columns: Sequence[_Column]) -> Iterator[Sequence[_Column]]:
    """Yield the columns in as many parts as pages are too narrow for them.

    The first ones, up to the first with text, name the rows: they stand in every part.
    """
    named = next((i for i, column in enumerate(columns) if not column.numeric), -1) + 1
    named = named if _taken(columns[:named]) < _WIDEST / 2 else 0
    part = list(columns[:named])
    for column in columns[named:]:
        if len(part) > named and _taken([*part, column]) > _WIDEST:
            yield part
            part = list(columns[:named])
        part.append(column)
    if part:
        yield part


def _taken(columns: Sequence[_Column]) -> int:
    return sum(column.least + _GAP for column in columns) - _GAP


def _longtable(columns: Sequence[_Column], notes: Sequence[list[str]]) -> str:
    noted = any(notes)
    # Notes take all of the line: where no column can grow to that, an empty one does.
    filled = noted and all(column.least == column.most for column in columns)
    lines = [f"{{{_fit(columns, noted)}", _opening(columns, filled)]
    lines += [r"\toprule", _row(map(_head, columns)) + r" \\", r"\midrule", r"\endhead"]
    lines += [r"\bottomrule", r"\endfoot"]
    note = rf"\policyscorenote{{{len(columns) + filled}}}"
    for i, below in enumerate(notes):
        cells = _row(_cell(column.cells[i]) for column in columns)
        # With a star the page does not end between a row and its first note.
        lines.append(cells + (r" \\*" if below else r" \\"))
        lines += [rf"{note}{{{text}}} \\" for text in below]
        lines += [r"\addlinespace"] if below else []
    return "\n".join((*lines, r"\end{longtable}}"))


def _notes(row: Row) -> Iterator[str]:
    """Yield the notes, long ones in parts: nothing within a table is cut at the end of a page."""
    for note in row.notes:
        yield from map(_line, textwrap.wrap(plain(note), _LONGEST_NOTE, break_on_hyphens=False))


def _fit(columns: Sequence[_Column], noted: bool) -> str:
    """Return the choice of type; notes need all of the line, other tables just what fills them."""
    least = sum(column.least for column in columns)
    more = _LARGEST if noted else sum(column.most for column in columns) - least
    return rf"\policyscorefit{{{_em(least)}}}{{{2 * len(columns) - 2}}}{{{_em(more)}}}"


def _em(hundredths: int) -> str:
    return f"{min(hundredths, _LARGEST) / 100:.2f}"


def _opening(columns: Sequence[_Column], filled: bool) -> str:
    spare = sum(column.most - column.least for column in columns)
    kinds = " ".join(_kind(column, spare) for column in columns)
    filler = r"@{}p{\policyscorespare}" if filled else ""
    return rf"\begin{{longtable}}[l]{{@{{}}{kinds}{filler}@{{}}}}"


def _kind(column: _Column, spare: int) -> str:
    if column.least == column.most:
        return "r" if column.numeric else "l"
    share = (column.most - column.least) / spare
    width = rf"\policyscorewidth{{{_em(column.least)}}}{{{share:.4f}}}"
    return rf">{{\raggedright\arraybackslash}}p{{{width}}}"


def _row(cells: Iterable[str]) -> str:
    return _ARGUMENT.sub("{}", " & ".join(cells))


def _cell(text: str) -> str:
    deep = _indent(text)
    before = rf"\hspace{{{_em(deep)}em}}" if deep else ""
    return before + _characters(text.lstrip(" "))


def _head(column: _Column) -> str:
    """Return a heading that stands on the line below it, folded where its column is narrow."""
    if _width(column.label) <= column.least:
        return _characters(column.label)
    width = f"{_em(column.least)}em" if column.numeric else r"\hsize"
    side = "raggedleft" if column.numeric else "raggedright"
    return rf"\parbox[b]{{{width}}}{{\{side} {_characters(column.label)}}}"
