"""A model whose files are kept in memory."""

from collections.abc import Mapping
from typing import NamedTuple

from policyscore.load.folder import MOST_BYTES, TOO_LARGE, Refusal


class Memory(NamedTuple):
    """The files of a model by name, and what its folders (`.`: the top) hold."""

    files: Mapping[str, bytes]
    folders: Mapping[str, frozenset[str]]

    def names(self, folder: str) -> list[str]:
        """Return what a folder holds, sorted; nothing where there is none."""
        return sorted(self.folders.get(folder, ()))

    def is_file(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return name in self.files

    def is_folder(self, name: str) -> bool:
        """Tell whether there is a folder of that name."""
        return name in self.folders

    def hindrance(self, name: str) -> str:
        """Return why files are not read from a folder of that name; nothing if they are."""
        return "" if self.is_folder(name) else f"{name} is no folder"

    def content(self, name: str) -> bytes | Refusal:
        """Return what a file holds, or that it is too large."""
        content = self.files[name]
        return content if len(content) <= MOST_BYTES else TOO_LARGE


def in_memory(texts: Mapping[str, str]) -> Memory:
    """Return a model of these texts by the names of their files, such as options/charge.yaml."""
    folders: dict[str, set[str]] = {".": set()}
    for name in texts:
        folder, _, base = name.partition("/")
        folders["."].add(folder)
        if base:
            folders.setdefault(folder, set()).add(base)
    files = {name: text.encode() for name, text in texts.items()}
    return Memory(files, {name: frozenset(held) for name, held in folders.items()})
