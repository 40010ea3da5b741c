"""The part of the report of `diff` about options that came or went."""

from collections.abc import Iterator
from fractions import Fraction

from policyscore.difference.edit import Edit
from policyscore.figures import points
from policyscore.report import Block, Column, Row, Table
from policyscore.reports.differing import Differing, where
from policyscore.reports.wording import listed

MOST_SHOWN = 10
MOST_NAMED = 3  # criteria that a new option scores by


def newcomers(differing: Differing) -> Iterator[Block]:
    """Yield the options that came or went, and what the new ones score by."""
    every = list(_edits(differing))
    told = every if differing.verbose else every[:MOST_SHOWN]
    rows = [
        Row((differing.edit(edit),), (where(edit, differing.base), *_about(differing, edit)))
        for edit in told
    ]
    if len(told) < len(every):
        rows.append(Row((f"{len(every) - len(told)} more; -v shows them",)))
    if rows:
        columns = (Column("option", folds=True),)
        yield Table(columns, tuple(rows), "Options that came or went", notes="where and why")


def _edits(differing: Differing) -> Iterator[Edit]:
    for part in differing.found.parts:
        yield from (edit for edit in part.edits if edit.kind == "option")


def _about(differing: Differing, edit: Edit) -> Iterator[str]:
    """Yield what a new option scores by, and if it is like one that went."""
    if edit.gone:
        return
    option = differing.after.options[edit.option]
    points_of = differing.contributions(option.id)
    best = sorted(points_of.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    told = listed([f"{differing.node(name)} ({points(value)})" for name, value in best])
    yield f"Its score of {points(sum(points_of.values(), Fraction(0)))} comes most from {told}."
    for name in (other.option for other in _edits(differing) if other.gone):
        old = differing.earlier_cells(name)
        cells = option.performance.items()
        same = sum(cell.value is not None and old.get(c) == cell.value for c, cell in cells)
        if same * 2 > len(option.performance):
            yield (
                f"It has {same} of {len(option.performance)} performances of "
                f"{differing.option(name)}, which is gone: perhaps a renamed id."
            )
