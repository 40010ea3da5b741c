"""Where results go: chosen before any work, written whole or not at all, never into the model."""

import csv
import errno
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policyscore.cli import output
from policyscore.faults import CannotAccess
from tests.conftest import ROOT, Ran, run
from tests.models import laid
from tests.reporting import call

OLD = "yesterday\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a model without a warning."""
    folder = tmp_path / "here"
    sourced = "performance:\n  cost: {value: 4, source: x}\n  equity: {value: 6, source: x}\n"
    options = {f"options/{n}.yaml": f"name: {n}\n{sourced}" for n in ("charge", "wait")}
    options["options/wait.yaml"] = options["options/wait.yaml"].replace("6", "9")
    options["options/charge.yaml"] = options["options/charge.yaml"].replace("4", "2")
    laid(folder, options)
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> set[str]:
    """Return the names in a folder but for those of the model."""
    return {path.name for path in folder.iterdir()} - {"options", "criteria"}


# Formats and files


def test_one_run_writes_many_formats_with_the_same_numbers(here: Path) -> None:
    done = call("rank", "-o", "a.md", "-o", "a.csv", "-o", "a.json", "-o", "a.txt", "-o", "-")
    assert (done.code, done.err) == (0, "")
    assert (here / "a.txt").read_text() == done.out
    option = json.loads((here / "a.json").read_text())["options"][0]
    (line, *_) = csv.DictReader(io.StringIO((here / "a.csv").read_text()))
    assert float(line["score"]) == option["score"]
    assert f"| {option['score']:.1f} |" in (here / "a.md").read_text()


@pytest.mark.parametrize(
    ("name", "flags", "begins"),
    [
        ("a.MD", (), "## "),
        ("a.markdown", (), "## "),
        ("a.txt", (), "Policy options\n"),
        ("a", ("--format", "csv"), "rank,"),
        ("a.out", ("-f", "json"), "{"),
        ("a.csv", ("-f", "csv"), "rank,"),
    ],
)
def test_the_extension_or_the_flag_says_the_format(
    name: str, flags: tuple[str, ...], begins: str, here: Path
) -> None:
    done = call("rank", "-o", name, *flags)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (here / name).read_text().startswith(begins)


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_stdout_can_be_named(name: str, here: Path) -> None:
    assert call("rank", "-o", name, "--format", "csv").out == call("rank", "-f", "csv").out


def test_files_are_utf_8_with_line_feeds_whatever_the_locale(here: Path) -> None:
    (here / "options" / "wait.yaml").write_text(
        (here / "options" / "wait.yaml").read_text().replace("name: wait", "name: Wärten − 漢")
    )
    extensions = (".txt", ".md", ".csv", ".json")
    flags = [flag for extension in extensions for flag in ("-o", f"a{extension}")]
    done = run("rank", *flags, cwd=here, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.code, done.err) == (0, "")
    for extension in extensions:
        content = (here / f"a{extension}").read_bytes()
        assert "Wärten − 漢" in content.decode()
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")


