"""The wheel as users get it: built here, laid into an empty folder, run from another one."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

CARRIED = ("options", "criteria", "profiles", "policyscore.yaml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built by the project's own build backend without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the unpacked wheel, as an installer lays it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program of the wheel, which comes before the checkout on the path."""
    code = "from policyscore.__main__ import main; main()"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def model_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files of the built-in model below a folder."""
    for name in CARRIED:
        path = folder / name
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def test_from_an_empty_folder_the_wheel_ranks_the_built_in_model_and_says_so(
    installed: Path, tmp_path: Path
) -> None:
    done = run_installed(installed, tmp_path, "rank", "--brief")

    assert done.returncode == 0
    assert "Strategic partnership has the highest score under these weights: 49.8" in done.stdout
    assert "built-in" in done.stderr
    assert "policyscore init" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_carries_the_very_model_of_the_repository(installed: Path) -> None:
    carried = installed / "policyscore" / "builtin"

    assert dict(model_files(carried)) == dict(model_files(ROOT))


def test_the_wheel_prints_its_schemas_and_begins_a_model(installed: Path, tmp_path: Path) -> None:
    for kind in ("option", "criterion", "profile", "decision", "rank"):
        assert run_installed(installed, tmp_path, "schema", kind).returncode == 0

    begun = run_installed(installed, tmp_path, "init", "mine")
    checked = run_installed(installed, tmp_path, "check", "mine", "--strict")

    assert (begun.returncode, checked.returncode) == (0, 0)


def test_the_wheel_needs_nothing_but_typer_rich_and_pyyaml(installed: Path) -> None:
    (metadata,) = installed.glob("*.dist-info/METADATA")
    lines = metadata.read_text(encoding="utf-8").splitlines()

    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra" not in line]

    assert sorted(line.split()[1].split(">")[0].split("<")[0] for line in needed) == [
        "pyyaml",
        "rich",
        "typer",
    ]


def test_the_wheel_is_typed_and_carries_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "policyscore/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "tools"))]
