"""The arguments that commands share, what completes them, and the answer a command gives."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from policyscore.cli.finding import Found, find
from policyscore.cli.output import Target, targets
from policyscore.faults import Fault, Misuse
from policyscore.load import Loaded, load
from policyscore.report import Report


class Answer(NamedTuple):
    """What a command found: a report with where it goes, or plain text; warnings; exit code."""

    found: Found | None = None
    report: Report | None = None
    targets: Sequence[Target] = ()
    text: str = ""
    notes: Sequence[str] = ()
    warnings: Sequence[Fault] = ()
    color: str = "auto"
    quiet: bool = False
    code: int = 0


def _ids(folder: str, beginning: str) -> list[str]:
    """Return the ids in a folder of the nearest model, from the files' names alone."""
    try:
        paths = list((find(None).root / folder).iterdir())
    except OSError:
        return []
    ids = sorted(path.stem for path in paths if path.suffix in (".yaml", ".yml"))
    return [name for name in ids if name.startswith(beginning)]


def _complete_weight(incomplete: str) -> list[str]:
    return [f"{name}=" for name in _ids("criteria", incomplete)]


def _complete_profile(incomplete: str) -> list[str]:
    return _ids("profiles", incomplete)


def _complete_format(incomplete: str) -> list[str]:
    from policyscore.render import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


ModelArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[MODEL]",
        help="Folder of the model; the current or nearest one above it, else the built-in model.",
        show_default=False,
    ),
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(
        "-w",
        "--weight",
        metavar="CHANGE",
        help="Try a weight: ID=40 among its siblings, ID=40% of all, ID*1.5. Repeatable.",
        show_default=False,
        autocompletion=_complete_weight,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="ID",
        help="Use the weights of a profile.",
        show_default=False,
        autocompletion=_complete_profile,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="text, markdown, csv or json. [default: text, or the extension of -o]",
        show_default=False,
        autocompletion=_complete_format,
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to a file (.txt .md .csv .json), - for stdout. Repeatable.",
        show_default=False,
    ),
]
ColorOption = Annotated[str, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No warnings and no notes.")]


class Common(NamedTuple):
    """The arguments that reporting commands share, and the model they name."""

    found: Found
    targets: tuple[Target, ...]
    color: str
    quiet: bool

    def answer(
        self, report: Report, warnings: Sequence[Fault], verbose: bool, code: int = 0
    ) -> Answer:
        """Return the answer that a report makes with these arguments."""
        return Answer(
            self.found,
            report,
            self.targets,
            notes=_notes(self.found, verbose),
            warnings=warnings,
            color=self.color,
            quiet=self.quiet,
            code=code,
        )


def common(
    model: str | None, format_: str | None, output: list[str] | None, color: str, quiet: bool
) -> Common:
    """Return the shared arguments, checked before any work. Raises Misuse."""
    found = find(model)
    if color not in ("auto", "always", "never"):
        raise Misuse(f"--color: {color} is not one of auto, always, never")
    return Common(found, targets(format_, output or (), found.root), color, quiet)


def opened(common: Common) -> tuple[Loaded, list[Fault]]:
    """Return the model and all warnings about it."""
    from policyscore.doubts import doubts

    loaded = load(common.found.root)
    return loaded, [*loaded.warnings, *doubts(loaded.model)]


def _notes(found: Found, verbose: bool) -> list[str]:
    """Return which model was used, where that is not plain."""
    if found.builtin:
        return ["No model here: this is the built-in one. Begin your own: policyscore init DIR"]
    return [f"Model: {found.root}"] if verbose else []
