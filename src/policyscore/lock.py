"""The lock of a model: what its ranking came to, one value a line, to be held against later."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from policyscore import __version__
from policyscore.faults import Fault, Place
from policyscore.figures import significant
from policyscore.model import Model
from policyscore.scoring import ranking

NAME = "policyscore.lock"
FORMAT = "policyscore.lock/1"
DIGITS = 12
_HEAD = (
    "# What the ranking came to. policyscore lock writes this file, policyscore check --locked\n"
    "# holds the model to it. Do not edit it.\n"
)
AS_MEANT = "if it is meant, run policyscore lock and commit the file; policyscore diff says why"
_AGAIN = "run policyscore lock and commit the file"
_KINDS = ("format", "rank", "score", "share", "under")
_ID = "[a-z][a-z0-9-]*"
_KEY = re.compile(
    rf"format|policyscore|input \S+|share {_ID}|(?:under {_ID} )?(?:rank|score) {_ID}"
)

Values = Mapping[str, str]


def values(model: Model, hashes: Mapping[str, str]) -> dict[str, str]:
    """Return what a lock holds, sorted by key: ranks, scores, shares, under each profile too.

    Numbers have 12 significant digits, a rank that is shared ends in =; `hashes` are those of the
    files by name.
    """
    found = {"format": FORMAT, "policyscore": __version__}
    found |= {f"input {name}": digest for name, digest in hashes.items()}
    own = ranking(model)
    found |= {f"share {name}": _number(share) for name, share in own.weights.shares.items()}
    for profile in (None, *model.profiles):
        under = "" if profile is None else f"under {profile} "
        found_under = own if profile is None else ranking(model, profile)
        for standing in found_under.standings:
            tie = "=" if standing.tied else ""
            found[f"{under}rank {standing.option}"] = f"{standing.rank}{tie}"
            found[f"{under}score {standing.option}"] = _number(standing.score)
    return dict(sorted(found.items()))


def _number(value: Fraction) -> str:
    return significant(value, DIGITS)


def text(held: Values) -> str:
    """Return the lines of a lock."""
    return _HEAD + "".join(f"{key}: {value}\n" for key, value in held.items())


class Departure(NamedTuple):
    """A value that is not as it was locked: its key and line, and both as texts ("" if none)."""

    key: str
    line: int
    locked: str
    now: str


class Held(NamedTuple):
    """What a lock says otherwise than a model: why it is no lock, results, and files.

    Results are in the order of `_KINDS`, then by key. Where they differ, files say nothing new.
    """

    problem: Fault | None = None
    departures: tuple[Departure, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def faults(self) -> list[Fault]:
        """Return what is wrong in one fault: results are an error, files alone a warning."""
        if self.problem is not None:
            return [self.problem]
        if self.departures:
            first = self.departures[0]
            told = f"{first.key} was {first.locked or 'not there'}, is {first.now or 'not there'}"
            more = f"; {len(self.departures) - 1} more" if len(self.departures) > 1 else ""
            what = f"results are not those locked: {told}{more}"
            place = Place(NAME, first.line, 1 if first.line else 0)
            return [Fault(place, "locked", what, AS_MEANT)]
        if self.inputs:
            files = ", ".join(self.inputs[:3]) + ", ..." * (len(self.inputs) > 3)
            what = f"files changed since they were locked, and no result did: {files}"
            return [Fault(Place(NAME), "lock-input", what, _AGAIN, "warning")]
        return []


def held_against(content: str, now: Values) -> Held:
    """Return what a lock says otherwise than the values of a model; its version may be another."""
    lines: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(content.splitlines(), start=1):
        key, mark, value = line.partition(": ")
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            return Held(_no_lock(number, "the lock holds a merge conflict"))
        if line.startswith("#") or not line.strip():
            continue
        if not mark or not _KEY.fullmatch(key):
            return Held(_no_lock(number, "this line is none of a lock"))
        if key in lines:
            return Held(_no_lock(number, f"{key} is locked twice"))
        lines[key] = (number, value)
    if lines.get("format", (0, ""))[1] != FORMAT:
        return Held(_no_lock(0, f"the lock is not of the format {FORMAT}"))
    found = [
        Departure(key, *lines.get(key, (0, "")), now.get(key, ""))
        for key in {*lines, *now} - {"policyscore"}
        if lines.get(key, (0, ""))[1] != now.get(key, "")
    ]
    results = [one for one in found if not one.key.startswith("input ")]
    inputs = sorted(one.key.removeprefix("input ") for one in found if one not in results)
    return Held(None, tuple(sorted(results, key=_order)), tuple(inputs))


def _no_lock(line: int, what: str) -> Fault:
    return Fault(Place(NAME, line, 1 if line else 0), "lock", what, "run policyscore lock anew")


def _order(departure: Departure) -> tuple[int, str]:
    return _KINDS.index(departure.key.split()[0]), departure.key
