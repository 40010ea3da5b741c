"""Ids made of names: what a file of the model may be called."""

import re
import unicodedata
from collections.abc import Iterable

MOST_CHARACTERS = 64
# Letters that Unicode does not take apart into a plain one and a mark.
_WHOLE = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # by Windows, for its devices


def new_ids(names: Iterable[str], kind: str, taken: Iterable[str] = ()) -> list[str]:
    """Return an id like each of the names: a-z, 0-9 and -, a letter first, up to 64 characters.

    Where a name gives none, its id begins with `kind`, such as option. All differ, and from those
    that are `taken`: where they would not, they end with -2, -3 and so on.
    """
    seen = set(taken)
    counts: dict[str, int] = {}
    found = []
    for name in names:
        stem = like(name, kind)
        new = stem
        while new in seen:
            counts[stem] = counts.get(stem, 1) + 1
            end = f"-{counts[stem]}"
            new = stem[: MOST_CHARACTERS - len(end)].rstrip("-") + end
        seen.add(new)
        found.append(new)
    return found


def like(name: str, kind: str) -> str:
    """Return the id that is most like a name, whether it is taken or not."""
    stem = _slug(name)
    if not re.match("[a-z]", stem) or _RESERVED.fullmatch(stem):
        stem = f"{kind}-{stem}".rstrip("-")
    return stem[:MOST_CHARACTERS].rstrip("-")


def _slug(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
