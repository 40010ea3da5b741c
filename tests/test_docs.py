"""The documents: what they show runs, what they list is complete, where they point to exists."""

import ast
import json
import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.conftest import ROOT, run
from tests.jobs import checkout, shell

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
EXECUTED = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
CI = ROOT / ".ci" / "run"
BLOCK = re.compile(r"(?:<!-- (?P<mark>\w+) -->\n)?^```bash\n(?P<code>.*?)^```$", re.M | re.S)
SESSIONS = [
    found
    for path in EXECUTED
    for found in re.findall(
        r"^```console\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]
SOURCE = ROOT / "src" / "policyscore"


class Block(NamedTuple):
    """A block of shell commands; `mark` is the comment right above it."""

    where: str
    mark: str
    code: str


def _blocks() -> Iterator[Block]:
    for path in EXECUTED:
        text = path.read_text(encoding="utf-8")
        for found in BLOCK.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(f"{path.name}:{line}", found["mark"] or "", found["code"])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in EXECUTED)


# What is shown, runs


@pytest.mark.parametrize(
    "block", [block for block in _blocks() if not block.mark], ids=lambda block: block.where
)
def test_a_shell_block_runs_without_an_error(block: Block, tmp_path: Path) -> None:
    done = shell(block.code, checkout(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "warning:" not in done.stdout


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_prints_what_it_shows(session: str, tmp_path: Path) -> None:
    commands = re.findall(r"^\$ (.*)$", session, re.MULTILINE)
    told = "echo '$ {}'; (exit $code); {}; code=$?"
    lines = [told.format(command.replace("'", r"'\''"), command) for command in commands]
    done = shell("\n".join(["set +eo pipefail; code=0", *lines]), checkout(tmp_path))
    assert done.stdout == session


def test_ci_runs_just_the_blocks_that_the_tests_leave_out() -> None:
    pipelines = re.findall(r'bash -euo pipefail -c "\$\((sed .*? README\.md \|.*?)\)"', _ci())
    extracted = [
        subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=True, text=True)
        for line in pipelines
    ]
    left_out = [block for block in _blocks() if block.mark]
    assert [block.mark for block in left_out] == ["run", "check"]
    assert [done.stdout for done in extracted] == [block.code for block in left_out]


def _ci() -> str:
    return CI.read_text(encoding="utf-8")


def test_the_examples_of_the_model_page_are_a_model_that_passes_check(tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```$", _text("docs/model.md"), re.M | re.S)
    for name, content in blocks:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(content)
    done = run("check", str(tmp_path), "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["warnings"] == []


def test_every_example_of_yaml_can_be_read() -> None:
    for code in re.findall(r"^```yaml\n(.*?)^```$", _all_text(), re.M | re.S):
        yaml.safe_load(code)


# What is listed, is complete and current


@pytest.mark.parametrize("name", ["README.md", "docs/model.md", "docs/method.md"])
def test_generated_parts_are_what_make_generated_writes(name: str) -> None:
    reference = runpy.run_path(str(ROOT / "tools" / "reference.py"))
    assert name in reference["DOCUMENTS"]
    assert _text(name) == reference["rewritten"](_text(name))


def test_every_generated_part_stands_in_a_document() -> None:
    reference = runpy.run_path(str(ROOT / "tools" / "reference.py"))
    names = re.findall(r"<!-- generated: (\S+) -->", _all_text())
    assert sorted(names) == sorted(reference["PARTS"])


def test_every_command_is_in_the_documents() -> None:
    listed = run("-h").out.partition("Commands:\n")[2].partition("\n\n")[0]
    commands = re.findall(r"^  (\w+)", listed, re.M)
    assert {"rank", "check"} <= set(commands)
    assert not [name for name in commands if f"policyscore {name}" not in _all_text()]


def test_every_option_of_rank_is_in_the_documents() -> None:
    options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", run("rank", "-h").out))
    assert {"-w", "--weight", "--brief"} <= options
    assert options <= set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", _all_text()))


def test_every_field_of_rank_is_on_the_method_page() -> None:
    told = set(re.findall(r"`(\w+)`", _text("docs/method.md").partition("## The fields")[2]))
    schema = json.loads((SOURCE / "schemas" / "rank.schema.json").read_text(encoding="utf-8"))
    fields = schema["properties"]
    for record in (fields["options"]["items"], fields["overrides"]["items"], fields["model"]):
        fields = fields | record["properties"]
    header = run("rank", "--format", "csv").out.partition("\n")[0].split(",")
    columns = {re.sub(r"^points_.*", "points_ID", column) for column in header}
    assert set(fields) | columns <= told


def test_every_warning_is_on_the_model_page() -> None:
    rules = {
        call.args[1].value
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("warn", "_warn")
        and isinstance(call.args[1], ast.Constant)
    }
    table = _text("docs/model.md").partition("## Warnings")[2].partition("## Limits")[0]
    assert rules == set(re.findall(r"^\| `([\w-]+)` \|", table, re.M))


# Where they point to, exists


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_internal_link_resolves(path: Path) -> None:
    prose = re.sub(
        r"^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.M | re.S
    )
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        name, _, anchor = target.partition("#")
        if re.match(r"https?:", target):
            continue
        file = path.parent / name if name else path
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)
    assert not broken


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
