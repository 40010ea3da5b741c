"""The part of the report of `diff` that says what each edit did to scores and to the lead."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from policyscore.difference.changes import OptionChange
from policyscore.difference.edit import Edit
from policyscore.difference.versions import Part
from policyscore.figures import points, share
from policyscore.report import Block, Column, Figure, Prose, Row, Table
from policyscore.reports.differing import Differing, largest_effects, told, where
from policyscore.reports.wording import ROUNDED, counted, evidence, listed, read, sources
from policyscore.shown import one_line

MOST_EDITS = 10
MOST_ACROSS = 4  # options whose points stand beside an edit
MOST_SETS = 3


def importance(option: OptionChange, leads: bool) -> tuple[bool, bool, Fraction]:
    """Return what sorts options by how much a reader wants to see them, the most first."""
    moved = (option.before and option.before.rank) != (option.after and option.after.rank)
    return not leads, not moved, -abs(option.change or Fraction(0))


def causes(differing: Differing) -> Iterator[Block]:
    """Yield what each edit did to the scores of a few options; the rows add up to the change."""
    found = differing.found
    options = _across(differing)
    seen, every = (largest_effects(some, len(found.parts)) for some in (options, found.both))
    order = sorted(
        (i for i in range(len(found.parts)) if every[i]), key=lambda i: (-seen[i], -every[i], i)
    )
    if not order:
        return
    most = len(order) if differing.verbose else MOST_EDITS
    shown, rest = order[:most], order[most:]
    rows = [_cause(differing, options, i) for i in shown]
    if rest:
        rest_points = [sum((o.parts[i] for i in rest), Fraction(0)) for o in options]
        many = sum(len(found.parts[i].edits) for i in rest)
        rows.append(_points_row(f"{counted(many, 'more edit')}; -v shows them", rest_points))
    if len(order) > 1:
        changes = [option.change or Fraction(0) for option in options]
        rows.append(_points_row("all together", changes))
    columns = (
        Column("edit", folds=True),
        *(Column(differing.option(option.option), numeric=True) for option in options),
    )
    yield Table(columns, tuple(rows), "What changed the scores, in points", notes="where and why")
    adds_up = all(_adds_up(rows, i) for i in range(len(options))) or len(order) == 1
    yield Prose((*_about_causes(differing, order), *[ROUNDED] * (not adds_up)))


def _adds_up(rows: Sequence[Row], column: int) -> bool:
    """Tell whether the printed points of an option add up to the last row as it is printed."""
    shown = [cell.text for row in rows if isinstance(cell := row.cells[column + 1], Figure)]
    *parts, whole = (Fraction(0) if text == "·" else read(text) for text in shown)
    return sum(parts, Fraction(0)) == whole


def _across(differing: Differing) -> list[OptionChange]:
    """Return the options whose points are shown: all, or the leaders and the most changed."""
    both = list(differing.found.both)
    if len(both) <= MOST_ACROSS:
        return both
    leaders = differing.found.moves.before | differing.found.moves.after
    order = sorted(both, key=lambda option: importance(option, option.option in leaders))
    kept = {option.option for option in order[:MOST_ACROSS]}
    return [option for option in both if option.option in kept]


def _cause(differing: Differing, options: Sequence[OptionChange], number: int) -> Row:
    part = differing.found.parts[number]
    found = [option.parts[number] for option in options]
    if len(part.edits) == 1:
        edit = part.edits[0]
        notes = (where(edit, differing.base), *_reasons(differing, edit))
        return _points_row(differing.edit(edit), found, notes)
    label = f"{len(part.edits)} edits that count together"
    notes = tuple(told(part, differing))
    if len(notes) > MOST_EDITS and not differing.verbose:
        notes = (*notes[:MOST_EDITS], f"{len(notes) - MOST_EDITS} more; -v shows them")
    return _points_row(label, found, notes)


def _points_row(label: str, found: Sequence[Fraction], notes: tuple[str, ...] = ()) -> Row:
    figures = (Figure(points(value, signed=True) if value else "·") for value in found)
    return Row((label, *figures), notes)


def _reasons(differing: Differing, edit: Edit) -> Iterator[str]:
    """Yield why a performance or a weight is what it is, and whether that is what it was before."""
    after, of = differing.after, (edit.option, edit.node)
    if edit.kind == "criterion":
        side = differing.found.shares[not edit.gone].get(edit.node, Fraction(0))
        yield f"It {'weighed' if edit.gone else 'weighs'} {share(side)} of all."
        return
    if edit.kind == "performance":
        yield evidence(after.options[edit.option].performance[edit.node])
        what = "value changed; its rationale, source and confidence"
    elif edit.kind == "scale":
        ends = [str(text).partition(", curve")[0] for text in (edit.before, edit.after)]
        weighed = any(e.kind == "weight" and e.node == edit.node for e in differing.found.edits)
        if ends[0] != ends[1] and not weighed:
            yield "The swing that the weight stands for changed; the weight did not."
        return
    elif edit.kind == "weight":
        node = after.node(edit.node)
        yield f"{one_line(node.rationale) or 'No rationale is given.'} [{sources(node.sources)}]"
        what = "weight changed; its rationale and source"
    else:
        return
    edited = any(e.kind == "evidence" and (e.option, e.node) == of for e in differing.found.edits)
    if differing.before is not None and not edited:
        yield f"The {what} did not."


def _about_causes(differing: Differing, order: Sequence[int]) -> Iterator[str]:
    """Yield how the points were found, and which options came or went besides."""
    if len(order) > 1:
        yield (
            "The rows add up to the change of each score. What edits do only together is divided "
            "between them: the mean over all orders of applying them (Shapley values, exact)."
        )
    if not any(len(part.edits) > 1 for part in differing.found.parts):
        return
    if differing.before is None:
        yield "A saved result holds shares, not weights, so all of them count as one edit."
    else:
        yield (
            "Edits that count together have no meaning one by one, or are too many weights to take "
            "apart."
        )


def lead_in_words(differing: Differing) -> Iterator[str]:
    """Yield which edits alone would have moved the lead, and which only together."""
    found = differing.found
    alone = found.moves.alone
    if alone is None:
        if differing.before is not None:
            yield "The edits are too many to say which of them alone move the lead."
    elif alone:
        yield from _alone(differing, alone)
    elif not found.same_leaders:
        yield _together(differing)


def _alone(differing: Differing, alone: Mapping[int, frozenset[str]]) -> Iterator[str]:
    """Yield who leads with each edit that moves the lead by itself."""
    found = differing.found
    if len(found.parts) == 1:
        return
    told_of = len(alone) if differing.verbose else MOST_SETS
    for number, leaders in list(alone.items())[:told_of]:
        verb = "leads" if len(leaders) == 1 else "share the lead"
        label = _label(differing, found.parts[number])
        yield f"Alone: with {label}, {differing.options(sorted(leaders))} {verb}."
    if len(alone) > told_of:
        yield f"So do {len(alone) - told_of} more, each alone; -v names them."
    if found.same_leaders:
        yield "The other edits undo it: the lead is where it was."
    elif len(alone) < len(found.parts):
        yield "No other edit moves the lead by itself."


def _together(differing: Differing) -> str:
    """Return which edits move the lead only together."""
    parts = differing.found.parts
    sets = [
        listed([_label(differing, parts[i]) for i in s]) for s in differing.found.moves.together
    ]
    if not sets:
        return "No edit moves the lead by itself, only several together."
    more = f"; or {len(sets) - MOST_SETS} more sets" if len(sets) > MOST_SETS else ""
    named = "; or ".join(sets[:MOST_SETS])
    return f"No edit moves the lead by itself; together they do: {named}{more}."


def _label(differing: Differing, part: Part) -> str:
    if len(part.edits) == 1:
        return differing.edit(part.edits[0])
    return f"{len(part.edits)} edits together ({where(part.edits[0], differing.base)} and others)"
