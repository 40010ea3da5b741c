"""What `robustness` tells programs: all shares with how they were found, in full precision."""

from collections.abc import Mapping
from fractions import Fraction

from policyscore.analyses.robust import Robustness, Share
from policyscore.analyses.robust import share as as_share
from policyscore.report import Sheet, Value
from policyscore.reports.assessed import Assessed, Draws
from policyscore.reports.wording import about, overrides


def data(found: Assessed, inputs: str) -> Mapping[str, Value]:
    """Return the JSON of the report; shares are parts of 1, leads and regrets points."""
    ranked = found.ranked
    return {
        "schema": "policyscore.robustness/1",
        "model": about(ranked.model, inputs),
        "profile": ranked.scenario.profile,
        "overrides": overrides(ranked.scenario),
        "leaders": [standing.option for standing in ranked.ranking.leaders],
        "verdict": found.verdict.word,
        "checks": [check._asdict() | {"of": check.of or None} for check in found.verdict.checks],
        "radius": found.radius,
        "said": [statement.text for statement in found.asked.statements],
        "weights": {
            "allowed": _weights(found.allowed),
            **{over: _weights(result) for over, result in found.over.items()},
        },
        "performances": [_draws(draws) for draws in found.draws],
        "can_lead": {
            "stated": found.when[0] if found.when else None,
            "allowed": found.when[1] if len(found.when) > 1 else None,
        },
        "seed": found.asked.budget.seed,
    }


def _weights(result: Robustness) -> Mapping[str, Value]:
    names = list(result.ranks)
    return {
        "over": result.space.over,
        "names": list(result.space.names),
        "method": result.how,
        "draws": result.draws or None,
        "allowed": _share(result.allowed) if result.allowed else None,
        "options": [
            {
                "id": option,
                "ranks": [_share(part) for part in result.ranks[option]],
                "mean_rank": _mean(result.expected[option]) if result.expected else None,
                "above": {o: _share(part) for o, part in result.winning.get(option, {}).items()},
                "central_weights": _center(result, option),
                "ahead_by": result.chances[option].margin if result.chances else None,
                "beaten_by": (
                    {names[i]: part for i, part in result.chances[option].mixture}
                    if result.chances
                    else None
                ),
                "largest_regret": result.regrets.get(option),
            }
            for option in names
        ],
    }


def _center(result: Robustness, option: str) -> Mapping[str, Value] | None:
    center = result.centers[option]
    return None if center is None else dict(zip(result.space.names, center, strict=True))


def _share(found: Share) -> Mapping[str, Value]:
    return {"share": found.value, "error": found.error}


def _mean(found: Share) -> Mapping[str, Value]:
    return {"rank": found.value, "error": found.error}


def _draws(draws: Draws) -> Mapping[str, Value]:
    return {
        "ranges": draws.performances,
        "weights": "drawn" if draws.weights_too else "stated",
        "draws": draws.drawn.made,
        "kept": draws.drawn.kept,
        "options": [
            {"id": option, "ranks": [_share(as_share(part)) for part in ranks]}
            for option, ranks in draws.drawn.ranks.items()
        ],
    }


def sheet(found: Assessed) -> Sheet:
    """Return one record for each option and rank, by what was varied."""
    flags = " ".join(change.flag for change in found.ranked.scenario.changes)
    said = "; ".join(statement.text for statement in found.asked.statements)
    used = (found.verdict.word, said, found.ranked.scenario.profile or "", flags)
    rows: list[tuple[str | int | bool | Fraction | None, ...]] = []
    results: list[tuple[str, Robustness]] = list(found.over.items())
    if found.asked.statements:
        results.insert(0, ("allowed", found.allowed))
    for varied, result in results:
        for option, ranks in result.ranks.items():
            for rank, part in enumerate(ranks, start=1):
                shown = (part.value, part.error, result.how, result.draws or None)
                rows.append((f"weights: {varied}", option, rank, *shown, *used))
    for draws in found.draws:
        varied = f"performances: {draws.performances}{', weights' * draws.weights_too}"
        for option, estimates in draws.drawn.ranks.items():
            for rank, estimate in enumerate(estimates, start=1):
                part = as_share(estimate)
                shown = (part.value, part.error, "estimated", draws.drawn.kept)
                rows.append((varied, option, rank, *shown, *used))
    columns = ("varied", "option", "rank", "share", "error", "method", "draws")
    return Sheet((*columns, "verdict", "said", "profile", "overrides"), tuple(rows))
