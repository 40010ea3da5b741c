"""Where results go: formats and files chosen before any work, written whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from policyscore.cli import terminal
from policyscore.faults import CannotAccess, Misuse
from policyscore.load.shapes import FOLDERS
from policyscore.render import EXTENSIONS, FORMATS, render
from policyscore.report import Report
from policyscore.suggest import did_you_mean


class ReaderLeft(Exception):
    """Nobody reads stdout any more."""


class Target(NamedTuple):
    """A format and the file it goes to, None for stdout."""

    format: str
    path: Path | None = None


def targets(wanted: str | None, outputs: Sequence[str], root: Path) -> tuple[Target, ...]:
    """Return where the result is to go. Raises Misuse with all that is wrong with it.

    No file may lie in a missing folder, be a folder, or be part of the model in `root`.
    """
    problems: list[str] = []
    if wanted is not None and wanted not in FORMATS:
        hint = did_you_mean(wanted, FORMATS, f"one of {', '.join(FORMATS)}")
        raise Misuse(f"--format: unknown format {wanted}; {hint}")
    found = [_target(wanted, output, root, problems) for output in outputs]
    for i, target in enumerate(found):
        if target in found[:i]:
            problems.append(f"-o {outputs[i]} is given twice")
    if problems:
        raise Misuse(*problems)
    return tuple(found) or (Target(wanted or "text"),)


def _target(wanted: str | None, output: str, root: Path, problems: list[str]) -> Target:
    if output == "-":
        return Target(wanted or "text")
    path = Path(output)
    implied = EXTENSIONS.get(path.suffix.lower())
    if wanted is None and implied is None:
        known = ", ".join(EXTENSIONS)
        problems.append(f"-o {output}: no format has that extension; use {known} or --format")
    elif wanted and implied and wanted != implied:
        problems.append(f"-o {output} is {implied}, yet --format is {wanted}")
    if path.is_dir():
        problems.append(f"-o {output} is a folder; name a file")
    elif not path.parent.is_dir():
        problems.append(f"-o {output}: the folder {path.parent} does not exist")
    elif _is_of_model(path, root):
        problems.append(f"-o {output} lies in the model; results are written elsewhere")
    return Target(wanted or implied or "text", path)


def _is_of_model(path: Path, root: Path) -> bool:
    where, model = path.resolve(), root.resolve()
    folders = [model / folder for folder in FOLDERS]
    return where == model / "policyscore.yaml" or any(map(where.is_relative_to, folders))


def deliver(report: Report, wanted: Sequence[Target], color: str) -> None:
    """Write the report to all its targets; every one is drawn before the first is written.

    Raises CannotAccess where there is no permission or no space, ReaderLeft for a closed pipe.
    """
    drawn = [(target, _draw(report, target, color)) for target in wanted]
    for target, text in drawn:
        if target.path is None:
            to_stdout(text)
        else:
            to_file(target.path, text)


def _draw(report: Report, target: Target, color: str) -> str:
    watched = target.path is None and terminal.is_terminal(sys.stdout)
    colored = target.path is None and terminal.wants_color(sys.stdout, color)
    if target.format == "text" and (watched or colored):
        from policyscore.render.terminal import render as render_for_terminal

        return render_for_terminal(report, terminal.columns(), colored)
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


def to_file(path: Path, text: str) -> None:
    """Write a file whole or leave the old one alone; a link is followed, a device written to.

    Raises CannotAccess where that is not possible.
    """
    try:
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(text.encode())
            return
        _replace(Path(os.path.realpath(path)), text.encode(), mode)
    except OSError as error:
        raise CannotAccess(f"cannot write {path}: {_reason(error)}") from error


def _replace(path: Path, content: bytes, mode: int | None) -> None:
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    from tempfile import mkstemp  # slow to import, and seldom needed

    handle, name = mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
