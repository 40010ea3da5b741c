"""Where the cells of the workbook stand, and the formulas between them, in the words of Excel.

References to other rows and sheets are absolute: a table that somebody sorts keeps its numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from policyscore.model import Model, Scale
from policyscore.report import number
from policyscore.scoring import Ranking

LONGEST = 8_000  # characters of a formula that spreadsheets read for sure
MOST_ARGUMENTS = 255
FIRST = 2  # the row below the headings
NO_ANSWER = "no answer"
TOLERANCE = "0.000001"


class Laid(NamedTuple):
    """A model and its ranking, and in which row of its sheets each node and option stands.

    `nodes` are in the order of the tree, parents first, `options` by id, `ranked` the options in
    the order of the ranking. `columns` are the letters of the criteria, the same on all sheets.
    """

    model: Model
    ranking: Ranking
    nodes: Mapping[str, int]
    options: Mapping[str, int]
    ranked: Mapping[str, int]
    columns: Mapping[str, str]


def laid_out(model: Model, ranking: Ranking) -> Laid:
    """Return where everything stands."""
    return Laid(
        model,
        ranking,
        _rows(_depth_first(model, model.roots)),
        _rows(model.options),
        _rows(standing.option for standing in ranking.standings),
        {name: letters(place) for place, name in enumerate(model.criteria, start=2)},
    )


def _rows(names: Iterable[str]) -> dict[str, int]:
    return {name: row for row, name in enumerate(names, start=FIRST)}


def _depth_first(model: Model, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from _depth_first(model, model.children(name))


def letters(place: int) -> str:
    """Return the letters of a column, counted from 0: A to Z, AA, AB and so on."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def there(sheet: str, column: str, row: int) -> str:
    """Return the reference to a cell of another sheet."""
    return f"{sheet}!${column}${row}"


def down(sheet: str, column: str, rows: Mapping[str, int], to: str = "") -> str:
    """Return the reference to those rows in a column of a sheet, or in the columns up to `to`."""
    return f"{sheet}!${column}${FIRST}:${to or column}${FIRST + len(rows) - 1}"


def counts_as(laid: Laid, name: str) -> str:
    """Return the formula of what a node counts: its weight, or what its children count."""
    row, children = laid.nodes[name], laid.model.children(name)
    # What is negative counts nothing, so that no share is divided by 0; it is told as unusable.
    # Text counts nothing to MAX either.
    own = f"MAX(0,D{row})"
    return f"IF(ISNUMBER(D{row}),{own},{_together(laid, children)})" if children else own


def share_among_siblings(laid: Laid, name: str) -> str:
    """Return the formula of a node's part of what its siblings count, 0 where it counts nothing."""
    row, within = laid.nodes[name], laid.model.node(name).within
    siblings = laid.model.roots if within is None else laid.model.children(within)
    return f"IF(E{row}=0,0,E{row}/{_together(laid, siblings)})"


def share_of_all(laid: Laid, name: str) -> str:
    """Return the formula of a node's share of the whole tree."""
    row, within = laid.nodes[name], laid.model.node(name).within
    return f"F{row}" if within is None else f"F{row}*$G${laid.nodes[within]}"


def _together(laid: Laid, names: Iterable[str]) -> str:
    """Return the sum of what some nodes count, rows side by side as one range."""
    ranges: list[list[int]] = []
    for row in (laid.nodes[name] for name in names):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    parts = [f"$E${a}:$E${b}" if a < b else f"$E${a}" for a, b in ranges]
    while len(parts) > MOST_ARGUMENTS:
        starts = range(0, len(parts), MOST_ARGUMENTS)
        parts = [f"SUM({','.join(parts[s : s + MOST_ARGUMENTS])})" for s in starts]
    return f"SUM({','.join(parts)})"


def score(laid: Laid, criterion: str, option: str) -> str:
    """Return the formula of a score: the value function at the performance, by the scale's cells.

    What is no number on the scale is unknown: it gets the middle of what the scale's ends score.
    """
    performance = there("Performance", laid.columns[criterion], laid.options[option])
    scale, row = laid.model.criteria[criterion].scale, laid.nodes[criterion]
    (_, least), (_, most) = scale.points[0], scale.points[-1]
    worst, best = there("Weights", "I", row), there("Weights", "J", row)
    known = f"({performance}-{worst})/({best}-{worst})*100"
    if not is_straight(scale):
        known = "+".join((_literal(least), *_ramps(scale, performance)))
    return where_known(laid, criterion, option, known, _literal((least + most) / 2))


def where_known(laid: Laid, criterion: str, option: str, known: str, unknown: str) -> str:
    """Return the formula that gives one thing for a number on the scale, else the other."""
    performance = there("Performance", laid.columns[criterion], laid.options[option])
    ends = _ends(laid, criterion)
    outside = f"OR({performance}<MIN({ends}),{performance}>MAX({ends}))"
    return f"IF(ISNUMBER({performance}),IF({outside},{unknown},{known}),{unknown})"


