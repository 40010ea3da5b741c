"""The same input gives the same bytes, whatever surrounds it."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

FORMATS = ("text", "markdown", "csv", "json")
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "COLUMNS": "20", "TZ": "Asia/Tokyo"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "300", "TZ": "America/Lima"},
    {"PYTHONHASHSEED": "3", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "TERM": "dumb"},
)


def copied_backwards(target: Path) -> Path:
    """Return a copy of the built-in model whose files were made in the opposite order."""
    names = [*ROOT.glob("options/*"), *ROOT.glob("criteria/*"), *ROOT.glob("profiles/*")]
    for path in [*sorted(names, reverse=True), ROOT / "policyscore.yaml"]:
        place = target / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return target


@pytest.mark.parametrize("name", FORMATS)
def test_neither_hash_seed_nor_locale_width_clock_or_folder_change_a_byte(
    name: str, tmp_path: Path
) -> None:
    arguments = ("rank", "-w", "cost=40%", "--format", name)
    copy = copied_backwards(tmp_path / "elsewhere")

    here = run(*arguments)
    others = [
        run(*arguments, str(copy), cwd=tmp_path, **surrounding) for surrounding in SURROUNDINGS
    ]

    assert here.code == 0
    assert [other.out for other in others] == [here.out] * len(others)


@pytest.mark.parametrize("command", ["scorecard", "weights", "check"])
def test_the_other_reports_do_not_depend_on_their_surroundings_either(
    command: str, tmp_path: Path
) -> None:
    copy = copied_backwards(tmp_path / "elsewhere")

    outputs = {run(command, str(copy), "-f", "json", cwd=tmp_path, **s).out for s in SURROUNDINGS}

    assert outputs == {run(command, "-f", "json").out}


def test_a_byte_changed_in_any_file_changes_the_hash_of_the_inputs(tmp_path: Path) -> None:
    copy = copied_backwards(tmp_path / "elsewhere")
    before = run("rank", str(copy), "-f", "json").out
    with (copy / "profiles" / "even.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")

    after = run("rank", str(copy), "-f", "json").out

    changed = [b for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert '"inputs": ' in changed[0]
