"""The commands that hold a model to something: they are loaded when one of them is called."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from policyscore.cli.arguments import (
    Answer,
    ColorOption,
    FindingFormatOption,
    FindingOutputOption,
    FormatOption,
    OutputOption,
    OwnModelArgument,
    QuietOption,
    SummaryOption,
    common,
    opened,
)
from policyscore.cli.commands import app, described
from policyscore.cli.finding import find
from policyscore.faults import Misuse, WrongModel
from policyscore.render import FINDINGS

STRICT = "Exit code 1: with --strict, warnings fail."

if TYPE_CHECKING:
    from policyscore.difference.conditions import Condition


@app.command(
    help=described(
        "Look for what is wrong, and judge the expectations.",
        "policyscore check",
        "policyscore check --strict                      warnings fail too: exit 1",
        "policyscore check --expect 'rank(status-quo) >= 2'",
        "policyscore check --format github --summary     in a job of GitHub Actions",
        "policyscore check -o check.sarif -o junit.xml   for other tools of CI",
    )
)
def check(
    model: OwnModelArgument = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            "--expect",
            metavar="EXPECTATION",
            help="Judge this too, such as 'margin(a, b) >= 2'. Repeatable.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if there are warnings.")] = False,
    locked: Annotated[
        bool,
        typer.Option("--locked", help="Exit 1 if results are not those of policyscore.lock."),
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 where the answer would be 1.")
    ] = False,
    format_: FindingFormatOption = None,
    output: FindingOutputOption = None,
    summary: SummaryOption = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "-v",
            "--verbose",
            help="List each performance without a source, and expectations that hold.",
        ),
    ] = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `check`."""
    from policyscore.cli.checking import Demands, checked, with_errors, wrong
    from policyscore.reports.check import check_report

    shared = common(model, format_, output, color, quiet, summary=summary, offer=FINDINGS)
    if shared.found.builtin:
        raise Misuse("no model here to check; name its folder, or begin one: policyscore init DIR")
    try:
        loaded, warnings = opened(shared)
    except WrongModel as error:
        return with_errors(shared, error)
    found = checked(shared.found.root, loaded, warnings, Demands(expect or (), locked, verbose))
    fails = found.errors or (found.expected and found.expected.failed)
    doubtful = found.warnings or (found.expected and found.expected.warned)
    code = 1 if fails or (strict and doubtful) else 0
    report = check_report(found)
    only_strict = [STRICT] if code and not fails and not exit_zero else []
    # A report that people read on stdout lists them: no need to say so twice.
    people = ("text", "markdown", "github")
    told = any(target.path is None and target.format in people for target in shared.targets)
    warned = () if told else wrong(report)
    answer = shared.answer(report, warned, verbose, 0 if exit_zero else code)
    return answer._replace(notes=[*answer.notes, *only_strict])


@app.command(
    help=described(
        "Show what changed since another version, and why.",
        "policyscore diff main",
        "policyscore diff HEAD --fail-if leader-changed --fail-if 'margin<2'",
        "policyscore diff ranking.json -o comment.md     since rank -o ranking.json",
    )
)
def diff(
    base: Annotated[
        str,
        typer.Argument(
            metavar="BASE",
            help="A folder, a saved JSON result of rank, or a git revision: REF, REF:PATH, or "
            "REF... for where the present branch left it.",
        ),
    ],
    model: OwnModelArgument = None,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-if",
            metavar="CONDITION",
            help="Exit 1 if it is met: order-changed, leader-changed, top3-changed, "
            "score-change>5, margin<2, inputs-changed, weights-changed, evidence-removed, "
            "expectations-changed. Repeatable.",
            show_default=False,
        ),
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="Exit 1 if the order changed, or options came or went."),
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    summary: SummaryOption = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show every option and every edit.")
    ] = False,
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> Answer:
    """Answer with the report of `diff`; it tells how expectations fare, `check` holds to them."""
    from policyscore.cli.checking import with_errors
    from policyscore.cli.comparing import Compared, compared
    from policyscore.reports.diff import diff_report

    problems: list[str] = []
    conditions = _conditions(fail_if or (), problems)
    shared = common(model, format_, output, color, quiet, problems, summary=summary)
    if shared.found.builtin:
        raise Misuse("no model here to compare; name its folder: policyscore diff BASE DIR")
    try:
        loaded, warnings = opened(shared)
    except WrongModel as error:
        return with_errors(shared, error, summary_only=True)
    asked = Compared(base, conditions, exit_code, verbose)
    differing = compared(shared.found.root, loaded.model, warnings, asked)
    met = differing.moved or any(verdict.met for verdict in differing.verdicts)
    report = diff_report(differing, loaded.inputs())
    return shared.answer(report, (), verbose, 1 if met else 0)


def _conditions(texts: Iterable[str], problems: list[str]) -> "list[Condition]":
    """Return the conditions; what is wrong with one is added to `problems`."""
    from policyscore.difference.conditions import parse

    found = []
    for text in texts:
        try:
            found.append(parse(text))
        except ValueError as error:
            problems.append(f"--fail-if {text}: {error}")
    return found


@app.command(
    hidden=True,
    help=described(
        "Write what the ranking comes to into policyscore.lock, for check --locked.",
        "policyscore lock",
    ),
)
def lock(model: OwnModelArgument = None) -> Answer:
    """Answer with what was done; the lock stands in the model's folder then."""
    from policyscore.cli.locking import write_lock

    found = find(model)
    if found.builtin:
        raise Misuse("no model here to lock; name its folder, or begin one: policyscore init DIR")
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise Misuse("CI is set, and nothing updates a lock there; run policyscore lock by hand")
    return Answer(text=write_lock(found))
