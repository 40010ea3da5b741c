"""The command line: exit codes, streams, faults of usage, help, colour, completion, bugs."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer
from jsonschema import Draft202012Validator

from policyscore import __main__ as program
from policyscore import __version__
from policyscore.cli import about, arguments, commands, messages, running
from policyscore.cli.about import SHELLS, schema_names
from policyscore.cli.messages import fault_lines
from policyscore.cli.output import ReaderLeft
from policyscore.cli.running import run as run_here
from policyscore.faults import Fault, Place
from policyscore.model import Model
from tests.conftest import ROOT, Ran, run
from tests.models import laid
from tests.reporting import call
from tests.terminals import on_terminal

Golden = Callable[[str, str], None]
COMMANDS = (
    *("rank", "explain", "sensitivity", "robustness", "compare", "scorecard", "weights"),
    *("report", "plot", "check", "diff", "lock", "init", "import", "schema", "completion"),
    "version",
)
REPORTING = COMMANDS[:8]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a small model with one warning."""
    monkeypatch.chdir(laid(tmp_path / "here"))
    return tmp_path / "here"


# Exit codes and streams


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rank"], 0),
        (["check"], 0),
        (["check", "--strict", str(ROOT)], 0),
        (["check", "--strict"], 1),
        (["--version"], 0),
        (["-h"], 0),
        ([], 2),
        (["nope"], 2),
        (["rank", "--nope"], 2),
        (["rank", "a", "b"], 2),
        (["rank", "nowhere"], 2),
        (["rank", "-w", "nope=1"], 2),
        (["rank", "--profile", "nope"], 2),
        (["rank", "--top", "0"], 2),
        (["rank", "-o", "x.foo"], 2),
        (["rank", "broken"], 3),
        (["check", "broken"], 3),
        (["rank", "-f", "csv", "-o", "/dev/full"], 4),
        (["init", "file/new"], 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_exit_code_says_how_it_ended(arguments: list[str], code: int, here: Path) -> None:
    laid(here / "broken", {"options/wait.yaml": "name: [\n"})
    (here / "file").write_text("")
    done = call(*arguments)
    assert done.code == code
    assert bool(done.out) is (code in (0, 1))
    assert bool(done.err) or code < 2


def test_the_process_ends_with_the_exit_code(here: Path) -> None:
    codes = [run(*arguments, cwd=here).code for arguments in (["check", "--strict"], ["rank", "x"])]
    assert codes == [1, 2]


def test_strict_fails_on_warnings_and_still_reports(here: Path) -> None:
    strict, lenient = call("check", "--strict"), call("check")
    assert strict.out == lenient.out
    assert "No errors, 2 warnings." in strict.out


def test_an_interrupted_run_ends_with_130(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    for module, name in ((arguments, "load"), (running, "deliver"), (running, "_answered")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, interrupted)
            assert call("rank").code == 130
    monkeypatch.setattr(running, "run", interrupted)
    monkeypatch.setattr(sys, "argv", ["policyscore", "rank"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 130


def test_a_reader_who_leaves_is_no_error(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(*_: object) -> NoReturn:
        raise ReaderLeft

    monkeypatch.setattr(running, "deliver", leave)
    assert call("rank") == Ran(141, "", "")


def test_the_program_takes_the_arguments_of_the_process(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(sys, "argv", ["policyscore", "nope"])
    program.main()
    monkeypatch.setattr(sys, "argv", ["policyscore", "--version"])
    program.main()
    assert capsys.readouterr().out == f"policyscore {__version__}\n"
    monkeypatch.setattr(sys, "stdout", None)
    program.main()
    assert codes == [2, 4]


# Wrong usage


def test_all_that_is_wrong_with_the_arguments_is_said_at_once(here: Path) -> None:
    flags = ("--top", "none", "--color", "alway", "-f", "jsn", "-o", "x.foo", "-o", "no/x.md")
    done = call("rank", "nowhere", *flags)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "policyscore: error: --top: none is not a whole number of at least 1",
        "policyscore: error: no such folder: nowhere",
        "policyscore: error: --color: unknown choice alway; did you mean always?",
        "policyscore: error: --format: unknown format jsn; did you mean json?",
        "policyscore: error: -o no/x.md is markdown, yet --format is jsn",
        "policyscore: error: -o no/x.md: the folder no does not exist",
        "policyscore -h, or -h after a command, shows what there is.",
    ]


def test_all_wrong_weights_and_profiles_are_said_at_once(here: Path) -> None:
    flags = ("-w", "cots=1", "-w", "equity=-1", "-w", "cost", "-w", "cost=nan", "--profile", "x")
    done = call("rank", *flags)
    assert done.code == 2
    assert len(done.err.splitlines()) == 6
    assert "-w cots=1: unknown criterion or group cots; did you mean cost?" in done.err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["rnak"], "'rank'"),
        (["scorcard"], "'scorecard'"),
        (["rank", "--bref"], "--brief"),
        (["rank", "--formt", "csv"], "--format"),
        (["--versoin"], "--version"),
        (["rank", "-f", "makdown"], "markdown"),
        (["rank", "-f", "JSON"], "json"),
        (["rank", "--color", "Never"], "never"),
        (["rank", "-w", "equty=3"], "equity"),
        (["rank", "--profile", "budget"], "budgets"),
        (["weights", "--in", "equiti"], "equity"),
        (["schema", "optoin"], "option"),
        (["completion", "bahs"], "bash"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_name_that_was_probably_meant_is_suggested(
    arguments: list[str], meant: str, here: Path
) -> None:
    laid(here, {"profiles/budgets.yaml": "name: B\nweights: {cost: 1}\n"})
    done = call(*arguments)
    assert (done.code, done.out) == (2, "")
    assert re.search(rf"(did you mean|Did you mean|Possible options:).* ?{meant}", done.err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["schema", "qqq"], f"unknown kind qqq; one of {', '.join(schema_names())}"),
        (["completion", "qqq"], "unknown shell qqq; one of bash, zsh, fish, powershell"),
        (["weights", "--in", "qqq"], "--in: unknown criterion qqq; name a criterion"),
        (["rank", "--color", "qqq"], "--color: unknown choice qqq; one of auto, always, never"),
    ],
)
def test_where_nothing_is_near_all_that_is_known_is_named(
    arguments: list[str], said: str, here: Path
) -> None:
    assert f"policyscore: error: {said}\n" in call(*arguments).err


@pytest.mark.parametrize("flag", ["--form", "--col", "--verb", "--out"])
def test_options_are_not_abbreviated(flag: str, here: Path) -> None:
    done = call("rank", flag, "csv")
    assert (done.code, done.out) == (2, "")
    assert f"No such option: {flag}" in done.err


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "", "01", "1_0", "٣", "1e2", "9" * 10])
def test_top_is_a_whole_number_of_at_least_1(number: str, here: Path) -> None:
    done = call("rank", f"--top={number}")
    assert done.code == 2
    assert f"--top: {number} is not a whole number of at least 1\n" in done.err


def test_what_is_typed_is_shown_and_not_obeyed(here: Path) -> None:
    done = call("rank", "a\n::error::b\x1b[2J", "-f", "##[error]\u202e", "-o", "x\n.foo")
    assert done.code == 2
    lines = done.err.splitlines()
    assert lines[0] == r"policyscore: error: no such folder: a\n::error::b\x1b[2J"
    assert lines[1].startswith(r"policyscore: error: --format: unknown format # #[error]\u202e; ")
    assert len(lines) == 3


def test_no_variable_of_the_environment_changes_a_result() -> None:
    plain = run("rank", "-f", "csv")
    changed: dict[str, Any] = {
        "POLICYSCORE_FORMAT": "json",
        "POLICYSCORE_WEIGHT": "cost=9",
        "CI": "true",
    }
    assert run("rank", "-f", "csv", **changed) == plain


# Wrong models


def test_faults_stand_on_stderr_with_their_place_and_a_last_line_of_what_to_do(here: Path) -> None:
    laid(here, {"options/wait.yaml": "name: Wait\nperformnace: {}\n"})
    done = call("rank")
    assert (done.code, done.out) == (3, "")
    first, *_, last = done.err.splitlines()
    assert first.startswith("options/wait.yaml:1:1: error: ")
    assert last == ("2 errors in 1 file; nothing was ranked. Mend and run policyscore check again.")
    assert "  | " not in done.err


def test_one_error_is_counted_in_the_singular(here: Path) -> None:
    laid(here, {"options/wait.yaml": "name: Wait\nperformance: {cost: 1, equity: 99}\n"})
    assert "\n1 error in 1 file; nothing was ranked." in call("check").err


def test_of_many_errors_the_first_are_shown_and_all_are_counted(here: Path) -> None:
    for i in range(30):
        (here / "options" / f"x{i}.yaml").write_text("name: X\nperformance: {cost: 1, equity: x}\n")
    lines = call("check").err.splitlines()
    assert len([line for line in lines if ": error: " in line]) == 20
    assert lines[-2] == "... and 10 more"
    assert lines[-1].startswith("30 errors in 30 files; ")


def test_of_many_warnings_the_first_are_shown(here: Path) -> None:
    for i in range(30):
        (here / "options" / f"note{i}.txt").write_text("")
    lines = call("rank").err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 11 more"
    assert len(re.findall(r"options/note\d+\.txt ", call("check").out)) == 30


def test_on_a_terminal_the_line_stands_below_with_a_caret(here: Path) -> None:
    laid(here, {"options/wait.yaml": "name: Wait\nperformance: {cost: 4, equity: 漢}\n"})
    lines = on_terminal("check", cwd=here, errors=True).err.splitlines()
    assert lines[0].startswith("options/wait.yaml:2:32: error: ")
    assert [line for line in lines if line.startswith("  |")] == [
        "  | performance: {cost: 4, equity: 漢}",
        f"  | {' ' * 31}^",
    ]


def test_on_a_terminal_messages_break_between_words(here: Path) -> None:
    laid(here, {"options/wait.yaml": "name: Wait\nperformance: {cost: 400, equity: 3}\n"})
    told = call("check").err.splitlines()[0]
    watched = on_terminal("check", cwd=here, errors=True).err
    lines = watched[: watched.index("  |")].splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 80
    assert " ".join(line.strip() for line in lines) == told


@pytest.mark.parametrize(
    ("line", "column", "excerpt"),
    [
        ("name: x", 7, ["  | name: x", "  |       ^"]),
        ("漢字: x", 5, ["  | 漢字: x", "  |       ^"]),
        ("a\tb", 3, ["  | a b", "  |   ^"]),
        ("a\x1bb", 3, ["  | a\\x1bb", "  |      ^"]),
        ("x" * 200, 160, [f"  | {'x' * 160}", f"  | {' ' * 159}^"]),
        ("x" * 200, 161, [f"  | {'x' * 160}"]),
        ("x", 0, ["  | x", "  | ^"]),
    ],
)
def test_the_caret_stands_below_the_place(line: str, column: int, excerpt: list[str]) -> None:
    fault = Fault(Place("a.yaml", 3, column), "rule", "what")
    found = list(fault_lines([fault], str, {"a.yaml": f"1\r\n2\r{line}\n4"}))
    assert found[1:] == excerpt


def test_a_place_without_a_line_that_shows_anything_has_no_excerpt() -> None:
    places = (Place("a.yaml"), Place("a.yaml", 2, 1), Place("a.yaml", 9, 1), Place("b.yaml", 1, 1))
    for place in places:
        fault = Fault(place, "rule", "what", "fix")
        assert len(list(fault_lines([fault], str, {"a.yaml": "x\n \n"}))) == 1


# Notes and how much is said


def test_warnings_go_to_stderr_and_quiet_keeps_them_away(here: Path) -> None:
    for command in ("rank", "scorecard", "weights"):
        loud, quiet = call(command), call(command, "-q")
        what = "4 of 4 performances name no source; check -v lists them"
        assert loud.err == f"options: warning: {what}\n"
        assert quiet.err == ""
        assert quiet.out == loud.out


def test_what_check_lists_on_stdout_is_not_said_twice(here: Path) -> None:
    assert call("check").err == call("check", "-f", "markdown").err == ""
    assert "4 of 4 performances name no source" in call("check").out
    for flags in (("-o", "x.md"), ("-f", "json"), ("-f", "csv")):
        assert "options: warning: 4 of 4 performances" in call("check", *flags).err
    assert call("check", "-q", "-f", "json").err == ""


def test_check_lists_each_bare_performance_when_verbose(here: Path) -> None:
    done = call("check", "-v")
    assert done.err == f"Model: {here}\n"
    assert re.search(r"options/charge\.yaml:3:\d+ +charge on cost: no source is given", done.out)
    assert "No errors, 5 warnings" in done.out


def test_an_order_that_weight_flags_break_is_a_warning(here: Path) -> None:
    laid(
        here,
        {
            "criteria/all.yaml": "name: All\n",
            "criteria/cost.yaml": (
                "name: Cost\nwithin: all\nweight: 3\nscale: {worst: 9, best: 0}\n"
            ),
            "criteria/equity.yaml": (
                "name: Equity\nwithin: all\nweight: 2\nscale: {worst: 0, best: 10}\n"
            ),
            "policyscore.yaml": "orders:\n  - {criterion: all, better: [wait], worse: [charge]}\n",
        },
    )
    assert "against what a source says" not in call("rank").err
    done = call("rank", "-w", "equity=90%")
    assert done.code == 0
    assert "under these weights wait does worse than charge on all" in done.err


# Colour and width


@pytest.mark.parametrize(
    ("environment", "flags", "colored"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({"FORCE_COLOR": "0"}, (), False),
        ({"CLICOLOR": "0"}, (), False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
        ({}, ("-f", "csv"), False),
    ],
)
def test_colour_on_a_terminal(
    environment: dict[str, Any], flags: tuple[str, ...], colored: bool
) -> None:
    done = on_terminal("rank", "--brief", *flags, **environment)
    assert done.code == 0
    assert ("\x1b" in done.out) is colored


@pytest.mark.parametrize(
    ("environment", "flags", "colored"),
    [
        ({}, (), False),
        ({"GITHUB_ACTIONS": "true", "CI": "true", "TERM": "xterm"}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"CLICOLOR_FORCE": "1"}, (), True),
        ({"FORCE_COLOR": "0"}, (), False),
        ({}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"FORCE_COLOR": "1"}, ("-f", "json"), False),
    ],
)
def test_colour_in_a_pipe(
    environment: dict[str, Any], flags: tuple[str, ...], colored: bool
) -> None:
    done = run("rank", "--brief", *flags, **environment)
    assert ("\x1b" in done.out) is colored


