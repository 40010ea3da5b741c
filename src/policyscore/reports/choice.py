"""Which options pictures show where there are too many, by which key, and what is noted of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from policyscore.model import Model
from policyscore.report import Row
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import listed
from policyscore.scoring import Ranking, Standing, ranking
from policyscore.shown import one_line

MOST_SERIES = 8  # options that lines can be told apart for
MOST_ROWS = 12


def own_ranking(ranked: Ranked) -> Ranking:
    """Return the ranking under the model's own weights."""
    used = ranked.scenario
    return ranking(ranked.model) if used.profile or used.changes else ranked.ranking


def keys(model: Model, own: Ranking) -> Mapping[str, int]:
    """Return the key of each option: its place under the model's own weights, from 0.

    The baseline comes no later than those that are always shown, so that no other has its color.
    """
    order = [standing.option for standing in own.standings]
    if model.decision.baseline in order[MOST_SERIES:]:
        order.remove(model.decision.baseline)
        order.insert(MOST_SERIES - 1, model.decision.baseline)
    return {option: key for key, option in enumerate(order)}


def chosen(
    model: Model, found: Ranking, most: int, needed: Collection[str] = ()
) -> tuple[Standing, ...]:
    """Return at most so many options in the order of a ranking.

    Those needed and the baseline are there in any case, then the first ones. If more than `most`
    are needed, all of them are there and no others.
    """
    must = {*needed, *filter(None, [model.decision.baseline])}
    others = [s.option for s in found.standings if s.option not in must]
    kept = must.union(others[: max(0, most - len(must))])
    return tuple(standing for standing in found.standings if standing.option in kept)


def left_out(model: Model, found: Ranking, shown: Sequence[Standing], why: str = "") -> str:
    """Return in a sentence which options are shown, nothing if all are; `why` others are there."""
    total, number = len(found.standings), len(shown)
    if number == total:
        return ""
    gaps = [i for i, standing in enumerate(shown) if standing is not found.standings[i]]
    if not gaps:
        return f"The first {number} of {total} options."
    later = {standing.option for standing in shown[gaps[0] :]}
    baseline = {model.decision.baseline} & later
    also = [why] * bool(why and later - baseline) + ["the baseline"] * bool(baseline)
    return f"{number} of {total} options: {listed(['the first ones', *also])}."


def unknown(ranked: Ranked, shown: Sequence[Standing]) -> bool:
    """Tell whether an option shown has an unknown performance."""
    options = [ranked.model.options[standing.option] for standing in shown]
    return any(cell.value is None for option in options for cell in option.performance.values())


def taken(ranked: Ranked, shown: Sequence[Standing]) -> str:
    """Return in a sentence what stands for unknown performances, nothing if all are known."""
    there = unknown(ranked, shown)
    return "Unknown performances are taken as the middle of what they may score." * there


def other_weights(ranked: Ranked) -> Iterator[str]:
    """Yield briefly which weights are in use if they are not the model's own, without a full stop.

    The sentences of `weights_in_use` say more.
    """
    if ranked.scenario.profile is not None:
        profile = ranked.model.profiles[ranked.scenario.profile]
        yield f"Weights of the profile {one_line(profile.name)}"
    if ranked.scenario.changes:
        flags = (f"-w {one_line(change.flag)}" for change in ranked.scenario.changes)
        yield f"Scenario: {' '.join(flags)}"


def noting(ranked: Ranked, *sentences: str) -> str:
    """Return the note of a picture: the weights in use, then the sentences that are not empty."""
    return told(*(f"{weights}." for weights in other_weights(ranked)), *sentences)


def place(standing: Standing) -> str:
    """Return a rank as it is written, with a mark where it is shared."""
    return f"{standing.rank}{'=' * standing.tied}"


def told(*sentences: str) -> str:
    """Return the sentences, empty ones left out, as one paragraph."""
    return " ".join(filter(None, sentences))


def noted(rows: Sequence[Row], *notes: str) -> tuple[Row, ...]:
    """Return the rows with notes below the last one; empty ones are left out."""
    *others, last = rows
    return (*others, last._replace(notes=tuple(filter(None, notes))))
