"""What `rank` says of how firm a lead is: the nearest tipping point, the shares of all weights."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from policyscore.analyses.tipping import TippingPoint, lines, node_scores, tipping_points
from policyscore.exact.regions import Effort, TooManyFlats, regions
from policyscore.figures import share
from policyscore.model import Model
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import counted, listed
from policyscore.shown import one_line

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


def tipping_sentence(ranked: Ranked, tips: Sequence[TippingPoint]) -> str:
    """Return what the nearest tipping point is, or that no weight has one."""
    if not tips:
        return "No single weight can change that, whatever it is."
    node, now, at, challengers = tips[0]
    up = at > now
    names = ranked.names([ranked.ranking.of(option) for option in challengers])
    lead = "leads" if len(challengers) == 1 else "lead"
    return (
        f"It holds while {one_line(ranked.model.node(node).name)} weighs "
        f"{'less' if up else 'more'} than {share(at)} (now {share(now)}); "
        f"{'above' if up else 'below'} that {names} {lead}."
    )


def first_shares(ranked: Ranked, over: "Over") -> list[Fraction] | None:
    """Return the shares of all weights that put each leader first, exact, None beyond the budget.

    `over` says of what: "criteria", or "groups" for the top level with all else as stated.
    """
    model, standings = ranked.model, ranked.ranking.standings
    names = tuple(model.criteria) if over == "criteria" else model.roots
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
    return [region.shares[0] for region in found]


def _shares_in_words(ranked: Ranked) -> Iterator[str]:
    """Yield under how many weights the leaders lead, over the criteria and over the top level."""
    found = [(what, first_shares(ranked, over)) for over, what in spaces(ranked.model)]
    told = [(what, shares) for what, shares in found if shares is not None]
    names = [ranked.name(standing.option) for standing in ranked.ranking.leaders]
    if told and len(names) == 1:
        parts = [f"under {share(shares[0])} of all weights of {what}" for what, shares in told]
        yield f"It leads {' and '.join(parts)} (exact)."
    if len(names) == 1 and found[0][1] is None:
        yield f"Under how many weights of {found[0][0]} it leads: policyscore robustness."
    for what, shares in told if len(names) > 1 else ():
        parts = [f"{name} leads under {share(x)}" for name, x in zip(names, shares, strict=True)]
        yield f"Of all weights of {what}, {listed(parts)} (exact)."


def spaces(model: Model) -> "list[tuple[Over, str]]":
    """Return what weights can be looked at, with words for it: all criteria, and the top level."""
    found: list[tuple[Over, str]] = [
        ("criteria", f"the {counted(len(model.criteria), 'criterion', 'criteria')}")
    ]
    if model.groups and len(model.roots) > 1:
        groups = all(root in model.groups for root in model.roots)
        kind = "groups" if groups else "criteria and groups"
        found.append(("groups", f"the {len(model.roots)} {kind} at the top level"))
    return found
