"""The report of `compare`: the options under several sets of weights, side by side."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from policyscore.analyses.agreement import Views, agreement, alike, lead, reversible
from policyscore.figures import amount, points
from policyscore.model import Model
from policyscore.report import Block, Column, Figure, Prose, Report, Row, Table
from policyscore.reports.compare_data import data, sheet
from policyscore.reports.compared import Compared
from policyscore.reports.ranked import MOST_IN_WORDS
from policyscore.reports.wording import (
    ROUNDED,
    agrees,
    counted,
    legible_places,
    listed,
    read,
    sources,
    title,
)
from policyscore.scoring import Ranking, Standing
from policyscore.shown import one_line

CLOSE = "*"


def compare_report(model: Model, views: Views, verbose: bool, inputs: Callable[[], str]) -> Report:
    """Return the report; `inputs` gives the hash of the files, for those who ask for it."""
    compared = Compared(model, views, agreement(views), verbose)
    return Report(
        f"{title(model)}: weights compared",
        model.decision.date,
        lambda: tuple(_blocks(compared)),
        lambda: data(compared, inputs()),
        lambda: sheet(compared),
    )


def _blocks(compared: Compared) -> Iterator[Block]:
    yield Prose((headline(compared),), strong=True)
    yield leaders_table(compared)
    told = tuple(notes(compared))
    if told:
        yield Prose(told)
    if len(compared.found.first) == 1:
        return
    if compared.across:
        yield _scores(compared)
    if len(compared.views) > 1:
        yield Prose(tuple(_agreement(compared)), "Agreement")
    yield _given_up(compared) if compared.across else _options(compared)
    yield Prose(tuple(_regret(compared)))


def headline(compared: Compared) -> str:
    """Return the answer in a few sentences: who leads under how many sets of weights."""
    found, rankings = compared.found, list(compared.views.values())
    if len(found.first) == 1:
        return f"{compared.options(list(found.first))} is the only option."
    if len(rankings) == 1:
        return _only(compared)
    total = len(rankings)
    counts = [(name, count) for name, count in found.first.items() if count]
    (name, count), *others = counts[:MOST_IN_WORDS]
    every = "both" if total == 2 else f"all {total}"
    all_of = every if count == total else f"{count} of {total}"
    told = [f"{compared.option(name)} leads under {all_of} sets of weights"]
    told += [f"{compared.option(name)} under {count}" for name, count in others]
    if len(counts) > len(told):
        told.append(f"{counted(len(counts) - len(told), 'more option')} under some")
    sentences = [f"{listed(told)}."]
    shared = sum(len(ranking.leaders) > 1 for ranking in rankings)
    if shared:
        them = "is a tie, which counts" if shared == 1 else "are ties, which count"
        sentences.append(f"Of these leads {shared} {them} for each option that shares it.")
    close = sum(compared.close(ranking) for ranking in rankings)
    if close:
        sentences.append(f"Under {close} of the {total} it is too close to call.")
    return " ".join(sentences)


def _only(compared: Compared) -> str:
    """Return the answer where there is one set of weights."""
    ((view, ranking),) = compared.views.items()
    names = compared.sharing(ranking.leaders)
    if len(ranking.leaders) > 1:
        return f"Under {compared.under([view])}, {names} share the lead."
    close = ", too close to call" if compared.close(ranking) else ""
    return f"Under {compared.under([view])}, {names} leads by {compared.lead(ranking)}{close}."


def leaders_table(compared: Compared) -> Table:
    """Return who leads under each set of weights; who is second only if no other table tells."""
    columns = [Column("weights", folds=True), Column("id"), Column("leads", folds=True)]
    columns.append(Column("lead", numeric=True))
    if not compared.across:
        columns.append(Column("ahead of", folds=True))
    rows = []
    for view, ranking in compared.views.items():
        mark = f"{CLOSE} " if compared.close(ranking) else ""
        names = compared.sharing(ranking.leaders)
        cells = [compared.view(view), view or "·", names]
        second = [] if compared.across else [_second(compared, ranking)]
        notes = tuple(_who(compared, view)) if compared.verbose else ()
        figure = Figure(mark + compared.lead(ranking))
        rows.append(Row((*cells, figure, *second), notes))
    return Table(tuple(columns), tuple(rows), notes="who and why")


def _second(compared: Compared, ranking: Ranking) -> str:
    """Return the names of the options next to the leaders, or that all lead."""
    others = ranking.standings[len(ranking.leaders) :]
    next_ones = [standing.option for standing in others if standing.rank == others[0].rank]
    return compared.options(next_ones) or "·"


def _who(compared: Compared, view: str | None) -> Iterator[str]:
    """Yield whose view a profile is, and why it weighs what it does."""
    if view is not None:
        profile = compared.model.profiles[view]
        who = f"{one_line(profile.who)}: " if profile.who else ""
        rationale = one_line(profile.rationale) or "No rationale is given."
        yield f"{who}{rationale} [{sources(profile.sources)}]"


def notes(compared: Compared) -> Iterator[str]:
    """Yield what has to be known to read who leads."""
    if any(compared.close(ranking) for ranking in compared.views.values()):
        indifference = amount(compared.model.decision.indifference)
        yield f"{CLOSE} Too close to call: below the indifference of {indifference} points."
    if not compared.model.profiles:
        criterion = next(iter(compared.model.criteria))
        yield (
            "The model has no profiles, so there is nothing to compare its weights with. A file "
            f"profiles/ID.yaml adds one: a name, and weights such as {{{criterion}: 40}}."
        )
    for group in alike(compared.views):
        yield (
            f"Counted as {len(group)} sets of weights, though they weigh all criteria the same: "
            f"{compared.under(group)}."
        )
    yield from _unknown(compared)


def _unknown(compared: Compared) -> Iterator[str]:
    """Yield which options have unknown performances and whose lead they could turn."""
    unknown = [
        name
        for name in compared.found.first
        if any(s.at_least < s.at_most for s in _standings(compared, name))
    ]
    if unknown:
        yield (
            f"Performances of {compared.options(unknown)} are unknown; scores, ranks, and points "
            "given up take the middle of what they may be."
        )
    turning = [view for view, ranking in compared.views.items() if reversible(ranking)]
    if turning:
        yield f"What is unknown could change who leads under {compared.under(turning)}."


def _standings(compared: Compared, option: str) -> list[Standing]:
    """Return how an option does under each set of weights."""
    return [ranking.of(option) for ranking in compared.views.values()]


def _score_places(ranking: Ranking) -> int:
    return legible_places(standing.score for standing in ranking.standings)


def _scores(compared: Compared) -> Table:
    """Return rank and score of each option under each set of weights."""
    rows = []
    for view, ranking in compared.views.items():
        places = _score_places(ranking)
        ranked = map(ranking.of, compared.found.first)
        cells = (
            Figure(f"{s.rank}{'=' if s.tied else ''} {points(s.score, places)}") for s in ranked
        )
        rows.append(Row((compared.view(view), *cells)))
    return Table(_columns(compared), tuple(rows), title="Rank and score")


def _columns(compared: Compared) -> tuple[Column, ...]:
    options = (Column(compared.option(name), numeric=True) for name in compared.found.first)
    return (Column("weights", folds=True), *options)


def _agreement(compared: Compared) -> Iterator[str]:
    """Yield how alike the rankings are and which options none of them puts first."""
    w, never = compared.found.kendall_w, compared.found.never_first
    if w is None:
        yield "Kendall's W is not defined here: all sets of weights give all options equal scores."
    else:
        figure = points(w, legible_places((w, Fraction(1)), 2)) if w not in (0, 1) else str(w)
        yield (
            f"Kendall's W is {figure}: 1 would mean that all sets of weights rank the options the "
            "same, 0 that no order is common to them."
        )
    if never:
        yield f"Never first under any of these weights: {compared.options(never)}."
    else:
        yield "Every option leads under at least one set of weights."


def _given_up(compared: Compared) -> Table:
    """Return how far each option is below the best one under each set of weights."""
    found, places = compared.found, compared.places
    told = [(compared.view(view), regrets) for view, regrets in found.regrets.items()]
    if len(told) > 1:
        told.append(("the most", found.largest))
    rows = tuple(
        Row((label, *(Figure(points(regrets[name], places)) for name in found.first)))
        for label, regrets in told
    )
    return Table(_columns(compared), rows, title="Regret: points given up by choosing the option")


def _options(compared: Compared) -> Table:
    """Return how each option does over all sets of weights, a row each."""
    columns = (
        Column("option", folds=True),
        Column("leads", numeric=True),
        Column("rank", numeric=True),
        Column("score", numeric=True),
        Column("largest regret", numeric=True),
        Column("under", folds=True),
    )
    rows, places = [], compared.places
    for name, largest in compared.found.largest.items():
        standings = _standings(compared, name)
        ranks = map(str, sorted(standing.rank for standing in standings))
        scores = map(points, sorted(standing.score for standing in standings))
        cells = [
            Figure(f"{compared.found.first[name]} of {len(compared.views)}"),
            Figure(_span(list(ranks))),
            Figure(_span(list(scores))),
            Figure(points(largest, places)),
        ]
        rows.append(Row((compared.option(name), *cells, _worst_under(compared, name))))
    return Table(columns, tuple(rows), title="Each option over the sets of weights")


def _span(texts: Sequence[str]) -> str:
    """Return the first and the last of some sorted figures, once if they are the same."""
    return "–".join(dict.fromkeys((texts[0], texts[-1])))


def _worst_under(compared: Compared, option: str) -> str:
    """Return the sets of weights under which an option is furthest below the best one."""
    largest, regrets = compared.found.largest[option], compared.found.regrets
    worst = [view for view, found in regrets.items() if found[option] == largest]
    return compared.under(worst) if largest else "·"


def _regret(compared: Compared) -> Iterator[str]:
    """Yield which option is never far below the best one, and what of the figures to know."""
    found = compared.found
    if len(compared.views) > 1:
        least = found.largest[found.least[0]]
        choosing = f"Choosing {_or(compared, found.least)}"
        if least:
            yield (
                f"{choosing} never gives up more than {points(least, compared.places)} points: "
                "the smallest largest regret, over these sets of weights"
                f"{', with the middle for what is unknown' * bool(compared.unknown)}. Only the "
                "worst case counts here, however plausible its weights are."
            )
        else:
            yield f"{choosing} gives up nothing under any set of weights."
    if not compared.across:
        yield "Every rank, score, and regret is in -f csv and -f json."
    if not _distinct(compared):
        yield "Some figures that look equal are not: they differ further behind the point."
    if not _subtracts(compared):
        yield ROUNDED


def _or(compared: Compared, names: Sequence[str]) -> str:
    if len(names) > MOST_IN_WORDS:
        return f"any of {len(names)} options"
    return " or ".join(compared.option(name) for name in names)


def _distinct(compared: Compared) -> bool:
    """Tell whether the figures that are compared with each other look as different as they are."""
    told = [([*compared.found.largest.values()], compared.places)]
    if compared.across:
        told += [
            ([standing.score for standing in ranking.standings], _score_places(ranking))
            for ranking in compared.views.values()
        ]
    return all(
        len({points(value, places) for value in values}) == len(set(values))
        for values, places in told
    )


def _subtracts(compared: Compared) -> bool:
    """Tell whether leads and points given up are those that the scores shown lead to."""
    return not compared.across or all(
        agrees(figure, found)
        for view, ranking in compared.views.items()
        for figure, found in _differences(compared, view, ranking)
    )


def _differences(
    compared: Compared, view: str | None, ranking: Ranking
) -> Iterator[tuple[str, Fraction]]:
    """Yield the leads and points given up, each with what the printed scores come to."""
    places, regret_places = _score_places(ranking), compared.places
    best, *others = (read(points(s.score, places)) for s in ranking.standings)
    for standing, score in zip(ranking.standings[1:], others, strict=True):
        regret = compared.found.regrets[view][standing.option]
        yield points(regret, regret_places), best - score
    if lead(ranking):
        yield compared.lead(ranking), best - others[0]
