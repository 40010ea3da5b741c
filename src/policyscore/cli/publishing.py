"""Commands for those who open no terminal: pages, workbooks, pictures, models from tables."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from policyscore import HOME, __version__
from policyscore.cli.arguments import (
    Answer,
    ColorOption,
    ModelArgument,
    ProfileOption,
    QuietOption,
    WeightOption,
    common,
    complete_criterion,
    opened,
)
from policyscore.cli.commands import app, described
from policyscore.faults import Misuse
from policyscore.load import Loaded
from policyscore.render import PICTURES, WHOLE

if TYPE_CHECKING:
    from policyscore.book import Book
    from policyscore.reports.ranked import Ranked
    from policyscore.reports.whole import Whole

METHOD = (
    "Additive. Performances become scores from 0 (worst) to 100 (best) on the declared scale of "
    "their criterion; the overall score is the sum of weight times score. Arithmetic is exact. "
    "Shares of weights are of all weights alike; performances drawn 8,192 times at most (seed 0)."
)
CLOCK = "SOURCE_DATE_EPOCH"  # the variable that says when something was made, for the same bytes


@app.command(
    help=described(
        "Write a page or a workbook for those who decide.",
        "policyscore report -o report.html           a page with sliders, in one file",
        "policyscore report -o report.xlsx           a workbook that recalculates",
        "policyscore report -o report.md             for Pandoc, Word and Quarto",
    )
)
def report(
    model: ModelArgument = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="html, xlsx, markdown, latex or text. [default: the extension of -o]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to a file (.html .xlsx .md .tex .txt), - for stdout. Repeatable.",
            show_default=False,
        ),
    ] = None,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the whole report."""
    from policyscore.cli.ranking import ranked_under
    from policyscore.reports.firmness import firmness
    from policyscore.reports.whole import whole_report
    from policyscore.reports.workbook import workbook

    shared = common(model, format_, output, color, quiet, offer=WHOLE, default=None)
    made = _made()
    loaded, warnings = opened(shared)
    ranked = ranked_under(loaded.model, None, None, warnings)
    about = tuple(_about(loaded, made))

    @cache  # several files may be asked for, and a workbook needs none of it
    def whole() -> "Whole":
        return _whole(ranked, about)

    def book() -> "Book":
        firm = ("How firm, in the model", " ".join(firmness(ranked)))
        return workbook(loaded.model, ranked.ranking, (firm, *about))

    return shared.answer(whole_report(loaded.model, whole, book), warnings, verbose=False)


def _made() -> datetime | None:
    """Return when the report is said to be made, None if nobody says. Raises Misuse for no time."""
    told = os.environ.get(CLOCK)
    if not told:
        return None
    try:
        return datetime.fromtimestamp(int(told), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Misuse(f"{CLOCK} is {told}, which is no number of seconds since 1970") from error


def _whole(ranked: "Ranked", about: Sequence[tuple[str, str]]) -> "Whole":
    """Return all results under the model's own weights."""
    from policyscore.analyses.agreement import agreement, chosen, views
    from policyscore.analyses.allowed import space
    from policyscore.analyses.robust import Budget
    from policyscore.reports.assessed import Asked, assessed
    from policyscore.reports.compared import Compared
    from policyscore.reports.sensitive import sensitive
    from policyscore.reports.whole import Whole

    model = ranked.model
    place = space(model, ranked.ranking, "criteria")
    question = Asked("criteria", (), correlated=False, budget=Budget())
    compared = views(model, chosen(model, ()))
    return Whole(
        ranked,
        sensitive(ranked),
        assessed(ranked, place, question),
        Compared(model, compared, agreement(compared), verbose=True),
        about,
    )


def _about(loaded: Loaded, made: datetime | None) -> Iterator[tuple[str, str]]:
    """Yield what identifies a report: never the clock, the folder or who made it."""
    from policyscore.reports.wording import ROUNDED

    decision = loaded.model.decision
    if decision.title:
        yield "Model", f"{decision.title}{f', {decision.date}' if decision.date else ''}"
    if made is not None:
        yield "Made on", f"{made:%Y-%m-%d}"
    yield "Made by", f"policyscore {__version__} ({HOME})"
    yield "Inputs", f"SHA-256 {loaded.inputs()}"
    yield "Method", METHOD
    yield "Rounding", ROUNDED


@app.command(
    hidden=True,
    help=described(
        "Draw a picture as SVG.",
        "policyscore plot contributions -o why.svg",
        "policyscore plot weight --of cost -o cost.svg      scores over one weight",
        "policyscore plot profiles -o profiles.svg          ranks under all profiles",
    ),
)
def plot(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="contributions, scores, weight, acceptability or profiles."
        ),
    ],
    model: ModelArgument = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="ID",
            help="For weight: the criterion or group. [default: the nearest tipping point]",
            show_default=False,
            autocompletion=complete_criterion,
        ),
    ] = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to a file (.svg), - for stdout. Repeatable.",
            show_default=False,
        ),
    ] = None,
    quiet: QuietOption = False,
) -> Answer:
    """Answer with one picture."""
    from policyscore.cli.drawing import Drawing, drawn, is_raster, problems_of
    from policyscore.cli.ranking import ranked_under
    from policyscore.reports.pictures import picture_report

    asked = Drawing(kind, of, profile, weight or ())
    shared = common(
        model,
        None,
        [name for name in output or () if not is_raster(name)],
        "auto",
        quiet,
        problems_of(asked, output or ()),
        offer=PICTURES,
        default="svg",
    )
    loaded, warnings = opened(shared)
    ranked = ranked_under(loaded.model, profile, weight, warnings)
    picture = drawn(ranked, asked)
    return shared.answer(picture_report(loaded.model, picture), warnings, verbose=False)


@app.command(
    "import",
    hidden=True,
    help=described(
        "Make a model of a spreadsheet.",
        "policyscore import options.csv my-model     options by criteria",
        "policyscore import report.xlsx edited        what report wrote, changed",
    ),
)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .csv or .xlsx file.")],
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A new or an empty folder.")],
) -> Answer:
    """Answer with what was written; the model is in DIR then."""
    from policyscore.cli.importing import import_model

    return Answer(text=import_model(file, folder))
