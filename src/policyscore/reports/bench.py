"""What a page needs to weigh anew: the tree, the scores, the sets of weights to begin from."""

from collections.abc import Iterator

from policyscore.analyses.tipping import stability
from policyscore.model import Model
from policyscore.page import Node, Preset, Workbench
from policyscore.reports.compared import OWN
from policyscore.reports.firmness import unknown_as_middle
from policyscore.reports.ranked import Ranked
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.weights import walk
from policyscore.shown import one_line
from policyscore.weights import relative, stated, tree_of

COMMAND = "policyscore rank"


def bench(ranked: Ranked, sensitive: Sensitive) -> Workbench:
    """Return the workbench of a ranking under the model's own weights; options in its order."""
    model, standings = ranked.model, ranked.ranking.standings
    leaves = tuple(model.criteria)
    return Workbench(
        tuple(_nodes(ranked, sensitive)),
        leaves,
        tuple((standing.option, ranked.name(standing.option)) for standing in standings),
        tuple(tuple(standing.scores[leaf] for leaf in leaves) for standing in standings),
        tuple(standing.score for standing in standings),
        tuple(standing.rank for standing in standings),
        tuple(_presets(model)),
        model.decision.indifference,
        COMMAND,
        " ".join(unknown_as_middle(ranked)),
    )


def _nodes(ranked: Ranked, sensitive: Sensitive) -> Iterator[Node]:
    """Yield the nodes of the tree, parents first, the heaviest sibling first."""
    model = ranked.model
    for name, _ in walk(model, ranked.ranking.weights.shares):
        node, share = model.node(name), ranked.ranking.weights.shares[name]
        line = sensitive.lines.get(name)
        lower = upper = share
        if line is not None:
            found = stability(line, sensitive.leader)
            lower, upper = found.lower, found.upper
        movable = line is not None
        yield Node(name, one_line(node.name), node.within, share, lower, upper, not movable)


def _presets(model: Model) -> Iterator[Preset]:
    """Yield the model's own weights, then those of each profile."""
    tree = tree_of(model)
    for profile in (None, *model.profiles):
        name = OWN if profile is None else one_line(model.profiles[profile].name)
        yield Preset(profile or "", name, relative(tree, stated(model, profile)))
