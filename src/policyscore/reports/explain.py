"""The report of `explain`: why one option stands where it stands, against another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from policyscore.analyses.counterfactual import Counterfactual
from policyscore.analyses.covering import Covered
from policyscore.figures import points
from policyscore.report import Block, Prose, Report, Sheet, Value
from policyscore.reports.changes import in_short, table
from policyscore.reports.explained import Explained, explained
from policyscore.reports.ranked import MOST_IN_WORDS, Ranked
from policyscore.reports.reasons import differences, named_sources
from policyscore.reports.wording import (
    ROUNDED,
    about,
    legible_places,
    listed,
    ordinal,
    overrides,
    read,
    rounded_once,
    title,
    weights_in_use,
)
from policyscore.scoring import Standing


def explain_report(
    ranked: Ranked, option: str, other: str | None, default: bool, inputs: Callable[[], str]
) -> Report:
    """Return the report; `other` is None for an option that stands alone.

    `default` says that the other one was not asked for; `inputs` gives the hash of the files.
    """
    found = None if other is None else explained(ranked, option, other, default)
    return Report(
        f"{title(ranked.model)}: {ranked.name(option)} explained",
        ranked.model.decision.date,
        lambda: tuple(rounded_once(_parts(found)) if found else _alone(ranked, option)),
        lambda: _data(ranked, option, found, inputs()),
        lambda: _sheet(ranked, found),
    )


def _alone(ranked: Ranked, option: str) -> Iterator[Block]:
    standing = ranked.ranking.of(option)
    score = points(standing.score, ranked.places)
    only = f"{ranked.name(option)} is the only option; it scores {score}."
    yield Prose((f"{only} There is nothing to compare it with.",), strong=True)


def _parts(found: Explained) -> Iterator[Block]:
    ranked, compared = found.ranked, found.compared
    yield Prose((headline(found),), strong=True)
    yield Prose((*weights_in_use(ranked.model, ranked.scenario), *_before(found), *_chosen(found)))
    yield Prose((*_dominance(found), *_argument(found)), "The shortest argument")
    yield Prose(tuple(in_short(found)), "What it would take")
    told = (*compared.speaking_for, *compared.against)
    if compared.lead < 0:
        told = (*compared.against, *compared.speaking_for)
    yield from differences(ranked, compared, told)
    yield Prose(tuple(_unknown(found)))
    yield from table(found)
    yield from named_sources(ranked, [s.option for s in found.standings[: 1 + ranked.verbose]])


def headline(found: Explained) -> str:
    """Return the answer in a sentence: who is ahead of whom, or level, and by how much."""
    one, other = found.names
    first, second = found.standings
    lead, indifference = abs(found.compared.lead), found.ranked.model.decision.indifference
    doubt = " What is unknown could reverse this." if _reversible(found) else ""
    if not lead:
        return f"{one} and {other} are level, both {_place(found, first)}.{doubt}"
    where = "ahead of" if found.compared.lead > 0 else "behind"
    places = legible_places((lead, indifference)) if lead < indifference else 1
    answer = (
        f"{one}, {_place(found, first)}, is {points(lead, places)} {where} {other}, "
        f"{_place(found, second)}."
    )
    if lead < indifference:
        floor = points(indifference, places)
        answer += f" Too close to call: that is below the indifference of {floor} points."
    return answer + doubt


def _place(found: Explained, standing: Standing) -> str:
    return f"{ordinal(standing.rank)} with {points(standing.score, found.ranked.places)}"


def _reversible(found: Explained) -> bool:
    """Tell whether unknown performances could put the option that is behind ahead."""
    ahead, behind = (found.ranked.ranking.of(name) for name in (found.ahead, found.behind))
    return behind.at_most > ahead.at_least


def _before(found: Explained) -> Iterator[str]:
    """Yield how the two compare without what is tried."""
    before = found.ranked.before
    if before is not None:
        scores = [before.of(standing.option).score for standing in found.standings]
        places = legible_places(scores)
        told = [f"{n} {points(s, places)}" for n, s in zip(found.names, scores, strict=True)]
        changed = found.ranked.scenario.changes
        without = "Without the changes" if changed else "With the model's weights"
        yield f"{without}: {', '.join(told)}."


def _chosen(found: Explained) -> Iterator[str]:
    """Yield against which option one is held that has none below it."""
    last = found.ranked.ranking.standings[-1].option
    if found.default and found.compared.option == last:
        one, other = found.names
        yield f"{one} stands last, so it is compared with the one above it, {other}."


def _dominance(found: Explained) -> Iterator[str]:
    """Yield what holds whatever the weights, or why that cannot be said."""
    one, other = (standing.scores for standing in found.standings)
    unknown = {name for _, name in found.unknown}
    signs = {one[n] > other[n] for n in one if n not in unknown and one[n] != other[n]}
    ids = (found.compared.option, found.compared.other)
    if len(signs) == 2:
        return
    if unknown:
        better = ids[::-1] if signs == {False} else ids
        name, rest = (found.ranked.name(option) for option in better)
        known = (
            f"{name} scores at least as high as {rest}"
            if signs
            else f"{name} and {rest} score the same"
        )
        yield (
            f"On every criterion that is known for both, {known}. Whether one dominates the other "
            f"hangs on {found.ranked.criteria([n for n in one if n in unknown])}."
        )
    elif found.dominating is None:
        yield f"{listed(found.names)} score the same on every criterion: level under any weights."
    else:
        name, rest = map(found.ranked.name, ids if found.dominating == ids[0] else ids[::-1])
        yield (
            f"{name} dominates {rest}: it scores at least as high on every criterion and higher on "
            f"at least one, so no weights put {rest} ahead."
        )


def _argument(found: Explained) -> Iterator[str]:
    """Yield which advantages of the option that is ahead outweigh what speaks against it."""
    lead, covering = found.compared.lead, found.covering
    one = found.names[0]
    if covering.groups:
        told = [_covered(found, group) for group in covering.groups[:MOST_IN_WORDS]]
        if len(covering.groups) > len(told):
            told.append(f"and so on in {len(covering.groups) - len(told)} more groups")
        side = "Against" if lead < 0 else "For"
        opening = f"{side} {one}" if lead else "Between the two"
        yield f"{opening}, {'; '.join(told)}."
    elif covering.on_top:
        better, worse = (found.ranked.name(name) for name in (found.ahead, found.behind))
        yield f"Nothing that weighs something speaks for {worse} against {better}."
    else:
        yield "No criterion that weighs something makes a difference."
    if covering.on_top and covering.groups:
        comes = "comes" if len(covering.on_top) == 1 else "come"
        yield f"{_told(found, covering.on_top)} {comes} on top."
    if not all(_reads_so(found, group) for group in covering.groups):
        yield ROUNDED


def _covered(found: Explained, group: Covered) -> str:
    verb = "outweigh" if group.surplus else "balance"
    verb = f"{verb}s" if len(group.advantages) == 1 else f"together {verb}"
    return f"{_told(found, group.advantages)} {verb} {_told(found, group.disadvantages)}"


def _told(found: Explained, criteria: Sequence[str]) -> str:
    """Return criteria with their points, as seen from the option; many of them in one sum."""
    if len(criteria) > MOST_IN_WORDS:
        return f"{len(criteria)} criteria ({points(found.points(criteria), signed=True)})"
    return listed(
        [
            f"{found.ranked.criteria([name])} ({points(found.points([name]), signed=True)})"
            for name in criteria
        ]
    )


def _reads_so(found: Explained, group: Covered) -> bool:
    """Tell whether the points as shown add up to what is said of a group."""
    plus, minus = (
        abs(sum((read(points(found.points([name]))) for name in names), Fraction(0)))
        for names in (group.advantages, group.disadvantages)
    )
    return plus > minus if group.surplus else plus == minus


def _unknown(found: Explained) -> Iterator[str]:
    """Yield what is unknown, what stands for it, and what the lead may be."""
    for option, name in found.unknown:
        score = points(found.ranked.ranking.of(option).scores[name])
        yield (
            f"The performance of {found.ranked.name(option)} on {found.ranked.criteria([name])} is "
            f"unknown; the middle of what it may score stands for it, {score}."
        )
    one, other = found.standings
    least, most = one.at_least - other.at_most, one.at_most - other.at_least
    if least < most:
        name, rival = found.names
        yield (
            f"With it the lead of {name} over {rival} may be anything from "
            f"{points(least, signed=True)} to {points(most, signed=True)}."
        )


def _data(ranked: Ranked, option: str, found: Explained | None, inputs: str) -> Mapping[str, Value]:
    model, scenario = ranked.model, ranked.scenario
    return {
        "schema": "policyscore.explain/1",
        "model": about(model, inputs),
        "profile": scenario.profile,
        "overrides": overrides(scenario),
        "option": _standing(ranked, option),
        "other": _standing(ranked, found.compared.other) if found else None,
        "lead": found.compared.lead if found else None,
        "differences": [_difference(found, name) for name in model.criteria] if found else [],
        "dominating": found.dominating if found else None,
        "unknown": [{"option": o, "criterion": n} for o, n in found.unknown] if found else [],
        "covering": _covering(found) if found else None,
        "counterfactuals": [_change(change) for change in found.changes] if found else [],
        "warnings": list(ranked.warnings),
    }


def _standing(ranked: Ranked, option: str) -> Mapping[str, Value]:
    standing = ranked.ranking.of(option)
    return {
        "id": option,
        "name": ranked.model.options[option].name,
        "rank": standing.rank,
        "tied": standing.tied,
        "score": standing.score,
        "at_least": standing.at_least,
        "at_most": standing.at_most,
    }


def _difference(found: Explained, name: str) -> Mapping[str, Value]:
    criterion = found.ranked.model.criteria[name]
    one, other = (_cell(found, standing, name) for standing in found.standings)
    return {
        "criterion": name,
        "name": criterion.name,
        "points": found.points([name]),
        "weight": found.ranked.scenario.weights.shares[name],
        "unit": criterion.scale.unit,
        "option": one,
        "other": other,
    }


def _cell(found: Explained, standing: Standing, name: str) -> Mapping[str, Value]:
    cell = found.ranked.model.options[standing.option].performance[name]
    return {
        "score": standing.scores[name],
        "performance": cell.value,
        "low": cell.low,
        "high": cell.high,
        "rationale": cell.rationale or None,
        "sources": list(cell.sources),
        "confidence": cell.confidence or None,
    }


def _covering(found: Explained) -> Mapping[str, Value]:
    return {
        "ahead": found.ahead if found.compared.lead else None,
        "groups": [
            {
                "advantages": list(group.advantages),
                "disadvantages": list(group.disadvantages),
                "surplus": group.surplus,
            }
            for group in found.covering.groups
        ],
        "on_top": list(found.covering.on_top),
    }


def _change(change: Counterfactual) -> Mapping[str, Value]:
    return {
        "kind": "weight" if change.option is None else "performance",
        "option": change.option,
        "node": change.node,
        "now": change.now,
        "needed": change.needed,
        "side": "at" if change.outcome == "level" else "above" if change.rises else "below",
        "until": change.until,
        "move": change.move,
        "within": change.within,
        "outcome": change.outcome,
        "leaders": list(change.leaders),
    }


def _sheet(ranked: Ranked, found: Explained | None) -> Sheet:
    columns = (
        *("option", "other", "criterion", "name", "points", "weight", "score_option"),
        *("score_other", "performance_option", "performance_other", "unit"),
        *("profile", "overrides"),
    )
    return Sheet(columns, tuple(_lines(ranked, found)) if found else ())


def _lines(ranked: Ranked, found: Explained) -> Iterator[tuple[str | Fraction | None, ...]]:
    flags = " ".join(change.flag for change in ranked.scenario.changes)
    one, other = found.standings
    for name, criterion in ranked.model.criteria.items():
        cells = [ranked.model.options[s.option].performance[name] for s in (one, other)]
        yield (
            *(one.option, other.option, name, criterion.name),
            *(found.points([name]), ranked.scenario.weights.shares[name]),
            *(one.scores[name], other.scores[name], *(cell.value for cell in cells)),
            *(criterion.scale.unit, ranked.scenario.profile or "", flags),
        )
