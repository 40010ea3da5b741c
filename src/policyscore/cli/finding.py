"""Which model a command works on."""

import os
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import Misuse
from policyscore.load.folder import is_model

PACKAGE = Path(__file__).parent.parent


class Found(NamedTuple):
    """The folder of a model, and whether it is the one that ships with the tool."""

    root: Path
    builtin: bool = False

    def shown(self, name: str) -> str:
        """Return a file of the model as a path from the current folder."""
        try:
            prefix = os.path.relpath(self.root)
        except ValueError:  # another drive on Windows
            prefix = str(self.root)
        return name if prefix == "." else f"{Path(prefix).as_posix()}/{name}"


def find(argument: str | None) -> Found:
    """Return the model named, or the nearest one upwards, or the built-in one.

    The search ends at the root of the repository. Raises Misuse where a name is no folder.
    """
    if argument is not None:
        root = Path(argument)
        if not root.exists():
            raise Misuse(f"no such folder: {argument}")
        if not root.is_dir():
            raise Misuse(f"{argument} is a file; name the folder that holds options/ and criteria/")
        return Found(root)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_model(folder):
            return Found(folder)
        if (folder / ".git").exists():
            break
    return Found(builtin(), builtin=True)


def builtin() -> Path:
    """Return the folder of the built-in model: in an installed package, or in a checkout of it."""
    installed = PACKAGE / "builtin"
    return installed if installed.is_dir() else PACKAGE.parent.parent
