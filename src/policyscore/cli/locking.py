"""`lock`: the results of a model, written beside it."""

from shlex import quote

from policyscore.cli.finding import Found
from policyscore.cli.output import to_files
from policyscore.load import load
from policyscore.load.locked import read_lock
from policyscore.lock import NAME, text, values
from policyscore.shown import plain


def write_lock(found: Found) -> str:
    """Write the lock of a model, if it is another one than stands there, and return what was done.

    Raises WrongModel where the model has faults, CannotAccess where nothing can be written.
    """
    loaded = load(found.root)
    content = text(values(loaded.model, loaded.hashes()))
    path = found.root / NAME
    shown = plain(found.shown(NAME))
    if read_lock(path) == content:
        return f"{shown} is as it was.\n"
    to_files([(path, content.encode())])
    where = "" if found.folder == "." else f" {quote(plain(found.folder))}"
    return f"Wrote {shown}.\nNext: policyscore check --locked{where}\n"
