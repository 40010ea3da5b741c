"""The sheets that recalculate: weights to shares, performances to scores, both to contributions."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from policyscore.book import BookColumn, BookSheet, Cell, Check, Formula, Input
from policyscore.decimals import text_of
from policyscore.model import Criterion, Scale
from policyscore.reports.wording import legible_places
from policyscore.reports.workbook_formulas import (
    FIRST,
    Laid,
    contribution,
    counts_as,
    follows,
    is_straight,
    letters,
    on_scale,
    place_now,
    rank_now,
    ranks,
    results,
    rounded,
    score,
    share_among_siblings,
    share_of_all,
)
from policyscore.shown import one_line
from policyscore.weights import relative, stated, tree_of

UNKNOWN = "unknown"
_WEIGHT = Check(
    "Weight",
    "A number from 0 up. Only its proportion to the weights within the same group counts. "
    "A group may be left empty: it then counts as much as its children together.",
)


def lines(texts: Sequence[str]) -> str | None:
    """Return texts one a line, nothing where there are none."""
    return "\n".join(texts) or None


def weights_sheet(laid: Laid) -> BookSheet:
    """Return the tree, a node a row, parents first, and a column for each profile."""
    columns = (
        BookColumn("Id", 18),
        BookColumn("Name", 32),
        BookColumn("Within", 22),
        BookColumn("Weight", 10, "number", check=_WEIGHT),
        BookColumn("Counts as", 10, "number"),
        *(BookColumn(label, 11, "percent") for label in ("Share among siblings", "Share of all")),
        BookColumn("Share in the model", 11, "percent"),
        *(BookColumn(label, 10, "number") for label in ("Worst", "Best")),
        BookColumn("Unit", 16),
        *(
            BookColumn(label, width, clipped=True)
            for label, width in (("Curve", 14), ("Levels", 30), ("Question", 40))
        ),
        *(BookColumn(label, 40, clipped=True) for label in ("Rationale", "Source")),
        *(BookColumn(f"Profile {name}", 14, "number") for name in laid.model.profiles),
    )
    counted = relative(tree_of(laid.model), stated(laid.model))
    rows = [_node(laid, name, counted[name]) for name in laid.nodes]
    return BookSheet("Weights", "Weights", columns, rows)


def _node(laid: Laid, name: str, counted: Fraction) -> tuple[Cell, ...]:
    model, node, weights = laid.model, laid.model.node(name), laid.ranking.weights
    scale = tuple(_scale(node.scale)) if isinstance(node, Criterion) else (None,) * 5
    return (
        *(name, node.name, node.within, Input(node.weight)),
        Formula(counts_as(laid, name), counted),
        Formula(share_among_siblings(laid, name), weights.local[name]),
        Formula(share_of_all(laid, name), weights.shares[name]),
        *(weights.shares[name], *scale),
        *(node.question or None, node.rationale or None, lines(node.sources)),
        *(profile.weights.get(name) for profile in model.profiles.values()),
    )


def _scale(scale: Scale) -> Iterator[Cell]:
    yield scale.worst
    yield scale.best
    yield scale.unit or None
    curve = () if is_straight(scale) else scale.points
    yield lines([f"{text_of(performance)}: {text_of(points)}" for performance, points in curve])
    # Lines of words that go on are indented, so that each level is where a line begins.
    levels = [(text_of(at), words.replace("\n", "\n  ")) for at, words in scale.levels]
    yield lines([f"{at}: {words}" for at, words in levels])


def performance_sheet(laid: Laid) -> BookSheet:
    """Return options by criteria in natural units, for a reader to change."""
    columns = (
        *_options(),
        *(
            BookColumn(name, 13, "number", check=_on_scale(laid, name), note=noted(laid, name))
            for name in laid.columns
        ),
        BookColumn("Option summary", 60, clipped=True),
        BookColumn("Option source", 30, clipped=True),
    )
    rows = [
        (
            *(option.id, option.name),
            *(Input(UNKNOWN if v is None else v) for v in _values(laid, option.id)),
            *(option.summary or None, lines(option.sources)),
        )
        for option in laid.model.options.values()
    ]
    return BookSheet("Performance", "Performance", columns, rows)


def _options() -> tuple[BookColumn, BookColumn]:
    return BookColumn("Option id", 22), BookColumn("Option name", 30)


def _values(laid: Laid, option: str) -> Iterator[Fraction | None]:
    cells = laid.model.options[option].performance
    yield from (cells[name].value for name in laid.columns)


def _on_scale(laid: Laid, name: str) -> Check:
    """Return the check of a criterion's cells: a number on its scale, or the word unknown."""
    criterion = laid.model.criteria[name]
    scale, cell = criterion.scale, f"{laid.columns[name]}{FIRST}"
    span = f"{text_of(scale.worst)} (worst) to {text_of(scale.best)} (best)"
    held = f"A number from {span}, or the word {UNKNOWN}; "
    message = f"{held}Low and High on the sheet Evidence must hold it. {one_line(scale.unit)}"
    refusal = f"This is no number from {span}, and not the word {UNKNOWN}."
    formula = on_scale(scale, cell)
    return Check(one_line(criterion.name), message.rstrip(), formula, refusal)


