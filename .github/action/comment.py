"""Keep one comment on the pull request that says what came of a model.

MODEL, COMMENT (a file) and CHANGED come from the steps before, the token in GH_TOKEN is for gh. The
comment is found by a hidden mark and its author, updated in place, and begun only if something
changed. Nothing here fails a job: what could not be posted stands in the summary of the job.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from runner import pull_request, tell

MOST = 65_536  # characters; GitHub refuses longer comments
REST = "\nThe rest has no room here: see the summary of the job.\n"


class Refused(Exception):
    """GitHub did not do what it was asked for; the text says why."""


def main() -> int:
    """Return 0, the comment posted, updated, or a word said about why not."""
    pull = pull_request()
    if not pull:
        tell("notice", "No comment: this job does not run for a pull request.")
    elif (pull["head"]["repo"] or {}).get("full_name") != os.environ["GITHUB_REPOSITORY"]:
        tell("notice", "No comment: the pull request is from a fork. See the summary of the job.")
    else:
        try:
            print(_keep(pull["number"]), flush=True)
        except Refused as error:
            tell("warning", f"No comment: {error}. See the summary of the job.")
    return 0


def _keep(number: int) -> str:
    """Return what was done about the comment on a pull request. Raises Refused."""
    mark = _mark()
    body = fitting(f"{mark}\n{Path(os.environ['COMMENT']).read_text(encoding='utf-8')}")
    comments = f"repos/{os.environ['GITHUB_REPOSITORY']}/issues/comments"
    ours = _ours(number, mark)
    if ours is not None and ours["body"].strip() == body.strip():
        return "The comment says so already."
    if ours is not None:
        _gh("--method", "PATCH", f"{comments}/{ours['id']}", body=body)
        return "Updated the comment."
    if os.environ["CHANGED"] != "true":
        return "No comment: nothing changed, and there is none to update."
    _gh("--method", "POST", _comments_on(number), body=body)
    return "Posted a comment."


def _mark() -> str:
    """Return the hidden line that a comment on this model begins with, whatever its folder is."""
    root = os.path.relpath(os.environ["MODEL"].strip() or ".", os.environ["GITHUB_WORKSPACE"])
    name = quote(Path(root).as_posix(), safe="/").replace("--", "-%2D")
    return f"<!-- policyscore:diff:{name} -->"


def fitting(body: str) -> str:
    """Return as many first lines of Markdown as a comment holds, and a word about the rest."""
    if len(body) <= MOST:
        return body
    kept = body[: MOST - len(REST) - len("</details>\n")].rpartition("\n")[0] + "\n"
    unclosed = kept.count("<details>") > kept.count("</details>")
    return kept + "</details>\n" * unclosed + REST


def _ours(number: int, mark: str) -> dict[str, Any] | None:
    """Return the first comment that begins with the mark and was written with this token.

    Anybody can write the mark; a comment of somebody else is not ours to change.
    """
    me = _login(json.loads(_gh("graphql", "-f", "query={viewer{login}}"))["data"]["viewer"])
    listed = _gh("--paginate", f"{_comments_on(number)}?per_page=100")
    for comment in _lists(listed):
        if comment["body"].startswith(mark) and _login(comment["user"]) == me:
            return comment
    return None


def _login(user: dict[str, Any] | None) -> str:
    """Return the name of a user; only one of the two interfaces of GitHub marks bots in it."""
    return str((user or {}).get("login", "")).removesuffix("[bot]")


def _lists(text: str) -> list[dict[str, Any]]:
    """Return the items of lists in JSON, one after the other: gh prints a list a page."""
    found, decoder = [], json.JSONDecoder()
    while text := text.lstrip():
        items, end = decoder.raw_decode(text)
        found += items
        text = text[end:]
    return found


def _comments_on(number: int) -> str:
    return f"repos/{os.environ['GITHUB_REPOSITORY']}/issues/{int(number)}/comments"


def _gh(*arguments: str, body: str | None = None) -> str:
    """Return what GitHub answers; `body` is the text of a comment. Raises Refused."""
    host = urlsplit(os.environ["GITHUB_SERVER_URL"]).netloc
    given = () if body is None else ("--input", "-")
    try:
        done = subprocess.run(
            ["gh", "api", *arguments, *given],
            input=None if body is None else json.dumps({"body": body}),
            env=os.environ | {"GH_HOST": host, "GH_ENTERPRISE_TOKEN": os.environ["GH_TOKEN"]},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        raise Refused(f"cannot run gh: {error.strerror}") from error
    if done.returncode:
        raise Refused(done.stderr.strip().partition("\n")[0] or "gh failed")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
