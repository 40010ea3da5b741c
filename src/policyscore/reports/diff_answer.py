"""The first lines of the report of `diff`: the answer, and what must not be overlooked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from policyscore.figures import points
from policyscore.reports.differing import Differing
from policyscore.reports.expected import verdict
from policyscore.reports.wording import counted, legible_places, listed


def headline(differing: Differing) -> str:
    """Return what changed in a sentence or two."""
    found = differing.found
    if not found.edits:
        what = " but ids" if any(found.renames) else ""
        evidence = ", scores and evidence" if differing.before else " and scores"
        return f"Nothing changed{what}: ranking{evidence} are those of {differing.base}."
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
    return f"Ranking and scores under the model's own weights are the same: {_still(differing)}."


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


def at_once(differing: Differing) -> Iterator[str]:
    """Yield what else a reader has to know before anything else."""
    if differing.before is None:
        yield (
            "A saved result holds ranks, scores and weights: evidence, ranges, profiles and "
            "expectations were not compared."
        )
    yield from _closeness(differing)
    yield from _unknown(differing)
    if differing.expected.judgements:
        fails = " policyscore check ends with 1." if differing.expected.failed else ""
        yield f"{verdict(differing.expected)}{fails}"
    yield from _expectations(differing)
    yield from _evidence(differing)
    if differing.verdicts or differing.moved is not None:
        met = sum(verdict.met for verdict in differing.verdicts) + bool(differing.moved)
        asked = len(differing.verdicts) + (differing.moved is not None)
        are = "is" if met <= 1 else "are"
        conditions = counted(asked, "condition")
        yield f"Of {conditions} to fail on, {met or 'none'} {are} met: exit code {int(met > 0)}."


def _closeness(differing: Differing) -> Iterator[str]:
    """Yield that another indifference changed what is said of the lead."""
    if differing.before is None:
        return
    (old, new), lead = (
        (model.decision.indifference for model in (differing.before, differing.after)),
        differing.found.leads[1],
    )
    if lead and old != new and (lead < old) != (lead < new):
        close = "too close to call now" if lead < new else "no longer too close to call"
        yield (
            f"The lead is {close}: the indifference is {points(new)} points (before {points(old)})."
        )


def _unknown(differing: Differing) -> Iterator[str]:
    """Yield what options may score whose performances are unknown now and were not."""
    now = [e for e in differing.found.edits if e.kind == "performance" and e.after == "unknown"]
    for option in dict.fromkeys(edit.option for edit in now):
        yield (
            f"{differing.option(option)} has a performance that is unknown now; its score is the "
            "middle of what it may be (policyscore rank shows the interval)."
        )


def _expectations(differing: Differing) -> Iterator[str]:
    """Yield how many expectations came, went or changed."""
    found = [edit for edit in differing.found.edits if edit.kind == "expectation"]
    kinds = Counter(
        "removed" if e.after is None else "added" if e.before is None else "changed" for e in found
    )
    told = [f"{kinds[kind]} {kind}" for kind in ("removed", "changed", "added") if kinds[kind]]
    if told:
        yield f"Expectations were edited: {listed(told)}."


def _evidence(differing: Differing) -> Iterator[str]:
    """Yield how much evidence stood there and stands no more."""
    lost = [edit for edit in differing.found.edits if edit.loses_evidence]
    kinds = Counter(e.key.split(": ")[-1] if e.kind == "evidence" else e.kind for e in lost)
    if kinds:
        told = listed([counted(number, kind) for kind, number in sorted(kinds.items())])
        yield f"Evidence was removed: {told}."
