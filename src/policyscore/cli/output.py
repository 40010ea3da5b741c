"""Results to files and stdout: files are written whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from policyscore.cli import terminal
from policyscore.cli.targets import Target
from policyscore.faults import CannotAccess, Misuse
from policyscore.render import BINARY_FORMATS, render, render_binary
from policyscore.report import Report

PAGE = 100  # how wide a coloured report is that nobody watches
# What these lead to may be a file that the shell has opened: it is appended to, not replaced.
_STREAMS = ("/dev/fd/", "/dev/std", "/proc/self/fd/")
MOST_SUMMARY = 1_000_000  # GitHub drops the whole summary above 1 MiB
NO_ROOM = "The summary of the job has no room left for this report."


class ReaderLeft(Exception):
    """Nobody reads stdout any more."""


def deliver(report: Report, wanted: Sequence[Target], color: str) -> list[str]:
    """Write the report to all its targets, and return what there is to note about that.

    Every one is drawn before the first is written. Stdout comes last, so that nothing stands on it
    if a file cannot be written. Raises CannotAccess where there is no permission or no space,
    ReaderLeft for a closed pipe.
    """
    drawn = [(target, _draw(report, target, color)) for target in wanted]
    files = [(each.path, _bytes(it)) for each, it in drawn if each.path and not each.is_summary]
    summaries = [(each.path, _bytes(it)) for each, it in drawn if each.path and each.is_summary]
    to_files(files)
    for path, content in summaries:
        _to_summary(path, content)
    for target, text in drawn:
        if target.path is None and isinstance(text, str):
            to_stdout(text)
    return [NO_ROOM for _, content in summaries if not content]


def _bytes(drawn: str | bytes) -> bytes:
    return drawn.encode() if isinstance(drawn, str) else drawn


def _draw_summary(report: Report, path: Path) -> str:
    """Return the Markdown that the summary of a job has room for, "" if it has none.

    Raises CannotAccess where nobody can tell.
    """
    from policyscore.render.markdown import render as render_markdown

    try:
        before = path.stat().st_size
    except FileNotFoundError:
        before = 0
    except OSError as error:
        raise CannotAccess(f"cannot write {path}: {_reason(error)}") from error
    gap = "\n" if before else ""  # a heading stands after an empty line
    room = MOST_SUMMARY - before - len(gap)
    text = render_markdown(report, room)
    return gap + text if len(text.encode()) <= room else ""


def _to_summary(path: Path, content: bytes) -> None:
    """Append the content that there is room for, if any; raises CannotAccess as `to_files`."""
    try:
        _append(path, content)
    except OSError as error:
        raise CannotAccess(f"cannot write {path}: {_reason(error)}") from error


def _draw(report: Report, target: Target, color: str) -> str | bytes:
    if target.is_summary and target.path:
        return _draw_summary(report, target.path)
    watched = target.path is None and terminal.is_terminal(sys.stdout)
    colored = target.path is None and terminal.wants_color(sys.stdout, color)
    if target.format == "text" and (watched or colored):
        from policyscore.render.terminal import render as render_for_terminal

        return render_for_terminal(report, terminal.columns() if watched else PAGE, colored)
    if target.format in BINARY_FORMATS:
        return _binary(report, target.format)
    return render(report, target.format)


def _binary(report: Report, name: str) -> bytes:
    """Return a format of bytes. Raises Misuse where what writes it is missing, or cannot."""
    try:
        return render_binary(report, name)
    except ImportError as error:
        raise Misuse(f"{name} needs an extra: pip install 'policyscore[excel]'") from error
    except ValueError as error:
        raise Misuse(f"{name}: {error}") from error


def to_stdout(text: str) -> None:
    """Write to stdout: UTF-8 in pipes and files whatever the locale, else what the terminal has."""
    stream = sys.stdout
    try:
        if stream is None:
            raise CannotAccess("cannot write: stdout is closed")
        if terminal.is_terminal(stream) or not hasattr(stream, "buffer"):
            stream.write(terminal.encodable(text, stream.encoding or "utf-8"))
        else:
            stream.buffer.write(text.encode())
        stream.flush()
    except BrokenPipeError as error:
        _forget_stdout()
        raise ReaderLeft from error
    except (OSError, ValueError) as error:
        _forget_stdout()
        raise CannotAccess(f"cannot write to stdout: {_reason(error)}") from error


def _forget_stdout() -> None:
    """Point stdout to nowhere, so that the flush at exit has nothing left to fail on."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    except OSError:
        return


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "no space left"
    return getattr(error, "strerror", None) or str(error)


def to_files(contents: Sequence[tuple[Path, bytes]]) -> None:
    """Write files whole, or leave the old ones alone; links are followed, devices written to.

    Nothing is put in place before all of them are complete on the disk. Raises CannotAccess where
    that is not possible.
    """
    temporary: list[Path] = []
    path = Path()
    try:
        ready = []
        for path, content in contents:
            ready.append((path, content, _prepared(path, content, temporary)))
        for path, content, new in ready:
            if new is None:
                _append(path, content)
            else:
                new.replace(os.path.realpath(path))
    except OSError as error:
        raise CannotAccess(f"cannot write {path}: {_reason(error)}") from error
    finally:
        for new in temporary:
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _prepared(path: Path, content: bytes, temporary: list[Path]) -> Path | None:
    """Return a new file beside the one that it is to replace; None for a device or a pipe."""
    from tempfile import mkstemp  # slow to import, and seldom needed

    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and (not stat.S_ISREG(mode) or str(path).startswith(_STREAMS)):
        return None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120
    handle, name = mkstemp(prefix=".policyscore-", dir=folder)
    temporary.append(Path(name))
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary[-1].chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
    return temporary[-1]


def _append(path: Path, content: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(content)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
