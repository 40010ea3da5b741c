"""The known name that an unknown one probably stands for."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the member of `known` closest to `name`, or None if none is close.

    Case counts for nothing; ties go to the first in alphabetical order.
    """
    from difflib import get_close_matches  # not before there is a wrong name

    folded: dict[str, str] = {}
    for candidate in sorted(known):
        folded.setdefault(candidate.casefold(), candidate)
    if len(name) > 100:
        return None
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return "did you mean X?" for the nearest known name, else `otherwise`."""
    found = nearest(name, known)
    return f"did you mean {found}?" if found else otherwise
