"""The text of a model's lock."""

import stat
from pathlib import Path

from policyscore.faults import CannotAccess

MOST_BYTES = 64 << 20


def read_lock(path: Path) -> str | None:
    """Return the text of a lock, None if there is none; broken bytes are shown as such.

    Raises CannotAccess where it may not be read, is a link or no regular file, or is too large.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise CannotAccess(f"{path} is a link, or no regular file; a lock is a file of its own")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotAccess(f"cannot read {path}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise CannotAccess(f"cannot read {path}: it is larger than 64 MiB")
    return content.decode(errors="backslashreplace")
