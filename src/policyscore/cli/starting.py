"""`init`: a commented model to begin with, and the schemas that help an editor with it."""

import os
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from policyscore.cli.about import SCHEMAS
from policyscore.cli.finding import PACKAGE
from policyscore.cli.output import to_files
from policyscore.faults import CannotAccess, Misuse
from policyscore.load.shapes import FILES
from policyscore.shown import plain

STARTER = PACKAGE / "starter"
SCHEMA_FOLDER = ".schemas"


def start(folder: str) -> str:
    """Write the starter model into a new or empty folder and return what to do next.

    Raises Misuse where anything stands already, CannotAccess where nothing can be written.
    """
    root = Path(folder)
    refuse_what_holds_anything(root, folder)
    sources = _sources()
    write_new(root, {name.as_posix(): path.read_bytes() for name, path in sources.items()})
    written = "\n".join(f"  {name.as_posix()}" for name in sorted(sources))
    shown = plain(folder)
    return f"Wrote a model to {shown}:\n{written}\nNext: policyscore rank {quote(shown)}\n"


def write_new(root: Path, contents: Mapping[str, bytes]) -> None:
    """Write files by their names into a folder that is made for them.

    Raises CannotAccess where that is not possible.
    """
    try:
        for name in contents:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotAccess(f"cannot write {root}: {error.strerror}") from error
    to_files([(root / name, content) for name, content in contents.items()])


def _is_of_git(name: str) -> bool:
    """Tell whether a file is there because the folder is a fresh repository."""
    return name.lower() in (".git", ".gitignore", ".gitattributes", "license", "readme.md")


def refuse_what_holds_anything(root: Path, folder: str) -> None:
    """Raise Misuse where a new model would meet anything, CannotAccess where nobody can tell."""
    try:
        if os.path.lexists(root) and not root.is_dir():
            raise Misuse(f"{folder} is a file; name a new folder")
        if root.is_dir() and any(not _is_of_git(path.name) for path in root.iterdir()):
            raise Misuse(f"{folder} is not empty; nothing is overwritten. Name a new folder")
    except OSError as error:
        raise CannotAccess(f"cannot read {folder}: {error.strerror}") from error


def _sources() -> dict[Path, Path]:
    """Return what is written, by its name in the new folder, and where it is copied from."""
    found = {
        path.relative_to(STARTER): path for path in STARTER.rglob("*") if path.suffix == ".yaml"
    }
    for kind in FILES:
        path = SCHEMAS / f"{kind}.schema.json"
        found[Path(SCHEMA_FOLDER) / path.name] = path
    return found
