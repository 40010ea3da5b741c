"""A model as it was in a commit: read by git, in memory, by the rules that a folder is read by."""

import os
import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import Misuse, PolicyscoreError
from policyscore.load.commits import commit, parts
from policyscore.load.folder import MOST_BYTES, NO_FILE, TOO_LARGE, YAML, Refusal, looks_like_model
from policyscore.load.git import Entry, Git, git_for
from policyscore.load.shapes import FOLDERS

_TREE, _SUBMODULE, _LINK, _REGULAR = "040000", "160000", "120000", "100"
_LARGE_FILE = b"version https://git-lfs.github.com/spec/"
_LINKED = Refusal(
    "link", "a symbolic link in a commit is not followed", "put the file itself there"
)
_ELSEWHERE = Refusal("link", "the commit holds a pointer of Git LFS", "keep the file itself in git")


class Revision(NamedTuple):
    """The folder of a model in a commit. Links are not followed; submodules are empty folders.

    `name` is what git writes before the name of a file: `main:` or `main:path/of/model/`. `folders`
    are those that a model has (`.`: its top), `contents` the files that are not too large.
    """

    name: str
    folders: Mapping[str, Mapping[str, Entry]]
    contents: Mapping[str, bytes]

    def names(self, folder: str) -> list[str]:
        """Return what a folder of a model holds, sorted; nothing where there is none."""
        return sorted(self.folders.get(folder, ()))

    def is_file(self, name: str) -> bool:
        """Tell whether there is a regular file of that name."""
        return self._mode(name).startswith(_REGULAR)

    def is_folder(self, name: str) -> bool:
        """Tell whether there is a folder or a submodule of that name."""
        return self._mode(name) in (_TREE, _SUBMODULE)

    def hindrance(self, name: str) -> str:
        """Return why files are not read from a folder of that name; nothing if they are."""
        if self.is_folder(name):
            return ""
        return f"{name} is no folder, or a link, which is not followed in a commit"

    def content(self, name: str) -> bytes | Refusal:
        """Return what a file holds, or why it is refused."""
        if self._mode(name) == _LINK:
            return _LINKED
        if not self.is_file(name):
            return NO_FILE
        content = self.contents.get(name)
        if content is None:
            return TOO_LARGE
        return _ELSEWHERE if content.startswith(_LARGE_FILE) else content

    def _mode(self, name: str) -> str:
        folder, _, base = name.rpartition("/")
        entry = self.folders.get(folder or ".", {}).get(base)
        return entry.mode if entry else ""


def revision(root: Path, base: str) -> Revision:
    """Return the model in the folder `root` as it was in the commit that `base` names.

    After a colon `base` may name another folder, as git does. Raises Misuse where there is no
    repository, no such commit or no model in it, CannotAccess where git is not there or fails.
    """
    ref, path = parts(base)
    git = git_for(root, base)
    prefix = _prefix(git)
    tip = commit(git, ref, path)
    folder = prefix if path is None else _normal(path, prefix, root)
    git = git._replace(asked=f"{ref}:{folder}" if folder else ref)
    found = _read(git, tip, folder, f"{ref}:{folder}/" if folder else f"{ref}:")
    if looks_like_model(found):
        return found
    where = folder or "the top of the repository"
    hint = f"; if it stood elsewhere then, name the folder: {ref}:FOLDER" if path is None else ""
    lacks = "(no options/, criteria/ or policyscore.yaml)"
    raise Misuse(f"BASE: {ref} holds no model at {where} {lacks}{hint}")


def is_commit(root: Path, base: str) -> bool:
    """Tell whether git knows a commit of that name in the repository of a folder."""
    try:
        git = git_for(root, base)
        return git.object(f"{parts(base)[0]}^{{commit}}") is not None
    except PolicyscoreError:  # no git, or no repository
        return False


def _prefix(git: Git) -> str:
    """Return the model's folder as seen from the top of the repository: "" where it is the top."""
    done = git.run("rev-parse", "--show-prefix")
    if b"not a git repository (or any" in done.stderr:
        where = "this folder" if git.root == Path() else git.root
        lacks = f"is not in a git repository, and there is no folder {git.asked}"
        raise Misuse(f"BASE: {where} {lacks}")
    if done.returncode:
        raise git.failure(done.stderr)
    return os.fsdecode(done.stdout).removesuffix("\n").removesuffix("/")


def _normal(path: str, prefix: str, root: Path) -> str:
    """Return a path from the top of the repository; one with a dot begins at the current folder."""
    if path.split("/")[0] in (".", ".."):
        here = Path(os.path.relpath(os.path.realpath(os.curdir), os.path.realpath(root)))
        path = posixpath.join(prefix, here.as_posix(), path)
    normal = posixpath.normpath(path)
    return "" if normal == "." else normal


def _read(git: Git, tip: str, folder: str, name: str) -> Revision:
    """Return what a folder of a commit holds of a model: nothing if it is no folder."""
    leaves = folder.split("/")[0] == ".."
    found = None if leaves else git.object(f"{tip}:{folder}")
    tree = found and git.object(f"{found}^{{tree}}")
    if not tree:
        return Revision(name, {}, {})
    top = git.entries(tree)
    folders = {".": top}
    for inner in FOLDERS:
        if inner in top and top[inner].mode == _TREE:
            folders[inner] = git.entries(top[inner].object)
    return Revision(name, folders, _contents(git, folders))


def _contents(git: Git, folders: Mapping[str, Mapping[str, Entry]]) -> dict[str, bytes]:
    """Return what the files hold that a model may have, by name, but the large ones."""
    blobs = {
        base if folder == "." else f"{folder}/{base}": entry.object
        for folder, entries in folders.items()
        for base, entry in entries.items()
        if entry.mode.startswith(_REGULAR) and YAML.fullmatch(base)
    }
    sizes = git.sizes(sorted(set(blobs.values())))
    texts = git.contents({blob: size for blob, size in sizes.items() if size <= MOST_BYTES})
    return {name: texts[blob] for name, blob in blobs.items() if blob in texts}
