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

from policyscore import __version__
from policyscore.cli import terminal
from policyscore.cli.about import COMPLETE, HOME, register_shells
from policyscore.cli.arguments import Answer
from policyscore.cli.commands import app
from policyscore.cli.finding import Found
from policyscore.cli.messages import MOST_SHOWN, fault_lines, say, summary
from policyscore.cli.output import ReaderLeft, deliver, to_stdout
from policyscore.faults import Misuse, PolicyscoreError, WrongModel

ISSUES = f"{HOME}/issues"
BUILTIN = "No model here: this is the built-in one. Begin your own: policyscore init DIR"
INTERRUPTED = 130
READER_LEFT = 141


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of a run, everything written."""
    try:
        return _answered(arguments)
    except typer.TyperException as error:
        return _misused([error.format_message()], error.exit_code)
    except Misuse as error:
        return _misused(error.problems, error.exit_code)
    except WrongModel as error:
        texts = error.texts if terminal.is_terminal(sys.stderr) else None
        found = Found(error.root)
        lines = fault_lines(error.faults, found.shown, texts, MOST_SHOWN)
        say(*lines, summary(error.faults, found.folder))
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
    if answer.report is None:
        to_stdout(answer.text)
    else:
        deliver(answer.report, answer.targets, answer.color)
    if answer.found is not None and answer.found.builtin:
        say(BUILTIN)
    if not answer.quiet:
        say(*answer.notes)
        if answer.found is not None and answer.warnings:
            say(*fault_lines(answer.warnings, answer.found.shown, most=MOST_SHOWN))
    return answer.code


def _app(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with only the command that is called, if one is: the others cost time."""
    only = copy(app)
    only.registered_commands = _called(arguments)
    if not only.registered_commands:
        from policyscore.cli import analyses  # noqa: F401 - registers its commands

        only.registered_commands = _called(arguments)
    return only if only.registered_commands else app


def _called(arguments: Sequence[str]) -> list[CommandInfo]:
    """Return the command that the first argument names, or none."""
    return [
        command
        for command in app.registered_commands
        if command.callback is not None and [command.callback.__name__] == list(arguments[:1])
    ]


def _misused(problems: Sequence[str], code: int) -> int:
    """Print what is wrong with the arguments, one line a problem; help without an error."""
    if len(problems) == 1 and problems[0].startswith("Usage:"):
        say(*problems[0].splitlines())
        return code
    say(*(f"policyscore: error: {problem}" for problem in problems))
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
