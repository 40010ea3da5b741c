"""The verdict of `robustness` in words: the answer, and the checks it rests on."""

from collections.abc import Iterator
from fractions import Fraction

from policyscore.analyses.robust import Share
from policyscore.analyses.verdict import Check
from policyscore.figures import distinct_shares, points, share
from policyscore.report import Block, Column, Figure, Prose, Row, Table
from policyscore.reports.assessed import Assessed
from policyscore.reports.firmness import parted, spaces
from policyscore.reports.wording import legible_places, listed

OVER = {
    "criteria": "all weights of the criteria",
    "groups": "all weights of the top level",
    "allowed": "the weights allowed",
    "independent": "performances drawn apart",
    "correlated": "performances drawn together",
}


def answer(found: Assessed) -> Iterator[str]:
    """Yield the verdict with what speaks against it, and the answer to what was asked."""
    ranked, verdict = found.ranked, found.verdict
    leaders = ranked.ranking.leaders
    if found.asked.statements:
        yield _asked(found)
    if verdict.word == "tie":
        yield f"{ranked.names(leaders)} share the lead: it is a tie{parted(ranked)}."
        return
    lead = (
        f"The lead of {ranked.name(leaders[0].option)}, {points(leaders[0].lead or Fraction(0))},"
    )
    far = "" if found.draws else " as far as weights go, for no performance has a range"
    yield f"{lead} is {verdict.word}{far if verdict.word == 'firm' else ''}: {held(found)}."


def held(found: Assessed) -> str:
    """Return how many of the checks hold, and why the others do not."""
    checks = found.verdict.checks
    failed = [check for check in checks if not check.holds]
    if not failed:
        return f"all {len(checks)} checks hold"
    verb = "does" if len(failed) == 1 else "do"
    return f"{len(failed)} of {len(checks)} checks {verb} not hold: {'; '.join(map(_why, failed))}"


def _why(check: Check) -> str:
    """Return in a few words why a check does not hold."""
    if check.kind == "lead":
        return "the lead is below the indifference"
    if check.kind == "radius":
        return "local weights may be off by little"
    if check.kind == "cells":
        return "a single performance can end it within its range"
    if check.found is None:
        return f"{OVER[check.of]}: not known"
    return f"it leads in {percent(Share(check.found, check.error))} of {OVER[check.of]}"


def _asked(found: Assessed) -> str:
    """Return who leads how often over the allowed weights, and whether those in use are allowed."""
    ranked, result = found.ranked, found.allowed
    often = [
        f"{ranked.name(option)} leads in {percent(result.ranks[option][0])}"
        for option in sorted(result.ranks, key=lambda name: -result.ranks[name][0].value)[:3]
        if result.ranks[option][0].value
    ]
    walls = [wall for statement in found.asked.statements for wall in statement.walls]
    shares = [ranked.ranking.weights.shares[name] for name in result.space.names]
    outside = any(sum(x * w for x, w in zip(wall, shares, strict=True)) < 0 for wall in walls)
    unlike = " The weights in use are not among them." if outside else ""
    return f"Of the weights allowed, {listed(often)}.{unlike}"


def checks(found: Assessed) -> Iterator[Block]:
    """Yield the table of the checks, and what was not checked."""
    columns = (
        Column("what the verdict rests on", folds=True),
        Column("found", numeric=True),
        Column("needed", numeric=True),
        Column("holds"),
    )
    rows = tuple(
        Row((_words(found, check), *_figures(check), "yes" if check.holds else "NO"))
        for check in found.verdict.checks
    )
    yield Table(columns, rows, "The checks")
    cells = [c for o in found.ranked.model.options.values() for c in o.performance.values()]
    certain = sum(cell.low == cell.high for cell in cells)
    if not found.draws:
        yield Prose(("Not checked: performances, as none has a range. All count as certain.",))
    elif certain:
        yield Prose(
            (f"{certain} of {len(cells)} performances have no range and count as certain.",)
        )


def _words(found: Assessed, check: Check) -> str:
    """Return what a check asks."""
    name = found.ranked.name(found.ranked.ranking.standings[0].option)
    weights = {str(over): f"all weights of {what}" for over, what in spaces(found.ranked)}
    weights["allowed"] = "the weights allowed"
    return {
        "lead": "lead over the next, in points; needed is the indifference",
        "radius": "how far all local weights, shares among siblings, may be off at once",
        "cells": "single performances that put another ahead within their own range",
        "weights": f"part of {weights.get(check.of)} in which {name} leads",
        "draws": f"part of drawn performances, {check.of}, with which {name} leads",
    }[check.kind]


def _figures(check: Check) -> tuple[Figure, Figure]:
    if check.found is None:
        return Figure("not known"), Figure(f"at least {share(check.needed)}")
    if check.kind == "lead":
        places = legible_places((check.found, check.needed))
        return Figure(points(check.found, places)), Figure(
            f"at least {points(check.needed, places)}"
        )
    if check.kind == "cells":
        return Figure(str(check.found)), Figure("none")
    if check.kind == "radius" and check.found == 1:
        return Figure("100 % or more"), Figure(f"at least {share(check.needed)}")
    if check.error is not None:
        return Figure(percent(Share(check.found, check.error))), Figure(
            f"at least {share(check.needed)}"
        )
    figure, needed = distinct_shares(check.found, check.needed)
    return Figure(figure), Figure(f"at least {needed}")


def percent(found: Share) -> str:
    """Return a share, an estimate with its error in points of a percent."""
    if found.error is None:
        return share(found.value)
    if found.value in (0, 1):
        return f"{'<' if not found.value else '>'}{points(100 * abs(found.value - found.error))} %"
    return f"{points(found.value * 100)} ± {points(found.error * 100)} %"
