"""What `rank` says of how firm a lead is: the nearest tipping point, the shares of all weights."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from policyscore.analyses.tipping import TippingPoint, lines, node_scores, tipping_points
from policyscore.exact.regions import Effort, TooManyFlats, regions
from policyscore.figures import distinct_shares, share
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import counted, listed
from policyscore.weights import idle, tree_of

if TYPE_CHECKING:
    from policyscore.analyses.allowed import Over  # what else is there costs the start of `rank`

FLATS = 2_000  # a tenth of a second at most
HOPELESS = 4  # times the budget: seldom are so many of the possible flats empty
MOST_LEADERS = 3


def firmness(ranked: Ranked) -> Iterator[str]:
    """Yield the sentences: what could change the lead first, and under how many weights it stands.

    Nothing for a single option; a tie has no tipping point but itself.
    """
    ranking = ranked.ranking
    if len(ranking.standings) == 1:
        return
    if len(ranking.leaders) == 1:
        tips = tipping_points(lines(ranked.model, ranking).values(), ranking.leaders[0].option)
        yield tipping_sentence(ranked, tips)
    if len(ranking.leaders) <= MOST_LEADERS:
        yield from _shares_in_words(ranked)
    yield from unknown_as_middle(ranked)


def unknown_as_middle(ranked: Ranked) -> Iterator[str]:
    """Yield that unknown performances stand still while weights move, if there are any."""
    unknown = [
        f"{ranked.name(option.id)} on {ranked.node(name)}"
        for option in ranked.model.options.values()
        for name, cell in option.performance.items()
        if cell.value is None
    ]
    if unknown:
        told = listed(unknown) if len(unknown) <= MOST_LEADERS else f"{len(unknown)} performances"
        yield f"Unknown, and taken as the middle of what it may score: {told}."


def tipping_sentence(ranked: Ranked, tips: Sequence[TippingPoint]) -> str:
    """Return what the nearest tipping point is, or that no weight has one."""
    if not tips:
        return "No single weight can put another option ahead, whatever it is."
    tip = tips[0]
    up = tip.at > tip.share
    names = ranked.names([ranked.ranking.of(option) for option in tip.challengers])
    at, now = distinct_shares(tip.at, tip.share)
    return (
        f"It holds while {ranked.node(tip.node)} weighs {'less' if up else 'more'} than {at} "
        f"(now {now}); {'' if tip.lasting else 'just '}{'above' if up else 'below'} that {names} "
        f"{'leads' if len(tip.challengers) == 1 else 'lead'}."
    )


def first_shares(ranked: Ranked, over: "Over") -> tuple[str, list[Fraction]] | None:
    """Return the shares of all weights that put each leader first, None beyond the budget.

    Before them stands how exact they are. `over` says of what the weights are: "criteria", or
    "groups" for the top level with all else as stated.
    """
    model, standings = ranked.model, ranked.ranking.standings
    names = tuple(model.criteria) if over == "criteria" else _top_level(ranked)
    flats = comb(len(standings) + len(names) - 1, len(names) - 1)
    if flats > HOPELESS * FLATS:
        return None
    scores = node_scores(model, ranked.ranking)
    rows = [[scores[name][standing.option] for name in names] for standing in standings]
    effort = Effort(ranks=1, center=False, fractions=flats <= FLATS, flats=FLATS)
    try:
        found = regions(rows, options=range(len(ranked.ranking.leaders)), effort=effort)
    except TooManyFlats:
        return None
    how = "exact" if effort.fractions else "exact to 40 digits"
    return how, [region.shares[0] for region in found]


def _top_level(ranked: Ranked) -> tuple[str, ...]:
    tree = tree_of(ranked.model)
    weights = ranked.ranking.weights
    return tuple(root for root in ranked.model.roots if not idle(tree, weights, root))


def _shares_in_words(ranked: Ranked) -> Iterator[str]:
    """Yield under how many weights the leaders lead, over the criteria and over the top level."""
    found = [(what, first_shares(ranked, over)) for over, what in spaces(ranked)]
    told = [(what, *shares) for what, shares in found if shares is not None]
    names = [ranked.name(standing.option) for standing in ranked.ranking.leaders]
    if told and len(names) == 1:
        parts = [f"in {share(shares[0])} of all weightings of {what}" for what, _, shares in told]
        yield f"It leads {' and '.join(parts)} ({told[0][1]})."
    if len(names) == 1 and found[0][1] is None:
        yield f"In how many weightings of {found[0][0]} it leads: policyscore robustness."
    for what, how, shares in told if len(names) > 1 else ():
        parts = [f"{name} leads in {share(x)}" for name, x in zip(names, shares, strict=True)]
        yield f"Of all weightings of {what}, {listed(parts)} ({how})."


def spaces(ranked: Ranked) -> "list[tuple[Over, str]]":
    """Return what weights can be looked at, with words for it: all criteria, and the top level."""
    model, top = ranked.model, _top_level(ranked)
    found: list[tuple[Over, str]] = [
        ("criteria", f"the {counted(len(model.criteria), 'criterion', 'criteria')}")
    ]
    if model.groups and len(top) > 1:
        groups = all(root in model.groups for root in top)
        kind = "groups" if groups else "criteria and groups"
        found.append(("groups", f"the {len(top)} {kind} at the top level"))
    return found


def parted(ranked: Ranked) -> str:
    """Return what can part those who share the lead, for the end of a sentence."""
    first, *others = ranked.ranking.leaders
    if all(other.scores == first.scores for other in others):
        return " under any weights, as they score the same on every criterion"
    return "; a small change of weights or performances can part them"
