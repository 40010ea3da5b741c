"""The commands that explain and test a ranking; they are loaded when one of them is called."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from policyscore.cli.arguments import (
    Answer,
    ColorOption,
    FormatOption,
    ModelArgument,
    OutputOption,
    ProfileOption,
    QuietOption,
    SummaryOption,
    WeightOption,
    common,
    complete_option,
    complete_profile,
    opened,
)
from policyscore.cli.commands import app, described
from policyscore.faults import Misuse
from policyscore.suggest import did_you_mean

if TYPE_CHECKING:
    pass


@app.command(
    help=described(
        "Show the options under several profiles side by side.",
        "policyscore compare",
        "policyscore compare --profile budget-hawk --profile security-first",
        "policyscore compare -v -o profiles.md -o profiles.csv",
    )
)
def compare(
    model: ModelArgument = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(
            "--profile",
            metavar="ID",
            help="Compare this profile. Repeatable. [default: the model's weights, all profiles]",
            show_default=False,
            autocompletion=complete_profile,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Add whose view each profile is, and why.")
    ] = False,
    summary: SummaryOption = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `compare`."""
    from policyscore.analyses.agreement import chosen, views
    from policyscore.reports.compare import compare_report

    shared = common(model, format_, output, color, quiet, summary=summary)
    loaded, warnings = opened(shared)
    found = views(loaded.model, chosen(loaded.model, profile or ()))
    report = compare_report(loaded.model, found, verbose, loaded.inputs)
    return shared.answer(report, warnings, verbose)


@app.command(
    help=described(
        "Say why an option stands where it stands, against another.",
        "policyscore explain",
        "policyscore explain status-quo",
        "policyscore explain retrenchment strategic-partnership --profile halves",
    )
)
def explain(
    option: Annotated[
        str | None,
        typer.Argument(
            metavar="[OPTION]",
            help="Id of the option to explain. [default: the one with the highest score]",
            show_default=False,
            autocompletion=complete_option,
        ),
    ] = None,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="[OTHER]",
            help="Id of the option to hold it against. [default: the next one; for the last, the "
            "one above]",
            show_default=False,
            autocompletion=complete_option,
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "-m",
            "--model",
            metavar="DIR",
            help="Folder of the model. [default: the current or nearest one above it, else the "
            "built-in one]",
            show_default=False,
        ),
    ] = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Add the evidence of both and every change.")
    ] = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `explain`."""
    from policyscore.analyses.explain import next_to
    from policyscore.doubts import broken_orders
    from policyscore.reports.explain import explain_report
    from policyscore.reports.ranked import Ranked
    from policyscore.scenario import scenario
    from policyscore.scoring import rank as ranked

    shared = common(model, format_, output, color, quiet)
    loaded, warnings = opened(shared)
    _known_and_distinct(option, other, list(loaded.model.options))
    used = scenario(loaded.model, profile, weight or ())
    warnings += broken_orders(loaded.model, used.weights) if used.changes else []
    ranking = ranked(loaded.model, used.weights)
    before = ranked(loaded.model, used.departs) if used.departs else None
    told = [fault.what for fault in warnings]
    result = Ranked(loaded.model, used, ranking, told, verbose=verbose, before=before)
    one = option or ranking.standings[0].option
    two = other or next_to(ranking, one)
    report = explain_report(result, one, two, other is None, loaded.inputs)
    return shared.answer(report, warnings, verbose)


def _known_and_distinct(option: str | None, other: str | None, known: list[str]) -> None:
    """Raise Misuse with all that is wrong with the options named."""
    wrong = []
    for name in (option, other):
        if name is None or name in known:
            continue
        if os.path.isdir(name):  # noqa: PTH112 - Path raises where a name is too long
            wrong.append(f"{name} is a folder, not an option; a model is named with --model {name}")
        else:
            hint = did_you_mean(name, known, f"known: {', '.join(known)}")
            wrong.append(f"unknown option {name}; {hint}")
    if option is not None and option == other and not wrong:
        wrong.append(f"{option} is named twice; name two options, or one for the next to it")
    if wrong:
        raise Misuse(*wrong)


@app.command(
    help=described(
        "Show how far weights and performances can move.",
        "policyscore sensitivity",
        "policyscore sensitivity --profile halves",
        "policyscore sensitivity --ranks -v",
    )
)
def sensitivity(
    model: ModelArgument = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    ranks: Annotated[
        bool, typer.Option("--ranks", help="Add where each option keeps its rank.")
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Add all rows, and the evidence.")
    ] = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `sensitivity`."""
    from policyscore.cli.ranking import ranked_under
    from policyscore.reports.sensitive import sensitive
    from policyscore.reports.sensitivity import sensitivity_report

    shared = common(model, format_, output, color, quiet)
    loaded, warnings = opened(shared)
    found = sensitive(ranked_under(loaded.model, profile, weight, warnings, verbose))
    report = sensitivity_report(found, ranks, verbose, loaded.inputs)
    return shared.answer(report, warnings, verbose)


@app.command(
    help=described(
        "Show how firmly the ranking stands.",
        "policyscore robustness",
        "policyscore robustness --ranking crime,cost,institutions",
        "policyscore robustness --around 25%",
        "policyscore robustness --bounds burden=30%:50% --at-least crime=cost",
    )
)
def robustness(
    model: ModelArgument = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    over: Annotated[
        str,
        typer.Option(
            "--over", metavar="WHAT", help="Weights of all criteria, or of top-level groups."
        ),
    ] = "criteria",
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="25%", help="Weights among siblings, each within 25% of itself."
        ),
    ] = None,
    ranking: Annotated[
        list[str] | None,
        typer.Option(
            "--ranking",
            metavar="IDS",
            help="Known order, the heaviest first: crime,cost. Repeatable.",
        ),
    ] = None,
    bounds: Annotated[
        list[str] | None,
        typer.Option(
            "--bounds",
            metavar="ID=LOW:HIGH",
            help="Share of all, as cost=10%:30% or cost=60%:. Repeatable.",
        ),
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option(
            "--at-least",
            metavar="ID=ID",
            help="One weighs as much as another, or 2*ID. Repeatable.",
        ),
    ] = None,
    correlated: Annotated[
        bool,
        typer.Option("--correlated", help="Draw an option's performances good or bad together."),
    ] = False,
    draws: Annotated[
        str | None,
        typer.Option(
            "--draws", metavar="N", help="How many, for estimates. [default: 8192 or fewer]"
        ),
    ] = None,
    seed: Annotated[
        str, typer.Option("--seed", metavar="N", help="Another seed draws other points.")
    ] = "0",
    exact: Annotated[
        bool, typer.Option("--exact", help="Exact shares of weights, however long it takes.")
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Name the model.")] = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `robustness`."""
    from policyscore.analyses.allowed import Said
    from policyscore.cli.asking import Wanted, asked, end_of_progress
    from policyscore.cli.ranking import ranked_under
    from policyscore.reports.assessed import assessed
    from policyscore.reports.robustness import robustness_report

    said = Said(ranking or (), bounds or (), at_least or ())
    wanted = Wanted(over, around, said, correlated, draws, seed, exact)
    shared = common(model, format_, output, color, quiet, wanted.problems())
    loaded, warnings = opened(shared)
    ranked = ranked_under(loaded.model, profile, weight, warnings, verbose)
    place, question = asked(ranked, wanted)
    report = robustness_report(assessed(ranked, place, question), loaded.inputs)
    end_of_progress(question)
    return shared.answer(report, warnings, verbose)
