"""Scales and the performances on them: what the numbers must agree on."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from policyscore.decimals import text_of
from policyscore.faults import FaultList, Place
from policyscore.load.draft import UNKNOWN, Draft, ends, refer
from policyscore.load.reader import Entry

Ends = tuple[Fraction, Fraction]
# A point of a curve, (performance, score), and where it stands.
Point = tuple[tuple[Fraction, Fraction], Place]


def check_scale(name: str, scale: Entry, faults: FaultList) -> None:
    """Add the faults of a criterion's scale: its ends, its levels, its curve."""
    between = ends(scale)
    if between is None:
        if "worst" in scale.values and "best" in scale.values:
            both = f"worst and best are both {text_of(scale.values['best'])}"
            what, fix = f"{name}: {both}, so nothing can differ on it", "give it two different ends"
            faults.add(scale.where("best"), "scale", what, fix)
        return
    levels: Entry | None = scale.get("levels")
    for level, place in levels.places.items() if levels else ():
        if not min(between) <= level <= max(between):
            what = f"{name}: the level {text_of(level)} is outside the scale {_span(between)}"
            faults.add(place, "off-scale", what, "levels describe points of the scale")
    curve = scale.get("curve", ())
    if curve and all(point and None not in point[0] for point in curve):
        _check_curve(scale, between, curve, faults)


def _span(between: Ends) -> str:
    return f"from {text_of(between[0])} to {text_of(between[1])}"


def _check_curve(scale: Entry, between: Ends, curve: Sequence[Point], faults: FaultList) -> None:
    points = sorted(curve, reverse=between[0] > between[1])
    problems = list(_problems(scale.where("curve"), between, points))
    for place, what, fix in problems:
        faults.add(place, "curve", f"the curve {what}", fix)
    first, last = points[0][0][1], points[-1][0][1]
    if not problems and not (first == 0 and last == 100):
        what = (
            f"the curve gives worst {text_of(first)} and best {text_of(last)}, "
            "so the weight stands for less than a full swing"
        )
        faults.warn(scale.where("curve"), "curve-swing", what, "let worst score 0 and best 100")


def _problems(
    curve: Place, between: Ends, points: Sequence[Point]
) -> Iterator[tuple[Place, str, str]]:
    """Yield what is wrong with the points of a curve, which come from worst to best."""
    first, last = points[0][0][0], points[-1][0][0]
    if (first, last) != between:
        what = f"runs {_span((first, last))}, the scale {_span(between)}"
        yield curve, what, "begin at worst, end at best, and stay between"
    for (_, score), place in points:
        if not 0 <= score <= 100:
            yield place, f"has a score of {text_of(score)}", "scores go from 0 to 100"
    for ((x, y), place), ((next_x, next_y), next_place) in pairwise(points):
        if x == next_x:
            what = f"gives the performance {text_of(x)} two scores"
            yield max(place, next_place), what, "give each performance once"
        elif _bounded(next_y) < _bounded(y):
            what = f"falls from {text_of(y)} to {text_of(next_y)} on the way from worst to best"
            yield next_place, what, "a better performance never scores less"


def _bounded(score: Fraction) -> Fraction:
    return min(max(score, Fraction(0)), Fraction(100))


def check_cells(name: str, option: Entry, draft: Draft, faults: FaultList) -> None:
    """Add the faults of an option's performances: one on each criterion, each on its scale."""
    table: Entry | None = option.get("performance")
    if table is None:
        return
    known = draft.ids["criterion"] - draft.groups
    for criterion, place in table.places.items():
        if criterion in draft.groups:
            what = f"{criterion} is a group; options perform on the criteria within it"
            faults.add(place, "unknown-criterion", what, "remove the line")
        elif refer(criterion, place, "criterion", known, "", faults) and criterion in draft.leaves:
            scale = draft.leaves[criterion].get("scale")
            _check_cell(criterion, table.get(criterion), place, scale, faults)
    missing = sorted(set(draft.leaves) - set(table.places))
    if missing:
        some = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" * (len(missing) > 5))
        what = f"{name} has no performance on {some}"
        faults.add(option.where("performance"), "missing-cell", what, "add it, or write unknown")


def _check_cell(
    name: str,
    cell: Any,  # noqa: ANN401 - a number, unknown, a record, or None after a fault
    place: Place,
    scale: Entry | None,
    faults: FaultList,
) -> None:
    long = cell if isinstance(cell, Entry) else Entry({"value": cell}, {"value": place}, place)
    given = [(key, long.get(key)) for key in ("low", "value", "high")]
    given = [(key, value) for key, value in given if value is not None]
    if long.get("value") == UNKNOWN:
        if len(given) > 1:
            what = f"{name} is unknown, yet has a low or a high"
            fix = "unknown stands for the whole scale; give a value, or leave low and high out"
            faults.add(place, "unknown-range", what, fix)
        return
    between = ends(scale)
    for key, value in given:
        if between and not min(between) <= value <= max(between):
            label = name if key == "value" else f"{name}: {key}"
            what = f"{label} is {text_of(value)}, outside the scale {_span(between)}"
            fix = "correct it, or widen the scale and weigh the criterion anew"
            faults.add(long.where(key), "off-scale", what, fix)
    for (lesser, low), (greater, high) in pairwise(given):
        if low > high:
            what = f"{name}: {lesser} {text_of(low)} is above {greater} {text_of(high)}"
            faults.add(long.where(lesser), "range", what, "let low <= value <= high")
