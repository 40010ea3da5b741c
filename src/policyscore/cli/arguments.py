"""The arguments that commands share, what completes them, and the answer a command gives."""

import re
import sys
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from policyscore.cli.finding import Found, find
from policyscore.cli.targets import Asked, Target, targets
from policyscore.cli.terminal import is_terminal
from policyscore.faults import Fault, Misuse, PolicyscoreError
from policyscore.load import Loaded, load
from policyscore.render import REPORTS, Offer
from policyscore.report import Report
from policyscore.suggest import did_you_mean

COLORS = ("auto", "always", "never")


class Answer(NamedTuple):
    """What a command found: a report with where it goes, or plain text; warnings; exit code.

    With an `error` the run ends as that says, after the report is written.
    """

    found: Found | None = None
    report: Report | None = None
    targets: Sequence[Target] = ()
    text: str = ""
    notes: Sequence[str] = ()
    warnings: Sequence[Fault] = ()
    color: str = "auto"
    quiet: bool = False
    code: int = 0
    error: PolicyscoreError | None = None


def _ids(context: typer.Context, folder: str, beginning: str) -> list[str]:
    """Return the ids in a folder of the model on the line so far, from the files' names alone."""
    # Where the option before TAB still lacks its value, the model is among the left-over words.
    named = any("model" in parameter.opts for parameter in context.command.params)
    model = context.params.get("model") or (next(iter(context.args), None) if named else None)
    try:
        paths = list((find(model).root / folder).iterdir())
    except (OSError, PolicyscoreError):
        return []
    ids = sorted(path.stem for path in paths if path.suffix in (".yaml", ".yml"))
    return [name for name in ids if name.startswith(beginning)]


def _complete_weight(ctx: typer.Context, incomplete: str) -> list[str]:
    return [f"{name}=" for name in _ids(ctx, "criteria", incomplete)]


def complete_profile(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of profiles that begin so."""
    return _ids(ctx, "profiles", incomplete)


def complete_option(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of options that begin so."""
    return _ids(ctx, "options", incomplete)


def complete_criterion(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids that `weights --in` takes; groups are among them, as files' names tell."""
    return _ids(ctx, "criteria", incomplete)


def _complete_format(incomplete: str) -> list[str]:
    from policyscore.render import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def _complete_finding_format(incomplete: str) -> list[str]:
    from policyscore.render import FINDING_FORMATS, FORMATS

    return [name for name in (*FORMATS, *FINDING_FORMATS) if name.startswith(incomplete)]


ModelArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[MODEL]",
        help="Folder of the model; the current or nearest one above it, else the built-in model.",
        show_default=False,
    ),
]
OwnModelArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[MODEL]",
        help="Folder of the model; the current or nearest one above it.",
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
        autocompletion=complete_profile,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="text, markdown, csv, json, html or latex. [default: text, or the extension of -o]",
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
        help="Write to a file (.txt .md .csv .json .html .tex), - for stdout. Repeatable.",
        show_default=False,
    ),
]
FindingFormatOption = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="text, markdown, csv, json, html, latex, github, gitlab, junit or sarif. "
        "[default: text, or the extension of -o]",
        show_default=False,
        autocompletion=_complete_finding_format,
    ),
]
FindingOutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to a file (.txt .md .csv .json .html .tex .sarif .xml), - for stdout. "
        "Repeatable.",
        show_default=False,
    ),
]
SummaryOption = Annotated[
    bool,
    typer.Option(
        "--summary",
        help="Append the Markdown to the summary of a GitHub Actions job ($GITHUB_STEP_SUMMARY).",
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
        """Return the answer that a report makes with these arguments.

        Findings in it are told by paths from the root of the repository.
        """
        if report.findings:
            report = report._replace(root=self.found.in_repository)
        return Answer(
            self.found,
            report,
            self.targets,
            notes=_notes(self, verbose),
            warnings=warnings,
            color=self.color,
            quiet=self.quiet,
            code=code,
        )


def common(
    model: str | None,
    format_: str | None,
    output: list[str] | None,
    color: str,
    quiet: bool,
    problems: Sequence[str] = (),
    *,
    summary: bool = False,
    offer: Offer = REPORTS,
    default: str | None = "text",
) -> Common:
    """Return the shared arguments, checked before any work.

    `summary` says that the result goes to the summary of a CI job too, `offer` in which formats
    there is one, `default` which of these goes to stdout unasked, if any. Raises Misuse with all
    that is wrong with them, and with `problems` that a command has found.
    """
    wrong = [*problems]
    found = None
    try:
        found = find(model)
    except Misuse as error:
        wrong += error.problems
    if color not in COLORS:
        hint = did_you_mean(color, COLORS, f"one of {', '.join(COLORS)}")
        wrong.append(f"--color: unknown choice {color}; {hint}")
    asked = Asked(format_, output or (), summary, offer, default)
    wanted = targets(asked, found and found.root, wrong)
    if found is None or wrong:
        raise Misuse(*wrong)
    return Common(found, wanted, color, quiet)


def whole_number(option: str, text: str | None, problems: list[str]) -> int | None:
    """Return a number of at least 1, or None after adding to `problems` what is wrong with it."""
    if text is not None and not re.fullmatch("[1-9][0-9]{0,8}", text):
        problems.append(f"{option}: {text} is not a whole number of at least 1")
        return None
    return None if text is None else int(text)


def opened(common: Common) -> tuple[Loaded, list[Fault]]:
    """Return the model and all warnings about it."""
    from policyscore.doubts import doubts

    loaded = load(common.found.root)
    return loaded, [*loaded.warnings, *doubts(loaded.model)]


def _notes(shared: Common, verbose: bool) -> list[str]:
    """Return which model was read, if asked, and to who watches which files were written."""
    watched = is_terminal(sys.stderr)
    files = [each.path for each in shared.targets if each.path and not each.is_summary]
    written = [f"Wrote {path}" for path in files if watched]
    return [f"Model: {shared.found.root}"] * verbose + written