def test_stdout_is_utf_8_in_a_pipe_whatever_the_locale(here: Path) -> None:
    plain = run("rank", str(ROOT))
    ascii_only = run("rank", str(ROOT), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (ascii_only.code, ascii_only.err) == (0, "")
    assert ascii_only.out == plain.out
    assert "−" in plain.out


# What is refused before any work


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("-o", "x.foo"), "-o x.foo: no format has that extension; use .txt, .md, .markdown, .csv"),
        (("-o", "x"), "-o x: no format has that extension"),
        (("-o", ".md"), "-o .md: no format has that extension"),
        (("-o", "x.md", "-f", "csv"), "-o x.md is markdown, yet --format is csv"),
        (("-f", "cvs"), "--format: unknown format cvs; did you mean csv?"),
        (("-f", "pdf"), "--format: unknown format pdf; one of text, markdown, csv, json"),
        (("-o", "folder.md"), "-o folder.md is a folder; name a file"),
        (("-o", ""), "-o  is a folder; name a file"),
        (("-o", "no/such/x.md"), "-o no/such/x.md: the folder no/such does not exist"),
        (("-o", "x.md", "-o", "./x.md"), "-o ./x.md is given twice"),
        (("-o", "x.md", "-o", "folder.md/../x.md"), "-o folder.md/../x.md is given twice"),
        (("-o", "-", "-o", "/dev/stdout"), "-o /dev/stdout is given twice"),
        (("-o", "x.md", "-o", "link.md"), "-o link.md is given twice"),
        (("-o", "options/x.md"), "-o options/x.md lies in the model"),
        (("-o", "options/new.yaml", "-f", "csv"), "-o options/new.yaml lies in the model"),
        (("-o", "criteria/deep/x.md"), "-o criteria/deep/x.md lies in the model"),
        (("-o", "profiles/x.md"), "-o profiles/x.md lies in the model"),
        (("-o", "policyscore.yaml", "-f", "csv"), "-o policyscore.yaml lies in the model"),
        (("-o", "policyscore.yml", "-f", "csv"), "-o policyscore.yml lies in the model"),
        (("-o", "PolicyScore.YAML", "-f", "csv"), "-o PolicyScore.YAML lies in the model"),
        (("-o", "into.md"), "-o into.md lies in the model"),
        (("-o", "folder.md/../options/x.md"), "-o folder.md/../options/x.md lies in the model"),
    ],
)
def test_a_target_is_refused_before_anything_is_written(
    flags: tuple[str, ...], said: str, here: Path
) -> None:
    (here / "folder.md").mkdir()
    (here / "criteria" / "deep").mkdir()
    (here / "profiles").mkdir()
    (here / "link.md").symlink_to("x.md")
    (here / "into.md").symlink_to("options/charge.yaml")
    before = snapshot(here)
    done = call("rank", "-o", "first.md", *flags) if "-o" in flags else call("rank", *flags)
    assert (done.code, done.out) == (2, "")
    assert f"policyscore: error: {said}" in done.err
    assert snapshot(here) == before


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return everything in a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_all_that_is_wrong_with_the_targets_is_said_at_once(here: Path) -> None:
    done = call("rank", "-o", "a.foo", "-o", "options/b.md", "-o", "no/c.md", "-f", "jsn")
    assert done.code == 2
    assert [re.sub("[:;].*", "", line[20:]) for line in done.err.splitlines()[:-1]] == [
        "--format",
        "-o options/b.md is markdown, yet --format is jsn",
        "-o options/b.md lies in the model",
        "-o no/c.md is markdown, yet --format is jsn",
        "-o no/c.md",
    ]


def test_a_report_may_stand_beside_the_model_s_folders(here: Path) -> None:
    assert call("rank", "-o", "report.md").code == 0
    assert call("rank").code == 0


def test_a_wrong_model_writes_nothing(here: Path) -> None:
    (here / "options" / "wait.yaml").write_text("name: [\n")
    (here / "a.md").write_text(OLD)
    done = call("rank", "-o", "a.md", "-o", "b.md", "-o", "-")
    assert (done.code, done.out) == (3, "")
    assert names(here) == {"a.md"}
    assert (here / "a.md").read_text() == OLD


# Written whole or not at all


