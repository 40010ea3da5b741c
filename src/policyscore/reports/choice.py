"""Which options pictures show where there are too many, by which key, and how it is told."""

from collections.abc import Collection, Mapping, Sequence

from policyscore.model import Model
from policyscore.report import Row
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import listed
from policyscore.scoring import Ranking, Standing, ranking

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
