"""The sheets that recalculate: weights to shares, performances to scores, both to contributions."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from policyscore.book import BookColumn, BookSheet, Cell, Check, Formula, Input
from policyscore.decimals import text_of
from policyscore.model import Criterion, Scale
from policyscore.reports.workbook_formulas import (
    FIRST,
    Laid,
    contribution,
    counts_as,
    follows,
    is_straight,
    letters,
    score,
    share_among_siblings,
    share_of_all,
    there,
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
        BookColumn("Within", 14),
        BookColumn("Weight", 10, "number", check=_WEIGHT),
        BookColumn("Counts as", 10, "number"),
        *(BookColumn(label, 11, "percent") for label in ("Share among siblings", "Share of all")),
        BookColumn("Share in the model", 11, "percent"),
        *(BookColumn(label, 10, "number") for label in ("Worst", "Best")),
        BookColumn("Unit", 16),
        BookColumn("Curve", 14),
        BookColumn("Levels", 50),
        BookColumn("Question", 70),
        BookColumn("Rationale", 100),
        BookColumn("Source", 30),
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
        *(BookColumn(name, 13, "number", check=_on_scale(laid, name)) for name in laid.columns),
        BookColumn("Option summary", 70),
        BookColumn("Option source", 30),
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
    criterion, row = laid.model.criteria[name], laid.nodes[name]
    scale, cell = criterion.scale, f"{laid.columns[name]}{FIRST}"
    ends = f"{there('Weights', 'I', row)}:$J${row}"
    within = f"AND(ISNUMBER({cell}),{cell}>=MIN({ends}),{cell}<=MAX({ends}))"
    span = f"{text_of(scale.worst)} (worst) to {text_of(scale.best)} (best)"
    message = f"A number from {span}, or the word {UNKNOWN}. {one_line(scale.unit)}".rstrip()
    return Check(one_line(criterion.name), message, f'OR({cell}="{UNKNOWN}",{within})')


def scores_sheet(laid: Laid) -> BookSheet:
    """Return options by criteria in scores, 0 to 100; plain numbers where no formula is short."""
    columns = (*_options(), *(BookColumn(name, 13, "points") for name in laid.columns))
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
    """Return options in the order of the ranking by criteria in points, and what they add up to."""
    columns = (
        *_options(),
        *(BookColumn(name, 13, "points") for name in laid.columns),
        BookColumn("Total points", 12, "points"),
    )
    last = letters(len(laid.columns) + 1)
    rows: list[tuple[Cell, ...]] = [
        (
            *(standing.option, laid.model.options[standing.option].name),
            *(
                Formula(contribution(laid, name, standing.option), standing.contributions[name])
                for name in laid.columns
            ),
            Formula(f"SUM(C{row}:{last}{row})", standing.score),
        )
        for row, standing in enumerate(laid.ranking.standings, start=FIRST)
    ]
    return BookSheet("Contributions", "Contributions", columns, rows)
