"""The workbook that recalculates: from weights and performances to scores, ranks and the chart."""

from collections.abc import Sequence
from datetime import date
from re import fullmatch

from policyscore.book import Bars, Book, BookColumn, BookSheet, Cell, Formula, Part
from policyscore.model import Model
from policyscore.reports.wording import legible_places, listed, title
from policyscore.reports.workbook_answer import answer, scores_now, weights_now
from policyscore.reports.workbook_evidence import evidence_sheets
from policyscore.reports.workbook_formulas import (
    FIRST,
    Laid,
    down,
    follows,
    laid_out,
    letters,
    ranks,
    rounded,
    there,
)
from policyscore.reports.workbook_live import (
    contributions_sheet,
    performance_sheet,
    scores_sheet,
    weights_sheet,
)
from policyscore.scoring import Ranking

MOST_SERIES = 255  # of a chart
_LONG_AGO = (1980, 1, 1)  # when what has no date was made
_HOW = (
    "Change the weights (sheet Weights, column Weight) or the performances (sheet Performance). "
    "These cells have a border and a tint; all others are locked, without a password. Shares, "
    "scores, ranks, the chart on sheet Ranking and the answer above follow. A performance is a "
    "number on its criterion's scale, or the word unknown. The columns named 'in the model' stay."
)
_METHOD = (
    "Score: how an option does on a criterion, from 0 (the worst of its scale) to 100 (the best); "
    "what is unknown gets the middle of what it may score. Weight: the worth of the swing from "
    "worst to best, relative to the weights beside it; shares multiply down the tree. "
    "Contribution: score times the criterion's share of all. The contributions of an option add up "
    "to its overall score, by which options are ranked; scores that agree to nine decimals share a "
    "rank here."
)


def workbook(model: Model, ranking: Ranking, about: Sequence[tuple[str, str]]) -> Book:
    """Return the workbook of a model; it holds all of the model, and formulas with their values.

    `ranking` is the one under the model's own weights; `about` are labels and texts that close the
    first sheet.
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
        ("Scores", scores_now(laid)),
        ("How to use", _HOW),
        ("Method", _METHOD),
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
    standings = laid.ranking.standings
    places = legible_places(standing.score for standing in standings)
    columns = (
        BookColumn("Option id", 22),
        BookColumn("Option name", 34),
        BookColumn("Rank", 8, "number"),
        BookColumn("Score", 10, "points", places),
        BookColumn("Score for ranks", 14, "points", 9),
        BookColumn("Rank in the model", 10, "number"),
        BookColumn("Score in the model", 10, "points", places),
        BookColumn("Change", 10, "signed", places),
    )
    rows = [_standing(laid, place, rank) for place, rank in enumerate(ranks(laid))]
    return BookSheet("Ranking", "Ranking", columns, rows, _chart(laid))


def _standing(laid: Laid, place: int, rank: int) -> tuple[Cell, ...]:
    standing, row = laid.ranking.standings[place], FIRST + place
    total = there("Contributions", letters(len(laid.columns) + 2), row)
    ranked = down("Ranking", "E", laid.ranked).removeprefix("Ranking!")
    return (
        *(standing.option, laid.model.options[standing.option].name),
        Formula(f"_xlfn.RANK.EQ(E{row},{ranked})", rank),
        Formula(total, standing.score),
        Formula(f"ROUND(D{row},9)", rounded(standing.score)),
        *(standing.rank, standing.score),
        Formula(f"ROUND(D{row}-G{row},9)", 0),
    )


def _chart(laid: Laid) -> Bars:
    """Return the contributions as bars; where there are too many for a chart, the scores."""
    first = 2  # the column of the first criterion
    parts = [
        Part(first + place, ("Weights", laid.nodes[name] - 1, 1))
        for place, name in enumerate(laid.columns)
    ]
    if len(parts) > MOST_SERIES:
        total = first + len(parts)
        parts = [Part(total, ("Contributions", 0, total))]
    description = (
        "A bar for each option, in the order of the ranking in the model. Its parts are the "
        "contributions of the criteria, and its length is the option's overall score. The same "
        "numbers stand on sheet Contributions."
    )
    title = "Contributions to the overall score"
    bars = len(laid.ranked)
    return Bars(title, description, "points", "Contributions", bars, 1, tuple(parts))
