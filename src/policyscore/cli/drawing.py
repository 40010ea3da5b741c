"""What `plot` asks for, and the picture that it gets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from policyscore.faults import Misuse
from policyscore.page import Picture
from policyscore.reports import pictures
from policyscore.reports.ranked import Ranked
from policyscore.suggest import did_you_mean

if TYPE_CHECKING:
    from policyscore.analyses.robust import Robustness

RASTER = (".png", ".jpg", ".jpeg", ".pdf", ".webp", ".gif")


class Drawing(NamedTuple):
    """The arguments of `plot` that are about the picture, as given."""

    kind: str
    of: str | None
    profile: str | None
    weights: Sequence[str]


def problems_of(asked: Drawing, outputs: Sequence[str]) -> list[str]:
    """Return what is wrong with the arguments, as far as it shows without a model."""
    known, found = pictures.KINDS, []
    if asked.kind not in known:
        hint = did_you_mean(asked.kind, known, f"one of {', '.join(known)}")
        found.append(f"KIND: unknown picture {asked.kind}; {hint}")
    if asked.of is not None and asked.kind in known and asked.kind != "weight":
        found.append(f"--of is for weight; {asked.kind} shows all criteria")
    if asked.kind == "profiles" and (asked.profile or asked.weights):
        found.append("profiles shows the model's weights and all profiles: no --profile, no -w")
    return [*found, *map(_instead, filter(is_raster, outputs))]


def is_raster(output: str) -> bool:
    """Tell whether a file is to hold a picture that policyscore does not make, by its name."""
    return output.lower().endswith(RASTER)


def _instead(output: str) -> str:
    """Return how to get a picture in pixels, or on a page."""
    name, _, kind = output.rpartition(".")
    name, kind = name or "picture", "pdf" if kind.lower() == "pdf" else "png"
    return (
        f"-o {output}: pictures are SVG; write {name}.svg, and turn it into pixels with "
        f"rsvg-convert -f {kind} -o {name}.{kind} {name}.svg, Inkscape or a browser"
    )


def drawn(ranked: Ranked, asked: Drawing) -> Picture:
    """Return the picture. Raises Misuse where the model has nothing of the kind to show."""
    if asked.kind == "weight":
        return _weight(ranked, asked.of)
    if asked.kind == "acceptability":
        return pictures.acceptability(_robustness(ranked), ranked)
    if asked.kind == "profiles":
        return _profiles(ranked)
    if asked.kind == "scores":
        return pictures.criterion_scores(ranked)
    return pictures.contributions(ranked)


def _weight(ranked: Ranked, of: str | None) -> Picture:
    from policyscore.analyses.tipping import lines

    found = lines(ranked.model, ranked.ranking)
    node = of or pictures.nearest_node(ranked)
    if node is None:
        raise Misuse("plot weight: the model has no weight that can be moved")
    if node not in (*ranked.model.criteria, *ranked.model.groups):
        known = [*ranked.model.criteria, *ranked.model.groups]
        hint = did_you_mean(node, known, f"known: {', '.join(known)}")
        raise Misuse(f"--of: unknown criterion or group {node}; {hint}")
    if node not in found:
        raise Misuse(f"--of: the weight of {node} cannot be moved: nothing else, or in it, weighs")
    return pictures.weight_line(ranked, node, found[node])


def _robustness(ranked: Ranked) -> "Robustness":
    from policyscore.analyses.allowed import space
    from policyscore.analyses.robust import Budget, robustness

    weights = ranked.ranking.weights
    place = space(ranked.model, ranked.ranking, "criteria")
    return robustness(ranked.model, weights, place, (), Budget(), brief=True)


def _profiles(ranked: Ranked) -> Picture:
    from policyscore.analyses.agreement import agreement, chosen, views
    from policyscore.reports.compared import Compared

    if not ranked.model.profiles:
        raise Misuse("plot profiles: the model has no profiles to compare its weights with")
    found = views(ranked.model, chosen(ranked.model, ()))
    return pictures.ranks_by_profile(Compared(ranked.model, found, agreement(found), verbose=False))
