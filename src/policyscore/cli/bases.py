"""What `diff` compares with: a folder, a saved result, or a revision of git."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from policyscore.difference.changes import Changes, changes_between
from policyscore.faults import CannotAccess, Fault, Misuse
from policyscore.load import is_model
from policyscore.model import Model


class Base(NamedTuple):
    """An earlier version by its name as given: the model if it is known, and what changed since.

    `warnings` are those met while the model was read.
    """

    name: str
    model: Model | None
    changes: Changes
    warnings: tuple[Fault, ...] = ()


def since(name: str, root: Path, after: Model) -> Base:
    """Return what changed since the version called `name` in the model at `root`.

    A name that begins with a dot or a slash is a path. Raises Misuse where there is no such
    version, or both a path and a commit of that name, and WrongModel where it has faults.
    """
    kind = _kind(name)
    if kind is not None and not name.startswith((".", "/")):
        _refuse_ambiguity(name, root)
    if kind is not None and stat.S_ISDIR(kind):
        from policyscore.load import load

        if not is_model(Path(name)):
            raise Misuse(f"{name} is a folder, and holds no model")
        earlier = load(Path(name))
    elif kind is not None:
        from policyscore.difference.since import changes_since
        from policyscore.load.saved import load_saved

        return Base(name, None, changes_since(load_saved(Path(name)), after))
    else:
        from policyscore.load import load_revision

        earlier = load_revision(root, name)
    return Base(name, earlier.model, changes_between(earlier.model, after), earlier.warnings)


def _refuse_ambiguity(name: str, root: Path) -> None:
    """Raise Misuse for a commit of that name: a folder in a request must not stand in for it."""
    from policyscore.load.revision import is_commit

    if is_commit(root, name):
        raise Misuse(f"BASE: {name} is a path and a commit; write ./{name}, or refs/heads/{name}")


def _kind(name: str) -> int | None:
    """Return what kind of file a path leads to, None if there is none."""
    try:
        return os.stat(name).st_mode  # noqa: PTH116 - Path raises where a name is too long
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise CannotAccess(f"cannot read {name}: {error.strerror}") from error
