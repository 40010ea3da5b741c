"""Faults, warnings and misuse as lines on stderr."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from policyscore.faults import Fault
from policyscore.shown import escaped, tamed

MOST_SHOWN = 20

Shown = Callable[[str], str]


def say(*lines: str) -> None:
    """Write lines to stderr, harmless to terminals and CI runners; never fails."""
    text = "".join(f"{tamed(escaped(line))}\n" for line in lines)
    if sys.stderr is not None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            return


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
    lines = text.splitlines() if text else []
    if 0 < fault.place.line <= len(lines):
        line = escaped(lines[fault.place.line - 1].replace("\t", " "))
        yield f"  | {line[:160]}"
        if 0 < fault.place.column <= 160:
            yield f"  | {' ' * (fault.place.column - 1)}^"


def summary(faults: Sequence[Fault]) -> str:
    """Return the last line after a wrong model: how many errors in how many files, and what now."""
    errors = [fault for fault in faults if fault.severity == "error"]
    files = len({fault.place.file for fault in errors})
    return (
        f"{len(errors)} error{'s' * (len(errors) != 1)} in {files} file{'s' * (files != 1)}; "
        "nothing was ranked. Mend and run policyscore check again."
    )
