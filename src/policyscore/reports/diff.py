"""The report of `diff`: the verdict, ranks and scores before and after, and what caused it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from policyscore.difference.changes import At, OptionChange
from policyscore.figures import points
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.causes import causes, importance, lead_in_words
from policyscore.reports.diff_data import data, sheet
from policyscore.reports.differing import Differing, where
from policyscore.reports.expected import expectations, verdict
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
    yield Prose((headline(differing),), strong=True)
    yield from _conditions(differing)
    if differing.found.edits:
        yield _table(differing)
        yield Prose(tuple(_about_options(differing)))
        yield from causes(differing)
    yield Prose(tuple(lead_in_words(differing)))
    yield Prose((*_profiles(differing), *_renames(differing)))
    if differing.expected.judgements:
        yield Prose((verdict(differing.expected),))
    yield from expectations(differing.expected, verbose=False)
    yield from _others(differing)


# The answer


def headline(differing: Differing) -> str:
    """Return what changed in a sentence or two."""
    found = differing.found
    if not found.edits:
        evidence = ", scores and evidence" if differing.before else " and scores"
        return f"Nothing changed: ranking{evidence} are those of {differing.base}."
    if not found.same_leaders:
        return f"The lead changed: {_now(differing)}; before, {_before(differing)}."
    if not found.same_order or not found.same_options:
        what = (
            "The order behind the lead changed"
            if not found.same_order
            else _came_and_went(differing)
        )
        return f"{what}; {_still(differing)}."
    if not found.same_scores:
        return f"Scores changed, the order did not: {_still(differing)}."
    many = counted(len(found.edits), "edit")
    return f"The ranking and every score are the same; {many} touched other things."


def _came_and_went(differing: Differing) -> str:
    options = differing.found.options
    came = [option.option for option in options if option.before is None]
    went = [option.option for option in options if option.after is None]
    parts = [f"{differing.options(came)} {_are(came)} new"] if came else []
    parts += [f"{differing.options(went)} {_are(went)} gone"] if went else []
    return listed(parts)


def _are(options: Sequence[str]) -> str:
    return "is" if len(options) == 1 else "are"


def _now(differing: Differing) -> str:
    return _led(
        differing, sorted(differing.found.moves.after), 1, ("leads now", "share the lead now")
    )


def _before(differing: Differing) -> str:
    return _led(differing, sorted(differing.found.moves.before), 0, ("led", "shared the lead"))


def _led(differing: Differing, leaders: Sequence[str], side: int, verbs: tuple[str, str]) -> str:
    lead = differing.found.leads[side]
    names = differing.options(leaders)
    if len(leaders) > 1:
        return f"{names} {verbs[1]}"
    return f"{names} {verbs[0]}{_by(differing, lead)}"


def _by(differing: Differing, lead: Fraction | None) -> str:
    """Return by how much one leads, and whether that is too close to call."""
    if lead is None:
        return ""
    indifference = differing.after.decision.indifference
    places = legible_places((lead, indifference))
    close = f", too close to call (below the indifference of {points(indifference, places)})"
    return f" by {points(lead, places)}{close * (lead < indifference)}"


def _still(differing: Differing) -> str:
    """Return who leads as before, and by how much then and now."""
    leaders, (old, new) = sorted(differing.found.moves.after), differing.found.leads
    if len(leaders) > 1:
        return f"{differing.options(leaders)} still share the lead"
    name = differing.option(leaders[0])
    if old is None or new is None or old == new:
        return f"{name} still leads{_by(differing, new)}"
    indifference = differing.after.decision.indifference
    places = legible_places((old, new, indifference))
    close = ", too close to call" if new < indifference else ""
    return f"{name} still leads, by {points(new, places)}{close} (before {points(old, places)})"


def _conditions(differing: Differing) -> Iterator[Block]:
    if differing.verdicts:
        columns = Column("condition"), Column("met"), Column("found", numeric=True)
        rows = tuple(
            Row(
                (
                    condition.condition.text,
                    "yes" if condition.met else "no",
                    Figure("·" if condition.value is None else points(condition.value, 2)),
                )
            )
            for condition in differing.verdicts
        )
        yield Table(columns, rows, "Conditions to fail on")


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
        yield f"Among the {counted(len(found.both), 'option')} that both versions have, {same}."


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
    return listed(moved[:MOST_OPTIONS])


def _profiles(differing: Differing) -> Iterator[str]:
    """Yield under which profiles somebody else leads now."""
    same = 0
    for name, (before, after) in differing.found.profiles.items():
        if sorted(before) == sorted(after):
            same += 1
            continue
        verb = "leads" if len(after) == 1 else "share the lead"
        yield (
            f"Under the profile {name} {differing.options(after)} {verb} now "
            f"(before {differing.options(before)})."
        )
    if same and not differing.found.same_scores:
        rest = " other" if same < len(differing.found.profiles) else ""
        yield f"The same options lead under {counted(same, f'{rest} profile'.strip())}."


def _renames(differing: Differing) -> Iterator[str]:
    ids = differing.found.renames
    told = [f"{old} is {new} now" for old, new in chain(*(kind.items() for kind in ids))]
    if told:
        yield f"Renamed, which changes nothing: {listed(told)}."


# What touches no score


def _others(differing: Differing) -> Iterator[Block]:
    shown = {
        id(edit)
        for i, part in enumerate(differing.found.parts)
        for edit in part.edits
        if any(option.parts[i] for option in differing.found.both)
    }
    others = [edit for edit in differing.found.edits if id(edit) not in shown]
    if not others:
        return
    most = len(others) if differing.verbose else MOST_OTHERS
    columns = Column("edit", folds=True), Column("where", folds=True)
    rows = [Row((differing.edit(e), where(e, differing.base))) for e in others[:most]]
    if len(others) > most:
        rows.append(Row((f"{len(others) - most} more; -v shows them", "·")))
    name = counted(len(others), "edit that changed no score", "edits that changed no score")
    yield Table(columns, tuple(rows), name, folded=True)
