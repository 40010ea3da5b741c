"""Where results are to go: formats and files, chosen and checked before any work."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from policyscore.load.shapes import FOLDERS
from policyscore.render import (
    BINARY_FORMATS,
    FINDING_FORMATS,
    FORMATS,
    PICTURES,
    REPORTS,
    WHOLE,
    Offer,
)
from policyscore.suggest import did_you_mean

STDOUT = ("-", "/dev/stdout")
SUMMARY = "GITHUB_STEP_SUMMARY"  # the variable that names the file of a job's summary
# Formats that are JSON too, and may go to files that say no more than that.
_JSON = ("gitlab", "sarif")


class Target(NamedTuple):
    """A format and the file it goes to, None for stdout; a job's summary is appended to."""

    format: str
    path: Path | None = None
    is_summary: bool = False


class Asked(NamedTuple):
    """What a command line asks for, of what the command offers.

    `default` is the format of stdout where none is named, None where a file has to be.
    """

    format: str | None
    outputs: Sequence[str]
    summary: bool = False
    offer: Offer = REPORTS
    default: str | None = "text"


def targets(asked: Asked, root: Path | None, problems: list[str]) -> tuple[Target, ...]:
    """Return where the result is to go; whatever is wrong with it is added to `problems`.

    No file may lie in a missing folder, be a folder, or be part of the model in `root`.
    """
    if asked.format is not None and asked.format not in asked.offer.formats:
        problems.append(f"--format: {_unknown(asked.format, asked.offer.formats)}")
    if asked.format == "github" and asked.outputs and not set(asked.outputs) & set(STDOUT):
        asked = asked._replace(outputs=("-", *asked.outputs))  # annotations are for the log alone
    found = [(f"-o {output}", _target(asked, output, problems, root)) for output in asked.outputs]
    found = found or [("", _stdout(asked, problems))]
    if asked.summary:
        found += _summary(root, problems)
    places = [target.path and os.path.realpath(target.path) for _, target in found]
    for i, (label, _) in enumerate(found):
        if places[i] in places[:i]:
            problems.append(f"{label} is given twice")
    return tuple(target for _, target in found)


def _stdout(asked: Asked, problems: list[str]) -> Target:
    """Return the target that stdout is; what is wrong with it is added to `problems`."""
    wanted = asked.format or asked.default
    if wanted is None:
        first = asked.offer.formats[:2]
        some = [ending for name in first for ending in _endings(asked.offer, name)[:1]]
        problems.append(f"name a file with -o, such as one that ends in {' or '.join(some)}")
    elif wanted in BINARY_FORMATS:
        problems.append(f"--format {wanted} is nothing for stdout; name a file with -o")
    return Target(wanted or "text")


def _endings(offer: Offer, name: str) -> list[str]:
    """Return the extensions that stand for a format."""
    return [ending for ending, format_ in offer.extensions.items() if format_ == name]


def _unknown(name: str, known: Sequence[str]) -> str:
    """Return why a format is not offered here, and what is."""
    every = f"{'one of' if len(known) > 1 else 'use'} {', '.join(known)}"
    if name in FINDING_FORMATS:
        return f"{name} shows findings, and this command has none; {every}"
    if name in WHOLE.formats:
        return f"{name} is for policyscore report; {every}"
    if name in FORMATS:
        return f"{name} holds one result, such as that of policyscore rank -f {name}; {every}"
    if name in PICTURES.formats:
        return f"{name} is for policyscore plot; {every}"
    return f"unknown format {name}; {did_you_mean(name, known, every)}"


def _target(asked: Asked, output: str, problems: list[str], root: Path | None) -> Target:
    if output in STDOUT:
        return _stdout(asked, problems)
    path = Path(output)
    implied = asked.offer.extensions.get(path.suffix.lower())
    # Beside stdout, --format is for that, and a file goes by its extension.
    beside = implied if set(asked.outputs) & set(STDOUT) else None
    wanted = beside or asked.format
    if wanted is None and implied is None:
        problems.append(f"-o {output}: {_unimplied(path.suffix.lower(), asked.offer)}")
    elif wanted and implied and not _fits(wanted, implied):
        problems.append(f"-o {output} is {implied}, yet --format is {wanted}")
    _place(path, f"-o {output}", root, problems)
    return Target(wanted or implied or "text", path)


def _unimplied(ending: str, offer: Offer) -> str:
    """Return why an extension stands for no format here, and what does."""
    for other in (REPORTS, WHOLE, PICTURES):
        if ending in other.extensions:
            return _unknown(other.extensions[ending], offer.formats)
    known = ", ".join(offer.extensions)
    return f"no format has that extension; use {known}{' or --format' * (len(offer.formats) > 1)}"


def _fits(wanted: str, implied: str) -> bool:
    """Tell whether a file whose extension implies one format may hold the other."""
    return wanted == implied or (wanted in _JSON and implied == "json")


def _summary(root: Path | None, problems: list[str]) -> list[tuple[str, Target]]:
    name = os.environ.get(SUMMARY)
    if not name:
        problems.append(f"--summary: ${SUMMARY} is not set, as it is in a job of GitHub Actions")
        return []
    label = f"--summary: {name}"
    _place(Path(name), label, root, problems)
    return [(label, Target("markdown", Path(name), is_summary=True))]


def _place(path: Path, label: str, root: Path | None, problems: list[str]) -> None:
    """Add to `problems` what keeps a file from being written where it is to be."""
    if os.path.isdir(path):  # noqa: PTH112 - does not mind a name that cannot be
        problems.append(f"{label} is a folder; name a file")
    elif not os.path.isdir(path.parent):  # noqa: PTH112
        problems.append(f"{label}: the folder {path.parent} does not exist")
    elif root is not None and _is_of_model(path, root):
        problems.append(f"{label} lies in the model; results are written elsewhere")


def _is_of_model(path: Path, root: Path) -> bool:
    """Tell whether a file is, or would be, read as a part of the model."""
    where, model = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    if where.parent == model:
        return where.name.casefold() in ("policyscore.yaml", "policyscore.yml")
    return any(where.is_relative_to(model / folder) for folder in FOLDERS)