class Failures:
    """Makes the n-th call that opens, writes, syncs, renames or changes a mode fail."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, error: BaseException, only: str = ""
    ) -> None:
        self.error, self.left, self.failed = error, 0, ""
        for name in ("open", "fsync", "replace", "chmod"):
            if only in ("", name):
                monkeypatch.setattr(os, name, self._failing(name, getattr(os, name)))
        if only in ("", "write"):
            monkeypatch.setattr(os, "fdopen", self._writing(os.fdopen))

    def _failing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **how: Any) -> Any:  # noqa: ANN401
            self._count(name)
            return real(*arguments, **how)

        return call

    def _writing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def fdopen(*arguments: Any, **how: Any) -> Any:  # noqa: ANN401
            stream = real(*arguments, **how)
            owner = self

            class Wrapped(io.BufferedWriter):
                def write(self, content: Any, /) -> int:  # noqa: ANN401
                    owner._count("write")
                    return super().write(content)

            return Wrapped(stream.detach())

        return fdopen

    def _count(self, name: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.failed = name
            raise self.error


ENOSPC = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "error", [ENOSPC, PermissionError(13, "Permission denied"), KeyboardInterrupt()], ids=repr
)
def test_whatever_fails_the_old_files_stay_or_the_new_ones_are_complete(
    error: BaseException, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {name: run("rank", "-f", name, cwd=here).out for name in ("markdown", "csv")}
    failures = Failures(monkeypatch, error)
    met = []
    for n in range(1, 50):
        for name in ("a.md", "b.csv"):
            (here / name).write_text(OLD)
        failures.left, failures.failed = n, ""
        done = call("rank", "-o", "a.md", "-o", "-", "-o", "b.csv")
        if not failures.failed:
            break
        met.append(failures.failed)
        assert_nothing_broken(done, error, here, new, failures.failed)
    assert met == ["open", "write", "fsync", "chmod"] * 2 + ["replace"] * 2
    assert done.code == 0


def assert_nothing_broken(
    done: Ran, error: BaseException, here: Path, new: dict[str, str], failed: str
) -> None:
    """Hold a run in which something failed against what it owes to the files."""
    assert names(here) == {"a.md", "b.csv"}
    found = [(here / name).read_text() for name in ("a.md", "b.csv")]
    whole = [(OLD, OLD)] if failed != "replace" else [(OLD, OLD), (new["markdown"], OLD)]
    assert tuple(found) in whole
    assert done.out == ""
    if isinstance(error, OSError):
        assert done.code == 4
        reason = "no space left" if error is ENOSPC else "Permission denied"
        assert re.fullmatch(
            rf"policyscore: error: cannot write (a\.md|b\.csv): {reason}\n", done.err
        )
    else:
        assert (done.code, done.err) == (130, "")


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_a_new_file_that_cannot_be_completed_does_not_begin_to_exist(
    n: int, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(monkeypatch, ENOSPC)
    failures.left = n
    done = call("rank", "-o", "a.md")
    assert done.code == 4
    assert names(here) == set()


def test_init_that_cannot_be_completed_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(monkeypatch, ENOSPC, only="fsync")
    failures.left = 5
    done = call("init", str(tmp_path / "new"))
    assert (done.code, done.out) == (4, "")
    assert "no space left" in done.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_temporary_file_that_cannot_be_removed_hides_no_error(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    failures = Failures(monkeypatch, ENOSPC, only="fsync")
    failures.left = 1
    monkeypatch.setattr(Path, "unlink", unlink)
    assert call("rank", "-o", "a.md").err.endswith("cannot write a.md: no space left\n")


def test_a_link_is_followed_and_stays(here: Path) -> None:
    (here / "target.md").write_text(OLD)
    (here / "link.md").symlink_to("target.md")
    (here / "dangling.md").symlink_to("later.md")
    assert call("rank", "-o", "link.md", "-o", "dangling.md").code == 0
    assert (here / "link.md").is_symlink()
    assert (here / "dangling.md").is_symlink()
    assert (here / "target.md").read_text() == (here / "later.md").read_text() != OLD
    assert names(here) == {"target.md", "link.md", "dangling.md", "later.md"}


def test_a_link_into_a_folder_that_does_not_exist_cannot_be_written(here: Path) -> None:
    (here / "link.md").symlink_to("no/such.md")
    done = call("rank", "-o", "link.md")
    assert done.code == 4
    assert done.err == "policyscore: error: cannot write link.md: No such file or directory\n"


def test_the_mode_of_an_old_file_is_kept_and_a_new_one_obeys_the_umask(here: Path) -> None:
    (here / "old.md").write_text(OLD)
    (here / "old.md").chmod(0o640)
    before = os.umask(0o027)
    try:
        assert call("rank", "-o", "old.md", "-o", "new.md").code == 0
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((here / name).stat().st_mode) for name in ("old.md", "new.md")]
    assert modes == [0o640, 0o640]


def test_a_file_that_may_not_be_written_is_left_alone(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "old.md").write_text(OLD)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    done = call("rank", "-o", "old.md")
    assert (done.code, done.out) == (4, "")
    assert done.err == "policyscore: error: cannot write old.md: Permission denied\n"
    assert (here / "old.md").read_text() == OLD


def test_names_as_long_as_the_system_allows_can_be_written(here: Path) -> None:
    name = "漢" * 84 + ".md"
    assert len(os.fsencode(name)) == 255
    assert call("rank", "-o", name).code == 0
    assert names(here) == {name}


@pytest.mark.parametrize("name", ["a" * 300 + ".md", "b" * 5000 + ".md", "loop.md"])
def test_a_name_that_the_system_refuses_is_no_bug(name: str, here: Path) -> None:
    (here / "loop.md").symlink_to("loop.md")
    done = call("rank", "-o", name)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"policyscore: error: cannot write {name}: ")


# Devices, pipes and streams


def reading(pipe: Path) -> tuple[list[str], threading.Thread]:
    """Read a named pipe without ever blocking the tests."""
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    return read, reader


def test_a_pipe_with_a_name_is_written_to(here: Path) -> None:
    pipe = here / "pipe.csv"
    os.mkfifo(pipe)
    read, reader = reading(pipe)
    assert call("rank", "-o", "pipe.csv").code == 0
    reader.join(5)
    assert read == [call("rank", "-f", "csv").out]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_devices_are_written_to(here: Path) -> None:
    assert call("rank", "-f", "csv", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    done = call("rank", "-f", "csv", "-o", "/dev/full")
    assert (done.code, done.out) == (4, "")
    assert done.err == "policyscore: error: cannot write /dev/full: no space left\n"


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which P is the program."""
    return subprocess.run(
        ["bash", "-c", f'P() {{ "{sys.executable}" -m policyscore "$@"; }}; {line}'],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_stream_that_leads_to_a_file_is_added_to(here: Path) -> None:
    shell("{ echo one; P rank -f csv -o /dev/stdout; echo two; } > all.txt", here)
    lines = (here / "all.txt").read_text().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("one", "two", 5)
    shell("{ echo one; P rank -f csv -o /dev/stderr; echo two; } > /dev/null 2> all.txt", here)
    assert len((here / "all.txt").read_text().splitlines()) == 3


def test_a_full_disk_behind_stdout_is_told(here: Path) -> None:
    for arguments in ("rank", "rank -f csv", "-h", "schema rank", "--version", "version --json"):
        done = shell(f"P {arguments} > /dev/full", here)
        assert done.returncode == 4
        assert done.stderr == "policyscore: error: cannot write to stdout: no space left\n"


def test_a_closed_stdout_is_told(here: Path) -> None:
    for arguments in ("rank", "--version"):
        done = shell(f"P {arguments} >&-", here)
        assert done.returncode == 4
        assert done.stderr == "policyscore: error: cannot write: stdout is closed\n"


def test_a_closed_stdout_does_not_keep_files_from_being_written(here: Path) -> None:
    assert shell("P rank -o a.md >&-", here).returncode == 0
    assert (here / "a.md").read_text() == call("rank", "-f", "markdown").out


def test_a_closed_stderr_changes_no_result(here: Path) -> None:
    (here / "options" / "stray.txt").write_text("")
    done = shell("P rank -f csv 2>&-", here)
    assert (done.returncode, done.stdout) == (0, call("rank", "-f", "csv").out)
    assert shell("P rank -f nope 2>&-", here).returncode == 2
    assert shell("P rank -f nope 2>/dev/full", here).returncode == 2


def test_a_reader_who_leaves_ends_the_run_in_silence(here: Path) -> None:
    for arguments in ("rank -f json", "-h", "--version", "check", "schema rank"):
        done = shell(f"( P {arguments}; echo $? >&2 ) | true", here)
        assert done.stderr == "141\n"


def test_ctrl_c_ends_a_run_with_130_and_no_word(here: Path) -> None:
    for name in ("first.csv", "second.csv"):
        os.mkfifo(here / name)
    process = subprocess.Popen(
        [sys.executable, "-m", "policyscore", "rank", "-o", "first.csv", "-o", "second.csv"],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _, reader = reading(here / "first.csv")
    reader.join(10)
    time.sleep(0.5)  # until it waits for a reader of the second: before, the wait could outlast it
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_stdout_is_written_after_all_files(here: Path) -> None:
    done = call("rank", "-o", "-", "-o", "/dev/full", "-f", "csv")
    assert (done.code, done.out) == (4, "")


class Broken(io.StringIO):
    """A stream without bytes below, whose reader is gone or whose disk is full."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        """Fail."""
        raise self.error


def written_to(error: Exception, nowhere: str) -> tuple[BaseException, list[int]]:
    """Return what writing to a broken stdout raises, and which descriptors it leads away."""
    away: list[int] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "dup2", lambda old, new: away.append(new))
        patched.setattr(os, "devnull", nowhere)
        patched.setattr(sys, "stdout", Broken(error))
        try:
            output.to_stdout("x")
        except (output.ReaderLeft, CannotAccess) as raised:
            return raised, away
    raise AssertionError("it was written")


@pytest.mark.parametrize(("nowhere", "away"), [("/dev/null", [1]), ("/no/such/device", [])])
def test_a_stdout_that_fails_is_led_away_where_possible(nowhere: str, away: list[int]) -> None:
    raised, led_away = written_to(BrokenPipeError(), nowhere)
    assert isinstance(raised, output.ReaderLeft)
    assert led_away == away
    raised, led_away = written_to(ValueError("I/O operation on closed file"), nowhere)
    assert str(raised) == "cannot write to stdout: I/O operation on closed file"
    assert led_away == away


def test_a_stdout_without_bytes_gets_text(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    output.to_stdout("−4.3\n")
    assert stream.getvalue() == "−4.3\n"


def test_no_stdout_at_all_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(CannotAccess, match=r"^cannot write: stdout is closed$"):
        output.to_stdout("x")


def test_a_model_that_may_not_be_written_can_be_read(here: Path) -> None:
    """As root everything may be written; so hold the folder against itself instead."""
    before = snapshot(here)
    folders = [here, here / "options", here / "criteria"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert call("rank").code == 0
        assert call("check", "-v").code == 0
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert snapshot(here) == before


def test_temporary_files_are_made_beside_the_target(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a rename would cross file systems."""
    made: list[str] = []
    real = tempfile.mkstemp

    def mkstemp(prefix: str, dir: str) -> tuple[int, str]:
        made.append(dir)
        return real(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", mkstemp)
    (here / "out").mkdir()
    (here / "link.md").symlink_to("out/a.md")
    assert call("rank", "-o", "link.md").code == 0
    assert made == [str(here / "out")]
