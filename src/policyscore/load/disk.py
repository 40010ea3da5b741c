"""A model in a folder on a disk."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import CannotAccess
from policyscore.load.folder import MOST_BYTES, NO_FILE, TOO_LARGE, Refusal, looks_like_model

_LEAVES = Refusal(
    "link", "a symbolic link that leaves the model is not followed", "put the file itself there"
)
_NOWHERE = Refusal("link", "a symbolic link that leads nowhere", "put the file itself there")


class Disk(NamedTuple):
    """A folder on a disk. Links within the model are followed."""

    root: Path

    def names(self, folder: str) -> list[str]:
        """Return what a folder holds, sorted; raises CannotAccess where the system refuses."""
        try:
            return sorted(os.listdir(self.root / folder))  # noqa: PTH208 - iterdir is slower
        except OSError as error:
            raise CannotAccess(f"cannot read the folder {folder}: {error.strerror}") from error

    # Unlike the methods of Path, the next two never raise: what may not be looked at is no file of
    # a model.

    def is_file(self, name: str) -> bool:
        """Tell whether there is a regular file of that name, or a link to one."""
        return os.path.isfile(self.root / name)  # noqa: PTH113

    def is_folder(self, name: str) -> bool:
        """Tell whether there is a folder of that name, or a link to one."""
        return os.path.isdir(self.root / name)  # noqa: PTH112

    def hindrance(self, name: str) -> str:
        """Return why files are not read from a folder of that name; nothing if they are."""
        if self.is_folder(name) and not self._leaves(self.root / name):
            return ""
        return f"{name} is no folder, or a link that leaves the model"

    def content(self, name: str) -> bytes | Refusal:
        """Return what a file holds, up to the limit, or why it is refused.

        Raises CannotAccess where the system refuses.
        """
        path = self.root / name
        try:
            if self._leaves(path):
                return _LEAVES
            if not stat.S_ISREG(path.stat().st_mode):
                return NO_FILE
            with path.open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ELOOP):
                raise CannotAccess(f"cannot read {name}: {error.strerror or error}") from error
            return _NOWHERE
        return content if len(content) <= MOST_BYTES else TOO_LARGE

    def _leaves(self, path: Path) -> bool:
        """Tell whether a path is a link to somewhere outside of the model."""
        if not os.path.islink(path):  # noqa: PTH114
            return False
        return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root))


def is_model(root: Path) -> bool:
    """Tell whether a folder is meant as a model, complete or not."""
    return looks_like_model(Disk(root))
