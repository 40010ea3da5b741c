"""The commands: arguments in, an answer out; nothing is written here but a model begun by init."""

from typing import Annotated

import typer

from policyscore import HOME
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
    complete_criterion,
    opened,
    whole_number,
)
from policyscore.faults import Misuse
from policyscore.suggest import did_you_mean

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def described(what: str, *examples: str) -> str:
    """Return the help of a command: what it does, and examples below."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{what}\n\n\b\nExamples:\n{lines}"


def _say_version(asked: bool) -> None:
    """Print the version where something kept the quick answer of `__main__` from being given."""
    if asked:
        from policyscore.cli.about import version_text

        typer.echo(version_text(as_json=False), nl=False)
        raise typer.Exit


@app.callback(
    # In one block, so that all of the help fits a screen of 24 lines.
    help="\b\nRank policy options against weighted criteria and say why. Examples:\n"
    "  policyscore rank               the model of this folder, or the built-in one",
    epilog="\b\nAlso: import, plot, lock, schema, completion, version (or --version).\n"
    "Exit: 0 yes, 1 no, 2 usage, 3 wrong model, 4 cannot read or write, 70 bug.\n"
    f"Documents: {HOME}",
)
def _policyscore(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version and exit.",
            is_eager=True,
            callback=_say_version,
            hidden=True,
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command; --version alone is answered sooner."""


@app.command(
    help=described(
        "Rank the options and say why.",
        "policyscore rank",
        "policyscore rank -w cost=40% -w 'crime*1.5'",
        "policyscore rank --profile budget-hawk --brief",
        "policyscore rank path/to/model -o table.md -o table.csv",
    )
)
def rank(
    model: ModelArgument = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    brief: Annotated[bool, typer.Option("--brief", help="Stop after the table.")] = False,
    top: Annotated[
        str | None,
        typer.Option("--top", metavar="N", help="Show the first N.", show_default=False),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Add every contribution and all evidence.")
    ] = False,
    summary: SummaryOption = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `rank`."""
    from policyscore.cli.ranking import ranked_under
    from policyscore.reports.rank import rank_report

    problems: list[str] = []
    most = whole_number("--top", top, problems)
    shared = common(model, format_, output, color, quiet, problems, summary=summary)
    loaded, warnings = opened(shared)
    ranked = ranked_under(loaded.model, profile, weight, warnings, verbose)
    report = rank_report(ranked._replace(top=most, brief=brief), loaded.inputs)
    return shared.answer(report, warnings, verbose)


VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Add the reasons.")]


@app.command(
    help=described(
        "Show each option on each criterion, in natural units.",
        "policyscore scorecard",
        "policyscore scorecard -v -o scorecard.md",
    )
)
def scorecard(
    model: ModelArgument = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `scorecard`."""
    from policyscore.reports.scorecard import scorecard_report

    shared = common(model, format_, output, color, quiet)
    loaded, warnings = opened(shared)
    return shared.answer(scorecard_report(loaded.model, verbose), warnings, verbose)


@app.command(
    help=described(
        "Show what criteria weigh and what that implies.",
        "policyscore weights",
        "policyscore weights --profile budget-hawk",
        "policyscore weights --in crime",
    )
)
def weights(
    model: ModelArgument = None,
    weight: WeightOption = None,
    profile: ProfileOption = None,
    yardstick: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="ID",
            help="Tell trade-offs in its units. [default: one in money, or the heaviest]",
            show_default=False,
            autocompletion=complete_criterion,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `weights`."""
    from policyscore.reports.weights import default_yardstick, weights_report
    from policyscore.scenario import scenario

    shared = common(model, format_, output, color, quiet)
    loaded, warnings = opened(shared)
    used = scenario(loaded.model, profile, weight or ())
    unit = yardstick or default_yardstick(loaded.model, used)
    if unit not in loaded.model.criteria:
        if unit in loaded.model.groups:
            raise Misuse(f"--in: {unit} is a group and has no unit; name a criterion")
        hint = did_you_mean(unit, loaded.model.criteria, "name a criterion")
        raise Misuse(f"--in: unknown criterion {unit}; {hint}")
    return shared.answer(weights_report(loaded.model, used, unit, verbose), warnings, verbose)


@app.command(
    help=described(
        "Begin a commented model; nothing is overwritten.",
        "policyscore init my-decision",
    )
)
def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A new or an empty folder.")],
) -> Answer:
    """Answer with what was written; the starter model is in DIR then."""
    from policyscore.cli.starting import start

    return Answer(text=start(folder))


@app.command(
    hidden=True,
    help=described(
        "Print the JSON Schema of a kind of file or result.",
        "policyscore schema option > option.schema.json",
    ),
)
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="option, criterion, profile, decision; rank, explain, ... for its JSON.",
        ),
    ],
) -> Answer:
    """Answer with the text of a schema."""
    from policyscore.cli.about import schema_names, schema_text

    if kind not in schema_names():
        hint = did_you_mean(kind, schema_names(), f"one of {', '.join(schema_names())}")
        raise Misuse(f"unknown kind {kind}; {hint}")
    return Answer(text=schema_text(kind))


@app.command(
    hidden=True,
    help=described(
        "Print a script for completion on TAB.",
        'eval "$(policyscore completion bash)"',
        "policyscore completion fish > ~/.config/fish/completions/policyscore.fish",
    ),
)
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> Answer:
    """Answer with the script for a shell."""
    from policyscore.cli.about import SHELLS, completion_script

    if shell not in SHELLS:
        hint = did_you_mean(shell, SHELLS, f"one of {', '.join(SHELLS)}")
        raise Misuse(f"unknown shell {shell}; {hint}")
    return Answer(text=completion_script(app, shell))


@app.command(
    hidden=True,
    help=described("Show the version; with --json, what it runs on.", "policyscore version --json"),
)
def version(
    as_json: Annotated[bool, typer.Option("--json", help="Python and libraries too.")] = False,
) -> Answer:
    """Answer with the version."""
    from policyscore.cli.about import version_text

    return Answer(text=version_text(as_json))
