"""The lock of a model: what its ranking came to, one value a line, to be held against later."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from policyscore import __version__
from policyscore.faults import Fault, Place
from policyscore.figures import MINUS, significant
from policyscore.model import Model
from policyscore.scoring import Ranking, rank
from policyscore.weights import stated, tree_of, weigh

NAME = "policyscore.lock"
FORMAT = "policyscore.lock/1"
DIGITS = 12
_HEAD = (
    "# What the ranking came to. policyscore lock writes this file, policyscore check --locked\n"
    "# holds the model to it. Do not edit it.\n"
)
_REWRITE = "if it is meant, run policyscore lock and commit the file"

Values = Mapping[str, str]


def values(model: Model, hashes: Mapping[str, str]) -> dict[str, str]:
    """Return what a lock holds, sorted by key: ranks, scores, shares, under each profile too.

    Numbers have 12 significant digits, a rank that is shared ends in =; `hashes` are those of the
    files by name.
    """
    found = {"format": FORMAT, "policyscore": __version__}
    found |= {f"input {name}": digest for name, digest in hashes.items()}
    own = _ranking(model, None)
    found |= {f"share {name}": _number(share) for name, share in own.weights.shares.items()}
    for profile in (None, *model.profiles):
        under = "" if profile is None else f"under {profile} "
        ranking = own if profile is None else _ranking(model, profile)
        for standing in ranking.standings:
            tie = "=" if standing.tied else ""
            found[f"{under}rank {standing.option}"] = f"{standing.rank}{tie}"
            found[f"{under}score {standing.option}"] = _number(standing.score)
    return dict(sorted(found.items()))


def _ranking(model: Model, profile: str | None) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model, profile)))


def _number(value: Fraction) -> str:
    return significant(value, DIGITS).replace(MINUS, "-")


def text(held: Values) -> str:
    """Return the lines of a lock."""
    return _HEAD + "".join(f"{key}: {value}\n" for key, value in held.items())


def held_against(content: str, now: Values) -> list[Fault]:
    """Return what a lock says otherwise: results are errors; changed inputs alone are warnings.

    The version that wrote it may differ. A line that is none of a lock is an error.
    """
    lines = {}
    for number, line in enumerate(content.splitlines(), start=1):
        key, mark, value = line.partition(": ")
        if line.startswith("#") or not line.strip():
            continue
        if not mark:
            place = Place(NAME, number, 1)
            return [Fault(place, "lock", "this line is none of a lock", _REWRITE)]
        lines[key] = (number, value)
    if lines.get("format", (0, ""))[1] != FORMAT:
        return [Fault(Place(NAME), "lock", f"the lock is not of the format {FORMAT}", _REWRITE)]
    return list(_differing(lines, now))


def _differing(lines: Mapping[str, tuple[int, str]], now: Values) -> Iterator[Fault]:
    inputs = []
    for key in sorted({*lines, *now} - {"policyscore"}):
        number, was = lines.get(key, (0, "not there"))
        value = now.get(key, "not there")
        if was == value:
            continue
        place = Place(NAME, number, 1 if number else 0)
        if key.startswith("input "):
            what = f"{key.removeprefix('input ')} is not the file that was locked"
            inputs.append(Fault(place, "lock-input", what, _REWRITE, "warning"))
        else:
            yield Fault(place, "locked", f"{key} was locked as {was}, and is {value}", _REWRITE)
    yield from inputs
