"""The known name that an unknown one probably stands for."""

from collections.abc import Iterable

CLOSE = 0.6
MOST_CHARACTERS = 100


def nearest(name: str, known: Iterable[str], close: float = CLOSE) -> str | None:
    """Return the member of `known` closest to `name`, or None if none is as alike as `close`.

    Case counts for nothing; ties go to the first in alphabetical order.
    """
    from difflib import SequenceMatcher  # not before there is a wrong name

    if len(name) > MOST_CHARACTERS:
        return None
    matcher = SequenceMatcher(b=name.casefold(), autojunk=False)
    best, likeness = None, 0.0
    for candidate in sorted(known):
        matcher.set_seq1(candidate.casefold())
        least = max(likeness, close)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= close and ratio > likeness:
            best, likeness = candidate, ratio
    return best


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean X?" for the nearest known name, else `otherwise`."""
    found = nearest(name, known)
    return f"did you mean {found}?" if found else otherwise
