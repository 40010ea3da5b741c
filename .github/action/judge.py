"""Check the model, compare it with its base, and say how that went, in this order.

PROGRAM is policyscore; MODEL, BASE, FAIL_IF, STRICT and LOCKED are inputs of the action. Ends with
the exit code of `check` and `diff`, the larger one; 2 for inputs that cannot be, and 4 where the
base cannot be fetched, as policyscore does.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from runner import pull_request, put, tell

NO, MISUSED, WRONG_MODEL, NO_ACCESS = 1, 2, 3, 4
# What makes a folder a model; names from git are relative to the folder it runs in.
_OF_MODEL = re.compile(r"(options|criteria)/[^/]+\.ya?ml|policyscore\.ya?ml", re.IGNORECASE)
# A strange model could hold what looks like a bare repository, with settings that run programs.
_SETTINGS = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false")
_FETCHABLE = re.compile(r"(?![-+/]|.*\.\.)[^\s~^:?*\[\\]+")  # neither an option nor a pattern


class Refused(Exception):
    """Why nothing can be compared, and the code to end with."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Outcome(NamedTuple):
    """An exit code; who leads, whether anything changed, and the file with all figures."""

    code: int
    leaders: Sequence[str] = ()
    changed: bool = False
    figures: Path | None = None


def main() -> int:
    """Set the outputs and return the exit code. Reports are written whatever the code is."""
    folder = Path(tempfile.mkdtemp(prefix="policyscore-", dir=os.environ["RUNNER_TEMP"]))
    comment = folder / "comment.md"
    try:
        outcome = _judged(folder, comment)
    except Refused as error:
        tell("error", str(error))
        outcome = Outcome(error.code)
    told = outcome.code in (0, NO, WRONG_MODEL)
    put(
        {
            "changed": "true" if outcome.changed else "false",
            "leader": " ".join(outcome.leaders),
            "json-path": str(outcome.figures or ""),
            "comment-path": str(comment) if told else "",
        }
    )
    return outcome.code


def _judged(folder: Path, comment: Path) -> Outcome:
    """Return what came of a model; the Markdown for a comment stands in `comment` then."""
    code = _check(comment)
    if code > NO:
        return Outcome(code)
    outcome = _compared(folder, comment)
    return outcome._replace(code=max(code, outcome.code))


def _policyscore(*arguments: str | Path) -> int:
    """Return the exit code of a run of the program, which writes to the log by itself."""
    return subprocess.run([os.environ["PROGRAM"], *arguments], check=False).returncode


def _model() -> str:
    return os.environ["MODEL"].strip() or "."


def _check(comment: Path) -> int:
    flags = [f"--{name}" for name in ("strict", "locked") if _is_on(name)]
    written = ("-o", "-", "-o", comment, "--summary")
    return _policyscore("check", *flags, "--format", "github", *written, "--", _model())


def _is_on(name: str) -> bool:
    value = os.environ[name.upper()].strip()
    if value not in ("true", "false", ""):
        raise Refused(MISUSED, f"The input {name} is true or false, not {value}.")
    return value == "true"


def _compared(folder: Path, comment: Path) -> Outcome:
    """Return what came of comparing the model with its base, or of ranking it where there is none.

    Raises Refused where the base is out of reach.
    """
    base = _base()
    if not base:
        return _ranked(folder, comment)
    if not _holds_model(base):
        return _without_base(folder, comment, f"`{base}` holds no model here yet")
    figures = folder / "diff.json"
    conditions = [word for condition in _conditions() for word in ("--fail-if", condition)]
    written = ("-o", "-", "-o", comment, "-o", figures, "--summary")
    code = _policyscore("diff", *conditions, *written, "--", base, _model())
    if code == WRONG_MODEL:  # not this model, which has been checked
        return _without_base(folder, comment, f"the model in `{base}` has errors")
    if code > NO:
        return Outcome(code)
    found = _read(figures)
    changed = any(found["changed"].values()) or bool(found["edits"])
    return Outcome(code, found["leaders"]["after"], changed, figures)


def _conditions() -> list[str]:
    """Return the conditions, which may have spaces around a sign."""
    return re.sub(r"\s*(<=|>=|<|>)\s*", r"\1", os.environ["FAIL_IF"]).split()


def _without_base(folder: Path, comment: Path, why: str) -> Outcome:
    """Return what came of ranking a model that is new, or that can be read again."""
    said = f"Compared with nothing, and no condition judged: {why}."
    tell("notice", said)
    outcome = _ranked(folder, comment)
    with comment.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"\n{said}\n")
    return outcome._replace(changed=True)


def _ranked(folder: Path, comment: Path) -> Outcome:
    figures = folder / "rank.json"
    written = ("-o", "-", "-o", comment, "-o", figures, "--summary")
    code = _policyscore("rank", "--brief", *written, "--", _model())
    if code:
        return Outcome(code)
    leaders = [option["id"] for option in _read(figures)["options"] if option["rank"] == 1]
    return Outcome(code, leaders, figures=figures)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


# The base


def _git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Return how a command of git ended in the model's folder; it never asks for a password."""
    return subprocess.run(
        ["git", *_SETTINGS, "-C", _model(), *arguments],
        env=os.environ | {"GIT_TERMINAL_PROMPT": "0"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _base() -> str:
    """Return what to compare with, "" if nothing: a path, or a revision that is in the clone.

    Raises Refused.
    """
    given = os.environ["BASE"].strip()
    if given and Path(given).exists():
        return given
    pull = pull_request()
    wanted = given or (pull and (_merged_into() or pull["base"]["sha"]))
    return _in_clone(wanted) if wanted else ""


def _merged_into() -> str:
    """Return the commit that the pull request was merged into for this run, "" if none was.

    That is what `pull_request` checks out unless told otherwise. The event's own base may be older.
    """
    head = _git("rev-parse", "HEAD").stdout.strip()
    if head != os.environ["GITHUB_SHA"]:
        return ""
    about = _git("cat-file", "commit", head).stdout.partition("\n\n")[0]
    parents = re.findall(r"^parent (\w+)$", about, re.MULTILINE)
    return parents[0] if len(parents) == 2 else ""


def _in_clone(base: str) -> str:
    """Return a revision, with the path that may follow it, after fetching it if need be."""
    ref, colon, path = base.partition(":")
    commit = _commit(ref)
    if not commit:
        commit = ref = _fetched(ref)
    if ref == commit:  # too long for a title
        ref = _git("rev-parse", "--short=10", commit).stdout.strip()
    return ref + colon + path


def _commit(ref: str) -> str:
    """Return the commit that git knows by a name, "" if there is none."""
    name = f"{ref}^{{commit}}"
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", name).stdout.strip()


def _fetched(ref: str) -> str:
    """Return the commit that the remote calls so. Raises Refused where that fails."""
    name, said = ref.removeprefix("origin/"), ""
    if _FETCHABLE.fullmatch(name):
        done = _git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", name)
        if not done.returncode:
            return _commit("FETCH_HEAD")
        said = f" ({done.stderr.strip()})"
    raise Refused(
        NO_ACCESS,
        f"The base {ref} is not in this clone and cannot be fetched from origin{said}. "
        "Let actions/checkout fetch it: fetch-depth: 2 for a pull request, 0 for everything.",
    )


def _holds_model(base: str) -> bool:
    """Tell whether a base holds a model where this one is; one that is named in full has to."""
    if ":" in base or Path(base).exists():
        return True
    names = _git("ls-tree", "-r", "--name-only", "-z", base).stdout.split("\0")
    return any(map(_OF_MODEL.fullmatch, names))


if __name__ == "__main__":
    sys.exit(main())
