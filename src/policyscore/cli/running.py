"""One run: arguments to exit code. The only place that catches, prints and decides how it ends."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from copy import copy
from pathlib import Path

import typer
from typer.models import CommandInfo

from policyscore import HOME, __version__
from policyscore.cli import terminal
from policyscore.cli.about import COMPLETE, register_shells
from policyscore.cli.arguments import Answer
from policyscore.cli.commands import app
from policyscore.cli.finding import Found
from policyscore.cli.messages import MOST_SHOWN, fault_lines, pointed, say, summary
from policyscore.cli.output import ReaderLeft, deliver, to_stdout
from policyscore.faults import Misuse, PolicyscoreError, WrongModel

ISSUES = f"{HOME}/issues"
BUILTIN = "No model here: this is the built-in one. Begin your own: policyscore init DIR"
# The commands as the help lists them.
ORDER = (
    *("rank", "explain", "sensitivity", "robustness", "compare", "scorecard", "weights"),
    *("report", "plot", "check", "diff", "lock", "init", "import", "schema", "completion"),
    "version",
)
INTERRUPTED = 130
READER_LEFT = 141


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of a run, everything written."""
    try:
        return _answered(arguments)
    except typer.TyperException as error:
        return _misused([error.format_message()], error.exit_code)
    except Misuse as error:
        return _misused(error.problems, error.exit_code, error.pointed)
    except WrongModel as error:
        texts = error.texts if terminal.is_terminal(sys.stderr) else None
        found = Found(error.root)
        shown = error.revision.__add__ if error.revision else found.shown
        lines = fault_lines(error.faults, shown, texts, MOST_SHOWN)
        say(*lines, summary(error.faults, found.folder, error.revision, error.then))
        return error.exit_code
    except PolicyscoreError as error:
        say(f"policyscore: error: {error}")
        return error.exit_code
    except ReaderLeft:
        return READER_LEFT
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the one place where a bug ends
        return _bug(error)


def _answered(arguments: Sequence[str]) -> int:
    printed = io.StringIO()  # help and completions, which Typer prints by itself
    if COMPLETE in os.environ:
        register_shells()
    try:
        with redirect_stdout(printed):
            answer = _app(arguments)(
                args=list(arguments), prog_name="policyscore", standalone_mode=False
            )
    except SystemExit as ended:
        answer = ended.code
    if not isinstance(answer, Answer):
        to_stdout(printed.getvalue())
        return int(answer or 0)
    _tell(answer)
    if answer.error is not None:
        raise answer.error
    return answer.code


def _tell(answer: Answer) -> None:
    """Write what an answer says: the result to its targets, then notes and warnings to stderr."""
    notes = list(answer.notes)
    if answer.report is None:
        to_stdout(answer.text)
    else:
        notes += deliver(answer.report, answer.targets, answer.color)
    if answer.found is not None and answer.found.builtin:
        say(BUILTIN)
    if not answer.quiet:
        say(*notes)
        if answer.found is not None and answer.warnings:
            say(*fault_lines(answer.warnings, answer.found.shown, most=MOST_SHOWN))


def _app(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with only the command that is called, if one is: the others cost time."""
    only = copy(app)
    only.registered_commands = _called(arguments)
    if not only.registered_commands:
        from policyscore.cli import gates  # noqa: F401 - registers its commands

        only.registered_commands = _called(arguments)
    if not only.registered_commands:
        from policyscore.cli import publishing  # noqa: F401 - registers its commands

        only.registered_commands = _called(arguments)
    if not only.registered_commands:
        from policyscore.cli import analyses  # noqa: F401 - registers its commands

        app.registered_commands.sort(key=lambda command: ORDER.index(_name(command)))
        only.registered_commands = _called(arguments)
    return only if only.registered_commands else app


def _called(arguments: Sequence[str]) -> list[CommandInfo]:
    """Return the command that the first argument names, or none."""
    return [
        command for command in app.registered_commands if [_name(command)] == list(arguments[:1])
    ]


def _name(command: CommandInfo) -> str:
    return command.name or (command.callback.__name__ if command.callback else "")


def _misused(problems: Sequence[str], code: int, places: Sequence[tuple[str, int]] = ()) -> int:
    """Print what is wrong with the arguments, one line a problem; help without an error."""
    if len(problems) == 1 and problems[0].startswith("Usage:"):
        say(*problems[0].splitlines())
        return code
    say(*(f"policyscore: error: {problem}" for problem in problems))
    for text, offset in places:
        say(*pointed(text, offset))
    say("policyscore -h, or -h after a command, shows what there is.")
    return code


def _bug(error: Exception) -> int:
    """Print one line about a bug and keep where it happened, without any text of the model."""
    import tempfile
    import traceback

    if os.environ.get("POLICYSCORE_DEBUG"):
        say(*"".join(traceback.format_exception(error)).splitlines())
        return PolicyscoreError.exit_code
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"policyscore {__version__}, Python {sys.version.split()[0]}, {type(error).__name__}"]
    lines += [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    kept = "nowhere"
    try:
        handle, kept = tempfile.mkstemp(prefix="policyscore-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    except OSError:
        pass
    say(f"policyscore: a bug, sorry ({type(error).__name__}). Report it with {kept} at {ISSUES}")
    return PolicyscoreError.exit_code
