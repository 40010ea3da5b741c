"""Check the model, compare it with its base, and say how that went, in this order.

PROGRAM is policyscore; MODEL, BASE, FAIL_IF, STRICT and LOCKED are inputs of the action. Ends with
the exit code of `check` and `diff`, the larger one, or with 4 where the base cannot be fetched.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from runner import pull_request, put, tell

WRONG_MODEL, NO_ACCESS = 3, 4
# What makes a folder a model; names from git are relative to the folder it runs in.
_OF_MODEL = re.compile(r"(options|criteria)/[^/]+\.ya?ml|policyscore\.ya?ml", re.IGNORECASE)
_FETCHABLE = re.compile(r"(?![-+/]|.*\.\.)[^\s~^:?*\[\\]+")  # neither an option nor a pattern


class Unfetched(Exception):
    """The base is not in the clone and cannot be fetched; the text says what to do."""


class Compared(NamedTuple):
    """What came of a comparison: code, who leads, whether anything changed, the file that says."""

    code: int
    leaders: list[str]
    changed: bool
    path: Path


def main() -> int:
    """Set the outputs and return the exit code. Reports are written whatever the code is."""
    folder = Path(tempfile.mkdtemp(prefix="policyscore-", dir=os.environ["RUNNER_TEMP"]))
    comment = folder / "comment.md"
    put({"changed": "false", "leader": "", "json-path": "", "comment-path": str(comment)})
    code = _check(comment)
    if code > 1:
        return code
    try:
        found = _compared(folder, comment)
    except Unfetched as error:
        tell("error", str(error))
        return NO_ACCESS
    if found.code <= 1:
        changed = "true" if found.changed else "false"
        leaders = " ".join(found.leaders)
        put({"changed": changed, "leader": leaders, "json-path": str(found.path)})
    return max(code, found.code)


def _policyscore(*arguments: str | Path) -> int:
    """Return the exit code of a run of the program, which writes to the log by itself."""
    return subprocess.run([os.environ["PROGRAM"], *arguments], check=False).returncode


def _model() -> str:
    return os.environ["MODEL"].strip() or "."


def _check(comment: Path) -> int:
    flags = [f"--{name}" for name in ("strict", "locked") if _is_on(name.upper())]
    written = ("-o", "-", "-o", comment, "--summary")
    return _policyscore("check", *flags, "--format", "github", *written, "--", _model())


def _is_on(name: str) -> bool:
    return os.environ[name].strip().lower() == "true"


def _compared(folder: Path, comment: Path) -> Compared:
    """Return what came of comparing the model with its base, or of ranking it where there is none.

    Raises Unfetched.
    """
    base = _base()
    if not base:
        return _ranked(folder, comment)._replace(changed=False)
    if not _holds_model(base):
        return _without_base(folder, comment, f"{base} holds no model here yet")
    path = folder / "diff.json"
    written = ("-o", "-", "-o", comment, "-o", path, "--summary")
    conditions = [word for condition in _conditions() for word in ("--fail-if", condition)]
    code = _policyscore("diff", *conditions, *written, "--", base, _model())
    if code == WRONG_MODEL:  # not this model, which has been checked
        return _without_base(folder, comment, f"the model in {base} has errors")
    if code > 1:
        return Compared(code, [], False, path)
    found = _read(path)
    changed = any(found["changed"].values()) or bool(found["edits"])
    return Compared(code, found["leaders"]["after"], changed, path)


def _conditions() -> list[str]:
    """Return the conditions, which may have spaces around a sign."""
    return re.sub(r"\s*(<=|>=|<|>)\s*", r"\1", os.environ["FAIL_IF"]).split()


def _without_base(folder: Path, comment: Path, why: str) -> Compared:
    """Return what came of ranking a model that is new, or that can be read again."""
    said = f"Compared with nothing: {why}, so no condition was judged."
    tell("notice", said)
    found = _ranked(folder, comment)
    with comment.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"\nCompared with nothing: there is no ranking of `{_model_in_text()}` before.\n")
    return found


def _model_in_text() -> str:
    return re.sub(r"[^\w./-]", "_", _model())


def _ranked(folder: Path, comment: Path) -> Compared:
    path = folder / "rank.json"
    written = ("-o", "-", "-o", comment, "-o", path, "--summary")
    code = _policyscore("rank", "--brief", *written, "--", _model())
    if code:
        return Compared(code, [], False, path)
    leaders = [option["id"] for option in _read(path)["options"] if option["rank"] == 1]
    return Compared(code, leaders, True, path)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


# The base


def _git(*arguments: str) -> str | None:
    """Return what git prints in the model's folder, None where it fails."""
    done = subprocess.run(
        ["git", "-C", _model(), *arguments], capture_output=True, encoding="utf-8", check=False
    )
    return None if done.returncode else done.stdout.strip()


def _base() -> str:
    """Return what to compare with, "" if nothing: a path, or a revision that is in the clone.

    Raises Unfetched.
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
    if _git("rev-parse", "HEAD") != os.environ["GITHUB_SHA"]:
        return ""
    head = (_git("cat-file", "commit", "HEAD") or "").partition("\n\n")[0]
    parents = re.findall(r"^parent (\w+)$", head, re.MULTILINE)
    return parents[0] if len(parents) == 2 else ""


def _in_clone(base: str) -> str:
    """Return a revision, with the path that may follow it, after fetching it if need be."""
    ref, colon, path = base.partition(":")
    found = _commit(ref)
    if found is None:
        found = _fetched(ref)
    if found == ref or _commit(ref) is None:  # a name of 40 digits, or none at all
        ref = _git("rev-parse", "--short=10", found) or found
    return ref + colon + path


def _commit(ref: str) -> str | None:
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")


def _fetched(ref: str) -> str:
    """Return the commit that the remote calls so."""
    name = ref.removeprefix("origin/")
    if _FETCHABLE.fullmatch(name):
        fetch = ("fetch", "--quiet", "--no-tags", "--depth=1", "origin", name)
        if _git(*fetch) is not None and (found := _commit("FETCH_HEAD")):
            return found
    raise Unfetched(
        f"The base {ref} is not in this clone and cannot be fetched from origin. "
        "Let actions/checkout fetch it, with fetch-depth: 2 for a pull request or 0 for all."
    )


def _holds_model(base: str) -> bool:
    """Tell whether a base holds a model where this one is; one that is named in full has to."""
    if ":" in base or Path(base).exists():
        return True
    names = _git("ls-tree", "-r", "--name-only", "-z", base) or ""
    return any(_OF_MODEL.fullmatch(name) for name in names.split("\0"))


if __name__ == "__main__":
    sys.exit(main())
