"""What pipelines run, run here: shell commands in a clone, and the steps of action.yml.

A job has what action.yml needs of GitHub Actions: files passed on, gh on the PATH. The steps are
its own, with its names of variables and its conditions; only what the setup and the installation
would yield is put in their place.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
REPOSITORY = "town/decisions"
NUMBER = 7
BOT = "github-actions[bot]"
AS_SOMEBODY = {
    f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

# Keeps comments in a file; refuses what GitHub would refuse, and what it does not know.
GH = """
import json, os, re, sys
from pathlib import Path
state = Path(os.environ["FAKE_GH"])
known = json.loads(state.read_text())
asked = sys.argv[1:]
known["asked"].append(asked)
state.write_text(json.dumps(known))
if os.environ["GH_TOKEN"] != "secret" or os.environ["GH_HOST"] != "github.com":
    sys.exit("gh: no token, or the wrong host")
if known["refuses"]:
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
if asked == ["api", "graphql", "-f", "query={viewer{login}}"]:
    print(json.dumps({"data": {"viewer": {"login": "github-actions[bot]"}}}))
elif asked == ["api", "--paginate", "repos/town/decisions/issues/7/comments?per_page=100"]:
    for comment in known["comments"]:  # pages of one comment
        print(json.dumps([comment]), end="")
    print("[]")
else:
    api, flag, method, path, *given = asked
    assert (api, flag, given) == ("api", "--method", ["--input", "-"]), asked
    body = json.load(sys.stdin)["body"]
    if len(body) > 65536:
        sys.exit("gh: Body is too long (HTTP 422)")
    if (method, path) == ("POST", "repos/town/decisions/issues/7/comments"):
        number = len(known["comments"]) + 1
        user = {"login": "github-actions[bot]"}
        known["comments"].append({"id": number, "user": user, "body": body})
    else:
        number = re.fullmatch("repos/town/decisions/issues/comments/([0-9]+)", path)[1]
        assert method == "PATCH", asked
        (old,) = (c for c in known["comments"] if str(c["id"]) == number)
        old["body"] = body
    known["written"] += 1
    state.write_text(json.dumps(known))
    print("{}")
"""


def git(where: Path, *arguments: str) -> str:
    """Return what git prints in a folder."""
    done = subprocess.run(
        ["git", "-C", str(where), *arguments],
        env={**os.environ, **ALONE, **AS_SOMEBODY},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(where: Path) -> str:
    """Commit whatever is in a folder and return the commit."""
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--allow-empty", "--message", "a change")
    return git(where, "rev-parse", "HEAD")


def program(folder: Path, name: str, line: str) -> None:
    """Write a program that is one line of shell."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def checkout(folder: Path) -> Path:
    """Return a clone of a repository with two commits of the built-in model, on its branch main."""
    origin = folder / "origin"
    for name in ("options", "criteria", "profiles"):
        shutil.copytree(ROOT / name, origin / name)
    shutil.copy(ROOT / "policyscore.yaml", origin)
    git(origin, "init", "--quiet", "--initial-branch=main")
    commit(origin)
    commit(origin)
    git(folder, "clone", "--quiet", origin.as_uri(), "scratch")
    return folder / "scratch"