def noted(laid: Laid, name: str) -> str:
    """Return what a criterion is, for those who see its id alone: name, unit, worst and best."""
    criterion = laid.model.criteria[name]
    scale, unit = criterion.scale, one_line(criterion.scale.unit)
    told = (
        one_line(criterion.name),
        *([f"Unit: {unit}"] if unit else []),
        f"Worst: {text_of(scale.worst)}",
        f"Best: {text_of(scale.best)}",
    )
    return "\n".join(told)


def points_columns(laid: Laid) -> Iterator[BookColumn]:
    """Yield a column of points for each criterion."""
    yield from (BookColumn(name, 13, "points", note=noted(laid, name)) for name in laid.columns)


def scores_sheet(laid: Laid) -> BookSheet:
    """Return options by criteria in scores, 0 to 100; plain numbers where no formula is short."""
    columns = (*_options(), *points_columns(laid))
    live = {name for name in laid.columns if follows(laid, name)}
    found = {standing.option: standing.scores for standing in laid.ranking.standings}

    def cell(option: str, name: str) -> Cell:
        value = found[option][name]
        return Formula(score(laid, name, option), value) if name in live else value

    rows = [
        (option.id, option.name, *(cell(option.id, name) for name in laid.columns))
        for option in laid.model.options.values()
    ]
    return BookSheet("Scores", "Scores", columns, rows)


def contributions_sheet(laid: Laid) -> BookSheet:
    """Return options in the order of the ranking in the model by criteria in points.

    Behind stand what they add up to, and the rank and the place that follow.
    """
    places = legible_places(standing.score for standing in laid.ranking.standings)
    columns = (
        *_options(),
        *points_columns(laid),
        BookColumn("Total points", 12, "points"),
        BookColumn("Score for ranks", 14, "points", 9),
        *(BookColumn(label, 10, "number") for label in ("Rank now", "Place now")),
        BookColumn("Rank in the model", 10, "number"),
        BookColumn("Score in the model", 10, "points", places),
    )
    rows = [_contributions(laid, place, rank) for place, rank in enumerate(ranks(laid))]
    return BookSheet("Contributions", "Contributions", columns, rows)


def _contributions(laid: Laid, place: int, rank: int) -> tuple[Cell, ...]:
    standing, row, found = laid.ranking.standings[place], FIRST + place, results(laid)
    parts = (
        Formula(contribution(laid, name, standing.option), standing.contributions[name])
        for name in laid.columns
    )
    return (
        *(standing.option, laid.model.options[standing.option].name),
        *parts,
        Formula(f"SUM(C{row}:{letters(len(laid.columns) + 1)}{row})", standing.score),
        Formula(f"ROUND({found.total}{row},9)", rounded(standing.score)),
        Formula(rank_now(laid, row), rank),
        Formula(place_now(laid, row), place + 1),
        *(standing.rank, standing.score),
    )
