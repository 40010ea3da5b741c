"""Fixtures that all tests share: models written in a test's docstring, golden files, real runs."""

import difflib
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from policyscore.load import load
from policyscore.model import Model

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


def write_files(folder: Path, text: str) -> Path:
    """Write the files that a text holds, each after a line `--- name`, and return the folder."""
    parts = re.split(r"^--- (\S.*)\n", inspect.cleandoc(text), flags=re.MULTILINE)
    for name, content in zip(parts[1::2], parts[2::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder with the model that stands in the test's own docstring."""
    return write_files(tmp_path / "model", request.function.__doc__)


@pytest.fixture
def model(folder: Path) -> Model:
    """Return the model that stands in the test's own docstring, loaded."""
    return load(folder).model


@pytest.fixture(scope="session")
def mexico() -> Model:
    """Return the built-in model."""
    return load(ROOT).model


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a comparison of a text with tests/golden/NAME; --update-golden writes it instead."""

    def check(text: str, name: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            return
        wanted = path.read_bytes().decode() if path.exists() else ""
        changes = difflib.unified_diff(
            wanted.splitlines(True), text.splitlines(True), str(path), "now"
        )
        assert text == wanted, "".join(changes)

    return check


@dataclass(frozen=True)
class Ran:
    """What a run of the program printed and how it ended."""

    code: int
    out: str
    err: str


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run the program as a process of its own, in a pipe, in a bare environment."""
    kept = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")
    env = {name: os.environ[name] for name in kept if name in os.environ} | environment
    done = subprocess.run(
        [sys.executable, "-m", "policyscore", *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
