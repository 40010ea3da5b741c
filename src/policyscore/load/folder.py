"""The files of a model folder: which are read, which are skipped with a word, which are refused."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from policyscore.faults import CannotAccess, FaultList, Place
from policyscore.load.refusals import place_of
from policyscore.load.shapes import FOLDERS, ID
from policyscore.suggest import nearest

MOST_BYTES = 1 << 20
_MISSPELT = 0.8  # how alike a name is that can hardly mean anything else
DECISION = "policyscore"
EVERY = "all"  # instead of the id of a profile
_DECISIONS = (f"{DECISION}.yaml", f"{DECISION}.yml")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
YAML = re.compile(r"(.*)\.ya?ml", re.IGNORECASE | re.DOTALL)
_MEANT = {
    "option": "options",
    "criterion": "criteria",
    "criterions": "criteria",
    "profile": "profiles",
}
_BOM = b"\xef\xbb\xbf"


class File(NamedTuple):
    """One file of a model: its kind, its id (the stem) and its bytes, each read once.

    `content` is None where the file is refused; its id is still known then.
    """

    kind: str
    id: str
    name: str
    content: bytes | None


class Refusal(NamedTuple):
    """Why a file of a model is not read: the rule, what is the matter, and what to do."""

    rule: str
    what: str
    fix: str


NO_FILE = Refusal(
    "no-file", "only regular files are read, no folders, pipes or devices", "put a file there"
)
TOO_LARGE = Refusal("too-large", "the file is larger than 1 MiB", "shorten its texts")


class Folder(Protocol):
    """The files of a model, wherever they are kept; names are as seen from its top, with /."""

    def names(self, folder: str) -> list[str]:
        """Return what a folder (`.`: the top) holds, sorted; raises CannotAccess if it cannot."""

    def is_file(self, name: str) -> bool:
        """Tell whether there is a file of that name."""

    def is_folder(self, name: str) -> bool:
        """Tell whether there is a folder of that name."""

    def hindrance(self, name: str) -> str:
        """Return why files are not read from a folder of that name; nothing if they are."""

    def content(self, name: str) -> bytes | Refusal:
        """Return what a file holds, or why it is refused; raises CannotAccess if it cannot."""


def looks_like_model(folder: Folder) -> bool:
    """Tell whether a folder is meant as a model, complete or not."""
    return any(folder.is_file(name) for name in _DECISIONS) or any(
        _holds_yaml(folder, name) for name in ("options", "criteria")
    )


def _holds_yaml(folder: Folder, name: str) -> bool:
    try:
        return any(YAML.fullmatch(base) for base in folder.names(name))
    except CannotAccess:
        return False


def read_folder(root: Folder, faults: FaultList) -> list[File]:
    """Return the files of the model at `root`, sorted by name.

    Stray files are warnings, files that cannot be what they seem are faults. Raises CannotAccess
    where reading is not possible.
    """
    names = root.names(".")
    files = list(_decision(root, names, faults))
    for folder, kind in FOLDERS.items():
        if folder in names:
            files.extend(_kind(root, folder, kind, faults))
        elif kind != "profile":
            _no_folder(folder, kind, f"there is no folder {folder}/ in the model", faults)
    for name in names:
        meant = _meant(root, name)
        if meant is not None:
            faults.warn(Place(name), "stray", "not read", f"rename it if it is meant as {meant}")
    return sorted(files, key=lambda file: file.name)


def _meant(root: Folder, name: str) -> str | None:
    """Return what a name at the top of the model was probably meant to be, if it is not read."""
    if name in FOLDERS or name.lower() in _DECISIONS or name.startswith("."):
        return None
    if root.is_folder(name):
        singular = _MEANT.get(name.lower())
        return singular or nearest(name, FOLDERS, _MISSPELT)
    return nearest(name, _DECISIONS, _MISSPELT) if YAML.fullmatch(name) else None


def _decision(root: Folder, names: list[str], faults: FaultList) -> Iterator[File]:
    found = [name for wanted in _DECISIONS for name in names if name.lower() == wanted]
    for name in found[1:]:
        faults.add(Place(name), "same-id", f"{name} stands beside {found[0]}", "keep one")
    for name in found[:1]:
        yield File("decision", DECISION, name, _content(root, name, faults))


def _kind(root: Folder, folder: str, kind: str, faults: FaultList) -> Iterator[File]:
    hindrance = root.hindrance(folder)
    if hindrance:
        _no_folder(folder, kind, hindrance, faults)
        return
    seen: dict[str, str] = {}
    found = False
    for base in root.names(folder):
        if base.startswith(".") or base.endswith("~"):
            continue
        name = f"{folder}/{base}"
        match = YAML.fullmatch(base)
        if root.is_folder(name):
            fix = f"move its files into {folder}/"
            faults.warn(Place(name), "stray", "sub-folders are not read", fix)
        elif match is None:
            fix = f"for it to be read as {kind}, name it {_proper(base, kind)}.yaml"
            faults.warn(Place(name), "stray", "not read, as its name does not end in .yaml", fix)
        else:
            found = True
            yield File(kind, match[1], name, _named(root, name, match[1], kind, seen, faults))
    if not found and kind != "profile":
        faults.add(Place(folder), "no-files", f"{folder}/ holds no {kind}", "add a .yaml file")


def _no_folder(folder: str, kind: str, what: str, faults: FaultList) -> None:
    faults.add(Place(folder), "no-folder", what, f"put each {kind} into {folder}/ as a file")


def _proper(name: str, kind: str) -> str:
    """Return an id like a name that is none; what an ending looks like is left out."""
    stem = re.split(r"\.(?=[A-Za-z])", name)[0].lower()
    proper = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    taken = _RESERVED.fullmatch(proper) or (kind, proper) == ("profile", EVERY)
    if taken or not re.match("[a-z]", proper):
        proper = f"{kind}-{proper}".rstrip("-")
    return proper[:64]


def _named(
    root: Folder, name: str, stem: str, kind: str, seen: dict[str, str], faults: FaultList
) -> bytes | None:
    """Return the content of a file whose name is a proper id that no other file has."""
    like = f"{_proper(stem, kind)}.yaml"
    if not re.fullmatch(ID, stem):
        what = f"{stem} cannot be an id: the file's name without .yaml is one"
        fix = f"use a-z, 0-9 and -, a letter first, 64 characters at most: {like}"
        faults.add(Place(name), "file-name", what, fix)
    elif _RESERVED.fullmatch(stem):
        what = f"{stem} is a reserved name on Windows"
        faults.add(Place(name), "file-name", what, f"choose another, such as {like}")
    elif (kind, stem) == ("profile", EVERY):
        what = f"{stem} stands for every profile and is the id of none"
        faults.add(Place(name), "file-name", what, f"choose another, such as {like}")
    elif stem in seen:
        what = f"the id {stem} is also that of {seen[stem]}"
        faults.add(Place(name), "same-id", what, "rename one of the files")
    else:
        seen[stem] = name
        return _content(root, name, faults)
    return None


def _content(root: Folder, name: str, faults: FaultList) -> bytes | None:
    content = root.content(name)
    if isinstance(content, Refusal):
        faults.add(Place(name), *content)
        return None
    return content


def decoded(content: bytes, name: str, faults: FaultList) -> str | None:
    """Return the text of a file in UTF-8, without a byte order mark, or None after a fault."""
    content = content.removeprefix(_BOM)
    what, fix = "", "save it as UTF-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0\0\0\0" in (
        content[0:8:2],
        content[1:8:2],
    ):
        what = "the file is in UTF-16"
    elif content.startswith(b"PK\x03\x04"):
        what, fix = "this is a zip archive or an office document, no YAML", "export it as text"
    if what:
        faults.add(Place(name, 1, 1), "encoding", what, fix)
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        what = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        faults.add(place_of(before, len(before), name), "encoding", what, fix)
    return None