def test_a_file_gets_no_colour_even_from_a_terminal(tmp_path: Path) -> None:
    done = on_terminal("rank", "--color", "always", "-o", str(tmp_path / "a.txt"), "-o", "-")
    assert "\x1b" in done.out
    assert (tmp_path / "a.txt").read_text() == run("rank").out


@pytest.mark.parametrize("errors", [["rank", "--nope"], ["rank", "nowhere"], ["nope"], []])
def test_messages_are_never_coloured(errors: list[str], tmp_path: Path) -> None:
    forced: dict[str, Any] = {"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}
    for done in (
        run(*errors, cwd=tmp_path, **forced),
        on_terminal(*errors, cwd=tmp_path, errors=True, **forced),
    ):
        assert done.code == 2
        assert "\x1b" not in done.err
        assert done.out == ""


class Screen(io.TextIOWrapper):
    """A stream in memory that somebody watches."""

    def isatty(self) -> bool:
        """Tell that somebody does."""
        return True


def test_a_watched_stream_gets_what_a_terminal_gets(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(here / "broken", {"options/wait.yaml": "name: Wait\nperformance: 3\n"})
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen(io.BytesIO(), "ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    assert run_here(["rank", "--brief"]) == 0
    assert run_here(["rank", "broken"]) == 3
    shown = screen.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]
    assert "\nWait has the highest score under these\nweights: 66.0, " in shown
    assert "\n  | performance: 3\n  |              ^\n" in shown


@pytest.mark.parametrize("columns", [100, 80, 50])
def test_on_a_terminal_everything_fits_and_every_score_is_there(columns: int) -> None:
    done = on_terminal("rank", columns=columns, NO_COLOR="1")
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= columns
    assert len([line for line in lines if re.search(r"\b(49\.8|41\.8|37\.5)\b", line)]) >= 3
    assert "0 to 100" in done.out or columns < 60


def test_a_terminal_of_ascii_alone_gets_ascii() -> None:
    done = on_terminal("rank", NO_COLOR="1", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.code == 0
    assert done.out.isascii()
    assert "-4.3" in done.out
    assert "25-67" in done.out
    assert "#######" in done.out
    assert "\\u" not in done.out


def test_a_message_on_a_terminal_of_ascii_alone_is_ascii(tmp_path: Path) -> None:
    done = on_terminal(
        "rank", "né–e", cwd=tmp_path, errors=True, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert "no such folder: n" in done.err
    assert done.err.isascii()


def test_in_a_pipe_width_changes_nothing() -> None:
    plain = run("rank")
    assert run("rank", COLUMNS="20") == run("rank", COLUMNS="300", LINES="5") == plain
    assert "…" not in plain.out


# Help and version


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_a_result(command: str, flag: str) -> None:
    done = call(*filter(None, (command, flag)))
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert max(map(len, done.out.split("\n"))) <= 80
    assert done.out.startswith("Usage: policyscore ")
    examples = done.out.index("Examples:")
    assert examples < done.out.index("Options:")
    assert re.search(r"^    (eval \"\$\()?policyscore ", done.out[examples:], re.MULTILINE)


def test_the_first_help_fits_a_screen() -> None:
    lines = run("-h").out.splitlines()
    assert len(lines) <= 24
    assert any(line.strip().startswith("Documents: https://") for line in lines)
    exits = next(line for line in lines if "Exit:" in line)
    assert all(f"{code} " in exits for code in (0, 1, 2, 3, 4, 70))


def test_every_command_is_in_the_first_help() -> None:
    commands = call("-h").out.partition("Commands:")[2]
    listed = re.findall(r"^  (\w+)  +\w", commands, re.MULTILINE)
    also = re.findall(
        r"Also: (\w+), (\w+), (\w+), (\w+), (\w+), (\w+) \(or --version\)\.", commands
    )
    assert sorted([*listed, *also[0]]) == sorted(COMMANDS)
    assert listed == [command for command in COMMANDS if command in listed]


def test_examples_of_help_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "path" / "to").mkdir(parents=True)
    (tmp_path / "path" / "to" / "model").symlink_to(ROOT)
    for name in ("options", "criteria", "profiles"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "policyscore.yaml", tmp_path)
    call("rank", "-q", "-o", "ranking.json")
    (tmp_path / "options.csv").write_text("option,a\nworst,0\nbest,9\nweight,1\nx,4\ny,5\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.delenv("CI", raising=False)
    who = ("-c", "user.name=x", "-c", "user.email=x@y")
    for git in (("init", "-qb", "main"), ("add", "-A"), (*who, "commit", "-qm", "first")):
        subprocess.run(["git", *git], check=True)
    ran = []
    for command in COMMANDS:
        shown = call(command, "-h").out.partition("Examples:\n")[2].partition("\n\n")[0]
        for example in shown.splitlines():
            line = re.split("   +", example.strip())[0]
            words = re.sub(r"^eval \"\$\((.*)\)\"$|^(.*) > \S+$", r"\1\2", line)
            first, *arguments = shlex.split(words)
            assert (first, arguments[0]) == ("policyscore", command)
            assert call(*arguments).code == 0
            ran.append(line)
    assert len(ran) >= 16


def test_no_arguments_are_answered_with_help_on_stderr() -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert done.err == run("-h").out


@pytest.mark.parametrize("command", ["init", "schema", "completion"])
def test_a_missing_argument_is_named(command: str) -> None:
    done = call(command)
    assert (done.code, done.out) == (2, "")
    assert "Missing argument" in done.err


def test_the_version_stands_alone(here: Path) -> None:
    wanted = f"policyscore {__version__}\n"
    for words in (["--version"], ["version"], ["--version", "rank"]):
        assert call(*words).out == wanted
        assert run(*words, cwd=here).out == wanted


def test_the_version_tells_what_the_tool_runs_on() -> None:
    facts = json.loads(call("version", "--json").out)
    assert facts["policyscore"] == __version__
    assert facts["python"] == sys.version.split()[0]
    assert facts["libyaml"] in (True, False)
    assert {"typer", "rich", "pyyaml"} < set(facts)


def loaded(*words: str) -> set[str]:
    """Return the modules that a run loads, from the report of the interpreter."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "policyscore", *words],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def test_rank_in_a_pipe_loads_no_library_that_it_does_not_need() -> None:
    banned = "rich numpy pydantic jinja2 openpyxl xlsxwriter asyncio importlib.metadata hashlib"
    assert loaded("rank", "-f", "csv").isdisjoint(banned.split())
    assert "yaml" in loaded("rank", "-f", "csv")


def test_the_version_loads_next_to_nothing() -> None:
    assert loaded("--version").isdisjoint({"yaml", "typer", "rich", "argparse", "json"})


# Schemas, completion, init


@pytest.mark.parametrize("kind", schema_names())
def test_a_schema_is_printed_as_it_stands_and_is_one(kind: str) -> None:
    done = call("schema", kind)
    assert (done.code, done.err) == (0, "")
    assert done.out == (about.SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(done.out))


def test_there_is_a_schema_of_each_kind_of_file_and_of_each_analysis() -> None:
    files = {"criterion", "decision", "option", "profile"}
    analyses = {"compare", "explain", "rank", "robustness", "sensitivity"}
    assert schema_names() == sorted(files | analyses | {"check", "diff"})


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_asks_the_program_and_installs_nothing(
    shell: str, tmp_path: Path
) -> None:
    done = run("completion", shell, HOME=str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert f"{about.COMPLETE}" in done.out
    assert "policyscore" in done.out
    assert list(tmp_path.iterdir()) == []
    assert call("completion", shell).out == done.out
    assert about.COMPLETE not in os.environ


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_completion_script_is_valid(shell: str, tmp_path: Path) -> None:
    """Bash reads both as far as syntax goes."""
    script = tmp_path / "script"
    script.write_text(call("completion", shell).out)
    subprocess.run(["bash", "-n", str(script)], check=True, capture_output=True)


def asked(line: str) -> dict[str, Any]:
    """Return the environment in which bash asks when TAB is pressed at the end of a line."""
    current = str(line.count(" "))
    return {about.COMPLETE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": current}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("policyscore sc", ["scorecard"]),
        ("policyscore rank -w c", ["cost="]),
        ("policyscore rank -w ", ["cost=", "equity="]),
        ("policyscore rank --profile b", ["budgets"]),
        ("policyscore rank -f m", ["markdown"]),
        ("policyscore weights --in e", ["equity"]),
        ("policyscore rank other -w ", ["only="]),
        ("policyscore explain w", ["wait"]),
        ("policyscore explain wait --profile ", ["budgets"]),
        ("policyscore rank nowhere -w ", []),
        ("policyscore rank empty --profile ", []),
        ("policyscore rank --br", ["--brief"]),
    ],
)
def test_tab_offers_commands_options_and_ids(
    line: str, offered: list[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(here, {"profiles/budgets.yaml": "name: B\nweights: {cost: 1}\n"})
    (here / "criteria" / "notes.txt").write_text("")
    (here / "other" / "criteria").mkdir(parents=True)
    (here / "other" / "criteria" / "only.yml").write_text("")
    (here / "empty").mkdir()
    for name, value in asked(line).items():
        monkeypatch.setenv(name, value)
    done = call()
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == offered


def test_tab_is_answered_by_a_process(here: Path) -> None:
    done = run(cwd=here, **asked("policyscore rank -w e"))
    assert (done.code, done.out.strip(), done.err) == (0, "equity=", "")


def test_init_writes_a_model_that_can_be_ranked(here: Path) -> None:
    done = call("init", "new/deep one")
    assert (done.code, done.err) == (0, "")
    first, *written, last = done.out.splitlines()
    assert first == "Wrote a model to new/deep one:"
    assert last == "Next: policyscore rank 'new/deep one'"
    assert all((here / "new" / "deep one" / name.strip()).is_file() for name in written)
    assert call("check", "--strict", "new/deep one").code == 0
    (here / "empty").mkdir()
    assert call("init", "empty").code == 0


def test_init_overwrites_nothing(here: Path) -> None:
    (here / "file").write_text("")
    (here / "dangling").symlink_to("nowhere")
    before = sorted(here.rglob("*"))
    for name in (".", "options", "file", "dangling"):
        done = call("init", name)
        assert (done.code, done.out) == (2, "")
        assert "overwritten" in done.err or f"{name} is a file; name a new folder" in done.err
    assert sorted(here.rglob("*")) == before


def test_init_into_a_folder_that_cannot_be_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    done = call("init", "a" * 300)
    assert (done.code, done.out) == (4, "")
    assert done.err.endswith("a: File name too long\n")
    (here / "closed").mkdir()
    monkeypatch.setattr(Path, "iterdir", closed)
    assert call("init", "closed").err.endswith("cannot read closed: Permission denied\n")


def test_init_shows_a_name_and_does_not_obey_it(here: Path) -> None:
    done = call("init", "a\x1b[2J\n::error::x")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert not re.search(r"^\s*::", done.out, re.MULTILINE)


# Bugs


@pytest.fixture
def crash(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make `rank` fail with a text of the model, and return where crash files go."""

    def broken(*_: object) -> NoReturn:
        raise RuntimeError("secret text of the model")

    monkeypatch.setattr(running, "deliver", broken)
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    return kept


def test_a_bug_is_one_line_and_a_file_without_text_of_the_model(crash: Path) -> None:
    done = call("rank")
    assert (done.code, done.out) == (70, "")
    (file,) = crash.iterdir()
    assert done.err == (
        f"policyscore: a bug, sorry (RuntimeError). Report it with {file} at {running.ISSUES}\n"
    )
    text = file.read_text()
    assert text.startswith(f"policyscore {__version__}, Python ")
    assert re.search(r"^running\.py:\d+ in _answered$", text, re.MULTILINE)
    assert "secret" not in text
    assert str(Path.cwd()) not in text


def test_the_traceback_of_a_bug_is_shown_on_request(
    crash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYSCORE_DEBUG", "1")
    done = call("rank")
    assert done.code == 70
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert done.err.endswith("RuntimeError: secret text of the model\n")
    assert list(crash.iterdir()) == []


def test_a_bug_is_told_even_where_nothing_can_be_kept(
    crash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash.rmdir()
    done = call("rank")
    assert done.code == 70
    assert "Report it with nowhere at " in done.err
    monkeypatch.setattr(sys, "stderr", None)
    assert run_here(["rank"]) == 70


def test_messages_that_nobody_takes_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    messages.say("x")


def test_every_command_of_the_program_is_told_here() -> None:
    assert (
        tuple(
            command.name or "" for command in typer.main.get_group(commands.app).commands.values()
        )
        == COMMANDS
    )


# What first-time users met


def test_without_a_model_there_is_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("check", "--strict")
    assert (done.code, done.out) == (2, "")
    assert "no model here to check" in done.err


def test_a_half_made_model_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the built-in model's ranking, but what is missing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "options").mkdir()
    (tmp_path / "options" / "act.yaml").write_text("{name: Act, performance: {a: 1}}")
    done = call("rank", "-q")
    assert (done.code, done.out) == (3, "")
    assert "there is no folder criteria/" in done.err


def test_the_last_line_of_errors_can_be_run_as_it_stands(here: Path) -> None:
    (here / "options" / "charge.yaml").write_text("name: Charge\n")
    os.chdir(here.parent)
    assert "run policyscore check here again" in call("rank", "here").err


def test_a_group_is_no_yardstick(mexico: Model) -> None:
    assert "burden" in mexico.groups
    done = call("weights", str(ROOT), "--in", "burden")
    assert (done.code, done.out) == (2, "")
    assert "burden is a group" in done.err


def test_blanks_in_a_weight_flag_are_no_fault() -> None:
    spaced, plain = (
        call("rank", str(ROOT), "-f", "csv", "-w", flag) for flag in (" cost = 40 % ", "cost=40%")
    )
    assert spaced.code == 0
    assert spaced.out.replace(" cost = 40 % ", "cost=40%") == plain.out


def test_a_fresh_repository_is_empty_enough_to_begin_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("mine")
    assert call("init", ".").code == 0
    assert (tmp_path / "README.md").read_text() == "mine"
    assert call("check", "--strict").code == 0


def test_what_a_difference_on_an_unknown_rests_on_is_said(tmp_path: Path) -> None:
    root = laid(
        tmp_path,
        {
            "options/toll.yaml": "name: Toll\nperformance: {cost: unknown, equity: 0}\n",
            "options/tram.yaml": "name: Tram\nperformance: {cost: 9, equity: 1}\n",
        },
    )
    assert "where one is unknown" in call("rank", str(root)).out
