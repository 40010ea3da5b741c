"""Faults, warnings and misuse as lines on stderr."""

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from policyscore.cli import terminal
from policyscore.faults import Fault
from policyscore.shown import escaped, tamed

MOST_SHOWN = 20
MOST_CHARACTERS = 160
_LINE_END = r"\r\n|\r|\n"  # as places are counted

_QUOTED = "  | "

Shown = Callable[[str], str]


def say(*lines: str) -> None:
    """Write lines to stderr, harmless to terminals and CI runners; never fails.

    A line break within one, of a name or an argument, is shown as an escape. On a terminal lines
    break between words, and what goes on is indented.
    """
    harmless = [escaped(line.replace("\n", r"\n")) for line in lines]
    if terminal.is_terminal(sys.stderr):
        harmless = [part for line in harmless for part in _broken(line)]
    text = "".join(f"{tamed(line)}\n" for line in harmless)
    if sys.stderr is not None:
        try:
            sys.stderr.write(terminal.encodable(text, sys.stderr.encoding))
            sys.stderr.flush()
        except (OSError, ValueError):
            return


def _broken(line: str) -> list[str]:
    """Return a line in parts that fit the terminal; one that quotes a file stays whole."""
    import textwrap

    columns = terminal.columns()
    if len(line) <= columns or line.startswith(_QUOTED):
        return [line]
    return textwrap.wrap(
        line,
        columns,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )


def fault_lines(
    faults: Sequence[Fault], shown: Shown, texts: Mapping[str, str] | None = None, most: int = 0
) -> Iterator[str]:
    """Yield a line a fault, `file:line:column: error: what; how to fix`, `most` of them at most.

    With `texts` of the files, the line of the file and a caret stand below each.
    """
    most = most or len(faults)
    for fault in faults[:most]:
        place = fault.place
        where = shown(place.file) + (f":{place.line}:{place.column}" if place.line else "")
        fix = f"; {fault.fix}" if fault.fix else ""
        yield f"{where}: {fault.severity}: {fault.what}{fix}"
        yield from _excerpt(fault, (texts or {}).get(place.file))
    if len(faults) > most:
        yield f"... and {len(faults) - most} more"


def _excerpt(fault: Fault, text: str | None) -> Iterator[str]:
    """Yield the line that a fault points to, and a caret below the place, as far as they fit."""
    lines = ["", *re.split(_LINE_END, text or "")]  # counted from 1; line 0 is the whole file
    line = lines[fault.place.line].replace("\t", " ") if fault.place.line < len(lines) else ""
    if line.strip():
        yield from pointed(line, fault.place.column - 1)


def pointed(line: str, offset: int) -> Iterator[str]:
    """Yield a line, and a caret below one of its characters, as far as they fit."""
    from policyscore.render.layout import width

    before = escaped(line[:offset])
    yield f"{_QUOTED}{escaped(line)[:MOST_CHARACTERS]}"
    if len(before) < MOST_CHARACTERS:
        yield f"{_QUOTED}{' ' * width(before)}^"


def summary(faults: Sequence[Fault], root: str, revision: str = "", then: str = "") -> str:
    """Return the last line after a wrong model: how many errors in how many files, and what now.

    `root` is the model's folder as seen from the current one; `revision` is what git writes before
    the name of a file, where the model was read from a commit, which nobody can mend. `then` is
    told instead of what usually comes next.
    """
    errors = [fault for fault in faults if fault.severity == "error"]
    again = "" if root == "." else f" {shlex.quote(root)}"
    files = len({fault.place.file for fault in errors})
    counted = f"{len(errors)} error{'s' * (len(errors) != 1)} in {files} file{'s' * (files != 1)}"
    if revision:
        commit = revision.removesuffix("/").removesuffix(":")
        return f"{counted} of {commit}; nothing was compared."
    if then:
        return f"{counted}; {then}"
    return f"{counted}; nothing was ranked. Mend and run policyscore check{again} again."
