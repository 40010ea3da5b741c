"""What `sensitivity` tells programs: everything that was found, in exact numbers."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from policyscore.analyses.switching import Switch
from policyscore.analyses.tipping import Stability, stability
from policyscore.report import Sheet, Value
from policyscore.reports.hinges import by_margin
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.wording import about, overrides
from policyscore.scoring import Ranking, Standing

MOST = 3  # options whose intervals are told where there are many, the first ones
MANY = 40


def data(found: Sensitive, inputs: str) -> Mapping[str, Value]:
    """Return the JSON of the report; shares are parts of 1, margins points."""
    ranked = found.ranked
    return {
        "schema": "policyscore.sensitivity/1",
        "model": about(ranked.model, inputs),
        "profile": ranked.scenario.profile,
        "overrides": overrides(ranked.scenario),
        "leaders": [standing.option for standing in ranked.ranking.leaders],
        "lead": ranked.ranking.standings[0].lead,
        "weights": [
            _interval(stability(line, standing.option), standing.rank)
            for line in found.lines.values()
            for standing in _told(ranked.ranking)
        ],
        "nearest": [
            {"id": tip.node, "now": tip.share, "at": tip.at, "leaders": list(tip.challengers)}
            for tip in found.tips
        ],
        "together": {
            distance: change._asdict()
            | {"weights": dict(zip(ranked.model.criteria, change.weights, strict=True))}
            for distance, change in found.changes.items()
        },
        "radius": found.radius,
        "performances": [_switch(found, switch) for switch in found.switches],
        "hinges": [{"option": s.option, "criterion": s.criterion} for s in by_margin(found)],
        "without": [
            {
                "kind": without.kind,
                "id": without.id,
                "ranks": None if without.kind == "option" else without.ranks,
                "leaders": list(without.leaders),
                "moved": list(without.moved),
            }
            for without in found.without
        ],
    }


def _told(ranking: Ranking) -> Sequence[Standing]:
    """Return the options whose intervals are told: each is held against all others."""
    return ranking.standings[: MOST if len(ranking.standings) > MANY else None]


def _interval(interval: Stability, rank: int) -> Mapping[str, Value]:
    return {
        "id": interval.node,
        "option": interval.option,
        "rank": rank,
        "now": interval.share,
        "from": interval.lower,
        "to": interval.upper,
        "below": list(interval.below),
        "above": list(interval.above),
    }


def _switch(found: Sensitive, switch: Switch) -> Mapping[str, Value]:
    cell = found.ranked.model.options[switch.option].performance[switch.criterion]
    return {
        "option": switch.option,
        "criterion": switch.criterion,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "score_needed": switch.score,
        "switches_at": switch.performance,
        "where": switch.where,
        "rival": switch.rival,
        "margin_at_low": switch.at_low,
        "margin_at_high": switch.at_high,
        "confidence": cell.confidence or None,
        "sources": list(cell.sources),
    }


def sheet(found: Sensitive) -> Sheet:
    """Return one record for each weight and each performance, told apart by `kind`."""
    flags = " ".join(change.flag for change in found.ranked.scenario.changes)
    used = (found.ranked.scenario.profile or "", flags)
    columns = (
        *("kind", "id", "option", "now", "low", "high", "from", "to", "below", "above"),
        *("switches_at", "where", "rival", "margin_at_low", "margin_at_high"),
        *("confidence", "sources", "profile", "overrides"),
    )
    rows: list[tuple[str | int | bool | Fraction | None, ...]] = []
    for line in found.lines.values():
        i = stability(line, found.leader)
        ends = (i.lower, i.upper, " ".join(i.below), " ".join(i.above))
        nothing = (None, "", "", None, None, "", None)
        rows.append(("weight", i.node, i.option, i.share, None, None, *ends, *nothing, *used))
    for s in found.switches:
        cell = found.ranked.model.options[s.option].performance[s.criterion]
        rows.append(
            (
                *("performance", s.criterion, s.option, cell.value, cell.low, cell.high),
                *(None, None, "", "", s.performance, s.where, s.rival, s.at_low, s.at_high),
                *(cell.confidence, len(cell.sources), *used),
            )
        )
    return Sheet(columns, tuple(rows))
