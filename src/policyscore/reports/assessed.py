"""What the report of `robustness` is made of: what was found of a ranking, and the verdict."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.analyses.allowed import Over, Space, Statement, space, top_level
from policyscore.analyses.possible import When, at_any_weights, at_stated_weights
from policyscore.analyses.radius import safe_radius
from policyscore.analyses.robust import Budget, Robustness, parts, robustness, share
from policyscore.analyses.switching import switches
from policyscore.analyses.verdict import Findings, Verdict, verdict
from policyscore.exact.extremes import inside
from policyscore.reports.ranked import Ranked
from policyscore.sampling.draws import Drawn, Performances, Plan, drawn
from policyscore.weights import tree_of


class Asked(NamedTuple):
    """Over which weights, what is said of them, and whether ranges are correlated."""

    over: Over
    statements: Sequence[Statement]
    correlated: bool
    budget: Budget


class Draws(NamedTuple):
    """Draws of performances, and whether weights were drawn with them."""

    performances: Performances
    weights_too: bool
    drawn: Drawn


class Assessed(NamedTuple):
    """A ranking and how firmly it stands.

    `allowed` is over the weights asked for, `over` over all weights of the criteria and of the top
    level, where these differ. `draws` and `when` are empty where no performance has a range;
    `when` tells by option when it leads, with the stated weights and with any allowed ones.
    """

    ranked: Ranked
    asked: Asked
    allowed: Robustness
    over: Mapping[Over, Robustness]
    draws: Sequence[Draws]
    when: Sequence[Mapping[str, When]]
    radius: Fraction
    verdict: Verdict


def assessed(ranked: Ranked, place: Space, asked: Asked) -> Assessed:
    """Return how firmly a ranking stands; `place` is where to look."""
    model, weights = ranked.model, ranked.ranking.weights
    allowed = robustness(model, weights, place, asked.statements, asked.budget)
    over = dict(_over(ranked, place, asked, allowed))
    ranges = any(c.low != c.high for o in model.options.values() for c in o.performance.values())
    draws = [_drawn(ranked, place, asked, *how) for how in _kinds(asked)] if ranges else []
    walls = [wall for statement in asked.statements for wall in statement.walls]
    few = bool(allowed.chances)
    when = []
    if ranges:
        when = [at_stated_weights(ranked.ranking)]
        when += [at_any_weights(model, place, walls)] if few else []
    radius = safe_radius(tree_of(model), ranked.ranking)
    found = Assessed(ranked, asked, allowed, over, draws, when, radius, Verdict(None, ()))
    alone = len(model.options) == 1
    return found if alone else found._replace(verdict=verdict(_findings(found, ranges)))


def _over(
    ranked: Ranked, place: Space, asked: Asked, allowed: Robustness
) -> list[tuple[Over, Robustness]]:
    """Return the robustness over all weights, of the criteria and of the top level."""
    model = ranked.model
    kinds: list[Over] = ["criteria"]
    if model.groups and len(top_level(model, ranked.ranking.weights)) > 1:
        kinds.append("groups")
    found = []
    for kind in kinds:
        same = place.over == kind and not asked.statements
        whole = space(model, ranked.ranking, kind)
        weights = ranked.ranking.weights
        result = (
            allowed if same else robustness(model, weights, whole, (), asked.budget, brief=True)
        )
        found.append((kind, result))
    return found


def _kinds(asked: Asked) -> list[tuple[Performances, bool]]:
    """Return what to draw: both kinds of ranges, and weights too with the kind asked for."""
    main: Performances = "correlated" if asked.correlated else "independent"
    return [("independent", False), ("correlated", False), (main, True)]


def _drawn(
    ranked: Ranked, place: Space, asked: Asked, performances: Performances, weights_too: bool
) -> Draws:
    model = ranked.model
    stated = [float(ranked.ranking.weights.shares[name]) for name in model.criteria]
    plan = Plan(stated, stated, performances=performances)
    if weights_too:
        walls = [wall for statement in asked.statements for wall in statement.walls]
        within = inside(walls, len(place.names)) or ()
        plan = plan._replace(
            weights=None,
            walls=[list(map(float, wall)) for wall in walls],
            inside=list(map(float, within)),
            parts=parts(model, place),
        )
    count = asked.budget.draws_for(len(model.options), len(model.criteria))
    return Draws(performances, weights_too, drawn(model, plan, count, asked.budget.seed))


def _findings(found: Assessed, ranges: bool) -> Findings:
    """Return what the verdict looks at."""
    ranked = found.ranked
    leader = ranked.ranking.standings[0]
    name = leader.option
    tie = len(ranked.ranking.leaders) > 1
    inside_range = [s for s in switches(ranked.model, ranked.ranking) if s.where == "range"]
    # What is said of the weights leaves no others to lead under.
    kinds = {"allowed": found.allowed} if found.asked.statements else found.over
    weights = [
        (kind, result.ranks[name][0].value, result.ranks[name][0].error)
        for kind, result in kinds.items()
    ]
    draws: list[tuple[str, Fraction | None, Fraction | None]] = []
    for draw in found.draws:
        if not draw.weights_too:
            first = share(draw.drawn.ranks[name][0]) if draw.drawn.ranks else None
            found_out = (first.value, first.error) if first else (None, None)
            draws.append((draw.performances, *found_out))
    return Findings(
        Fraction(0) if tie else leader.lead or Fraction(0),
        ranked.model.decision.indifference,
        found.radius,
        len(inside_range) if ranges else None,
        weights,
        draws,
    )
