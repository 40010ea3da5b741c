"""The starter model: `init` writes it, it passes every check, and an editor can help with it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import run

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


class AsWritten(yaml.SafeLoader):
    """Reads YAML as the program does where it asks for a text: a date stays a text."""


AsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """Return the folder that `init` has just filled."""
    assert run("init", "decision", cwd=tmp_path).code == 0
    return tmp_path / "decision"


def _files(starter: Path) -> list[Path]:
    return sorted(starter.rglob("*.yaml"))


def test_init_names_every_file_it_wrote(tmp_path: Path) -> None:
    done = run("init", "decision", cwd=tmp_path)
    folder = tmp_path / "decision"
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert written == set(re.findall(r"^  (\S+)$", done.out, re.M))
    assert done.err == ""


def test_the_starter_has_three_options_four_criteria_one_group_and_one_profile(
    starter: Path,
) -> None:
    found = json.loads(run("check", str(starter), "--format", "json").out)
    counts = [found[key] for key in ("options", "criteria", "groups", "profiles")]
    assert counts == [3, 4, 1, 1]


def test_the_starter_passes_check_without_a_warning(starter: Path) -> None:
    done = run("check", "--strict", str(starter))
    assert (done.code, done.err) == (0, "")
    assert "no warnings" in done.out


@pytest.mark.parametrize("view", [(), ("--profile", "traders")])
def test_the_starter_is_ranked_against_a_baseline(starter: Path, view: tuple[str, ...]) -> None:
    done = run("rank", str(starter), *view)
    assert (done.code, done.err) == (0, "")
    assert "against No new action" in done.out


def test_every_performance_of_the_starter_has_all_its_evidence(starter: Path) -> None:
    for path in starter.glob("options/*.yaml"):
        option = yaml.load(path.read_text(encoding="utf-8"), AsWritten)
        for cell in option["performance"].values():
            assert set(cell) == {"value", "low", "high", "rationale", "source", "confidence"}


def test_every_invented_reason_of_the_starter_is_marked_as_a_placeholder(starter: Path) -> None:
    for path in (*starter.glob("options/*.yaml"), *starter.glob("criteria/*.yaml")):
        reasons = re.findall(r"rationale: (?:>-\n\s*)?(.*)", path.read_text(encoding="utf-8"))
        assert all(reason.lstrip('"').startswith(("Placeholder:", "Gathers")) for reason in reasons)


def test_no_line_of_the_starter_is_wider_than_an_editor_shows(starter: Path) -> None:
    lines = [line for path in _files(starter) for line in path.read_text("utf-8").splitlines()]
    assert max(map(len, lines)) <= 100


def test_every_file_of_the_starter_begins_with_a_schema_that_it_satisfies(starter: Path) -> None:
    for path in _files(starter):
        text = path.read_text(encoding="utf-8")
        modeline = MODELINE.match(text)
        assert modeline is not None, path
        schema = json.loads((path.parent / modeline[1]).read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        content: Any = json.loads(json.dumps(yaml.load(text, AsWritten)))  # keys become texts
        kind = path.parent.name if path.parent != starter else "decision"
        assert modeline[1].endswith(f".schemas/{KINDS[kind]}.schema.json")
        assert not [error.message for error in Draft202012Validator(schema).iter_errors(content)]


KINDS = {
    "options": "option",
    "criteria": "criterion",
    "profiles": "profile",
    "decision": "decision",
}


def test_a_schema_refuses_a_key_that_does_not_exist(starter: Path) -> None:
    schema = json.loads((starter / ".schemas" / "option.schema.json").read_text(encoding="utf-8"))
    wrong = {"name": "An option", "performance": {}, "weights": {}}
    assert not Draft202012Validator(schema).is_valid(wrong)


def test_init_overwrites_nothing(starter: Path) -> None:
    before = {path: path.read_bytes() for path in starter.rglob("*") if path.is_file()}
    done = run("init", str(starter))
    assert (done.code, done.out) == (2, "")
    assert "nothing is overwritten" in done.err
    assert before == {path: path.read_bytes() for path in starter.rglob("*") if path.is_file()}


def test_init_leaves_a_folder_with_anything_in_it_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", str(tmp_path)).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
