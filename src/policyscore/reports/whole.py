"""The report for those who open no terminal: all that is known of a model, for a page or a paper.

The answer and what speaks against it first, then how it came about, then the evidence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from policyscore.analyses.tipping import Line
from policyscore.book import Book
from policyscore.model import Model
from policyscore.page import Facts, Heading, Picture
from policyscore.report import Block, Drawn, Prose, Report, Sheet
from policyscore.reports.assessed import Assessed
from policyscore.reports.bench import bench
from policyscore.reports.compare import headline as agreement_in_words
from policyscore.reports.compare import leaders_table
from policyscore.reports.compare import notes as agreement_notes
from policyscore.reports.compared import Compared
from policyscore.reports.evidence import criteria, evidence_of, options_table, sources_table
from policyscore.reports.firmness import unknown_as_middle
from policyscore.reports.hinges import hinges
from policyscore.reports.judged import answer as verdict_in_words
from policyscore.reports.judged import checks
from policyscore.reports.pictures import (
    acceptability,
    contributions,
    criterion_scores,
    ranks_by_profile,
    weight_line,
)
from policyscore.reports.rank import headline, notes, ranking_table, warned
from policyscore.reports.ranked import Ranked
from policyscore.reports.reasons import others, reasons
from policyscore.reports.robustness import side_by_side
from policyscore.reports.scorecard import scorecard
from policyscore.reports.sensitive import Sensitive
from policyscore.reports.sensitivity import intervals
from policyscore.reports.short import facts
from policyscore.reports.wording import ROUNDED, title
from policyscore.shown import one_line

MOST_WARNINGS = 3  # on the first screen; `check` lists them all
MOST_LINES = 2  # weights whose lines are drawn: those with the nearest tipping points


class Whole(NamedTuple):
    """All results that the report is made of, and what is to be said of its making."""

    ranked: Ranked
    sensitive: Sensitive
    assessed: Assessed
    compared: Compared
    about: Sequence[tuple[str, str]]


def whole_report(model: Model, whole: Callable[[], Whole], book: Callable[[], Book]) -> Report:
    """Return the report; `whole` finds all that it tells, `book` makes the model's workbook."""
    return Report(
        title(model),
        model.decision.date,
        lambda: tuple(_without_rounding(_blocks(whole()))),
        _no_data,
        lambda: Sheet((), ()),
        book=book,
    )


def _without_rounding(blocks: Iterable[Block | Drawn]) -> Iterator[Block | Drawn]:
    """Yield the blocks without what is said of rounding, which stands once, at the end."""
    for block in blocks:
        if isinstance(block, Picture):
            rows = tuple(row._replace(notes=_other(row.notes)) for row in block.table.rows)
            block = block._replace(table=block.table._replace(rows=rows))
        if isinstance(block, Prose):
            block = block._replace(paragraphs=_other(block.paragraphs))
        if not isinstance(block, Prose) or block.paragraphs:
            yield block


def _other(told: Iterable[str]) -> tuple[str, ...]:
    return tuple(sentence for sentence in told if sentence != ROUNDED)


def _no_data() -> Mapping[str, str]:
    return {}


def _blocks(whole: Whole) -> Iterator[Block | Drawn]:
    ranked = whole.ranked
    alone = len(ranked.ranking.standings) == 1
    if ranked.model.decision.question:
        yield Prose(tuple(_question(ranked)))
    yield Prose((headline(ranked),), strong=True)
    if not alone:
        yield Facts(tuple(facts(whole.ranked, whole.sensitive, whole.assessed)))
    unknown = tuple(unknown_as_middle(ranked))
    yield from [Prose(unknown)] * bool(unknown)
    yield from warned(ranked, MOST_WARNINGS)
    yield ranking_table(ranked)._replace(title="Ranking")
    yield Prose(tuple(notes(ranked)))
    yield from options_table(ranked)
    if not alone:
        yield Heading("Try other weights", "weigh")
        yield bench(ranked, whole.sensitive)
        yield Heading("Why", "why")
        yield from reasons(ranked)
        yield from others(ranked)
    yield contributions(ranked)
    yield criterion_scores(ranked)
    yield from () if alone else _firmness(whole)
    yield Heading("Scorecard, without weights", "scorecard")
    yield from scorecard(ranked.model, verbose=False)
    yield from _evidence(ranked)
    yield Heading("About this report", "about")
    yield Prose(tuple(f"{label}: {text}" for label, text in whole.about))


def _question(ranked: Ranked) -> Iterator[str]:
    decision = ranked.model.decision
    owner = f" Decided by: {one_line(decision.owner)}." if decision.owner else ""
    yield f"{one_line(decision.question)}{owner}"


def _firmness(whole: Whole) -> Iterator[Block | Drawn]:
    """Yield how firmly the ranking stands: weights one by one, all together, other views."""
    ranked, sensitive, assessed = whole.ranked, whole.sensitive, whole.assessed
    yield Heading("How firmly it stands", "firmness")
    yield Prose(tuple(verdict_in_words(assessed)))
    yield from checks(assessed)
    for line in _nearest(sensitive):
        yield weight_line(ranked, line.node, line)
    yield from intervals(sensitive)
    if len(ranked.ranking.leaders) == 1:
        yield from hinges(sensitive, verbose=False, more="policyscore sensitivity -v")
    yield acceptability(assessed.allowed, ranked)
    yield from side_by_side(assessed)
    if len(whole.compared.views) > 1:
        yield Heading("Under other profiles of weights", "others")
        yield Prose((agreement_in_words(whole.compared),))
        yield leaders_table(whole.compared)._replace(title="Who leads")
        yield Prose(tuple(agreement_notes(whole.compared)))
        yield ranks_by_profile(whole.compared)


def _nearest(sensitive: Sensitive) -> list[Line]:
    """Return the lines with the nearest tipping points, of two that mirror each other one."""
    found: list[Line] = []
    for tip in sensitive.tips:
        line = sensitive.lines[tip.node]
        mirrored = {option: ends[::-1] for option, ends in line.ends.items()}
        if line not in found and all(dict(other.ends) != mirrored for other in found):
            found.append(line)
    return found[:MOST_LINES]


def _evidence(ranked: Ranked) -> Iterator[Block | Drawn]:
    model = ranked.model
    yield Heading("Weights and why", "weights")
    yield from criteria(model, ranked.ranking.weights.shares)
    yield Heading("Evidence", "evidence")
    yield from evidence_of(ranked)
    if model.decision.sources:
        yield Heading("Sources", "sources")
        yield sources_table(model)
