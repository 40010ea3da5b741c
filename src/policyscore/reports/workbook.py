"""The workbook that recalculates: from weights and performances to scores, ranks and the chart."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from re import fullmatch

from policyscore.book import Bars, Book, BookColumn, BookSheet, Cell, Formula, Part
from policyscore.model import Model
from policyscore.reports.wording import legible_places, listed, title
from policyscore.reports.workbook_answer import answer, performances_now, weights_now
from policyscore.reports.workbook_evidence import evidence_sheets
from policyscore.reports.workbook_formulas import (
    FIRST,
    Laid,
    at_place,
    follows,
    laid_out,
    ranks,
    results,
)
from policyscore.reports.workbook_live import (
    contributions_sheet,
    performance_sheet,
    points_columns,
    scores_sheet,
    weights_sheet,
)
from policyscore.scoring import Ranking

MOST_SERIES = 255  # of a chart
_Value = int | Fraction | str
_LONG_AGO = (1980, 1, 1)  # when what has no date was made
_HOW = (
    "Change the weights (sheet Weights, column Weight) or the performances (sheet Performance), "
    "and what is said of them on sheet Evidence. These cells have a border and a tint; all others "
    "are locked, without a password. Shares, scores, the sheet Ranking with its order and chart, "
    "and the answer above follow. A performance is a number on its criterion's scale, or the word "
    "unknown; anything else is struck through and counts as unknown. Point at the heading of a "
    "criterion to read its name, unit, worst and best. Scores that agree to nine decimals share a "
    "rank. The columns named 'in the model' stay."
)
_METHOD = (
    "Score: how an option does on a criterion, from 0 (the worst of its scale) to 100 (the best); "
    "what is unknown gets the middle of what it may score. Weight: the worth of the swing from "
    "worst to best, relative to the weights beside it; shares multiply down the tree. "
    "Contribution: score times the criterion's share of all. The contributions of an option add up "
    "to its overall score, by which options are ranked."
)


def workbook(model: Model, ranking: Ranking, about: Sequence[tuple[str, str]]) -> Book:
    """Return the workbook of a model; it holds all of the model, and formulas with their values.

    `ranking` is the one under the model's own weights; `about` are labels and texts that close the
    first sheet, where a Method of theirs stands for ours.
    """
    laid = laid_out(model, ranking)
    sheets = (
        _read_me(laid, about),
        _ranking(laid),
        weights_sheet(laid),
        performance_sheet(laid),
        scores_sheet(laid),
        contributions_sheet(laid),
        *evidence_sheets(laid),
    )
    return Book(title(model), _made(model.decision.date), sheets)


def _made(text: str) -> tuple[int, int, int]:
    """Return a model's date, the first day of a year or month; a fixed day where it is no date."""
    found = fullmatch(r"((?:19|2\d)\d\d)(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        return _LONG_AGO
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return _LONG_AGO
    return year, month, day


def _read_me(laid: Laid, about: Sequence[tuple[str, str]]) -> BookSheet:
    decision = laid.model.decision
    facts: list[tuple[str, Cell]] = [
        ("Title", decision.title or None),
        ("Question", decision.question or None),
        ("Owner", decision.owner or None),
        ("Date", decision.date or None),
        ("Baseline", decision.baseline),
        ("Indifference", decision.indifference),
    ]
    rows = [
        *facts,
        ("Answer", answer(laid, f"$B${FIRST + len(facts) - 1}")),
        ("Weights", weights_now(laid)),
        ("Performances", performances_now(laid)),
        ("How to use", _HOW),
        *([] if "Method" in dict(about) else [("Method", _METHOD)]),
        *_fixed(laid),
        *about,
    ]
    return BookSheet("Read me", "ReadMe", (BookColumn("Item", 16), BookColumn("Value", 100)), rows)


def _fixed(laid: Laid) -> list[tuple[str, str]]:
    """Return a row on the criteria whose scores are plain numbers, none where all are formulas."""
    names = [name for name in laid.columns if not follows(laid, name)]
    if not names:
        return []
    said = f"Scores on {listed(names)} do not follow changed performances: their curves have too "
    return [("Not live", f"{said}many points for a formula.")]


def _ranking(laid: Laid) -> BookSheet:
    """Return a place a row, from the first on: formulas pick the option that stands there."""
    places = legible_places(standing.score for standing in laid.ranking.standings)
    columns = (
        BookColumn("Rank", 10, "number"),
        BookColumn("Option id", 22),
        BookColumn("Option name", 34),
        BookColumn("Score", 10, "points", places),
        BookColumn("Rank in the model", 10, "number"),
        BookColumn("Score in the model", 10, "points", places),
        BookColumn("Change", 10, "signed", places),
        *(_apart(column) for column in points_columns(laid)),
    )
    rows = [_place(laid, place, rank) for place, rank in enumerate(ranks(laid))]
    return BookSheet("Ranking", "Ranking", columns, rows, _chart(laid))


def _apart(column: BookColumn) -> BookColumn:
    """Return the column of a criterion with a heading that no other column of Ranking has."""
    taken = column.label in ("rank", "score", "change")
    return column._replace(label=f"{column.label} (criterion)") if taken else column


def _place(laid: Laid, place: int, rank: int) -> tuple[Cell, ...]:
    standing, row, found = laid.ranking.standings[place], FIRST + place, results(laid)

    def picked(column: str, value: _Value) -> Formula:
        return Formula(at_place(laid, column, row), value)

    def ranked(formula: str, value: _Value) -> Formula:
        return Formula(f'IF(ISNUMBER($A{row}),{formula},"")', value)

    parts = (
        ranked(at_place(laid, column, row), standing.contributions[name])
        for name, column in laid.columns.items()
    )
    return (
        picked(found.rank, rank),
        *(picked("A", standing.option), picked("B", laid.model.options[standing.option].name)),
        ranked(at_place(laid, found.total, row), standing.score),
        *(picked(found.rank_before, standing.rank), picked(found.score_before, standing.score)),
        ranked(f"ROUND(D{row}-F{row},9)", 0),
        *parts,
    )


def _chart(laid: Laid) -> Bars:
    """Return the contributions as bars; where there are too many for a chart, the scores."""
    first, score = 7, 3  # columns of Ranking
    parts = [
        Part(first + place, ("Weights", laid.nodes[name] - 1, 1))
        for place, name in enumerate(laid.columns)
    ]
    if len(parts) > MOST_SERIES:
        parts = [Part(score, ("Ranking", 0, score))]
    description = (
        "A bar for each option, in the order of the ranking. Its parts are the contributions of "
        "the criteria, and its length is the option's overall score. The same numbers stand above."
    )
    title = "Contributions to the overall score"
    return Bars(title, description, "points", "Ranking", len(laid.ranked), 2, tuple(parts))
