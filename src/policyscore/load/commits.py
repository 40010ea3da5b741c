"""From what a user calls a commit to the commit, or to what the user can do about it."""

import re
import shlex

from policyscore.faults import Misuse
from policyscore.load.git import Git
from policyscore.suggest import nearest

_ADDITION = re.compile(r"[~^]|@\{")  # where a name ends and an expression goes on
_FETCHABLE = re.compile(r"(?![-+]|.*\.\.)[^\s~^:?*\[\\]+")  # neither an option nor a pattern
_SHORTENED = re.compile("[0-9a-f]{7,39}")


def parts(base: str) -> tuple[str, str | None]:
    """Return the commit and the path in what git reads as both; braces may hold a colon."""
    depth = 0
    for at, sign in enumerate(base):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == ":" and depth <= 0:
            return base[:at], base[at + 1 :]
    return base, None


def commit(git: Git, ref: str, path: str | None) -> str:
    """Return the id of the commit that `ref` names; `path` is what the user wrote after a colon.

    `main...` and `main...HEAD` name the commit at which the two parted, as for git diff. Raises
    Misuse with the name that was probably meant, or with what to fetch.
    """
    one, dots, other = ref.partition("...")
    if dots:
        return _parting(git, one or "HEAD", other or "HEAD", path)
    found = git.object(f"{ref}^{{commit}}")
    if found is None:
        raise Misuse(f"BASE: {_unknown(git, ref, '' if path is None else f':{path}')}")
    return found


def _parting(git: Git, one: str, other: str, path: str | None) -> str:
    """Return the commit at which two others parted."""
    tips = [commit(git, name, path) for name in (one, other)]
    done = git.run("merge-base", *tips)
    if done.returncode:
        raise Misuse(
            f"BASE: {one} and {other} have no commit in common here; in a shallow clone, run git "
            f"fetch --unshallow"
        )
    return done.stdout.decode().strip()


def _unknown(git: Git, ref: str, path: str) -> str:
    name = _ADDITION.split(ref, maxsplit=1)[0]
    rest = ref[len(name) :] + path
    is_shallow = git.answer("rev-parse", "--is-shallow-repository") == b"true\n"
    is_known = not name or git.object(f"{name}^{{commit}}") is not None
    names = [] if is_known else _names(git)
    meant = f"origin/{name}" if f"origin/{name}" in names else nearest(name, names)
    lacks = f"there is no folder, branch, tag or commit {ref or git.asked}"
    if is_shallow and ref and meant != f"origin/{name}":
        fetch = _deepening(ref + path) if is_known else _fetching(git, name, rest)
        return f"{lacks} in this shallow clone" + (f"; {fetch}" if fetch else "")
    return f"{lacks}; did you mean {meant}{rest}?" if meant else lacks


def _names(git: Git) -> list[str]:
    """Return the names of all branches and tags as users write them."""
    kinds = ("refs/heads", "refs/tags", "refs/remotes")
    listed = git.answer("for-each-ref", "--format=%(refname:lstrip=2)", *kinds)
    return listed.decode("utf-8", "surrogateescape").splitlines()


def _fetching(git: Git, name: str, rest: str) -> str:
    """Return how to fetch what a shallow clone lacks; nothing for a name that none can have."""
    if _SHORTENED.fullmatch(name):  # which servers do not look up
        return _deepening(name + rest)
    remotes = git.answer("remote").decode("utf-8", "surrogateescape").splitlines()
    remote, _, branch = name.partition("/")
    if remote not in remotes or not branch:
        remote, branch = "origin", name
    if not _FETCHABLE.fullmatch(branch):
        return ""
    depth = 50 if rest.startswith(("~", "^", "@")) else 1
    fetch = f"git fetch --depth={depth} {shlex.quote(remote)} {shlex.quote(branch)}"
    return f"run {fetch}, then policyscore diff {shlex.quote(f'FETCH_HEAD{rest}')}"


def _deepening(base: str) -> str:
    return f"run git fetch --deepen=50, then policyscore diff {shlex.quote(base)}"