def shell(code: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Return how lines of bash ended in a folder, outside of any pipeline, policyscore on the PATH.

    What they write to stderr is on stdout too, in its place.
    """
    bin_ = cwd.parent / "bin"
    program(bin_, "policyscore", f'exec "{sys.executable}" -m policyscore "$@"')
    own = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    own.pop("CI", None)
    path = f"{bin_}{os.pathsep}{own['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=cwd,
        env=own | ALONE | AS_SOMEBODY | {"PATH": path} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@dataclass
class Ended:
    """How a run of the action ended: the code of the step that failed, and what was passed on."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class Job:
    """A job for a pull request, or for what else the event says, in a folder of its own."""

    folder: Path
    workspace: Path
    event: str = "pull_request"
    head: str | None = REPOSITORY  # the repository that the pull request comes from
    base: str = ""  # the commit of the base branch, as the event tells it
    variables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out what a runner has: folders, an event, programs."""
        (self.folder / "temp").mkdir(parents=True, exist_ok=True)
        (self.folder / "gh.py").write_text(GH, encoding="utf-8")
        run = {"policyscore": "-m policyscore", "gh": f'"{self.folder / "gh.py"}"'}
        for name, what in run.items():
            program(self.folder / "bin", name, f'exec "{sys.executable}" {what} "$@"')
        if not self._gh.exists():
            self.told_to_gh(comments=[], asked=[], written=0, refuses=False)

    @property
    def _gh(self) -> Path:
        return self.folder / "gh.json"

    def told_to_gh(self, **changes: object) -> dict[str, Any]:
        """Return what GitHub knows, after changes to it."""
        known = json.loads(self._gh.read_text()) if self._gh.exists() else {}
        self._gh.write_text(json.dumps(known | changes))
        return known | changes

    @property
    def comments(self) -> list[str]:
        """Return the texts of the comments on the pull request."""
        return [comment["body"] for comment in self.told_to_gh()["comments"]]

    def run(self, install: bool = False, **inputs: str) -> Ended:
        """Return how the action ended; `install` runs the step that installs, too.

        Underscores in names of inputs stand for hyphens.
        """
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {
            f"inputs.{name}": given.get(name, about.get("default", ""))
            for name, about in ACTION["inputs"].items()
        }
        assert given.keys() <= ACTION["inputs"].keys()
        values["inputs.token"] = "secret"
        values["steps.python.outputs.python-path"] = sys.executable
        values["steps.install.outputs.program"] = str(self.folder / "bin" / "policyscore")
        ended = Ended()
        for step in ACTION["runs"]["steps"]:
            if "run" in step and (install or step.get("id") != "install"):
                self._step(step, values, ended)
        ended.outputs = {
            name: _filled(about["value"], values) for name, about in ACTION["outputs"].items()
        }
        return ended

    def _step(self, step: Mapping[str, Any], values: dict[str, str], ended: Ended) -> None:
        if not _holds(step.get("if", "${{ success() }}"), values, ended.code):
            return
        assert step["shell"] == "bash"
        output, summary = self.folder / "output", self.folder / "summary"
        output.write_text("")
        summary.write_text("")
        given = {name: _filled(value, values) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env=self._environment(output, summary) | given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        ended.log += done.stdout
        ended.summary += summary.read_text(encoding="utf-8")
        ended.code = ended.code or done.returncode
        for name, value in _outputs(output.read_text(encoding="utf-8")).items():
            values[f"steps.{step.get('id')}.outputs.{name}"] = value

    def _environment(self, output: Path, summary: Path) -> dict[str, str]:
        pull = {
            "number": NUMBER,
            "base": {"sha": self.base},
            "head": {"repo": self.head and {"full_name": self.head}},
        }
        event = self.folder / "event.json"
        event.write_text(json.dumps({"pull_request": pull} if "pull" in self.event else {}))
        kept = ("HOME", "TMPDIR", "COVERAGE_PROCESS_START")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": self.event,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": git(self.workspace, "rev-parse", "HEAD"),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "FAKE_GH": str(self._gh),
            **ALONE,
            **self.variables,
        }


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced; none but names of values is known."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values.get(found[1], ""), str(text))


def _holds(condition: str, values: Mapping[str, str], code: int) -> bool:
    """Return whether a condition of a step holds: an `and` of the few forms that are used."""
    inside = re.fullmatch(r"\$\{\{ (.*) \}\}", condition)
    assert inside
    for part in inside[1].split(" && "):
        comparison = re.fullmatch(r"([\w.-]+) ([!=])= '(.*)'", part)
        if comparison:
            same = values.get(comparison[1], "") == comparison[3]
            holds = same == (comparison[2] == "=")
        else:
            holds = {"success()": code == 0, "!cancelled()": True}[part]
        if not holds:
            return False
    return True


def _outputs(text: str) -> dict[str, str]:
    """Return the outputs in a file as the runner reads it, in the form with a delimiter."""
    lines: Sequence[str] = text.split("\n")
    found = {}
    while lines != [""]:
        name, end = lines[0].split("<<")
        length = lines.index(end, 1)
        found[name] = "\n".join(lines[1:length])
        lines = lines[length + 1 :]
    return found
