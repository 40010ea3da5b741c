"""The files of a model folder: which are read, which are skipped with a word, which are refused."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import CannotAccess, FaultList, Place
from policyscore.load.refusals import place_of
from policyscore.load.shapes import FOLDERS, ID
from policyscore.suggest import nearest

MOST_BYTES = 1 << 20
_MISSPELT = 0.8  # how alike a name is that can hardly mean anything else
DECISION = "policyscore"
_DECISIONS = (f"{DECISION}.yaml", f"{DECISION}.yml")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_YAML = re.compile(r"(.*)\.ya?ml", re.IGNORECASE | re.DOTALL)
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


def is_model(folder: Path) -> bool:
    """Tell whether a folder is meant as a model, complete or not."""
    return any(_is_file(folder / name) for name in _DECISIONS) or any(
        _holds_yaml(folder / name) for name in ("options", "criteria")
    )


def _holds_yaml(folder: Path) -> bool:
    try:
        return any(_YAML.fullmatch(name) for name in os.listdir(folder))  # noqa: PTH208 - as below
    except OSError:
        return False


# Unlike the methods of Path, these never raise: what may not be looked at is no file of a model.


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _leaves(path: Path, root: Path) -> bool:
    """Tell whether a path is a link to somewhere outside of the model."""
    if not os.path.islink(path):  # noqa: PTH114
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_folder(root: Path, faults: FaultList) -> list[File]:
    """Return the files of the model at `root`, sorted by name.

    Stray files are warnings, files that cannot be what they seem are faults. Raises CannotAccess
    where the system forbids reading.
    """
    names = _listed(root, ".")
    files = list(_decision(root, names, faults))
    for folder, kind in FOLDERS.items():
        if folder in names:
            files.extend(_kind(root, folder, kind, faults))
        elif kind != "profile":
            _no_folder(folder, kind, f"there is no folder {folder}/ in the model", faults)
    for name in names:
        meant = _meant(root / name, name)
        if meant is not None:
            faults.warn(Place(name), "stray", "not read", f"rename it if it is meant as {meant}")
    return sorted(files, key=lambda file: file.name)


def _meant(path: Path, name: str) -> str | None:
    """Return what a name at the top of the model was probably meant to be, if it is not read."""
    if name in FOLDERS or name.lower() in _DECISIONS or name.startswith("."):
        return None
    if _is_folder(path):
        singular = _MEANT.get(name.lower())
        return singular or nearest(name, FOLDERS, _MISSPELT)
    return nearest(name, _DECISIONS, _MISSPELT) if _YAML.fullmatch(name) else None


def _listed(root: Path, folder: str) -> list[str]:
    try:
        return sorted(os.listdir(root / folder))  # noqa: PTH208 - iterdir is slower
    except OSError as error:
        raise CannotAccess(f"cannot read the folder {folder}: {error.strerror}") from error


def _decision(root: Path, names: list[str], faults: FaultList) -> Iterator[File]:
    found = [name for wanted in _DECISIONS for name in names if name.lower() == wanted]
    for name in found[1:]:
        faults.add(Place(name), "same-id", f"{name} stands beside {found[0]}", "keep one")
    for name in found[:1]:
        yield File("decision", DECISION, name, _content(root, name, faults))


def _kind(root: Path, folder: str, kind: str, faults: FaultList) -> Iterator[File]:
    path = root / folder
    if _leaves(path, root) or not _is_folder(path):
        what = f"{folder} is no folder, or a link that leaves the model"
        _no_folder(folder, kind, what, faults)
        return
    seen: dict[str, str] = {}
    found = False
    for base in _listed(root, folder):
        if base.startswith(".") or base.endswith("~"):
            continue
        name = f"{folder}/{base}"
        match = _YAML.fullmatch(base)
        if _is_folder(path / base):
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
    if not re.match("[a-z]", proper) or _RESERVED.fullmatch(proper):
        proper = f"{kind}-{proper}".rstrip("-")
    return proper[:64]


def _named(
    root: Path, name: str, stem: str, kind: str, seen: dict[str, str], faults: FaultList
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
    elif stem in seen:
        what = f"the id {stem} is also that of {seen[stem]}"
        faults.add(Place(name), "same-id", what, "rename one of the files")
    else:
        seen[stem] = name
        return _content(root, name, faults)
    return None


def _content(root: Path, name: str, faults: FaultList) -> bytes | None:
    path = root / name
    try:
        if _leaves(path, root):
            what = "a symbolic link that leaves the model is not followed"
            faults.add(Place(name), "link", what, "put the file itself there")
        elif not stat.S_ISREG(path.stat().st_mode):
            what = "only regular files are read, no folders, pipes or devices"
            faults.add(Place(name), "no-file", what, "put a file there")
        else:
            return _bounded(path, name, faults)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP):
            raise CannotAccess(f"cannot read {name}: {error.strerror or error}") from error
        what = "a symbolic link that leads nowhere"
        faults.add(Place(name), "link", what, "put the file itself there")
    return None


def _bounded(path: Path, name: str, faults: FaultList) -> bytes | None:
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) <= MOST_BYTES:
        return content
    faults.add(Place(name), "too-large", "the file is larger than 1 MiB", "shorten its texts")
    return None


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
