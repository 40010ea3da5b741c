"""The report of `diff`: the verdict, ranks and scores before and after, and what caused it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from policyscore.difference.changes import At, OptionChange
from policyscore.difference.conditions import Verdict
from policyscore.difference.edit import Edit
from policyscore.figures import points
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.causes import causes, importance, lead_in_words
from policyscore.reports.diff_answer import at_once, headline
from policyscore.reports.diff_data import data, sheet
from policyscore.reports.differing import Differing, largest_effects, where
from policyscore.reports.expected import expectations
from policyscore.reports.newcomers import newcomers
from policyscore.reports.wording import (
    ROUNDED,
    agrees,
    counted,
    legible_places,
    listed,
    ordinal,
    read,
    rounded_once,
    title,
)

MOST_OPTIONS = 10
MOST_OTHERS = 20


def diff_report(differing: Differing, inputs: str) -> Report:
    """Return the report; `inputs` is the hash of the files as they are now."""
    return Report(
        f"{title(differing.after)}: changes since {differing.base}",
        differing.after.decision.date,
        lambda: tuple(rounded_once(_blocks(differing))),
        lambda: data(differing, inputs),
        lambda: sheet(differing),
    )


def _blocks(differing: Differing) -> Iterator[Block]:
    found = differing.found
    yield Prose((headline(differing),), strong=True)
    yield Prose(tuple(at_once(differing)))
    yield from _conditions(differing)
    if not (found.same_scores and found.same_options):
        yield _table(differing)
        yield Prose(tuple(_about_options(differing)))
        yield from causes(differing)
    yield from newcomers(differing)
    yield Prose(tuple(lead_in_words(differing)))
    yield Prose((*_profiles(differing), *_renames(differing)))
    yield from expectations(differing.expected, False, differing.held_before)
    yield from _others(differing)
    if differing.new_warnings:
        yield Prose(tuple(f"- {warning}" for warning in differing.new_warnings), "New warnings")


def _conditions(differing: Differing) -> Iterator[Block]:
    """Yield each condition to fail on, whether it is met, and what was found."""
    told = [
        (each.condition.text, each.met, "" if each.value is None else _held(each))
        for each in differing.verdicts
    ]
    if differing.moved is not None:
        told.append(("--exit-code: the order changed, or options did", differing.moved, ""))
    if told:
        columns = Column("condition", folds=True), Column("outcome"), Column("found", numeric=True)
        rows = [
            Row((text, "FAILS" if met else "passes", Figure(value or "·")))
            for text, met, value in told
        ]
        yield Table(columns, tuple(rows), "Conditions to fail on")


def _held(verdict: Verdict) -> str:
    """Return a number with as many decimals as tell it from the limit."""
    value = verdict.value or Fraction(0)
    return points(value, legible_places((value, verdict.condition.limit)))


# Ranks and scores


def _table(differing: Differing) -> Table:
    columns = (
        *(Column("#", numeric=True), Column("was", numeric=True), Column("option", folds=True)),
        *(Column("score", numeric=True), Column("was", numeric=True)),
        Column("change", numeric=True),
    )
    return Table(columns, tuple(_row(differing, option) for option in _shown(differing)))


def _shown(differing: Differing) -> list[OptionChange]:
    """Return the options to show: all, or the leaders and those that changed most."""
    options = differing.found.options
    if len(options) <= MOST_OPTIONS or differing.verbose:
        return list(options)
    leaders = differing.found.moves.before | differing.found.moves.after
    order = sorted(options, key=lambda option: importance(option, option.option in leaders))
    kept = {option.option for option in order[:MOST_OPTIONS]}
    return [option for option in options if option.option in kept]


def _row(differing: Differing, option: OptionChange) -> Row:
    before, after = option.before, option.after
    scores = [at.score for at in (before, after) if at is not None]
    places = legible_places(scores)
    change = "new" if before is None else "gone" if after is None else _change(option)
    return Row(
        (
            Figure(_rank(after)),
            Figure(_rank(before)),
            differing.option(option.option),
            Figure("·" if after is None else points(after.score, places)),
            Figure("·" if before is None else points(before.score, places)),
            Figure(change),
        )
    )


def _rank(at: At | None) -> str:
    return "·" if at is None else f"{at.rank}{'=' if at.tied else ''}"


def _change(option: OptionChange) -> str:
    return points(option.change, signed=True) if option.change else "·"


def _about_options(differing: Differing) -> Iterator[str]:
    found, shown = differing.found, {option.option for option in _shown(differing)}
    left = [option for option in found.options if option.option not in shown]
    if left:
        changed = sum(bool(option.change) for option in left)
        scores = (
            f"the scores of {changed} of them changed" if changed else "their scores are the same"
        )
        yield f"{counted(len(left), 'more option')} not shown; {scores}."
    if not all(map(_subtracts, found.both)):
        yield ROUNDED
    if not found.same_options:
        same = "the order is as before" if found.same_order else _common_order(differing)
        if found.both:
            many = counted(len(found.both), "option")
            yield f"Among the {many} that both versions have, {same}."


def _subtracts(option: OptionChange) -> bool:
    """Tell whether the change is that of the scores as they are shown."""
    if option.before is None or option.after is None or not option.change:
        return True
    scores = (option.after.score, option.before.score)
    places = legible_places(scores)
    new, old = (read(points(score, places)) for score in scores)
    return agrees(points(option.change, signed=True), new - old)


def _common_order(differing: Differing) -> str:
    """Return which options stand elsewhere among those that both versions have."""
    moved = [
        f"{differing.option(option.option)} is {ordinal(after)} (before {ordinal(before)})"
        for option in differing.found.both
        if option.before and option.after
        for before, after in [(option.before.among or 0, option.after.among or 0)]
        if before != after
    ]
    more = [f"{len(moved) - MOST_OPTIONS} more moved"] if len(moved) > MOST_OPTIONS else []
    return listed([*moved[:MOST_OPTIONS], *more])


def _profiles(differing: Differing) -> Iterator[str]:
    """Yield under which profiles somebody else leads now, and what edits of profiles did."""
    found, edited = differing.found, {e.key for e in differing.found.edits if e.kind == "profile"}
    turned: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name, change in found.profiles.items():
        if change.before != change.after:
            turned.setdefault((change.before, change.after), []).append(name)
        elif name in edited and change.leads[0] != change.leads[1]:
            places = legible_places(filter(None, change.leads))
            old, new = (points(lead or Fraction(0), places) for lead in change.leads)
            leaders = differing.options(change.after)
            yield f"Under the profile {name} {leaders} still leads, by {new} (before {old})."
    for (before, after), names in turned.items():
        verb = "leads" if len(after) == 1 else "share the lead"
        profiles = "profile" if len(names) == 1 else "profiles"
        yield (
            f"Under the {profiles} {listed(names)} {differing.options(after)} {verb} now "
            f"(before {differing.options(before)})."
        )
    same = len(found.profiles) - sum(map(len, turned.values()))
    if same and found.edits:
        other = " other" if turned else ""
        yield f"The same options lead under {same}{other} {'profile' if same == 1 else 'profiles'}."


def _renames(differing: Differing) -> Iterator[str]:
    ids = differing.found.renames
    told = [f"{old} is {new} now" for old, new in chain(*(kind.items() for kind in ids))]
    if told:
        yield f"Renamed, which changes nothing: {listed(told)}."


# What touches no score


def _others(differing: Differing) -> Iterator[Block]:
    """Yield the other edits: evidence and expectations in sight, all else folded away."""
    effects = largest_effects(differing.found.both, len(differing.found.parts))
    shown = {
        id(edit)
        for part, effect in zip(differing.found.parts, effects, strict=True)
        for edit in part.edits
        if edit.kind == "option" or effect
    }
    others = [edit for edit in differing.found.edits if id(edit) not in shown]
    seen = [e for e in others if e.loses_evidence or e.kind in ("expectation", "setting")]
    title = "Evidence removed, expectations and settings changed"
    yield from _edits(differing, seen, title, folded=False)
    rest = [edit for edit in others if edit not in seen]
    many = f"{counted(len(rest), 'other edit')} that changed no score"
    yield from _edits(differing, rest, f"{many} under the model's own weights", folded=True)


def _edits(
    differing: Differing, edits: Sequence[Edit], title: str, folded: bool
) -> Iterator[Block]:
    if not edits:
        return
    most = len(edits) if differing.verbose else MOST_OTHERS
    columns = Column("edit", folds=True), Column("where", folds=True)
    rows = [Row((differing.edit(e), where(e, differing.base))) for e in edits[:most]]
    if len(edits) > most:
        rows.append(Row((f"{len(edits) - most} more; -v shows them", "·")))
    yield Table(columns, tuple(rows), title, folded=folded)
