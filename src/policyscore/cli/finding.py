"""Which model a command works on."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import CannotAccess, Misuse
from policyscore.load.disk import is_model

PACKAGE = Path(__file__).parent.parent


class Found(NamedTuple):
    """The folder of a model, and whether it is the one that ships with the tool."""

    root: Path
    builtin: bool = False

    @property
    def folder(self) -> str:
        """Return the model's folder as a path from the current one."""
        try:
            return Path(os.path.relpath(self.root)).as_posix()
        except ValueError:  # another drive on Windows
            return self.root.as_posix()

    @property
    def in_repository(self) -> str:
        """Return the model's folder as a path from the root of the repository around it.

        Where there is none, from the current folder. It is "" where the two are one, and where
        only a path from the root of the disk would lead there.
        """
        root = Path(os.path.realpath(self.root))
        around = (folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git"))
        try:
            path = Path(os.path.relpath(root, next(around, None))).as_posix()
        except ValueError:  # another drive on Windows
            return ""
        return "" if path == "." else path

    def shown(self, name: str) -> str:
        """Return a file of the model as a path from the current folder."""
        return name if self.folder == "." else f"{self.folder}/{name}"


def find(argument: str | None) -> Found:
    """Return the model named, or the nearest one upwards, or the built-in one.

    The search ends at the root of the repository and at the user's home. Raises Misuse where a
    name is no folder, CannotAccess where the system refuses to tell.
    """
    if argument is not None:
        return Found(_named(argument))
    try:
        here = Path.cwd()
    except OSError as error:
        raise CannotAccess(f"cannot read the current folder: {error.strerror}") from error
    for folder in (here, *here.parents):
        if _holds_model(folder):
            return Found(folder)
        if os.path.lexists(folder / ".git") or folder == _home():
            break
    return Found(builtin(), builtin=True)


def _named(argument: str) -> Path:
    root = Path(argument)
    try:
        is_folder = stat.S_ISDIR(root.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Misuse(f"no such folder: {argument}") from error
    except OSError as error:
        raise CannotAccess(f"cannot read {argument}: {error.strerror}") from error
    if not is_folder:
        raise Misuse(f"{argument} is a file; name the folder that holds options/ and criteria/")
    return root


def _holds_model(folder: Path) -> bool:
    try:
        return is_model(folder)
    except OSError:  # a folder above that one may pass through and not look into
        return False


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # a user without a name, as in some containers
        return None


def builtin() -> Path:
    """Return the folder of the built-in model: in an installed package, or in a checkout of it."""
    installed = PACKAGE / "builtin"
    return installed if installed.is_dir() else PACKAGE.parent.parent
