"""Where results go: formats and files chosen before any work, written whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from policyscore.cli import terminal
from policyscore.faults import CannotAccess
from policyscore.load.shapes import FOLDERS
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.report import Report
from policyscore.suggest import did_you_mean

PAGE = 100  # how wide a coloured report is that nobody watches
STDOUT = ("-", "/dev/stdout")
# What these lead to may be a file that the shell has opened: it is appended to, not replaced.
_STREAMS = ("/dev/fd/", "/dev/std", "/proc/self/fd/")


class ReaderLeft(Exception):
    """Nobody reads stdout any more."""


class Target(NamedTuple):
    """A format and the file it goes to, None for stdout."""

    format: str
    path: Path | None = None


def targets(
    wanted: str | None, outputs: Sequence[str], root: Path | None, problems: list[str]
) -> tuple[Target, ...]:
    """Return where the result is to go; whatever is wrong with it is added to `problems`.

    No file may lie in a missing folder, be a folder, or be part of the model in `root`.
    """
    if wanted is not None and wanted not in FORMATS:
        hint = did_you_mean(wanted, FORMATS, f"one of {', '.join(FORMATS)}")
        problems.append(f"--format: unknown format {wanted}; {hint}")
    found = [_target(wanted, output, root, problems) for output in outputs]
    places = [target.path and os.path.realpath(target.path) for target in found]
    for i, place in enumerate(places):
        if place in places[:i]:
            problems.append(f"-o {outputs[i]} is given twice")
    return tuple(found) or (Target(wanted or "text"),)


def _target(wanted: str | None, output: str, root: Path | None, problems: list[str]) -> Target:
    if output in STDOUT:
        return Target(wanted or "text")
    path = Path(output)
    implied = EXTENSIONS.get(path.suffix.lower())
    if wanted is None and implied is None:
        known = ", ".join(EXTENSIONS)
        problems.append(f"-o {output}: no format has that extension; use {known} or --format")
    elif wanted and implied and wanted != implied:
        problems.append(f"-o {output} is {implied}, yet --format is {wanted}")
    if os.path.isdir(path):  # noqa: PTH112 - does not mind a name that cannot be
        problems.append(f"-o {output} is a folder; name a file")
    elif not os.path.isdir(path.parent):  # noqa: PTH112
        problems.append(f"-o {output}: the folder {path.parent} does not exist")
    elif root is not None and _is_of_model(path, root):
        problems.append(f"-o {output} lies in the model; results are written elsewhere")
    return Target(wanted or implied or "text", path)


def _is_of_model(path: Path, root: Path) -> bool:
    """Tell whether a file is, or would be, read as a part of the model."""
    where, model = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    if where.parent == model:
        return where.name.casefold() in ("policyscore.yaml", "policyscore.yml")
    return any(where.is_relative_to(model / folder) for folder in FOLDERS)


def deliver(report: Report, wanted: Sequence[Target], color: str) -> None:
    """Write the report to all its targets: every one is drawn before the first is written.

    Stdout comes last, so that nothing stands on it if a file cannot be written. Raises CannotAccess
    where there is no permission or no space, ReaderLeft for a closed pipe.
    """
    drawn = [(target.path, _draw(report, target, color)) for target in wanted]
    to_files([(path, text) for path, text in drawn if path is not None])
    for path, text in drawn:
        if path is None:
            to_stdout(text)


def _draw(report: Report, target: Target, color: str) -> str:
    watched = target.path is None and terminal.is_terminal(sys.stdout)
    colored = target.path is None and terminal.wants_color(sys.stdout, color)
    if target.format == "text" and (watched or colored):
        from policyscore.render.terminal import render as render_for_terminal

        return render_for_terminal(report, terminal.columns() if watched else PAGE, colored)
    return render(report, target.format)


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


def to_files(texts: Sequence[tuple[Path, str]]) -> None:
    """Write files whole, or leave the old ones alone; links are followed, devices written to.

    Nothing is put in place before all of them are complete on the disk. Raises CannotAccess where
    that is not possible.
    """
    temporary: list[Path] = []
    path = Path()
    try:
        ready = []
        for path, text in texts:
            ready.append((path, text, _prepared(path, text.encode(), temporary)))
        for path, text, new in ready:
            if new is None:
                _append(path, text.encode())
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
