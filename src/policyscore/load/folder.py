"""The files of a model folder: which are read, which are skipped with a word, which are refused."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import CannotAccess, FaultList, Place
from policyscore.load.shapes import FOLDERS, ID

MOST_BYTES = 1 << 20
DECISION = "policyscore"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_YAML = re.compile(r"(.*)\.ya?ml", re.IGNORECASE | re.DOTALL)
_MEANT = {"option": "options", "criterion": "criteria", "criterions": "criteria"} | {
    "profile": "profiles"
}


class File(NamedTuple):
    """One file of a model: its kind, its id (the stem) and its bytes, each read once.

    `content` is None where the file is refused; its id is still known then.
    """

    kind: str
    id: str
    name: str
    content: bytes | None


def is_model(folder: Path) -> bool:
    """Tell whether a folder is meant as a model."""
    return (folder / f"{DECISION}.yaml").is_file() or (
        (folder / "options").is_dir() and (folder / "criteria").is_dir()
    )


def read_folder(root: Path, faults: FaultList) -> list[File]:
    """Return the files of the model at `root`, sorted by name.

    Stray files are warnings, files that cannot be what they seem are faults. Raises CannotAccess
    where the system forbids reading.
    """
    files = list(_decision(root, faults))
    for folder, kind in FOLDERS.items():
        files.extend(_kind(root, folder, kind, faults))
    for name in sorted(_listed(root, root)):
        meant = _MEANT.get(name.casefold(), name.casefold())
        if meant in FOLDERS and name not in FOLDERS and (root / name).is_dir():
            faults.warn(Place(name), "stray", "the folder is not read", f"rename it to {meant}")
    return sorted(files, key=lambda file: file.name)


def _listed(folder: Path, root: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - iterdir is slower to import and to run
    except OSError as error:
        name = folder.relative_to(root).as_posix()
        raise CannotAccess(f"cannot read the folder {name}: {error.strerror}") from error


def _decision(root: Path, faults: FaultList) -> Iterator[File]:
    found = [n for n in sorted(_listed(root, root)) if n.casefold() in ("policyscore.yaml",)]
    found += [n for n in sorted(_listed(root, root)) if n.casefold() == "policyscore.yml"]
    for name in found[1:]:
        faults.add(Place(name), "same-id", f"{name} stands beside {found[0]}", "keep one")
    for name in found[:1]:
        yield File("decision", DECISION, name, _content(root, name, faults))


def _kind(root: Path, folder: str, kind: str, faults: FaultList) -> Iterator[File]:
    path = root / folder
    if not os.path.lexists(path) and kind == "profile":
        return
    if not path.is_dir() or _leaves(path, root):
        what = f"there is no folder {folder}/ in the model"
        if os.path.lexists(path):
            what = f"{folder} is no folder of the model"
        faults.add(Place(folder), "no-folder", what, f"put each {kind} into {folder}/ as a file")
        return
    seen: dict[str, str] = {}
    found = False
    for base in sorted(_listed(path, root)):
        name = f"{folder}/{base}"
        match = _YAML.fullmatch(base)
        if base.startswith(".") or base.endswith("~"):
            continue
        if match is None or path.joinpath(base).is_dir():
            what = "sub-folders are not read" if path.joinpath(base).is_dir() else "not read"
            fix = f"move it, or name it {_as_yaml(base)} if it is an {kind}"
            faults.warn(Place(name), "stray", what, fix.replace("an p", "a p").replace("an c", "a c"))
            continue
        found = True
        yield File(kind, match[1], name, _named(root, name, match[1], seen, faults))
    if not found and kind != "profile":
        faults.add(Place(folder), "no-files", f"{folder}/ holds no {kind}", "add a .yaml file")


def _as_yaml(base: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", base.split(".", maxsplit=1)[0].casefold()).strip("-") + ".yaml"


def _named(
    root: Path, name: str, stem: str, seen: dict[str, str], faults: FaultList
) -> bytes | None:
    """Return the content of a file whose name is a proper id that no other file has."""
    earlier = seen.setdefault(stem.casefold(), name)
    if not re.fullmatch(ID, stem):
        what = f"{stem} cannot be an id: the file's name without .yaml is one"
        fix = f"use a-z, 0-9 and -, a letter first, 64 characters at most: {_as_yaml(stem)}"
        faults.add(Place(name), "file-name", what, fix)
    elif _RESERVED.fullmatch(stem):
        what = f"{stem} is a reserved name on Windows"
        faults.add(Place(name), "file-name", what, "choose another")
    elif earlier != name:
        what = f"the id {stem} is also that of {earlier}"
        faults.add(Place(name), "same-id", what, "rename one of the files")
    else:
        return _content(root, name, faults)
    return None


def _leaves(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(root.resolve())


def _content(root: Path, name: str, faults: FaultList) -> bytes | None:
    path = root / name
    try:
        if _leaves(path, root):
            what = "a symbolic link that leaves the model is not followed"
            faults.add(Place(name), "link", what, "put the file itself there")
        elif not stat.S_ISREG(path.stat().st_mode):
            what = "only regular files are read, no pipes and no devices"
            faults.add(Place(name), "no-file", what, "put a file there")
        else:
            return _bounded(path, name, faults)
    except FileNotFoundError:
        what = "a symbolic link that leads nowhere"
        faults.add(Place(name), "link", what, "put the file itself there")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotAccess(f"cannot read {name}: {reason}") from error
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
    fix = "save it as UTF-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[1:8:2] == b"\0\0\0\0":
        faults.add(Place(name, 1, 1), "encoding", "the file is in UTF-16", fix)
        return None
    if content.startswith(b"PK\x03\x04"):
        what = "this is a zip archive or an office document, no YAML"
        faults.add(Place(name, 1, 1), "encoding", what, "export it as text")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        what = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        faults.add(Place(name, line, column), "encoding", what, fix)
    return None