def misread(laid: Laid, criterion: str, option: str, yes: str) -> str:
    """Return the formula that gives `yes` for what is no number on the scale nor said unknown."""
    performance = there("Performance", laid.columns[criterion], laid.options[option])
    found = where_known(laid, criterion, option, '""', yes)
    return f'IF(COUNTIF({performance},"unknown")=1,"",{found})'


def _ends(laid: Laid, criterion: str) -> str:
    row = laid.nodes[criterion]
    return f"{there('Weights', 'I', row)}:$J${row}"


def on_scale(scale: Scale, cell: str) -> str:
    """Return the formula of whether a cell holds a number on a scale, or the word unknown.

    It refers to no other sheet, as Excel does not read that in checks for sure.
    """
    low, high = (_literal(end) for end in sorted((scale.worst, scale.best)))
    return f'IF(ISNUMBER({cell}),AND({cell}>={low},{cell}<={high}),COUNTIF({cell},"unknown")=1)'


def is_straight(scale: Scale) -> bool:
    """Tell whether a scale has no curve: a straight line from worst (0) to best (100)."""
    return scale.points == ((scale.worst, Fraction(0)), (scale.best, Fraction(100)))


def _ramps(scale: Scale, performance: str) -> Iterator[str]:
    """Yield what each stretch of a curve adds to the score, from nothing to all of its rise."""
    for (x, y), (next_x, next_y) in pairwise(scale.points):
        if y != next_y:
            start, end = _literal(x), _literal(next_x)
            part = f"({performance}-{start})/({end}-{start})"
            yield f"{_literal(next_y - y)}*MAX(0,MIN(1,{part}))"


def _literal(value: Fraction) -> str:
    """Return a number as formulas hold it, to the nearest double."""
    text = repr(number(value)).upper()
    return f"({text})" if value < 0 else text


def follows(laid: Laid, criterion: str) -> bool:
    """Tell whether scores on a criterion can be formulas: its curve may have too many points."""
    return all(len(score(laid, criterion, option)) <= LONGEST for option in [*laid.options][-1:])


def contribution(laid: Laid, criterion: str, option: str) -> str:
    """Return the formula of a score by the criterion's share of all."""
    points = there("Scores", laid.columns[criterion], laid.options[option])
    return f"{points}*{there('Weights', 'G', laid.nodes[criterion])}"


class Results(NamedTuple):
    """The letters of the columns of the sheet Contributions that stand behind the criteria."""

    total: str
    rounded: str
    rank: str
    place: str
    rank_before: str
    score_before: str


def results(laid: Laid) -> Results:
    """Return where totals and ranks stand on the sheet Contributions."""
    first = len(laid.columns) + 2
    return Results(*(letters(first + place) for place in range(len(Results._fields))))


def usable(laid: Laid) -> str:
    """Return what holds where all weights are at least 0 and the criteria share out the whole."""
    weights, shares, worst = (down("Weights", column, laid.nodes) for column in "DGI")
    counted = f'COUNTIF({weights},">=0")+COUNTBLANK({weights})={len(laid.nodes)}'
    return f"AND({counted},ABS(SUMPRODUCT({shares}*ISNUMBER({worst}))-1)<{TOLERANCE})"


def rank_now(laid: Laid, row: int) -> str:
    """Return the formula of an option's rank by rounded score, or that there is none."""
    column = results(laid).rounded
    above = f"SUMPRODUCT(--({_own(laid, column)}>{column}{row}))"
    return f'IF({usable(laid)},1+{above},"{NO_ANSWER}")'


def place_now(laid: Laid, row: int) -> str:
    """Return the formula of an option's place, which no other has: ties in the model's order."""
    found = results(laid)
    scores = _own(laid, found.rounded)
    before = f"SUMPRODUCT(({scores}={found.rounded}{row})*(ROW({scores})<ROW()))"
    rank = f"{found.rank}{row}"
    return f"IF(ISNUMBER({rank}),{rank}+{before},ROW()-{FIRST - 1})"


def _own(laid: Laid, column: str) -> str:
    return down("Contributions", column, laid.ranked).removeprefix("Contributions!")


def at_place(laid: Laid, column: str, row: int) -> str:
    """Return the formula of what Contributions holds in a column, for the place of a row."""
    cells, places = (down("Contributions", c, laid.ranked) for c in (column, results(laid).place))
    return f"INDEX({cells},MATCH({row - FIRST + 1},{places},0))"


def rounded(points: Fraction) -> Fraction:
    """Return what ROUND(points, 9) comes to, for points of at least 0: halves go up."""
    return Fraction((points * 10**9 * 2 + 1) // 2, 10**9)


def ranks(laid: Laid) -> list[int]:
    """Return the ranks by rounded score, in the order of the ranking; equal ones share a rank."""
    first: dict[Fraction, int] = {}
    found = [rounded(standing.score) for standing in laid.ranking.standings]
    for rank, points in enumerate(found, start=1):
        first.setdefault(points, rank)
    return [first[points] for points in found]
