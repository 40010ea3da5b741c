"""The additive model a second time, as plainly as it can be said: dicts, loops and Fractions.

It is written from the words of the design and knows nothing of the package, so that the two can be
held against each other. Slow and obvious on purpose. A model is what its files say:

    {"criteria": {id: {"within": id or None, "weight": number or None, "scale": {...}}},
     "options": {id: {criterion: "unknown" or {"value": ..., "low": ..., "high": ...}}},
     "profiles": {id: {criterion or group: number}}}

A criterion without a scale is a group; a scale is {"worst": ..., "best": ..., "curve": [[x, y]]}.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

Files = dict[str, Any]
Numbers = dict[str, Fraction]
Cell = str | Numbers


class Impossible(Exception):
    """No weights are what the flags ask for."""


def children(files: Files, parent: str | None) -> list[str]:
    """Return what stands within a group, or at the top."""
    return [name for name, node in files["criteria"].items() if node["within"] == parent]


def leaves(files: Files) -> list[str]:
    """Return what has a scale."""
    return [name for name, node in files["criteria"].items() if "scale" in node]


def above(files: Files, name: str) -> list[str | None]:
    """Return the node and all it is within, the top (None) last."""
    path: list[str | None] = [name]
    while path[-1] is not None:
        path.append(files["criteria"][path[-1]]["within"])
    return path


def weight(files: Files, weights: dict[str, Any], name: str) -> Fraction:
    """Return a node's relative weight: its own, or that of its children together."""
    if weights[name] is not None:
        return Fraction(weights[name])
    return Fraction(sum(weight(files, weights, child) for child in children(files, name)))


def part(files: Files, weights: dict[str, Any], name: str, below: str | None) -> Fraction:
    """Return the part that a node has of a group above it."""
    product = Fraction(1)
    for step in above(files, name):
        if step is None or step == below:
            break
        siblings = children(files, files["criteria"][step]["within"])
        together = sum(weight(files, weights, sibling) for sibling in siblings)
        product *= weight(files, weights, step) / together if together else 0
    return product


def weights_of(files: Files, profile: str | None) -> dict[str, Any]:
    """Return the weights as written: the model's, and a profile's where it names them."""
    own = {name: node["weight"] for name, node in files["criteria"].items()}
    return {**own, **(files["profiles"][profile] if profile is not None else {})}


def flagged(files: Files, weights: dict[str, Any], flags: Sequence[str]) -> dict[str, Any]:
    """Return the weights after those flags that set and multiply, sets first."""
    result = dict(weights)
    for flag in flags:
        if "=" in flag and "%" not in flag:
            name, number = flag.split("=")
            result[name] = Fraction(number)
    after_sets = dict(result)
    for flag in flags:
        if "*" in flag:
            name, factor = flag.split("*")
            result[name] = weight(files, after_sets, name) * Fraction(factor)
    return result


def fixed_shares(flags: Sequence[str]) -> Numbers:
    """Return the shares that flags fix."""
    pairs = [flag.rstrip("%").split("=") for flag in flags if flag.endswith("%")]
    return {name: Fraction(number) / 100 for name, number in pairs}


def check_weights(files: Files, weights: dict[str, Any]) -> None:
    """Refuse a group that weighs something while everything in it weighs nothing."""
    groups = [name for name in files["criteria"] if name not in leaves(files)]
    for parent in (None, *groups):
        counts = parent is None or weight(files, weights, parent) > 0
        if counts and not any(weight(files, weights, c) for c in children(files, parent)):
            raise Impossible(parent)


def shares(files: Files, profile: str | None = None, flags: Sequence[str] = ()) -> Numbers:
    """Return the global share of each criterion.

    What is fixed gets its share. What lies directly in a fixed group, or in the whole, divides what
    the fixed ones inside leave of it, in the proportions that it had before.
    """
    weights = flagged(files, weights_of(files, profile), flags)
    check_weights(files, weights)
    fixed = fixed_shares(flags)

    def owner(steps: list[str | None]) -> str | None:
        return next((step for step in steps if step in fixed), None)

    result = {name: fixed[name] for name in leaves(files) if name in fixed}
    for top in (None, *(name for name in fixed if name not in leaves(files))):
        inner = [fixed[name] for name in fixed if owner(above(files, name)[1:]) == top]
        left = (fixed[top] if top is not None else Fraction(1)) - sum(inner)
        free = [name for name in leaves(files) if owner(above(files, name)) == top]
        parts = {name: part(files, weights, name, top) for name in free}
        if left < 0 or (left > 0 and not any(parts.values())):
            raise Impossible(top)
        for name in free:
            result[name] = left * parts[name] / sum(parts.values()) if left else Fraction(0)
    return result


def score(scale: dict[str, Any], performance: Fraction) -> Fraction:
    """Return what a performance scores: on the straight line between the points beside it."""
    points = sorted((Fraction(x), Fraction(y)) for x, y in scale["curve"])
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= performance <= x1:
            return (y0 * (x1 - performance) + y1 * (performance - x0)) / (x1 - x0)
    raise AssertionError(f"{performance} is off the scale")


def scores(scale: dict[str, Any], cell: Cell) -> dict[str, Fraction]:
    """Return the score of a cell, of the ends of its range, and of what is certain about it."""
    if isinstance(cell, str):  # unknown
        worst, best = sorted([score(scale, scale["worst"]), score(scale, scale["best"])])
        middle = (worst + best) / 2
        return {"score": middle, "at_least": worst, "at_most": best, "low": worst, "high": best}
    exact = score(scale, cell["value"])
    low, high = sorted((score(scale, cell["low"]), score(scale, cell["high"])))
    return {"score": exact, "at_least": exact, "at_most": exact, "low": low, "high": high}


def rank(
    files: Files, profile: str | None = None, flags: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return the options, the highest score first and equal ones by id, with all their numbers."""
    share = shares(files, profile, flags)
    results = []
    for option, cells in files["options"].items():
        found = {c: scores(files["criteria"][c]["scale"], cells[c]) for c in leaves(files)}
        result: dict[str, Any] = {
            end: sum(share[name] * found[name][end] for name in found)
            for end in ("score", "at_least", "at_most", "low", "high")
        }
        result["option"] = option
        result["scores"] = {name: found[name]["score"] for name in found}
        result["contributions"] = {name: share[name] * found[name]["score"] for name in found}
        results.append(result)
    for result in results:
        others = [other["score"] for other in results if other is not result]
        lower = [total for total in others if total < result["score"]]
        result["rank"] = 1 + sum(total > result["score"] for total in others)
        result["tied"] = result["score"] in others
        result["lead"] = result["score"] - max(lower) if lower else None
    return sorted(results, key=lambda result: (-result["score"], result["option"]))
