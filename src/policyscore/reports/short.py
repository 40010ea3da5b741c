"""The few facts of the first screen: the lead, how firm it is, what would change it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from policyscore.analyses.robust import Share
from policyscore.figures import distinct_shares, points
from policyscore.page import Fact
from policyscore.reports.assessed import Assessed
from policyscore.reports.firmness import MOST_LEADERS, parted, spaces, tipping_sentence
from policyscore.reports.judged import held, percent
from policyscore.reports.ranked import Ranked
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.wording import legible_places


def facts(ranked: Ranked, sensitive: Sensitive, assessed: Assessed) -> Iterator[Fact]:
    """Yield the facts of a ranking of at least two options."""
    yield _lead(ranked)
    yield _firm(assessed)
    yield _change(ranked, sensitive)
    yield _weightings(ranked, assessed)


def _lead(ranked: Ranked) -> Fact:
    """Return by how much the first option is ahead, or that it shares its place."""
    first, second = ranked.ranking.standings[:2]
    lead, indifference = first.score - second.score, ranked.model.decision.indifference
    if not lead:
        return Fact(
            "Lead", "a tie", f"{ranked.names(ranked.ranking.leaders)} are level{parted(ranked)}."
        )
    score, next_score = (points(s.score, ranked.places) for s in (first, second))
    places = legible_places((lead, indifference))
    against = f"{ranked.name(first.option)} scores {score} of 100, {ranked.name(second.option)}"
    told = f"{against} {next_score}.{_close(lead, indifference, places)}"
    return Fact("Lead", f"{points(lead, places)} points", told)


def _close(lead: Fraction, indifference: Fraction, places: int) -> str:
    """Return whether a lead is too close to call; nothing where no lead would be."""
    least = points(indifference, places)
    if lead < indifference:
        return f" Too close to call: the indifference is {least} points."
    return f" Below {least} points it would be too close to call." if indifference else ""


def _firm(assessed: Assessed) -> Fact:
    """Return the verdict and the checks that speak against it."""
    word = str(assessed.verdict.word)
    if word == "tie":
        what = "of a performance" if _alike(assessed.ranked) else "of weights or performances"
        return Fact("How firm", "a tie", f"A small change {what} can part it.")
    told = held(assessed)
    if word == "firm" and not assessed.draws:
        word, told = (
            "firm in weights only",
            f"{told}; no performance has a range, so none was tried",
        )
    return Fact("How firm", word, f"{told[0].upper()}{told[1:]}.")


def _alike(ranked: Ranked) -> bool:
    """Tell whether those who share the lead score the same on every criterion."""
    first, *others = ranked.ranking.leaders
    return all(other.scores == first.scores for other in others)


def _change(ranked: Ranked, sensitive: Sensitive) -> Fact:
    """Return the nearest tipping point of a single weight, and what a performance can do."""
    if len(ranked.ranking.leaders) > 1 and not _alike(ranked):
        return Fact("What would change it", "anything", "A small change parts those who lead.")
    tips, single = sensitive.tips, _performance(ranked, sensitive)
    told = " ".join(filter(None, (tipping_sentence(ranked, tips), single)))
    if not tips:
        what = "a performance" if single else "no single weight"
        return Fact("What would change it", what, told)
    at, _ = distinct_shares(tips[0].at, tips[0].share)
    side = "above" if tips[0].at > tips[0].share else "below"
    return Fact("What would change it", f"{ranked.node(tips[0].node)} {side} {at}", told)


def _performance(ranked: Ranked, sensitive: Sensitive) -> str:
    """Return which single performance can end the lead within its own range, "" if none can."""
    inside = [switch for switch in sensitive.switches if switch.where == "range"]
    if not inside:
        return ""
    switch = min(inside, key=lambda found: (found.least, found.option, found.criterion))
    performance = f"{ranked.name(switch.option)} on {ranked.node(switch.criterion)}"
    more = f", and so can {len(inside) - 1} more" if len(inside) > 1 else ""
    return f"A performance can end it within its range: {performance}{more}."


def _weightings(ranked: Ranked, assessed: Assessed) -> Fact:
    """Return in which parts of all weightings the first option leads, of a tie each that shares."""
    found: list[Share] = []
    told = []
    for leader in ranked.ranking.leaders[:MOST_LEADERS]:
        parts = [
            (what, assessed.over[over].ranks[leader.option][0]) for over, what in spaces(ranked)
        ]
        found += [part for _, part in parts]
        where = " and in ".join(
            f"{percent(part)} of all weightings of {what}" for what, part in parts
        )
        told.append(f"{ranked.name(leader.option)} leads in {where}")
    how = "exact" if all(part.error is None for part in found) else "estimated"
    return Fact("Over all weights", _span(found), f"{'; '.join(told)} ({how}).")


def _span(found: Sequence[Share]) -> str:
    """Return the least and the largest of some shares, one where they are equal."""
    least, most = (pick(found, key=lambda part: part.value) for pick in (min, max))
    if least.value == most.value:
        return percent(least)
    low, high = distinct_shares(least.value, most.value)
    low, high = (
        percent(part) if part.error is not None and part.value in (0, 1) else figure
        for part, figure in ((least, low), (most, high))
    )
    return f"{low.removesuffix(' %')} to {high}"
