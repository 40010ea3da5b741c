"""What other programs read to run policyscore: workflows, the action, the hook, and docs/ci.md."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from policyscore.faults import CannotAccess, Misuse, PolicyscoreError, WrongModel
from tests.conftest import ROOT, run
from tests.jobs import ACTION, checkout, git, shell

WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
READ = [*WORKFLOWS, ROOT / "action.yml"]
SAME_BYTES = ROOT / ".ci" / "same_bytes.py"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMIT = "0123456789" * 4
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def zizmor(*paths: Path, pedantic: bool = True) -> subprocess.CompletedProcess[str]:
    """Return how zizmor ended: 0 without findings. It is an error if it is not installed."""
    program = str(Path(sys.executable).with_name("zizmor"))
    command = [program, "--offline", "--no-progress", "--strict-collection"]
    command += ["--pedantic"] * pedantic
    return subprocess.run([*command, *paths], capture_output=True, encoding="utf-8", check=False)


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Yield every mapping within a value, the value itself too."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from mappings(each)


def unsafe(path: Path) -> list[str]:
    """Return what steps in a file do that they must not: expressions in scripts, loose pins."""
    text = path.read_text(encoding="utf-8")
    found = ["pull_request_target"] * ("pull_request_target" in text)
    for step in mappings(yaml.safe_load(text)):
        if "${{" in str(step.get("run", "")):
            found.append(step["run"])
        used = step.get("uses", "./")
        if not (used.startswith("./") or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used)):
            found.append(used)
    pins = re.findall(r"uses: .*@(.*)$", text, re.MULTILINE)
    return found + [pin for pin in pins if not re.fullmatch(r"[0-9a-f]{40} # v[0-9.]+", pin)]


def test_zizmor_finds_nothing() -> None:
    done = zizmor(*READ, ROOT / ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "w.yml"
    workflow.parent.mkdir(parents=True)
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    workflow.write_text(re.sub(r"@[0-9a-f]{40} # v6.*", "@v6", text), encoding="utf-8")
    assert zizmor(workflow).returncode > 10
    assert len(unsafe(workflow)) > 5


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_actions_are_pinned_and_scripts_hold_no_expressions(path: Path) -> None:
    assert unsafe(path) == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_read_and_nothing_else(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    rights = [found["permissions"] for found in mappings(workflow) if "permissions" in found]
    assert workflow["permissions"] == {"contents": "read"}
    assert all(right == "read" for each in rights for right in each.values())
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_one_version_of_each_action_is_used() -> None:
    text = "\n".join([PAGE, *(path.read_text(encoding="utf-8") for path in READ)])
    pins = set(re.findall(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v[0-9.]+)", text))
    assert len(pins) == len({name for name, _, _ in pins}) >= 4


def test_what_windows_leaves_out_exists() -> None:
    left_out = re.findall(r"--ignore=(\S+)", WORKFLOWS[0].read_text(encoding="utf-8"))
    assert len(left_out) > 5
    assert all((ROOT / name).is_file() for name in left_out)


# The results of several systems


def test_results_of_systems_are_held_against_each_other(tmp_path: Path) -> None:
    def ended(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SAME_BYTES), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    for system in ("one", "two"):
        assert ended("write", tmp_path / system).returncode == 0
    assert "Strategic partnership" in (tmp_path / "one" / "diff.md").read_text(encoding="utf-8")
    assert ended("compare", tmp_path).returncode == 0

    (tmp_path / "two" / "rank.csv").write_bytes(b"other")
    (tmp_path / "two" / "diff.json").unlink()
    done = ended("compare", tmp_path)
    assert done.returncode == 1
    assert "not the same: rank.csv, diff.json" in done.stdout
    assert ended("compare", tmp_path / "one").returncode == 1


# The hook


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("options/a.yaml", True),
        ("path/to/model/criteria/a.yml", True),
        ("profiles/a.yaml", True),
        ("policyscore.yaml", True),
        ("path/policyscore.lock", True),
        ("options/a/b.yaml", False),
        ("my-options/a.yaml", False),
        ("options/a.yaml.orig", False),
        ("not-policyscore.yaml", False),
    ],
)
def test_the_hook_runs_for_the_files_of_a_model(name: str, is_read: bool) -> None:
    assert bool(re.search(HOOK["files"], name)) == is_read


def test_the_hook_checks_a_model_as_a_whole_and_changes_nothing(tmp_path: Path) -> None:
    """.ci/run has pre-commit run it."""
    program, *arguments = HOOK["entry"].split()
    run("init", "model", cwd=tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    alone = run(*arguments, cwd=tmp_path / "model")
    with_arguments = run(*arguments, "--strict", "model", cwd=tmp_path)

    assert program == "policyscore"
    assert (alone.code, with_arguments.code) == (0, 0)
    assert (HOOK["pass_filenames"], HOOK["require_serial"]) == (False, True)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


# The recipes of docs/ci.md


def recipes(name: str) -> list[str]:
    """Return the recipes for a file of that name."""
    return [text.replace("COMMIT", COMMIT) for path, text in RECIPES if name in path]


def scripts(value: object) -> Iterator[str]:
    """Yield each command of a job of either forge, but for installations."""
    for found in mappings(value):
        for line in [found["run"]] if "run" in found else found.get("script", ()):
            if not line.startswith("pip install"):
                yield line


def test_every_recipe_is_of_a_known_kind() -> None:
    assert PAGE.count("```yaml") == len(RECIPES) == 4
    kinds = (".github/workflows/", ".gitlab-ci.yml", ".pre-commit-config.yaml")
    assert [len(recipes(kind)) for kind in kinds] == [2, 1, 1]


@pytest.mark.parametrize("number", [0, 1])
def test_workflows_to_copy_are_as_strict_as_ours(number: int, tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "policy.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(recipes(".github/workflows/")[number], encoding="utf-8")
    done = zizmor(workflow, pedantic=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pinned = f"@{COMMIT}\n"  # of ours there is no version yet
    workflow.write_text(workflow.read_text().replace(pinned, f"@{COMMIT} # v0\n"))
    assert unsafe(workflow) == []
    assert yaml.safe_load(workflow.read_text())["permissions"] == {"contents": "read"}


def test_inputs_and_outputs_of_the_action_are_told() -> None:
    described = PAGE.partition("## GitHub: the action")[2].partition("## GitHub: plain")[0]
    told = re.findall(r"^\| `([\w-]+)` \|", described, re.MULTILINE)
    assert sorted(told) == sorted([*ACTION["inputs"], *ACTION["outputs"]])
    step = next(
        step
        for step in mappings(yaml.safe_load(recipes(".github/workflows/")[0]))
        if step.get("uses", "").startswith("policyscore/")
    )
    assert step["with"].keys() <= ACTION["inputs"].keys()


def test_the_plain_steps_run(tmp_path: Path) -> None:
    where, summary = checkout(tmp_path), tmp_path / "summary.md"
    steps = list(scripts(yaml.safe_load(recipes(".github/workflows/")[1])))

    for line in steps:
        done = shell(line, where, GITHUB_STEP_SUMMARY=str(summary))
        assert done.returncode == 0, done.stdout

    assert len(steps) == 2
    told = summary.read_text(encoding="utf-8")
    assert "check" in told
    assert "changes since HEAD^" in told.replace("\\", "")


def test_the_jobs_of_gitlab_run_and_write_what_they_pass_on(tmp_path: Path) -> None:
    where = checkout(tmp_path)
    base = git(where, "rev-parse", "HEAD^")
    jobs = yaml.safe_load(recipes(".gitlab-ci.yml")[0])

    for line in scripts(jobs):
        done = shell(line, where, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == 0, done.stdout

    reports = jobs["check-model"]["artifacts"]["reports"]
    assert json.loads((where / reports["codequality"]).read_text(encoding="utf-8")) == []
    assert "<testsuites" in (where / reports["junit"]).read_text(encoding="utf-8")
    assert all((where / path).exists() for path in jobs["what-changed"]["artifacts"]["paths"])


def test_the_hook_to_copy_is_ours_and_runs(tmp_path: Path) -> None:
    (repo,) = yaml.safe_load(recipes(".pre-commit-config.yaml")[0])["repos"]
    (hook,) = repo["hooks"]
    run("init", *hook["args"][1:], cwd=tmp_path)

    done = shell(f"{HOOK['entry']} {' '.join(hook['args'])}", tmp_path)

    assert hook["id"] == HOOK["id"]
    assert done.returncode == 0, done.stdout


def test_exit_codes_are_those_of_the_program() -> None:
    table = PAGE.partition("| code |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == ["0", "1", "2", "3", "4", "70"]
    errors = (PolicyscoreError, Misuse, WrongModel, CannotAccess)
    assert {error.exit_code for error in errors} == {2, 3, 4, 70}
