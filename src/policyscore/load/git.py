"""Asking git: nothing asked for is an option to it, and nothing is run, written or fetched."""

import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from policyscore.faults import CannotAccess

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # an older git completes a partial clone in spite of the next
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# In a hook git sets these for the repository of the hook, as seen from where it runs.
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
# A model could hold what looks like a bare repository, and lie about the commits.
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
_OBJECT = re.compile("[0-9a-f]{40,64}")


class Entry(NamedTuple):
    """What stands in a folder of a commit: its mode, as git writes it, and its object."""

    mode: str
    object: str


class Git(NamedTuple):
    """The program, the folder it runs in, and what a user asked for, which errors name."""

    program: str
    root: Path
    asked: str

    def run(self, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Return how a command of git ended; raises CannotAccess where it could not be started."""
        kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
        try:
            return subprocess.run(  # noqa: S603 - a list of arguments, and no shell
                [self.program, *_SETTINGS, "-C", str(self.root), *arguments],
                input=given,
                capture_output=True,
                env=kept | _ENVIRONMENT,
                check=False,
            )
        except OSError as error:
            raise CannotAccess(f"cannot run git: {error.strerror}") from error

    def answer(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what a command prints; raises CannotAccess where it fails."""
        done = self.run(*arguments, given=given)
        if done.returncode:
            raise self.failure(done.stderr)
        return done.stdout

    def object(self, name: str) -> str | None:
        """Return the id of the object of that name; raises CannotAccess where git cannot tell."""
        try:
            done = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        except ValueError:  # a NUL or half a character, which no argument can hold
            return None
        if done.returncode not in (0, 1) and done.stderr:
            raise self.failure(done.stderr)
        found = done.stdout.decode().strip()  # for ^main that is ^ and an id
        return found if not done.returncode and _OBJECT.fullmatch(found) else None

    def entries(self, tree: str) -> dict[str, Entry]:
        """Return what stands in a folder, by name; bytes that are not UTF-8 become surrogates."""
        listed = self.answer("ls-tree", "-z", "--full-tree", tree)
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            facts, _, name = line.partition("\t")
            mode, _, known = facts.split(" ")
            found[name] = Entry(mode, known)
        return found

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Return how many bytes each object has; raises CannotAccess if one is not there."""
        given = "".join(f"{blob}\n" for blob in blobs).encode()
        sizes = self.answer("cat-file", "--batch-check=%(objectsize)", given=given).splitlines()
        for size in sizes:
            if not size.isdigit():
                raise self.failure(size)
        return {blob: int(size) for blob, size in zip(blobs, sizes, strict=True)}

    def contents(self, sizes: Mapping[str, int]) -> dict[str, bytes]:
        """Return what objects of known sizes hold, as it was committed: no filter changes it."""
        given = "".join(f"{blob}\n" for blob in sizes).encode()
        stream = io.BytesIO(self.answer("cat-file", "--batch=%(objectsize)", given=given))
        found = {}
        for blob, size in sizes.items():
            line = stream.readline()
            if line != b"%d\n" % size:
                raise self.failure(line)
            found[blob] = stream.read(size)
            stream.readline()
        return found

    def failure(self, said: bytes) -> CannotAccess:
        """Return the error for what git said: the first line that says what failed."""
        if b"promisor" in said:
            todo = f"git ls-tree -rl --full-tree {shlex.quote(self.asked)}"
            what = "this clone is partial and lacks some of it"
            return CannotAccess(f"cannot read {self.asked}: {what}; run {todo}, which fetches it")
        text = said.decode(errors="replace").strip()
        found = re.search(r"^(?:fatal|error): (.*)", text, re.MULTILINE)
        line = found[1] if found else text.partition("\n")[0]
        return CannotAccess(f"cannot read {self.asked}: git says: {line}")


def git_for(root: Path, asked: str) -> Git:
    """Return how git is asked in a folder; raises CannotAccess where there is no git.

    One in the current folder does not count: Windows would take it, and it may be a stranger's.
    """
    program = shutil.which("git")
    if program is None or not Path(program).is_absolute():
        raise CannotAccess(f"cannot read {asked}: there is no git on the PATH")
    return Git(program, root, asked)
